package bidi

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
)

// told is a shared history that writes down what it hears.
type told struct{ heard []string }

func (l *told) Typed(on bool) {
	if on {
		l.heard = append(l.heard, "on")
	} else {
		l.heard = append(l.heard, "step")
	}
}
func (l *told) CanUndo() bool { return true }
func (l *told) CanRedo() bool { return false }
func (l *told) Undo()         { l.heard = append(l.heard, "undo") }
func (l *told) Redo()         { l.heard = append(l.heard, "redo") }

func TestASharedHistoryHearsOfEachStep(t *testing.T) {
	e := NewEntry(Auto)
	l := &told{}
	e.Shared = l
	test.Type(e, "Ab c")
	e.TypedShortcut(&fyne.ShortcutUndo{})
	e.TypedShortcut(&fyne.ShortcutRedo{}) // there is nothing to do again
	if want := []string{"step", "on", "step", "step", "undo"}; !slices.Equal(l.heard, want) {
		t.Errorf("heard %v, want %v", l.heard, want)
	}
	if e.Text() != "Ab c" {
		t.Errorf("the entry undid by itself: %q", e.Text())
	}
	e.Disable()
	if e.CanUndo() {
		t.Error("an entry that is only read may undo")
	}
}

func TestRevertSetsTheCaretWhereTheTextDiffers(t *testing.T) {
	e := NewEntry(Auto)
	e.OnChanged = func(string) { t.Error("putting a text back was told") }
	for _, c := range []struct {
		from, to string
		caret    int
	}{{"", "слово", 5}, {"one two three", "one three", 5}, {"one three", "one two three", 9}, {"aa", "aaa", 3}, {"قال نعم", "قال", 3}, {"x", "", 0}} {
		e.OnChanged, e.Shared = nil, nil
		e.SetText(c.from)
		e.Revert(c.to)
		if e.Text() != c.to || e.pos != c.caret || e.anchor != c.caret {
			t.Errorf("%q to %q: %q with the caret at %d", c.from, c.to, e.Text(), e.pos)
		}
		if e.bytes != len(c.to) {
			t.Errorf("%d bytes of %q", e.bytes, c.to)
		}
	}
}

func TestUndoWithNothingToUndoIsPassedOn(t *testing.T) {
	e := NewEntry(Auto)
	var passed []fyne.Shortcut
	e.OnShortcut = func(s fyne.Shortcut) { passed = append(passed, s) }
	again := &desktop.CustomShortcut{KeyName: fyne.KeyZ, Modifier: fyne.KeyModifierShortcutDefault | fyne.KeyModifierShift}
	shortcuts := []fyne.Shortcut{&fyne.ShortcutUndo{}, &fyne.ShortcutRedo{}, again}
	for _, s := range shortcuts {
		e.TypedShortcut(s)
	}
	if !slices.Equal(passed, shortcuts) {
		t.Errorf("passed on are %v", passed)
	}
	test.Type(e, "a")
	e.TypedShortcut(&fyne.ShortcutUndo{})
	e.TypedShortcut(again)
	if e.Text() != "a" || len(passed) != 3 {
		t.Errorf("%q, passed on %v", e.Text(), passed)
	}
}
