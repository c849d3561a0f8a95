package bidi

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	fynelayout "fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/test"
)

func TestMirrorFlipsAnyLayoutWhileItIsOn(t *testing.T) {
	newApp(t)
	part := func(w float32) fyne.CanvasObject {
		r := canvas.NewRectangle(nil)
		r.SetMinSize(fyne.NewSize(w, 10))
		return r
	}
	on := false
	size := fyne.NewSize(200, 40)
	left, right, middle := part(20), part(50), part(5)
	for name, inner := range map[string]fyne.Layout{
		"border": fynelayout.NewBorderLayout(nil, nil, left, right), "hbox": fynelayout.NewHBoxLayout(),
		"grid": fynelayout.NewGridLayout(3), "form": fynelayout.NewFormLayout(),
	} {
		c := container.New(Mirror(inner, func() bool { return on }), left, right, middle)
		if c.MinSize() != inner.MinSize(c.Objects) {
			t.Errorf("%s: asks for another size", name)
		}
		on = false
		c.Resize(size)
		before := []fyne.Position{left.Position(), right.Position(), middle.Position()}
		on = true
		c.Refresh()
		for i, o := range []fyne.CanvasObject{left, right, middle} {
			if want := size.Width - before[i].X - o.Size().Width; o.Position().X != want || o.Position().Y != before[i].Y {
				t.Errorf("%s: part %d at %v, want %v", name, i, o.Position(), want)
			}
		}
		Flip(c.Objects, size.Width)
		if left.Position() != before[0] {
			t.Errorf("%s: flipping twice is no flip", name)
		}
	}
}

func TestRendererFlipsAStockWidgetThroughEveryRefresh(t *testing.T) {
	newApp(t)
	check := &flippedCheck{}
	check.ExtendBaseWidget(check)
	check.Text = "نعم"
	check.Resize(fyne.NewSize(200, 40))
	tick := func() float32 {
		for _, o := range test.WidgetRenderer(check).Objects() {
			if i, ok := o.(*canvas.Image); ok {
				return i.Position().X + i.Size().Width
			}
		}
		return -1
	}
	at := tick()
	if at < 180 {
		t.Fatalf("the tick ends at %v of 200", at)
	}
	check.SetChecked(true)
	check.Refresh()
	if tick() != at {
		t.Errorf("after a refresh the tick is at %v, not %v", tick(), at)
	}
}
