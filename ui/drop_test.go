package ui

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/storage"

	"plumbline/model"
	"plumbline/model/notebook"
	"plumbline/ui/parts"
)

// files writes files with a few bytes each, and gives their paths.
func files(t *testing.T, names ...string) (paths []string) {
	t.Helper()
	dir := t.TempDir()
	for _, name := range names {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte("bytes of "+name), 0o600); err != nil {
			t.Fatal(err)
		}
		paths = append(paths, path)
	}
	return paths
}

// closes takes away the dialog that says a sentence.
func (b *bench) closes(key string) {
	b.t.Helper()
	b.sees(b.say(key))
	b.tap(b.say("actions.close"))
}

func TestDropOnACommitmentOffersAnObservationWithTheFiles(t *testing.T) {
	b := unlocked(t, "en", nil)
	paths := files(t, "gate.jpg", "letter.pdf")
	b.w.show(place{to: atPlan, code: "KZ21-U1"})
	b.dropPaths(paths...)
	b.sees("Record a new observation of KZ21-U1 with 2 files?")
	b.tap("Cancel")
	if b.w.at.to != atPlan {
		t.Fatal("the page was left unasked")
	}
	b.dropPaths(paths...)
	b.sees("Record a new observation of KZ21-U1 with 2 files?")
	b.tap("Record an observation")
	o := b.w.shown.(*observe)
	b.until("both to be read", func() bool { return len(o.sheet.Evidence) == 2 && o.sheet.Evidence[1].SHA256 != "" })
	o.title.SetText("Seen with both")
	b.tap("Save as draft")
	b.left(o)
	book := b.reopened()
	if _, got := one(t, book, "Seen with both"); got.Commitments[0] != "KZ21-U1" || len(book.Attached(got.ID)) != 2 {
		t.Errorf("%v, %d attached", got.Commitments, len(book.Attached(got.ID)))
	}
}

func TestDropOnAnObservationAttachesAndNamesWhatCannotBe(t *testing.T) {
	b := unlocked(t, "en", torture(t, 1))
	page, err := b.w.desk.book.Find(model.Query{})
	if err != nil {
		t.Fatal(err)
	}
	id, attached := page.IDs[0], func() int { return len(b.w.desk.book.Attached(page.IDs[0])) }
	paths := append(files(t, "gate.jpg"), t.TempDir())
	for i, show := range []func(){
		func() { b.w.show(place{to: atPlan, code: "KZ21-U1", id: id}) },
		func() { b.histories(id) },
	} {
		show()
		b.settled()
		b.dropPaths(paths...)
		b.sees("Attach 2 files to this observation?")
		b.tap("Attach evidence")
		b.sees("Not everything could be attached")
		b.sees("This is a folder. Choose the files in it.")
		b.closes("drop.not_attached")
		if n := attached(); n != 1 {
			t.Fatalf("place %d: %d files are attached", i, n)
		}
		b.sees("Attached: 1 file")
		b.w.undo()
		b.until("it to be taken back", func() bool { return attached() == 0 })
		b.settled()
	}
}

func TestDropOfWhatIsMergedLeadsToTheCoalition(t *testing.T) {
	b, ours, beta := besideBeta(t, "en")
	record(t, beta, letters())
	packed := parcelOf(t, beta, notebook.PackOptions{}, ours)
	data, err := os.ReadFile(packed)
	if err != nil {
		t.Fatal(err)
	}
	nameless := filepath.Join(t.TempDir(), "from Beta")
	if err := os.WriteFile(nameless, data, 0o600); err != nil {
		t.Fatal(err)
	}
	table := filepath.Join(t.TempDir(), "kobo.csv")
	if err := os.WriteFile(table, []byte("start,end\n1,2\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	picture := files(t, "gate.jpg")[0]
	for _, from := range []place{{to: atPlan, code: "KZ21-U1"}, {to: atOverview}, {to: atFind}, {to: atSafety}, {to: atReport}, {to: atClaim, code: "KZ21-U1"}} {
		b.w.show(from)
		b.settled()
		b.dropPaths(nameless, picture)
		b.until("the parcel", func() bool { return len(b.w.desk.inbox.files) == 1 && b.w.desk.inbox.files[0].state == inPreviewed })
		b.sees("Not taken with the rest: 1 file.")
		b.w.desk.inbox.close()
	}
	b.w.show(place{to: atPlan})
	b.dropPaths(table)
	b.until("the table", func() bool { return b.w.desk.inbox.home != nil && b.w.desk.inbox.home.path == table })
}

func TestDropOfAParcelOnAFormAsksFirst(t *testing.T) {
	b := unlocked(t, "en", nil)
	o := b.forms(place{code: "KZ21-U1"})
	o.title.SetText("Not to be lost")
	b.dropPaths(files(t, "beta.parcel")...)
	b.sees("Look at what the parcel brings?")
	b.tap("Cancel")
	if len(o.sheet.Evidence) != 0 || b.w.shown != screen(o) {
		t.Error("the parcel was taken as evidence, or the form was left")
	}
	b.dropPaths(files(t, "beta.parcel")...)
	b.tap("Merge")
	b.sees("The parcel is not taken") // its bytes are none
	// The draft is written beside.
	b.until("the draft", func() bool { return len(b.w.desk.book.Drafts()) == 1 })
}

func TestDropWhereNothingCanBeTakenSaysWhy(t *testing.T) {
	b := unlocked(t, "en", nil)
	picture := files(t, "gate.jpg")[0]
	for _, at := range []place{{to: atPlan}, {to: atOverview}, {to: atFind}, {to: atReport}, {to: atSafety}, {to: atClaim, code: "KZ21-U1"}, {to: atSource}} {
		b.w.show(at)
		b.settled()
		b.w.frame.toasts.Hide()
		b.dropPaths(picture)
		b.sees("Evidence belongs to an observation, so nothing was taken.")
	}
	b.dropPaths(t.TempDir())
	b.sees("This is a folder. Choose the files in it.")
	dragged, err := storage.ParseURI("https://example.org/gate.jpg")
	if err != nil {
		t.Fatal(err)
	}
	b.w.drop(fyne.Position{}, []fyne.URI{dragged})
	b.sees("Only files can be taken.")

	d := parts.NewDialog(b.w.desk.look, parts.Calm, nil, "A question", "", "Close")
	d.Show(b.w.win.Canvas())
	b.dropPaths(picture)
	b.dropPaths(picture)
	b.sees("Something else is open over the window.")
	b.tap("Close")
	b.sees("A question")
	d.Close()

	release := make(chan struct{})
	b.w.work("Long", func(ctx context.Context, _ func(int, int)) error { <-release; return nil }, func(error) {})
	b.until("the progress", func() bool { return b.w.sheets == 1 })
	b.dropPaths(picture)
	b.sees("Something is still under way.")
	b.tap("Close")
	close(release)
	b.until("the end", func() bool { return b.w.sheets == 0 })
}

func TestDropOnAReadOnlyNotebookSaysWhatToDo(t *testing.T) {
	b := newBench(t, "en", notebookDir(t, torture(t, 1)))
	b.w.start.Create.ReadOnly = true
	b.unlock(testPass)
	picture := files(t, "gate.jpg")[0]
	b.w.show(place{to: atPlan, code: "KZ21-U1"})
	b.dropPaths(picture)
	b.sees("This notebook is open for reading only, so nothing was taken.")
	b.dropPaths(files(t, "beta.parcel")...)
	b.sees("The parcel is not taken")
}

func TestDropBeforeANotebookIsOpen(t *testing.T) {
	dir := notebookDir(t, torture(t, 1))
	n, err := notebook.Open(dir, []byte(testPass))
	if err != nil {
		t.Fatal(err)
	}
	backup := filepath.Join(t.TempDir(), "of monday")
	if err := n.Backup(context.Background(), backup, nil); err != nil {
		t.Fatal(err)
	}
	n.Close()
	b := newBench(t, "en", "")
	b.w.unlock.typed[&b.w.unlock.name].SetText("Aru")
	b.dropPaths(files(t, "gate.jpg")...)
	b.closes("drop.locked")
	b.dropPaths(dir)
	b.until("opening", func() bool { return b.w.unlock.tab == tabOpen && b.w.unlock.folder == dir })
	b.dropPaths(backup)
	b.until("restoring", func() bool { return b.w.unlock.tab == tabRestore && b.w.unlock.backup == backup })
	if b.w.unlock.name != "Aru" {
		t.Error("what was typed before is gone")
	}
	if b.top() != b.w.unlock.pass.Target() {
		t.Error("the keyboard is not in the passphrase")
	}
	b.w.unlock.pass.Entry.SetText(testPass)
	b.tap("Restore")
	b.until("the notebook", func() bool { return b.w.desk != nil })
	b.w.show(place{to: atOverview})
	b.dropPaths(backup)
	b.sees("A backup is restored into a folder of its own, before a notebook is opened.")
}
