package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"plumbline/model"
	"plumbline/ui/bidi"
)

// Share is one part of a donut.
type Share struct {
	Ink fyne.ThemeColorName
	N   int64
}

// Donut shows shares of a whole clockwise from the top, in every language, with the whole in its middle.
type Donut struct {
	widget.BaseWidget

	shares []Share
	arcs   []*canvas.Arc
	figure *bidi.Label
	word   *bidi.Label
	size   float32
}

// donutGap is the angle between two shares, in degrees.
const donutGap = 1.2

// NewDonut makes a donut of 124 units; figure is the whole as it is read, word what it counts.
func NewDonut(k Look, shares []Share, figure, word string) *Donut {
	d := &Donut{size: 124, figure: k.Figure(figure), word: k.Muted(word)}
	d.figure.Wrap = false
	d.figure.Alignment, d.word.Alignment = fyne.TextAlignCenter, fyne.TextAlignCenter
	d.word.MaxLines, d.word.Wrap = 1, false
	d.ExtendBaseWidget(d)
	d.Set(shares, figure)
	return d
}

// Set changes the shares.
func (d *Donut) Set(shares []Share, figure string) {
	d.shares = shares
	d.figure.SetText(figure)
	d.arcs = nil
	for range shares {
		a := canvas.NewArc(0, 0, 0.64, nil)
		d.arcs = append(d.arcs, a)
	}
	d.Refresh()
}

// CreateRenderer is for Fyne.
func (d *Donut) CreateRenderer() fyne.WidgetRenderer {
	r := &donutRenderer{d}
	r.tint()
	return r
}

type donutRenderer struct{ d *Donut }

// tint turns numbers into angles and names into colours.
func (r *donutRenderer) tint() {
	d := r.d
	var all, parts int64
	for _, s := range d.shares {
		all += s.N
		if s.N > 0 {
			parts++
		}
	}
	gap := float32(donutGap)
	if parts < 2 {
		gap = 0
	}
	from := float32(0)
	for i, s := range d.shares {
		a := d.arcs[i]
		show(a, s.N > 0)
		if s.N == 0 {
			continue
		}
		to := from + 360*float32(float64(s.N)/float64(all))
		a.StartAngle, a.EndAngle, a.FillColor = from+gap/2, max(to-gap/2, from+gap/2+0.5), paint(s.Ink)
		a.Refresh()
		from = to
	}
}

func (r *donutRenderer) Layout(s fyne.Size) {
	d := r.d
	side := min(Unit(d.size), s.Width, s.Height)
	at := fyne.NewPos((s.Width-side)/2, (s.Height-side)/2)
	for _, a := range d.arcs {
		a.Resize(fyne.NewSquareSize(side))
		a.Move(at)
	}
	figure, word := give(d.figure, side*0.62), give(d.word, side*0.62)
	y := at.Y + (side-figure-word*0.8)/2
	d.figure.Move(fyne.NewPos(at.X+side*0.19, y))
	d.word.Move(fyne.NewPos(at.X+side*0.19, y+figure*0.82))
}

func (r *donutRenderer) MinSize() fyne.Size { return fyne.NewSquareSize(Unit(r.d.size)) }
func (r *donutRenderer) Objects() []fyne.CanvasObject {
	objs := make([]fyne.CanvasObject, 0, len(r.d.arcs)+2)
	for _, a := range r.d.arcs {
		objs = append(objs, a)
	}
	return append(objs, r.d.figure, r.d.word)
}
func (r *donutRenderer) Destroy() {}
func (r *donutRenderer) Refresh() {
	r.tint()
	r.Layout(r.d.Size())
	r.d.figure.Refresh()
	r.d.word.Refresh()
	canvas.Refresh(r.d)
}

// NewVerdictDonut shows the verdicts on claims: the donut, and each verdict with mark, word and number. tapped may be
// nil; else each line leads to its claims.
func NewVerdictDonut(k Look, counts map[model.Verdict]int64, word string, tapped func(v model.Verdict)) *fyne.Container {
	var shares []Share
	var all int64
	list := Column(2)
	for _, code := range model.Verdicts {
		v := model.Verdict(code)
		shares = append(shares, Share{VerdictShare(v), counts[v]})
		all += counts[v]
		row := k.Row(8, 1, NewVerdictSquare(v), k.Text(k.Label("verdict", code)), k.Line(k.Words.Number(counts[v]), Ink2))
		if tapped == nil {
			list.Add(Inset(0, 2, row))
			continue
		}
		p := NewPress(k, Inset(0, 2, row), func() { tapped(v) })
		p.Radius = 4
		list.Add(p)
	}
	return k.Row(20, 1, NewDonut(k, shares, k.Words.Number(all), word), list)
}

// NewBarRow is one bar of a chart: a word, in two lines where it is long, a bar of 10 on its track, the number.
func NewBarRow(k Look, word string, base bidi.Base, share float64, number string) *fyne.Container {
	label := k.Muted(word)
	label.Base, label.MaxLines = base, 2
	k.Stand(label)
	n := k.Cell(number, Ink2)
	n.Alignment = fyne.TextAlignTrailing
	return k.Row(8, 1, Sized(146, 0, label), NewBar(k, 10, share, Teal), Sized(36, 0, n))
}
