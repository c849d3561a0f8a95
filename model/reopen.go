package model

import (
	"bytes"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// A settlement is taken back by ordinary revisions, for nothing in a history is
// ever taken out. A revision after the settlement cannot stand against what it
// settled: it comes from all sides. So the sides are written anew:
//
//  1. onto each head of now, the values of one side of the dispute; onto a single
//     one even where it holds them already, so that an edit of the settlement that
//     arrives later stands beside that side and not in its place;
//  2. every other side beside it, on the nearest common ancestor of what was in
//     dispute: over that, and over nothing later, the values are held against each
//     other. Had it the parents of its side, what that side wrote in several
//     steps would pass for what both came from, and the other value would win
//     without a word;
//  3. what is not in dispute stands in all of them as it stands now, so that it
//     joins to itself;
//  4. a field that somebody has changed since stays as it is, and so does all
//     where the heads are no longer the settlement's and what was written on it
//     by one hand;
//  5. at last it is joined, and held against what was promised: the same values
//     in dispute, all else as it was. What does not come out so is not written.
//
// An edit that had seen one side only, or the settlement and not that it was taken
// back, stands against all of them where it changed what they changed: it may then
// be in dispute although nothing was against it. Nothing is ever decided by it.

// Settlement names what settled disputes of a record.
type Settlement struct {
	Before []RevID // the heads before it
	Wrote  []RevID // the revisions that it wrote
}

// Act lists the revisions that were written together with one: those of its author
// at its moment (Revise).
func (h History) Act(with Revision) []RevID {
	var act []RevID
	for i := range h {
		if r := &h[i]; r.Author == with.Author && r.At == with.At && r.Record == with.Record {
			act = append(act, r.ID)
		}
	}
	return act
}

// Settled names the fields that a settlement settled; none when part of it is not
// here.
func (h History) Settled(s Settlement) (fields []string) {
	was, settled, ok := h.around(s)
	for _, d := range was.Disputes {
		if ok && !settled.disputed(d.Field) {
			fields = append(fields, d.Field)
		}
	}
	return fields
}

// Reopen gives the revisions that take a settlement back, so that the fields that
// it settled are in dispute again between the same values; none where it stays.
// whole says that nothing stays settled. h holds the whole history of the record.
func (h History) Reopen(s Settlement, by Author, at Clock, reason string) (revs []Revision, whole bool, err error) {
	was, settled, ok := h.around(s)
	if !ok {
		return nil, false, nil
	}
	now := Join(h)
	r := reopening{was: was, now: now, sides: was.sides(), fields: map[uint64]bool{}}
	if whole = r.choose(settled); len(r.fields) == 0 {
		return nil, false, nil
	}
	blank := Revision{Record: now.ID, Kind: now.Kind, Author: by.Key, Organisation: by.Organisation, At: now.after(at), Reason: reason}
	past, _ := h.Until(s.Before...)
	if revs, err = r.write(blank, nearest(unique(past), was.heads)); err != nil || !r.holds(Join(append(slices.Clone(h), revs...))) {
		return nil, false, err
	}
	return revs, whole, nil
}

// around gives the views before and after a settlement; false when part of it is
// not here.
func (h History) around(s Settlement) (before, after View, ok bool) {
	past, ok := h.Until(s.Before...)
	if !ok || len(s.Before) == 0 || len(s.Wrote) == 0 {
		return View{}, View{}, false
	}
	done, ok := h.Until(append(slices.Clone(s.Before), s.Wrote...)...)
	if !ok {
		return View{}, View{}, false
	}
	return Join(past), Join(done), true
}

// sides are the heads that can be read.
func (v *View) sides() []side {
	var sides []side
	for i := range v.heads {
		if v.heads[i].Redacted {
			continue
		}
		if p, err := split(v.heads[i].Body); err == nil {
			sides = append(sides, side{&v.heads[i], p})
		}
	}
	return sides
}

// reopening is a settlement on its way back.
type reopening struct {
	was, now View
	sides    []side          // of the dispute
	fields   map[uint64]bool // that become disputed again
}

// choose finds the fields that the settlement settled and that still stand so;
// false when others of them stay settled.
func (r *reopening) choose(settled View) (whole bool) {
	whole = true
	t, heads := tableOf(r.now.Kind), r.now.sides()
	for _, d := range r.was.Disputes {
		if settled.disputed(d.Field) {
			continue
		}
		k, ok := t.keyOf(d.Field)
		decided := settled.parts()[k]
		if !ok || len(heads) == 0 || slices.ContainsFunc(heads, func(s side) bool { return !bytes.Equal(s.p[k], decided) }) {
			whole = false
			continue
		}
		r.fields[k] = true
	}
	return whole
}

// keyOf is nameOf the other way round.
func (t *fieldTable) keyOf(name string) (uint64, bool) {
	if f := t.byName[name]; f != nil {
		return f.key, true
	}
	n, found := strings.CutPrefix(name, "field_")
	k, err := strconv.ParseUint(n, 10, 64)
	return k, found && err == nil
}

// write makes the revisions of cases 1 to 3.
func (r *reopening) write(blank Revision, ancestors []RevID) (revs []Revision, err error) {
	used := make([]bool, len(r.sides))
	add := func(p parts, parents ...RevID) error {
		x := blank
		if x.Body, err = p.encode(); err != nil {
			return err
		}
		x.Parents = slices.Clone(parents[:min(len(parents), MaxParents)])
		if x, err = x.sealed(); err == nil && !slices.ContainsFunc(revs, func(o Revision) bool { return o.ID == x.ID }) {
			revs = append(revs, x)
		}
		return err
	}
	heads := r.now.sides()
	for _, head := range heads {
		i := r.match(head, used)
		if i < 0 {
			return nil, nil
		}
		for j := range r.sides { // those that say the same are told with it
			used[j] = used[j] || i == j || r.same(r.sides[i].p, r.sides[j].p) && r.agree(r.sides[i].p, r.sides[j].p)
		}
		if len(heads) > 1 && r.same(head.p, r.sides[i].p) {
			continue
		}
		if err := add(r.with(head.p, r.sides[i].p), head.rev.ID); err != nil {
			return nil, err
		}
	}
	for i, s := range r.sides {
		if used[i] {
			continue
		}
		if err := add(r.asNow(s.p), ancestors...); err != nil {
			return nil, err
		}
	}
	return revs, nil
}

// match finds the side whose values a head takes: one that holds the head's own
// value in what is in dispute now, that no other head took, that it is or came
// from, and with which it agrees already, in this order; -1 for none.
func (r *reopening) match(head side, used []bool) int {
	best, worth := -1, 0
	for i, s := range r.sides {
		if !r.agree(head.p, s.p) {
			continue
		}
		w := 1
		if !used[i] {
			w += 4
		}
		if head.rev.ID == s.rev.ID || slices.Contains(head.rev.Parents, s.rev.ID) {
			w += 2
		}
		if r.same(head.p, s.p) {
			w++
		}
		if w > worth {
			best, worth = i, w
		}
	}
	return best
}

// same says whether two hold the same in the fields that become disputed again.
func (r *reopening) same(a, b parts) bool {
	for k := range r.fields {
		if !bytes.Equal(a[k], b[k]) {
			return false
		}
	}
	return true
}

// agree says whether two hold the same in what is in dispute now.
func (r *reopening) agree(a, b parts) bool {
	t := tableOf(r.now.Kind)
	return !slices.ContainsFunc(r.now.Disputes, func(d Dispute) bool {
		k, _ := t.keyOf(d.Field)
		return !bytes.Equal(a[k], b[k])
	})
}

// with gives fields the values of a side where they become disputed again.
func (r *reopening) with(p, from parts) parts {
	out := maps.Clone(p)
	for k := range r.fields {
		if val, ok := from[k]; ok {
			out[k] = val
		} else {
			delete(out, k)
		}
	}
	return out
}

// asNow gives a side what is not in dispute as it stands now.
func (r *reopening) asNow(s parts) parts {
	out, t := r.with(r.now.parts(), s), tableOf(r.now.Kind)
	for _, d := range r.now.Disputes {
		k, _ := t.keyOf(d.Field)
		if delete(out, k); len(s[k]) > 0 {
			out[k] = s[k]
		}
	}
	return out
}

// holds says whether a view is what taking back promises.
func (r *reopening) holds(v View) bool {
	t := tableOf(v.Kind)
	want := map[string][]string{}
	for _, d := range r.was.Disputes {
		if k, ok := t.keyOf(d.Field); ok && r.fields[k] {
			want[d.Field] = d.wordings()
		}
	}
	for _, d := range r.now.Disputes {
		want[d.Field] = d.wordings()
	}
	if len(want) != len(v.Disputes) {
		return false
	}
	for _, d := range v.Disputes {
		if !slices.Equal(want[d.Field], d.wordings()) {
			return false
		}
	}
	was, is := r.now.parts(), v.parts()
	return !slices.ContainsFunc(changedKeys(was, is), func(k uint64) bool {
		return want[t.nameOf(k)] == nil && !bytes.Equal(was[k], is[k])
	})
}

// wordings are the values in dispute, as they are stored, in one order.
func (d *Dispute) wordings() []string {
	out := []string{}
	for _, v := range d.Values {
		b, err := enc.Marshal(v.Value)
		if err != nil {
			return nil
		}
		out = append(out, string(b))
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// nearest are the nearest common ancestors of some heads, as far as they are here.
func nearest(set map[RevID]*Revision, hs []Revision) []RevID {
	reached := map[RevID]int{}
	for i := range hs {
		climb(set, []RevID{hs[i].ID}, func(id RevID) { reached[id]++ })
	}
	below := map[RevID]bool{}
	for id, n := range reached {
		if n == len(hs) {
			climb(set, set[id].Parents, func(up RevID) { below[up] = true })
		}
	}
	var out []RevID
	for id, n := range reached {
		if n == len(hs) && !below[id] {
			out = append(out, id)
		}
	}
	slices.SortFunc(out, func(a, b RevID) int { return bytes.Compare(a[:], b[:]) })
	return out
}
