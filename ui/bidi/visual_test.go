package bidi

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/go-text/typesetting/di"
	"github.com/go-text/typesetting/shaping"
)

// bare is a string without the marks that Visual adds.
func bare(s string) string {
	return strings.Map(func(r rune) rune {
		if invisible(r) && r != '\n' {
			return -1
		}
		return r
	}, s)
}

func TestVisualPutsRunsInOrder(t *testing.T) {
	for _, c := range []struct {
		text string
		base Base
		want string
	}{
		{"المادة 5 من", RTL, " من5المادة "},
		{"المادة 5 من", Auto, " من5المادة "},
		{"Report عن 2024 ok", LTR, "Report 2024عن  ok"},
		{"Report عن", RTL, " عنReport"},
		{"قبل (abc) بعد", Auto, " بعد)abc(قبل "},
		{"سطر 1\nline 2", Auto, "1سطر \nline 2"},
	} {
		if got := bare(Visual(c.text, c.base)); got != c.want {
			t.Errorf("%q, base %d: %q, want %q", c.text, c.base, got, c.want)
		}
	}
}

func TestVisualLeavesLeftToRightTextAlone(t *testing.T) {
	for _, s := range []string{"", "plain", "KZ21-9.1 (2024)", "Қазақ тілі №5", "Отчёт 15%", "a\nb"} {
		for _, base := range []Base{Auto, LTR} {
			if got := Visual(s, base); got != s {
				t.Errorf("%q became %q", s, got)
			}
		}
	}
}

func TestVisualKeepsEveryLetter(t *testing.T) {
	for _, s := range []string{arabicLine, kazakhLine, marked, "x " + IsolateLTR("+7 (701)") + " ص"} {
		for _, base := range []Base{Auto, LTR, RTL} {
			a, b := []rune(bare(s)), []rune(bare(Visual(s, base)))
			slices.Sort(a)
			slices.Sort(b)
			if !slices.Equal(a, b) {
				t.Errorf("%q, base %d: letters lost or won", s, base)
			}
		}
	}
}

// Fyne cuts a string into runs, turns the letters of right-to-left ones, and sets the
// runs one after another: that must come to what the Unicode algorithm says.
func TestFyneDrawsVisualInTheRightOrder(t *testing.T) {
	newApp(t)
	for _, s := range []string{
		arabicLine, kazakhLine, marked, "x " + IsolateLTR("+7 (701)") + " ص", "٣ - ٤ (٥٪)", "-5 درجة", "a\u202eحق bc\u202cd ه",
		"\u202dحق 12\u202c ن", "[ب] {a} «ج»!", "سلام 😀 שלום عليكم (שלום) №5", "👨‍👩‍👧ب👍🏽ب", "123", "ب\u2067a ب!\u2069.",
	} {
		for _, base := range []Base{Auto, LTR, RTL} {
			text := []rune(s)
			levels, para := Levels(text, base)
			var want []rune
			for _, i := range visualOrder(visualRuns(text, levels, para)) {
				want = append(want, text[i])
			}
			if got := drawnOrder(Visual(s, base)); got != bare(string(want)) {
				t.Errorf("%q, base %d:\n%q\n%q", s, base, got, bare(string(want)))
			}
			pieces := ""
			for _, p := range lay(text, plainSetting(base, 0)).lines[0].pieces {
				pieces += drawnOrder(p.drawn)
			}
			if pieces != bare(string(want)) {
				t.Errorf("%q, base %d, in pieces:\n%q\n%q", s, base, pieces, bare(string(want)))
			}
		}
	}
}

// drawnOrder is the order in which Fyne sets the letters of a string.
func drawnOrder(s string) string {
	text := []rune(s)
	in := shaping.Input{Text: text, RunEnd: len(text), Direction: di.DirectionLTR, Size: 14 << 6}
	var seg shaping.Segmenter
	var out []rune
	for _, part := range seg.Split(in, facesFor(fyne.TextStyle{})) {
		letters := slices.Clone(text[part.RunStart:part.RunEnd])
		if part.Direction.Progression() == di.TowardTopLeft {
			slices.Reverse(letters)
		}
		out = append(out, letters...)
	}
	return bare(string(out))
}

func TestIsolatesKeepCodesWhole(t *testing.T) {
	phone := "+7 (701) 123-45-67"
	if got := Visual("الهاتف: "+IsolateLTR(phone), RTL); !strings.Contains(bare(got), phone) {
		t.Errorf("phone jumbled: %q", got)
	}
	if got := Visual("الملف: "+Isolate("b-2 (final).pdf")+"!", RTL); !strings.Contains(bare(got), "b-2 (final).pdf") {
		t.Errorf("file name jumbled: %q", got)
	}
}

func TestDirectionIsThatOfTheFirstStrongLetter(t *testing.T) {
	for s, want := range map[string]Base{
		"": Auto, "12 — (3)": Auto, "abc": LTR, "5 Қазақ": LTR, "«حق»": RTL, "1. حق abc": RTL,
		IsolateLTR("A/1") + " حق": RTL, IsolateLTR("A/1"): Auto,
	} {
		if got := Direction(s); got != want {
			t.Errorf("%q: %d, want %d", s, got, want)
		}
	}
}

func TestDeepAndUnclosedIsolatesStayQuick(t *testing.T) {
	for _, s := range []string{"\u2067", "\u2068a", "\u202b(", "\u2066ا\u2069", "(ا[", "\u2067x\u2069 "} {
		text := []rune(strings.Repeat(s, 100_000))
		if levels, _ := Levels(text, Auto); len(levels) != len(text) {
			t.Errorf("%q: %d levels for %d runes", s, len(levels), len(text))
		}
	}
}

func FuzzLevelsAndVisual(f *testing.F) {
	for _, s := range []string{arabicLine, kazakhLine, "\u2067a(\u202eb)\u2069c", "\u2329ا\u3009", "\xff\u0000ب"} {
		f.Add(s, uint8(0))
	}
	f.Fuzz(func(t *testing.T, s string, base uint8) {
		b := Base(base % 3)
		text := []rune(s)
		levels, para := Levels(text, b)
		if len(levels) != len(text) || para > 1 {
			t.Fatalf("%d levels for %d runes, paragraph %d", len(levels), len(text), para)
		}
		order := visualOrder(visualRuns(text, levels, para))
		slices.Sort(order)
		for i, at := range order {
			if i != at {
				t.Fatal("the visual order is no permutation")
			}
		}
		was, is := []rune(bare(s)), []rune(bare(Visual(s, b)))
		slices.Sort(was)
		slices.Sort(is)
		if tabs := strings.Count(s, "\t"); tabs == 0 && !slices.Equal(was, is) {
			t.Fatalf("%q lost letters: %q", s, Visual(s, b))
		}
	})
}

func BenchmarkVisual(b *testing.B) {
	for b.Loop() {
		Visual("المادة 5 من العهد الدولي (2024).", RTL)
	}
}

func BenchmarkLevels10000(b *testing.B) {
	text := []rune(strings.Repeat(arabicLine, 80))[:10000]
	for b.Loop() {
		Levels(text, Auto)
	}
}
