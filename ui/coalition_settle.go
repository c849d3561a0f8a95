package ui

import (
	"slices"

	"plumbline/model"
	"plumbline/model/notebook"
	"plumbline/ui/parts"
)

// Settling is deciding field by field, and then one revision that says why:
//
//  1. each field takes one of its values, all of them joined where they can stand together, or another one;
//  2. the stricter confidentiality is chosen beforehand: what is open too far cannot be taken back;
//  3. fields that stay undecided stay disputed; nobody's value is dropped from the history;
//  4. what arrives while one decides is joined, not undone: the view that was looked at goes with the revision.

// settling is what a person decides on one record.
type settling struct {
	seen   model.View
	fields []*deciding
	ours   int // which of two values is ours; -1 where there are more sides than ours and theirs
}

// deciding is one disputed field.
type deciding struct {
	name      string
	values    []model.DisputeValue // newest first
	languages []string             // of a text: those in which the values differ
	how       parts.Decision
	take      int // which value, where one is taken
	edited    any
}

// newSettling begins with everything undecided but the confidentiality. disputes are those of the view, each value under
// who first wrote it.
func newSettling(v model.View, disputes []model.Dispute, me model.Key, organisation string) *settling {
	s := &settling{seen: v}
	for _, d := range disputes {
		f := &deciding{name: d.Field, values: slices.Clone(d.Values), languages: differing(plainValues(d.Values))}
		if f.name == "confidentiality" {
			f.takeStrictest(v.Kind)
		}
		s.fields = append(s.fields, f)
	}
	s.ours = oursOf(s.fields, me, organisation)
	for _, f := range s.fields {
		if f.how != parts.Undecided {
			f.takeValue(f.take, s.ours)
		}
	}
	return s
}

// oursOf puts our value first in every field and gives its place, 0: ours is the side under our key, or else under the
// name of our organisation. -1, and nothing changed, where there are more than two sides, or both or none are ours.
func oursOf(fields []*deciding, me model.Key, organisation string) int {
	for _, mine := range []func(v model.DisputeValue) bool{
		func(v model.DisputeValue) bool { return v.Author == me },
		func(v model.DisputeValue) bool { return organisation != "" && v.Organisation == organisation },
	} {
		if twoSides(fields, mine) {
			for _, f := range fields {
				if !mine(f.values[0]) {
					slices.Reverse(f.values)
					f.take = 1 - f.take
				}
			}
			return 0
		}
	}
	return -1
}

// twoSides says whether every field has two values of the same two revisions, one of them ours.
func twoSides(fields []*deciding, mine func(v model.DisputeValue) bool) bool {
	same := func(f *deciding) bool {
		return slices.ContainsFunc(fields[0].values, func(v model.DisputeValue) bool { return v.Revision == f.values[0].Revision }) &&
			slices.ContainsFunc(fields[0].values, func(v model.DisputeValue) bool { return v.Revision == f.values[1].Revision })
	}
	return !slices.ContainsFunc(fields, func(f *deciding) bool {
		return len(f.values) != 2 || mine(f.values[0]) == mine(f.values[1]) || !same(f)
	})
}

// plainValues are the values without who holds them.
func plainValues(values []model.DisputeValue) []any {
	out := make([]any, len(values))
	for i, v := range values {
		out[i] = v.Value
	}
	return out
}

// takeStrictest takes the narrowest circle.
func (f *deciding) takeStrictest(kind model.Kind) {
	rank := func(v model.DisputeValue) int {
		c, _ := v.Value.(model.Confidentiality)
		if c == "" {
			c = model.DefaultConfidentiality(kind)
		}
		return c.Rank()
	}
	for i, v := range f.values {
		if rank(v) > rank(f.values[f.take]) {
			f.take = i
		}
	}
	f.how = parts.TakeOurs
}

// takeValue takes one of the values.
func (f *deciding) takeValue(i, ours int) {
	f.take, f.how = i, parts.TakeTheirs
	if i == ours {
		f.how = parts.TakeOurs
	}
}

// mayBoth says whether all values can stand together.
func (f *deciding) mayBoth() bool {
	_, ok := model.Both(plainValues(f.values)...)
	return ok
}

// result is the value that was decided on; false while none is.
func (f *deciding) result() (any, bool) {
	switch f.how {
	case parts.TakeOurs, parts.TakeTheirs:
		return f.values[f.take].Value, true
	case parts.TakeBoth:
		return model.Both(plainValues(f.values)...)
	case parts.Edited:
		return f.edited, true
	}
	return nil, false
}

// undecided counts the fields that are still open.
func (s *settling) undecided() int {
	n := 0
	for _, f := range s.fields {
		if f.how == parts.Undecided {
			n++
		}
	}
	return n
}

// change is the revision that settles what was decided, on the view that was looked at.
func (s *settling) change(next model.Record, reason string) notebook.Change {
	c := notebook.Change{Seen: s.seen, Next: next, Reason: reason}
	for _, f := range s.fields {
		value, decided := f.result()
		if decided && model.PutField(next, f.name, value) {
			c.Settle = append(c.Settle, f.name)
		}
	}
	return c
}

// writeSettled writes the revision, and gives what takes it back. The record is read anew, so that nothing that is shown
// is changed.
func writeSettled(book *notebook.Notebook, s *settling, reason string) ([]rewrite, error) {
	history, err := book.History(s.seen.ID)
	if err != nil {
		return nil, err
	}
	heads := make([]string, len(s.seen.Heads))
	for i, h := range s.seen.Heads {
		heads[i] = h.String()
	}
	return rewriteAll(book, []notebook.Change{s.change(viewAt(history, heads).Record, reason)})
}
