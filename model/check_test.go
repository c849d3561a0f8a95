package model

import (
	"encoding/json"
	"os"
	"slices"
	"testing"
)

// Every code has a word in every language, under its list.
func TestCodesHaveWords(t *testing.T) {
	lists := map[string][]string{"enum_confidentiality": Confidentialities, "enum_review": ReviewStates, "enum_precision": Precisions,
		"enum_method": Methods, "enum_effect": Effects, "enum_reliability": Reliabilities, "enum_unit": Units, "enum_group": Groups,
		"enum_right": Rights, "enum_official_status": OfficialStatuses, "enum_verifiable": Verifiables, "enum_level": Levels,
		"enum_scale": Scales, "enum_grade_house": HouseGrades, "enum_grade_ogp": OGPGrades, "enum_grade_ccpr": CCPRGrades,
		"enum_grade_upr": UPRGrades, "enum_evidence_status": EvidenceStatuses, "enum_schedule_status": ScheduleStatuses,
		"enum_confidence": Confidences, "enum_verdict": Verdicts, "enum_priority": Priorities, "enum_origin": Origins,
		"enum_certainty": Certainties, "enum_commitment_kind": CommitmentKinds, "enum_role": Roles, "enum_copy": Copies,
		"enum_sensitive_mark": SensitiveMarks, "enum_custody_event": CustodyEvents, "enum_consent_use": ConsentUses,
		"enum_consent_identity": ConsentIdentity, "enum_source_kind": SourceKinds, "enum_connection": Connections,
		"enum_translation_status": TranslationStatuses}
	for _, l := range []string{"en", "ar", "ru", "kk"} {
		b, err := os.ReadFile("../assets/words/" + l + ".json")
		if err != nil {
			t.Fatal(err)
		}
		var words map[string]map[string]json.RawMessage
		if err := json.Unmarshal(b, &words); err != nil {
			t.Fatal(err)
		}
		for section, list := range lists {
			if len(words[section]) != len(list) {
				t.Errorf("%s: %s has %d words for %d codes", l, section, len(words[section]), len(list))
			}
			for _, code := range list {
				if _, ok := words[section][code]; !ok {
					t.Errorf("%s: no word for %s.%s", l, section, code)
				}
			}
		}
	}
}

func TestStoredKeysAreUnique(t *testing.T) {
	for _, k := range Kinds {
		table, seen := tableOf(k), map[uint64]bool{}
		for _, f := range table.list {
			if seen[f.key] {
				t.Errorf("%s: key %d twice", k, f.key)
			}
			seen[f.key] = true
			if own := f.key >= 10; own != (len(f.index) == 1) {
				t.Errorf("%s.%s: key %d lies in the wrong range", k, f.name, f.key)
			}
		}
		if len(table.list) < 8 {
			t.Errorf("%s has %d fields", k, len(table.list))
		}
	}
}

func TestAnIncompleteDraftIsSound(t *testing.T) {
	if err := (&Observation{Review: Draft}).Check(Known{}); err != nil {
		t.Error(err)
	}
	err := (&Observation{Review: Draft, Method: "telepathy"}).Check(Known{})
	if f, _ := err.(Faults); len(f.Of("method")) != 1 {
		t.Errorf("%v", err)
	}
	err = (&Observation{}).Check(Known{})
	f, _ := err.(Faults)
	for _, field := range []string{"commitments", "title", "date", "method"} {
		if len(f.Of(field)) != 1 {
			t.Errorf("%s: %v", field, err)
		}
	}
}

func TestDates(t *testing.T) {
	for _, c := range []struct {
		d  Date
		ok bool
	}{
		{Date{"2023-04-01", "2023-04-30", Month}, true}, {Date{"2023-04-01", "", Exact}, true}, {Date{"", "", UnknownDate}, true},
		{Date{"2024-02-29", "2024-02-29", Exact}, true}, {Date{"2023-02-29", "", Exact}, false}, {Date{"2023-04-02", "2023-04-01", Exact}, false},
		{Date{"", "", Exact}, false}, {Date{"", "2023-04-01", Estimate}, false}, {Date{"0999-01-01", "", Year}, false}, {Date{"2023-4-1", "", Exact}, false},
	} {
		var f Faults
		c.d.check("date", &f)
		if (len(f) == 0) != c.ok {
			t.Errorf("%+v: %v", c.d, f)
		}
	}
	d := Date{"2023-04-01", "2023-04-30", Month}
	if !d.Overlaps("2023-04-30", "") || d.Overlaps("2023-05-01", "") || !d.Overlaps("", "2023-04-01") || (Date{}).Overlaps("2020-01-01", "") {
		t.Error("overlap")
	}
}

func TestConsent(t *testing.T) {
	c := Consent{Uses: []string{"coalition", "un_body"}, Expires: "2024-12-31"}
	for _, x := range []struct {
		use string
		on  Day
		ok  bool
	}{{"coalition", "2024-12-31", true}, {"coalition", "2025-01-01", false}, {"public_report", "2024-01-01", false}} {
		if c.Allows(x.use, x.on) != x.ok {
			t.Errorf("%+v", x)
		}
	}
	c.Withdrawn = "2024-05-01"
	if c.Allows("coalition", "2024-05-01") || !c.Allows("coalition", "2024-04-30") {
		t.Error("withdrawal holds from its day on")
	}
}

func TestIdentityIsAlwaysSealed(t *testing.T) {
	i := &Identity{Common: Common{Confidentiality: Coalition}, Source: ID{1}, Who: "someone"}
	if f, _ := i.Check(Known{}).(Faults); len(f.Of("confidentiality")) != 1 {
		t.Error("an identity may leave the device")
	}
	if !slices.Contains(Kinds, KindIdentity) || !KindIdentity.Local() || DefaultConfidentiality(KindIdentity) != Sealed {
		t.Error("identity is not local")
	}
}

// An observation came without its source, which stayed behind: whoever has it may change it, but can give it no other
// source that is not here.
func TestWhatWasNamedBeforeMayStay(t *testing.T) {
	known := Known{Record: func(ID, Kind) bool { return false }}
	was := &Observation{Commitments: []string{"KZ21-9.1"}, Title: Text{"en": "A"}, Method: "site_visit", Date: Date{Precision: UnknownDate}, Sources: []ID{{1}}}
	now := *was
	now.Title = Text{"en": "B"}
	if err := now.Check(known.Beside(was)); err != nil {
		t.Errorf("the same source: %v", err)
	}
	now.Sources = []ID{{1}, {2}}
	if f, _ := now.Check(known.Beside(was)).(Faults); len(f) != 1 || f[0].Field != "sources[1]" || f[0].Rule != RuleUnknown {
		t.Errorf("another source: %v", f)
	}
	if err := now.Check(known); err == nil || now.Check(known.Beside(nil)) == nil {
		t.Error("a new record may name what is not here")
	}
}
