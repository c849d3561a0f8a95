package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"plumbline/ui/bidi"
)

// numberDisc is the size of the disc of a numbered step, in units.
const numberDisc = 24

// Numbered is a number on a teal disc: of a step, and of the place in a picture where the step is done.
type Numbered struct {
	Box

	n int
}

// NewNumber makes the disc of a number.
func NewNumber(k Look, n int) *Numbered {
	d := &Numbered{n: n}
	d.box(d, Teal, Sized(numberDisc, numberDisc, centred(k, k.Words.Number(int64(n)))))
	d.Radius, d.Edge, d.EdgeWidth = numberDisc/2, Surface, 2
	return d
}

// Number is what stands on the disc.
func (d *Numbered) Number() int { return d.n }

// centred is a bold word in the middle of what it is given.
func centred(k Look, word string) fyne.CanvasObject {
	l := k.Cell(word, OnTeal)
	l.TextStyle.Bold, l.Alignment = true, fyne.TextAlignCenter
	return container.New(middleLayout{}, l)
}

// middleLayout gives an object the whole width and the height it needs, in the middle.
type middleLayout struct{}

func (middleLayout) Layout(objs []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objs {
		h := give(o, size.Width)
		o.Move(fyne.NewPos(0, (size.Height-h)/2))
	}
}

func (middleLayout) MinSize(objs []fyne.CanvasObject) fyne.Size {
	var m fyne.Size
	for _, o := range objs {
		m = m.Max(o.MinSize())
	}
	return m
}

// Callout sets a number at the leading upper corner of something in a picture, mostly outside of it.
func (k Look) Callout(n int, o fyne.CanvasObject) *fyne.Container {
	return container.New(calloutLayout{k.RTL}, o, NewNumber(k, n))
}

// calloutLayout gives the first object all room; the second stands over its corner and takes none.
type calloutLayout struct{ rtl func() bool }

func (l calloutLayout) Layout(objs []fyne.CanvasObject, size fyne.Size) {
	objs[0].Move(fyne.Position{})
	objs[0].Resize(size)
	x, side := -Unit(15), objs[1].MinSize()
	if l.rtl() {
		x = size.Width - x - side.Width
	}
	objs[1].Resize(side)
	objs[1].Move(fyne.NewPos(x, -Unit(8)))
}

func (calloutLayout) MinSize(objs []fyne.CanvasObject) fyne.Size { return objs[0].MinSize() }

func (calloutLayout) naturalWidth(objs []fyne.CanvasObject) float32 { return wanted(objs[0]) }

// NewKeys is what is pressed for an act, as it stands on the keyboard: Ctrl+N. It reads left to right in every language.
func NewKeys(k Look, keys string) fyne.CanvasObject {
	word := k.Line(bidi.IsolateLTR(keys), Ink2)
	b := NewBox(Surface, word)
	b.Edge, b.EdgeWidth, b.Radius, b.Across, b.Down = Line, 1, 4, 7, 1
	return b
}

// NewNumberedStep is one step of a task: its number, what is done, and the keys that do it, one cap each.
func NewNumberedStep(k Look, n int, sentence string, keys ...string) fyne.CanvasObject {
	return k.TopRow(12, 1, NewNumber(k, n), Inset(0, 1, k.Text(sentence)), k.caps(keys))
}

// NewKeyRow is a line of a list of keys: what it does, and the caps at the trailing edge.
func NewKeyRow(k Look, what string, keys ...string) fyne.CanvasObject {
	return Inset(0, 4, k.Row(12, 0, k.Text(what), k.caps(keys)))
}

// caps are keys side by side. They stand in the order in which they are pressed, whatever the screen's direction.
func (k Look) caps(keys []string) *fyne.Container {
	row := k.Row(4, NoSlack)
	for _, key := range keys {
		row.Add(NewKeys(k, key))
	}
	return row
}
