package model

import (
	"encoding/binary"
	"errors"
	"fmt"
	"iter"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// shelf is a small notebook in memory: views by kind, in the order of writing.
type shelf struct {
	t     rapid.TB
	views []View
	n     uint32
}

func (s *shelf) id() ID {
	s.n++
	var id ID
	binary.BigEndian.PutUint32(id[12:], s.n)
	return id.marked(4)
}

// put writes a record by one revision and gives its id.
func (s *shelf) put(rec Record, organisation ...string) ID {
	s.t.Helper()
	b := rec.Base()
	if b.ID.IsZero() {
		b.ID = s.id()
	}
	if b.Ref == "" && RefLetter(rec.Kind()) != "" {
		b.Ref = Ref{Letter: RefLetter(rec.Kind()), Year: 2023, Number: int(s.n), Letters: "AAAA"}.String()
	}
	by := Author{}
	if len(organisation) > 0 {
		by.Organisation = organisation[0]
	}
	rs, err := Revise(View{}, rec, by, Clock(s.n), "")
	if err != nil {
		s.t.Fatal(err)
	}
	s.views = append(s.views, Join(rs))
	return b.ID
}

// dispute makes two people change a record at the same time.
func (s *shelf) dispute(id ID, ours, theirs func(Record)) {
	s.t.Helper()
	i := slices.IndexFunc(s.views, func(v View) bool { return v.ID == id })
	seen := s.views[i]
	history := History(slices.Clone(seen.heads))
	for n, change := range []func(Record){theirs, ours} { // ours is written last and shown
		next, err := seen.heads[0].Fields()
		if err != nil {
			s.t.Fatal(err)
		}
		change(next)
		s.n++
		rs, err := Revise(seen, next, Author{Key: Key{byte(n + 1)}}, Clock(s.n)<<16, "")
		if err != nil || len(rs) != 1 {
			s.t.Fatal(len(rs), err)
		}
		history = append(history, rs...)
	}
	s.views[i] = Join(history)
	if !s.views[i].Disputed() {
		s.t.Fatal("nothing is in dispute")
	}
}

func (s *shelf) records(kind Kind) iter.Seq2[View, error] {
	return func(yield func(View, error) bool) {
		for _, v := range s.views {
			if v.Kind == kind && !yield(v, nil) {
				return
			}
		}
	}
}

// tinyPlan has two areas with a commitment each, and an undertaking outside.
func tinyPlan() *PlanBook {
	var records []Record
	records = append(records, &Plan{Code: "P", Title: Text{"en": "Plan"}})
	for i, code := range []string{"P-1", "P-2"} {
		records = append(records, &Area{Common: Common{ID: PlanID(KindArea, code)}, Code: code, Order: i, Title: Text{"en": code}},
			&Commitment{Common: Common{ID: PlanID(KindCommitment, code+".1")}, Area: code, Code: code + ".1", Order: i, Title: Text{"en": code}})
	}
	records = append(records, &Commitment{Common: Common{ID: PlanID(KindCommitment, "P-U1")}, Code: "P-U1", Order: 9, LinkedAreas: []string{"P-2"}})
	return NewPlanBook(records)
}

func askFor(t rapid.TB, profile string) Ask {
	t.Helper()
	p, ok := ProfileOf(profile)
	if !ok {
		t.Fatalf("no profile %q", profile)
	}
	return Ask{Profile: p, Language: "en", Today: "2026-11-22"}
}

func (s *shelf) report(a Ask) *Report {
	s.t.Helper()
	r, err := NewReport(tinyPlan(), s.records, a)
	if err != nil {
		s.t.Fatal(err)
	}
	return r
}

// seen is a public, approved observation from these sources.
func seen(sources ...ID) *Observation {
	return &Observation{Common: Common{Confidentiality: Public}, Commitments: []string{"P-1.1"}, Title: Text{"en": "seen"}, Date: Date{From: "2023-04-03", Precision: Exact},
		Method: "interview", Review: Approved, Sources: sources, Place: "a yard"}
}

func from(uses []string, identity string) *Source {
	return &Source{CodeName: "Birch", SourceKind: "interview", Consent: Consent{Uses: uses, Identity: identity}}
}

// rows walks a stream to its end.
func rows[R any](t rapid.TB, stream iter.Seq2[R, error]) []R {
	t.Helper()
	var out []R
	for r, err := range stream {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, r)
	}
	return out
}

// withheldAs gives how many whole records of a kind a rule kept back.
func (r *Report) withheldAs(kind Kind, rule WithheldRule) int {
	for _, w := range r.Withheld {
		if w.Kind == kind && w.Rule == rule && w.Whole() {
			return w.N
		}
	}
	return 0
}

func TestConsentDecidesCaseByCase(t *testing.T) {
	for _, c := range []struct {
		name    string
		profile string
		consent []Consent // of each source
		want    WithheldRule
	}{
		{"no source needs no consent", "public", nil, ""},
		{"agreed to a public report", "public", []Consent{{Uses: []string{"public_report"}}}, ""},
		{"agreed to the coalition only", "public", []Consent{{Uses: []string{"coalition"}}}, WithheldConsentMissing},
		{"agreed to a UN body only, public report", "public", []Consent{{Uses: []string{"un_body"}}}, WithheldConsentMissing},
		{"agreed to a UN body, UN report", "cat", []Consent{{Uses: []string{"un_body"}}}, ""},
		{"agreed to a public report, UN report", "upr", []Consent{{Uses: []string{"public_report"}}}, ""},
		{"agreed to a public report, coalition", "coalition", []Consent{{Uses: []string{"public_report"}}}, WithheldConsentMissing},
		{"agreed to the coalition", "coalition", []Consent{{Uses: []string{"coalition", "internal"}}}, ""},
		{"agreed to nothing", "public", []Consent{{}}, WithheldConsentMissing},
		{"taken back today", "public", []Consent{{Uses: []string{"public_report"}, Withdrawn: "2026-11-22"}}, WithheldConsentTaken},
		{"taken back before", "coalition", []Consent{{Uses: []string{"coalition"}, Withdrawn: "2024-01-01"}}, WithheldConsentTaken},
		{"taken back from tomorrow", "public", []Consent{{Uses: []string{"public_report"}, Withdrawn: "2026-11-23"}}, ""},
		{"ran out yesterday", "public", []Consent{{Uses: []string{"public_report"}, Expires: "2026-11-21"}}, WithheldConsentExpired},
		{"runs out today", "public", []Consent{{Uses: []string{"public_report"}, Expires: "2026-11-22"}}, ""},
		{"no day of the calendar", "public", []Consent{{Uses: []string{"public_report"}, Expires: "soon"}}, WithheldConsentExpired},
		{"one of two agreed", "public", []Consent{{Uses: []string{"public_report"}}, {Uses: []string{"internal"}}}, WithheldConsentMissing},
		{"one of two took it back", "public", []Consent{{Uses: []string{"public_report"}, Expires: "2020-01-01"}, {Uses: []string{"public_report"}, Withdrawn: "2020-01-01"}}, WithheldConsentTaken},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := &shelf{t: t}
			var sources []ID
			for _, consent := range c.consent {
				sources = append(sources, s.put(&Source{CodeName: "Birch", Consent: consent}))
			}
			s.put(seen(sources...))
			r := s.report(askFor(t, c.profile))
			if c.want == "" {
				if len(rows(t, r.Observations())) != 1 || r.Count(KindObservation) != (Count{KindObservation, 1, 1, 0}) {
					t.Errorf("not written: %+v", r.Withheld)
				}
			} else if r.withheldAs(KindObservation, c.want) != 1 || len(rows(t, r.Observations())) != 0 {
				t.Errorf("not withheld as %s: %+v", c.want, r.Withheld)
			}
		})
	}
}

func TestASourceThatIsNotHereAgreedToNothing(t *testing.T) {
	s := &shelf{t: t}
	gone := from([]string{"public_report"}, "named")
	gone.Withdrawn = true
	s.put(seen(s.put(gone)))
	s.put(seen(ID{9}))
	r := s.report(askFor(t, "public"))
	if r.withheldAs(KindObservation, WithheldConsentMissing) != 2 {
		t.Errorf("%+v", r.Withheld)
	}
}

func TestConfidentialityAndReviewByProfile(t *testing.T) {
	type result struct{ public, coalition WithheldRule }
	for _, c := range []struct {
		conf   Confidentiality
		review ReviewState
		want   result
	}{
		{Public, Approved, result{"", ""}},
		{Public, Submitted, result{WithheldReview, ""}},
		{Public, HasIssues, result{WithheldReview, ""}},
		{Public, "", result{WithheldReview, ""}},
		{Public, Draft, result{WithheldReview, WithheldReview}},
		{Public, Rejected, result{WithheldReview, WithheldReview}},
		{Coalition, Approved, result{WithheldConfidentiality, ""}},
		{"", Approved, result{WithheldConfidentiality, ""}}, // a new observation is the coalition's
		{Organisation, Approved, result{WithheldConfidentiality, WithheldConfidentiality}},
		{Sealed, Approved, result{WithheldConfidentiality, WithheldConfidentiality}},
		{"everyone", Approved, result{WithheldConfidentiality, WithheldConfidentiality}},
	} {
		s := &shelf{t: t}
		o := seen()
		o.Confidentiality, o.Review = c.conf, c.review
		s.put(o)
		for profile, want := range map[string]WithheldRule{"public": c.want.public, "coalition": c.want.coalition} {
			r := s.report(askFor(t, profile))
			got := WithheldRule("")
			for _, w := range r.Withheld {
				if w.Whole() {
					got = w.Rule
				}
			}
			if got != want {
				t.Errorf("%q %q in %s: %q, want %q", c.conf, c.review, profile, got, want)
			}
		}
	}
}

func TestFindingsNeverReviewedCountAsApproved(t *testing.T) {
	s := &shelf{t: t}
	for _, review := range []ReviewState{"", Approved, Submitted} {
		s.put(&Finding{Common: Common{Confidentiality: Public}, Commitment: "P-1.1", Period: "2023", Level: "monitor", Grade: Limited, Review: review})
		s.put(&Recommendation{Common: Common{Confidentiality: Public}, Commitments: []string{"P-1.1"}, Text: Text{"en": "do"}, Review: review})
	}
	s.put(&Claim{Commitment: "P-1.1", Report: StateReport{Date: "2023-01-25"}, ClaimedStatus: "done"})
	r := s.report(askFor(t, "public"))
	for kind, want := range map[Kind]Count{KindFinding: {KindFinding, 3, 2, 1}, KindRecommendation: {KindRecommendation, 3, 2, 1}, KindClaim: {KindClaim, 1, 1, 0}} {
		if got := r.Count(kind); got != want {
			t.Errorf("%+v, want %+v", got, want)
		}
	}
}

func TestADisputedFieldCountsWithItsStrictestValue(t *testing.T) {
	observation := func(change func(*Observation)) func(Record) { return func(r Record) { change(r.(*Observation)) } }
	for name, c := range map[string]struct {
		ours, theirs func(*Observation)
		want         WithheldRule
	}{
		"sealed by the older head": {func(o *Observation) { o.Confidentiality = Coalition }, func(o *Observation) { o.Confidentiality = Sealed }, WithheldConfidentiality},
		"review":                   {func(o *Observation) { o.Review = Submitted }, func(o *Observation) { o.Review = Rejected }, WithheldReview},
		"withdrawn":                {func(o *Observation) { o.Title = Text{"en": "new"} }, func(o *Observation) { o.Withdrawn = true }, WithheldWithdrawal},
		"sources":                  {func(o *Observation) { o.Sources = []ID{{1}} }, func(o *Observation) { o.Sources = []ID{{2}} }, WithheldConsentMissing},
	} {
		t.Run(name, func(t *testing.T) {
			s := &shelf{t: t}
			id := s.put(seen())
			s.dispute(id, observation(c.ours), observation(c.theirs))
			r := s.report(askFor(t, "public"))
			if r.withheldAs(KindObservation, c.want) != 1 {
				t.Errorf("%+v", r.Withheld)
			}
		})
	}
	t.Run("opened by one, sealed by another", func(t *testing.T) {
		s := &shelf{t: t}
		o := seen()
		o.Confidentiality = Coalition
		id := s.put(o)
		s.dispute(id, observation(func(o *Observation) { o.Confidentiality = Public }), observation(func(o *Observation) { o.Confidentiality = Sealed }))
		if shown := s.views[0].Record.Base().Confidentiality; shown != Public {
			t.Fatalf("shown as %s", shown)
		}
		for _, profile := range []string{"public", "coalition"} {
			if r := s.report(askFor(t, profile)); r.withheldAs(KindObservation, WithheldConfidentiality) != 1 {
				t.Errorf("%s: %+v", profile, r.Withheld)
			}
		}
	})
	t.Run("consent", func(t *testing.T) {
		s := &shelf{t: t}
		id := s.put(from([]string{"public_report"}, "named"))
		s.dispute(id, func(r Record) { r.(*Source).Consent.Date = "2023-01-01" }, func(r Record) { r.(*Source).Consent.Withdrawn = "2023-01-01" })
		s.put(seen(id))
		if r := s.report(askFor(t, "public")); r.withheldAs(KindObservation, WithheldConsentTaken) != 1 {
			t.Errorf("%+v", r.Withheld)
		}
	})
	t.Run("shown and marked", func(t *testing.T) {
		s := &shelf{t: t}
		id := s.put(seen())
		s.dispute(id, observation(func(o *Observation) { o.Place = "a" }), observation(func(o *Observation) { o.Place = "b" }))
		got := rows(t, s.report(askFor(t, "coalition")).Observations())
		if len(got) != 1 || !slices.Equal(got[0].Disputed, []string{"place"}) || got[0].Place != "a" {
			t.Errorf("%+v", got)
		}
	})
}

func TestWithdrawnRecordsAndIdentitiesAreInNoScope(t *testing.T) {
	s := &shelf{t: t}
	o := seen()
	o.Withdrawn = true
	s.put(o)
	s.put(&Identity{Common: Common{Confidentiality: Sealed}, Source: ID{1}, Who: "somebody"})
	r := s.report(askFor(t, "coalition"))
	if in, _, _ := r.Scope(); in != 3 { // the commitments
		t.Errorf("%+v", r.Counts)
	}
}

func TestWhatCannotBeReadIsCounted(t *testing.T) {
	s := &shelf{t: t}
	s.put(seen())
	s.views[0].Broken = true
	r := s.report(askFor(t, "coalition"))
	if r.withheldAs(KindObservation, WithheldUnreadable) != 1 {
		t.Errorf("%+v", r.Withheld)
	}
}

func TestEvidenceGoesWithItsRecord(t *testing.T) {
	s := &shelf{t: t}
	open, hidden := seen(), seen()
	hidden.Confidentiality = Sealed
	claim := &Claim{Commitment: "P-1.1", Report: StateReport{Date: "2023-01-25"}}
	gone := seen()
	gone.Withdrawn = true
	on := map[string]ID{"open": s.put(open), "hidden": s.put(hidden), "claim": s.put(claim), "gone": s.put(gone), "source": s.put(from(nil, "")),
		"nowhere": {77}, "commitment": PlanID(KindCommitment, "P-2.1"), "area": PlanID(KindArea, "P-1")}
	exhibit := func(of ID) *Evidence {
		return &Evidence{Common: Common{Confidentiality: Public}, Of: of, Title: Text{"en": "file"}}
	}
	ids := map[string]ID{}
	for _, name := range []string{"open", "hidden", "claim", "gone", "source", "nowhere", "commitment", "area"} {
		ids[name] = s.put(exhibit(on[name]))
	}
	ids["of open evidence"] = s.put(exhibit(ids["open"]))
	ids["of hidden evidence"] = s.put(exhibit(ids["hidden"]))
	sealed := exhibit(on["open"])
	sealed.Confidentiality = Sealed
	ids["of sealed evidence"] = s.put(exhibit(s.put(sealed)))
	loop := s.id()
	s.put(&Evidence{Common: Common{ID: loop, Confidentiality: Public}, Of: loop})

	r := s.report(askFor(t, "public"))
	written := map[ID]bool{}
	for _, e := range rows(t, r.Evidence()) {
		written[e.ID] = true
	}
	for name, want := range map[string]bool{"open": true, "hidden": false, "claim": true, "gone": false, "source": false, "nowhere": false, "commitment": true,
		"area": true, "of open evidence": true, "of hidden evidence": false, "of sealed evidence": false} {
		if written[ids[name]] != want {
			t.Errorf("evidence of %s written: %v", name, !want)
		}
	}
	if got := r.Count(KindEvidence); got != (Count{KindEvidence, 13, 5, 8}) {
		t.Errorf("%+v", got)
	}
	if o := rows(t, r.Observations()); len(o) != 1 || len(o[0].Evidence) != 1 {
		t.Errorf("evidence beside the observation: %+v", o)
	}
	if score := r.Scorecard[0]; score.Evidence != 3 || r.WithEvidence != 1 {
		t.Errorf("evidence counted: %d, observations with it: %d", score.Evidence, r.WithEvidence)
	}
}

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
