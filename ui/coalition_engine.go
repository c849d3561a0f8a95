package ui

import (
	"context"
	"iter"

	"plumbline/model"
	"plumbline/model/notebook"
)

// likelyPairs looks for observations that may tell of the same event.
func likelyPairs(ctx context.Context, b *notebook.Notebook) ([]model.Pair, error) {
	decided, err := decidedPairs(b)
	if err != nil {
		return nil, err
	}
	known := map[[2]model.ID]bool{}
	for _, d := range decided {
		known[d.pair] = true
	}
	var failed error
	var sightings iter.Seq[model.Sighting] = func(yield func(model.Sighting) bool) {
		for v, err := range b.Records(model.KindObservation) {
			if failed = err; failed == nil {
				failed = ctx.Err()
			}
			if failed != nil {
				return
			}
			o, ok := v.Record.(*model.Observation)
			if !ok || v.Broken || o.Withdrawn {
				continue
			}
			if !yield(model.NewSighting(o, v.Created.Author)) {
				return
			}
		}
	}
	pairs := model.Duplicates(sightings, func(a, b model.ID) bool { return known[model.Two(a, b)] })
	return pairs, failed
}
