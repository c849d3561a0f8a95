package ui

import (
	"reflect"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"plumbline/model"
	"plumbline/model/notebook"
	"plumbline/ui/bidi"
	"plumbline/ui/parts"
)

// sources opens the form of a source.
func (b *bench) sources(at place) *sourceForm {
	b.t.Helper()
	at.to = atSource
	b.w.show(at)
	s := b.w.shown.(*sourceForm)
	b.until("the form", func() bool { return s.opened })
	b.settled()
	return s
}

// river writes a source that is somebody, and two observations that rest on it.
func river(t *testing.T, n *notebook.Notebook) *model.Source {
	s := &model.Source{CodeName: "River", Consent: model.Consent{Uses: []string{"coalition"}, Date: "2023-01-02"}}
	record(t, n, s)
	who := &model.Identity{Source: s.ID, Who: "Somebody Whoseverson"}
	who.Confidentiality = model.Sealed
	record(t, n, who)
	for _, title := range []string{"First", "Second"} {
		record(t, n, &model.Observation{Commitments: []string{"KZ21-U1"}, Title: model.Text{"en": title}, Method: "interview",
			Date: model.Date{From: "2023-05-06", Precision: model.Exact}, Sources: []model.ID{s.ID}})
	}
	return s
}

func TestSourceWithdrawalSaysAtOnceWhatItWithholds(t *testing.T) {
	var source *model.Source
	b := unlocked(t, "en", func(n *notebook.Notebook) { source = river(t, n) })
	s := b.sources(place{id: source.ID})
	if b.shows("no longer holds") {
		t.Error("a consent that holds withholds something")
	}
	b.tap("Withdrawn today")
	b.sees("Withheld from every report: 2 observations.")
	b.sees("O-2023-0001")
	b.sees("O-2023-0002")
	s.save()
	b.until("the form to be left", func() bool { return s.done })
	n := b.reopened()
	v, err := n.View(source.ID)
	if err != nil || v.Record.(*model.Source).Consent.Withdrawn != "2026-11-22" {
		t.Errorf("written %+v, %v", v.Record, err)
	}
}

func TestSourceIdentityIsHeldApart(t *testing.T) {
	var source *model.Source
	b := unlocked(t, "en", func(n *notebook.Notebook) { source = river(t, n) })
	s := b.sources(place{id: source.ID})
	if b.shows("Whoseverson") {
		t.Error("the identity is shown unasked")
	}
	b.tap("Show who it is")
	var e *bidi.Entry
	walk(s.who, nil, func(o fyne.CanvasObject, _ []fyne.CanvasObject) {
		if x, ok := o.(*bidi.Entry); ok {
			e = x
		}
	})
	if e == nil || e.Text() != "Somebody Whoseverson" {
		t.Fatal("the identity is not shown when asked for")
	}
	e.SetText("Somebody Else")
	s.save()
	b.until("the form to be left", func() bool { return s.done })
	n := b.reopened()
	who := only[*model.Identity](t, n, model.KindIdentity)
	if who.Who != "Somebody Else" || who.Source != source.ID || who.Confidentiality != model.Sealed {
		t.Errorf("written %+v", who)
	}
	if got := only[*model.Source](t, n, model.KindSource); !reflect.DeepEqual(got.Consent, source.Consent) || got.CodeName != "River" {
		t.Errorf("the source became %+v", got)
	}
}

func TestSourceIsMadeAnew(t *testing.T) {
	b := unlocked(t, "en", nil)
	s := b.sources(place{})
	s.save()
	if got := s.form.Field("code_name").Fault(); got != s.k.T("faults.required") {
		t.Errorf("a source without a name says %q", got)
	}
	test.Type(s.codeName, "Birch")
	b.choose(control[*parts.Select](t, s.form, "connection"), "Witness")
	b.pick(control[*parts.Choices](t, s.form, "consent.uses"), "un body")
	control[*parts.DayField](t, s.form, "consent.date").Entry.SetText("3.4.2023")
	s.save()
	b.until("the form to be left", func() bool { return s.done })
	got := only[*model.Source](t, b.reopened(), model.KindSource)
	want := &model.Source{CodeName: "Birch", Connection: "direct_witness", Consent: model.Consent{Uses: []string{"un_body"}, Date: "2023-04-03"}}
	want.Common = model.Common{ID: got.ID, Ref: got.Ref, Confidentiality: model.Organisation}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("written\n%+v\nwant\n%+v", got, want)
	}
}
