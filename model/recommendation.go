package model

// Recommendation is what the State should do next.
type Recommendation struct {
	Common
	Commitments []string    `cbor:"10,keyasint,omitempty" json:"commitments,omitempty"`
	Addressee   string      `cbor:"11,keyasint,omitempty" json:"addressee,omitempty"` // a body's code (GOV) or its name
	Text        Text        `cbor:"12,keyasint,omitempty" json:"text,omitempty"`
	Priority    string      `cbor:"13,keyasint,omitempty" json:"priority,omitempty"`
	Treaties    []string    `cbor:"14,keyasint,omitempty" json:"treaties,omitempty"` // CAT, CAT-16
	SendTo      []string    `cbor:"15,keyasint,omitempty" json:"send_to,omitempty"`  // bodies, by code
	Deadline    Day         `cbor:"16,keyasint,omitempty" json:"deadline,omitempty"`
	Review      ReviewState `cbor:"17,keyasint,omitempty" json:"review,omitempty"`
}

// Kind is KindRecommendation.
func (*Recommendation) Kind() Kind { return KindRecommendation }

// Check lists every fault.
func (r *Recommendation) Check(k Known) error {
	var f Faults
	if r.Review != Draft {
		f.needed("commitments", len(r.Commitments) > 0)
		f.needed("text", !r.Text.IsZero())
	}
	k.commitments("commitments", r.Commitments, &f)
	f.line("addressee", r.Addressee)
	r.Text.check("text", &f)
	f.code("priority", r.Priority, Priorities)
	checkTags("treaties", r.Treaties, &f)
	checkTags("send_to", r.SendTo, &f)
	if r.Deadline != "" && !r.Deadline.Valid() {
		f.add("deadline", RuleDay)
	}
	f.code("review", string(r.Review), ReviewStates)
	r.Common.check(&f)
	return f.err()
}
