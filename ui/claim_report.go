package ui

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"plumbline/model"
	"plumbline/ui/parts"
)

// reportList is the choice of a report of the State that an earlier claim names. Choosing one fills all that is said of
// it; what is filled can still be changed, for this claim alone.
type reportList struct {
	c      *claim
	choice *parts.Select
	known  []namedReport // newest first
}

// namedReport is a report, and the language in which its title was written.
type namedReport struct {
	model.StateReport
	language string
}

func newReportList(c *claim) *reportList {
	l := &reportList{c: c}
	l.choice = parts.NewPicker(c.k, c.k.T("claim_screen.earlier_hint"), nil, "", nil)
	b := c.bind(l.choice, l.follow)
	l.choice.OnChanged = func(code string) {
		l.take(code)
		c.changed(b)
	}
	l.read()
	return l
}

// read fetches the reports that the notebook knows.
func (l *reportList) read() {
	var claims []*model.Claim
	book := l.c.d.book
	l.c.d.read(func() (err error) {
		claims, err = claimsOf(book, "")
		return err
	}, func(err error) {
		if err != nil || l.c.done {
			return
		}
		l.known = reportsOf(claims)
		l.show()
	})
}

// reportsOf are the reports that claims name, each once, in the order of the claims.
func reportsOf(claims []*model.Claim) []namedReport {
	var out []namedReport
	for _, c := range claims {
		r := namedReport{c.Report, c.Language}
		if !slices.ContainsFunc(out, func(o namedReport) bool { return sameReport(o.StateReport, r.StateReport) }) {
			out = append(out, r)
		}
	}
	return out
}

func sameReport(a, b model.StateReport) bool {
	if len(a.Title) != len(b.Title) || a.Date != b.Date || a.Issuer != b.Issuer || a.Period != b.Period || a.Address != b.Address {
		return false
	}
	for language, words := range a.Title {
		if b.Title[language] != words {
			return false
		}
	}
	return true
}

// show offers the reports by title, found by any of their words.
func (l *reportList) show() {
	w := l.c.d.words
	options := make([]parts.Option, len(l.known))
	for i, r := range l.known {
		title, language := w.Of(r.Title, r.language)
		o := parts.Option{Code: strconv.Itoa(i), Word: title, Base: parts.BaseOf(language),
			Note: strings.Join(filled(isoDate(w, string(r.Date)), w.Isolate(r.Issuer), w.Isolate(r.Period)), " · ")}
		for _, words := range r.Title {
			o.Also = append(o.Also, words)
		}
		options[i] = o
	}
	l.choice.SetOptions(options)
}

// take fills the form from a report.
func (l *reportList) take(code string) {
	at, err := strconv.Atoi(code)
	if err != nil || at < 0 || at >= len(l.known) {
		return
	}
	c, from := l.c, l.known[at]
	report := &c.sheet.Fields.Report
	title := report.Title
	clear(title)
	maps.Copy(title, from.Title)
	if words := c.sheet.Fields.Quotation; c.sheet.isNew() && !c.sheet.Chosen && title[c.sheet.Language] == "" && len(tidy(words)) == 0 {
		c.words.turn(firstOf(from.language, c.sheet.Language)) // the report's own language
		c.words.pick.SetChosen(c.sheet.Language)
	}
	report.Date, report.Issuer, report.Period, report.Address = from.Date, from.Issuer, from.Period, from.Address
	c.showSheet()
}

// follow lets go of the report that was chosen where the form is no longer filled from it.
func (l *reportList) follow() {
	at, err := strconv.Atoi(l.choice.Chosen())
	if err == nil && (at >= len(l.known) || !sameReport(l.known[at].StateReport, l.c.sheet.Fields.Report)) {
		l.choice.SetChosen("")
	}
}
