package export

import "plumbline/model"

// claims puts what the State says beside what was found: never one field, and
// neither overwrites the other.
func (b *book) claims() error {
	type row = model.ClaimRow
	col := func(key, head string, width float64, f func(*row) cell) column[row] {
		return column[row]{key: key, head: head, width: width, cell: f}
	}
	columns := []column[row]{
		col("ref", b.w.T("columns.ref"), 17, func(r *row) cell { return b.codeCell(or(r.Ref, r.Commitment)) }),
		col("commitment", b.w.T("columns.commitment"), 40, func(r *row) cell { return b.commitmentTitle(r.Commitment) }),
		col("report", b.w.T("columns.state_report_and_paragraph"), 32, func(r *row) cell { return b.text(b.reportAndPage(r)) }),
		col("status", b.w.T("fields_claim.claimed_status"), 13, func(r *row) cell { return b.text(b.say("enum_official_status.", r.Status)) }),
		col("figure", b.w.T("fields_claim.claimed_figure"), 15, func(r *row) cell { return b.text(r.Figure) }),
		{key: "quotation", head: b.w.T("fields_claim.quotation"), width: 46, long: func(r *row) (string, int) { return b.said(r.Quotation, r.Language) }},
		{key: "found", head: b.w.T("columns.what_we_found"), width: 56, long: func(r *row) (string, int) { return b.said(r.Found, r.FoundLanguage) }},
		col("grade", b.w.T("columns.grade"), 18, func(r *row) cell { return b.grade(r.FoundScale, r.FoundGrade) }),
		col("verdict", b.w.T("fields_finding.verdict"), 18, func(r *row) cell { return b.verdict(r.Verdict) }),
		col("gap", b.w.T("columns.gap"), 22, func(r *row) cell { return b.text(b.gaps(r.Gaps)) }),
		{key: "evidence", head: b.w.T("columns.evidence_refs"), width: 18, cell: func(r *row) cell { return b.codesCell(b.list(r.Evidence)) }, leads: func(r *row) string { return first(r.Evidence) }},
		col("question", b.w.T("columns.question_for_the_state"), 40, func(r *row) cell { return b.text(b.question(r)) }),
		col("disputed", b.w.T("report.in_dispute"), 14, func(r *row) cell { return b.disputed(r.Disputed) }),
		{key: "_verdict", head: "_verdict", hidden: true, width: 12, cell: func(r *row) cell { return b.plain(string(r.Verdict)) }},
		{key: "_commitment", head: "_commitment", hidden: true, width: 12, cell: func(r *row) cell { return b.plain(r.Commitment) }},
	}
	return drawTable(b, table[row]{code: "claim_and_finding", name: "Claims", rows: all(b.r.Claims), count: len(b.r.Claims), tall: 30, long: true, pages: 2,
		columns: append(columns, machine(b, func(r *row) *model.Row { return &r.Row })...)})
}

// commitmentTitle writes a commitment by code and title.
func (b *book) commitmentTitle(code string) cell {
	x := b.r.Plan.Commitment(code)
	if x == nil {
		return b.codeCell(code)
	}
	title, style := b.said(x.Title, x.Language)
	return cell{kind: words, style: style, text: b.w.Isolate(code) + " · " + title}
}

// reportAndPage names the State's report and where in it.
func (b *book) reportAndPage(r *model.ClaimRow) string {
	if r.Ref == "" {
		return ""
	}
	title, _ := b.w.Of(r.Report.Title, r.Language)
	s := title
	if r.Report.Issuer != "" {
		s += " · " + b.bodyName(r.Report.Issuer)
	}
	if r.Report.Date != "" {
		s += " · " + b.w.Date(string(r.Report.Date), "", "exact")
	}
	if r.Page != "" {
		s += " · " + b.w.T("report.page", "page", r.Page)
	}
	return s
}

// question suggests what to ask the State, after what the claim lacks.
func (b *book) question(r *model.ClaimRow) string {
	switch r.Verdict {
	case model.NoClaim:
		return b.w.T("report.question_no_claim")
	case model.Contradicted:
		return b.w.T("report.question_contradicted")
	case model.PartlyConfirmed:
		return b.w.T("report.question_partly_confirmed")
	case model.NotVerifiable:
		return b.w.T("report.question_not_verifiable")
	case model.Confirmed:
		return b.w.T("report.question_confirmed")
	}
	return b.w.T("report.question_not_tested")
}
