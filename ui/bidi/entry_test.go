package bidi

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
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
