package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Press is a surface that acts: with the mouse, with Enter and with Space. Every small acting thing of the window is a
// Press with something on it, so that hover, focus ring and keyboard are the same everywhere.
type Press struct {
	widget.BaseWidget

	OnTapped func()
	OnMenu   func(at fyne.Position)    // a context menu was asked for, at a place of the window
	OnKey    func(k fyne.KeyName) bool // a key before Press looks at it; true when it was used (arrows of a group)
	OnRune   func(r rune) bool         // a typed letter; true when it was used
	OnFocus  func(gained bool)         //
	Tip      string                    // what it is called, for things that show no word

	Ground    fyne.ThemeColorName
	Edge      fyne.ThemeColorName
	EdgeWidth float32
	Radius    float32
	Bar       bool // a bar of 3 at the leading edge marks what is chosen
	Off       bool // does nothing now

	look    Look
	self    acting
	content fyne.CanvasObject
	hovered bool
	down    bool
	focused bool
	byMouse bool
	drawn   *pressRenderer
	teller  teller
	turned  func() // the whole widget paints itself for being on or off
}

// acting is what Fyne must know of a whole widget that can be acted on.
type acting interface {
	fyne.Widget
	fyne.Focusable
}

// NewPress makes a surface without ground or edge around a content.
func NewPress(k Look, content fyne.CanvasObject, tapped func()) *Press {
	p := &Press{}
	p.press(p, k, content, tapped)
	return p
}

// press fills a Press that is part of another widget.
func (p *Press) press(whole acting, k Look, content fyne.CanvasObject, tapped func()) {
	p.look, p.self, p.content, p.OnTapped = k, whole, content, tapped
	p.Ground, p.Edge, p.Radius = Clear, Clear, 6
	p.ExtendBaseWidget(whole)
}

// Act does what a tap does.
func (p *Press) Act() {
	if p.Off || p.OnTapped == nil {
		return
	}
	p.look.Tips.Hide()
	p.OnTapped()
}

// Disabled, Disable and Enable are for Fyne, whose Tab key passes over what is off.
func (p *Press) Disabled() bool { return p.Off }

// Disable switches the surface off.
func (p *Press) Disable() { p.SetOff(true) }

// Enable switches the surface on.
func (p *Press) Enable() { p.SetOff(false) }

// SetOff switches the surface on or off.
func (p *Press) SetOff(off bool) {
	if p.Off == off {
		return
	}
	p.Off = off
	if p.turned != nil {
		p.turned()
	}
	p.Refresh()
}

// Focused says whether the keyboard is here.
func (p *Press) Focused() bool { return p.focused }

// Tapped is for Fyne.
func (p *Press) Tapped(*fyne.PointEvent) {
	p.takeFocus()
	p.Act()
}

// takeFocus moves the keyboard here without showing the ring: the hand is on the mouse.
func (p *Press) takeFocus() {
	c := canvasOf(p.self)
	if c == nil || p.Off || p.focused {
		return
	}
	p.byMouse = true
	c.Focus(p.self)
}

// TappedSecondary is for Fyne.
func (p *Press) TappedSecondary(e *fyne.PointEvent) {
	if p.OnMenu != nil && !p.Off {
		p.OnMenu(e.AbsolutePosition)
	}
}

// TypedKey is for Fyne.
func (p *Press) TypedKey(e *fyne.KeyEvent) {
	if p.OnKey != nil && p.OnKey(e.Name) {
		return
	}
	p.byMouse = false
	switch e.Name {
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		p.Act()
	default:
		p.look.pass(e.Name, p.self)
	}
}

// TypedRune is for Fyne.
func (p *Press) TypedRune(r rune) {
	if p.OnRune != nil {
		p.OnRune(r)
	}
}

// FocusGained is for Fyne.
func (p *Press) FocusGained() {
	p.focused = true
	p.changed()
	if !p.byMouse {
		intoSight(p.self)
	}
	if p.OnFocus != nil {
		p.OnFocus(true)
	}
}

// FocusLost is for Fyne.
func (p *Press) FocusLost() {
	p.focused, p.byMouse = false, false
	p.changed()
	if p.OnFocus != nil {
		p.OnFocus(false)
	}
}

// MouseIn is for Fyne.
func (p *Press) MouseIn(e *desktop.MouseEvent) {
	p.hovered = true
	p.changed()
	p.MouseMoved(e)
}

// MouseMoved is for Fyne.
func (p *Press) MouseMoved(e *desktop.MouseEvent) {
	p.teller.rest(p.look, p.self, p.content, e.Position, p.Tip)
}

// MouseOut is for Fyne.
func (p *Press) MouseOut() {
	p.hovered, p.down = false, false
	p.changed()
	p.teller.gone(p.look)
}

// MouseDown is for Fyne.
func (p *Press) MouseDown(*desktop.MouseEvent) { p.down = true; p.changed() }

// MouseUp is for Fyne.
func (p *Press) MouseUp(*desktop.MouseEvent) { p.down = false; p.changed() }

// Cursor is for Fyne.
func (p *Press) Cursor() desktop.Cursor {
	if p.Off || p.OnTapped == nil {
		return desktop.DefaultCursor
	}
	return desktop.PointerCursor
}

func (p *Press) naturalWidth() float32 {
	if p.content == nil {
		return 0
	}
	return wanted(p.content)
}

// changed draws hover, pressing and focus anew, not the content.
func (p *Press) changed() {
	if p.drawn != nil {
		p.drawn.tint()
		canvas.Refresh(p.self)
	}
}

// CreateRenderer is for Fyne.
func (p *Press) CreateRenderer() fyne.WidgetRenderer {
	r := &pressRenderer{p: p, paper: canvas.NewRectangle(nil), veil: canvas.NewRectangle(nil),
		ring: canvas.NewRectangle(nil), bar: canvas.NewRectangle(nil)}
	r.objs = []fyne.CanvasObject{r.paper, r.bar}
	if p.content != nil {
		r.objs = append(r.objs, p.content)
	}
	r.objs = append(r.objs, r.veil, r.ring)
	p.drawn = r
	r.tint()
	return r
}

type pressRenderer struct {
	p                      *Press
	paper, veil, ring, bar *canvas.Rectangle
	objs                   []fyne.CanvasObject
}

// ringWidth is how far the ring of the focus stands around a control.
const ringWidth = 3

func (r *pressRenderer) tint() {
	p := r.p
	round := Unit(p.Radius)
	r.paper.FillColor, r.paper.CornerRadius = paint(p.Ground), round
	r.paper.StrokeWidth, r.paper.StrokeColor = p.EdgeWidth, nil
	if p.EdgeWidth > 0 {
		r.paper.StrokeColor = paint(p.Edge)
	}
	r.veil.CornerRadius, r.veil.FillColor = round, paint(Clear)
	switch {
	case p.Off || p.OnTapped == nil:
	case p.down:
		r.veil.FillColor = paint(theme.ColorNamePressed)
	case p.hovered:
		r.veil.FillColor = paint(theme.ColorNameHover)
	}
	r.ring.CornerRadius, r.ring.FillColor = round+ringWidth-1, paint(Clear)
	r.ring.StrokeWidth, r.ring.StrokeColor = 0, nil
	if p.focused && !p.byMouse {
		r.ring.StrokeWidth, r.ring.StrokeColor = ringWidth, paint(Ring)
	}
	r.bar.FillColor, r.bar.CornerRadius = paint(Clear), 1.5
	if p.Bar {
		r.bar.FillColor = paint(Teal)
	}
	for _, o := range []*canvas.Rectangle{r.paper, r.veil, r.ring, r.bar} {
		o.Refresh()
	}
}

func (r *pressRenderer) Layout(s fyne.Size) {
	r.paper.Resize(s)
	r.veil.Resize(s)
	r.ring.Move(fyne.NewPos(1-ringWidth, 1-ringWidth))
	r.ring.Resize(s.AddWidthHeight(2*ringWidth-2, 2*ringWidth-2))
	r.bar.Resize(fyne.NewSize(3, s.Height/2))
	r.bar.Move(fyne.NewPos(0, s.Height/4))
	if r.p.look.RTL() {
		r.bar.Move(fyne.NewPos(s.Width-3, s.Height/4))
	}
	if c := r.p.content; c != nil {
		c.Move(fyne.Position{})
		c.Resize(s)
	}
}

func (r *pressRenderer) MinSize() fyne.Size {
	if r.p.content == nil {
		return fyne.Size{}
	}
	return r.p.content.MinSize()
}

func (r *pressRenderer) Objects() []fyne.CanvasObject { return r.objs }

func (r *pressRenderer) Refresh() {
	r.tint()
	if r.p.content != nil {
		r.p.content.Refresh()
	}
	r.Layout(r.p.self.Size())
	canvas.Refresh(r.p.self)
}

func (r *pressRenderer) Destroy() {}

// canvasOf is the canvas that shows an object, or nil before it is shown.
func canvasOf(o fyne.CanvasObject) fyne.Canvas { return fyne.CurrentApp().Driver().CanvasForObject(o) }
