package model

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// A ref is read the same in the form in which it is written and, the long way
// round, in lower case with spaces about it.
func TestRefsAreReadInAnyCase(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.OneOf(rapid.StringMatching(`[OCFESRMVILX](-[0-9]{3,5})?(-[0-9]{0,11})?(-[0-9A-Z]{3,5})?-?`), rapid.String()).Draw(t, "ref")
		got, ok := ParseRef(s)
		slow, slowOK := ParseRef(" " + strings.ToLower(s) + "\t")
		if ok != slowOK || ok && got != slow {
			t.Fatalf("%q: %+v %v, the long way %+v %v", s, got, ok, slow, slowOK)
		}
		if ok && got.Number < 10_000 {
			if again, ok := ParseRef(got.String()); !ok || again != got {
				t.Fatalf("%q is written as %q", s, got.String())
			}
		}
	})
}

func TestRefsAreWrittenWithFourDigits(t *testing.T) {
	for _, r := range []Ref{{"O", 2024, 17, "K7QF"}, {"S", 0, 3, ""}, {"C", 7, 12_345, "AAAA"}, {"E", 2023, 1_000_000, ""}} {
		want := r.Letter
		if hasYear(r.Letter) {
			want += fmt.Sprintf("-%04d", r.Year)
		}
		want += fmt.Sprintf("-%04d", r.Number)
		if r.Letters != "" {
			want += "-" + r.Letters
		}
		if r.String() != want {
			t.Errorf("%s, want %s", r, want)
		}
	}
}
