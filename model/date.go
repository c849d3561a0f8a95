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
	t, err := time.Parse(time.DateOnly, string(d))
	return err == nil && t.Year() >= 1000
}

// Year is the year of the day, or 0.
func (d Day) Year() int {
	t, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		return 0
	}
	return t.Year()
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
