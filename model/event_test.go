package model

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// tallied finds the count of a code.
func tallied(list []Tally, code string) int {
	for _, t := range list {
		if t.Code == code {
			return t.N
		}
	}
	return 0
}

func TestAnEventIsCountedOnceAndShownTwice(t *testing.T) {
	s := &shelf{t: t}
	a := seen()
	a.Region, a.NothingFound = "KZ-75", true
	b := seen()
	b.Region, b.Date, b.Method, b.NothingFound = "KZ-19", Date{From: "2022-12-31", Precision: Exact}, "site_visit", true
	b.Commitments = []string{"P-1.1", "P-2.1"}
	hidden := seen()
	hidden.Confidentiality = Sealed
	idA, idB, idHidden := s.put(a), s.put(b), s.put(hidden)
	s.put(seen())
	f := &Finding{Common: Common{Confidentiality: Public}, Commitment: "P-1.1", Period: "2023", Level: LevelCoalition, Grade: Limited, Review: Approved, BasedOn: []ID{idA, idB}}
	s.put(f)
	for _, of := range []ID{idA, idB} {
		s.put(&Evidence{Common: Common{Confidentiality: Public}, Of: of, Title: Text{"en": "file"}})
	}
	s.put(&Link{A: idB, B: idA, Verdict: SameEvent})
	s.put(&Link{A: idA, B: idHidden, Verdict: SameEvent})

	r := s.report(askFor(t, "coalition"))
	count := r.Count(KindObservation)
	if count != (Count{KindObservation, 4, 3, 1}) || r.Events != 2 || r.Repeats != 1 || r.NothingFound != 1 || r.WithEvidence != 1 {
		t.Errorf("%+v, %d events, %d repeats, %d found nothing, %d with evidence", count, r.Events, r.Repeats, r.NothingFound, r.WithEvidence)
	}
	for _, c := range []struct {
		name string
		got  int
		want int
	}{
		{"P-1.1", r.Scorecard[0].Observations, 2}, {"P-2.1", r.Scorecard[1].Observations, 1}, {"area P-1", r.Areas[0].Observations, 2},
		{"2023", tallied(r.Years, "2023"), 2}, {"2022", tallied(r.Years, "2022"), 1}, {"KZ-75", tallied(r.Regions, "KZ-75"), 1},
		{"KZ-19", tallied(r.Regions, "KZ-19"), 1}, {"site visit", tallied(r.Methods, "site_visit"), 1}, {"the finding", r.Findings[0].Observations, 1},
		{"no body", r.ByBody[len(r.ByBody)-1].Observations.N, 2},
	} {
		if c.got != c.want {
			t.Errorf("%s: %d, not %d", c.name, c.got, c.want)
		}
	}
	var same []string
	for _, o := range rows(t, r.Observations()) {
		same = append(same, fmt.Sprint(o.Ref, o.Same, o.Repeats))
	}
	want := []string{"O-2023-0002[O-2023-0001] true", "O-2023-0001[O-2023-0002] false", "O-2023-0004[] false"}
	if !slices.Equal(same, want) {
		t.Errorf("%q, not %q", same, want)
	}

}

// For outsiders the mark is the name that the other row has there.
func TestOutsideAnEventNamesItsRowsAsTheyStandThere(t *testing.T) {
	s := &shelf{t: t}
	s.put(&Link{A: s.put(seen()), B: s.put(seen()), Verdict: SameEvent})
	list := rows(t, s.report(askFor(t, "public")).Observations())
	if len(list) != 2 || !slices.Equal(list[0].Same, []string{list[1].Ref}) || !slices.Equal(list[1].Same, []string{list[0].Ref}) || list[0].Repeats == list[1].Repeats {
		t.Errorf("%+v", list)
	}
}

// A link that is taken back, or that people disagree about, counts for nothing.
func TestAnEventIsTakenBack(t *testing.T) {
	for name, change := range map[string]func(s *shelf, link ID){
		"withdrawn": func(s *shelf, link ID) {
			i := slices.IndexFunc(s.views, func(v View) bool { return v.ID == link })
			next := *s.views[i].Record.(*Link)
			next.Withdrawn = true
			rs, err := Revise(s.views[i], &next, Author{}, 99<<16, "")
			if err != nil {
				t.Fatal(err)
			}
			s.views[i] = Join(append(slices.Clone(s.views[i].heads), rs...))
		},
		"in dispute": func(s *shelf, link ID) {
			s.dispute(link, func(r Record) { r.(*Link).Verdict = Different }, func(r Record) { r.Base().Withdrawn = true; r.(*Link).Verdict = "" })
		},
		"called different too": func(s *shelf, link ID) {
			l := s.views[slices.IndexFunc(s.views, func(v View) bool { return v.ID == link })].Record.(*Link)
			s.put(&Link{A: l.A, B: l.B, Verdict: Different})
		},
	} {
		s := &shelf{t: t}
		link := s.put(&Link{A: s.put(seen()), B: s.put(seen()), Verdict: SameEvent})
		if r := s.report(askFor(t, "coalition")); r.Events != 1 || r.Repeats != 1 {
			t.Fatalf("%s: %d events", name, r.Events)
		}
		change(s, link)
		r := s.report(askFor(t, "coalition"))
		if r.Events != 2 || r.Repeats != 0 {
			t.Errorf("%s: %d events", name, r.Events)
		}
		for _, o := range rows(t, r.Observations()) {
			if o.Same != nil || o.Repeats {
				t.Errorf("%s: %s is still marked", name, o.Ref)
			}
		}
	}
}

// Whatever is linked: every line counts the events that stand in it, every event
// has one row that counts, and rows point at one another.
func TestEventsAreCountedOnceInEveryLine(t *testing.T) {
	codes, years := []string{"P-1.1", "P-2.1", "P-U1"}, []string{"2021", "2022", "2023"}
	rapid.Check(t, func(rt *rapid.T) {
		s := &shelf{t: rt}
		written := map[ID]*Observation{}
		var ids []ID
		for i := range rapid.IntRange(0, 9).Draw(rt, "observations") {
			o := seen()
			o.Commitments = rapid.SliceOfNDistinct(rapid.SampledFrom(codes), 1, 2, rapid.ID).Draw(rt, "commitments")
			o.Date.From = Day(rapid.SampledFrom(years).Draw(rt, "year") + "-05-05")
			if rapid.IntRange(0, 4).Draw(rt, "withheld") == 0 {
				o.Confidentiality = Sealed
			}
			o.Ref = fmt.Sprintf("O-2023-%04d-AAAA", i+1)
			id := s.put(o)
			if ids = append(ids, id); o.Confidentiality == Public {
				written[id] = o
			}
		}
		var links []*Link
		for range rapid.IntRange(0, 9).Draw(rt, "links") {
			if len(ids) < 2 {
				break
			}
			l := &Link{A: rapid.SampledFrom(ids).Draw(rt, "a"), B: rapid.SampledFrom(ids).Draw(rt, "b"), Verdict: rapid.SampledFrom(LinkVerdicts).Draw(rt, "verdict")}
			links = append(links, l)
			s.put(l)
		}
		event := func(id ID) ID { return NewLinks(slices.Values(links)).Event(id) }
		r := s.report(askFor(rt, "coalition"))
		all, by := map[ID]bool{}, map[string]map[ID]bool{}
		for id, o := range written {
			all[event(id)] = true
			for _, line := range append(slices.Clone(o.Commitments), string(o.Date.From[:4])) {
				if by[line] == nil {
					by[line] = map[ID]bool{}
				}
				by[line][event(id)] = true
			}
		}
		if r.Events != len(all) || r.Events+r.Repeats != len(written) {
			rt.Fatalf("%d events and %d repeats of %d rows, not %d", r.Events, r.Repeats, len(written), len(all))
		}
		for _, x := range r.Scorecard {
			if x.Observations != len(by[x.Commitment.Code]) {
				rt.Errorf("%s: %d, not %d", x.Commitment.Code, x.Observations, len(by[x.Commitment.Code]))
			}
		}
		for _, year := range years {
			if n := tallied(r.Years, year); n != len(by[year]) {
				rt.Errorf("%s: %d, not %d", year, n, len(by[year]))
			}
		}
		counting := map[ID]int{}
		for _, o := range rows(rt, r.Observations()) {
			if !o.Repeats {
				counting[event(o.ID)]++
			}
			var want []string
			for id, x := range written {
				if id != o.ID && event(id) == event(o.ID) {
					want = append(want, x.Ref[:len("O-2023-0001")])
				}
			}
			slices.Sort(want)
			if !slices.Equal(o.Same, want) {
				rt.Errorf("%s is the same as %q, not %q", o.Ref, o.Same, want)
			}
		}
		for id := range all {
			if counting[id] != 1 {
				rt.Errorf("%d rows count for one event", counting[id])
			}
		}
	})
}

// A long chain of links is gathered in time that grows with it, not with its
// square.
func TestALongChainOfLinksIsOneEvent(t *testing.T) {
	const length = 200_000
	id := func(n int) ID { return ID{byte(n >> 16), byte(n >> 8), byte(n)} }
	links := NewLinks(func(yield func(*Link) bool) {
		for n := length; n > 0; n-- {
			if !yield(&Link{A: id(n), B: id(n - 1), Verdict: SameEvent}) {
				return
			}
		}
	})
	for _, n := range []int{0, 1, length / 2, length} {
		if links.Event(id(n)) != id(0) || !links.Linked(id(n)) {
			t.Fatalf("%d is another event", n)
		}
	}
	if links.Linked(id(length + 1)) {
		t.Error("one beyond the chain is linked")
	}
}
