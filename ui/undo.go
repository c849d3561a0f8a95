package ui

import (
	"context"
	"slices"

	"plumbline/model"
	"plumbline/model/notebook"
	"plumbline/ui/bidi"
)

// What was written can be taken back, and done again, until the notebook is locked:
//
//  1. a deed remembers what it changed before and after, nothing else: records, and what this notebook keeps beside them
//     (undo_kept.go);
//  2. taking it back writes new revisions: what the deed set, and what still stands so, becomes what it was; what
//     somebody changed meanwhile stays, and that is said;
//  3. a record that was new is withdrawn, one that was withdrawn comes back; their history keeps everything;
//  4. a dispute that was settled is opened again (undo_settled.go);
//  5. what was typed and answered since is taken back first, in the order in which it was done; the deed is what remains.

// deed is something that was written, as it was said, with what it changed.
type deed struct {
	said     string
	rewrites []rewrite
	kept     []kept
	quiet    bool // it shows by itself, and is not said
	at       int  // when, in the order of all that is done
}

// rewrite is one record before and after a deed.
type rewrite struct {
	before, after model.Record
	settled       []decision // what was in dispute and was decided by it
}

// rewriteOf is the rewrite of one record by another.
func rewriteOf(before, after model.Record) rewrite { return rewrite{before: before, after: after} }

// made is the rewrite of a record that was new.
func made(r model.Record) rewrite { return rewriteOf(withdrawnCopy(r), r) }

// withdrawnCopy is a record as withdrawing leaves it.
func withdrawnCopy(r model.Record) model.Record {
	gone := model.CopyOf(r)
	gone.Base().Withdrawn = true
	return gone
}

// withdraw takes a record back, which can itself be taken back: its history keeps everything.
func (d *desk) withdraw(id model.ID, said, failed string, then func()) {
	var written []rewrite
	d.write(func() error {
		v, err := d.book.View(id)
		if err != nil {
			return err
		}
		written, err = rewriteAll(d.book, []notebook.Change{{Seen: v, Next: withdrawnCopy(v.Record)}})
		return err
	}, func(err error) {
		if err != nil {
			d.fail(failed, err)
			return
		}
		d.saved()
		d.did(said, written...)
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
	turns        int
}

// turn counts what is done, in forms too.
func (d *deeds) turn() int {
	d.turns++
	return d.turns
}

// did says what was done to records, and that it can be taken back.
func (w *Window) did(sentence string, rewrites ...rewrite) {
	w.done(deed{said: sentence, rewrites: rewrites})
}

// done is did for any deed.
func (w *Window) done(d deed) {
	if d.empty() {
		w.desk.toast(d.said, "", nil)
		return
	}
	d.at = w.deeds.turn()
	w.deeds.done = append(w.deeds.done, d)
	if n := len(w.deeds.done); n > mostDeeds {
		w.deeds.done = w.deeds.done[n-mostDeeds:]
	}
	w.deeds.undone = nil
	if !d.quiet {
		w.desk.toast(d.said, w.desk.look.T("actions.undo"), w.undoDeed)
	}
}

// reviser is a form with a history of its own.
type reviser interface {
	revisions() *formHistory
	stepBack()
	stepOn()
	handOn() *handedOn
}

// undo takes back what was done last: what was typed where the keyboard is, what was answered in the form that is shown,
// or a deed. mayUndo says whether there is any.
func (w *Window) undo() {
	if do := w.toUndo(); do != nil {
		do()
	}
}

func (w *Window) mayUndo() bool { return w.toUndo() != nil }

// redo does it again; mayRedo says whether there is anything.
func (w *Window) redo() {
	if do := w.toRedo(); do != nil {
		do()
	}
}

func (w *Window) mayRedo() bool { return w.toRedo() != nil }

func (w *Window) toUndo() func() {
	e, typing := w.win.Canvas().Focused().(*bidi.Entry)
	if typing && e.Shared == nil && e.CanUndo() {
		return e.Undo
	}
	step, deed := func(h *formHistory) int { return last(h.done) }, lastDeed(w.deeds.done)
	return w.newest(typing, step, deed, reviser.stepBack, w.undoDeed)
}

func (w *Window) toRedo() func() {
	e, typing := w.win.Canvas().Focused().(*bidi.Entry)
	if typing && e.Shared == nil && e.CanRedo() {
		return e.Redo
	}
	step, deed := func(h *formHistory) int { return last(h.undone) }, lastDeed(w.deeds.undone)
	return w.newest(typing, step, deed, reviser.stepOn, w.redoDeed)
}

// newest chooses between a step of the form that is shown and a deed. A deed that is older than a form in which one has
// written is not touched from within it: it would be taken back unseen.
func (w *Window) newest(typing bool, stepOf func(*formHistory) int, deed int, step func(reviser), act func()) func() {
	if w.desk == nil || w.desk.readOnly {
		return nil
	}
	if form, ok := w.shown.(reviser); ok {
		h := form.revisions()
		if at := stepOf(h); at > deed {
			return func() { step(form) }
		}
		if (typing || len(h.done)+len(h.undone) > 0) && deed < h.begun {
			return nil
		}
	}
	if _, form := w.shown.(reviser); deed == 0 || typing && !form {
		return nil
	}
	return act
}

// lastDeed is when the last of some deeds was done; 0 for none.
func lastDeed(deeds []deed) int {
	if n := len(deeds); n > 0 {
		return deeds[n-1].at
	}
	return 0
}

func (w *Window) undoDeed() {
	w.turnDeed(&w.deeds.done, &w.deeds.undone, "undo.taken_back", "actions.redo", w.redoDeed)
}

func (w *Window) redoDeed() {
	w.turnDeed(&w.deeds.undone, &w.deeds.done, "undo.done_again", "actions.undo", w.undoDeed)
}

// turnDeed takes the last of some deeds back and lays it with the others.
func (w *Window) turnDeed(from, to *[]deed, said, action string, again func()) {
	n := len(*from)
	if n == 0 || w.desk == nil || w.deeds.busy {
		return
	}
	d := (*from)[n-1]
	w.reverse(d, said, func(back deed) {
		*from = slices.DeleteFunc(*from, func(x deed) bool { return x.at == d.at })
		if !back.empty() {
			back.at = w.deeds.turn()
			*to = append(*to, back)
		}
	}, action, again)
}

// empty says whether a deed changed nothing.
func (d *deed) empty() bool { return len(d.rewrites)+len(d.kept) == 0 }

// Words for what becomes of a deed that is taken back.
const (
	someLeft    = "undo.some_left"
	allLeft     = "undo.all_left"
	staySettled = "undo.stays_settled"
)

// hearer is a screen that shows what no change of a record tells it of, and hears of a deed that was taken back or done
// again.
type hearer interface{ turned(back deed) }

// reverse writes what a deed changed as it was before it, off the UI thread, and says what became of it.
func (w *Window) reverse(d deed, said string, then func(back deed), action string, again func()) {
	desk, k := w.desk, w.desk.look
	t := &turning{book: desk.book, reason: plainReason(k.T("undo.settlement_taken_back"))}
	w.deeds.busy = true
	back := deed{said: d.said}
	turn := func(ctx context.Context, step func(done, total int), told notebook.Steps) (err error) {
		if back.rewrites, err = t.records(ctx, d.rewrites, step, told); err == nil {
			back.kept, err = t.keep(d.kept)
		}
		return err
	}
	run := func(done func(error)) {
		all := len(d.rewrites)
		if all > manyRewrites { // with progress, and Stop
			desk.long(k.T("undo.taking_back", "what", d.said), func(j *job) error {
				return turn(j.ctx, j.part(0, 1, 4, all), j.steps(j.part(1, 4, 4, all)))
			}, done)
			return
		}
		desk.write(func() error { return turn(context.Background(), func(int, int) {}, notebook.Steps{}) }, done)
	}
	run(func(err error) {
		w.deeds.busy = false
		if err != nil {
			desk.stopped(err)
			desk.fail(k.T("undo.not_done"), err)
			return
		}
		then(back)
		if screen, ok := w.shown.(hearer); ok && !back.empty() {
			screen.turned(back)
		}
		switch {
		case back.empty():
			desk.toast(k.T(firstOf(t.left, allLeft)), "", nil)
			return
		case t.left != "":
			desk.toast(k.T(someLeft), k.T(action), again)
		default:
			desk.toast(k.T(said, "what", d.said), k.T(action), again)
		}
		desk.saved()
	})
}

// turning writes the reverse of a deed.
type turning struct {
	book   *notebook.Notebook
	reason string // with which a settlement is taken back
	left   string // the word for what stays because it was changed since; "" while nothing does
}

// records writes the reverse of some rewrites in one transaction, and gives the rewrites that undo that again.
func (t *turning) records(ctx context.Context, rewrites []rewrite, step func(done, total int), told notebook.Steps) (back []rewrite, err error) {
	var changes []notebook.Change
	var some []*reversal
	for i, r := range rewrites {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		step(i, len(rewrites))
		now, err := t.book.View(r.after.Base().ID)
		if err != nil {
			return nil, err
		}
		v := &reversal{r: r, now: now, from: len(changes)}
		changes = append(changes, v.changes(t)...)
		v.to = len(changes)
		some = append(some, v)
	}
	if len(changes) == 0 {
		return nil, nil
	}
	last, err := t.book.RecordMany(ctx, changes, told)
	if err != nil {
		return nil, err
	}
	for _, v := range some {
		if r, wrote := v.written(t, changes, last); wrote {
			back = append(back, r)
		}
	}
	return back, nil
}
