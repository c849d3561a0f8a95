package export

import "plumbline/model"

// withheld says how many records and fields stay behind, and by which rule. It
// holds no content.
func (b *book) withheld() error {
	type row = model.Withheld
	col := func(key, head string, width float64, f func(*row) cell) column[row] {
		return column[row]{key: key, head: head, width: width, cell: f}
	}
	return drawTable(b, table[row]{code: "withheld", name: "Withheld", rows: all(b.r.Withheld), count: len(b.r.Withheld), tall: 6, pages: 1,
		columns: []column[row]{
			col("rule", b.w.T("columns.rule"), 64, func(r *row) cell { return b.text(b.w.T("withheld." + string(r.Rule))) }),
			col("kind", b.w.T("nouns.sheet"), 24, func(r *row) cell { return b.text(b.sheetOf(r.Kind)) }),
			col("field", b.w.T("columns.field"), 26, func(r *row) cell { return b.text(b.fieldOf(r)) }),
			col("n", b.w.T("columns.records_n"), 14, func(r *row) cell { return b.number(int64(r.N)) }),
			{key: "_rule", head: "_rule", hidden: true, width: 12, cell: func(r *row) cell { return b.plain(string(r.Rule)) }},
			{key: "_kind", head: "_kind", hidden: true, width: 12, cell: func(r *row) cell { return b.plain(string(r.Kind)) }},
			{key: "_field", head: "_field", hidden: true, width: 12, cell: func(r *row) cell { return b.plain(r.Field) }},
		}})
}

// homes are the sheets on which the records of a kind stand.
var homes = map[model.Kind]string{model.KindCommitment: "commitments", model.KindClaim: "claim_and_finding", model.KindFinding: "findings_by_organisation",
	model.KindObservation: "observations", model.KindEvidence: "evidence_register", model.KindRecommendation: "recommendations", model.KindMember: "cover"}

func (b *book) sheetOf(kind model.Kind) string {
	return or(b.names[homes[kind]], b.w.T("nouns."+string(kind)))
}

// fieldOf names the field of a line; whole records have none.
func (b *book) fieldOf(r *model.Withheld) string {
	if r.Whole() {
		return b.w.T("report.whole_record")
	}
	return b.w.T("fields_" + string(r.Kind) + "." + r.Field)
}
