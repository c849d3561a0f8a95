package model

import (
	"bytes"
	"cmp"
	"slices"
)

// Two organisations may tell of one event. A report shows both rows and counts
// the event once:
//
//  1. in every total: of observations, with evidence, without a find;
//  2. in every line that one of its rows belongs to: a commitment, an area, a
//     year, a region, a method, a body, a source. So a line that only the second
//     row belongs to is not empty, and lines may add up to more than their total
//     where rows of one event differ, as they do for an observation on two
//     commitments.
//
// Rows are counted as rows in one place: in scope = written + withheld.

// event is what linked observations tell of.
type event struct {
	rows    []sibling // written ones
	sorted  bool
	counted map[groundKey]bool
}

// sibling is a written observation among others of its event.
type sibling struct {
	id  ID
	ref string
}

// first says whether an event is counted in a line for the first time. One of
// which only one observation tells is nil, and always is.
func (e *event) first(kind, code string) bool {
	if e == nil {
		return true
	}
	key := groundKey{kind, code}
	if e.counted[key] {
		return false
	}
	e.counted[key] = true
	return true
}

// readLinks reads what was decided about pairs of observations.
func (c *compiler) readLinks() (err error) {
	c.links, err = ReadLinks(c.records)
	return err
}

// eventOf is the event that a linked observation tells of; nil for one that is
// linked to none.
func (c *compiler) eventOf(id ID) *event {
	if !c.links.Linked(id) {
		return nil
	}
	of := c.links.Event(id)
	if c.events[of] == nil {
		c.events[of] = &event{counted: map[groundKey]bool{}}
	}
	return c.events[of]
}

// meet notes that a written observation tells of its event.
func (c *compiler) meet(id ID, ref string) *event {
	e := c.eventOf(id)
	if e != nil {
		if c.profile.Ceiling == Public {
			ref = c.ref(id, ref) // nor may their order say who wrote first
		}
		e.rows, e.sorted = append(e.rows, sibling{id, ref}), false
	}
	return e
}

// repeats is how many written observations tell of an event of which another
// one tells too.
func (c *compiler) repeats() int {
	n := 0
	for _, e := range c.events {
		n += max(0, len(e.rows)-1)
	}
	return n
}

// siblingRef is what a sibling is called in the report.
func (c *compiler) siblingRef(s sibling) string {
	if c.profile.Ceiling == Public {
		return s.ref
	}
	return c.insideRef(s.ref)
}

// siblings gives the refs of the other written observations of an event, and
// whether the event is counted with one of them.
func (c *compiler) siblings(id ID) (others []string, repeats bool) {
	if !c.links.Linked(id) {
		return nil, false
	}
	e := c.eventOf(id)
	if !e.sorted {
		slices.SortFunc(e.rows, func(a, b sibling) int { return cmp.Or(cmp.Compare(a.ref, b.ref), bytes.Compare(a.id[:], b.id[:])) })
		e.sorted = true
	}
	for i, s := range e.rows {
		if s.id == id {
			repeats = i > 0
		} else {
			others = append(others, c.siblingRef(s))
		}
	}
	return others, repeats
}
