package ui

import (
	"reflect"
	"slices"
)

// The window is made anew for another language, theme or size of text, and the form that is shown with it, which goes on
// from its draft by itself. Its history goes on too: the controls stand in the same order in every language.

// handedOn is the history of a form on its way to the same form in a window made anew.
type handedOn struct {
	key    string // of the draft
	past   formHistory
	places map[*bound][]int // where each control stood that made a step
}

// handOn gives the history to the next window; nil where there is none.
func (p *paper[S]) handOn() *handedOn {
	if h := p.revisions(); len(h.done)+len(h.undone) == 0 {
		return nil
	}
	h := &handedOn{p.key, p.past, map[*bound][]int{}}
	for _, s := range slices.Concat(h.past.done, h.past.undone) {
		if s.by != nil && s.by.stands() {
			h.places[s.by] = s.by.place()
		}
	}
	return h
}

// takeOver goes on with the history of the form before it, where it is about the same answers.
func (p *paper[S]) takeOver() {
	h := p.d.handed
	p.d.handed = nil
	if h == nil || h.key != p.key || !reflect.DeepEqual(h.past.now, p.past.now) {
		return
	}
	now := func(steps []formStep) []formStep {
		out := slices.Clone(steps)
		for i, s := range out {
			out[i].by = p.root.at(h.places[s.by])
		}
		return out
	}
	p.past.done, p.past.undone, p.past.begun = now(h.past.done), now(h.past.undone), h.past.begun
}

// place is where a part stands in the form, as indexes from the top.
func (b *bound) place() []int {
	var at []int
	for ; b.up != nil; b = b.up {
		at = append([]int{slices.Index(b.up.inner, b)}, at...)
	}
	return at
}

// at is the part that stands at a place, or the last on the way there; nil for none.
func (b *bound) at(place []int) *bound {
	if len(place) == 0 {
		return nil
	}
	for _, i := range place {
		if i < 0 || i >= len(b.inner) {
			break
		}
		b = b.inner[i]
	}
	return b
}
