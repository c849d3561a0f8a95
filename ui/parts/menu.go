package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"plumbline/assets"
	"plumbline/ui/bidi"
)

// MenuItem is one act of a menu.
type MenuItem struct {
	Word   string
	Note   string // a shortcut
	Ticked bool   // it is how things are now
	Off    bool   // it stands there greyed
	Act    func()
}

// ShowMenu opens acts at a place of a window: the context menu of a row. Arrows move, Enter acts, Escape leaves.
func ShowMenu(k Look, over fyne.Canvas, at fyne.Position, items []MenuItem) {
	showMenu(k, over, at, 0, items)
}

// menuUnder opens acts under a button, or over it where there is no room.
func menuUnder(k Look, b *Button, items []MenuItem) {
	c := canvasOf(b)
	if c == nil {
		return
	}
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(b).AddXY(0, b.Size().Height)
	if k.RTL() {
		at.X += b.Size().Width
	}
	showMenu(k, c, at, b.Size().Height, items)
}

// showMenu opens acts below a place, or so much above it where there is no room below.
func showMenu(k Look, over fyne.Canvas, at fyne.Position, lift float32, items []MenuItem) {
	options, ticked := make([]Option, len(items)), map[string]bool{}
	for i, item := range items {
		options[i] = Option{Code: k.Words.Number(int64(i)), Word: item.Word, Note: item.Note, Base: k.Base(), Off: item.Off}
		ticked[options[i].Code] = item.Ticked
	}
	openDropAt(k, over, options, ticked, func(d *drop) func(room fyne.Size) (fyne.Position, fyne.Size) {
		return func(room fyne.Size) (fyne.Position, fyne.Size) {
			w, h := min(d.width(), room.Width), min(d.height(), room.Height)
			x := at.X
			if k.RTL() {
				x -= w
			}
			y := at.Y
			if above := at.Y - lift - h; y+h > room.Height && above >= 0 {
				y = above
			}
			return fyne.NewPos(max(min(x, room.Width-w), 0), max(min(y, room.Height-h), 0)), fyne.NewSize(w, h)
		}
	}, func(o Option) { items[indexOf(options, o.Code)].Act() })
}

// NewMoreButton is three dots that open acts: what a row or a page can do beside its one main act.
func NewMoreButton(k Look, items func() []MenuItem) *Button {
	var b *Button
	b = NewIconButton(k, "", theme.MoreVerticalIcon(), Quiet, func() { menuUnder(k, b, items()) })
	b.Tip = k.T("parts.open_menu")
	return b
}

// MenuButton is a word with an arrow that opens a list to choose from: the plan, the language.
type MenuButton struct {
	Press

	word    *bidi.Label
	options []Option
	chosen  string
	pick    func(code string)
	open    *drop
}

// NewMenuButton makes the button; its word is that of the chosen option. quiet words are secondary.
func NewMenuButton(k Look, options []Option, chosen string, quiet bool, pick func(code string)) *MenuButton {
	ink := Ink
	if quiet {
		ink = Ink2
	}
	m := &MenuButton{word: k.Line("", ink), options: options, chosen: chosen, pick: pick}
	m.press(m, k, control(Inset(10, 0, k.Row(8, 0, m.word, NewIcon(theme.MenuDropDownIcon(), ink, 20)))), m.drop)
	m.OnKey = func(n fyne.KeyName) bool {
		if n == fyne.KeyDown {
			m.drop()
			return true
		}
		return false
	}
	m.show()
	return m
}

// NewLanguageMenu is the choice of the screen's language, each by its own name.
func NewLanguageMenu(k Look, pick func(language string)) *MenuButton {
	return NewMenuButton(k, LanguageOptions(), k.Words.Language(), true, pick)
}

// LanguageOptions are the languages of the screen, each by its own name and in its own direction.
func LanguageOptions() []Option {
	var out []Option
	for _, l := range assets.Languages() {
		out = append(out, Option{Code: l, Word: assets.For(l).OwnName(), Base: BaseOf(l)})
	}
	return out
}

// SetChosen changes what is chosen without calling back.
func (m *MenuButton) SetChosen(code string) {
	m.chosen = code
	m.show()
}

// SetOptions changes the list.
func (m *MenuButton) SetOptions(options []Option) {
	m.options = options
	m.show()
}

func (m *MenuButton) show() {
	if i := indexOf(m.options, m.chosen); i >= 0 {
		m.word.Base = m.options[i].Base
		m.word.SetText(m.options[i].Word)
		m.look.Stand(m.word)
	}
	m.Refresh()
}

func (m *MenuButton) drop() {
	if m.open != nil {
		return
	}
	m.open = openDrop(m.look, m, m.options, map[string]bool{m.chosen: true}, false, false, func(o Option) {
		if o.Code != m.chosen {
			m.SetChosen(o.Code)
			m.pick(o.Code)
		}
	}, func() { m.open = nil })
}

// NewLanguageChoice is the choice of the language at the first start: boxes, each name in its own letters.
func NewLanguageChoice(k Look, chosen string, pick func(language string)) *RadioGroup {
	options := LanguageOptions()
	words := make([]string, len(options))
	for i, o := range options {
		words[i] = o.Word
	}
	g := NewBoxedRadioGroup(k, words, indexOf(options, chosen), func(i int) { pick(options[i].Code) })
	for i, o := range options {
		g.items[i].word.Base = o.Base
		k.Stand(g.items[i].word)
	}
	return g
}
