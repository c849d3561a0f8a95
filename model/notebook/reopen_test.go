package notebook

import (
	"testing"

	"plumbline/model"
)

// A settlement is taken back in one transaction with what else is written of the record, and stands so when the notebook is
// opened again.
func TestASettlementIsTakenBackInOneTransaction(t *testing.T) {
	n := testNotebook(t)
	start := record(t, n, observation("first"))
	for _, place := range []string{"one", "two"} {
		next := model.CopyOf(start.Record).(*model.Observation)
		next.Place = place
		if _, err := n.Record(start, next); err != nil {
			t.Fatal(err)
		}
	}
	open, err := n.View(start.ID)
	if err != nil || len(open.Disputes) != 1 {
		t.Fatal(len(open.Disputes), err)
	}
	next := model.CopyOf(open.Record).(*model.Observation)
	next.Place, next.Credibility = "three", 4
	last, err := n.RecordAll([]Change{{Seen: open, Next: next, Reason: "talked", Settle: []string{"place"}}})
	if err != nil {
		t.Fatal(err)
	}
	h, err := n.History(start.ID)
	if err != nil {
		t.Fatal(err)
	}
	settlement := &model.Settlement{Before: open.Heads, Wrote: model.History(h).Act(last[0])}
	now, err := n.View(start.ID)
	if err != nil || now.Disputed() {
		t.Fatal(now.Disputes, err)
	}
	back := model.CopyOf(now.Record).(*model.Observation)
	back.Credibility = 0
	if _, err := n.RecordAll([]Change{{Seen: now, Next: back}, {Seen: now, Reopen: settlement, Reason: "taken back"}}); err != nil {
		t.Fatal(err)
	}
	n = reopenNotebook(t, n)
	v, err := n.View(start.ID)
	if err != nil || len(v.Disputes) != 1 || v.Disputes[0].Field != "place" || len(v.Disputes[0].Values) != 2 || v.Record.(*model.Observation).Credibility != 0 {
		t.Fatalf("%+v, %v", v.Disputes, err)
	}
	if v.Written.Reason != "taken back" {
		t.Errorf("the reason is %q", v.Written.Reason)
	}
	if again, err := n.RecordAll([]Change{{Seen: v, Reopen: settlement}}); err != nil || again[0].ID != (model.RevID{}) {
		t.Errorf("taken back twice: %v, %v", again, err)
	}
}
