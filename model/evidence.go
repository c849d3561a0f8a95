package model

import (
	"fmt"
	"time"
)

// Evidence is a file or address that supports an observation or finding. The
// file's bytes stand sealed beside the notebook, untouched; SHA256 is the hash
// of the original.
type Evidence struct {
	Common
	Of             ID        `cbor:"10,keyasint,omitempty" json:"of,omitzero"`
	Title          Text      `cbor:"11,keyasint,omitempty" json:"title,omitempty"`
	EvidenceKind   string    `cbor:"12,keyasint,omitempty" json:"evidence_kind,omitempty"` // HURIDOCS list 16
	OriginalName   string    `cbor:"13,keyasint,omitempty" json:"original_name,omitempty"`
	MediaType      string    `cbor:"14,keyasint,omitempty" json:"media_type,omitempty"` // RFC 6838
	Size           int64     `cbor:"15,keyasint,omitempty" json:"size,omitempty"`       // bytes
	SHA256         string    `cbor:"16,keyasint,omitempty" json:"sha256,omitempty"`     // 64 hex digits, of the original
	Captured       Capture   `cbor:"17,keyasint,omitzero" json:"captured,omitzero"`
	Address        string    `cbor:"18,keyasint,omitempty" json:"address,omitempty"`
	ArchiveAddress string    `cbor:"19,keyasint,omitempty" json:"archive_address,omitempty"`
	Licence        string    `cbor:"20,keyasint,omitempty" json:"licence,omitempty"`
	CopyKind       string    `cbor:"21,keyasint,omitempty" json:"copy_kind,omitempty"` // original, working_copy
	DerivedFrom    ID        `cbor:"22,keyasint,omitempty" json:"derived_from,omitzero"`
	SensitiveMarks []string  `cbor:"23,keyasint,omitempty" json:"sensitive_marks,omitempty"`
	Custody        []Custody `cbor:"24,keyasint,omitempty" json:"custody_events,omitempty"`
	Blob           string    `cbor:"25,keyasint,omitempty" json:"-"` // where the sealed bytes lie: 32 hex digits, random
}

// Capture says when, by whom and where evidence was captured.
type Capture struct {
	When  Day    `cbor:"1,keyasint,omitempty" json:"when,omitempty"`
	By    string `cbor:"2,keyasint,omitempty" json:"by,omitempty"`
	Where string `cbor:"3,keyasint,omitempty" json:"where,omitempty"`
}

// Custody is one event of the chain of custody (Berkeley Protocol, 2022).
type Custody struct {
	Event string    `cbor:"1,keyasint,omitempty" json:"event,omitempty"` // of CustodyEvents
	At    time.Time `cbor:"2,keyasint,omitzero" json:"at,omitzero"`
	By    string    `cbor:"3,keyasint,omitempty" json:"by,omitempty"`
	Note  string    `cbor:"4,keyasint,omitempty" json:"note,omitempty"`
}

// Kind is KindEvidence.
func (*Evidence) Kind() Kind { return KindEvidence }

// Check lists every fault.
func (e *Evidence) Check(k Known) error {
	var f Faults
	f.needed("of", !e.Of.IsZero())
	k.record("of", e.Of, "", &f)
	f.needed("title", !e.Title.IsZero() || e.OriginalName != "" || e.Address != "")
	e.Title.check("title", &f)
	f.code("evidence_kind", e.EvidenceKind, SourceKinds)
	f.line("original_name", e.OriginalName)
	f.line("media_type", e.MediaType)
	if e.Size < 0 {
		f.add("size", RuleRange)
	}
	if e.SHA256 != "" && !isHex(e.SHA256, 64) {
		f.add("sha256", RuleType)
	}
	if e.Captured.When != "" && !e.Captured.When.Valid() {
		f.add("captured.when", RuleDay)
	}
	f.line("captured.by", e.Captured.By)
	f.line("captured.where", e.Captured.Where)
	checkAddress("address", e.Address, &f)
	checkAddress("archive_address", e.ArchiveAddress, &f)
	f.line("licence", e.Licence)
	f.code("copy_kind", e.CopyKind, Copies)
	k.record("derived_from", e.DerivedFrom, KindEvidence, &f)
	f.codes("sensitive_marks", e.SensitiveMarks, SensitiveMarks)
	f.list("custody_events", len(e.Custody))
	for i, c := range e.Custody {
		f.code(fmt.Sprintf("custody_events[%d].event", i), c.Event, CustodyEvents)
		f.line(fmt.Sprintf("custody_events[%d].by", i), c.By)
		f.line(fmt.Sprintf("custody_events[%d].note", i), c.Note)
	}
	e.Common.check(&f)
	return f.err()
}
