package bidi

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
)

// desk is an entry in a window, with a clock that goes when told.
type desk struct {
	*Entry
	window  fyne.Window
	clock   time.Time
	changes []string
}

func newDesk(t testing.TB, text string, shape func(*Entry)) *desk {
	newApp(t)
	d := &desk{Entry: NewEntry(Auto), clock: time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)}
	d.MultiLine = true
	if shape != nil {
		shape(d.Entry)
	}
	d.now = func() time.Time { return d.clock }
	d.window = test.NewWindow(d.Entry)
	t.Cleanup(d.window.Close)
	d.window.Resize(fyne.NewSize(500, 200))
	d.window.Canvas().Focus(d.Entry)
	d.SetText(text)
	d.OnChanged = func(s string) { d.changes = append(d.changes, s) }
	return d
}

func (d *desk) press(names ...fyne.KeyName) {
	for _, n := range names {
		d.TypedKey(&fyne.KeyEvent{Name: n})
	}
}

func (d *desk) down(n fyne.KeyName) { d.KeyDown(&fyne.KeyEvent{Name: n}) }
func (d *desk) up(n fyne.KeyName)   { d.KeyUp(&fyne.KeyEvent{Name: n}) }

func (d *desk) ctrl(name fyne.KeyName, also fyne.KeyModifier) {
	d.TypedShortcut(&desktop.CustomShortcut{KeyName: name, Modifier: fyne.KeyModifierShortcutDefault | also})
}

func (d *desk) typeIn(s string) {
	for _, r := range s {
		d.TypedRune(r)
	}
}

func (d *desk) want(t *testing.T, text string) {
	t.Helper()
	if d.Text() != text {
		t.Fatalf("text is %q, want %q", d.Text(), text)
	}
}

// at is where the first half of a letter shows, in the entry.
func (d *desk) at(pos int) fyne.Position {
	l := d.layout()
	i := l.lineOf(pos, true)
	x := l.lines[i].caret(pos, true)
	if k := pos - l.lines[i].start; k < len(l.lines[i].rtl) && l.lines[i].rtl[k] {
		x--
	} else {
		x++
	}
	x += d.view.padX() + edge - d.view.offset.X
	return fyne.NewPos(x, (float32(i)+0.5)*d.view.lineHeight()+d.view.padY()+edge-d.view.offset.Y)
}

func (d *desk) click(pos int, m fyne.KeyModifier) {
	ev := &desktop.MouseEvent{Button: desktop.MouseButtonPrimary, Modifier: m}
	ev.Position = d.at(pos)
	d.MouseDown(ev)
	d.MouseUp(ev)
}

func TestTypingGoesWhereTheCaretIs(t *testing.T) {
	d := newDesk(t, "", nil)
	d.typeIn("مرحبا abc")
	d.want(t, "مرحبا abc")
	d.press(fyne.KeyHome)
	d.typeIn("5 ")
	d.want(t, "5 مرحبا abc")
	d.press(fyne.KeyReturn, fyne.KeyUp, fyne.KeyBackspace)
	d.press(fyne.KeyEnd, fyne.KeyDelete)
	d.want(t, "5مرحبا abc")
	if n := len(d.changes); n != 9+2+1+1+1 || d.changes[n-1] != d.Text() {
		t.Errorf("%d changes told, the last %q", n, d.changes[n-1])
	}
}

// The left key always goes left on the screen, through both directions and every line.
func TestArrowsGoByTheScreen(t *testing.T) {
	d := newDesk(t, "المادة 5 من العهد (abc def) نهاية", nil)
	d.press(fyne.KeyHome)
	ln := &d.layout().lines[0]
	x := ln.caret(d.pos, d.lead)
	steps := 0
	for {
		d.press(fyne.KeyLeft)
		now := ln.caret(d.pos, d.lead)
		if now == x {
			break
		}
		if now > x {
			t.Fatalf("step %d went right: %v to %v", steps, x, now)
		}
		x = now
		steps++
	}
	if steps < 30 || x > ln.x+1 {
		t.Errorf("after %d steps at %v, the left edge is %v", steps, x, ln.x)
	}
}

func TestArrowsCrossLinesAndParagraphs(t *testing.T) {
	d := newDesk(t, "ab\nحق", nil)
	d.press(fyne.KeyUp, fyne.KeyHome, fyne.KeyRight, fyne.KeyRight, fyne.KeyRight)
	if d.pos != 3 {
		t.Fatalf("caret at %d, want the second line", d.pos)
	}
	d.press(fyne.KeyLeft)
	if d.pos != 4 {
		t.Fatalf("caret at %d: left is forward in Arabic", d.pos)
	}
	d.press(fyne.KeyRight, fyne.KeyRight)
	if d.pos != 2 {
		t.Errorf("caret at %d, want the end of the first line", d.pos)
	}
}

func TestUpAndDownKeepTheirColumn(t *testing.T) {
	d := newDesk(t, "a long line here\nx\nanother long line", nil)
	d.Select(10, 10)
	d.press(fyne.KeyDown)
	if d.pos != 18 {
		t.Fatalf("caret at %d, want the end of the short line", d.pos)
	}
	d.press(fyne.KeyDown)
	if d.pos < 27 || d.pos > 31 {
		t.Errorf("caret at %d, want it below where it set out", d.pos)
	}
	d.press(fyne.KeyPageUp)
	if d.layout().lineOf(d.pos, d.lead) != 0 {
		t.Errorf("caret at %d, want the first line", d.pos)
	}
}

func TestMarksAndEmojiAreOneLetterToTheCaret(t *testing.T) {
	d := newDesk(t, "بَّا👨‍👩‍👧x", nil)
	d.press(fyne.KeyHome)
	var places []int
	for range 4 {
		places = append(places, d.pos)
		d.press(fyne.KeyLeft)
	}
	if places[1] != 3 || places[2] != 4 {
		t.Errorf("places %v: a letter is torn from its marks", places)
	}
	d.Select(0, 0)
	d.press(fyne.KeyDelete)
	d.want(t, "ا👨‍👩‍👧x")
	d.Select(6, 6)
	d.press(fyne.KeyBackspace)
	d.want(t, "اx")
	d.SetText("بَ")
	d.press(fyne.KeyBackspace)
	d.want(t, "ب") // the mark alone
}

func TestHomeAndEndStayOnTheirLine(t *testing.T) {
	d := newDesk(t, arabicLine, nil)
	first := d.layout().lines[0]
	if len(d.layout().lines) < 2 {
		t.Fatal("the text does not wrap")
	}
	d.Select(5, 5)
	d.press(fyne.KeyEnd)
	if d.pos != first.end || d.layout().lineOf(d.pos, d.lead) != 0 {
		t.Errorf("End went to %d on line %d", d.pos, d.layout().lineOf(d.pos, d.lead))
	}
	d.press(fyne.KeyHome)
	if d.pos != 0 {
		t.Errorf("Home went to %d", d.pos)
	}
	d.ctrl(fyne.KeyEnd, 0)
	if d.pos != len(d.text) {
		t.Errorf("Ctrl+End went to %d", d.pos)
	}
	d.ctrl(fyne.KeyHome, fyne.KeyModifierShift)
	if d.SelectedText() != arabicLine {
		t.Errorf("Ctrl+Shift+Home selected %q", d.SelectedText())
	}
}

func TestWordKeysFollowTheParagraph(t *testing.T) {
	d := newDesk(t, "حقوق الإنسان اليوم", nil)
	d.press(fyne.KeyHome)
	d.ctrl(fyne.KeyLeft, fyne.KeyModifierShift)
	if d.SelectedText() != "حقوق" {
		t.Errorf("selected %q", d.SelectedText())
	}
	d.ctrl(fyne.KeyLeft, 0)
	d.ctrl(fyne.KeyBackspace, 0)
	d.want(t, "حقوق  اليوم")
	d.ctrl(fyne.KeyDelete, 0)
	d.want(t, "حقوق ")
	d.ctrl(fyne.KeyRight, 0)
	if d.pos != 0 {
		t.Errorf("caret at %d", d.pos)
	}
}

func TestSelectionWithShiftAndItsFolding(t *testing.T) {
	d := newDesk(t, "حقوق الإنسان", nil)
	d.press(fyne.KeyHome)
	d.down(desktop.KeyShiftLeft)
	d.press(fyne.KeyLeft, fyne.KeyLeft, fyne.KeyLeft)
	d.up(desktop.KeyShiftLeft)
	if d.SelectedText() != "حقو" {
		t.Fatalf("selected %q", d.SelectedText())
	}
	d.press(fyne.KeyRight)
	if a, b := d.span(); a != 0 || b != 0 {
		t.Errorf("folded to %d, %d; the right side is the start", a, b)
	}
	d.Select(0, 3)
	d.typeIn("x")
	d.want(t, "xق الإنسان")
}

func TestClipboardIsLogicalText(t *testing.T) {
	d := newDesk(t, "مرحبا abc 12", nil)
	d.TypedShortcut(&fyne.ShortcutSelectAll{})
	d.TypedShortcut(&fyne.ShortcutCopy{})
	if got := fyne.CurrentApp().Clipboard().Content(); got != "مرحبا abc 12" {
		t.Fatalf("copied %q", got)
	}
	d.TypedShortcut(&fyne.ShortcutCut{})
	d.want(t, "")
	d.TypedShortcut(&fyne.ShortcutPaste{})
	d.TypedShortcut(&fyne.ShortcutPaste{})
	d.want(t, "مرحبا abc 12مرحبا abc 12")
	d.Select(0, 0)
	fyne.CurrentApp().Clipboard().SetContent("kept")
	d.TypedShortcut(&fyne.ShortcutCopy{})
	if got := fyne.CurrentApp().Clipboard().Content(); got != "kept" {
		t.Errorf("an empty selection was copied: %q", got)
	}
}

func TestPastedTextIsCleanedAndBounded(t *testing.T) {
	d := newDesk(t, "", nil)
	refused := 0
	d.OnRefused = func() { refused++ }
	paste := func(s string) {
		fyne.CurrentApp().Clipboard().SetContent(s)
		d.TypedShortcut(&fyne.ShortcutPaste{})
	}
	paste("\ufeffa\x00\x07b\r\nc\rd\u2028e\u200f\u2067\tf")
	d.want(t, "ab\nc\nd\ne\u200f\u2067\tf")
	paste(strings.Repeat("ب", DefaultLimit)) // two bytes each
	paste(strings.Repeat("x", 5<<20))
	if refused != 2 {
		t.Fatalf("refused %d times", refused)
	}
	d.want(t, "ab\nc\nd\ne\u200f\u2067\tf")
	d.SetText("")
	d.Limit = 6
	paste("حقق")
	d.typeIn("x")
	d.want(t, "حقق")
	d.press(fyne.KeyBackspace)
	d.typeIn("xy")
	d.want(t, "حقxy")
	if refused != 3 {
		t.Errorf("refused %d times", refused)
	}
	d.MultiLine = false
	d.SetText("a\r\nb\n\nc")
	d.want(t, "a b  c")
}

func TestUndoTakesBackWords(t *testing.T) {
	d := newDesk(t, "", nil)
	d.typeIn("حقوق الإنسان")
	d.Undo()
	d.want(t, "حقوق ")
	d.Undo()
	d.want(t, "حقوق")
	d.Redo()
	d.Redo()
	d.want(t, "حقوق الإنسان")
	d.Redo()
	d.press(fyne.KeyBackspace, fyne.KeyBackspace)
	d.Undo()
	d.want(t, "حقوق الإنسان")
	d.Select(0, 0)
	d.press(fyne.KeyDelete, fyne.KeyDelete)
	d.TypedShortcut(&fyne.ShortcutUndo{})
	d.want(t, "حقوق الإنسان")
	if d.pos != 0 {
		t.Errorf("caret at %d", d.pos)
	}
	d.typeIn("x")
	d.clock = d.clock.Add(time.Minute)
	d.typeIn("y")
	d.Undo()
	d.want(t, "xحقوق الإنسان")
	d.typeIn("z")
	d.Redo()
	d.want(t, "xzحقوق الإنسان") // typing ends what can be done again
	d.ctrl(fyne.KeyZ, fyne.KeyModifierShift)
	d.want(t, "xzحقوق الإنسان")
}

func TestUndoAllTheWayComesBackToTheBeginning(t *testing.T) {
	d := newDesk(t, "الأصل", nil)
	for i := range 200 {
		d.Select(i%len(d.text), (i*7)%len(d.text))
		switch i % 4 {
		case 0:
			d.typeIn("ب x")
		case 1:
			d.press(fyne.KeyBackspace)
		case 2:
			d.press(fyne.KeyDelete, fyne.KeyReturn)
		case 3:
			d.insert("k\nк")
		}
	}
	last := d.Text()
	for len(d.history.done) > 0 {
		d.Undo()
	}
	d.want(t, "الأصل")
	for len(d.history.undone) > 0 {
		d.Redo()
	}
	d.want(t, last)
	if d.bytes != len(last) {
		t.Errorf("%d bytes counted, %d are there", d.bytes, len(last))
	}
}

func TestHistoryIsBounded(t *testing.T) {
	d := newDesk(t, "", nil)
	for range maxSteps + 50 {
		d.insert("x")
	}
	if n := len(d.history.done); n > maxSteps {
		t.Errorf("%d steps kept", n)
	}
	d.SetText("")
	big := strings.Repeat("x", DefaultLimit-1)
	for range 8 {
		d.insert(big)
		d.Select(0, len(d.text))
		d.press(fyne.KeyDelete)
	}
	kept := 0
	for _, s := range d.history.done {
		kept += len(s.gone) + len(s.come)
	}
	if kept > maxHistory {
		t.Errorf("%d runes kept", kept)
	}
}

func TestMouseSelects(t *testing.T) {
	text := "أول كلمة هنا\nsecond line"
	d := newDesk(t, text, nil)
	d.click(4, 0)
	if d.pos != 4 || d.SelectedText() != "" {
		t.Fatalf("caret at %d", d.pos)
	}
	d.click(4, 0)
	if d.SelectedText() != "كلمة" {
		t.Fatalf("double click selected %q", d.SelectedText())
	}
	d.click(4, 0)
	if d.SelectedText() != "أول كلمة هنا" {
		t.Fatalf("triple click selected %q", d.SelectedText())
	}
	d.clock = d.clock.Add(time.Second)
	d.click(13, 0)
	drag := &fyne.DragEvent{}
	drag.Position = d.at(19)
	d.Dragged(drag)
	d.DragEnd()
	if d.SelectedText() != "second" {
		t.Fatalf("dragging selected %q", d.SelectedText())
	}
	d.clock = d.clock.Add(time.Second)
	d.click(4, fyne.KeyModifierShift)
	if d.SelectedText() != "كلمة هنا\n" {
		t.Errorf("shift and click selected %q", d.SelectedText())
	}
	d.clock = d.clock.Add(time.Second)
	d.click(15, 0)
	d.click(15, 0)
	drag.Position = d.at(5)
	d.Dragged(drag)
	if d.SelectedText() != "كلمة هنا\nsecond" {
		t.Errorf("dragging after two clicks selected %q", d.SelectedText())
	}
}

func TestMenuOffersWhatCanBeDone(t *testing.T) {
	d := newDesk(t, "حق abc", nil)
	words := MenuWords{"قص", "Copy", "Paste", "All", "Undo", "Redo", "LTR", "RTL"}
	d.TappedSecondary(&fyne.PointEvent{})
	if d.window.Canvas().Overlays().Top() != nil {
		t.Fatal("a menu without words")
	}
	d.Menu = func() MenuWords { return words }
	d.TappedSecondary(&fyne.PointEvent{})
	if d.window.Canvas().Overlays().Top() == nil {
		t.Fatal("no menu")
	}
	items := d.menuItems(words)
	if items[0].Label != Visual("قص", Auto) || !items[0].Disabled || !items[1].Disabled || items[2].Disabled {
		t.Error("cut and copy need a selection")
	}
	items[3].Action()
	if d.SelectedText() != "حق abc" {
		t.Errorf("all is %q", d.SelectedText())
	}
	d.menuItems(words)[0].Action()
	d.want(t, "")
	d.menuItems(words)[2].Action()
	d.want(t, "حق abc")
	var told Base
	d.OnBase = func(b Base) { told = b }
	items = d.menuItems(words)
	if items[8].Checked || !items[9].Checked {
		t.Error("the direction in force is not ticked")
	}
	items[8].Action()
	if d.Base != LTR || told != LTR {
		t.Errorf("base %d, told %d", d.Base, told)
	}
	d.Disable()
	for i, m := range d.menuItems(words) {
		if !m.IsSeparator && !m.Disabled && i != 1 && i != 3 {
			t.Errorf("%q is offered where nothing can be edited", m.Label)
		}
	}
}

func TestControlAndShiftTurnTheDirection(t *testing.T) {
	d := newDesk(t, "123", nil)
	both := func(a, b fyne.KeyName) {
		d.down(a)
		d.down(b)
		d.up(b)
		d.up(a)
	}
	both(desktop.KeyControlRight, desktop.KeyShiftRight)
	if d.Base != RTL {
		t.Fatalf("base %d after the right pair", d.Base)
	}
	both(desktop.KeyShiftLeft, desktop.KeyControlLeft)
	if d.Base != LTR {
		t.Fatalf("base %d after the left pair", d.Base)
	}
	both(desktop.KeyControlLeft, desktop.KeyShiftRight)
	if d.Base != RTL {
		t.Fatalf("base %d after one of each", d.Base)
	}
	d.down(desktop.KeyControlLeft)
	d.down(desktop.KeyShiftLeft)
	d.down(fyne.KeyV)
	d.up(desktop.KeyShiftLeft)
	d.up(desktop.KeyControlLeft)
	if d.Base != RTL {
		t.Error("a shortcut turned the direction")
	}
}

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

func TestKeysThatAreNotForTheEntryPassOn(t *testing.T) {
	d := newDesk(t, "x", nil)
	escaped, submitted := 0, ""
	d.OnEscape = func() { escaped++ }
	d.OnSubmitted = func(s string) { submitted = s }
	d.press(fyne.KeyEscape)
	if escaped != 1 || d.AcceptsTab() {
		t.Error("Escape or Tab was kept")
	}
	d.ctrl(fyne.KeyReturn, 0)
	if submitted != "x" {
		t.Error("Ctrl+Return did not submit")
	}
	passed := 0
	save := &desktop.CustomShortcut{KeyName: fyne.KeyS, Modifier: fyne.KeyModifierShortcutDefault}
	d.OnShortcut = func(s fyne.Shortcut) {
		if s == save {
			passed++
		}
	}
	d.TypedShortcut(save)
	if passed != 1 {
		t.Error("Ctrl+S was swallowed")
	}
}

func TestDisabledEntryCanOnlyBeRead(t *testing.T) {
	d := newDesk(t, "حق", nil)
	d.Disable()
	d.typeIn("x")
	d.press(fyne.KeyBackspace, fyne.KeyReturn)
	d.Undo()
	d.insert("y")
	d.TypedShortcut(&fyne.ShortcutSelectAll{})
	d.TypedShortcut(&fyne.ShortcutCut{})
	d.want(t, "حق")
	d.TypedShortcut(&fyne.ShortcutCopy{})
	if fyne.CurrentApp().Clipboard().Content() != "حق" || d.view.caret.Visible() {
		t.Error("text can be copied, and there is no caret")
	}
	d.Enable()
	d.typeIn("x")
	d.want(t, "x")
}

func TestSecretShowsAndGivesNothing(t *testing.T) {
	d := newDesk(t, "", func(e *Entry) { e.Secret, e.MultiLine = true, false })
	d.typeIn("correct horse")
	fyne.CurrentApp().Clipboard().SetContent("kept")
	d.TypedShortcut(&fyne.ShortcutSelectAll{})
	d.TypedShortcut(&fyne.ShortcutCopy{})
	d.TypedShortcut(&fyne.ShortcutCut{})
	d.Undo()
	if fyne.CurrentApp().Clipboard().Content() != "kept" || d.Text() != "correct horse" || len(d.history.done) > 0 {
		t.Error("the secret got out")
	}
	for _, o := range d.view.body.objs {
		if c, ok := o.(*canvas.Text); ok && strings.Trim(bare(c.Text), "•") != "" {
			t.Errorf("%q is drawn", c.Text)
		}
	}
	for w := range measured {
		if strings.Contains(w.text, "horse") {
			t.Error("the secret is remembered")
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

func FuzzEntry(f *testing.F) {
	f.Add("مرحبا abc", []byte("tbdlrLRuUzyhe"))
	newApp(f)
	f.Fuzz(func(t *testing.T, text string, acts []byte) {
		if len(text) > 500 || len(acts) > 200 {
			return
		}
		e := NewEntry(Auto)
		e.MultiLine = len(acts)%2 == 0
		e.Resize(fyne.NewSize(200, 80))
		e.FocusGained()
		e.insert(text)
		keys := map[byte]fyne.KeyName{'b': fyne.KeyBackspace, 'd': fyne.KeyDelete, 'l': fyne.KeyLeft, 'r': fyne.KeyRight,
			'u': fyne.KeyUp, 'n': fyne.KeyDown, 'h': fyne.KeyHome, 'e': fyne.KeyEnd, '\n': fyne.KeyReturn, 'p': fyne.KeyPageDown}
		for i, a := range acts {
			switch a {
			case 'z':
				e.Undo()
			case 'y':
				e.Redo()
			case 's':
				e.Select(i, i*3)
			case 'S':
				e.held.shift = !e.held.shift
			case 't':
				e.TypedRune([]rune("ب x\u0651\u200f😀1")[i%7])
			case 'w':
				e.eraseWord(i%2 == 0)
			default:
				e.TypedKey(&fyne.KeyEvent{Name: keys[a]})
			}
			if e.pos < 0 || e.pos > len(e.text) || e.anchor < 0 || e.anchor > len(e.text) || e.bytes != len(e.Text()) {
				t.Fatalf("after %q: caret %d, anchor %d, %d bytes counted, text %q", acts[:i+1], e.pos, e.anchor, e.bytes, e.Text())
			}
		}
	})
}

// A narrative of 10,000 characters in one paragraph, and the same in many: a key
// must stay far under 10 ms.
func BenchmarkKeyInOneLongParagraph(b *testing.B) { benchmarkKey(b, " ") }

func BenchmarkKeyInManyParagraphs(b *testing.B) { benchmarkKey(b, "\n") }

func benchmarkKey(b *testing.B, between string) {
	d := newDesk(b, string([]rune(strings.Repeat(arabicLine+between, 80))[:10000]), nil)
	d.Select(5000, 5000)
	letters := []rune("حقوق الإنسان ")
	i := 0
	for b.Loop() {
		d.TypedRune(letters[i%len(letters)])
		i++
	}
}
