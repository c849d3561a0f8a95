package bidi

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
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
	on := pos
	if !lead && pos > 0 {
		on--
	}
	if on >= len(e.text) {
		on = len(e.text) - 1
	}
	if on < 0 || e.text[on] == '\n' {
		return pos, pos
	}
	if !e.inWord(on) {
		return on, on + 1
	}
	return e.wordStart(on), e.wordEnd(on)
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
	c := fyne.CurrentApp().Driver().CanvasForObject(e)
	if e.Menu == nil || c == nil {
		return
	}
	widget.ShowPopUpMenuAtPosition(fyne.NewMenu("", e.menuItems(e.Menu())...), c, at)
}

func (e *Entry) menuItems(w MenuWords) []*fyne.MenuItem {
	item := func(word string, on bool, act func()) *fyne.MenuItem {
		m := fyne.NewMenuItem(Visual(word, Auto), act)
		m.Disabled = !on
		return m
	}
	edits, selected := !e.disabled, e.SelectedText() != ""
	rtl := e.rightToLeft()
	toLeft := item(w.LeftToRight, edits, func() { e.turn(LTR) })
	toRight := item(w.RightToLeft, edits, func() { e.turn(RTL) })
	toLeft.Checked, toRight.Checked = !rtl, rtl
	return []*fyne.MenuItem{
		item(w.Cut, edits && selected, e.cut),
		item(w.Copy, selected, e.copy),
		item(w.Paste, edits, func() { e.insert(fyne.CurrentApp().Clipboard().Content()) }),
		item(w.SelectAll, len(e.text) > 0, func() { e.Select(0, len(e.text)) }),
		fyne.NewMenuItemSeparator(),
		item(w.Undo, edits && len(e.history.done) > 0, e.Undo),
		item(w.Redo, edits && len(e.history.undone) > 0, e.Redo),
		fyne.NewMenuItemSeparator(),
		toLeft, toRight,
	}
}
