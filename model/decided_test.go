package model

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// past is a record's history as settling makes it, act by act.
type past struct {
	t *testing.T
	h History
	n Clock
}

func (p *past) write(seen View, organisation, reason string, change func(*Observation), settle ...string) {
	p.t.Helper()
	o := seen.Record.(*Observation)
	next := *o
	change(&next)
	p.n++
	rs, err := Revise(seen, &next, Author{Key: Key{organisation[0]}, Organisation: organisation}, p.n<<16, reason, settle...)
	if err != nil || len(rs) == 0 {
		p.t.Fatal(len(rs), err)
	}
	p.h = append(p.h, rs...)
}

// Decisions are told one by one, in whichever order and manner they were made:
// edited, taking a side while others stay open, and the last of all.
func TestDecisionsAreFoundOneByOne(t *testing.T) {
	s := &shelf{t: t}
	id := s.put(seen())
	at := slices.IndexFunc(s.views, func(v View) bool { return v.ID == id })
	p := &past{t: t, h: slices.Clone(s.views[at].heads), n: 100}
	first := Join(p.h)
	p.write(first, "A", "", func(o *Observation) {
		o.Title, o.Place, o.Region, o.Narrative = Text{"en": "a"}, "a", "KZ-75", Text{"en": "a"}
	})
	p.write(first, "B", "", func(o *Observation) {
		o.Title, o.Place, o.Region, o.Narrative = Text{"en": "b"}, "b", "KZ-19", Text{"en": "b"}
	})
	p.write(Join(p.h), "A", "agreed by telephone", func(o *Observation) { o.Title = Text{"en": "c"} })             // edited
	p.write(Join(p.h), "B", "they were there", func(o *Observation) { o.Place = "a" }, "place")                    // one side
	p.write(Join(p.h), "A", "the map says so", func(o *Observation) { o.Region = "KZ-19" }, "region")              // the side that is shown
	p.write(Join(p.h), "B", "", func(o *Observation) { o.Credibility = 3 })                                        // no decision at all
	p.write(Join(p.h), "B", "both, one after the other", func(o *Observation) { o.Narrative = Text{"en": "a b"} }) // the last
	s.views[at] = Join(p.h)
	if s.views[at].Disputed() {
		t.Fatal("still open")
	}
	ask := askFor(t, "coalition")
	asked := 0
	ask.History = func(of ID) ([]Revision, error) { asked++; return p.h, nil }
	for range 2 {
		var got []string
		for _, r := range s.report(ask).Disputes {
			got = append(got, fmt.Sprintf("%s: %v %s, %s", r.Field, r.Decision, r.Reason, r.By))
			if !r.Decided || r.Sides != 2 || len(r.Values) != 2 {
				t.Errorf("%+v", r)
			}
		}
		slices.Sort(got)
		want := []string{"narrative: map[en:a b] both, one after the other, B", "place: a they were there, B", "region: KZ-19 the map says so, A", "title: map[en:c] agreed by telephone, A"}
		if !slices.Equal(got, want) {
			t.Errorf("decided:\n%s\nnot\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
		slices.Reverse(p.h) // in any order
	}
	if asked != 2 {
		t.Errorf("the history was asked %d times", asked)
	}
}

// An open dispute stands before what was decided, with all values and who holds
// them; for outsiders without.
func TestOpenDisputesStandInTheReport(t *testing.T) {
	s := &shelf{t: t}
	id := s.put(seen())
	s.dispute(id, func(r Record) { r.(*Observation).Title = Text{"en": "a"} }, func(r Record) { r.(*Observation).Title = Text{"en": "b"} })
	rows := s.report(askFor(t, "coalition")).Disputes
	if len(rows) != 1 || rows[0].Field != "title" || rows[0].Decided || rows[0].Sides != 2 || len(rows[0].Values) != 2 {
		t.Errorf("%+v", rows)
	}
	profile := askFor(t, "public")
	if rows := s.report(profile).Disputes; len(rows) > 0 && len(rows[0].Values) > 0 {
		t.Errorf("outsiders see %+v", rows)
	}
}

// A decision that was taken back is not told, what is open again is, with those who wrote the values; and decided again,
// that is told.
func TestADecisionThatWasTakenBackIsNotTold(t *testing.T) {
	s := &shelf{t: t}
	id := s.put(seen())
	at := slices.IndexFunc(s.views, func(v View) bool { return v.ID == id })
	p := &past{t: t, h: slices.Clone(s.views[at].heads), n: 100}
	start := Join(p.h)
	p.write(start, "A", "", func(o *Observation) { o.Place, o.Region = "a", "KZ-75" })
	p.write(start, "B", "", func(o *Observation) { o.Place, o.Region = "b", "KZ-19" })
	var done []Settlement
	settle := func(reason, field string, change func(o *Observation)) {
		before := len(p.h)
		v := Join(p.h)
		p.write(v, "C", reason, change, field)
		next := Settlement{Before: v.Heads}
		for _, r := range p.h[before:] {
			next.Wrote = append(next.Wrote, r.ID)
		}
		done = append(done, next)
	}
	told := func(want ...string) {
		t.Helper()
		s.views[at] = Join(p.h)
		ask := askFor(t, "coalition")
		ask.History = func(ID) ([]Revision, error) { return p.h, nil }
		var got []string
		for _, r := range s.report(ask).Disputes {
			who := []string{}
			for _, x := range r.Values {
				who = append(who, fmt.Sprint(x.Value, " ", x.By))
			}
			slices.Sort(who)
			got = append(got, fmt.Sprintf("%s %v %s: %s", r.Field, r.Decided, r.Reason, strings.Join(who, ", ")))
		}
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("told:\n%s\nnot\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	}
	settle("one", "place", func(o *Observation) { o.Place = "c" })
	settle("two", "region", func(o *Observation) { o.Region = "KZ-19" })
	told("place true one: a A, b B", "region true two: KZ-19 B, KZ-75 A")
	for i, want := range [][]string{
		{"place true one: a A, b B", "region false : KZ-19 B, KZ-75 A"},
		{"place false : a A, b B", "region false : KZ-19 B, KZ-75 A"},
	} {
		p.n++
		rs, whole, err := p.h.Reopen(done[1-i], Author{Key: Key{'C'}, Organisation: "C"}, p.n<<16, "taken back")
		if err != nil || !whole || len(rs) == 0 {
			t.Fatal(len(rs), whole, err)
		}
		p.h = append(p.h, rs...)
		told(want...)
	}
	settle("three", "place", func(o *Observation) { o.Place = "d" })
	told("place true three: a A, b B", "region false : KZ-19 B, KZ-75 A")
}

// What came from a revision was never before it, whatever its clock says.
func TestAClockThatWasSetBackMakesNoDecision(t *testing.T) {
	s := &shelf{t: t}
	id := s.put(seen())
	at := slices.IndexFunc(s.views, func(v View) bool { return v.ID == id })
	p := &past{t: t, h: slices.Clone(s.views[at].heads), n: 100}
	start := Join(p.h)
	p.write(start, "A", "", func(o *Observation) { o.Place = "a" })
	p.write(Join(p.h), "A", "returned to an earlier wording", func(o *Observation) { o.Place = "b" })
	later := Join(p.h)
	next := *later.Record.(*Observation)
	next.Place = "c" // written on it, with a clock of long ago
	rs, err := Revise(later, &next, Author{Key: Key{'B'}, Organisation: "B"}, 0, "")
	if err != nil || len(rs) != 1 {
		t.Fatal(len(rs), err)
	}
	rs[0].At = 1
	if rs[0], err = rs[0].sealed(); err != nil {
		t.Fatal(err)
	}
	p.h = append(p.h, rs[0])
	s.views[at] = Join(p.h)
	ask := askFor(t, "coalition")
	ask.History = func(ID) ([]Revision, error) { return p.h, nil }
	for _, r := range s.report(ask).Disputes {
		if r.Decided {
			t.Errorf("decided: %+v", r)
		}
	}
}
