package bidi

import "fyne.io/fyne/v2"

// mirror flips any layout left to right.
type mirror struct {
	inner fyne.Layout
	on    func() bool
}

// Mirror is a layout that is flipped while on says so; nil means always. It asks at each
// layout, so the direction can follow the language while the program runs.
func Mirror(inner fyne.Layout, on func() bool) fyne.Layout { return &mirror{inner, on} }

// MinSize is that of the layout inside.
func (m *mirror) MinSize(objs []fyne.CanvasObject) fyne.Size { return m.inner.MinSize(objs) }

// Layout places as the layout inside does, then flips.
func (m *mirror) Layout(objs []fyne.CanvasObject, size fyne.Size) {
	m.inner.Layout(objs, size)
	if asked(m.on) {
		Flip(objs, size.Width)
	}
}

func asked(on func() bool) bool { return on == nil || on() }

// Flip turns the places of objects around inside a width.
func Flip(objs []fyne.CanvasObject, width float32) {
	for _, o := range objs {
		p := o.Position()
		o.Move(fyne.NewPos(width-p.X-o.Size().Width, p.Y))
	}
}

// Renderer flips a stock widget's own parts, such as the tick of a check box or the arrow of
// a select: embed the widget and return Renderer(w.Check.CreateRenderer(), on).
func Renderer(inner fyne.WidgetRenderer, on func() bool) fyne.WidgetRenderer {
	return &mirrorRenderer{WidgetRenderer: inner, on: on}
}

type mirrorRenderer struct {
	fyne.WidgetRenderer
	on   func() bool
	last fyne.Size
}

// Refresh lays out again, as many of Fyne's renderers move their parts in Refresh.
func (r *mirrorRenderer) Refresh() {
	r.WidgetRenderer.Refresh()
	r.Layout(r.last)
}

// Layout places as the renderer inside does, then flips.
func (r *mirrorRenderer) Layout(size fyne.Size) {
	r.last = size
	r.WidgetRenderer.Layout(size)
	if asked(r.on) {
		Flip(r.Objects(), size.Width)
	}
}
