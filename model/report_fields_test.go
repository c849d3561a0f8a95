package model

import (
	"errors"
	"fmt"
	"iter"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestFieldsThatPointToSomebodyStayBehind(t *testing.T) {
	uses := []string{"coalition", "public_report"}
	for _, c := range []struct {
		identity, profile string
		mark              []SourceMark
		place             string
	}{
		{"named", "public", []SourceMark{{"Birch", "interview"}}, "a yard"},
		{"pseudonym", "public", []SourceMark{{"Birch", "interview"}}, "a yard"},
		{"role_only", "public", []SourceMark{{"", "interview"}}, ""},
		{"none", "public", nil, ""},
		{"", "public", nil, ""},
		{"role_only", "coalition", []SourceMark{{"", "interview"}}, "a yard"},
		{"none", "coalition", nil, "a yard"},
	} {
		s := &shelf{t: t}
		s.put(seen(s.put(from(uses, c.identity))))
		r := s.report(askFor(t, c.profile))
		got := rows(t, r.Observations())[0]
		if !slices.Equal(got.Sources, c.mark) || got.Place != c.place {
			t.Errorf("%s in %s: %+v, place %q", c.identity, c.profile, got.Sources, got.Place)
		}
	}
	t.Run("evidence marked place", func(t *testing.T) {
		s := &shelf{t: t}
		id := s.put(seen())
		s.put(&Evidence{Common: Common{Confidentiality: Sealed}, Of: id, SensitiveMarks: []string{"place"}})
		r := s.report(askFor(t, "public"))
		if got := rows(t, r.Observations())[0]; got.Place != "" || !got.PlaceWithheld {
			t.Error("the place is told")
		}
		if !slices.Contains(r.Withheld, Withheld{WithheldPlace, KindObservation, "place", 1}) {
			t.Errorf("%+v", r.Withheld)
		}
	})
	t.Run("sealed source", func(t *testing.T) {
		s := &shelf{t: t}
		card := from(uses, "named")
		card.Confidentiality = Sealed
		s.put(seen(s.put(card)))
		if got := rows(t, s.report(askFor(t, "coalition")).Observations())[0]; len(got.Sources) != 0 {
			t.Errorf("%+v", got.Sources)
		}
	})
	t.Run("small counts", func(t *testing.T) {
		for n, below := range map[int64]int64{1: 5, 4: 5, 5: 0, 0: 0} {
			s := &shelf{t: t}
			o := seen()
			o.Affected = Affected{Number: n, Unit: "persons"}
			s.put(o)
			got := rows(t, s.report(askFor(t, "public")).Observations())[0]
			if got.AffectedBelow != below || below > 0 && got.Affected.Number != 0 {
				t.Errorf("%d: %+v below %d", n, got.Affected, got.AffectedBelow)
			}
			if got := rows(t, s.report(askFor(t, "coalition")).Observations())[0]; got.Affected.Number != n {
				t.Errorf("the coalition is told %d", got.Affected.Number)
			}
		}
	})
	t.Run("files", func(t *testing.T) {
		s := &shelf{t: t}
		s.put(&Evidence{Common: Common{Confidentiality: Public}, Of: s.put(seen()), Title: Text{"en": "Letter", "ru": "снимок Asel_Yard.JPG"},
			OriginalName: "asel_yard.jpg", Captured: Capture{When: "2023-01-01", By: "Asel", Where: "her yard"}})
		got := rows(t, s.report(askFor(t, "public")).Evidence())[0]
		if got.OriginalName != "" || got.Captured != (Capture{When: "2023-01-01"}) || len(got.Title) != 1 || got.Title["en"] != "Letter" {
			t.Errorf("%+v", got)
		}
		got = rows(t, s.report(askFor(t, "coalition")).Evidence())[0]
		if got.OriginalName == "" || got.Captured.By == "" || len(got.Title) != 2 {
			t.Errorf("%+v", got)
		}
	})
	t.Run("organisations and members", func(t *testing.T) {
		s := &shelf{t: t}
		for _, org := range []string{"Aq Bulaq", "Baiterek"} {
			s.put(&Finding{Common: Common{Confidentiality: Public}, Commitment: "P-1.1", Period: "2023", Level: "organisation", Grade: Limited}, org)
		}
		a := askFor(t, "public")
		a.Members = []*Member{{Name: "Named", MayBeNamed: true}, {Name: "Unnamed"}}
		r := s.report(a)
		if !slices.Equal(r.Organisations, []string{"A", "B"}) || r.Findings[0].Organisation == r.Findings[1].Organisation || len(r.Findings[0].Organisation) != 1 {
			t.Errorf("%v %+v", r.Organisations, r.Findings)
		}
		if !slices.Equal(r.Members, []string{"Named"}) || !slices.Contains(r.Withheld, Withheld{WithheldMember, KindMember, "name", 1}) {
			t.Errorf("%v %+v", r.Members, r.Withheld)
		}
		if r := s.report(askFor(t, "coalition")); !slices.Equal(r.Organisations, []string{"Aq Bulaq", "Baiterek"}) {
			t.Errorf("%v", r.Organisations)
		}
	})
}

func TestTheArgumentOfACommitment(t *testing.T) {
	s := &shelf{t: t}
	one, hidden := s.put(seen()), seen()
	hidden.Confidentiality = Sealed
	two := s.put(hidden)
	finding := func(level, period string, grade Grade) *Finding {
		return &Finding{Common: Common{Confidentiality: Public}, Commitment: "P-1.1", Period: period, Level: level, Grade: grade, BasedOn: []ID{one, two}}
	}
	early := s.put(&Claim{Commitment: "P-1.1", Report: StateReport{Date: "2022-01-25"}, ClaimedStatus: "planned"})
	s.put(&Claim{Commitment: "P-1.1", Report: StateReport{Date: "2023-01-25"}, ClaimedStatus: "done"})
	s.put(finding("monitor", "2024", Complete))
	s.put(finding("coalition", "2022", Partial))
	last := finding("coalition", "2023", Limited)
	last.Claims = []ClaimTest{{Claim: early, Verdict: Contradicted}}
	last.Reasoning = Text{"en": "because"}
	s.put(last)
	r := s.report(askFor(t, "public"))
	score := r.Scorecard[0]
	if score.Grade != Limited || score.PreviousGrade != Partial || score.Change != Worsened || score.OfficialStatus != "done" || score.Observations != 1 {
		t.Errorf("%+v", score)
	}
	if f := r.Findings[len(r.Findings)-1]; f.Observations != 1 {
		t.Errorf("rests on %d observations", f.Observations)
	}
	if c := r.Claims[0]; c.Verdict != Contradicted || c.Found["en"] != "because" {
		t.Errorf("%+v", c)
	}
	if c := r.Claims[1]; c.Verdict != "" || !slices.Contains(c.Gaps, GapNotTested) {
		t.Errorf("%+v", c)
	}
	if c := r.Claims[2]; c.Verdict != NoClaim || c.Commitment != "P-2.1" || !c.ID.IsZero() {
		t.Errorf("%+v", c)
	}
	if got := r.Scorecard[1].Gaps; !slices.Equal(got, []Gap{GapNoClaim, GapNoFinding, GapNoObservation, GapNoEvidence}) {
		t.Errorf("%v", got)
	}
	if a := r.Areas[0]; a.Code != "P-1" || a.Grades[Limited] != 1 || a.Observations != 1 || a.Changes[Worsened] != 1 {
		t.Errorf("%+v", a)
	}
	if a := r.Areas[2]; a.Code != "" || a.Commitments != 1 || a.Ungraded != 1 {
		t.Errorf("%+v", a)
	}
	if c := r.Claims[0]; r.ShortRefs || c.Ref != OutsideRef(KindClaim, c.ID) || c.Outside != "" {
		t.Errorf("outside the coalition it is called %s", c.Ref)
	}
	inside := s.report(askFor(t, "coalition"))
	if c := inside.Claims[0]; !inside.ShortRefs || len(c.Ref) != len("C-2023-0001") || c.Outside != r.Claims[0].Ref {
		t.Errorf("one writer is in sight, and yet %s", c.Ref)
	}
}

func TestPeriodAndFiltersChooseTheScope(t *testing.T) {
	s := &shelf{t: t}
	late := seen()
	late.Date, late.Commitments, late.Region = Date{From: "2025-01-01", To: "2025-12-31", Precision: Year}, []string{"P-U1"}, "KZ-75"
	undated := seen()
	undated.Date = Date{Precision: UnknownDate}
	s.put(seen())
	s.put(&Evidence{Common: Common{Confidentiality: Public}, Of: s.put(late)})
	s.put(undated)
	s.put(&Finding{Common: Common{Confidentiality: Public}, Commitment: "P-1.1", Period: "2021/2022", Level: "coalition", Grade: Partial})
	s.put(&Finding{Common: Common{Confidentiality: Public}, Commitment: "P-1.1", Period: "2023", Level: "coalition", Grade: Substantial})
	s.put(&Claim{Commitment: "P-1.1", Report: StateReport{Date: "2024-01-25", Period: "2023"}})
	for name, c := range map[string]struct {
		ask                                       func(*Ask)
		observations, evidence, findings, commits int
	}{
		"all":        {func(*Ask) {}, 3, 1, 2, 3},
		"2023":       {func(a *Ask) { a.From, a.To = "2023-01-01", "2023-12-31" }, 1, 0, 1, 3},
		"since 2024": {func(a *Ask) { a.From = "2024-01-01" }, 1, 1, 0, 3},
		"area":       {func(a *Ask) { a.Filter.Area = "P-2" }, 1, 1, 0, 2},
		"commitment": {func(a *Ask) { a.Filter.Commitment = "P-1.1" }, 2, 0, 2, 1},
		"region":     {func(a *Ask) { a.Filter.Region = "KZ-75" }, 1, 1, 2, 3},
		"evidence":   {func(a *Ask) { a.Filter.HasEvidence = true }, 1, 1, 2, 3},
		"words":      {func(a *Ask) { a.Filter.Words = "SEEN nothing" }, 0, 0, 2, 3},
		"ticked":     {func(a *Ask) { a.Filter.Among = &Among{IDs: []ID{s.views[1].ID, s.id()}} }, 1, 1, 2, 3},
		"none":       {func(a *Ask) { a.Filter.Among = &Among{IDs: []ID{}} }, 0, 0, 2, 3},
	} {
		a := askFor(t, "public")
		c.ask(&a)
		r := s.report(a)
		for kind, want := range map[Kind]int{KindObservation: c.observations, KindEvidence: c.evidence, KindFinding: c.findings, KindCommitment: c.commits} {
			if got := r.Count(kind).InScope; got != want {
				t.Errorf("%s: %d of %s in scope, want %d", name, got, kind, want)
			}
		}
		if got := len(rows(t, r.Observations())); got != c.observations {
			t.Errorf("%s: %d rows", name, got)
		}
		if name == "2023" && (r.Scorecard[0].PreviousGrade != Partial || r.Count(KindClaim).Written != 1) {
			t.Errorf("the period before is lost: %+v", r.Scorecard[0])
		}
	}
}

func TestWhatCannotBeAskedIsRefused(t *testing.T) {
	for name, spoil := range map[string]func(*Ask){
		"no audience":    func(a *Ask) { a.Profile = Profile{} },
		"no day":         func(a *Ask) { a.Today = "" },
		"no such day":    func(a *Ask) { a.From = "2023-02-30" },
		"lists":          func(a *Ask) { a.Filter.Among = &Among{Values: map[string][]string{FacetRegion: {"KZ-75"}}} },
		"ends too early": func(a *Ask) { a.From, a.To = "2023-02-02", "2023-02-01" },
	} {
		a := askFor(t, "public")
		spoil(&a)
		if _, err := NewReport(tinyPlan(), (&shelf{t: t}).records, a); !errors.Is(err, ErrAsk) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestRecordsThatChangeMeanwhileAreNoticed(t *testing.T) {
	s := &shelf{t: t}
	s.put(seen())
	s.put(seen())
	for name, change := range map[string]func(){"one more": func() { s.put(seen()) }, "fewer": func() { s.views = s.views[:1] }} {
		r := s.report(askFor(t, "public"))
		change()
		var got error
		for _, err := range r.Observations() {
			got = err
		}
		if !errors.Is(got, ErrChanged) {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestAFaultInReadingEndsTheReport(t *testing.T) {
	broken := errors.New("page 7")
	for _, kind := range []Kind{KindSource, KindEvidence, KindClaim, KindFinding, KindRecommendation, KindObservation} {
		records := func(k Kind) iter.Seq2[View, error] {
			return func(yield func(View, error) bool) {
				if k == kind {
					yield(View{}, broken)
				}
			}
		}
		if _, err := NewReport(tinyPlan(), records, askFor(t, "public")); !errors.Is(err, broken) {
			t.Errorf("%s: %v", kind, err)
		}
	}
}

func TestPreflightNamesWhatWouldStayBehind(t *testing.T) {
	s := &shelf{t: t}
	var want []ID
	for range 3 {
		o := seen()
		o.Confidentiality = Sealed
		want = append(want, s.put(o))
	}
	p, err := NewPreflight(tinyPlan(), s.records, askFor(t, "public"))
	if err != nil || !slices.Equal(p.Records[WithheldConfidentiality], want) {
		t.Fatalf("%+v, %v", p, err)
	}
	if in, written, withheld := p.Scope(); in != 6 || written != 3 || withheld != 3 {
		t.Errorf("%d = %d + %d", in, written, withheld)
	}
}

// For any records: what is in scope is written or withheld, the streams give
// exactly what was counted, and nothing above the ceiling is among it.
func TestInScopeIsWrittenAndWithheld(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := &shelf{t: t}
		pick := func(label string, list ...string) string { return rapid.SampledFrom(list).Draw(t, label) }
		common := func() Common {
			return Common{Confidentiality: Confidentiality(pick("confidentiality", append(Confidentialities, "")...)), Withdrawn: rapid.IntRange(0, 9).Draw(t, "withdrawn") == 0}
		}
		var sources, owners []ID
		for range rapid.IntRange(0, 4).Draw(t, "sources") {
			sources = append(sources, s.put(&Source{Common: common(), CodeName: "x", Consent: Consent{
				Uses:     rapid.SliceOfDistinct(rapid.SampledFrom(ConsentUses), rapid.ID).Draw(t, "uses"),
				Identity: pick("identity", append(ConsentIdentity, "")...), Expires: Day(pick("expires", "", "2020-01-01", "2030-01-01")), Withdrawn: Day(pick("taken", "", "", "2020-01-01"))}}))
		}
		review := func() ReviewState { return ReviewState(pick("review", append(ReviewStates, "")...)) }
		for range rapid.IntRange(0, 8).Draw(t, "observations") {
			o := seen()
			o.Common, o.Review, o.Commitments = common(), review(), []string{pick("commitment", "P-1.1", "P-2.1", "P-U1", "X-1")}
			o.Date = Date{From: Day(pick("day", "2022-05-01", "2023-05-01", "")), Precision: Exact}
			if len(sources) > 0 {
				o.Sources = rapid.SliceOfDistinct(rapid.SampledFrom(sources), func(id ID) ID { return id }).Draw(t, "of")
			}
			owners = append(owners, s.put(o))
		}
		for range rapid.IntRange(0, 3).Draw(t, "small") {
			owners = append(owners, s.put(&Claim{Common: common(), Commitment: pick("commitment", "P-1.1", "P-U1"), Report: StateReport{Date: Day(pick("day", "2022-05-01", "2023-05-01"))}}),
				s.put(&Finding{Common: common(), Commitment: "P-1.1", Period: pick("period", "2022", "2023"), Level: pick("level", Levels...), Grade: Limited, Review: review(), BasedOn: owners}),
				s.put(&Recommendation{Common: common(), Commitments: []string{"P-2.1"}, Review: review()}))
		}
		for range rapid.IntRange(0, 8).Draw(t, "evidence") {
			of := ID{5}
			if len(owners) > 0 {
				of = rapid.SampledFrom(owners).Draw(t, "owner")
			}
			owners = append(owners, s.put(&Evidence{Common: common(), Of: of, SensitiveMarks: []string{pick("mark", "place", "faces")}}))
		}
		for i := range s.views {
			s.views[i].Broken = rapid.IntRange(0, 19).Draw(t, "broken") == 0
		}
		a := askFor(s.t, pick("profile", "coalition", "public", "upr", "ccpr", "cedaw", "cat"))
		a.From = Day(pick("from", "", "2023-01-01"))
		a.Filter.Area = pick("area", "", "P-2")
		r := s.report(a)
		for _, c := range r.Counts {
			if c.InScope != c.Written+c.Withheld {
				t.Fatalf("%+v", c)
			}
		}
		drawn := map[Kind]int{KindCommitment: len(r.Scorecard), KindFinding: len(r.Findings), KindRecommendation: len(r.Recommendations),
			KindObservation: len(rows(s.t, r.Observations())), KindEvidence: len(rows(s.t, r.Evidence()))}
		for _, c := range r.Claims {
			if !c.ID.IsZero() {
				drawn[KindClaim]++
			}
		}
		for kind, n := range drawn {
			if r.Count(kind).Written != n {
				t.Fatalf("%d of %s are drawn, %+v counted", n, kind, r.Count(kind))
			}
		}
		// counted by other means than the compiler's
		live := 0
		for _, v := range s.views {
			if v.Kind == KindObservation && (v.Broken || !v.Record.Base().Withdrawn) && (v.Broken || v.Record.(*Observation).Date.Overlaps(a.From, "") &&
				(a.Filter.Area == "" || v.Record.(*Observation).Commitments[0] == "P-2.1" || v.Record.(*Observation).Commitments[0] == "P-U1")) {
				live++
			}
		}
		if got := r.Count(KindObservation).InScope; got != live {
			t.Fatalf("%d observations in scope, %d live", got, live)
		}
		for o := range r.Observations() {
			i := slices.IndexFunc(s.views, func(v View) bool { return v.ID == o.ID })
			if c := s.views[i].Record.Base().Confidentiality; c == Sealed || c == Organisation || a.Profile.Ceiling == Public && c != Public {
				t.Fatalf("a record of confidentiality %q is written", c)
			}
		}
	})
}

func TestPeriodDays(t *testing.T) {
	for period, want := range map[string]string{"2023": "2023-01-01..2023-12-31", "2023-02": "2023-02-01..2023-02-28", "2024-02": "2024-02-01..2024-02-29",
		"2021/2023": "2021-01-01..2023-12-31", "2021-07/2022-06": "2021-07-01..2022-06-30", "": "..", "soon": "..", "2023/2021": ".."} {
		from, to := PeriodDays(period)
		if got := fmt.Sprintf("%s..%s", from, to); got != want {
			t.Errorf("%s: %s, want %s", period, got, want)
		}
	}
}
