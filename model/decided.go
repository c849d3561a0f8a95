package model

import (
	"cmp"
	"slices"
	"time"
)

// openFields are the fields whose values in dispute a sheet may repeat, by kind;
// the others point to people or stay with the record.
var openFields = map[Kind][]string{
	KindObservation: {"commitments", "title", "narrative", "date", "region", "place", "method", "effect", "rights", "groups", "affected", "reliability",
		"credibility", "review", "nothing_found"},
	KindFinding:        {"commitment", "period", "level", "scale", "grade", "evidence_status", "schedule_status", "reasoning", "confidence", "dissent", "review"},
	KindClaim:          {"commitment", "page", "quotation", "claimed_status", "claimed_figure", "verifiable"},
	KindRecommendation: {"commitments", "addressee", "text", "priority", "treaties", "send_to", "deadline", "review"},
	KindEvidence:       {"title", "evidence_kind", "address", "archive_address", "copy_kind"},
}

// settled notes the open disputes of a written record, and the decisions of the
// past where the history can be asked.
func (c *compiler) settled(v View) {
	if !slices.Contains(c.profile.Sheets, "disputes_and_decisions") {
		return
	}
	for _, d := range v.Disputes {
		row := DisputeRow{id: v.ID, Ref: v.Record.Base().Ref, Kind: v.Kind, Field: d.Field, Sides: len(d.Values)}
		c.sides(&row, d)
		c.disputes = append(c.disputes, row)
	}
	if c.ask.History == nil || v.Revisions < 3 || v.Broken {
		return
	}
	history, err := c.ask.History(v.ID)
	if err != nil {
		c.fault = cmp.Or(c.fault, err)
		return
	}
	for i := range history {
		if r := &history[i]; len(r.Parents) > 1 && !r.Redacted {
			c.decision(v, history, r)
		}
	}
}

// decision says what a revision settled: what its parents left open.
func (c *compiler) decision(v View, history []Revision, r *Revision) {
	byID := map[RevID]*Revision{}
	for i := range history {
		byID[history[i].ID] = &history[i]
	}
	var before History
	seen := map[RevID]bool{}
	var walk func(RevID)
	walk = func(id RevID) {
		if x := byID[id]; x != nil && !seen[id] {
			seen[id] = true
			before = append(before, *x)
			for _, p := range x.Parents {
				walk(p)
			}
		}
	}
	for _, p := range r.Parents {
		walk(p)
	}
	was := Join(before)
	after, err := r.Fields()
	if err != nil || len(was.Disputes) == 0 {
		return
	}
	for _, d := range was.Disputes {
		row := DisputeRow{id: v.ID, Ref: v.Record.Base().Ref, Kind: v.Kind, Field: d.Field, Sides: len(d.Values), Decided: true,
			When: Day(r.At.Time().UTC().Format(time.DateOnly))}
		if c.sides(&row, d) {
			row.Decision, row.Reason, row.By = FieldValue(after, d.Field), r.Reason, r.Organisation
		}
		c.disputes = append(c.disputes, row)
	}
}

// sides puts in the values by organisation where the audience may see them:
// inside the coalition, and of fields that point to nobody.
func (c *compiler) sides(row *DisputeRow, d Dispute) bool {
	if c.profile.Ceiling == Public || !slices.Contains(openFields[row.Kind], d.Field) {
		c.fields.add(WithheldConfidentiality, row.Kind, "disputed_values")
		return false
	}
	for _, x := range d.Values {
		row.Values = append(row.Values, Side{By: x.Organisation, Value: x.Value})
	}
	return true
}

// disputeRows are the open ones first, then the decisions, newest first.
func (c *compiler) disputeRows() []DisputeRow {
	rows := slices.Clone(c.disputes)
	for i := range rows {
		rows[i].Ref = c.ref(rows[i].id, rows[i].Ref)
		rows[i].By = c.organisation(rows[i].By)
		for j := range rows[i].Values {
			rows[i].Values[j].By = c.organisation(rows[i].Values[j].By)
		}
	}
	slices.SortStableFunc(rows, func(a, b DisputeRow) int {
		open := func(r DisputeRow) int {
			if r.Decided {
				return 1
			}
			return 0
		}
		return cmp.Or(cmp.Compare(open(a), open(b)), cmp.Compare(b.When, a.When), cmp.Compare(a.Ref, b.Ref), cmp.Compare(a.Field, b.Field))
	})
	return rows
}

// organisation is what an organisation is called in the report; one that graded
// nothing stands by name only where the profile names them.
func (c *compiler) organisation(name string) string {
	if c.profile.Organisations {
		return name
	}
	return c.called[name]
}
