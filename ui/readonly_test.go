package ui

import (
	"testing"

	"fyne.io/fyne/v2"

	"plumbline/model"
	"plumbline/model/notebook"
	"plumbline/ui/bidi"
	"plumbline/ui/parts"
)

// In a notebook in which nothing can be written no form takes an answer, and none is headed as if it did.
func TestFormsAreOnlyReadWhereNothingCanBeWritten(t *testing.T) {
	var observation, source, recommendation, claim, finding model.ID
	dir := notebookDir(t, func(n *notebook.Notebook) {
		observation = told(t, n)
		s := &model.Source{CodeName: "Willow", Consent: model.Consent{Uses: []string{"coalition"}, Withdrawn: "2024-01-02"}}
		s.Confidentiality = model.Organisation
		record(t, n, s)
		r := &model.Recommendation{Commitments: []string{"KZ21-U1"}, Text: model.Text{"en": "Publish the register"}, Review: model.Submitted}
		r.Language, r.Confidentiality = "en", model.Public
		record(t, n, r)
		c := &model.Claim{Commitment: "KZ21-U1", Report: model.StateReport{Title: model.Text{"en": "Report for 2023"}, Date: "2024-01-14"}, ClaimedStatus: "done"}
		c.Language, c.Confidentiality = "en", model.Public
		record(t, n, c)
		f := &model.Finding{Commitment: "KZ21-U1", Period: "2023", Level: "coalition", Scale: "house", Grade: model.Limited}
		f.Language, f.Confidentiality = "en", model.Public
		record(t, n, f)
		source, recommendation, claim, finding = s.ID, r.ID, c.ID, f.ID
	})
	b := newBench(t, "en", dir)
	b.w.start.Create.ReadOnly = true
	b.unlock(testPass)
	for _, at := range []place{{to: atObserve, id: observation}, {to: atSource, id: source}, {to: atRecommendation, id: recommendation},
		{to: atClaim, id: claim}, {to: atFinding, id: finding}} {
		b.w.show(at)
		b.until("the form", func() bool { return b.tappable(b.say("actions.back")) != nil && b.w.jobs.resting() && !b.run() })
		for _, x := range b.scene() {
			switch o := x.o.(type) {
			case *bidi.Entry, *parts.Select, *parts.Segmented, *parts.Check, *parts.Radio, *parts.Pill:
				if off, ok := o.(fyne.Disableable); x.visible() && !b.onHeader(x) && (!ok || !off.Disabled()) && o != fyne.CanvasObject(onlyPeriod(b)) {
					t.Errorf("%s: %T takes an answer", at.to, o)
				}
			}
		}
		if b.shows("Edit the ") {
			t.Errorf("%s: it is headed as if it could be edited", at.to)
		}
	}
}

// onHeader says whether something stands in the header of the window, where one searches.
func (b *bench) onHeader(x actor) bool { return x.box.y1 < 56 }

// onlyPeriod is the box of a finding that chooses what is shown, not what is written; nil on other forms.
func onlyPeriod(b *bench) *parts.Check {
	if f, ok := b.w.shown.(*finding); ok {
		return f.basis.period
	}
	return nil
}
