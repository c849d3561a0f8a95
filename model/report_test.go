package model

import (
	"encoding/binary"
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
