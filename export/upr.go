package export

import (
	"cmp"
	"errors"
	"strings"

	"github.com/xuri/excelize/v2"

	"plumbline/model"
)

// upr is the matrix of the review's recommendations: what was recommended, by
// whom, what came of it, and how many words of the submission are left. The
// comment is counted by formulas, so the rest is right while it is edited.
func (b *book) upr() error {
	type row = model.UPRRow
	col := func(key, head string, width float64, f func(*row) cell) column[row] {
		return column[row]{key: key, head: head, width: width, cell: f}
	}
	limit := cmp.Or(b.r.Profile.Words, model.UPRJoint)
	comments := make([]string, len(b.r.UPR))
	left, used := map[*model.UPRRow]int{}, limit
	place := map[[2]string]int{}
	for i := range b.r.UPR {
		comments[i] = b.level(&b.r.UPR[i])
		used -= wordCount(comments[i])
		left[&b.r.UPR[i]] = used
		place[[2]string{b.r.UPR[i].Symbol, b.r.UPR[i].No}] = i
	}
	at := func(r *row) int { return place[[2]string{r.Symbol, r.No}] }
	columns := []column[row]{
		col("no", b.w.T("columns.recommendation_no"), 14, func(r *row) cell { return b.codesCell(r.No) }),
		col("review", b.w.T("un_terms.symbol"), 16, func(r *row) cell { return b.codesCell(r.Symbol) }),
		col("text", b.w.T("fields_common.text"), 40, func(r *row) cell { return cell{kind: words, style: b.content(false), text: r.Gist} }),
		col("by", b.w.T("columns.recommending_state"), 22, func(r *row) cell { return b.text(r.By) }),
		col("position", b.w.T("columns.position"), 13, func(r *row) cell { return b.text(b.say("enum_upr_position.", r.Position)) }),
		col("remark", b.w.T("columns.remark"), 20, func(r *row) cell { return b.text(r.Remark) }),
		col("theme", b.w.T("columns.theme"), 30, func(r *row) cell { return b.text(b.themes(r.Areas)) }),
		col("sdg", b.w.T("fields_common.sdg_targets"), 10, func(r *row) cell { return b.codesCell(b.list(r.SDG)) }),
		{key: "commitments", head: b.w.T("columns.linked_commitments"), width: 14, cell: func(r *row) cell { return b.codesCell(b.linked(r)) }, leads: func(r *row) string {
			if len(r.Levels) == 0 {
				return ""
			}
			return r.Levels[0].Commitment
		}},
		col("level", b.w.T("columns.level_of_implementation"), 60, func(r *row) cell { return b.text(comments[at(r)]) }),
		col("mapped", b.w.T("columns.how_mapped"), 36, func(r *row) cell { return b.text(b.levelsMapped(r)) }),
		col("words", b.w.T("columns.words"), 9, func(r *row) cell { return b.number(int64(wordCount(comments[at(r)]))) }),
		col("left", b.w.T("columns.words_left"), 10, func(r *row) cell { return b.number(int64(left[&b.r.UPR[at(r)]])) }),
	}
	shown := without(b, "upr_matrix", columns)
	letter := map[string]string{}
	for i := range shown {
		letter[shown[i].key] = columnName(i)
	}
	for i := range shown {
		switch level, count := letter["level"], letter["words"]; {
		case shown[i].key == "words" && level != "":
			shown[i].live = func(n string) string {
				flat := `TRIM(SUBSTITUTE(` + level + n + `,CHAR(10)," "))`
				return `IF(LEN(` + flat + `)=0,0,LEN(` + flat + `)-LEN(SUBSTITUTE(` + flat + `," ",""))+1)`
			}
		case shown[i].key == "left" && count != "":
			shown[i].live = func(n string) string { return b.plainNumber(limit) + `-SUM(` + count + `$2:` + count + n + `)` }
		}
	}
	after := func(sheet string, last int) error {
		note := b.w.T("report.limit_of_words", "limit", limit, "single", model.UPRSingle, "joint", model.UPRJoint)
		steps := []error{b.f.SetDefinedName(&excelize.DefinedName{Name: "upr_words_limit", RefersTo: b.plainNumber(limit)})}
		if at := letter["left"]; at != "" {
			red, err := b.f.NewConditionalStyle(&excelize.Style{Font: &excelize.Font{Bold: true, Color: "FFFFFF"}, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"8A3E0C"}}})
			steps = append(steps, err, b.f.SetConditionalFormat(sheet, at+"2:"+at+b.plainNumber(last), []excelize.ConditionalFormatOptions{{Type: "cell", Criteria: "<", Value: "0", Format: &red}}))
			steps = append(steps, b.promptOn(sheet, at+"1", note))
		}
		return errors.Join(steps...)
	}
	return drawTable(b, table[row]{code: "upr_matrix", name: "UPR", rows: all(b.r.UPR), count: len(b.r.UPR), tall: 16, pages: 2, columns: shown, after: after})
}

// promptOn shows words when the cell is chosen.
func (b *book) promptOn(sheet, cell, text string) error {
	v := excelize.NewDataValidation(true)
	v.SetSqref(cell)
	v.SetInput("", text[:cutUnits(text, 250)])
	return b.f.AddDataValidation(sheet, v)
}

func (b *book) themes(areas []string) string {
	var names []string
	for _, code := range areas {
		if a := b.r.Plan.Area(code); a != nil {
			title, _ := b.w.Of(a.Title, a.Language)
			names = append(names, b.w.Isolate(code)+" · "+title)
		}
	}
	return strings.Join(names, "\n")
}

func (b *book) linked(r *model.UPRRow) string {
	codes := make([]string, len(r.Levels))
	for i, l := range r.Levels {
		codes[i] = l.Commitment
	}
	return b.list(codes)
}

// level says how far the recommendation is carried out: the grade of every
// linked commitment, in the words of mid-term reports, and the reason.
func (b *book) level(r *model.UPRRow) string {
	var lines []string
	for _, l := range r.Levels {
		if l.Grade == "" {
			lines = append(lines, b.w.Isolate(l.Commitment)+": "+b.w.T("report.not_graded"))
			continue
		}
		label, how := b.mapTo("upr", l.Scale, l.Grade)
		if label == "–" {
			label = b.w.T("nouns.grade") + " " + b.grade(l.Scale, l.Grade).text + " – " + how
		}
		reason, _ := b.said(l.Reason, l.ReasonLanguage)
		lines = append(lines, b.w.Isolate(l.Commitment)+": "+label+optional(". ", reason))
	}
	return clip(cell{kind: words, text: strings.Join(lines, "\n")}).text
}

// levelsMapped says of every linked commitment which grade it has, and how that became one of the review's: beside the
// comment and not in it, for its words are counted.
func (b *book) levelsMapped(r *model.UPRRow) string {
	var lines []string
	for _, l := range r.Levels {
		if l.Grade == "" {
			continue
		}
		_, how := b.mapTo("upr", l.Scale, l.Grade)
		lines = append(lines, b.w.Isolate(l.Commitment)+": "+b.grade(l.Scale, l.Grade).text+optional(" – ", how))
	}
	return strings.Join(lines, "\n")
}
