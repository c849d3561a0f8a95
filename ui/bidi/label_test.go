package bidi

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"
)

// drawnText is what a label's texts say, in the order they were made.
func drawnText(l *Label) string {
	var parts []string
	for _, o := range test.WidgetRenderer(l).Objects() {
		if t, ok := o.(*canvas.Text); ok {
			parts = append(parts, bare(t.Text))
		}
	}
	return strings.Join(parts, "|")
}

func TestLabelAsksForTheHeightOfItsWidth(t *testing.T) {
	newApp(t)
	l := NewLabel(arabicLine+"\n"+kazakhLine, Auto)
	for _, w := range []float32{100, 200, 600, 3000} {
		l.Resize(fyne.NewSize(w, 10))
		want := Height(l.Text, Auto, w, 14, fyne.TextStyle{})
		if got := l.MinSize().Height; got != want || l.HeightAt(w) != want {
			t.Errorf("at %v: asks for %v, HeightAt says %v, Height %v", w, got, l.HeightAt(w), want)
		}
		if l.MinSize().Width > 30 {
			t.Errorf("a wrapping label asks for %v", l.MinSize().Width)
		}
	}
	if got := l.MinSize().Height; got != 2*RowHeight(fyne.TextStyle{}, 14) {
		t.Errorf("two paragraphs in full width are %v high", got)
	}
}

func TestLabelInOneLineAsksForItsWidth(t *testing.T) {
	newApp(t)
	l := NewLabel("حالة\nالالتزام (5)", Auto)
	l.Wrap = false
	l.Refresh()
	want := lay([]rune("حالة الالتزام (5)"), plainSetting(Auto, 0)).lines[0].width
	if m := l.MinSize(); m.Width != want || m.Height != RowHeight(fyne.TextStyle{}, 14) {
		t.Errorf("asks for %v, its text is %v wide", m, want)
	}
	l.Resize(l.MinSize())
	if got := drawnText(l); strings.Contains(got, "…") {
		t.Errorf("cut in the width it asked for: %q", got)
	}
	l.MaxLines = 1
	l.Refresh()
	if m := l.MinSize(); m.Width > 30 {
		t.Errorf("a label that may be cut asks for %v", m)
	}
}

func TestEllipsisStandsAtTheEndInTheOrderOfReading(t *testing.T) {
	newApp(t)
	for _, c := range []struct {
		text  string
		base  Base
		right bool // where the line begins
	}{
		{arabicLine, Auto, true}, {kazakhLine, Auto, false}, {arabicLine, LTR, false},
		{"Report " + arabicLine, RTL, true}, {"12 - 5 - 7 - 8 - 1 - 2 - 4 - 5 - 6 " + arabicLine, Auto, true},
	} {
		for _, most := range []int{1, 2, 3} {
			set := plainSetting(c.base, 150)
			l := layCut([]rune(c.text), set, most)
			if len(l.lines) > most || l.text[len(l.text)-1] != ellipsis {
				t.Fatalf("%q in %d: %d lines, ends in %q", c.text, most, len(l.lines), l.text[len(l.text)-1])
			}
			if !strings.HasPrefix(c.text, strings.TrimSuffix(string(l.text), "…")) {
				t.Errorf("%q is not the beginning of the text", string(l.text))
			}
			last := &l.lines[len(l.lines)-1]
			at := last.edge(last.end-last.start-1, true)
			if c.right && at > last.width/2 || !c.right && at < last.width/2 {
				t.Errorf("%q, base %d: ellipsis at %v of %v", string(l.text), c.base, at, last.width)
			}
			for _, ln := range l.lines {
				if ln.width > 150 {
					t.Errorf("a line of %v", ln.width)
				}
			}
		}
	}
}

func TestEllipsisWastesNoRoom(t *testing.T) {
	newApp(t)
	for w := float32(40); w < 400; w += 7 {
		set := setting{base: Auto, width: w, size: 14}
		l := layCut([]rune(arabicLine), set, 1)
		rest := string([]rune(arabicLine)[len(l.text)-1:])
		word := rest[:len(rest)-len(strings.TrimLeft(rest, leadsOn+" "))]
		more, _, _ := strings.Cut(strings.TrimPrefix(rest, word), " ")
		next := string(l.text[:len(l.text)-1]) + word + more
		if longer := lay([]rune(next+"…"), set).lines[0].width; longer <= w {
			t.Errorf("at %v %q shows, but %q would fit", w, string(l.text), next)
		}
	}
}

func TestEllipsisTearsNoWord(t *testing.T) {
	newApp(t)
	const text = "Carry out the plan's main task: human rights in criminal justice"
	for w := float32(80); w < 400; w += 7 {
		shown := strings.TrimSuffix(string(layCut([]rune(text), setting{base: LTR, width: w, size: 14}, 1).text), "…")
		if rest := strings.TrimPrefix(text, shown); rest != "" && !strings.HasPrefix(strings.TrimLeft(rest, leadsOn), " ") {
			t.Errorf("at %v a word is torn: %q", w, shown)
		}
	}
	if l := layCut([]rune("Hauptpolizeidienststellenleiter im Dienst"), setting{base: LTR, width: 90, size: 14}, 1); len(l.text) < 8 {
		t.Errorf("of a long word nothing is left: %q", string(l.text))
	}
}

func TestWhatFitsIsNotCut(t *testing.T) {
	newApp(t)
	for _, most := range []int{0, 1, 2} {
		set := plainSetting(Auto, 300)
		if l := layCut([]rune("حق (5)"), set, most); string(l.text) != "حق (5)" {
			t.Errorf("%q", string(l.text))
		}
	}
	lines := layCut([]rune("a\nb\nc"), plainSetting(Auto, 300), 2)
	if string(lines.text) != "a\nb…" {
		t.Errorf("%q", string(lines.text))
	}
}

func TestALongNarrativeInARowIsNotLaidOutWhole(t *testing.T) {
	newApp(t)
	text := []rune(strings.Repeat(arabicLine, 500))
	some, more := enough(text, setting{width: 300, size: 14}, 1)
	if !more || len(some) > 300 {
		t.Errorf("%d runes are laid out for one row", len(some))
	}
}

func TestMarksStandBehindTheirLetters(t *testing.T) {
	newApp(t)
	l := NewLabel("المادة 5 من العهد", Auto)
	l.Resize(fyne.NewSize(300, 40))
	l.Marks = []Mark{{From: 0, To: 8, ColorName: theme.ColorNameWarning}, {From: 100, To: 200}, {From: -5, To: 0}}
	l.Refresh()
	var grounds []*canvas.Rectangle
	for i, o := range test.WidgetRenderer(l).Objects() {
		if r, ok := o.(*canvas.Rectangle); ok {
			if grounds = append(grounds, r); i >= 2 {
				t.Error("a mark stands before the text")
			}
		}
	}
	if len(grounds) != 2 { // the Arabic word, the number
		t.Fatalf("%d grounds", len(grounds))
	}
	if grounds[0].FillColor != sheet.Color(theme.ColorNameWarning, 0) {
		t.Error("the mark has another colour")
	}
	ln := lay([]rune(l.Text), l.setting(300)).lines[0]
	right := max(grounds[0].Position().X+grounds[0].Size().Width, grounds[1].Position().X+grounds[1].Size().Width)
	if abs(right-(ln.x+ln.width)) > 0.1 {
		t.Errorf("the mark ends at %v, the text at %v", right, ln.x+ln.width)
	}
}

func TestLabelShowsANewText(t *testing.T) {
	newApp(t)
	l := NewLabel("first", Auto)
	l.Resize(fyne.NewSize(300, 40))
	kept := test.WidgetRenderer(l).Objects()[0]
	l.SetText("second\nثالث")
	if got := drawnText(l); got != "second|ثالث" {
		t.Errorf("shows %q", got)
	}
	if test.WidgetRenderer(l).Objects()[0] != kept {
		t.Error("a new object, though one was spare") // its picture would stay in memory
	}
	l.SizeName, l.TextStyle, l.ColorName = theme.SizeNameHeadingText, fyne.TextStyle{Bold: true}, theme.ColorNamePrimary
	l.Refresh()
	c := test.WidgetRenderer(l).Objects()[0].(*canvas.Text)
	if c.TextSize != theme.Size(theme.SizeNameHeadingText) || !c.TextStyle.Bold || c.Color != sheet.Color(theme.ColorNamePrimary, 0) {
		t.Error("size, style or colour is another")
	}
	l.SetText("")
	if got := drawnText(l); got != "" || l.MinSize().Height == 0 {
		t.Errorf("an empty label shows %q and is %v", got, l.MinSize())
	}
}

func BenchmarkLabelInARow(b *testing.B) {
	newApp(b)
	l := NewLabel("", Auto)
	l.Wrap, l.MaxLines = false, 1
	l.Resize(fyne.NewSize(240, 20))
	texts := []string{arabicLine, kazakhLine, arabicLine + kazakhLine}
	i := 0
	for b.Loop() {
		l.SetText(texts[i%3])
		i++
	}
}
