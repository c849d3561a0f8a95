package model

import (
	"bytes"
	"cmp"
	"maps"
	"slices"
	"time"
)

// sourceRows lists the sources of what is written, as far as they may be told.
func (c *compiler) sourceRows() []SourceRow {
	var rows []SourceRow
	var counts []int // of observations
	kinds := map[string]int{}
	people := map[string]int{}
	ids := slices.SortedFunc(maps.Keys(c.tally.witnesses), func(a, b ID) int { return bytes.Compare(a[:], b[:]) })
	at := map[string]int{}
	for _, id := range ids {
		card, w := c.sources[id], c.tally.witnesses[id]
		if card == nil || card.openness() == unnamed {
			continue
		}
		row := SourceRow{Code: card.code, Kind: card.kind, Connection: card.connection, Uses: card.uses(), Reliability: slices.Sorted(maps.Keys(w.reliability)),
			Sources: Few{N: 1}}
		if card.openness() == byCodeName {
			rows, counts = append(rows, row), append(counts, w.observations)
			continue
		}
		kinds[card.kind] += w.observations
		people[card.kind]++
		row.Code, row.Connection = "", ""
		i, known := at[card.kind]
		if !known {
			at[card.kind] = len(rows)
			rows, counts = append(rows, row), append(counts, w.observations)
			continue
		}
		counts[i] += w.observations
		r := &rows[i]
		r.Uses = slices.DeleteFunc(r.Uses, func(use string) bool { return !slices.Contains(row.Uses, use) })
		r.Reliability = slices.Compact(slices.Sorted(slices.Values(append(r.Reliability, row.Reliability...))))
	}
	for i, few := range c.fewOf(counts) {
		rows[i].Observations = few
		if rows[i].Code == "" {
			rows[i].Sources = c.few(people[rows[i].Kind])
		}
	}
	sortRows(rows, func(a, b SourceRow) int {
		return cmp.Or(cmp.Compare(len(b.Code)/max(len(b.Code), 1), len(a.Code)/max(len(a.Code), 1)), cmp.Compare(a.Code, b.Code), cmp.Compare(a.Kind, b.Kind))
	})
	return rows
}

// uses are those that every value of the consent allows.
func (s *sourceCard) uses() []string {
	var uses []string
	for _, use := range ConsentUses {
		if !slices.ContainsFunc(s.consents, func(c Consent) bool { return !slices.Contains(c.Uses, use) }) {
			uses = append(uses, use)
		}
	}
	return uses
}

// standing counts commitments by grade, overdue ones and gaps into a row.
func (r *PlaceRow) standing(s *ScoreRow) {
	r.Commitments++
	if s.ScheduleStatus == "overdue" {
		r.Overdue++
	}
	if s.Scale != ScaleHouse || s.Grade == "" {
		r.Ungraded++
	} else {
		if r.Grades == nil {
			r.Grades = map[Grade]int{}
		}
		r.Grades[s.Grade]++
	}
	for _, gap := range s.Gaps {
		if !slices.Contains(r.Gaps, gap) {
			r.Gaps = append(r.Gaps, gap)
		}
	}
}

// regionRows counts what was seen by region, the one without a region last.
func (c *compiler) regionRows(r *Report) []PlaceRow {
	var rows []PlaceRow
	var counts []int
	for _, t := range r.Regions {
		g := c.tally.grounds[groundKey{"region", t.Code}]
		if g == nil {
			continue
		}
		row := PlaceRow{Code: t.Code}
		for i := range r.Scorecard {
			if s := &r.Scorecard[i]; g.commitments[s.Commitment.Code] {
				row.standing(s)
			}
		}
		slices.Sort(row.Gaps)
		var years []int
		for _, year := range r.YearCodes {
			years = append(years, g.years[year])
		}
		row.Years = c.fewOf(years)
		rows, counts = append(rows, row), append(counts, g.observations)
	}
	for i, few := range c.fewOf(counts) {
		rows[i].Observations = few
	}
	return rows
}

// bodyRows counts what each public body leads or supports.
func (c *compiler) bodyRows(r *Report) []PlaceRow {
	codes := []string{}
	add := func(list []string) {
		for _, code := range list {
			if !slices.Contains(codes, code) {
				codes = append(codes, code)
			}
		}
	}
	for _, b := range c.book.Plan.Bodies {
		add([]string{b.Code})
	}
	for _, s := range r.Scorecard {
		add(s.Commitment.LeadBodies)
		add(s.Commitment.SupportingBodies)
	}
	var rows []PlaceRow
	var counts []int
	for _, code := range append(codes, "") {
		row := PlaceRow{Code: code}
		for i := range r.Scorecard {
			s := &r.Scorecard[i]
			if leads := s.Commitment.LeadBodies; slices.Contains(leads, code) || code == "" && len(leads) == 0 {
				row.standing(s)
			} else if slices.Contains(s.Commitment.SupportingBodies, code) {
				row.Supporting++
			}
		}
		slices.Sort(row.Gaps)
		if row.Commitments+row.Supporting > 0 {
			rows, counts = append(rows, row), append(counts, c.tally.byBody[code])
		}
	}
	for i, few := range c.fewOf(counts) {
		rows[i].Observations = few
	}
	return rows
}

// staleAfter is how old the newest observation may be.
const staleAfter = 365 * 24 * time.Hour

// gapRows lists commitments, areas, regions and groups whose ground is thin:
// none or one independent source, or nothing newer than a year.
func (c *compiler) gapRows() []GapRow {
	end := c.asOf()
	if c.ask.To != "" {
		end = min(end, c.ask.To)
	}
	last, _ := time.Parse(time.DateOnly, string(end))
	limit := Day(last.Add(-staleAfter).Format(time.DateOnly))
	var rows []GapRow
	look := func(kind, code string) {
		g := c.tally.grounds[groundKey{kind, code}]
		if g == nil {
			g = &ground{}
		}
		row := GapRow{Kind: kind, Code: code, Newest: g.newest}
		switch n := len(g.sources); {
		case g.observations == 0:
			row.Gaps = append(row.Gaps, GapNoObservation)
		case c.profile.SmallCount > 0 && int64(n) < c.profile.SmallCount:
			row.Gaps = append(row.Gaps, GapFewSources)
		case n < 2:
			row.Gaps = append(row.Gaps, GapOneSource)
		}
		if g.newest != "" && g.newest < limit {
			row.Gaps = append(row.Gaps, GapStale)
		}
		if len(row.Gaps) > 0 {
			row.Observations, row.Sources = c.few(g.observations), c.few(len(g.sources))
			rows = append(rows, row)
		}
	}
	for _, x := range c.book.Commitments {
		look("commitment", x.Code)
	}
	for _, a := range c.book.Areas {
		look("area", a.Code)
	}
	for _, t := range byCode(c.tally.regions) {
		if t.Code != "" {
			look("region", t.Code)
		}
	}
	for _, group := range Groups {
		look("group", group)
	}
	return rows
}

// timelineRows puts acts, deadlines, claims, reviews and observations in order.
func (c *compiler) timelineRows(r *Report) []TimelineRow {
	var rows []TimelineRow
	add := func(row TimelineRow) {
		if row.Date != "" && c.inPeriod(Day(row.Date), row.Date) {
			rows = append(rows, row)
		}
	}
	plan := c.book.Plan
	for _, act := range []Act{plan.Act, plan.ImplementingAct} {
		add(TimelineRow{Date: string(act.Date), Kind: "act", Text: act.Title, Ref: act.Number})
		for _, e := range act.AmendedBy {
			add(TimelineRow{Date: e.Date, Kind: "act", What: e.What, Ref: e.Number})
		}
	}
	for _, duty := range plan.ProcessDuties {
		for _, e := range duty.FollowedBy {
			add(TimelineRow{Date: e.Date, Kind: "event", What: e.What, Ref: duty.Code})
		}
	}
	for _, u := range plan.UNReviews {
		add(TimelineRow{Date: u.Date, Kind: "un_review", What: u.Note, Ref: u.Symbol, Body: u.Body})
	}
	for i := range r.Scorecard {
		s := &r.Scorecard[i]
		x := s.Commitment
		code := []string{x.Code}
		add(TimelineRow{Date: x.Deadline, Kind: "deadline", Commitments: code, Text: x.Title, Schedule: s.ScheduleStatus})
		if x.BaselineDeadline != x.Deadline {
			add(TimelineRow{Date: x.BaselineDeadline, Kind: "baseline_deadline", Commitments: code, Text: x.Title})
		}
		for _, list := range [][]Event{{x.Instruction}, x.Deadlines, x.FollowedBy} {
			for _, e := range list {
				add(TimelineRow{Date: e.Date, Kind: "event", Commitments: code, What: e.What, Ref: e.Number})
			}
		}
	}
	for _, x := range r.Claims {
		if x.Ref != "" {
			add(TimelineRow{Date: string(x.Report.Date), Kind: "claim", Commitments: []string{x.Commitment}, Text: x.Report.Title, Ref: x.Ref, Body: x.Report.Issuer})
		}
	}
	months := slices.Sorted(maps.Keys(c.tally.months))
	counts := make([]int, len(months))
	for i, month := range months {
		counts[i] = c.tally.months[month]
	}
	for i, few := range c.fewOf(counts) {
		if months[i] != "" {
			rows = append(rows, TimelineRow{Date: months[i], Kind: "observations", Observations: few})
		}
	}
	sortRows(rows, func(a, b TimelineRow) int {
		return cmp.Or(cmp.Compare(a.Date, b.Date), cmp.Compare(slices.Index(TimelineKinds, a.Kind), slices.Index(TimelineKinds, b.Kind)))
	})
	return rows
}

// planChanges lists what is known to have changed in the plan.
func (c *compiler) planChanges() []PlanChange {
	plan := c.book.Plan
	var rows []PlanChange
	for _, act := range []Act{plan.Act, plan.ImplementingAct} {
		for _, e := range act.AmendedBy {
			rows = append(rows, PlanChange{Old: plan.Code, New: plan.Code, OldTitle: plan.Title, NewTitle: plan.Title, Kind: "amended", Act: cmp.Or(e.Number, e.What), Date: e.Date})
		}
	}
	for _, x := range c.book.Commitments {
		if x.BaselineDeadline != "" && x.BaselineDeadline != x.Deadline {
			rows = append(rows, PlanChange{Old: x.Code, New: x.Code, OldTitle: x.Title, NewTitle: x.Title, Kind: "moved", Act: x.BaselineDeadline + " → " + x.Deadline})
		}
	}
	for _, p := range plan.RelatedPlans {
		row := PlanChange{Old: plan.Code, OldTitle: plan.Title, New: p.Code, NewTitle: p.Title, Kind: "related", Act: p.Number, Date: p.Date}
		if p.Date != "" && p.Date < string(plan.Act.Date) || p.Code < plan.Code && p.Date == "" { // an earlier plan
			row.Old, row.New, row.OldTitle, row.NewTitle = row.New, row.Old, row.NewTitle, row.OldTitle
		}
		rows = append(rows, row)
	}
	return rows
}
