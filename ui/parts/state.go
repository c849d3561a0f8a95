package parts

import (
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// NewEmpty is a place where nothing is yet: what is so, one sentence on what to do first, and one button that does it
// (nil for none).
func NewEmpty(k Look, icon fyne.Resource, title, sentence string, act *Button) fyne.CanvasObject {
	head, words := k.Bold(title), k.Muted(sentence)
	head.SizeName = theme.SizeNameSubHeadingText
	head.Alignment, words.Alignment = fyne.TextAlignCenter, fyne.TextAlignCenter
	col := Column(10, container.NewCenter(NewIcon(icon, Edge, 40)), head, words)
	if act != nil {
		col.Add(container.NewCenter(act))
	}
	return container.New(plateLayout{300}, col)
}

// NewError is a place where something failed: what happened, what is safe, what next. The primary act comes first.
func NewError(k Look, title, what, safe string, acts ...*Button) fyne.CanvasObject {
	col := Column(10, k.Row(10, 1, NewIcon(theme.ErrorIcon(), Danger, 24), k.Section(title)))
	if what != "" {
		col.Add(k.Text(what))
	}
	if safe != "" {
		col.Add(k.signed(8, NewIcon(theme.ConfirmIcon(), Teal, 20), k.Inked(safe, Teal)))
	}
	if len(acts) > 0 {
		row := k.Flow(8)
		for _, a := range acts {
			row.Add(a)
		}
		col.Add(row)
	}
	return container.New(plateLayout{560}, Inset(0, 10, col)) // the page's title is not its title
}

// plateLayout sets one object in the middle of a page, no wider than a line reads well.
type plateLayout struct{ width float32 }

func (l plateLayout) Layout(objs []fyne.CanvasObject, size fyne.Size) {
	w := min(Unit(l.width), size.Width)
	for _, o := range objs {
		h := give(o, w)
		o.Move(fyne.NewPos((size.Width-w)/2, max((size.Height-h)/2, 0)))
	}
}

func (l plateLayout) MinSize(objs []fyne.CanvasObject) fyne.Size {
	var m fyne.Size
	for _, o := range objs {
		m = m.Max(fyne.NewSize(0, o.MinSize().Height))
	}
	return m
}

// NewLoading is three still bars where text will be: nothing shimmers.
func NewLoading(k Look) fyne.CanvasObject {
	col := Column(10)
	for _, part := range []float32{0.8, 0.62, 0.7} {
		bar := NewBox(Sunk, nil)
		bar.Radius = 3
		col.Add(container.New(shareLayout{part, 12, k.RTL}, bar))
	}
	return col
}

// shareLayout gives its object a share of the width from the leading edge.
type shareLayout struct {
	share, height float32
	rtl           func() bool
}

func (l shareLayout) Layout(objs []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objs {
		w := size.Width * l.share
		o.Resize(fyne.NewSize(w, size.Height))
		placing{size: size, rtl: l.rtl()}.put(o, 0, 0, w)
	}
}

func (l shareLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(0, Unit(l.height)) }

// Bar is a share of a whole on a sunk track, growing from the leading edge.
type Bar struct {
	widget.BaseWidget

	look   Look
	height float32
	from   float32 // where the fill begins, of the whole
	share  float32
	ink    fyne.ThemeColorName
	track  *canvas.Rectangle
	fill   *canvas.Rectangle
}

// NewBar makes a bar of a height in units; share runs from 0 to 1.
func NewBar(k Look, height float32, share float64, ink fyne.ThemeColorName) *Bar {
	b := &Bar{look: k, height: height, share: float32(min(max(share, 0), 1)), ink: ink, track: canvas.NewRectangle(nil), fill: canvas.NewRectangle(nil)}
	b.ExtendBaseWidget(b)
	return b
}

// Set changes the share.
func (b *Bar) Set(share float64) {
	b.from, b.share = 0, float32(min(max(share, 0), 1))
	b.Refresh()
}

// Sway shows a quarter that moves from one end to the other and back, for work of which nothing is known: at 0 it stands
// at the beginning, at 0.5 at the end, at 1 at the beginning again.
func (b *Bar) Sway(at float64) {
	_, at = math.Modf(at)
	b.share = 0.25
	b.from = (1 - b.share) * float32(0.5-0.5*math.Cos(2*math.Pi*at))
	b.Refresh()
}

// CreateRenderer is for Fyne.
func (b *Bar) CreateRenderer() fyne.WidgetRenderer {
	r := &barRenderer{b}
	r.tint()
	return r
}

type barRenderer struct{ b *Bar }

func (r *barRenderer) tint() {
	b := r.b
	b.track.FillColor, b.fill.FillColor = paint(Sunk), paint(b.ink)
	b.track.CornerRadius, b.fill.CornerRadius = Unit(3), Unit(3)
}

func (r *barRenderer) Layout(size fyne.Size) {
	b := r.b
	b.track.Resize(size)
	w := size.Width * b.share
	b.fill.Resize(fyne.NewSize(w, size.Height))
	placing{size: size, rtl: b.look.RTL()}.put(b.fill, size.Width*b.from, 0, w)
	show(b.fill, b.share > 0)
}

func (r *barRenderer) MinSize() fyne.Size           { return fyne.NewSize(Unit(40), Unit(r.b.height)) }
func (r *barRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.b.track, r.b.fill} }
func (r *barRenderer) Destroy()                     {}
func (r *barRenderer) Refresh() {
	r.tint()
	r.Layout(r.b.Size())
	r.b.track.Refresh()
	r.b.fill.Refresh()
	canvas.Refresh(r.b)
}
