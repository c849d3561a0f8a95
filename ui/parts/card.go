package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"plumbline/model"
	"plumbline/ui/bidi"
)

// Claim is what a claim card shows: words ready to be read.
type Claim struct {
	Status  string     // code of enum_official_status; "" shows no tag
	Quote   model.Text // the State's own words, or what is said of them
	Written string     // the language of the quotation
	Source  string     // statement and code
	Note    string     // whether it can be verified, figure and date
}

// NewClaimCard is the State's side: claim paper, the words told without colour, and what can be done with them.
func NewClaimCard(k Look, c Claim, acts ...fyne.CanvasObject) *Box {
	var tag fyne.CanvasObject = Gap(0, chipHeight)
	if c.Status != "" {
		tag = AtLeast(0, chipHeight, NewTag(k, k.Label("official_status", c.Status)).On(Surface)) // both statements begin at one height
	}
	b := statement(k, k.T("nouns.state_says"), tag, k.Content(c.Quote, c.Written), c.Source, c.Note, acts)
	b.Ground = ClaimGround
	return b
}

// Finding is what a finding card shows.
type Finding struct {
	Grade   model.Grade // "" shows no chip
	Reason  model.Text
	Written string // the language of the reasoning
	Level   string // by whom, period, on how many observations
	Note    string // confidence and dissent
}

// NewFindingCard is our side: white paper with a teal edge, and what can be done with it.
func NewFindingCard(k Look, f Finding, acts ...fyne.CanvasObject) *Box {
	var chip fyne.CanvasObject = Gap(0, chipHeight)
	if f.Grade != "" {
		chip = NewGradeChip(k, f.Grade)
	}
	b := statement(k, k.T("nouns.we_found"), chip, k.Content(f.Reason, f.Written), f.Level, f.Note, acts)
	b.Edge = Teal
	return b
}

// NewVacantCard takes the place of either card while there is nothing to show: a title, one sentence, and perhaps a
// button (nil shows none).
func NewVacantCard(k Look, title, sentence string, act *Button) *Box {
	col := Column(8, k.Section(title), k.Hint(sentence))
	if act != nil {
		col.Add(k.Row(8, NoSlack, act))
	}
	b := NewBox(Ground, col)
	b.Edge, b.EdgeWidth, b.Radius, b.Across, b.Down = Line, 1, 8, 16, 14
	return b
}

func statement(k Look, title string, mark fyne.CanvasObject, words *bidi.Label, source, note string, acts []fyne.CanvasObject) *Box {
	col := Column(6, k.Ends(k.Section(title), mark), words)
	if source != "" {
		col.Add(k.Muted(source))
	}
	if note != "" {
		col.Add(k.Hint(note))
	}
	if len(acts) > 0 {
		col.Add(container.New(&flowLayout{gap: 16, lineGap: 4, rtl: k.RTL}, acts...))
	}
	b := NewBox(Surface, col)
	b.Edge, b.EdgeWidth, b.Radius, b.Across, b.Down = Line, 1, 8, 16, 14
	return b
}

// Against sets claim and finding side by side, equally high, with the plumb line between them: the State first. Where
// there is no room for two cards, the line hangs from one to the other.
func (k Look) Against(claim, line, finding fyne.CanvasObject) *fyne.Container {
	return container.New(bidi.Mirror(&againstLayout{}, k.RTL), claim, line, finding)
}

type againstLayout struct{ width float32 }

// stacked says whether a card would be narrower than 220 units.
func (l *againstLayout) stacked() bool { return l.width > 0 && l.width < Unit(2*220+116) }

func (l *againstLayout) Layout(objs []fyne.CanvasObject, size fyne.Size) {
	l.width = size.Width
	if l.stacked() {
		columnLayout{}.Layout(objs, size)
		return
	}
	middle := objs[1].MinSize().Width
	w := max((size.Width-middle)/2, 0)
	give(objs[0], w)
	give(objs[2], w)
	h := max(objs[0].MinSize().Height, objs[1].MinSize().Height, objs[2].MinSize().Height)
	x := float32(0)
	for i, width := range []float32{w, middle, w} {
		objs[i].Resize(fyne.NewSize(width, h))
		objs[i].Move(fyne.NewPos(x, 0))
		x += width
	}
}

func (l *againstLayout) MinSize(objs []fyne.CanvasObject) fyne.Size {
	if l.stacked() {
		return columnLayout{}.MinSize(objs)
	}
	var m fyne.Size
	for _, o := range objs {
		m = m.Max(o.MinSize())
	}
	m.Width = 2*max(objs[0].MinSize().Width, objs[2].MinSize().Width) + objs[1].MinSize().Width
	return m
}
