package bidi

import (
	"image/color"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"
)

// page is a selectable label in a window.
type page struct {
	*Label
	window fyne.Window
	clock  time.Time
}

func newPage(t *testing.T, text string, links ...Link) *page {
	newApp(t)
	p := &page{Label: NewLabel(text, Auto), clock: time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)}
	p.Selectable, p.Stop, p.Links = true, true, links
	p.now = func() time.Time { return p.clock }
	p.window = test.NewWindow(p.Label)
	t.Cleanup(p.window.Close)
	p.window.SetPadded(false)
	p.window.Resize(fyne.NewSize(400, 200))
	return p
}

// place is a point on the first half of the letter at a place.
func (p *page) place(pos int) fyne.Position {
	l := p.reader.on.whole
	i := l.lineOf(pos, true)
	ln := &l.lines[i]
	k := pos - ln.start
	half := -ln.adv[k] / 8
	if ln.rtl[k] {
		half = -half
	}
	return fyne.NewPos(ln.x+ln.left[k]+ln.adv[k]/2+half, (float32(i)+0.5)*p.reader.on.height)
}

func (p *page) click(pos int, m fyne.KeyModifier) {
	e := &desktop.MouseEvent{Button: desktop.MouseButtonPrimary, Modifier: m}
	e.Position = p.place(pos)
	p.reader.MouseDown(e)
	p.reader.MouseUp(e)
	p.reader.Tapped(&e.PointEvent)
}

func (p *page) press(keys ...fyne.KeyName) {
	for _, k := range keys {
		p.window.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: k})
	}
}

func TestALabelIsSelectedByTheMouse(t *testing.T) {
	p := newPage(t, "المادة 5 من العهد\nsecond line here")
	p.click(0, 0)
	p.reader.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: p.place(7)}})
	if got := p.SelectedText(); got != "المادة " {
		t.Errorf("dragging selected %q", got)
	}
	p.clock = p.clock.Add(time.Second)
	p.click(19, 0)
	p.click(19, 0)
	if got := p.SelectedText(); got != "second" {
		t.Errorf("two clicks selected %q", got)
	}
	p.reader.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: p.place(26)}})
	if got := p.SelectedText(); got != "second line" {
		t.Errorf("dragging by words selected %q", got)
	}
	p.click(19, 0)
	if got := p.SelectedText(); got != "second line here" {
		t.Errorf("three clicks selected %q", got)
	}
	p.window.Canvas().Focused().(fyne.Shortcutable).TypedShortcut(&fyne.ShortcutCopy{})
	if got := fyne.CurrentApp().Clipboard().Content(); got != "second line here" {
		t.Errorf("copied %q", got)
	}
	p.clock = p.clock.Add(time.Second)
	p.click(0, 0)
	p.click(3, fyne.KeyModifierShift)
	if got := p.SelectedText(); got != "الم" {
		t.Errorf("a click with Shift selected up to %q", got)
	}
	p.window.Canvas().Unfocus()
	if got := p.SelectedText(); got != "" {
		t.Errorf("%q stays selected when the keyboard leaves", got)
	}
}

func TestALabelIsSelectedByTheKeyboard(t *testing.T) {
	p := newPage(t, "حقوق abc\nsecond")
	p.window.Canvas().FocusNext()
	r, ok := p.window.Canvas().Focused().(*reader)
	if !ok {
		t.Fatal("Tab passes over the label")
	}
	if !hasRing(p) {
		t.Error("nothing shows where the keyboard is")
	}
	r.KeyDown(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	p.press(fyne.KeyLeft, fyne.KeyLeft)
	if got := p.SelectedText(); got != "حق" {
		t.Errorf("by arrows %q", got)
	}
	p.press(fyne.KeyEnd)
	if got := p.SelectedText(); got != "حقوق abc" {
		t.Errorf("to the end of the line %q", got)
	}
	p.press(fyne.KeyDown, fyne.KeyEnd)
	if got := p.SelectedText(); got != "حقوق abc\nsecond" {
		t.Errorf("down %q", got)
	}
	r.KeyUp(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	p.SetText("other")
	if got := p.SelectedText(); got != "" {
		t.Errorf("%q is selected of a new text", got)
	}
	var passed []fyne.KeyName
	p.OnKey = func(k fyne.KeyName) bool { passed = append(passed, k); return true }
	p.press(fyne.KeyEscape, fyne.KeyPageDown)
	if len(passed) != 2 {
		t.Errorf("passed on %v", passed)
	}
}

func hasRing(p *page) bool {
	for _, o := range test.WidgetRenderer(p.Label).Objects() {
		if r, ok := o.(*canvas.Rectangle); ok && r.StrokeWidth == 2 {
			return true
		}
	}
	return false
}

func TestTheMenuOfALabelCopies(t *testing.T) {
	p := newPage(t, "abc def")
	var shown []MenuItem
	p.Menu = func() MenuWords { return MenuWords{Copy: "Copy", SelectAll: "All"} }
	p.OnMenu = func(_ fyne.Position, items []MenuItem) { shown = items }
	p.reader.TappedSecondary(&fyne.PointEvent{})
	if len(shown) != 1 || shown[0].Word != "All" {
		t.Fatalf("with nothing selected the menu is %v", shown)
	}
	shown[0].Act()
	p.reader.TappedSecondary(&fyne.PointEvent{})
	shown[0].Act()
	if got := fyne.CurrentApp().Clipboard().Content(); got != "abc def" {
		t.Errorf("copied %q", got)
	}
}

func TestLinksAreFollowed(t *testing.T) {
	var followed []int
	act := func(n int) func() { return func() { followed = append(followed, n) } }
	text := "انظر KZ21-9.1 وكذلك التقرير الثاني"
	p := newPage(t, text, Link{5, 13, act(0)}, Link{20, 27, act(1)})
	p.click(7, 0)
	p.clock = p.clock.Add(time.Second)
	p.click(22, 0)
	p.clock = p.clock.Add(time.Second)
	p.click(1, 0) // beside them
	p.window.Canvas().Unfocus()
	p.window.Canvas().FocusNext()
	p.press(fyne.KeyLeft, fyne.KeyReturn, fyne.KeyLeft, fyne.KeyReturn, fyne.KeyRight, fyne.KeyReturn)
	if len(followed) != 5 || followed[0] != 0 || followed[1] != 1 || followed[2] != 0 || followed[3] != 1 || followed[4] != 0 {
		t.Errorf("followed %v", followed)
	}
	inked := map[string]color.Color{}
	whole := float32(0)
	for _, o := range test.WidgetRenderer(p.Label).Objects() {
		if c, ok := o.(*canvas.Text); ok {
			inked[c.Text] = c.Color
			whole += c.Size().Width
		}
	}
	if inked["KZ21-9.1"] != theme.Color(theme.ColorNameHyperlink) {
		t.Errorf("links are drawn as %v", inked)
	}
	if plain := lay([]rune(text), p.setting(400)).lines[0].row.width; abs(whole-plain) > 0.5 {
		t.Errorf("with links the text is %v wide, without %v", whole, plain)
	}
	e := &desktop.MouseEvent{}
	e.Position = p.place(7)
	p.reader.MouseMoved(e)
	if p.reader.Cursor() != desktop.PointerCursor {
		t.Error("a link has no hand")
	}
}

func TestTabPassesOverALabelThatIsForTheMouse(t *testing.T) {
	p := newPage(t, "abc")
	p.Stop = false
	p.window.Canvas().FocusNext()
	if p.window.Canvas().Focused() != nil {
		t.Error("Tab stops")
	}
	p.click(0, 0)
	p.clock = p.clock.Add(100 * time.Millisecond)
	p.click(0, 0)
	if p.window.Canvas().Focused() != p.reader || p.SelectedText() != "abc" {
		t.Errorf("two clicks selected %q", p.SelectedText())
	}
}

func TestAPlainLabelTakesNothing(t *testing.T) {
	newApp(t)
	l := NewLabel("abc", Auto)
	w := test.NewWindow(l)
	defer w.Close()
	w.Canvas().FocusNext()
	if w.Canvas().Focused() != nil || l.SelectedText() != "" {
		t.Error("a label that is only seen takes the keyboard")
	}
	l.SelectAll()
}

// A label that was given another text by its field keeps no place of the old one.
func TestASelectionDoesNotOutliveItsText(t *testing.T) {
	p := newPage(t, "a rather long text")
	p.window.Canvas().Focus(p.reader)
	p.SelectAll()
	p.Text = "b"
	p.Refresh()
	p.reader.KeyDown(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	p.reader.TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
	if got := p.SelectedText(); got != "b" {
		t.Errorf("selected %q", got)
	}
}
