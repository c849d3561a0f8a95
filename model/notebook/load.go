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
	row      *row        // of a revision without parents: most records have no other
	view     *model.View // beside it, for kinds that the book asks more of
}

// load reads a store file: every value opened, held against the head, and
// turned into rows. Damage anywhere is an error, and nothing is kept.
func load(st *store, keys *seal.Keys, now time.Time) (*loaded, error) {
	info, err := st.file.Stat()
	if err != nil {
		return nil, err
	}
	items := make([][]*item, scanWorkers())
	s := scan{file: st.file, size: info.Size(), keys: keys, box: st.box, workers: len(items)}
	s.each = func(worker int, slot uint64, value []byte) error {
		it, err := readItem(slot, value)
		items[worker] = append(items[worker], it)
		return err
	}
	if err := s.run(); err != nil {
		return nil, err
	}
	all := slices.Concat(items...)
	items = nil
	slices.SortFunc(all, func(a, b *item) int { return cmp.Compare(a.slot, b.slot) })
	l := &loaded{head: *s.head, now: now, book: newBook(len(all)), drafts: map[string]uint64{}, sets: map[string]uint64{}}
	more := map[model.ID][]*item{} // records with several revisions
	for _, it := range all {
		l.take(it, more)
	}
	if l.self == nil {
		return nil, fmt.Errorf("%w: it has no owner", ErrDamaged)
	}
	return l, l.takeMore(more, st.read)
}

// readItem reads one opened value.
func readItem(slot uint64, value []byte) (it *item, err error) {
	it = &item{slot: slot}
	if len(value) == 0 {
		return it, fmt.Errorf("%w: slot %d is empty", ErrDamaged, slot)
	}
	it.kind = value[0]
	switch it.kind {
	case revisionEntry, unprovenEntry, standInEntry:
		err = it.readRevision(value[1:])
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
	return it, err
}

func (it *item) readRevision(b []byte) error {
	r, err := model.LookRevision(b)
	if err != nil { // its seal held: not damage, but a form we do not know
		return fmt.Errorf("slot %d holds an unknown form of revision: %w", it.slot, ErrNewer)
	}
	it.record, it.at = r.Record, r.At
	it.rev = rev{id: r.ID, slot: it.slot, kind: it.kind, gone: r.Redacted && it.kind == revisionEntry}
	var rec model.Record
	if o, err := r.Brief(); err == nil && len(r.Parents) == 0 {
		stamp := model.Stamp{Revision: r.ID, Author: r.Author, Organisation: r.Organisation, At: r.At}
		row := rowOf(&model.View{ID: r.Record, Kind: r.Kind, Record: o, Created: stamp, Written: stamp})
		it.row, rec = &row, o
	} else if len(r.Parents) == 0 {
		r.Body = bytes.Clone(r.Body) // the view may be kept
		v := model.Join(model.History{r})
		row := rowOf(&v)
		it.row, rec = &row, v.Record
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
func (l *loaded) take(it *item, more map[model.ID][]*item) {
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
	if list, ok := more[it.record]; ok {
		more[it.record] = append(list, it)
		return
	}
	if n, ok := b.at[it.record]; ok {
		first := &item{slot: b.rows[n].revs[0].slot, rev: b.rows[n].revs[0]}
		more[it.record] = []*item{first, it}
		return
	}
	if it.row == nil {
		more[it.record] = []*item{it}
		return
	}
	it.row.revs = []rev{it.rev}
	it.row.doc = uint32(len(b.docs))
	b.docs = append(b.docs, b.put(*it.row, it.view))
}

// takeMore joins the records that have several revisions, in the order of their
// first slots.
func (l *loaded) takeMore(more map[model.ID][]*item, read func(slots ...uint64) ([][]byte, error)) error {
	ids := make([]model.ID, 0, len(more))
	for id := range more {
		ids = append(ids, id)
	}
	slices.SortFunc(ids, func(a, b model.ID) int {
		return cmp.Or(cmp.Compare(more[a][0].slot, more[b][0].slot), bytes.Compare(a[:], b[:]))
	})
	b := l.book
	for _, id := range ids {
		var slots []uint64
		var revs []rev
		for _, it := range more[id] {
			slots, revs = append(slots, it.slot), append(revs, it.rev)
		}
		values, err := read(slots...)
		if err != nil {
			return err
		}
		h, err := history(values)
		if err != nil {
			return err
		}
		v := model.Join(h)
		r := rowOf(&v)
		r.revs = revs
		if n, ok := b.at[id]; ok {
			r.doc = b.rows[n].doc
			b.put(r, &v)
			continue
		}
		r.doc = uint32(len(b.docs))
		b.docs = append(b.docs, b.put(r, &v))
	}
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
