package bidi

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Link is a stretch of a label, from the rune From up to To, that leads somewhere.
type Link struct {
	From, To int
	Act      func()
}

// reader lies over a label whose text can be selected or that has links, and takes the mouse and the keyboard for it:
//
//  1. dragging selects letters, two clicks a word, three a paragraph, Shift and a click up to there;
//  2. Ctrl+C copies what is selected, Ctrl+A selects all, the menu has both;
//  3. Shift with an arrow, Home or End moves the end of the selection, by the screen as in an entry;
//  4. a click on a link follows it; arrows without Shift go from link to link, Enter follows the one they stand on;
//  5. every other key is the label's OnKey, and the window's.
type reader struct {
	widget.BaseWidget
	label *Label
	on    *labelRenderer

	pos, anchor int // the selection, in runes of the label
	lead        bool
	link        int // that the arrows stand on; -1 for none
	clicks      clicks
	over        bool // the mouse is over a link
	shift       bool
	focused     bool
	byMouse     bool
}

var (
	_ fyne.Focusable         = (*reader)(nil)
	_ fyne.Shortcutable      = (*reader)(nil)
	_ fyne.Tappable          = (*reader)(nil)
	_ fyne.SecondaryTappable = (*reader)(nil)
	_ fyne.Draggable         = (*reader)(nil)
	_ desktop.Keyable        = (*reader)(nil)
	_ desktop.Mouseable      = (*reader)(nil)
	_ desktop.Hoverable      = (*reader)(nil)
	_ desktop.Cursorable     = (*reader)(nil)
)

func newReader(l *Label, on *labelRenderer) *reader {
	r := &reader{label: l, on: on, lead: true, link: -1}
	r.ExtendBaseWidget(r)
	return r
}

// SelectedText is what is selected of the label, in logical order.
func (l *Label) SelectedText() string {
	if l.reader == nil {
		return ""
	}
	a, b := l.reader.span()
	return string([]rune(l.Text)[a:b])
}

// SelectAll selects the whole text, also what has no room.
func (l *Label) SelectAll() {
	if l.reader != nil {
		l.reader.choose(0, len([]rune(l.Text)))
	}
}

// span is the selection in order, within the text.
func (r *reader) span() (from, to int) {
	n := len([]rune(r.label.Text))
	return min(r.pos, r.anchor, n), min(max(r.pos, r.anchor), n)
}

// Disabled makes Tab pass over a label that is for the mouse alone. Fyne gives the keyboard to whoever has a SelectedText
// all the same, when the mouse asks for it.
func (r *reader) Disabled() bool {
	return !r.focused && !r.label.Stop && len(r.label.Links) == 0
}

// Disable and Enable are for Fyne, and do nothing.
func (r *reader) Disable() {}

// Enable does nothing.
func (r *reader) Enable() {}

// SelectedText is that of the label.
func (r *reader) SelectedText() string { return r.label.SelectedText() }

func (r *reader) choose(anchor, pos int) {
	r.anchor, r.pos, r.lead = anchor, pos, true
	r.on.compose()
}

// at is the place of the text nearest to a point.
func (r *reader) at(p fyne.Position) (pos int, lead bool) {
	l := r.on.whole
	if l == nil || len(l.lines) == 0 {
		return 0, true
	}
	i := min(max(int(p.Y/r.on.height), 0), len(l.lines)-1)
	return l.lines[i].nearest(p.X)
}

// linkAt is the link under a point, or -1.
func (r *reader) linkAt(p fyne.Position) int {
	l := r.on.whole
	if l == nil || r.on.height <= 0 {
		return -1
	}
	i := int(p.Y / r.on.height)
	if p.Y < 0 || i >= len(l.lines) {
		return -1
	}
	for n, link := range r.label.Links {
		for _, b := range l.lines[i].boxes(link.From, link.To) {
			if p.X >= b.x && p.X < b.x+b.w {
				return n
			}
		}
	}
	return -1
}

// MouseDown begins a selection.
func (r *reader) MouseDown(m *desktop.MouseEvent) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(r); c != nil && !r.focused {
		r.byMouse = true
		c.Focus(r)
	}
	if m.Button != desktop.MouseButtonPrimary {
		return
	}
	text := []rune(r.label.Text)
	pos, lead := r.at(m.Position)
	r.clicks.add(m.Position, r.label.clock())
	switch {
	case r.clicks.count == 2:
		r.clicks.from, r.clicks.to = wordAround(text, pos, lead, wordly)
		r.choose(r.clicks.from, r.clicks.to)
	case r.clicks.count > 2:
		r.clicks.from, r.clicks.to = paragraphAround(text, pos)
		r.choose(r.clicks.from, r.clicks.to)
	case m.Modifier&fyne.KeyModifierShift != 0:
		r.pos, r.lead = pos, lead
		r.on.compose()
	default:
		r.clicks.from, r.clicks.to = pos, pos
		r.choose(pos, pos)
	}
}

// MouseUp is for Fyne.
func (r *reader) MouseUp(*desktop.MouseEvent) {}

// Dragged selects, by words after two clicks.
func (r *reader) Dragged(d *fyne.DragEvent) {
	text := []rune(r.label.Text)
	pos, lead := r.at(d.Position)
	from, to := pos, pos
	switch {
	case r.clicks.count == 2:
		from, to = wordAround(text, pos, lead, wordly)
	case r.clicks.count > 2:
		from, to = paragraphAround(text, pos)
	}
	if from < r.clicks.from {
		r.choose(r.clicks.to, from)
	} else {
		r.choose(r.clicks.from, max(to, r.clicks.to))
	}
}

// DragEnd is for Fyne.
func (r *reader) DragEnd() {}

// Tapped follows a link.
func (r *reader) Tapped(p *fyne.PointEvent) {
	if n := r.linkAt(p.Position); n >= 0 && r.label.SelectedText() == "" {
		r.label.Links[n].Act()
	}
}

// TappedSecondary shows the menu.
func (r *reader) TappedSecondary(p *fyne.PointEvent) { r.menu(p.AbsolutePosition) }

func (r *reader) menu(at fyne.Position) {
	l := r.label
	if l.OnMenu == nil || l.Menu == nil {
		return
	}
	words := l.Menu()
	var items []MenuItem
	if l.SelectedText() != "" {
		items = append(items, MenuItem{Word: words.Copy, Keys: "Ctrl+C", Act: r.copy})
	}
	l.OnMenu(at, append(items, MenuItem{Word: words.SelectAll, Keys: "Ctrl+A", Act: l.SelectAll}))
}

func (r *reader) copy() {
	if text := r.label.SelectedText(); text != "" {
		fyne.CurrentApp().Clipboard().SetContent(text)
	}
}

// MouseIn is for Fyne.
func (r *reader) MouseIn(m *desktop.MouseEvent) { r.MouseMoved(m) }

// MouseMoved notes whether a link is under the mouse.
func (r *reader) MouseMoved(m *desktop.MouseEvent) { r.over = r.linkAt(m.Position) >= 0 }

// MouseOut is for Fyne.
func (r *reader) MouseOut() { r.over = false }

// Cursor is a hand over a link, else that of text.
func (r *reader) Cursor() desktop.Cursor {
	if r.over {
		return desktop.PointerCursor
	}
	return desktop.TextCursor
}

// FocusGained is for Fyne.
func (r *reader) FocusGained() {
	r.focused = true
	r.on.compose()
	if !r.byMouse && r.label.OnSight != nil {
		r.label.OnSight()
	}
}

// FocusLost forgets the selection.
func (r *reader) FocusLost() {
	r.focused, r.byMouse, r.shift, r.link = false, false, false, -1
	r.choose(0, 0)
}

// TypedRune is for Fyne.
func (r *reader) TypedRune(rune) {}

// KeyDown follows Shift.
func (r *reader) KeyDown(k *fyne.KeyEvent) {
	if k.Name == desktop.KeyShiftLeft || k.Name == desktop.KeyShiftRight {
		r.shift = true
	}
}

// KeyUp follows Shift.
func (r *reader) KeyUp(k *fyne.KeyEvent) {
	if k.Name == desktop.KeyShiftLeft || k.Name == desktop.KeyShiftRight {
		r.shift = false
	}
}

// TypedKey is for Fyne.
func (r *reader) TypedKey(k *fyne.KeyEvent) {
	r.byMouse = false
	switch {
	case r.shift && r.extend(k.Name), !r.shift && r.walk(k.Name):
	case (k.Name == fyne.KeyReturn || k.Name == fyne.KeyEnter) && r.link >= 0:
		r.label.Links[r.link].Act()
	case k.Name == desktop.KeyMenu:
		r.menu(fyne.CurrentApp().Driver().AbsolutePositionForObject(r).AddXY(0, r.on.height))
	case r.label.OnKey != nil:
		r.label.OnKey(k.Name)
	}
}

// TypedShortcut is for Fyne. What the label has no use for goes on to the window.
func (r *reader) TypedShortcut(s fyne.Shortcut) {
	switch s.(type) {
	case *fyne.ShortcutCopy:
		r.copy()
	case *fyne.ShortcutSelectAll:
		r.label.SelectAll()
	default:
		if c, ok := fyne.CurrentApp().Driver().CanvasForObject(r).(fyne.Shortcutable); ok {
			c.TypedShortcut(s)
		}
	}
}

// extend moves the end of the selection by the screen; true when the key was one of those.
func (r *reader) extend(key fyne.KeyName) bool {
	l := r.on.whole
	i := l.lineOf(r.pos, r.lead)
	ln := &l.lines[i]
	to, lead := r.pos, true
	switch key {
	case fyne.KeyLeft, fyne.KeyRight:
		d := float32(1)
		if key == fyne.KeyLeft {
			d = -1
		}
		if s, ok := ln.beside(ln.caret(r.pos, r.lead), d); ok {
			to, lead = s.pos, s.lead
		} else if forward := (d > 0) == (ln.para == 0); forward && i+1 < len(l.lines) {
			to = l.lines[i+1].start
		} else if !forward && i > 0 {
			to, lead = l.lines[i-1].end, false
		}
	case fyne.KeyUp, fyne.KeyDown:
		j := i + 1
		if key == fyne.KeyUp {
			j = i - 1
		}
		to, lead = l.lines[min(max(j, 0), len(l.lines)-1)].nearest(ln.caret(r.pos, r.lead))
	case fyne.KeyHome:
		to = ln.start
	case fyne.KeyEnd:
		to, lead = ln.end, false
	default:
		return false
	}
	r.pos, r.lead = to, lead
	r.on.compose()
	return true
}

// walk goes from link to link; true when there was one to go to.
func (r *reader) walk(key fyne.KeyName) bool {
	n := len(r.label.Links)
	step := 0
	switch key {
	case fyne.KeyDown:
		step = 1
	case fyne.KeyUp:
		step = -1
	case fyne.KeyLeft, fyne.KeyRight:
		if step = 1; (key == fyne.KeyRight) == (r.label.direction() == RTL) {
			step = -1
		}
	}
	to := r.link + step
	if r.link < 0 && step < 0 {
		to = n - 1
	}
	if step == 0 || to < 0 || to >= n {
		return false
	}
	r.link = to
	r.on.compose()
	return true
}

// direction is that of the first line.
func (l *Label) direction() Base {
	if l.Base == Auto {
		return Direction(l.Text)
	}
	return l.Base
}

// CreateRenderer draws nothing: the label does.
func (r *reader) CreateRenderer() fyne.WidgetRenderer { return &bodyRenderer{&body{}} }

// linkRule is how thick the line under a link is.
const linkRule = 1

// underlines are the lines under the links, and the ground of the one that the arrows stand on.
func (r *labelRenderer) underlines() (objs []fyne.CanvasObject) {
	ink := r.color("", theme.ColorNameHyperlink)
	for n, link := range r.label.Links {
		for i := range r.whole.lines {
			for _, b := range r.whole.lines[i].boxes(link.From, link.To) {
				put := func(c *canvas.Rectangle, y, h float32) {
					c.Move(fyne.NewPos(b.x, float32(i)*r.height+y))
					c.Resize(fyne.NewSize(b.w, h))
					objs = append(objs, c)
				}
				if r.reader.link == n {
					ground := canvas.NewRectangle(r.color("", theme.ColorNameSelection))
					ground.CornerRadius = theme.SelectionRadiusSize()
					put(ground, 0, r.height)
				}
				put(canvas.NewRectangle(ink), r.height*0.86, linkRule)
			}
		}
	}
	return objs
}

// ring shows that the keyboard is at the label.
func (r *labelRenderer) ring() fyne.CanvasObject {
	ring := canvas.NewRectangle(nil)
	ring.StrokeColor, ring.StrokeWidth = r.color("", theme.ColorNamePrimary), 2
	ring.CornerRadius = theme.SelectionRadiusSize()
	const out = 3
	ring.Move(fyne.NewPos(-out, -out))
	ring.Resize(r.label.Size().AddWidthHeight(2*out, 2*out))
	return ring
}

// linked cuts the pieces of a line where links begin and end, and says which of them are links.
func (ln *line) linked(text []rune, links []Link, p pen) (pieces []piece, is []bool) {
	for _, whole := range ln.pieces {
		cuts := []int{whole.start, whole.end}
		for _, l := range links {
			for _, at := range []int{l.From - ln.start, l.To - ln.start} {
				if at > whole.start && at < whole.end {
					cuts = append(cuts, at)
				}
			}
		}
		slices.Sort(cuts)
		cuts = slices.Compact(cuts)
		for k := range len(cuts) - 1 {
			a, b := cuts[k], cuts[k+1]
			pieces = append(pieces, ln.part(text, whole, a, b, p))
			is = append(is, slices.ContainsFunc(links, func(l Link) bool {
				return l.From <= ln.start+a && ln.start+b <= l.To
			}))
		}
	}
	return pieces, is
}

// part is a stretch of a piece of a line.
func (ln *line) part(text []rune, whole piece, a, b int, p pen) piece {
	if a == whole.start && b == whole.end {
		return whole
	}
	at := func(i int) bool { return i > 0 && i < ln.end-ln.start && p.joinsAt(text, ln.start+i) }
	drawn, _ := joined(text[ln.start+a:ln.start+b], whole.rtl, a > whole.start && at(a), b < whole.end && at(b))
	x := ln.left[a]
	if whole.rtl {
		x = ln.left[b-1]
	}
	return piece{start: a, end: b, rtl: whole.rtl, x: x, w: total(ln.adv[a:b]), drawn: string(drawn), tall: whole.tall}
}
