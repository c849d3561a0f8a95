package model

// Claim is what the State says was done, from a dated report or statement. It
// is never one field with a finding, and neither overwrites the other.
type Claim struct {
	Common
	Commitment    string      `cbor:"10,keyasint,omitempty" json:"commitment,omitempty"`
	Report        StateReport `cbor:"11,keyasint,omitzero" json:"report,omitzero"`
	Page          string      `cbor:"12,keyasint,omitempty" json:"page,omitempty"` // or paragraph
	Quotation     Text        `cbor:"13,keyasint,omitempty" json:"quotation,omitempty"`
	ClaimedStatus string      `cbor:"14,keyasint,omitempty" json:"claimed_status,omitempty"` // done, under_way, planned, nothing_said
	ClaimedFigure string      `cbor:"15,keyasint,omitempty" json:"claimed_figure,omitempty"` // or date
	Verifiable    string      `cbor:"16,keyasint,omitempty" json:"verifiable,omitempty"`     // yes, partly, no
}

// StateReport is the report or statement in which the State says it.
type StateReport struct {
	Title   Text   `cbor:"1,keyasint,omitempty" json:"title,omitempty"`
	Date    Day    `cbor:"2,keyasint,omitempty" json:"date,omitempty"`
	Issuer  string `cbor:"3,keyasint,omitempty" json:"issuer,omitempty"` // a body's code (GOV) or its name
	Period  string `cbor:"4,keyasint,omitempty" json:"period,omitempty"` // 2021, 2021/2022
	Address string `cbor:"5,keyasint,omitempty" json:"address,omitempty"`
}

// Kind is KindClaim.
func (*Claim) Kind() Kind { return KindClaim }

// Check lists every fault.
func (c *Claim) Check(k Known) error {
	var f Faults
	f.needed("commitment", c.Commitment != "")
	if c.Commitment != "" && k.Commitment != nil && !k.Commitment(c.Commitment) {
		f.add("commitment", RuleUnknown)
	}
	f.needed("report.title", !c.Report.Title.IsZero())
	c.Report.Title.check("report.title", &f)
	f.needed("report.date", c.Report.Date != "")
	if c.Report.Date != "" && !c.Report.Date.Valid() {
		f.add("report.date", RuleDay)
	}
	f.line("report.issuer", c.Report.Issuer)
	f.line("report.period", c.Report.Period)
	checkAddress("report.address", c.Report.Address, &f)
	f.line("page", c.Page)
	c.Quotation.check("quotation", &f)
	f.needed("claimed_status", c.ClaimedStatus != "")
	f.code("claimed_status", c.ClaimedStatus, OfficialStatuses)
	f.line("claimed_figure", c.ClaimedFigure)
	f.code("verifiable", c.Verifiable, Verifiables)
	c.Common.check(&f)
	return f.err()
}
