package ui

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"plumbline/model"
	"plumbline/model/notebook"
	"plumbline/ui/bidi"
)

// hitKeys presses Ctrl+Z or Ctrl+Y, as Fyne hands it to what has the keyboard, or else to the window.
func (b *bench) hitKeys(s fyne.Shortcut) {
	if f, ok := b.w.win.Canvas().Focused().(fyne.Shortcutable); ok {
		f.TypedShortcut(s)
		return
	}
	b.w.takesBack(s)
}

func TestSavingCanBeTakenBackAndDoneAgain(t *testing.T) {
	b := unlocked(t, "en", nil)
	o := b.forms(place{code: "KZ21-U1"})
	test.Type(o.title, "Seen once")
	o.evidence.addAddress("https://example.org/page")
	b.tap("Save as draft")
	b.left(o)
	book := b.w.desk.book
	count := func() int { n, _ := book.Count(model.Query{}); return n }
	id, attached := o.sheet.ID, 1
	check := func(what string, records, files int) {
		t.Helper()
		b.until(what, func() bool { return count() == records && len(book.Attached(id)) == files })
	}
	check("saved", 1, attached)
	b.w.win.Canvas().Unfocus()
	b.hitKeys(&fyne.ShortcutUndo{})
	check("taken back", 0, 0)
	b.sees("Taken back: Observation saved")
	b.until("rest", func() bool { return !b.w.deeds.busy })
	b.hitKeys(&fyne.ShortcutRedo{})
	check("done again", 1, attached)
	b.until("rest", func() bool { return !b.w.deeds.busy })
	b.hitKeys(&fyne.ShortcutRedo{})
	b.hitKeys(&fyne.ShortcutUndo{})
	check("taken back again", 0, 0)
}

func TestUndoInAnEntryComesFirst(t *testing.T) {
	b := unlocked(t, "en", nil)
	o := b.forms(place{code: "KZ21-U1"})
	test.Type(o.title, "Seen once")
	b.tap("Save as draft")
	b.left(o)
	o = b.forms(place{id: o.sheet.ID})
	place := control[*bidi.Entry](t, o.form, "place")
	test.Type(place, "there")
	b.w.win.Canvas().Focus(place)
	b.w.undo()
	if place.Text() != "" {
		t.Errorf("the entry holds %q", place.Text())
	}
	b.hitKeys(&fyne.ShortcutUndo{}) // the entry has nothing more: nothing that was saved is touched unseen
	if n, _ := b.w.desk.book.Count(model.Query{}); n != 1 {
		t.Error("what was saved was taken back from within an entry")
	}
	b.w.redo()
	if place.Text() != "there" {
		t.Errorf("typed again is %q", place.Text())
	}
}

func TestTakingBackLeavesWhatOthersChanged(t *testing.T) {
	var id model.ID
	b := unlocked(t, "en", func(n *notebook.Notebook) { id = told(t, n) })
	o := b.forms(place{id: id})
	place := control[*bidi.Entry](t, o.form, "place")
	place.SetText("ours")
	o.title.SetText("Ours")
	b.tap("Save")
	b.left(o)
	v, _ := b.w.desk.book.View(id)
	theirs := *v.Record.(*model.Observation)
	theirs.Place = "theirs"
	if _, err := b.w.desk.book.Record(v, &theirs); err != nil {
		t.Fatal(err)
	}
	b.w.undoDeed()
	b.sees("Taken back, but for what others have changed since.")
	if _, got := one(t, b.w.desk.book, "As it was told again"); got.Place != "theirs" {
		t.Errorf("the place is %q", got.Place)
	}
	b.until("rest", func() bool { return !b.w.deeds.busy })
	v, _ = b.w.desk.book.View(id)
	gone := *v.Record.(*model.Observation)
	gone.Title = model.Text{"en": "Quite another"}
	if _, err := b.w.desk.book.Record(v, &gone); err != nil {
		t.Fatal(err)
	}
	b.w.redoDeed()
	b.sees("Others have changed it since.")
	one(t, b.w.desk.book, "Quite another")
}

func TestDeletingIsTakenBackByTheToast(t *testing.T) {
	b := unlocked(t, "en", torture(t, 1))
	b.w.show(place{to: atPlan, code: "KZ21-U1"})
	b.sees("Observation number 1")
	page, _ := b.w.desk.book.Find(model.Query{})
	b.w.show(place{to: atPlan, code: "KZ21-U1", id: page.IDs[0]})
	b.sees("Copy as new")
	b.w.shown.(*planScreen).shown.(*observationPage).withdraw()
	b.sees("Observation deleted")
	b.sees("No observations yet")
	b.tap("Undo")
	b.sees("1 · newest first")
	for _, at := range []place{{to: atClaim}, {to: atFinding}} {
		kind := map[destination]model.Kind{atClaim: model.KindClaim, atFinding: model.KindFinding}[at.to]
		for v := range b.w.desk.book.Records(kind) {
			at.id = v.ID
		}
		b.w.show(at)
		b.settled()
		b.tap("Delete")
		b.until("it is gone", func() bool { v, _ := b.w.desk.book.View(at.id); return v.Record.Base().Withdrawn })
		b.tap("Undo")
		b.until("it is back", func() bool { v, _ := b.w.desk.book.View(at.id); return !v.Record.Base().Withdrawn })
	}
	b.w.lock()
	b.until("the passphrase", func() bool { return b.w.unlock != nil })
	if b.w.mayUndo() || b.w.mayRedo() || len(b.w.deeds.done) > 0 {
		t.Error("deeds outlive the lock")
	}
}
