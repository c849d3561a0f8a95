package model

import (
	"reflect"
	"testing"
)

// The brief form differs from the whole one only in the fields that it leaves
// out by intention; a field whose key moves is found here.
func TestBriefIsTheWholeWithoutItsTexts(t *testing.T) {
	whole := &Observation{
		Common: Common{ID: ID{1}, Ref: "O-2023-0001-ABCD", Confidentiality: Sealed, Withdrawn: true, Language: "kk",
			Translations: map[string]string{"ru": "machine"}, Note: "note"},
		Commitments: []string{"A-1", "A-2"}, Title: Text{"kk": "t"}, Narrative: Text{"kk": "n"},
		Date: Date{From: "2023-01-01", To: "2023-01-31", Precision: Month}, Region: "KZ-75", Place: "p", Method: "survey",
		Effect: "advances", Rights: []string{"life"}, Groups: []string{"women"}, Affected: Affected{Number: 3, Unit: "persons"},
		Reliability: "B", Credibility: 2, Sources: []ID{{2}}, Tags: []string{"a", "b"}, Review: Approved, NothingFound: true,
	}
	r, err := First(whole)
	if err != nil {
		t.Fatal(err)
	}
	got := &Observation{Common: Common{Note: "of an earlier one"}, Place: "likewise", Tags: []string{"likewise"}}
	if err := r.Brief(got); err != nil {
		t.Fatal(err)
	}
	left := map[string]bool{"language": true, "translations": true, "note": true, "title": true, "narrative": true, "place": true,
		"rights": true, "groups": true, "affected": true, "credibility": true, "sources": true}
	for _, name := range FieldNames(KindObservation) {
		same := reflect.DeepEqual(FieldValue(got, name), FieldValue(whole, name))
		if same == left[name] {
			t.Errorf("%s: left out %v, the same %v", name, left[name], same)
		}
	}
	if got.ID != whole.ID {
		t.Error("another id")
	}
	r.Redacted = true
	if err := r.Brief(got); err == nil {
		t.Error("a redacted revision has a brief form")
	}
}
