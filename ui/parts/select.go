package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"plumbline/model"
	"plumbline/ui/bidi"
)

// Select is a choice of one word from a list that drops open. Letters choose by their beginning without opening it; up
// and down go to the next; Space, Enter or a tap open it; Delete clears a choice that may be left out.
type Select struct {
	Press

	OnChanged func(code string)
	OnLetter  func(on bool) // before OnChanged, of a letter: whether it goes on with the word that was begun; may be nil
	Clearable bool

	options []Option
	chosen  string
	hint    string
	fault   bool
	search  bool
	typed   string
	word    *bidi.Label
	note    *bidi.Label
	arrow   *Icon
	wipe    *Press
	open    *drop
}

// NewSelect makes a choice; chosen is a code or "".
func NewSelect(k Look, placeHolder string, options []Option, chosen string, changed func(code string)) *Select {
	s := &Select{OnChanged: changed, options: options, chosen: chosen, hint: placeHolder, word: k.Text(""), note: k.Cell("", Ink3),
		arrow: NewIcon(theme.MenuDropDownIcon(), Ink2, 20)}
	s.word.MaxLines = 8
	s.wipe = NewPress(k, Inset(2, 2, NewIcon(theme.CancelIcon(), Ink2, 16)), func() { s.choose("") })
	s.wipe.Tip = k.T("parts.clear")
	row := container.New(turned{selectLayout{}, k.RTL}, s.word, s.note, s.wipe, s.arrow)
	s.press(s, k, control(Inset(8, 4, row)), s.drop)
	s.OnKey, s.OnRune = s.key, s.rune
	s.OnFocus = func(bool) { s.typed = ""; s.tint() }
	s.turned = s.show
	s.show()
	return s
}

// NewPicker is a Select whose list has an entry that finds by any word of any language: regions, commitments. It can be
// cleared.
func NewPicker(k Look, placeHolder string, options []Option, chosen string, changed func(code string)) *Select {
	s := NewSelect(k, placeHolder, options, chosen, changed)
	s.search, s.Clearable = true, true
	s.show()
	return s
}

// selectLayout sets word, note and one sign at the trailing edge; where the word has no room on one line it takes more, and
// the note goes first.
type selectLayout struct{}

func (selectLayout) Layout(objs []fyne.CanvasObject, size fyne.Size) {
	end := size.Width
	put := func(o fyne.CanvasObject, x, w float32) {
		h := give(o, w)
		o.Move(fyne.NewPos(x, middle(size.Height, h)))
	}
	for _, o := range objs[2:] {
		if o.Visible() {
			end -= o.MinSize().Width
			put(o, end, o.MinSize().Width)
			end -= Unit(8)
		}
	}
	word := max(end, 0)
	if objs[1].Visible() {
		word = min(wanted(objs[0]), max(end, 0))
		rest := max(end-word-Unit(8), 0)
		put(objs[1], word+Unit(8), rest)
	}
	put(objs[0], 0, word)
}

func (selectLayout) MinSize(objs []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(Unit(60), objs[0].MinSize().Height)
}

func (l selectLayout) naturalWidth(objs []fyne.CanvasObject) float32 {
	return rowLayout{gap: 8}.naturalWidth(objs)
}

// Chosen is the code that is chosen, or "".
func (s *Select) Chosen() string { return s.chosen }

// SetChosen changes the choice without calling back.
func (s *Select) SetChosen(code string) {
	s.chosen = code
	s.show()
}

// SetOptions changes the list; a choice that is no longer in it stays until another is made.
func (s *Select) SetOptions(options []Option) {
	s.options = options
	s.show()
}

// SetFault shows that an answer is missing.
func (s *Select) SetFault(on bool) {
	s.fault = on
	s.tint()
}

// Opened says whether the list is open.
func (s *Select) Opened() bool { return s.open != nil }

func (s *Select) tint() {
	s.Ground, s.Edge, s.EdgeWidth = Surface, Edge, 1
	switch {
	case s.Off:
		s.Ground, s.Edge = Sunk, Line
	case s.fault:
		s.Edge, s.EdgeWidth = Attention, 2
	case s.focused || s.open != nil:
		s.Edge, s.EdgeWidth = Teal, 2
	}
	s.changed()
}

// show says what is chosen.
func (s *Select) show() {
	s.tint()
	s.word.ColorName, s.word.Base = Ink, s.look.Base()
	text, note := s.hint, ""
	if s.Off {
		text = ""
	}
	if i := indexOf(s.options, s.chosen); i >= 0 && s.chosen != "" {
		o := s.options[i]
		text, note, s.word.Base = o.Word, o.Note, o.Base
	} else if s.chosen != "" {
		text = s.chosen
	}
	if s.chosen == "" {
		s.word.ColorName = Ink3
	}
	s.word.SetText(text)
	s.look.Stand(s.word)
	s.note.SetText(note)
	show(s.note, note != "" && s.search)
	show(s.wipe, s.Clearable && s.chosen != "" && !s.Off)
	show(s.arrow, !s.wipe.Visible() && !s.Off)
	s.Refresh()
}

func (s *Select) choose(code string) {
	if code == s.chosen {
		return
	}
	s.SetChosen(code)
	if s.OnChanged != nil {
		s.OnChanged(code)
	}
}

func (s *Select) drop() {
	if s.open != nil || s.Off {
		return
	}
	s.open = openDrop(s.look, s, s.options, map[string]bool{s.chosen: s.chosen != ""}, false, s.search,
		func(o Option) { s.choose(o.Code) }, func() { s.open = nil; s.tint() })
	s.tint()
}

func (s *Select) key(k fyne.KeyName) bool {
	at := indexOf(s.options, s.chosen)
	switch k {
	case fyne.KeyDown:
		if s.search {
			s.drop()
		} else if at+1 < len(s.options) {
			s.choose(s.options[at+1].Code)
		}
	case fyne.KeyUp:
		if !s.search && at > 0 {
			s.choose(s.options[at-1].Code)
		}
	case fyne.KeyDelete, fyne.KeyBackspace:
		if s.Clearable {
			s.choose("")
		}
	default:
		return false
	}
	s.typed = ""
	return true
}

func (s *Select) rune(r rune) bool {
	if r == ' ' {
		return false
	}
	if s.search {
		s.drop()
		if s.open != nil && s.open.entry != nil {
			s.open.entry.TypedRune(r)
		}
		return true
	}
	begun := s.typed != ""
	for i, typed := range []string{s.typed + model.Fold(string(r)), model.Fold(string(r))} {
		for _, o := range s.options {
			if o.begins(typed) {
				s.typed = typed
				s.letter(o.Code, begun && i == 0)
				return true
			}
		}
	}
	return false
}

// letter chooses by a letter that was typed.
func (s *Select) letter(code string, on bool) {
	if s.OnLetter != nil && code != s.chosen {
		s.OnLetter(on)
	}
	s.choose(code)
}
