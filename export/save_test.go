package export

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

func TestSaveWholeOrNotAtAll(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "report.xlsx")
	write := func(words string) func(io.Writer) error {
		return func(w io.Writer) error { _, err := io.WriteString(w, words); return err }
	}
	size, sum, err := Save(path, true, write("first"))
	want := sha256.Sum256([]byte("first"))
	if err != nil || size != 5 || sum != hex.EncodeToString(want[:]) {
		t.Fatalf("Save = %d, %s, %v", size, sum, err)
	}
	if _, _, err := Save(path, true, func(w io.Writer) error {
		io.WriteString(w, "half")
		return errors.New("the records changed")
	}); err == nil {
		t.Fatal("a fault of the drawing was swallowed")
	}
	holds(t, dir, path, "first")
	if _, _, err := Save(path, true, func(io.Writer) error { return fmt.Errorf("write: %w", syscall.ENOSPC) }); !errors.Is(err, ErrFull) {
		t.Errorf("a full disk is %v; want ErrFull", err)
	}
	holds(t, dir, path, "first")
	if _, _, err := Save(path, true, write("second")); err != nil {
		t.Fatal(err)
	}
	holds(t, dir, path, "second")
}

// holds fails unless the folder holds one file with these words, for its owner alone.
func holds(t *testing.T, dir, path, words string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 1 {
		t.Errorf("the folder holds %d files, %v; want one", len(entries), err)
	}
	b, err := os.ReadFile(path)
	if err != nil || string(b) != words {
		t.Errorf("the file holds %q, %v; want %q", b, err, words)
	}
	if info, err := os.Stat(path); err == nil && info.Mode().Perm()&0o077 != 0 {
		t.Errorf("others may read it: %v", info.Mode())
	}
}

func TestSaveLeavesWhatIsThere(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "report.xlsx")
	appear := func(w io.Writer) error { // somebody else writes the file while ours is drawn
		io.WriteString(w, "ours")
		return os.WriteFile(path, []byte("theirs"), 0o600)
	}
	if _, _, err := Save(path, false, appear); !errors.Is(err, fs.ErrExist) {
		t.Errorf("a file that appeared meanwhile: %v", err)
	}
	holds(t, dir, path, "theirs")
	if _, _, err := Save(path, false, func(io.Writer) error { t.Error("something was drawn"); return nil }); !errors.Is(err, fs.ErrExist) {
		t.Errorf("a file that is there: %v", err)
	}
	holds(t, dir, path, "theirs")
}

func TestSaveWhereItCannot(t *testing.T) {
	dir := t.TempDir()
	never := func(io.Writer) error { t.Error("something was drawn"); return nil }
	if _, _, err := Save(filepath.Join(dir, "missing", "report.xlsx"), false, never); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("in a folder that is not there: %v", err)
	}
	if _, _, err := Save(dir, true, never); err == nil {
		t.Error("a folder was taken for a file")
	}
}
