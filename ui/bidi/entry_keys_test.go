package bidi

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
)

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
	d.down(desktop.KeyControlLeft)
	d.down(desktop.KeyShiftLeft)
	d.click(1, fyne.KeyModifierControl|fyne.KeyModifierShift)
	d.up(desktop.KeyShiftLeft)
	d.up(desktop.KeyControlLeft)
	if d.Base != RTL {
		t.Error("a click turned the direction")
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
