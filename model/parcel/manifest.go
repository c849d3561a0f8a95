package parcel

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"iter"
	"slices"

	"plumbline/model"
	"plumbline/model/seal"
)

const (
	manifestContext = "plumbline manifest v1"
	manifestDomain  = "plumbline-manifest-v1"
)

// Hash names a manifest.
type Hash [32]byte

// Manifest is an author's signed list of revisions. It is passed on as it is, so
// that everyone can prove who wrote what, through whichever hands it came.
type Manifest struct {
	Author       model.Key
	Organisation string
	Previous     []Hash // the author's manifests before it
	revisions    []byte // ids, sorted, 32 bytes each
	redactions   []byte
	raw          []byte
	hash         Hash
}

type wireManifest struct {
	Author       model.Key `cbor:"1,keyasint"`
	Organisation string    `cbor:"2,keyasint,omitempty"`
	Previous     []Hash    `cbor:"3,keyasint,omitempty"`
	Revisions    []byte    `cbor:"4,keyasint,omitempty"`
	Redactions   []byte    `cbor:"5,keyasint,omitempty"`
	Signature    []byte    `cbor:"6,keyasint,omitempty"`
}

// MaxManifest is how many revisions one manifest lists.
const MaxManifest = maxIDs

// NewManifest lists and signs revisions of the signer's own, and orders the
// redaction of others, at most MaxManifest of each.
func NewManifest(by *seal.Signer, organisation string, previous []Hash, revisions, redactions []model.RevID) (*Manifest, error) {
	w := wireManifest{Author: model.Key(by.Public()), Organisation: organisation, Previous: slices.Clone(previous),
		Revisions: joined(revisions), Redactions: joined(redactions)}
	slices.SortFunc(w.Previous, compareHash)
	w.Previous = slices.Compact(w.Previous)
	digest, err := w.digest()
	if err != nil {
		return nil, fmt.Errorf("make a manifest: %w", err)
	}
	if w.Signature, err = by.Sign(manifestContext, digest); err != nil {
		return nil, fmt.Errorf("make a manifest: %w", err)
	}
	raw, err := enc.Marshal(w)
	if err != nil {
		return nil, fmt.Errorf("make a manifest: %w", err)
	}
	return ParseManifest(raw)
}

// ParseManifest reads a manifest and checks its signature: Malformed or
// ForgedAuthor.
func ParseManifest(raw []byte) (*Manifest, error) {
	w, err := decodeManifest(raw)
	if err != nil {
		return nil, err
	}
	digest, err := w.digest()
	if err != nil {
		return nil, refuse(Malformed)
	}
	if seal.Verify(w.Author[:], manifestContext, digest, w.Signature) != nil {
		return nil, refuse(ForgedAuthor)
	}
	return w.manifest(raw), nil
}

// KeptManifest reads a manifest that was checked before and kept since.
func KeptManifest(raw []byte) (*Manifest, error) {
	w, err := decodeManifest(raw)
	if err != nil {
		return nil, err
	}
	return w.manifest(raw), nil
}

func decodeManifest(raw []byte) (wireManifest, error) {
	w, err := decode[wireManifest](raw)
	if err != nil {
		return w, err
	}
	switch {
	case len(w.Revisions)+len(w.Redactions) == 0, !sortedIDs(w.Revisions), !sortedIDs(w.Redactions), !isLine(w.Organisation),
		len(w.Previous) > maxPrevious, !slices.IsSortedFunc(w.Previous, compareHash), len(slices.Compact(slices.Clone(w.Previous))) != len(w.Previous):
		return w, refuse(Malformed)
	}
	return w, nil
}

func (w wireManifest) manifest(raw []byte) *Manifest {
	h := sha256.New()
	h.Write([]byte(manifestDomain))
	h.Write(raw)
	return &Manifest{w.Author, w.Organisation, w.Previous, w.Revisions, w.Redactions, bytes.Clone(raw), Hash(h.Sum(nil))}
}

// digest is what the author signs.
func (w wireManifest) digest() ([]byte, error) {
	w.Signature = nil
	b, err := enc.Marshal(w)
	sum := sha256.Sum256(b)
	return sum[:], err
}

// Bytes are the manifest as it is passed on.
func (m *Manifest) Bytes() []byte { return m.raw }

// Hash names the manifest.
func (m *Manifest) Hash() Hash { return m.hash }

// Light is the manifest without what it lists, to hold many of them.
func (m *Manifest) Light() *Manifest {
	return &Manifest{Author: m.Author, Organisation: m.Organisation, Previous: m.Previous, hash: m.hash}
}

// Revisions are the ids that its author claims to have written.
func (m *Manifest) Revisions() iter.Seq[model.RevID] { return each(m.revisions) }

// Redactions are the ids whose content its author wants gone.
func (m *Manifest) Redactions() iter.Seq[model.RevID] { return each(m.redactions) }

func (m *Manifest) ids() int { return (len(m.revisions) + len(m.redactions)) / len(model.RevID{}) }

func compareHash(a, b Hash) int { return bytes.Compare(a[:], b[:]) }

func joined(ids []model.RevID) []byte {
	ids = slices.Clone(ids)
	slices.SortFunc(ids, func(a, b model.RevID) int { return bytes.Compare(a[:], b[:]) })
	var b []byte
	for _, id := range slices.Compact(ids) {
		b = append(b, id[:]...)
	}
	return b
}

func sortedIDs(b []byte) bool {
	const n = len(model.RevID{})
	if len(b)%n != 0 || len(b) > maxIDs*n {
		return false
	}
	for i := n; i < len(b); i += n {
		if bytes.Compare(b[i-n:i], b[i:i+n]) >= 0 {
			return false
		}
	}
	return true
}

func each(b []byte) iter.Seq[model.RevID] {
	const n = len(model.RevID{})
	return func(yield func(model.RevID) bool) {
		for ; len(b) >= n; b = b[n:] {
			if !yield(model.RevID(b)) {
				return
			}
		}
	}
}
