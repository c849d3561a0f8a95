package model

import "slices"

// What may leave a notebook in a parcel, from the record down to the revision:
//
//  1. Nothing that is local to a device, and nothing sealed, at any time.
//  2. A record whose circle is narrower than the parcel's reach stays, with all
//     that it ever said: who narrows it does not want it to go on travelling.
//     While its circle is in dispute, the narrowest counts.
//  3. A source that did not agree to the use (internal, coalition, public report),
//     or took its consent back, stays, and so does every observation that rests
//     on it. A source that is not known here was judged by who sent the
//     observation; it holds only as far as the coalition.
//  4. What hangs on something that stays, stays: evidence, reviews and links.
//     Findings and recommendations are the coalition's own words and go.
//  5. Of a record that goes, an earlier revision of a narrower circle stays; a
//     stand-in takes its place, so that history joins and no ancestor is missing.

// StayRule names why a record stays behind. Its sentence is the word
// "stays.<rule>".
type StayRule string

// The rules by which a record stays.
const (
	StaysLocal   StayRule = "local"      // of a kind that belongs to the device
	StaysCircle  StayRule = "circle"     // its circle is narrower
	StaysConsent StayRule = "consent"    // a source did not agree
	StaysOwner   StayRule = "with_owner" // what it hangs on stays
	StaysBroken  StayRule = "broken"     // nothing readable
)

// CircleOf is how far a record may travel by what it says itself: its
// confidentiality, or the one its kind has when it says nothing.
func CircleOf(rec Record) Confidentiality {
	if c := rec.Base().Confidentiality; c != "" {
		return c
	}
	return DefaultConfidentiality(rec.Kind())
}

// Outgoing gives the revisions of one record that travel as far as reach, parents
// first: the whole ones that may, and stand-ins for those before them that may
// not. Whether the record may leave at all, Departure says.
func Outgoing(h History, reach Confidentiality) []Revision {
	set := unique(h)
	var out []Revision
	goes := map[RevID]bool{} // already in, as what
	var visit func(id RevID)
	visit = func(id RevID) {
		r := set[id]
		if r == nil || goes[id] {
			return
		}
		goes[id] = true
		for _, p := range r.Parents {
			visit(p)
		}
		if mayTravel(r, reach) {
			out = append(out, *r)
		} else {
			out = append(out, r.StandIn())
		}
	}
	for _, r := range causal(set) {
		if mayTravel(r, reach) {
			visit(r.ID)
		}
	}
	return out
}

// mayTravel judges one revision by its own words.
func mayTravel(r *Revision, reach Confidentiality) bool {
	if r.Kind.Local() {
		return false
	}
	if r.Redacted {
		return !r.Author.IsZero() // a redaction travels; a stand-in only before something that does
	}
	rec, err := r.Fields()
	return err == nil && reach.Rank() < Sealed.Rank() && CircleOf(rec).Rank() <= reach.Rank()
}

// Departure decides which records leave with a reach. It must see every source
// before the rest, and whatever something hangs on before what hangs on it: see
// Look.
type Departure struct {
	reach   Confidentiality
	use     string
	today   Day
	sources map[ID]bool // known sources: whether they agreed
	stays   map[ID]bool // records that others may hang on
}

// NewDeparture begins to choose what leaves on a day.
func NewDeparture(reach Confidentiality, today Day) *Departure {
	use := map[Confidentiality]string{Public: "public_report", Coalition: "coalition", Organisation: "internal"}[reach]
	return &Departure{reach: reach, use: use, today: today, sources: map[ID]bool{}, stays: map[ID]bool{}}
}

// Order lists the kinds in the order in which Look must see them.
func (d *Departure) Order() []Kind {
	kinds := []Kind{KindSource, KindObservation}
	for _, k := range Kinds {
		if !slices.Contains(kinds, k) && k != KindEvidence && k != KindReview && k != KindLink && !k.Local() {
			kinds = append(kinds, k)
		}
	}
	return append(kinds, KindEvidence, KindReview, KindLink)
}

// Look gives the rule by which a record stays; "" when it leaves.
func (d *Departure) Look(v View) StayRule {
	if s, ok := v.Record.(*Source); ok && !v.Broken {
		d.sources[v.ID] = d.agreed(v, s)
	}
	rule := d.rule(v)
	if rule != "" {
		d.stays[v.ID] = true
	}
	return rule
}

func (d *Departure) rule(v View) StayRule {
	switch {
	case v.Kind.Local():
		return StaysLocal
	case v.Broken:
		return StaysBroken
	case confidentialityOf(v).Rank() > d.reach.Rank() || d.reach.Rank() >= Sealed.Rank():
		return StaysCircle
	}
	hangs := func(ids ...ID) StayRule {
		if slices.ContainsFunc(ids, func(id ID) bool { return d.stays[id] }) {
			return StaysOwner
		}
		return ""
	}
	switch r := v.Record.(type) {
	case *Source:
		if !d.sources[v.ID] {
			return StaysConsent
		}
	case *Observation:
		if slices.ContainsFunc(sourcesOf(v, r), d.silent) {
			return StaysConsent
		}
	case *Evidence:
		return hangs(r.Of)
	case *Review:
		return hangs(r.Record)
	case *Link:
		return hangs(r.A, r.B)
	}
	return ""
}

// silent says whether a source did not agree that its words travel so far.
func (d *Departure) silent(id ID) bool {
	agreed, known := d.sources[id]
	if !known {
		return d.reach == Public
	}
	return !agreed
}

// agreed says whether every value that a source's consent may turn out to have
// covers the use. Who agrees that the coalition hears it agrees that its own
// organisation does.
func (d *Departure) agreed(v View, s *Source) bool {
	for _, c := range values(v, "consent", s.Consent) {
		if !c.Allows(d.use, d.today) && !(d.use == "internal" && c.Allows("coalition", d.today)) {
			return false
		}
	}
	return true
}
