package ui

import (
	"context"
	"reflect"
	"slices"

	"plumbline/model"
	"plumbline/model/notebook"
)

// A settlement is taken back like every deed, and done again:
//
//  1. taken back, the fields that it settled are in dispute again, between the same values (model.History.Reopen);
//  2. done again, they hold what was decided, for the reason that was given, if they are still in dispute between the same
//     values;
//  3. a field that somebody has changed since stays as it is, and what cannot be put back as it was stays settled: both
//     is said.

// decision is what a rewrite settled.
type decision struct {
	by     model.Settlement // its revisions; none where it was taken back
	open   []model.Dispute  // what was in dispute
	reason string
}

// rewriteAll writes changes of records that were there before in one transaction, and gives what takes them back.
func rewriteAll(book *notebook.Notebook, changes []notebook.Change) ([]rewrite, error) {
	return rewriteMany(context.Background(), book, changes, notebook.Steps{})
}

// rewriteMany is rewriteAll of so many that somebody watches.
func rewriteMany(ctx context.Context, book *notebook.Notebook, changes []notebook.Change, told notebook.Steps) ([]rewrite, error) {
	last, err := book.RecordMany(ctx, changes, told)
	if err != nil {
		return nil, err
	}
	rewrites := make([]rewrite, len(changes))
	for i, c := range changes {
		rewrites[i] = rewrite{c.Seen.Record, c.Next, settledBy(book, c, last[i])}
	}
	return rewrites, nil
}

// settledBy is what a written change settled. last is its last revision.
func settledBy(book *notebook.Notebook, c notebook.Change, last model.Revision) []decision {
	if c.Seen.Record == nil || !c.Seen.Disputed() || last.ID == (model.RevID{}) {
		return nil
	}
	revs, err := book.History(c.Seen.ID)
	if err != nil {
		return nil // it is durable, and is taken back by its fields
	}
	h := model.History(revs)
	s := decision{by: model.Settlement{Before: c.Seen.Heads, Wrote: h.Act(last)}, reason: c.Reason}
	fields := h.Settled(s.by)
	for _, d := range c.Seen.Disputes {
		if slices.Contains(fields, d.Field) {
			s.open = append(s.open, d)
		}
	}
	if len(s.open) == 0 {
		return nil
	}
	return []decision{s}
}

// disputeOf finds the dispute of a field; false where it is not in dispute.
func disputeOf(v model.View, field string) (model.Dispute, bool) {
	i := slices.IndexFunc(v.Disputes, func(d model.Dispute) bool { return d.Field == field })
	if i < 0 {
		return model.Dispute{}, false
	}
	return v.Disputes[i], true
}

// sameValues says whether two disputes are between the same values.
func sameValues(a, b model.Dispute) bool {
	among := func(x any, in []model.DisputeValue) bool {
		return slices.ContainsFunc(in, func(v model.DisputeValue) bool { return reflect.DeepEqual(v.Value, x) })
	}
	return len(a.Values) == len(b.Values) && !slices.ContainsFunc(a.Values, func(v model.DisputeValue) bool { return !among(v.Value, b.Values) })
}

// reversal is one rewrite on its way back.
type reversal struct {
	r        rewrite
	now      model.View // the record as it was found
	next     model.Record
	settle   []string // fields that are settled again
	from, to int      // its changes among all
}

// changes are what writes the record as it was before; what stays is noted.
func (v *reversal) changes(t *turning) []notebook.Change {
	after := model.CopyOf(v.r.after)
	for _, s := range v.r.settled {
		for _, d := range s.open { // these are not taken back by their value
			model.SetField(after, v.r.before, d.Field)
		}
	}
	next, stays := model.Reverse(v.now.Record, v.r.before, after)
	v.next = next
	if len(stays) > 0 {
		t.left = allLeft
	}
	c := notebook.Change{Seen: v.now, Next: next}
	var back []notebook.Change
	for _, s := range slices.Backward(v.r.settled) {
		if len(s.by.Before) > 0 {
			by := s.by
			back = append(back, notebook.Change{Seen: v.now, Reopen: &by, Reason: t.reason})
			continue
		}
		for _, d := range s.open {
			if now, open := disputeOf(v.now, d.Field); open && sameValues(now, d) {
				model.SetField(next, v.r.before, d.Field)
				v.settle, c.Reason = append(v.settle, d.Field), s.reason
				continue
			}
			t.left = allLeft
		}
	}
	if c.Settle = v.settle; len(c.Settle) > 0 || model.Differ(v.now.Record, next) {
		back = append([]notebook.Change{c}, back...)
	}
	return back
}

// written is the rewrite that undoes the reverse again; false where nothing of it was written.
func (v *reversal) written(t *turning, changes []notebook.Change, last []model.Revision) (rewrite, bool) {
	back := rewriteOf(v.now.Record, v.next)
	wrote := false
	for i := v.from; i < v.to; i++ {
		wrote = wrote || last[i].ID != (model.RevID{})
		if changes[i].Reopen == nil && len(v.settle) > 0 {
			back.settled = settledBy(t.book, changes[i], last[i])
		}
	}
	if len(v.r.settled) == 0 {
		return back, wrote
	}
	now, err := t.book.View(v.now.ID)
	for _, s := range v.r.settled {
		if len(s.by.Before) == 0 || err != nil {
			continue
		}
		again := decision{reason: s.reason}
		for _, d := range s.open {
			if _, open := disputeOf(now, d.Field); open {
				again.open = append(again.open, d)
			} else {
				t.stay(s, now)
			}
		}
		if len(again.open) > 0 {
			back.settled = append(back.settled, again)
		}
	}
	return back, wrote
}

// stay notes that something stays settled: because it was changed since, or because it cannot be put back as it was.
func (t *turning) stay(s decision, now model.View) {
	t.left = allLeft
	if !slices.ContainsFunc(s.by.Wrote, func(id model.RevID) bool { return !slices.Contains(now.Heads, id) }) {
		t.left = staySettled
	}
}
