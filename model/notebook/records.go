package notebook

import (
	"fmt"
	"iter"
	"runtime"
	"slices"

	"plumbline/model"
)

// Records are walked in stretches. Some are read ahead beside the caller's work, so
// that opening and decoding use every core; they come in order all the same. What a
// stretch took of the memory the next ones take again, as far as nobody may keep it:
// a report walks a million records twice.

// readAhead is how many records one read takes.
const readAhead = 128

// mostRoom is how many bytes a stretch keeps for the next: one of long records takes
// what it needs, and gives it back.
const mostRoom = 2 << 20

// Records gives the views of all records of a kind ("" of every kind), withdrawn
// ones too, in the order in which they were first written here. It holds a few
// hundred of them at a time and no lock while the caller works; what is written
// meanwhile may or may not be among them. It ends after the first error.
func (n *Notebook) Records(kind model.Kind) iter.Seq2[model.View, error] {
	return n.walk(kind, n.joined)
}

// Briefs is Records without what observations say at length: their titles,
// narratives and notes, where all of them fit a cell and nothing is in dispute. The
// rules of a report need no more. A view holds only until the next one; of it only
// strings may be kept.
func (n *Notebook) Briefs(kind model.Kind) iter.Seq2[model.View, error] {
	return n.walk(kind, func(s *stretch) { n.quickly(s, (*model.Revision).Ruled) })
}

// Told is Records for those who pass on what records say and change nothing: a view
// cannot be revised, and that of an observation holds only until the next one; the texts and
// lists of its record may be kept.
func (n *Notebook) Told(kind model.Kind) iter.Seq2[model.View, error] {
	return n.walk(kind, func(s *stretch) { n.quickly(s, (*model.Revision).Told) })
}

// Pick is Told for the records with these ids, of whatever kind, those left out that are
// not here. They come in the order in which they were first written.
func (n *Notebook) Pick(ids []model.ID) iter.Seq2[model.View, error] {
	rows := make([]uint32, 0, len(ids))
	n.mu.RLock()
	for _, id := range ids {
		if at, ok := n.book.find(id); ok {
			rows = append(rows, at)
		}
	}
	n.mu.RUnlock()
	slices.Sort(rows)
	rows = slices.Compact(rows)
	ahead := func(s *stretch, from uint32) (next uint32, more, some bool) { return n.aheadOf(s, rows, from) }
	return n.stretches(ahead, func(s *stretch) { n.quickly(s, (*model.Revision).Told) })
}

// stretch is some records on their way.
type stretch struct {
	revs   []rev
	counts []int // of revisions of each
	slots  []uint64
	views  []model.View
	err    error
	done   chan struct{}
	values values        // where the revisions lie
	h      model.History // the revisions
	rooms  []model.Room  // where views are made quickly
}

// again makes a stretch ready for other records.
func (s *stretch) again() {
	clear(s.views)
	if cap(s.values.room) > mostRoom {
		s.values = values{}
	}
	s.revs, s.counts, s.slots, s.views, s.err = s.revs[:0], s.counts[:0], s.slots[:0], s.views[:0], nil
}

func (n *Notebook) walk(kind model.Kind, read func(*stretch)) iter.Seq2[model.View, error] {
	return n.stretches(func(s *stretch, from uint32) (next uint32, more, some bool) { return n.ahead(s, kind, from) }, read)
}

// stretches hands out the views of stretches. ahead lists what the next one reads, read
// makes its views.
func (n *Notebook) stretches(ahead func(s *stretch, from uint32) (next uint32, more, some bool), read func(*stretch)) iter.Seq2[model.View, error] {
	return func(yield func(model.View, error) bool) {
		n.store.hear()
		var queue, free []*stretch
		defer func() {
			for _, s := range queue { // nobody reads when this has ended
				<-s.done
			}
		}()
		from, more := uint32(0), true
		for more || len(queue) > 0 {
			for more && len(queue) <= runtime.GOMAXPROCS(0) {
				s := &stretch{}
				if last := len(free) - 1; last >= 0 {
					s, free = free[last], free[:last]
				}
				var some bool
				if from, more, some = ahead(s, from); !some {
					break
				}
				queue = append(queue, s)
				done := make(chan struct{})
				s.done = done
				go func() {
					defer close(done)
					if s.err == nil {
						read(s)
					}
				}()
			}
			if len(queue) == 0 {
				return
			}
			s := queue[0]
			<-s.done
			queue = queue[1:]
			for _, v := range s.views {
				if !yield(v, nil) {
					return
				}
			}
			if s.err != nil {
				yield(model.View{}, fmt.Errorf("read records: %w", s.err))
				return
			}
			s.again()
			free = append(free, s)
		}
	}
}

// ahead lists what the next stretch reads, from a row on; false behind the last.
func (n *Notebook) ahead(s *stretch, kind model.Kind, from uint32) (next uint32, more, some bool) {
	n.mu.RLock()
	defer n.mu.RUnlock()
	rows := n.book.rows
	for next = from; int(next) < len(rows) && len(s.counts) < readAhead; next++ {
		if r := &rows[next]; kind == "" || r.kindName() == kind {
			revs := n.book.revs(r)
			s.revs = append(s.revs, revs...)
			s.counts = append(s.counts, len(revs))
		}
	}
	if n.closed {
		s.err = ErrClosed
		return next, false, true
	}
	return next, int(next) < len(rows), len(s.counts) > 0
}

// aheadOf is ahead over chosen rows; from counts these.
func (n *Notebook) aheadOf(s *stretch, rows []uint32, from uint32) (next uint32, more, some bool) {
	n.mu.RLock()
	defer n.mu.RUnlock()
	end := min(int(from)+readAhead, len(rows))
	for _, at := range rows[from:end] {
		revs := n.book.revs(&n.book.rows[at])
		s.revs = append(s.revs, revs...)
		s.counts = append(s.counts, len(revs))
	}
	if n.closed {
		s.err = ErrClosed
		return uint32(end), false, true
	}
	return uint32(end), end < len(rows), len(s.counts) > 0
}

// openStretch decodes the revisions of a stretch; their ids are those of the rows.
func (n *Notebook) openStretch(s *stretch) error {
	for i := range s.revs {
		s.slots = append(s.slots, s.revs[i].slot)
	}
	if err := n.store.readTogether(s.slots, &s.values); err != nil {
		return err
	}
	s.h = slices.Grow(s.h[:0], len(s.slots))[:len(s.slots)]
	for i := range s.h {
		v := s.values.at(i)
		if !isRevision(v) {
			return fmt.Errorf("%w: an entry is not a revision", ErrDamaged)
		}
		var err error
		if s.h[i], err = model.KnownRevision(v[1:], s.revs[i].id); err != nil {
			return fmt.Errorf("%w: %w", ErrDamaged, err)
		}
	}
	return nil
}

// joined makes the views of a stretch. They keep the revisions, and the bytes of these.
func (n *Notebook) joined(s *stretch) {
	if s.err = n.openStretch(s); s.err != nil {
		return
	}
	h := s.h
	for _, count := range s.counts {
		s.views = append(s.views, model.Join(h[:count:count]))
		h = h[count:]
	}
	s.h, s.values = nil, values{}
}

// quickly makes the views of a stretch, in a room each where that will do.
func (n *Notebook) quickly(s *stretch, quick func(*model.Revision, *model.Room) (model.View, bool)) {
	if s.err = n.openStretch(s); s.err != nil {
		return
	}
	if s.rooms == nil {
		s.rooms = make([]model.Room, readAhead)
	}
	h, kept := s.h, false
	for i, count := range s.counts {
		var v model.View
		var ok bool
		if count == 1 {
			v, ok = quick(&h[0], &s.rooms[i])
		}
		if !ok {
			v, kept = model.Join(h[:count:count]), true
		}
		s.views = append(s.views, v)
		h = h[count:]
	}
	if kept {
		s.h, s.values = nil, values{}
	}
}
