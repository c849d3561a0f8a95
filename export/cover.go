package export

import (
	"strconv"
	"strings"

	"plumbline/model"
)

// cover says what this is, for whom, over which plan and time, from which
// records, what it must not be taken for, and where in it to read what.
func (b *book) cover() error {
	p, err := b.page("cover", 46, 92)
	if err != nil {
		return err
	}
	r, plan := b.r, b.r.Plan.Plan
	title, _ := b.w.Of(plan.Title, "")
	p.gap()
	p.across(b.style(look{size: 24, bold: true, color: teal, align: b.lead(), wrap: true, middle: true, direction: b.own()}), b.w.T("report.title"), 24)
	p.across(b.style(look{size: 15, color: ink, align: b.lead(), wrap: true, direction: b.own()}), title, 15)
	if r.Invented {
		p.gap()
		p.across(b.warning(), b.w.T("states.invented_records")+". "+b.w.T("report.invented"), 11)
	}
	p.gap()
	p.across(b.warning(), b.w.T("states.not_official_text")+". "+b.caution(), 11)
	p.gap()
	for _, x := range []struct {
		label string
		value cell
	}{
		{b.w.T("columns.audience"), b.text(b.audience())},
		{b.w.T("columns.period"), b.text(b.period())},
		{b.w.T("columns.plan_version"), b.text(plan.Code + " · " + title + optional(" · ", plan.Version))},
		{b.w.T("fields_plan.act"), b.text(b.act(plan.Act))},
		{b.w.T("fields_plan.oversight_body"), b.text(b.bodyName(plan.Oversight))},
		{b.w.T("fields_plan.reporting_duty"), b.text(b.reporting(plan.Reporting))},
		{b.w.T("columns.members_named"), b.text(or(b.w.List(r.Members), b.w.T("report.nobody_named")))},
		{b.w.T("fields_common.language"), b.text(b.w.OwnName())},
		{b.w.T("report.as_of"), b.text(b.w.Date(string(r.Today), string(r.Today), "exact"))},
		{b.w.T("columns.contact"), b.text(r.Contact)},
		{b.w.T("columns.program_version"), b.codeCell("Plumbline " + r.Program)},
		{b.w.T("columns.digest_of_records"), b.codeCell(r.Digest)},
	} {
		p.pair(x.label, x.value)
	}
	inScope, written, withheld := r.Scope()
	p.gap()
	p.across(b.note(), b.w.T("states.formula_in_scope")+": "+b.w.Number(int64(inScope))+" = "+b.w.Number(int64(written))+" + "+b.w.Number(int64(withheld)), 10)
	b.reading(p)
	return p.done(false)
}

// reading says where the reader finds what a shadow report argues, each with the way to its sheet.
func (b *book) reading(p *page) {
	p.section(b.w.T("report.how_to_read"))
	for _, x := range [][2]string{{"commitments", "what_promised"}, {"claim_and_finding", "what_said_and_found"}, {"scorecard", "how_far"}, {"observations", "what_seen"},
		{"evidence_register", "what_bears_it_out"}, {"recommendations", "what_to_do"}, {"withheld", "what_is_withheld"}} {
		name, drawn := b.names[x[0]]
		if !drawn {
			continue
		}
		p.links = append(p.links, [2]string{"B" + strconv.Itoa(p.row()), quoted(name) + "!A1"})
		p.pair(b.w.T("report."+x[1]), cell{kind: words, style: b.link(), text: name})
	}
	p.gap()
	p.across(b.note(), b.w.T("report.signs"), 10)
}

// caution is the plan's own caution; where it has none in the language of the
// report, the program's words for the same.
func (b *book) caution() string {
	if s, language := b.w.Of(b.r.Plan.Plan.Caution, ""); language == b.w.Language() {
		return s
	}
	return b.w.T("report.plan_caution")
}

// period is the time of the report in words.
func (b *book) period() string {
	switch r := b.r; {
	case r.From == "" && r.To == "":
		return b.w.T("report.whole_time")
	case r.To == "":
		return b.w.T("report.since", "date", b.w.Date(string(r.From), "", "exact"))
	default:
		return b.w.Date(string(r.From), string(r.To), "exact")
	}
}

// act names a legal act: title, number, date.
func (b *book) act(a model.Act) string {
	title, _ := b.w.Of(a.Title, "")
	var parts []string
	for _, s := range []string{title, optional("№ ", a.Number)} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	if a.Date != "" {
		parts = append(parts, b.w.Date(string(a.Date), string(a.Date), "exact"))
	}
	return strings.Join(parts, " · ")
}

// reporting says who reports to whom.
func (b *book) reporting(d model.ReportingDuty) string {
	if d.By == "" {
		return ""
	}
	return b.w.T("report.reports_to", "by", b.bodyName(d.By), "to", b.bodyName(d.To))
}

// optional puts a prefix before a word that is there.
func optional(prefix, s string) string {
	if s == "" {
		return ""
	}
	return prefix + s
}
