package notebook

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"

	"plumbline/model"
)

// Change is one record to be written.
type Change struct {
	Seen   model.View   // the view on which the form was opened; the zero view for a new record
	Next   model.Record // as it shall be
	Reason string       // why, where a dispute is settled or a wording taken back
	Settle []string     // disputed fields that are settled although their shown value stays

	// Reopen takes a settlement of the record back in place of writing Next, as far
	// as it still stands after the changes before this one (model.History.Reopen).
	// Seen only says of which record.
	Reopen *model.Settlement
}

// Record writes one record in one durable transaction and gives the revision,
// or the zero Revision when nothing changed. A new record is given its id and
// ref, and its kind's confidentiality where none is set: Next holds them
// afterwards. What others wrote since Seen is joined, not undone.
//
// The error is model.Faults for a record with faults. Where a dispute stays
// open, several revisions are written (model.Revise); the last one is given.
func (n *Notebook) Record(seen model.View, next model.Record) (model.Revision, error) {
	revs, err := n.RecordAll([]Change{{Seen: seen, Next: next}})
	if err != nil {
		return model.Revision{}, err
	}
	return revs[0], nil
}

// RecordAll writes several records in one durable transaction, all or nothing,
// and gives one revision for each change, as Record does. Changes may refer to
// each other where the caller has set their ids. The error of a faulty record
// is FaultyChange.
func (n *Notebook) RecordAll(changes []Change) ([]model.Revision, error) {
	return n.RecordMany(context.Background(), changes, Steps{})
}

// Steps hears of a transaction of many records on its way. Each may be nil.
type Steps struct {
	// Copied is that of MergeOptions, for what comes home.
	Copied func(done, total int)
	// Done hears how many of the records are done with, as near as that can be said: each is checked, written, and
	// read back.
	Done func(done, total int)
	// Last hears that from here on all of them are being made durable: nothing ends that any more.
	Last func()
}

// RecordMany is RecordAll of so many records that somebody watches. When ctx ends
// before it is too late (Steps.Last), nothing of them was written and the notebook
// is as it was: the error is that of the context.
func (n *Notebook) RecordMany(ctx context.Context, changes []Change, told Steps) ([]model.Revision, error) {
	last, _, err := n.recordNoted(ctx, changes, nil, told)
	return last, err
}

// recordAll says besides whether the records are durable: after an error they
// may be, when reading them back failed.
func (n *Notebook) recordAll(changes []Change) (last []model.Revision, durable bool, err error) {
	return n.recordNoted(context.Background(), changes, nil, Steps{})
}

func (n *Notebook) recordNoted(ctx context.Context, changes []Change, home *Homecoming, told Steps) (last []model.Revision, durable bool, err error) {
	n.writing.Lock()
	b := batch{n: n, ctx: ctx, told: told, home: home, clock: n.clock, taken: map[model.ID]model.Kind{}, refs: map[refKey]int{}}
	b.by = model.Author{Key: n.self.public(), Organisation: n.Me().Organisation}
	last, err = b.record(changes)
	if err != nil {
		if !b.durable {
			b.undo()
		}
		err = fmt.Errorf("record: %w", err)
	}
	n.writing.Unlock()
	if err != nil {
		return nil, b.durable, err
	}
	n.watchers.tell(b.changed)
	return last, true, nil
}

// Bulk is how many changes WriteBulk puts into one transaction.
const Bulk = 1000

// WriteBulk writes many records, Bulk of them a transaction: each transaction
// is all or nothing, the whole is not. It gives how many are durable.
func (n *Notebook) WriteBulk(ctx context.Context, changes iter.Seq[Change]) (written int, err error) {
	var some []Change
	flush := func() error {
		if err := ctx.Err(); err != nil {
			return err
		}
		if _, err := n.RecordAll(some); err != nil {
			return err
		}
		written += len(some)
		some = some[:0]
		return nil
	}
	for c := range changes {
		if some = append(some, c); len(some) == Bulk {
			if err := flush(); err != nil {
				return written, err
			}
		}
	}
	if len(some) > 0 {
		err = flush()
	}
	return written, err
}

// Add takes in revisions that were made elsewhere, in one durable transaction,
// and gives how many were not here yet. Their ids must be those of their
// content. Nothing is checked beyond that they can be read: the caller decides
// whom to trust.
func (n *Notebook) Add(revs []model.Revision) (added int, err error) {
	n.writing.Lock()
	b := batch{n: n, ctx: context.Background(), clock: n.clock}
	added, err = b.add(revs)
	if err != nil {
		err = fmt.Errorf("add revisions: %w", err)
	}
	n.writing.Unlock()
	if err != nil {
		return 0, err
	}
	n.watchers.tell(b.changed)
	return added, nil
}

// FaultyChange says which of several changes is refused, and why: Err is
// model.Faults in most cases.
type FaultyChange struct {
	At  int // its place in the list, from 0
	Err error
}

// Error says the place, from 1, and the faults.
func (f *FaultyChange) Error() string { return fmt.Sprintf("change %d: %v", f.At+1, f.Err) }

// Unwrap gives the faults.
func (f *FaultyChange) Unwrap() error { return f.Err }

// batch is one transaction's worth of revisions. Only the writer has one.
type batch struct {
	n       *Notebook
	ctx     context.Context
	told    Steps
	by      model.Author
	clock   model.Clock
	taken   map[model.ID]model.Kind // new records
	refs    map[refKey]int          // numbers given out
	revs    []model.Revision
	home    *Homecoming // with which it is noted; nil when it is not
	undone  []func()
	durable bool
	changed []model.ID
}

// undo takes back what was set in the callers' records.
func (b *batch) undo() {
	for _, f := range b.undone {
		f()
	}
}

func (b *batch) record(changes []Change) ([]model.Revision, error) {
	for i, c := range changes {
		if c.Reopen != nil {
			continue
		}
		if id := c.Next.Base().ID; c.Seen.Record == nil && !id.IsZero() {
			if b.taken[id] != "" {
				return nil, &FaultyChange{i, model.Faults{{Field: "id", Rule: model.RuleTwice}}}
			}
			b.taken[id] = c.Next.Kind()
		} else if c.Seen.Record == nil {
			if err := b.name(c.Next); err != nil {
				return nil, &FaultyChange{i, err}
			}
		}
	}
	last := make([]model.Revision, len(changes))
	for i := range changes {
		if err := b.step(checkedFrom, writtenFrom, i, len(changes)); err != nil {
			return nil, err
		}
		revs, err := b.revise(&changes[i])
		if err != nil {
			return nil, &FaultyChange{i, err}
		}
		if len(revs) > 0 {
			last[i] = revs[len(revs)-1]
			b.revs = append(b.revs, revs...)
		}
	}
	return last, b.commit()
}

// A transaction has three parts: its records are checked, written, and read back.
// From where to where each goes, in tenths, by what they take.
const (
	checkedFrom  = 0
	writtenFrom  = 4
	readBackFrom = 6
	tenths       = 10
)

// step tells how far a part of the transaction is, in records, and hears whether to go on.
func (b *batch) step(from, to, done, all int) error {
	if b.told.Done != nil {
		b.told.Done((from*all+(to-from)*done)/tenths, all)
	}
	return b.ctx.Err()
}

// put is the step of the values that are put into the store. After the last of them
// it is too late to stop.
func (b *batch) put(done int) error {
	all := len(b.revs)
	if done == all && b.told.Last != nil {
		b.told.Last()
	}
	return b.step(writtenFrom, readBackFrom, min(done, all), all)
}

// name gives a new record its id.
func (b *batch) name(rec model.Record) error {
	id, err := model.NewID(b.n.random)
	if err != nil {
		return fmt.Errorf("make an id: %w", err)
	}
	base := rec.Base()
	b.undone = append(b.undone, func() { base.ID = model.ID{} })
	base.ID = id
	b.taken[id] = rec.Kind()
	return nil
}

// reopen makes the revisions that take a settlement back, of the record as it is now
// with what is written beside it.
func (b *batch) reopen(c *Change) ([]model.Revision, error) {
	slots, err := b.n.slotsOf(c.Seen.ID)
	if err != nil {
		return nil, err
	}
	h, err := b.n.history(slots)
	if err != nil {
		return nil, err
	}
	for i := range b.revs {
		if b.revs[i].Record == c.Seen.ID {
			h = append(h, b.revs[i])
		}
	}
	b.clock = b.clock.Tick(b.n.now())
	revs, _, err := h.Reopen(*c.Reopen, b.by, b.clock, c.Reason)
	return revs, err
}

// revise checks one change and makes its revisions.
func (b *batch) revise(c *Change) ([]model.Revision, error) {
	if c.Reopen != nil {
		return b.reopen(c)
	}
	base := c.Next.Base()
	was := *base
	b.undone = append(b.undone, func() { id := base.ID; *base = was; base.ID = id })
	if c.Seen.Record == nil {
		if b.n.KindOf(base.ID) != "" {
			return nil, model.Faults{{Field: "id", Rule: model.RuleTwice}}
		}
		b.setNew(c.Next)
	} else {
		base.ID = c.Seen.ID
		if ref := c.Seen.Record.Base().Ref; base.Ref == "" {
			base.Ref = ref
		} else if base.Ref != ref {
			return nil, model.Faults{{Field: "ref", Rule: model.RuleFixed}}
		}
	}
	if !base.Withdrawn {
		if err := c.Next.Check(b.known().Beside(c.Seen.Record)); err != nil {
			return nil, err
		}
	}
	now := b.n.now()
	b.clock = b.clock.Tick(now)
	return model.Revise(c.Seen, c.Next, b.by, b.clock, c.Reason, c.Settle...)
}

// setNew gives a new record its ref and confidentiality.
func (b *batch) setNew(rec model.Record) {
	base := rec.Base()
	if base.Confidentiality == "" {
		base.Confidentiality = model.DefaultConfidentiality(rec.Kind())
	}
	letter := model.RefLetter(rec.Kind())
	if base.Ref != "" || letter == "" {
		return
	}
	b.n.mu.RLock()
	ref := b.n.book.nextRef(letter, model.RefYear(rec, b.n.now().Year()), b.n.self.public().Letters())
	b.n.mu.RUnlock()
	if parsed, ok := model.ParseRef(ref.String()); ok {
		k := keyOf(parsed)
		ref.Number = max(ref.Number, b.refs[k]+1)
		b.refs[k] = ref.Number
	}
	base.Ref = ref.String()
}

// known is what a record may refer to: the notebook's, and the batch's own.
func (b *batch) known() model.Known {
	k := b.n.Known()
	here := k.Record
	k.Record = func(id model.ID, kind model.Kind) bool {
		if own, ok := b.taken[id]; ok {
			return kind == "" || own == kind
		}
		return here(id, kind)
	}
	return k
}

func (b *batch) add(revs []model.Revision) (int, error) {
	here := map[model.RevID]bool{}
	now := b.n.now()
	for i := range revs {
		r := &revs[i]
		if here[r.ID] || b.n.holds(r) {
			continue
		}
		if k := b.n.KindOf(r.Record); k != "" && k != r.Kind {
			return 0, fmt.Errorf("%w: a record of one kind comes as another", model.ErrRevision)
		}
		here[r.ID] = true
		b.clock = b.clock.Seen(r.At, now)
		b.revs = append(b.revs, *r)
	}
	return len(b.revs), b.commit()
}

// holds says whether a revision is here already.
func (n *Notebook) holds(r *model.Revision) bool {
	n.mu.RLock()
	defer n.mu.RUnlock()
	at, ok := n.book.find(r.Record)
	return ok && slices.ContainsFunc(n.book.revs(&n.book.rows[at]), func(x rev) bool { return x.id == r.ID })
}

// commit writes the revisions in one transaction and tells the memory.
func (b *batch) commit() error {
	n := b.n
	if len(b.revs) == 0 {
		return nil
	}
	values := make([][]byte, len(b.revs))
	var err error
	for i := range b.revs {
		if err := b.ctx.Err(); err != nil {
			return err
		}
		if values[i], err = revisionValue(&b.revs[i]); err != nil {
			return err
		}
	}
	if n.isClosed() {
		return ErrClosed
	}
	slots, err := b.write(values)
	if err != nil {
		return err
	}
	n.clock, b.durable = b.clock, true
	if err := b.remember(slots); err != nil {
		n.store.broken = err // what is in memory is no longer what is stored
		return err
	}
	return nil
}

func (b *batch) write(values [][]byte) ([]uint64, error) {
	if b.home == nil {
		return b.n.store.writeUntil(b.put, values)
	}
	slots, _, err := b.n.writeNoted(b.put, b.n.noteOf(b.home, b.revs), values, len(values))
	return slots, err
}

func (n *Notebook) isClosed() bool {
	n.mu.RLock()
	defer n.mu.RUnlock()
	return n.closed
}

// remember brings rows, index and plan up to date with what was written. What
// was written is durable by now: an error here speaks of reading it back.
func (b *batch) remember(slots []uint64) error {
	n := b.n
	fresh := map[model.ID][]int{}
	for i := range b.revs {
		id := b.revs[i].Record
		if fresh[id] == nil {
			b.changed = append(b.changed, id)
		}
		fresh[id] = append(fresh[id], i)
	}
	var failed error
	planned := false
	for i, id := range b.changed {
		_ = b.step(readBackFrom, tenths, i, len(b.changed)) // it is written, and too late to stop
		kind, err := b.refresh(id, fresh[id], slots)
		failed = errors.Join(failed, err)
		planned = planned || kind.OfPlan()
	}
	if planned {
		failed = errors.Join(failed, n.readPlan())
	}
	return failed
}

// refresh makes a record's row again after revisions were added to it.
func (b *batch) refresh(id model.ID, fresh []int, slots []uint64) (model.Kind, error) {
	n := b.n
	var revs []rev
	var h model.History
	if old, err := n.slotsOf(id); err == nil {
		if h, err = n.history(old); err != nil {
			return "", fmt.Errorf("read back what was written: %w", err)
		}
		revs = n.rowRevs(id)
	}
	for _, i := range fresh {
		r := &b.revs[i]
		rec, err := r.Fields()
		if err != nil {
			rec, _ = model.New(r.Kind)
		}
		h, revs = append(h, *r), append(revs, rev{id: r.ID, slot: slots[i], shared: shares(r, rec), kind: revisionEntry, gone: r.Redacted})
		n.noteFile(rec)
	}
	v := model.Join(h)
	s := rowOf(&v)
	s.revs = revs
	n.mu.Lock()
	defer n.mu.Unlock()
	n.reindex(&s, &v)
	return v.Kind, nil
}

// noteFile remembers where the file of a piece of evidence lies.
func (n *Notebook) noteFile(rec model.Record) {
	if e, ok := rec.(*model.Evidence); ok && e.Blob != "" && e.SHA256 != "" {
		n.mu.Lock()
		n.book.noteBlob(e.SHA256, e.Blob)
		n.mu.Unlock()
	}
}
