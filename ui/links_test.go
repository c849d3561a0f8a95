package ui

import (
	"testing"

	"plumbline/model"
	"plumbline/model/notebook"
	"plumbline/ui/bidi"
)

func TestNamesOfRecordsInWhatPeopleWroteLeadThere(t *testing.T) {
	b := unlocked(t, "ar", func(n *notebook.Notebook) {
		torture(t, 1)(n)
		o := &model.Observation{Commitments: []string{"KZ21-U1"}, Title: model.Text{"ar": "زيارة ثانية"}, Method: "site_visit",
			Narrative: model.Text{"ar": "تؤكد هذه الزيارة O-2023-0001 بشأن KZ21-9.1، لا O-2023-0999 ولا A-1."},
			Date:      model.Date{From: "2024-01-02", Precision: model.Exact}}
		o.Language = "ar"
		record(t, n, o)
	})
	id, err := b.w.desk.book.Resolve("O-2024-0001")
	if err != nil {
		t.Fatal(err)
	}
	story := func() *bidi.Label {
		b.w.show(place{to: atPlan, code: "KZ21-U1", id: id})
		var found *bidi.Label
		b.until("the narrative", func() bool {
			for _, a := range b.scene() {
				if l, ok := a.o.(*bidi.Label); ok && len(l.Links) > 0 {
					found = l
				}
			}
			return found != nil
		})
		return found
	}
	l := story()
	var names []string
	for _, link := range l.Links {
		names = append(names, string([]rune(l.Text)[link.From:link.To]))
	}
	if len(names) != 3 || names[0] != "O-2023-0001" || names[1] != "KZ21-9.1" || names[2] != "O-2023-0999" {
		t.Fatalf("links are %q", names)
	}
	l.Links[1].Act()
	if b.w.at.code != "KZ21-9.1" {
		t.Errorf("the commitment leads to %v", b.w.at)
	}
	story().Links[2].Act()
	b.sees("O-2023-0999")
	b.until("a sentence", func() bool { return b.w.frame.toasts.Shown() != "" })
	story().Links[0].Act()
	b.until("the other observation", func() bool { return !b.w.at.id.IsZero() && b.w.at.id != id })
}
