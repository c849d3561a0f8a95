package parts

import (
	"image/color"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

func TestOnlyALargeEvenGroundIsPaintedFlat(t *testing.T) {
	f, white := makeFlat(), color.NRGBA{R: 255, G: 255, B: 255, A: 255}
	for name, c := range map[string]struct {
		change func(r *canvas.Rectangle)
		flat   bool
	}{
		"large":    {func(r *canvas.Rectangle) {}, true},
		"a line":   {func(r *canvas.Rectangle) { r.Resize(fyne.NewSize(900, 1)) }, false},
		"round":    {func(r *canvas.Rectangle) { r.CornerRadius = 8 }, false},
		"edged":    {func(r *canvas.Rectangle) { r.StrokeWidth = 1 }, false},
		"shadowed": {func(r *canvas.Rectangle) { r.Shadow.Color = color.Black }, false},
		"sheer":    {func(r *canvas.Rectangle) { r.FillColor = color.NRGBA{A: 15} }, false},
		"clear":    {func(r *canvas.Rectangle) { r.FillColor = color.Transparent }, false},
		"unset":    {func(r *canvas.Rectangle) { r.FillColor = nil }, false},
	} {
		r := canvas.NewRectangle(white)
		r.Resize(fyne.NewSize(900, 700))
		c.change(r)
		o := f.instead(r)
		if (o == fyne.CanvasObject(f.shader)) != c.flat {
			t.Errorf("%s: painted as %T", name, o)
		}
		if c.flat && o.Size() != r.Size() {
			t.Errorf("%s: the ground is %v, not %v", name, o.Size(), r.Size())
		}
		if (*flat)(nil).instead(r) != fyne.CanvasObject(r) {
			t.Errorf("%s: no rectangle where there are no shaders", name)
		}
	}
	if u := f.shader.Uniforms; u["red"] != 1 || u["green"] != 1 || u["blue"] != 1 {
		t.Errorf("white is painted as %v", u)
	}
	if newFlat() != nil {
		t.Error("pictures are painted without shaders")
	}
}
