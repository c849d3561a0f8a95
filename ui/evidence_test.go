package ui

import (
	"bytes"
	"context"
	"encoding/hex"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"plumbline/model"
	"plumbline/model/notebook"
	"plumbline/ui/bidi"
)

// attach gives the only observation of a notebook a file, and the id of its evidence.
func attach(t *testing.T, n *notebook.Notebook, name string, data []byte, said model.Evidence) model.ID {
	t.Helper()
	page, err := n.Find(model.Query{})
	if err != nil || len(page.IDs) == 0 {
		t.Fatal(err)
	}
	v, err := n.Attach(context.Background(), page.IDs[0], name, bytes.NewReader(data), notebook.AttachOptions{Evidence: said})
	if err != nil {
		t.Fatal(err)
	}
	return v.ID
}

// evidences opens the form of a piece of evidence.
func (b *bench) evidences(id model.ID) *evidence {
	b.t.Helper()
	b.w.show(place{to: atEvidence, id: id})
	e := b.w.shown.(*evidence)
	b.until("the form", func() bool { return e.opened })
	b.settled()
	return e
}

// photos are the pictures that can be seen; icons are smaller.
func (b *bench) photos() []*canvas.Image {
	var out []*canvas.Image
	for _, root := range b.roots() {
		walk(root, nil, func(o fyne.CanvasObject, _ []fyne.CanvasObject) {
			if img, ok := o.(*canvas.Image); ok && img.Image != nil && img.Image.Bounds().Dx() >= 200 {
				out = append(out, img)
			}
		})
	}
	return out
}

func TestEvidenceShowsThePictureAndSharesPixelsAlone(t *testing.T) {
	var id model.ID
	data := photo(t, corner(400, 300), 6)
	b := unlocked(t, "en", func(n *notebook.Notebook) {
		torture(t, 1)(n)
		id = attach(t, n, "IMG_2031.jpg", data, model.Evidence{})
	})
	e := b.evidences(id)
	b.sees("The picture says where it was taken.")
	if shown := b.photos(); len(shown) != 1 || shown[0].Image.Bounds().Dx() != 300 {
		t.Fatalf("%d pictures are shown", len(shown))
	}
	b.sees("Taken in here")
	b.sees(e.sheet.Fields.SHA256[:8])
	b.sees("O-2023-0001")
	dir := t.TempDir()
	names := map[string]string{"Export a copy": "whole.jpg", "Copy without hidden data": "pixels.jpg"}
	for word, name := range names {
		b.w.desk.chooseTarget = func(_ string, picked func(string)) { picked(filepath.Join(dir, name)) }
		b.tap(word)
		b.until("the file", func() bool {
			_, err := os.Stat(filepath.Join(dir, name))
			return err == nil && !b.run() && b.w.jobs.resting()
		})
	}
	whole, err := os.ReadFile(filepath.Join(dir, "whole.jpg"))
	if err != nil || !bytes.Equal(whole, data) {
		t.Errorf("the exported copy differs, %v", err)
	}
	pixels, err := os.ReadFile(filepath.Join(dir, "pixels.jpg"))
	if err != nil || bytes.Contains(pixels, []byte("planted")) || exifOf(pixels) != (exif{}) {
		t.Errorf("the shared copy says more than its pixels, %v", err)
	}
	list, err := os.ReadDir(filepath.Join(b.w.desk.book.Folder(), "tmp"))
	if err != nil || len(list) > 0 {
		t.Errorf("left behind: %v %v", list, err)
	}
}

func TestEvidenceOfEveryKindSaysHowItCanBeSeen(t *testing.T) {
	ids := map[string]model.ID{}
	said := map[string]string{"minutes.pdf": "This kind of file is not shown here.", "broken.jpg": "could not be read as a picture",
		"huge.png": "too large to be shown here", "notes.txt": "слова без конца", "none.txt": "The file is empty: 0 bytes.",
		"face.png": "Marked: Faces."}
	data := map[string][]byte{"minutes.pdf": []byte("%PDF-1.7 x"), "broken.jpg": []byte("\xff\xd8\xff\xe0 nothing more"), "huge.png": claims(60_000, 60_000, 8, 2),
		"notes.txt": []byte(strings.Repeat("слова без конца ", 10_000)), "none.txt": {}, "face.png": pngOf(t, corner(400, 300))}
	b := unlocked(t, "en", func(n *notebook.Notebook) {
		torture(t, 1)(n)
		for name := range said {
			e := model.Evidence{}
			if name == "face.png" {
				e.SensitiveMarks = []string{"faces"}
			}
			ids[name] = attach(t, n, name, data[name], e)
		}
	})
	for name, words := range said {
		b.evidences(ids[name])
		b.sees(words)
		if len(b.photos()) > 0 {
			t.Errorf("%s: a picture is shown", name)
		}
		if b.shows("Copy without hidden data") != (name == "face.png") || !b.shows("Export a copy") {
			t.Errorf("%s: offered is what cannot be made of it, or not what can", name)
		}
	}
	b.evidences(ids["notes.txt"])
	b.sees("This is the beginning.")
	b.evidences(ids["face.png"])
	b.tap("Show it")
	b.until("the picture", func() bool { return len(b.photos()) == 1 })
}

func TestEvidenceCustodyIsWrittenDownAndStays(t *testing.T) {
	var id model.ID
	b := unlocked(t, "en", func(n *notebook.Notebook) {
		torture(t, 1)(n)
		id = attach(t, n, "notes.txt", []byte("words"), model.Evidence{})
	})
	e := b.evidences(id)
	b.choose(e.custody.event, "Handed")
	test.Type(e.custody.by, "M-07")
	test.Type(e.custody.note, "to the lawyer")
	b.tap("Note the event")
	b.choose(e.custody.event, "Copied")
	b.tap("Note the event")
	e.sheet.Noted = e.sheet.Noted[:1] // the second is taken out again
	e.custody.show()
	test.Type(control[*bidi.Entry](t, e.form, "captured.by"), "M-07")
	b.tap("Save")
	b.sees("Evidence saved")
	v, err := b.w.desk.book.View(id)
	r := v.Record.(*model.Evidence)
	if err != nil || len(r.Custody) != 1 || r.Custody[0].Event != "handed_over" || r.Custody[0].By != "M-07" || r.Custody[0].Note != "to the lawyer" ||
		!r.Custody[0].At.Equal(b.clock) || r.Captured.By != "M-07" || r.Blob == "" {
		t.Errorf("written %+v, %v", r, err)
	}
	var out strings.Builder
	if err := b.w.desk.book.Extract(context.Background(), id, &out); err != nil || out.String() != "words" {
		t.Errorf("the file is %q, %v", out.String(), err)
	}
	b.evidences(id)
	b.sees("to the lawyer")
}

func TestEvidenceWorkingCopyIsDerivedFromTheOriginal(t *testing.T) {
	var id model.ID
	b := unlocked(t, "en", func(n *notebook.Notebook) {
		torture(t, 1)(n)
		id = attach(t, n, "original.txt", []byte("all of it"), model.Evidence{})
	})
	path := filepath.Join(t.TempDir(), "without names.txt")
	if err := os.WriteFile(path, []byte("some of it"), 0o600); err != nil {
		t.Fatal(err)
	}
	e := b.evidences(id)
	b.w.desk.chooseFile = func(picked func(string)) { picked(path) }
	b.tap("Add a working copy")
	b.sees("Working copy added")
	b.sees("without names.txt")
	attached := b.w.desk.book.Attached(e.sheet.Fields.Of)
	v, err := b.w.desk.book.View(attached[len(attached)-1])
	if r := v.Record.(*model.Evidence); err != nil || r.DerivedFrom != id || r.CopyKind != model.CopyWorking {
		t.Errorf("attached %+v, %v", r, err)
	}
	b.tap("Undo")
	b.until("it is gone", func() bool { return len(b.w.desk.book.Attached(e.sheet.Fields.Of)) == 1 })
}

func TestEvidenceWhoseFileIsGoneSaysSo(t *testing.T) {
	var id model.ID
	b := unlocked(t, "en", func(n *notebook.Notebook) {
		torture(t, 1)(n)
		id = attach(t, n, "notes.txt", []byte("words"), model.Evidence{})
		v, _ := n.View(id)
		blob := v.Record.(*model.Evidence).Blob
		if _, err := hex.DecodeString(blob); err != nil {
			t.Fatal(err)
		}
		away := filepath.Join(n.Folder(), "blobs", blob[:2], blob)
		if err := os.Rename(away, away+".away"); err != nil {
			t.Fatal(err)
		}
	})
	b.evidences(id)
	b.sees("The evidence file is missing from the notebook’s folder.")
	b.sees("The record and its hash are safe.")
	if b.shows("Export a copy") {
		t.Error("a copy is offered of what is not there")
	}
	v, _ := b.w.desk.book.View(id)
	blob := v.Record.(*model.Evidence).Blob
	away := filepath.Join(b.w.desk.book.Folder(), "blobs", blob[:2], blob)
	if err := os.Rename(away+".away", away); err != nil { // so that the notebook holds again
		t.Fatal(err)
	}
}

func TestEvidenceReadOnlyCanBeLookedAtAndTakenOut(t *testing.T) {
	var id model.ID
	dir := notebookDir(t, func(n *notebook.Notebook) {
		torture(t, 1)(n)
		id = attach(t, n, "notes.txt", []byte("words of the minutes"), model.Evidence{})
	})
	b := newBench(t, "en", dir)
	b.w.start.Create.ReadOnly = true
	b.unlock(testPass)
	b.evidences(id)
	b.sees("words of the minutes")
	b.sees("Export a copy")
	for _, word := range []string{"Save", "Note the event", "Add a working copy", "Delete"} {
		if b.tappable(word) != nil {
			t.Errorf("%q is offered where nothing can be written", word)
		}
	}
}
