package export

import (
	"plumbline/model"
)

// scorecard puts every commitment on one line: what was promised, what the State
// says, what the evidence says, the grade and why.
func (b *book) scorecard() error {
	type row = model.ScoreRow
	col := func(key, head string, width float64, f func(*row) cell) column[row] {
		return column[row]{key: key, head: head, width: width, cell: f}
	}
	hide := func(key string, f func(*row) string) column[row] {
		return column[row]{key: key, head: key, width: 12, hidden: true, cell: func(r *row) cell { return b.plain(f(r)) }}
	}
	return drawTable(b, table[row]{code: "scorecard", name: "Scorecard", rows: all(b.r.Scorecard), count: len(b.r.Scorecard), tall: 30, pages: 2,
		columns: []column[row]{
			col("ref", b.w.T("columns.ref"), 10, func(r *row) cell { return b.codeCell(r.Commitment.Code) }),
			col("area", b.w.T("columns.area"), 9, func(r *row) cell { return b.codesCell(b.areaOf(r)) }),
			col("commitment", b.w.T("columns.commitment"), 38, func(r *row) cell { return b.wording(r.Commitment.Title, r.Commitment.Language) }),
			col("lead", b.w.T("columns.lead_body"), 17, func(r *row) cell { return b.text(b.bodyNames(r.Commitment.LeadBodies)) }),
			col("deadline", b.w.T("columns.deadline"), 12, func(r *row) cell { return b.deadline(r.Commitment.Deadline) }),
			col("official", b.w.T("columns.official_status"), 12, func(r *row) cell { return b.text(b.say("enum_official_status.", r.OfficialStatus)) }),
			col("evidence_status", b.w.T("columns.evidence_status"), 13, func(r *row) cell { return b.text(b.say("enum_evidence_status.", r.EvidenceStatus)) }),
			col("schedule", b.w.T("columns.schedule_status"), 12, func(r *row) cell { return b.text(b.say("enum_schedule_status.", r.ScheduleStatus)) }),
			col("grade", b.w.T("columns.grade"), 17, func(r *row) cell { return b.grade(r.Scale, r.Grade) }),
			col("previous", b.w.T("columns.previous_grade"), 17, func(r *row) cell { return b.grade(r.Scale, r.PreviousGrade) }),
			col("change", b.w.T("columns.change"), 13, func(r *row) cell { return b.text(b.change(r.Change)) }),
			col("confidence", b.w.T("columns.confidence"), 11, func(r *row) cell { return b.text(b.say("enum_confidence.", r.Confidence)) }),
			{key: "reason", head: b.w.T("columns.key_reason"), width: 46, long: func(r *row) (string, int) { return b.said(r.Reason, r.ReasonLanguage) }},
			col("observations", b.w.T("columns.observations_n"), 14, func(r *row) cell { return b.number(int64(r.Observations)) }),
			col("evidence", b.w.T("columns.evidence_n"), 12, func(r *row) cell { return b.number(int64(r.Evidence)) }),
			col("period", b.w.T("columns.period"), 10, func(r *row) cell { return b.codeCell(r.Period) }),
			{key: "finding", head: b.w.T("nouns.finding"), width: 17, cell: func(r *row) cell { return b.codeCell(r.Finding) }, leads: func(r *row) string { return r.Finding }},
			col("disputed", b.w.T("report.in_dispute"), 13, func(r *row) cell { return b.disputed(r.Disputed) }),
			hide("_area", func(r *row) string { return or(r.Area, outside) }),
			hide("_grade", func(r *row) string {
				if r.Scale != model.ScaleHouse {
					return ""
				}
				return string(r.Grade)
			}),
			hide("_official_status", func(r *row) string { return r.OfficialStatus }),
			hide("_evidence_status", func(r *row) string { return r.EvidenceStatus }),
			hide("_schedule_status", func(r *row) string { return r.ScheduleStatus }),
			hide("_id", func(r *row) string { return r.Commitment.ID.String() }),
		}})
}

// outside is the code under which undertakings outside the areas are counted.
const outside = "-"

// areaOf names the area of a commitment; for an undertaking outside the areas,
// those it is linked to.
func (b *book) areaOf(r *model.ScoreRow) string {
	if r.Area != "" {
		return r.Area
	}
	return b.list(r.LinkedAreas)
}

// deadline writes a year, a month or a day.
func (b *book) deadline(s string) cell {
	if s == "" {
		return cell{kind: words, style: b.value(), text: "–"}
	}
	return b.text(b.w.Date(s, "", "exact"))
}

// change writes how a grade moved, with an arrow.
func (b *book) change(c model.Change) string {
	switch c {
	case model.Improved:
		return "▲ " + b.w.T("report.change_improved")
	case model.Worsened:
		return "▼ " + b.w.T("report.change_worsened")
	case model.Unchanged:
		return "= " + b.w.T("report.change_unchanged")
	}
	return ""
}

// disputed lists fields whose shown value is still in dispute.
func (b *book) disputed(fields []string) cell {
	if len(fields) == 0 {
		return cell{style: b.value()}
	}
	return cell{kind: words, style: b.warning(), text: "⚠ " + b.list(fields)}
}

// gaps lists what an argument lacks.
func (b *book) gaps(list []model.Gap) string {
	labels := make([]string, len(list))
	for i, g := range list {
		labels[i] = b.w.T("report.gap_" + string(g))
	}
	return b.list(labels)
}
