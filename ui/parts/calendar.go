package parts

import (
	"strconv"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"plumbline/ui/bidi"
)

// A calendar to choose a day from, opened under a date. The toolkit's own speaks no Arabic and no Kazakh and runs from
// left to right. Weeks begin as they do where the language is spoken; in Arabic the first day stands at the right.
//
//  1. arrows move by a day and a week as they are seen, Page up and down by a month, Home and End within the week;
//  2. Enter, Space or a tap choose, Escape or a tap beside it leave;
//  3. today has an edge, the day that holds now is filled, days of other months are quiet.

const (
	calendarCell  = 38 // a day, across, at least
	calendarRow   = 32 // and down
	calendarHead  = 40
	calendarNames = 26
	calendarWeeks = 6
)

// calendar is the sheet of one month.
type calendar struct {
	whole

	look    Look
	month   *bidi.Label
	days    *calendarDays
	pick    func(iso string)
	overlay *overlay
}

// openCalendar shows the month of a date under a control; what is no whole date shows today's month.
func openCalendar(k Look, of fyne.CanvasObject, iso string, pick func(iso string)) *calendar {
	over := canvasOf(of)
	if over == nil {
		return nil
	}
	c := newCalendar(k, iso, time.Now(), pick)
	paper := NewBox(Surface, Inset(8, 8, c))
	paper.Edge, paper.EdgeWidth, paper.Radius, paper.Shadow = Line, 1, 6, true
	size := func() fyne.Size { return paper.MinSize() }
	c.overlay = raise(over, paper, false, under(of, func() float32 { return size().Width }, func() float32 { return size().Height }, k.RTL), c.close)
	over.Focus(c.days)
	return c
}

func newCalendar(k Look, iso string, today time.Time, pick func(iso string)) *calendar {
	c := &calendar{look: k, month: k.Bold(""), pick: pick}
	c.month.Alignment = fyne.TextAlignCenter
	c.days = newCalendarDays(c, dayOf(today))
	before, after := theme.NavigateBackIcon(), theme.NavigateNextIcon()
	if k.RTL() {
		before, after = after, before
	}
	earlier := NewIconButton(k, "", before, Quiet, func() { c.days.move(0, -1) })
	later := NewIconButton(k, "", after, Quiet, func() { c.days.move(0, 1) })
	earlier.Tip, later.Tip = k.T("parts.month_before"), k.T("parts.month_after")
	c.join(c, Column(4, k.Row(4, 1, earlier, c.month, later), c.days))
	c.days.set(startOf(iso, today))
	if whole, err := time.Parse(time.DateOnly, iso); err == nil {
		c.days.chosen = whole
	}
	return c
}

// startOf is the day that the arrows begin on: the date, the first day of its month or year, today.
func startOf(iso string, today time.Time) time.Time {
	for _, layout := range []string{time.DateOnly, "2006-01", "2006"} {
		if t, err := time.Parse(layout, iso); err == nil {
			return t
		}
	}
	return dayOf(today)
}

func dayOf(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
}

func (c *calendar) close() {
	if c.overlay != nil {
		o := c.overlay
		c.overlay = nil
		o.lower()
	}
}

func (c *calendar) choose(day time.Time) {
	c.close()
	c.pick(day.Format(time.DateOnly))
}

// calendarDays is the names of the days of the week and the days under them: one stop of the Tab key.
type calendarDays struct {
	widget.BaseWidget

	of      *calendar
	today   time.Time
	chosen  time.Time // zero for none
	at      time.Time // that the arrows stand on
	names   []*bidi.Label
	numbers []*bidi.Label
	papers  []*canvas.Rectangle
	focused bool
}

func newCalendarDays(c *calendar, today time.Time) *calendarDays {
	d := &calendarDays{of: c, today: today, at: today}
	k := c.look
	for i := range 7 {
		n := k.Line(k.T("dates.weekday_"+strconv.Itoa(int(d.weekday(i)))), Ink3)
		n.Alignment = fyne.TextAlignCenter
		d.names = append(d.names, n)
	}
	for range 7 * calendarWeeks {
		n := k.Line("", Ink)
		n.Alignment = fyne.TextAlignCenter
		d.numbers, d.papers = append(d.numbers, n), append(d.papers, canvas.NewRectangle(nil))
	}
	d.ExtendBaseWidget(d)
	return d
}

// weekday is the day of the week of a column, Monday 1 to Sunday 7.
func (d *calendarDays) weekday(column int) int {
	first := int(d.of.look.Words.WeekBegins())
	return (first+6+column)%7 + 1
}

// column is where a day stands in its week.
func (d *calendarDays) column(day time.Time) int {
	return (int(day.Weekday()) - int(d.of.look.Words.WeekBegins()) + 7) % 7
}

// first is the day in the first cell.
func (d *calendarDays) first() time.Time {
	begin := time.Date(d.at.Year(), d.at.Month(), 1, 0, 0, 0, 0, time.UTC)
	return begin.AddDate(0, 0, -d.column(begin))
}

// set moves the arrows to a day, and shows its month. Years are those that a record may have.
func (d *calendarDays) set(day time.Time) {
	if day.Year() < 1 || day.Year() > 9999 {
		return
	}
	d.at = day
	iso := day.Format("2006-01")
	d.of.month.SetText(d.of.look.Words.Date(iso, iso, "month"))
	d.Refresh()
}

// move goes by days and months; from the end of a long month to the end of a short one.
func (d *calendarDays) move(days, months int) {
	to := d.at.AddDate(0, 0, days)
	if months != 0 {
		begin := time.Date(d.at.Year(), d.at.Month()+time.Month(months), 1, 0, 0, 0, 0, time.UTC)
		to = begin.AddDate(0, 0, min(d.at.Day(), begin.AddDate(0, 1, -1).Day())-1)
	}
	d.set(to)
}

// TypedKey is for Fyne.
func (d *calendarDays) TypedKey(e *fyne.KeyEvent) {
	ahead := 1
	if d.of.look.RTL() {
		ahead = -1
	}
	switch e.Name {
	case fyne.KeyRight:
		d.move(ahead, 0)
	case fyne.KeyLeft:
		d.move(-ahead, 0)
	case fyne.KeyDown:
		d.move(7, 0)
	case fyne.KeyUp:
		d.move(-7, 0)
	case fyne.KeyPageDown:
		d.move(0, 1)
	case fyne.KeyPageUp:
		d.move(0, -1)
	case fyne.KeyHome:
		d.move(-d.column(d.at), 0)
	case fyne.KeyEnd:
		d.move(6-d.column(d.at), 0)
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		d.of.choose(d.at)
	default:
		d.of.look.pass(e.Name, d)
	}
}

// TypedRune is for Fyne.
func (d *calendarDays) TypedRune(rune) {}

// FocusGained is for Fyne.
func (d *calendarDays) FocusGained() { d.focused = true; d.Refresh() }

// FocusLost is for Fyne.
func (d *calendarDays) FocusLost() { d.focused = false; d.Refresh() }

// Tapped chooses the day under the mouse.
func (d *calendarDays) Tapped(e *fyne.PointEvent) {
	across, down := int(e.Position.X*7/d.Size().Width), int((e.Position.Y-Unit(calendarNames))/Unit(calendarRow))
	if e.Position.Y < Unit(calendarNames) || across < 0 || across > 6 || down > calendarWeeks-1 {
		return
	}
	if d.of.look.RTL() {
		across = 6 - across
	}
	d.of.choose(d.first().AddDate(0, 0, down*7+across))
}

// CreateRenderer is for Fyne.
func (d *calendarDays) CreateRenderer() fyne.WidgetRenderer {
	r := &calendarRenderer{d}
	r.tint()
	return r
}

type calendarRenderer struct{ d *calendarDays }

// tint writes the days of the month and marks today, the arrows and what is chosen.
func (r *calendarRenderer) tint() {
	d := r.d
	for i, n := range d.numbers {
		day := d.first().AddDate(0, 0, i)
		p := d.papers[i]
		p.FillColor, p.CornerRadius, p.StrokeWidth, p.StrokeColor = paint(Clear), Unit(4), 0, nil
		n.ColorName = Ink
		if day.Month() != d.at.Month() {
			n.ColorName = Ink3
		}
		if day.Equal(d.today) {
			p.StrokeWidth, p.StrokeColor = 1, paint(Edge)
		}
		if day.Equal(d.chosen) {
			p.FillColor, n.ColorName = paint(Teal), OnTeal
		}
		if day.Equal(d.at) && d.focused {
			p.StrokeWidth, p.StrokeColor = 2, paint(Teal)
			if !day.Equal(d.chosen) {
				p.FillColor, n.ColorName = paint(TealTint), Ink
			}
		}
		n.Text = d.of.look.Words.Number(int64(day.Day()))
		n.Refresh()
		p.Refresh()
	}
}

func (r *calendarRenderer) Layout(s fyne.Size) {
	d := r.d
	w, h := s.Width/7, Unit(calendarRow)
	p := placing{size: s, rtl: d.of.look.RTL()}
	for i, n := range d.names {
		p.put(n, float32(i)*w, middle(Unit(calendarNames), give(n, w)), w)
	}
	for i, n := range d.numbers {
		x, y := float32(i%7)*w, Unit(calendarNames)+float32(i/7)*h
		p.put(n, x, y+middle(h, give(n, w)), w)
		d.papers[i].Resize(fyne.NewSize(w-2, h-2))
		p.put(d.papers[i], x+1, y+1, w-2)
	}
}

func (r *calendarRenderer) MinSize() fyne.Size {
	return fyne.NewSize(7*Unit(calendarCell), Unit(calendarNames)+calendarWeeks*Unit(calendarRow))
}

func (r *calendarRenderer) Objects() []fyne.CanvasObject {
	objs := objects(r.d.papers)
	return append(append(objs, objects(r.d.names)...), objects(r.d.numbers)...)
}

func (r *calendarRenderer) Destroy() {}
func (r *calendarRenderer) Refresh() {
	r.tint()
	r.Layout(r.d.Size())
	canvas.Refresh(r.d)
}
