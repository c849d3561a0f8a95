package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"plumbline/ui/bidi"
)

// StepHeight is the height of a row of a history.
const StepHeight = 78

// StepItem is what a row of a history shows: words ready to be read.
type StepItem struct {
	When  string
	Who   string
	Pen   string // who, without the organisation: shown where Who has no room; "" cuts Who
	What  string // the fields that changed
	Mark  string // what is special of it: "" for nothing
	Amber bool   // the mark calls for attention
}

// StepRow draws a StepItem, for a List: when and the mark · who · what was changed.
type StepRow struct {
	widget.BaseWidget

	look                  Look
	item                  StepItem
	when, who, what, mark *bidi.Label
}

// NewStepRow makes an empty row.
func NewStepRow(k Look) *StepRow {
	s := &StepRow{look: k, when: k.Line("", Ink), who: k.Line("", Ink2), what: k.Line("", Ink3), mark: k.Line("", Teal)}
	s.ExtendBaseWidget(s)
	return s
}

// Set shows another item.
func (s *StepRow) Set(item StepItem) {
	s.item, s.mark.ColorName = item, Teal
	if item.Amber {
		s.mark.ColorName = Attention
	}
	for l, words := range map[*bidi.Label]string{s.when: item.When, s.who: item.Who, s.what: item.What, s.mark: item.Mark} {
		l.SetText(words)
	}
	s.mark.Refresh()
	s.Refresh()
}

// CreateRenderer is for Fyne.
func (s *StepRow) CreateRenderer() fyne.WidgetRenderer { return &stepRowRenderer{s} }

type stepRowRenderer struct{ s *StepRow }

func (r *stepRowRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.s.when, r.s.who, r.s.what, r.s.mark}
}

func (r *stepRowRenderer) MinSize() fyne.Size { return fyne.NewSize(Unit(160), Unit(StepHeight)) }
func (r *stepRowRenderer) Destroy()           {}
func (r *stepRowRenderer) Refresh() {
	r.Layout(r.s.Size())
	canvas.Refresh(r.s)
}

func (r *stepRowRenderer) Layout(size fyne.Size) {
	s := r.s
	p := placing{size: size, rtl: s.look.RTL()}
	from, end := Unit(16), size.Width-Unit(12)
	width := max(end-from, Unit(40))
	who := s.item.Who
	if s.item.Pen != "" && fyne.MeasureText(bidi.Visual(who, s.who.Base), labelSize(s.who), s.who.TextStyle).Width > width {
		who = s.item.Pen
	}
	if s.who.Text != who {
		s.who.SetText(who)
	}
	p.lines(from, width, s.when, s.who, s.what)
	mark := min(wanted(s.mark), width/2)
	if s.mark.Text == "" {
		mark = 0
	}
	give(s.mark, mark)
	give(s.when, max(width-mark-Unit(8), Unit(40)))
	top := s.when.Position().Y
	p.put(s.when, from, top, s.when.Size().Width)
	p.put(s.mark, end-mark, top, mark)
}
