package model

import (
	"slices"
	"strings"
)

// wants says whether an observation is in the scope of the report: in its
// period and through its filters.
func (c *compiler) wants(v View, o *Observation) bool {
	f := c.ask.Filter
	if c.only != nil && !c.only[v.ID] {
		return false
	}
	fits := func(want, have string) bool { return want == "" || want == have }
	switch {
	case !o.Date.Overlaps(c.ask.From, c.ask.To), !o.Date.Overlaps(f.Since, f.Until),
		!c.everyCommitment() && !slices.ContainsFunc(o.Commitments, func(code string) bool { return c.commitments[code] }),
		!fits(f.Region, o.Region), !fits(f.Method, o.Method), !fits(f.Effect, o.Effect), !fits(f.Reliability, o.Reliability),
		!fits(string(f.Review), string(o.Review)), !fits(string(f.Confidentiality), string(o.Confidentiality)),
		!fits(f.Organisation, v.Created.Organisation),
		f.HasEvidence && len(c.exhibitsOf(v.ID)) == 0,
		f.Disputed && !v.Disputed(),
		f.NothingFound && !o.NothingFound,
		f.Tag != "" && !slices.Contains(o.Tags, f.Tag):
		return false
	}
	return len(c.words) == 0 || c.says(o)
}

// says whether every word of the filter stands in the observation.
func (c *compiler) says(o *Observation) bool {
	var all strings.Builder
	for _, text := range []Text{o.Title, o.Narrative} {
		for _, words := range text {
			all.WriteString(Fold(words))
			all.WriteByte(' ')
		}
	}
	for _, w := range c.words {
		if !strings.Contains(all.String(), w) {
			return false
		}
	}
	return true
}

// everyCommitment says whether no filter chooses commitments.
func (c *compiler) everyCommitment() bool {
	return c.ask.Filter.Commitment == "" && c.ask.Filter.Area == ""
}

// unfiltered says whether the report asks for everything.
func (c *compiler) unfiltered() bool {
	f := c.ask.Filter
	f.Kind, f.Order, f.Offset, f.Limit, f.Withdrawn = "", "", 0, 0, false
	return f == Query{} && c.ask.From == "" && c.ask.To == ""
}

// inPeriod says whether a day, or a period like 2021/2023, touches the period
// of the report.
func (c *compiler) inPeriod(day Day, period string) bool {
	if c.ask.From == "" && c.ask.To == "" {
		return true
	}
	if day.Valid() && (Date{From: day}).Overlaps(c.ask.From, c.ask.To) {
		return true
	}
	from, to := PeriodDays(period)
	return from != "" && (Date{From: from, To: to}).Overlaps(c.ask.From, c.ask.To)
}

// PeriodDays gives the first and last day of a period as findings and the
// State's reports write it: 2023, 2023-04, 2021/2023, 2021-07/2022-06. Empty
// for what is none.
func PeriodDays(period string) (from, to Day) {
	first, last, two := strings.Cut(period, "/")
	if !two {
		last = first
	}
	from, to = Day(first), Day(last)
	switch len(first) {
	case 4:
		from = Day(first + "-01-01")
	case 7:
		from = Day(first + "-01")
	}
	switch len(last) {
	case 4:
		to = Day(last + "-12-31")
	case 7:
		for _, day := range []string{"-31", "-30", "-29", "-28"} {
			if to = Day(last + day); to.Valid() {
				break
			}
		}
	}
	if !from.Valid() || !to.Valid() || to < from {
		return "", ""
	}
	return from, to
}

// areasOf lists the areas of commitments, in their order, each once; an
// undertaking outside the areas counts with those it is linked to.
func (c *compiler) areasOf(commitments []string) []string {
	var areas []string
	for _, code := range commitments {
		x := c.book.Commitment(code)
		switch {
		case x == nil:
		case x.Area != "":
			areas = adding(areas, x.Area)
		default:
			for _, linked := range x.LinkedAreas {
				areas = adding(areas, linked)
			}
		}
	}
	return areas
}

// adding is a list with one more word, unless that is empty or there already.
func adding(list []string, word string) []string {
	if word == "" || slices.Contains(list, word) {
		return list
	}
	return append(list, word)
}
