package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"plumbline/model"
)

// Grades are shown by symbol, word and colour, never by colour alone. The lightness of the fill falls (in the dark:
// rises) with progress, so that a grey print still reads.
var gradeColours = map[model.Grade]struct{ fill, ink pair }{
	model.NotStarted:       {pair{0xF3EBDDFF, 0x3A352CFF}, pair{0x3B352BFF, 0xEDE6D8FF}},
	model.Limited:          {pair{0xE3C486FF, 0x6A5321FF}, pair{0x352706FF, 0xFBF1DCFF}},
	model.Partial:          {pair{0xA3BE9CFF, 0x57734FFF}, pair{0x142413FF, 0xFFFFFFFF}},
	model.Substantial:      {pair{0x387C77FF, 0x4FA19AFF}, pair{0xFFFFFFFF, 0x06201FFF}},
	model.Complete:         {pair{0x0B4F54FF, 0x93DDD3FF}, pair{0xFFFFFFFF, 0x06302EFF}},
	model.FormalOnly:       {pair{0xC6B6DAFF, 0x4B3E63FF}, pair{0x2C1D45FF, 0xF1EAFBFF}},
	model.Regressed:        {pair{0x8A3E0CFF, 0xE08A4FFF}, pair{0xFFFFFFFF, 0x2A1000FF}},
	model.CannotBeAssessed: {pair{0xCBC7BFFF, 0x4F4B45FF}, pair{0x35322CFF, 0xF1EEE8FF}},
}

func init() {
	for g, c := range gradeColours {
		palette[GradeFill(g)], palette[GradeInk(g)] = c.fill, c.ink
	}
}

// GradeFill is the colour that a grade of the house scale stands on. A grade of another scale stands on sunk paper.
func GradeFill(g model.Grade) fyne.ThemeColorName {
	if _, ok := gradeColours[g]; !ok {
		return Sunk
	}
	return fyne.ThemeColorName("gradeFill_" + string(g))
}

// GradeInk is the colour of a grade's symbol and word on its fill.
func GradeInk(g model.Grade) fyne.ThemeColorName {
	if _, ok := gradeColours[g]; !ok {
		return Ink
	}
	return fyne.ThemeColorName("gradeInk_" + string(g))
}

// Symbol is the drawn sign of a grade: 16 units, a circle filled by quarters, a flag, an arrow or a question mark. No
// font is trusted with them. It is never mirrored.
type Symbol struct {
	widget.BaseWidget

	grade model.Grade
	ink   fyne.ThemeColorName
	size  float32
	ring  *canvas.Circle
	full  *canvas.Circle
	pie   *canvas.Arc
	sign  drawing
}

// NewSymbol draws the sign of a grade in an ink; 16 is its usual size.
func NewSymbol(g model.Grade, ink fyne.ThemeColorName, size float32) *Symbol {
	s := &Symbol{size: size, ring: canvas.NewCircle(nil), full: canvas.NewCircle(nil), pie: canvas.NewPieArc(0, 90, nil),
		sign: newDrawing()}
	s.grade, s.ink = g, ink
	s.ExtendBaseWidget(s)
	return s
}

// Set shows another grade.
func (s *Symbol) Set(g model.Grade, ink fyne.ThemeColorName) {
	if s.grade == g && s.ink == ink {
		return
	}
	s.grade, s.ink = g, ink
	s.Refresh()
}

// quarters is how far the circle of a grade is filled; signs are the grades without a circle.
var (
	quarters = map[model.Grade]float32{model.NotStarted: 0, model.Limited: 1, model.Partial: 2, model.Substantial: 3, model.Complete: 4}
	signs    = map[model.Grade]fyne.Resource{model.FormalOnly: iconFlag, model.Regressed: iconArrow, model.CannotBeAssessed: iconQuestion}
)

// signSizes are how large the signs are drawn, in units of 16; a dash for what has no grade is 11.
var signSizes = map[model.Grade]float32{model.FormalOnly: 16, model.Regressed: 17, model.CannotBeAssessed: 15, "": 11}

// CreateRenderer is for Fyne.
func (s *Symbol) CreateRenderer() fyne.WidgetRenderer {
	s.ExtendBaseWidget(s)
	r := &symbolRenderer{s}
	r.tint()
	return r
}

type symbolRenderer struct{ s *Symbol }

func (r *symbolRenderer) tint() {
	s := r.s
	ink, n := paint(s.ink), quarters[s.grade]
	_, circled := quarters[s.grade]
	s.ring.StrokeColor, s.ring.StrokeWidth, s.ring.FillColor = ink, Unit(s.size*0.1), paint(Clear)
	s.full.FillColor, s.pie.FillColor = ink, ink
	s.pie.StartAngle, s.pie.EndAngle = 0, 90*n
	sign := signs[s.grade]
	if sign == nil && !circled {
		sign = iconDash
	}
	s.sign.set(sign, s.ink)
	show(s.ring, circled)
	show(s.full, circled && n == 4)
	show(s.pie, circled && n > 0 && n < 4)
}

func show(o fyne.CanvasObject, on bool) {
	if on {
		o.Show()
	} else {
		o.Hide()
	}
}

func (r *symbolRenderer) Layout(size fyne.Size) {
	s := r.s
	middle := fyne.NewPos(size.Width/2, size.Height/2)
	around := func(o fyne.CanvasObject, side float32) {
		o.Resize(fyne.NewSquareSize(side))
		o.Move(middle.SubtractXY(side/2, side/2))
	}
	unit := Unit(s.size) / 16
	around(s.ring, 12.8*unit)
	around(s.full, 8.4*unit)
	around(s.pie, 9.2*unit)
	around(s.sign.img, signSizes[s.grade]*unit)
}

func (r *symbolRenderer) MinSize() fyne.Size { return fyne.NewSquareSize(Unit(r.s.size)) }

func (r *symbolRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.s.ring, r.s.full, r.s.pie, r.s.sign.img}
}

func (r *symbolRenderer) Refresh() {
	r.tint()
	r.Layout(r.s.Size())
	for _, o := range []fyne.CanvasObject{r.s.ring, r.s.full, r.s.pie} {
		o.Refresh()
	}
	canvas.Refresh(r.s)
}

func (r *symbolRenderer) Destroy() {}
