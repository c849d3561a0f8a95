package ui

import (
	"reflect"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"plumbline/assets"
	"plumbline/model"
	"plumbline/model/notebook"
	"plumbline/ui/bidi"
	"plumbline/ui/parts"
)

// only gives the one record of a kind that a notebook holds beside those of ids.
func only[R model.Record](t *testing.T, n *notebook.Notebook, kind model.Kind, but ...model.ID) R {
	t.Helper()
	var found []R
	for v, err := range n.Records(kind) {
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Contains(but, v.ID) {
			found = append(found, v.Record.(R))
		}
	}
	if len(found) != 1 {
		t.Fatalf("%d records of kind %s", len(found), kind)
	}
	return found[0]
}

// findings opens the form of a finding.
func (b *bench) findings(at place) *finding {
	b.t.Helper()
	at.to = atFinding
	b.w.show(at)
	f := b.w.shown.(*finding)
	b.until("the form", func() bool { return f.opened })
	b.settled()
	return f
}

// grade chooses a grade in the form.
func (b *bench) grade(f *finding, g model.Grade) {
	b.t.Helper()
	var radios []*parts.Radio
	walk(f.grades, nil, func(o fyne.CanvasObject, _ []fyne.CanvasObject) {
		if r, ok := o.(*parts.Radio); ok {
			radios = append(radios, r)
		}
	})
	at := slices.Index(model.HouseGrades, string(g))
	if at < 0 || len(radios) != len(model.HouseGrades) {
		b.t.Fatalf("%d grades are offered", len(radios))
	}
	test.Tap(radios[at])
}

func TestFindingIsSavedAndReadBackWhole(t *testing.T) {
	b := unlocked(t, "en", torture(t, 3))
	before := only[*model.Finding](t, b.w.desk.book, model.KindFinding).ID
	state := only[*model.Claim](t, b.w.desk.book, model.KindClaim)
	b.w.show(place{to: atPlan, code: "KZ21-U1"})
	b.tap("Grade again")
	f := b.w.shown.(*finding)
	b.settled()
	test.Type(control[*bidi.Entry](t, f.form, "period"), "2023")
	b.settled()
	if len(f.basis.rows.ids) != 3 || len(f.tested.claims) != 1 {
		t.Fatalf("%d observations and %d claims stand side by side", len(f.basis.rows.ids), len(f.tested.claims))
	}
	f.basis.rows.list.OnTick(0)
	f.basis.rows.list.OnTick(2)
	f.tested.list.OnTick(0)
	b.sees("Ticked: 2 of 3")
	b.sees("Does it hold?")
	var verdict *parts.Select
	walk(f.tested.verdicts, nil, func(o fyne.CanvasObject, _ []fyne.CanvasObject) {
		if s, ok := o.(*parts.Select); ok {
			verdict = s
		}
	})
	f.save()
	if got := f.form.Field("claims").Fault(); got != f.k.T("finding_screen.need_verdict") {
		t.Errorf("a claim without a verdict says %q", got)
	}
	b.choose(verdict, "Contra")
	walk(f.form.Field("level"), nil, func(o fyne.CanvasObject, _ []fyne.CanvasObject) {
		if s, ok := o.(*parts.Segmented); ok {
			s.TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
		}
	})
	b.grade(f, model.Limited)
	b.sees("Limited") // as the chip, and on the scale of the OGP
	b.sees(f.k.Label("grade_ccpr", "C"))
	b.choose(control[*parts.Select](t, f.form, "evidence_status"), "Insuff")
	b.choose(control[*parts.Select](t, f.form, "schedule_status"), "Late")
	b.choose(control[*parts.Select](t, f.form, "confidence"), "High")
	test.Type(f.reasoning, "Complaints still go to the institution.")
	test.Type(control[*bidi.Entry](t, f.form, "dissent"), "One organisation says partial.")
	based := slices.Clone(f.sheet.Fields.BasedOn)
	b.tap(b.say("actions.save"))
	b.until("the form to be left", func() bool { return f.done && b.w.at.to == atPlan })
	b.sees("Finding saved")
	b.sees("Contradicted")

	got := only[*model.Finding](t, b.reopened(), model.KindFinding, before)
	want := &model.Finding{Commitment: "KZ21-U1", Period: "2023", Level: model.LevelCoalition, Scale: model.ScaleHouse, Grade: model.Limited,
		EvidenceStatus: "insufficient", ScheduleStatus: "late", Confidence: "high", BasedOn: based,
		Reasoning: model.Text{"en": "Complaints still go to the institution."}, Dissent: model.Text{"en": "One organisation says partial."},
		Claims: []model.ClaimTest{{Claim: state.ID, Verdict: model.Contradicted}}, Review: model.Submitted}
	want.Common = model.Common{ID: got.ID, Ref: got.Ref, Confidentiality: model.Coalition, Language: "en"}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("written\n%+v\nwant\n%+v", got, want)
	}
}

func TestFindingShowsAllFaultsAtOnce(t *testing.T) {
	b := unlocked(t, "en", nil)
	for _, language := range assets.Languages() {
		b.w.setLanguage(language)
		f := b.findings(place{})
		f.save()
		for name, key := range map[string]string{"commitment": "observe_screen.need_commitments", "period": "finding_screen.need_period",
			"grade": "finding_screen.need_grade"} {
			if got := f.form.Field(name).Fault(); got != f.k.T(key, "hint", periodHint(f.k)) {
				t.Errorf("%s: %s says %q", language, name, got)
			}
		}
		b.sees(plain(f.k.Words.N("observe_screen.faults", 3)))
		b.w.back()
	}
}

func TestFindingSaysWhereAScaleHasNoEqual(t *testing.T) {
	b := unlocked(t, "en", nil)
	f := b.findings(place{code: "KZ21-U1"})
	b.grade(f, model.FormalOnly)
	b.sees(b.say("mapping.none"))
	b.sees(b.say("finding_screen.never_converted"))
	if f.sheet.Fields.Scale != model.ScaleHouse || f.sheet.Fields.Grade != model.FormalOnly {
		t.Errorf("the finding became %s on %s", f.sheet.Fields.Grade, f.sheet.Fields.Scale)
	}
}

func TestFindingThatWasTickedStaysInSightInAnotherPeriod(t *testing.T) {
	b := unlocked(t, "en", torture(t, 2))
	f := b.findings(place{code: "KZ21-U1"})
	f.basis.rows.list.OnTick(1)
	ticked := f.sheet.Fields.BasedOn[0]
	test.Type(control[*bidi.Entry](t, f.form, "period"), "2019")
	b.settled()
	if !slices.Equal(f.basis.rows.ids, []model.ID{ticked}) {
		t.Errorf("in another period %d observations stand in the list", len(f.basis.rows.ids))
	}
	test.Tap(f.basis.period)
	b.settled()
	if len(f.basis.rows.ids) != 2 {
		t.Errorf("without the period %d observations stand in the list", len(f.basis.rows.ids))
	}
}

func TestFindingDraftOutlivesTheForm(t *testing.T) {
	b := unlocked(t, "en", torture(t, 1))
	f := b.findings(place{code: "KZ21-U1"})
	test.Type(f.reasoning, "Half a reason")
	f.tested.list.OnTick(0)
	f.reasoning.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	b.until("the draft", func() bool { return len(b.w.desk.book.Drafts()) == 1 })
	b.later(time.Hour)
	f = b.findings(place{code: "KZ21-U1"})
	b.sees("A form that was not finished is kept here")
	b.tap("Go on with it")
	if f.reasoning.Text() != "Half a reason" || len(f.sheet.Fields.Claims) != 1 {
		t.Errorf("gone on with %q and %d claims", f.reasoning.Text(), len(f.sheet.Fields.Claims))
	}
}

func TestFindingPeriods(t *testing.T) {
	for period, want := range map[string][2]model.Day{"2023": {"2023-01-01", "2023-12-31"}, "2024-02": {"2024-02-01", "2024-02-29"},
		"2021/2023": {"2021-01-01", "2023-12-31"}, "٢٠٢٣": {"2023-01-01", "2023-12-31"}, "202": {}, "": {}, "2023/": {}, "2023-13": {}} {
		if since, until := periodDays(period); since != want[0] || until != want[1] {
			t.Errorf("%q is %s to %s", period, since, until)
		}
	}
}
