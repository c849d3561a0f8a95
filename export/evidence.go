package export

import "plumbline/model"

// evidence is the register of files and addresses. The files themselves never
// leave; their hashes let one be checked when it is shown.
func (b *book) evidence() error {
	type row = model.EvidenceRow
	col := func(key, head string, width float64, f func(*row) cell) column[row] {
		return column[row]{key: key, head: head, width: width, cell: f}
	}
	columns := []column[row]{
		col("ref", b.w.T("columns.evidence_no"), 17, func(r *row) cell { return b.codeCell(r.Ref) }),
		{key: "title", head: b.w.T("fields_evidence.title"), width: 44, long: func(r *row) (string, int) { return b.said(r.Title, r.Language) }},
		col("kind", b.w.T("fields_evidence.evidence_kind"), 20, func(r *row) cell { return b.text(b.say("enum_source_kind.", r.Kind)) }),
		col("source", b.w.T("columns.source_code"), 18, func(r *row) cell { return b.text(b.sources(r.Sources)) }),
		col("captured", b.w.T("fields_evidence.captured_when"), 13, func(r *row) cell { return b.dayCell(r.Captured.When) }),
		col("language", b.w.T("fields_evidence.language"), 12, func(r *row) cell { return b.text(b.say("enum_language.", r.Language)) }),
		col("address", b.w.T("columns.public_address"), 36, func(r *row) cell { return b.codesCell(r.Address) }),
		col("archive", b.w.T("columns.archive_address"), 36, func(r *row) cell { return b.codesCell(r.ArchiveAddress) }),
		col("sha256", b.w.T("fields_evidence.sha256"), 34, func(r *row) cell { return b.codesCell(r.SHA256) }),
		col("copy", b.w.T("fields_evidence.copy_kind"), 14, func(r *row) cell { return b.text(b.say("enum_copy.", r.CopyKind)) }),
		col("custody", b.w.T("columns.custody_events_n"), 11, func(r *row) cell { return b.number(int64(r.CustodyEvents)) }),
		{key: "used_in", head: b.w.T("columns.used_in"), width: 17, cell: func(r *row) cell { return b.codeCell(r.UsedIn) }, leads: func(r *row) string { return r.UsedIn }},
	}
	if b.r.Profile.FileDetails {
		columns = append(columns,
			col("name", b.w.T("fields_evidence.original_name"), 26, func(r *row) cell { return b.codesCell(r.OriginalName) }),
			col("by", b.w.T("fields_evidence.captured_by"), 18, func(r *row) cell { return b.text(r.Captured.By) }),
			col("where", b.w.T("fields_evidence.captured_where"), 18, func(r *row) cell { return b.text(r.Captured.Where) }))
	}
	columns = append(columns, col("disputed", b.w.T("report.in_dispute"), 14, func(r *row) cell { return b.disputed(r.Disputed) }))
	return drawTable(b, table[row]{code: "evidence_register", name: "Evidence", rows: b.r.Evidence(), count: b.r.Count(model.KindEvidence).Written,
		long: b.r.Long[model.KindEvidence], tall: 12, pages: 2, columns: append(columns, machine(b, func(r *row) *model.Row { return &r.Row })...)})
}
