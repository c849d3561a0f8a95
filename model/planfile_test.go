package model

import (
	"os"
	"reflect"
	"strings"
	"testing"
)

func builtIn(t testing.TB) []Record {
	t.Helper()
	b, err := os.ReadFile("../assets/plans/kz-2021.json")
	if err != nil {
		t.Fatal(err)
	}
	rs, err := ReadPlan(b)
	if err != nil {
		t.Fatal(err)
	}
	return rs
}

func TestBuiltInPlan(t *testing.T) {
	b := NewPlanBook(builtIn(t))
	if len(b.Areas) != 9 || b.Areas[0].Code != "KZ21-1" || b.Areas[8].Code != "KZ21-9" {
		t.Fatalf("%d areas", len(b.Areas))
	}
	for _, a := range b.Areas {
		if own, _ := b.In(a.Code); len(own) == 0 {
			t.Errorf("%s has no commitment", a.Code)
		}
		for _, l := range []string{"en", "ar", "ru", "kk"} {
			if a.Title[l] == "" {
				t.Errorf("%s has no title in %s", a.Code, l)
			}
		}
		if len(a.TreatyArticles) == 0 || len(a.TextSource) == 0 {
			t.Errorf("%s lacks treaty articles or its source", a.Code)
		}
	}
	origins := map[Origin]int{}
	for _, c := range b.Commitments {
		origins[c.Origin]++
		if len(c.TextSource) == 0 || c.Certainty == "" {
			t.Errorf("%s lacks its source or certainty", c.Code)
		}
	}
	if want := map[Origin]int{PlanTask: 9, PlanMeasure: 2, OutsideThePlan: 7, StatedPosition: 2}; !reflect.DeepEqual(origins, want) {
		t.Errorf("origins %v, want %v", origins, want)
	}
	p := b.Plan
	if len(p.ProcessDuties) != 3 || len(p.Bodies) != 10 || len(p.Sources) != 43 || len(p.UNReviews) != 11 || p.Oversight != "PRES-ADM" ||
		p.Reporting.By != "GOV" || p.Act.Number != "597" || p.Caution["en"] == "" || p.Reporting.Due != "01-25" {
		t.Errorf("%+v", p)
	}
	if c := b.Commitment("KZ21-2.2"); c.Certainty != "probable" || c.CertaintyNote == "" || c.Deadline != "2023-04" || c.BaselineDeadline != "2023-04" || len(c.Deadlines) != 2 {
		t.Errorf("%+v", c)
	}
	if c := b.Commitment("KZ21-U7"); len(c.Parts) == 0 || c.Parts[0].Code != "KZ21-U7.1" || c.Parts[0].Title["kk"] == "" {
		t.Errorf("%+v", c.Parts)
	}
	if _, linked := b.In("KZ21-9"); len(linked) != 1 || linked[0].Code != "KZ21-U1" {
		t.Errorf("linked to area 9: %d", len(linked))
	}
	if free, _ := b.In(""); len(free) != 2 {
		t.Errorf("%d undertakings without an area", len(free))
	}
}

func TestTwoLaptopsHoldTheSamePlanRecords(t *testing.T) {
	a, b := builtIn(t), builtIn(t)
	for i := range a {
		ra, err := First(a[i])
		if err != nil {
			t.Fatal(err)
		}
		rb, _ := First(b[i])
		if ra.ID != rb.ID || ra.Record != rb.Record || !ra.Author.IsZero() || ra.At != 0 {
			t.Errorf("%s differs", a[i].Base().Ref)
		}
		if again, err := First(Join(History{ra}).Record); err != nil || again.ID != ra.ID {
			t.Errorf("%s does not come back whole", a[i].Base().Ref)
		}
	}
}

func TestFaultyPlansAreRefused(t *testing.T) {
	good, _ := os.ReadFile("../assets/plans/kz-2021.json")
	for name, change := range map[string][2]string{
		"schema": {`"schema": "plan/1"`, `"schema": "plan/9"`}, "code twice": {`"code": "KZ21-2"`, `"code": "KZ21-1"`},
		"no origin": {`"level": "whole task"`, `"level": "rumour"`}, "cut": {`"areas"`, `"areas`}} {
		bad := strings.Replace(string(good), change[0], change[1], 1)
		if bad == string(good) {
			t.Fatalf("%s: nothing replaced", name)
		}
		if _, err := ReadPlan([]byte(bad)); err == nil {
			t.Errorf("%s: taken", name)
		}
	}
}
