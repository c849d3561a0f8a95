package notebook

import (
	"fmt"
	"iter"
	"slices"

	"plumbline/model"
	"plumbline/model/parcel"
	"plumbline/model/seal"
)

// signedAlready marks the owner's revisions that a kept manifest lists.
func (n *Notebook) signedAlready(d *departure) (map[model.RevID]bool, error) {
	signed := map[model.RevID]bool{}
	for m, err := range n.manifests() {
		if err != nil {
			return nil, err
		}
		if m.Author != n.Key() {
			continue
		}
		for id := range m.Revisions() {
			signed[id] = true
		}
	}
	return signed, nil
}

// signOwn signs the owner's revisions, by organisation, each manifest after the
// last, and keeps the manifests.
func (n *Notebook) signOwn(fresh map[string][]model.RevID) error {
	organisations := make([]string, 0, len(fresh))
	for o := range fresh {
		organisations = append(organisations, o)
	}
	slices.Sort(organisations)
	for _, o := range organisations {
		for some := range slices.Chunk(fresh[o], parcel.MaxManifest) {
			if err := n.signSome(n.self.signer, o, some); err != nil {
				return err
			}
		}
	}
	return nil
}

func (n *Notebook) signSome(by *seal.Signer, organisation string, ids []model.RevID) error {
	n.writing.Lock()
	defer n.writing.Unlock()
	if n.isClosed() {
		return ErrClosed
	}
	last, _ := parcel.Chain(slices.Values(n.chainOf(model.Key(by.Public()))))
	m, err := parcel.NewManifest(by, organisation, last[:min(len(last), parcel.MaxPrevious)], ids, nil)
	if err != nil {
		return err
	}
	slots, err := n.store.write([][]byte{append([]byte{manifestEntry}, m.Bytes()...)})
	if err != nil {
		return err
	}
	n.mu.Lock()
	n.book.keepManifest(slots[0], m)
	n.mu.Unlock()
	return nil
}

// manifests reads the kept manifests, each once, in the order in which they were
// kept.
func (n *Notebook) manifests() iter.Seq2[*parcel.Manifest, error] {
	return func(yield func(*parcel.Manifest, error) bool) {
		n.mu.RLock()
		slots := make([]uint64, 0, len(n.book.manifests))
		for _, k := range n.book.manifests {
			slots = append(slots, k.slot)
		}
		n.mu.RUnlock()
		slices.Sort(slots)
		for _, s := range slots {
			values, err := n.store.read(s)
			if err != nil {
				yield(nil, err)
				return
			}
			if len(values[0]) == 0 || values[0][0] != manifestEntry {
				yield(nil, fmt.Errorf("%w: an entry is not a manifest", ErrDamaged))
				return
			}
			m, err := parcel.KeptManifest(values[0][1:])
			if !yield(m, err) || err != nil {
				return
			}
		}
	}
}

// covering gives the manifests by which the authors of what is sent signed it,
// and those that ordered a redaction in it. A manifest that claims what another
// wrote is not passed on.
func (n *Notebook) covering(d *departure) iter.Seq2[*parcel.Manifest, error] {
	return func(yield func(*parcel.Manifest, error) bool) {
		for m, err := range n.manifests() {
			if err != nil {
				yield(nil, err)
				return
			}
			if d.needs(m) && !yield(m, nil) {
				return
			}
		}
	}
}

func (d *departure) needs(m *parcel.Manifest) bool {
	needed := false
	for id := range m.Revisions() {
		author, sent := d.authors[id]
		if sent && author != m.Author {
			return false
		}
		needed = needed || sent
	}
	if needed {
		return true
	}
	for id := range m.Redactions() {
		if d.gone[id] {
			return true
		}
	}
	return false
}
