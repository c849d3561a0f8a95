package parts

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"plumbline/model"
	"plumbline/ui/bidi"
)

// TableColumn is one column: its title or an icon for it, and its width in units; 0 takes the slack (one column should).
type TableColumn struct {
	Title    string
	Icon     fyne.Resource
	Width    float32
	Most     float32             // in units: it is so wide where the slack has enough for it; 0 keeps to Width
	Ink      fyne.ThemeColorName // "" is Ink2
	Trailing bool                // numbers
	Sorts    bool                // the head can be tapped
	Spare    int                 // left out where the slack is too narrow, the highest first; 0 never is
}

// TableCell is what a cell shows: words, an icon before them.
type TableCell struct {
	Text  string
	Short string    // shown where Text has no room; "" cuts Text
	Base  bidi.Base // "" where the words are the screen's own: zero is Auto
	Prose bool      // what people wrote: it stands where its own direction begins
	Marks []bidi.Mark
	Icon  fyne.Resource
}

// TableRow is what a row shows.
type TableRow struct {
	Ticked bool
	Cells  []TableCell
}

// Table is a head over any number of rows of 40: separators only, no stripes. Columns run in reading order. With
// OnTick each row has a box to tick; what is ticked stands on teal tint.
type Table struct {
	widget.BaseWidget

	List   *List
	OnSort func(column int)

	look    Look
	columns []TableColumn
	ticks   bool
	head    *tableHead
	all     *Press
	allIcon *Icon
	least   float32 // of columns that can be sized
	most    float32
	sized   func(column int, width float32)
}

// NewTable makes a table; fill is asked for the rows in sight. tick, tickAll may be nil: then there are no boxes.
func NewTable(k Look, columns []TableColumn, length func() int, fill func(i int) TableRow, tick func(i int), tickAll func()) *Table {
	t := &Table{look: k, columns: columns, ticks: tick != nil}
	t.List = NewList(k, TableHeight, length, func() fyne.CanvasObject { return newTableRow(t) }, func(i int, o fyne.CanvasObject) {
		row := o.(*tableRowView)
		row.at = i
		row.set(fill(i))
	})
	t.List.Rules = true
	if tick != nil {
		t.List.OnTick = tick
		t.List.IsChosen = func(i int) bool { return fill(i).Ticked }
	}
	t.allIcon = NewIcon(nil, Ink2, 20)
	t.all = NewPress(k, t.allIcon, func() {
		if tickAll != nil {
			tickAll()
		}
	})
	t.all.Radius, t.all.Tip = 4, k.T("actions.select_all")
	t.SetAllTicked(false, false)
	t.head = newTableHead(t)
	t.List.onBar = t.head.Refresh
	t.ExtendBaseWidget(t)
	return t
}

// SetAllTicked shows in the head whether all or some of the rows are ticked.
func (t *Table) SetAllTicked(all, some bool) { t.allIcon.Set(tickIcon(all, some)) }

// SetSort shows by which column the rows stand; -1 for none.
func (t *Table) SetSort(column int, descending bool) { t.head.sort(column, descending) }

// Refresh fills all rows anew.
func (t *Table) Refresh() {
	t.List.Refresh()
	t.BaseWidget.Refresh()
}

// CreateRenderer is for Fyne.
func (t *Table) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(Pane(t.head, t.List, nil))
}

// The margins of a row: at its ends, between columns, and the place of the box.
const (
	tableMargin = 12
	tableGap    = 16
	tableTick   = 38
)

// tableSlack is how narrow the column that takes the slack may become before others are left out.
const tableSlack = 150

// tableProse is how wide the column that takes the slack is before others become wider than they must be.
const tableProse = 240

// begin is where the first column begins.
func (t *Table) begin() float32 {
	if t.ticks {
		return Unit(tableMargin + tableTick)
	}
	return Unit(tableMargin)
}

// slack is what is left when every column up to a rank of Spare is shown.
func (t *Table) slack(width float32, rank int) float32 {
	rest := width - t.begin() - Unit(tableMargin) + Unit(tableGap)
	for _, c := range t.columns {
		if c.Spare <= rank {
			rest -= Unit(c.Width) + Unit(tableGap)
		}
	}
	return rest
}

// rank is the highest rank of Spare that has room.
func (t *Table) rank(width float32) int {
	most := 0
	for _, c := range t.columns {
		most = max(most, c.Spare)
	}
	for most > 0 && t.slack(width, most) < Unit(tableSlack) {
		most--
	}
	return most
}

// more is how much wider a column would like to be.
func (c TableColumn) more() float32 { return Unit(max(c.Most-c.Width, 0)) }

// growth is how much wider all columns up to a rank of Spare would like to be.
func (t *Table) growth(rank int) (all float32) {
	for _, c := range t.columns {
		if c.Spare <= rank {
			all += c.more()
		}
	}
	return all
}

// spare is what the column that takes the slack can give to others.
func (t *Table) spare(width float32, rank int) float32 {
	return max(t.slack(width, rank)-Unit(tableProse), 0)
}

// widthOf is how wide a column is now, in units.
func (t *Table) widthOf(column int) (units float32) {
	units = t.columns[column].Width
	t.eachCell(t.head.columnsWidth(t.head.Size().Width), func(i int, _, w float32) {
		if i == column && w > 0 {
			units = w / Unit(1)
		}
	})
	return units
}

// eachCell tells where each column begins and how wide it is, from the leading edge; 0 is left out.
func (t *Table) eachCell(width float32, f func(i int, x, w float32)) {
	x, rank := t.begin(), t.rank(width)
	rest := t.slack(width, rank)
	spare := t.spare(width, rank)
	rest -= min(spare, t.growth(rank))
	for i, c := range t.columns {
		if c.Spare > rank {
			f(i, x, 0)
			continue
		}
		w := Unit(c.Width)
		if more := min(c.more(), spare); more > 0 {
			w, spare = w+more, spare-more
		}
		if c.Width == 0 {
			w = max(rest, Unit(60))
		}
		f(i, x, w)
		x += w + Unit(tableGap)
	}
}

// tableHead is the row of titles.
type tableHead struct {
	widget.BaseWidget

	t      *Table
	paper  *canvas.Rectangle
	rule   *canvas.Rectangle
	cells  []*Press
	arrows []*Icon
	words  []*bidi.Label
	grips  []*columnGrip // between the columns, where they can be sized
}

func newTableHead(t *Table) *tableHead {
	h := &tableHead{t: t, paper: canvas.NewRectangle(nil), rule: canvas.NewRectangle(nil)}
	for i, c := range t.columns {
		word := t.look.Cell(c.Title, Ink2)
		arrow := NewIcon(theme.MenuDropDownIcon(), Ink, 18)
		arrow.Hide()
		var inside fyne.CanvasObject = t.look.Row(2, 0, word, arrow)
		if c.Sorts {
			inside = t.look.Row(2, NoSlack, t.look.Line(c.Title, Ink2), arrow)
		}
		if c.Icon != nil {
			inside = t.look.Row(2, NoSlack, NewIcon(c.Icon, Ink2, 18), arrow)
		}
		p := NewPress(t.look, inside, nil)
		p.Radius = 4
		if c.Sorts {
			p.OnTapped = func() {
				if t.OnSort != nil {
					t.OnSort(i)
				}
			}
			word = inside.(*fyne.Container).Objects[0].(*bidi.Label)
		}
		p.Off = !c.Sorts
		h.cells, h.arrows, h.words = append(h.cells, p), append(h.arrows, arrow), append(h.words, word)
	}
	h.ExtendBaseWidget(h)
	return h
}

func (h *tableHead) sort(column int, descending bool) {
	for i, a := range h.arrows {
		res := theme.MenuDropUpIcon()
		if descending {
			res = theme.MenuDropDownIcon()
		}
		a.Set(res, Ink)
		show(a, i == column)
		h.words[i].ColorName = Ink2
		if i == column {
			h.words[i].ColorName = Ink
		}
		h.cells[i].Refresh()
	}
	h.Refresh()
}

// CreateRenderer is for Fyne.
func (h *tableHead) CreateRenderer() fyne.WidgetRenderer {
	r := &tableHeadRenderer{h}
	r.tint()
	return r
}

// columnsWidth is how wide the rows are beside their bar: the titles stand over them.
func (h *tableHead) columnsWidth(width float32) float32 { return width - h.t.List.barRoom() }

type tableHeadRenderer struct{ h *tableHead }

func (r *tableHeadRenderer) tint() {
	r.h.paper.FillColor, r.h.rule.FillColor = paint(Sunk), paint(Line)
}

func (r *tableHeadRenderer) Layout(s fyne.Size) {
	h := r.h
	h.paper.Resize(s)
	h.rule.Resize(fyne.NewSize(s.Width, 1))
	h.rule.Move(fyne.NewPos(0, s.Height-1))
	p := placing{size: s, rtl: h.t.look.RTL()}
	if h.t.ticks {
		p.at(h.t.all, Unit(tableMargin), Unit(20))
	}
	h.t.eachCell(h.columnsWidth(s.Width), func(i int, x, w float32) {
		show(h.cells[i], w > 0)
		if h.t.columns[i].Sorts {
			w = min(w+Unit(tableGap), h.cells[i].MinSize().Width)
		}
		p.at(h.cells[i], x, w)
	})
	h.placeGrips(p)
}

func (r *tableHeadRenderer) MinSize() fyne.Size {
	return fyne.NewSize(Unit(200), Unit(TableHeadHeight))
}
func (r *tableHeadRenderer) Objects() []fyne.CanvasObject {
	objs := []fyne.CanvasObject{r.h.paper}
	if r.h.t.ticks {
		objs = append(objs, r.h.t.all)
	}
	for _, c := range r.h.cells {
		objs = append(objs, c)
	}
	for _, g := range r.h.grips {
		objs = append(objs, g)
	}
	return append(objs, r.h.rule)
}
func (r *tableHeadRenderer) Destroy() {}
func (r *tableHeadRenderer) Refresh() {
	r.tint()
	r.Layout(r.h.Size())
	for _, o := range r.Objects() {
		o.Refresh()
	}
	canvas.Refresh(r.h)
}

// tableRowView is one row in sight.
type tableRowView struct {
	widget.BaseWidget

	t     *Table
	at    int
	tick  *spot
	sign  *Icon
	cells []*bidi.Label
	icons []*Icon
	clips []bool // which cells have an icon
	words []TableCell
}

func newTableRow(t *Table) *tableRowView {
	r := &tableRowView{t: t, sign: NewIcon(nil, Ink2, 20)}
	r.tick = newSpot(t.look, r.sign, func() { t.List.SetCurrent(r.at); t.List.OnTick(r.at) })
	for _, c := range t.columns {
		ink := c.Ink
		if ink == "" {
			ink = Ink2
		}
		r.cells = append(r.cells, t.look.Cell("", ink))
		icon := NewIcon(nil, Ink2, 18)
		icon.Hide()
		r.icons = append(r.icons, icon)
	}
	r.clips, r.words = make([]bool, len(t.columns)), make([]TableCell, len(t.columns))
	r.ExtendBaseWidget(r)
	return r
}

func (r *tableRowView) set(row TableRow) {
	r.sign.Set(tickIcon(row.Ticked, false))
	for i, l := range r.cells {
		var c TableCell
		if i < len(row.Cells) {
			c = row.Cells[i]
		}
		l.Base, l.Alignment = c.Base, fyne.TextAlignLeading
		if !c.Prose { // a code or a number stands under its title, whichever way it runs
			l.Alignment = r.t.look.stands(c.Text, c.Base)
		}
		r.words[i], l.Whole = c, ""
		l.SetText(c.Text)
		if len(c.Marks) > 0 || len(l.Marks) > 0 {
			l.Marks = c.Marks
			l.Refresh()
		}
		r.clips[i] = c.Icon != nil
		if c.Icon != nil {
			r.icons[i].Set(c.Icon, Ink2)
		}
	}
	r.Refresh()
}

// CreateRenderer is for Fyne.
func (r *tableRowView) CreateRenderer() fyne.WidgetRenderer {
	v := &tableRowRenderer{r: r}
	if r.t.ticks {
		v.objs = append(v.objs, r.tick)
	}
	for i := range r.cells {
		v.objs = append(v.objs, r.icons[i], r.cells[i])
	}
	return v
}

type tableRowRenderer struct {
	r    *tableRowView
	objs []fyne.CanvasObject
}

func (v *tableRowRenderer) Layout(s fyne.Size) {
	r := v.r
	p := placing{size: s, rtl: r.t.look.RTL()}
	if r.t.ticks {
		p.at(r.tick, Unit(tableMargin), Unit(20))
	}
	r.t.eachCell(s.Width, func(i int, x, w float32) {
		show(r.cells[i], w > 0)
		show(r.icons[i], w > 0 && r.clips[i])
		if r.icons[i].Visible() {
			p.at(r.icons[i], x, Unit(18))
			x, w = x+Unit(22), max(w-Unit(22), 0)
		}
		if r.t.columns[i].Trailing {
			r.cells[i].Alignment = fyne.TextAlignTrailing
		}
		if c := r.words[i]; c.Short != "" && w > 0 {
			r.cells[i].SetText(c.fitting(r.cells[i], w))
			if r.cells[i].Whole = ""; r.cells[i].Text != c.Text {
				r.cells[i].Whole = c.Text
			}
		}
		p.at(r.cells[i], x, w)
	})
}

// fitting is what a cell says in a width.
func (c TableCell) fitting(l *bidi.Label, width float32) string {
	if fyne.MeasureText(bidi.Visual(c.Text, c.Base), labelSize(l), l.TextStyle).Width > width {
		return c.Short
	}
	return c.Text
}

func (v *tableRowRenderer) MinSize() fyne.Size           { return fyne.NewSize(Unit(200), Unit(TableHeight)) }
func (v *tableRowRenderer) Objects() []fyne.CanvasObject { return v.objs }
func (v *tableRowRenderer) Destroy()                     {}
func (v *tableRowRenderer) Refresh() {
	v.Layout(v.r.Size())
	canvas.Refresh(v.r)
}

// FoundMarks marks where words stand in a text, as a search finds them: without regard to case and marks. The words
// need not be folded.
func FoundMarks(text string, words []string) []bidi.Mark {
	folded, at := foldedRunes(text)
	var marks []bidi.Mark
	for _, w := range words {
		w = strings.TrimSpace(model.Fold(w))
		if w == "" {
			continue
		}
		for from := 0; ; {
			i := strings.Index(folded[from:], w)
			if i < 0 {
				break
			}
			start, end := from+i, from+i+len(w)
			marks = append(marks, bidi.Mark{From: at[start], To: at[end-1] + 1, ColorName: AmberTint})
			from = end
		}
	}
	return marks
}

// foldedRunes folds a text rune by rune, and tells for each byte of the result which rune it came from.
func foldedRunes(text string) (string, []int) {
	var out strings.Builder
	var at []int
	for i, r := range []rune(text) {
		f := model.Fold(string(r))
		if f == "" && (r == ' ' || r == '\u00a0') {
			f = " "
		}
		out.WriteString(f)
		for range len(f) {
			at = append(at, i)
		}
	}
	return out.String(), at
}
