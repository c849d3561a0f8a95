package export

import (
	"strings"

	"plumbline/model"
)

// recommendations lists what the State should do next, and why.
func (b *book) recommendations() error {
	type row = model.RecommendationRow
	col := func(key, head string, width float64, f func(*row) cell) column[row] {
		return column[row]{key: key, head: head, width: width, cell: f}
	}
	columns := []column[row]{
		col("ref", b.w.T("columns.recommendation_no"), 17, func(r *row) cell { return b.codeCell(r.Ref) }),
		col("addressee", b.w.T("fields_recommendation.addressee"), 24, func(r *row) cell { return b.text(b.bodyName(r.Addressee)) }),
		{key: "text", head: b.w.T("fields_recommendation.text"), width: 70, long: func(r *row) (string, int) { return b.said(r.Text, r.Language) }},
		col("commitments", b.w.T("fields_recommendation.commitments"), 14, func(r *row) cell { return b.codesCell(b.list(r.Commitments)) }),
		{key: "why", head: b.w.T("columns.why"), width: 18, cell: func(r *row) cell { return b.codesCell(b.list(r.Why)) }, leads: func(r *row) string { return first(r.Why) }},
		col("priority", b.w.T("fields_recommendation.priority"), 11, func(r *row) cell { return b.text(b.say("enum_priority.", r.Priority)) }),
		col("treaties", b.w.T("fields_recommendation.treaties"), 16, func(r *row) cell { return b.codesCell(b.list(r.Treaties)) }),
		col("sdg", b.w.T("fields_common.sdg_targets"), 12, func(r *row) cell { return b.codesCell(b.list(r.SDG)) }),
		col("deadline", b.w.T("columns.deadline"), 13, func(r *row) cell { return b.deadline(string(r.Deadline)) }),
		col("words", b.w.T("columns.words"), 9, func(r *row) cell {
			text, _ := b.said(r.Text, r.Language)
			return b.number(int64(len(strings.Fields(text))))
		}),
		col("send_to", b.w.T("fields_recommendation.send_to"), 18, func(r *row) cell { return b.text(b.bodyNames(r.SendTo)) }),
		col("disputed", b.w.T("report.in_dispute"), 14, func(r *row) cell { return b.disputed(r.Disputed) }),
		{key: "_priority", head: "_priority", hidden: true, width: 12, cell: func(r *row) cell { return b.plain(r.Priority) }},
	}
	return drawTable(b, table[row]{code: "recommendations", name: "Recommendations", rows: all(b.r.Recommendations), count: len(b.r.Recommendations), tall: 30,
		long: true, pages: 1, columns: append(columns, machine(b, func(r *row) *model.Row { return &r.Row })...)})
}
