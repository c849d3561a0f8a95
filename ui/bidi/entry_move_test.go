package bidi

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

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
