package model

import (
	"bytes"
	"fmt"
	"slices"
)

// Revise gives the revisions that saving next writes, where seen is the view on
// which the form was opened (the zero view for a new record). No revision when
// nothing changed. Usually it is one:
//
//  1. Nothing is in dispute, or this settles all that is: one revision, with
//     every head seen as a parent. A revision that arrived meanwhile is not
//     among them, so it is joined with ours, not undone.
//  2. A dispute stays open: the changed and settled fields are written onto
//     every head, one revision each, so that the open field stays open and the
//     new value is not disputed by what its author had already seen.
//
// A disputed field counts as settled when its value changes or when settle
// names it. Fields that a newer program wrote are carried along. The revision's
// clock is at, or just past what its author had seen where at lies before that:
// a wall clock that was set back makes nothing older than what it came from.
func Revise(seen View, next Record, by Author, at Clock, reason string, settle ...string) ([]Revision, error) {
	if seen.Record != nil && seen.Kind != next.Kind() {
		return nil, fmt.Errorf("revise: a %s cannot become a %s", seen.Kind, next.Kind())
	}
	now, err := seen.next(next)
	if err != nil {
		return nil, err
	}
	changed := changedKeys(seen.parts(), now)
	for _, name := range settle {
		if f := tableOf(next.Kind()).byName[name]; f != nil && seen.disputed(name) && !slices.Contains(changed, f.key) {
			changed = append(changed, f.key)
		}
	}
	if len(seen.Heads) > 0 && len(changed) == 0 {
		return nil, nil
	}
	blank := Revision{Record: next.Base().ID, Kind: next.Kind(), Author: by.Key, Organisation: by.Organisation, At: seen.after(at), Reason: reason}
	if len(seen.Heads) > 0 {
		blank.Record = seen.ID
	}
	if seen.staysOpen(changed) {
		return seen.onEveryHead(blank, now, changed)
	}
	if blank.Body, err = now.encode(); err != nil {
		return nil, fmt.Errorf("encode %s: %w", next.Kind(), err)
	}
	blank.Parents = slices.Clone(seen.Heads[:min(len(seen.Heads), MaxParents)])
	r, err := blank.sealed()
	if err != nil {
		return nil, err
	}
	return []Revision{r}, nil
}

// after is at, or the stamp just past every head.
func (v *View) after(at Clock) Clock {
	for i := range v.heads {
		if h := v.heads[i].At; h >= at {
			at = max(h, h+1) // there is none past the last of all
		}
	}
	return at
}

// next encodes the record's fields, with what only a newer program understands
// carried over from the view.
func (v *View) next(rec Record) (parts, error) {
	b, err := enc.Marshal(rec)
	if err != nil {
		return nil, fmt.Errorf("encode %s: %w", rec.Kind(), err)
	}
	if len(b) > MaxBody {
		return nil, ErrTooLarge
	}
	p, err := split(b)
	if err != nil {
		return nil, fmt.Errorf("encode %s: %w", rec.Kind(), err)
	}
	t := tableOf(rec.Kind())
	for k, val := range v.parts() {
		if t.byKey[k] == nil {
			p[k] = val
		}
	}
	return p, nil
}

func changedKeys(was, now parts) (keys []uint64) {
	for k := range now {
		if !bytes.Equal(now[k], was[k]) {
			keys = append(keys, k)
		}
	}
	for k := range was {
		if _, ok := now[k]; !ok {
			keys = append(keys, k)
		}
	}
	return keys
}

func (v *View) disputed(name string) bool {
	return slices.ContainsFunc(v.Disputes, func(d Dispute) bool { return d.Field == name })
}

// staysOpen says whether a dispute remains that the changed fields do not settle.
func (v *View) staysOpen(changed []uint64) bool {
	t := tableOf(v.Kind)
	for _, d := range v.Disputes {
		f := t.byName[d.Field]
		if f == nil || !slices.Contains(changed, f.key) {
			return true
		}
	}
	return false
}

// onEveryHead writes the changed fields onto each readable head.
func (v *View) onEveryHead(blank Revision, now parts, changed []uint64) ([]Revision, error) {
	var out []Revision
	for i := range v.heads {
		h := &v.heads[i]
		p, err := split(h.Body)
		if h.Redacted || err != nil {
			continue
		}
		for _, k := range changed {
			if val, ok := now[k]; ok {
				p[k] = val
			} else {
				delete(p, k)
			}
		}
		r := blank
		if r.Body, err = p.encode(); err != nil {
			return nil, fmt.Errorf("encode %s: %w", v.Kind, err)
		}
		if bytes.Equal(r.Body, h.Body) {
			continue
		}
		r.Parents = []RevID{h.ID}
		if r, err = r.sealed(); err != nil {
			return nil, err
		}
		out = append(out, r)
	}
	return out, nil
}
