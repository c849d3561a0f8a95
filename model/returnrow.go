package model

import "slices"

// The rows of a report as another state of a record would have drawn them: what
// is the record's own comes from that state through the rules of the audience,
// what comes from other records as they are now.

// sum adds a written record to the exclusive or of the ids of its kind.
func (c *compiler) sum(v View) { c.sums[v.Kind] = c.sums[v.Kind].xor(v.ID) }

// Sum gives the exclusive or of the ids of the written records of a kind, which
// says whether a set of rows is all of them.
func (r *Report) Sum(kind Kind) ID { return r.work.sums[kind] }

// ReportAgain makes the report that a workbook was drawn from, to hold the
// workbook against it. Nothing of it leaves, so its texts are not searched for
// protected words.
func ReportAgain(plan *PlanBook, records Records, ask Ask) (*Report, error) {
	c, err := compile(plan, records, ask)
	if err != nil {
		return nil, err
	}
	return c.report()
}

// MayHold says whether the report's audience could have been given this state of
// a record: by what the record says itself.
func (r *Report) MayHold(v View) bool {
	review := Approved
	switch x := v.Record.(type) {
	case *Observation:
		review = x.Review
	case *Finding:
		review = x.Review
	case *Recommendation:
		review = x.Review
	}
	return !v.Record.Base().Withdrawn && r.work.whole(v, review) == ""
}

// ObservationAs draws the row of an observation from a state of it.
func (r *Report) ObservationAs(v View) ObservationRow { return r.work.observationRow(v, nil) }

// EvidenceAs draws the row of a piece of evidence from a state of it.
func (r *Report) EvidenceAs(v View) EvidenceRow { return r.work.evidenceRow(v, nil) }

// ClaimAs draws the row of a claim from a state of it.
func (r *Report) ClaimAs(v View) ClaimRow {
	row := *rowOf(r.Claims, v.ID, func(x *ClaimRow) ID { return x.ID })
	x := v.Record.(*Claim)
	row.Row, row.Commitment, row.Report, row.Page, row.Quotation = r.work.row(v), x.Commitment, x.Report, x.Page, x.Quotation
	row.Status, row.Figure, row.Verifiable = x.ClaimedStatus, x.ClaimedFigure, x.Verifiable
	return row
}

// FindingAs draws the row of a finding from a state of it.
func (r *Report) FindingAs(v View) FindingRow {
	row := *rowOf(r.Findings, v.ID, func(x *FindingRow) ID { return x.ID })
	x := v.Record.(*Finding)
	row.Row, row.Commitment, row.Period, row.Level, row.Scale, row.Grade = r.work.row(v), x.Commitment, x.Period, x.Level, x.scale(), x.Grade
	row.EvidenceStatus, row.ScheduleStatus, row.Reasoning, row.Confidence, row.Dissent = x.EvidenceStatus, x.ScheduleStatus, x.Reasoning, x.Confidence, x.Dissent
	return row
}

// RecommendationAs draws the row of a recommendation from a state of it.
func (r *Report) RecommendationAs(v View) RecommendationRow {
	row := *rowOf(r.Recommendations, v.ID, func(x *RecommendationRow) ID { return x.ID })
	x := v.Record.(*Recommendation)
	row.Row, row.Commitments, row.Addressee, row.Text, row.Priority = r.work.row(v), x.Commitments, x.Addressee, x.Text, x.Priority
	row.Treaties, row.SendTo, row.Deadline = x.Treaties, x.SendTo, x.Deadline
	return row
}

// rowOf finds the row of a record; an empty one where the report has none now.
func rowOf[R any](rows []R, id ID, of func(*R) ID) *R {
	if i := slices.IndexFunc(rows, func(x R) bool { return of(&x) == id }); i >= 0 {
		return &rows[i]
	}
	return new(R)
}

// Until gives the part of a history that ends with the given revisions: them and
// what they came from; false when one of them is not in it.
func (h History) Until(heads ...RevID) (History, bool) {
	known := make(map[RevID]*Revision, len(h))
	for i := range h {
		known[h[i].ID] = &h[i]
	}
	for _, id := range heads {
		if known[id] == nil {
			return nil, false
		}
	}
	var part History
	climb(known, heads, func(id RevID) { part = append(part, *known[id]) })
	return part, true
}

// after says which revisions of a history came after the given ones: those that
// have one of them among their ancestors.
func (h History) after(heads []RevID) map[RevID]bool {
	later := map[RevID]bool{}
	for grown := true; grown; {
		grown = false
		for i := range h {
			r := &h[i]
			if !later[r.ID] && slices.ContainsFunc(r.Parents, func(p RevID) bool { return later[p] || slices.Contains(heads, p) }) {
				later[r.ID], grown = true, true
			}
		}
	}
	return later
}
