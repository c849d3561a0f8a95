package model

// Member is a person or organisation of the coalition, with a signing key.
type Member struct {
	Common
	Name         string `cbor:"10,keyasint,omitempty" json:"name,omitempty"`
	CodeName     string `cbor:"11,keyasint,omitempty" json:"code_name,omitempty"`
	Organisation string `cbor:"12,keyasint,omitempty" json:"organisation,omitempty"`
	Role         string `cbor:"13,keyasint,omitempty" json:"role,omitempty"`
	PublicKey    string `cbor:"14,keyasint,omitempty" json:"public_key,omitempty"` // Ed25519, 64 hex digits
	MayBeNamed   bool   `cbor:"15,keyasint,omitempty" json:"may_be_named,omitempty"`
	Recipient    string `cbor:"16,keyasint,omitempty" json:"recipient,omitempty"` // age recipient
	Trusted      bool   `cbor:"17,keyasint,omitempty" json:"trusted,omitempty"`
}

// Kind is KindMember.
func (*Member) Kind() Kind { return KindMember }

// Check lists every fault.
func (m *Member) Check(Known) error {
	var f Faults
	f.needed("name", m.Name != "" || m.CodeName != "" || m.Organisation != "")
	f.line("name", m.Name)
	f.line("code_name", m.CodeName)
	f.line("organisation", m.Organisation)
	f.code("role", m.Role, Roles)
	if m.PublicKey != "" && !isHex(m.PublicKey, 64) {
		f.add("public_key", RuleType)
	}
	f.line("recipient", m.Recipient)
	m.Common.check(&f)
	return f.err()
}

// Review is one step of the review of a record.
type Review struct {
	Common
	Record   ID          `cbor:"10,keyasint,omitempty" json:"record,omitzero"`
	From     ReviewState `cbor:"11,keyasint,omitempty" json:"from_state,omitempty"`
	To       ReviewState `cbor:"12,keyasint,omitempty" json:"to_state,omitempty"`
	Reviewer string      `cbor:"13,keyasint,omitempty" json:"reviewer,omitempty"`
	Remark   Text        `cbor:"14,keyasint,omitempty" json:"remark,omitempty"`
}

// Kind is KindReview.
func (*Review) Kind() Kind { return KindReview }

// Check lists every fault.
func (r *Review) Check(k Known) error {
	var f Faults
	f.needed("record", !r.Record.IsZero())
	k.record("record", r.Record, "", &f)
	f.code("from_state", string(r.From), ReviewStates)
	f.needed("to_state", r.To != "")
	f.code("to_state", string(r.To), ReviewStates)
	f.line("reviewer", r.Reviewer)
	r.Remark.check("remark", &f)
	r.Common.check(&f)
	return f.err()
}
