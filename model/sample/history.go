package sample

import "plumbline/model"

// history is a record while its revisions are being written.
type history struct {
	revs model.History
	view model.View
	err  error
}

// begin writes a record's first revision.
func (s *story) begin(rec model.Record, by *organisation, on moment) *history {
	h := &history{}
	h.revise(model.View{}, rec, by, on, "")
	return h
}

// revise writes a record's next state on what its writer had seen.
func (h *history) revise(seen model.View, next model.Record, by *organisation, on moment, reason string) {
	if h.err != nil {
		return
	}
	revs, err := model.Revise(seen, next, by.author(), model.ClockAt(on.Time), reason)
	if h.err = err; err == nil {
		h.revs = append(h.revs, revs...)
		h.view = model.Join(h.revs)
	}
}

// entry is the record as it stands.
func (h *history) entry() (Entry, error) {
	return Entry{Record: h.view.Record, Revisions: h.revs}, h.err
}

// edited gives a copy of an observation of a view, to be changed.
func edited(v model.View) (*model.Observation, error) {
	fresh, err := model.New(v.Kind)
	if err != nil {
		return nil, err
	}
	for _, name := range model.FieldNames(v.Kind) {
		model.SetField(fresh, v.Record, name)
	}
	o := fresh.(*model.Observation)
	o.ID = v.ID
	return o, nil
}

// concurrent lets two organisations, neither of which sees the other, change
// a record: the same title, which stays disputed, or different fields, which join.
func (s *story) concurrent(h *history, a, b *organisation, on moment, disputed bool) {
	seen := h.view
	one, err := edited(seen)
	two, err2 := edited(seen)
	if err != nil || err2 != nil {
		return
	}
	if disputed {
		one.Title, two.Title = reworded(one, "wording1"), reworded(two, "wording2")
	} else {
		one.Credibility = one.Credibility%6 + 1
		two.Tags = append(append([]string(nil), two.Tags...), "checked")
	}
	h.revise(seen, one, a, s.after(on, 3), "")
	h.revise(seen, two, b, s.after(on, 4), "")
}

func reworded(o *model.Observation, how string) model.Text {
	t, l := model.Text{}, o.Language
	for k, wording := range o.Title {
		t[k] = wording
	}
	v := values{t: t[l]}
	t[l] = v.fill(words(how)[l], l)
	return t
}
