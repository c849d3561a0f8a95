package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"plumbline/model"
	"plumbline/ui/bidi"
)

// HeatItem is one commitment of a heat map.
type HeatItem struct {
	Code   string
	Title  string
	Base   bidi.Base
	Grades []model.Grade // for each period; "" was not graded
	Count  string        // observations
}

// Sizes of a heat map, in units.
const (
	heatCellWidth  = 58
	heatCellHeight = 30
	heatGap        = 3
	heatCode       = 76
	heatCount      = 48
	heatTitle      = 148 // at least
	heatNarrow     = 200 // a title that has less takes two lines
)

// HeatMap shows commitments by periods, each cell a grade's fill and symbol. Periods run in reading order, oldest
// first; where not all fit, the latest do, and two arrows lead through the others. Up, down, left and right move the
// current cell, Enter opens it.
type HeatMap struct {
	widget.BaseWidget

	List    *List
	OnOpen  func(row, period int)
	All     bool          // it asks for the height of all rows, as on a page that scrolls
	OnCount func(row int) // a tap on the number of observations, or Space; may be nil

	look    Look
	periods []string
	fill    func(i int) HeatItem
	row     int // the current cell
	period  int
	first   int // the first period in sight
	fits    int
	pinned  bool // the latest periods are in sight
	head    *heatHead
}

// NewHeatMap makes the map. title heads the commitments, count the last column; a period may have two lines.
func NewHeatMap(k Look, title, count string, periods []string, length func() int, fill func(i int) HeatItem, open func(row, period int)) *HeatMap {
	h := &HeatMap{OnOpen: open, look: k, periods: periods, fill: fill, row: -1, period: len(periods) - 1, pinned: true, fits: len(periods)}
	h.List = NewList(k, heatCellHeight+heatGap, length, func() fyne.CanvasObject { return newHeatRow(h) }, func(i int, o fyne.CanvasObject) {
		o.(*heatRow).set(i, fill(i))
	})
	h.List.High = h.high
	h.List.OnCurrent = func(i int) { h.Choose(i, h.period) }
	h.List.OnOpen = func(i int) { h.open(i, h.period) }
	h.List.OnTick = h.count
	h.List.OnKey = func(_ int, key fyne.KeyName) bool { return h.key(key) }
	h.head = newHeatHead(h, title, count)
	h.List.onBar = func() { h.placeHead(h.Size().Width) }
	h.ExtendBaseWidget(h)
	return h
}

// SetPeriods changes the periods; the rows are asked for anew.
func (h *HeatMap) SetPeriods(periods []string) {
	h.periods, h.pinned = periods, true
	h.period = min(h.period, len(periods)-1)
	h.Refresh()
}

// Choose marks a cell; row -1 marks none.
func (h *HeatMap) Choose(row, period int) {
	old := h.row
	h.row, h.period = row, period
	if period < h.first && period >= 0 {
		h.scrollTo(period)
	} else if period >= h.first+h.fits {
		h.scrollTo(period - h.fits + 1)
	}
	h.List.RefreshRow(old)
	h.List.RefreshRow(row)
}

// Chosen is the cell that is marked.
func (h *HeatMap) Chosen() (row, period int) { return h.row, h.period }

func (h *HeatMap) open(row, period int) {
	h.Choose(row, period)
	if h.OnOpen != nil && period >= 0 {
		h.OnOpen(row, period)
	}
}

func (h *HeatMap) count(row int) {
	if h.OnCount != nil {
		h.OnCount(row)
	}
}

func (h *HeatMap) key(key fyne.KeyName) bool {
	step := 0
	switch key {
	case fyne.KeyRight:
		step = 1
	case fyne.KeyLeft:
		step = -1
	default:
		return false
	}
	if h.look.RTL() {
		step = -step
	}
	h.Choose(h.List.Current(), min(max(h.period+step, 0), len(h.periods)-1))
	return true
}

func (h *HeatMap) scrollTo(first int) {
	h.first = min(max(first, 0), max(len(h.periods)-h.fits, 0))
	h.pinned = h.first == max(len(h.periods)-h.fits, 0)
	h.Refresh()
}

// fit says how many periods have room, and keeps the latest in sight where they were.
func (h *HeatMap) fit(width float32) {
	room := width - h.List.barRoom() - Unit(heatCode+heatTitle+heatCount+16)
	n := max(int((room+Unit(heatGap))/Unit(heatCellWidth+heatGap)), 1)
	h.fits = min(n, len(h.periods))
	if last := max(len(h.periods)-h.fits, 0); h.pinned || h.first > last {
		h.first = last
	}
}

// high is how high rows are, on the screen: two lines of text where one would say hardly anything of a title.
func (h *HeatMap) high(width float32) float32 {
	room := width - Unit(heatCode+14+heatCount) - float32(h.fits)*Unit(heatCellWidth+heatGap)
	if room >= Unit(heatNarrow) {
		return 0
	}
	return 2*bidi.RowHeight(fyne.TextStyle{}, theme.TextSize()) + Unit(heatGap)
}

// eachCell tells where the cells of the periods in sight begin, from the leading edge.
func (h *HeatMap) eachCell(width float32, f func(slot, period int, x float32)) {
	x := width - Unit(heatCount) - float32(h.fits)*Unit(heatCellWidth+heatGap)
	for i := range h.fits {
		f(i, h.first+i, x)
		x += Unit(heatCellWidth + heatGap)
	}
}

// Refresh fills everything anew.
func (h *HeatMap) Refresh() {
	h.fit(h.Size().Width)
	h.placeHead(h.Size().Width)
	h.List.Refresh()
	h.BaseWidget.Refresh()
}

// placeHead sets the head over the columns of the rows, beside whose ends the bar may stand.
func (h *HeatMap) placeHead(width float32) {
	bar := h.List.barRoom()
	h.head.Resize(fyne.NewSize(width-bar, Unit(42)))
	placing{size: fyne.NewSize(width, Unit(42)), rtl: h.look.RTL()}.put(h.head, 0, 0, width-bar)
	h.head.Refresh()
}

// CreateRenderer is for Fyne.
func (h *HeatMap) CreateRenderer() fyne.WidgetRenderer { return &heatRenderer{h} }

type heatRenderer struct{ h *HeatMap }

func (r *heatRenderer) Layout(s fyne.Size) {
	h := r.h
	h.fit(s.Width)
	top := Unit(42)
	h.List.Move(fyne.NewPos(0, top))
	h.List.Resize(fyne.NewSize(s.Width, max(s.Height-top, 0)))
	h.List.Refresh()
	h.placeHead(s.Width)
}
func (r *heatRenderer) MinSize() fyne.Size {
	if r.h.All {
		return fyne.NewSize(Unit(heatCode+heatTitle+heatCount+16+heatCellWidth), Unit(42)+r.h.List.top(r.h.List.Length()))
	}
	return fyne.NewSize(Unit(heatCode+heatTitle+heatCount+16+heatCellWidth), Unit(42+5*(heatCellHeight+heatGap)))
}
func (r *heatRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.h.head, r.h.List}
}
func (r *heatRenderer) Destroy() {}
func (r *heatRenderer) Refresh() { canvas.Refresh(r.h) }

// heatHead is the row of periods.
type heatHead struct {
	widget.BaseWidget

	h            *HeatMap
	title, count *bidi.Label
	words        []*bidi.Label
	back, on     *Button
}

func newHeatHead(h *HeatMap, title, count string) *heatHead {
	k := h.look
	back, on := theme.NavigateBackIcon(), theme.NavigateNextIcon()
	if k.RTL() {
		back, on = on, back
	}
	d := &heatHead{h: h, title: k.Cell(title, Ink2), count: k.Muted(count)}
	d.count.MaxLines = 2
	d.back = NewIconButton(k, "", back, Quiet, func() { h.scrollTo(h.first - 1) })
	d.on = NewIconButton(k, "", on, Quiet, func() { h.scrollTo(h.first + 1) })
	d.back.Tip, d.on.Tip = k.T("parts.earlier_periods"), k.T("parts.later_periods")
	d.count.Alignment = fyne.TextAlignTrailing
	d.ExtendBaseWidget(d)
	return d
}

// CreateRenderer is for Fyne.
func (d *heatHead) CreateRenderer() fyne.WidgetRenderer { return &heatHeadRenderer{d} }

type heatHeadRenderer struct{ d *heatHead }

func (r *heatHeadRenderer) Layout(s fyne.Size) {
	d, h := r.d, r.d.h
	for len(d.words) < h.fits {
		w := h.look.Muted("")
		w.Alignment, w.MaxLines = fyne.TextAlignCenter, 2
		d.words = append(d.words, w)
	}
	p := placing{size: s, rtl: h.look.RTL()}
	width := s.Width
	all := h.fits == len(h.periods)
	p.at(d.title, 0, Unit(heatCode+heatTitle-72))
	p.trail(d.count, width, Unit(heatCount))
	show(d.back, !all)
	show(d.on, !all)
	d.back.SetOff(h.first == 0)
	d.on.SetOff(h.first+h.fits >= len(h.periods))
	for _, w := range d.words {
		w.Hide()
	}
	from := float32(0)
	h.eachCell(width, func(slot, period int, x float32) {
		if slot == 0 {
			from = x
		}
		d.words[slot].Show()
		d.words[slot].SetText(h.periods[period])
		p.at(d.words[slot], x, Unit(heatCellWidth))
	})
	if !all {
		end := p.trail(d.on, from-Unit(4), Unit(36))
		p.trail(d.back, end, Unit(36))
	}
}

func (r *heatHeadRenderer) MinSize() fyne.Size { return fyne.NewSize(Unit(200), Unit(42)) }
func (r *heatHeadRenderer) Objects() []fyne.CanvasObject {
	d := r.d
	objs := []fyne.CanvasObject{d.title, d.back, d.on}
	for _, w := range d.words {
		objs = append(objs, w)
	}
	return append(objs, d.count)
}
func (r *heatHeadRenderer) Destroy() {}
func (r *heatHeadRenderer) Refresh() {
	r.Layout(r.d.Size())
	canvas.Refresh(r.d)
}

// heatRow is one commitment in sight.
type heatRow struct {
	widget.BaseWidget

	h                  *HeatMap
	at                 int
	item               HeatItem
	code, title, count *bidi.Label
	number             *spot // the count, to be tapped
	cells              []*heatCell
}

func newHeatRow(h *HeatMap) *heatRow {
	k := h.look
	r := &heatRow{h: h, code: k.Code(""), title: k.Cell("", Ink), count: k.Cell("", Ink2)}
	r.code.MaxLines = 1
	r.count.Alignment = fyne.TextAlignTrailing
	r.number = newSpot(k, r.count, func() {
		h.List.SetCurrent(r.at)
		h.count(r.at)
	})
	r.ExtendBaseWidget(r)
	return r
}

func (r *heatRow) set(i int, item HeatItem) {
	r.at, r.item = i, item
	r.code.SetText(bidi.IsolateLTR(item.Code))
	r.title.Base = item.Base
	r.title.SetText(item.Title)
	r.count.SetText(item.Count)
	r.Refresh()
}

// CreateRenderer is for Fyne.
func (r *heatRow) CreateRenderer() fyne.WidgetRenderer { return &heatRowRenderer{r} }

type heatRowRenderer struct{ r *heatRow }

func (v *heatRowRenderer) Layout(s fyne.Size) {
	r, h := v.r, v.r.h
	for len(r.cells) < h.fits {
		r.cells = append(r.cells, newHeatCell(r))
	}
	p := placing{size: s, rtl: h.look.RTL()}
	p.at(r.code, 0, Unit(heatCode-6))
	p.trail(r.number, s.Width, Unit(heatCount-4))
	for _, c := range r.cells {
		c.Hide()
	}
	from := s.Width - Unit(heatCount)
	h.eachCell(s.Width, func(slot, period int, x float32) {
		from = min(from, x)
		c := r.cells[slot]
		c.Show()
		c.set(period, r.grade(period), r.at == h.row && period == h.period)
		c.Resize(fyne.NewSize(Unit(heatCellWidth), max(s.Height-Unit(heatGap), 0)))
		p.put(c, x, Unit(heatGap)/2, Unit(heatCellWidth))
	})
	if two := s.Height >= 2*bidi.RowHeight(fyne.TextStyle{}, theme.TextSize()); r.title.Wrap != two {
		r.title.Wrap, r.title.MaxLines = two, 1
		if two {
			r.title.MaxLines = 2
		}
		r.title.Refresh()
	}
	p.at(r.title, Unit(heatCode), max(from-Unit(heatCode)-Unit(14), Unit(20)))
}

func (r *heatRow) grade(period int) model.Grade {
	if period < len(r.item.Grades) {
		return r.item.Grades[period]
	}
	return ""
}

func (v *heatRowRenderer) MinSize() fyne.Size {
	return fyne.NewSize(Unit(200), Unit(heatCellHeight+heatGap))
}
func (v *heatRowRenderer) Objects() []fyne.CanvasObject {
	r := v.r
	objs := []fyne.CanvasObject{r.code, r.title}
	for _, c := range r.cells {
		objs = append(objs, c.spot)
	}
	return append(objs, r.number)
}
func (v *heatRowRenderer) Destroy() {}
func (v *heatRowRenderer) Refresh() {
	v.Layout(v.r.Size())
	canvas.Refresh(v.r)
}

// heatCell is one grade: tap opens its commitment and period. It takes no keyboard, the map does.
type heatCell struct {
	*spot

	period int
	grade  model.Grade
	chosen bool
	paper  *Box
	symbol *Symbol
}

func newHeatCell(r *heatRow) *heatCell {
	c := &heatCell{symbol: NewSymbol("", Ink3, 18)}
	c.paper = NewBox(Surface, c.symbol)
	c.paper.Radius, c.paper.Edge, c.paper.EdgeWidth = 4, Line, 1
	c.spot = newSpot(r.h.look, c.paper, func() {
		r.h.List.SetCurrent(r.at)
		r.h.open(r.at, c.period)
	})
	return c
}

func (c *heatCell) set(period int, g model.Grade, chosen bool) {
	if c.period == period && c.grade == g && c.chosen == chosen && c.tip != "" {
		return
	}
	c.period, c.grade, c.chosen = period, g, chosen
	c.paper.Ground, c.paper.Edge, c.paper.EdgeWidth = GradeFill(g), Clear, 0
	c.tip = c.look.T("parts.not_graded")
	ink := GradeInk(g)
	if g == "" {
		c.paper.Ground, c.paper.Edge, c.paper.EdgeWidth, ink = Surface, Line, 1, Ink3
	} else {
		c.tip = c.look.gradeWord(g)
	}
	if chosen {
		c.paper.Edge, c.paper.EdgeWidth = Teal, 2
	}
	c.symbol.Set(g, ink)
	c.paper.Refresh()
}
