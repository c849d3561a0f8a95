package parts

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
)

// A large even ground, painted for what it is. The toolkit's rectangle weighs a stroke and a shadow at each of its
// points; where a window is painted without a graphics chip, a page of paper costs as much as all the words on it. One
// colour costs less than half of that: of a million points 6 ms, not 13. So in a real window the colour comes from a
// shader of few lines, which ends at the very points where the rectangle ends; where there are no shaders (tests,
// pictures) the rectangle stays, and looks the same.

// flatLeast is from which width and height a ground is worth it.
const flatLeast = 96

// flatProgram paints one colour; frame and bounds are what the toolkit tells every shader, in points, bounds from the top.
const flatProgram = `uniform vec2 frame;
uniform vec4 bounds;
uniform float red, green, blue;
void main() {
	vec2 at = gl_FragCoord.xy;
	if (at.x < bounds[0] || at.x > bounds[2] || at.y < frame.y - bounds[3] || at.y > frame.y - bounds[1]) discard;
	gl_FragColor = vec4(red, green, blue, 1.0);
}
`

// flatPrograms are the shader for OpenGL and for OpenGL ES.
var flatPrograms = [2][]byte{
	[]byte("#version 110\n" + flatProgram),
	[]byte("#version 100\nprecision highp float;\n" + flatProgram),
}

// flat is an even ground in place of a rectangle.
type flat struct{ shader *canvas.Shader }

// newFlat is nil where the window has no shaders.
func newFlat() *flat {
	if _, window := fyne.CurrentApp().Driver().(desktop.Driver); !window {
		return nil
	}
	return makeFlat()
}

func makeFlat() *flat {
	return &flat{canvas.NewShader("plumbline-flat", flatPrograms[0], flatPrograms[1])}
}

// fits says whether a rectangle is nothing but a large even ground; never where there is no flat.
func (f *flat) fits(r *canvas.Rectangle) bool {
	if f == nil || r.CornerRadius > 0 || r.StrokeWidth > 0 || r.Shadow.Color != nil || r.FillColor == nil {
		return false
	}
	_, _, _, a := r.FillColor.RGBA()
	return a == 0xffff && r.Size().Width >= flatLeast && r.Size().Height >= flatLeast
}

// instead is what is painted for a rectangle: itself, or the ground.
func (f *flat) instead(r *canvas.Rectangle) fyne.CanvasObject {
	if !f.fits(r) {
		return r
	}
	c := color.NRGBAModel.Convert(r.FillColor).(color.NRGBA)
	part := func(v uint8) float32 { return float32(v) / 255 }
	f.shader.Uniforms = map[string]float32{"red": part(c.R), "green": part(c.G), "blue": part(c.B)}
	f.shader.Resize(r.Size())
	f.shader.Move(r.Position())
	return f.shader
}
