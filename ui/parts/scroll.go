package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// A scroller of our own, since Fyne's keeps its bar at the right in every language:
//
//  1. the bar stands where lines of the screen end: at the right, and at the left of a screen that runs right to left;
//  2. scrolling moves what scrolls, and the thumb of the bar; nothing is measured, laid out or painted into a picture anew;
//  3. what has nothing to scroll lets the wheel go to the page that it stands on;
//  4. a shadow above or below says that there is more.

// scroller shows a part of what is higher than itself.
type scroller struct {
	widget.BaseWidget

	look    Look
	owner   fyne.CanvasObject // the part that it belongs to, from which an outer page is found
	content fyne.CanvasObject
	moved   func() // hears of every new place; may be nil
	offset  float32

	bar    *scrollBar
	shades [2]*canvas.LinearGradient // above and below
}

// shadeDepth is how far a shadow reaches, and pageOverlap what a page keeps of the one before.
const (
	shadeDepth  = 8
	pageOverlap = 40
)

func newScroller(k Look, owner, content fyne.CanvasObject) *scroller {
	s := &scroller{look: k, owner: owner, content: content}
	s.bar = newScrollBar(s)
	for i := range s.shades {
		s.shades[i] = canvas.NewVerticalGradient(nil, nil)
		s.shades[i].Hide()
	}
	s.ExtendBaseWidget(s)
	return s
}

// show shows something else, from its top.
func (s *scroller) show(content fyne.CanvasObject) {
	s.content, s.offset = content, 0
	s.settle()
}

// most is how far it can be scrolled.
func (s *scroller) most() float32 { return max(s.content.Size().Height-s.Size().Height, 0) }

// scrolls says whether there is more than is seen.
func (s *scroller) scrolls() bool { return s.most() > 0.5 }

// to scrolls to a place, as far as there is one.
func (s *scroller) to(y float32) {
	if y = min(max(y, 0), s.most()); y == s.offset {
		return
	}
	s.offset = y
	s.place()
	if s.moved != nil {
		s.moved()
	}
}

// turn scrolls by what is seen, but for a little.
func (s *scroller) turn(back bool) {
	step := max(s.Size().Height-Unit(pageOverlap), Unit(pageOverlap))
	if back {
		step = -step
	}
	s.to(s.offset + step)
}

// settle gives the content its size, and finds the place again after that changed.
func (s *scroller) settle() {
	size := s.Size()
	s.content.Resize(size.Max(fyne.NewSize(0, s.content.MinSize().Height)))
	before := s.offset
	s.offset = min(s.offset, s.most())
	s.place()
	if s.offset != before && s.moved != nil {
		s.moved()
	}
}

// place moves what follows the place.
func (s *scroller) place() {
	s.content.Move(fyne.NewPos(0, -s.offset))
	show(s.shades[0], s.offset > 0)
	show(s.shades[1], s.offset < s.most())
	s.bar.fit()
}

// Scrolled is for Fyne, which for the sake of this method also draws nothing outside.
func (s *scroller) Scrolled(e *fyne.ScrollEvent) {
	if s.scrolls() {
		s.to(s.offset - e.Scrolled.DY)
		return
	}
	if outer := outerPage(s.owner); outer != nil {
		outer.scroll.Scrolled(e)
	}
}

// CreateRenderer is for Fyne.
func (s *scroller) CreateRenderer() fyne.WidgetRenderer {
	r := &scrollerRenderer{s: s}
	r.tint()
	return r
}

type scrollerRenderer struct{ s *scroller }

func (r *scrollerRenderer) tint() {
	dark := paint(theme.ColorNameShadow)
	r.s.shades[0].StartColor, r.s.shades[0].EndColor = dark, paint(Clear)
	r.s.shades[1].StartColor, r.s.shades[1].EndColor = paint(Clear), dark
}

func (r *scrollerRenderer) Layout(size fyne.Size) {
	s := r.s
	for _, shade := range s.shades {
		shade.Resize(fyne.NewSize(size.Width, shadeDepth))
	}
	s.shades[1].Move(fyne.NewPos(0, size.Height-shadeDepth))
	s.settle()
}

func (r *scrollerRenderer) MinSize() fyne.Size { return fyne.NewSize(Unit(32), Unit(32)) }

func (r *scrollerRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.s.content, r.s.shades[0], r.s.shades[1], r.s.bar}
}

func (r *scrollerRenderer) Destroy() {}

func (r *scrollerRenderer) Refresh() {
	r.tint()
	r.s.shades[0].Refresh()
	r.s.shades[1].Refresh()
	r.s.settle()
	r.s.bar.Refresh()
}

// scrollBar says which part is seen. Its thumb is drawn along, a click beside the thumb turns a page; under the mouse it is wide.
type scrollBar struct {
	widget.BaseWidget

	s       *scroller
	ground  *canvas.Rectangle
	thumb   *canvas.Rectangle
	hovered bool
	drawn   bool
	from    float32 // where the thumb was taken hold of
	far     float32 // how far it was drawn since
}

// thumbLeast is how short the thumb may become: of a million rows it can still be taken hold of.
const thumbLeast = 24

func newScrollBar(s *scroller) *scrollBar {
	b := &scrollBar{s: s, ground: canvas.NewRectangle(nil), thumb: canvas.NewRectangle(nil)}
	b.ground.Hide()
	b.Hide()
	b.ExtendBaseWidget(b)
	return b
}

// wide says whether the bar is as wide as it can be.
func (b *scrollBar) wide() bool { return b.hovered || b.drawn }

// fit gives the bar its place and the thumb its length, and hides the bar where everything is seen.
func (b *scrollBar) fit() {
	s := b.s
	if !s.scrolls() {
		if b.Visible() {
			b.Hide()
		}
		return
	}
	size, slim := s.Size(), theme.Size(theme.SizeNameScrollBarSmall)
	reach := 2 * slim
	width := slim
	if b.wide() {
		reach = theme.Size(theme.SizeNameScrollBar)
		width = reach
	}
	p := placing{size: size, rtl: s.look.RTL()}
	b.Resize(fyne.NewSize(reach, size.Height))
	p.put(b, size.Width-reach, 0, reach)
	if !b.Visible() {
		b.Show()
	}
	b.ground.Resize(fyne.NewSize(reach, size.Height))
	length := b.length()
	b.thumb.Resize(fyne.NewSize(width, length))
	placing{size: fyne.NewSize(reach, size.Height), rtl: p.rtl}.put(b.thumb, reach-width, (size.Height-length)*s.offset/s.most(), width)
}

// length is that of the thumb.
func (b *scrollBar) length() float32 {
	view := b.s.Size().Height
	return min(max(view*view/b.s.content.Size().Height, thumbLeast), view)
}

func (b *scrollBar) widen() {
	show(b.ground, b.wide())
	b.fit()
}

// MouseIn is for Fyne.
func (b *scrollBar) MouseIn(*desktop.MouseEvent) { b.hovered = true; b.widen() }

// MouseMoved is for Fyne.
func (b *scrollBar) MouseMoved(*desktop.MouseEvent) {}

// MouseOut is for Fyne.
func (b *scrollBar) MouseOut() { b.hovered = false; b.widen() }

// Dragged draws the thumb along.
func (b *scrollBar) Dragged(e *fyne.DragEvent) {
	if !b.drawn {
		b.drawn, b.from, b.far = true, b.thumb.Position().Y, 0
		b.widen()
	}
	b.far += e.Dragged.DY // kept whole, so that the thumb comes back to the mouse after both ends
	if free := b.s.Size().Height - b.length(); free > 0 {
		b.s.to((b.from + b.far) / free * b.s.most())
	}
}

// DragEnd is for Fyne.
func (b *scrollBar) DragEnd() { b.drawn = false; b.widen() }

// Tapped turns a page towards the mouse.
func (b *scrollBar) Tapped(e *fyne.PointEvent) {
	switch y := b.thumb.Position().Y; {
	case e.Position.Y < y:
		b.s.turn(true)
	case e.Position.Y > y+b.thumb.Size().Height:
		b.s.turn(false)
	}
}

// CreateRenderer is for Fyne.
func (b *scrollBar) CreateRenderer() fyne.WidgetRenderer {
	r := &scrollBarRenderer{b}
	r.tint()
	return r
}

type scrollBarRenderer struct{ b *scrollBar }

func (r *scrollBarRenderer) tint() {
	r.b.ground.FillColor = paint(theme.ColorNameScrollBarBackground)
	r.b.thumb.FillColor = paint(theme.ColorNameScrollBar)
	r.b.thumb.CornerRadius = theme.Size(theme.SizeNameScrollBarRadius)
}

func (r *scrollBarRenderer) Layout(fyne.Size)   {}
func (r *scrollBarRenderer) MinSize() fyne.Size { return fyne.Size{} }
func (r *scrollBarRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.b.ground, r.b.thumb}
}
func (r *scrollBarRenderer) Destroy() {}
func (r *scrollBarRenderer) Refresh() {
	r.tint()
	r.b.fit()
	r.b.ground.Refresh()
	r.b.thumb.Refresh()
}
