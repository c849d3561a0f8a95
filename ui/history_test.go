package ui

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"plumbline/assets"
	"plumbline/model"
	"plumbline/model/notebook"
	"plumbline/ui/parts"
)

// told writes an observation and two later wordings of it, and gives its id.
func told(t *testing.T, n *notebook.Notebook) model.ID {
	t.Helper()
	o := &model.Observation{Commitments: []string{"KZ21-U1"}, Title: model.Text{"en": "As it was first told"}, Method: "interview", Place: "the first place",
		Date: model.Date{From: "2023-04-03", Precision: model.Exact}, Review: model.Submitted}
	o.Language, o.Confidentiality = "en", model.Public
	record(t, n, o)
	for _, change := range []func(o *model.Observation){
		func(o *model.Observation) { o.Title = model.Text{"en": "As it was told again"} },
		func(o *model.Observation) { o.Place, o.Confidentiality = "another place", model.Organisation },
	} {
		v, err := n.View(o.ID)
		if err != nil {
			t.Fatal(err)
		}
		next := *v.Record.(*model.Observation)
		change(&next)
		if _, err := n.Record(v, &next); err != nil {
			t.Fatal(err)
		}
	}
	return o.ID
}

// histories opens the history of a record.
func (b *bench) histories(id model.ID) *historyPage {
	b.t.Helper()
	b.w.show(place{to: atHistory, id: id})
	h := b.w.shown.(*historyPage)
	b.until("the history", func() bool { return h.read != nil })
	return h
}

func TestHistoryShowsWhoChangedWhatAndReturns(t *testing.T) {
	var id model.ID
	b := unlocked(t, "en", func(n *notebook.Notebook) { id = told(t, n) })
	h := b.histories(id)
	for _, text := range []string{"3 versions", "M1 · Alpha", "First version", "now", "Place", "the first place", "another place"} {
		b.sees(text)
	}
	if b.shows("Return to this version") {
		t.Error("one can return to how it stands now")
	}
	h.list.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	h.list.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	b.sees("Before")
	b.tap("The whole version")
	b.sees("As it was first told")
	b.tap("Return to this version")
	b.sees("The earlier version holds again")
	b.sees("4 versions")
	v, o := one(t, b.w.desk.book, "As it was first told")
	if o.Place != "the first place" || o.Confidentiality != model.Organisation || v.Revisions != 4 {
		t.Errorf("returned to %+v after %d revisions", o, v.Revisions)
	}
	b.sees("Returned to the version of")
	b.tap("Undo")
	b.sees("Taken back: The earlier version holds again")
	if _, o := one(t, b.w.desk.book, "As it was told again"); o.Place != "another place" {
		t.Errorf("taken back to %+v", o)
	}
	b.tap("Redo")
	b.sees("Done again: The earlier version holds again")
	one(t, b.w.desk.book, "As it was first told")
}

func TestHistoryReturnJoinsWhatLandedMeanwhile(t *testing.T) {
	var id model.ID
	b := unlocked(t, "en", func(n *notebook.Notebook) { id = told(t, n) })
	h := b.histories(id)
	h.unwatch() // the page has not heard of it yet
	v, _ := b.w.desk.book.View(id)
	theirs := *v.Record.(*model.Observation)
	theirs.Effect = "sets_back"
	if _, err := b.w.desk.book.Record(v, &theirs); err != nil {
		t.Fatal(err)
	}
	h.walk(2)
	b.tap("Return to this version")
	b.sees("Others changed this record meanwhile")
	v, o := one(t, b.w.desk.book, "As it was first told")
	if o.Effect != "sets_back" || v.Disputed() {
		t.Errorf("joined to %+v, disputes %v", o, v.Disputes)
	}
}

func TestHistoryOfADisputeOffersNoReturn(t *testing.T) {
	var id model.ID
	b := unlocked(t, "ar", func(n *notebook.Notebook) {
		id = told(t, n)
		v, _ := n.View(id)
		for _, place := range []string{"ours", "theirs"} {
			next := *v.Record.(*model.Observation)
			next.Place = place
			if _, err := n.Record(v, &next); err != nil {
				t.Fatal(err)
			}
		}
	})
	b.histories(id)
	b.sees(b.say("history_screen.disputed"))
	b.sees(b.say("history_screen.in_dispute"))
	b.sees(b.say("history_screen.settle_first"))
	if b.tappable(b.say("history_screen.return")) != nil {
		t.Error("one can return while a field is in dispute")
	}
}

func TestHistoryIsReachedFromEveryRecord(t *testing.T) {
	var ids []model.ID
	var at []place
	b := unlocked(t, "en", func(n *notebook.Notebook) {
		torture(t, 1)(n)
		record(t, n, &model.Source{CodeName: "Birch"})
		record(t, n, &model.Recommendation{Commitments: []string{"KZ21-U1"}, Text: model.Text{"en": "Do it"}})
		for _, kind := range []model.Kind{model.KindObservation, model.KindClaim, model.KindFinding, model.KindSource, model.KindRecommendation} {
			for v, err := range n.Records(kind) {
				if err != nil {
					t.Fatal(err)
				}
				ids = append(ids, v.ID)
				at = append(at, place{to: map[model.Kind]destination{model.KindObservation: atPlan, model.KindClaim: atClaim, model.KindFinding: atFinding,
					model.KindSource: atSource, model.KindRecommendation: atRecommendation}[kind], id: v.ID})
				break
			}
		}
	})
	for i, p := range at {
		b.w.show(p)
		b.settled()
		b.tap("Show history")
		if b.w.at != (place{to: atHistory, id: ids[i]}) {
			t.Errorf("from %s one comes to %+v", p.to, b.w.at)
		}
		b.sees("1 version")
		b.w.back()
		b.settled()
		if b.w.recordShown() != ids[i] { // the shortcut knows the record too
			t.Errorf("on %s the record is not known", p.to)
		}
	}
}

func TestHistoryWithoutARecordSaysWhatToDo(t *testing.T) {
	b := unlocked(t, "en", nil)
	b.w.show(place{to: atHistory, id: model.ID{1}})
	b.sees("The history could not be read")
	b.tap("Back")
	if b.w.at.to == atHistory {
		t.Error("the screen cannot be left")
	}
}

func TestHistoryReadOnlyOffersNoReturn(t *testing.T) {
	var id model.ID
	dir := notebookDir(t, func(n *notebook.Notebook) { id = told(t, n) })
	b := newBench(t, "en", dir)
	b.w.start.Create.ReadOnly = true
	b.unlock(testPass)
	h := b.histories(id)
	h.walk(1)
	h.walk(1)
	b.sees("First version")
	if b.shows("Return to this version") || b.w.mayUndo() {
		t.Error("one can return where nothing can be written")
	}
}

func TestHistoryOfManyVersionsIsShownAtOnce(t *testing.T) {
	var id model.ID
	b := unlocked(t, "kk", func(n *notebook.Notebook) {
		id = told(t, n)
		for i := range 300 {
			v, _ := n.View(id)
			next := *v.Record.(*model.Observation)
			next.Place = strings.Repeat("x", i+1)
			if _, err := n.Record(v, &next); err != nil {
				t.Fatal(err)
			}
		}
	})
	h := b.histories(id)
	b.sees("303 нұсқа")
	for range 302 {
		h.walk(1)
	}
	if h.at() != 302 {
		t.Errorf("at %d", h.at())
	}
}

func TestEveryRecordCanBeToldInEveryLanguage(t *testing.T) {
	for _, kind := range model.Kinds {
		if !model.Returnable(kind) {
			continue
		}
		for _, language := range assets.Languages() {
			k := parts.Look{Words: assets.For(language)}
			for _, name := range model.FieldNames(kind) {
				if word := (teller{words: k.Words, kind: kind}).field(k, name); word == name {
					t.Errorf("%s: the field %s of a %s has no word", language, name, kind)
				}
			}
		}
	}
}

// TestHistoryAfterTheClockWasSetBackShowsTheNewestFirst opens a notebook again with a clock that is a year behind.
func TestHistoryAfterTheClockWasSetBackShowsTheNewestFirst(t *testing.T) {
	var id model.ID
	dir := notebookDir(t, func(n *notebook.Notebook) { id = told(t, n) })
	b := newBench(t, "en", dir)
	b.clock = benchBegan.AddDate(-1, 0, 0)
	b.unlock(testPass)
	b.sees("but this notebook was kept last on")
	o := b.forms(place{id: id})
	b.settled()
	o.title.SetText("As it is told now")
	b.tap("Save")
	b.left(o)
	h := b.histories(id)
	v, _ := one(t, b.w.desk.book, "As it is told now")
	if len(h.read.steps) != 4 || h.read.steps[0].Revision != v.Heads[0] || v.Written.Revision != v.Heads[0] {
		t.Errorf("%d versions", len(h.read.steps))
	}
	for i := 1; i < len(h.read.steps); i++ {
		if h.read.steps[i].At >= h.read.steps[i-1].At {
			t.Error("a later version bears an earlier time")
		}
	}
	if hist, err := b.reopened().History(id); err != nil || hist[3].ID != v.Heads[0] {
		t.Error("kept in another order", err)
	}
}
