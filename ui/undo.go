package ui

import (
	"context"

	"plumbline/model"
	"plumbline/model/notebook"
	"plumbline/ui/bidi"
)

// What was written can be taken back, and done again, until the notebook is locked:
//
//  1. a deed remembers its records before and after, nothing else;
//  2. taking it back writes new revisions: what the deed set, and what still stands so, becomes what it was; what
//     somebody changed meanwhile stays, and that is said;
//  3. a record that was new is withdrawn, one that was withdrawn comes back; their history keeps everything;
//  4. an entry that has the keyboard takes back its own typing first; the deed is what remains.

// deed is something that was written, as it was said, with the records that it changed.
type deed struct {
	said     string
	rewrites []rewrite
}

// rewrite is one record before and after a deed.
type rewrite struct{ before, after model.Record }

// made is the rewrite of a record that was new.
func made(r model.Record) rewrite { return rewrite{withdrawnCopy(r), r} }

// withdrawnCopy is a record as withdrawing leaves it.
func withdrawnCopy(r model.Record) model.Record {
	gone := model.CopyOf(r)
	gone.Base().Withdrawn = true
	return gone
}

// withdraw takes a record back, which can itself be taken back: its history keeps everything.
func (d *desk) withdraw(id model.ID, said, failed string, then func()) {
	var before, after model.Record
	d.write(func() error {
		v, err := d.book.View(id)
		if err != nil {
			return err
		}
		before, after = v.Record, withdrawnCopy(v.Record)
		_, err = d.book.Record(v, after)
		return err
	}, func(err error) {
		if err != nil {
			d.fail(failed, err)
			return
		}
		d.saved()
		d.did(said, rewrite{before, after})
		then()
	})
}

// mostDeeds is how many are remembered; manyRewrites is from how many records on taking a deed back shows its progress.
const (
	mostDeeds    = 64
	manyRewrites = 100
)

// deeds are those that can be taken back, and those that can be done again: the newest last.
type deeds struct {
	done, undone []deed
	busy         bool // one is being taken back, or done again
}

// did says what was done, and that it can be taken back.
func (w *Window) did(sentence string, rewrites ...rewrite) {
	w.deeds.done = append(w.deeds.done, deed{sentence, rewrites})
	if n := len(w.deeds.done); n > mostDeeds {
		w.deeds.done = w.deeds.done[n-mostDeeds:]
	}
	w.deeds.undone = nil
	w.desk.toast(sentence, w.desk.look.T("actions.undo"), w.undoDeed)
}

// undo takes back what was typed where the keyboard is, or else the last deed.
func (w *Window) undo() {
	if e, ok := w.win.Canvas().Focused().(*bidi.Entry); ok && e.CanUndo() {
		e.Undo()
		return
	}
	w.undoDeed()
}

// redo does it again.
func (w *Window) redo() {
	if e, ok := w.win.Canvas().Focused().(*bidi.Entry); ok && e.CanRedo() {
		e.Redo()
		return
	}
	w.redoDeed()
}

// mayUndo says whether there is anything to take back, here or in the notebook; mayRedo whether to do again.
func (w *Window) mayUndo() bool {
	e, ok := w.win.Canvas().Focused().(*bidi.Entry)
	return ok && e.CanUndo() || w.desk != nil && !w.desk.readOnly && len(w.deeds.done) > 0
}

func (w *Window) mayRedo() bool {
	e, ok := w.win.Canvas().Focused().(*bidi.Entry)
	return ok && e.CanRedo() || w.desk != nil && !w.desk.readOnly && len(w.deeds.undone) > 0
}

func (w *Window) undoDeed() {
	n := len(w.deeds.done)
	if n == 0 || w.desk == nil || w.deeds.busy {
		return
	}
	d := w.deeds.done[n-1]
	w.reverse(d, "undo.taken_back", func(back []rewrite) {
		w.deeds.done = w.deeds.done[:n-1]
		if len(back) > 0 {
			w.deeds.undone = append(w.deeds.undone, deed{d.said, back})
		}
	}, "actions.redo", w.redoDeed)
}

func (w *Window) redoDeed() {
	n := len(w.deeds.undone)
	if n == 0 || w.desk == nil || w.deeds.busy {
		return
	}
	d := w.deeds.undone[n-1]
	w.reverse(d, "undo.done_again", func(back []rewrite) {
		w.deeds.undone = w.deeds.undone[:n-1]
		if len(back) > 0 {
			w.deeds.done = append(w.deeds.done, deed{d.said, back})
		}
	}, "actions.undo", w.undoDeed)
}

// reverse writes the records of a deed as they were before it, off the UI thread, and says what became of it.
func (w *Window) reverse(d deed, said string, then func(back []rewrite), action string, again func()) {
	desk, k := w.desk, w.desk.look
	var back []rewrite
	left := false
	w.deeds.busy = true
	run := func(f func(context.Context, func(int, int)) error, done func(error)) {
		if len(d.rewrites) > manyRewrites { // with progress, and Stop
			desk.work(k.T("undo.taking_back", "what", d.said), f, done)
			return
		}
		desk.write(func() error { return f(context.Background(), func(int, int) {}) }, done)
	}
	run(func(ctx context.Context, step func(int, int)) (err error) {
		back, left, err = takeBack(ctx, desk.book, d.rewrites, step)
		return err
	}, func(err error) {
		w.deeds.busy = false
		if err != nil {
			desk.fail(k.T("undo.not_done"), err)
			return
		}
		then(back)
		switch {
		case len(back) == 0:
			desk.toast(k.T("undo.all_left"), "", nil)
			return
		case left:
			desk.toast(k.T("undo.some_left"), k.T(action), again)
		default:
			desk.toast(k.T(said, "what", d.said), k.T(action), again)
		}
		desk.saved()
	})
}

// takeBack writes the reverse of some rewrites in one transaction, and gives the rewrites that undo that again; left says
// that something stays because it was changed since.
func takeBack(ctx context.Context, book *notebook.Notebook, rewrites []rewrite, step func(done, total int)) (back []rewrite, left bool, err error) {
	var changes []notebook.Change
	for i, r := range rewrites {
		if err := ctx.Err(); err != nil {
			return nil, false, err
		}
		step(i, len(rewrites))
		now, err := book.View(r.after.Base().ID)
		if err != nil {
			return nil, false, err
		}
		next, stays := model.Reverse(now.Record, r.before, r.after)
		left = left || len(stays) > 0
		if !model.Differ(now.Record, next) {
			continue
		}
		changes = append(changes, notebook.Change{Seen: now, Next: next})
		back = append(back, rewrite{now.Record, next})
	}
	if len(changes) == 0 {
		return nil, left, nil
	}
	_, err = book.RecordAll(changes)
	return back, left, err
}
