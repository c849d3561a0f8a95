package parts

import (
	"embed"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"plumbline/assets"
)

//go:embed marks/*.svg
var marks embed.FS

// mark is one of our own drawings, in one colour.
func mark(name string) fyne.Resource {
	b, err := marks.ReadFile("marks/" + name + ".svg")
	if err != nil {
		panic("parts: no mark " + name) // a name is a constant of this package
	}
	return fyne.NewStaticResource("plumbline-"+name+".svg", b)
}

// own is one of the program's icons, 24 units in one colour.
func own(name string) fyne.Resource {
	return fyne.NewStaticResource("plumbline-icon-"+name+".svg", assets.Icon(name))
}

// Our own icons; all others are Fyne's.
var (
	IconPlumb  = own("bob")     // the mark of the program: bar, line, weight
	IconLock   = own("padlock") // what is closed
	IconPeople = own("people")  // the coalition
	IconShield = own("shield")  // safety
	IconClip   = own("clip")    // evidence

	iconWeight   = mark("weight")
	iconFlag     = own("flag")
	iconArrow    = own("arrow-down")
	iconQuestion = mark("question")
	iconDash     = mark("dash")
	iconFoldBack = mark("foldback")
	iconEqual    = mark("equal")
	iconRoughly  = mark("roughly")
	iconDiffer   = mark("differ")
)

// Icon is a one-coloured drawing in a colour of the theme.
type Icon struct {
	widget.BaseWidget

	res  fyne.Resource
	ink  fyne.ThemeColorName
	size float32
	draw drawing
}

// NewIcon makes an icon of a size in units.
func NewIcon(res fyne.Resource, ink fyne.ThemeColorName, size float32) *Icon {
	i := &Icon{res: res, ink: ink, size: size, draw: newDrawing()}
	i.ExtendBaseWidget(i)
	return i
}

// Set changes the drawing and its colour.
func (i *Icon) Set(res fyne.Resource, ink fyne.ThemeColorName) {
	if i.res == res && i.ink == ink {
		return
	}
	i.res, i.ink = res, ink
	i.Refresh()
}

// SetInk changes the colour alone.
func (i *Icon) SetInk(ink fyne.ThemeColorName) { i.Set(i.res, ink) }

// drawing is an image in one colour of the theme. Reading a drawing is slow, and a page is refreshed for many reasons:
// it is read again only when the drawing or the colour is another.
type drawing struct {
	img  *canvas.Image
	fill color.Color
}

func newDrawing() drawing { return drawing{img: &canvas.Image{FillMode: canvas.ImageFillContain}} }

// set shows a resource in a colour; nil shows nothing. It must be called before the image is given another size: else
// Fyne draws the old resource at that size and remembers it under the name of the new one.
func (d *drawing) set(res fyne.Resource, ink fyne.ThemeColorName) {
	show(d.img, res != nil)
	if res == nil {
		return
	}
	fill := paint(ink)
	if r := tinted(res, ink); d.img.Resource != r || d.fill != fill {
		d.img.Resource, d.fill = r, fill
		d.img.Refresh()
	}
}

type tint struct {
	res fyne.Resource
	ink fyne.ThemeColorName
}

// tints keeps one coloured resource for each drawing and colour, so that rows may change icons without new objects.
var tints = map[tint]fyne.Resource{}

func tinted(res fyne.Resource, ink fyne.ThemeColorName) fyne.Resource {
	key := tint{res, ink}
	if r, ok := tints[key]; ok {
		return r
	}
	r := theme.NewColoredResource(res, ink)
	tints[key] = r
	return r
}

// CreateRenderer is for Fyne.
func (i *Icon) CreateRenderer() fyne.WidgetRenderer {
	i.draw.set(i.res, i.ink)
	return &iconRenderer{i}
}

type iconRenderer struct{ i *Icon }

func (r *iconRenderer) Layout(s fyne.Size) {
	side := min(s.Width, s.Height, Unit(r.i.size))
	r.i.draw.img.Resize(fyne.NewSquareSize(side))
	r.i.draw.img.Move(fyne.NewPos((s.Width-side)/2, (s.Height-side)/2))
}
func (r *iconRenderer) MinSize() fyne.Size           { return fyne.NewSquareSize(Unit(r.i.size)) }
func (r *iconRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.i.draw.img} }
func (r *iconRenderer) Destroy()                     {}
func (r *iconRenderer) Refresh() {
	r.i.draw.set(r.i.res, r.i.ink)
	r.Layout(r.i.Size())
	canvas.Refresh(r.i)
}
