package bidi

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// TypedShortcut is for Fyne. What the entry has no use for goes on to the window.
func (e *Entry) TypedShortcut(s fyne.Shortcut) {
	switch c := s.(type) {
	case *fyne.ShortcutCopy:
		e.copy()
	case *fyne.ShortcutCut:
		e.cut()
	case *fyne.ShortcutPaste:
		e.insert(fyne.CurrentApp().Clipboard().Content())
	case *fyne.ShortcutSelectAll:
		e.Select(0, len(e.text))
	case *fyne.ShortcutUndo:
		e.turnBack(s, e.CanUndo(), e.Undo)
	case *fyne.ShortcutRedo:
		e.turnBack(s, e.CanRedo(), e.Redo)
	case *desktop.CustomShortcut:
		if !e.command(c) {
			e.passOn(s)
		}
	default:
		e.passOn(s)
	}
}

// turnBack undoes or does again; where there is nothing of the entry's own, the window may have something.
func (e *Entry) turnBack(s fyne.Shortcut, can bool, do func()) {
	if !can {
		e.passOn(s)
		return
	}
	do()
}

// passOn hands a shortcut to the window, as if no entry had the focus.
func (e *Entry) passOn(s fyne.Shortcut) {
	if e.OnShortcut != nil {
		e.OnShortcut(s)
		return
	}
	if c, ok := fyne.CurrentApp().Driver().CanvasForObject(e).(fyne.Shortcutable); ok {
		c.TypedShortcut(s)
	}
}

func (e *Entry) copy() {
	if text := e.SelectedText(); text != "" {
		fyne.CurrentApp().Clipboard().SetContent(text)
	}
}

func (e *Entry) cut() {
	if text := e.SelectedText(); text != "" && !e.disabled {
		fyne.CurrentApp().Clipboard().SetContent(text)
		a, b := e.span()
		e.replace(a, b, nil, single)
	}
}

// command does what the keys with Ctrl do (with Alt on a Mac: Fyne says which), and says
// whether there was anything to do.
func (e *Entry) command(c *desktop.CustomShortcut) bool {
	if c.Modifier&^fyne.KeyModifierShift != fyne.KeyModifierShortcutDefault {
		return false
	}
	was := e.held.shift
	e.held.shift = c.Modifier&fyne.KeyModifierShift != 0
	defer func() { e.held.shift = was }()
	switch c.KeyName {
	case fyne.KeyLeft:
		e.move(e.word(e.rightToLeft()), true)
	case fyne.KeyRight:
		e.move(e.word(!e.rightToLeft()), true)
	case fyne.KeyHome:
		e.move(0, true)
	case fyne.KeyEnd:
		e.move(len(e.text), true)
	case fyne.KeyBackspace:
		e.eraseWord(false)
	case fyne.KeyDelete:
		e.eraseWord(true)
	case fyne.KeyReturn, fyne.KeyEnter:
		e.submit()
	case fyne.KeyZ: // with Shift
		if !e.CanRedo() {
			return false
		}
		e.Redo()
	default:
		return false
	}
	return true
}

func (e *Entry) eraseWord(forward bool) {
	a, b := e.span()
	if a == b {
		to := e.word(forward)
		a, b = min(a, to), max(b, to)
	}
	e.replace(a, b, nil, single)
}
