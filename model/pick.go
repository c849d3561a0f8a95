package model

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"fmt"
	"iter"
	"slices"
)

// picked is a written record whose row for others waits for its place: what its order
// needs.
type picked struct {
	id   ID
	from Day
	ref  string
}

// pickedAtOnce is how many records are picked out at a time: some 20 MB of rows.
var pickedAtOnce = 8192

// pick notes a written record; past outsideHeld only its id, for then no more is asked.
func (c *compiler) pick(v View, from Day) {
	if c.ask.Pick == nil || c.profile.Ceiling != Public {
		return
	}
	x := picked{id: v.ID}
	if list := c.picks[v.Kind]; len(list) < outsideHeld {
		x.from, x.ref = from, c.ref(v.ID, v.Record.Base().Ref)
	} else if len(list) == outsideHeld {
		for i := range list {
			list[i] = picked{id: list[i].id}
		}
	}
	c.picks[v.Kind] = append(c.picks[v.Kind], x)
}

// inTheirPlace gives the written records of a kind in the order of their rows for
// others, and lets go of the list.
func (c *compiler) inTheirPlace(kind Kind) []ID {
	list := c.picks[kind]
	if len(list) <= outsideHeld {
		slices.SortFunc(list, func(a, b picked) int {
			return cmp.Or(cmp.Compare(cmp.Or(a.from, "9"), cmp.Or(b.from, "9")), cmp.Compare(a.ref, b.ref), bytes.Compare(a.id[:], b.id[:]))
		})
	} else {
		type keyed struct {
			key uint64
			id  ID
		}
		keys := make([]keyed, len(list))
		for i, x := range list {
			sum := outsideSum(x.id)
			keys[i] = keyed{binary.BigEndian.Uint64(sum[:]), x.id}
		}
		slices.SortFunc(keys, func(a, b keyed) int {
			if a.key != b.key {
				return cmp.Compare(a.key, b.key)
			}
			return byOutsideSum(a.id, b.id)
		})
		for i, k := range keys {
			list[i].id = k.id
		}
	}
	ids := make([]ID, len(list))
	for i, x := range list {
		ids[i] = x.id
	}
	return ids
}

// streamPicked hands out the rows of a kind for others: some records are picked out at a
// time, in whatever order they come, and their rows put in their place.
func streamPicked[R any](c *compiler, kind Kind, rowOf func(View) (R, bool)) iter.Seq2[R, error] {
	return func(yield func(R, error) bool) {
		ids := c.inTheirPlace(kind)
		if len(ids) != c.written[kind] {
			yield(*new(R), fmt.Errorf("write report: %w", ErrChanged))
			return
		}
		room := make([]R, min(len(ids), pickedAtOnce))
		for some := range slices.Chunk(ids, pickedAtOnce) {
			rows := room[:len(some)]
			if err := pickRows(c, kind, some, rows, rowOf); err != nil {
				yield(*new(R), fmt.Errorf("write report: %w", err))
				return
			}
			for i := range rows {
				if !yield(rows[i], nil) {
					return
				}
			}
			clear(rows)
		}
	}
}

// pickRows makes the rows of some records, each in the place of its id.
func pickRows[R any](c *compiler, kind Kind, ids []ID, rows []R, rowOf func(View) (R, bool)) error {
	at := make(map[ID]int, len(ids))
	for i, id := range ids {
		at[id] = i
	}
	for v, err := range c.ask.Pick(ids) {
		if err != nil {
			return err
		}
		i, wanted := at[v.ID]
		if !wanted || v.Record == nil || v.Kind != kind || !v.Broken && v.Record.Base().Withdrawn {
			return ErrChanged
		}
		row, ok := rowOf(v)
		if !ok {
			return ErrChanged
		}
		rows[i] = row
		delete(at, v.ID)
	}
	if len(at) > 0 {
		return ErrChanged
	}
	return nil
}
