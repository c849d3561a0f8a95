package ui

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"plumbline/ui/parts"
)

// Nothing that scrolled out of sight, under the bars of the window, takes what the mouse does there.
func TestWhatIsUnderABarTakesNoTap(t *testing.T) {
	b := unlocked(t, "en", torture(t, 40))
	b.w.win.Resize(fyne.NewSize(1280, 640))
	at := place{to: atPlan, code: "KZ21-U1"}
	b.w.show(at)
	b.sees("40 · newest first")
	c := b.w.win.Canvas()
	var page *parts.Page
	walk(b.w.win.Content(), nil, func(o fyne.CanvasObject, _ []fyne.CanvasObject) {
		if p, ok := o.(*parts.Page); ok && p.Size().Width > 500 {
			page = p
		}
	})
	if page == nil {
		t.Fatal("no page")
	}
	size, top := c.Size(), fyne.CurrentApp().Driver().AbsolutePositionForObject(page).Y
	var menu *parts.MenuButton // at the head of the window
	walk(b.w.win.Content(), nil, func(o fyne.CanvasObject, _ []fyne.CanvasObject) {
		if m, ok := o.(*parts.MenuButton); ok {
			menu = m
		}
	})
	for range 12 {
		for x := float32(420); x < 960; x += 40 {
			for _, y := range []float32{size.Height - 3, size.Height - 16, size.Height - 30, top - 3, top - 9} {
				test.TapCanvas(c, fyne.NewPos(x, y))
				if b.w.at != at {
					t.Fatalf("a tap at %v, %v of %v opened %+v", x, y, size, b.w.at)
				}
			}
		}
		test.TapCanvas(c, fyne.CurrentApp().Driver().AbsolutePositionForObject(menu).AddXY(10, 10))
		if len(c.Overlays().List()) != 1 || b.w.at != at {
			t.Fatal("a tap at the head of the window did not open what is there")
		}
		b.press(fyne.KeyEscape)
		test.Scroll(c, fyne.NewPos(800, top+100), 0, -37)
	}
}
