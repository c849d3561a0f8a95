package export

import (
	"slices"
	"strconv"

	"plumbline/model"
)

// observations lists what monitors saw: the bulk of the workbook, streamed.
func (b *book) observations() error {
	type row = model.ObservationRow
	col := func(key, head string, width float64, f func(*row) cell) column[row] {
		return column[row]{key: key, head: head, width: width, cell: f}
	}
	hide := func(key string, f func(*row) string) column[row] {
		return column[row]{key: key, head: key, width: 12, hidden: true, cell: func(r *row) cell { return b.plain(f(r)) }}
	}
	columns := []column[row]{
		col("ref", b.w.T("columns.ref"), 17, func(r *row) cell { return b.codeCell(r.Ref) }),
		col("commitment", b.w.T("columns.commitment"), 13, func(r *row) cell { return b.codesCell(b.list(r.Commitments)) }),
		col("area", b.w.T("columns.area"), 10, func(r *row) cell { return b.codesCell(b.list(r.Areas)) }),
		col("period", b.w.T("columns.period"), 9, func(r *row) cell { return b.codeCell(years(r.Date)) }),
		col("date", b.w.T("fields_common.date"), 18, func(r *row) cell { return b.text(b.date(r.Date)) }),
		col("from", b.w.T("fields_common.date_from"), 12, func(r *row) cell { return b.dayCell(r.Date.From) }),
		col("to", b.w.T("fields_common.date_to"), 12, func(r *row) cell { return b.dayCell(r.Date.To) }),
		col("precision", b.w.T("fields_common.precision"), 12, func(r *row) cell { return b.text(b.say("enum_precision.", string(r.Date.Precision))) }),
		col("region_code", b.w.T("fields_observation.region")+" · "+b.w.T("columns.code"), 9, func(r *row) cell { return b.codeCell(r.Region) }),
		col("region", b.w.T("fields_observation.region"), 18, func(r *row) cell { return b.text(b.say("region.", r.Region)) }),
		col("place", b.w.T("fields_observation.place"), 16, func(r *row) cell { return b.place(r) }),
		col("method", b.w.T("fields_observation.method"), 16, func(r *row) cell { return b.text(b.say("enum_method.", r.Method)) }),
		{key: "title", head: b.w.T("fields_observation.title"), width: 36, long: func(r *row) (string, int) { return b.said(r.Title, r.Language) }},
		{key: "narrative", head: b.w.T("fields_observation.narrative"), width: 64, long: func(r *row) (string, int) { return b.said(r.Narrative, r.Language) }},
		col("effect", b.w.T("fields_observation.effect"), 16, func(r *row) cell { return b.text(b.say("enum_effect.", r.Effect)) }),
		col("nothing", b.w.T("fields_observation.nothing_found"), 10, func(r *row) cell { return b.tick(r.NothingFound) }),
		col("rights", b.w.T("fields_observation.rights"), 20, func(r *row) cell { return b.text(b.sayAll("enum_right.", r.Rights)) }),
		col("groups", b.w.T("fields_observation.groups"), 20, func(r *row) cell { return b.text(b.sayAll("enum_group.", r.Groups)) }),
		col("number", b.w.T("fields_observation.affected_number"), 9, func(r *row) cell { return b.affected(r) }),
		col("unit", b.w.T("fields_observation.affected_unit"), 11, func(r *row) cell { return b.text(b.say("enum_unit.", r.Affected.Unit)) }),
		col("reliability", b.w.T("fields_observation.reliability"), 10, func(r *row) cell { return b.codeCell(r.Reliability) }),
		col("credibility", b.w.T("fields_observation.credibility"), 10, func(r *row) cell { return b.rating(r.Credibility) }),
		col("review", b.w.T("fields_observation.review"), 12, func(r *row) cell { return b.text(b.say("enum_review.", string(r.Review))) }),
		col("language", b.w.T("fields_common.language"), 11, func(r *row) cell { return b.text(b.say("enum_language.", r.Language)) }),
		{key: "evidence", head: b.w.T("columns.evidence_refs"), width: 17, cell: func(r *row) cell { return b.codesCell(b.list(r.Evidence)) }, leads: func(r *row) string { return first(r.Evidence) }},
		col("source", b.w.T("columns.source_code"), 16, func(r *row) cell { return b.text(b.sources(r.Sources)) }),
		col("same_event", b.w.T("columns.same_event"), 17, func(r *row) cell { return b.codesCell(b.list(r.Same)) }),
		col("disputed", b.w.T("report.in_dispute"), 14, func(r *row) cell { return b.disputed(r.Disputed) }),
		{key: "_counts", head: "_counts", width: 12, hidden: true, cell: func(r *row) cell { return b.counts1(r.Repeats) }},
		hide("_method", func(r *row) string { return r.Method }),
		hide("_effect", func(r *row) string { return r.Effect }),
		hide("_review", func(r *row) string { return string(r.Review) }),
	}
	return drawTable(b, table[row]{code: "observations", name: "Observations", rows: b.r.Observations(), count: b.r.Count(model.KindObservation).Written,
		long: b.r.Long[model.KindObservation], tall: 12, pages: 3, columns: append(columns, machine(b, func(r *row) *model.Row { return &r.Row })...)})
}

// years is the period of a date: its year, or the years it spans.
func years(d model.Date) string {
	from, to := d.From.Year(), d.Last().Year()
	switch {
	case from == 0:
		return ""
	case to <= from && from >= 1000:
		return string(d.From[:4])
	case to <= from:
		return strconv.Itoa(from)
	}
	return strconv.Itoa(from) + "–" + strconv.Itoa(to)
}

func (b *book) place(r *model.ObservationRow) cell {
	if r.PlaceWithheld {
		return cell{kind: words, style: b.note(), text: b.w.T("columns.withheld")}
	}
	return b.text(r.Place)
}

func (b *book) tick(yes bool) cell {
	if !yes {
		return cell{style: b.value()}
	}
	return cell{kind: words, style: b.value(), text: "✓"}
}

// counts1 is 1 for the row with which an event is counted, 0 for others of it.
func (b *book) counts1(repeats bool) cell {
	if repeats {
		return cell{kind: number, style: b.hidden()}
	}
	return cell{kind: number, style: b.hidden(), number: 1}
}

// affected writes how many: a number, or that it is small.
func (b *book) affected(r *model.ObservationRow) cell {
	switch {
	case r.AffectedBelow > 0:
		return b.codeCell("< " + strconv.FormatInt(r.AffectedBelow, 10))
	case r.Affected.Number == 0:
		return cell{style: b.value()}
	}
	return b.number(r.Affected.Number)
}

func (b *book) rating(n int) cell {
	if n == 0 {
		return cell{style: b.value()}
	}
	return b.number(int64(n))
}

// sources writes what may be said of sources: code names, else kinds.
func (b *book) sources(marks []model.SourceMark) string {
	if len(marks) == 1 && marks[0].Code != "" {
		return b.one(marks[0].Code)
	}
	var items []string
	for _, m := range marks {
		if s := or(m.Code, b.say("enum_source_kind.", m.Kind)); s != "" && !slices.Contains(items, s) {
			items = append(items, s)
		}
	}
	return b.list(items)
}
