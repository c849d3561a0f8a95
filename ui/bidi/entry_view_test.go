package bidi

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"
)

func TestSingleLineScrollsSideways(t *testing.T) {
	for _, text := range []string{strings.Repeat("long text ", 20), arabicLine + arabicLine} {
		d := newDesk(t, "", func(e *Entry) { e.MultiLine = false })
		d.window.Resize(fyne.NewSize(200, 40))
		submitted := ""
		d.OnSubmitted = func(s string) { submitted = s }
		d.insert(text)
		inView := func() bool {
			x := d.layout().lines[0].caret(d.pos, d.lead) - d.view.offset.X
			return x >= -0.01 && x <= d.view.width()+0.01
		}
		if len(d.layout().lines) != 1 || !inView() {
			t.Fatalf("%d lines, caret in view %v", len(d.layout().lines), inView())
		}
		d.press(fyne.KeyHome)
		if !inView() {
			t.Fatal("the start is out of view")
		}
		for range 60 {
			d.press(fyne.KeyLeft)
			if !inView() {
				t.Fatal("the caret left the view")
			}
		}
		d.press(fyne.KeyReturn)
		if submitted != text || d.Text() != text {
			t.Error("Return did not submit")
		}
		d.press(fyne.KeyEnd)
		d.window.Canvas().Unfocus()
		if x := d.layout().lines[0].caret(0, true) - d.view.offset.X; x < -0.01 || x > d.view.width()+0.01 {
			t.Error("without the caret, the beginning shows")
		}
	}
}

func TestOnlyWhatIsInViewIsDrawn(t *testing.T) {
	for _, text := range []string{strings.Repeat("word ", 4000), strings.Repeat("كلمة ", 4000), strings.Repeat("x", 20000), strings.Repeat("ب", 20000)} {
		for _, lines := range []bool{false, true} {
			d := newDesk(t, text, func(e *Entry) { e.MultiLine = lines })
			d.Select(10000, 10000)
			drawn := 0
			for _, o := range d.view.body.objs {
				if c, ok := o.(*canvas.Text); ok {
					drawn += len([]rune(c.Text))
				}
			}
			if drawn < 50 || drawn > 3000 {
				t.Errorf("%.4q, lines %v: %d of 20,000 letters are drawn", text, lines, drawn)
			}
			checkLines(t, d.layout())
		}
	}
}

func TestCaretBlinksAndRestsWhileTyping(t *testing.T) {
	d := newDesk(t, "x", nil)
	on := func(after time.Duration) bool { return d.blink.on(d.clock.Add(after)) }
	d.typeIn("y")
	if !on(0) || !on(blinkOn-1) || on(blinkOn) || !on(blinkTime) {
		t.Error("the caret does not go on and off")
	}
	if !d.view.caret.Visible() {
		t.Error("no caret while typing")
	}
	for _, on := range []bool{false, true} {
		if !d.view.blinked(on) || d.view.caret.Visible() != on || d.view.twin.Visible() != on {
			t.Errorf("the caret does not turn to %v", on)
		}
		if d.view.blinked(on) {
			t.Errorf("the window is painted anew for a caret that stays %v", on)
		}
	}
	d.window.Canvas().Unfocus()
	if d.blink.anim != nil || d.view.caret.Visible() {
		t.Error("the caret goes on without focus")
	}
}

func TestCaretShowsBothPlacesWhereDirectionsMeet(t *testing.T) {
	d := newDesk(t, "حقabc", nil)
	d.Select(2, 2)
	if d.view.twin.Size().Width == 0 || d.view.twin.Position().X == d.view.caret.Position().X {
		t.Error("no second place between Arabic and Latin")
	}
	d.Select(1, 1)
	if d.view.twin.Size().Width != 0 {
		t.Error("a second place inside a word")
	}
}

func TestSizesAreThoseOfTheLook(t *testing.T) {
	d := newDesk(t, "x", func(e *Entry) { e.MultiLine = false })
	if h := d.MinSize().Height; abs(h-36) > 0.01 {
		t.Errorf("one line is %v high", h)
	}
	d.MultiLine, d.Rows = true, 4
	if h := d.MinSize().Height; abs(h-36-3*d.view.lineHeight()) > 0.01 {
		t.Errorf("four lines are %v high", h)
	}
	check := func(name string, width float32, want string) {
		t.Helper()
		if d.view.box.StrokeWidth != width || d.view.box.StrokeColor != sheet.Color(fyne.ThemeColorName(want), 0) {
			t.Errorf("%s: edge %v of %v", name, d.view.box.StrokeWidth, d.view.box.StrokeColor)
		}
	}
	check("focused", 2, "primary")
	d.Fault = true
	d.Refresh()
	check("fault", 2, "warning")
	d.Fault = false
	d.window.Canvas().Unfocus()
	check("at rest", 1, "inputBorder")
}

func TestWheelIsTakenOnlyWhereThereIsMore(t *testing.T) {
	d := newDesk(t, "short", nil)
	if d.view.wheel.Visible() || d.view.bar.Visible() {
		t.Fatal("nothing is there to scroll")
	}
	d.SetText(strings.Repeat("سطر\n", 50))
	if !d.view.wheel.Visible() || d.view.bar.Position().X > 10 {
		t.Fatal("the bar stands where Arabic lines end")
	}
	for side, far := range map[Base]bool{LTR: true, RTL: false} { // where the other bars of the screen stand, whatever is written
		d.Side = side
		for _, text := range []string{"سطر\n", "line\n"} {
			d.SetText(strings.Repeat(text, 50))
			if x := d.view.bar.Position().X; (x > 10) != far {
				t.Errorf("a screen of direction %d: the bar stands at %v", side, x)
			}
		}
	}
	d.ctrl(fyne.KeyHome, 0)
	test.Scroll(d.window.Canvas(), fyne.NewPos(50, 50), 0, -100)
	if d.view.offset.Y != 100 {
		t.Errorf("scrolled to %v", d.view.offset.Y)
	}
	d.view.bar.Dragged(&fyne.DragEvent{Dragged: fyne.NewDelta(0, 1e4)})
	d.view.bar.DragEnd()
	if all := d.view.extent().Height - d.view.clip.Size().Height; abs(d.view.offset.Y-all) > 0.5 {
		t.Errorf("dragged to %v of %v", d.view.offset.Y, all)
	}
}

func TestTypingKeepsThePicturesOfOtherLines(t *testing.T) {
	d := newDesk(t, "first\nsecond\nthird", nil)
	texts := func() map[string]*canvas.Text {
		m := map[string]*canvas.Text{}
		for _, o := range d.view.body.objs {
			if c, ok := o.(*canvas.Text); ok {
				m[c.Text] = c
			}
		}
		return m
	}
	before := texts()
	d.Select(0, 0)
	d.typeIn("x")
	after := texts()
	if len(after) != 3 || after["second"] != before["second"] || after["third"] != before["third"] || after["xfirst"] == nil {
		t.Errorf("%v became %v", before, after)
	}
}

// Time differs from machine to machine; what a key makes does not. Rows that come again are taken over: some 5,000
// things are made for a key in 10,000 letters of one paragraph, and were 16,000.
func TestAKeyInALongNarrativeMakesLittle(t *testing.T) {
	d := newDesk(t, string([]rune(strings.Repeat(arabicLine+" ", 80))[:10000]), nil)
	d.OnChanged = nil
	d.Select(5000, 5000)
	if made := testing.AllocsPerRun(20, func() { d.TypedRune('ح') }); made > 8000 {
		t.Errorf("a key makes %v things", made)
	}
}

func TestFarTooMuchIsRefusedWholeAndTypingGoesOn(t *testing.T) {
	d := newDesk(t, "before", func(e *Entry) { e.Limit = 128 << 10 })
	refused := 0
	d.OnRefused = func() { refused++ }
	much := strings.Repeat(arabicLine+"\n", 5<<20/len(arabicLine)) // 5 MB
	fyne.CurrentApp().Clipboard().SetContent(much)
	made := testing.AllocsPerRun(1, func() { d.TypedShortcut(&fyne.ShortcutPaste{}) })
	if d.want(t, "before"); refused != 2 || made > 100 { // AllocsPerRun runs it once more
		t.Errorf("refused %d times, %v things made", refused, made)
	}
	if fyne.CurrentApp().Clipboard().Content() != much {
		t.Error("the clipboard lost what was copied")
	}
	d.typeIn(" after")
	d.want(t, "before after")
	most := strings.Repeat("س", 64<<10-20) // what just fits, without one blank
	fyne.CurrentApp().Clipboard().SetContent(most)
	d.TypedShortcut(&fyne.ShortcutPaste{})
	d.typeIn("ق")
	d.want(t, "before after"+most+"ق")
	d.TypedShortcut(&fyne.ShortcutUndo{})
	d.TypedShortcut(&fyne.ShortcutUndo{})
	d.want(t, "before after")
}

// A narrative of 10,000 characters in one paragraph, and the same in many: a key
// must stay far under 10 ms.
func BenchmarkKeyInOneLongParagraph(b *testing.B) { benchmarkKey(b, " ") }

func BenchmarkKeyInManyParagraphs(b *testing.B) { benchmarkKey(b, "\n") }

func benchmarkKey(b *testing.B, between string) {
	d := newDesk(b, string([]rune(strings.Repeat(arabicLine+between, 80))[:10000]), nil)
	d.Select(5000, 5000)
	b.ReportAllocs()
	letters := []rune("حقوق الإنسان ")
	i := 0
	for b.Loop() {
		d.TypedRune(letters[i%len(letters)])
		i++
	}
}

// The longest text that a record holds, in one paragraph.
func BenchmarkKeyInTheLongestParagraph(b *testing.B) {
	d := newDesk(b, string([]rune(strings.Repeat(arabicLine+" ", 1000))[:65000]), nil)
	d.Select(30000, 30000)
	letters := []rune("حقوق الإنسان ")
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		d.TypedRune(letters[i%len(letters)])
		i++
	}
}

func TestAHintStandsWhereWordsBeginAndReadsItsOwnWay(t *testing.T) {
	const latin, arabic = "Reference 5 of (2024)", "المادة 5 من (2024)"
	for _, c := range []struct {
		base, side Base
		hint       string
		right      bool
	}{
		{Auto, LTR, latin, false}, {Auto, LTR, arabic, false}, {Auto, RTL, latin, true}, {Auto, RTL, arabic, true},
		{LTR, RTL, arabic, false}, {LTR, RTL, latin, false}, {RTL, LTR, latin, true}, {Auto, Auto, arabic, true}, {Auto, Auto, latin, false},
	} {
		for _, lines := range []bool{false, true} {
			d := newDesk(t, "", func(e *Entry) { e.Base, e.Side, e.PlaceHolder, e.MultiLine = c.base, c.side, c.hint, lines })
			var drawn strings.Builder
			left, right := float32(1e6), float32(0)
			for _, o := range d.view.body.objs {
				if text, ok := o.(*canvas.Text); ok {
					left, right = min(left, o.Position().X), max(right, o.Position().X+o.MinSize().Width)
					drawn.WriteString(text.Text)
				}
			}
			if gap := d.view.clip.Size().Width - d.view.padX() - right; c.right != (gap < 3) || c.right == (left <= d.view.padX()+1) {
				t.Errorf("%q in %v of %v: it stands from %v to %v", c.hint, c.base, c.side, left, right)
			}
			if x := d.view.caret.Position().X; c.right != (x > d.view.clip.Size().Width/2) {
				t.Errorf("%q in %v of %v: the caret waits at %v", c.hint, c.base, c.side, x)
			}
			alone := newDesk(t, "", func(e *Entry) { e.PlaceHolder, e.MultiLine = c.hint, lines })
			var wants strings.Builder
			for _, o := range alone.view.body.objs {
				if text, ok := o.(*canvas.Text); ok {
					wants.WriteString(text.Text)
				}
			}
			if drawn.String() != wants.String() || wants.Len() == 0 {
				t.Errorf("%q in %v of %v is drawn as %q", c.hint, c.base, c.side, drawn.String())
			}
		}
	}
}

// crowded is a theme that keeps room free at both sides of an entry.
type crowded struct{ fyne.Theme }

func (c crowded) Size(n fyne.ThemeSizeName) float32 {
	if n == theme.SizeNameInnerPadding {
		return 40
	}
	return c.Theme.Size(n)
}

func TestALongTextIsCutBeforeWhatStandsInItsEntry(t *testing.T) {
	test.NewTempApp(t)
	e := NewEntry(LTR)
	w := test.NewTempWindow(t, container.NewThemeOverride(e, crowded{fyne.CurrentApp().Settings().Theme()}))
	w.SetPadded(false)
	w.Resize(fyne.NewSize(240, 40))
	e.SetText(strings.Repeat("45GJ-", 20))
	usual := theme.InnerPadding()
	for _, at := range []fyne.KeyName{fyne.KeyHome, fyne.KeyEnd} {
		w.Canvas().Focus(e)
		e.TypedKey(&fyne.KeyEvent{Name: at})
		clip := e.view.clip
		left, right := clip.Position().X, e.Size().Width-clip.Position().X-clip.Size().Width
		if left < 40-usual || right < 40-usual || left > 40 {
			t.Errorf("%s: the text may stand %g from the left and %g from the right", at, left, right)
		}
		if x := left + e.view.caret.Position().X + caretWidth/2; x < 40-0.5 || x > e.Size().Width-40+0.5 {
			t.Errorf("%s: the caret stands at %g of %g", at, x, e.Size().Width)
		}
	}
}
