package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// overlay is a sheet over the whole window that holds one thing at a place. Fyne gives it all keys and all taps while
// it is the topmost; a tap beside the thing may send it away.
type overlay struct {
	widget.BaseWidget

	over    fyne.Canvas
	content fyne.CanvasObject
	dim     bool
	place   func(room fyne.Size) (fyne.Position, fyne.Size)
	leave   func() // a tap beside the content; nil does nothing
	escape  func() // the key
	veil    *canvas.Rectangle
	before  fyne.Focusable
	stood   stop // where that stood
}

// raise shows a content over a window. place says where, each time the window changes; escape closes it. What is dim
// holds the window until it is closed; anything else is also left by a tap beside it.
func raise(over fyne.Canvas, content fyne.CanvasObject, dim bool, place func(room fyne.Size) (fyne.Position, fyne.Size), escape func()) *overlay {
	o := &overlay{over: over, content: content, dim: dim, place: place, escape: escape, veil: canvas.NewRectangle(nil), before: over.Focused()}
	if !dim {
		o.leave = escape
	}
	o.ExtendBaseWidget(o)
	if o.before != nil {
		o.stood, _ = stopOf(topOf(over), o.before)
	}
	over.Overlays().Add(o)
	o.Resize(over.Size())
	return o
}

// lower takes it away and gives the keyboard back to where it was, or to what stands there now.
func (o *overlay) lower() {
	o.over.Overlays().Remove(o)
	if o.before == nil {
		return
	}
	root := topOf(o.over)
	if _, stands := stopOf(root, o.before); !stands && o.stood.o != nil {
		o.before = nearestTo(o.stood, root)
	}
	if o.before != nil && o.over.Focused() != o.before {
		o.over.Focus(o.before)
	}
}

// topOf is what takes the keys of a window: what lies over it, or the window's content.
func topOf(c fyne.Canvas) fyne.CanvasObject {
	if top := c.Overlays().Top(); top != nil {
		return top
	}
	return c.Content()
}

// Tapped is for Fyne.
func (o *overlay) Tapped(*fyne.PointEvent) {
	if o.leave != nil {
		o.leave()
	}
}

// TappedSecondary is for Fyne.
func (o *overlay) TappedSecondary(e *fyne.PointEvent) { o.Tapped(e) }

// CreateRenderer is for Fyne.
func (o *overlay) CreateRenderer() fyne.WidgetRenderer {
	r := &overlayRenderer{o}
	r.tint()
	return r
}

type overlayRenderer struct{ o *overlay }

func (r *overlayRenderer) tint() {
	r.o.veil.FillColor = paint(Clear)
	if r.o.dim {
		r.o.veil.FillColor = paint("shadow")
	}
}

func (r *overlayRenderer) Layout(room fyne.Size) {
	r.o.veil.Resize(room)
	for range 2 { // once to give widths, once with the heights they lead to
		at, size := r.o.place(room)
		r.o.content.Resize(size)
		r.o.content.Move(at)
	}
}

func (r *overlayRenderer) MinSize() fyne.Size { return fyne.Size{} }
func (r *overlayRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.o.veil, r.o.content}
}
func (r *overlayRenderer) Destroy() {}
func (r *overlayRenderer) Refresh() {
	r.tint()
	r.Layout(r.o.Size())
	r.o.veil.Refresh()
	r.o.content.Refresh()
	canvas.Refresh(r.o)
}

// under is a place for a content below an object, as wide as the object at least, above it where there is no room.
func under(o fyne.CanvasObject, width func() float32, height func() float32, rtl func() bool) func(room fyne.Size) (fyne.Position, fyne.Size) {
	return func(room fyne.Size) (fyne.Position, fyne.Size) {
		at := fyne.CurrentApp().Driver().AbsolutePositionForObject(o)
		w, h := min(max(width(), o.Size().Width), room.Width), min(height(), room.Height)
		x, y := at.X, at.Y+o.Size().Height+Unit(2)
		if rtl() {
			x += o.Size().Width - w
		}
		below := room.Height - y
		if h > below && at.Y > below {
			h = min(h, at.Y-Unit(2))
			y = at.Y - Unit(2) - h
		} else {
			h = min(h, max(below-Unit(4), 0))
		}
		return fyne.NewPos(max(min(x, room.Width-w), 0), y), fyne.NewSize(w, h)
	}
}
