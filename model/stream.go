package model

import (
	"bytes"
	"cmp"
	"fmt"
	"iter"
)

// The rows that are many come as streams: the records are walked again, through the
// same rules, and held against the count of the first walk. How they stand:
//
//  1. for the coalition up to sortLimit in their own order, more as the records come;
//  2. for others up to outsideHeld in their own order, more in that of their refs: some
//     records are picked out at a time and their rows put in their place, or, where
//     records cannot be picked out, all are walked in passes.

// sortLimit is up to how many rows a stream is put in order: by date, or by
// ref. A longer one comes in the order of the records.
const sortLimit = 20_000

// Observations gives the written observations. A fault ends it, ErrChanged among
// them when the records are no longer those that were counted.
func (r *Report) Observations() iter.Seq2[ObservationRow, error] {
	return stream(r.work, KindObservation, r.work.observationOf, func(a, b ObservationRow) int {
		return cmp.Or(cmp.Compare(cmp.Or(a.Date.From, "9"), cmp.Or(b.Date.From, "9")), cmp.Compare(a.Ref, b.Ref), bytes.Compare(a.ID[:], b.ID[:]))
	})
}

// observationOf makes the row of an observation; false for one that is not written.
func (c *compiler) observationOf(v View) (ObservationRow, bool) {
	o, ok := v.Record.(*Observation)
	if !ok || v.Broken || !c.wants(v, o) || c.observationRule(v, o) != "" {
		return ObservationRow{}, false
	}
	return c.observationRow(v, nil), true
}

// Evidence gives the written evidence, under the same conditions.
func (r *Report) Evidence() iter.Seq2[EvidenceRow, error] {
	return stream(r.work, KindEvidence, r.work.evidenceOf(), func(a, b EvidenceRow) int {
		return cmp.Or(cmp.Compare(a.Ref, b.Ref), bytes.Compare(a.ID[:], b.ID[:]))
	})
}

// evidenceOf makes the row of a piece of evidence likewise.
func (c *compiler) evidenceOf() func(View) (EvidenceRow, bool) {
	written := make(map[ID]bool, c.written[KindEvidence])
	for _, x := range c.exhibits {
		if x.rule == "" && !x.outside {
			written[x.id] = true
		}
	}
	return func(v View) (EvidenceRow, bool) {
		if _, ok := v.Record.(*Evidence); !ok || !written[v.ID] || c.whole(v, Approved) != "" {
			return EvidenceRow{}, false
		}
		return c.evidenceRow(v, nil), true
	}
}

// unordered walks a kind once more, through the same rules, in the order of the records,
// and holds it against the count.
func unordered[R any](c *compiler, kind Kind, rowOf func(View) (R, bool)) iter.Seq2[R, error] {
	return func(yield func(R, error) bool) {
		n := 0
		for v, err := range c.records(kind) {
			if err != nil {
				yield(*new(R), fmt.Errorf("write report: %w", err))
				return
			}
			if v.Record == nil || v.Kind != kind || !v.Broken && v.Record.Base().Withdrawn {
				continue
			}
			row, ok := rowOf(v)
			if !ok {
				continue
			}
			if n++; n > c.written[kind] {
				break
			}
			if !yield(row, nil) {
				return
			}
		}
		if n != c.written[kind] {
			yield(*new(R), fmt.Errorf("write report: %w", ErrChanged))
		}
	}
}

// stream walks a kind again, through the same rules, and holds it against the
// count. For others it walks in passes, so that nothing shows in which order the
// records came into the notebook; or picks them out.
func stream[R any](c *compiler, kind Kind, rowOf func(View) (R, bool), order func(a, b R) int) iter.Seq2[R, error] {
	if c.ask.Pick != nil && c.profile.Ceiling == Public {
		return streamPicked(c, kind, rowOf)
	}
	if c.written[kind] > sortLimit && c.profile.Ceiling != Public {
		return unordered(c, kind, rowOf)
	}
	return func(yield func(R, error) bool) {
		n, passes := 0, c.passes(kind)
		for pass := range passes {
			var held []placed[R]
			for v, err := range c.records(kind) {
				if err != nil {
					yield(*new(R), fmt.Errorf("write report: %w", err))
					return
				}
				if v.Record == nil || v.Kind != kind || !v.Broken && v.Record.Base().Withdrawn || !inPass(v.ID, pass, passes) {
					continue
				}
				row, ok := rowOf(v)
				if !ok {
					continue
				}
				if n++; n > c.written[kind] {
					break
				}
				held = append(held, placed[R]{v.ID, row})
			}
			if pass == passes-1 && n != c.written[kind] {
				yield(*new(R), fmt.Errorf("write report: %w", ErrChanged))
				return
			}
			arrange(held, order, passes)
			for _, x := range held {
				if !yield(x.row, nil) {
					return
				}
			}
		}
	}
}
