package parts

import "fyne.io/fyne/v2"

// NewSettingRow is one line of a card of settings: an icon, what it is over how it stands, and what changes it at the
// trailing edge. 52 high, or as high as its words, which keep off the lines.
func NewSettingRow(k Look, tone Tone, icon fyne.Resource, title, note string, controls ...fyne.CanvasObject) *fyne.Container {
	said := Column(0, k.Text(title))
	if note != "" {
		said.Add(k.Hint(note))
	}
	words := Inset(0, 4, said)
	row := k.Row(12, 0, words)
	if icon != nil {
		row = k.Row(12, 1, NewIcon(icon, tone.ink(), 22), words)
	}
	for _, c := range controls {
		row.Add(c)
	}
	return AtLeast(0, 52, row)
}

// NewTodoRow is one line of what needs doing: an icon, how many, of what, and where that is done. 36 high.
func NewTodoRow(k Look, tone Tone, icon fyne.Resource, n, words, act string, tapped func()) *fyne.Container {
	if icon == nil {
		icon = tone.icon()
	}
	figure := k.Bold(n)
	figure.Wrap = false
	return AtLeast(0, 36, k.Row(10, 2, NewIcon(icon, tone.ink(), 18), Sized(28, 0, figure), k.Text(words), NewLink(k, act, tapped)))
}

// NewRuled sets rows under each other with lines between them.
func NewRuled(rows ...fyne.CanvasObject) *fyne.Container {
	col := Column(0)
	for i, r := range rows {
		if i > 0 {
			col.Add(NewRule())
		}
		col.Add(r)
	}
	return col
}

// NewDangerCard is the card of what destroys: an icon, a title, what becomes of what, and the button that asks.
func NewDangerCard(k Look, icon fyne.Resource, title, note string, act *Button) *Box {
	head := k.Section(title)
	head.ColorName = Danger
	b := NewCard(k.Row(14, 1, NewIcon(icon, Danger, 24), Column(0, head, k.Muted(note)), act))
	b.Edge = Danger
	return b
}
