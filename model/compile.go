package model

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// compiler walks the records once, decides, and keeps only what is small:
// sources, the few facts of each piece of evidence, claims, findings and
// recommendations. Observations pass by; those with evidence, and those that a
// finding rests on, leave a note behind.
type compiler struct {
	ask         Ask
	profile     Profile
	given       *PlanBook // as it was handed in
	book        *PlanBook // what of it may leave
	records     Records
	commitments map[string]bool // that the filters want
	words       []string        // folded, of the filter
	only        map[ID]bool     // observations of the filter; nil for all
	sources     map[ID]*sourceCard
	exhibits    []exhibit // sorted by what they belong to, then by ref
	owners      map[ID]*owner
	links       *Links
	events      map[ID]*event // of which several written observations may tell, by what Links.Event gives
	claims      []View
	findings    []View
	advice      []View
	history     []View // findings outside the period that may be shown, for the previous grade
	scope       map[Kind]int
	written     map[Kind]int
	wholes      map[Withheld]int
	fields      fieldCount
	kept        map[WithheldRule][]ID
	letters     map[string]bool   // of the refs that are written
	sums        map[Kind]ID       // exclusive or of the ids that are written
	picks       map[Kind][]picked // what is written for others, where records can be picked out
	spots       *spots            // what became of places; nil where none is withheld
	tally       tallies
	called      map[string]string // organisations by what they are called
	disputes    []DisputeRow
	fault       error // of reading a history
	lapsed      Day   // the last day on which a consent that was looked at lapsed
}

// exhibit is what the rules need to know of a piece of evidence.
type exhibit struct {
	id, of     ID
	ref        string
	rule       WithheldRule // empty: it is written
	showsPlace bool
	outside    bool // what it belongs to is out of scope
	at         Clock
}

// owner is a record that has evidence or that a finding rests on.
type owner struct {
	seen        bool
	inScope     bool
	written     bool
	ref         string
	commitments []string
	marks       []SourceMark
	observation bool
	event       *event // of an observation
	evidence    bool
	up          ID // of evidence: what it belongs to itself
	exhibits    int
}

func compile(plan *PlanBook, records Records, ask Ask) (*compiler, error) {
	if err := ask.check(); err != nil {
		return nil, err
	}
	c := &compiler{ask: ask, profile: ask.Profile, records: records, sources: map[ID]*sourceCard{}, owners: map[ID]*owner{}, events: map[ID]*event{},
		scope: map[Kind]int{}, written: map[Kind]int{}, wholes: map[Withheld]int{}, fields: fieldCount{}, kept: map[WithheldRule][]ID{},
		letters: map[string]bool{}, sums: map[Kind]ID{}, picks: map[Kind][]picked{}, tally: newTallies()}
	if !c.profile.Places {
		c.spots = newSpots()
	}
	for _, w := range AskedWords(ask.Filter.Words) {
		c.words = append(c.words, Fold(w))
	}
	if a := ask.Filter.Among; a != nil && a.IDs != nil {
		c.only = make(map[ID]bool, len(a.IDs))
		for _, id := range a.IDs {
			c.only[id] = true
		}
	}
	c.readPlan(plan)
	for _, pass := range []func() error{c.readSources, c.readEvidence, c.readLinks, c.readSmall, c.readObservations, c.settleEvidence} {
		if err := pass(); err != nil {
			return nil, fmt.Errorf("compile report: %w", err)
		}
	}
	if c.fault != nil {
		return nil, fmt.Errorf("compile report: %w", c.fault)
	}
	return c, c.balance()
}

// each walks the views of a kind, those withdrawn left out.
func (c *compiler) each(kind Kind, do func(View)) error { return each(c.records, kind, do) }

// ruled are the observations for the rules, without what they say at length where
// that can be had for less and no filter looks for words in it.
func (c *compiler) ruled() Records {
	if c.ask.Briefs == nil || len(c.words) > 0 {
		return c.records
	}
	return c.ask.Briefs
}

func each(records Records, kind Kind, do func(View)) error {
	for v, err := range records(kind) {
		if err != nil {
			return err
		}
		if v.Record == nil || v.Kind != kind || !v.Broken && v.Record.Base().Withdrawn {
			continue
		}
		do(v)
	}
	return nil
}

// readPlan chooses the commitments, and copies what of the plan may leave.
func (c *compiler) readPlan(plan *PlanBook) {
	c.given, c.commitments = plan, map[string]bool{}
	var open []Record
	head := *plan.Plan
	head.Note = ""
	open = append(open, &head)
	for _, a := range plan.Areas {
		if c.mayLeave(a) && c.wantsArea(a.Code) {
			area := *a
			area.Note = ""
			open = append(open, &area)
		}
	}
	own, linked := plan.In(c.ask.Filter.Area)
	for _, x := range plan.Commitments {
		switch {
		case c.ask.Filter.Commitment != "" && x.Code != c.ask.Filter.Commitment:
			continue
		case c.ask.Filter.Area != "" && !slices.Contains(own, x) && !slices.Contains(linked, x):
			continue
		}
		c.commitments[x.Code] = true
		c.scope[KindCommitment]++
		if !c.mayLeave(x) {
			c.withhold(WithheldConfidentiality, KindCommitment, x.ID)
			continue
		}
		c.written[KindCommitment]++
		commitment := *x
		commitment.Note = ""
		open = append(open, &commitment)
	}
	c.book = NewPlanBook(open)
}

func (c *compiler) mayLeave(r Record) bool {
	conf := cmp.Or(r.Base().Confidentiality, DefaultConfidentiality(r.Kind()))
	return conf.Rank() <= c.profile.Ceiling.Rank()
}

// wantsArea says whether an area has a commitment that the filters want.
func (c *compiler) wantsArea(code string) bool {
	f := c.ask.Filter
	own := c.given.Commitment(f.Commitment)
	return (f.Area == "" || f.Area == code) && (f.Commitment == "" || own != nil && (own.Area == code || slices.Contains(own.LinkedAreas, code)))
}

// withhold counts a record that stays behind whole.
func (c *compiler) withhold(rule WithheldRule, kind Kind, id ID) {
	c.wholes[Withheld{Rule: rule, Kind: kind}]++
	if len(c.kept[rule]) < PreflightRecords {
		c.kept[rule] = append(c.kept[rule], id)
	}
}

// write counts a record that is written.
func (c *compiler) write(v View) {
	c.written[v.Kind]++
	c.settled(v)
	c.sum(v)
	c.tally.newest = max(c.tally.newest, v.Written.At)
	if r, ok := ParseRef(v.Record.Base().Ref); ok && len(c.letters) < 2 {
		c.letters[r.Letters] = true
	}
}

func (c *compiler) readSources() error {
	return c.each(KindSource, func(v View) {
		if card := newSourceCard(v); card != nil {
			c.sources[v.ID] = card
		}
	})
}

func (c *compiler) readEvidence() error {
	err := c.each(KindEvidence, func(v View) {
		e, ok := v.Record.(*Evidence)
		if !ok {
			return
		}
		x := exhibit{id: v.ID, of: e.Of, ref: e.Ref, rule: c.whole(v, Approved), at: v.Written.At}
		for _, marks := range values(v, "sensitive_marks", e.SensitiveMarks) {
			x.showsPlace = x.showsPlace || slices.Contains(marks, "place")
		}
		c.exhibits = append(c.exhibits, x)
		c.ownerOf(e.Of)
	})
	slices.SortFunc(c.exhibits, func(a, b exhibit) int {
		return cmp.Or(bytes.Compare(a.of[:], b.of[:]), cmp.Compare(a.ref, b.ref), bytes.Compare(a.id[:], b.id[:]))
	})
	for _, x := range c.exhibits {
		if o := c.owners[x.id]; o != nil { // evidence of evidence
			o.seen, o.inScope, o.written, o.evidence, o.ref, o.up = true, true, x.rule == "", true, x.ref, x.of
		}
	}
	return err
}

// ownerOf is the note about a record, made when it is first named.
func (c *compiler) ownerOf(id ID) *owner {
	if c.owners[id] == nil {
		c.owners[id] = &owner{}
	}
	return c.owners[id]
}

// see notes that a record exists, where something names it.
func (c *compiler) see(id ID) {
	if o := c.owners[id]; o != nil {
		o.seen = true
	}
}

// exhibitsOf lists the evidence of a record, written and withheld.
func (c *compiler) exhibitsOf(id ID) []exhibit {
	from, _ := slices.BinarySearchFunc(c.exhibits, id, func(x exhibit, id ID) int { return bytes.Compare(x.of[:], id[:]) })
	to := from
	for to < len(c.exhibits) && c.exhibits[to].of == id {
		to++
	}
	return c.exhibits[from:to]
}

// readSmall keeps claims, findings and recommendations that may leave.
func (c *compiler) readSmall() error {
	err := c.each(KindClaim, func(v View) {
		x, _ := v.Record.(*Claim)
		c.see(v.ID)
		if v.Broken || x != nil && c.commitments[x.Commitment] && c.inPeriod(x.Report.Date, x.Report.Period) {
			c.decide(v, "", &c.claims, x.Commitment)
		}
	})
	if err != nil {
		return err
	}
	err = c.each(KindFinding, func(v View) {
		x, _ := v.Record.(*Finding)
		c.see(v.ID)
		switch {
		case v.Broken || x != nil && c.commitments[x.Commitment] && c.inPeriod("", x.Period):
			if c.decide(v, x.Review, &c.findings, x.Commitment) {
				for _, id := range x.BasedOn {
					c.ownerOf(id)
				}
			}
		case x != nil && c.commitments[x.Commitment] && c.whole(v, x.Review) == "":
			c.history = append(c.history, v)
		}
	})
	if err != nil {
		return err
	}
	return c.each(KindRecommendation, func(v View) {
		x, _ := v.Record.(*Recommendation)
		c.see(v.ID)
		if v.Broken || x != nil && (c.everyCommitment() || slices.ContainsFunc(x.Commitments, func(code string) bool { return c.commitments[code] })) {
			c.decide(v, x.Review, &c.advice, x.Commitments...)
		}
	})
}

// decide counts a small record in, and keeps it when it may leave.
func (c *compiler) decide(v View, review ReviewState, list *[]View, commitments ...string) bool {
	c.scope[v.Kind]++
	rule := c.whole(v, review)
	if o := c.owners[v.ID]; o != nil {
		*o = owner{seen: true, inScope: true, written: rule == "", ref: v.Record.Base().Ref, commitments: commitments}
	}
	if rule != "" {
		c.withhold(rule, v.Kind, v.ID)
		return false
	}
	c.write(v)
	*list = append(*list, v)
	return true
}

func (c *compiler) readObservations() error {
	for v, err := range c.ruled()(KindObservation) {
		if err != nil {
			return err
		}
		if v.Record == nil || v.Kind != KindObservation {
			continue
		}
		if !v.Broken && v.Record.Base().Withdrawn {
			c.spots.withheld(v.Record)
			continue
		}
		c.readObservation(v)
	}
	return nil
}

func (c *compiler) readObservation(v View) {
	o, ok := v.Record.(*Observation)
	if !ok || !v.Broken && !c.wants(v, o) {
		c.see(v.ID)
		c.placeBeyond(v, o)
		return
	}
	c.scope[KindObservation]++
	rule := c.observationRule(v, o)
	if x := c.owners[v.ID]; x != nil {
		x.seen, x.inScope, x.written, x.observation, x.ref = true, true, rule == "", true, o.Ref
		if x.written {
			x.commitments, x.event = slices.Clone(o.Commitments), c.eventOf(v.ID)
			x.marks, _ = c.marks(sourcesOf(v, o))
		}
	}
	if rule != "" {
		c.withhold(rule, KindObservation, v.ID)
		if !v.Broken {
			c.spots.withheld(o)
		}
		return
	}
	c.write(v)
	c.pick(v, o.Date.From)
	c.tally.observation(c, c.meet(v.ID, o.Ref), o, sourcesOf(v, o))
	if r := c.observationRow(v, &c.fields); r.PlaceWithheld {
		c.spots.withheld(o)
	} else {
		c.spots.told(o)
	}
}

// observationRule gives the rule that withholds an observation whole, or "".
func (c *compiler) observationRule(v View, o *Observation) WithheldRule {
	if rule := c.whole(v, o.Review); rule != "" {
		return rule
	}
	return c.consent(sourcesOf(v, o))
}

// settleEvidence decides the evidence, now that all it can belong to is
// decided, and counts what of it is written.
func (c *compiler) settleEvidence() error {
	open := make(map[ID]bool, len(c.exhibits))
	for i := range c.exhibits {
		x := &c.exhibits[i]
		top := c.top(x.of)
		if top != nil && !top.inScope || top == nil && !c.unfiltered() {
			x.outside = true
			continue
		}
		c.scope[KindEvidence]++
		if x.rule == "" && (top == nil || !c.chainWritten(x.of)) {
			x.rule = WithheldWithOwner
		}
		if x.rule != "" {
			c.withhold(x.rule, KindEvidence, x.id)
			continue
		}
		open[x.id] = true
		c.tally.exhibit(c, top)
	}
	return c.each(KindEvidence, func(v View) {
		if e, ok := v.Record.(*Evidence); ok && open[v.ID] {
			c.write(v)
			c.pick(v, "")
			c.tally.long(KindEvidence, e.Title)
			c.evidenceRow(v, &c.fields)
		}
	})
}

// top follows evidence of evidence to the record it all belongs to; nil when
// that is none that a report can write.
func (c *compiler) top(of ID) *owner {
	for range 32 {
		o := c.owners[of]
		switch {
		case o == nil || o.evidence && o.up.IsZero():
			return nil
		case !o.seen:
			return c.planOwner(of)
		case !o.evidence:
			return o
		}
		of = o.up
	}
	return nil
}

// planOwner is the note about a commitment, area or plan as what evidence
// belongs to.
func (c *compiler) planOwner(of ID) *owner {
	o := c.owners[of]
	for _, x := range c.book.Commitments {
		if x.ID == of {
			*o = owner{seen: true, inScope: true, written: true, ref: x.Code, commitments: []string{x.Code}}
			return o
		}
	}
	for _, x := range c.book.Areas {
		if x.ID == of {
			*o = owner{seen: true, inScope: true, written: true, ref: x.Code}
			return o
		}
	}
	return nil
}

// chainWritten says whether everything between a piece of evidence and its
// record is written.
func (c *compiler) chainWritten(of ID) bool {
	for range 32 {
		o := c.owners[of]
		switch {
		case o == nil || !o.written:
			return false
		case !o.evidence:
			return true
		}
		of = o.up
	}
	return false
}

// row is what every row of a record has.
func (c *compiler) row(v View) Row {
	b := v.Record.Base()
	r := Row{ID: v.ID, Language: b.Language, Disputed: v.disputedFields(), inside: c.insideRef(b.Ref)}
	if r.Ref = r.inside; c.profile.Ceiling == Public {
		r.Ref = c.ref(v.ID, b.Ref)
	}
	if c.profile.Revisions && len(v.Heads) > 0 {
		r.Revision, r.Joined = v.Heads[0], slices.Clone(v.Heads[1:])
	}
	if c.profile.Ceiling != Public && RefLetter(v.Kind) != "" {
		r.Outside = OutsideRef(v.Kind, v.ID)
	}
	return r
}

// ref is what a record is called in the report: outside the coalition what says
// nothing of its writer.
func (c *compiler) ref(id ID, ref string) string {
	r, ok := ParseRef(ref)
	switch {
	case c.profile.Ceiling != Public:
		return c.insideRef(ref)
	case ok:
		return outsideRef(r.Letter, id)
	case ref == "", c.given.Commitment(ref) != nil, c.given.Area(ref) != nil:
		return ref // the code of what the plan holds
	}
	return outsideRef("", id)
}

// insideRef shortens a ref where one writer is in sight.
func (c *compiler) insideRef(ref string) string {
	if len(c.letters) > 1 {
		return ref
	}
	r, ok := ParseRef(ref)
	if !ok {
		return ref
	}
	r.Letters = ""
	var room [32]byte
	if short := r.Append(room[:0]); strings.HasPrefix(ref, string(short)) { // as nearly all begin
		return ref[:len(short)]
	}
	return r.Short()
}

// balance compares both sides of the count.
func (c *compiler) balance() error {
	withheld := map[Kind]int{}
	for line, n := range c.wholes {
		withheld[line.Kind] += n
	}
	for _, kind := range countedKinds {
		if c.scope[kind] != c.written[kind]+withheld[kind] {
			return fmt.Errorf("compile report: %s: %w", kind, ErrCount)
		}
	}
	if c.written[KindObservation] != c.tally.events+c.repeats() {
		return fmt.Errorf("compile report: events: %w", ErrCount)
	}
	return nil
}

// countedKinds are the kinds whose records a report counts.
var countedKinds = []Kind{KindCommitment, KindClaim, KindFinding, KindObservation, KindEvidence, KindRecommendation}
