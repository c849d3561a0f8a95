package model

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"slices"

	"github.com/fxamacker/cbor/v2"
)

// A revision in bytes is canonical CBOR (RFC 8949, core deterministic): a map
//
//	1 record id, 16 bytes     5 organisation, text (left out when empty)
//	2 kind, text              6 clock, unsigned
//	3 parents, array of 32    7 body: a map from integer field keys to values
//	4 author key, 32 bytes    8 reason, text (left out when empty)
//	                          9 id of the revision whose content was redacted
//
// Parents are sorted and differ; keys 3 and 4 are left out when empty. The
// revision's id is SHA-256 over "plumbline-rev-v1" and these bytes. In a
// redaction key 9 stands in place of 7 and 8, and is the id.

const revDomain = "plumbline-rev-v1"

// Bounds of one revision.
const (
	MaxBody    = 256 << 10 // bytes of the encoded fields
	MaxParents = 64
)

// Revision is one whole state of one record: by whom, after which earlier
// revisions. It is immutable; nothing is overwritten.
type Revision struct {
	ID           RevID
	Record       ID
	Kind         Kind
	Parents      []RevID // the revisions its author had seen, sorted
	Author       Key
	Organisation string
	At           Clock
	Body         []byte // the record's fields, encoded; nil when redacted
	Reason       string // why, where a dispute was settled or an earlier wording taken back
	Redacted     bool   // the content was taken away for good; id and parents stay
}

// History is a set of revisions of one record, in any order, repeats allowed.
type History []Revision

// Author is who writes: the signing key and the organisation written for.
type Author struct {
	Key          Key
	Organisation string
}

type wire struct {
	Record       ID              `cbor:"1,keyasint"`
	Kind         Kind            `cbor:"2,keyasint"`
	Parents      []RevID         `cbor:"3,keyasint,omitempty"`
	Author       []byte          `cbor:"4,keyasint,omitempty"`
	Organisation string          `cbor:"5,keyasint,omitempty"`
	At           uint64          `cbor:"6,keyasint"`
	Body         cbor.RawMessage `cbor:"7,keyasint,omitempty"`
	Reason       string          `cbor:"8,keyasint,omitempty"`
	Redacted     []byte          `cbor:"9,keyasint,omitempty"`
}

var (
	enc = mustEnc(cbor.CoreDetEncOptions())
	dec = mustDec(cbor.DecOptions{
		DupMapKey: cbor.DupMapKeyEnforcedAPF, IndefLength: cbor.IndefLengthForbidden, TagsMd: cbor.TagsForbidden,
		MaxNestedLevels: 10, MaxArrayElements: 4096, MaxMapPairs: 4096, UTF8: cbor.UTF8RejectInvalid,
	})
)

func mustEnc(o cbor.EncOptions) cbor.EncMode {
	m, err := o.EncMode()
	if err != nil {
		panic(err)
	}
	return m
}

func mustDec(o cbor.DecOptions) cbor.DecMode {
	m, err := o.DecMode()
	if err != nil {
		panic(err)
	}
	return m
}

// Encode gives the revision's bytes.
func (r *Revision) Encode() ([]byte, error) {
	w := wire{Record: r.Record, Kind: r.Kind, Parents: r.Parents, Organisation: r.Organisation, At: uint64(r.At)}
	if !r.Author.IsZero() {
		w.Author = r.Author[:]
	}
	if r.Redacted {
		w.Redacted = r.ID[:]
	} else {
		w.Body, w.Reason = r.Body, r.Reason
	}
	return enc.Marshal(w)
}

// DecodeRevision reads what Encode gives and computes the id. It refuses every
// other spelling of the same content, unknown keys, and what is out of bounds;
// the error is ErrRevision with the reason.
func DecodeRevision(b []byte) (Revision, error) {
	r, err := LookRevision(b)
	r.Body = bytes.Clone(r.Body)
	return r, err
}

// LookRevision is DecodeRevision for a look: the body lies in b, and holds only as
// long as b does.
func LookRevision(b []byte) (Revision, error) {
	r, err := readRevision(b, RevID{}, false)
	if err == nil && !r.Redacted {
		r.ID = sum(b)
	}
	return r, err
}

// KnownRevision is LookRevision for bytes that were decoded before, and lay under
// a seal since: their id is known, and computing it is half of the work.
func KnownRevision(b []byte, id RevID) (Revision, error) { return readRevision(b, id, true) }

func readRevision(b []byte, id RevID, known bool) (Revision, error) {
	w, err := readWire(b, known)
	if err != nil {
		return Revision{}, err
	}
	r := Revision{ID: id, Record: w.Record, Kind: w.Kind, Parents: w.Parents, Organisation: w.Organisation,
		At: Clock(w.At), Body: w.Body, Reason: w.Reason}
	if err := w.check(&r); err != nil {
		return Revision{}, err
	}
	return r, nil
}

// check refuses what the types alone let through and fills author and redaction.
func (w *wire) check(r *Revision) error {
	bad := func(why string) error { return fmt.Errorf("%w: %s", ErrRevision, why) }
	if !slices.Contains(Kinds, w.Kind) {
		return fmt.Errorf("%w: %w", ErrRevision, ErrKind)
	}
	if len(w.Parents) > MaxParents || len(w.Body) > MaxBody || len(w.Organisation) > maxWord || len(w.Reason) > MaxText {
		return bad("out of bounds")
	}
	for i := 1; i < len(w.Parents); i++ {
		if bytes.Compare(w.Parents[i-1][:], w.Parents[i][:]) >= 0 {
			return bad("parents out of order")
		}
	}
	switch len(w.Author) {
	case 0:
	case 32:
		r.Author = Key(w.Author)
	default:
		return bad("author is no key")
	}
	switch {
	case len(w.Redacted) == 32 && len(w.Body) == 0 && w.Reason == "":
		r.Redacted, r.ID = true, RevID(w.Redacted)
	case len(w.Redacted) != 0:
		return bad("redaction with content")
	case len(w.Body) == 0 || w.Body[0]>>5 != 5:
		return bad("no fields")
	}
	return nil
}

func sum(b []byte) RevID {
	h := sha256.New()
	h.Write([]byte(revDomain))
	h.Write(b)
	return RevID(h.Sum(nil))
}

// sealed computes the id of a revision whose fields are set.
func (r Revision) sealed() (Revision, error) {
	slices.SortFunc(r.Parents, func(a, b RevID) int { return bytes.Compare(a[:], b[:]) })
	r.Parents = slices.Compact(r.Parents)
	b, err := r.Encode()
	if err != nil {
		return Revision{}, fmt.Errorf("encode revision: %w", err)
	}
	if len(r.Body) > MaxBody {
		return Revision{}, ErrTooLarge
	}
	r.ID = sum(b)
	return r, nil
}

// Fields decodes the revision's own fields into a record of its kind. Fields
// that a newer program wrote are passed over. A redacted revision gives an empty
// record.
func (r *Revision) Fields() (Record, error) {
	rec, err := New(r.Kind)
	if err != nil {
		return nil, err
	}
	rec.Base().ID = r.Record
	if r.Redacted {
		return rec, nil
	}
	if err := readBody(r.Body, rec); err != nil {
		return nil, fmt.Errorf("%w: %s: %w", ErrRevision, r.Kind, err)
	}
	return rec, nil
}

// StandIn gives what takes the place of a revision that may not leave, so that
// what came after it still joins: its id and parents; neither what it said nor
// who wrote it, when. Unlike a redaction it orders nothing: whoever holds the
// revision keeps it, and whoever receives it later has it whole.
func (r *Revision) StandIn() Revision {
	return Revision{ID: r.ID, Record: r.Record, Kind: r.Kind, Parents: r.Parents, Redacted: true}
}

// First gives the first revision of a plan's record: no author, no time, so
// that every laptop holds the same one.
func First(rec Record) (Revision, error) {
	body, err := enc.Marshal(rec)
	if err != nil {
		return Revision{}, fmt.Errorf("encode %s: %w", rec.Kind(), err)
	}
	return Revision{Record: rec.Base().ID, Kind: rec.Kind(), Body: body}.sealed()
}
