package bidi

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// wheel takes the mouse wheel, and is there only while there is something to scroll: over an
// entry whose text fits, the wheel goes on moving the page.
type wheel struct {
	widget.BaseWidget
	view *view
}

func newWheel(v *view) *wheel {
	w := &wheel{view: v}
	w.ExtendBaseWidget(w)
	w.Hide()
	return w
}

// Scrolled is for Fyne.
func (w *wheel) Scrolled(s *fyne.ScrollEvent) { w.view.scroll(-s.Scrolled.DY) }

// CreateRenderer draws nothing.
func (w *wheel) CreateRenderer() fyne.WidgetRenderer {
	return &bodyRenderer{&body{}}
}

// bar shows which part of the text is seen and can be dragged. It stands where every other bar of the screen does: text of
// the other direction does not take it across, nor does a first word that is typed. Without a Side it stands where lines
// end.
type bar struct {
	widget.BaseWidget
	view *view
	fill *canvas.Rectangle
}

// barReach is how wide the bar is for the mouse.
const barReach = 8

func newBar(v *view) *bar {
	b := &bar{view: v, fill: canvas.NewRectangle(nil)}
	b.ExtendBaseWidget(b)
	b.Hide()
	return b
}

// fit gives the bar its place and length, and hides it and the wheel when all text is seen.
func (b *bar) fit() {
	v := b.view
	all, room := v.extent().Height, v.clip.Size()
	if !v.entry.MultiLine || all <= room.Height+0.5 {
		b.Hide()
		v.wheel.Hide()
		return
	}
	length := max(room.Height*room.Height/all, 2*barReach)
	at := fyne.NewPos(v.side()+room.Width-barReach, edge)
	if rtl := v.entry.layout().lines[0].para == 1; v.entry.Side == RTL || v.entry.Side == Auto && rtl {
		at.X = v.side()
	}
	at.Y += (room.Height - length) * v.offset.Y / (all - room.Height)
	b.Move(at)
	b.Resize(fyne.NewSize(barReach, length))
	b.fill.FillColor = theme.ColorForWidget(theme.ColorNameScrollBar, v.entry)
	b.Show()
	v.wheel.Show()
}

// Dragged moves the text along.
func (b *bar) Dragged(d *fyne.DragEvent) {
	v := b.view
	all, room := v.extent().Height, v.clip.Size().Height
	if free := room - b.Size().Height; free > 0 {
		v.scroll(d.Dragged.DY * (all - room) / free)
	}
}

// DragEnd is for Fyne.
func (b *bar) DragEnd() {}

// CreateRenderer is for Fyne.
func (b *bar) CreateRenderer() fyne.WidgetRenderer { return &barRenderer{b} }

type barRenderer struct{ bar *bar }

// Layout draws the bar in the middle of its reach.
func (r *barRenderer) Layout(size fyne.Size) {
	w := theme.SizeForWidget(theme.SizeNameScrollBarSmall, r.bar)
	r.bar.fill.CornerRadius = w / 2
	r.bar.fill.Move(fyne.NewPos((size.Width-w)/2, 0))
	r.bar.fill.Resize(fyne.NewSize(w, size.Height))
}

func (r *barRenderer) MinSize() fyne.Size           { return fyne.Size{} }
func (r *barRenderer) Refresh()                     { r.bar.fill.Refresh() }
func (r *barRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.bar.fill} }
func (r *barRenderer) Destroy()                     {}
