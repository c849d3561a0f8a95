package parcel

import "plumbline/model"

// claims is what the manifests of a parcel say about revisions, and which of
// these stand in it: 40 bytes a revision or so.
type claims struct {
	authors []author
	seen    map[model.RevID]mark
	more    map[model.RevID][]uint32 // further authors, counted from 1: two signed for one revision
	orders  map[model.RevID][]model.Key
}

// author is who signed a manifest, for which organisation.
type author struct {
	key          model.Key
	organisation string
}

// mark of a revision: in the low bits the first author who claims it, counted
// from 1; the highest bit says that it stands in the parcel.
type mark uint32

const here mark = 1 << 31

func newClaims() *claims {
	return &claims{seen: map[model.RevID]mark{}, more: map[model.RevID][]uint32{}, orders: map[model.RevID][]model.Key{}}
}

// take notes what a manifest says.
func (c *claims) take(m *Manifest) {
	c.authors = append(c.authors, author{m.Author, m.Organisation})
	n := uint32(len(c.authors))
	for id := range m.Revisions() {
		if c.seen[id] == 0 {
			c.seen[id] = mark(n)
		} else {
			c.more[id] = append(c.more[id], n)
		}
	}
	for id := range m.Redactions() {
		c.orders[id] = append(c.orders[id], m.Author)
	}
}

// enter notes that a revision stands in the parcel; false when it already does.
func (c *claims) enter(id model.RevID) bool {
	was := c.seen[id]
	c.seen[id] = was | here
	return was&here == 0
}

func (c *claims) inside(id model.RevID) bool { return c.seen[id]&here != 0 }

// proof says whether the revision's author signed for it, and whether somebody
// else did: for a revision whose content is here, that is a lie.
func (c *claims) proof(r *model.Revision) (proven, forged bool) {
	judge := func(n uint32) {
		a := c.authors[n-1]
		proven = proven || a.key == r.Author && a.organisation == r.Organisation
		forged = forged || a.key != r.Author && !r.Redacted
	}
	if n := uint32(c.seen[r.ID] &^ here); n > 0 {
		judge(n)
	}
	for _, n := range c.more[r.ID] {
		judge(n)
	}
	return proven, forged
}
