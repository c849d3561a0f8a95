package model

import "fmt"

// Finding is the graded conclusion for one commitment and one period, by a
// monitor, an organisation or the coalition.
type Finding struct {
	Common
	Commitment     string      `cbor:"10,keyasint,omitempty" json:"commitment,omitempty"`
	Period         string      `cbor:"11,keyasint,omitempty" json:"period,omitempty"` // 2023, 2021/2023
	Level          string      `cbor:"12,keyasint,omitempty" json:"level,omitempty"`
	Scale          string      `cbor:"13,keyasint,omitempty" json:"scale,omitempty"`
	Grade          Grade       `cbor:"14,keyasint,omitempty" json:"grade,omitempty"`
	EvidenceStatus string      `cbor:"15,keyasint,omitempty" json:"evidence_status,omitempty"`
	ScheduleStatus string      `cbor:"16,keyasint,omitempty" json:"schedule_status,omitempty"`
	Reasoning      Text        `cbor:"17,keyasint,omitempty" json:"reasoning,omitempty"`
	Confidence     string      `cbor:"18,keyasint,omitempty" json:"confidence,omitempty"`
	BasedOn        []ID        `cbor:"19,keyasint,omitempty" json:"based_on,omitempty"` // observations
	Claims         []ClaimTest `cbor:"20,keyasint,omitempty" json:"claims,omitempty"`
	Dissent        Text        `cbor:"21,keyasint,omitempty" json:"dissent,omitempty"`
	Review         ReviewState `cbor:"22,keyasint,omitempty" json:"review,omitempty"`
}

// ClaimTest is one claim of the State held against what was found.
type ClaimTest struct {
	Claim   ID      `cbor:"1,keyasint" json:"claim"`
	Verdict Verdict `cbor:"2,keyasint,omitempty" json:"verdict,omitempty"`
}

// Kind is KindFinding.
func (*Finding) Kind() Kind { return KindFinding }

// Check lists every fault.
func (x *Finding) Check(k Known) error {
	var f Faults
	if x.Review != Draft {
		f.needed("commitment", x.Commitment != "")
		f.needed("period", x.Period != "")
		f.needed("level", x.Level != "")
		f.needed("grade", x.Grade != "")
	}
	if x.Commitment != "" && k.Commitment != nil && !k.Commitment(x.Commitment) {
		f.add("commitment", RuleUnknown)
	}
	checkPeriod("period", x.Period, &f)
	f.code("level", x.Level, Levels)
	f.code("scale", x.Scale, Scales)
	if list := Grades(x.scale()); list != nil {
		f.code("grade", string(x.Grade), list)
	} else {
		f.line("grade", string(x.Grade))
	}
	f.code("evidence_status", x.EvidenceStatus, EvidenceStatuses)
	f.code("schedule_status", x.ScheduleStatus, ScheduleStatuses)
	x.Reasoning.check("reasoning", &f)
	f.code("confidence", x.Confidence, Confidences)
	k.records("based_on", x.BasedOn, KindObservation, &f)
	f.list("claims", len(x.Claims))
	for i, c := range x.Claims {
		at := fmt.Sprintf("claims[%d]", i)
		f.needed(at+".claim", !c.Claim.IsZero())
		k.record(at+".claim", c.Claim, KindClaim, &f)
		f.needed(at+".verdict", c.Verdict != "")
		f.code(at+".verdict", string(c.Verdict), Verdicts)
	}
	x.Dissent.check("dissent", &f)
	f.code("review", string(x.Review), ReviewStates)
	x.Common.check(&f)
	return f.err()
}

// scale is the finding's scale; the house scale where none is named.
func (x *Finding) scale() string {
	if x.Scale == "" {
		return ScaleHouse
	}
	return x.Scale
}
