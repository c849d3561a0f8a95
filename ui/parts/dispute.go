package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"plumbline/ui/bidi"
)

// Decision is what was decided on a field that two sides wrote differently. The sides are ours and theirs, never left
// and right: the window mirrors.
type Decision int

// The decisions.
const (
	Undecided Decision = iota
	TakeOurs
	TakeTheirs
	TakeBoth
	Edited
)

// Dispute is what a row of a disputed field shows.
type Dispute struct {
	Field      string
	Ours       string
	OursBase   bidi.Base
	Theirs     string
	TheirsBase bidi.Base
	MayBoth    bool // both values can stand together
	MayEdit    bool
	Decision   Decision
}

// DisputeRow shows a field, our value, their value and the choice between them. What is taken gets teal tint and edge;
// an undecided field shows a warning.
type DisputeRow struct {
	widget.BaseWidget

	OnDecided func(d Decision) // Edited asks the owner to open an editor

	look   Look
	given  Dispute
	codes  []Decision
	field  *bidi.Label
	sign   *Hinted
	ours   *Box
	theirs *Box
	choice *Segmented
	like   *Segmented // not shown: the widest choice, so that all rows have the same columns
}

// NewDisputeRow makes a row.
func NewDisputeRow(k Look, d Dispute, decided func(d Decision)) *DisputeRow {
	r := &DisputeRow{OnDecided: decided, look: k, given: d, field: k.Muted(d.Field), sign: NewHinted(k, NewIcon(theme.WarningIcon(), Attention, 18), k.T("parts.undecided")),
		ours: valueBox(k, d.Ours, d.OursBase), theirs: valueBox(k, d.Theirs, d.TheirsBase)}
	words := []string{k.T("parts.ours"), k.T("parts.theirs")}
	r.codes = []Decision{TakeOurs, TakeTheirs}
	if d.MayBoth {
		words, r.codes = append(words, k.T("parts.both")), append(r.codes, TakeBoth)
	}
	r.like = widestChoice(k)
	r.choice = NewSegmented(k, words, -1, func(i int) { r.decide(r.codes[i]) })
	if d.MayEdit {
		r.choice.AddIcon(theme.DocumentCreateIcon())
		r.codes = append(r.codes, Edited)
	}
	r.ExtendBaseWidget(r)
	r.Set(d.Decision)
	return r
}

func valueBox(k Look, words string, base bidi.Base) *Box {
	l := k.Text(words)
	l.Base = base
	b := NewBox(Clear, l)
	b.Radius, b.Across, b.Down, b.EdgeWidth = 6, 11, 7, 1
	return b
}

// Set shows a decision without calling back.
func (r *DisputeRow) Set(d Decision) {
	r.given.Decision = d
	at := -1
	for i, c := range r.codes {
		if c == d {
			at = i
		}
	}
	r.choice.SetChosen(at)
	mark := func(b *Box, on bool) {
		b.Ground, b.Edge = Clear, Clear
		if on {
			b.Ground, b.Edge = TealTint, Teal
		}
		b.Refresh()
	}
	mark(r.ours, d == TakeOurs || d == TakeBoth)
	mark(r.theirs, d == TakeTheirs || d == TakeBoth)
	show(r.sign, d == Undecided)
	r.Refresh()
}

// Decision is what is decided.
func (r *DisputeRow) Decision() Decision { return r.given.Decision }

func (r *DisputeRow) decide(d Decision) {
	if d != Edited {
		r.Set(d)
	}
	if r.OnDecided != nil {
		r.OnDecided(d)
	}
}

// CreateRenderer is for Fyne.
func (r *DisputeRow) CreateRenderer() fyne.WidgetRenderer { return &disputeRenderer{r} }

type disputeRenderer struct{ r *DisputeRow }

// disputeLabel is how wide the label is: «конфиденциальность» has room.
const disputeLabel = 168

// disputeColumns tells the places of the two values. Where they would be too narrow beside the choice, the choice goes
// under them.
func disputeColumns(width, choice float32) (ours, theirs, value float32, under bool) {
	ours = Unit(disputeLabel + 4)
	value = (width - ours - choice - Unit(30) - Unit(10)) / 2
	if value < Unit(130) {
		value, under = max((width-ours-Unit(10))/2, Unit(60)), true
	}
	return ours, ours + value + Unit(10), value, under
}

func (v *disputeRenderer) Layout(s fyne.Size) {
	r := v.r
	p := placing{size: s, rtl: r.look.RTL()}
	choice := r.choice.MinSize().Width
	ours, theirs, w, under := disputeColumns(s.Width, r.like.MinSize().Width)
	if under {
		r.choice.Resize(r.choice.MinSize())
		p.put(r.choice, ours, s.Height-Unit(5)-r.choice.Size().Height, choice)
		p.size.Height -= r.choice.Size().Height + Unit(6)
	} else {
		p.trail(r.choice, s.Width, choice)
	}
	room := Unit(disputeLabel)
	if r.sign.Visible() {
		room -= Unit(34)
	}
	switch label := min(wanted(r.field), room); {
	case r.signUnder():
		top := (p.size.Height - give(r.field, Unit(disputeLabel)) - Unit(18)) / 2
		p.put(r.field, 0, top, Unit(disputeLabel))
		give(r.sign, Unit(18))
		p.put(r.sign, 0, top+r.field.Size().Height, Unit(18))
	default:
		p.at(r.field, 0, label)
		p.at(r.sign, label+Unit(8), Unit(18))
	}
	p.at(r.ours, ours, w)
	p.at(r.theirs, theirs, w)
}

// signUnder says whether a word of the label is too long to stand beside the sign.
func (r *DisputeRow) signUnder() bool {
	return r.sign.Visible() && least(r.field) > Unit(disputeLabel-34)
}

func (v *disputeRenderer) MinSize() fyne.Size {
	r := v.r
	label := r.field.MinSize().Height
	if r.signUnder() {
		label += Unit(18)
	}
	h := max(r.ours.MinSize().Height, r.theirs.MinSize().Height, controlHeight(), label)
	choice := r.choice.MinSize()
	if _, _, _, under := disputeColumns(r.Size().Width, r.like.MinSize().Width); under && r.Size().Width > 0 {
		h += choice.Height + Unit(6)
	}
	return fyne.NewSize(Unit(disputeLabel+4)+choice.Width, h+Unit(10))
}

func (v *disputeRenderer) Objects() []fyne.CanvasObject {
	r := v.r
	return []fyne.CanvasObject{r.field, r.sign, r.ours, r.theirs, r.choice}
}

func (v *disputeRenderer) Refresh() {
	for _, o := range v.Objects() {
		o.Refresh()
	}
	v.Layout(v.r.Size())
	canvas.Refresh(v.r)
}

func (v *disputeRenderer) Destroy() {}

// NewDisputeHead names the two sides over the rows, and under them who and when.
func NewDisputeHead(k Look, ours, theirs string) fyne.CanvasObject {
	h := &disputeHead{look: k, ours: Column(0, k.Bold(k.T("parts.ours")), k.Muted(ours)),
		theirs: Column(0, k.Bold(k.T("parts.theirs")), k.Muted(theirs)),
		like:   widestChoice(k)}
	h.ExtendBaseWidget(h)
	return h
}

// widestChoice is the choice with all its answers.
func widestChoice(k Look) *Segmented {
	return NewSegmented(k, []string{k.T("parts.ours"), k.T("parts.theirs"), k.T("parts.both")}, -1, nil).AddIcon(theme.DocumentCreateIcon())
}

type disputeHead struct {
	widget.BaseWidget

	look         Look
	ours, theirs fyne.CanvasObject
	like         *Segmented // not shown: as wide as the choice beneath
}

// CreateRenderer is for Fyne.
func (h *disputeHead) CreateRenderer() fyne.WidgetRenderer { return &disputeHeadRenderer{h} }

type disputeHeadRenderer struct{ h *disputeHead }

func (v *disputeHeadRenderer) Layout(s fyne.Size) {
	h := v.h
	p := placing{size: s, rtl: h.look.RTL()}
	ours, theirs, w, _ := disputeColumns(s.Width, h.like.MinSize().Width)
	for _, side := range []struct {
		o fyne.CanvasObject
		x float32
	}{{h.ours, ours}, {h.theirs, theirs}} {
		give(side.o, w-Unit(11))
		p.put(side.o, side.x+Unit(11), 0, w-Unit(11))
	}
}

func (v *disputeHeadRenderer) MinSize() fyne.Size {
	return fyne.NewSize(Unit(200), max(v.h.ours.MinSize().Height, v.h.theirs.MinSize().Height)+Unit(6))
}
func (v *disputeHeadRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{v.h.ours, v.h.theirs}
}
func (v *disputeHeadRenderer) Refresh() { v.Layout(v.h.Size()); canvas.Refresh(v.h) }
func (v *disputeHeadRenderer) Destroy() {}
