package export

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"
)

// What a killed program has left beside a file goes when that file is saved again;
// nothing else does, and not what another program is about to put in its place.
func TestSaveSweepsWhatWasLeftOfTheSameFile(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "report.xlsx")
	stay := []string{".report.xlsx-.part", ".report.xlsx-12a.part", ".other.xlsx-123.part", "report.xlsx-123.part", ".report.xlsx-123.part.txt"}
	for _, name := range append([]string{".report.xlsx-123456.part", ".report.xlsx-7.part"}, stay...) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("left"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(filepath.Join(dir, ".report.xlsx-99.part"), 0o700); err != nil {
		t.Fatal(err)
	}
	var mine string
	_, _, err := Save(path, true, func(w io.Writer) error {
		parts, _ := filepath.Glob(filepath.Join(dir, ".report.xlsx-[0-9]*.part"))
		for _, name := range parts {
			if info, err := os.Stat(name); err == nil && info.Mode().IsRegular() && filepath.Base(name) != ".report.xlsx-12a.part" {
				if mine != "" || info.Mode().Perm() != 0o600 {
					t.Errorf("%s and %s lie there, mode %v", mine, name, info.Mode())
				}
				mine = name
			}
		}
		if _, _, err := Save(path, true, func(w io.Writer) error { _, err := w.Write([]byte("inner")); return err }); err != nil {
			return err
		}
		if _, err := os.Stat(mine); err != nil {
			t.Errorf("what is being written was swept: %v", err)
		}
		_, err := w.Write([]byte("outer"))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if got, err := os.ReadFile(path); err != nil || string(got) != "outer" {
		t.Errorf("%q, %v", got, err)
	}
	for _, name := range append(stay, ".report.xlsx-99.part") {
		if _, err := os.Lstat(filepath.Join(dir, name)); err != nil {
			t.Errorf("%s is gone", name)
		}
	}
	for _, name := range []string{".report.xlsx-123456.part", ".report.xlsx-7.part", filepath.Base(mine)} {
		if _, err := os.Lstat(filepath.Join(dir, name)); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("%s lies there still: %v", name, err)
		}
	}
}
