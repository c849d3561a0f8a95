package notebook

import "plumbline/model"

// Attached lists the pieces of evidence of a record, in the order in which they
// were attached; withdrawn ones are left out.
func (n *Notebook) Attached(to model.ID) []model.ID {
	n.mu.RLock()
	defer n.mu.RUnlock()
	var ids []model.ID
	for i := range n.book.rows {
		if r := &n.book.rows[i]; r.kindName() == model.KindEvidence && n.book.owner(r) == to && r.flags&withdrawn == 0 {
			ids = append(ids, r.id)
		}
	}
	return ids
}
