package model

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// WithheldRule names why a record or a field stays behind. Its sentence is the
// word "withheld.<rule>".
type WithheldRule string

// Rules for whole records, in the order in which they are tried.
const (
	WithheldUnreadable      WithheldRule = "not_readable"      // damaged or redacted in the notebook
	WithheldConfidentiality WithheldRule = "confidentiality"   // above the profile's ceiling
	WithheldWithdrawal      WithheldRule = "withdrawal_open"   // somebody withdrew it, somebody else did not
	WithheldReview          WithheldRule = "review"            // not far enough in review
	WithheldConsentMissing  WithheldRule = "consent_missing"   // a source did not agree to this use, or is not known here
	WithheldConsentTaken    WithheldRule = "consent_withdrawn" // a source took its consent back
	WithheldConsentExpired  WithheldRule = "consent_expired"   // a source's consent has run out
	WithheldWithOwner       WithheldRule = "with_its_record"   // what it belongs to is withheld, protected or not here
)

// Rules for fields inside written records.
const (
	WithheldSource     WithheldRule = "source_identity" // the source did not agree to its code name
	WithheldPlace      WithheldRule = "place_protected" // the place could point to a source, or its evidence says so
	WithheldFile       WithheldRule = "file_details"    // original names, by whom and where captured
	WithheldSmallCount WithheldRule = "small_count"     // so few persons that they could be known
)

// sourceCard is what the rules need to know of a source.
type sourceCard struct {
	kind       string
	connection string
	code       string
	sealed     bool
	consents   []Consent // the shown one and those in dispute
}

func newSourceCard(v View) *sourceCard {
	s, ok := v.Record.(*Source)
	if !ok || v.Broken || s.Withdrawn {
		return nil
	}
	card := &sourceCard{kind: s.SourceKind, connection: s.Connection, code: s.CodeName, consents: values(v, "consent", s.Consent)}
	card.sealed = confidentialityOf(v).Rank() >= Sealed.Rank()
	return card
}

// values lists every value that a field may turn out to have: the shown one and
// those in dispute.
func values[T any](v View, field string, shown T) []T {
	all := []T{shown}
	for _, d := range v.Disputes {
		if d.Field != field {
			continue
		}
		for _, x := range d.Values {
			t, _ := x.Value.(T)
			all = append(all, t)
		}
	}
	return all
}

// confidentialityOf is the narrowest circle that a record may have.
func confidentialityOf(v View) Confidentiality {
	narrowest := Public
	if !v.Disputed() { // as nearly all are
		if c := cmp.Or(v.Record.Base().Confidentiality, DefaultConfidentiality(v.Kind)); c.Rank() > narrowest.Rank() {
			return c
		}
		return narrowest
	}
	for _, c := range values(v, "confidentiality", v.Record.Base().Confidentiality) {
		if c == "" {
			c = DefaultConfidentiality(v.Kind)
		}
		if c.Rank() > narrowest.Rank() {
			narrowest = c
		}
	}
	return narrowest
}

// disputes lists the names of the fields in dispute.
func (v View) disputedFields() []string {
	var names []string
	for _, d := range v.Disputes {
		names = append(names, d.Field)
	}
	return names
}

// whole gives the rule that withholds the record, by what it says itself; ""
// when none does.
func (c *compiler) whole(v View, review ReviewState) WithheldRule {
	switch {
	case v.Broken:
		return WithheldUnreadable
	case confidentialityOf(v).Rank() > c.profile.Ceiling.Rank():
		return WithheldConfidentiality
	case c.profile.Ceiling == Public && v.disputed("withdrawn"):
		return WithheldWithdrawal
	}
	if !v.Disputed() {
		if !c.profile.admits(v.Kind, review) {
			return WithheldReview
		}
		return ""
	}
	for _, state := range values(v, "review", review) {
		if !c.profile.admits(v.Kind, state) {
			return WithheldReview
		}
	}
	return ""
}

// consent gives the rule that withholds what came from these sources; "" when
// every one of them agreed to the use.
func (c *compiler) consent(sources []ID) WithheldRule {
	var worst WithheldRule
	for _, id := range sources {
		card := c.sources[id]
		if card == nil || len(card.consents) == 0 {
			return WithheldConsentMissing
		}
		for _, consent := range card.consents {
			switch rule := c.agreed(consent); {
			case rule == WithheldConsentMissing:
				return rule
			case worst == "" || rule == WithheldConsentTaken:
				worst = rule
			}
		}
	}
	return worst
}

func (c *compiler) agreed(consent Consent) WithheldRule {
	covers := slices.ContainsFunc(c.profile.Uses, func(use string) bool { return slices.Contains(consent.Uses, use) })
	switch {
	case !covers:
		return WithheldConsentMissing
	case consent.Withdrawn != "" && (consent.Withdrawn <= c.ask.Today || !consent.Withdrawn.Valid()):
		c.lapsedOn(consent.Withdrawn)
		return WithheldConsentTaken
	case consent.Expires != "" && (consent.Expires < c.ask.Today || !consent.Expires.Valid()):
		c.lapsedOn(consent.Expires.next())
		return WithheldConsentExpired
	}
	return ""
}

func (c *compiler) lapsedOn(d Day) {
	if d.Valid() {
		c.lapsed = max(c.lapsed, d)
	}
}

// asOf is the day of the report: that of the newest record in it; without one,
// that of the plan's act. It comes from the records, so that the same records
// make the same report on another day; it is never later than the day on which
// the report is made, whatever a clock said.
func (c *compiler) asOf() Day {
	day := c.given.Plan.Act.Date
	if c.tally.newest > 0 {
		day = Day(c.tally.newest.Time().UTC().Format(time.DateOnly))
	}
	if !day.Valid() {
		return c.ask.Today
	}
	return min(day, c.ask.Today)
}

// consentDay is the first day on which consents stand as they do on the day
// asked for, and no earlier than the day of the report.
func (c *compiler) consentDay() Day { return min(max(c.asOf(), c.lapsed), c.ask.Today) }

// sourcesOf lists the sources of an observation, those in dispute with them.
func sourcesOf(v View, o *Observation) []ID {
	if !v.disputed("sources") {
		return o.Sources
	}
	var all []ID
	for _, list := range values(v, "sources", o.Sources) {
		for _, id := range list {
			if !slices.Contains(all, id) {
				all = append(all, id)
			}
		}
	}
	return all
}

// How openly a source may be spoken of: the least that any value of its consent
// allows. What is not said counts as nothing.
type openness int

const (
	unnamed openness = iota
	byRole
	byCodeName
)

func (s *sourceCard) openness() openness {
	if s.sealed {
		return unnamed
	}
	least := byCodeName
	for _, consent := range s.consents {
		switch consent.Identity {
		case ConsentNamed, ConsentPseudonym:
		case ConsentRoleOnly:
			least = min(least, byRole)
		default:
			least = unnamed
		}
	}
	return least
}

// marks says what may be said of sources, and of how many the code name stays
// behind.
func (c *compiler) marks(sources []ID) (marks []SourceMark, withheld int) {
	for _, id := range sources {
		card := c.sources[id]
		if card == nil {
			continue
		}
		var m SourceMark
		switch card.openness() {
		case byCodeName:
			m = SourceMark{Code: card.code, Kind: card.kind}
		case byRole:
			m = SourceMark{Kind: card.kind}
			withheld++
		default:
			withheld++
			continue
		}
		if !slices.Contains(marks, m) {
			marks = append(marks, m)
		}
	}
	return marks, withheld
}

// anyUnnamed says whether the code name of any of the sources stays behind.
func (c *compiler) anyUnnamed(sources []ID) bool {
	return slices.ContainsFunc(sources, func(id ID) bool { card := c.sources[id]; return card != nil && card.openness() != byCodeName })
}

// placeProtected says whether a place finer than a region could point to
// somebody.
func (c *compiler) placeProtected(sources []ID, evidenceSaysSo bool) bool {
	if c.profile.Places {
		return false
	}
	return evidenceSaysSo || slices.ContainsFunc(sources, func(id ID) bool {
		card := c.sources[id]
		return card == nil || card.openness() < byCodeName
	})
}

// observationRow makes the row of a written observation. With fields it only counts
// in them what stays behind: names of its own and what belongs to it the row then
// does without.
func (c *compiler) observationRow(v View, fields *fieldCount) ObservationRow {
	o := v.Record.(*Observation)
	r := ObservationRow{Commitments: o.Commitments, Title: o.Title, Narrative: o.Narrative,
		Date: o.Date, Region: o.Region, Place: o.Place, Method: o.Method, Effect: o.Effect, Rights: o.Rights, Groups: o.Groups,
		Affected: o.Affected, Reliability: o.Reliability, Credibility: o.Credibility, Review: o.Review, NothingFound: o.NothingFound}
	sources := sourcesOf(v, o)
	if fields == nil {
		r.Sources, _ = c.marks(sources)
	} else if c.anyUnnamed(sources) {
		fields.add(WithheldSource, KindObservation, "sources")
	}
	mine := c.exhibitsOf(v.ID)
	marked := slices.ContainsFunc(mine, func(e exhibit) bool { return e.showsPlace })
	if o.Place != "" && c.placeProtected(sources, marked) {
		r.Place, r.PlaceWithheld = "", true
		fields.add(WithheldPlace, KindObservation, "place")
	}
	if n := o.Affected.Number; n > 0 && n < c.profile.SmallCount && (o.Affected.Unit == "persons" || o.Affected.Unit == "" || o.Affected.Unit == "families") {
		r.Affected.Number, r.AffectedBelow = 0, c.profile.SmallCount
		fields.add(WithheldSmallCount, KindObservation, "affected_number")
	}
	if fields != nil {
		return r
	}
	r.Row, r.Areas = c.row(v), c.areasOf(o.Commitments)
	for _, e := range mine {
		if e.rule == "" && !e.outside {
			r.Evidence = append(r.Evidence, c.ref(e.id, e.ref))
		}
	}
	r.Same, r.Repeats = c.siblings(v.ID)
	return r
}

// evidenceRow makes the row of a written piece of evidence.
func (c *compiler) evidenceRow(v View, fields *fieldCount) EvidenceRow {
	e := v.Record.(*Evidence)
	r := EvidenceRow{Row: c.row(v), Title: e.Title, OriginalName: e.OriginalName, Kind: e.EvidenceKind, Captured: e.Captured, Address: e.Address,
		ArchiveAddress: e.ArchiveAddress, SHA256: e.SHA256, CopyKind: e.CopyKind, CustodyEvents: len(e.Custody)}
	if o := c.owners[e.Of]; o != nil {
		r.UsedIn, r.Sources = c.ref(e.Of, o.ref), o.marks
	}
	if c.profile.FileDetails {
		return r
	}
	for field, value := range map[string]*string{"original_name": &r.OriginalName, "captured_by": &r.Captured.By, "captured_where": &r.Captured.Where} {
		if *value != "" {
			*value = ""
			fields.add(WithheldFile, KindEvidence, field)
		}
	}
	if kept := withoutName(e.Title, e.OriginalName); len(kept) != len(e.Title) {
		r.Title = kept
		fields.add(WithheldFile, KindEvidence, "title")
	}
	return r
}

// withoutName leaves out the wordings of a title that repeat the file's name.
func withoutName(title Text, name string) Text {
	if name == "" {
		return title
	}
	stem := name
	if i := strings.LastIndexByte(name, '.'); i > 3 {
		stem = name[:i]
	}
	kept := Text{}
	for language, words := range title {
		if !strings.Contains(Fold(words), Fold(stem)) {
			kept[language] = words
		}
	}
	return kept
}

// fieldCount counts fields that stay behind in written records; nil counts
// nothing.
type fieldCount map[Withheld]int

func (f *fieldCount) add(rule WithheldRule, kind Kind, field string) {
	if f != nil {
		(*f)[Withheld{Rule: rule, Kind: kind, Field: field}]++
	}
}
