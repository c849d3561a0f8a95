package parts_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"plumbline/ui/bidi"
	. "plumbline/ui/parts"
)

func TestAButtonActsByTapEnterAndSpace(t *testing.T) {
	k := in(t, "en")
	n := 0
	b := NewButton(k, k.T("actions.save"), Primary, func() { n++ })
	w := shown(t, container.NewCenter(b))
	test.Tap(b)
	w.Canvas().Focus(b)
	press(w, fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace, fyne.KeyA)
	same(t, "acts", n, 4)
}

func TestAButtonThatIsOffSaysWhyAndIsPassedOver(t *testing.T) {
	k := in(t, "en")
	n := 0
	first := NewButton(k, "A", Secondary, func() {})
	off := NewButton(k, "B", Primary, func() { n++ })
	last := NewButton(k, "C", Secondary, func() {})
	w := shown(t, Column(8, first, off.WithReason(), last))
	on := test.RenderObjectToMarkup(off)
	off.TurnOff("not yet")
	if test.RenderObjectToMarkup(off) == on {
		t.Error("a button that is off looks as one that is on")
	}
	test.Tap(off)
	same(t, "acts", n, 0)
	find(t, w.Canvas().Content(), func(l *bidi.Label) bool { return l.Text == "not yet" })
	w.Canvas().Focus(first)
	w.Canvas().FocusNext()
	same(t, "focus", w.Canvas().Focused(), fyne.Focusable(last))
	off.TurnOn()
	test.Tap(off)
	same(t, "acts", n, 1)
}

func TestTheRingShowsForTheKeyboardAlone(t *testing.T) {
	k := in(t, "en")
	b := NewButton(k, "A", Secondary, func() {})
	w := shown(t, container.NewCenter(b))
	plain := test.RenderObjectToMarkup(b)
	test.Tap(b)
	same(t, "focus", w.Canvas().Focused(), fyne.Focusable(b))
	same(t, "after a tap", test.RenderObjectToMarkup(b), plain)
	w.Canvas().Unfocus()
	w.Canvas().FocusNext()
	if test.RenderObjectToMarkup(b) == plain {
		t.Error("no ring for the keyboard")
	}
}

func TestWhatActsTakesTheKeyboard(t *testing.T) {
	// The rows and cells of a list act by tap; the list itself takes the keyboard for them. A page turns by the keys of any of its parts.
	passive := []string{"*parts.listSlot", "*parts.spot", "*parts.overlay", "*parts.scrollBar", "*bidi.wheel", "*bidi.bar"}
	test.NewTempApp(t)
	seen := map[string]bool{}
	for _, s := range sheets {
		if seen[s.name[1:]] { // one of each drawing
			continue
		}
		seen[s.name[1:]] = true
		k := lookOf(s.language)
		fyne.CurrentApp().Settings().SetTheme(NewTheme(SchemeLight, 100, k.RTL()))
		w := shown(t, s.sheet(k))
		each(w.Canvas().Content(), fyne.Position{}, func(o fyne.CanvasObject, _ fyne.Position) {
			if _, taps := o.(fyne.Tappable); !taps {
				return
			}
			if _, keys := o.(fyne.Focusable); keys {
				return
			}
			name := typeName(o)
			for _, p := range passive {
				if name == p {
					return
				}
			}
			t.Errorf("%s %s: %s acts but takes no keyboard", s.name, s.language, name)
		})
	}
}

func TestTabFollowsReading(t *testing.T) {
	for _, language := range []string{"en", "ar"} {
		k := in(t, language)
		a, b, c, d := NewButton(k, "A", Secondary, nil), NewButton(k, "B", Secondary, nil), NewEntry(k, ""), NewSelect(k, "", nil, "", nil)
		w := shown(t, Column(8, k.Row(8, NoSlack, a, b), NewField(k, "x", "X", c), NewField(k, "y", "Y", d)))
		var got []fyne.Focusable
		for range 4 {
			w.Canvas().FocusNext()
			got = append(got, w.Canvas().Focused())
		}
		for i, want := range []fyne.Focusable{a, b, c, d} {
			same(t, language, got[i], want)
		}
		if toTheRight := b.Position().X > a.Position().X; toTheRight == k.RTL() {
			t.Errorf("%s: the second button stands at %v, the first at %v", language, b.Position(), a.Position())
		}
	}
}

func TestWordsMayGrow(t *testing.T) {
	k := in(t, "ru")
	for _, word := range []string{"Save", "Сохранить", strings.Repeat("Сохранить ", 4)} {
		b := NewButton(k, word, Primary, nil)
		text := fyne.MeasureText(word, 14, fyne.TextStyle{}).Width
		if got := b.MinSize().Width; got < text {
			t.Errorf("%q: the button asks for %v, its word is %v wide", word, got, text)
		}
	}
	narrow, wide := NewSegmented(k, []string{"A", "B"}, 0, nil), NewSegmented(k, []string{"Наблюдение", "B"}, 0, nil)
	if narrow.MinSize().Width >= wide.MinSize().Width {
		t.Error("a longer word asks for no more room")
	}
}
