package export

import (
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"plumbline/assets"
	"plumbline/model"
)

// gradeColumns count commitments by grade, one column a grade.
func gradeColumns(b *book) []column[model.PlaceRow] {
	var columns []column[model.PlaceRow]
	for _, g := range model.HouseGrades {
		s := shades[model.Grade(g)]
		columns = append(columns, column[model.PlaceRow]{key: "grade_" + g, head: s.symbol + " " + b.say("enum_grade_house.", g), width: 12, cell: func(r *model.PlaceRow) cell {
			n := r.Grades[model.Grade(g)]
			if n == 0 {
				return cell{kind: number, style: b.heat(shade{})}
			}
			return cell{kind: number, style: b.heat(s), number: float64(n)}
		}})
	}
	return append(columns, column[model.PlaceRow]{key: "ungraded", head: b.w.T("report.not_graded"), width: 11, cell: func(r *model.PlaceRow) cell {
		return cell{kind: number, style: b.heat(shade{}), number: float64(r.Ungraded)}
	}})
}

// byRegion counts what was seen in each region, and how it went over the years.
func (b *book) byRegion() error {
	type row = model.PlaceRow
	rows := slices.Clone(b.r.ByRegion)
	if !b.r.Filtered { // where nothing was seen at all
		for _, region := range assets.Regions() {
			if !slices.ContainsFunc(rows, func(r row) bool { return r.Code == region.Code }) {
				rows = append(rows, row{Code: region.Code, Years: make([]model.Few, len(b.r.YearCodes)), Gaps: []model.Gap{model.GapNoObservation}})
			}
		}
		slices.SortStableFunc(rows, func(x, y row) int { return strings.Compare(or(x.Code, "~"), or(y.Code, "~")) })
	}
	columns := []column[row]{
		{key: "region_code", head: b.w.T("columns.code"), width: 10, cell: func(r *row) cell { return b.codeCell(or(r.Code, "–")) }},
		{key: "region", head: b.w.T("fields_observation.region"), width: 24, cell: func(r *row) cell {
			if r.Code == "" {
				return b.text(b.w.T("report.no_region"))
			}
			return b.text(b.say("region.", r.Code))
		}},
		{key: "commitments", head: b.w.T("columns.leads_n"), width: 13, cell: func(r *row) cell { return b.number(int64(r.Commitments)) }},
	}
	columns = append(columns, gradeColumns(b)...)
	columns = append(columns,
		column[row]{key: "overdue", head: b.w.T("columns.overdue_n"), width: 12, cell: func(r *row) cell { return b.number(int64(r.Overdue)) }},
		column[row]{key: "observations", head: b.w.T("columns.observations_n"), width: 15, bar: true, cell: func(r *row) cell { return b.few(r.Observations) }})
	for i, year := range b.r.YearCodes {
		columns = append(columns, column[row]{key: "year_" + year, head: b.w.T("sheets.observations") + " " + year, width: 12, cell: func(r *row) cell { return b.few(r.Years[i]) }})
	}
	columns = append(columns,
		column[row]{key: "trend", head: b.w.T("columns.trend"), width: 18, cell: func(*row) cell { return cell{style: b.value()} }},
		column[row]{key: "gaps", head: b.w.T("columns.gap"), width: 34, cell: func(r *row) cell { return b.text(b.gaps(r.Gaps)) }})
	shown := without(b, "by_region", columns)
	return drawTable(b, table[row]{code: "by_region", name: "ByRegion", rows: all(rows), count: len(rows), tall: 6, pages: 2, columns: shown,
		after: func(sheet string, last int) error { return b.trends(sheet, shown, last) }})
}

// trends draws a small line over the years in each row of the trend column.
func (b *book) trends(sheet string, columns []column[model.PlaceRow], last int) error {
	first, end, at := -1, -1, -1
	for i := range columns {
		switch {
		case strings.HasPrefix(columns[i].key, "year_"):
			if end = i; first < 0 {
				first = i
			}
		case columns[i].key == "trend":
			at = i
		}
	}
	if first < 0 || first == end || at < 0 {
		return nil
	}
	s := &excelize.SparklineOptions{Markers: true, SeriesColor: "#" + teal, EmptyCells: "zero"}
	for row := 2; row <= last; row++ {
		n := b.plainNumber(row)
		s.Location = append(s.Location, columnName(at)+n)
		s.Range = append(s.Range, quoted(sheet)+"!"+columnName(first)+n+":"+columnName(end)+n)
	}
	return b.f.AddSparkline(sheet, s)
}

// byBody counts what each public body leads or supports.
func (b *book) byBody() error {
	type row = model.PlaceRow
	columns := []column[row]{
		{key: "body_code", head: b.w.T("columns.code"), width: 12, cell: func(r *row) cell { return b.codeCell(or(r.Code, "–")) }},
		{key: "body", head: b.w.T("nouns.bodies"), width: 40, cell: func(r *row) cell {
			if r.Code == "" {
				return b.text(b.w.T("report.no_body"))
			}
			return b.text(b.bodyName(r.Code))
		}},
		{key: "commitments", head: b.w.T("columns.leads_n"), width: 13, cell: func(r *row) cell { return b.number(int64(r.Commitments)) }},
		{key: "supports", head: b.w.T("columns.supports_n"), width: 13, cell: func(r *row) cell { return b.number(int64(r.Supporting)) }},
	}
	columns = append(columns, gradeColumns(b)...)
	columns = append(columns,
		column[row]{key: "overdue", head: b.w.T("columns.overdue_n"), width: 12, cell: func(r *row) cell { return b.number(int64(r.Overdue)) }},
		column[row]{key: "observations", head: b.w.T("columns.observations_n"), width: 15, bar: true, cell: func(r *row) cell { return b.few(r.Observations) }},
		column[row]{key: "gaps", head: b.w.T("columns.gap"), width: 40, cell: func(r *row) cell { return b.text(b.gaps(r.Gaps)) }})
	return drawTable(b, table[row]{code: "by_body", name: "ByBody", rows: all(b.r.ByBody), count: len(b.r.ByBody), tall: 6, pages: 2, columns: columns})
}

// timeline puts acts, deadlines, statements, reviews and observations in order.
func (b *book) timeline() error {
	type row = model.TimelineRow
	col := func(key, head string, width float64, f func(*row) cell) column[row] {
		return column[row]{key: key, head: head, width: width, cell: f}
	}
	return drawTable(b, table[row]{code: "timeline", name: "Timeline", rows: all(b.r.Timeline), count: len(b.r.Timeline), tall: 8, pages: 1, columns: []column[row]{
		col("date", b.w.T("fields_common.date"), 13, func(r *row) cell { return b.codeCell(r.Date) }),
		col("kind", b.w.T("timeline.event"), 24, func(r *row) cell { return b.text(b.w.T("timeline." + r.Kind)) }),
		col("what", b.w.T("fields_common.text"), 60, func(r *row) cell {
			if r.What != "" {
				return cell{kind: words, style: b.content(hasArabic(r.What)), text: r.What}
			}
			return b.wording(r.Text, "")
		}),
		{key: "ref", head: b.w.T("columns.ref"), width: 20, cell: func(r *row) cell { return b.codesCell(r.Ref) }, leads: func(r *row) string { return r.Ref }},
		col("body", b.w.T("columns.by"), 24, func(r *row) cell { return b.text(b.bodyName(r.Body)) }),
		col("commitments", b.w.T("columns.commitment"), 14, func(r *row) cell { return b.codesCell(b.list(r.Commitments)) }),
		col("schedule", b.w.T("columns.schedule_status"), 16, func(r *row) cell { return b.text(b.say("enum_schedule_status.", r.Schedule)) }),
		{key: "observations", head: b.w.T("columns.observations_n"), width: 15, bar: true, cell: func(r *row) cell {
			if r.Kind != "observations" {
				return cell{style: b.value()}
			}
			return b.few(r.Observations)
		}},
	}})
}

// thin lists where the ground is thin.
func (b *book) thin() error {
	type row = model.GapRow
	rows := slices.Clone(b.r.Thin)
	if !b.r.Filtered {
		at := slices.IndexFunc(rows, func(r row) bool { return r.Kind == "group" })
		if at < 0 {
			at = len(rows)
		}
		var none []row
		for _, region := range assets.Regions() {
			if !slices.ContainsFunc(b.r.Regions, func(t model.Tally) bool { return t.Code == region.Code }) {
				none = append(none, row{Kind: "region", Code: region.Code, Gaps: []model.Gap{model.GapNoObservation}})
			}
		}
		rows = slices.Insert(rows, at, none...)
	}
	kinds := map[string]string{"commitment": b.w.T("nouns.commitment"), "area": b.w.T("nouns.area"), "region": b.w.T("fields_observation.region"),
		"group": b.w.T("fields_observation.groups")}
	return drawTable(b, table[row]{code: "gaps", name: "Gaps", rows: all(rows), count: len(rows), tall: 6, pages: 1, columns: []column[row]{
		{key: "code", head: b.w.T("columns.code"), width: 26, cell: func(r *row) cell { return b.codeCell(r.Code) }, leads: func(r *row) string { return r.Code }},
		{key: "kind", head: b.w.T("fields_common.kind"), width: 24, cell: func(r *row) cell { return b.text(kinds[r.Kind]) }},
		{key: "name", head: b.w.T("columns.label"), width: 50, cell: func(r *row) cell { return b.thinName(r) }},
		{key: "gap", head: b.w.T("columns.gap"), width: 34, cell: func(r *row) cell { return b.text(b.gaps(r.Gaps)) }},
		{key: "observations", head: b.w.T("columns.observations_n"), width: 15, cell: func(r *row) cell { return b.few(r.Observations) }},
		{key: "sources", head: b.w.T("columns.independent_sources_n"), width: 15, cell: func(r *row) cell { return b.few(r.Sources) }},
		{key: "newest", head: b.w.T("columns.newest_observation"), width: 15, cell: func(r *row) cell { return b.dayCell(r.Newest) }},
	}})
}

func (b *book) thinName(r *model.GapRow) cell {
	switch r.Kind {
	case "region":
		return b.text(b.say("region.", r.Code))
	case "group":
		return b.text(b.say("enum_group.", r.Code))
	case "area":
		if a := b.r.Plan.Area(r.Code); a != nil {
			return b.wording(a.Title, a.Language)
		}
	}
	if x := b.r.Plan.Commitment(r.Code); x != nil {
		return b.wording(x.Title, x.Language)
	}
	return b.text("")
}
