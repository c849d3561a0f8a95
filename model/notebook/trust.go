package notebook

import (
	"maps"
	"slices"
	"time"

	"plumbline/model"
	"plumbline/model/parcel"
)

// Whom to believe. A signer stands with this notebook as the member records say:
//
//	self     the notebook's own key
//	trusted  a member whose key somebody compared and trusted
//	known    a member who is not trusted yet
//	revoked  a member who was trusted once and no longer is, or was withdrawn
//	unknown  nobody

// Standing says how a signer stands with this notebook.
func (n *Notebook) Standing(key model.Key) model.Standing {
	if key == n.Key() {
		return model.StandingSelf
	}
	n.mu.RLock()
	at, ok := n.book.members[key]
	var id model.ID
	if ok {
		id = n.book.rows[at].id
	}
	n.mu.RUnlock()
	if !ok {
		return model.StandingUnknown
	}
	v, err := n.View(id)
	m, isMember := v.Record.(*model.Member)
	if err != nil || !isMember {
		return model.StandingUnknown
	}
	switch {
	case m.Withdrawn:
		return model.StandingRevoked
	case m.Trusted:
		return model.StandingTrusted
	case n.onceTrusted(id):
		return model.StandingRevoked
	}
	return model.StandingKnown
}

// onceTrusted says whether an earlier revision of a member was trusted.
func (n *Notebook) onceTrusted(id model.ID) bool {
	h, err := n.History(id)
	return err == nil && slices.ContainsFunc(h, func(r model.Revision) bool {
		rec, err := r.Fields()
		m, ok := rec.(*model.Member)
		return err == nil && ok && m.Trusted
	})
}

// signer is who sent a parcel, as the members list them, or as their card says.
func (n *Notebook) signer(c parcel.Card) model.Signer {
	s := model.Signer{Key: c.Key, Name: nameOn(c), Organisation: c.Organisation, Recipient: c.Recipient, Standing: n.Standing(c.Key)}
	if m, ok := n.Member(c.Key); ok {
		s.Name, s.Organisation = memberName(m), m.Organisation
	}
	return s
}

func memberName(m model.Member) string {
	if m.Name != "" {
		return m.Name
	}
	return m.CodeName
}

// firstParcels is before any parcel was packed; an earlier stamp is a laptop
// whose clock forgot the year.
var firstParcels = time.Date(2021, 6, 1, 0, 0, 0, 0, time.UTC)

// believe judges a parcel by its sender, before its content is looked at; "" is
// for one that may be merged.
func (n *Notebook) believe(h parcel.Header, standing model.Standing, acceptUnknown bool) parcel.Reason {
	packed := h.Packed.Time()
	switch {
	case packed.Before(firstParcels), packed.After(n.now().Add(24 * time.Hour)):
		return parcel.WrongClock
	case standing == model.StandingRevoked:
		return parcel.RevokedSigner
	case (standing == model.StandingUnknown || standing == model.StandingKnown) && !acceptUnknown:
		return parcel.UnknownSigner
	}
	return ""
}

// forked says whether a parcel would bring a second past of a device that had
// one here.
func (n *Notebook) forked(p *parcel.Reader) (bool, error) {
	coming := map[model.Key][]*parcel.Manifest{}
	for m, err := range p.Manifests() {
		if err != nil {
			return false, err
		}
		coming[m.Author] = append(coming[m.Author], m.Light())
	}
	for author, ms := range coming {
		kept := n.chainOf(author)
		if _, before := parcel.Chain(slices.Values(kept)); before {
			continue // known, and accepted
		}
		if _, now := parcel.Chain(slices.Values(append(kept, ms...))); now {
			return true, nil
		}
	}
	return false, nil
}

// chainOf lists the kept manifests of an author.
func (n *Notebook) chainOf(author model.Key) []*parcel.Manifest {
	n.mu.RLock()
	defer n.mu.RUnlock()
	var ms []*parcel.Manifest
	for k := range maps.Values(n.book.manifests) {
		if k.Author == author {
			ms = append(ms, k.Manifest)
		}
	}
	return ms
}

// judges caches how authors stand during one merge.
type judges struct {
	n        *Notebook
	standing map[model.Key]model.Standing
	leads    map[model.Key]bool
}

func newJudges(n *Notebook) *judges {
	return &judges{n: n, standing: map[model.Key]model.Standing{}, leads: map[model.Key]bool{}}
}

func (j *judges) of(key model.Key) model.Standing {
	s, ok := j.standing[key]
	if !ok {
		s = j.n.Standing(key)
		j.standing[key] = s
	}
	return s
}

// believed says whether an author's revisions count as theirs.
func (j *judges) believed(key model.Key) bool {
	s := j.of(key)
	return key.IsZero() || s == model.StandingSelf || s == model.StandingTrusted
}

// mayRedact says whether one of the orders to redact holds: by the author, or by
// a coordinator who is trusted.
func (j *judges) mayRedact(orders []model.Key, author model.Key) bool {
	for _, key := range orders {
		if key == author && !author.IsZero() {
			return true
		}
		lead, ok := j.leads[key]
		if !ok {
			m, known := j.n.Member(key)
			lead = known && m.Trusted && m.Role == "coordinator" && j.believed(key)
			j.leads[key] = lead
		}
		if lead {
			return true
		}
	}
	return false
}
