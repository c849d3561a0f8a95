package model

import (
	"bytes"
	"slices"
)

// Whose a value in dispute is. The revision that holds it need not be its
// author's: who settles one field of several writes all sides anew (Revise), and
// so does who takes a settlement back (Reopen). So the value is followed:
//
//  1. to the first of those from which it was taken over unchanged, but not into
//     what all sides came from: whoever kept what another withdrew holds it since
//     then;
//  2. where that one gave a reason, and did not have the value from what it came
//     from but from elsewhere: to the newest other revision before it that held
//     the value, and on from there.

// Holders gives the disputes of a view with who first wrote each value, and when.
// The revision that is named stays the head that holds the value now. h holds the
// whole history of the record.
func (h History) Holders(v View) []Dispute {
	if len(v.Disputes) == 0 {
		return nil
	}
	f := tracing{set: unique(h), split: map[RevID]parts{}, common: map[RevID]bool{}}
	f.order = causal(f.set)
	reached := map[RevID]int{}
	for _, head := range v.Heads {
		climb(f.set, []RevID{head}, func(id RevID) {
			reached[id]++
			f.common[id] = reached[id] == len(v.Heads)
		})
	}
	out := slices.Clone(v.Disputes)
	for i := range out {
		k, ok := tableOf(v.Kind).keyOf(out[i].Field)
		out[i].Values = slices.Clone(out[i].Values)
		for j := range out[i].Values {
			stamp := &out[i].Values[j].Stamp
			if first := f.first(f.set[stamp.Revision], k); ok && first != nil {
				head := stamp.Revision
				*stamp = first.stamp()
				stamp.Revision = head
			}
		}
	}
	return out
}

// tracing is a history in which values are followed back.
type tracing struct {
	set    map[RevID]*Revision
	order  []*Revision // ancestors first
	common map[RevID]bool
	split  map[RevID]parts
}

// value is what a revision holds in a field; false where it cannot be read.
func (f *tracing) value(r *Revision, k uint64) ([]byte, bool) {
	if r == nil || r.Redacted {
		return nil, false
	}
	p, known := f.split[r.ID]
	if !known {
		p, _ = split(r.Body)
		f.split[r.ID] = p
	}
	return p[k], p != nil
}

// first is the revision that first wrote the value which another holds; nil where
// that cannot be read.
func (f *tracing) first(r *Revision, k uint64) *Revision {
	val, ok := f.value(r, k)
	if !ok {
		return nil
	}
	holds := func(r *Revision) bool {
		got, ok := f.value(r, k)
		return ok && bytes.Equal(got, val)
	}
	for range f.order { // upwards; no longer, should a made-up history have a cycle
		if at := slices.IndexFunc(r.Parents, func(p RevID) bool { return !f.common[p] && holds(f.set[p]) }); at >= 0 {
			r = f.set[r.Parents[at]]
			continue
		}
		if r.Reason == "" {
			return r
		}
		earlier := f.before(r, holds)
		if earlier == nil {
			return r
		}
		r = earlier
	}
	return r
}

// before is the newest revision before another, and of no act with it, for which
// something holds.
func (f *tracing) before(r *Revision, holds func(*Revision) bool) *Revision {
	for _, o := range slices.Backward(f.order) {
		if o.At < r.At && !f.common[o.ID] && holds(o) {
			return o
		}
	}
	return nil
}
