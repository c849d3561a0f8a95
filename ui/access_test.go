package ui

import (
	"fmt"
	"image/color"
	"math"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"

	"plumbline/ui/bidi"
	"plumbline/ui/parts"
)

// Every screen without a mouse, and without good eyes.

// luminance is WCAG 2's relative luminance.
func luminance(c color.NRGBA) float64 {
	line := func(v uint8) float64 {
		x := float64(v) / 255
		if x <= 0.04045 {
			return x / 12.92
		}
		return math.Pow((x+0.055)/1.055, 2.4)
	}
	return 0.2126*line(c.R) + 0.7152*line(c.G) + 0.0722*line(c.B)
}

func contrast(a, b color.NRGBA) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

func TestEveryWordReadsOnTheGroundItStandsOn(t *testing.T) {
	tours := []tour{{"en", parts.SchemeLight, 100}, {"en", parts.SchemeDark, 100}}
	told := map[string]bool{}
	eachScreen(t, tours, func(b *bench, to tour, name string) {
		scene := b.scene()
		for _, k := range inksOf(scene) {
			ink := color.NRGBAModel.Convert(k.text.Color).(color.NRGBA)
			ground := under(scene, k.at, (k.seen.x0+k.seen.x1)/2, (k.seen.y0+k.seen.y1)/2) // of a line half scrolled away: of its rest
			if got := contrast(over(ink, ground), ground); got < 4.5 {
				said := fmt.Sprintf("%s: %v on %v is %.2f", to.scheme, ink, ground, got)
				if !told[said] {
					t.Errorf("%s (%v): %q: %s, wants 4.5", name, to, k.text.Text, said)
				}
				told[said] = true
			}
		}
	})
}

// stop is a place where the Tab key stops.
type stop struct {
	actor
	what string
}

// stops are the places where Tab stops, from the first to the last, in reading order; each must be in sight and show
// that the keyboard is there.
func (b *bench) stops(t *testing.T, where string, rtl bool) (list []stop) {
	c := b.w.win.Canvas()
	c.Unfocus()
	seen := map[fyne.Focusable]bool{}
	for range 400 {
		c.FocusNext()
		f := c.Focused()
		if f == nil || seen[f] {
			return list
		}
		seen[f] = true
		scene := b.scene()
		s, ok := find(scene, f.(fyne.CanvasObject))
		if !ok {
			t.Errorf("%s: Tab goes to a %T that is not to be seen", where, f)
			continue
		}
		s.what = wordsIn(scene, s.actor)
		if part := s.box.meet(s.clip); part.height() < min(s.box.height(), s.clip.height())-1 && !tall(f) || part.height() < 8 {
			t.Errorf("%s: the keyboard is at %s, which is not in sight: %v within %v", where, s.what, s.box, s.clip)
		}
		if !lit(scene, s.actor) {
			t.Errorf("%s: nothing shows that the keyboard is at %s", where, s.what)
		}
		if len(list) > 0 {
			before, _ := find(scene, list[len(list)-1].o) // where it is now: pages follow the keyboard
			before.what = list[len(list)-1].what
			if goesBack(before, s, rtl) {
				t.Errorf("%s: Tab goes back from %s %v to %s %v", where, before.what, before.box, s.what, s.box)
			}
		}
		list = append(list, s)
	}
	t.Fatalf("%s: Tab never comes round", where)
	return nil
}

// tall is what may be higher than the page that it stands on.
func tall(f fyne.Focusable) bool {
	switch f.(type) {
	case *parts.List, *bidi.Entry:
		return true
	}
	return false
}

// find is an object in a scene.
func find(scene []actor, o fyne.CanvasObject) (s stop, ok bool) {
	for _, a := range scene {
		if a.o == o {
			return stop{actor: a}, true
		}
	}
	return stop{}, false
}

// wordsIn says what an object is: its first word, or its name.
func wordsIn(scene []actor, s actor) string {
	for _, a := range scene {
		if l, ok := a.o.(*bidi.Label); ok && l.Text != "" && a.standsIn(s.o) {
			return fmt.Sprintf("%T %q", s.o, plain(l.Text))
		}
	}
	return fmt.Sprintf("%T %q", s.o, tipOf(s.o))
}

// lit says whether something in an object is drawn only while the keyboard is there: a ring, a caret, the row of a list.
func lit(scene []actor, s actor) bool {
	if e, ok := s.o.(*bidi.Entry); ok {
		return e.Visible() // its edge and caret are held to this in package bidi
	}
	shown := s.o
	if n := len(s.above); n > 0 {
		if l, ok := s.above[n-1].(*bidi.Label); ok { // a text that can be selected draws the ring itself
			shown = l
		}
	}
	for _, a := range scene {
		r, ok := a.o.(*canvas.Rectangle)
		if ok && a.standsIn(shown) && r.StrokeWidth >= 2 && r.StrokeColor != nil {
			return true
		}
	}
	l, ok := s.o.(*parts.List)
	return ok && l.Length() == 0
}

func TestTheKeyboardReachesEverythingInReadingOrder(t *testing.T) {
	tours := []tour{{"en", parts.SchemeLight, 100}, {"ar", parts.SchemeLight, 100}}
	eachScreen(t, tours, func(b *bench, to tour, name string) {
		where := fmt.Sprintf("%s (%v)", name, to)
		before := b.w.win.Canvas().Focused()
		reached := map[fyne.CanvasObject]bool{}
		for _, s := range b.stops(t, where, b.w.lookNow().RTL()) {
			reached[s.o] = true
		}
		scene := b.scene()
		for _, a := range scene {
			if acts(a) && !byKeyboard(a, reached) {
				t.Errorf("%s: the keyboard does not reach %s", where, wordsIn(scene, a))
			}
		}
		if before != nil {
			b.w.win.Canvas().Focus(before)
		}
	})
}

// goesBack says whether a stop lies before the one that Tab came from: above it in the same column, or on the same line
// nearer to where lines begin.
func goesBack(from, to stop, rtl bool) bool {
	if sameScroll := from.clip == to.clip; !sameScroll {
		return false // another pane: it begins at its own top
	}
	across := from.box.meet(to.box)
	above := to.box.y1 <= from.box.y0+2 && across.width() > 8
	line := min(from.box.y1, to.box.y1) - max(from.box.y0, to.box.y0)
	sameLine := line > min(from.box.height(), to.box.height())/2
	nearer := to.box.x1 <= from.box.x0+2
	if rtl {
		nearer = to.box.x0 >= from.box.x1-2
	}
	return above || sameLine && nearer
}

// acts says whether a tap on an object does something now.
func acts(a actor) bool {
	if !a.visible() {
		return false
	}
	if d, ok := a.o.(fyne.Disableable); ok && d.Disabled() {
		return false
	}
	switch fmt.Sprintf("%T", a.o) {
	case "*parts.scrollBar", "*parts.overlay": // the page follows the keyboard, and has keys; Escape leaves
		return false
	}
	switch o := a.o.(type) {
	case *bidi.Entry:
		return true
	case fyne.Tappable:
		c, ok := o.(desktop.Cursorable)
		return !ok || c.Cursor() != desktop.DefaultCursor
	}
	return false
}

// byKeyboard says whether the keyboard stops at an object or at what it stands in: a list acts for its rows.
func byKeyboard(a actor, reached map[fyne.CanvasObject]bool) bool {
	if reached[a.o] {
		return true
	}
	for _, o := range a.above {
		if reached[o] {
			return true
		}
	}
	return false
}
