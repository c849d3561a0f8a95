package bidi

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// view is what of an entry is seen: its box, and a window on the lines that moves with the
// caret, the wheel and the bar. Only lines in the window have objects.
type view struct {
	entry  *Entry
	offset fyne.Position // what of the text lies left of and above the window
	box    *canvas.Rectangle
	clip   *container.Clip
	body   *body
	wheel  *wheel
	bar    *bar
	caret  *canvas.Rectangle
	twin   *canvas.Rectangle // the other place of the caret, where directions meet
	easel  easel

	hintCut bool // what is said while there is no text has no room
}

// The entry is 36 units high at text of 14 and grows with it; its edge takes 1 or 2 of them.
const (
	entryHeight = 36.0 / 14
	edge        = 2
	caretWidth  = 2
)

func newView(e *Entry) *view {
	v := &view{
		entry: e,
		box:   canvas.NewRectangle(nil),
		caret: canvas.NewRectangle(nil),
		twin:  canvas.NewRectangle(nil),
	}
	v.caret.Hide()
	v.twin.Hide()
	v.body = &body{}
	v.body.ExtendBaseWidget(v.body)
	v.clip = container.NewClip(v.body)
	v.wheel = newWheel(v)
	v.bar = newBar(v)
	return v
}

// lineHeight and the paddings inside the edge.
func (v *view) pen() pen            { return penFor(v.entry.setting().size, fyne.TextStyle{}) }
func (v *view) lineHeight() float32 { return v.pen().lineHeight() }
func (v *view) padX() float32 {
	return theme.SizeForWidget(theme.SizeNameInnerPadding, v.entry) - v.side()
}
func (v *view) padY() float32 {
	size := theme.SizeForWidget(theme.SizeNameText, v.entry)
	return max((rounded(size*entryHeight)-v.lineHeight())/2-edge, 0)
}

// side is how far the window stays off the sides of the entry. Where the theme gives the text more room than elsewhere,
// something stands in that room, and a long text is cut before it.
func (v *view) side() float32 {
	own := theme.SizeForWidget(theme.SizeNameInnerPadding, v.entry)
	usual := fyne.CurrentApp().Settings().Theme().Size(theme.SizeNameInnerPadding) // not that of what is being rendered
	if own <= usual {
		return edge
	}
	return own - caretWidth
}

func rounded(x float32) float32 { return float32(int(x + 0.5)) }

// width is how wide a line may be.
func (v *view) width() float32 {
	return max(v.clip.Size().Width-2*v.padX(), 0)
}

// shown says whether the view has a place on the screen yet.
func (v *view) shown() bool { return v.width() > 0 }

// extent is the size of the whole text with its padding.
func (v *view) extent() fyne.Size {
	l := v.entry.layout()
	return fyne.NewSize(l.width+2*v.padX(), float32(len(l.lines))*v.lineHeight()+2*v.padY())
}

// settle finds the window a place after its size or the font changed.
func (v *view) settle() {
	if v.entry.focused || v.entry.MultiLine {
		v.clamp()
	} else {
		v.rest()
	}
}

// rest shows where the text begins, as there is no caret to follow.
func (v *view) rest() {
	if !v.shown() || v.entry.focused {
		v.reveal()
		return
	}
	v.offset = fyne.Position{}
	if l := v.entry.layout(); l.lines[0].para == 1 {
		v.offset.X = v.extent().Width
	}
	v.clamp()
}

// reveal moves the window so that the caret shows.
func (v *view) reveal() {
	if !v.shown() {
		return
	}
	e := v.entry
	l := e.layout()
	i := l.lineOf(e.pos, e.lead)
	h, room := v.lineHeight(), v.clip.Size()
	x, y := l.lines[i].caret(e.pos, e.lead), float32(i)*h
	v.offset.X = min(max(v.offset.X, x+2*v.padX()-room.Width), x)
	v.offset.Y = min(max(v.offset.Y, y+h+2*v.padY()-room.Height), y)
	v.clamp()
}

// clamp keeps the window on the text.
func (v *view) clamp() {
	if !v.shown() {
		return
	}
	all, room := v.extent(), v.clip.Size()
	v.offset.X = max(min(v.offset.X, all.Width-room.Width), 0)
	v.offset.Y = max(min(v.offset.Y, all.Height-room.Height), 0)
	if v.entry.MultiLine {
		v.offset.X = 0
	}
}

// scroll moves the window down by hand.
func (v *view) scroll(dy float32) {
	v.offset.Y += dy
	v.clamp()
	v.redraw()
}

// at is the caret's place nearest to a point of the entry.
func (v *view) at(p fyne.Position) (pos int, lead bool) {
	if !v.shown() {
		return v.entry.pos, v.entry.lead
	}
	l := v.entry.layout()
	x := p.X - v.side() - v.padX() + v.offset.X
	y := p.Y - edge - v.padY() + v.offset.Y
	i := min(max(int(y/v.lineHeight()), 0), len(l.lines)-1)
	return l.lines[i].nearest(x)
}

// caretBelow is the point of the window under the caret, for a menu.
func (v *view) caretBelow() fyne.Position {
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(v.entry)
	return at.Add(v.caret.Position()).AddXY(v.side(), edge+v.lineHeight())
}

// page is how many lines a page key goes.
func (v *view) page() int { return max(int(v.clip.Size().Height/v.lineHeight())-1, 1) }

// blinked shows or hides the caret, and says whether that changed anything. The animation asks at each of its ticks, and
// what is painted for a caret is the whole window: where nothing changes, nothing is done.
func (v *view) blinked(on bool) (changed bool) {
	e := v.entry
	on = on && e.focused && !e.disabled
	if v.caret.Visible() == on {
		return false
	}
	v.caret.Hidden, v.twin.Hidden = !on, !on
	v.box.Refresh() // not the caret: the toolkit does not know what it never painted
	return true
}

// redraw makes the objects of the lines in the window.
func (v *view) redraw() {
	if !v.shown() {
		return
	}
	e := v.entry
	l, h := e.layout(), v.lineHeight()
	first := min(max(int((v.offset.Y-v.padY())/h)-1, 0), len(l.lines)-1)
	last := min(int((v.offset.Y+v.clip.Size().Height)/h)+1, len(l.lines))
	origin := fyne.NewPos(v.padX()-v.offset.X, v.padY()-v.offset.Y+float32(first)*h)
	lines := l.lines[first:last]

	objs := v.selection(lines, origin)
	switch {
	case len(e.text) == 0 && e.disabled: // a hint would pass for what was answered
	case len(e.text) == 0:
		objs = append(objs, v.placeHolder(origin)...)
	default:
		ink := theme.ColorForWidget(theme.ColorNameForeground, e)
		texts := inks(lines, e.setting(), v.pen(), ink, origin)
		texts = slices.DeleteFunc(texts, func(k inked) bool { // out of the window of a single line
			return k.pos.X+k.room.Width < 0 || k.pos.X > v.clip.Size().Width
		})
		objs = append(objs, v.easel.show(texts)...)
	}
	v.placeCaret(l)
	v.body.objs = append(objs, v.twin, v.caret)
	v.bar.fit()
	v.box.Refresh() // has the window painted again; the texts keep their pictures
}

// selection is the ground behind selected letters; of a selected end of line, a little.
func (v *view) selection(lines []line, origin fyne.Position) (objs []fyne.CanvasObject) {
	a, b := v.entry.span()
	h := v.lineHeight()
	put := func(i int, s box) {
		r := canvas.NewRectangle(theme.ColorForWidget(theme.ColorNameSelection, v.entry))
		r.Move(origin.AddXY(s.x, float32(i)*h))
		r.Resize(fyne.NewSize(s.w, h))
		objs = append(objs, r)
	}
	for i := range lines {
		ln := &lines[i]
		for _, s := range ln.boxes(a, b) {
			put(i, s)
		}
		if a <= ln.end && b > ln.end && ln.start == ln.end {
			put(i, box{ln.x, h / 4})
		}
	}
	return objs
}

// placeHolder is shown while there is no text: at the side where the caret waits, and in its own direction.
func (v *view) placeHolder(origin fyne.Position) []fyne.CanvasObject {
	e := v.entry
	most := 1
	if e.MultiLine {
		most = e.rows()
	}
	set := e.setting()
	if own := Direction(e.PlaceHolder); own != Auto && (own == RTL) != (set.base == RTL) {
		set.base = own
		if set.align == fyne.TextAlignLeading {
			set.align = fyne.TextAlignTrailing
		} else {
			set.align = fyne.TextAlignLeading
		}
	}
	l := layCut([]rune(e.PlaceHolder), set, most)
	v.hintCut = l.cut
	hint := theme.ColorForWidget(theme.ColorNamePlaceHolder, e)
	return v.easel.show(inks(l.lines, set, v.pen(), hint, origin))
}

// placeCaret moves the caret; where directions meet it shows, half as high, the
// other place where a letter might come to stand.
func (v *view) placeCaret(l *layout) {
	e := v.entry
	i := l.lineOf(e.pos, e.lead)
	ln := &l.lines[i]
	h := v.lineHeight()
	x, other := ln.caret(e.pos, e.lead), ln.caret(e.pos, !e.lead)
	at := fyne.NewPos(v.padX()-v.offset.X-caretWidth/2, v.padY()-v.offset.Y+float32(i)*h)
	fill := theme.ColorForWidget(theme.ColorNamePrimary, e)
	v.caret.FillColor, v.twin.FillColor = fill, fill
	v.caret.Move(at.AddXY(x, 0))
	v.caret.Resize(fyne.NewSize(caretWidth, h))
	v.twin.Move(at.AddXY(other, h/2))
	v.twin.Resize(fyne.NewSize(caretWidth, h/2))
	if abs(x-other) < 1 {
		v.twin.Resize(fyne.NewSize(0, 0))
	}
}

func (e *Entry) rows() int {
	switch {
	case !e.MultiLine:
		return 1
	case e.Rows > 0:
		return e.Rows
	}
	return 3
}

// CreateRenderer is for Fyne.
func (e *Entry) CreateRenderer() fyne.WidgetRenderer {
	e.ExtendBaseWidget(e)
	r := &entryRenderer{view: e.view}
	r.paint()
	return r
}

type entryRenderer struct{ view *view }

// Layout gives the window all but the edge, and what stands in the sides.
func (r *entryRenderer) Layout(size fyne.Size) {
	v := r.view
	v.box.Resize(size)
	room := size.SubtractWidthHeight(2*v.side(), 2*edge)
	for _, o := range []fyne.CanvasObject{v.clip, v.wheel} {
		o.Move(fyne.NewPos(v.side(), edge))
		o.Resize(room)
	}
	v.settle()
	v.redraw()
}

// MinSize is as high as the rows, and a few words wide.
func (r *entryRenderer) MinSize() fyne.Size {
	v := r.view
	h := v.lineHeight()
	return fyne.NewSize(6*h, h*float32(v.entry.rows())+2*(v.padY()+edge))
}

// Refresh paints the box anew and sets the text again where something changed.
func (r *entryRenderer) Refresh() {
	r.paint()
	r.view.entry.laid = nil // the font may be another, or Secret
	r.view.blinked(true)
	r.view.settle()
	r.view.redraw()
	canvas.Refresh(r.view.box)
}

// paint colours the box by the state of the entry.
func (r *entryRenderer) paint() {
	e, box := r.view.entry, r.view.box
	color := func(name fyne.ThemeColorName) { box.StrokeColor = theme.ColorForWidget(name, e) }
	box.CornerRadius = theme.SizeForWidget(theme.SizeNameInputRadius, e)
	box.FillColor = theme.ColorForWidget(theme.ColorNameInputBackground, e)
	if e.disabled {
		box.FillColor = theme.ColorForWidget(theme.ColorNameDisabledButton, e)
	}
	box.StrokeWidth = edge
	switch {
	case e.Fault:
		color(theme.ColorNameWarning)
	case e.focused:
		color(theme.ColorNamePrimary)
	case e.disabled: // nothing to take hold of
		color(theme.ColorNameSeparator)
		box.StrokeWidth = theme.SizeForWidget(theme.SizeNameInputBorder, e)
	default:
		color(theme.ColorNameInputBorder)
		box.StrokeWidth = theme.SizeForWidget(theme.SizeNameInputBorder, e)
	}
}

// Objects are the box, the lines over it and what moves them.
func (r *entryRenderer) Objects() []fyne.CanvasObject {
	v := r.view
	return []fyne.CanvasObject{v.box, v.clip, v.wheel, v.bar}
}

// Destroy stops the caret.
func (r *entryRenderer) Destroy() { r.view.entry.blink.stop() }

// body holds the objects of the lines in the window. It refreshes nothing by itself: a
// refresh from Fyne would drop the picture of every line.
type body struct {
	widget.BaseWidget
	objs []fyne.CanvasObject
}

// CreateRenderer is for Fyne.
func (b *body) CreateRenderer() fyne.WidgetRenderer { return &bodyRenderer{b} }

type bodyRenderer struct{ body *body }

func (r *bodyRenderer) Layout(fyne.Size)             {}
func (r *bodyRenderer) MinSize() fyne.Size           { return fyne.Size{} }
func (r *bodyRenderer) Refresh()                     {}
func (r *bodyRenderer) Objects() []fyne.CanvasObject { return r.body.objs }
func (r *bodyRenderer) Destroy()                     {}
