package export

import (
	"strconv"
	"strings"

	"plumbline/model"
)

// method lists the sheets and says how the report was made: what it covers, how
// grades are given, what consent allows, what it cannot say, and that no record
// in scope is unaccounted for.
func (b *book) method() error {
	p, err := b.page("contents_and_method", 36, 30, 16, 16, 34)
	if err != nil {
		return err
	}
	p.across(b.heading(), b.w.T("sheets.contents_and_method"), 18)
	p.section(b.w.T("report.contents"))
	for _, code := range b.order {
		name := b.names[code]
		p.links = append(p.links, [2]string{"A" + strconv.Itoa(p.row()), quoted(name) + "!A1"})
		said, rows := name, b.sheetRows(code)
		if kind, body, treaty := strings.Cut(code, ":"); treaty && b.rtl { // LibreOffice tears a link apart that runs in both directions
			said, rows.text = b.w.T("sheets."+kind), b.w.Isolate(body)+optional(" · ", rows.text)
			rows.kind = words
		}
		p.add(cell{kind: words, style: b.link(), text: said}, rows)
	}
	p.section(b.w.T("states.formula_in_scope"))
	b.counts(p)
	p.section(b.w.T("report.method"))
	for _, x := range []struct{ label, text string }{
		{b.w.T("columns.scope"), b.period() + " " + b.w.T("report.audience_gets_"+b.circle())},
		{b.w.T("columns.questions"), b.w.T("report.questions")},
		{b.w.T("columns.sources_by_kind"), b.tally(b.r.SourceKinds, "enum_source_kind.", b.w.T("report.kind_not_told"))},
		{b.w.T("fields_observation.method"), b.tally(b.r.Methods, "enum_method.", b.w.T("states.unknown"))},
		{b.w.T("columns.coverage"), b.coverage()},
		{b.w.T("columns.decision_rules"), b.w.T("report.decision_rules")},
		{b.w.T("columns.who_graded"), b.whoGraded()},
		{b.w.T("columns.confidence"), b.w.T("report.confidence_rule")},
		{b.w.T("columns.verification_rule"), b.w.T("report.verification_rule")},
		{b.w.T("columns.consent_and_safety"), b.w.T("report.consent_rule")},
		{b.w.T("columns.limits"), b.w.T("report.limits") + " " + b.caution()},
	} {
		b.paragraph(p, x.label, x.text)
	}
	return p.done(false)
}

// paragraph puts a label and running text beside it.
func (b *book) paragraph(p *page, label, text string) {
	if text == "" {
		return
	}
	at := strconv.Itoa(p.row())
	p.merged = append(p.merged, "B"+at, "E"+at)
	p.lines = append(p.lines, line{height: visualLines(text, 96)*13 + 4, cells: []cell{{kind: words, style: b.label(), text: label},
		{kind: words, style: b.value(), text: text}, {style: b.value()}, {style: b.value()}, {style: b.value()}}})
}

// circle says how wide the audience is.
func (b *book) circle() string {
	if b.r.Profile.Ceiling == model.Public {
		return "public"
	}
	return "coalition"
}

// sheetRows says how many rows a sheet of records has.
func (b *book) sheetRows(code string) cell {
	if s, ok := b.tables[code]; ok {
		return cell{kind: words, style: b.value(), text: b.w.N("plurals.row", s.last-1)}
	}
	return cell{style: b.value()}
}

// counts puts the sum of every kind, as formulas that a reader can follow.
func (b *book) counts(p *page) {
	p.heads(b.w.T("fields_common.kind"), b.w.T("columns.in_scope"), b.w.T("columns.written"), b.w.T("columns.withheld"), b.w.T("columns.checks"))
	first := p.row()
	for _, c := range b.r.Counts {
		at := strconv.Itoa(p.row())
		p.add(b.text(b.sheetOf(c.Kind)), b.number(int64(c.InScope)), b.number(int64(c.Written)), b.number(int64(c.Withheld)),
			cell{kind: words, style: b.value(), text: "✓", formula: `IF(B` + at + `=C` + at + `+D` + at + `,"✓","≠")`})
	}
	last := strconv.Itoa(p.row() - 1)
	inScope, written, withheld := b.r.Scope()
	bold := b.style(look{bold: true, format: "#,##0", fill: sunk, edge: true})
	sum := func(column string, n int) cell {
		return cell{kind: number, style: bold, number: float64(n), formula: "SUM(" + column + strconv.Itoa(first) + ":" + column + last + ")"}
	}
	p.add(cell{kind: words, text: "Σ", style: b.style(look{bold: true, fill: sunk, align: b.lead(), edge: true})}, sum("B", inScope), sum("C", written), sum("D", withheld),
		cell{style: bold})
}

// tally writes a count in words: Interview 12, Site visit 3.
func (b *book) tally(list []model.Tally, prefix, unknown string) string {
	var items []string
	for _, t := range list {
		if t.N == 0 && t.Below == 0 {
			continue
		}
		label := unknown
		if t.Code != "" {
			label = b.say(prefix, t.Code)
		}
		n := b.w.Number(int64(t.N))
		if t.Below > 0 {
			n = "< " + b.w.Number(int64(t.Below))
		}
		items = append(items, label+" "+n)
	}
	return b.w.List(items)
}

// coverage says of how much there is an observation and a file.
func (b *book) coverage() string {
	seen := 0
	for _, s := range b.r.Scorecard {
		if s.Observations > 0 {
			seen++
		}
	}
	said := b.w.T("report.coverage", "seen", seen, "all", len(b.r.Scorecard), "observations", b.r.Events, "with", b.r.WithEvidence, "nothing", b.r.NothingFound)
	if b.r.Repeats > 0 {
		said += " " + b.w.T("report.events_once", "rows", b.r.Repeats, "column", b.w.T("columns.same_event"), "written", b.r.Count(model.KindObservation).Written)
	}
	return said
}

// whoGraded says at which levels, and by whom, findings were made.
func (b *book) whoGraded() string {
	counts := map[string]int{}
	for _, f := range b.r.Findings {
		counts[f.Level]++
	}
	var list []model.Tally
	for _, level := range model.Levels {
		list = append(list, model.Tally{Code: level, N: counts[level]})
	}
	parts := []string{b.tally(list, "enum_level.", "")}
	if len(b.r.Organisations) > 0 {
		parts = append(parts, b.w.T("nouns.organisation")+": "+b.w.List(b.r.Organisations))
	}
	return strings.Join(parts, ". ")
}
