package notebook

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"testing"

	"plumbline/model"
)

// many are changes of records that are here, and some new ones.
func many(t *testing.T, n *Notebook) []Change {
	t.Helper()
	var changes []Change
	for i := range 60 {
		v := record(t, n, observation(fmt.Sprint("one of many ", i)))
		next := model.CopyOf(v.Record).(*model.Observation)
		next.Tags = append(next.Tags, "many")
		changes = append(changes, Change{Seen: v, Next: next})
	}
	for i := range 5 {
		changes = append(changes, Change{Next: observation(fmt.Sprint("a new one ", i))})
	}
	return changes
}

// whole is all that a notebook says: its sum, and every record with its history.
func whole(t *testing.T, n *Notebook) (digest [32]byte, all []model.View) {
	t.Helper()
	for v, err := range n.Records("") {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, v)
	}
	return n.Digest(), all
}

func TestManyRecordsAreStoppedWithNothingChanged(t *testing.T) {
	n := testNotebook(t)
	changes := many(t, n)
	digest, before := whole(t, n)
	head, newest := n.store.head, changes[len(changes)-1].Next
	stopAt := func(at int) (called int, late bool, err error) {
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		_, err = n.RecordMany(ctx, changes, Steps{Done: func(done, total int) {
			if done > total || total != len(changes) {
				t.Errorf("%d of %d", done, total)
			}
			if called++; called == at {
				stop()
			}
		}, Last: func() { late = true }})
		return called, late, err
	}
	// Of every part: the first check, a later one, the first value that is written, and the last one. Stop that comes at
	// the very last moment is heard still.
	for _, at := range []int{1, 40, len(changes) + 1, len(changes) + 50, 2*len(changes) + 1} {
		called, late, err := stopAt(at)
		if !errors.Is(err, context.Canceled) || called != at || late != (at > 2*len(changes)) {
			t.Fatalf("stopped at %d: %v after %d, too late %v", at, err, called, late)
		}
		now, after := whole(t, n)
		if now != digest || n.store.head != head || !reflect.DeepEqual(before, after) {
			t.Fatalf("stopped at %d, and something is changed", at)
		}
		if base := newest.Base(); !base.ID.IsZero() || base.Ref != "" {
			t.Fatalf("stopped at %d, and a new record is called %v %s", at, base.ID, base.Ref)
		}
	}
	if _, late, err := stopAt(2*len(changes) + 2); err != nil || !late { // it is being made durable: too late
		t.Fatal(err)
	}
	if _, after := whole(t, n); len(after) != len(before)+5 {
		t.Errorf("%d records of %d", len(after), len(before)+5)
	}
	v, err := n.View(changes[0].Seen.ID)
	if err != nil {
		t.Fatal(err)
	}
	if o := v.Record.(*model.Observation); !slices.Contains(o.Tags, "many") {
		t.Errorf("tags %q", o.Tags)
	}
}

func TestAnEditedReportIsStoppedWithNothingNoted(t *testing.T) {
	n := testNotebook(t)
	changes := many(t, n)
	digest, _ := whole(t, n)
	ctx, stop := context.WithCancel(t.Context())
	_, err := n.TakeHome(ctx, changes, Homecoming{File: [32]byte{1}, Name: "r.xlsx"}, Steps{Last: stop})
	if !errors.Is(err, context.Canceled) || n.Digest() != digest || len(n.Merges()) != 0 {
		t.Fatalf("%v; %d merges", err, len(n.Merges()))
	}
	if _, err := n.TakeHome(t.Context(), changes, Homecoming{File: [32]byte{1}, Name: "r.xlsx"}, Steps{}); err != nil || len(n.Merges()) != 1 {
		t.Fatal(err)
	}
}
