package notebook

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"plumbline/model"
)

// keeping is a notebook of some records whose index is kept however few they are,
// closed; and what searching it finds.
func keeping(t *testing.T) (n *Notebook, want map[string][]model.ID) {
	t.Helper()
	o := testOptions()
	o.indexKept = 1
	n, err := Create(filepath.Join(t.TempDir(), "n"), pass, o)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 60 {
		record(t, n, observation(fmt.Sprintf("word%d common", i%9)))
	}
	page, err := n.Find(model.Query{Words: "common"})
	if err != nil || page.Total != 60 {
		t.Fatal(page.Total, err)
	}
	for i, id := range page.IDs[:20] { // records with several revisions, and documents that are dead
		v, err := n.View(id)
		if err != nil {
			t.Fatal(err)
		}
		next := *v.Record.(*model.Observation)
		next.Title = model.Text{"ru": fmt.Sprintf("другое common %d", i)}
		if _, err := n.Record(v, &next); err != nil {
			t.Fatal(err)
		}
	}
	want = finds(t, n)
	if err := n.Close(); err != nil {
		t.Fatal(err)
	}
	return n, want
}

func finds(t *testing.T, n *Notebook) map[string][]model.ID {
	t.Helper()
	found := map[string][]model.ID{}
	for _, words := range []string{"common", "word3", "word", "другое", "другое 7 ", "undertaking", "none", `"word3 common"`, `"common word3"`, `"другое common"`, `"другое common 1`} {
		page, err := n.Find(model.Query{Words: words})
		if err != nil {
			t.Fatal(err)
		}
		found[words] = page.IDs
	}
	return found
}

func reopenKeeping(t *testing.T, n *Notebook) *Notebook {
	t.Helper()
	again, err := openDerived(n.dir, OpenOptions{Now: n.now, indexKept: 1})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { again.Close() })
	<-again.Ready()
	return again
}

func TestTheKeptIndexFindsTheSame(t *testing.T) {
	n, want := keeping(t)
	for range 2 { // the second one from what the first kept
		n = reopenKeeping(t, n)
		if n.kept != n.loaded.txn {
			t.Fatal("the index was built, not read")
		}
		if got := finds(t, n); !reflect.DeepEqual(got, want) {
			t.Errorf("found %v, want %v", got, want)
		}
		record(t, n, observation("fresh word3"))
		if _, err := os.Stat(filepath.Join(n.dir, indexFile)); !os.IsNotExist(err) {
			t.Errorf("an index lies there that is no longer that of the store: %v", err)
		}
		want = finds(t, n)
		if err := n.Close(); err != nil {
			t.Fatal(err)
		}
	}
	r, err := n.checkAgain()
	if err != nil || !r.OK() {
		t.Errorf("%v, %v", r.Faults, err)
	}
}

// checkAgain opens a closed notebook and reads everything.
func (n *Notebook) checkAgain() (Report, error) {
	again, err := openDerived(n.dir, OpenOptions{})
	if err != nil {
		return Report{}, err
	}
	defer again.Close()
	return again.Check(context.Background(), true, nil)
}

// A kept index that was damaged, cut, put back from an earlier time or brought from
// elsewhere is built anew, without a word.
func TestAKeptIndexIsNeverTrustedBeyondItsSeal(t *testing.T) {
	n, want := keeping(t)
	path := filepath.Join(n.dir, indexFile)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	other, _ := keeping(t)
	foreign, err := os.ReadFile(filepath.Join(other.dir, indexFile))
	if err != nil {
		t.Fatal(err)
	}
	cases := map[string][]byte{"empty": nil, "cut": whole[:len(whole)-1], "longer": append(whole[:len(whole):len(whole)], 0), "of another": foreign}
	for _, at := range []int{0, 1, 17, 40, len(whole) / 2, len(whole) - 1} {
		flipped := append([]byte(nil), whole...)
		flipped[at] ^= 1
		cases[fmt.Sprintf("flipped at %d", at)] = flipped
	}
	for name, content := range cases {
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		n = reopenKeeping(t, n)
		if n.kept != 0 {
			t.Errorf("%s: it was read", name)
		}
		if got := finds(t, n); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: found %v", name, got)
		}
		n.Close()
	}
	n = reopenKeeping(t, n)
	record(t, n, observation("later common"))
	want = finds(t, n)
	n.Close()
	if err := os.WriteFile(path, whole, 0o600); err != nil {
		t.Fatal(err)
	}
	n = reopenKeeping(t, n)
	if got := finds(t, n); n.kept != 0 || !reflect.DeepEqual(got, want) {
		t.Errorf("an index of an earlier time was read: %v", n.kept)
	}
}

// Who writes before the kept index is read, or asks late, finds it all the same.
func TestTheKeptIndexOfANotebookThatChangesMeanwhile(t *testing.T) {
	n, want := keeping(t)
	later, err := openDerived(n.dir, OpenOptions{Now: n.now, indexKept: 1, IndexLater: true})
	if err != nil {
		t.Fatal(err)
	}
	if got := finds(t, later); later.kept == 0 || !reflect.DeepEqual(got, want) {
		t.Errorf("asked late: read %v, found %v", later.kept != 0, got)
	}
	later.Close()
	later, err = openDerived(n.dir, OpenOptions{Now: n.now, indexKept: 1, IndexLater: true})
	if err != nil {
		t.Fatal(err)
	}
	defer later.Close()
	record(t, later, observation("common of late"))
	if got := finds(t, later); later.kept != 0 || len(got["common"]) != 61 {
		t.Errorf("written before: read %v, found %d", later.kept != 0, len(got["common"]))
	}
}

// A small notebook keeps none.
func TestASmallNotebookKeepsNoIndex(t *testing.T) {
	n := testNotebook(t)
	record(t, n, observation("x"))
	n.Close()
	if _, err := os.Stat(filepath.Join(n.dir, indexFile)); !os.IsNotExist(err) {
		t.Error(err)
	}
}
