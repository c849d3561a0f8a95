package ui

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"

	"plumbline/ui/bidi"
)

// A scene is what the window shows, flat, in the order of painting: what a person sees, not what was meant. The tests
// over every screen (screens_test.go) ask it whether words are cut, lie over each other, or cannot be told from their
// ground.

// rect is a piece of the window.
type rect struct{ x0, y0, x1, y1 float32 }

func rectOf(at fyne.Position, s fyne.Size) rect {
	return rect{at.X, at.Y, at.X + s.Width, at.Y + s.Height}
}

// meet is what two pieces have in common; it may be empty.
func (r rect) meet(o rect) rect {
	return rect{max(r.x0, o.x0), max(r.y0, o.y0), min(r.x1, o.x1), min(r.y1, o.y1)}
}

// holds says whether o lies within r, but for less than a unit.
func (r rect) holds(o rect) bool {
	return o.x0 > r.x0-1 && o.y0 > r.y0-1 && o.x1 < r.x1+1 && o.y1 < r.y1+1
}

func (r rect) width() float32  { return r.x1 - r.x0 }
func (r rect) height() float32 { return r.y1 - r.y0 }

// actor is one object in its place.
type actor struct {
	o     fyne.CanvasObject
	box   rect
	clip  rect // of the scrolls that it stands in
	seen  rect // what they do not cut off
	above []fyne.CanvasObject
}

// visible says whether any of it can be seen, or could if it did not stand beside its place.
func (a actor) visible() bool { return a.seen.height() > 0.5 && a.box.width() > 0.5 }

// core is where the letters of a line stand for sure: the line has room for marks above and below.
func (k ink) core() rect {
	d := k.box.height() / 5
	r := k.box
	r.y0, r.y1 = r.y0+d, r.y1-d
	return r.meet(k.clip)
}

// standsIn says whether an object is the actor or holds it.
func (a actor) standsIn(o fyne.CanvasObject) bool {
	for _, x := range a.above {
		if x == o {
			return true
		}
	}
	return a.o == o
}

// sceneOf flattens what stands in a root, in the order of painting.
func sceneOf(root fyne.CanvasObject) []actor {
	var list []actor
	var visit func(o fyne.CanvasObject, at fyne.Position, clip rect, above []fyne.CanvasObject)
	visit = func(o fyne.CanvasObject, at fyne.Position, clip rect, above []fyne.CanvasObject) {
		if o == nil || !o.Visible() {
			return
		}
		at = at.Add(o.Position())
		box := rectOf(at, o.Size())
		list = append(list, actor{o, box, clip, box.meet(clip), above})
		switch o.(type) {
		case fyne.Scrollable, *container.Clip:
			clip = clip.meet(box)
		}
		above = append(above[:len(above):len(above)], o)
		for _, inner := range innards(o) {
			visit(inner, at, clip, above)
		}
	}
	visit(root, fyne.Position{}, rect{-1e6, -1e6, 1e6, 1e6}, nil)
	return list
}

// innards are the objects that an object is drawn with.
func innards(o fyne.CanvasObject) []fyne.CanvasObject {
	switch o := o.(type) {
	case *fyne.Container:
		return o.Objects
	case fyne.Widget:
		return test.WidgetRenderer(o).Objects()
	}
	return nil
}

// scene is the topmost thing that the window shows.
func (b *bench) scene() []actor {
	roots := b.roots()
	return sceneOf(roots[len(roots)-1])
}

// ink is one string that is drawn, and the label or entry whose string it is.
type ink struct {
	actor
	at    int // in the scene
	text  *canvas.Text
	owner fyne.CanvasObject
}

// inks are all strings in a scene that can be seen at least in part.
func inksOf(scene []actor) []ink {
	var list []ink
	for i, a := range scene {
		t, ok := a.o.(*canvas.Text)
		if !ok || t.Text == "" || !a.visible() {
			continue
		}
		k := ink{actor: a, at: i, text: t}
		for _, o := range a.above {
			switch o.(type) {
			case *bidi.Label, *bidi.Entry:
				k.owner = o
			}
		}
		list = append(list, k)
	}
	return list
}

// under is the colour that is seen behind a point of the actor at place i of a scene: the ground of the window and every
// fill beneath it, blended.
func under(scene []actor, i int, x, y float32) color.NRGBA {
	ground := color.NRGBAModel.Convert(theme.Color(theme.ColorNameBackground)).(color.NRGBA) // that of the window itself
	for _, a := range scene[:i] {
		r, ok := a.o.(*canvas.Rectangle)
		if !ok || r.FillColor == nil || x < a.seen.x0 || x >= a.seen.x1 || y < a.seen.y0 || y >= a.seen.y1 {
			continue
		}
		ground = over(color.NRGBAModel.Convert(r.FillColor).(color.NRGBA), ground)
	}
	return ground
}

// over lays one colour over an opaque one.
func over(top, ground color.NRGBA) color.NRGBA {
	mix := func(t, g uint8) uint8 { return uint8((int(t)*int(top.A) + int(g)*(255-int(top.A))) / 255) }
	return color.NRGBA{mix(top.R, ground.R), mix(top.G, ground.G), mix(top.B, ground.B), 255}
}
