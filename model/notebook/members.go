package notebook

import (
	"encoding/hex"
	"fmt"

	"plumbline/model"
	"plumbline/model/parcel"
	"plumbline/model/seal"
)

// MyCard gives this notebook's card as a file for others.
func (n *Notebook) MyCard() ([]byte, error) { return parcel.WriteCard(n.Card(), n.self.signer) }

// AddMember writes down whom a card shows, not trusted yet, and gives the view of
// the member. A key that is known already has its names and recipient brought up
// to date; whether it is trusted does not change.
func (n *Notebook) AddMember(c parcel.Card) (model.View, error) {
	seen, now, err := n.member(c.Key)
	if err != nil {
		return model.View{}, fmt.Errorf("add a member: %w", err)
	}
	now.Name, now.CodeName, now.Organisation, now.Recipient = c.Name, c.CodeName, c.Organisation, c.Recipient
	now.PublicKey = c.Key.String()
	if now.Withdrawn { // removed once, and here again: the key is compared anew
		now.Withdrawn, now.Trusted = false, false
	}
	if memberName(now) == "" && now.Organisation == "" {
		now.CodeName = c.Key.Letters()
	}
	return n.setMember(seen, now)
}

// Trust says that somebody compared a member's key, or, with false, that it is to
// be trusted no longer. ErrNotFound for a key of no member.
func (n *Notebook) Trust(key model.Key, trusted bool) (model.View, error) {
	seen, now, err := n.member(key)
	if err == nil && seen.Record == nil {
		err = ErrNotFound
	}
	if err != nil {
		return model.View{}, fmt.Errorf("trust a member: %w", err)
	}
	now.Trusted = trusted
	return n.setMember(seen, now)
}

// member gives the member of a key, to be changed; a new one where there is none.
func (n *Notebook) member(key model.Key) (model.View, model.Member, error) {
	n.mu.RLock()
	at, ok := n.book.members[key]
	var id model.ID
	if ok {
		id = n.book.rows[at].id
	}
	n.mu.RUnlock()
	if !ok {
		return model.View{}, model.Member{}, nil
	}
	v, err := n.View(id)
	m, isMember := v.Record.(*model.Member)
	if err != nil || !isMember {
		return model.View{}, model.Member{}, err
	}
	return v, *m, nil
}

func (n *Notebook) setMember(seen model.View, now model.Member) (model.View, error) {
	if _, err := n.Record(seen, &now); err != nil {
		return model.View{}, err
	}
	return n.View(now.ID)
}

// LockOf gives what closes a parcel for a member, by their key; ErrNotFound for
// a stranger, seal.ErrIdentity for one who gave none.
func (n *Notebook) LockOf(key model.Key) (seal.Lock, error) {
	m, ok := n.Member(key)
	if !ok {
		return seal.Lock{}, ErrNotFound
	}
	return seal.ParseLock(m.Recipient)
}

// MemberKey reads a member's signing key; false when there is none.
func MemberKey(m *model.Member) (model.Key, bool) {
	raw, err := hex.DecodeString(m.PublicKey)
	if err != nil || len(raw) != len(model.Key{}) {
		return model.Key{}, false
	}
	return model.Key(raw), true
}

// Verified says whether a record's heads were signed by their authors, and these
// are this notebook's owner or trusted members. The first revisions of a plan are
// nobody's and count as verified.
func (n *Notebook) Verified(v model.View) bool {
	unproven := map[model.RevID]bool{}
	for _, r := range n.rowRevs(v.ID) {
		unproven[r.id] = r.state() == heldUnproven
	}
	j := newJudges(n)
	for _, s := range v.HeadStamps() {
		if unproven[s.Revision] || !j.believed(s.Author) {
			return false
		}
	}
	return true
}
