package export

import (
	"strings"

	"plumbline/model"
)

// disputes lists what concurrent edits left open, and how earlier ones were
// decided.
func (b *book) disputes() error {
	type row = model.DisputeRow
	col := func(key, head string, width float64, f func(*row) cell) column[row] {
		return column[row]{key: key, head: head, width: width, cell: f}
	}
	return drawTable(b, table[row]{code: "disputes_and_decisions", name: "Disputes", rows: all(b.r.Disputes), count: len(b.r.Disputes), tall: 16, long: true, pages: 1,
		columns: []column[row]{
			{key: "ref", head: b.w.T("columns.ref"), width: 17, cell: func(r *row) cell { return b.codeCell(r.Ref) }, leads: func(r *row) string { return r.Ref }},
			col("field", b.w.T("columns.field"), 22, func(r *row) cell { return b.text(b.field(r.Kind, r.Field)) }),
			col("n", b.w.T("columns.values_n"), 10, func(r *row) cell { return b.number(int64(r.Sides)) }),
			{key: "values", head: b.w.T("columns.values_by_organisation"), width: 64, long: func(r *row) (string, int) { return b.sides(r), b.value() }},
			{key: "decision", head: b.w.T("columns.decision"), width: 40, long: func(r *row) (string, int) { return b.decision(r), b.value() }},
			col("reason", b.w.T("columns.reason"), 34, func(r *row) cell { return b.text(r.Reason) }),
			col("by", b.w.T("columns.by"), 22, func(r *row) cell { return b.text(r.By) }),
			col("when", b.w.T("columns.when"), 13, func(r *row) cell { return b.dayCell(r.When) }),
		}})
}

func (b *book) field(kind model.Kind, name string) string {
	for _, key := range []string{"fields_" + string(kind) + "." + name, "fields_common." + name} {
		if b.w.Has(key) {
			return b.w.T(key)
		}
	}
	return name
}

func (b *book) sides(r *model.DisputeRow) string {
	if len(r.Values) == 0 {
		return b.w.T("report.not_for_audience")
	}
	var lines []string
	for _, s := range r.Values {
		lines = append(lines, optional("", b.isolated(s.By))+": "+b.value1(r.Field, s.Value))
	}
	return strings.Join(lines, "\n")
}

func (b *book) decision(r *model.DisputeRow) string {
	switch {
	case !r.Decided:
		return b.w.T("report.still_open")
	case len(r.Values) == 0:
		return b.w.T("report.not_for_audience")
	}
	return b.value1(r.Field, r.Decision)
}

// value1 writes one value of a field in words.
func (b *book) value1(field string, value any) string {
	label := func(code string) string { return b.say(listOf(field), code) }
	switch v := value.(type) {
	case model.Text:
		s, language := b.w.Of(v, "")
		return optional(language+": ", s)
	case model.Date:
		return b.w.Date(string(v.From), string(v.To), string(v.Precision))
	case model.Affected:
		return strings.TrimSpace(b.w.Number(v.Number) + " " + b.say("enum_unit.", v.Unit))
	case []string:
		labels := make([]string, len(v))
		for i, code := range v {
			labels[i] = label(code)
		}
		return b.list(labels)
	case bool:
		return map[bool]string{true: "✓", false: "–"}[v]
	case int:
		return b.plainNumber(v)
	case string:
		return label(v)
	case model.Grade:
		return b.say("enum_grade_house.", string(v))
	case model.ReviewState:
		return label(string(v))
	case model.Day:
		return string(v)
	}
	return ""
}

// listOf is the list that a field's codes come from.
func listOf(field string) string {
	switch field {
	case "region":
		return "region."
	case "groups", "rights":
		return "enum_" + strings.TrimSuffix(field, "s") + "."
	case "claimed_status":
		return "enum_official_status."
	case "evidence_kind":
		return "enum_source_kind."
	case "copy_kind":
		return "enum_copy."
	}
	return "enum_" + field + "."
}

// planChanges says how the plan changed, as far as its data tell.
func (b *book) planChanges() error {
	type row = model.PlanChange
	col := func(key, head string, width float64, f func(*row) cell) column[row] {
		return column[row]{key: key, head: head, width: width, cell: f}
	}
	item := func(code string, title model.Text) cell {
		s, _ := b.w.Of(title, "")
		return cell{kind: words, style: b.value(), text: b.w.Isolate(code) + optional(" · ", s)}
	}
	return drawTable(b, table[row]{code: "plan_changes", name: "PlanChanges", rows: all(b.r.PlanChanges), count: len(b.r.PlanChanges), tall: 8, pages: 1, columns: []column[row]{
		col("old", b.w.T("columns.old_item"), 48, func(r *row) cell { return item(r.Old, r.OldTitle) }),
		col("new", b.w.T("columns.new_item"), 48, func(r *row) cell { return item(r.New, r.NewTitle) }),
		col("kind", b.w.T("columns.kind_of_change"), 20, func(r *row) cell { return b.text(b.w.T("enum_plan_change." + r.Kind)) }),
		col("act", b.w.T("columns.act"), 26, func(r *row) cell { return b.text(b.isolated(r.Act)) }),
		col("date", b.w.T("fields_common.date"), 14, func(r *row) cell { return b.codeCell(r.Date) }),
	}})
}
