package parts

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"plumbline/model"
	"plumbline/ui/bidi"
)

// NewEntry is an entry of one line for words of any language; its direction follows what is typed.
func NewEntry(k Look, placeHolder string) *bidi.Entry {
	e := bidi.NewEntry(bidi.Auto)
	e.PlaceHolder, e.Side = placeHolder, k.Base()
	e.Limit = model.MaxText
	e.Menu = k.entryMenu
	e.OnMenu = func(at fyne.Position, items []bidi.MenuItem) { k.showTextMenu(e, at, items) }
	e.OnSight = func() { intoSight(e) }
	e.OnRefused = func() { k.say(k.T("parts.text_too_long", "most", k.Words.Size(int64(e.Limit)))) }
	e.OnEscape = func() { k.escape(e) }
	e.OnHelp = k.Help
	return e
}

// NewTextArea is an entry of several lines.
func NewTextArea(k Look, placeHolder string, rows int) *bidi.Entry {
	e := NewEntry(k, placeHolder)
	e.MultiLine, e.Rows = true, rows
	return e
}

// NewCodeEntry is an entry for codes, addresses and numbers: left to right in every language, at the side where the screen
// begins.
func NewCodeEntry(k Look, placeHolder string) *bidi.Entry {
	e := NewEntry(k, placeHolder)
	e.Base, e.AtSide = bidi.LTR, true
	return e
}

// showTextMenu shows what can be done with a text, in the house's own menu: it turns with the screen.
func (k Look) showTextMenu(e fyne.CanvasObject, at fyne.Position, items []bidi.MenuItem) {
	c := canvasOf(e)
	if c == nil {
		return
	}
	list := make([]MenuItem, len(items))
	for i, item := range items {
		list[i] = MenuItem{Word: item.Word, Note: bidi.IsolateLTR(item.Keys), Ticked: item.Ticked, Act: item.Act}
	}
	ShowMenu(k, c, at, list)
}

func (k Look) entryMenu() bidi.MenuWords {
	return bidi.MenuWords{Cut: k.T("parts.cut"), Copy: k.T("actions.copy"), Paste: k.T("actions.paste"),
		SelectAll: k.T("actions.select_all"), Undo: k.T("actions.undo"), Redo: k.T("actions.redo"),
		LeftToRight: k.T("parts.left_to_right"), RightToLeft: k.T("parts.right_to_left")}
}

// roomy is the theme of an entry that has things standing in it at both sides.
type roomy struct{ side float32 }

func current() fyne.Theme { return fyne.CurrentApp().Settings().Theme() }

func (r roomy) Color(n fyne.ThemeColorName, v fyne.ThemeVariant) color.Color {
	return current().Color(n, v)
}
func (r roomy) Font(s fyne.TextStyle) fyne.Resource     { return current().Font(s) }
func (r roomy) Icon(n fyne.ThemeIconName) fyne.Resource { return current().Icon(n) }
func (r roomy) Size(n fyne.ThemeSizeName) float32 {
	if n == theme.SizeNameInnerPadding {
		return Unit(r.side)
	}
	return current().Size(n)
}

// furnished sets things into an entry, at its leading and trailing side; nil leaves a side empty.
func (k Look) furnished(e *bidi.Entry, side float32, leading, trailing fyne.CanvasObject) *fyne.Container {
	inside := container.New(bidi.Mirror(furnishLayout{}, k.RTL))
	if leading != nil {
		inside.Add(leading)
	} else {
		inside.Add(Gap(0, 0))
	}
	if trailing != nil {
		inside.Add(trailing)
	}
	return container.NewStack(container.NewThemeOverride(e, roomy{side}), inside)
}

// furnishLayout sets the first object at the leading side and the second at the trailing one.
type furnishLayout struct{}

func (furnishLayout) Layout(objs []fyne.CanvasObject, size fyne.Size) {
	for i, o := range objs {
		m := o.MinSize()
		o.Resize(m)
		x := Unit(10)
		if i == 1 {
			x = size.Width - m.Width - Unit(10)
		}
		o.Move(fyne.NewPos(x, middle(size.Height, m.Height)))
	}
}

func (furnishLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

// Search is an entry with a magnifier and, at its trailing side, a hint such as its shortcut, where there is room for it.
type Search struct {
	whole

	Entry *bidi.Entry
	name  *bidi.Label // what the empty entry says, to know its width
	brief *bidi.Label // what it says where that has no room; nil for nothing
	hint  *bidi.Label
}

// NewSearch makes a search entry. changed hears every letter, submitted Return; either may be nil.
func NewSearch(k Look, placeHolder, hint string, changed, submitted func(s string)) *Search {
	s := &Search{Entry: NewEntry(k, placeHolder), name: k.Line(placeHolder, Ink3), hint: k.Line(hint, Ink3)}
	s.Entry.OnSubmitted, s.Entry.AtSide = submitted, true // beside the magnifier
	s.Entry.OnChanged = func(text string) {
		s.showHint()
		if changed != nil {
			changed(text)
		}
	}
	s.join(s, k.furnished(s.Entry, searchSide, NewIcon(theme.SearchIcon(), Ink2, 20), s.hint))
	return s
}

// Brief gives the empty entry a word for where what it says otherwise has no room. It returns the search.
func (s *Search) Brief(k Look, word string) *Search {
	s.brief = k.Line(word, Ink3)
	return s
}

// searchSide is what stands beside the words of a search, at either side.
const searchSide = 38

// Resize has the empty entry say what it has room for, and leaves the hint away where it would stand in those words.
func (s *Search) Resize(size fyne.Size) {
	s.whole.Resize(size)
	words := s.name.Text
	if room := size.Width - 2*Unit(searchSide); s.brief != nil && s.name.MinSize().Width > room {
		if words = s.brief.Text; s.brief.MinSize().Width > room {
			words = "" // the magnifier says it
		}
	}
	if s.Entry.PlaceHolder != words {
		s.Entry.PlaceHolder = words
		s.Entry.Refresh()
	}
	s.showHint()
}

func (s *Search) showHint() {
	show(s.hint, s.Entry.Text() == "" && s.Entry.PlaceHolder == s.name.Text && s.wide(true) <= s.Size().Width)
}

// wide is how wide the search is with all that it says when it is empty, with its hint or without it.
func (s *Search) wide(hint bool) float32 {
	words := s.name.MinSize().Width
	if hint && s.hint.Text != "" {
		return Unit(searchSide) + words + Unit(12) + s.hint.MinSize().Width + Unit(10)
	}
	return words + 2*Unit(searchSide) + 1
}

// Text is what is searched for.
func (s *Search) Text() string { return s.Entry.Text() }

// SetText changes it and calls back.
func (s *Search) SetText(text string) { s.Entry.SetText(text) }

// Focus moves the keyboard there and selects what is written.
func (s *Search) Focus() {
	focus(s.Entry)
	s.Entry.Select(0, len([]rune(s.Entry.Text())))
}
