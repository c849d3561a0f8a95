package ui

import (
	"sync"
	"testing"
	"time"

	"plumbline/model/seal"
)

// deriving takes the turn of all derivations, as an abandoned one has it, taps the button and waits until that is shown.
func (b *bench) deriving(act func()) (giveBack func()) {
	b.t.Helper()
	giveBack = sync.OnceFunc(seal.TakeTurn())
	b.t.Cleanup(giveBack) // also when the test fails, or nobody else would have a turn
	act()
	b.until("its progress", func() bool { return b.w.sheets == 1 })
	return giveBack
}

// stopped taps Stop and waits until nothing is under way, though the derivation has not ended.
func (b *bench) stopped() {
	b.t.Helper()
	b.tap(b.say("actions.stop"))
	b.until("the end of it", func() bool { return b.w.sheets == 0 && b.w.jobs.resting() })
}

// TestStopLeavesAKeyThatIsDerived stops unlocking before the key is there, and unlocks then.
func TestStopLeavesAKeyThatIsDerived(t *testing.T) {
	b := newBench(t, "en", notebookDir(t, nil))
	b.w.unlock.pass.Entry.SetText(testPass)
	giveBack := b.deriving(func() { b.tap(b.say("actions.open_notebook")) })
	b.sees(b.say("unlock.reading_notebook"))
	b.stopped()
	u := b.w.unlock
	if b.w.desk != nil || u.working || u.act.Disabled() || u.pass.Text() != testPass || b.shows(b.say("unlock.not_opened")) {
		t.Error("the page is not as it was")
	}
	b.tap(b.say("actions.open_notebook")) // it waits for its turn
	b.until("its progress", func() bool { return b.w.sheets == 1 })
	giveBack()
	b.until("the plan", func() bool { return b.w.desk != nil })
}

// TestStopLeavesAPassphraseThatIsChanged stops a change in every place where a key is derived.
func TestStopLeavesAPassphraseThatIsChanged(t *testing.T) {
	b := unlocked(t, "en", nil)
	fresh := "harbour lantern copper willow distant seventeen"
	b.w.show(place{to: atSafety})
	b.settled()
	b.tap(b.say("safety_screen.change"))
	b.types(testPass, fresh, fresh)
	b.settled()
	giveBack := b.deriving(func() { b.tap(b.say("safety_screen.change")) })
	b.stopped()
	b.sees(b.say("window.stopped"))
	giveBack()
	if err := b.w.desk.book.Opens(t.Context(), []byte(testPass)); err != nil {
		t.Errorf("the passphrase that held: %v", err)
	}
}

// TestClosingAndLockingLeaveAKeyThatIsDerived closes the locked window, and locks the open one, while a key is derived.
func TestClosingAndLockingLeaveAKeyThatIsDerived(t *testing.T) {
	b := newBench(t, "en", notebookDir(t, nil))
	b.w.unlock.pass.Entry.SetText(testPass)
	giveBack := b.deriving(func() { b.tap(b.say("actions.open_notebook")) })
	closed := false
	b.w.end(func() { closed = true })
	b.until("the end", func() bool { return closed })
	giveBack()

	b = unlocked(t, "en", nil)
	giveBack = seal.TakeTurn()
	t.Cleanup(giveBack)
	b.w.show(place{to: atSafety})
	b.settled()
	b.w.long("x", func(j *job) error { return b.w.desk.book.Opens(j.ctx, []byte(testPass)) }, func(error) {})
	b.w.lock()
	b.until("the passphrase", func() bool { return b.w.unlock != nil })
}

// TestTheBarOfAKeyMovesByHowLongTheLastOneTook looks at the sheet with a clock of its own.
func TestTheBarOfAKeyMovesByHowLongTheLastOneTook(t *testing.T) {
	b := unlocked(t, "en", nil)
	now := time.Unix(1_700_000_000, 0)
	cost := seal.Cost{Time: 4, Memory: 256 << 10, Lanes: 4}
	begin := func(keys int) *progress {
		p := newProgress(b.w, b.w.desk.look, "Changing")
		p.bar.Now = func() time.Time { return now }
		p.derives(keys, cost)
		p.keyBegins(cost)
		return p
	}
	b.w.prefs.store.setNumber(keyPace, 0)
	p := begin(1)
	if p.sheet != nil {
		t.Error("it is shown though nobody knows that it takes long")
	}
	p.show()
	b.sees(b.say("parts.left_unknown"))
	p.keyEnds(cost, 8*time.Second) // the first measurement
	p.over()
	if took := b.w.prefs.keyTime(seal.Cost{Time: 2, Memory: 256 << 10, Lanes: 4}); took < 3900*time.Millisecond || took > 4100*time.Millisecond {
		t.Errorf("half the work is foreseen to take %v", took)
	}
	p = begin(2)
	if p.sheet == nil {
		t.Fatal("it is not shown though it is known to take 16 seconds")
	}
	for _, c := range []struct {
		after time.Duration
		says  string
	}{{0, "Less than a minute left"}, {9 * time.Second, "A few seconds left"}, {20 * time.Second, "It takes a little longer than last time"}} {
		now = time.Unix(1_700_000_000, 0).Add(c.after)
		p.move()
		b.sees(c.says)
		b.sees(b.say("window.slow_on_purpose"))
	}
	p.last()
	b.sees(b.say("window.too_late"))
	p.over()
	b.w.prefs.store.setNumber(keyPace, -5) // somebody wrote into the file
	if b.w.prefs.keyTime(cost) != 0 {
		t.Error("a pace that cannot be is believed")
	}
}

// TestClosingShowsTheCopyThatIsKeptAndLeavesItOut stops the copy of what changed: the notebook is closed all the same.
func TestClosingShowsTheCopyThatIsKeptAndLeavesItOut(t *testing.T) {
	b := unlocked(t, "en", torture(t, 1))
	b.settled()
	book := b.w.desk.book
	before, err := book.Snapshots()
	if err != nil {
		t.Fatal(err)
	}
	h := b.thread.hold(1)
	t.Cleanup(func() { h.open(&b.thread) })
	b.w.lock()
	b.sees(b.say("window.closing"))
	b.sees(b.say("window.closing_copy"))
	b.tap(b.say("actions.stop"))
	h.open(&b.thread)
	b.until("the passphrase", func() bool { return b.w.unlock != nil })
	if after, err := book.Snapshots(); err != nil || len(after) != len(before) {
		t.Errorf("%d copies, %d before, %v", len(after), len(before), err)
	}
	b.w.unlock.folder = book.Folder()
	b.w.unlock.choose(tabOpen)
	b.unlock(testPass)
}

// TestTheSheetOfProgressIsAsHighAsItsWords says longer and longer things on a sheet that is shown already.
func TestTheSheetOfProgressIsAsHighAsItsWords(t *testing.T) {
	b := unlocked(t, "ru", nil)
	p := newProgress(b.w, b.w.desk.look, "x")
	p.show()
	fits := func(when string) {
		t.Helper()
		at, size, room := p.sheet.Position(), p.sheet.Size(), b.w.win.Canvas().Size()
		if need := p.sheet.Content.MinSize().Height; size.Height < need {
			t.Errorf("%s: the sheet is %v high and its words need %v", when, size.Height, need)
		}
		if above, below := at.Y, room.Height-at.Y-size.Height; above-below > 1 || below-above > 1 {
			t.Errorf("%s: %v above the sheet and %v below it", when, above, below)
		}
	}
	fits("shown")
	low := p.sheet.Size().Height
	p.keyBegins(seal.Cost{Time: 4, Memory: 256 << 10, Lanes: 4})
	fits("a key is derived")
	if p.sheet.Size().Height <= low {
		t.Error("the sentence about the key is no longer than the one before it: this test tests nothing")
	}
	p.last()
	fits("it cannot be stopped")
	p.over()
}
