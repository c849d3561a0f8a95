package notebook

import (
	"fmt"
	"iter"
	"runtime"

	"plumbline/model"
)

// Records are walked in stretches. Some are read ahead beside the caller's work, so
// that opening and decoding use every core; they come in order all the same.

// readAhead is how many records one read takes.
const readAhead = 128

// Records gives the views of all records of a kind ("" of every kind), withdrawn
// ones too, in the order in which they were first written here. It holds a few
// hundred of them at a time and no lock while the caller works; what is written
// meanwhile may or may not be among them. It ends after the first error.
func (n *Notebook) Records(kind model.Kind) iter.Seq2[model.View, error] {
	return n.walk(kind, n.joined)
}

// Briefs is Records without what observations say at length: their titles,
// narratives and notes, where all of them fit a cell and nothing is in dispute. The
// rules of a report need no more.
func (n *Notebook) Briefs(kind model.Kind) iter.Seq2[model.View, error] {
	return n.walk(kind, n.ruled)
}

// stretch is some records on their way.
type stretch struct {
	revs   []rev
	counts []int // of revisions of each
	views  []model.View
	err    error
	done   chan struct{}
}

func (n *Notebook) walk(kind model.Kind, read func(*stretch)) iter.Seq2[model.View, error] {
	return func(yield func(model.View, error) bool) {
		n.store.hear()
		var queue []*stretch
		defer func() {
			for _, s := range queue { // nobody reads when this has ended
				<-s.done
			}
		}()
		from, more := uint32(0), true
		for more || len(queue) > 0 {
			for more && len(queue) <= runtime.GOMAXPROCS(0) {
				var s *stretch
				if s, from, more = n.ahead(kind, from); s == nil {
					break
				}
				queue = append(queue, s)
				go func() {
					defer close(s.done)
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
		}
	}
}

// ahead lists what the next stretch reads, from a row on; nil behind the last.
func (n *Notebook) ahead(kind model.Kind, from uint32) (s *stretch, next uint32, more bool) {
	s = &stretch{done: make(chan struct{})}
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
		return s, next, false
	}
	if len(s.counts) == 0 {
		return nil, next, false
	}
	return s, next, int(next) < len(rows)
}

// openStretch decodes the revisions of a stretch; their ids are those of the rows.
func (n *Notebook) openStretch(s *stretch) (model.History, error) {
	values, err := n.store.readTogether(slotsOf(s.revs))
	if err != nil {
		return nil, err
	}
	h := make(model.History, len(values))
	for i, v := range values {
		if !isRevision(v) {
			return nil, fmt.Errorf("%w: an entry is not a revision", ErrDamaged)
		}
		if h[i], err = model.KnownRevision(v[1:], s.revs[i].id); err != nil {
			return nil, fmt.Errorf("%w: %w", ErrDamaged, err)
		}
	}
	return h, nil
}

// joined makes the views of a stretch.
func (n *Notebook) joined(s *stretch) {
	h, err := n.openStretch(s)
	if err != nil {
		s.err = err
		return
	}
	s.views = make([]model.View, len(s.counts))
	for i, count := range s.counts {
		s.views[i] = model.Join(h[:count:count])
		h = h[count:]
	}
}

// ruled makes the views of a stretch, in brief where that will do.
func (n *Notebook) ruled(s *stretch) {
	h, err := n.openStretch(s)
	if err != nil {
		s.err = err
		return
	}
	s.views = make([]model.View, len(s.counts))
	for i, count := range s.counts {
		var brief bool
		if count == 1 {
			s.views[i], brief = h[0].Ruled()
		}
		if !brief {
			s.views[i] = model.Join(h[:count:count])
		}
		h = h[count:]
	}
}
