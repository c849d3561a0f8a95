package parts

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
)

// A large even ground, painted for what it is. The toolkit's rectangle weighs an edge, a stroke and a shadow at each of
// its points; where a window is painted without a graphics chip, a page of paper costs as much as all the words on it.
// One colour without a question costs a sixth of that: 2 ms for a million points, not 13. So, in a real window:
//
//  1. the colour comes from a shader of one line, which also paints a point around its object, as every shape does;
//  2. a clip takes that point away;
//  3. where there is no shader (tests, pictures) the rectangle stays, and looks the same.

// flatLeast is from which width and height a ground is worth it.
const flatLeast = 96

// flatPrograms are the shader for OpenGL and for OpenGL ES. The colour is set for each object.
var flatPrograms = [2][]byte{
	[]byte("#version 110\nuniform float red, green, blue;\nvoid main() { gl_FragColor = vec4(red, green, blue, 1.0); }\n"),
	[]byte("#version 100\nprecision mediump float;\nuniform float red, green, blue;\nvoid main() { gl_FragColor = vec4(red, green, blue, 1.0); }\n"),
}

// flat is an even ground in place of a rectangle.
type flat struct {
	shader *canvas.Shader
	clip   *container.Clip
}

// newFlat is nil where the window has no shaders.
func newFlat() *flat {
	if _, window := fyne.CurrentApp().Driver().(desktop.Driver); !window {
		return nil
	}
	return makeFlat()
}

func makeFlat() *flat {
	s := canvas.NewShader("plumbline-flat", flatPrograms[0], flatPrograms[1])
	return &flat{shader: s, clip: container.NewClip(s)}
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
	f.clip.Resize(r.Size())
	return f.clip
}
