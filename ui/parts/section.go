package parts

import (
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"plumbline/ui/bidi"
)

// NewSectionHead is a bold title, a count or note after it, and what acts on the section at the trailing edge (nil for
// none).
func NewSectionHead(k Look, title, note string, acts ...fyne.CanvasObject) *fyne.Container {
	row := k.Row(12, 2, k.Section(title), k.Hint(note), Gap(0, 0))
	for _, a := range acts {
		row.Add(a)
	}
	return row
}

// NewFormSection is a part of a form: a bold word on a line, its fields beneath.
func NewFormSection(k Look, title string, fields ...fyne.CanvasObject) *fyne.Container {
	return Column(14, append([]fyne.CanvasObject{NewRule(), k.Section(title)}, fields...)...)
}

// Readiness is how a section of a form stands.
type Readiness struct {
	Faults int    // answers that are missing or wrong
	Done   bool   // all that is needed is there
	Note   string // otherwise: how many, or that it is empty
}

// shortNote is how many letters a note has that takes no more room than it needs: a number.
const shortNote = 6

// SectionList is the list of a form's sections beside the form: each leads there and says how it stands.
type SectionList struct {
	whole

	items []*SectionItem
}

// SectionItem is one line of a list of sections or places, 44 high or as high as its words.
type SectionItem struct {
	Press

	icon *Icon
	word *bidi.Label
	note *bidi.Label
	sign *Icon
	on   bool
}

// NewSectionItem makes a line; icon may be nil.
func NewSectionItem(k Look, word string, icon fyne.Resource, tapped func()) *SectionItem {
	s := &SectionItem{word: k.Text(word), note: k.Hint(""), sign: NewIcon(nil, Attention, 18)}
	s.note.Alignment = fyne.TextAlignTrailing // numbers end at one edge
	row := k.Row(10, 0, s.word, s.sign, s.note)
	if icon != nil {
		s.icon = NewIcon(icon, Ink, 20)
		row = k.Row(10, 1, s.icon, s.word, s.sign, s.note)
	}
	s.sign.Hide()
	s.note.Hide()
	s.press(s, k, AtLeast(0, 44, Inset(10, 6, row)), tapped)
	return s
}

// SetChosen marks the section that is shown.
func (s *SectionItem) SetChosen(on bool) {
	s.Ground, s.word.ColorName = Clear, Ink
	if on {
		s.Ground, s.word.ColorName = TealTint, Teal
	}
	if s.icon != nil {
		s.icon.SetInk(s.word.ColorName)
	}
	s.on, s.Bar = on, on // never by colour alone
	s.Refresh()
}

// Chosen says whether it is the one that is shown.
func (s *SectionItem) Chosen() bool { return s.on }

// SetReadiness says how the section stands.
func (s *SectionItem) SetReadiness(r Readiness) {
	s.sign.Show()
	s.note.ColorName = Ink3
	switch {
	case r.Faults > 0:
		s.sign.Set(theme.WarningIcon(), Attention)
		s.note.ColorName = Attention
		s.note.SetText(s.look.Words.Number(int64(r.Faults)))
	case r.Done:
		s.sign.Set(theme.ConfirmIcon(), Teal)
		s.note.SetText("")
	default:
		s.sign.Hide()
		s.note.Wrap = utf8.RuneCountInString(r.Note) > shortNote
		s.note.SetText(r.Note)
	}
	show(s.note, s.note.Text != "")
	s.Refresh()
}

// NewSectionList makes the list; tapped gets the index of a section.
func NewSectionList(k Look, words []string, tapped func(i int)) *SectionList {
	l := &SectionList{}
	col := Column(4)
	for i, w := range words {
		item := NewSectionItem(k, w, nil, func() { l.Choose(i); tapped(i) })
		item.OnKey = func(name fyne.KeyName) bool {
			return moveFocus(len(l.items), i, name, func(j int) fyne.Focusable { return l.items[j] })
		}
		l.items = append(l.items, item)
		col.Add(item)
	}
	l.join(l, col)
	l.Choose(0)
	return l
}

// Choose marks a section without calling back.
func (l *SectionList) Choose(i int) {
	for j, item := range l.items {
		item.SetChosen(i == j)
	}
}

// SetReadiness says how a section stands.
func (l *SectionList) SetReadiness(i int, r Readiness) {
	l.items[i].SetReadiness(r)
	l.body.Refresh() // its words may take another line
}

// moveFocus moves the keyboard up and down within a group; true when the key was an arrow of the group.
func moveFocus(n, from int, key fyne.KeyName, at func(i int) fyne.Focusable) bool {
	to := from
	switch key {
	case fyne.KeyUp:
		to = max(from-1, 0)
	case fyne.KeyDown:
		to = min(from+1, n-1)
	case fyne.KeyHome:
		to = 0
	case fyne.KeyEnd:
		to = n - 1
	default:
		return false
	}
	focus(at(to))
	return true
}

// focus moves the keyboard to a widget that is shown.
func focus(f fyne.Focusable) {
	if o, ok := f.(fyne.CanvasObject); ok {
		if c := canvasOf(o); c != nil {
			c.Focus(f)
		}
	}
}
