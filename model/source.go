package model

// Source is where an observation came from, under a code name. Who it is stands
// apart, in an Identity that never leaves the device.
type Source struct {
	Common
	CodeName   string  `cbor:"10,keyasint,omitempty" json:"code_name,omitempty"`
	SourceKind string  `cbor:"11,keyasint,omitempty" json:"source_kind,omitempty"` // HURIDOCS list 16
	Connection string  `cbor:"12,keyasint,omitempty" json:"connection,omitempty"`  // HURIDOCS list 19
	Consent    Consent `cbor:"13,keyasint,omitzero" json:"consent,omitzero"`
}

// Consent is what the source agreed to.
type Consent struct {
	Date      Day      `cbor:"1,keyasint,omitempty" json:"date,omitempty"`
	How       string   `cbor:"2,keyasint,omitempty" json:"how,omitempty"`
	Uses      []string `cbor:"3,keyasint,omitempty" json:"uses,omitempty"`     // of ConsentUses
	Identity  string   `cbor:"4,keyasint,omitempty" json:"identity,omitempty"` // named, pseudonym, role_only, none
	Expires   Day      `cbor:"5,keyasint,omitempty" json:"expires,omitempty"`
	Withdrawn Day      `cbor:"6,keyasint,omitempty" json:"withdrawn,omitempty"` // the day it was taken back
}

// Identity is who a source is: a record of its own, always sealed, in no
// parcel and no report.
type Identity struct {
	Common
	Source ID     `cbor:"10,keyasint,omitempty" json:"source,omitzero"`
	Who    string `cbor:"11,keyasint,omitempty" json:"identity,omitempty"`
}

// Kind is KindSource.
func (*Source) Kind() Kind { return KindSource }

// Kind is KindIdentity.
func (*Identity) Kind() Kind { return KindIdentity }

// Check lists every fault.
func (s *Source) Check(Known) error {
	var f Faults
	f.needed("code_name", s.CodeName != "")
	f.line("code_name", s.CodeName)
	f.code("source_kind", s.SourceKind, SourceKinds)
	f.code("connection", s.Connection, Connections)
	for _, d := range []struct {
		field string
		day   Day
	}{{"consent.date", s.Consent.Date}, {"consent.expires", s.Consent.Expires}, {"consent.withdrawn", s.Consent.Withdrawn}} {
		if d.day != "" && !d.day.Valid() {
			f.add(d.field, RuleDay)
		}
	}
	f.line("consent.how", s.Consent.How)
	f.codes("consent.uses", s.Consent.Uses, ConsentUses)
	f.code("consent.identity", s.Consent.Identity, ConsentIdentity)
	s.Common.check(&f)
	return f.err()
}

// Check lists every fault; an identity that is not sealed is one.
func (i *Identity) Check(k Known) error {
	var f Faults
	f.needed("source", !i.Source.IsZero())
	k.record("source", i.Source, KindSource, &f)
	f.needed("identity", i.Who != "")
	if len(i.Who) > MaxText {
		f.add("identity", RuleTooLong)
	}
	if i.Confidentiality != Sealed {
		f.add("confidentiality", RuleFixed)
	}
	i.Common.check(&f)
	return f.err()
}

// Allows says whether the consent covers a use on a day: the use was agreed to,
// the consent has neither expired nor been taken back by then.
func (c Consent) Allows(use string, on Day) bool {
	if c.Withdrawn != "" && c.Withdrawn <= on || c.Expires != "" && c.Expires < on {
		return false
	}
	for _, u := range c.Uses {
		if u == use {
			return true
		}
	}
	return false
}
