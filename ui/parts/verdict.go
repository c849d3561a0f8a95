package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"plumbline/model"
	"plumbline/ui/bidi"
)

var verdictColours = map[model.Verdict]struct{ ink, share pair }{
	model.Confirmed:       {pair{0x0B5A5EFF, 0x6CC5BEFF}, pair{0x0B5A5EFF, 0x6CC5BEFF}},
	model.PartlyConfirmed: {pair{0x6B5A2EFF, 0xD8C68EFF}, pair{0xC9AE6AFF, 0xC9AE6AFF}},
	model.Contradicted:    {pair{0x8A3E0CFF, 0xEDA373FF}, pair{0x8A3E0CFF, 0xE08A4FFF}},
	model.NotVerifiable:   {pair{0x57524AFF, 0xBDB7ACFF}, pair{0xA8A196FF, 0x8A8479FF}},
	model.NoClaim:         {pair{0x57524AFF, 0xBDB7ACFF}, pair{0xD6D1C7FF, 0x4F4B45FF}},
}

// shareInk is the mark on a verdict's share of a donut: whichever of the two reads on it.
var shareInk = map[model.Verdict]pair{
	model.Confirmed:       {0xFFFFFFFF, 0x0C2B2BFF},
	model.PartlyConfirmed: {0x23211DFF, 0x242220FF},
	model.Contradicted:    {0xFFFFFFFF, 0x2A1000FF},
	model.NotVerifiable:   {0x23211DFF, 0x161513FF},
	model.NoClaim:         {0x23211DFF, 0xEDEAE4FF},
}

func init() {
	for v, c := range verdictColours {
		palette[VerdictInk(v)], palette[VerdictShare(v)] = c.ink, c.share
		palette[verdictShareInk(v)] = shareInk[v]
	}
}

// VerdictInk is the colour of a verdict's disc and word.
func VerdictInk(v model.Verdict) fyne.ThemeColorName {
	if _, ok := verdictColours[v]; !ok {
		return Ink2
	}
	return fyne.ThemeColorName("verdict_" + string(v))
}

// VerdictShare is the colour of a verdict's share in a donut and of its square in lists.
func VerdictShare(v model.Verdict) fyne.ThemeColorName {
	return fyne.ThemeColorName("verdictShare_" + string(v))
}

func verdictShareInk(v model.Verdict) fyne.ThemeColorName {
	return fyne.ThemeColorName("verdictShareInk_" + string(v))
}

var verdictMarks = map[model.Verdict]fyne.Resource{
	model.Confirmed: iconEqual, model.PartlyConfirmed: iconRoughly, model.Contradicted: iconDiffer,
	model.NotVerifiable: iconQuestion, model.NoClaim: iconDash,
}

// NewVerdictSquare is the mark of a verdict for lists; its word stands beside it.
func NewVerdictSquare(v model.Verdict) *Box {
	b := NewBox(VerdictShare(v), Sized(20, 20, NewIcon(verdictMarks[v], verdictShareInk(v), 14)))
	b.Radius = 4
	return b
}

// PlumbLine is the signature of the program: the line that hangs between what the State says and what we found, the
// verdict on it, the weight at its end. It is never mirrored. As high as the cards beside it, 116 wide or as its longest word needs.
type PlumbLine struct {
	widget.BaseWidget

	verdict model.Verdict
	hollow  bool
	upper   *canvas.Line
	lower   *canvas.Line
	disc    *canvas.Circle
	mark    *Icon
	bob     *Icon
	word    *bidi.Label
	act     *Button
}

// NewPlumbLine hangs a verdict. Without a claim ("" or no_claim) the disc is hollow.
func NewPlumbLine(k Look, v model.Verdict) *PlumbLine {
	if v == "" {
		v = model.NoClaim
	}
	p := &PlumbLine{verdict: v, hollow: v == model.NoClaim, upper: canvas.NewLine(nil), lower: canvas.NewLine(nil),
		disc: canvas.NewCircle(nil), bob: NewIcon(iconWeight, Edge, 14)}
	ink := OnDisc
	if p.hollow {
		ink = VerdictInk(v)
	}
	p.mark = NewIcon(verdictMarks[v], ink, 24)
	p.word = k.Inked(k.Label("verdict", string(v)), VerdictInk(v))
	p.word.TextStyle.Bold = true
	p.word.Alignment = fyne.TextAlignCenter
	p.ExtendBaseWidget(p)
	return p
}

// NewUngradedLine hangs without a verdict, for there is no finding yet: the line ends in a button that gives one.
func NewUngradedLine(k Look, word string, grade func()) *PlumbLine {
	p := NewPlumbLine(k, model.NoClaim)
	p.act = NewButton(k, word, Secondary, grade)
	return p
}

// NewUncheckedLine hangs where there is a claim that no finding has tested: the disc is hollow, the word is the owner's.
func NewUncheckedLine(k Look, word string) *PlumbLine {
	p := NewPlumbLine(k, model.NoClaim)
	p.word.SetText(word)
	return p
}

// OnDisc is the ink of a mark on a verdict's disc.
const OnDisc = fyne.ThemeColorName("onDisc")

func init() { palette[OnDisc] = pair{0xFFFFFFFF, 0x1B1A18FF} }

// CreateRenderer is for Fyne.
func (p *PlumbLine) CreateRenderer() fyne.WidgetRenderer {
	p.ExtendBaseWidget(p)
	r := &plumbRenderer{p}
	r.tint()
	return r
}

type plumbRenderer struct{ p *PlumbLine }

func (r *plumbRenderer) tint() {
	p := r.p
	for _, l := range []*canvas.Line{p.upper, p.lower} {
		l.StrokeColor, l.StrokeWidth = paint(Edge), 1.5
	}
	ink := paint(VerdictInk(p.verdict))
	p.disc.FillColor, p.disc.StrokeWidth, p.disc.StrokeColor = ink, 0, nil
	if p.hollow {
		p.disc.FillColor, p.disc.StrokeWidth, p.disc.StrokeColor = paint(Surface), 1.5, paint(Edge)
	}
}

func (r *plumbRenderer) Layout(s fyne.Size) {
	p := r.p
	middle := s.Width / 2
	if p.act != nil {
		m := p.act.MinSize()
		p.act.Resize(fyne.NewSize(min(m.Width, s.Width), m.Height))
		p.act.Move(fyne.NewPos(middle-p.act.Size().Width/2, (s.Height-m.Height)/2))
		stroke(p.upper, middle, 0, p.act.Position().Y)
		stroke(p.lower, middle, 0, 0)
		return
	}
	disc, bob, gap := Unit(40), Unit(14), Unit(6)
	words := give(p.word, s.Width-Unit(14)) // free of the cards
	top := max((s.Height-bob-disc-gap-words-gap/2)/2, gap)
	p.disc.Resize(fyne.NewSquareSize(disc))
	p.disc.Move(fyne.NewPos(middle-disc/2, top))
	p.mark.Resize(p.disc.Size())
	p.mark.Move(p.disc.Position())
	p.word.Move(fyne.NewPos(Unit(7), top+disc+gap))
	p.bob.Resize(fyne.NewSquareSize(bob))
	p.bob.Move(fyne.NewPos(middle-bob/2, s.Height-bob))
	stroke(p.upper, middle, 0, top)
	stroke(p.lower, middle, top+disc+gap+words+gap/2, s.Height-bob+1)
}

// stroke lays a line straight down.
func stroke(l *canvas.Line, x, from, to float32) {
	l.Position1, l.Position2 = fyne.NewPos(x, from), fyne.NewPos(x, max(to, from))
	l.Refresh()
}

func (r *plumbRenderer) MinSize() fyne.Size {
	words := r.p.word.MinSize().Height
	return fyne.NewSize(max(Unit(116), least(r.p.word)+Unit(14)), Unit(40+14+12+24)+words) // the longest word stays whole
}

func (r *plumbRenderer) Objects() []fyne.CanvasObject {
	p := r.p
	if p.act != nil {
		return []fyne.CanvasObject{p.upper, p.act}
	}
	return []fyne.CanvasObject{p.upper, p.lower, p.bob, p.disc, p.mark, p.word}
}

func (r *plumbRenderer) Refresh() {
	r.tint()
	r.Layout(r.p.Size())
	for _, o := range r.Objects() {
		o.Refresh()
	}
	canvas.Refresh(r.p)
}

func (r *plumbRenderer) Destroy() {}
