package model

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

// Whatever a profile's file asks for, the rules stay closed, and every fault is
// named at once.
func TestAProfileMayBeStricterNeverLooser(t *testing.T) {
	_, err := ReadProfile(strings.NewReader(`{"code":"Press kit","ceiling":"public","reviews":["approved","draft"],"uses":[],"organisations":true,"file_details":true,
	 "places":true,"small_count":2,"revisions":true,"sheets":["summary","summary","nowhere"],"without":{"observations":["_id","ref"]},"bodies":["XYZ"],"words":-1,"hxl":true}`))
	var f Faults
	if !errors.As(err, &f) {
		t.Fatal(err)
	}
	var got []string
	for _, x := range f {
		got = append(got, x.Field)
	}
	for _, want := range []string{"code", "reviews[1]", "uses", "organisations", "file_details", "places", "small_count", "revisions", "sheets.cover", "sheets.withheld",
		"sheets[1]", "sheets[2]", "without.observations[0]", "without.observations[1]", "bodies[0]", "words", "hxl"} {
		if !slices.Contains(got, want) {
			t.Errorf("%s is not named in %v", want, got)
		}
	}
	for _, c := range []struct{ text, field string }{
		{`{"code":"x","celling":"public"}`, "celling"},
		{`{"code":7,"sheets":"cover"}`, "sheets"},
		{`{"code":"x","ceiling":"sealed"}`, "ceiling"},
		{`{"code":"x","ceiling":"organisation"}`, "ceiling"},
		{`{"code":"x","ceiling":"public","uses":["public_report","internal"]}`, "uses[1]"}, // no consent to a narrower use
		{`{"code":"x","ceiling":"public","uses":["coalition"]}`, "uses[0]"},
		{`{"code":"x","ceiling":"coalition","uses":["internal"]}`, "uses[0]"},
		{`{"code":"x","without":{"withheld":["n"]}}`, "without.withheld"},
		{"{\"code\":\"x\"\n \"ceiling\":\"public\"}", "2:2"}, // a comma is missing
		{"{", "1:1"},
	} {
		if _, err := ReadProfile(strings.NewReader(c.text)); !errors.As(err, &f) || len(f.Of(c.field)) == 0 {
			t.Errorf("%s: %v", c.text, err)
		}
	}
	for _, text := range []string{"", "[]", "null", strings.Repeat(" ", maxProfile+1)} {
		if _, err := ReadProfile(strings.NewReader(text)); !errors.Is(err, ErrProfile) && !errors.Is(err, ErrTooLarge) {
			t.Errorf("%.20q: %v", text, err)
		}
	}
	changed, _ := ProfileOf("public")
	changed.Sheets = []string{"cover", "withheld"}
	if err := changed.Check(); !errors.As(err, &f) || f[0].Field != "code" || f[0].Rule != RuleOwnName {
		t.Errorf("a changed copy keeps the name: %v", err)
	}
	changed.Code = "my_public"
	if err := changed.Check(); err != nil {
		t.Errorf("a copy: %v", err)
	}
}
