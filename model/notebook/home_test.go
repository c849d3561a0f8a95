package notebook

import (
	"errors"
	"reflect"
	"testing"

	"plumbline/model"
)

// changes of an edited report: one record edited, one draft.
func homeChanges(t *testing.T, n *Notebook, id model.ID, place string) []Change {
	t.Helper()
	v, err := n.View(id)
	if err != nil {
		t.Fatal(err)
	}
	next := *v.Record.(*model.Observation)
	next.Place = place
	return []Change{{Seen: v, Next: &next}, {Next: &model.Observation{Title: model.Text{"en": "a new row"}, Review: model.Draft}}}
}

// An edited report that came home stands among the merges and is taken back whole.
func TestAReportThatCameHomeIsTakenBack(t *testing.T) {
	n := testNotebook(t)
	id := put(t, n, observation("seen"))
	before := n.Digest()
	from := Homecoming{File: [32]byte{1}, Name: "../out of\u202e the way.xlsx", Drawn: "2026-11-20",
		Count: map[model.Outcome]int{model.MergedNew: 1, model.MergedJoined: 1, model.MergedSame: 7}}
	changes := homeChanges(t, n, id, "by the lake")
	if _, err := n.TakeHome(t.Context(), changes, from, Steps{}); err != nil {
		t.Fatal(err)
	}
	ref := changes[1].Next.Base().Ref
	after := n.Digest()
	list := n.Merges()
	if len(list) != 1 || list[0].Workbook != "out of the way.xlsx" || list[0].Drawn != "2026-11-20" || list[0].Revisions != 2 || !list[0].Whole ||
		!reflect.DeepEqual(list[0].Count, map[model.Outcome]int{model.MergedNew: 1, model.MergedJoined: 1, model.MergedSame: 7, model.MergedDisputed: 0}) {
		t.Fatalf("%+v", list)
	}
	if marks := n.ParcelMarks(); len(marks) != 0 {
		t.Errorf("a report would name as a parcel %+v", marks)
	}
	n = reopenNotebook(t, n)
	if again := n.Merges(); !reflect.DeepEqual(list, again) {
		t.Errorf("read back: %+v", again)
	}
	removed, err := n.TakeBack(t.Context(), list[0].Parcel, nil)
	if err != nil || removed != 2 || n.Digest() != before {
		t.Fatal(removed, err)
	}
	if v, err := n.View(id); err != nil || v.Record.(*model.Observation).Place != "" {
		t.Error("the edit stayed", err)
	}
	if list = n.Merges(); list[0].TakenBack == 0 || list[0].Revisions != 0 {
		t.Errorf("%+v", list)
	}

	// Its rows can be taken anew, and what was once called by a ref is never another record.
	n = reopenNotebook(t, n)
	changes = homeChanges(t, n, id, "by the lake")
	if _, err := n.TakeHome(t.Context(), changes, from, Steps{}); err != nil {
		t.Fatal(err)
	}
	if list = n.Merges(); len(list) != 1 || list[0].TakenBack != 0 || list[0].Revisions != 2 || list[0].Count[model.MergedNew] != 1 {
		t.Errorf("taken anew: %+v", list)
	}
	if changes[1].Next.Base().Ref == ref {
		t.Errorf("%s names two records", ref)
	}
	if n.Digest() == after {
		t.Error("another draft has the same id")
	}
	change(t, n, id, func(o *model.Observation) { o.Credibility = 5 })
	if _, err := n.TakeBack(t.Context(), list[0].Parcel, nil); !errors.Is(err, ErrBuiltOn) {
		t.Errorf("built on: %v", err)
	}
}

// What is taken of a report in two goes is one merge; nothing taken is none.
func TestAReportIsTakenInTwoGoes(t *testing.T) {
	n := laptop(t, "A")
	id := put(t, n, seen("seen"))
	from := Homecoming{File: [32]byte{2}, Name: "r.xlsx", Count: map[model.Outcome]int{model.MergedJoined: 1}}
	if _, err := n.TakeHome(t.Context(), nil, from, Steps{}); err != nil || len(n.Merges()) != 0 {
		t.Fatal("a merge of nothing is noted", err)
	}
	before := n.Digest()
	all := homeChanges(t, n, id, "first")
	for _, some := range [][]Change{all[:1], all[1:]} {
		if _, err := n.TakeHome(t.Context(), some, from, Steps{}); err != nil {
			t.Fatal(err)
		}
	}
	list := n.Merges()
	if len(list) != 1 || list[0].Revisions != 2 || list[0].Count[model.MergedJoined] != 2 {
		t.Fatalf("%+v", list)
	}
	if _, err := n.TakeHome(t.Context(), homeChanges(t, n, id, "x")[1:], Homecoming{File: [32]byte{3}}, Steps{}); err != nil || len(n.Merges()) != 2 {
		t.Fatal("another file is another merge", err)
	}
	if _, err := n.TakeBack(t.Context(), n.Merges()[0].Parcel, nil); err != nil {
		t.Fatal(err)
	}
	if removed, err := n.TakeBack(t.Context(), list[0].Parcel, nil); err != nil || removed != 2 || n.Digest() != before {
		t.Error(removed, err)
	}
}

// What was sent before it was taken back is with others; it comes back with their
// parcels, proven, and nobody takes the laptop for two.
func TestWhatWasSentComesBackAfterItWasTakenBack(t *testing.T) {
	a, b := laptop(t, "A"), laptop(t, "B")
	trust(t, a, b)
	trust(t, b, a)
	id := put(t, a, seen("seen"))
	if _, err := a.TakeHome(t.Context(), homeChanges(t, a, id, "by the lake")[:1], Homecoming{File: [32]byte{4}, Name: "r.xlsx"}, Steps{}); err != nil {
		t.Fatal(err)
	}
	merge(t, b, packed(t, a, PackOptions{}, b))
	if _, err := a.TakeBack(t.Context(), a.Merges()[0].Parcel, nil); err != nil {
		t.Fatal(err)
	}
	change(t, a, id, func(o *model.Observation) { o.Place = "by the river" })
	merge(t, b, packed(t, a, PackOptions{}, b))
	merge(t, a, packed(t, b, PackOptions{}, a))
	va, err := a.View(id)
	vb, err2 := b.View(id)
	if err != nil || err2 != nil || a.Digest() != b.Digest() || len(va.Disputes) != 1 || len(vb.Disputes) != 1 || !a.Verified(va) || !b.Verified(vb) {
		t.Errorf("%v %v, disputes %+v and %+v", err, err2, va.Disputes, vb.Disputes)
	}
}
