package notebook

import (
	"fmt"
	"maps"
	"slices"

	"plumbline/model"
	"plumbline/model/parcel"
	"plumbline/model/seal"
)

// Vouching signs what authors wrote whose keys are at hand although the notebook
// is not theirs: the invented ones of a sample, which could not be packed without.
type Vouching struct {
	n    *Notebook
	pens map[model.Key]*pen
}

type pen struct {
	signer *seal.Signer
	wrote  map[string][]model.RevID // by organisation
}

// Vouch begins to gather what is to be signed.
func (n *Notebook) Vouch() *Vouching { return &Vouching{n: n, pens: map[model.Key]*pen{}} }

// Holds takes the seed of an author's signing key; nil is nobody's.
func (v *Vouching) Holds(seed []byte) error {
	if seed == nil {
		return nil
	}
	signer, err := seal.SignerFrom(seed)
	if err != nil {
		return fmt.Errorf("vouch for an author: %w", err)
	}
	v.pens[model.Key(signer.Public())] = &pen{signer, map[string][]model.RevID{}}
	return nil
}

// Wrote notes the revisions that are in the notebook by now. Those of other
// authors, and kinds that never travel, are passed over.
func (v *Vouching) Wrote(revs []model.Revision) {
	for i := range revs {
		r := &revs[i]
		if p := v.pens[r.Author]; p != nil && !r.Kind.Local() {
			p.wrote[r.Organisation] = append(p.wrote[r.Organisation], r.ID)
		}
	}
}

// Sign signs all of it and keeps the manifests.
func (v *Vouching) Sign() error {
	for _, key := range slices.SortedFunc(maps.Keys(v.pens), func(a, b model.Key) int { return slices.Compare(a[:], b[:]) }) {
		p := v.pens[key]
		for _, organisation := range slices.Sorted(maps.Keys(p.wrote)) {
			for some := range slices.Chunk(p.wrote[organisation], parcel.MaxManifest) {
				if err := v.n.signSome(p.signer, organisation, some); err != nil {
					return fmt.Errorf("vouch for an author: %w", err)
				}
			}
		}
	}
	return nil
}
