package notebook

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"plumbline/model"
)

// A folder that is put back as it was earlier opens for reading only and says so;
// taken on purpose, it can be written again.
func TestAFolderPutBackIsNoticed(t *testing.T) {
	n := testNotebook(t)
	anchors := filepath.Join(t.TempDir(), "config", "anchors")
	o := OpenOptions{Now: n.now, NoSnapshots: true, Anchors: anchors}
	session := func(write bool) *Notebook {
		t.Helper()
		m, err := openDerived(n.dir, o)
		if err != nil {
			t.Fatal(err)
		}
		if write {
			record(t, m, observation("one"))
		}
		return m
	}
	if err := n.Close(); err != nil {
		t.Fatal(err)
	}
	m := session(true)
	m.Close()
	old := keepFiles(t, n.dir, storeFile, headerFile, headerFile2)
	m = session(true)
	if _, rolled := m.Rolled(); rolled || m.ReadOnly() {
		t.Error("what was closed here is called older")
	}
	m.Close()
	newest := keepFiles(t, n.dir, storeFile)
	old.putBack(t, n.dir)
	m = session(false)
	closed, rolled := m.Rolled()
	if _, err := m.Record(model.View{}, observation("two")); !rolled || !m.ReadOnly() || closed.Year() != 2024 || !errors.Is(err, ErrReadOnly) {
		t.Errorf("put back: rolled %v at %v, %v", rolled, closed, err)
	}
	m.Close()
	newest.putBack(t, n.dir) // the right one again: no question
	m = session(false)
	if _, rolled := m.Rolled(); rolled {
		t.Error("looking at an older one made it count")
	}
	m.Close()
	old.putBack(t, n.dir)
	m = session(false)
	if err := m.AcceptRollback(); err != nil {
		t.Fatal(err)
	}
	m.Close()
	m = session(true)
	if _, rolled := m.Rolled(); rolled {
		t.Error("asked again after a yes")
	}
	m.Close()

	// As many transactions with another content is another history.
	newest.putBack(t, n.dir)
	if m = session(false); !m.ReadOnly() {
		t.Error("another history of the same length is not noticed")
	}
	m.Close()
	o.Older = true
	if m = session(false); m.ReadOnly() {
		t.Error("taken on purpose, it is still for reading only")
	}
	m.Close()
	o.Older = false

	// Noise in the anchor's place, or none, stops nothing; erasing takes it along.
	list, err := filepath.Glob(filepath.Join(anchors, "*.anchor"))
	if err != nil || len(list) != 1 {
		t.Fatalf("%d anchors", len(list))
	}
	os.WriteFile(list[0], []byte("noise"), 0o600)
	if m = session(true); m.ReadOnly() {
		t.Error("noise is believed")
	}
	if err := m.Erase(nil); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(list[0]); err == nil {
		t.Error("the anchor of an erased notebook is left")
	}
}
