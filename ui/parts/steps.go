package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"plumbline/ui/bidi"
)

// Step is one step of a longer work: what it is and what was answered there.
type Step struct {
	Title string
	Note  string
}

// Steps shows where a longer work stands: steps done, the one at hand, those to come. A step that is done leads back.
type Steps struct {
	whole

	OnTapped func(i int)

	look  Look
	now   int
	discs []*stepDisc
	words []*stepWords
}

// stepWords are title and note of a step.
type stepWords struct {
	press       *Press
	title, note *bidi.Label
}

// NewSteps makes the list, the first step at hand.
func NewSteps(k Look, steps []Step, tapped func(i int)) *Steps {
	s := &Steps{OnTapped: tapped, look: k}
	col := Column(0)
	for i, step := range steps {
		d := newStepDisc(k, k.Words.Number(int64(i+1)), i == len(steps)-1)
		w := &stepWords{title: k.Text(step.Title), note: k.Hint(step.Note)}
		w.press = NewPress(k, Inset(4, 3, Column(0, w.title, w.note)), func() { s.OnTapped(i) })
		s.discs, s.words = append(s.discs, d), append(s.words, w)
		col.Add(container.New(stepLayout{k.RTL}, d, w.press))
	}
	s.join(s, col)
	s.SetNow(0)
	return s
}

// stepLayout sets the words of a step beside its disc, from where a line leads on to the next, however many lines the
// words have.
type stepLayout struct{ rtl func() bool }

const stepHeight, stepIndent = 66, 36 // the least height of a step, and where its words begin

func (l stepLayout) Layout(objs []fyne.CanvasObject, size fyne.Size) {
	p := placing{size: size, rtl: l.rtl()}
	objs[0].Resize(fyne.NewSize(Unit(28), size.Height))
	p.put(objs[0], 0, 0, Unit(28))
	w := max(size.Width-Unit(stepIndent), 0)
	give(objs[1], w)
	p.put(objs[1], Unit(stepIndent), 0, w)
}

func (l stepLayout) MinSize(objs []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(Unit(stepIndent)+least(objs[1]), max(Unit(stepHeight), objs[1].MinSize().Height+Unit(8)))
}

// SetDone says that the last step is done too. It leads nowhere: what it made is what is shown.
func (s *Steps) SetDone() {
	s.SetNow(len(s.discs))
	s.words[len(s.words)-1].press.Off = true
}

// SetNow says which step is at hand; those before it are done.
func (s *Steps) SetNow(now int) {
	s.now = now
	for i, d := range s.discs {
		d.state = (i < now) // done
		d.at = i == now
		w := s.words[i]
		w.title.ColorName = Ink
		if i == now {
			w.title.ColorName = Teal
		}
		w.press.Off = i >= now || s.OnTapped == nil
		d.Refresh()
		w.press.Refresh()
	}
	s.Refresh()
}

// SetNote says what was answered at a step.
func (s *Steps) SetNote(i int, note string) {
	s.words[i].note.SetText(note)
	s.Refresh()
}

// stepDisc is a disc of 28 with a number or a tick, and the line to the next.
type stepDisc struct {
	widget.BaseWidget

	last      bool
	state, at bool
	disc      *canvas.Circle
	line      *canvas.Line
	number    *bidi.Label
	tick      *Icon
}

func newStepDisc(k Look, number string, last bool) *stepDisc {
	d := &stepDisc{last: last, disc: canvas.NewCircle(nil), line: canvas.NewLine(nil), number: k.Cell(number, Ink2), tick: NewIcon(theme.ConfirmIcon(), OnTeal, 18)}
	d.number.Alignment = fyne.TextAlignCenter
	d.ExtendBaseWidget(d)
	return d
}

// CreateRenderer is for Fyne.
func (d *stepDisc) CreateRenderer() fyne.WidgetRenderer {
	r := &stepRenderer{d}
	r.tint()
	return r
}

type stepRenderer struct{ d *stepDisc }

func (r *stepRenderer) tint() {
	d := r.d
	ground, edge, width, ink := Surface, Edge, float32(1), Ink2
	switch {
	case d.state:
		ground, edge = Teal, Teal
	case d.at:
		edge, width, ink = Teal, 2, Teal
	}
	d.disc.FillColor, d.disc.StrokeColor, d.disc.StrokeWidth = paint(ground), paint(edge), width
	d.line.StrokeColor, d.line.StrokeWidth = paint(Edge), 2
	if d.state {
		d.line.StrokeColor = paint(Teal)
	}
	d.number.ColorName = ink
	show(d.number, !d.state)
	show(d.tick, d.state)
	show(d.line, !d.last)
}

func (r *stepRenderer) Layout(s fyne.Size) {
	d := r.d
	side := min(Unit(28), s.Width)
	d.disc.Resize(fyne.NewSquareSize(side))
	d.tick.Resize(fyne.NewSquareSize(side))
	h := give(d.number, side)
	d.number.Move(fyne.NewPos(0, (side-h)/2))
	stroke(d.line, side/2, side, s.Height)
}

func (r *stepRenderer) MinSize() fyne.Size { return fyne.NewSquareSize(Unit(28)) }
func (r *stepRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.d.line, r.d.disc, r.d.number, r.d.tick}
}
func (r *stepRenderer) Destroy() {}
func (r *stepRenderer) Refresh() {
	r.tint()
	r.Layout(r.d.Size())
	for _, o := range r.Objects() {
		o.Refresh()
	}
	canvas.Refresh(r.d)
}
