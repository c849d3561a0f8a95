package ui

import (
	"reflect"
	"testing"

	"fyne.io/fyne/v2/test"

	"plumbline/model"
	"plumbline/ui/bidi"
	"plumbline/ui/parts"
)

// claims opens the form of a claim.
func (b *bench) claims(at place) *claim {
	b.t.Helper()
	at.to = atClaim
	b.w.show(at)
	c := b.w.shown.(*claim)
	b.until("the form", func() bool { return c.opened })
	b.settled()
	return c
}

func TestClaimTakesAReportThatIsKeptAlready(t *testing.T) {
	b := unlocked(t, "en", torture(t, 0))
	first := only[*model.Claim](t, b.w.desk.book, model.KindClaim)
	b.w.show(place{to: atPlan, code: "KZ21-9.1"})
	b.settled()
	b.tap("Add what the State says")
	c := b.w.shown.(*claim)
	b.settled()
	b.choose(c.reports.choice, "june")
	if c.title.Text() != "Statement of June 2021" || control[*parts.DayField](t, c.form, "report.date").Entry.Text() != "2021-06-10" {
		t.Errorf("filled with %q of %q", c.title.Text(), control[*parts.DayField](t, c.form, "report.date").Entry.Text())
	}
	b.choose(control[*parts.Select](t, c.form, "claimed_status"), "Done")
	test.Type(c.quotation, "All is done.")
	test.Type(control[*bidi.Entry](t, c.form, "page"), "12")
	test.Type(control[*bidi.Entry](t, c.form, "claimed_figure"), "100 %")
	b.choose(control[*parts.Select](t, c.form, "verifiable"), "Yes")
	b.tap(b.say("actions.save"))
	b.until("the form to be left", func() bool { return c.done && b.w.at.to == atPlan })
	b.sees("What the State says is saved")
	b.sees("All is done.")

	got := only[*model.Claim](t, b.reopened(), model.KindClaim, first.ID)
	want := &model.Claim{Commitment: "KZ21-9.1", Report: first.Report, Page: "12", Quotation: model.Text{"en": "All is done."},
		ClaimedStatus: "done", ClaimedFigure: "100 %", Verifiable: "yes"}
	want.Common = model.Common{ID: got.ID, Ref: got.Ref, Confidentiality: model.Public, Language: "en"}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("written\n%+v\nwant\n%+v", got, want)
	}
}

func TestClaimIsChangedWithoutItsReportBeingChangedElsewhere(t *testing.T) {
	b := unlocked(t, "en", torture(t, 0))
	id := only[*model.Claim](t, b.w.desk.book, model.KindClaim).ID
	c := b.claims(place{id: id})
	control[*parts.DayField](t, c.form, "report.date").Entry.SetText("11.6.2021")
	c.save()
	b.until("the form to be left", func() bool { return c.done })
	b.settled()
	v, err := b.w.desk.book.View(id)
	if err != nil || v.Revisions != 2 || v.Record.(*model.Claim).Report.Date != "2021-06-11" {
		t.Errorf("%d revisions, %v, %v", v.Revisions, v.Record.(*model.Claim).Report.Date, err)
	}
}

func TestClaimShowsAllFaultsAtOnce(t *testing.T) {
	b := unlocked(t, "en", nil)
	c := b.claims(place{})
	control[*bidi.Entry](t, c.form, "report.address").SetText("nowhere")
	c.save()
	for name, key := range map[string]string{"commitment": "observe_screen.need_commitments", "report.title": "claim_screen.need_title",
		"report.date": "claim_screen.need_date", "claimed_status": "claim_screen.need_status", "report.address": "faults.not_an_address"} {
		if got := c.form.Field(name).Fault(); got != c.k.T(key) {
			t.Errorf("%s says %q", name, got)
		}
	}
}
