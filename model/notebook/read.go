package notebook

import (
	"fmt"

	"plumbline/model"
)

// view joins a record from its row's revisions.
func (n *Notebook) view(slots []uint64) (model.View, error) {
	h, err := n.history(slots)
	if err != nil {
		return model.View{}, err
	}
	return model.Join(h), nil
}

func (n *Notebook) history(slots []uint64) (model.History, error) {
	values, err := n.store.read(slots...)
	if err != nil {
		return nil, err
	}
	return history(values)
}

// slotsOf gives where a record's revisions lie; ErrNotFound.
func (n *Notebook) slotsOf(id model.ID) ([]uint64, error) {
	n.mu.RLock()
	defer n.mu.RUnlock()
	if n.closed {
		return nil, ErrClosed
	}
	at, ok := n.book.find(id)
	if !ok {
		return nil, ErrNotFound
	}
	return n.book.slots(&n.book.rows[at]), nil
}

// View gives a record as its revisions join to it; ErrNotFound.
func (n *Notebook) View(id model.ID) (model.View, error) {
	slots, err := n.slotsOf(id)
	if err != nil {
		return model.View{}, err
	}
	v, err := n.view(slots)
	if err != nil {
		return model.View{}, fmt.Errorf("read record: %w", err)
	}
	return v, nil
}

// History gives all revisions of a record, the oldest first; ErrNotFound.
func (n *Notebook) History(id model.ID) ([]model.Revision, error) {
	slots, err := n.slotsOf(id)
	if err != nil {
		return nil, err
	}
	h, err := n.history(slots)
	if err != nil {
		return nil, fmt.Errorf("read history: %w", err)
	}
	model.History(h).Sort()
	return h, nil
}

// Resolve finds a record by its ref (O-2024-0017-K7QF), its short ref
// (O-2024-0017), its ref in reports for others (O-7F3KQ-2MX4T), its id, or the
// code of a plan's record; ErrNotFound, ErrAmbiguous.
func (n *Notebook) Resolve(name string) (model.ID, error) {
	n.mu.RLock()
	defer n.mu.RUnlock()
	at, err := n.book.resolve(name)
	if err != nil {
		return model.ID{}, err
	}
	return n.book.rows[at].id, nil
}

// Ref gives the ref of a record for people to read; the id itself where it names
// nothing here.
func (n *Notebook) Ref(id model.ID) string {
	n.mu.RLock()
	defer n.mu.RUnlock()
	if at, ok := n.book.find(id); ok && n.book.rows[at].ref != 0 {
		return n.book.ref(&n.book.rows[at])
	}
	return id.String()
}

// KindOf gives the kind of a record, "" for an id that names nothing here.
func (n *Notebook) KindOf(id model.ID) model.Kind {
	n.mu.RLock()
	defer n.mu.RUnlock()
	if at, ok := n.book.find(id); ok {
		return n.book.rows[at].kindName()
	}
	return ""
}

// Files gives how many pieces of evidence belong to a record.
func (n *Notebook) Files(id model.ID) int {
	n.mu.RLock()
	defer n.mu.RUnlock()
	return n.book.files[id]
}

// Digest is one hash over the set of revisions that may be shared: public and
// coalition ones; not sealed or organisation-only ones, and none of the kinds
// that stay local. Two notebooks that hold the same have the same.
func (n *Notebook) Digest() [32]byte {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.book.digest()
}

// Me is the member that the notebook belongs to.
func (n *Notebook) Me() model.Member {
	v, err := n.View(n.self.member)
	if m, ok := v.Record.(*model.Member); ok && err == nil {
		return *m
	}
	return model.Member{}
}

// Key is the public key that the notebook's own revisions carry.
func (n *Notebook) Key() model.Key { return n.self.public() }

// Member finds the member with a signing key; false when it is a stranger's.
func (n *Notebook) Member(key model.Key) (model.Member, bool) {
	n.mu.RLock()
	at, ok := n.book.members[key]
	var id model.ID
	if ok {
		id = n.book.rows[at].id
	}
	n.mu.RUnlock()
	if !ok {
		return model.Member{}, false
	}
	v, err := n.View(id)
	m, ok := v.Record.(*model.Member)
	if err != nil || !ok {
		return model.Member{}, false
	}
	return *m, true
}

// Plan is the plan with all under it. It is shared: do not change it.
func (n *Notebook) Plan() *model.PlanBook {
	n.mu.RLock()
	defer n.mu.RUnlock()
	return n.plan
}

// readPlan puts the plan together again.
func (n *Notebook) readPlan() error {
	var records []model.Record
	n.mu.RLock()
	var slots [][]uint64
	for i := range n.book.rows {
		if r := &n.book.rows[i]; r.kindName().OfPlan() && r.flags&withdrawn == 0 {
			slots = append(slots, n.book.slots(r))
		}
	}
	n.mu.RUnlock()
	for _, s := range slots {
		v, err := n.view(s)
		if err != nil {
			return fmt.Errorf("read the plan: %w", err)
		}
		records = append(records, v.Record)
	}
	plan := model.NewPlanBook(records)
	n.mu.Lock()
	n.plan = plan
	n.mu.Unlock()
	return nil
}

// Known answers what a record may refer to. Regions are left unchecked: the
// notebook does not know them; set Region to check them too.
func (n *Notebook) Known() model.Known {
	return model.Known{
		Commitment: func(code string) bool { return n.Plan().Commitment(code) != nil },
		Record: func(id model.ID, kind model.Kind) bool {
			k := n.KindOf(id)
			return k != "" && (kind == "" || k == kind)
		},
	}
}
