package parts_test

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"plumbline/assets"
	. "plumbline/ui/parts"
)

// in makes the look of a language and the theme that goes with it.
func in(t *testing.T, language string) Look {
	t.Helper()
	test.NewTempApp(t)
	k := Look{Words: assets.For(language)}
	fyne.CurrentApp().Settings().SetTheme(NewTheme(SchemeLight, 100, k.RTL()))
	return k
}

// shown puts an object into a window of 800 by 600.
func shown(t *testing.T, o fyne.CanvasObject) fyne.Window {
	t.Helper()
	w := test.NewTempWindow(t, o)
	w.SetPadded(false)
	w.Resize(fyne.NewSize(800, 600))
	return w
}

// press types keys on whatever has the keyboard.
func press(w fyne.Window, keys ...fyne.KeyName) {
	for _, k := range keys {
		if f := w.Canvas().Focused(); f != nil {
			f.TypedKey(&fyne.KeyEvent{Name: k})
		}
	}
}

// write types letters on whatever has the keyboard.
func write(w fyne.Window, s string) {
	for _, r := range s {
		if f := w.Canvas().Focused(); f != nil {
			f.TypedRune(r)
		}
	}
}

// each calls f for an object and everything visible inside it, with its place in the window.
func each(o fyne.CanvasObject, at fyne.Position, f func(o fyne.CanvasObject, at fyne.Position)) {
	if o == nil || !o.Visible() {
		return
	}
	at = at.Add(o.Position())
	f(o, at)
	var inside []fyne.CanvasObject
	switch o := o.(type) {
	case *fyne.Container:
		inside = o.Objects
	case fyne.Widget:
		inside = test.WidgetRenderer(o).Objects()
	}
	for _, x := range inside {
		each(x, at, f)
	}
}

// find is the first object of a type for which ok holds.
func find[T fyne.CanvasObject](t *testing.T, in fyne.CanvasObject, ok func(T) bool) T {
	t.Helper()
	var found T
	have := false
	each(in, fyne.Position{}, func(o fyne.CanvasObject, _ fyne.Position) {
		if x, is := o.(T); is && !have && (ok == nil || ok(x)) {
			found, have = x, true
		}
	})
	if !have {
		t.Fatalf("no %T is shown", found)
	}
	return found
}

func same[T comparable](t *testing.T, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s: got %v, wants %v", what, got, want)
	}
}

func sameText(t *testing.T, what string, got, want any) {
	t.Helper()
	same(t, what, fmt.Sprint(got), fmt.Sprint(want))
}
