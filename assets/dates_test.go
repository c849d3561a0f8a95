package assets

import (
	"testing"
	"time"
)

func TestDatesSayNoMoreThanIsKnown(t *testing.T) {
	for _, c := range []struct{ language, from, to, precision, want string }{
		{"en", "2023-04-03", "2023-04-03", "exact", "3 April 2023"},
		{"ar", "2023-04-03", "2023-04-03", "exact", "3 أبريل 2023"},
		{"ru", "2023-04-03", "2023-04-03", "exact", "3 апреля 2023 г."},
		{"kk", "2023-04-03", "2023-04-03", "exact", "2023 ж. 3 сәуір"},
		{"en", "2023-04-01", "2023-04-30", "month", "April 2023"},
		{"ar", "2023-04-01", "2023-04-30", "month", "أبريل 2023"},
		{"ru", "2023-04-01", "2023-04-30", "month", "апрель 2023 г."},
		{"kk", "2023-04-01", "2023-04-30", "month", "2023 ж. сәуір"},
		{"en", "2023-01-01", "2023-12-31", "year", "2023"},
		{"ru", "2023-01-01", "2023-12-31", "year", "2023 г."},

		{"en", "2023-04-03", "", "exact", "3 April 2023"},
		{"en", "2023-04-03", "", "", "3 April 2023"},
		{"en", "2023-04-03", "2023-04-05", "exact", "3 April 2023 – 5 April 2023"},
		{"en", "2023-04-01", "2023-06-30", "month", "April 2023 – June 2023"},
		{"en", "2022-01-01", "2023-12-31", "year", "2022 – 2023"},

		{"en", "2023-03-01", "2023-05-31", "estimate", "March 2023 – May 2023 (estimate)"},
		{"en", "2023-04-01", "2023-04-30", "estimate", "April 2023 (estimate)"},
		{"en", "2023-01-01", "2023-12-31", "estimate", "2023 (estimate)"},
		{"en", "2023-04-03", "2023-04-03", "estimate", "3 April 2023 (estimate)"},
		{"en", "2023-04-03", "2023-04-20", "estimate", "3 April 2023 – 20 April 2023 (estimate)"},
		{"ar", "2023-04-01", "2023-04-30", "estimate", "أبريل 2023 (تقديري)"},
		{"ru", "2023-04-01", "2023-04-30", "estimate", "апрель 2023 г. (приблизительно)"},
		{"kk", "2023-04-01", "2023-04-30", "estimate", "2023 ж. сәуір (шамамен)"},

		{"en", "2023-04-01", "2023-04-30", "unknown_day", "April 2023 (day unknown)"},
		{"en", "2023-04-01", "", "unknown_day", "April 2023 (day unknown)"},
		{"en", "2023-01-01", "2023-12-31", "unknown_day", "2023 (day unknown)"},
		{"en", "2023", "", "unknown_day", "2023 (day unknown)"},
		{"en", "", "", "unknown", "Date unknown"},
		{"en", "2021-06-09", "2023-04-03", "unknown", "Date unknown (9 June 2021 – 3 April 2023)"},
		{"en", "", "", "exact", "Date unknown"},
		{"en", "", "2023-04-03", "exact", "until 3 April 2023"},

		{"en", "2023-04", "2023-04", "exact", "April 2023"},
		{"en", "2023", "2023", "month", "2023"},
		{"en", "2023-04-03T10:00:00Z", "", "exact", "3 April 2023"},
		{"en", "spring", "", "exact", "spring"},
		{"en", "2023-02-30", "", "exact", "2023-02-30"},
		{"ar", "2023-02-30", "", "exact", "2023-02-30"},
	} {
		if got := For(c.language).Date(c.from, c.to, c.precision); got != c.want {
			t.Errorf("%s %s..%s %s: %q, want %q", c.language, c.from, c.to, c.precision, got, c.want)
		}
	}
}

func TestDatesForTheUNHaveBothNames(t *testing.T) {
	ar := For("ar")
	for month, want := range []string{"كانون الثاني/يناير", "شباط/فبراير", "آذار/مارس", "نيسان/أبريل", "أيار/مايو", "حزيران/يونيه",
		"تموز/يوليه", "آب/أغسطس", "أيلول/سبتمبر", "تشرين الأول/أكتوبر", "تشرين الثاني/نوفمبر", "كانون الأول/ديسمبر"} {
		day := time.Date(2023, time.Month(month+1), 3, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
		if got := ar.UNDate(day, day, "exact"); got != "3 "+want+" 2023" {
			t.Errorf("%s: %q", day, got)
		}
		if got := ar.UNDate(day, day, "month"); got != want+" 2023" {
			t.Errorf("month of %s: %q", day, got)
		}
	}
	if got := For("ru").UNDate("2023-04-03", "", "exact"); got != "3 апреля 2023 г." {
		t.Errorf("ru: %q", got)
	}
}

func TestShortDatesAndMoments(t *testing.T) {
	for language, want := range map[string][2]string{
		"en": {"14 Nov 2023", "14 November 2023, 09:05"},
		"ar": {"14 نوفمبر 2023", "14 نوفمبر 2023، \u206609:05\u2069"},
		"ru": {"14 нояб. 2023 г.", "14 ноября 2023 г., 09:05"},
		"kk": {"2023 ж. 14 қар.", "2023 ж. 14 қараша, 09:05"},
	} {
		w := For(language)
		moment := time.Date(2023, time.November, 14, 9, 5, 0, 0, time.UTC)
		if got := [2]string{w.ShortDate("2023-11-14", "", "exact"), w.Moment(moment)}; got != want {
			t.Errorf("%s: %q, want %q", language, got, want)
		}
	}
}

func TestRussianShortDatesStandInTheGenitive(t *testing.T) {
	for iso, want := range map[string]string{"2023-05-13": "13 мая 2023 г.", "2023-06-06": "6 июня 2023 г.", "2023-02-01": "1 февр. 2023 г."} {
		if got := For("ru").ShortDate(iso, iso, "exact"); got != want {
			t.Errorf("%s: %q, want %q", iso, got, want)
		}
	}
	if got := For("ru").ShortDate("2023-06-01", "2023-06-30", "month"); got != "июнь 2023 г." {
		t.Errorf("a month alone: %q", got)
	}
}

func TestBriefDatesFitAColumn(t *testing.T) {
	for _, c := range []struct{ language, from, to, precision, want string }{
		{"en", "2023-04-03", "2023-04-03", "exact", "3 Apr 2023"},
		{"en", "2023-04-03", "2023-04-05", "exact", "3–5 Apr 2023"},
		{"ru", "2023-04-03", "2023-04-05", "exact", "3–5 апр. 2023 г."},
		{"kk", "2023-04-03", "2023-04-05", "exact", "2023 ж. 3–5 сәу."},
		{"en", "2023-04-30", "2023-05-01", "exact", "30 Apr 2023 – 1 May 2023"},
		{"en", "2023-04-01", "2023-04-30", "month", "Apr 2023"},
		{"en", "2023-04-01", "2023-04-30", "estimate", "~ Apr 2023"},
		{"ar", "2023-04-01", "2023-04-30", "estimate", "~ أبريل 2023"},
		{"en", "2023-04-01", "2023-04-30", "unknown_day", "Apr 2023"},
		{"en", "2021-06-09", "2023-04-03", "unknown", "Date unknown"},
		{"en", "", "", "exact", "Date unknown"},
		{"en", "spring", "", "exact", "spring"},
	} {
		if got := For(c.language).BriefDate(c.from, c.to, c.precision); got != c.want {
			t.Errorf("%s %s..%s %s: %q, want %q", c.language, c.from, c.to, c.precision, got, c.want)
		}
	}
}
