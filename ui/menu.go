package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"plumbline/assets"
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
		{key: "actions.make_report", name: fyne.KeyE, mod: ctrl, can: open, do: func() { w.show(place{to: atReport}) }},
		{key: "actions.previous", name: fyne.KeyUp, mod: fyne.KeyModifierAlt, can: w.walks, do: func() { w.shown.(walker).walk(-1) }},
		{key: "actions.next", name: fyne.KeyDown, mod: fyne.KeyModifierAlt, can: w.walks, do: func() { w.shown.(walker).walk(1) }},
		{key: "actions.lock", name: fyne.KeyL, mod: ctrl, always: true, can: open, do: w.lock},
		{key: "actions.panic_close", name: fyne.KeyL, mod: ctrl | fyne.KeyModifierShift, always: true,
			can: func() bool { return true }, do: w.panic},
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

// keys hands every shortcut to its command, and Escape to going back.
func (w *Window) keys() {
	c := w.win.Canvas()
	for _, cmd := range w.commands() {
		c.AddShortcut(&desktop.CustomShortcut{KeyName: cmd.name, Modifier: cmd.mod}, func(fyne.Shortcut) {
			if cmd.can() && !w.left && (cmd.always || c.Overlays().Top() == nil) {
				cmd.do()
			}
		})
	}
	c.SetOnTypedKey(func(e *fyne.KeyEvent) {
		switch {
		case w.left || c.Overlays().Top() != nil || w.desk == nil:
		case e.Name == fyne.KeyEscape:
			w.back()
		case e.Name == fyne.KeyF1 || e.Name == fyne.KeyF10:
			w.menu(w.frame.mark)
		}
	})
}

// menu shows what can be done now, under the mark.
func (w *Window) menu(under fyne.CanvasObject) {
	var items []*fyne.MenuItem
	for _, cmd := range w.commands() {
		if !cmd.can() {
			continue
		}
		item := fyne.NewMenuItem(w.desk.look.T(cmd.key), cmd.do)
		item.Shortcut = &desktop.CustomShortcut{KeyName: cmd.name, Modifier: cmd.mod}
		items = append(items, item)
	}
	popMenu(w.win.Canvas(), w.desk.look, under, items)
}

// popMenu shows a menu under an object, from its leading side.
func popMenu(c fyne.Canvas, k parts.Look, under fyne.CanvasObject, items []*fyne.MenuItem) {
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(under).AddXY(0, under.Size().Height)
	if k.RTL() {
		at.X += under.Size().Width
	}
	popMenuAt(c, k, at, items)
}

// languageButton is the language of the window; its menu changes it at once.
func (w *Window) languageButton(k parts.Look) fyne.CanvasObject {
	row := k.Row(8, parts.NoSlack, k.Line(k.Words.OwnName(), parts.Ink2), parts.NewIcon(theme.MenuDropDownIcon(), parts.Ink2, 20))
	b := parts.NewPress(k, parts.Sized(0, 36, parts.Inset(10, 0, row)), nil)
	b.Tip = k.T("screens.language")
	b.OnTapped = func() {
		var items []*fyne.MenuItem
		for _, l := range assets.Languages() {
			items = append(items, fyne.NewMenuItem(assets.For(l).OwnName(), func() { w.setLanguage(l) }))
		}
		popMenu(w.win.Canvas(), k, b, items)
	}
	return b
}

// setLanguage shows everything in another language, at once and from now on.
func (w *Window) setLanguage(l string) {
	if l == w.prefs.language() && w.lookNow().Words.Language() == l {
		return
	}
	w.prefs.setLanguage(l)
	w.rebuild()
}

// popMenuAt shows a menu at a place of the window: its leading corner stands there.
func popMenuAt(c fyne.Canvas, k parts.Look, at fyne.Position, items []*fyne.MenuItem) {
	for _, i := range items {
		i.Label = bidi.Visual(i.Label, k.Base())
	}
	m := widget.NewPopUpMenu(fyne.NewMenu("", items...), c)
	if k.RTL() {
		at.X -= m.MinSize().Width
	}
	at.X = max(min(at.X, c.Size().Width-m.MinSize().Width), 0)
	m.ShowAtPosition(at)
	c.Focus(m)
}
