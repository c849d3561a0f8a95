package ui

import (
	"context"
	"maps"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"plumbline/model"
	"plumbline/model/notebook"
	"plumbline/ui/parts"
)

// Ticked rows are changed together:
//
//  1. each record is read as it is now, and changed in one field;
//  2. all are written in one transaction, or none is;
//  3. it is one deed, which is taken back and done again like every other (undo.go).
//
// For a parcel or a report any number can be ticked.

// mostTicked is how many rows can be changed at once; manyRows is from how many on all rows are ticked off the UI thread.
const (
	mostTicked = 5000
	manyRows   = 10_000
)

// edit changes a record in place, and says whether that changes anything.
type edit func(r model.Record) bool

// tick ticks a row, or takes the tick away.
func (s *finder) tick(i int) {
	id, ok := s.rows.id(i)
	if !ok {
		return
	}
	s.setTicked(id, !s.ticked[id])
	s.table.List.RefreshRow(i)
	s.showTicked()
}

func (s *finder) setTicked(id model.ID, on bool) {
	if s.ticked == nil {
		s.ticked = map[model.ID]bool{}
	}
	if on {
		s.ticked[id] = true
	} else {
		delete(s.ticked, id)
	}
}

// tickAll ticks all rows that were found, or none.
func (s *finder) tickAll() {
	all, ids, mine := s.allTicked(), s.rows.ids, s.rows.version
	var now map[model.ID]bool
	turn := func() error {
		now = make(map[model.ID]bool, len(ids))
		if all {
			return nil
		}
		for _, id := range ids {
			now[id] = true
		}
		return nil
	}
	done := func(error) {
		if s.left || mine != s.rows.version {
			return
		}
		if !all && len(s.ticked) < manyRows { // what was ticked in an earlier search stays
			for id := range s.ticked {
				now[id] = true
			}
		}
		s.ticked, s.tickedOf = now, mine
		s.table.Refresh()
		s.showTicked()
	}
	if len(ids) < manyRows {
		done(turn())
		return
	}
	s.d.read(turn, done)
}

// allTicked says whether all rows that were found are ticked. Of many rows only their number is compared, after all were
// ticked together.
func (s *finder) allTicked() bool {
	n := len(s.rows.ids)
	if n == 0 || len(s.ticked) < n {
		return false
	}
	if n >= manyRows {
		return s.tickedOf == s.rows.version
	}
	return !slices.ContainsFunc(s.rows.ids, func(id model.ID) bool { return !s.ticked[id] })
}

// showTicked shows how many are ticked, and what can be done with them.
func (s *finder) showTicked() {
	k, n := s.k, len(s.ticked)
	s.table.SetAllTicked(n > 0 && s.allTicked(), n > 0)
	s.foot.Objects = nil
	if n > 0 && !s.d.readOnly {
		s.foot.Objects = []fyne.CanvasObject{parts.NewActsBar(k, s.tickedNote(), s.acts()...)}
	}
	s.foot.Refresh()
	s.pane.Refresh()
}

// tickedNote says how many are ticked, and takes all ticks away.
func (s *finder) tickedNote() fyne.CanvasObject {
	k, n := s.k, len(s.ticked)
	words := k.T("find_screen.ticked", "n", n)
	if n > mostTicked {
		words = join(k, words, k.T("find_screen.too_many", "n", mostTicked))
	}
	none := parts.NewLink(k, k.T("find_screen.untick"), func() {
		s.ticked = map[model.ID]bool{}
		s.table.Refresh()
		s.showTicked()
	})
	return parts.Column(0, k.Line(words, parts.Ink2), none)
}

// acts are what can be done with the ticked rows.
func (s *finder) acts() []parts.Act {
	k, kind := s.k, s.asked.kind()
	off := len(s.ticked) > mostTicked || s.busy
	var acts []parts.Act
	if fits(columnReview, kind) {
		acts = append(acts, parts.Act{Word: k.T("find_screen.set_review"), Items: s.reviewItems, Off: off})
	}
	if fits(columnTags, kind) {
		acts = append(acts, parts.Act{Word: k.T("actions.add_tag"), Do: s.askTag, Off: off})
	}
	acts = append(acts, parts.Act{Word: k.T("fields_common.confidentiality"), Items: s.confidentialityItems, Off: off})
	for _, to := range []struct {
		key   string
		place place
		kinds []model.Kind
	}{{"actions.pack", place{to: atCoalition, part: partPack}, packedKinds}, {"actions.make_report", place{to: atReport}, reportedKinds}} {
		if slices.Contains(to.kinds, kind) {
			acts = append(acts, parts.Act{Word: k.T(to.key), Do: func() { s.take(to.place) }})
		}
	}
	return acts
}

// The kinds of which a parcel, and of which a report can be made of single records.
var (
	packedKinds   = []model.Kind{model.KindObservation, model.KindClaim, model.KindFinding, model.KindRecommendation}
	reportedKinds = []model.Kind{model.KindObservation}
)

// take goes where a parcel or a report of the ticked records is made.
func (s *finder) take(to place) {
	ids := s.rows.ids
	if !s.allTicked() || len(s.ticked) > len(ids) {
		ids = slices.Collect(maps.Keys(s.ticked))
	}
	to.ticked = &ticked{ids}
	s.d.show(to)
}

func (s *finder) reviewItems() []parts.MenuItem {
	var items []parts.MenuItem
	for _, code := range model.ReviewStates {
		items = append(items, parts.MenuItem{Word: s.k.Label("review", code), Act: func() { s.changeTicked(setReview(model.ReviewState(code))) }})
	}
	return items
}

func (s *finder) confidentialityItems() []parts.MenuItem {
	var items []parts.MenuItem
	for _, code := range model.Confidentialities {
		items = append(items, parts.MenuItem{Word: s.k.Label("confidentiality", code),
			Act: func() { s.changeTicked(setConfidentiality(model.Confidentiality(code))) }})
	}
	return items
}

// askTag asks for a tag and gives it to the ticked rows.
func (s *finder) askTag() {
	k := s.k
	name := parts.NewEntry(k, k.T("nouns.tag"))
	d := parts.NewDialog(k, parts.Calm, theme.ContentAddIcon(), k.T("actions.add_tag"), "", k.T("actions.cancel"), name)
	add := func() {
		if tag := strings.TrimSpace(name.Text()); tag != "" {
			d.Close()
			s.changeTicked(addTag(tag))
		}
	}
	name.OnSubmitted = func(string) { add() }
	d.WithButtons(parts.NewButton(k, k.T("actions.add"), parts.Primary, add)).FocusFirst(name).Show(s.d.window.Canvas())
}

// reviewOf is the place of a record's review state; nil where it has none.
func reviewOf(r model.Record) *model.ReviewState {
	switch x := r.(type) {
	case *model.Observation:
		return &x.Review
	case *model.Finding:
		return &x.Review
	case *model.Recommendation:
		return &x.Review
	}
	return nil
}

// setReview gives records a review state.
func setReview(to model.ReviewState) edit { return setField(reviewOf, to) }

// setConfidentiality says who may see records.
func setConfidentiality(to model.Confidentiality) edit {
	return setField(func(r model.Record) *model.Confidentiality { return &r.Base().Confidentiality }, to)
}

// setField changes a field to a value.
func setField[T comparable](field func(r model.Record) *T, to T) edit {
	return func(r model.Record) bool {
		at := field(r)
		if at == nil || *at == to {
			return false
		}
		*at = to
		return true
	}
}

// addTag gives records a tag.
func addTag(tag string) edit {
	return func(r model.Record) bool {
		o, ok := r.(*model.Observation)
		if !ok || slices.Contains(o.Tags, tag) {
			return false
		}
		o.Tags = append(slices.Clone(o.Tags), tag)
		return true
	}
}

// changeTicked changes the ticked rows together. What was changed can be taken back like every deed.
func (s *finder) changeTicked(e edit) {
	if s.busy {
		return
	}
	s.busy = true
	s.showTicked()
	book, ids := s.d.book, slices.Collect(maps.Keys(s.ticked))
	var changed []rewrite
	s.d.long(s.k.T("find_screen.changing"), func(j *job) error {
		changes, err := editAll(j.ctx, book, ids, e, j.part(0, 1, 4, len(ids)))
		if err != nil || len(changes) == 0 {
			return err
		}
		changed, err = rewriteMany(j.ctx, book, changes, j.steps(j.part(1, 4, 4, len(ids))))
		return err
	}, func(err error) {
		s.busy = false
		switch {
		case err != nil:
			s.d.stopped(err)
			s.d.fail(s.k.T("find_screen.not_changed"), err)
		case len(changed) == 0:
			s.d.toast(s.k.T("find_screen.nothing_changed"), "", nil)
		default:
			s.d.saved()
			s.d.did(s.k.T("find_screen.changed", "n", len(changed)), changed...)
		}
		if !s.left {
			s.showTicked()
		}
	})
}

// editAll makes the changes that an edit asks for.
func editAll(ctx context.Context, book *notebook.Notebook, ids []model.ID, e edit, step func(done, total int)) ([]notebook.Change, error) {
	var changes []notebook.Change
	for i, id := range ids {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		seen, err := book.View(id)
		if err != nil {
			return nil, err
		}
		next, err := book.View(id) // another copy, to be changed
		if err != nil {
			return nil, err
		}
		if e(next.Record) {
			changes = append(changes, notebook.Change{Seen: seen, Next: next.Record})
		}
		step(i+1, len(ids))
	}
	return changes, nil
}
