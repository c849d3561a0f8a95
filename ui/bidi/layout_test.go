package bidi

import (
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
)

func plainSetting(base Base, width float32) setting {
	return setting{base: base, width: width, wrap: width > 0, size: 14}
}

// checkLines fails unless every rune stands on exactly one line, or ends one.
func checkLines(t *testing.T, l *layout) {
	t.Helper()
	at := 0
	for i, ln := range l.lines {
		if ln.start != at {
			if ln.start != at+1 || !endsLine(l.text[at]) {
				t.Fatalf("line %d begins at %d, not at %d", i, ln.start, at)
			}
		}
		covered := make([]int, ln.end-ln.start)
		for _, p := range ln.pieces {
			for k := p.start; k < p.end; k++ {
				covered[k]++
			}
		}
		if i := slices.IndexFunc(covered, func(n int) bool { return n != 1 }); i >= 0 {
			t.Fatalf("rune %d of a line stands %d times", i, covered[i])
		}
		at = ln.end
	}
	if at != len(l.text) {
		t.Fatalf("lines end at %d of %d", at, len(l.text))
	}
}

func TestEveryRuneStandsOnOneLineThatFits(t *testing.T) {
	newApp(t)
	text := []rune(strings.Repeat(arabicLine+" "+kazakhLine+"\n", 3))
	for _, w := range []float32{20, 60, 120, 333, 900} {
		l := lay(text, plainSetting(Auto, w))
		checkLines(t, l)
		for i, ln := range l.lines {
			if ln.width > w+0.01 {
				t.Errorf("line %d of %v units in %v", i, ln.width, w)
			}
			if ln.x < -0.01 || ln.x+ln.width > w+0.01 {
				t.Errorf("line %d stands from %v to %v in %v", i, ln.x, ln.x+ln.width, w)
			}
		}
	}
}

// What we measure is what Fyne draws, so that caret and pieces agree with the letters.
func TestWidthsAreThoseOfFyne(t *testing.T) {
	newApp(t)
	for _, style := range []fyne.TextStyle{{}, {Bold: true}} {
		for _, s := range []string{
			"Report 2024 (ok), AVAST To. fi ffl", "Қазақ тілі ң, Әділет — №5", "تلتزم الدولة بتنفيذ العهد", "بِسْمِ ٱللَّٰهِ لا إله",
			"٣٫١٤ و ۴۵", "a\u0301b ё", "Tab\there",
		} {
			set := plainSetting(Auto, 0)
			set.style = style
			l := lay([]rune(s), set)
			for _, p := range l.lines[0].pieces {
				if w := fyne.MeasureText(p.drawn, 14, style).Width; abs(w-p.w) > 0.05 {
					t.Errorf("%q (bold %v): ours %v, Fyne's %v", p.drawn, style.Bold, p.w, w)
				}
			}
		}
	}
}

func TestLettersOfAnUnknownScriptShareTheWidthThatFyneSays(t *testing.T) {
	newApp(t)
	l := lay([]rune("中文字"), plainSetting(Auto, 0))
	ln := l.lines[0]
	if want := fyne.MeasureText("\u200e中文字\u200e", 14, fyne.TextStyle{}).Width; abs(ln.width-want) > 0.05 || ln.adv[0] != ln.adv[2] {
		t.Errorf("%v, want %v in equal parts", ln.adv, want)
	}
}

func TestATornWordGoesOnJoining(t *testing.T) {
	newApp(t)
	l := lay([]rune("بيتبيتبيتبيت"), plainSetting(Auto, 40))
	if len(l.lines) < 2 {
		t.Fatal("the word was not torn")
	}
	for i := range l.lines[1:] {
		end, start := l.lines[i].pieces[0].drawn, l.lines[i+1].pieces[0].drawn
		if !strings.HasSuffix(end, "\u200d\u200f") || !strings.HasPrefix(start, "\u200f\u200d") {
			t.Errorf("%q | %q: no joiner", end, start)
		}
	}
	// After a letter that joins to nothing, none is wanted.
	p := penFor(14, fyne.TextStyle{})
	for s, want := range map[string]bool{"بت": true, "دب": false, "لا": true, "بَت": true, "ab": false, "ب ت": false, "بA": false} {
		text := []rune(s)
		if got := p.joinsAt(text, len(text)-1); got != want {
			t.Errorf("%q joins: %v", s, got)
		}
	}
}

func TestSymbolsOfDocumentsAreNotTorn(t *testing.T) {
	newApp(t)
	l := lay([]rune("See A/HRC/55/12 and A/HRC/55/13"), plainSetting(LTR, 95))
	for _, ln := range l.lines {
		if ln.end > ln.start && l.text[ln.end-1] == '/' {
			t.Errorf("%q ends in a slash", string(l.text[ln.start:ln.end]))
		}
	}
}

// A line never begins with a dot or a dash between words, nor ends in a number that counts what follows, while there is
// another place for its end; where there is none, words are still not torn.
func TestLinesEndWherePrintersEndThem(t *testing.T) {
	newApp(t)
	text := []rune("Отчет за 2024 год · 14 января · с. 22 – приказ № 597 · ملح · فرن – 6 наблюдений 2025 г. и 2024 ж.")
	for w := float32(60); w < 700; w += 7 {
		l := lay(text, plainSetting(Auto, w))
		checkLines(t, l)
		for i, ln := range l.lines {
			line := strings.TrimSpace(string(text[ln.start:ln.end]))
			if ln.torn {
				t.Errorf("%v units: %q tears a word", w, line)
			}
			begins := strings.HasPrefix(line, "· ") || strings.HasPrefix(line, "– ")
			ends := strings.HasSuffix(line, "№") || strings.HasSuffix(line, " 14") || strings.HasSuffix(line, " 6") || strings.HasSuffix(line, "с.") || strings.HasSuffix(line, "2025") || strings.HasPrefix(line, "ж.")
			if w > 110 && (begins || ends) {
				t.Errorf("%v units: line %d is %q", w, i, line)
			}
		}
	}
}

func TestTallMarksAreDrawnWhole(t *testing.T) {
	newApp(t)
	p := penFor(14, fyne.TextStyle{})
	for s, want := range map[string]bool{"ٱللَّٰهِ": true, "حقوق": false, "Report": false} {
		l := lay([]rune(s), plainSetting(Auto, 0))
		k := inks(l.lines, plainSetting(Auto, 0), p, nil, fyne.Position{})[0]
		if (k.source != nil) != want {
			t.Errorf("%q: taller font %v", s, k.source != nil)
		}
		if !want {
			continue
		}
		size, base := fyne.CurrentApp().Driver().RenderedTextSize(k.drawn, 14, k.style, k.source)
		_, low := fyne.CurrentApp().Driver().RenderedTextSize(k.drawn, 14, k.style, nil)
		if abs(k.pos.Y+base-low) > 0.3 || abs(size.Width-k.room.Width) > 0.05 {
			t.Errorf("baseline at %v, want %v; width %v, want %v", k.pos.Y+base, low, size.Width, k.room.Width)
		}
	}
}

func TestOnlyTheChangedParagraphIsSetAgain(t *testing.T) {
	newApp(t)
	var c compositor
	set := plainSetting(Auto, 200)
	a := c.lay([]rune("first\nsecond\nthird"), set)
	b := c.lay([]rune("first\nsecond!\nthird"), set)
	if a.lines[0].row != b.lines[0].row || a.lines[2].row != b.lines[2].row || a.lines[1].row == b.lines[1].row {
		t.Error("kept paragraphs are not those that stayed the same")
	}
	set.width = 100
	if d := c.lay([]rune("first"), set); d.lines[0].row == b.lines[0].row {
		t.Error("a paragraph was kept for another width")
	}
}

func TestRowsThatComeAgainAreThoseOfAFreshLayout(t *testing.T) {
	newApp(t)
	random := rand.New(rand.NewPCG(7, 7))
	letters := []rune("حقوقالإنسانabc 5،(.)  \n")
	var c compositor
	set := plainSetting(Auto, 180)
	set.wrap = true
	text := []rune(strings.Repeat(arabicLine+" abc ", 6))
	for step := range 300 {
		at := random.IntN(len(text) + 1)
		if random.IntN(4) == 0 && at < len(text) {
			text = slices.Delete(slices.Clone(text), at, at+1)
		} else {
			text = slices.Insert(slices.Clone(text), at, letters[random.IntN(len(letters))])
		}
		got, want := c.lay(text, set), lay(text, set)
		if len(got.lines) != len(want.lines) {
			t.Fatalf("step %d: %d lines, fresh %d", step, len(got.lines), len(want.lines))
		}
		for i := range got.lines {
			g, w := got.lines[i], want.lines[i]
			if g.start != w.start || g.end != w.end || g.x != w.x || !reflect.DeepEqual(g.pieces, w.pieces) ||
				!slices.Equal(g.left, w.left) || !slices.Equal(g.rtl, w.rtl) || !slices.Equal(g.row.whole, w.row.whole) {
				t.Fatalf("step %d, line %d: %+v, fresh %+v", step, i, *g.row, *w.row)
			}
		}
	}
}

func TestForgetLeavesNoWord(t *testing.T) {
	newApp(t)
	lay([]rune("testimony"), plainSetting(LTR, 0))
	if len(measured) == 0 {
		t.Fatal("nothing was remembered")
	}
	Forget()
	if len(measured) != 0 {
		t.Errorf("%d words left", len(measured))
	}
}

func TestAlignmentFollowsTheBase(t *testing.T) {
	newApp(t)
	x := func(s string, base Base, align fyne.TextAlign) float32 {
		set := plainSetting(base, 300)
		set.align = align
		ln := lay([]rune(s), set).lines[0]
		return (ln.x + ln.width/2) / 300
	}
	for _, c := range []struct {
		text  string
		base  Base
		align fyne.TextAlign
		right bool
	}{
		{"سلام", Auto, fyne.TextAlignLeading, true},
		{"سلام", Auto, fyne.TextAlignTrailing, false},
		{"سلام", LTR, fyne.TextAlignLeading, false},
		{"hello", RTL, fyne.TextAlignLeading, true},
		{"hello", Auto, fyne.TextAlignLeading, false},
		{"123", Auto, fyne.TextAlignTrailing, true},
	} {
		if at := x(c.text, c.base, c.align); (at > 0.5) != c.right {
			t.Errorf("%q, base %d, align %d: middle at %v", c.text, c.base, c.align, at)
		}
	}
	if at := x("سلام", Auto, fyne.TextAlignCenter); abs(at-0.5) > 0.01 {
		t.Errorf("centre at %v", at)
	}
}

func FuzzLay(f *testing.F) {
	f.Add(arabicLine, float32(60), uint8(0))
	f.Add("\u202eabc\u2067x\r\n\ty\u2029بيت\u200dبيت", float32(10), uint8(2))
	f.Add("👨‍👩‍👧 a\u0301\u0301\u0301", float32(1), uint8(1))
	newApp(f)
	f.Fuzz(func(t *testing.T, s string, width float32, base uint8) {
		if len(s) > 300 || width != width {
			return
		}
		l := lay([]rune(s), plainSetting(Base(base%3), min(max(width, 0), 1e4)))
		checkLines(t, l)
		for i := range l.lines {
			ln := &l.lines[i]
			for _, st := range ln.stops() {
				if st.pos < ln.start || st.pos > ln.end {
					t.Fatalf("caret at %d outside of %d to %d", st.pos, ln.start, ln.end)
				}
			}
		}
		layCut([]rune(s), plainSetting(Base(base%3), min(max(width, 0), 1e4)), 2)
	})
}

func BenchmarkLabelLayout500(b *testing.B) {
	newApp(b)
	text := []rune(strings.Repeat(arabicLine, 4))[:500]
	for b.Loop() {
		lay(text, plainSetting(Auto, 400))
	}
}
