package ui

import (
	"testing"

	"plumbline/model"
	"plumbline/ui/parts"
)

// ticking is Find with all of so many observations ticked.
func ticking(t *testing.T, n int) (*bench, *finder) {
	t.Helper()
	b := unlocked(t, "en", torture(t, n))
	s := finderOf(b, &search{})
	b.until("the rows", func() bool { return len(s.rows.ids) == n })
	b.settled()
	s.tickAll()
	b.until("the ticks", func() bool { return len(s.ticked) == n })
	return b, s
}

// stoppedAt keeps an act waiting at its n-th question to the notebook, stops it there, and says whether that changed nothing.
func (b *bench) stoppedAt(n int64, act func()) {
	b.t.Helper()
	b.settled()
	before := b.w.desk.book.Digest()
	h := b.thread.hold(n)
	b.t.Cleanup(func() { h.open(&b.thread) })
	b.thread.during(act)
	b.until("its progress", func() bool { return b.w.sheets == 1 })
	b.until("the question", func() bool {
		select {
		case <-h.waits:
			return true
		default:
			return false
		}
	})
	b.tap(b.say("actions.stop"))
	h.open(&b.thread)
	b.sees(b.say("window.stopped"))
	b.until("the end of it", func() bool { return b.w.sheets == 0 && b.w.jobs.resting() })
	if b.w.desk.book.Digest() != before {
		b.t.Errorf("stopped at %d, and something is changed", n)
	}
}

// TestChangingManyRowsIsStopped stops while rows are read, and when the one transaction that changes them is begun; and the
// same of taking it back.
func TestChangingManyRowsIsStopped(t *testing.T) {
	const n = manyRewrites + 20
	b, s := ticking(t, n)
	change := func() { s.changeTicked(setReview(model.Approved)) }
	b.stoppedAt(n/2, change)
	b.stoppedAt(2*n+1, change)
	change()
	b.sees(b.say("find_screen.changed", "n", n))
	b.stoppedAt(n/2, b.w.undoDeed)
	b.stoppedAt(n+1, b.w.undoDeed)
	b.w.undoDeed()
	b.until("the old state", func() bool {
		page, err := b.w.desk.book.Find(model.Query{Review: model.Approved})
		return err == nil && page.Total == 0
	})
}

// TestATransactionSaysWhenItIsTooLate looks at the sheet of a transaction that is being made durable.
func TestATransactionSaysWhenItIsTooLate(t *testing.T) {
	b := unlocked(t, "en", nil)
	end := make(chan struct{})
	b.w.long("Changing", func(j *job) error {
		told := j.steps(j.part(1, 2, 2, 100))
		told.Done(50, 100)
		told.Last()
		<-end
		return nil
	}, func(error) {})
	b.sees("Changing: 75 of 100")
	b.sees(b.say("window.too_late"))
	if stop := b.tappable(b.say("actions.stop")).(*parts.Button); !stop.Off {
		t.Error("Stop is still offered")
	}
	close(end)
	b.until("the end of it", func() bool { return b.w.sheets == 0 })
}
