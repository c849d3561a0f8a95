package model

import (
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// names are the fields that a step changed.
func (s Step) names() []string {
	var out []string
	for _, c := range s.Changes {
		out = append(out, c.Field)
	}
	return out
}

func TestAHistoryTellsWhoChangedWhat(t *testing.T) {
	a, b := first(t)
	va, vb := Join(a.set), Join(b.set)
	oa, ob := form(va), form(vb)
	oa.Title["ru"], ob.Title["ru"], ob.Place = "запись А", "запись Б", "Аксай"
	a.edit(t, va, oa)
	a.add(b.edit(t, vb, ob)...)
	v := Join(a.set)
	a.tick = 99
	o := form(v)
	o.Title["ru"] = "обе"
	a.edit(t, v, o, "title")

	steps := a.set.Steps()
	if len(steps) != 4 || !steps[0].First || steps[1].First || steps[0].Beside {
		t.Fatalf("%+v", steps)
	}
	if !steps[1].Beside || !steps[2].Beside || steps[3].Beside {
		t.Error("what was written side by side is not told apart")
	}
	for _, s := range steps[1:3] {
		want := []string{"title"}
		if s.Author == b.by.Key {
			want = append(want, "place")
		}
		if !reflect.DeepEqual(s.names(), want) {
			t.Errorf("%s changed %v", s.Organisation, s.names())
		}
		if s.Changes[0].Before.(Text)["ru"] == s.Changes[0].After.(Text)["ru"] {
			t.Error("before and after are the same")
		}
	}
	last := steps[3]
	if len(last.Settled) != 1 || last.Settled[0].Field != "title" || !slices.Contains(last.names(), "title") || slices.Contains(last.names(), "place") {
		t.Errorf("the settling is told as %+v", last)
	}
}

func TestStepsDoNotDependOnTheOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		set := someHistory(t)
		want := set.Steps()
		mixed := slices.Clone(set)
		for i := range mixed {
			j := rapid.IntRange(i, len(mixed)-1).Draw(t, "j")
			mixed[i], mixed[j] = mixed[j], mixed[i]
		}
		mixed = append(mixed, mixed[0])
		if !reflect.DeepEqual(mixed.Steps(), want) {
			t.Fatal("the order of a set shows in its history")
		}
		at := map[RevID]int{}
		for i, s := range want {
			at[s.Revision] = i
		}
		for _, r := range set {
			for _, p := range r.Parents {
				if at[p] > at[r.ID] {
					t.Fatal("a revision stands before one that it came from")
				}
			}
		}
	})
}

// someHistory is a history of one record by two laptops that merge now and then.
func someHistory(t *rapid.T) History {
	all := History{}
	one, two := &desk{by: author(1)}, &desk{by: author(2)}
	start, err := Revise(View{}, &Observation{Common: Common{ID: recordID}, Place: "0"}, one.by, 1, "")
	if err != nil {
		t.Fatal(err)
	}
	one.add(start...)
	two.add(start...)
	for i := range rapid.IntRange(0, 8).Draw(t, "edits") {
		d, other := one, two
		if rapid.Bool().Draw(t, "who") {
			d, other = two, one
		}
		if rapid.Bool().Draw(t, "merge") {
			d.add(other.set...)
		}
		d.tick = Clock(rapid.IntRange(1, 9).Draw(t, "clock")) // clocks lie
		v := Join(d.set)
		o := form(v)
		o.Place = string(rune('a' + i))
		rs, err := Revise(v, o, d.by, d.tick, "", "place")
		if err != nil {
			t.Fatal(err)
		}
		d.add(rs...)
	}
	one.add(two.set...)
	return append(all, one.set...)
}

// rev is a revision that holds a record.
func rev(t *testing.T, r Record) *Revision {
	t.Helper()
	rs, err := Revise(View{}, r, author(1), 1, "")
	if err != nil {
		t.Fatal(err)
	}
	return &rs[0]
}

func TestAnEarlierWordingNeverOpensWhatWasClosed(t *testing.T) {
	o := &Observation{Title: Text{"en": "as now"}, Review: Approved, Tags: []string{"x"}}
	o.ID, o.Ref, o.Confidentiality, o.Withdrawn = recordID, "O-1", Sealed, true
	was := &Observation{Title: Text{"en": "as then"}, Place: "there", Review: Draft}
	was.ID, was.Ref, was.Confidentiality = recordID, "O-9", Public
	got, ok := Earlier(o, rev(t, was))
	want := &Observation{Title: Text{"en": "as then"}, Place: "there", Review: Approved}
	want.ID, want.Ref, want.Confidentiality = recordID, "O-1", Sealed
	if !ok || !reflect.DeepEqual(got, want) {
		t.Errorf("%v %+v", ok, got)
	}
	if o.Title["en"] != "as now" || !o.Withdrawn {
		t.Error("the record that is shown was changed")
	}

	s := &Source{CodeName: "Birch", Consent: Consent{Withdrawn: "2024-01-01"}}
	s.ID = recordID
	open := &Source{CodeName: "Pine", Consent: Consent{Uses: []string{"public_report"}}}
	open.ID = recordID
	if got, ok := Earlier(s, rev(t, open)); !ok || got.(*Source).CodeName != "Pine" || got.(*Source).Consent.Withdrawn != "2024-01-01" {
		t.Errorf("consent that was taken back: %+v", got)
	}

	e := &Evidence{Of: recordID, SHA256: "aa", Blob: "bb", Title: Text{"en": "new"}, Custody: []Custody{{Event: "handed_over"}}}
	old := &Evidence{Of: recordID, SHA256: "cc", Title: Text{"en": "old"}}
	if got, ok := Earlier(e, rev(t, old)); !ok || got.(*Evidence).SHA256 != "aa" || got.(*Evidence).Blob != "bb" || len(got.(*Evidence).Custody) != 1 ||
		got.(*Evidence).Title["en"] != "old" {
		t.Errorf("the file of evidence: %+v", got)
	}

	gone := rev(t, was)
	gone.Redacted, gone.Body = true, nil
	for _, refused := range []*Revision{gone, rev(t, &Source{CodeName: "x"}), rev(t, &Member{Name: "x"})} {
		if _, ok := Earlier(o, refused); ok {
			t.Errorf("returned to %+v", refused)
		}
	}
}

func TestTakingBackLeavesWhatOthersWrote(t *testing.T) {
	before := &Observation{Title: Text{"en": "before"}, Place: "p", Tags: []string{"a"}}
	after := &Observation{Title: Text{"en": "after"}, Place: "q", Tags: []string{"a"}, Method: "interview"}
	now := &Observation{Title: Text{"en": "after"}, Place: "theirs", Tags: []string{"a", "b"}, Method: "interview"}
	next, left := Reverse(now, before, after)
	want := &Observation{Title: Text{"en": "before"}, Place: "theirs", Tags: []string{"a", "b"}}
	if !reflect.DeepEqual(next, want) || !reflect.DeepEqual(left, []string{"place"}) {
		t.Errorf("%+v, left %v", next, left)
	}
	again, left := Reverse(next, after, before)
	if !reflect.DeepEqual(again, now) || !reflect.DeepEqual(left, []string{"place"}) {
		t.Errorf("done again: %+v, left %v", again, left)
	}
	if now.Title["en"] != "after" {
		t.Error("the record that is shown was changed")
	}
}

// lying is a history in which clocks go as they like, written by programs that did not mind.
func lying(t *rapid.T) History {
	var all History
	for i := range rapid.IntRange(1, 9).Draw(t, "revisions") {
		o := &Observation{Common: Common{ID: recordID}, Place: string(rune('a' + i))}
		body, err := enc.Marshal(o)
		if err != nil {
			t.Fatal(err)
		}
		r := Revision{Record: recordID, Kind: KindObservation, Author: author(1).Key, At: Clock(rapid.IntRange(1, 9).Draw(t, "clock")), Body: body}
		for j := range all {
			if rapid.Bool().Draw(t, "parent") {
				r.Parents = append(r.Parents, all[j].ID)
			}
		}
		if r, err = r.sealed(); err != nil {
			t.Fatal(err)
		}
		r.Redacted = rapid.IntRange(0, 4).Draw(t, "gone") == 0
		all = append(all, r)
	}
	return all
}

func TestNoOrderPutsARevisionBeforeWhatItCameFrom(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		set := lying(t)
		mixed := slices.Clone(set)
		for i := range mixed {
			j := rapid.IntRange(i, len(mixed)-1).Draw(t, "j")
			mixed[i], mixed[j] = mixed[j], mixed[i]
		}
		v := Join(mixed)
		if w := Join(set); v.Created != w.Created || v.Written != w.Written {
			t.Fatal("the first and the last depend on the order of a set")
		}
		mixed.Sort()
		at := map[RevID]int{}
		for i, r := range mixed {
			at[r.ID] = i
		}
		if len(mixed) != len(set) || len(at) != len(set) {
			t.Fatal("sorting lost a revision")
		}
		steps := mixed.Steps()
		for i, r := range mixed {
			for _, p := range r.Parents {
				if at[p] > i {
					t.Fatal("a revision stands before one that it came from")
				}
			}
			if steps[i].Revision != r.ID {
				t.Fatal("the history is told in another order")
			}
		}
		set2 := unique(set)
		created := set2[v.Created.Revision]
		climb(set2, created.Parents, func(up RevID) {
			if !set2[up].Redacted {
				t.Fatal("the first revision came from another whose content is here")
			}
		})
	})
}

func TestARevisionIsNeverOlderThanWhatItsAuthorHadSeen(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		set := lying(t)
		v := Join(set)
		at := Clock(rapid.IntRange(0, 12).Draw(t, "now"))
		next := form(v)
		next.Effect = "none"
		rs, err := Revise(v, next, author(2), at, "")
		if err != nil {
			t.Fatal(err)
		}
		known := unique(set)
		for _, r := range rs {
			if r.At < at {
				t.Fatal("older than the clock says")
			}
			for _, p := range r.Parents {
				if r.At <= known[p].At {
					t.Fatalf("%d after %d", r.At, known[p].At)
				}
			}
		}
		if last := Join(append(set, rs...)); len(last.Heads) == 1 && last.Written.Revision != rs[0].ID {
			t.Fatal("the newest wording is not the newest")
		}
	})
}

func TestTheLastStampOfAllIsKept(t *testing.T) {
	o := form(View{})
	o.Place = "here"
	rs, err := Revise(View{}, o, author(1), ^Clock(0), "")
	if err != nil {
		t.Fatal(err)
	}
	v := Join(rs)
	o = form(v)
	o.Place = "there"
	if rs, err = Revise(v, o, author(1), 1, ""); err != nil || rs[0].At != ^Clock(0) {
		t.Errorf("%v %v", rs, err)
	}
}
