package model

import "time"

// Day is a calendar day as ISO 8601 (2006-01-02), without a zone; empty when
// unknown.
type Day string

// Precision says how exactly a date is known.
type Precision string

// The precisions of a date.
const (
	Exact       Precision = "exact"
	Month       Precision = "month"
	Year        Precision = "year"
	Estimate    Precision = "estimate"
	UnknownDay  Precision = "unknown_day"
	UnknownDate Precision = "unknown"
)

// Date is a day or a stretch of days and how exactly it is known. A month is
// its first and last day with precision month; a day is never made up.
type Date struct {
	From      Day       `cbor:"1,keyasint,omitempty" json:"from,omitempty"`
	To        Day       `cbor:"2,keyasint,omitempty" json:"to,omitempty"`
	Precision Precision `cbor:"3,keyasint,omitempty" json:"precision,omitempty"`
}

// IsZero says whether nothing was said about the date.
func (d Date) IsZero() bool { return d == Date{} }

// Valid says whether the day exists in the calendar, in years 1000 to 9999.
func (d Day) Valid() bool {
	year, _, _, ok := d.Parts()
	return ok && year >= 1000
}

// Year is the year of the day, or 0.
func (d Day) Year() int {
	year, _, _, _ := d.Parts()
	return year
}

// Parts are the year, month and day of the month; false, and zeros, for what is no day
// of the calendar. It is time.Parse for this one form: every row of a report asks six
// times.
func (d Day) Parts() (year int, month time.Month, day int, ok bool) {
	if len(d) != len(time.DateOnly) || d[4] != '-' || d[7] != '-' {
		return 0, 0, 0, false
	}
	var n [3]int
	for i, at := range [3][2]int{{0, 4}, {5, 7}, {8, 10}} {
		for _, c := range []byte(d[at[0]:at[1]]) {
			if c < '0' || c > '9' {
				return 0, 0, 0, false
			}
			n[i] = n[i]*10 + int(c-'0')
		}
	}
	if n[1] < 1 || n[1] > 12 || n[2] < 1 || n[2] > daysIn(n[0], n[1]) {
		return 0, 0, 0, false
	}
	return n[0], time.Month(n[1]), n[2], true
}

// daysIn is how many days a month has.
func daysIn(year, month int) int {
	switch month {
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	case 4, 6, 9, 11:
		return 30
	}
	return 31
}

// next is the day after; d itself where it is none.
func (d Day) next() Day {
	t, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		return d
	}
	return Day(t.AddDate(0, 0, 1).Format(time.DateOnly))
}

// Last is the last day of the date: To, or From where To is not given.
func (d Date) Last() Day {
	if d.To == "" {
		return d.From
	}
	return d.To
}

// Overlaps says whether the date touches the days from a to b; an empty end is
// open. An unknown date overlaps nothing but the open stretch.
func (d Date) Overlaps(a, b Day) bool {
	if d.From == "" {
		return a == "" && b == ""
	}
	return (a == "" || d.Last() >= a) && (b == "" || d.From <= b)
}

func (d Date) check(field string, f *Faults) {
	f.code(field+".precision", string(d.Precision), Precisions)
	if d.From != "" && !d.From.Valid() {
		f.add(field+".from", RuleDay)
	}
	if d.To != "" && !d.To.Valid() {
		f.add(field+".to", RuleDay)
	}
	if d.To != "" && d.From == "" && d.Precision != UnknownDate {
		f.add(field+".from", RuleRequired)
	}
	if d.From.Valid() && d.To.Valid() && d.To < d.From {
		f.add(field+".to", RuleOrder)
	}
	if d.From == "" && d.Precision != "" && d.Precision != UnknownDate && d.To == "" {
		f.add(field+".from", RuleRequired)
	}
}
