package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"plumbline/ui/bidi"
)

// Segmented is a choice of few words side by side in one edge, of which one holds. One stop of the Tab key; arrows move
// the choice.
type Segmented struct {
	widget.BaseWidget

	OnChanged func(i int)

	look    Look
	plain   bool
	folds   bool
	parts   []*segment
	chosen  int
	focused bool
	byMouse bool
	off     bool
}

// segment is one word of it.
type segment struct {
	word *bidi.Label
	icon *Icon
	body *fyne.Container
	fill *canvas.Rectangle
	rule *canvas.Rectangle
}

// NewSegmented makes the choice; -1 chooses none.
func NewSegmented(k Look, words []string, chosen int, changed func(i int)) *Segmented {
	return newSegmented(k, words, chosen, false, changed)
}

func newSegmented(k Look, words []string, chosen int, plain bool, changed func(i int)) *Segmented {
	s := &Segmented{look: k, OnChanged: changed, chosen: chosen, plain: plain}
	for _, w := range words {
		s.add(w, nil)
	}
	s.ExtendBaseWidget(s)
	return s
}

// NewTabs is a Segmented without an edge: the ways into a page.
func NewTabs(k Look, words []string, chosen int, changed func(i int)) *Segmented {
	return newSegmented(k, words, chosen, true, changed)
}

// Folding makes the words stand one below the other where they do not fit side by side, instead of being cut.
func (s *Segmented) Folding() *Segmented {
	s.folds = true
	return s
}

// folded says whether they stand so in a width.
func (s *Segmented) folded(width float32) bool {
	return s.folds && width > 0 && s.naturalWidth() > width+0.5
}

// AddIcon adds a choice that is shown by an icon.
func (s *Segmented) AddIcon(icon fyne.Resource) *Segmented {
	s.add("", icon)
	s.Refresh()
	return s
}

func (s *Segmented) add(word string, icon fyne.Resource) {
	p := &segment{word: s.look.Line(word, Ink), fill: canvas.NewRectangle(nil), rule: canvas.NewRectangle(nil)}
	var inside fyne.CanvasObject = p.word
	if icon != nil {
		p.icon = NewIcon(icon, Ink, 18)
		inside = p.icon
	}
	across := float32(10)
	if s.plain {
		across = 14
	}
	p.body = control(Inset(across, 0, cutCentre(inside)))
	s.parts = append(s.parts, p)
}

// Chosen is the index of what holds, or -1.
func (s *Segmented) Chosen() int { return s.chosen }

// SetChosen changes what holds without calling back.
func (s *Segmented) SetChosen(i int) {
	s.chosen = i
	s.Refresh()
}

func (s *Segmented) naturalWidth() float32 {
	all := float32(0)
	for _, p := range s.parts {
		all += p.body.MinSize().Width
	}
	return all
}

// SetOff makes the choice one that is only read: Tab passes over it.
func (s *Segmented) SetOff(off bool) {
	s.off = off
	s.Refresh()
}

// Disabled, Disable and Enable are for Fyne.
func (s *Segmented) Disabled() bool { return s.off }

// Disable makes the choice one that is only read.
func (s *Segmented) Disable() { s.SetOff(true) }

// Enable lets it be made again.
func (s *Segmented) Enable() { s.SetOff(false) }

func (s *Segmented) choose(i int) {
	if s.off {
		return
	}
	s.SetChosen(i)
	if s.OnChanged != nil {
		s.OnChanged(i)
	}
}

// Tapped is for Fyne.
func (s *Segmented) Tapped(e *fyne.PointEvent) {
	if c := canvasOf(s); c != nil && !s.focused && !s.off {
		s.byMouse = true
		c.Focus(s)
	}
	for i, p := range s.parts {
		at, size := p.body.Position(), p.body.Size()
		if e.Position.X >= at.X && e.Position.X < at.X+size.Width && e.Position.Y >= at.Y && e.Position.Y < at.Y+size.Height {
			s.choose(i)
			return
		}
	}
}

// TypedKey is for Fyne.
func (s *Segmented) TypedKey(e *fyne.KeyEvent) {
	s.byMouse = false
	if s.look.pass(e.Name, s) {
		return
	}
	if to := stepIn(len(s.parts), max(s.chosen, 0), e.Name, s.look.RTL()); to >= 0 {
		s.choose(to)
	}
}

// TypedRune is for Fyne.
func (s *Segmented) TypedRune(rune) {}

// FocusGained is for Fyne.
func (s *Segmented) FocusGained() {
	s.focused = true
	s.Refresh()
	if !s.byMouse {
		intoSight(s)
	}
}

// FocusLost is for Fyne.
func (s *Segmented) FocusLost() { s.focused, s.byMouse = false, false; s.Refresh() }

// CreateRenderer is for Fyne.
func (s *Segmented) CreateRenderer() fyne.WidgetRenderer {
	r := &segmentedRenderer{s: s, paper: canvas.NewRectangle(nil), edge: canvas.NewRectangle(nil),
		bar: canvas.NewRectangle(nil), ring: canvas.NewRectangle(nil)}
	r.tint()
	return r
}

type segmentedRenderer struct {
	s                      *Segmented
	paper, edge, bar, ring *canvas.Rectangle
}

func (r *segmentedRenderer) tint() {
	s := r.s
	round := Unit(6)
	paper, edge, line := paint(Surface), paint(Edge), paint(Line)
	if s.plain {
		paper, edge, line = paint(Clear), paint(Clear), paint(Clear)
	}
	if s.off {
		paper, edge = paint(Sunk), paint(Line)
	}
	r.paper.FillColor, r.paper.CornerRadius = paper, round
	r.edge.FillColor, r.edge.CornerRadius, r.edge.StrokeColor, r.edge.StrokeWidth = paint(Clear), round, edge, 1
	r.ring.FillColor, r.ring.CornerRadius, r.ring.StrokeWidth, r.ring.StrokeColor = paint(Clear), round+ringWidth-1, 0, nil
	if s.focused && !s.byMouse {
		r.ring.StrokeWidth, r.ring.StrokeColor = ringWidth, paint(Ring)
	}
	r.bar.FillColor, r.bar.CornerRadius = paint(Teal), 1.5
	show(r.bar, s.chosen >= 0 && s.chosen < len(s.parts))
	for i, p := range s.parts {
		ink := Ink
		p.fill.FillColor = paint(Clear)
		if s.off {
			ink = Ink3
		}
		if i == s.chosen {
			ink = Teal
			p.fill.FillColor = paint(TealTint)
		}
		p.rule.FillColor = line
		r.round(p, i == 0 || s.plain, i == len(s.parts)-1 || s.plain, round)
		if p.word.ColorName != ink {
			p.word.ColorName = ink
			p.word.Refresh()
		}
		if p.icon != nil {
			p.icon.SetInk(ink)
		}
	}
}

// round gives a part the corners of the edge where it touches them.
func (r *segmentedRenderer) round(p *segment, first, last bool, by float32) {
	f := p.fill
	if r.s.folded(r.s.Size().Width) {
		f.TopLeftCornerRadius, f.TopRightCornerRadius = corner(first, by), corner(first, by)
		f.BottomLeftCornerRadius, f.BottomRightCornerRadius = corner(last, by), corner(last, by)
		return
	}
	if r.s.look.RTL() {
		first, last = last, first
	}
	f.TopLeftCornerRadius, f.BottomLeftCornerRadius = corner(first, by), corner(first, by)
	f.TopRightCornerRadius, f.BottomRightCornerRadius = corner(last, by), corner(last, by)
}

func corner(on bool, r float32) float32 {
	if on {
		return r
	}
	return 0
}

func (r *segmentedRenderer) Layout(size fyne.Size) {
	s := r.s
	r.paper.Resize(size)
	r.edge.Resize(size)
	r.ring.Move(fyne.NewPos(1-ringWidth, 1-ringWidth))
	r.ring.Resize(size.AddWidthHeight(2*ringWidth-2, 2*ringWidth-2))
	r.tint()
	p := placing{size: size, rtl: s.look.RTL()}
	for _, at := range s.places(size.Width) {
		part := s.parts[at.part]
		for _, o := range []fyne.CanvasObject{part.fill, part.body} {
			o.Resize(fyne.NewSize(at.w, at.h))
			p.put(o, at.x, at.y, at.w)
		}
		if at.part == s.chosen { // never by colour alone
			side := Unit(10)
			r.bar.Resize(fyne.NewSize(max(at.w-2*side, 0), 3))
			p.put(r.bar, at.x+side, at.y+at.h-4, max(at.w-2*side, 0))
		}
		if s.folded(size.Width) {
			part.rule.Resize(fyne.NewSize(at.w, 1))
			p.put(part.rule, at.x, at.y, at.w)
			continue
		}
		part.rule.Resize(fyne.NewSize(1, at.h))
		p.put(part.rule, at.x, at.y, 1)
	}
}

// segmentPlace is where one part of the choice stands, from the leading edge.
type segmentPlace struct {
	part       int
	x, y, w, h float32
}

// places sets the parts side by side over the whole width. Where there is too little of it, the words are cut, or stand
// one below the other; tabs, which have no edge, go on in another line.
func (s *Segmented) places(width float32) []segmentPlace {
	all, height := s.naturalWidth(), controlHeight()
	var out []segmentPlace
	x, y := float32(0), float32(0)
	for i, p := range s.parts {
		w := p.body.MinSize().Width
		switch {
		case s.folded(width):
			x, y, w = 0, height*float32(i), width
		case s.plain && x > 0 && x+w > width+0.5:
			x, y = 0, y+height
		case s.plain:
		case width < all:
			w *= width / all
		default:
			w += (width - all) / float32(len(s.parts))
		}
		out = append(out, segmentPlace{i, x, y, w, height})
		x += w
	}
	return out
}

func (r *segmentedRenderer) MinSize() fyne.Size {
	m := fyne.NewSize(0, controlHeight())
	for _, p := range r.s.parts {
		w := p.body.MinSize().Width
		if r.s.plain || r.s.folds {
			m.Width = max(m.Width, w)
		} else {
			m.Width += w
		}
	}
	if width := r.s.Size().Width; (r.s.plain || r.s.folds) && width > 0 {
		places := r.s.places(width)
		m.Height = places[len(places)-1].y + controlHeight()
	}
	return m
}

func (r *segmentedRenderer) Objects() []fyne.CanvasObject {
	objs := []fyne.CanvasObject{r.paper}
	for i, p := range r.s.parts {
		objs = append(objs, p.fill, p.body)
		if i > 0 {
			objs = append(objs, p.rule)
		}
	}
	return append(objs, r.edge, r.bar, r.ring)
}

func (r *segmentedRenderer) Refresh() {
	r.tint()
	r.Layout(r.s.Size())
	for _, o := range r.Objects() {
		o.Refresh()
	}
	canvas.Refresh(r.s)
}

func (r *segmentedRenderer) Destroy() {}

// cutLayout sets its object in the middle, no wider than there is room.
type cutLayout struct{}

func (cutLayout) Layout(objs []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objs {
		w := min(wanted(o), size.Width)
		h := give(o, w)
		o.Move(fyne.NewPos((size.Width-w)/2, middle(size.Height, h)))
	}
}

func (cutLayout) MinSize(objs []fyne.CanvasObject) fyne.Size { return objs[0].MinSize() }

func cutCentre(o fyne.CanvasObject) *fyne.Container { return container.New(cutLayout{}, o) }
