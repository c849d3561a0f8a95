package ui

import (
	"testing"

	"fyne.io/fyne/v2/test"

	"plumbline/model"
	"plumbline/model/notebook"
)

// turnsTo takes the last deed back or does it again, and waits for what it leads to.
func (b *bench) turnsTo(what string, act func(), reached func() bool) {
	b.t.Helper()
	act()
	b.until(what, func() bool { return reached() && !b.w.deeds.busy && b.w.jobs.resting() })
}

func TestMembersAreBroughtBack(t *testing.T) {
	b := unlocked(t, "en", nil)
	book := b.w.desk.book
	beta := colleague(t, "Beta", b.clock)
	card(t, beta, book)
	b.w.show(place{to: atCoalition, part: partMembers})
	b.sees("Beta desk")
	m, _ := book.Member(beta.Key())
	page := b.w.shown.(*coalition).made[partMembers].(*members)
	page.write(&m, func(next *model.Member) { next.Trusted = true }, "coalition_screen.now_trusted")
	b.until("trusted", func() bool { m, _ := book.Member(beta.Key()); return m.Trusted && len(b.w.deeds.done) == 1 })
	b.sees("Undo")
	page.write(&m, func(next *model.Member) { next.Withdrawn, next.Trusted = true, false }, "coalition_screen.removed")
	b.until("removed", func() bool {
		m, _ := book.Member(beta.Key())
		return m.Withdrawn && len(b.w.deeds.done) == 2 && !b.shows("Beta desk")
	})
	b.turnsTo("back, and trusted", b.w.undo, func() bool { m, _ := book.Member(beta.Key()); return m.Trusted && !m.Withdrawn })
	b.sees("Beta desk")
	b.turnsTo("not trusted", b.w.undo, func() bool { m, _ := book.Member(beta.Key()); return !m.Trusted && !m.Withdrawn })
	b.turnsTo("trusted again", b.w.redo, func() bool { m, _ := book.Member(beta.Key()); return m.Trusted })
	b.turnsTo("removed again", b.w.redo, func() bool { m, _ := book.Member(beta.Key()); return m.Withdrawn })
	if _, err := book.AddMember(beta.Card()); err != nil {
		t.Fatal(err)
	}
	if m, _ := book.Member(beta.Key()); m.Withdrawn || m.Trusted {
		t.Errorf("added again: %+v", m)
	}
}

func TestADecidedPairIsTakenBackByKeyboard(t *testing.T) {
	var pair [2]model.ID
	b := unlocked(t, "en", func(n *notebook.Notebook) {
		x, y := letters(), letters()
		record(t, n, x)
		record(t, n, y)
		pair = model.Two(x.ID, y.ID)
	})
	book := b.w.desk.book
	verdict := func() string {
		decided, err := decidedPairs(book)
		if err != nil || len(decided) == 0 {
			return ""
		}
		return decided[0].verdict
	}
	b.w.show(place{to: atCoalition, part: partDuplicates, id: pair[0], with: pair[1]})
	page := b.w.shown.(*coalition).made[partDuplicates].(*duplicates).shown
	b.until("the pair", func() bool { return page.views[0].Record != nil })
	page.decide(model.SameEvent)
	b.until("decided", func() bool { return verdict() == model.SameEvent && len(b.w.deeds.done) == 1 })
	page.decide(model.Different)
	b.until("decided anew", func() bool { return verdict() == model.Different && len(b.w.deeds.done) == 2 && b.w.jobs.resting() })
	b.turnsTo("as before", b.w.undo, func() bool { return verdict() == model.SameEvent })
	b.turnsTo("undecided", b.w.undo, func() bool { return verdict() == "" })
	b.turnsTo("decided again", b.w.redo, func() bool { return verdict() == model.SameEvent })
}

func TestSearchesAndColumnsAreBroughtBack(t *testing.T) {
	b := unlocked(t, "en", gathered(t))
	s := finderOf(b, &search{Words: "complaint"})
	columns := func() []findColumn { return columnsFor(model.KindObservation, s.columns[model.KindObservation]) }
	first := columns()[0].Code
	s.keepSearch("one")
	b.until("kept", func() bool { return len(b.w.deeds.done) == 1 })
	s.keepSearch("two")
	b.until("both", func() bool { return len(b.w.deeds.done) == 2 })
	s.dropSaved(0)
	b.until("dropped", func() bool { return len(b.w.deeds.done) == 3 && len(s.saved) == 1 })
	s.chooseColumns()
	all := columns()
	all[0], all[1] = all[1], all[0]
	for range 2 { // two changes, one deed
		all[3].On = !all[3].On
		s.columns[model.KindObservation] = all
		s.keepColumns()
	}
	b.until("kept", func() bool { return b.w.jobs.resting() && !b.run() })
	if len(b.w.deeds.done) != 3 {
		t.Error("a deed while the choice is open")
	}
	b.tap("Close")
	b.until("chosen", func() bool { return len(b.w.deeds.done) == 4 })
	b.w.win.Canvas().Unfocus()
	b.turnsTo("the columns", b.w.undo, func() bool { return columns()[0].Code == first })
	b.turnsTo("both searches", b.w.undo, func() bool { return len(s.saved) == 2 })
	b.turnsTo("one search", b.w.undo, func() bool { return len(s.saved) == 1 && s.saved[0].Name == "one" })
	b.turnsTo("none", b.w.undo, func() bool { return len(s.saved) == 0 })
	for range 4 {
		b.turnsTo("done again", b.w.redo, func() bool { return true })
	}
	if len(s.saved) != 1 || s.saved[0].Name != "two" || columns()[0].Code == first {
		t.Errorf("%+v, %+v", s.saved, columns()[0])
	}
}

func TestADeletedDraftIsBroughtBack(t *testing.T) {
	b := unlocked(t, "en", nil)
	o := b.forms(place{code: "KZ21-U1"})
	test.Type(o.title, "Half written")
	o.keepNow()
	b.until("kept", func() bool { return len(b.w.desk.book.Drafts()) == 1 && b.w.jobs.resting() })
	b.w.show(place{to: atPlan})
	b.clock = b.clock.Add(2 * breath)
	o = b.forms(place{code: "KZ21-U1"})
	b.sees("Delete the draft")
	b.tap("Delete the draft")
	b.until("gone", func() bool { return len(b.w.desk.book.Drafts()) == 0 && len(b.w.deeds.done) == 1 && b.shows("Undo") })
	b.tap("Undo")
	b.sees("Go on with it")
	b.tap("Go on with it")
	b.until("the words", func() bool { return o.title.Text() == "Half written" })
}
