package ui

import (
	"reflect"
	"testing"

	"fyne.io/fyne/v2/test"

	"plumbline/model"
	"plumbline/ui/bidi"
	"plumbline/ui/parts"
)

func TestRecommendationIsSavedAndReadBackWhole(t *testing.T) {
	b := unlocked(t, "ru", torture(t, 0))
	b.w.show(place{to: atPlan, code: "KZ21-U1"})
	b.settled()
	b.tap(b.say("recommendation_screen.recommend"))
	r := b.w.shown.(*recommendation)
	b.settled()
	r.save()
	if got := r.form.Field("text").Fault(); got != r.k.T("recommendation_screen.need_text") {
		t.Errorf("nothing recommended says %q", got)
	}
	test.Type(r.text, "Передать жалобы прокурору.")
	b.choose(control[*parts.Select](t, r.form, "priority"), "Выс")
	control[*parts.DayField](t, r.form, "deadline").Entry.SetText("31.12.2027")
	control[*bidi.Entry](t, r.form, "addressee").SetText("GOV")
	control[*bidi.Entry](t, r.form, "send_to").SetText("CAT, UPR, CAT")
	b.pick(r.treaties, "cat-2")
	b.tap(b.say("actions.save"))
	b.until("the form to be left", func() bool { return r.done && b.w.at.to == atPlan })
	got := only[*model.Recommendation](t, b.reopened(), model.KindRecommendation)
	want := &model.Recommendation{Commitments: []string{"KZ21-U1"}, Text: model.Text{"ru": "Передать жалобы прокурору."}, Priority: "high",
		Deadline: "2027-12-31", Addressee: "GOV", SendTo: []string{"CAT", "UPR"}, Treaties: []string{"CAT-2"}, Review: model.Submitted}
	want.Common = model.Common{ID: got.ID, Ref: got.Ref, Confidentiality: model.Coalition, Language: "ru"}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("written\n%+v\nwant\n%+v", got, want)
	}
}
