package model

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"slices"
	"time"
)

// report puts the argument together: promised, claimed, found, recommended.
func (c *compiler) report() (*Report, error) {
	r := &Report{Profile: c.profile, Language: c.ask.Language, From: c.ask.From, To: c.ask.To, Today: c.asOf(), Program: c.ask.Program,
		Digest: c.ask.Digest, Contact: c.ask.Contact, Invented: c.ask.Invented, Plan: c.book, ShortRefs: len(c.letters) < 2 && c.profile.Ceiling != Public,
		Events: c.tally.events, Repeats: c.repeats(), NothingFound: c.tally.nothing, WithEvidence: c.tally.withEvidence, Long: c.tally.longs, Filtered: !c.unfiltered(), work: c}
	if c.profile.Ceiling != Public {
		r.Parcels = c.ask.Parcels
	}
	if c.tally.newest > 0 {
		r.Newest = c.tally.newest.Time().Truncate(24 * time.Hour)
	}
	c.nameOrganisations(r)
	c.nameMembers(r)
	r.Findings = c.findingRows()
	r.Scorecard = c.scoreRows()
	r.Claims = c.claimRows()
	r.Recommendations = c.recommendationRows()
	r.Areas = c.areaRows(r.Scorecard)
	verdicts, grades := map[Verdict]int{}, map[Grade]int{}
	for _, x := range r.Claims {
		verdicts[x.Verdict]++
	}
	for _, x := range r.Scorecard {
		if x.Scale == ScaleHouse {
			grades[x.Grade]++
		}
	}
	r.Verdicts, r.Grades = inOrder(Verdicts, verdicts), inOrder(HouseGrades, grades)
	r.Years, r.Regions = byCode(c.tally.years), byCode(c.tally.regions)
	r.Methods, r.SourceKinds = inOrder(Methods, c.tally.methods), byCode(c.tally.kinds)
	c.sheets(r)
	r.Counts, r.Withheld = c.counts(), c.withheld()
	return r, nil
}

// sheets makes the rows of the sheets that the profile asks for.
func (c *compiler) sheets(r *Report) {
	wants := func(code string) bool { return slices.Contains(c.profile.Sheets, code) }
	for _, t := range r.Years {
		if t.Code != "" {
			r.YearCodes = append(r.YearCodes, t.Code)
		}
	}
	r.YearCodes = r.YearCodes[max(0, len(r.YearCodes)-maxYears):]
	if wants("sources") {
		r.Sources = c.sourceRows()
	}
	if wants("by_treaty") {
		r.Treaties = map[string][]TreatyRow{}
		for _, body := range c.profile.Bodies {
			r.Treaties[body] = c.treatyRows(r, body)
		}
	}
	if wants("upr_matrix") {
		r.UPR = c.uprRows(r)
	}
	if wants("by_region") {
		r.ByRegion = c.regionRows(r)
	}
	if wants("by_body") {
		r.ByBody = c.bodyRows(r)
	}
	if wants("timeline") {
		r.Timeline = c.timelineRows(r)
	}
	if wants("gaps") {
		r.Thin = c.gapRows()
	}
	r.Disputes = c.disputeRows()
	r.PlanChanges = c.planChanges()
	if wants("contents_and_method") {
		r.Methods, r.SourceKinds = c.fewTally(r.Methods), c.fewTally(r.SourceKinds)
	}
}

// maxYears is how many years a trend shows: the last ones.
const maxYears = 12

func (c *compiler) counts() []Count {
	withheld := map[Kind]int{}
	for line, n := range c.wholes {
		withheld[line.Kind] += n
	}
	var list []Count
	for _, kind := range countedKinds {
		list = append(list, Count{kind, c.scope[kind], c.written[kind], withheld[kind]})
	}
	return list
}

// ruleOrder is the order in which the rules are told.
var ruleOrder = []WithheldRule{WithheldUnreadable, WithheldConfidentiality, WithheldWithdrawal, WithheldReview, WithheldConsentMissing,
	WithheldConsentTaken, WithheldConsentExpired, WithheldWithOwner, WithheldSource, WithheldPlace, WithheldSmallCount, WithheldFile, WithheldMember}

// withheld lists whole records by rule and kind, then fields.
func (c *compiler) withheld() []Withheld {
	var list []Withheld
	for _, counts := range []map[Withheld]int{c.wholes, c.fields} {
		for line, n := range counts {
			line.N = n
			list = append(list, line)
		}
	}
	sortRows(list, func(a, b Withheld) int {
		return cmp.Or(cmp.Compare(slices.Index(ruleOrder, a.Rule), slices.Index(ruleOrder, b.Rule)),
			cmp.Compare(slices.Index(countedKinds, a.Kind), slices.Index(countedKinds, b.Kind)), cmp.Compare(a.Field, b.Field))
	})
	return list
}

// WithheldMember is the rule for names of members who did not agree to be named.
const WithheldMember WithheldRule = "member_not_named"

func (c *compiler) nameMembers(r *Report) {
	for _, m := range c.ask.Members {
		name := cmp.Or(m.Name, m.Organisation)
		switch {
		case m.Withdrawn || name == "":
		case m.MayBeNamed:
			r.Members = append(r.Members, name)
		default:
			c.fields.add(WithheldMember, KindMember, "name")
		}
	}
	slices.Sort(r.Members)
	r.Members = slices.Compact(r.Members)
}

// nameOrganisations gives organisations that graded their name, or a letter in
// an order that says nothing of the name.
func (c *compiler) nameOrganisations(r *Report) {
	var names []string
	for _, v := range c.findings {
		if v.Record.(*Finding).Level != LevelCoalition && v.Created.Organisation != "" {
			names = append(names, v.Created.Organisation)
		}
	}
	slices.SortFunc(names, func(a, b string) int {
		x, y := sha256.Sum256([]byte(c.ask.Digest+"\x00"+a)), sha256.Sum256([]byte(c.ask.Digest+"\x00"+b))
		return cmp.Or(bytes.Compare(x[:], y[:]), cmp.Compare(a, b))
	})
	c.called = map[string]string{}
	for i, name := range slices.Compact(names) {
		if c.called[name] = name; !c.profile.Organisations {
			c.called[name] = letters(i)
		}
		r.Organisations = append(r.Organisations, c.called[name])
	}
	slices.Sort(r.Organisations)
}

// letters writes a number from 0 as A, B, … Z, AA, AB, …
func letters(n int) string {
	s := ""
	for n++; n > 0; n = (n - 1) / 26 {
		s = string(rune('A'+(n-1)%26)) + s
	}
	return s
}

// stronger orders findings by how much they settle: the coalition's before an
// organisation's before a monitor's; the later period; the house scale; the one
// written last.
func stronger(a, b View) int {
	x, y := a.Record.(*Finding), b.Record.(*Finding)
	_, endX := PeriodDays(x.Period)
	_, endY := PeriodDays(y.Period)
	off := func(f *Finding) int {
		if f.scale() == ScaleHouse {
			return 0
		}
		return 1
	}
	return cmp.Or(cmp.Compare(slices.Index(Levels, y.Level), slices.Index(Levels, x.Level)), cmp.Compare(endY, endX),
		cmp.Compare(off(x), off(y)), cmp.Compare(b.Written.At, a.Written.At), bytes.Compare(a.ID[:], b.ID[:]))
}

// findingOn is the finding that stands for a commitment, and the one of its kind
// for the period before.
func (c *compiler) findingOn(code string) (now, before *View) {
	for i := range c.findings {
		v := &c.findings[i]
		if v.Record.(*Finding).Commitment == code && (now == nil || stronger(*v, *now) < 0) {
			now = v
		}
	}
	if now == nil {
		return nil, nil
	}
	f := now.Record.(*Finding)
	start, _ := PeriodDays(f.Period)
	for _, list := range [][]View{c.findings, c.history} {
		for i := range list {
			v, x := &list[i], list[i].Record.(*Finding)
			_, end := PeriodDays(x.Period)
			if x.Commitment == code && x.Level == f.Level && x.scale() == f.scale() && end != "" && end < start && (before == nil || stronger(*v, *before) < 0) {
				before = v
			}
		}
	}
	return now, before
}

// ladder is the part of the house scale on which a grade can rise or fall.
var ladder = []Grade{Regressed, NotStarted, Limited, Partial, Substantial, Complete}

func change(before, now Grade) Change {
	from, to := slices.Index(ladder, before), slices.Index(ladder, now)
	switch {
	case from < 0 || to < 0:
		return ""
	case to > from:
		return Improved
	case to < from:
		return Worsened
	}
	return Unchanged
}

func (c *compiler) scoreRows() []ScoreRow {
	var rows []ScoreRow
	for _, x := range c.book.Commitments {
		r := ScoreRow{Commitment: x, Area: x.Area, LinkedAreas: x.LinkedAreas, Observations: c.tally.byCommitment[x.Code], Evidence: c.tally.exhibits[x.Code]}
		if claim := c.latestClaim(x.Code); claim != nil {
			r.OfficialStatus = claim.ClaimedStatus
		}
		now, before := c.findingOn(x.Code)
		if now != nil {
			f := now.Record.(*Finding)
			r.EvidenceStatus, r.ScheduleStatus, r.Scale, r.Grade, r.Period = f.EvidenceStatus, f.ScheduleStatus, f.scale(), f.Grade, f.Period
			r.Confidence, r.Reason, r.ReasonLanguage, r.Finding = f.Confidence, f.Reasoning, f.Language, c.ref(now.ID, f.Ref)
			r.Disputed = now.disputedFields()
		}
		if before != nil {
			f := before.Record.(*Finding)
			r.PreviousGrade, r.PreviousPeriod = f.Grade, f.Period
			if r.Scale == ScaleHouse {
				r.Change = change(f.Grade, r.Grade)
			}
		}
		r.Gaps = c.gaps(x.Code)
		rows = append(rows, r)
	}
	return rows
}

// gaps lists what the argument about a commitment lacks.
func (c *compiler) gaps(code string) []Gap {
	var gaps []Gap
	now, _ := c.findingOn(code)
	for _, g := range []struct {
		gap   Gap
		lacks bool
	}{
		{GapNoClaim, c.latestClaim(code) == nil},
		{GapNoFinding, now == nil},
		{GapNoObservation, c.tally.byCommitment[code] == 0},
		{GapNoEvidence, c.tally.exhibits[code] == 0},
	} {
		if g.lacks {
			gaps = append(gaps, g.gap)
		}
	}
	return gaps
}

func (c *compiler) latestClaim(code string) *Claim {
	var latest *Claim
	for _, v := range c.claims {
		if x := v.Record.(*Claim); x.Commitment == code && (latest == nil || x.Report.Date > latest.Report.Date) {
			latest = x
		}
	}
	return latest
}

// areaRows counts the scorecard by area.
func (c *compiler) areaRows(scores []ScoreRow) []AreaSummary {
	at := map[string]int{}
	var areas []AreaSummary
	for _, a := range c.book.Areas {
		at[a.Code] = len(areas)
		areas = append(areas, AreaSummary{Code: a.Code, Title: a.Title})
	}
	for _, s := range scores {
		i, known := at[s.Area]
		if !known {
			i = len(areas)
			at[s.Area] = i
			areas = append(areas, AreaSummary{Code: s.Area})
		}
		a := &areas[i]
		a.Commitments++
		if s.Scale != ScaleHouse || s.Grade == "" {
			a.Ungraded++
			continue
		}
		if a.Grades == nil {
			a.Grades = map[Grade]int{}
		}
		a.Grades[s.Grade]++
		if s.Change != "" {
			if a.Changes == nil {
				a.Changes = map[Change]int{}
			}
			a.Changes[s.Change]++
		}
	}
	for i := range areas {
		areas[i].Observations, areas[i].Evidence = c.tally.byArea[areas[i].Code], c.tally.exhibitAreas[areas[i].Code]
	}
	return areas
}

// planOrder sorts rows by the place of their commitment in the plan.
func (c *compiler) planOrder() func(a, b string) int {
	at := map[string]int{}
	for i, x := range c.given.Commitments {
		at[x.Code] = i
	}
	return func(a, b string) int { return cmp.Compare(at[a], at[b]) }
}

func (c *compiler) claimRows() []ClaimRow {
	var rows []ClaimRow
	claimed := map[string]bool{}
	for _, v := range c.claims {
		x := v.Record.(*Claim)
		claimed[x.Commitment] = true
		r := ClaimRow{Row: c.row(v), Commitment: x.Commitment, Report: x.Report, Page: x.Page, Quotation: x.Quotation, Status: x.ClaimedStatus,
			Figure: x.ClaimedFigure, Verifiable: x.Verifiable}
		f, verdict := c.test(v.ID)
		if r.Verdict = verdict; f == nil {
			f, _ = c.findingOn(x.Commitment)
			r.Gaps = append(r.Gaps, GapNotTested)
		}
		c.beside(&r, f, v.ID)
		rows = append(rows, r)
	}
	for _, x := range c.book.Commitments {
		if !claimed[x.Code] {
			r := ClaimRow{Commitment: x.Code, Verdict: NoClaim}
			f, _ := c.findingOn(x.Code)
			c.beside(&r, f)
			rows = append(rows, r)
		}
	}
	order := c.planOrder()
	sortRows(rows, func(a, b ClaimRow) int {
		return cmp.Or(order(a.Commitment, b.Commitment), cmp.Compare(a.Report.Date, b.Report.Date), cmp.Compare(a.Ref, b.Ref))
	})
	return rows
}

// test is the strongest finding that tested a claim, and its verdict.
func (c *compiler) test(claim ID) (*View, Verdict) {
	var best *View
	var verdict Verdict
	for i := range c.findings {
		v := &c.findings[i]
		for _, t := range v.Record.(*Finding).Claims {
			if t.Claim == claim && t.Verdict != "" && (best == nil || stronger(*v, *best) < 0) {
				best, verdict = v, t.Verdict
			}
		}
	}
	return best, verdict
}

// beside puts what was found beside a claim.
func (c *compiler) beside(r *ClaimRow, f *View, holders ...ID) {
	if x := c.book.Commitment(r.Commitment); x != nil {
		r.Area = x.Area
	}
	for _, gap := range c.gaps(r.Commitment) {
		if gap != GapNoClaim {
			r.Gaps = append(r.Gaps, gap)
		}
	}
	if f != nil {
		x := f.Record.(*Finding)
		r.Finding, r.Found, r.FoundLanguage, r.FoundGrade, r.FoundScale = c.ref(f.ID, x.Ref), x.Reasoning, x.Language, x.Grade, x.scale()
		r.EvidenceStatus = x.EvidenceStatus
		holders = append(append(holders, f.ID), x.BasedOn...)
	}
	r.Evidence = c.evidenceRefs(holders)
}

// evidenceRefs lists the refs of the written evidence of several records.
func (c *compiler) evidenceRefs(holders []ID) []string {
	var refs []string
	for _, id := range holders {
		for _, e := range c.exhibitsOf(id) {
			if ref := c.ref(e.id, e.ref); e.rule == "" && !e.outside && !slices.Contains(refs, ref) {
				refs = append(refs, ref)
			}
		}
	}
	return refs
}

func (c *compiler) findingRows() []FindingRow {
	var rows []FindingRow
	for _, v := range c.findings {
		x := v.Record.(*Finding)
		r := FindingRow{Row: c.row(v), Commitment: x.Commitment, Period: x.Period, Level: x.Level, Scale: x.scale(), Grade: x.Grade,
			EvidenceStatus: x.EvidenceStatus, ScheduleStatus: x.ScheduleStatus, Reasoning: x.Reasoning, Confidence: x.Confidence, Dissent: x.Dissent,
			Evidence: c.evidenceRefs(append([]ID{v.ID}, x.BasedOn...))}
		if x.Level != LevelCoalition {
			r.Organisation = c.called[v.Created.Organisation]
		}
		seen := map[ID]bool{}
		for _, id := range x.BasedOn {
			if o := c.owners[id]; o != nil && o.observation && o.written {
				seen[c.links.Event(id)] = true
			}
		}
		r.Observations = len(seen)
		rows = append(rows, r)
	}
	order := c.planOrder()
	sortRows(rows, func(a, b FindingRow) int {
		return cmp.Or(order(a.Commitment, b.Commitment), cmp.Compare(a.Period, b.Period), cmp.Compare(slices.Index(Levels, b.Level), slices.Index(Levels, a.Level)),
			cmp.Compare(a.Ref, b.Ref), bytes.Compare(a.ID[:], b.ID[:]))
	})
	return rows
}

func (c *compiler) recommendationRows() []RecommendationRow {
	var rows []RecommendationRow
	for _, v := range c.advice {
		x := v.Record.(*Recommendation)
		r := RecommendationRow{Row: c.row(v), Commitments: x.Commitments, Addressee: x.Addressee, Text: x.Text, Priority: x.Priority,
			Treaties: x.Treaties, SendTo: x.SendTo, Deadline: x.Deadline}
		for _, code := range x.Commitments {
			if now, _ := c.findingOn(code); now != nil {
				r.Why = append(r.Why, c.ref(now.ID, now.Record.Base().Ref))
			}
			if on := c.book.Commitment(code); on != nil {
				for _, target := range on.SDGTargets {
					if !slices.Contains(r.SDG, target) {
						r.SDG = append(r.SDG, target)
					}
				}
			}
		}
		rows = append(rows, r)
	}
	order := c.planOrder()
	first := func(r RecommendationRow) string {
		if len(r.Commitments) == 0 {
			return ""
		}
		return r.Commitments[0]
	}
	sortRows(rows, func(a, b RecommendationRow) int {
		return cmp.Or(cmp.Compare(slices.Index(Priorities, a.Priority), slices.Index(Priorities, b.Priority)), order(first(a), first(b)),
			cmp.Compare(a.Ref, b.Ref), bytes.Compare(a.ID[:], b.ID[:]))
	})
	return rows
}
