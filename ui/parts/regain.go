package parts

import (
	"fmt"

	"fyne.io/fyne/v2"

	"plumbline/ui/bidi"
)

// What had the keyboard before something was laid over the window may be gone when that is taken away: the page beneath
// was built anew. The keyboard then goes
//
//  1. to what is called the same in the same field, if there is such a thing;
//  2. else to the nearest of its kind;
//  3. else to the nearest that takes the keyboard at all.

// stop is something that takes the keyboard.
type stop struct {
	o    fyne.Focusable
	kind string
	name string // the field that it stands in, and what it is called
	at   fyne.Position
}

// stopsIn are the stops of a tree that can be seen and used, in reading order.
func stopsIn(root fyne.CanvasObject) []stop {
	var out []stop
	var visit func(o fyne.CanvasObject, at fyne.Position, field string)
	visit = func(o fyne.CanvasObject, at fyne.Position, field string) {
		if o == nil || !o.Visible() {
			return
		}
		at = at.Add(o.Position())
		if f, ok := o.(*Field); ok {
			field = f.name
		}
		if f, ok := o.(fyne.Focusable); ok && !isOff(o) {
			out = append(out, stop{f, fmt.Sprintf("%T", o), field + "\x00" + calledOf(o), at})
		}
		for _, x := range inside(o) {
			visit(x, at, field)
		}
	}
	visit(root, fyne.Position{}, "")
	return out
}

func isOff(o fyne.CanvasObject) bool {
	d, ok := o.(fyne.Disableable)
	_, reads := o.(*bidi.Entry) // whose text can be selected
	return ok && d.Disabled() && !reads
}

// calledOf is what a thing that takes the keyboard is called: its hint, or the words on it.
func calledOf(o fyne.CanvasObject) string {
	switch x := o.(type) {
	case *bidi.Entry:
		return x.PlaceHolder
	case *bidi.Label:
		return x.Text
	case interface{ tipOf() string }:
		if tip := x.tipOf(); tip != "" {
			return tip
		}
	}
	for _, x := range inside(o) {
		if words := calledOf(x); words != "" {
			return words
		}
	}
	return ""
}

func (p *Press) tipOf() string { return p.Tip }

// stopOf is the stop that an object is in a tree; false where it is not there.
func stopOf(root fyne.CanvasObject, o fyne.Focusable) (stop, bool) {
	for _, s := range stopsIn(root) {
		if s.o == o {
			return s, true
		}
	}
	return stop{}, false
}

// nearestTo is the stop of a tree that comes closest to one that was there; nil where the tree has none.
func nearestTo(was stop, root fyne.CanvasObject) fyne.Focusable {
	var best fyne.Focusable
	least := float32(0)
	for _, s := range stopsIn(root) {
		dx, dy := s.at.X-was.at.X, s.at.Y-was.at.Y
		far := dx*dx + dy*dy
		switch { // each is farther than any window is wide
		case s.kind == was.kind && s.name == was.name:
		case s.kind == was.kind:
			far += 1e10
		default:
			far += 1e12
		}
		if best == nil || far < least {
			best, least = s.o, far
		}
	}
	return best
}
