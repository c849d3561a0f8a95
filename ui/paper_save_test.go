package ui

import (
	"os"
	"testing"

	"fyne.io/fyne/v2"

	"plumbline/model"
	"plumbline/ui/bidi"
	"plumbline/ui/parts"
)

func TestLettersThatChooseFromAListAreOneStep(t *testing.T) {
	b := unlocked(t, "en", nil)
	o := b.forms(place{code: "KZ21-U1"})
	method := control[*parts.Select](t, o.form, "method")
	b.w.win.Canvas().Focus(method)
	b.choose(method, "sur") // a site visit, then statistics, then a survey
	if n := len(o.past.done); n != 1 || method.Chosen() != "survey" {
		t.Fatalf("%d steps for one word, %q", n, method.Chosen())
	}
	method.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	b.choose(method, "inf") // another word
	if n := len(o.past.done); n != 3 || method.Chosen() != "information_request" {
		t.Errorf("%d steps, %q", n, method.Chosen())
	}
	for _, want := range []string{"other", "survey", ""} {
		b.hitKeys(&fyne.ShortcutUndo{})
		if method.Chosen() != want {
			t.Errorf("%q is left, not %q", method.Chosen(), want)
		}
	}
	if b.w.mayUndo() {
		t.Error("there is more to undo")
	}
}

// TestUndoAfterSavingBringsTheEarlierAnswerBack saves a form that stays, because something is answered meanwhile.
func TestUndoAfterSavingBringsTheEarlierAnswerBack(t *testing.T) {
	b := unlocked(t, "en", torture(t, 0))
	id := only[*model.Claim](t, b.w.desk.book, model.KindClaim).ID
	c := b.claims(place{id: id})
	page := control[*bidi.Entry](t, c.form, "page")
	before := page.Text()
	page.SetText("12")
	c.save()
	verifiable := control[*parts.Select](t, c.form, "verifiable")
	was := verifiable.Chosen()
	b.choose(verifiable, "Yes")
	b.until("it to be saved, and the form to stay", func() bool { return !c.busy && !c.drafting() && b.w.shown == screen(c) })
	saved := func() string { return only[*model.Claim](t, b.w.desk.book, model.KindClaim).Page }
	if saved() != "12" {
		t.Fatalf("saved %q", saved())
	}
	b.hitKeys(&fyne.ShortcutUndo{})
	b.hitKeys(&fyne.ShortcutUndo{})
	if page.Text() != before || verifiable.Chosen() != was {
		t.Fatalf("%q %q stand in the form", page.Text(), verifiable.Chosen())
	}
	b.until("the draft", func() bool { return !c.drafting() })
	if saved() != "12" || len(b.w.desk.book.Drafts()) != 1 {
		t.Error("taking back was written, or is kept nowhere")
	}
	b.hitKeys(&fyne.ShortcutRedo{})
	if page.Text() != "12" {
		t.Errorf("done again: %q", page.Text())
	}
	b.hitKeys(&fyne.ShortcutUndo{})
	c.save()
	b.until("the form to be left", func() bool { return c.done && len(b.w.desk.book.Drafts()) == 0 })
	if saved() != before {
		t.Errorf("saved %q", saved())
	}
}

// TestUndoAfterSavingLeavesAttachedEvidenceAlone saves an observation one of whose two files is gone.
func TestUndoAfterSavingLeavesAttachedEvidenceAlone(t *testing.T) {
	b := unlocked(t, "en", nil)
	o := b.forms(place{code: "KZ21-U1"})
	b.w.win.Canvas().Focus(o.title)
	o.title.TypedRune('A')
	paths := files(t, "here.txt", "gone.txt")
	b.dropPaths(paths...)
	b.until("both to be read", func() bool { return len(o.sheet.Evidence) == 2 && o.sheet.Evidence[1].SHA256 != "" })
	if err := os.Remove(paths[1]); err != nil {
		t.Fatal(err)
	}
	b.tap("Save as draft")
	b.sees("Evidence that could not be attached: 1")
	b.written(o)
	b.hitKeys(&fyne.ShortcutUndo{})
	if o.title.Text() != "" || len(o.sheet.Evidence) != 1 || o.sheet.Evidence[0].Path != paths[1] {
		t.Errorf("%q, %v", o.title.Text(), o.sheet.Evidence)
	}
	if n := len(b.w.desk.book.Attached(o.sheet.ID)); n != 1 {
		t.Errorf("%d attached", n)
	}
}
