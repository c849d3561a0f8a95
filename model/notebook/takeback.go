package notebook

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"plumbline/model"
)

// ErrBuiltOn means that a merge cannot be taken back: later work builds on what
// it brought.
var ErrBuiltOn = errors.New("later work builds on what it brought")

// TakeBack takes out of the notebook what a merge of a parcel or of an edited
// report brought, as a whole, and says
// how many revisions that were. ErrBuiltOn when something else builds on them: an
// edit, a settled dispute, a finding or a link. What another parcel brought again
// goes too: merge that one again.
//
// The merge stays in the list of merges, and its file can be merged anew. What
// was packed meanwhile is with others, and comes back with their parcels.
// Evidence files stay sealed where they are, without a name. When ctx ends, what
// is left is a whole history still, and taking back goes on from there. progress may
// be nil; it begins anew with each part of the work: looking, removing, reading again.
func (n *Notebook) TakeBack(ctx context.Context, digest [32]byte, progress func(done, total int)) (removed int, err error) {
	n.mu.RLock()
	k, ok := n.book.merges[digest]
	n.mu.RUnlock()
	if !ok {
		return 0, fmt.Errorf("take back a merge: %w", ErrNotFound)
	}
	if n.readOnly {
		return 0, fmt.Errorf("take back a merge: %w", ErrReadOnly)
	}
	select {
	case <-n.Ready():
	case <-ctx.Done():
		return 0, fmt.Errorf("take back a merge: %w", ctx.Err())
	}
	if progress == nil {
		progress = func(int, int) {}
	}
	n.writing.Lock()
	t := &takingBack{n: n, ctx: ctx, note: *k.merged, slot: k.slot, step: progress}
	removed, err = t.run()
	n.writing.Unlock()
	if removed > 0 {
		n.watchers.tell(t.records)
	}
	if err != nil {
		return removed, fmt.Errorf("take back a merge: %w", err)
	}
	return removed, nil
}

// takingBack is one merge on its way out. The writer's lock is held.
type takingBack struct {
	n       *Notebook
	ctx     context.Context
	step    func(done, total int)
	note    merged
	slot    uint64
	slots   []uint64 // what still lies here, the last one first
	records []model.ID
	vanish  map[model.ID]bool // records of which nothing is left
}

func (t *takingBack) run() (int, error) {
	if t.n.isClosed() {
		return 0, ErrClosed
	}
	t.find()
	if err := t.mayGo(); err != nil {
		return 0, err
	}
	removed, err := t.remove()
	if removed == 0 {
		return 0, err
	}
	return removed, errors.Join(err, t.n.reload(t.step))
}

// find lists what the merge brought.
func (t *takingBack) find() {
	t.vanish = map[model.ID]bool{}
	t.n.mu.RLock()
	defer t.n.mu.RUnlock()
	for i := range t.n.book.rows {
		r := &t.n.book.rows[i]
		count := 0
		revs := t.n.book.revs(r)
		for _, x := range revs {
			if t.note.brought(x.slot) {
				t.slots = append(t.slots, x.slot)
				count++
			}
		}
		if count > 0 {
			t.records = append(t.records, r.id)
			t.vanish[r.id] = count == len(revs)
		}
	}
	slices.SortFunc(t.slots, func(a, b uint64) int { return -compareSlots(a, b) })
}

// rows is how many records there are.
func (n *Notebook) rows() int {
	n.mu.RLock()
	defer n.mu.RUnlock()
	return len(n.book.rows)
}

func compareSlots(a, b uint64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// mayGo refuses when something that stays builds on what goes.
func (t *takingBack) mayGo() error {
	for _, id := range t.records {
		if t.vanish[id] {
			continue
		}
		revs := t.n.rowRevs(id)
		h, err := t.n.history(slotsOf(revs))
		if err != nil {
			return err
		}
		goes := map[model.RevID]bool{}
		for i := range h {
			goes[h[i].ID] = t.note.brought(revs[i].slot)
		}
		for i := range h {
			if !goes[h[i].ID] && slices.ContainsFunc(h[i].Parents, func(p model.RevID) bool { return goes[p] }) {
				return ErrBuiltOn
			}
		}
	}
	done, all := 0, t.n.rows()
	for v, err := range t.n.Records("") {
		if err = errors.Join(err, t.ctx.Err()); err != nil {
			return err
		}
		done++
		t.step(done, all)
		if gone, touched := t.vanish[v.ID]; touched && gone {
			continue
		}
		if v.Created.Author == t.n.Key() && slices.ContainsFunc(linksOf(v.Record), func(id model.ID) bool { return t.vanish[id] }) {
			return ErrBuiltOn
		}
	}
	return nil
}

// remove deletes the revisions, children first, some in each transaction, with
// the note.
func (t *takingBack) remove() (removed int, err error) {
	for some := range slices.Chunk(t.slots, mergeBatch) {
		if err := t.ctx.Err(); err != nil {
			return removed, err
		}
		next := t.note
		next.Whole, next.Held, next.Slots = false, nil, nil
		left := t.slots[removed+len(some):]
		for _, s := range slices.Backward(left) {
			next.note([]uint64{s})
		}
		if len(left) == 0 {
			next.Taken, next.Files = model.ClockAt(t.n.now()), nil
		}
		entry, err := next.entry()
		if err != nil {
			return removed, err
		}
		slots, err := t.n.store.write([][]byte{entry}, append(slices.Clone(some), t.slot)...)
		if err != nil {
			return removed, err
		}
		t.note, t.slot = next, slots[0]
		removed += len(some)
		t.step(removed, len(t.slots))
	}
	return removed, nil
}

// reload reads the store anew and builds the index again, in the background. The
// writer's lock is held, and the index is ready.
func (n *Notebook) reload(step func(done, total int)) error {
	l, err := load(n.store, n.keys, n.now(), func(done, total int) error { step(done, total); return nil })
	if err != nil {
		n.store.broken = err
		return err
	}
	n.mu.Lock()
	n.book, n.drafts, n.sets = l.book, l.drafts, l.sets
	n.index, n.late, n.bulk, n.catching, n.ready = nil, nil, false, false, make(chan struct{})
	n.later, n.loaded, n.touched = n.lazy, l.head, false
	closed := n.closed
	n.mu.Unlock()
	if closed {
		return ErrClosed
	}
	if !n.lazy {
		n.work.Go(func() { n.buildIndex(n.ctx) })
	}
	return n.readPlan()
}
