package notebook

import (
	"context"
	"fmt"
	"runtime"
	"runtime/debug"
	"sync"

	"plumbline/model"
)

// The full text index is built after the notebook is open, beside the work. A
// record that changes meanwhile gets a new document and is indexed at the end.

// Ready is closed when the index is built, or never will be. An index that was to
// be built later is begun by the first call. What a large merge
// brought is indexed when somebody asks for it the first time, in the background:
// then there is a new one, closed when all can be found.
func (n *Notebook) Ready() <-chan struct{} {
	n.mu.RLock()
	ready, behind, later := n.ready, n.bulk && !n.catching, n.later
	n.mu.RUnlock()
	if behind {
		n.catchUp()
	}
	if later {
		n.beginIndex()
	}
	return ready
}

// Gathered says how many records the words are gathered of, and of how many, while
// the index is built; 0 of 0 otherwise. It waits for nothing.
func (n *Notebook) Gathered() (done, total int) {
	return int(min(n.indexed.Load(), n.toIndex.Load())), int(n.toIndex.Load())
}

// beginIndex builds an index that nobody had asked for.
func (n *Notebook) beginIndex() {
	n.mu.Lock()
	defer n.mu.Unlock()
	switch {
	case !n.later:
		return
	case n.closed:
		n.failed = ErrClosed
		close(n.ready)
	default:
		n.work.Go(func() { n.buildIndex(n.ctx) })
	}
	n.later = false
}

// giveBack is from how many documents on building an index leaves so much behind that the system gets it back at once:
// what was read for it is many times what is kept.
const giveBack = 10_000

// indexStretch is how many records one read of the index builder takes.
const indexStretch = 256

func (n *Notebook) buildIndex(ctx context.Context) {
	n.mu.RLock()
	docs, ready := len(n.book.docs), n.ready
	n.mu.RUnlock()
	defer close(ready)
	if docs >= giveBack {
		defer debug.FreeOSMemory()
	}
	if n.loadIndex(ctx) {
		return
	}
	n.indexed.Store(0)
	n.toIndex.Store(int64(docs))
	defer n.toIndex.Store(0)
	workers := min(max(runtime.GOMAXPROCS(0), 1), 4)
	builders := make([]*model.IndexBuilder, workers)
	errs := make([]error, workers)
	var wg sync.WaitGroup
	for i := range workers {
		builders[i] = model.NewIndexBuilder()
		from, to := docs*i/workers, docs*(i+1)/workers
		wg.Go(func() {
			x := indexing{n: n, to: builders[i]}
			for ; from < to && errs[i] == nil && ctx.Err() == nil; from += indexStretch {
				errs[i] = x.docs(uint32(from), uint32(min(from+indexStretch, to)))
				n.indexed.Add(int64(min(indexStretch, to-from)))
			}
		})
	}
	wg.Wait()
	n.store.letGo()
	index := model.NewIndex(builders...)
	n.mu.Lock()
	defer n.mu.Unlock()
	for _, err := range errs {
		if err != nil {
			n.failed = fmt.Errorf("build the index: %w", err)
		}
	}
	if ctx.Err() != nil {
		n.failed = ErrClosed
	}
	if n.failed != nil {
		return
	}
	n.index = index
	for doc := range uint32(docs) { // changed since: found under their new document
		if n.book.rows[n.book.docs[doc]].doc != doc {
			index.Remove(doc)
		}
	}
	late := n.late
	n.late = nil
	for _, at := range late {
		n.failed = n.indexLate(at)
		if n.failed != nil {
			return
		}
	}
}

// indexing is one worker of an index that is built. Its room serves for one stretch
// after the other.
type indexing struct {
	n     *Notebook
	to    *model.IndexBuilder
	words []string
	stretch
}

// docs reads the records of a stretch of documents and notes their words.
func (x *indexing) docs(from, to uint32) error {
	var docs []uint32
	n := x.n
	x.again()
	n.mu.RLock()
	for doc := from; doc < to; doc++ {
		if r := &n.book.rows[n.book.docs[doc]]; r.doc == doc {
			revs := n.book.revs(r)
			x.revs = append(x.revs, revs...)
			docs, x.counts = append(docs, doc), append(x.counts, len(revs))
		}
	}
	n.mu.RUnlock()
	if err := n.openStretch(&x.stretch); err != nil {
		return err
	}
	h := x.h
	for i, count := range x.counts {
		var plain bool
		if x.words = x.words[:0]; count == 1 {
			x.words, plain = h[0].Searched(x.words)
		}
		if !plain {
			x.words = wordsOf(x.words, model.Join(h[:count:count]).Record)
		}
		x.to.Add(docs[i], x.words...)
		h = h[count:]
	}
	return nil
}

func wordsOf(to []string, r model.Record) []string {
	model.Words(r, func(s string) { to = append(to, s) })
	return to
}

// reindex puts a changed row into the book and its words into the index.
// n.mu is held.
func (n *Notebook) reindex(r *sketch, v *model.View) {
	if at, ok := n.book.find(r.id); ok && n.index != nil {
		n.index.Remove(n.book.rows[at].doc)
	}
	r.doc = uint32(len(n.book.docs))
	at := n.book.put(r, v)
	n.book.docs = append(n.book.docs, at)
	n.touched = true
	if n.later {
		return
	}
	if n.index == nil {
		n.late = append(n.late, at)
		return
	}
	n.index.Add(r.doc, wordsOf(nil, v.Record)...)
}

// indexLate notes the words of a row that changed before the index was ready.
// A row that changed twice stands in the list twice, and is noted at the first.
func (n *Notebook) indexLate(at uint32) error {
	r := &n.book.rows[at]
	v, err := n.view(n.book.slots(r))
	if err != nil {
		return err
	}
	n.lateOnce(at, &v)
	return nil
}

// lateOnce gives the row a fresh document, above all that were added before it.
func (n *Notebook) lateOnce(at uint32, v *model.View) {
	r := &n.book.rows[at]
	n.index.Remove(r.doc)
	r.doc = uint32(len(n.book.docs))
	n.book.docs = append(n.book.docs, at)
	n.index.Add(r.doc, wordsOf(nil, v.Record)...)
}

// reindexLater puts a changed row into the book; its words are noted by catchUp.
// Until then Ready waits. n.mu is held.
func (n *Notebook) reindexLater(r *sketch, v *model.View) {
	if n.index == nil {
		n.reindex(r, v)
		return
	}
	if at, ok := n.book.find(r.id); ok {
		n.index.Remove(n.book.rows[at].doc)
	}
	r.doc = uint32(len(n.book.docs))
	at := n.book.put(r, v)
	n.book.docs = append(n.book.docs, at)
	n.late = append(n.late, at)
	if !n.bulk {
		n.bulk, n.ready = true, make(chan struct{})
	}
}

// catchUp notes in the background the words of what a large merge brought.
func (n *Notebook) catchUp() {
	n.mu.Lock()
	defer n.mu.Unlock()
	if !n.bulk || n.catching || n.closed {
		return
	}
	n.catching = true
	n.work.Go(func() {
		for n.catchUpSome() {
		}
	})
}

// catchUpSome notes some of them; false when none is left.
func (n *Notebook) catchUpSome() bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	for range 64 {
		if n.ctx.Err() != nil && n.failed == nil {
			n.failed = ErrClosed
		}
		if len(n.late) == 0 || n.failed != nil {
			n.late, n.bulk, n.catching = nil, false, false
			close(n.ready)
			return false
		}
		at := n.late[0]
		n.late = n.late[1:]
		n.failed = n.indexLate(at)
	}
	return true
}
