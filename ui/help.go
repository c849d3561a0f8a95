package ui

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"plumbline/model"
	"plumbline/ui/parts"
)

// help is a sheet over the window: ten things people do, each with a picture and its steps, and all shortcuts. It lies
// over what is open and leaves it alone, so that looking something up in the middle of a form loses nothing.
type help struct {
	w     *Window
	k     parts.Look
	sheet *parts.Sheet
	over  bool // something else is open over the window, and must be answered before one can go anywhere

	items  []*parts.SectionItem // the topics, then the shortcuts
	made   []fyne.CanvasObject  // their pages, once they were looked at
	at     int
	search *parts.Search
	none   fyne.CanvasObject // said where no topic fits what is sought
	list   *parts.Page
	page   *parts.Page
	act    *parts.Button
	bar    *fyne.Container
	body   *fyne.Container // the page over the bar
}

// turnHelp opens help on the page of what is shown, or puts it away.
func (w *Window) turnHelp() {
	switch {
	case w.left:
	case w.help != nil:
		w.help.sheet.Close()
	default:
		w.showHelp()
	}
}

// showHelp lays the sheet over whatever is open.
func (w *Window) showHelp() { w.helpOn(w.topicHere()) }

// helpOn shows one of its pages.
func (w *Window) helpOn(topic int) {
	w.lookNow().Tips.Hide()
	h := &help{w: w, k: w.lookNow(), over: w.win.Canvas().Overlays().Top() != nil, at: -1}
	w.help = h
	h.sheet = parts.NewSheet(h.build())
	h.sheet.OnClosed = func() { w.help = nil }
	h.show(topic)
	h.sheet.Show(w.win.Canvas(), h.items[h.at])
}

// build is the head, the list of topics, and the page.
func (h *help) build() fyne.CanvasObject {
	k := h.k
	h.search = parts.NewSearch(k, k.T("help.search"), "", h.filter, func(string) { h.toFirst() })
	closes := parts.NewIconButton(k, k.T("actions.close"), theme.CancelIcon(), parts.Secondary, func() { h.sheet.Close() })
	title := k.Row(14, parts.NoSlack, parts.NewIcon(theme.HelpIcon(), parts.Teal, 24), k.Section(k.T("screens.help")))
	head := k.Row(16, 1, parts.Gap(8, 0), title, parts.Sized(280, 0, h.search), closes, parts.Gap(0, 0))
	top := parts.Column(0, parts.Sized(0, 51, head), parts.NewRule())

	h.none = parts.Inset(10, 8, parts.Column(2, k.Hint(k.T("parts.nothing_matches")), k.Hint(k.T("help.another_word"))))
	h.none.Hide()
	column := parts.Column(4, parts.Inset(10, 4, k.Muted(k.T("help.ten"))), h.none)
	for i, t := range helpTopics {
		column.Add(h.item(i, k.T("help."+t.code), t.icon()))
	}
	column.Add(parts.Inset(10, 6, parts.NewRule()))
	column.Add(h.item(len(helpTopics), k.T("help.keys"), theme.ListIcon()))
	column.Add(parts.Inset(10, 12, parts.Column(8, k.Hint(k.T("help.press_f1")), k.Hint(k.T("help.invented")))))
	h.made = make([]fyne.CanvasObject, len(h.items))
	h.list = parts.NewPageWithin(h.k, 12, 12, column)

	h.page = parts.NewPageWithin(h.k, 24, 20, parts.Gap(0, 0))
	h.act = parts.NewButton(k, k.T("help.take_me"), parts.Primary, h.leave)
	h.bar = parts.NewActionBar(k, nil, h.act.WithReason())
	h.body = parts.Pane(nil, h.page, h.bar)
	right := parts.NewBox(parts.Surface, h.body)
	return parts.Pane(top, k.Sides(parts.Side{Width: 308, Pane: k.SidePane(h.list)}, parts.Side{Pane: right}), nil)
}

// item is one line of the list. The arrows show the page at once, as in a book.
func (h *help) item(i int, word string, icon fyne.Resource) fyne.CanvasObject {
	item := parts.NewSectionItem(h.k, word, icon, func() { h.show(i) })
	item.OnKey = func(key fyne.KeyName) bool {
		switch key {
		case fyne.KeyUp:
			h.step(i, -1)
		case fyne.KeyDown:
			h.step(i, 1)
		default:
			return false
		}
		return true
	}
	h.items = append(h.items, item)
	return item
}

// step goes to the next topic that is shown in the list.
func (h *help) step(from, by int) {
	for i := from + by; i >= 0 && i < len(h.items); i += by {
		if h.items[i].Visible() {
			h.show(i)
			h.w.win.Canvas().Focus(h.items[i])
			h.list.Reveal(h.items[i])
			return
		}
	}
}

// toFirst moves the keyboard from what is sought to the first topic that fits.
func (h *help) toFirst() { h.step(-1, 1) }

// filter shows the topics that hold every word of what is sought.
func (h *help) filter(sought string) {
	words, found := strings.Fields(model.Fold(sought)), false
	for i, item := range h.items {
		text := h.textOf(i)
		fits := true
		for _, word := range words {
			fits = fits && strings.Contains(text, word)
		}
		show(item, fits)
		found = found || fits
	}
	show(h.none, !found)
	h.list.Refresh()
}

// textOf is everything that a topic says, folded.
func (h *help) textOf(i int) string {
	var said []string
	if i < len(helpTopics) {
		said = helpTopics[i].said(h.k)
	} else {
		for _, g := range h.keyGroups() {
			for _, l := range g.lines {
				said = append(said, l.what, strings.Join(l.keys, " "))
			}
		}
	}
	return model.Fold(plainText(strings.Join(said, "\n")))
}

// plainText takes the marks of direction away.
func plainText(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '\u2066' && r <= '\u2069' {
			return -1
		}
		return r
	}, s)
}

// show opens a topic.
func (h *help) show(i int) {
	if h.at == i {
		return
	}
	h.at = i
	for j, item := range h.items {
		item.SetChosen(i == j)
	}
	if h.made[i] == nil {
		h.made[i] = h.make(i)
	}
	h.page.SetContent(h.made[i])
	h.offer()
}

// offer says where the button leads from this page.
func (h *help) offer() {
	show(h.bar, h.at < len(helpTopics))
	h.body.Refresh()
	if h.at >= len(helpTopics) {
		return
	}
	k, t := h.k, helpTopics[h.at]
	word, reason := "help.take_me", ""
	switch locked := h.w.desk == nil; {
	case h.over:
		reason = "help.finish_first"
	case locked && t.code != helpStart:
		reason = "help.open_first"
	case !locked && t.code == helpStart:
		word = "help.lock_and_go"
	}
	h.act.SetText(k.T(word))
	h.act.TurnOn()
	if reason != "" {
		h.act.TurnOff(k.T(reason))
	}
	h.bar.Refresh()
}

// leave puts help away and leads to where the work is done.
func (h *help) leave() {
	t := helpTopics[h.at]
	h.sheet.Close()
	h.w.goTo(t.code)
}

// make is the page of a topic: what it is about, the picture, the steps with their keys.
func (h *help) make(i int) fyne.CanvasObject {
	k := h.k
	if i >= len(helpTopics) {
		return h.makeKeys()
	}
	t := helpTopics[i]
	column := parts.Column(14, parts.Column(2, k.Heading(k.T("help."+t.code)), k.Muted(k.T("help."+t.code+"_what"))))
	column.Add(parts.NewPicture(t.scene(k), sceneWidth, sceneSize))
	steps := parts.Column(10)
	for n, s := range t.steps {
		steps.Add(parts.NewNumberedStep(k, n+1, s.said(k), s.caps(k)...))
	}
	column.Add(steps)
	return k.Within(sceneSize*sceneWidth, column)
}

// helpKeys are lines of the list of shortcuts under one title.
type helpKeys struct {
	title string
	lines []helpKey
}

type helpKey struct {
	what string
	keys []string
}

// keyGroups are all shortcuts: those of the menu, and those that hold everywhere.
func (h *help) keyGroups() []helpKeys {
	k := h.k
	line := func(key string, keys ...string) helpKey { return helpKey{k.T("help." + key), keys} }
	anywhere := helpKeys{title: k.T("help.keys_anywhere")}
	for _, c := range h.w.commands() {
		anywhere.lines = append(anywhere.lines, helpKey{k.T(c.key), []string{c.keys()}})
	}
	return []helpKeys{anywhere,
		{k.T("help.keys_moving"), []helpKey{line("key_tab", "Tab", "Shift+Tab"), line("key_arrows", "↑", "↓"), line("key_enter", "Enter"),
			line("key_space", k.T("help.cap_space")), line("key_menu", k.T("help.cap_menu")), line("key_ends", "Home", "End"),
			line("key_pages", "PgUp", "PgDn"), line("key_escape", "Esc")}},
		{k.T("help.keys_writing"), []helpKey{line("key_clipboard", "Ctrl+C", "Ctrl+X", "Ctrl+V"), line("key_undo", "Ctrl+Z", "Ctrl+Y", "Ctrl+Shift+Z"),
			line("key_all", "Ctrl+A"), line("key_words", "Ctrl+←", "Ctrl+→"), line("key_direction", "Ctrl+Shift")}}}
}

// makeKeys is the page of all shortcuts.
func (h *help) makeKeys() fyne.CanvasObject {
	k := h.k
	column := parts.Column(16, parts.Column(2, k.Heading(k.T("help.keys")), k.Muted(k.T("help.keys_what"))))
	for _, g := range h.keyGroups() {
		lines := make([]fyne.CanvasObject, len(g.lines))
		for i, l := range g.lines {
			lines[i] = parts.NewKeyRow(k, l.what, l.keys...)
		}
		column.Add(parts.NewCard(parts.Column(8, k.Section(g.title), parts.NewRuled(lines...))))
	}
	return k.Within(640, column)
}
