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
	var history History
	if c.ask.History != nil && v.Revisions >= 3 && !v.Broken {
		var err error
		if history, err = c.ask.History(v.ID); err != nil {
			c.fault = cmp.Or(c.fault, err)
			return
		}
	}
	for _, d := range history.Holders(v) {
		row := DisputeRow{id: v.ID, Ref: v.Record.Base().Ref, Kind: v.Kind, Field: d.Field, Sides: len(d.Values)}
		c.sides(&row, d)
		c.disputes = append(c.disputes, row)
	}
	if history != nil {
		c.decisions(v, history)
	}
}

// A decision is found again in the history of its record, for nobody writes down
// which disputes a revision settled:
//
//  1. a revision with several parents settled all that they left open;
//  2. revisions of one author at one moment are one act (see Revise): they settled
//     what their parents left open and what no longer is, while other fields
//     stayed in dispute;
//  3. a lone revision with a reason settled what was open between its parent and
//     what others had written before it, where it took over their value;
//  4. an act with a reason that left open what was not took the decision before it
//     back (see Reopen): that one is not told.
//
// What was before is asked of the parents first, and only then of the clocks, which
// may have been set back.

// mostWeighed bounds how many revisions are joined to find a record's decisions:
// of a record with a strangely long past only the last ones are told.
const mostWeighed = 200_000

// act is what an author wrote at one moment.
type act struct {
	author Key
	at     Clock
}

// decisions notes what was settled in the past of a record, the last act first.
func (c *compiler) decisions(v View, history History) {
	acts, order := map[act]History{}, []act{}
	byID := unique(history)
	all := causal(byID)
	for _, r := range slices.Backward(all) {
		if r.Redacted || len(r.Parents) == 0 {
			continue
		}
		a := act{r.Author, r.At}
		if acts[a] == nil {
			order = append(order, a)
		}
		acts[a] = append(acts[a], *r)
	}
	joined, back := 0, map[string]int{}
	for _, a := range order {
		wrote := acts[a]
		var parents []RevID
		for i := range wrote {
			parents = append(parents, wrote[i].Parents...)
		}
		before := pastOf(byID, parents)
		if len(parents) == 1 {
			if before = beside(all, byID, before, &wrote[0]); before == nil {
				continue
			}
		}
		if joined += len(before); joined > mostWeighed {
			return
		}
		c.decision(v, before, wrote, back)
	}
}

// pastOf lists revisions and all their ancestors that are here.
func pastOf(byID map[RevID]*Revision, ids []RevID) History {
	var past History
	seen := map[RevID]bool{}
	for next := slices.Clone(ids); len(next) > 0; {
		id := next[len(next)-1]
		next = next[:len(next)-1]
		if r := byID[id]; r != nil && !seen[id] {
			seen[id] = true
			past = append(past, *r)
			next = append(next, r.Parents...)
		}
	}
	return past
}

// beside adds to the past of a lone revision what others had written before it
// and it does not build on; nil when that is nothing, or when no reason was given.
// all stand in their order, what they came from first.
func beside(all []*Revision, byID map[RevID]*Revision, past History, r *Revision) History {
	if r.Reason == "" {
		return nil
	}
	known := map[RevID]bool{r.ID: true}
	for i := range past {
		known[past[i].ID] = true
	}
	var others []RevID
	for _, x := range all {
		if x.ID == r.ID {
			break
		}
		if !known[x.ID] {
			others = append(others, x.ID)
		}
	}
	if len(others) == 0 {
		return nil
	}
	for _, x := range pastOf(byID, others) {
		if !known[x.ID] {
			past = append(past, x)
		}
	}
	return past
}

// decision notes what an act settled of what lay before it. back counts, by field,
// the decisions that were taken back later.
func (c *compiler) decision(v View, before, wrote History, back map[string]int) {
	was := Join(before)
	if len(was.Disputes) == 0 && wrote[0].Reason == "" {
		return
	}
	after := Join(append(slices.Clone(before), wrote...))
	for _, d := range after.Disputes {
		if !was.disputed(d.Field) && wrote[0].Reason != "" {
			back[d.Field]++
		}
	}
	for _, d := range before.Holders(was) {
		if after.disputed(d.Field) {
			continue
		}
		if back[d.Field] > 0 {
			back[d.Field]--
			continue
		}
		row := DisputeRow{id: v.ID, Ref: v.Record.Base().Ref, Kind: v.Kind, Field: d.Field, Sides: len(d.Values), Decided: true,
			When: Day(wrote[0].At.Time().UTC().Format(time.DateOnly))}
		if c.sides(&row, d) {
			row.Decision, row.Reason, row.By = FieldValue(after.Record, d.Field), wrote[0].Reason, wrote[0].Organisation
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
	sortRows(rows, func(a, b DisputeRow) int {
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
