package model

import (
	"cmp"
	"slices"
)

// A history as people read it: one step for each revision, with what it changed
// against what its author had seen.
//
//  1. A revision stands after all those that it came from, whatever the clocks
//     say; of others the one with the earlier clock stands first.
//  2. After several revisions it is held against what they join to. What was in
//     dispute among them is thereby settled.
//  3. A revision whose content was taken away, or is not here, changes nothing
//     that can be told.

// Step is one revision of a history.
type Step struct {
	Stamp
	Redacted bool          // its content was taken away for good, or did not come along
	First    bool          // it came from no other
	Beside   bool          // another was written after the same one, neither having seen the other
	Changes  []FieldChange // in the order of the fields
	Settled  []Dispute     // what stood open before it
}

// FieldChange is a field with its values before and after, as in the record's
// struct.
type FieldChange struct {
	Field         string
	Before, After any
}

// mostJoined is how many revisions a history may have for its merges to be joined
// anew; in a longer one a revision is held against its first parent.
const mostJoined = 2048

// Steps tells a history, the first revision first. Fields that a newer program
// wrote are passed over.
func (h History) Steps() []Step {
	set := unique(h)
	order := causal(set)
	children := map[RevID]int{}
	roots := 0
	for _, r := range order {
		if len(r.Parents) == 0 {
			roots++
		}
		for _, p := range r.Parents {
			children[p]++
		}
	}
	steps := make([]Step, len(order))
	for i, r := range order {
		s := Step{Stamp: r.stamp(), Redacted: r.Redacted, First: len(r.Parents) == 0, Beside: len(r.Parents) == 0 && roots > 1}
		for _, p := range r.Parents {
			s.Beside = s.Beside || children[p] > 1
		}
		if !r.Redacted {
			s.fill(h, set, r)
		}
		steps[i] = s
	}
	return steps
}

// Sort puts a history in order: no revision stands before one that it came from,
// and otherwise the clocks decide.
func (h History) Sort() {
	set := make(map[RevID]*Revision, len(h))
	for i := range h {
		set[h[i].ID] = &h[i]
	}
	place := make(map[RevID]int, len(h))
	for i, r := range causal(set) {
		place[r.ID] = i
	}
	slices.SortStableFunc(h, func(a, b Revision) int { return cmp.Compare(place[a.ID], place[b.ID]) })
}

// causal sorts revisions: ancestors first, then by clock and id.
func causal(set map[RevID]*Revision) []*Revision {
	all := make([]*Revision, 0, len(set))
	for _, r := range set {
		all = append(all, r)
	}
	slices.SortFunc(all, func(a, b *Revision) int { return newestFirst(*b, *a) })
	out := make([]*Revision, 0, len(all))
	state := make(map[RevID]int, len(all)) // 1: its ancestors are under way; 2: it stands in its place
	for _, r := range all {
		todo := []*Revision{r}
		for len(todo) > 0 {
			at := todo[len(todo)-1]
			if state[at.ID] == 0 {
				state[at.ID] = 1
				for _, p := range at.Parents {
					if up := set[p]; up != nil && state[p] == 0 {
						todo = append(todo, up)
					}
				}
				continue
			}
			todo = todo[:len(todo)-1]
			if state[at.ID] == 1 {
				state[at.ID] = 2
				out = append(out, at)
			}
		}
	}
	return out
}

// fill tells what a revision changed.
func (s *Step) fill(h History, set map[RevID]*Revision, r *Revision) {
	now, err := split(r.Body)
	if err != nil {
		return
	}
	after, err := r.Fields()
	if err != nil {
		return
	}
	was, before := seenBy(h, set, r)
	s.Settled = was.Disputes
	t, changed := tableOf(r.Kind), changedKeys(was.parts(), now)
	for _, f := range t.list {
		if f.name != "-" && slices.Contains(changed, f.key) {
			s.Changes = append(s.Changes, FieldChange{f.name, FieldValue(before, f.name), FieldValue(after, f.name)})
		}
	}
}

// seenBy is what a revision's author had before them: the view, and its record.
func seenBy(h History, set map[RevID]*Revision, r *Revision) (View, Record) {
	parents := slices.DeleteFunc(slices.Clone(r.Parents), func(p RevID) bool { return set[p] == nil })
	if len(parents) > 1 && len(set) > mostJoined {
		parents = parents[:1]
	}
	if len(parents) == 1 {
		p := set[parents[0]]
		if rec, err := p.Fields(); err == nil {
			return View{heads: []Revision{*p}}, rec
		}
	}
	if len(parents) > 1 {
		if part, ok := h.Until(parents...); ok {
			v := Join(part)
			return v, v.Record
		}
	}
	rec, err := New(r.Kind)
	if err != nil {
		rec = &Observation{}
	}
	return View{}, rec
}
