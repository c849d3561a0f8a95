package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"plumbline/ui/bidi"
)

// RailItem is one destination of the window: an icon of 24 over its word, 88 by 64.
type RailItem struct {
	Press

	icon *Icon
	word *bidi.Label
}

// NewRailItem makes a destination.
func NewRailItem(k Look, word string, icon fyne.Resource, tapped func()) *RailItem {
	r := &RailItem{icon: NewIcon(icon, Ink2, 24), word: k.Line(word, Ink2)}
	r.word.Alignment = fyne.TextAlignCenter
	r.press(r, k, AtLeast(88, 64, container.New(heartLayout{}, container.NewCenter(r.icon), r.word)), tapped)
	return r
}

// heartLayout stacks its objects in the middle of the height, each as wide as there is room.
type heartLayout struct{}

func (heartLayout) Layout(objs []fyne.CanvasObject, size fyne.Size) {
	y := max((size.Height-heartLayout{}.MinSize(objs).Height)/2, 0)
	for _, o := range objs {
		h := give(o, size.Width)
		o.Move(fyne.NewPos(0, y))
		y += h + Unit(2)
	}
}

func (heartLayout) MinSize(objs []fyne.CanvasObject) fyne.Size {
	height := Unit(2) * float32(len(objs)-1)
	for _, o := range objs {
		height += o.MinSize().Height
	}
	return fyne.NewSize(0, height)
}

// SetChosen marks where the window is.
func (r *RailItem) SetChosen(on bool) {
	ink := Ink2
	r.Ground, r.Bar = Clear, on
	if on {
		r.Ground, ink = TealTint, Teal
	}
	r.icon.SetInk(ink)
	r.word.ColorName = ink
	r.Refresh()
}

// Destination is a word and an icon of the rail.
type Destination struct {
	Word string
	Icon fyne.Resource
}

// Rail is the column of destinations, 104 wide, or wider for a long word. Up and down move between them.
type Rail struct {
	whole

	Wide float32 // in units; 104, or more for a long word

	items []*RailItem
}

// NewRail makes the rail; tapped gets the index of a destination.
func NewRail(k Look, places []Destination, tapped func(i int)) *Rail {
	r := &Rail{Wide: 104}
	col := Column(4)
	for i, p := range places {
		item := NewRailItem(k, p.Word, p.Icon, func() { tapped(i) })
		item.OnKey = func(name fyne.KeyName) bool {
			return moveFocus(len(r.items), i, name, func(j int) fyne.Focusable { return r.items[j] })
		}
		r.items = append(r.items, item)
		col.Add(item)
	}
	margin := float32(8)
	for _, item := range r.items {
		if word := item.word.MinSize().Width / Unit(1); word > 84 { // the bar of the chosen one stands clear of it
			margin, r.Wide = 4, max(r.Wide, word+20)
		}
	}
	r.join(r, Sized(r.Wide, 0, NewPageWithin(k, margin, 12, col)))
	return r
}

// Choose marks where the window is; -1 marks nothing.
func (r *Rail) Choose(i int) {
	for j, item := range r.items {
		item.SetChosen(i == j)
	}
}
