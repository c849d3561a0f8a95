package notebook

import (
	"testing"
	"time"

	"plumbline/model"
)

// TestAClockSetBackBetweenSessionsChangesNoOrder writes in one session, sets the clock back a year, and writes in the next.
func TestAClockSetBackBetweenSessionsChangesNoOrder(t *testing.T) {
	n := testNotebook(t)
	v := record(t, n, observation("first"))
	if err := n.Close(); err != nil {
		t.Fatal(err)
	}
	back := &clock{t: newClock().t.AddDate(-1, 0, 0)}
	n, err := openDerived(n.dir, OpenOptions{Now: back.now})
	if err != nil {
		t.Fatal(err)
	}
	was := v.Written.At
	for _, title := range []string{"second", "third"} {
		next := model.CopyOf(v.Record).(*model.Observation)
		next.Title = model.Text{"en": title}
		if _, err := n.Record(v, next); err != nil {
			t.Fatal(err)
		}
		if v, err = n.View(v.ID); err != nil {
			t.Fatal(err)
		}
		if v.Written.At <= was || v.Created.At >= v.Written.At {
			t.Fatalf("%s: written %v after %v, created %v", title, v.Written.At, was, v.Created.At)
		}
		was = v.Written.At
	}
	other := record(t, n, observation("of a year ago"))
	if at := other.Written.At.Time(); at.After(back.t.Add(time.Hour)) {
		t.Errorf("a record of its own was dragged along to %v", at)
	}
	n = reopenNotebook(t, n)
	h, err := n.History(v.ID)
	if err != nil || len(h) != 3 || h[2].ID != v.Heads[0] || h[0].ID != v.Created.Revision {
		t.Fatalf("%d revisions, %v", len(h), err)
	}
	for i := 1; i < len(h); i++ {
		if len(h[i].Parents) != 1 || h[i].Parents[0] != h[i-1].ID {
			t.Error("the history is not in the order in which it was written")
		}
	}
	if w, err := n.View(v.ID); err != nil || w.Written != v.Written || w.Record.(*model.Observation).Title["en"] != "third" {
		t.Errorf("%v %v", w.Written, err)
	}
}
