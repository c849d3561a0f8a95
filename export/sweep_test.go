package export

import (
	"bufio"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// What killed programs have left in a folder goes when something is next saved there;
// nothing else does, and not what another program is about to put in its place.
func TestSaveSweepsWhatWasLeft(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "report.xlsx")
	stay := []string{".plumbline-.part", ".plumbline-12a.part", ".report.xlsx-123.part", "plumbline-123.part", ".plumbline-123.part.txt", ".plumbline-5"}
	gone := []string{".plumbline-123456.part", ".plumbline-7.part"}
	for _, name := range append(stay, gone...) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("left"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(os.Mkdir(filepath.Join(dir, ".plumbline-99.part"), 0o700), os.WriteFile(filepath.Join(dir, ".plumbline-99.part", "observations.csv"), nil, 0o600),
		os.Symlink(t.TempDir(), filepath.Join(dir, ".plumbline-8.part"))); err != nil {
		t.Fatal(err)
	}
	gone, stay = append(gone, ".plumbline-99.part"), append(stay, ".plumbline-8.part")
	_, _, err := Save(path, true, func(w io.Writer) error {
		mine := unfinished(t, dir)
		if info, err := os.Stat(mine[0]); len(mine) != 1 || err != nil || info.Mode().Perm() != 0o600 {
			t.Fatalf("%v lie there: %v", mine, err)
		}
		if _, _, err := Save(path, true, func(w io.Writer) error { _, err := w.Write([]byte("inner")); return err }); err != nil {
			return err
		}
		if got := unfinished(t, dir); len(got) != 1 || got[0] != mine[0] {
			t.Errorf("what is being written was swept: %v", got)
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
	for _, name := range stay {
		if _, err := os.Lstat(filepath.Join(dir, name)); err != nil {
			t.Errorf("%s is gone", name)
		}
	}
	for _, name := range gone {
		if _, err := os.Lstat(filepath.Join(dir, name)); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("%s lies there still: %v", name, err)
		}
	}
	if left := unfinished(t, dir); len(left) > 0 {
		t.Errorf("%v lie there still", left)
	}
}

// unfinished lists what is being saved in a folder, or was left there.
func unfinished(t *testing.T, dir string) (names []string) {
	t.Helper()
	all, err := filepath.Glob(filepath.Join(dir, ".plumbline-[0-9]*.part"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range all {
		info, err := os.Lstat(name)
		if base := filepath.Base(name); err == nil && info.Mode()&os.ModeSymlink == 0 && base != ".plumbline-12a.part" {
			names = append(names, name)
		}
	}
	return names
}

// As long as a program lives, what it is about to save stays; when it was killed, the
// next one to save anything there takes it away, files and folders.
func TestWhatAKilledProgramLeftIsSwept(t *testing.T) {
	for _, what := range []string{"file", "folder"} {
		t.Run(what, func(t *testing.T) {
			dir := t.TempDir()
			child := exec.Command(os.Args[0], "-test.run=^TestSavingForEver$")
			child.Env = append(os.Environ(), "PLUMBLINE_SAVING="+what, "PLUMBLINE_SAVING_IN="+dir)
			said, err := child.StdoutPipe()
			if err != nil {
				t.Fatal(err)
			}
			if err := child.Start(); err != nil {
				t.Fatal(err)
			}
			defer child.Wait()
			defer child.Process.Kill()
			if line, err := bufio.NewReader(said).ReadString('\n'); line != "half\n" {
				t.Fatalf("the child says %q, %v", line, err)
			}
			save := func(name string) {
				t.Helper()
				if _, _, err := Save(filepath.Join(dir, name), false, func(w io.Writer) error { _, err := w.Write([]byte("x")); return err }); err != nil {
					t.Fatal(err)
				}
			}
			save("first")
			if got := unfinished(t, dir); len(got) != 1 {
				t.Fatalf("while it lives: %v", got)
			}
			child.Process.Kill()
			child.Wait()
			if got := unfinished(t, dir); len(got) != 1 {
				t.Fatalf("when it was killed: %v", got)
			}
			save("second")
			if got := unfinished(t, dir); len(got) != 0 {
				t.Fatalf("after the next: %v", got)
			}
		})
	}
}

// TestSavingForEver is the program that is killed.
func TestSavingForEver(t *testing.T) {
	path := filepath.Join(os.Getenv("PLUMBLINE_SAVING_IN"), "killed")
	half := func(w io.Writer) error {
		if _, err := w.Write([]byte("half")); err != nil {
			return err
		}
		os.Stdout.WriteString("half\n")
		select {}
	}
	switch os.Getenv("PLUMBLINE_SAVING") {
	case "file":
		Save(path, true, half)
	case "folder":
		SaveTables(path, func(open func(string) (io.WriteCloser, error)) error {
			f, err := open("observations.csv")
			if err != nil {
				return err
			}
			return half(f)
		})
	default:
		t.Skip("a test kills it")
	}
}
