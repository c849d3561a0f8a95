package parts

import (
	"fyne.io/fyne/v2"

	"plumbline/ui/bidi"
)

// StatusItem is a word with an icon in the bar under the window. It may lead somewhere.
type StatusItem struct {
	Press

	icon *Icon
	word *bidi.Label
}

// NewStatusItem makes an item; tapped may be nil.
func NewStatusItem(k Look, tone Tone, icon fyne.Resource, word string, tapped func()) *StatusItem {
	if icon == nil {
		icon = tone.icon()
	}
	s := &StatusItem{icon: NewIcon(icon, tone.ink(), 18), word: k.Line(word, Ink2)}
	s.press(s, k, Sized(0, 28, Inset(6, 0, k.Row(6, NoSlack, s.icon, s.word))), tapped)
	s.Off = tapped == nil
	return s
}

// SetText changes the word; an empty word hides the item.
func (s *StatusItem) SetText(word string) {
	s.word.SetText(word)
	show(s.self, word != "")
	s.Refresh()
}

// NewStatusBar is the bar under the window, 32 high: items from the leading edge, the last one at the trailing edge.
func NewStatusBar(k Look, leading []fyne.CanvasObject, trailing fyne.CanvasObject) *fyne.Container {
	row := k.Row(12, len(leading), append(append(leading[:len(leading):len(leading)], Gap(0, 0)), trailing)...)
	return Column(0, NewRule(), Sized(0, 31, Inset(14, 0, row)))
}
