package model

import (
	"errors"
	"slices"
	"testing"
)

// named are records of which some stay behind, and a finding that names one.
type named struct {
	*shelf
	withheld, written, source, identity *Common
}

func naming(t *testing.T) named {
	s := &shelf{t: t}
	n := named{shelf: s}
	put := func(rec Record, ref string) *Common {
		rec.Base().Ref = ref
		s.put(rec)
		return rec.Base()
	}
	hidden := seen()
	hidden.Confidentiality = Sealed
	n.withheld = put(hidden, "O-2023-0007-XW2V")
	n.written = put(seen(), "O-2023-0008-XW2V")
	n.source = put(from([]string{"coalition"}, ConsentRoleOnly), "S-0003-AAAA")
	n.identity = put(&Identity{Common: Common{Confidentiality: Sealed}, Source: n.source.ID, Who: "Nobody Known"}, "I-0004-AAAA")
	return n
}

func (n named) saying(words string) *Finding {
	f := &Finding{Common: Common{Confidentiality: Public, Ref: "F-2023-0001-AAAA"}, Commitment: "P-1.1", Period: "2023", Level: LevelCoalition, Grade: Limited, Reasoning: Text{"ru": words}}
	n.put(f)
	return f
}

// A ref that somebody typed is held against what it points at, in every profile.
func TestRefsInTextsPointAtNothingWithheld(t *testing.T) {
	kinds := func(rules ...LeakRule) []LeakRule { return rules }
	for _, p := range Profiles() {
		others := p.Ceiling == Public
		for _, c := range []struct {
			text              string
			others, coalition []LeakRule
		}{
			{"see O-2023-0007-XW2V", kinds(LeakWithheld), kinds(LeakWithheld)},
			{"(o-2023-7)", kinds(LeakWithheld), kinds(LeakWithheld)},
			{"смотри О-2023-0007.", kinds(LeakWithheld), kinds(LeakWithheld)}, // a Cyrillic О
			{"O–2023–0007-дан", kinds(LeakWithheld), kinds(LeakWithheld)},
			{"O\u20112023\u20110007\u2011XW2V", kinds(LeakWithheld), kinds(LeakWithheld)},
			{"O-٢٠٢٣-٠٠٠٧", kinds(LeakWithheld), kinds(LeakWithheld)},
			{OutsideRef(KindObservation, ID{}), nil, nil},
			{"S-0003 said it", kinds(LeakWithheld), kinds(LeakWithheld)},
			{"С-0003-AAAA", kinds(LeakWithheld), kinds(LeakWithheld)},
			{"I-0004", kinds(LeakWithheld), kinds(LeakWithheld)},
			{"O-2023-0008-XW2V", kinds(LeakWriter), nil},
			{"O-2023-9999-XW2V", kinds(LeakWriter), nil}, // not here, and the writer is known
			{"O-2023-9999-ZZZZ", nil, nil},
			{"O-2023-0008", nil, nil},
			{"CO-2023-0007, 2O-2023-0007, O-2023-00071, S-3, M-16, C-2019-0123", nil, nil},
		} {
			n := naming(t)
			f := n.saying(c.text)
			a := askFor(t, p.Code)
			pre, err := NewPreflight(tinyPlan(), n.records, a)
			if err != nil {
				t.Fatal(err)
			}
			want := c.coalition
			if others {
				want = c.others
			}
			var got []LeakRule
			for _, l := range pre.Leaks {
				if got = append(got, l.Rule); l.Record != f.ID || l.Field != "reasoning" || l.InPlan {
					t.Errorf("%q: %+v", c.text, l)
				}
			}
			if !slices.Equal(got, want) || pre.Blocked != (others && len(want) > 0) {
				t.Errorf("%s, %q: %v, blocked %v", p.Code, c.text, got, pre.Blocked)
			}
			if _, err := NewReport(tinyPlan(), n.records, a); errors.Is(err, ErrLeak) != pre.Blocked {
				t.Errorf("%s, %q: %v", p.Code, c.text, err)
			}
			a.Looked = []string{f.Ref}
			if _, err := NewReport(tinyPlan(), n.records, a); err != nil {
				t.Errorf("%s, %q: looked at, and %v", p.Code, c.text, err)
			}
		}
	}
}

// What a record is called in reports for others points at it too: an earlier report may
// hold what a source has taken back since.
func TestTheRefOfAnEarlierReportIsAPointer(t *testing.T) {
	n := naming(t)
	n.saying("as " + OutsideRef(KindObservation, n.withheld.ID) + " shows, and not " + OutsideRef(KindObservation, n.written.ID))
	pre, err := NewPreflight(tinyPlan(), n.records, askFor(t, "public"))
	if err != nil || len(pre.Leaks) != 1 || pre.Leaks[0].Rule != LeakWithheld || !pre.Blocked {
		t.Errorf("%+v, %v", pre, err)
	}
	gone := naming(t)
	o := seen()
	o.Ref, o.Withdrawn = "O-2023-0020-XW2V", true
	gone.put(o)
	gone.saying("O-2023-0020")
	if pre, err = NewPreflight(tinyPlan(), gone.records, askFor(t, "public")); err != nil || !pre.Blocked {
		t.Errorf("a deleted record may be named: %+v, %v", pre, err)
	}
}

// However many refs stand in texts, a part at a time is held and none is passed over.
func TestRefsAreLookedUpAPartAtATime(t *testing.T) {
	before := mostPointers
	defer func() { mostPointers = before }()
	mostPointers = 3
	n := naming(t)
	for range 10 {
		o := seen()
		o.Narrative = Text{"en": "as O-2023-0008 and O-2023-0008", "ru": "O-2023-0008"}
		n.put(o)
	}
	o := seen()
	o.Narrative = Text{"ru": "O-2023-0008", "ar": "O-2023-0007 Nobody Known"}
	n.put(o)
	pre, err := NewPreflight(tinyPlan(), n.records, askFor(t, "public"))
	if err != nil || len(pre.Leaks) != 2 || pre.Leaks[0].Rule != LeakIdentity || pre.Leaks[1].Rule != LeakWithheld || pre.Leaks[1].Record != o.ID {
		t.Errorf("%+v, %v", pre, err)
	}
}

// A name that is a word of the plan is told wherever it stands, and stops nothing; names of
// several words stop a report in the plan's own texts too.
func TestWordsOfThePlanAreToldAndStopNothing(t *testing.T) {
	spoken := func(title string) *PlanBook {
		book := tinyPlan()
		book.Commitments[0].Title = Text{"kk": title}
		return book
	}
	for _, p := range Profiles() {
		for _, c := range []struct {
			title, reasoning string
			told, stops      int
		}{
			{"Азамат құқығы", "әр азамат", 2, 0}, // a citizen, and a man's name
			{"Құқық", "әр азамат", 0, 1},
			{"Азамат Ержанов айтты", "Азамат Ержанов", 2, 2}, // the plan itself was written into
			{"Long Lane", "in Long Lane", 2, 0},
			{"Құқық", "in Long Lane", 0, 1},
		} {
			s := &shelf{t: t}
			s.put(&Identity{Common: Common{Confidentiality: Sealed}, Source: ID{1}, Who: "Азамат"})
			s.put(&Identity{Common: Common{Confidentiality: Sealed}, Source: ID{2}, Who: "Азамат Ержанов"})
			hidden := seen()
			hidden.Confidentiality, hidden.Place = Sealed, "Long Lane"
			s.put(hidden)
			s.put(&Finding{Common: Common{Confidentiality: Public}, Commitment: "P-1.1", Period: "2023", Level: LevelCoalition, Grade: Limited, Reasoning: Text{"kk": c.reasoning}})
			a := askFor(t, p.Code)
			pre, err := NewPreflight(spoken(c.title), s.records, a)
			if err != nil {
				t.Fatal(err)
			}
			stops := len(stopping(pre.Leaks))
			if told := len(pre.Leaks) - stops; p.Ceiling == Public && (told != c.told || stops != c.stops || pre.Blocked != (c.stops > 0)) {
				t.Errorf("%s, %q, %q: %d told, %d stop, blocked %v: %+v", p.Code, c.title, c.reasoning, told, stops, pre.Blocked, pre.Leaks)
			}
			_, err = NewReport(spoken(c.title), s.records, a)
			if errors.Is(err, ErrLeak) != pre.Blocked || err != nil && !pre.Blocked {
				t.Errorf("%s, %q: %v", p.Code, c.title, err)
			}
			var leak *LeakError
			if errors.As(err, &leak) && len(leak.Leaks) != c.stops {
				t.Errorf("%s, %q: %d", p.Code, c.title, len(leak.Leaks))
			}
		}
	}
}

// Words that are told do not use up the room of those that stop a report.
func TestToldWordsHideNoOthers(t *testing.T) {
	s := &shelf{t: t}
	s.put(&Identity{Common: Common{Confidentiality: Sealed}, Source: ID{1}, Who: "Plan"})
	s.put(&Identity{Common: Common{Confidentiality: Sealed}, Source: ID{2}, Who: "Aigul Serikova"})
	for range maxLeaks + 10 {
		o := seen()
		o.Narrative = Text{"en": "the plan"}
		s.put(o)
	}
	o := seen()
	o.Narrative = Text{"en": "Aigul Serikova"}
	s.put(o)
	pre, err := NewPreflight(tinyPlan(), s.records, askFor(t, "public"))
	if err != nil || !pre.Blocked || len(stopping(pre.Leaks)) != 1 {
		t.Errorf("blocked %v, %d, %v", pre.Blocked, len(pre.Leaks), err)
	}
}
