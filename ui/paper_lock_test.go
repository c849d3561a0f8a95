package ui

import (
	"path/filepath"
	"testing"
	"time"

	"plumbline/model"
	"plumbline/ui/bidi"
	"plumbline/ui/parts"
)

// holds waits for a state of the notebook without letting anything come back to the window: what is done in the
// background goes on, and nobody hears of it.
func (b *bench) holds(what string, reached func() bool) {
	b.t.Helper()
	for end := time.Now().Add(patience); !reached(); time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			b.t.Fatalf("%s: never reached", what)
		}
	}
}

// lockedAndOpened locks at once, and opens the notebook again.
func (b *bench) lockedAndOpened() {
	b.t.Helper()
	b.w.lock()
	b.until("the passphrase", func() bool { return b.w.unlock != nil })
	b.unlock(testPass)
}

func TestLockingWhileAClaimIsSavedLeavesNoDraft(t *testing.T) {
	b := unlocked(t, "en", torture(t, 0))
	id := only[*model.Claim](t, b.w.desk.book, model.KindClaim).ID
	page := func() string { return only[*model.Claim](t, b.w.desk.book, model.KindClaim).Page }
	for i, far := range []func(c *claim, want string) bool{
		func(*claim, string) bool { return true },                  // at once
		func(_ *claim, want string) bool { return page() == want }, // it is durable, and the form has not heard of it
	} {
		for _, kept := range []bool{false, true} { // saved before the draft was kept, and after
			c := b.claims(place{id: id})
			want := itoa(100 + 10*i + len(b.books))
			control[*bidi.Entry](t, c.form, "page").SetText(want)
			if kept {
				b.until("the draft", func() bool { return !c.drafting() })
			}
			c.save()
			b.holds("so far", func() bool { return far(c, want) })
			b.lockedAndOpened()
			if got := page(); got != want {
				t.Errorf("case %d: %q is saved, want %q", i, got, want)
			}
			if drafts := b.w.desk.book.Drafts(); len(drafts) != 0 {
				t.Errorf("case %d: %d drafts are offered although everything is saved", i, len(drafts))
			}
		}
	}
}

func TestLockingWhileEvidenceIsAttachedLeavesNoDraft(t *testing.T) {
	b := unlocked(t, "en", nil)
	o, _ := b.withFile("Locked at once")
	id := o.sheet.ID
	o.save()
	b.until("the file to be attached", func() bool { return len(b.w.desk.book.Attached(id)) == 1 })
	b.holds("the draft to be let go of", func() bool { return len(b.w.desk.book.Drafts()) == 0 })
	b.lockedAndOpened()
	if _, o := one(t, b.w.desk.book, "Locked at once"); len(b.w.desk.book.Attached(o.ID)) != 1 || len(b.w.desk.book.Drafts()) != 0 {
		t.Errorf("%d attached, %d drafts", len(b.w.desk.book.Attached(o.ID)), len(b.w.desk.book.Drafts()))
	}
}

// TestLockingBeforeEvidenceIsAttachedKeepsWhatWaits locks when the record is durable and its file is not.
func TestLockingBeforeEvidenceIsAttachedKeepsWhatWaits(t *testing.T) {
	b := unlocked(t, "en", nil)
	o, path := b.withFile("Locked too soon")
	id, book := o.sheet.ID, b.w.desk.book
	o.save()
	b.holds("the record", func() bool { return book.KindOf(id) != "" })
	b.lockedAndOpened()
	if n := len(b.w.desk.book.Attached(id)); n != 0 || len(b.w.desk.book.Drafts()) != 1 {
		t.Fatalf("%d attached, %d drafts", n, len(b.w.desk.book.Drafts()))
	}
	b.later(time.Minute) // it is offered, and not gone on with by itself
	o = b.forms(place{id: id})
	b.tap("Go on with it")
	b.until("what waits", func() bool {
		return len(o.sheet.Evidence) == 1 && filepath.Base(o.sheet.Evidence[0].Path) == filepath.Base(path)
	})
	b.settled()
	b.tap("Save as draft")
	b.left(o)
	if n := len(b.w.desk.book.Attached(id)); n != 1 {
		t.Errorf("%d attached", n)
	}
}

func TestWhatIsAnsweredWhileItIsSavedOutlivesALock(t *testing.T) {
	b := unlocked(t, "en", torture(t, 0))
	id := only[*model.Claim](t, b.w.desk.book, model.KindClaim).ID
	c := b.claims(place{id: id})
	control[*bidi.Entry](t, c.form, "page").SetText("31")
	c.save()
	b.choose(control[*parts.Select](t, c.form, "verifiable"), "Yes") // while it is being saved
	b.lockedAndOpened()
	if got := only[*model.Claim](t, b.w.desk.book, model.KindClaim); got.Page != "31" || len(b.w.desk.book.Drafts()) != 1 {
		t.Fatalf("page %q, %d drafts", got.Page, len(b.w.desk.book.Drafts()))
	}
	b.later(time.Minute) // it is offered, and not gone on with by itself
	c = b.claims(place{id: id})
	b.tap("Go on with it")
	b.until("the answer", func() bool { return control[*parts.Select](t, c.form, "verifiable").Chosen() == "yes" })
}
