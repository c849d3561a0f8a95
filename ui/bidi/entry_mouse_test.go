package bidi

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

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

func TestTwoClicksBetweenWordsSelectTheBlank(t *testing.T) {
	d := newDesk(t, "ab  cd\n\nx", nil)
	for pos, want := range map[int]string{2: " ", 0: "ab", 4: "cd", 7: "", 8: "x"} {
		d.clock = d.clock.Add(time.Second)
		d.click(pos, 0)
		d.click(pos, 0)
		if d.SelectedText() != want {
			t.Errorf("at %d selected %q, want %q", pos, d.SelectedText(), want)
		}
	}
}

func TestMenuKeyOpensTheMenuUnderTheCaret(t *testing.T) {
	d := newDesk(t, "abc\ndef", nil)
	d.Menu = func() MenuWords { return MenuWords{Paste: "Paste"} }
	d.press(desktop.KeyMenu) // nobody shows it: nothing happens
	var at fyne.Position
	d.OnMenu = func(p fyne.Position, items []MenuItem) { at = p }
	d.press(desktop.KeyMenu)
	if at.Y < 2*d.view.lineHeight() || at.X < 20 {
		t.Errorf("the menu opens at %v", at)
	}
}

func TestMenuOffersWhatCanBeDone(t *testing.T) {
	d := newDesk(t, "حق abc", nil)
	var shown []MenuItem
	d.OnMenu = func(_ fyne.Position, items []MenuItem) { shown = items }
	d.TappedSecondary(&fyne.PointEvent{})
	if shown != nil {
		t.Fatal("a menu without words")
	}
	d.Menu = func() MenuWords { return MenuWords{"قص", "Copy", "Paste", "All", "Undo", "Redo", "LTR", "RTL"} }
	open := func(want string) map[string]MenuItem {
		t.Helper()
		d.TappedSecondary(&fyne.PointEvent{})
		said, by := "", map[string]MenuItem{}
		for _, m := range shown {
			said, by[m.Word] = said+" "+m.Word, m
		}
		if said != want {
			t.Errorf("the menu is%s, wants%s", said, want)
		}
		return by
	}
	open(" Paste All LTR RTL")["All"].Act()
	if d.SelectedText() != "حق abc" {
		t.Errorf("all is %q", d.SelectedText())
	}
	open(" قص Copy Paste All LTR RTL")["قص"].Act()
	d.want(t, "")
	open(" Paste Undo LTR RTL")["Paste"].Act()
	d.want(t, "حق abc")
	var told Base
	d.OnBase = func(b Base) { told = b }
	items := open(" Paste All Undo LTR RTL")
	if items["LTR"].Ticked || !items["RTL"].Ticked {
		t.Error("the direction in force is not ticked")
	}
	items["LTR"].Act()
	if d.Base != LTR || told != LTR {
		t.Errorf("base %d, told %d", d.Base, told)
	}
	d.Disable()
	d.Select(0, 2)
	open(" Copy All")
}
