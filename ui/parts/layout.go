package parts

import (
	"math"
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"plumbline/ui/bidi"
)

// Text wraps, so the height of an object depends on its width, and Fyne asks for heights before it gives widths. The
// layouts here therefore give each object its width first, ask for the height it then needs, and give that. A page
// (page.go) asks once more after its content was laid out.

// give resizes an object to a width and to the height it needs at that width.
func give(o fyne.CanvasObject, width float32) float32 {
	if o.Size().Width != width {
		o.Resize(fyne.NewSize(width, o.MinSize().Height))
	}
	h := o.MinSize().Height
	if o.Size() != fyne.NewSize(width, h) {
		o.Resize(fyne.NewSize(width, h))
		if again := o.MinSize().Height; again != h { // what stands in it is new, and did not know its width before
			h = again
			o.Resize(fyne.NewSize(width, h))
		}
	}
	return h
}

// natural is what knows the width at which it needs no more lines than it must.
type natural interface{ naturalWidth() float32 }

// naturalLayout is a layout that knows it of its objects.
type naturalLayout interface {
	fyne.Layout
	naturalWidth(objs []fyne.CanvasObject) float32
}

// wanted is the width at which an object needs no more lines than it must: for wrapping text, that of the text.
func wanted(o fyne.CanvasObject) float32 {
	least := o.MinSize().Width
	switch o := o.(type) {
	case *bidi.Label:
		if o.Wrap || o.MaxLines == 1 {
			return max(textWidth(o), least)
		}
	case natural:
		return max(o.naturalWidth(), least)
	case *fyne.Container:
		if l, ok := o.Layout.(naturalLayout); ok {
			return max(l.naturalWidth(o.Objects), least)
		}
		widest := least
		for _, x := range o.Objects {
			widest = max(widest, wanted(x))
		}
		return widest
	}
	return least
}

// textWidth is the width of the widest line that a text was written in.
func textWidth(l *bidi.Label) float32 {
	widest := float32(0)
	for line := range strings.Lines(l.Text) {
		drawn := bidi.Visual(strings.TrimRight(line, "\r\n"), l.Base)
		widest = max(widest, fyne.MeasureText(drawn, labelSize(l), l.TextStyle).Width)
	}
	return widest + Unit(1)
}

// WordWidth is how wide a word is on one line of ordinary text, in units.
func WordWidth(word string) float32 {
	return float32(math.Ceil(float64(fyne.MeasureText(word, theme.TextSize(), fyne.TextStyle{}).Width / Unit(1))))
}

// least is the width below which an object should not go: text of one line can be cut, text that wraps keeps its longest
// word whole.
func least(o fyne.CanvasObject) float32 {
	l, ok := o.(*bidi.Label)
	if b, is := o.(yielding); is {
		return b.leastWidth()
	}
	if c, is := o.(*fyne.Container); is {
		switch l := c.Layout.(type) {
		case columnLayout:
			return leastOf(c.Objects)
		case insetLayout:
			return leastOf(c.Objects) + 2*Unit(l.across)
		case *flowLayout:
			return leastOf(c.Objects)
		}
	}
	switch {
	case !ok:
		return o.MinSize().Width
	case !l.Wrap:
		return min(l.MinSize().Width, Unit(24))
	}
	longest := ""
	for word := range strings.FieldsSeq(l.Text) {
		if utf8.RuneCountInString(word) > utf8.RuneCountInString(longest) {
			longest = word
		}
	}
	return min(fyne.MeasureText(longest, labelSize(l), l.TextStyle).Width+1, Unit(200))
}

// leastOf is the width below which none of some objects should go.
func leastOf(objs []fyne.CanvasObject) (width float32) {
	for _, o := range objs {
		if o.Visible() {
			width = max(width, least(o))
		}
	}
	return width
}

// yielding is what can be narrower than it asks for: its word then ends in an ellipsis, and the mouse is told all of it.
type yielding interface{ leastWidth() float32 }

func labelSize(l *bidi.Label) float32 {
	if l.SizeName == "" {
		return theme.TextSize()
	}
	return theme.Size(l.SizeName)
}

// turned is a layout that is mirrored with the screen.
type turned struct {
	naturalLayout

	rtl func() bool
}

func (t turned) Layout(objs []fyne.CanvasObject, size fyne.Size) {
	t.naturalLayout.Layout(objs, size)
	if t.rtl() {
		bidi.Flip(objs, size.Width)
	}
}

// columnLayout stacks objects, each as wide as the column and as high as it needs.
type columnLayout struct{ gap float32 }

func (l columnLayout) Layout(objs []fyne.CanvasObject, size fyne.Size) {
	y := float32(0)
	for _, o := range objs {
		if !o.Visible() {
			continue
		}
		h := give(o, size.Width)
		o.Move(fyne.NewPos(0, y))
		if h > 0 {
			y += h + Unit(l.gap)
		}
	}
}

func (l columnLayout) MinSize(objs []fyne.CanvasObject) fyne.Size {
	var out fyne.Size
	n := 0
	for _, o := range objs {
		if !o.Visible() {
			continue
		}
		m := o.MinSize()
		out.Width = max(out.Width, m.Width)
		if out.Height += m.Height; m.Height > 0 {
			n++
		}
	}
	out.Height += Unit(l.gap) * float32(max(n-1, 0))
	return out
}

// Column stacks objects with a gap, each as wide as the column. What has no height, as a place that is still empty, has no
// gap either.
func Column(gap float32, objs ...fyne.CanvasObject) *fyne.Container {
	return container.New(columnLayout{gap}, objs...)
}

// rowLayout sets objects side by side from the leading edge, in the middle of the row's height; one of them may take
// the slack.
type rowLayout struct {
	gap  float32
	grow int
	top  bool
}

// widths gives each visible object the width it wants and the rest to the one that grows. Where there is too little,
// text that can wrap gives way, the widest first.
func (l rowLayout) widths(objs []fyne.CanvasObject, width float32) []float32 {
	out := make([]float32, len(objs))
	rest, n := width, 0
	for i, o := range objs {
		if !o.Visible() {
			continue
		}
		n++
		if i != l.grow {
			out[i] = wanted(o)
			rest -= out[i]
		}
	}
	rest -= Unit(l.gap) * float32(max(n-1, 0))
	need := float32(0)
	if l.grow >= 0 && l.grow < len(objs) && objs[l.grow].Visible() {
		need = min(least(objs[l.grow]), width)
		out[l.grow] = max(rest, need)
	}
	for rest < need-0.5 {
		i := widestSpare(objs, out, l.grow)
		if i < 0 {
			break
		}
		given := min(out[i]-least(objs[i]), need-rest)
		out[i] -= given
		rest += given
	}
	return out
}

// widestSpare is the object with the most width to give away, or -1.
func widestSpare(objs []fyne.CanvasObject, widths []float32, grow int) int {
	at, most := -1, float32(0.5)
	for i, o := range objs {
		if i == grow || !o.Visible() {
			continue
		}
		if spare := widths[i] - least(o); spare > most {
			at, most = i, spare
		}
	}
	return at
}

func (l rowLayout) Layout(objs []fyne.CanvasObject, size fyne.Size) {
	widths := l.widths(objs, size.Width)
	x := float32(0)
	for i, o := range objs {
		if !o.Visible() {
			continue
		}
		h := give(o, widths[i])
		y := float32(0)
		if !l.top {
			y = middle(size.Height, h)
		}
		o.Move(fyne.NewPos(x, y))
		x += widths[i] + Unit(l.gap)
	}
}

func (l rowLayout) MinSize(objs []fyne.CanvasObject) fyne.Size {
	var out fyne.Size
	n := 0
	for i, o := range objs {
		if !o.Visible() {
			continue
		}
		m := o.MinSize()
		if i != l.grow {
			m.Width = wanted(o)
		} else {
			m.Width = max(m.Width, least(o))
		}
		out.Width += m.Width
		out.Height = max(out.Height, m.Height)
		n++
	}
	out.Width += Unit(l.gap) * float32(max(n-1, 0))
	return out
}

func (l rowLayout) naturalWidth(objs []fyne.CanvasObject) float32 {
	width, n := float32(0), 0
	for _, o := range objs {
		if o.Visible() {
			width += wanted(o)
			n++
		}
	}
	return width + Unit(l.gap)*float32(max(n-1, 0))
}

// middle is the top of what stands in the middle of a height; rounded down the screen, as letters stand high in
// their lines.
func middle(height, of float32) float32 {
	return max(float32(math.Ceil(float64((height-of)/2))), 0)
}

// NoSlack is given for grow where nothing takes the slack.
const NoSlack = -1

// Row sets objects side by side in reading order, centred on the row's height. The object at index grow takes the
// slack; with NoSlack all keep their own width at the leading edge.
func (k Look) Row(gap float32, grow int, objs ...fyne.CanvasObject) *fyne.Container {
	return container.New(turned{rowLayout{gap: gap, grow: grow}, k.RTL}, objs...)
}

// TopRow is Row with the objects at the top.
func (k Look) TopRow(gap float32, grow int, objs ...fyne.CanvasObject) *fyne.Container {
	return container.New(turned{rowLayout{gap: gap, grow: grow, top: true}, k.RTL}, objs...)
}

// endsLayout sets one object at the leading edge and one at the trailing edge; where both do not fit side by side, the
// second stands under the first.
type endsLayout struct {
	gap   float32
	width float32
	rtl   func() bool
}

func (l *endsLayout) stacked(objs []fyne.CanvasObject, width float32) bool {
	return width > 0 && wanted(objs[0])+Unit(l.gap)+wanted(objs[1]) > width+0.5 && wanted(objs[1]) > width/4
}

func (l *endsLayout) Layout(objs []fyne.CanvasObject, size fyne.Size) {
	l.width = size.Width
	p := placing{size: size, rtl: l.rtl()}
	if l.stacked(objs, size.Width) {
		top := give(objs[0], size.Width)
		p.put(objs[0], 0, 0, size.Width)
		w := min(wanted(objs[1]), size.Width)
		give(objs[1], w)
		p.put(objs[1], 0, top+Unit(4), w)
		return
	}
	w := min(wanted(objs[1]), size.Width)
	p.trail(objs[1], size.Width, w)
	p.at(objs[0], 0, max(size.Width-w-Unit(l.gap), 0))
}

func (l *endsLayout) MinSize(objs []fyne.CanvasObject) fyne.Size {
	a, b := objs[0].MinSize(), objs[1].MinSize()
	if l.stacked(objs, l.width) {
		return fyne.NewSize(max(a.Width, b.Width), a.Height+Unit(4)+b.Height)
	}
	return fyne.NewSize(a.Width+Unit(l.gap)+b.Width, max(a.Height, b.Height))
}

func (l *endsLayout) naturalWidth(objs []fyne.CanvasObject) float32 {
	return wanted(objs[0]) + Unit(l.gap) + wanted(objs[1])
}

// Ends sets one object at the leading edge and one at the trailing edge; where both do not fit side by side, the
// second stands under the first.
func (k Look) Ends(leading, trailing fyne.CanvasObject) *fyne.Container {
	return container.New(&endsLayout{gap: 12, rtl: k.RTL}, leading, trailing)
}

// gapLayout keeps a free space, or holds one object to a size.
type gapLayout struct{ width, height float32 }

func (l gapLayout) Layout(objs []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objs {
		o.Move(fyne.Position{})
		o.Resize(size)
	}
}

func (l gapLayout) MinSize(objs []fyne.CanvasObject) fyne.Size {
	m := fyne.NewSize(Unit(l.width), Unit(l.height))
	for _, o := range objs {
		if l.width == 0 {
			m.Width = max(m.Width, o.MinSize().Width)
		}
		if l.height == 0 {
			m.Height = max(m.Height, o.MinSize().Height)
		}
	}
	return m
}

func (l gapLayout) naturalWidth(objs []fyne.CanvasObject) float32 {
	if l.width > 0 || len(objs) == 0 {
		return Unit(l.width)
	}
	return wanted(objs[0])
}

// Gap is free space.
func Gap(width, height float32) *fyne.Container { return container.New(gapLayout{width, height}) }

// Sized holds an object to a width and a height in units; 0 leaves that side to the object.
func Sized(width, height float32, o fyne.CanvasObject) *fyne.Container {
	return container.New(gapLayout{width, height}, o)
}

// insetLayout keeps a margin around its objects.
type insetLayout struct{ across, down float32 }

func (l insetLayout) Layout(objs []fyne.CanvasObject, size fyne.Size) {
	a, d := Unit(l.across), Unit(l.down)
	for _, o := range objs {
		o.Move(fyne.NewPos(a, d))
		o.Resize(fyne.NewSize(max(size.Width-2*a, 0), max(size.Height-2*d, 0)))
	}
}

func (l insetLayout) MinSize(objs []fyne.CanvasObject) fyne.Size {
	var m fyne.Size
	for _, o := range objs {
		m = m.Max(o.MinSize())
	}
	return m.AddWidthHeight(2*Unit(l.across), 2*Unit(l.down))
}

func (l insetLayout) naturalWidth(objs []fyne.CanvasObject) float32 {
	widest := float32(0)
	for _, o := range objs {
		widest = max(widest, wanted(o))
	}
	return widest + 2*Unit(l.across)
}

// Inset keeps a margin at the sides and above and below.
func Inset(across, down float32, o fyne.CanvasObject) *fyne.Container {
	return container.New(insetLayout{across, down}, o)
}

// leastLayout gives its objects all room, and asks for some at least.
type leastLayout struct{ width, height float32 }

func (l leastLayout) Layout(objs []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objs {
		o.Move(fyne.Position{})
		o.Resize(size)
	}
}

func (l leastLayout) MinSize(objs []fyne.CanvasObject) fyne.Size {
	m := fyne.NewSize(Unit(l.width), Unit(l.height))
	for _, o := range objs {
		m = m.Max(o.MinSize())
	}
	return m
}

// AtLeast asks for a width and a height in units, or more when the object needs it.
func AtLeast(width, height float32, o fyne.CanvasObject) *fyne.Container {
	return container.New(leastLayout{width, height}, o)
}

// upToLayout gives its object all room; it would like a width, and needs little.
type upToLayout struct{ width float32 }

func (l upToLayout) Layout(objs []fyne.CanvasObject, size fyne.Size) {
	leastLayout{}.Layout(objs, size)
}

func (l upToLayout) MinSize(objs []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(Unit(min(l.width, 60)), objs[0].MinSize().Height)
}

func (l upToLayout) naturalWidth([]fyne.CanvasObject) float32 { return Unit(l.width) }

// UpTo gives an object a width in units where a row or a flow has it, and less where not.
func UpTo(width float32, o fyne.CanvasObject) *fyne.Container {
	return container.New(upToLayout{width}, o)
}

// withinLayout gives its object the whole width, up to one at which lines read well, at the leading edge.
type withinLayout struct{ width float32 }

func (l withinLayout) Layout(objs []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objs {
		give(o, min(size.Width, Unit(l.width)))
		o.Move(fyne.Position{})
	}
}

func (l withinLayout) MinSize(objs []fyne.CanvasObject) fyne.Size { return leastLayout{}.MinSize(objs) }

// Within keeps an object to a width in units where it would have more, at the leading edge.
func (k Look) Within(width float32, o fyne.CanvasObject) *fyne.Container {
	return container.New(bidi.Mirror(withinLayout{width}, k.RTL), o)
}

// controlHeight is how high a control of one line is: 36 at text of 14, and with the text more, as an entry is.
func controlHeight() float32 { return float32(math.Round(float64(theme.TextSize()) * 36 / 14)) }

// controlLayout gives its object the height of a control of one line, or more where it needs more.
type controlLayout struct{ leastLayout }

func (l controlLayout) MinSize(objs []fyne.CanvasObject) fyne.Size {
	m := l.leastLayout.MinSize(objs)
	return fyne.NewSize(m.Width, max(m.Height, controlHeight()))
}

func (l controlLayout) naturalWidth(objs []fyne.CanvasObject) float32 { return wanted(objs[0]) }

// control makes an object as high as a control of one line.
func control(o fyne.CanvasObject) *fyne.Container { return container.New(controlLayout{}, o) }
