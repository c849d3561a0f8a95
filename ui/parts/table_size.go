package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"plumbline/ui/bidi"
)

// The columns of a table are sized by the borders between their titles:
//
//  1. the border is where the mouse is: a column before the one that takes the slack is sized by the border behind it, one
//     after that by the border before it;
//  2. a column keeps to the narrowest and widest that the owner names, and leaves the slack what it needs;
//  3. two clicks make a column as wide as its title and the rows in sight want it.
//
// Whoever has no mouse sizes columns where the owner lists them.

// Sizes lets columns be sized between a least and a most width, in units; sized hears of a new width once it stands.
func (t *Table) Sizes(least, most float32, sized func(column int, width float32)) {
	t.least, t.most, t.sized = least, most, sized
	t.head.addGrips()
}

// slackAt is the column that takes the slack, or the number of columns.
func (t *Table) slackAt() int {
	for i, c := range t.columns {
		if c.Width == 0 {
			return i
		}
	}
	return len(t.columns)
}

// resize makes a column as wide as it may be, in units.
func (t *Table) resize(column int, width float32) {
	now, most := t.widthOf(column), t.most
	if t.slackAt() < len(t.columns) {
		size := t.head.columnsWidth(t.head.Size().Width)
		room := (t.slack(size, t.rank(size)) - Unit(tableSlack)) / Unit(1)
		most = min(most, max(t.columns[column].Width+room, now))
	}
	if width = max(min(width, most), min(t.least, now)); width == now {
		return
	}
	t.columns[column].Width, t.columns[column].Most = width, 0
	t.head.Refresh()
	t.List.Refresh()
}

// wants is how wide a column would be with its title and the rows in sight whole, in units.
func (t *Table) wants(column int) float32 {
	c := t.columns[column]
	w := Unit(18)
	if c.Icon == nil {
		w = textWidth(t.head.words[column])
	}
	if c.Sorts {
		w += Unit(20)
	}
	for _, s := range t.List.body.slots {
		row, ok := s.content.(*tableRowView)
		if !ok || s.row < 0 {
			continue
		}
		cell := textWidth(row.cells[column])
		if c := row.words[column]; c.Short != "" {
			cell = max(cell, fyne.MeasureText(bidi.Visual(c.Text, c.Base), theme.TextSize(), fyne.TextStyle{}).Width+Unit(1))
		}
		if row.clips[column] {
			cell += Unit(22)
		}
		w = max(w, cell)
	}
	return w/Unit(1) + 1
}

// columnGrip is the border of a column in the head. It takes no keyboard.
type columnGrip struct {
	widget.BaseWidget

	t      *Table
	column int     // that it sizes
	toward float32 // 1 where the column grows with the reading direction, -1 where against it
	from   float32 // the width when it was taken hold of; 0 while it is not
	far    float32 // how far it was drawn since
	line   *canvas.Rectangle
}

// gripWidth is how wide the place is that takes hold of a border.
const gripWidth = 12

// addGrips makes a border behind every column but the last.
func (h *tableHead) addGrips() {
	slack := h.t.slackAt()
	h.grips = nil
	for i := range len(h.t.columns) - 1 {
		g := &columnGrip{t: h.t, column: i, toward: 1, line: canvas.NewRectangle(nil)}
		if i >= slack {
			g.column, g.toward = i+1, -1
		}
		g.ExtendBaseWidget(g)
		h.grips = append(h.grips, g)
	}
	h.Refresh()
}

// placeGrips sets the borders between the columns that are shown.
func (h *tableHead) placeGrips(p placing) {
	if len(h.grips) == 0 {
		return
	}
	for _, g := range h.grips {
		g.Hide()
	}
	slack, before := h.t.slackAt(), -1
	h.t.eachCell(h.columnsWidth(p.size.Width), func(i int, x, w float32) {
		if w == 0 {
			return
		}
		if before >= 0 {
			g := h.grips[before]
			if i > slack {
				g = h.grips[i-1]
			}
			g.Show()
			g.Resize(fyne.NewSize(Unit(gripWidth), p.size.Height))
			p.put(g, x-(Unit(tableGap)+Unit(gripWidth))/2, 0, Unit(gripWidth))
		}
		before = i
	})
}

// Dragged is for Fyne.
func (g *columnGrip) Dragged(e *fyne.DragEvent) {
	if g.from == 0 {
		g.from, g.far = g.t.widthOf(g.column), 0
		g.t.look.Tips.Hide()
	}
	along := e.Dragged.DX
	if g.t.look.RTL() {
		along = -along
	}
	g.far += along * g.toward
	g.t.resize(g.column, g.from+g.far/Unit(1))
}

// DragEnd is for Fyne.
func (g *columnGrip) DragEnd() {
	from := g.from
	g.from = 0
	g.tell(from)
}

// DoubleTapped makes the column fit.
func (g *columnGrip) DoubleTapped(*fyne.PointEvent) {
	from := g.t.widthOf(g.column)
	g.t.resize(g.column, g.t.wants(g.column))
	g.tell(from)
}

func (g *columnGrip) tell(from float32) {
	if now := g.t.widthOf(g.column); from != 0 && now != from && g.t.sized != nil {
		g.t.sized(g.column, now)
	}
}

// MouseIn is for Fyne.
func (g *columnGrip) MouseIn(*desktop.MouseEvent) {
	g.light(Teal)
	g.t.look.Tips.Show(g.t.look.T("parts.size_column"), g)
}

// MouseMoved is for Fyne.
func (g *columnGrip) MouseMoved(*desktop.MouseEvent) {}

// MouseOut is for Fyne.
func (g *columnGrip) MouseOut() {
	g.light(Edge)
	g.t.look.Tips.Hide()
}

func (g *columnGrip) light(ink fyne.ThemeColorName) {
	g.line.FillColor = paint(ink)
	g.line.Refresh()
}

// Cursor is for Fyne.
func (g *columnGrip) Cursor() desktop.Cursor { return desktop.HResizeCursor }

// CreateRenderer is for Fyne.
func (g *columnGrip) CreateRenderer() fyne.WidgetRenderer {
	g.line.FillColor = paint(Edge)
	return &gripRenderer{g}
}

type gripRenderer struct{ g *columnGrip }

// Layout draws a short line, so that a border can be seen before the mouse is over it.
func (r *gripRenderer) Layout(s fyne.Size) {
	h := s.Height * 2 / 5
	r.g.line.Resize(fyne.NewSize(1, h))
	r.g.line.Move(fyne.NewPos((s.Width-1)/2, (s.Height-h)/2))
}
func (r *gripRenderer) MinSize() fyne.Size {
	return fyne.NewSize(Unit(gripWidth), Unit(TableHeadHeight))
}
func (r *gripRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.g.line} }
func (r *gripRenderer) Destroy()                     {}
func (r *gripRenderer) Refresh() {
	r.g.line.FillColor = paint(Edge)
	canvas.Refresh(r.g)
}
