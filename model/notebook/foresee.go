package notebook

import (
	"slices"

	"plumbline/model"
)

// foreseen is how many revisions a preview holds at once.
const foreseen = 20_000

// foresee tells the outcomes of a parcel that is not merged: records with
// something new are joined in memory, some at a time.
func (s *survey) foresee() error {
	var refused model.Merge // count anew, as if it were taken
	refused, s.merge.Count = s.merge, map[model.Outcome]int{}
	views := map[model.ID]model.View{}
	next := 0
	err := s.tell(func(m *met) (model.View, error) {
		if v, ok := views[m.id]; ok {
			delete(views, m.id)
			return v, nil
		}
		i := int(s.at[m.id])
		next = max(next, i)
		if err := s.ahead(next, views); err != nil {
			return model.View{}, err
		}
		v := views[m.id]
		delete(views, m.id)
		return v, nil
	})
	if refused.Refused != "" {
		s.merge.Count = refused.Count
	}
	return err
}

// ahead joins the next records from a place on.
func (s *survey) ahead(from int, views map[model.ID]model.View) error {
	wanted := map[model.ID]model.History{}
	total := 0
	for i := from; i < len(s.records) && total < foreseen; i++ {
		if m := &s.records[i]; m.fresh > 0 {
			wanted[m.id] = nil
			total += int(m.fresh)
		}
	}
	for it, err := range s.p.Revisions() {
		if err != nil {
			return err
		}
		h, ok := wanted[it.Revision.Record]
		if ok && s.n.arriving(s.judge, &it) > s.n.held(&it.Revision) {
			wanted[it.Revision.Record] = append(h, it.Revision)
		}
	}
	for id, h := range wanted {
		var slots []uint64
		for _, x := range s.n.rowRevs(id) {
			if !slices.ContainsFunc(h, func(r model.Revision) bool { return r.ID == x.id }) {
				slots = append(slots, x.slot)
			}
		}
		old, err := s.n.history(slots)
		if err != nil {
			return err
		}
		views[id] = model.Join(append(h, old...))
	}
	return nil
}
