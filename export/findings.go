package export

import "plumbline/model"

// findings lists every graded conclusion, the coalition's and each
// organisation's, with dissent.
func (b *book) findings() error {
	type row = model.FindingRow
	col := func(key, head string, width float64, f func(*row) cell) column[row] {
		return column[row]{key: key, head: head, width: width, cell: f}
	}
	columns := []column[row]{
		col("ref", b.w.T("columns.ref"), 17, func(r *row) cell { return b.codeCell(r.Ref) }),
		col("commitment", b.w.T("columns.commitment"), 12, func(r *row) cell { return b.codeCell(r.Commitment) }),
		col("level", b.w.T("fields_finding.level"), 13, func(r *row) cell { return b.text(b.say("enum_level.", r.Level)) }),
		col("organisation", b.w.T("columns.organisation_code"), 16, func(r *row) cell { return b.text(r.Organisation) }),
		col("period", b.w.T("columns.period"), 11, func(r *row) cell { return b.codeCell(r.Period) }),
		col("grade", b.w.T("columns.grade"), 20, func(r *row) cell { return b.grade(r.Scale, r.Grade) }),
		{key: "reasoning", head: b.w.T("fields_finding.reasoning"), width: 64, long: func(r *row) (string, int) { return b.said(r.Reasoning, r.Language) }},
		col("confidence", b.w.T("fields_finding.confidence"), 12, func(r *row) cell { return b.text(b.say("enum_confidence.", r.Confidence)) }),
		{key: "dissent", head: b.w.T("fields_finding.dissent"), width: 36, long: func(r *row) (string, int) { return b.said(r.Dissent, r.Language) }},
		col("evidence_status", b.w.T("columns.evidence_status"), 16, func(r *row) cell { return b.text(b.say("enum_evidence_status.", r.EvidenceStatus)) }),
		col("schedule", b.w.T("columns.schedule_status"), 13, func(r *row) cell { return b.text(b.say("enum_schedule_status.", r.ScheduleStatus)) }),
		col("observations", b.w.T("columns.observations_n"), 13, func(r *row) cell { return b.number(int64(r.Observations)) }),
		{key: "evidence", head: b.w.T("columns.evidence_refs"), width: 18, cell: func(r *row) cell { return b.codesCell(b.list(r.Evidence)) }, leads: func(r *row) string { return first(r.Evidence) }},
		col("disputed", b.w.T("report.in_dispute"), 14, func(r *row) cell { return b.disputed(r.Disputed) }),
		{key: "_grade", head: "_grade", hidden: true, width: 12, cell: func(r *row) cell { return b.plain(string(r.Grade)) }},
		{key: "_scale", head: "_scale", hidden: true, width: 12, cell: func(r *row) cell { return b.plain(r.Scale) }},
	}
	return drawTable(b, table[row]{code: "findings_by_organisation", name: "Findings", rows: all(b.r.Findings), count: len(b.r.Findings), tall: 30, long: true,
		pages: 2, columns: append(columns, machine(b, func(r *row) *model.Row { return &r.Row })...)})
}
