package notebook

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

// TestACreationThatIsStoppedLeavesNothing stops it at every step, in a folder whose folders are made for it.
func TestACreationThatIsStoppedLeavesNothing(t *testing.T) {
	for calls := 0; ; calls++ {
		top, left, last := filepath.Join(t.TempDir(), "Documents"), calls, [2]int{-1, 0}
		o := testOptions()
		o.Anchors = t.TempDir()
		o.Progress = func(done, total int) error {
			if done < last[0] || done > total {
				t.Errorf("%d of %d after %d", done, total, last[0])
			}
			last = [2]int{done, total}
			if left--; left < 0 {
				return context.Canceled
			}
			return nil
		}
		n, err := Create(filepath.Join(top, "Plumbline", "KZ21"), pass, o)
		if err == nil {
			if calls < createSteps || last != [2]int{createSteps, createSteps} {
				t.Errorf("it ended after %d calls at %v", calls, last)
			}
			if err := n.Discard(); err != nil {
				t.Error(err)
			}
		} else if !errors.Is(err, context.Canceled) {
			t.Fatal(err)
		}
		for _, dir := range []string{top, o.Anchors} {
			if list, err := os.ReadDir(dir); len(list) > 0 || err != nil && !errors.Is(err, fs.ErrNotExist) || err == nil && dir == top {
				t.Fatalf("stopped at call %d: %v %v is left", calls, list, err)
			}
		}
		if n != nil {
			return
		}
	}
}

// TestAnErrorWhileCreatingLeavesWhatWasThere makes a notebook where the headers cannot be written.
func TestAnErrorWhileCreatingLeavesWhatWasThere(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "KZ21")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	o := testOptions()
	o.Progress = func(done, _ int) error {
		if done == 2 { // the folder fills between looking and writing
			return os.WriteFile(filepath.Join(dir, "notes.txt"), []byte("mine"), 0o600)
		}
		if done > 2 {
			return context.Canceled
		}
		return nil
	}
	if _, err := Create(dir, pass, o); !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	list, err := os.ReadDir(dir)
	if err != nil || len(list) != 1 || list[0].Name() != "notes.txt" {
		t.Errorf("%v %v", list, err)
	}
}
