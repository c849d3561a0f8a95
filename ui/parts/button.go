package parts

import (
	"fyne.io/fyne/v2"

	"plumbline/ui/bidi"
)

// Weight is how much a button asks to be pressed.
type Weight int

// One primary a page; secondary stands on paper with an edge; quiet is teal text; danger destroys.
const (
	Primary Weight = iota
	Secondary
	Quiet
	DangerWeight
)

// quietMargin is the margin at the sides of a button that has no edge.
const quietMargin = 8

// Button is a word, perhaps an icon, that acts. 36 high.
type Button struct {
	Press

	weight Weight
	icon   *Icon
	word   *bidi.Label
	reason *bidi.Label
	around *fyne.Container // the button with its reason; nil where it stands alone
}

// NewButton makes a button of a weight.
func NewButton(k Look, word string, w Weight, tapped func()) *Button {
	return NewIconButton(k, word, nil, w, tapped)
}

// NewIconButton makes a button with an icon before its word. Without a word it is a square; give it a Tip then.
func NewIconButton(k Look, word string, icon fyne.Resource, w Weight, tapped func()) *Button {
	b := &Button{weight: w, word: k.Line(word, Ink), reason: k.Hint("")}
	row := k.Row(8, NoSlack)
	if icon != nil {
		b.icon = NewIcon(icon, Ink, 20)
		row.Add(b.icon)
	}
	margin := float32(16)
	if w == Quiet {
		margin = quietMargin
	}
	if word != "" {
		row.Add(b.word)
	} else {
		margin = 8
	}
	b.press(b, k, control(Inset(margin, 0, cutCentre(row))), tapped)
	b.turned = b.tint
	b.reason.Hide()
	b.tint()
	return b
}

// SetText changes the word.
func (b *Button) SetText(word string) { b.word.SetText(word); b.Refresh() }

// leastWidth leaves the icon and the beginning of the word.
func (b *Button) leastWidth() float32 { return min(b.MinSize().Width, Unit(88)) }

// Text is the word.
func (b *Button) Text() string { return b.word.Text }

// TurnOff switches the button off and says why beside it (see WithReason). An empty reason says nothing.
func (b *Button) TurnOff(reason string) {
	b.reason.SetText(reason)
	show(b.reason, reason != "")
	b.SetOff(true)
	b.settle()
}

// TurnOn switches the button on.
func (b *Button) TurnOn() {
	b.reason.Hide()
	b.SetOff(false)
	b.settle()
}

// settle lays out anew what the reason stands in.
func (b *Button) settle() {
	if b.around != nil {
		b.around.Refresh()
	}
}

// WithReason sets the button with the place for the reason why it is off; what else acts there stands between them.
func (b *Button) WithReason(beside ...fyne.CanvasObject) *fyne.Container {
	if len(beside) == 0 {
		b.around = b.look.Row(12, NoSlack, b, b.reason)
	} else {
		b.around = b.look.Flow(12, append(append([]fyne.CanvasObject{b}, beside...), b.reason)...)
	}
	return b.around
}

// Refresh is for Fyne.
func (b *Button) Refresh() {
	b.tint()
	b.Press.Refresh()
}

func (b *Button) tint() {
	b.EdgeWidth = 1
	ink := Ink
	switch {
	case b.Off && b.weight == Quiet:
		b.Ground, b.EdgeWidth, ink = Clear, 0, Ink3
	case b.Off:
		b.Ground, b.Edge, ink = Sunk, Line, Ink3
	case b.weight == Primary:
		b.Ground, b.EdgeWidth, ink = Teal, 0, OnTeal
	case b.weight == Secondary:
		b.Ground, b.Edge = Surface, Edge
	case b.weight == Quiet:
		b.Ground, b.EdgeWidth, ink = Clear, 0, Teal
	case b.weight == DangerWeight:
		b.Ground, b.Edge, ink = Surface, Danger, Danger
	}
	if b.word.ColorName != ink {
		b.word.ColorName = ink
		b.word.Refresh()
	}
	if b.icon != nil {
		b.icon.SetInk(ink)
	}
}
