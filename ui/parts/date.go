package parts

import (
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"plumbline/model"
	"plumbline/ui/bidi"
)

// A date as exactly as it is known, and no more:
//
//  1. exact asks for day, month and year, and lets a last day be added;
//  2. month asks for month and year, year for the year; a last one may be added;
//  3. estimate takes a year, a month or a day, whatever is known, and a last one;
//  4. day unknown takes a year, or month and year;
//  5. unknown asks for nothing.
//
// Whole months and years become their first and last day, as the model keeps them. A day is never made up: what was
// typed but makes no day yet is handed on as far as it goes (2023, 2023-04, 2023--14, --04-14, 2023-04-31), so that a
// draft loses nothing and the model's check can say what is wrong.

// DateField asks for a date and how exactly it is known.
type DateField struct {
	whole

	OnChanged func(d model.Date)

	look      Look
	precision *Select
	first     *pointEntry
	last      *pointEntry
	until     *Button
	second    *fyne.Container
	ranged    bool
	silent    bool
	off       bool
}

// NewDateField makes the field, filled from a date.
func NewDateField(k Look, d model.Date, changed func(d model.Date)) *DateField {
	f := &DateField{OnChanged: changed, look: k}
	f.first, f.last = newPointEntry(k, f.told), newPointEntry(k, f.told)
	f.precision = NewSelect(k, "", k.Options("precision", model.Precisions), string(model.Exact), func(string) { f.arrange(); f.told() })
	f.until = NewButton(k, k.T("parts.until"), Quiet, func() { f.ranged = true; f.arrange(); f.last.focus() })
	f.second = k.Row(8, NoSlack, k.Muted(k.T("parts.until")), f.last.row)
	f.join(f, k.Flow(8, f.first.row, f.until, f.second, Sized(150, 0, f.precision)))
	f.Set(d)
	return f
}

// Set fills the field without calling back.
func (f *DateField) Set(d model.Date) {
	f.silent = true
	p := d.Precision
	if p == "" {
		p = model.Exact
	}
	f.precision.SetChosen(string(p))
	from, to := string(d.From), string(d.To)
	if f.spans() {
		from, to = grainOf(p, from, to)
	}
	f.first.set(from)
	f.last.set("")
	if to != "" && to != from {
		f.last.set(to)
	}
	f.ranged = to != "" && to != from
	f.arrange()
	f.silent = false
}

// Date is what is written.
func (f *DateField) Date() model.Date {
	p := model.Precision(f.precision.Chosen())
	if p == model.UnknownDate {
		return model.Date{Precision: p}
	}
	from, to := f.first.iso(), ""
	if f.ranged {
		to = f.last.iso()
	}
	if from == "" && to == "" {
		return model.Date{Precision: p}
	}
	if p == model.Exact {
		return model.Date{From: model.Day(from), To: model.Day(to), Precision: p}
	}
	return model.Date{From: firstDay(from), To: lastDay(from, to), Precision: p}
}

// SetFault shows that an answer is missing or no day.
func (f *DateField) SetFault(on bool) {
	for _, p := range []*pointEntry{f.first, f.last} {
		p.day.Fault, p.year.Fault = on, on
		p.day.Refresh()
		p.year.Refresh()
		p.month.SetFault(on)
	}
}

// Target is what takes the keyboard: the first part that is asked for.
func (f *DateField) Target() fyne.Focusable { return f.first.target() }

// Share gives the parts that are typed a history in common with the rest of a form.
func (f *DateField) Share(h bidi.Shared) {
	for _, p := range []*pointEntry{f.first, f.last} {
		p.day.Shared, p.year.Shared = h, h
	}
}

// SetOff makes the date one that is only read.
func (f *DateField) SetOff(off bool) {
	f.off = off
	for _, p := range []*pointEntry{f.first, f.last} {
		for _, e := range []*bidi.Entry{p.day, p.year} {
			if off {
				e.Disable()
			} else {
				e.Enable()
			}
		}
		p.month.SetOff(off)
	}
	f.precision.SetOff(off)
	f.arrange()
}

// Holds says whether something is one of the parts of the field.
func (f *DateField) Holds(o fyne.Focusable) bool {
	for _, p := range []*pointEntry{f.first, f.last} {
		if o == fyne.Focusable(p.day) || o == fyne.Focusable(p.month) || o == fyne.Focusable(p.year) || o == fyne.Focusable(p.open) {
			return true
		}
	}
	return o == fyne.Focusable(f.precision) || o == fyne.Focusable(f.until)
}

func (f *DateField) spans() bool { return f.precision.Chosen() != string(model.Exact) }

// arrange shows the parts that the precision asks for.
func (f *DateField) arrange() {
	p := model.Precision(f.precision.Chosen())
	day := p == model.Exact || p == model.Estimate
	month := p != model.Year && p != model.UnknownDate
	f.first.ask(day, month, p != model.UnknownDate)
	f.last.ask(day, month, p != model.UnknownDate)
	mayRange := p != model.UnknownDay && p != model.UnknownDate
	show(f.until, mayRange && !f.ranged && !f.off)
	for _, point := range []*pointEntry{f.first, f.last} {
		show(point.open, day && !f.off)
	}
	show(f.second, mayRange && f.ranged)
	f.Refresh()
}

func (f *DateField) told() {
	if !f.silent && f.OnChanged != nil {
		f.OnChanged(f.Date())
	}
}

// grainOf shortens two days to what the precision asks for: 2023-04-01 … 2023-04-30 is 2023-04.
func grainOf(p model.Precision, from, to string) (string, string) {
	whole := func(cut int, first, last string) bool {
		return len(from) == 10 && len(to) == 10 && from[cut:] == first && to == string(lastDay(to[:cut], ""))
	}
	switch {
	case p == model.Year && len(from) >= 4:
		return from[:4], cutTo(to, 4)
	case p == model.Month && len(from) >= 7:
		return from[:7], cutTo(to, 7)
	case whole(4, "-01-01", "-12-31"):
		return from[:4], to[:4]
	case whole(7, "-01", ""):
		return from[:7], to[:7]
	}
	return from, to
}

func cutTo(s string, n int) string { return s[:min(len(s), n)] }

// firstDay is the first day of a whole year or month; anything else is handed on as it is.
func firstDay(iso string) model.Day {
	if t, err := time.Parse("2006", iso); err == nil {
		return model.Day(t.Format(time.DateOnly))
	}
	if t, err := time.Parse("2006-01", iso); err == nil {
		return model.Day(t.Format(time.DateOnly))
	}
	return model.Day(iso)
}

// lastDay is the last day of what is written: of the second where there is one, of the first where it is a whole month
// or year; a single day has none.
func lastDay(from, to string) model.Day {
	iso := to
	if iso == "" {
		iso = from
	}
	if t, err := time.Parse("2006", iso); err == nil {
		return model.Day(t.AddDate(1, 0, -1).Format(time.DateOnly))
	}
	if t, err := time.Parse("2006-01", iso); err == nil {
		return model.Day(t.AddDate(0, 1, -1).Format(time.DateOnly))
	}
	return model.Day(to)
}

// pointEntry is one date: day, month by name, year, and a calendar to choose a day from.
type pointEntry struct {
	row   *fyne.Container
	day   *bidi.Entry
	month *Select
	year  *bidi.Entry
	open  *Button
}

func newPointEntry(k Look, told func()) *pointEntry {
	p := &pointEntry{day: NewCodeEntry(k, k.T("parts.day")), year: NewCodeEntry(k, k.T("parts.year"))}
	changed := func(string) { told() }
	p.day.OnChanged, p.year.OnChanged = changed, changed
	months := make([]Option, 12)
	for i := range months {
		n := strconv.Itoa(i + 1)
		months[i] = Option{Code: n, Word: k.T("dates.month_" + n), Base: k.Base()}
	}
	p.month = NewSelect(k, k.T("parts.month"), months, "", changed)
	p.month.Clearable = true
	p.open = NewIconButton(k, "", theme.CalendarIcon(), Quiet, func() {
		openCalendar(k, p.row, p.iso(), func(iso string) { p.set(iso); told() })
	})
	p.open.Tip = k.T("parts.choose_day")
	p.row = k.Row(6, NoSlack, Sized(64, 0, p.day), Sized(138, 0, p.month), Sized(78, 0, p.year), p.open)
	return p
}

// ask shows the parts that are asked for.
func (p *pointEntry) ask(day, month, year bool) {
	for i, on := range []bool{day, month, year, day} {
		show(p.row.Objects[i], on)
	}
	show(p.row, year)
	p.row.Refresh()
}

func (p *pointEntry) target() fyne.Focusable {
	switch {
	case p.row.Objects[0].Visible():
		return p.day
	case p.row.Objects[1].Visible():
		return p.month
	}
	return p.year
}

func (p *pointEntry) focus() { focus(p.target()) }

func (p *pointEntry) set(iso string) {
	year, rest, _ := strings.Cut(iso, "-")
	if year == "" {
		rest = strings.TrimPrefix(rest, "-")
	}
	month, day, _ := strings.Cut(rest, "-")
	p.year.SetText(year)
	p.month.SetChosen(strings.TrimLeft(month, "0"))
	p.day.SetText(strings.TrimLeft(day, "0"))
}

// iso is what is written as far as it goes: 2023, 2023-04, 2023-04-03; without a month 2023--03, without a year --04-03
// or ---03, which are no days.
func (p *pointEntry) iso() string {
	year, month, day := digits(p.year.Text()), "", ""
	if p.row.Objects[0].Visible() {
		day = digits(p.day.Text())
	}
	if p.row.Objects[1].Visible() && p.month.Chosen() != "" {
		month = twoDigits(p.month.Chosen())
	}
	out := year
	if year == "" && month+day != "" {
		out = "-"
	}
	if month != "" || day != "" {
		out += "-" + month
	}
	if day != "" {
		out += "-" + twoDigits(day)
	}
	return out
}

func twoDigits(s string) string {
	if len(s) == 1 {
		return "0" + s
	}
	return s
}

// digits writes the Arabic and Persian digits of a text as 0 to 9.
func digits(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '٠' && r <= '٩':
			return r - '٠' + '0'
		case r >= '۰' && r <= '۹':
			return r - '۰' + '0'
		case r == ' ':
			return -1
		}
		return r
	}, s)
}
