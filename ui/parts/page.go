package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// Page scrolls a column of things downwards and never sideways. What stands on it may change its height at any time:
// call Refresh. It asks for little room, so that the smallest window still holds it.
type Page struct {
	widget.BaseWidget

	across  float32
	down    float32
	content fyne.CanvasObject
	scroll  *scroller
}

// pageMargin is the margin of a page at its sides.
const pageMargin = 28

// NewPage makes a page with the margins of a page, 28 and 20.
func NewPage(k Look, content fyne.CanvasObject) *Page {
	return NewPageWithin(k, pageMargin, 20, content)
}

// NewPageWithin makes a page with other margins. They lie inside what scrolls, so that the bar stands at the edge and
// no ring or shadow is cut.
func NewPageWithin(k Look, across, down float32, content fyne.CanvasObject) *Page {
	p := &Page{across: across, down: down}
	p.content = container.New(slimLayout{}, Inset(across, down, content))
	p.scroll = newScroller(k, p, p.content)
	p.ExtendBaseWidget(p)
	return p
}

// SetContent shows something else, from its top.
func (p *Page) SetContent(content fyne.CanvasObject) {
	p.content = container.New(slimLayout{}, Inset(p.across, p.down, content))
	p.scroll.show(p.content)
	p.Refresh()
}

// ScrollToTop shows the beginning.
func (p *Page) ScrollToTop() { p.scroll.to(0) }

// Reveal scrolls so that an object on the page is in sight.
func (p *Page) Reveal(o fyne.CanvasObject) {
	driver := fyne.CurrentApp().Driver()
	y := driver.AbsolutePositionForObject(o).Y - driver.AbsolutePositionForObject(p.scroll).Y
	view := p.scroll.Size().Height
	off := p.scroll.offset
	switch {
	case y < 0:
		off += y - Unit(8)
	case y+o.Size().Height > view:
		off += min(y+o.Size().Height-view+Unit(8), y)
	default:
		return
	}
	p.scroll.to(off)
}

// slimLayout asks for no width: a page is as wide as it is, and what stands on it makes do.
type slimLayout struct{}

func (slimLayout) Layout(objs []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objs {
		o.Resize(size)
	}
}

func (slimLayout) MinSize(objs []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(0, objs[0].MinSize().Height)
}

// CreateRenderer is for Fyne.
func (p *Page) CreateRenderer() fyne.WidgetRenderer { return &pageRenderer{p} }

type pageRenderer struct{ p *Page }

// Layout gives the content its width first: only then does it know its height.
func (r *pageRenderer) Layout(size fyne.Size) {
	p := r.p
	give(p.content, size.Width)
	p.scroll.Resize(size)
	p.scroll.settle()
}

func (r *pageRenderer) MinSize() fyne.Size           { return fyne.NewSize(Unit(160), Unit(80)) }
func (r *pageRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.p.scroll} }
func (r *pageRenderer) Destroy()                     {}
func (r *pageRenderer) Refresh() {
	r.p.content.Refresh()
	r.Layout(r.p.Size())
	canvas.Refresh(r.p)
}

// NewTitle is the heading of a page, with a quieter line below that says what the page is for.
func NewTitle(k Look, heading, more string) fyne.CanvasObject {
	return Column(4, k.Heading(heading), k.Muted(more))
}

// NewFact is a label with what it says beside it, on the trailing side.
func NewFact(k Look, label, value string) fyne.CanvasObject {
	return k.TopRow(12, 1, Sized(LabelWidth+36, 0, k.Muted(label)), k.Text(value))
}
