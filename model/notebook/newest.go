package notebook

import "plumbline/model"

// Newest gives for each commitment the first of the records that a query wants and
// that are about it, in the query's order: what Find would give first of each, in
// one pass over the rows.
func (n *Notebook) Newest(q model.Query) (map[string]model.ID, error) {
	m, err := n.match(q)
	if err != nil {
		return nil, err
	}
	n.mu.RLock()
	defer n.mu.RUnlock()
	less := m.less(q.Order)
	first := make([]uint32, len(m.b.names.all)) // the row of each list of commitments, one up
	for i := range m.b.rows {
		r := &m.b.rows[i]
		if m.never || !m.wants(r) {
			continue
		}
		list := m.b.home(r).commitments
		if at := first[list]; at == 0 || less(uint32(i), at-1) < 0 {
			first[list] = uint32(i) + 1
		}
	}
	rows := map[string]uint32{}
	for list, at := range first {
		if list == 0 || at == 0 {
			continue
		}
		for _, code := range m.b.names.listed(uint32(list)) {
			if other, ok := rows[code]; !ok || less(at-1, other) < 0 {
				rows[code] = at - 1
			}
		}
	}
	newest := make(map[string]model.ID, len(rows))
	for code, at := range rows {
		newest[code] = m.b.rows[at].id
	}
	return newest, nil
}
