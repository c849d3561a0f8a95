package assets

import (
	"slices"
	"strings"
	"testing"
)

func TestALanguageCanBeRehearsed(t *testing.T) {
	if Speaks("en-x-loud") {
		t.Fatal("it is there already")
	}
	Rehearse("en-x-loud", "ar", strings.ToUpper)
	defer delete(books, "en-x-loud")
	w := For("en-x-loud")
	if !Speaks("en-x-loud") || !w.RightToLeft() || w.Language() != "en-x-loud" || slices.Contains(Languages(), "en-x-loud") {
		t.Errorf("speaks %s", w.Language())
	}
	if got, want := w.N("plurals.observation", 2), "2 OBSERVATIONS"; got != want {
		t.Errorf("says %q", got)
	}
	if got := w.T("parts.type_to_go_on", "name", "Anna"); !strings.Contains(got, "Anna") || !strings.Contains(got, "TYPE") {
		t.Errorf("places are changed: %q", got)
	}
}
