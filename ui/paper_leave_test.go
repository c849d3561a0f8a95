package ui

import (
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2/test"

	"plumbline/model"
	"plumbline/ui/bidi"
	"plumbline/ui/parts"
)

// withFile is a new observation with a file that waits.
func (b *bench) withFile(title string) (*observe, string) {
	b.t.Helper()
	path := filepath.Join(b.t.TempDir(), "minutes.txt")
	if err := os.WriteFile(path, []byte("words"), 0o600); err != nil {
		b.t.Fatal(err)
	}
	o := b.forms(place{code: "KZ21-U1"})
	test.Type(o.title, title)
	o.sheet.Fields.Review = model.Draft
	o.dropFiles([]string{path})
	b.until("the hash", func() bool { return o.sheet.Evidence[0].SHA256 != "" && !o.drafting() })
	return o, path
}

func TestLeavingWhileItIsSavedSavesAllTheSame(t *testing.T) {
	b := unlocked(t, "en", nil)
	at := place{to: atPlan, code: "KZ21-U1"}
	for _, far := range []func(o *observe) bool{
		func(*observe) bool { return true },                                  // Escape at once
		func(o *observe) bool { return o.sheet.Fields.Ref != "" },            // while the file is attached
		func(o *observe) bool { return o.sheet.Fields.Ref != "" && !o.busy }, // after all of it
	} {
		b.w.show(at)
		b.settled()
		o, _ := b.withFile("Left at once")
		o.save()
		b.until("so far", func() bool { return far(o) })
		if !o.done {
			b.w.escape()
		}
		book, id := b.w.desk.book, o.sheet.ID
		b.until("the file", func() bool { return len(book.Attached(id)) == 1 })
		b.until("no draft", func() bool { return len(book.Drafts()) == 0 && !o.busy })
		b.sees("Observation saved")
		b.settled()
		if b.w.at != at {
			t.Errorf("the window is at %v", b.w.at)
		}
		b.tap("Undo")
		b.until("taken back", func() bool { n, _ := book.Count(model.Query{}); return n == 0 && !b.w.deeds.busy })
	}
}

func TestLeavingWhileItIsSavedKeepsWhatCouldNotBeAttached(t *testing.T) {
	b := unlocked(t, "en", nil)
	o, path := b.withFile("A file that goes")
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	o.save()
	b.w.escape()
	b.sees("Evidence that could not be attached: 1")
	b.settled()
	if n := len(b.w.desk.book.Drafts()); n != 1 {
		t.Errorf("%d drafts hold the file that waits", n)
	}
	if n, _ := b.w.desk.book.Count(model.Query{}); n != 1 {
		t.Errorf("%d observations", n)
	}
}

func TestLeavingWhileAClaimIsSavedLeavesNoDraft(t *testing.T) {
	b := unlocked(t, "en", torture(t, 0))
	id := only[*model.Claim](t, b.w.desk.book, model.KindClaim).ID
	c := b.claims(place{id: id})
	control[*bidi.Entry](t, c.form, "page").SetText("12")
	c.save()
	b.w.escape()
	b.until("saved without a draft", func() bool { return !c.busy && len(b.w.desk.book.Drafts()) == 0 })
	b.settled()

	c = b.claims(place{id: id})
	control[*bidi.Entry](t, c.form, "page").SetText("13")
	c.save()
	b.choose(control[*parts.Select](t, c.form, "verifiable"), "Yes") // while it is being saved
	b.w.escape()
	b.settled()
	if n := len(b.w.desk.book.Drafts()); n != 1 {
		t.Fatalf("%d drafts keep what came later", n)
	}
	c = b.claims(place{id: id})
	b.until("the draft", func() bool { return c.sheet.Fields.Verifiable == "yes" })
	c.save()
	b.until("saved", func() bool { return c.done })
	v, err := b.reopened().View(id)
	if got := v.Record.(*model.Claim); err != nil || v.Disputed() || got.Page != "13" || got.Verifiable != "yes" {
		t.Errorf("written %+v, disputes %v, %v", got, v.Disputes, err)
	}
}
