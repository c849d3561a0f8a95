package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"plumbline/ui/bidi"
)

// ObservationItem is what a row of an observation shows: words ready to be read.
type ObservationItem struct {
	Date        string // as precise as it is known
	Title       string
	Base        bidi.Base // direction of the title
	Place       string    // place and method
	Effect      string
	Reliability string // B2
	Evidence    string // how many; "" for none
}

// ObservationRow draws an ObservationItem, for a List: date · title over place and method · effect · reliability ·
// paper-clip and number.
type ObservationRow struct {
	widget.BaseWidget

	look                                          Look
	date, title, place, effect, reliability, many *bidi.Label
	clip                                          *Icon
}

// NewObservationRow makes an empty row.
func NewObservationRow(k Look) *ObservationRow {
	o := &ObservationRow{look: k, date: k.Muted(""), title: k.Line("", Ink), place: k.Line("", Ink2), effect: k.Muted(""),
		reliability: k.Line("", Ink2), many: k.Line("", Ink2), clip: NewIcon(IconClip, Ink2, 18)}
	o.date.MaxLines, o.effect.MaxLines = 2, 2
	o.many.Alignment = fyne.TextAlignTrailing
	o.ExtendBaseWidget(o)
	return o
}

// Set shows another item.
func (o *ObservationRow) Set(item ObservationItem) {
	o.title.Base = item.Base
	o.date.SetText(item.Date)
	o.title.SetText(item.Title)
	o.place.SetText(item.Place)
	o.effect.SetText(item.Effect)
	o.reliability.SetText(bidi.IsolateLTR(item.Reliability))
	many := item.Evidence
	show(o.clip, many != "")
	if many == "" {
		many = "–"
	}
	o.many.SetText(many)
	o.Refresh()
}

// CreateRenderer is for Fyne.
func (o *ObservationRow) CreateRenderer() fyne.WidgetRenderer { return &observationRenderer{o} }

type observationRenderer struct{ o *ObservationRow }

func (r *observationRenderer) Objects() []fyne.CanvasObject {
	o := r.o
	return []fyne.CanvasObject{o.date, o.title, o.place, o.effect, o.reliability, o.clip, o.many}
}

func (r *observationRenderer) MinSize() fyne.Size {
	return fyne.NewSize(Unit(320), Unit(ObservationHeight))
}
func (r *observationRenderer) Destroy() {}
func (r *observationRenderer) Refresh() {
	r.Layout(r.o.Size())
	canvas.Refresh(r.o)
}

func (r *observationRenderer) Layout(s fyne.Size) {
	o := r.o
	p := placing{size: s, rtl: o.look.RTL()}
	end := p.trail(o.many, s.Width, Unit(22))
	end = p.trail(o.clip, end, Unit(18)) - Unit(12)
	end = p.trail(o.reliability, end, Unit(36)) - Unit(8)
	date, effect := Unit(124), Unit(122)
	if s.Width < Unit(560) {
		date, effect = Unit(96), Unit(84)
	}
	end = p.trail(o.effect, end, effect) - Unit(20)
	p.at(o.date, 0, date)
	from := date + Unit(8)
	p.lines(from, max(end-from, Unit(40)), o.title, o.place)
}
