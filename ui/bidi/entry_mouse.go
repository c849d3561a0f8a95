package bidi

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// clicks counts clicks in one place: the second selects the word, the third the paragraph.
type clicks struct {
	count    int
	last     time.Time
	at       fyne.Position
	from, to int // what the clicks selected; dragging keeps it
}

// Clicks count as one gesture within this time and distance.
const (
	clickTime = 400 * time.Millisecond
	clickNear = 4
)

// MouseDown puts the caret, or selects by word and paragraph.
func (e *Entry) MouseDown(m *desktop.MouseEvent) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(e); c != nil {
		c.Focus(e)
	}
	e.held.armed = false // Control and Shift were held for the mouse
	pos, lead := e.view.at(m.Position)
	if m.Button != desktop.MouseButtonPrimary {
		if a, b := e.span(); pos < a || pos > b { // the menu is for what is clicked
			e.held.shift = false
			e.move(pos, lead)
		}
		return
	}
	e.clicks.add(m.Position, e.now())
	was := e.held.shift
	defer func() { e.held.shift = was }()
	e.held.shift = m.Modifier&fyne.KeyModifierShift != 0
	switch e.clicks.count {
	case 1:
		e.move(pos, lead)
		e.clicks.from, e.clicks.to = e.anchor, e.anchor
	case 2:
		e.clicks.from, e.clicks.to = e.wordAt(pos, lead)
		e.Select(e.clicks.from, e.clicks.to)
	default:
		e.clicks.from, e.clicks.to = e.paragraph(pos)
		e.Select(e.clicks.from, e.clicks.to)
	}
}

func (c *clicks) add(at fyne.Position, now time.Time) {
	d := at.Subtract(c.at)
	if now.Sub(c.last) > clickTime || abs(d.X) > clickNear || abs(d.Y) > clickNear {
		c.count = 0
	}
	c.count++
	c.last, c.at = now, at
}

// wordAt is the word under a place of the caret; between words, what lies there.
func (e *Entry) wordAt(pos int, lead bool) (from, to int) {
	return wordAround(e.text, pos, lead, func(r rune) bool { return e.Secret || wordly(r) })
}

// wordAround is the word of a text under a place of the caret; between words, what lies there.
func wordAround(text []rune, pos int, lead bool, in func(rune) bool) (from, to int) {
	on := pos
	if !lead && pos > 0 {
		on--
	}
	if on >= len(text) {
		on = len(text) - 1
	}
	if on < 0 || text[on] == '\n' {
		return pos, pos
	}
	if !in(text[on]) {
		return on, on + 1
	}
	for from = on; from > 0 && in(text[from-1]); {
		from--
	}
	for to = on; to < len(text) && in(text[to]); {
		to++
	}
	return from, to
}

// MouseUp is for Fyne.
func (e *Entry) MouseUp(*desktop.MouseEvent) {}

// Dragged selects from where the mouse went down, by words after two clicks.
func (e *Entry) Dragged(d *fyne.DragEvent) {
	pos, lead := e.view.at(d.Position)
	from, to := pos, pos
	switch {
	case e.clicks.count == 2:
		from, to = e.wordAt(pos, lead)
	case e.clicks.count > 2:
		from, to = e.paragraph(pos)
	}
	if from < e.clicks.from {
		e.anchor, e.pos = e.clicks.to, from
	} else {
		e.anchor, e.pos = e.clicks.from, max(to, e.clicks.to)
	}
	e.lead, e.hasGoal = lead, false
	e.moved()
}

// DragEnd is for Fyne.
func (e *Entry) DragEnd() {}

// Cursor is the text cursor.
func (e *Entry) Cursor() desktop.Cursor { return desktop.TextCursor }

// TappedSecondary shows the menu.
func (e *Entry) TappedSecondary(p *fyne.PointEvent) { e.showMenu(p.AbsolutePosition) }

// showMenu shows the menu at a place of the window.
func (e *Entry) showMenu(at fyne.Position) {
	if e.Menu != nil && e.OnMenu != nil {
		e.OnMenu(at, e.menuItems(e.Menu()))
	}
}

// menuItems are the acts that can be done now.
func (e *Entry) menuItems(w MenuWords) (items []MenuItem) {
	add := func(can bool, item MenuItem) {
		if can {
			items = append(items, item)
		}
	}
	edits, selected := !e.disabled, e.SelectedText() != ""
	add(edits && selected, MenuItem{Word: w.Cut, Keys: "Ctrl+X", Act: e.cut})
	add(selected, MenuItem{Word: w.Copy, Keys: "Ctrl+C", Act: e.copy})
	add(edits, MenuItem{Word: w.Paste, Keys: "Ctrl+V", Act: func() { e.insert(fyne.CurrentApp().Clipboard().Content()) }})
	add(len(e.text) > 0, MenuItem{Word: w.SelectAll, Keys: "Ctrl+A", Act: func() { e.Select(0, len(e.text)) }})
	add(e.CanUndo(), MenuItem{Word: w.Undo, Keys: "Ctrl+Z", Act: e.Undo})
	add(e.CanRedo(), MenuItem{Word: w.Redo, Keys: "Ctrl+Y", Act: e.Redo})
	rtl := e.rightToLeft()
	add(edits, MenuItem{Word: w.LeftToRight, Keys: "Ctrl+Shift", Ticked: !rtl, Act: func() { e.turn(LTR) }})
	add(edits, MenuItem{Word: w.RightToLeft, Keys: "Ctrl+Shift", Ticked: rtl, Act: func() { e.turn(RTL) }})
	return items
}
