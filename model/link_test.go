package model

import (
	"slices"
	"testing"
)

func TestLinksAreGatheredInAnyOrder(t *testing.T) {
	id := func(n byte) ID { return ID{n} }
	ls := []*Link{
		{A: id(3), B: id(2), Verdict: SameEvent},
		{A: id(1), B: id(2), Verdict: SameEvent},
		{A: id(4), B: id(5), Verdict: Different},
		{A: id(7), B: id(6), Verdict: SameEvent},
		{A: id(6), B: id(7), Verdict: Different}, // people disagree
		{A: id(8), B: id(9), Verdict: SameEvent, Common: Common{Withdrawn: true}},
	}
	for range 2 {
		got := NewLinks(slices.Values(ls))
		for _, c := range []struct {
			a, b byte
			want string
		}{{2, 3, SameEvent}, {3, 2, SameEvent}, {5, 4, Different}, {6, 7, ""}, {8, 9, ""}, {1, 3, ""}} {
			if v := got.Verdict(id(c.a), id(c.b)); v != c.want {
				t.Errorf("verdict of %d and %d is %q, want %q", c.a, c.b, v, c.want)
			}
		}
		for of, want := range map[byte]byte{1: 1, 2: 1, 3: 1, 4: 4, 5: 5, 6: 6, 7: 7, 8: 8, 9: 9} {
			if e := got.Event(id(of)); e != id(want) {
				t.Errorf("event of %d is %d", of, e[0])
			}
		}
		slices.Reverse(ls)
	}
}

func TestALinkNeedsTwoObservationsAndAVerdict(t *testing.T) {
	good := Link{A: ID{1}, B: ID{2}, Verdict: Different}
	if err := good.Check(Known{}); err != nil {
		t.Error(err)
	}
	for field, l := range map[string]Link{"a": {B: ID{2}, Verdict: Different}, "b": {A: ID{1}, B: ID{1}, Verdict: Different},
		"verdict": {A: ID{1}, B: ID{2}, Verdict: "perhaps"}} {
		f, _ := l.Check(Known{}).(Faults)
		if len(f) != 1 || f[0].Field != field {
			t.Errorf("%s: %v", field, f)
		}
	}
}

func TestAStandInJoinsAndSaysNothing(t *testing.T) {
	a, b := first(t)
	va, vb := Join(a.set), Join(b.set)
	oa, ob := form(va), form(vb)
	oa.Place, ob.Credibility = "А", 4
	a.edit(t, va, oa)
	a.add(b.edit(t, vb, ob)...)
	stand := a.set[0].StandIn()
	if stand.ID != a.set[0].ID || stand.Body != nil || stand.Organisation != "" || !stand.Author.IsZero() || stand.At != 0 {
		t.Fatalf("%+v", stand)
	}
	v := Join(append(History{stand}, a.set[1:]...))
	if len(v.Disputes) != 2 || v.Created.Organisation == "" {
		t.Errorf("disputes %v, created for %q", v.Disputes, v.Created.Organisation)
	}
}
