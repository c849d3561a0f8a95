package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"plumbline/model"
	"plumbline/ui/bidi"
)

// Heights of rows, in units; uniform within a list.
const (
	AreaHeight        = 50
	CommitmentHeight  = 48
	ObservationHeight = 54
	TableHeight       = 40
	TableHeadHeight   = 38
	TreeHeight        = 50 // areas and commitments in one list
)

// TreeItem is one open row of the tree: an area, or a commitment under it.
type TreeItem struct {
	Commitment bool
	Open       bool   // an area that shows its commitments
	Number     string // an area's number in the plan
	Code       string // a commitment's code, and what it is beside a task
	Title      string
	Base       bidi.Base     // the direction of the title
	Grades     []model.Grade // the distinct grades beneath, or a commitment's one
	Count      string        // observations
	Mark       string        // stale or never visited, said in a word; "" for neither
	Chosen     bool
}

// TreeRow draws a TreeItem, for a List: chevron, number, title, squares of grades, count; or symbol, code and title. The
// title has as many lines as the row is high for.
type TreeRow struct {
	widget.BaseWidget

	look    Look
	item    TreeItem
	chevron *Icon
	symbol  *Symbol
	number  *bidi.Label
	code    *bidi.Label
	title   *bidi.Label
	count   *bidi.Label
	more    *bidi.Label
	squares [3]*GradeSquare
}

// NewTreeRow makes an empty row.
func NewTreeRow(k Look) *TreeRow {
	t := &TreeRow{look: k, chevron: NewIcon(theme.MenuExpandIcon(), Ink2, 20), symbol: NewSymbol("", Ink2, 18),
		number: k.Line("", Ink2), code: k.Line("", Ink3), title: k.Text(""), count: k.Line("", Ink2), more: k.Line("", Ink2)}
	t.count.Alignment = fyne.TextAlignTrailing
	t.number.Alignment = fyne.TextAlignCenter
	for i := range t.squares {
		t.squares[i] = NewGradeSquare(k, "")
	}
	t.ExtendBaseWidget(t)
	return t
}

// Set shows another item.
func (t *TreeRow) Set(item TreeItem) {
	t.item = item
	t.title.Base = item.Base
	t.number.SetText(item.Number)
	t.count.SetText(item.Count)
	t.more.SetText("")
	if item.Commitment {
		t.setCommitment(item)
	} else {
		t.setArea(item)
	}
	t.title.SetText(item.Title)
	t.Refresh()
}

func (t *TreeRow) setCommitment(item TreeItem) {
	code := bidi.IsolateLTR(item.Code)
	if item.Mark != "" {
		code += " · " + item.Mark
	}
	t.code.SetText(code)
	var g model.Grade
	if len(item.Grades) > 0 {
		g = item.Grades[0]
	}
	ink := Ink2
	if item.Chosen {
		ink = Teal
	}
	t.symbol.Set(g, ink)
}

func (t *TreeRow) setArea(item TreeItem) {
	res := theme.MenuExpandIcon()
	if item.Open {
		res = theme.MenuDropDownIcon()
	} else if t.look.RTL() {
		res = iconFoldBack
	}
	t.chevron.Set(res, Ink2)
	for i, s := range t.squares {
		if i < len(item.Grades) {
			s.Set(item.Grades[i])
		}
	}
	if n := len(item.Grades) - len(t.squares); n > 0 {
		t.more.SetText(bidi.IsolateLTR("+" + t.look.Words.Number(int64(n))))
	}
}

// CreateRenderer is for Fyne.
func (t *TreeRow) CreateRenderer() fyne.WidgetRenderer { return &treeRowRenderer{t} }

type treeRowRenderer struct{ t *TreeRow }

func (r *treeRowRenderer) Objects() []fyne.CanvasObject {
	t := r.t
	return []fyne.CanvasObject{t.chevron, t.symbol, t.number, t.code, t.title, t.count, t.more,
		t.squares[0], t.squares[1], t.squares[2]}
}

func (r *treeRowRenderer) MinSize() fyne.Size { return fyne.NewSize(Unit(160), Unit(CommitmentHeight)) }
func (r *treeRowRenderer) Destroy()           {}
func (r *treeRowRenderer) Refresh() {
	r.Layout(r.t.Size())
	canvas.Refresh(r.t)
}

func (r *treeRowRenderer) Layout(s fyne.Size) {
	t := r.t
	p := placing{size: s, rtl: t.look.RTL()}
	for _, o := range []fyne.CanvasObject{t.chevron, t.number} {
		show(o, !t.item.Commitment)
	}
	show(t.symbol, t.item.Commitment)
	show(t.code, t.item.Commitment)
	end := s.Width - Unit(treeEnd)
	end = p.trail(t.count, end, Unit(treeCount)) - Unit(2)
	from, room := t.item.titleRoom(s.Width)
	t.keepLines(s.Height)
	if t.item.Commitment {
		p.at(t.symbol, Unit(40), Unit(18))
		p.lines(from, room, t.code, t.title)
		for _, q := range t.squares {
			q.Hide()
		}
		t.more.Hide()
		return
	}
	p.at(t.chevron, Unit(12), Unit(20))
	p.at(t.number, Unit(36), Unit(28))
	show(t.more, t.more.Text != "")
	if t.more.Visible() {
		end = p.trail(t.more, end, Unit(treeMore)) - Unit(2)
	}
	for i := len(t.squares) - 1; i >= 0; i-- {
		show(t.squares[i], i < len(t.item.Grades))
		if i < len(t.item.Grades) {
			end = p.trail(t.squares[i], end, Unit(treeSquare)) - Unit(2)
		}
	}
	p.at(t.title, from, room)
}

// What stands beside a title at the trailing edge, in units, and the free space above and below it.
const (
	treeEnd    = 14
	treeCount  = 26
	treeMore   = 30
	treeSquare = 22
	treeRim    = 11
)

// titleRoom is where the title begins in a row of a width, and how much room it has.
func (i TreeItem) titleRoom(width float32) (from, room float32) {
	end := width - Unit(treeEnd+treeCount+2)
	if i.Commitment {
		return Unit(66), max(end-Unit(66), Unit(20))
	}
	end -= float32(min(len(i.Grades), 3)) * Unit(treeSquare+2)
	if len(i.Grades) > 3 {
		end -= Unit(treeMore + 2)
	}
	return Unit(68), max(end-Unit(68)-Unit(6), Unit(20))
}

// The most lines that a title in the tree has in a row of its own height. That of a commitment stands whole on its page.
const (
	mostAreaLines       = 8
	mostCommitmentLines = 2
)

// TreeRowHeight is how high a row is, on the screen, that shows the whole title of an area, or so much of a commitment's
// that two can be told apart.
func TreeRowHeight(item TreeItem, width float32) float32 {
	_, room := item.titleRoom(width)
	line := bidi.RowHeight(fyne.TextStyle{}, theme.TextSize())
	title := bidi.Height(item.Title, item.Base, room, theme.TextSize(), fyne.TextStyle{})
	if item.Commitment {
		return line + min(title, mostCommitmentLines*line) + Unit(treeRim)
	}
	return min(title, mostAreaLines*line) + Unit(treeRim)
}

// keepLines gives the title as many lines as a row has room for.
func (t *TreeRow) keepLines(height float32) {
	lines := int((height - Unit(treeRim) + 1) / bidi.RowHeight(fyne.TextStyle{}, theme.TextSize()))
	if t.item.Commitment {
		lines--
	}
	if lines = max(lines, 1); t.title.MaxLines != lines {
		t.title.MaxLines = lines
		t.title.Refresh()
	}
}

// placing puts the parts of a row in their places, from the leading edge, in the middle of its height.
type placing struct {
	size fyne.Size
	rtl  bool
}

// at gives an object a width at a distance from the leading edge.
func (p placing) at(o fyne.CanvasObject, x, width float32) {
	p.put(o, x, (p.size.Height-give(o, width))/2, width)
}

// put moves an object to a distance from the leading edge and from the top.
func (p placing) put(o fyne.CanvasObject, x, y, width float32) {
	if p.rtl {
		x = p.size.Width - x - width
	}
	o.Move(fyne.NewPos(x, y))
}

// trail gives an object a width that ends at a distance from the leading edge, and tells where it begins.
func (p placing) trail(o fyne.CanvasObject, end, width float32) float32 {
	p.at(o, end-width, width)
	return end - width
}

// lines sets objects over each other, together in the middle of the height.
func (p placing) lines(x, width float32, objs ...fyne.CanvasObject) {
	total := float32(0)
	for _, o := range objs {
		total += give(o, width)
	}
	y := (p.size.Height - total) / 2
	for _, o := range objs {
		p.put(o, x, y, width)
		y += o.Size().Height
	}
}
