package export

import (
	"strconv"
	"strings"

	"plumbline/assets"
	"plumbline/model"
)

// treaty is the sheet for one treaty body: by article, what the body said
// before, what the State says, what was found, and what to ask and recommend.
func (b *book) treaty() error {
	type row = model.TreatyRow
	body := b.body
	rows := b.r.Treaties[body]
	col := func(key, head string, width float64, f func(*row) cell) column[row] {
		return column[row]{key: key, head: head, width: width, cell: f}
	}
	return drawTable(b, table[row]{code: "by_treaty:" + body, name: "Treaty_" + body, rows: all(rows), count: len(rows), tall: 16, long: true, pages: 2,
		columns: []column[row]{
			col("article", b.w.T("columns.article"), 13, func(r *row) cell { return b.codeCell(r.Treaty + " " + r.Article) }),
			col("commitment", b.w.T("columns.commitment"), 34, func(r *row) cell { return b.commitmentTitle(r.Commitment) }),
			col("earlier", b.w.T("columns.earlier_recommendation"), 38, func(r *row) cell { return b.text(b.earlier(r.Earlier)) }),
			{key: "state", head: b.w.T("columns.states_account"), width: 40, long: func(r *row) (string, int) { return b.account(&r.Claim) }},
			{key: "found", head: b.w.T("columns.our_finding"), width: 48, long: func(r *row) (string, int) { return b.said(r.Claim.Found, r.Claim.FoundLanguage) }},
			{key: "house", head: b.w.T("columns.house_grade"), width: 18, marks: true, list: "grade_house", cell: func(r *row) cell { return b.grade(r.Claim.FoundScale, r.Claim.FoundGrade) }},
			col("grade", b.w.T("columns.grade_in_bodys_scale"), 24, func(r *row) cell { label, _ := b.mapped(r); return b.text(label) }),
			col("mapped", b.w.T("columns.how_mapped"), 26, func(r *row) cell { _, how := b.mapped(r); return b.text(how) }),
			{key: "evidence", head: b.w.T("columns.evidence_refs"), width: 17, cell: func(r *row) cell { return b.codesCell(b.list(r.Claim.Evidence)) }, leads: func(r *row) string { return first(r.Claim.Evidence) }},
			col("question", b.w.T("columns.suggested_question"), 34, func(r *row) cell { return b.text(b.question(&r.Claim)) }),
			{key: "advice", head: b.w.T("columns.suggested_recommendation"), width: 48, long: func(r *row) (string, int) { return b.advice(r.Advice) }},
			col("words", b.w.T("columns.words"), 9, func(r *row) cell {
				found, _ := b.said(r.Claim.Found, r.Claim.FoundLanguage)
				advice, _ := b.advice(r.Advice)
				return b.number(int64(wordCount(found) + wordCount(advice)))
			}),
		}})
}

// earlier writes what the body said before: symbol, paragraph, gist. Where only
// its documents are known, it says so.
func (b *book) earlier(list []model.EarlierRecommendation) string {
	if len(list) == 0 {
		return b.w.T("report.no_review")
	}
	var lines []string
	if list[0].Ref == "" && list[0].Gist == "" {
		lines = append(lines, b.w.T("report.no_earlier")+":")
	}
	for _, e := range list {
		s := b.w.Isolate(e.Symbol)
		if e.Date != "" {
			s += " (" + b.w.Date(e.Date, "", "exact") + ")"
		}
		lines = append(lines, s+optional(", ", b.isolated(e.Ref))+optional(": ", b.isolated(e.Gist)))
	}
	return strings.Join(lines, "\n")
}

func (b *book) isolated(s string) string {
	if s == "" {
		return ""
	}
	return b.w.Isolate(s)
}

// account is the State's account: what it claims, its words, and where.
func (b *book) account(c *model.ClaimRow) (string, int) {
	if c.Ref == "" {
		return b.w.T("report.gap_no_claim"), b.value()
	}
	quotation, style := b.said(c.Quotation, c.Language)
	return strings.TrimPrefix(b.say("enum_official_status.", c.Status)+optional("\n", quotation)+"\n"+b.reportAndPage(c), "\n"), style
}

// mapped gives the grade in the body's own scale, and how it came there: given
// by those who graded, or through the mapping that the code lists show.
func (b *book) mapped(r *model.TreatyRow) (label, how string) {
	scale := model.BodyScale(r.Body)
	switch {
	case scale == "":
		return "–", b.w.T("mapping.no_scale")
	case r.OwnGrade != "":
		return b.say("enum_grade_"+scale+".", string(r.OwnGrade)), b.w.T("mapping.own") + optional(": ", r.OwnFinding)
	}
	return b.mapTo(scale, r.Claim.FoundScale, r.Claim.FoundGrade)
}

// mapTo shows a grade in another scale; what has no counterpart stays without.
func (b *book) mapTo(scale, from string, grade model.Grade) (label, how string) {
	switch {
	case grade == "":
		return "–", ""
	case from == scale:
		return b.say("enum_grade_"+scale+".", string(grade)), b.w.T("mapping.own")
	case from != model.ScaleHouse:
		return "–", b.w.T("mapping.none")
	}
	m, ok := assets.MappingTo(scale)
	if !ok {
		return "–", b.w.T("mapping.no_scale")
	}
	g := m.Of(string(grade))
	if g.To == "" {
		return "–", b.w.T("mapping." + g.How)
	}
	return b.say("enum_grade_"+scale+".", g.To), b.w.T("mapping." + g.How)
}

// advice joins recommendations, each with its number.
func (b *book) advice(list []model.Advice) (string, int) {
	style := b.value()
	var lines []string
	for _, a := range list {
		text, look := b.said(a.Text, a.Language)
		lines, style = append(lines, b.w.Isolate(a.Ref)+" "+text), look
	}
	return strings.Join(lines, "\n"), style
}

// wordCount counts words as the formula of the UPR matrix does: what spaces and
// line breaks part.
func wordCount(s string) int {
	return len(strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == '\n' }))
}

func (b *book) plainNumber(n int) string { return strconv.Itoa(n) }
