package export

import "plumbline/model"

// sourceCodes says where observations came from, as far as each source agreed
// to be spoken of. Who they are is in no report.
func (b *book) sourceCodes() error {
	type row = model.SourceRow
	col := func(key, head string, width float64, f func(*row) cell) column[row] {
		return column[row]{key: key, head: head, width: width, cell: f}
	}
	return drawTable(b, table[row]{code: "sources", name: "Sources", rows: all(b.r.Sources), count: len(b.r.Sources), tall: 6, pages: 1, columns: []column[row]{
		col("code", b.w.T("columns.source_code_no"), 22, func(r *row) cell { return b.codeCell(or(r.Code, "–")) }),
		col("kind", b.w.T("fields_source.source_kind"), 26, func(r *row) cell { return b.text(b.say("enum_source_kind.", r.Kind)) }),
		col("connection", b.w.T("fields_source.connection"), 30, func(r *row) cell { return b.text(b.say("enum_connection.", r.Connection)) }),
		col("reliability", b.w.T("fields_observation.reliability"), 16, func(r *row) cell { return b.codesCell(b.list(r.Reliability)) }),
		col("consent", b.w.T("columns.consent_scope"), 44, func(r *row) cell { return b.text(b.sayAll("enum_consent_use.", r.Uses)) }),
		col("sources", b.w.T("columns.sources_n"), 14, func(r *row) cell { return b.few(r.Sources) }),
		{key: "observations", head: b.w.T("columns.observations_n"), width: 16, bar: true, cell: func(r *row) cell { return b.few(r.Observations) }},
	}})
}

// few writes a count, or that it is small.
func (b *book) few(f model.Few) cell {
	if f.Below > 0 {
		return b.codeCell("< " + b.plainNumber(f.Below))
	}
	return b.number(int64(f.N))
}
