package model

import (
	"errors"
	"slices"
	"testing"
)

// What somebody typed into a text is found by the rule it breaks, in any script
// and case, and never as a part of another word.
func TestLeaksAreFoundInTexts(t *testing.T) {
	for _, c := range []struct {
		text string
		want []LeakRule
	}{
		{"Aigul Serikova said so", []LeakRule{LeakIdentity}},
		{"so said AIGUL SERIKOVA.", []LeakRule{LeakIdentity}},
		{"Мария-Анна, по словам «Берёзы»", []LeakRule{LeakCodeName}},
		{"берёзы", []LeakRule{LeakCodeName}},
		{"подберёзы", nil},
		{"He lives at House 7, Long Lane now", []LeakRule{LeakPlace}},
		{"see scan_of_passport.pdf", []LeakRule{LeakFile}},
		{"Rust Tanner took part", []LeakRule{LeakMember}},
		{"the Trust Tannery", nil},
		{"written by Quiet Voices", []LeakRule{LeakOrganisation}},
		{"Almaty", nil}, // a region
		{"قالت عائشة إن", []LeakRule{LeakIdentity}},
		{"nothing of the kind", nil},
	} {
		s := &shelf{t: t}
		for i, who := range []string{"Aigul Serikova", "عائِشة"} {
			s.put(&Identity{Common: Common{Confidentiality: Sealed}, Source: ID{byte(i)}, Who: who})
		}
		hidden := from([]string{"public_report"}, ConsentRoleOnly)
		hidden.CodeName = "Березы"
		source := s.put(hidden)
		o := seen(source)
		o.Place = "House 7, Long Lane"
		s.put(o)
		far := seen(source)
		far.Place = "Almaty"
		s.put(far)
		of := s.put(seen())
		s.put(&Evidence{Common: Common{Confidentiality: Public}, Of: of, Title: Text{"en": "file"}, OriginalName: "scan_of_passport.pdf"})
		id := s.put(&Finding{Common: Common{Confidentiality: Public}, Commitment: "P-1.1", Period: "2023", Level: LevelOrg, Grade: Limited, Reasoning: Text{"ru": c.text}}, "Quiet Voices")
		a := askFor(t, "public")
		a.Members, a.Public = []*Member{{Name: "Rust Tanner"}}, []string{"Almaty"}
		_, err := NewReport(tinyPlan(), s.records, a)
		var leak *LeakError
		if errors.As(err, &leak) != (len(c.want) > 0) || err != nil && !errors.Is(err, ErrLeak) {
			t.Errorf("%q: %v", c.text, err)
			continue
		}
		p, err := NewPreflight(tinyPlan(), s.records, a)
		if err != nil || p.Blocked != (len(c.want) > 0) {
			t.Errorf("%q: blocked %v, %v", c.text, p.Blocked, err)
		}
		var got []LeakRule
		var ref string
		for _, l := range p.Leaks {
			if ref = l.Ref; l.Kind != KindFinding || l.Field != "reasoning" {
				t.Errorf("%q: %+v", c.text, l)
			}
			got = append(got, l.Rule)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%q: %v", c.text, got)
		}
		i := slices.IndexFunc(s.views, func(v View) bool { return v.ID == id })
		for _, looked := range []string{ref, s.views[i].Record.Base().Ref} {
			if a.Looked = []string{looked}; len(c.want) > 0 {
				if _, err := NewReport(tinyPlan(), s.records, a); err != nil {
					t.Errorf("%q: looked at %s and still blocked: %v", c.text, looked, err)
				}
			}
		}
	}
}

// In the coalition's own report leaks are told and do not block.
func TestLeaksDoNotBlockTheCoalition(t *testing.T) {
	s := &shelf{t: t}
	s.put(&Identity{Common: Common{Confidentiality: Sealed}, Source: ID{1}, Who: "Aigul Serikova"})
	o := seen()
	o.Narrative = Text{"en": "Aigul Serikova"}
	s.put(o)
	if _, err := NewReport(tinyPlan(), s.records, askFor(t, "coalition")); err != nil {
		t.Error(err)
	}
	p, err := NewPreflight(tinyPlan(), s.records, askFor(t, "coalition"))
	if err != nil || p.Blocked || len(p.Leaks) != 1 || p.Leaks[0].Rule != LeakIdentity {
		t.Errorf("%+v, %v", p, err)
	}
}

// A sum that is told elsewhere does not give a small count away.
func TestASmallCountIsNotLeftAlone(t *testing.T) {
	c := &compiler{profile: Profile{SmallCount: 5}, fields: fieldCount{}}
	got := c.fewOf([]int{40, 3, 0, 12})
	if got[1] != (Few{Below: 5}) || got[3] != (Few{Below: 15}) || got[0] != (Few{N: 40}) || got[2] != (Few{}) {
		t.Errorf("%+v", got)
	}
	if got = c.fewOf([]int{2, 3, 40}); got[2] != (Few{N: 40}) {
		t.Errorf("%+v", got)
	}
	if c = (&compiler{fields: fieldCount{}}); c.fewOf([]int{3})[0] != (Few{N: 3}) || len(c.fields) != 0 {
		t.Error("the coalition is not told")
	}
}
