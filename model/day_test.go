package model

import (
	"testing"
	"time"
)

// A day has the parts that the library says, or none.
func TestDaysAreThoseOfTheCalendar(t *testing.T) {
	check := func(s string) {
		t.Helper()
		want, err := time.Parse(time.DateOnly, s)
		year, month, day, ok := Day(s).Parts()
		if ok != (err == nil) || ok && (year != want.Year() || month != want.Month() || day != want.Day()) {
			t.Fatalf("%q: %d %d %d %v, by the library %v, %v", s, year, month, day, ok, want, err)
		}
	}
	for _, year := range []string{"0000", "1900", "2000", "2023", "2024", "9999", "202a", "-202"} {
		for _, month := range []string{"00", "01", "02", "04", "06", "09", "11", "12", "13", " 1", "1a"} {
			for _, day := range []string{"00", "01", "28", "29", "30", "31", "32", "-1"} {
				check(year + "-" + month + "-" + day)
			}
		}
	}
	for _, s := range []string{"", "2023", "2023-01", "2023-01-01 ", "2023/01/01", "2023-1-01", "2023-01-1", "12023-01-01", "٢٠٢٣-01"} {
		check(s)
	}
}
