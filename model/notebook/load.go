package notebook

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"slices"
	"time"

	"plumbline/model"
	"plumbline/model/parcel"
	"plumbline/model/seal"
)

// loaded is what one reading of the whole store gives.
type loaded struct {
	head   head
	book   *book
	clock  model.Clock // past every believable stamp
	now    time.Time
	self   *self
	drafts map[string]uint64 // slot by key
	sets   map[string]uint64
	more   map[model.ID][]rev // records with several revisions
}

// item is one value, read.
type item struct {
	slot     uint64
	kind     byte
	key      string // of a draft or setting
	self     *self
	rev      rev
	record   model.ID
	at       model.Clock
	file     *fileOf // of evidence
	manifest *parcel.Manifest
	merge    *merged
	first    bool // a revision without parents, and sketch is its record: most have no other
	sketch   sketch
	view     *model.View // beside it, for kinds that the book asks more of
}

// stretchRead are the values of one page, read.
type stretchRead struct {
	page  int
	items []item
}

// load reads a store file: every value opened, held against the head, and
// turned into rows. Damage anywhere is an error, and nothing is kept.
//
// Workers open the pages, and what they read is put into the book beside them, page
// by page in the order of slots: nothing waits in memory for the end. step, where it
// is set, hears how far that is, and ends it with an error.
func load(st *store, keys *seal.Keys, now time.Time, step func(done, total int) error) (*loaded, error) {
	info, err := st.file.Stat()
	if err != nil {
		return nil, err
	}
	l := &loaded{now: now, drafts: map[string]uint64{}, sets: map[string]uint64{}, more: map[model.ID][]rev{}}
	workers := make([]*reading, scanWorkers())
	read, spare := make(chan *stretchRead, 4*len(workers)), make(chan *stretchRead, 8*len(workers))
	s := scan{file: st.file, size: info.Size(), keys: keys, box: st.box, workers: len(workers)}
	for i := range workers {
		workers[i] = &reading{read: read, spare: spare, now: &stretchRead{}}
	}
	s.each = func(worker int, slot uint64, value []byte) error { return workers[worker].value(slot, value) }
	s.paged = func(worker, page int) { workers[worker].paged(page) }
	taken := make(chan struct{})
	go func() {
		defer close(taken)
		l.takeAll(read, spare, &s, step)
	}()
	err = s.run()
	close(read)
	<-taken
	if err == nil {
		err = s.err // step may have ended it at the last page
	}
	if err != nil {
		return nil, err
	}
	if l.self == nil {
		return nil, fmt.Errorf("%w: it has no owner", ErrDamaged)
	}
	l.head = *s.head
	return l, l.takeMore(st.read)
}

// reading is what one worker of a load reads.
type reading struct {
	read, spare chan *stretchRead
	now         *stretchRead
	look        model.Observation // read into again and again
}

func (w *reading) value(slot uint64, value []byte) error {
	w.now.items = append(w.now.items, item{})
	return w.now.items[len(w.now.items)-1].read(slot, value, &w.look)
}

// paged hands over what was read of a page.
func (w *reading) paged(page int) {
	w.now.page = page
	w.read <- w.now
	select {
	case w.now = <-w.spare:
		clear(w.now.items)
		w.now.items = w.now.items[:0]
	default:
		w.now = &stretchRead{}
	}
}

// takeAll puts what was read into the book, in the order of pages.
func (l *loaded) takeAll(read <-chan *stretchRead, spare chan<- *stretchRead, s *scan, step func(done, total int) error) {
	early := map[int]*stretchRead{}
	next, done := 0, 0
	for r := range read {
		if l.book == nil {
			l.book = newBook(s.expected())
		}
		for early[r.page] = r; early[next] != nil; next++ {
			r := early[next]
			delete(early, next)
			for i := range r.items {
				l.take(&r.items[i])
			}
			if done += len(r.items); step != nil {
				if err := step(done, s.expected()); err != nil {
					step = nil
					s.end(err)
				}
			}
			select {
			case spare <- r:
			default:
			}
		}
	}
	if l.book == nil {
		l.book = newBook(0)
	}
}

// read reads one opened value; a revision with the help of look.
func (it *item) read(slot uint64, value []byte, look *model.Observation) (err error) {
	it.slot = slot
	if len(value) == 0 {
		return fmt.Errorf("%w: slot %d is empty", ErrDamaged, slot)
	}
	it.kind = value[0]
	switch it.kind {
	case revisionEntry, unprovenEntry, standInEntry:
		err = it.readRevision(value[1:], look)
	case manifestEntry:
		it.manifest, err = parcel.KeptManifest(value[1:])
	case mergeEntry:
		it.merge, err = readMerge(value[1:])
	case selfEntry:
		it.self, err = parseSelf(value)
	case draftEntry, settingEntry:
		it.key, _, err = parseLocal(value)
	default:
		err = fmt.Errorf("slot %d holds an unknown kind of entry: %w", slot, ErrNewer)
	}
	return err
}

func (it *item) readRevision(b []byte, look *model.Observation) error {
	r, err := model.LookRevision(b)
	if err != nil { // its seal held: not damage, but a form we do not know
		return fmt.Errorf("slot %d holds an unknown form of revision: %w", it.slot, ErrNewer)
	}
	it.record, it.at = r.Record, r.At
	it.rev = rev{id: r.ID, slot: it.slot, kind: it.kind, gone: r.Redacted && it.kind == revisionEntry}
	var rec model.Record
	if len(r.Parents) == 0 && r.Brief(look) == nil {
		stamp := model.Stamp{Revision: r.ID, Author: r.Author, Organisation: r.Organisation, At: r.At}
		it.first, it.sketch, rec = true, rowOf(&model.View{ID: r.Record, Kind: r.Kind, Record: look, Created: stamp, Written: stamp}), look
	} else if len(r.Parents) == 0 {
		r.Body = bytes.Clone(r.Body) // the view may be kept
		v := model.Join(model.History{r})
		it.first, it.sketch, rec = true, rowOf(&v), v.Record
		if r.Kind == model.KindEvidence || r.Kind == model.KindMember {
			it.view = &v
		}
	} else if rec, err = r.Fields(); err != nil {
		rec, _ = model.New(r.Kind)
	}
	it.rev.shared = it.kind != standInEntry && shares(&r, rec)
	if e, ok := rec.(*model.Evidence); ok && e.Blob != "" && e.SHA256 != "" {
		it.file = &fileOf{r.Record, e.Blob, e.SHA256}
	}
	return nil
}

// take puts one value into the book. A record's first revision makes its row
// where it has no parents; what comes later is put together by takeMore.
func (l *loaded) take(it *item) {
	switch it.kind {
	case selfEntry:
		l.self = it.self
		return
	case draftEntry:
		l.drafts[it.key] = it.slot
		return
	case settingEntry:
		l.sets[it.key] = it.slot
		return
	case manifestEntry:
		l.book.keepManifest(it.slot, it.manifest)
		return
	case mergeEntry:
		l.book.merges[it.merge.Parcel] = keptMerge{it.slot, it.merge}
		for _, s := range it.merge.Refs {
			if ref, ok := model.ParseRef(s); ok {
				l.book.count(ref)
			}
		}
		return
	}
	b := l.book
	l.clock = l.clock.Seen(it.at, l.now)
	if it.file != nil {
		b.noteBlob(it.file.sha, it.file.blob)
	}
	if list, ok := l.more[it.record]; ok {
		l.more[it.record] = append(list, it.rev)
		return
	}
	if n, ok := b.find(it.record); ok {
		l.more[it.record] = []rev{b.rows[n].only[0], it.rev}
		return
	}
	if !it.first {
		l.more[it.record] = []rev{it.rev}
		return
	}
	it.sketch.only[0] = it.rev
	it.sketch.doc = uint32(len(b.docs))
	b.docs = append(b.docs, b.put(&it.sketch, it.view))
}

// takeMore joins the records that have several revisions, in the order of their
// first slots.
func (l *loaded) takeMore(read func(slots ...uint64) ([][]byte, error)) error {
	ids := make([]model.ID, 0, len(l.more))
	for id := range l.more {
		ids = append(ids, id)
	}
	slices.SortFunc(ids, func(a, b model.ID) int {
		return cmp.Or(cmp.Compare(l.more[a][0].slot, l.more[b][0].slot), bytes.Compare(a[:], b[:]))
	})
	b := l.book
	for _, id := range ids {
		values, err := read(slotsOf(l.more[id])...)
		if err != nil {
			return err
		}
		h, err := history(values)
		if err != nil {
			return err
		}
		v := model.Join(h)
		s := rowOf(&v)
		s.revs = l.more[id]
		if n, ok := b.find(id); ok {
			s.doc = b.rows[n].doc
			b.put(&s, &v)
			continue
		}
		s.doc = uint32(len(b.docs))
		b.docs = append(b.docs, b.put(&s, &v))
	}
	l.more = nil
	return nil
}

// history decodes revision entries.
func history(values [][]byte) (model.History, error) {
	h := make(model.History, len(values))
	for i, v := range values {
		if !isRevision(v) {
			return nil, fmt.Errorf("%w: an entry is not a revision", ErrDamaged)
		}
		r, err := model.DecodeRevision(v[1:])
		if err != nil {
			return nil, errors.Join(ErrDamaged, err)
		}
		h[i] = r
	}
	return h, nil
}
