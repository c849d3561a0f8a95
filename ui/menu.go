package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"plumbline/model"
	"plumbline/ui/bidi"
	"plumbline/ui/parts"
)

// Everything that has a shortcut is in one list, the menu behind the mark. Our entries hand on the shortcuts that they
// have no use for, so the canvas hears all of them.

// command is one thing that the window can do from anywhere.
type command struct {
	key    string // its words
	name   fyne.KeyName
	mod    fyne.KeyModifier
	always bool // also over a dialog
	can    func() bool
	do     func()
}

// commands are all of them, in the order of the menu.
func (w *Window) commands() []command {
	ctrl := fyne.KeyModifierShortcutDefault
	open := func() bool { return w.desk != nil }
	mayWrite := func() bool { return open() && !w.desk.readOnly }
	return []command{
		{key: "actions.record_observation", name: fyne.KeyN, mod: ctrl, can: mayWrite, do: w.recordHere},
		{key: "actions.save", name: fyne.KeyS, mod: ctrl, can: func() bool { _, ok := w.shown.(saver); return ok && mayWrite() },
			do: func() { w.shown.(saver).save() }},
		{key: "actions.undo", name: fyne.KeyZ, mod: ctrl, can: w.mayUndo, do: w.undo},
		{key: "actions.redo", name: fyne.KeyY, mod: ctrl, can: w.mayRedo, do: w.redo},
		{key: "actions.show_history", name: fyne.KeyH, mod: ctrl, can: func() bool { return open() && !w.recordShown().IsZero() }, do: w.historyHere},
		{key: "actions.find_anything", name: fyne.KeyK, mod: ctrl, can: open, do: w.findHere},
		{key: "actions.merge", name: fyne.KeyM, mod: ctrl, can: open, do: func() { w.show(place{to: atCoalition, part: partMerge}) }},
		{key: "actions.make_report", name: fyne.KeyE, mod: ctrl, can: open, do: func() { w.show(place{to: atReport}) }},
		{key: "screens.previous_record", name: fyne.KeyUp, mod: fyne.KeyModifierAlt, can: w.walks, do: func() { w.shown.(walker).walk(-1) }},
		{key: "screens.next_record", name: fyne.KeyDown, mod: fyne.KeyModifierAlt, can: w.walks, do: func() { w.shown.(walker).walk(1) }},
		{key: "actions.lock", name: fyne.KeyL, mod: ctrl, always: true, can: open, do: w.lock},
		{key: "actions.panic_close", name: fyne.KeyL, mod: ctrl | fyne.KeyModifierShift, always: true,
			can: func() bool { return true }, do: w.panic},
		{key: "screens.help", name: fyne.KeyF1, always: true, can: func() bool { return true }, do: w.turnHelp},
	}
}

// walks says whether the screen has a next and a previous record.
func (w *Window) walks() bool { _, ok := w.shown.(walker); return ok && w.desk != nil }

// recordHere opens the form for the commitment that is shown.
func (w *Window) recordHere() {
	code := ""
	if w.at.to == atPlan {
		code = w.at.code
	}
	w.show(place{to: atObserve, code: code})
}

// keys hands every shortcut to its command, and Escape to going back. A key alone is no shortcut to the toolkit: F1 comes
// through what has the keyboard (parts.Look.Help).
func (w *Window) keys() {
	c := w.win.Canvas()
	for _, cmd := range w.commands() {
		if cmd.mod == 0 {
			continue
		}
		c.AddShortcut(&desktop.CustomShortcut{KeyName: cmd.name, Modifier: cmd.mod}, func(fyne.Shortcut) {
			if cmd.can() && !w.left && (cmd.always || c.Overlays().Top() == nil) {
				cmd.do()
			}
		})
	}
	again := &desktop.CustomShortcut{KeyName: fyne.KeyZ, Modifier: fyne.KeyModifierShortcutDefault | fyne.KeyModifierShift}
	for _, s := range []fyne.Shortcut{&fyne.ShortcutUndo{}, &fyne.ShortcutRedo{}, again} { // so Fyne calls Ctrl+Z and Ctrl+Y
		c.AddShortcut(s, func(s fyne.Shortcut) { w.takesBack(s) })
	}
	c.SetOnTypedKey(func(e *fyne.KeyEvent) { // where nothing has the keyboard
		switch {
		case e.Name == fyne.KeyF1:
			w.turnHelp()
		case e.Name == fyne.KeyPageUp || e.Name == fyne.KeyPageDown:
			parts.TurnPage(c, nil, e.Name)
		case e.Name == fyne.KeyEscape && c.Overlays().Top() == nil:
			w.escape()
		}
	})
}

// takesBack hears of Ctrl+Z, Ctrl+Y and Ctrl+Shift+Z where no entry has use for them.
func (w *Window) takesBack(s fyne.Shortcut) {
	do, can := w.redo, w.mayRedo
	if _, back := s.(*fyne.ShortcutUndo); back {
		do, can = w.undo, w.mayUndo
	}
	if can() && !w.left && w.win.Canvas().Overlays().Top() == nil {
		do()
	}
}

// recordShown is the record that is read or written on the screen; the zero id for none.
func (w *Window) recordShown() model.ID {
	if r, ok := w.shown.(interface{ record() model.ID }); ok && w.desk != nil {
		if id := r.record(); w.desk.book.KindOf(id) != "" {
			return id
		}
	}
	return model.ID{}
}

// historyHere shows the history of the record that is shown.
func (w *Window) historyHere() { w.show(place{to: atHistory, id: w.recordShown()}) }

// menu shows what can be done now, under the mark.
func (w *Window) menu(under fyne.CanvasObject) {
	var items []parts.MenuItem
	for _, cmd := range w.commands() {
		if cmd.can() {
			items = append(items, parts.MenuItem{Word: w.desk.look.T(cmd.key), Note: cmd.keys(), Act: cmd.do})
		}
	}
	w.popMenu(under, items)
}

// keys says the shortcut as it stands on the keyboard.
func (c command) keys() string {
	said := ""
	for _, m := range []struct {
		mod  fyne.KeyModifier
		word string
	}{{fyne.KeyModifierControl, "Ctrl+"}, {fyne.KeyModifierAlt, "Alt+"}, {fyne.KeyModifierShift, "Shift+"}, {fyne.KeyModifierSuper, "⌘"}} {
		if c.mod&m.mod != 0 {
			said += m.word
		}
	}
	name := string(c.name)
	if arrow, ok := map[fyne.KeyName]string{fyne.KeyUp: "↑", fyne.KeyDown: "↓"}[c.name]; ok {
		name = arrow
	}
	return bidi.IsolateLTR(said + name)
}

// popMenu shows a menu under an object, from its leading side.
func (w *Window) popMenu(under fyne.CanvasObject, items []parts.MenuItem) {
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(under).AddXY(0, under.Size().Height)
	if w.desk.look.RTL() {
		at.X += under.Size().Width
	}
	parts.ShowMenu(w.desk.look, w.win.Canvas(), at, items)
}

// escape goes back where one came from.
func (w *Window) escape() {
	if w.desk != nil && !w.left {
		w.back()
	}
}

// setLanguage shows everything in another language, at once and from now on.
func (w *Window) setLanguage(l string) {
	if l == w.prefs.language() && w.lookNow().Words.Language() == l {
		return
	}
	w.prefs.setLanguage(l)
	w.rebuild()
}
