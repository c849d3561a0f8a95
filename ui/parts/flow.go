package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"plumbline/ui/bidi"
)

// Objects side by side, as many on a line as there is room for.

// flowLayout sets objects in reading order, as many on a line as fit.
type flowLayout struct {
	gap, lineGap float32
	rtl          func() bool
	centre       bool
	width        float32
}

// flowLine is the objects of one line of a flow.
type flowLine struct {
	objs          []fyne.CanvasObject
	sizes         []fyne.Size
	width, height float32
}

func (l *flowLayout) lines(objs []fyne.CanvasObject, width float32) []flowLine {
	var lines []flowLine
	for _, o := range objs {
		if !o.Visible() {
			continue
		}
		w := min(wanted(o), max(width, least(o)))
		m := fyne.NewSize(w, heightIn(o, w))
		last := len(lines) - 1
		if last < 0 || lines[last].width+Unit(l.gap)+m.Width > width+0.5 {
			lines = append(lines, flowLine{})
			last++
		} else {
			lines[last].width += Unit(l.gap)
		}
		line := &lines[last]
		line.objs, line.sizes = append(line.objs, o), append(line.sizes, m)
		line.width += m.Width
		line.height = max(line.height, m.Height)
	}
	return lines
}

// heightIn is the height that an object of a flow takes at a width: words may wrap there.
func heightIn(o fyne.CanvasObject, width float32) float32 {
	switch o := o.(type) {
	case *bidi.Label:
		if o.Wrap {
			return o.HeightAt(width)
		}
	case *fyne.Container:
		if l, ok := o.Layout.(*flowLayout); ok {
			return l.place(o.Objects, width, false)
		}
	}
	return o.MinSize().Height
}

func (l *flowLayout) place(objs []fyne.CanvasObject, width float32, move bool) float32 {
	y := float32(0)
	for i, line := range l.lines(objs, width) {
		if i > 0 {
			y += Unit(l.lineGap)
		}
		x := float32(0)
		if l.centre {
			x = max((width-line.width)/2, 0)
		}
		for j, o := range line.objs {
			m := line.sizes[j]
			if move {
				at := x
				if l.rtl() {
					at = width - x - m.Width
				}
				o.Resize(m)
				o.Move(fyne.NewPos(at, y+(line.height-m.Height)/2))
			}
			x += m.Width + Unit(l.gap)
		}
		y += line.height
	}
	return y
}

func (l *flowLayout) Layout(objs []fyne.CanvasObject, size fyne.Size) {
	l.width = size.Width
	l.place(objs, size.Width, true)
}

func (l *flowLayout) MinSize(objs []fyne.CanvasObject) fyne.Size {
	var widest, all float32
	for _, o := range objs {
		if o.Visible() {
			widest = max(widest, wanted(o))
			all += wanted(o) + Unit(l.gap)
		}
	}
	width := l.width
	if width == 0 {
		width = all
	}
	return fyne.NewSize(widest, l.place(objs, width, false))
}

func (l *flowLayout) naturalWidth(objs []fyne.CanvasObject) float32 {
	return rowLayout{gap: l.gap}.naturalWidth(objs)
}

// Flow sets objects in reading order, as many on a line as fit.
func (k Look) Flow(gap float32, objs ...fyne.CanvasObject) *fyne.Container {
	return container.New(&flowLayout{gap: gap, lineGap: gap, rtl: k.RTL}, objs...)
}

// Centred is Flow with each line in the middle.
func (k Look) Centred(gap float32, objs ...fyne.CanvasObject) *fyne.Container {
	return container.New(&flowLayout{gap: gap, lineGap: gap, rtl: k.RTL, centre: true}, objs...)
}

// evenLayout gives each object the same width and height, as many beside each other as have room.
type evenLayout struct {
	gap   float32
	width float32
}

// across is how many objects stand beside each other.
func (l *evenLayout) across(objs []fyne.CanvasObject) int {
	widest := leastOf(objs)
	for _, o := range objs {
		widest = max(widest, o.MinSize().Width)
	}
	if l.width == 0 || widest <= 0 {
		return len(objs)
	}
	fit := int((l.width + Unit(l.gap) + 0.5) / (widest + Unit(l.gap)))
	return min(max(fit, 1), len(objs))
}

func (l *evenLayout) Layout(objs []fyne.CanvasObject, size fyne.Size) {
	l.width = size.Width
	n := l.across(objs)
	if n == 0 {
		return
	}
	w := (size.Width - Unit(l.gap)*float32(n-1)) / float32(n)
	y := float32(0)
	for from := 0; from < len(objs); from += n {
		row := objs[from:min(from+n, len(objs))]
		h := float32(0)
		for _, o := range row {
			h = max(h, give(o, w))
		}
		if n == len(objs) {
			h = size.Height
		}
		for i, o := range row {
			o.Resize(fyne.NewSize(w, h))
			o.Move(fyne.NewPos(float32(i)*(w+Unit(l.gap)), y))
		}
		y += h + Unit(l.gap)
	}
}

func (l *evenLayout) MinSize(objs []fyne.CanvasObject) fyne.Size {
	n := l.across(objs)
	if n == 0 {
		return fyne.Size{}
	}
	var widest, height float32
	for from := 0; from < len(objs); from += n {
		row := float32(0)
		for _, o := range objs[from:min(from+n, len(objs))] {
			m := o.MinSize()
			widest, row = max(widest, m.Width), max(row, m.Height)
		}
		if from > 0 {
			height += Unit(l.gap)
		}
		height += row
	}
	return fyne.NewSize(widest*float32(n)+Unit(l.gap)*float32(n-1), height)
}

// Cells sets the cells of a row of a small table side by side in reading order: a name, and what is counted of it, each as
// wide as the others and half as wide as the name; where that is less than so many units, the name gives way.
func (k Look) Cells(gap, least float32, objs ...fyne.CanvasObject) *fyne.Container {
	return container.New(bidi.Mirror(cellsLayout{gap, least}, k.RTL), objs...)
}

// cellsLayout gives its first object two shares of the width and the others one each, come what may; where a share is less
// than so many units, the first gives way.
type cellsLayout struct{ gap, least float32 }

func (l cellsLayout) Layout(objs []fyne.CanvasObject, size fyne.Size) {
	others := float32(len(objs) - 1)
	room := size.Width - Unit(l.gap)*others
	share := room / (others + 2)
	if least := Unit(l.least); share < least && others > 0 {
		share = max(min(least, room/(others+1)), share) // the first is never narrower than the others
	}
	x := float32(0)
	for i, o := range objs {
		w := share
		if i == 0 {
			w = room - others*share
		}
		o.Move(fyne.NewPos(x, middle(size.Height, give(o, w))))
		x += w + Unit(l.gap)
	}
}

func (l cellsLayout) MinSize(objs []fyne.CanvasObject) fyne.Size {
	var m fyne.Size
	for _, o := range objs {
		m = m.Max(o.MinSize())
	}
	return fyne.NewSize(m.Width*float32(len(objs)+1)+Unit(l.gap)*float32(len(objs)-1), m.Height)
}

// Even sets objects side by side in reading order, all as wide and as high as each other; those that have no room come
// under them.
func (k Look) Even(gap float32, objs ...fyne.CanvasObject) *fyne.Container {
	return container.New(bidi.Mirror(&evenLayout{gap: gap}, k.RTL), objs...)
}
