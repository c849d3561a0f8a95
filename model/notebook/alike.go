package notebook

import (
	"context"
	"errors"
	"fmt"

	"plumbline/model"
)

// Links gathers what was decided about pairs of observations.
func (n *Notebook) Links() (*model.Links, error) {
	return model.ReadLinks(n.Records)
}

// Duplicates lists pairs of observations that may tell of the same event and that
// nobody has decided about, the likeliest first; step, which may be nil, hears how
// many observations were read.
func (n *Notebook) Duplicates(ctx context.Context, step func(done, total int)) ([]model.Pair, error) {
	total, err := n.Count(model.Query{})
	if err != nil {
		return nil, fmt.Errorf("look for duplicates: %w", err)
	}
	links, err := n.Links()
	if err != nil {
		return nil, err
	}
	files := map[model.ID][]string{}
	for v, err := range n.Records(model.KindEvidence) {
		if err != nil {
			return nil, fmt.Errorf("look for duplicates: %w", err)
		}
		if e, ok := v.Record.(*model.Evidence); ok && e.SHA256 != "" && !e.Withdrawn {
			files[e.Of] = append(files[e.Of], e.SHA256)
		}
	}
	var failed error
	done := 0
	pairs, err := model.Duplicates(ctx, func(yield func(model.Sighting) bool) {
		for v, err := range n.Records(model.KindObservation) {
			if err != nil {
				failed = err
				return
			}
			if failed = ctx.Err(); failed != nil {
				return
			}
			if done++; step != nil {
				step(done, max(done, total))
			}
			o, ok := v.Record.(*model.Observation)
			if ok && !o.Withdrawn && !v.Broken && !yield(model.NewSighting(o, v.Created.Author, files[v.ID]...)) {
				return
			}
		}
	}, func(a, b model.ID) bool { return links.Verdict(a, b) != "" || links.Event(a) == links.Event(b) })
	if err = errors.Join(failed, err); err != nil {
		return nil, fmt.Errorf("look for duplicates: %w", err)
	}
	return pairs, nil
}

// Decide writes down what somebody decided about two observations, or changes
// what this notebook's members decided before; an empty verdict takes it back.
// ErrNotFound when there is nothing to take back.
func (n *Notebook) Decide(a, b model.ID, verdict, reason string) error {
	two := model.Two(a, b)
	var changes []Change
	for v, err := range n.Records(model.KindLink) {
		if err != nil {
			return fmt.Errorf("decide about a pair: %w", err)
		}
		l, ok := v.Record.(*model.Link)
		if !ok || model.Two(l.A, l.B) != two || l.Withdrawn {
			continue
		}
		next := *l
		next.Verdict, next.Withdrawn = verdict, verdict == ""
		if verdict == "" {
			next.Verdict = l.Verdict
		}
		changes = append(changes, Change{Seen: v, Next: &next, Reason: reason, Settle: []string{"verdict", "withdrawn"}})
	}
	switch {
	case len(changes) == 0 && verdict == "":
		return fmt.Errorf("decide about a pair: %w", ErrNotFound)
	case len(changes) == 0:
		changes = []Change{{Next: &model.Link{A: two[0], B: two[1], Verdict: verdict}, Reason: reason}}
	}
	if _, err := n.RecordAll(changes); err != nil {
		return fmt.Errorf("decide about a pair: %w", err)
	}
	return nil
}
