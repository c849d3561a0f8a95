package assets

import (
	"errors"
	"testing"
)

func TestForUnderstandsTagsAndLocales(t *testing.T) {
	for tag, want := range map[string]string{
		"en": "en", "ar": "ar", "ru": "ru", "kk": "kk",
		"ar-EG": "ar", "ru_RU.UTF-8": "ru", "kk-Cyrl-KZ": "kk", "kk_KZ@euro": "kk", "kaz": "kk", "RU": "ru",
		"": "en", "C": "en", "C.UTF-8": "en", "POSIX": "en", "fr": "en", "zz-bad-": "en", "العربية": "en",
	} {
		if got := For(tag).Language(); got != want {
			t.Errorf("For(%q) speaks %s, want %s", tag, got, want)
		}
	}
	for i, want := range []string{"English", "العربية", "Русский", "Қазақша"} {
		if got := For(Languages()[i]).OwnName(); got != want {
			t.Errorf("%s calls itself %q", Languages()[i], got)
		}
	}
	for _, language := range Languages() {
		if got := For(language).RightToLeft(); got != (language == "ar") {
			t.Errorf("%s: right to left is %v", language, got)
		}
	}
}

func TestPluralsFollowTheLanguage(t *testing.T) {
	for _, c := range []struct {
		language string
		n        int
		want     string
	}{
		{"en", 0, "0 observations"}, {"en", 1, "1 observation"}, {"en", 1234, "1,234 observations"},
		{"ar", 0, "لا ملاحظات"}, {"ar", 1, "ملاحظة واحدة"}, {"ar", 2, "ملاحظتان"}, {"ar", 3, "3 ملاحظات"},
		{"ar", 11, "11 ملاحظة"}, {"ar", 100, "100 ملاحظة"}, {"ar", 103, "103 ملاحظات"},
		{"ru", 1, "1 наблюдение"}, {"ru", 3, "3 наблюдения"}, {"ru", 5, "5 наблюдений"}, {"ru", 11, "11 наблюдений"},
		{"ru", 21, "21 наблюдение"}, {"ru", 1_000_003, "1\u00a0000\u00a0003 наблюдения"},
		{"kk", 1, "1 байқау"}, {"kk", 5, "5 байқау"},
	} {
		if got := For(c.language).N("plurals.observation", c.n); got != c.want {
			t.Errorf("%s %d: %q, want %q", c.language, c.n, got, c.want)
		}
	}
}

func TestPlacesAreFilled(t *testing.T) {
	en, ar := For("en"), For("ar")
	if got := en.T("dates.estimate", "date", "2023"); got != "2023 (estimate)" {
		t.Errorf("a text: %q", got)
	}
	if got := en.T("size.bytes", "number", int64(1234)); got != "1,234 B" {
		t.Errorf("a number: %q", got)
	}
	if got := en.T("dates.estimate", "date", errors.New("none")); got != "none (estimate)" {
		t.Errorf("an error: %q", got)
	}
	if got := ar.T("dates.estimate", "date", "KZ21-9.1"); got != "\u2066KZ21-9.1\u2069 (تقديري)" {
		t.Errorf("a code in Arabic: %q", got)
	}
	if got := en.T("dates.estimate", "date", "{date}"); got != "{date} (estimate)" {
		t.Errorf("a value that looks like a place: %q", got)
	}
}

func TestAMissingKeyIsNotPassedOver(t *testing.T) {
	for name, say := range map[string]func(){
		"text":             func() { For("en").T("no.such") },
		"plural":           func() { For("en").N("no.such", 1) },
		"plural as a text": func() { For("en").T("plurals.observation") },
		"odd arguments":    func() { For("en").T("dates.year", "year") },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: no panic", name)
				}
			}()
			say()
		}()
	}
	if For("en").Has("no.such") || !For("kk").Has("dates.year") || !For("ar").Has("plurals.claim") {
		t.Error("Has is wrong")
	}
}

func TestIsolateKeepsValuesInOnePiece(t *testing.T) {
	for _, c := range []struct{ language, value, want string }{
		{"en", "KZ21-9.1", "KZ21-9.1"},
		{"ru", "تقرير", "\u2068تقرير\u2069"},
		{"ar", "تقرير", "تقرير"},
		{"ar", "1,234.5", "1,234.5"},
		{"ar", "", ""},
		{"ar", "2023-04-01", "\u20662023-04-01\u2069"},
		{"ar", "تقرير.pdf", "\u2068تقرير.pdf\u2069"},
		{"ar", "Қарағанды", "\u2066Қарағанды\u2069"},
	} {
		if got := For(c.language).Isolate(c.value); got != c.want {
			t.Errorf("%s %q: %q, want %q", c.language, c.value, got, c.want)
		}
	}
}

func TestNumbersFollowTheLanguage(t *testing.T) {
	for language, want := range map[string][5]string{
		"en": {"1,234,567", "-12", "1,234.5", "12.5%", "2.4 MB"},
		"ar": {"1,234,567", "\u200e-12", "1,234.5", "12.5%", "2.4 ميغابايت"},
		"ru": {"1\u00a0234\u00a0567", "-12", "1\u00a0234,5", "12,5\u00a0%", "2,4 МБ"},
		"kk": {"1\u00a0234\u00a0567", "-12", "1\u00a0234,5", "12,5%", "2,4 МБ"},
	} {
		w := For(language)
		got := [5]string{w.Number(1234567), w.Number(-12), w.Decimal(1234.5, 1), w.Percent(0.125, 1), w.Size(2_400_000)}
		if got != want {
			t.Errorf("%s: %q, want %q", language, got, want)
		}
	}
	en := For("en")
	for bytes, want := range map[int64]string{0: "0 B", 999: "999 B", 1000: "1.0 KB", 999_950: "1.0 MB", 5e12: "5,000.0 GB"} {
		if got := en.Size(bytes); got != want {
			t.Errorf("size of %d: %q, want %q", bytes, got, want)
		}
	}
}

func TestListsUseTheCommaOfTheLanguage(t *testing.T) {
	if got := For("ru").List([]string{"а", "б"}); got != "а, б" {
		t.Errorf("ru: %q", got)
	}
	if got := For("ar").List([]string{"ألف", "CAT"}); got != "ألف، \u2066CAT\u2069" {
		t.Errorf("ar: %q", got)
	}
	if got := For("en").List(nil); got != "" {
		t.Errorf("nothing: %q", got)
	}
}

func TestOfFindsTheBestWording(t *testing.T) {
	for _, c := range []struct {
		reader, written string
		text            map[string]string
		want, language  string
	}{
		{"ru", "kk", map[string]string{"ru": "р", "kk": "қ", "en": "e"}, "р", "ru"},
		{"ru", "kk", map[string]string{"ru": "", "kk": "қ", "en": "e"}, "қ", "kk"},
		{"ru", "", map[string]string{"ar": "ع", "kk": "қ"}, "қ", "kk"},
		{"ar", "", map[string]string{"ar-EG": "ع", "en": "e"}, "ع", "ar-EG"},
		{"en", "uz", map[string]string{"uz": "o‘", "tg": "т"}, "o‘", "uz"},
		{"en", "", map[string]string{"uz": "o‘", "tg": "т"}, "т", "tg"},
		{"en", "", map[string]string{"ar": ""}, "", ""},
		{"en", "", nil, "", ""},
	} {
		if got, language := For(c.reader).Of(c.text, c.written); got != c.want || language != c.language {
			t.Errorf("%v for %s: %q in %q, want %q in %q", c.text, c.reader, got, language, c.want, c.language)
		}
	}
}
