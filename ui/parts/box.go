package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// Box is paper: a ground and an edge under a content. It follows the theme, as a bare rectangle does not.
type Box struct {
	widget.BaseWidget

	Ground    fyne.ThemeColorName
	Edge      fyne.ThemeColorName
	EdgeWidth float32
	Radius    float32
	Across    float32 // margin at the sides
	Down      float32 // margin above and below
	Shadow    bool

	Content fyne.CanvasObject

	self fyne.Widget
}

// NewBox makes a box without an edge.
func NewBox(ground fyne.ThemeColorName, content fyne.CanvasObject) *Box {
	b := &Box{}
	b.box(b, ground, content)
	return b
}

// box fills a Box that is part of another widget.
func (b *Box) box(whole fyne.Widget, ground fyne.ThemeColorName, content fyne.CanvasObject) {
	b.self, b.Ground, b.Edge, b.Content = whole, ground, Clear, content
	b.ExtendBaseWidget(whole)
}

// NewCard is a white card with a decorative edge, a margin of 18 and 16 and whatever stands on it.
func NewCard(content fyne.CanvasObject) *Box {
	b := NewBox(Surface, content)
	b.Edge, b.EdgeWidth, b.Radius, b.Across, b.Down = Line, 1, 8, 18, 16
	return b
}

// NewRule is a separator across the width of its column.
func NewRule() *Box { return NewBox(Line, Gap(1, 1)) }

func (b *Box) naturalWidth() float32 {
	if b.Content == nil {
		return 0
	}
	return wanted(b.Content) + 2*Unit(b.Across)
}

// CreateRenderer is for Fyne.
func (b *Box) CreateRenderer() fyne.WidgetRenderer {
	r := &boxRenderer{b: b, paper: canvas.NewRectangle(nil), flat: newFlat()}
	r.tint()
	r.shown = r.paper
	return r
}

type boxRenderer struct {
	b     *Box
	paper *canvas.Rectangle
	flat  *flat
	shown fyne.CanvasObject // the paper, or the flat ground instead
}

func (r *boxRenderer) tint() {
	b := r.b
	r.paper.FillColor = paint(b.Ground)
	r.paper.CornerRadius = Unit(b.Radius)
	r.paper.StrokeWidth, r.paper.StrokeColor = b.EdgeWidth, nil
	if b.EdgeWidth > 0 {
		r.paper.StrokeColor = paint(b.Edge)
	}
	r.paper.Shadow = canvas.Shadow{}
	if b.Shadow {
		r.paper.Shadow = canvas.Shadow{Color: paint("shadow"), BlurRadius: 28, Offset: fyne.NewPos(0, 8)}
	}
}

func (r *boxRenderer) Layout(s fyne.Size) {
	r.paper.Resize(s)
	r.shown = r.flat.instead(r.paper)
	if c := r.b.Content; c != nil {
		insetLayout{r.b.Across, r.b.Down}.Layout([]fyne.CanvasObject{c}, s)
	}
}

func (r *boxRenderer) MinSize() fyne.Size {
	if r.b.Content == nil {
		return fyne.NewSize(2*Unit(r.b.Across), 2*Unit(r.b.Down))
	}
	return insetLayout{r.b.Across, r.b.Down}.MinSize([]fyne.CanvasObject{r.b.Content})
}

func (r *boxRenderer) Objects() []fyne.CanvasObject {
	if r.b.Content == nil {
		return []fyne.CanvasObject{r.shown}
	}
	return []fyne.CanvasObject{r.shown, r.b.Content}
}

func (r *boxRenderer) Refresh() {
	r.tint()
	r.Layout(r.b.self.Size())
	r.paper.Refresh()
	if r.b.Content != nil {
		r.b.Content.Refresh()
	}
	canvas.Refresh(r.b.self)
}

func (r *boxRenderer) Destroy() {}
