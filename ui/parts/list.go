package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// A list of our own, since Fyne's leaves a gap between rows, cannot open with Enter and has no context menu:
//
//  1. all rows are equally high, so a million rows are found by division, but for short lists (list_edges.go);
//  2. only the rows in sight exist; row i is shown by slot i mod n, so that scrolling by one row fills one slot;
//  3. the list is one stop of the Tab key; the arrows move a current row, Enter opens it, Space ticks it;
//  4. what is chosen is told by the owner (SetChosen), never by a tap alone.

// List shows rows of equal height, as many as there are.
type List struct {
	widget.BaseWidget

	Length func() int
	Create func() fyne.CanvasObject
	Update func(i int, o fyne.CanvasObject)

	OnOpen    func(i int)                      // a tap, or Enter
	OnTick    func(i int)                      // Space; nil opens
	OnMenu    func(i int, at fyne.Position)    // secondary tap, or the menu key; a place of the window
	OnCurrent func(i int)                      // the current row moved
	OnKey     func(i int, k fyne.KeyName) bool // another key on the current row; true when it was used
	OnRune    func(r rune) bool                // a letter was typed
	IsChosen  func(i int) bool                 // asked instead of SetChosen, where the owner knows
	Rules     bool                             // lines between the rows
	Marked    bool                             // the current row stands on teal tint, wherever the keyboard is
	Radius    float32                          // of the ground of a chosen row

	// Heights is how high a row wants to be, on the screen, at a width that it will have at least; nil, and in a list of more
	// than 200 rows, all rows have one height, and no row is lower than that.
	Heights func(i int, width float32) float32

	// High is how high every row wants to be, on the screen, at such a width; nil for the height that the list was made with.
	High func(width float32) float32

	look    Look
	height  float32
	edges   rowEdges
	high    rowHigh
	chosen  map[int]bool
	current int
	focused bool
	byMouse bool
	onBar   func() // hears when the bar comes or goes; a head then stands over its columns again
	scroll  *scroller
	body    *listBody
}

// NewList makes a list of rows that are height units high.
func NewList(k Look, height float32, length func() int, create func() fyne.CanvasObject, update func(i int, o fyne.CanvasObject)) *List {
	l := &List{Length: length, Create: create, Update: update, look: k, height: height}
	l.body = &listBody{l: l}
	l.body.ExtendBaseWidget(l.body)
	l.scroll = newScroller(k, l, l.body)
	l.scroll.moved = l.body.place
	l.ExtendBaseWidget(l)
	return l
}

// SetRowHeight changes the height of the rows, in units, before the list is shown.
func (l *List) SetRowHeight(height float32) { l.height = height }

// barWidth is what a scroll bar takes of the rows.
const barWidth = 10

// barRoom is what the scroll bar covers where lines end, where there is one.
func (l *List) barRoom() float32 {
	if view := l.scroll.Size().Height; view > 0 && l.top(l.Length()) > view+0.5 {
		return barWidth
	}
	return 0
}

// SetChosen marks rows as chosen and takes the mark from all others.
func (l *List) SetChosen(rows ...int) {
	l.chosen = map[int]bool{}
	for _, i := range rows {
		l.chosen[i] = true
	}
	for _, s := range l.body.slots {
		s.tint()
	}
}

// Current is the row that the arrows stand on.
func (l *List) Current() int { return l.current }

// SetCurrent moves the arrows to a row and brings it into sight.
func (l *List) SetCurrent(i int) {
	i = min(max(i, 0), l.Length()-1)
	if i < 0 {
		return
	}
	old := l.current
	l.current = i
	l.ScrollTo(i)
	l.retint(old)
	l.retint(i)
	if old != i && l.OnCurrent != nil {
		l.OnCurrent(i)
	}
}

func (l *List) retint(i int) {
	if s := l.body.slotOf(i); s != nil {
		s.tint()
	}
}

// ScrollTo brings a row into sight.
func (l *List) ScrollTo(i int) { l.scrollTo(i, false) }

// ScrollAmid brings a row into sight, where it was not, with what stands around it.
func (l *List) ScrollAmid(i int) { l.scrollTo(i, true) }

func (l *List) scrollTo(i int, amid bool) {
	if l.body.Size().Height != l.body.MinSize().Height { // there are other rows now than when they were last shown
		l.scroll.settle()
	}
	view := l.scroll.Size().Height
	y := l.top(i)
	h := l.top(i+1) - y
	off := l.scroll.offset
	switch {
	case y >= off && y+h <= off+view:
	case amid:
		off = y - (view-h)/2
	case y < off:
		off = y
	default:
		off = y + h - view
	}
	if view > 0 {
		l.scroll.to(off)
	}
}

// RefreshRow fills one row anew.
func (l *List) RefreshRow(i int) {
	if s := l.body.slotOf(i); s != nil {
		l.Update(i, s.content)
		s.tint()
	}
}

// RefreshRows fills anew the rows from one up to another, as far as they are in sight.
func (l *List) RefreshRows(from, to int) {
	for _, s := range l.body.slots {
		if s.row >= from && s.row < to {
			l.RefreshRow(s.row)
		}
	}
}

// Refresh fills all rows anew: their number or what they show has changed.
func (l *List) Refresh() {
	l.current = max(min(l.current, l.Length()-1), 0)
	l.body.forget()
	l.edges, l.high = rowEdges{}, rowHigh{}
	l.BaseWidget.Refresh()
}

// FocusGained is for Fyne.
func (l *List) FocusGained() {
	l.focused = true
	l.retint(l.current)
	if !l.byMouse {
		intoSight(l)
	}
}

// FocusLost is for Fyne.
func (l *List) FocusLost() { l.focused, l.byMouse = false, false; l.retint(l.current) }

// TypedRune is for Fyne.
func (l *List) TypedRune(r rune) {
	if l.OnRune != nil {
		l.OnRune(r)
	}
}

// TypedKey is for Fyne.
func (l *List) TypedKey(e *fyne.KeyEvent) {
	l.byMouse = false
	page := max(int(l.scroll.Size().Height/l.rowHeight())-1, 1)
	switch e.Name {
	case fyne.KeyUp:
		l.SetCurrent(l.current - 1)
	case fyne.KeyDown:
		l.SetCurrent(l.current + 1)
	case fyne.KeyPageUp:
		l.SetCurrent(l.current - page)
	case fyne.KeyPageDown:
		l.SetCurrent(l.current + page)
	case fyne.KeyHome:
		l.SetCurrent(0)
	case fyne.KeyEnd:
		l.SetCurrent(l.Length() - 1)
	case fyne.KeyReturn, fyne.KeyEnter:
		l.open(l.current)
	case fyne.KeySpace:
		if l.OnTick == nil {
			l.open(l.current)
		} else if l.current < l.Length() {
			l.OnTick(l.current)
		}
	case desktop.KeyMenu:
		if s := l.body.slotOf(l.current); s != nil && l.OnMenu != nil {
			at := fyne.CurrentApp().Driver().AbsolutePositionForObject(s)
			l.OnMenu(l.current, at.AddXY(0, s.Size().Height))
		}
	default:
		used := l.OnKey != nil && l.current < l.Length() && l.OnKey(l.current, e.Name)
		if !used {
			l.look.pass(e.Name, l)
		}
	}
}

func (l *List) open(i int) {
	if l.OnOpen != nil && i >= 0 && i < l.Length() {
		l.OnOpen(i)
	}
}

// tapped is what a tap on row i does.
func (l *List) tapped(i int) {
	if c := canvasOf(l); c != nil && !l.focused {
		l.byMouse = true
		c.Focus(l)
	}
	l.SetCurrent(i)
	l.open(i)
}

// CreateRenderer is for Fyne.
func (l *List) CreateRenderer() fyne.WidgetRenderer {
	return &listRenderer{l}
}

type listRenderer struct{ l *List }

func (r *listRenderer) Layout(s fyne.Size) {
	r.l.scroll.Resize(s)
	r.l.body.place()
}
func (r *listRenderer) MinSize() fyne.Size           { return fyne.NewSize(Unit(32), r.l.rowHeight()) }
func (r *listRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.l.scroll} }
func (r *listRenderer) Destroy()                     {}
func (r *listRenderer) Refresh() {
	r.l.scroll.settle()
	r.l.body.place()
	canvas.Refresh(r.l)
}

// listBody is as high as all rows together; it holds the few slots in sight.
type listBody struct {
	widget.BaseWidget

	l     *List
	bar   float32 // what the scroll bar covers
	slots []*listSlot
	objs  []fyne.CanvasObject
}

// forget makes every slot fill itself anew.
func (b *listBody) forget() {
	for _, s := range b.slots {
		s.row = -1
	}
}

// slotOf is the slot that shows row i, if any does.
func (b *listBody) slotOf(i int) *listSlot {
	if len(b.slots) == 0 || i < 0 {
		return nil
	}
	if s := b.slots[i%len(b.slots)]; s.row == i && s.Visible() {
		return s
	}
	return nil
}

// place gives every row in sight its slot.
func (b *listBody) place() {
	l := b.l
	h, view := l.rowHeight(), l.scroll.Size()
	if view.Height <= 0 || h <= 0 {
		return
	}
	b.grow(int(view.Height/h) + 2)
	b.leave(l.barRoom())
	first := l.rowAt(l.scroll.offset)
	n := l.Length()
	for i := first; i < first+len(b.slots); i++ {
		s := b.slots[i%len(b.slots)]
		if i >= n {
			s.row = -1
			s.Hide()
			continue
		}
		if s.row != i {
			s.row = i
			s.tint()
			l.Update(i, s.content)
		}
		top := l.top(i)
		s.Move(fyne.NewPos(0, top))
		s.Resize(fyne.NewSize(view.Width, l.top(i+1)-top))
		s.Show()
	}
}

// leave keeps room for the scroll bar in every row.
func (b *listBody) leave(room float32) {
	if b.bar == room {
		return
	}
	b.bar = room
	for _, s := range b.slots {
		s.lay(s.Size())
	}
	if b.l.onBar != nil {
		b.l.onBar()
	}
}

// grow sees that there are enough slots; a larger number gives every row another slot.
func (b *listBody) grow(n int) {
	if len(b.slots) >= n {
		return
	}
	b.forget()
	for len(b.slots) < n {
		s := newListSlot(b.l)
		b.slots = append(b.slots, s)
		b.objs = append(b.objs, s)
	}
}

// CreateRenderer is for Fyne.
func (b *listBody) CreateRenderer() fyne.WidgetRenderer { return &listBodyRenderer{b} }

type listBodyRenderer struct{ b *listBody }

func (r *listBodyRenderer) Layout(fyne.Size) {}
func (r *listBodyRenderer) MinSize() fyne.Size {
	return fyne.NewSize(0, r.b.l.top(r.b.l.Length()))
}
func (r *listBodyRenderer) Objects() []fyne.CanvasObject { return r.b.objs }
func (r *listBodyRenderer) Refresh() {
	r.b.place()
	canvas.Refresh(r.b)
}
func (r *listBodyRenderer) Destroy() {}

// listSlot is one row in sight: ground, bar, content, hover, ring, line.
type listSlot struct {
	widget.BaseWidget

	l       *List
	row     int
	content fyne.CanvasObject
	hovered bool
	teller  teller

	paper, bar, veil, ring, rule *canvas.Rectangle
	objs                         []fyne.CanvasObject
}

func newListSlot(l *List) *listSlot {
	s := &listSlot{l: l, row: -1, content: l.Create(), paper: canvas.NewRectangle(nil), bar: canvas.NewRectangle(nil),
		veil: canvas.NewRectangle(nil), ring: canvas.NewRectangle(nil), rule: canvas.NewRectangle(nil)}
	s.objs = []fyne.CanvasObject{s.paper, s.bar, s.content, s.rule, s.veil, s.ring}
	s.ExtendBaseWidget(s)
	return s
}

func (s *listSlot) tint() {
	l := s.l
	chosen := s.row >= 0 && l.chosen[s.row]
	if s.row >= 0 && s.row < l.Length() && l.IsChosen != nil {
		chosen = l.IsChosen(s.row)
	}
	s.paper.FillColor, s.bar.FillColor, s.veil.FillColor = paint(Clear), paint(Clear), paint(Clear)
	s.paper.CornerRadius, s.veil.CornerRadius = Unit(l.Radius), Unit(l.Radius)
	if chosen {
		s.paper.FillColor = paint(TealTint)
		if l.Radius == 0 && l.OnTick == nil {
			s.bar.FillColor = paint(Teal)
		}
	}
	if s.hovered && l.OnOpen != nil {
		s.veil.FillColor = paint(theme.ColorNameHover)
	}
	s.ring.FillColor, s.ring.StrokeWidth, s.ring.StrokeColor = paint(Clear), 0, nil
	s.ring.CornerRadius = Unit(3)
	if l.Marked && s.row == l.current {
		s.paper.FillColor = paint(TealTint)
	} else if l.focused && !l.byMouse && s.row == l.current {
		s.ring.StrokeWidth, s.ring.StrokeColor = ringWidth, paint(Ring)
	}
	s.rule.FillColor = paint(Clear)
	if l.Rules {
		s.rule.FillColor = paint(Line)
	}
	for _, o := range []*canvas.Rectangle{s.paper, s.bar, s.veil, s.ring, s.rule} {
		o.Refresh()
	}
}

// Tapped is for Fyne.
func (s *listSlot) Tapped(e *fyne.PointEvent) {
	if !onItsPages(s.l, e.AbsolutePosition) {
		tapBeneath(s.l, e.AbsolutePosition)
		return
	}
	if s.row >= 0 {
		s.l.tapped(s.row)
	}
}

// TappedSecondary is for Fyne.
func (s *listSlot) TappedSecondary(e *fyne.PointEvent) {
	if s.row >= 0 && s.l.OnMenu != nil && onItsPages(s.l, e.AbsolutePosition) {
		s.l.SetCurrent(s.row)
		s.l.OnMenu(s.row, e.AbsolutePosition)
	}
}

// MouseIn is for Fyne.
func (s *listSlot) MouseIn(e *desktop.MouseEvent) {
	if !onItsPages(s.l, e.AbsolutePosition) {
		return
	}
	s.hovered = true
	s.tint()
	s.MouseMoved(e)
}

// MouseMoved is for Fyne.
func (s *listSlot) MouseMoved(e *desktop.MouseEvent) {
	s.teller.rest(s.l.look, s, s.content, e.Position, "")
}

// MouseOut is for Fyne.
func (s *listSlot) MouseOut() {
	s.hovered = false
	s.tint()
	s.teller.gone(s.l.look)
}

// CreateRenderer is for Fyne.
func (s *listSlot) CreateRenderer() fyne.WidgetRenderer {
	s.tint()
	return &listSlotRenderer{s}
}

type listSlotRenderer struct{ s *listSlot }

func (r *listSlotRenderer) Layout(size fyne.Size) { r.s.lay(size) }

func (s *listSlot) lay(size fyne.Size) {
	s.paper.Resize(size)
	s.veil.Resize(size)
	s.content.Resize(size.SubtractWidthHeight(s.l.body.bar, 0))
	s.content.Move(fyne.Position{})
	if s.l.look.RTL() {
		s.content.Move(fyne.NewPos(s.l.body.bar, 0))
	}
	s.ring.Move(fyne.NewPos(ringWidth+2, ringWidth)) // beside the bar, and whole within the row: what stands out is cut
	s.ring.Resize(size.SubtractWidthHeight(2*ringWidth+4, 2*ringWidth))
	s.rule.Move(fyne.NewPos(0, size.Height-1))
	s.rule.Resize(fyne.NewSize(size.Width, 1))
	s.bar.Resize(fyne.NewSize(3, size.Height))
	s.bar.Move(fyne.Position{})
	if s.l.look.RTL() {
		s.bar.Move(fyne.NewPos(size.Width-3, 0))
	}
}

func (r *listSlotRenderer) MinSize() fyne.Size           { return r.s.content.MinSize() }
func (r *listSlotRenderer) Objects() []fyne.CanvasObject { return r.s.objs }
func (r *listSlotRenderer) Destroy()                     {}
func (r *listSlotRenderer) Refresh() {
	r.s.tint()
	r.s.content.Refresh()
	canvas.Refresh(r.s)
}
