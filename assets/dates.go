package assets

import (
	"strconv"
	"strings"
	"time"
)

// Dates in words. A date comes as two ISO days and a precision, one of the codes of
// enum_precision, and is shown exactly as precisely as it is known, never with
// a made-up day:
//
//  1. exact: 3 April 2023; two different days are a period, 3 April 2023 – 5 April 2023;
//  2. month: April 2023, or a span of months;
//  3. year: 2023, or a span of years;
//  4. estimate: the widest of these that the two days fill, and (estimate);
//  5. unknown_day: the month or the year, and (day unknown);
//  6. unknown: date unknown, and the two days when they bound it.
//
// Without a second day the first stands alone; without a first the date is open
// towards the past. What is not an ISO day is shown as it was written.

// naming is how months are called: "month" alone, "of_month" after a day.
type naming struct {
	day, month string // prefixes of keys in section dates
}

var (
	plainNames  = naming{day: "of_month_", month: "month_"}
	shortNames  = naming{day: "short_of_month_", month: "short_month_"}
	doubleNames = naming{day: "un_of_month_", month: "un_month_"}
)

// Date writes a date as precisely as it is known.
func (w Words) Date(from, to, precision string) string {
	return w.dateWith(plainNames, from, to, precision)
}

// ShortDate writes a date with short months, for lists: 14 Nov 2023. Arabic months have no short form.
func (w Words) ShortDate(from, to, precision string) string {
	return w.dateWith(shortNames, from, to, precision)
}

// BriefDate is ShortDate for a column, without what ShortDate adds in brackets: a month whose day nobody knows reads as the
// month, an estimate is marked by a tilde, days of one month are joined: 1–3 Jun 2023.
func (w Words) BriefDate(from, to, precision string) string {
	switch precision {
	case "estimate":
		return w.T("dates.about", "date", w.brief(from, to, fitting(from, to)))
	case "unknown_day":
		return w.brief(from, to, coarse(from, to))
	case "unknown":
		return w.T("dates.unknown")
	case "month", "year":
		return w.dateWith(shortNames, from, to, precision)
	}
	return w.brief(from, to, byDay)
}

// brief is span with short months, once where two days are in one month.
func (w Words) brief(from, to string, g grain) string {
	first, fineFirst, okFirst := parseISO(from)
	last, fineLast, okLast := parseISO(to)
	oneMonth := okFirst && okLast && first.Year() == last.Year() && first.Month() == last.Month()
	if g != byDay || fineFirst != byDay || fineLast != byDay || !oneMonth || first.Day() == last.Day() {
		return w.span(shortNames, from, to, g)
	}
	days := strconv.Itoa(first.Day()) + "–" + strconv.Itoa(last.Day())
	return w.T("dates.day", "day", days, "month", w.T("dates."+shortNames.day+strconv.Itoa(int(first.Month()))), "year", strconv.Itoa(first.Year()))
}

// UNDate writes a date as reports to UN bodies do: in Arabic with both names of a
// month, 3 نيسان/أبريل 2023; in other languages as Date.
func (w Words) UNDate(from, to, precision string) string {
	return w.dateWith(doubleNames, from, to, precision)
}

// Moment writes a day and the time of day, 24 hours, in the zone that the moment carries.
func (w Words) Moment(t time.Time) string {
	day := t.Format(time.DateOnly)
	return w.T("dates.moment", "date", w.Date(day, day, "exact"), "time", t.Format("15:04"))
}

// dateWith writes a date with a choice of month names.
func (w Words) dateWith(names naming, from, to, precision string) string {
	switch precision {
	case "month":
		return w.span(names, from, to, byMonth)
	case "year":
		return w.span(names, from, to, byYear)
	case "estimate":
		return w.T("dates.estimate", "date", w.span(names, from, to, fitting(from, to)))
	case "unknown_day":
		return w.T("dates.unknown_day", "date", w.span(names, from, to, coarse(from, to)))
	case "unknown":
		if from == "" && to == "" {
			return w.T("dates.unknown")
		}
		return w.T("dates.unknown_within", "date", w.span(names, from, to, byDay))
	}
	return w.span(names, from, to, byDay)
}

// grain is how much of a day is said.
type grain int

const (
	byDay grain = iota
	byMonth
	byYear
)

// span writes the time between two days: once when both read the same.
func (w Words) span(names naming, from, to string, g grain) string {
	first, last := w.point(names, from, g), w.point(names, to, g)
	switch {
	case from == "" && to == "":
		return w.T("dates.unknown")
	case from == "":
		return w.T("dates.until", "date", last)
	case to == "", first == last:
		return first
	}
	return w.T("dates.span", "from", first, "to", last)
}

// point writes one day, its month or its year. A shorter ISO date (2023-04, 2023) is as coarse as it looks.
func (w Words) point(names naming, iso string, g grain) string {
	day, given, ok := parseISO(iso)
	if !ok {
		return iso
	}
	year, month := strconv.Itoa(day.Year()), strconv.Itoa(int(day.Month()))
	switch max(g, given) {
	case byDay:
		return w.T("dates.day", "day", strconv.Itoa(day.Day()), "month", w.T("dates."+names.day+month), "year", year)
	case byMonth:
		return w.T("dates.month", "month", w.T("dates."+names.month+month), "year", year)
	}
	return w.T("dates.year", "year", year)
}

// parseISO reads an ISO date and says how fine it is. A time of day after it is passed over.
func parseISO(iso string) (day time.Time, g grain, ok bool) {
	iso, _, _ = strings.Cut(iso, "T")
	for g, layout := range []string{byDay: time.DateOnly, byMonth: "2006-01", byYear: "2006"} {
		if day, err := time.Parse(layout, iso); err == nil {
			return day, grain(g), true
		}
	}
	return time.Time{}, byDay, false
}

// fitting returns the coarsest grain that two days fill: whole years, whole months, else days.
func fitting(from, to string) grain {
	first, _, okFirst := parseISO(from)
	last, _, okLast := parseISO(to)
	switch {
	case !okFirst || !okLast || first.Day() != 1 || last.AddDate(0, 0, 1).Day() != 1:
		return byDay
	case first.Month() == time.January && last.Month() == time.December:
		return byYear
	}
	return byMonth
}

// coarse returns what can be said of days of which none is known: the month
// when both are in one, the year otherwise.
func coarse(from, to string) grain {
	first, _, okFirst := parseISO(from)
	last, _, okLast := parseISO(to)
	if okFirst && okLast && (first.Year() != last.Year() || first.Month() != last.Month()) {
		return byYear
	}
	return byMonth
}
