package ui

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"

	"plumbline/model"
	"plumbline/model/notebook"
	"plumbline/ui/bidi"
	"plumbline/ui/parts"
)

// openFields are the fields of a record that are in dispute.
func openFields(t *testing.T, n *notebook.Notebook, id model.ID) (fields []string) {
	t.Helper()
	v, err := n.View(id)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range v.Disputes {
		fields = append(fields, d.Field)
	}
	return fields
}

// atDispute shows a dispute, read, with rows to decide.
func (b *bench) atDispute(id model.ID) *disputePage {
	b.t.Helper()
	b.w.show(place{to: atCoalition, part: partDisputes, id: id})
	page := b.w.shown.(*coalition).made[partDisputes].(*disputes).shown
	b.until("the record", func() bool { return page.settling != nil })
	return page
}

func TestASettlementIsTakenBackAndDoneAgain(t *testing.T) {
	b := unlocked(t, "en", nil)
	id, beta := disputing(t, b)
	book := b.w.desk.book
	all := []string{"confidentiality", "narrative", "effect", "reliability", "tags"}
	is := func(want ...string) func() bool {
		return func() bool {
			got := openFields(t, book, id)
			slices.Sort(got)
			slices.Sort(want)
			return slices.Equal(got, want) && !b.w.deeds.busy && b.w.jobs.resting()
		}
	}
	page := b.atDispute(id)
	for _, row := range b.disputeRows() {
		row.OnDecided(parts.TakeTheirs)
	}
	page.reason.SetText("talked it over")
	b.tap("Settle")
	b.until("settled", is())
	b.sees("Nothing is open in this record any more.")
	b.sees("Undo")
	b.tap("Undo") // of the toast
	b.until("open again", is(all...))
	b.sees("Taken back: Settled")
	b.sees("Alpha") // ours and theirs are still told apart
	b.until("rows of ours and theirs", func() bool { return len(b.disputeRows()) == 5 })
	v, err := book.View(id)
	if err != nil || v.Written.Reason != "The settlement was taken back" || v.Written.Author != book.Key() {
		t.Errorf("%+v, %v", v.Written, err)
	}
	b.w.win.Canvas().Unfocus()
	b.hitKeys(&fyne.ShortcutRedo{})
	b.until("settled again", func() bool { return is()() && len(b.w.deeds.done) == 1 })
	if v, err := book.View(id); err != nil || v.Written.Reason != "talked it over" || v.Record.(*model.Observation).Reliability != "A" || v.Record.(*model.Observation).Confidentiality != model.Public {
		t.Errorf("settled as %+v, %v", v.Record, err)
	}
	b.hitKeys(&fyne.ShortcutUndo{})
	b.until("open once more", is(all...))
	hand(t, id, book, beta)
	if got := openFields(t, beta, id); len(got) != len(all) {
		t.Errorf("for the others %v is open", got)
	}
	hand(t, id, beta, book)
	b.until("open still", is(all...))
}

func TestASettlementStaysWhereOthersWroteOnIt(t *testing.T) {
	b := unlocked(t, "en", nil)
	id, beta := disputing(t, b)
	book := b.w.desk.book
	page := b.atDispute(id)
	rows := b.disputeRows()
	rows["Reliability of the source"].OnDecided(parts.TakeOurs)
	rows["Tags"].OnDecided(parts.TakeBoth)
	page.reason.SetText("part of it")
	b.tap("Settle")
	b.until("two are open", func() bool { return len(openFields(t, book, id)) == 2 && len(page.settling.fields) == 2 })
	for _, row := range b.disputeRows() {
		row.OnDecided(parts.TakeTheirs)
	}
	page.reason.SetText("and the rest")
	b.tap("Settle")
	b.sees("Nothing is open in this record any more.")
	b.until("both are deeds", func() bool { return len(b.w.deeds.done) == 2 })
	hand(t, id, book, beta)
	revise(t, beta, id, func(r *model.Observation) { r.Effect = "sets_back" })
	hand(t, id, beta, book)
	b.w.undoDeed()
	b.sees("Taken back, but for what others have changed since.")
	b.until("the narrative is open", func() bool { return slices.Equal(openFields(t, book, id), []string{"narrative"}) && !b.w.deeds.busy })
	b.w.undoDeed()
	b.until("all but what was changed", func() bool { return len(openFields(t, book, id)) == 4 && !b.w.deeds.busy })
	if v, err := book.View(id); err != nil || v.Record.(*model.Observation).Effect != "sets_back" {
		t.Errorf("%+v, %v", v.Record, err)
	}
}

func TestASettlementThatWasWrittenInAFormIsTakenBack(t *testing.T) {
	b := unlocked(t, "en", nil)
	id, _ := disputing(t, b)
	o := b.forms(place{id: id})
	control[*bidi.Entry](t, o.form, "narrative").SetText("Written in the form")
	control[*bidi.Entry](t, o.form, "place").SetText("elsewhere")
	b.tap("Save")
	b.left(o)
	book := b.w.desk.book
	b.until("the narrative is settled", func() bool { return !slices.Contains(openFields(t, book, id), "narrative") && len(b.w.deeds.done) == 1 })
	b.w.undoDeed()
	b.until("the narrative is open", func() bool { return slices.Contains(openFields(t, book, id), "narrative") && !b.w.deeds.busy })
	if v, err := book.View(id); err != nil || v.Record.(*model.Observation).Place != "Dolinka" {
		t.Errorf("%+v, %v", v.Record, err)
	}
}
