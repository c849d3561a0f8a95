package model

import (
	"bytes"
	"cmp"
	"slices"

	"github.com/fxamacker/cbor/v2"
)

// How revisions become one view. The view is a function of the set of revisions
// alone: their order, repetition and grouping never matter, and no clock decides
// what is kept.
//
//  1. Heads are the revisions that no other one names as a parent. One head: it
//     is the record.
//  2. Several heads are joined over their one nearest common ancestor, found in
//     the graph. A field that only one side changed is taken.
//  3. A text is joined language by language.
//  4. A field changed to different values is disputed: all values stay, and the
//     view shows that of the newest head until a person settles it.
//  5. No such ancestor, or one that is missing or redacted: every difference is
//     disputed.
//  6. Withdrawing a record against editing it is a dispute, and the record stays
//     in sight.

// View is a record as its revisions join to it.
type View struct {
	ID        ID
	Kind      Kind
	Record    Record     // never nil; a disputed field holds the newest head's value
	Heads     []RevID    // newest first
	Disputes  []Dispute  // in the order of the fields
	Created   Stamp      // of the oldest revision that can be read here
	Written   Stamp      // of the newest head
	Revisions int        // how many are known here
	Broken    bool       // nothing readable: all content redacted, or not of this kind
	heads     []Revision // newest first
	fields    parts
}

// Stamp says who wrote a revision, when, for whom. The time is shown, it never
// decides.
type Stamp struct {
	Revision     RevID
	Author       Key
	Organisation string
	At           Clock
	Reason       string
}

// Dispute is a field that concurrent edits left open.
type Dispute struct {
	Field  string         // its name: title, date, withdrawn, …
	Values []DisputeValue // at least two, newest first
}

// DisputeValue is one of the values and who holds it.
type DisputeValue struct {
	Stamp
	Value any // as in the record's struct: Text, Date, string, []string, …
}

// Disputed says whether any field is in dispute.
func (v View) Disputed() bool { return len(v.Disputes) > 0 }

// stamp is the revision's stamp.
func (r *Revision) stamp() Stamp {
	return Stamp{Revision: r.ID, Author: r.Author, Organisation: r.Organisation, At: r.At, Reason: r.Reason}
}

// Join makes the view of one record. An empty history gives the zero view.
// Revisions of another record or kind than the first by (record, kind) are
// passed over, so that no mixture makes it fail.
func Join(h History) View {
	if len(h) == 1 { // most records have no more
		r := &h[0]
		stamp := r.stamp()
		v := View{ID: r.Record, Kind: r.Kind, Heads: []RevID{r.ID}, Revisions: 1, heads: h[:1:1], Written: stamp, Created: stamp}
		v.take(r.Body)
		return v
	}
	set := unique(h)
	if len(set) == 0 {
		return View{}
	}
	hs := headsOf(set)
	v := View{ID: hs[0].Record, Kind: hs[0].Kind, Revisions: len(set), heads: hs, Written: hs[0].stamp(), Created: oldest(set).stamp()}
	for i := range hs {
		v.Heads = append(v.Heads, hs[i].ID)
	}
	if len(hs) == 1 {
		v.take(hs[0].Body)
		return v
	}
	v.join(ancestor(set, hs))
	return v
}

// unique drops repeats; of a full and a redacted copy the redacted one stays.
func unique(h History) map[RevID]*Revision {
	if len(h) == 0 {
		return nil
	}
	lead := &h[0]
	for i := range h {
		if c := bytes.Compare(h[i].Record[:], lead.Record[:]); c < 0 || c == 0 && h[i].Kind < lead.Kind {
			lead = &h[i]
		}
	}
	set := make(map[RevID]*Revision, len(h))
	for i := range h {
		r := &h[i]
		if r.Record != lead.Record || r.Kind != lead.Kind {
			continue
		}
		if old := set[r.ID]; old == nil || r.Redacted && !old.Redacted {
			set[r.ID] = r
		}
	}
	return set
}

// headsOf sorts the heads newest first. Hashes make a cycle impossible; where a
// made-up history has one, every revision counts as a head.
func headsOf(set map[RevID]*Revision) []Revision {
	named := map[RevID]bool{}
	for _, r := range set {
		for _, p := range r.Parents {
			if p != r.ID {
				named[p] = true
			}
		}
	}
	var hs []Revision
	for id, r := range set {
		if !named[id] {
			hs = append(hs, *r)
		}
	}
	if len(hs) == 0 {
		for _, r := range set {
			hs = append(hs, *r)
		}
	}
	slices.SortFunc(hs, newestFirst)
	return hs
}

func newestFirst(a, b Revision) int {
	return cmp.Or(cmp.Compare(b.At, a.At), bytes.Compare(a.ID[:], b.ID[:]))
}

// oldest is the first revision whose content is here, or the first of all. What it
// came from is older than it, whatever the clocks say.
func oldest(set map[RevID]*Revision) *Revision {
	var o *Revision
	older := func(r *Revision) {
		if o == nil || o.Redacted && !r.Redacted || o.Redacted == r.Redacted && newestFirst(*o, *r) < 0 {
			o = r
		}
	}
	for _, r := range set {
		older(r)
	}
	for range set { // upwards; no longer, should a made-up history have a cycle
		from := o
		o = nil
		climb(set, from.Parents, func(up RevID) {
			if r := set[up]; !r.Redacted || from.Redacted {
				older(r)
			}
		})
		if o == nil {
			return from
		}
	}
	return o
}

// ancestor is the one nearest common ancestor of the heads, or nil: when there
// are several, when part of the ancestry is not here, or when it was redacted.
func ancestor(set map[RevID]*Revision, hs []Revision) *Revision {
	reached := map[RevID]int{}
	for i := range hs {
		if !climb(set, []RevID{hs[i].ID}, func(id RevID) { reached[id]++ }) {
			return nil
		}
	}
	below := map[RevID]bool{} // common ancestors of common ancestors
	for id, n := range reached {
		if n == len(hs) {
			climb(set, set[id].Parents, func(up RevID) { below[up] = true })
		}
	}
	var best *Revision
	for id, n := range reached {
		if n != len(hs) || below[id] {
			continue
		}
		if best != nil {
			return nil
		}
		best = set[id]
	}
	if best != nil && best.Redacted {
		return nil
	}
	return best
}

// climb visits the revisions and all their ancestors, each once. It says false
// when one of them is not in the set.
func climb(set map[RevID]*Revision, from []RevID, visit func(RevID)) bool {
	whole, seen, todo := true, map[RevID]bool{}, slices.Clone(from)
	for len(todo) > 0 {
		id := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if seen[id] {
			continue
		}
		seen[id] = true
		r := set[id]
		if r == nil {
			whole = false
			continue
		}
		visit(id)
		todo = append(todo, r.Parents...)
	}
	return whole
}

// join fills the view from several heads over base (nil: nothing joins by
// itself).
func (v *View) join(base *Revision) {
	t := tableOf(v.Kind)
	var bp parts
	if base != nil {
		if bp, _ = split(base.Body); bp == nil {
			base = nil
		}
	}
	var sides []side
	keys := map[uint64]bool{}
	for i := range v.heads {
		if v.heads[i].Redacted {
			continue
		}
		p, err := split(v.heads[i].Body)
		if err != nil {
			continue
		}
		sides = append(sides, side{&v.heads[i], p})
		for k := range p {
			keys[k] = true
		}
	}
	for k := range bp {
		keys[k] = true
	}
	joined, open := parts{}, map[uint64][]side{}
	for k := range keys {
		val, values := settle(k, sides, bp, base != nil)
		if len(values) > 1 && base != nil && t.byKey[k] != nil && t.byKey[k].text {
			if text, ok := joinText(k, values, bp); ok {
				val, values = text, nil
			}
		}
		if len(val) > 0 {
			joined[k] = val
		}
		if len(values) > 1 {
			open[k] = values
		}
	}
	v.withdrawal(sides, bp, base != nil, joined, open)
	body, err := joined.encode()
	if err != nil {
		body = nil
	}
	v.take(body)
	v.dispute(t, open)
}

// side is one readable head with its fields.
type side struct {
	rev *Revision
	p   parts
}

// settle finds a field's value and, where heads differ, one head for each live
// value, newest first.
func settle(k uint64, sides []side, base parts, based bool) (val cbor.RawMessage, values []side) {
	val = base[k]
	for _, s := range sides {
		if based && bytes.Equal(s.p[k], base[k]) {
			continue
		}
		if !slices.ContainsFunc(values, func(o side) bool { return bytes.Equal(o.p[k], s.p[k]) }) {
			values = append(values, s)
		}
	}
	if len(values) > 0 {
		val = values[0].p[k]
	}
	return val, values
}

// joinText joins a text by language; false when two changed the same language.
func joinText(k uint64, values []side, base parts) (cbor.RawMessage, bool) {
	var was Text
	if len(base[k]) > 0 && dec.Unmarshal(base[k], &was) != nil {
		return nil, false
	}
	out, changed := Text{}, map[string]string{}
	for l, s := range was {
		out[l] = s
	}
	for _, s := range values {
		var now Text
		if len(s.p[k]) > 0 && dec.Unmarshal(s.p[k], &now) != nil {
			return nil, false
		}
		for _, l := range append(now.Languages(), was.Languages()...) {
			if now[l] == was[l] {
				continue
			}
			if c, ok := changed[l]; ok && c != now[l] {
				return nil, false
			}
			changed[l] = now[l]
			out[l] = now[l]
			if now[l] == "" {
				delete(out, l)
			}
		}
	}
	if len(out) == 0 {
		return nil, true
	}
	b, err := enc.Marshal(out)
	return b, err == nil
}

// keyWithdrawn is the stored key of Common.Withdrawn.
const keyWithdrawn = 3

// withdrawal opens a dispute where one side withdrew the record and another
// edited it, and keeps the record in sight meanwhile.
func (v *View) withdrawal(sides []side, base parts, based bool, joined parts, open map[uint64][]side) {
	if len(joined[keyWithdrawn]) == 0 {
		return
	}
	var gone, edited []side
	for _, s := range sides {
		switch {
		case len(s.p[keyWithdrawn]) > 0:
			gone = append(gone, s)
		case !based || !sameParts(s.p, base):
			edited = append(edited, s)
		}
	}
	if len(gone) == 0 || len(edited) == 0 {
		return
	}
	delete(joined, keyWithdrawn)
	both := []side{gone[0], edited[0]}
	sortRows(both, func(a, b side) int { return newestFirst(*a.rev, *b.rev) })
	open[keyWithdrawn] = both
}

func sameParts(a, b parts) bool {
	if len(a) != len(b) {
		return false
	}
	for k := range a {
		if !bytes.Equal(a[k], b[k]) {
			return false
		}
	}
	return true
}

// take decodes the joined fields into the view's record.
func (v *View) take(body []byte) {
	rec, err := New(v.Kind)
	if err != nil {
		rec = &Observation{}
		v.Broken = true
	}
	if len(body) == 0 || err == nil && readBody(body, rec) != nil {
		v.Broken = true
	}
	rec.Base().ID = v.ID
	v.Record = rec
	if len(v.heads) > 1 {
		v.fields, _ = split(body)
	}
}

// dispute lists the open fields in their order, each with its values.
func (v *View) dispute(t *fieldTable, open map[uint64][]side) {
	keys := make([]uint64, 0, len(open))
	for k := range open {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	for _, k := range keys {
		d := Dispute{Field: t.nameOf(k)}
		for _, s := range open[k] {
			var value any
			if rec, err := s.rev.Fields(); err == nil {
				value = FieldValue(rec, d.Field)
			}
			d.Values = append(d.Values, DisputeValue{Stamp: s.rev.stamp(), Value: value})
		}
		v.Disputes = append(v.Disputes, d)
	}
}

// parts gives the joined fields, split.
func (v *View) parts() parts {
	if v.fields != nil {
		return v.fields
	}
	if len(v.heads) == 1 {
		if p, err := split(v.heads[0].Body); err == nil {
			return p
		}
	}
	return parts{}
}

// HeadStamps says who wrote each head, newest first.
func (v View) HeadStamps() []Stamp {
	if len(v.heads) == 0 {
		return []Stamp{v.Written}
	}
	out := make([]Stamp, len(v.heads))
	for i := range v.heads {
		out[i] = v.heads[i].stamp()
	}
	return out
}
