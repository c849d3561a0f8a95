package notebook

import (
	"context"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"plumbline/model"
	"plumbline/model/seal"
)

var update = flag.Bool("update", false, "write testdata anew")

// TestFormat1 opens a notebook that was written when the format was made. It
// must open for ever: a change that breaks it needs a new format version and a
// way over from this one.
func TestFormat1(t *testing.T) {
	kept := filepath.Join("testdata", "format1")
	if *update {
		writeFormat(t, kept)
	}
	dir := filepath.Join(t.TempDir(), "n")
	if err := os.CopyFS(dir, os.DirFS(kept)); err != nil {
		t.Fatal(err)
	}
	n, err := Open(dir, pass)
	if err != nil {
		t.Fatal(err)
	}
	defer n.Close()
	if r, err := n.Check(context.Background(), true, nil); err != nil || !r.OK() || r.Verified != 1 {
		t.Fatalf("check: %+v, %v", r, err)
	}
	id, err := n.Resolve("O-2023-0001")
	if err != nil {
		t.Fatal(err)
	}
	v, err := n.View(id)
	if err != nil {
		t.Fatal(err)
	}
	o := v.Record.(*model.Observation)
	if o.Title["kk"] != "Есік жабық" || o.Place != "second place" || v.Revisions != 2 || o.Date.Precision != model.Month || o.Credibility != 2 {
		t.Errorf("observation: %+v", o)
	}
	files := n.Attached(id)
	if len(files) != 1 || string(extract(t, n, files[0])) != "the content of a file" {
		t.Error("the evidence is another one")
	}
	if d, err := n.Draft("observe"); err != nil || string(d) != "half a thought" {
		t.Errorf("draft %q, %v", d, err)
	}
	if n.Me().Name != "Tester" || n.Plan().Commitment("T21-1.1") == nil {
		t.Error("owner or plan is another one")
	}
	if _, err := n.Record(v, o); err != nil {
		t.Error(err)
	}
	record(t, n, observation("and it is written on"))
}

// writeFormat writes the kept notebook.
func writeFormat(t *testing.T, kept string) {
	t.Helper()
	o := testOptions()
	o.made, o.KDF = nil, seal.Floor
	n, err := Create(filepath.Join(t.TempDir(), "n"), pass, o)
	if err != nil {
		t.Fatal(err)
	}
	x := observation("Door shut")
	x.Title["kk"], x.Title["ar"], x.Title["ru"] = "Есік жабық", "الباب مغلق", "Дверь закрыта"
	v := record(t, n, x)
	next := *v.Record.(*model.Observation)
	next.Place = "second place"
	if _, err := n.Record(v, &next); err != nil {
		t.Fatal(err)
	}
	attach(t, n, v.ID, "a.txt", []byte("the content of a file"))
	if err := n.SaveDraft("observe", []byte("half a thought")); err != nil {
		t.Fatal(err)
	}
	backup := filepath.Join(t.TempDir(), "b")
	if err := n.Backup(context.Background(), backup, nil); err != nil {
		t.Fatal(err)
	}
	if err := n.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(kept); err != nil {
		t.Fatal(err)
	}
	if _, err := Restore(context.Background(), backup, kept, ByPassphrase(pass), nil); err != nil {
		t.Fatal(err)
	}
	for _, empty := range []string{backFolder, tempFolder} {
		os.Remove(filepath.Join(kept, empty))
	}
}
