package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// spot is a place within a row of a list that acts by a tap. It takes no keyboard: the list does.
type spot struct {
	widget.BaseWidget

	look    Look
	content fyne.CanvasObject
	tapped  func()
	tip     string
	veil    *canvas.Rectangle
}

func newSpot(k Look, content fyne.CanvasObject, tapped func()) *spot {
	s := &spot{look: k, content: content, tapped: tapped, veil: canvas.NewRectangle(nil)}
	s.ExtendBaseWidget(s)
	return s
}

// Tapped is for Fyne.
func (s *spot) Tapped(*fyne.PointEvent) {
	s.look.Tips.Hide()
	s.tapped()
}

// MouseIn is for Fyne.
func (s *spot) MouseIn(*desktop.MouseEvent) {
	s.veil.FillColor = paint(theme.ColorNameHover)
	s.veil.Refresh()
	if s.tip != "" {
		s.look.Tips.Show(s.tip, s)
	}
}

// MouseMoved is for Fyne.
func (s *spot) MouseMoved(*desktop.MouseEvent) {}

// MouseOut is for Fyne.
func (s *spot) MouseOut() {
	s.veil.FillColor = paint(Clear)
	s.veil.Refresh()
	if s.tip != "" {
		s.look.Tips.Hide()
	}
}

// Cursor is for Fyne.
func (s *spot) Cursor() desktop.Cursor { return desktop.PointerCursor }

// CreateRenderer is for Fyne.
func (s *spot) CreateRenderer() fyne.WidgetRenderer {
	s.veil.FillColor, s.veil.CornerRadius = paint(Clear), Unit(4)
	return &spotRenderer{s}
}

type spotRenderer struct{ s *spot }

func (r *spotRenderer) Layout(size fyne.Size) {
	r.s.content.Resize(size)
	r.s.veil.Resize(size)
}
func (r *spotRenderer) MinSize() fyne.Size { return r.s.content.MinSize() }
func (r *spotRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.s.content, r.s.veil}
}
func (r *spotRenderer) Destroy() {}
func (r *spotRenderer) Refresh() {
	r.s.content.Refresh()
	canvas.Refresh(r.s)
}
