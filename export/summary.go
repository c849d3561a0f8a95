package export

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/xuri/excelize/v2"

	"plumbline/model"
)

// summary is the page that is read aloud: key figures, grades by area, verdicts
// on claims, observations over time, and where the argument is thin. Figures are
// formulas over the other sheets, with the values they had when drawn.
func (b *book) summary() error {
	grades := len(model.HouseGrades)
	widths := []float64{12, 46}
	for range grades + 1 {
		widths = append(widths, 12)
	}
	p, err := b.page("summary", append(widths, 14, 14, 14, 13, 13)...)
	if err != nil {
		return err
	}
	p.across(b.heading(), b.w.T("sheets.summary"), 18)
	b.keyFigures(p)
	p.section(b.w.T("columns.grades_by_area"))
	first, last := b.gradesByArea(p)
	charts := []func(string) error{}
	charts = append(charts, func(at string) error { return b.gradeChart(p, at, first, last) })
	p.section(b.w.T("report.charts"))
	chartRow := p.row()
	for range 22 { // the library counts a line of the first sheet lower than one of another
		p.lines = append(p.lines, line{height: 15})
	}
	breakAt := p.row()
	p.section(b.w.T("columns.claim_verdicts"))
	verdictFirst, verdictLast := b.verdictTable(p)
	p.section(b.w.T("columns.observations_over_time"))
	yearFirst, yearLast := b.yearTable(p)
	p.section(b.w.T("columns.top_gaps"))
	b.topGaps(p)
	charts = append(charts,
		func(at string) error { return b.verdictChart(p, at, verdictFirst, verdictLast) },
		func(at string) error { return b.yearChart(p, at, yearFirst, yearLast) })
	if b.sink != nil {
		return p.done(true)
	}
	for i, column := range []string{"A", "E", "J"} {
		if err := charts[i](column + strconv.Itoa(chartRow)); err != nil {
			return fmt.Errorf("chart: %w", err)
		}
	}
	if err := b.f.InsertPageBreak(p.name, "A"+strconv.Itoa(breakAt)); err != nil {
		return err
	}
	return p.done(true)
}

// anyOf says whether something was counted: a chart of nothing is a ring or a frame that seems to say something.
func anyOf(list []model.Tally) bool {
	return slices.ContainsFunc(list, func(t model.Tally) bool { return t.N > 0 || t.Below > 0 })
}

// over writes a column of a table as a range for a formula; false where the
// report has no such sheet or the sheet no rows.
func (b *book) over(code, column string) (string, bool) {
	s, ok := b.tables[code]
	letter := s.columns[column]
	if !ok || letter == "" || s.last < 2 {
		return "", false
	}
	return s.sheet + "!$" + letter + "$2:$" + letter + "$" + strconv.Itoa(s.last), true
}

// counted is a number with the formula that counts it; without a sheet to count
// on, the number alone.
func (b *book) counted(n int, style int, formula string, ok bool) cell {
	c := cell{kind: number, style: style, number: float64(n)}
	if ok {
		c.formula = formula
	}
	return c
}

// rows counts the records of a sheet: each has an id, rows that continue others
// have none. On a sheet that goes on elsewhere the number stands alone.
func (b *book) rows(code string, n, style int) cell {
	r, ok := b.over(code, "_id")
	return b.counted(n, style, "COUNTA("+r+")", ok && n <= maxRows)
}

// observed counts what was seen: several rows of one event once.
func (b *book) observed(style int) cell {
	r, ok := b.over("observations", "_counts")
	return b.counted(b.r.Events, style, "SUM("+r+")", ok && b.r.Count(model.KindObservation).Written <= maxRows)
}

func (b *book) keyFigures(p *page) {
	big := b.style(look{size: 20, bold: true, color: teal, format: "#,##0", align: b.lead(), middle: true})
	small := b.style(look{color: inkSoft, wrap: true, middle: true, align: b.lead(), direction: b.own()})
	r := b.r
	graded := 0
	for _, t := range r.Grades {
		graded += t.N
	}
	contradicted := 0
	for _, t := range r.Verdicts {
		if t.Code == string(model.Contradicted) {
			contradicted = t.N
		}
	}
	gradeColumn, hasGrades := b.over("scorecard", "_grade")
	verdicts, hasVerdicts := b.over("claim_and_finding", "_verdict")
	p.gap()
	figures := []struct {
		label string
		value cell
	}{
		{b.w.T("report.figure_commitments"), b.rows("scorecard", len(r.Scorecard), big)},
		{b.w.T("report.figure_graded"), b.counted(graded, big, `COUNTIF(`+gradeColumn+`,"?*")`, hasGrades)},
		{b.w.T("report.figure_claims"), b.rows("claim_and_finding", r.Count(model.KindClaim).Written, big)},
		{b.w.T("report.figure_contradicted"), b.counted(contradicted, big, `COUNTIF(`+verdicts+`,"contradicted")`, hasVerdicts)},
		{b.w.T("report.figure_observations"), b.observed(big)},
		{b.w.T("report.figure_evidence"), b.rows("evidence_register", r.Count(model.KindEvidence).Written, big)},
	}
	for i := 0; i < len(figures); i += 2 {
		x, y := figures[i], figures[i+1]
		at := strconv.Itoa(p.row())
		p.merged = append(p.merged, "D"+at, "H"+at)
		p.lines = append(p.lines, line{height: 28, cells: []cell{x.value, {kind: words, style: small, text: x.label}, y.value, {kind: words, style: small, text: y.label}}})
	}
}

// heat is the look of a count by grade; none is a dash.
func (b *book) heat(s shade) int {
	return b.style(look{bold: s.fill != "", format: `#,##0;-#,##0;"–"`, align: "center", color: s.ink, fill: s.fill, middle: true, edge: true})
}

// gradesByArea counts commitments by area and grade.
func (b *book) gradesByArea(p *page) (first, last int) {
	heads := []string{b.w.T("columns.area"), b.w.T("fields_area.title")}
	for _, g := range model.HouseGrades {
		heads = append(heads, shades[model.Grade(g)].symbol+" "+b.say("enum_grade_house.", g))
	}
	heads = append(heads, b.w.T("report.not_graded"), b.w.T("sheets.commitments"), b.w.T("columns.observations_n"), b.w.T("columns.evidence_n"), b.change(model.Improved), b.change(model.Worsened))
	p.heads(heads...)
	first = p.row()
	areas, hasAreas := b.over("scorecard", "_area")
	gradeColumn, _ := b.over("scorecard", "_grade")
	total := model.AreaSummary{Grades: map[model.Grade]int{}, Changes: map[model.Change]int{}}
	for _, a := range b.r.Areas {
		b.areaLine(p, a, areas, gradeColumn, hasAreas)
		for g, n := range a.Grades {
			total.Grades[g] += n
		}
		for c, n := range a.Changes {
			total.Changes[c] += n
		}
		total.Ungraded += a.Ungraded
		total.Commitments += a.Commitments
	}
	last = p.row() - 1
	if last >= first {
		b.totalLines(p, total, first, last)
	}
	return first, last
}

// areaLine is one area.
func (b *book) areaLine(p *page, a model.AreaSummary, areas, gradeColumn string, live bool) {
	code, title, key := a.Code, a.Title, a.Code
	name, style := b.said(title, "")
	if code == "" {
		code, key = "–", outside
		name, style = b.say("enum_origin.", string(model.OutsideThePlan)), b.value()
	}
	at := strconv.Itoa(p.row())
	cells := []cell{b.codeCell(code), {kind: words, style: style, text: name}}
	for _, g := range model.HouseGrades {
		n := a.Grades[model.Grade(g)]
		style := b.heat(shade{})
		if n > 0 {
			style = b.heat(shades[model.Grade(g)])
		}
		cells = append(cells, b.counted(n, style, `COUNTIFS(`+areas+`,"`+key+`",`+gradeColumn+`,"`+g+`")`, live))
	}
	end := columnName(1 + len(model.HouseGrades))
	total := columnName(3 + len(model.HouseGrades))
	cells = append(cells, b.counted(a.Ungraded, b.heat(shade{}), total+at+"-SUM(C"+at+":"+end+at+")", live),
		b.counted(a.Commitments, b.heat(shade{}), `COUNTIF(`+areas+`,"`+key+`")`, live),
		b.counted(a.Observations, b.heat(shade{}), "", false), b.counted(a.Evidence, b.heat(shade{}), "", false),
		b.counted(a.Changes[model.Improved], b.heat(shade{}), "", false), b.counted(a.Changes[model.Worsened], b.heat(shade{}), "", false))
	p.add(cells...)
}

// totalLines are the sums below, and the shares of all commitments.
func (b *book) totalLines(p *page, t model.AreaSummary, first, last int) {
	bold := b.style(look{bold: true, format: "#,##0", fill: sunk, align: "center", edge: true})
	centred := b.style(look{format: "0%", align: "center", edge: true})
	boldWords := b.style(look{bold: true, fill: sunk, align: b.lead(), direction: b.own(), edge: true})
	values := make([]int, 0, len(model.HouseGrades)+2)
	for _, g := range model.HouseGrades {
		values = append(values, t.Grades[model.Grade(g)])
	}
	values = append(values, t.Ungraded, t.Commitments)
	at := p.row()
	sums := []cell{{kind: words, style: boldWords, text: "Σ"}, {style: boldWords}}
	shares := []cell{{kind: words, style: b.label(), text: "%"}, {kind: words, style: b.label(), text: b.w.T("columns.share")}}
	all := "$" + columnName(len(values)+1) + "$" + strconv.Itoa(at)
	for i, n := range values {
		column := columnName(i + 2)
		sums = append(sums, cell{kind: number, style: bold, number: float64(n), formula: "SUM(" + column + strconv.Itoa(first) + ":" + column + strconv.Itoa(last) + ")"})
		share := 0.0
		if t.Commitments > 0 {
			share = float64(n) / float64(t.Commitments)
		}
		shares = append(shares, cell{kind: number, style: centred, number: share, formula: "IF(" + all + "=0,0," + column + strconv.Itoa(at) + "/" + all + ")"})
	}
	p.add(sums...)
	p.add(shares...)
}

func (b *book) verdictTable(p *page) (first, last int) {
	p.heads("", b.w.T("fields_finding.verdict"), b.w.T("columns.records_n"))
	verdicts, live := b.over("claim_and_finding", "_verdict")
	first = p.row()
	for _, t := range b.r.Verdicts {
		p.add(cell{style: b.value()}, b.verdict(model.Verdict(t.Code)), b.counted(t.N, b.figure(), `COUNTIF(`+verdicts+`,"`+t.Code+`")`, live))
	}
	return first, p.row() - 1
}

func (b *book) yearTable(p *page) (first, last int) {
	p.heads("", b.w.T("columns.period"), b.w.T("columns.observations_n"))
	first = p.row()
	for _, t := range b.r.Years {
		year := b.codeCell(t.Code)
		if t.Code == "" {
			year = b.text(b.w.T("dates.unknown"))
		}
		p.add(cell{style: b.value()}, year, b.number(int64(t.N)))
	}
	return first, p.row() - 1
}

// topGaps lists the commitments that lack most.
func (b *book) topGaps(p *page) {
	p.heads(b.w.T("columns.ref"), b.w.T("columns.commitment"), b.w.T("columns.gap"))
	const most = 10
	shown := 0
	for lacks := 5; lacks > 0; lacks-- {
		for _, s := range b.r.Scorecard {
			if len(s.Gaps) == lacks && shown < most {
				shown++
				at := strconv.Itoa(p.row())
				end := columnName(len(p.widths) - 1)
				title, style := b.said(s.Commitment.Title, s.Commitment.Language)
				p.add(b.codeCell(s.Commitment.Code), cell{kind: words, style: style, text: title})
				l := &p.lines[len(p.lines)-1]
				l.cells = append(l.cells, b.text(b.gaps(s.Gaps)))
				for range len(p.widths) - 3 {
					l.cells = append(l.cells, cell{style: b.value()})
				}
				p.merged = append(p.merged, "C"+at, end+at)
			}
		}
	}
}

// stretch is a range of one column of the summary, for a chart.
func (p *page) stretch(column string, first, last int) string {
	return quoted(p.name) + "!$" + column + "$" + strconv.Itoa(first) + ":$" + column + "$" + strconv.Itoa(last)
}

// chart is what the charts share: a title, words of a sane size, a place and the
// words for those who cannot see it.
func (b *book) chart(kind excelize.ChartType, title, alt string, width, height uint) *excelize.Chart {
	vary := false
	return &excelize.Chart{Type: kind, Title: excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{Text: title, Font: &excelize.Font{Size: 12, Bold: true, Color: ink, Family: fontName}}}},
		Format: excelize.GraphicOptions{AltText: clean(alt), Name: clean(title)}, Dimension: excelize.ChartDimension{Width: width, Height: height},
		Legend: excelize.ChartLegend{Position: "bottom", Font: &excelize.Font{Size: 9, Color: ink, Family: fontName}}, VaryColors: &vary, ShowBlanksAs: "gap"}
}

// gradeChart stacks the grades of each area, the first area on top.
func (b *book) gradeChart(p *page, at string, first, last int) error {
	if last < first || !anyOf(b.r.Grades) {
		return nil
	}
	title := b.w.T("columns.grades_by_area")
	c := b.chart(excelize.BarStacked, title, title+": "+b.tally(b.r.Grades, "enum_grade_house.", ""), 590, 390)
	overlap, gap := 100, uint(45)
	c.Overlap, c.GapWidth = &overlap, &gap
	c.XAxis = excelize.ChartAxis{ReverseOrder: true, Font: excelize.Font{Size: 9, Color: ink}}
	c.YAxis = excelize.ChartAxis{MajorGridLines: true, MajorUnit: 1, ReverseOrder: b.rtl, Font: excelize.Font{Size: 9, Color: ink}, NumFmt: excelize.ChartNumFmt{CustomNumFmt: "0"}}
	head := strconv.Itoa(first - 1)
	for i, g := range model.HouseGrades {
		column := columnName(i + 2)
		c.Series = append(c.Series, excelize.ChartSeries{Name: quoted(p.name) + "!$" + column + "$" + head, Categories: p.stretch("A", first, last),
			Values: p.stretch(column, first, last), Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{shades[model.Grade(g)].fill}},
			Line: excelize.LineOptions{Type: excelize.LineSolid, Width: 0.5, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"8F887C"}}}})
	}
	return b.f.AddChart(p.name, at, c)
}

func (b *book) verdictChart(p *page, at string, first, last int) error {
	if !anyOf(b.r.Verdicts) {
		return nil
	}
	title := b.w.T("columns.claim_verdicts")
	c := b.chart(excelize.Doughnut, title, title+": "+b.tally(b.r.Verdicts, "enum_verdict.", ""), 430, 390)
	c.HoleSize = 60
	vary := true
	c.VaryColors = &vary
	s := excelize.ChartSeries{Name: quoted(p.name) + "!$C$" + strconv.Itoa(first-1), Categories: p.stretch("B", first, last), Values: p.stretch("C", first, last)}
	for i, v := range model.Verdicts {
		s.DataPoint = append(s.DataPoint, excelize.ChartDataPoint{Index: i,
			Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{verdictMarks[model.Verdict(v)].chart}}})
	}
	c.Series = []excelize.ChartSeries{s}
	return b.f.AddChart(p.name, at, c)
}

func (b *book) yearChart(p *page, at string, first, last int) error {
	if last < first {
		return nil
	}
	title := b.w.T("columns.observations_over_time")
	c := b.chart(excelize.Col, title, title+": "+b.tally(b.r.Years, "", b.w.T("dates.unknown")), 430, 390)
	gap := uint(60)
	c.GapWidth = &gap
	c.Legend.Position = "none"
	c.XAxis = excelize.ChartAxis{ReverseOrder: b.rtl, Font: excelize.Font{Size: 9, Color: ink}}
	c.YAxis = excelize.ChartAxis{MajorGridLines: true, Font: excelize.Font{Size: 9, Color: ink}, NumFmt: excelize.ChartNumFmt{CustomNumFmt: "#,##0"}}
	c.Series = []excelize.ChartSeries{{Name: quoted(p.name) + "!$C$" + strconv.Itoa(first-1), Categories: p.stretch("B", first, last), Values: p.stretch("C", first, last),
		Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{teal}}}}
	return b.f.AddChart(p.name, at, c)
}
