package model

import "fmt"

// Record is one record of any kind: *Observation, *Claim, … Its fields carry
// two names: the integer key of the stored form (never reused) and the
// snake_case name of domain.md, used in JSON, faults and disputes.
type Record interface {
	Kind() Kind
	// Base is the part that every record has.
	Base() *Common
	// Check lists all faults at once, each naming its field, or returns nil.
	// The error is of type Faults.
	Check(Known) error
}

// Common is what every record has beside its own fields. Who wrote it, when and
// for which organisation stands in its revisions, not here.
//
// Keys 1 to 9 are Common's; a kind's own fields begin at 10.
type Common struct {
	// ID is not part of the stored fields: the revision carries it.
	ID ID `cbor:"-" json:"-"`
	// Ref is the human code, given once and never reused: O-2024-0017-K7QF.
	Ref             string            `cbor:"1,keyasint,omitempty" json:"ref,omitempty"`
	Confidentiality Confidentiality   `cbor:"2,keyasint,omitempty" json:"confidentiality,omitempty"`
	Withdrawn       bool              `cbor:"3,keyasint,omitempty" json:"withdrawn,omitempty"` // deleted, as a revision
	Language        string            `cbor:"4,keyasint,omitempty" json:"language,omitempty"`  // in which it was written
	Translations    map[string]string `cbor:"5,keyasint,omitempty" json:"translations,omitempty"`
	Note            string            `cbor:"6,keyasint,omitempty" json:"note,omitempty"`
}

// Base gives the common part.
func (c *Common) Base() *Common { return c }

func (c *Common) check(f *Faults) {
	f.code("confidentiality", string(c.Confidentiality), Confidentialities)
	if c.Language != "" && !isTag(c.Language) {
		f.add("language", RuleLanguage)
	}
	for _, l := range Text(c.Translations).Languages() {
		f.code("translations."+l, c.Translations[l], TranslationStatuses)
	}
	if len(c.Note) > MaxText {
		f.add("note", RuleTooLong)
	}
}

// New makes an empty record of a kind; an error for a word that is no kind.
func New(kind Kind) (Record, error) {
	switch kind {
	case KindPlan:
		return &Plan{}, nil
	case KindArea:
		return &Area{}, nil
	case KindCommitment:
		return &Commitment{}, nil
	case KindClaim:
		return &Claim{}, nil
	case KindObservation:
		return &Observation{}, nil
	case KindEvidence:
		return &Evidence{}, nil
	case KindSource:
		return &Source{}, nil
	case KindIdentity:
		return &Identity{}, nil
	case KindFinding:
		return &Finding{}, nil
	case KindRecommendation:
		return &Recommendation{}, nil
	case KindMember:
		return &Member{}, nil
	case KindReview:
		return &Review{}, nil
	case KindLink:
		return &Link{}, nil
	}
	return nil, fmt.Errorf("no such kind of record (%d letters)", len(kind))
}

// DefaultConfidentiality is what a new record of a kind gets when its writer
// says nothing: the State's own published words are public, a source stays in
// the organisation, an identity on the device, the rest in the coalition.
func DefaultConfidentiality(kind Kind) Confidentiality {
	switch kind {
	case KindPlan, KindArea, KindCommitment, KindClaim:
		return Public
	case KindSource:
		return Organisation
	case KindIdentity:
		return Sealed
	}
	return Coalition
}

// Local says whether records of the kind never count as shared, whatever their
// confidentiality says: who a source is, and the contact book.
func (k Kind) Local() bool { return k == KindIdentity || k == KindMember }

// OfPlan says whether the kind belongs to a plan.
func (k Kind) OfPlan() bool { return k == KindPlan || k == KindArea || k == KindCommitment }
