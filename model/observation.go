package model

// Observation is what a monitor found out: when, where, how, about one or more
// commitments. A dated search that found nothing is one too (NothingFound).
type Observation struct {
	Common
	Commitments  []string    `cbor:"10,keyasint,omitempty" json:"commitments,omitempty"` // codes of the plan, KZ21-9.1
	Title        Text        `cbor:"11,keyasint,omitempty" json:"title,omitempty"`
	Narrative    Text        `cbor:"12,keyasint,omitempty" json:"narrative,omitempty"`
	Date         Date        `cbor:"13,keyasint,omitzero" json:"date,omitzero"`
	Region       string      `cbor:"14,keyasint,omitempty" json:"region,omitempty"` // ISO 3166-2 code of the observation's own date
	Place        string      `cbor:"15,keyasint,omitempty" json:"place,omitempty"`
	Method       string      `cbor:"16,keyasint,omitempty" json:"method,omitempty"`
	Effect       string      `cbor:"17,keyasint,omitempty" json:"effect,omitempty"` // on the commitment
	Rights       []string    `cbor:"18,keyasint,omitempty" json:"rights,omitempty"` // a code of Rights, or treaty and article: CAT-16
	Groups       []string    `cbor:"19,keyasint,omitempty" json:"groups,omitempty"`
	Affected     Affected    `cbor:"20,keyasint,omitzero" json:"affected,omitzero"`
	Reliability  string      `cbor:"21,keyasint,omitempty" json:"reliability,omitempty"` // Admiralty code A to F
	Credibility  int         `cbor:"22,keyasint,omitempty" json:"credibility,omitempty"` // Admiralty code 1 to 6, 0 not given
	Sources      []ID        `cbor:"23,keyasint,omitempty" json:"sources,omitempty"`
	Tags         []string    `cbor:"24,keyasint,omitempty" json:"tags,omitempty"`
	Review       ReviewState `cbor:"25,keyasint,omitempty" json:"review,omitempty"`
	NothingFound bool        `cbor:"26,keyasint,omitempty" json:"nothing_found,omitempty"`
}

// Affected is how many were affected, counted in a unit.
type Affected struct {
	Number   int64  `cbor:"1,keyasint,omitempty" json:"number,omitempty"`
	Unit     string `cbor:"2,keyasint,omitempty" json:"unit,omitempty"`
	Estimate bool   `cbor:"3,keyasint,omitempty" json:"estimate,omitempty"`
}

// Kind is KindObservation.
func (*Observation) Kind() Kind { return KindObservation }

// Check lists every fault. A draft may leave fields empty, but what it says
// must be sound.
func (o *Observation) Check(k Known) error {
	var f Faults
	if o.Review != Draft {
		f.needed("commitments", len(o.Commitments) > 0)
		f.needed("title", !o.Title.IsZero() || !o.Narrative.IsZero())
		f.needed("date", o.Date.Precision != "" || o.Date.From != "")
		f.needed("method", o.Method != "")
	}
	k.commitments("commitments", o.Commitments, &f)
	o.Title.check("title", &f)
	o.Narrative.check("narrative", &f)
	o.Date.check("date", &f)
	k.region("region", o.Region, &f)
	f.line("place", o.Place)
	f.code("method", o.Method, Methods)
	f.code("effect", o.Effect, Effects)
	checkRights("rights", o.Rights, &f)
	f.codes("groups", o.Groups, Groups)
	if o.Affected.Number < 0 || o.Affected.Number > 1e12 {
		f.add("affected.number", RuleRange)
	}
	f.code("affected.unit", o.Affected.Unit, Units)
	f.code("reliability", o.Reliability, Reliabilities)
	if o.Credibility < 0 || o.Credibility > 6 {
		f.add("credibility", RuleRange)
	}
	k.records("sources", o.Sources, KindSource, &f)
	checkTags("tags", o.Tags, &f)
	f.code("review", string(o.Review), ReviewStates)
	o.Common.check(&f)
	return f.err()
}
