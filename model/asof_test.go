package model

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// A report says the day of its newest record, not the one on which it was made;
// and the day that its workbook keeps for coming home judges every consent as
// the day of making did.
func TestTheDayOfAReportComesFromItsRecords(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := &shelf{t: t}
		days := rapid.SampledFrom([]Day{"", "", "2025-01-01", "2026-11-20", "2026-11-22", "2026-11-23", "2027-03-01", "soon"})
		for range rapid.IntRange(1, 6).Draw(t, "sources") {
			s.put(seen(s.put(&Source{CodeName: "Birch", Consent: Consent{Uses: []string{"coalition"}, Expires: days.Draw(t, "expires"), Withdrawn: days.Draw(t, "taken back")}})))
		}
		ask := askFor(t, "coalition")
		first := s.report(ask)
		if first.Count(KindObservation).Written > 0 && first.Today != "1970-01-01" { // the shelf's clock
			t.Fatalf("a report of %s", first.Today)
		}
		ask.Today = first.Mark().Today
		again := s.report(ask)
		if !slices.Equal(first.Withheld, again.Withheld) || first.Today != again.Today || again.Mark().Today != ask.Today {
			t.Fatalf("on %s: %+v, on %s: %+v", askFor(t, "coalition").Today, first.Withheld, ask.Today, again.Withheld)
		}
	})
}
