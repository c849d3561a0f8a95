package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/software"
	"fyne.io/fyne/v2/widget"
)

// Picture shows a part of the window as a picture of itself: drawn of the same parts, in the reader's language,
// direction and colours, but nothing on it acts, takes the keyboard or is read aloud twice. It is painted when it is
// first shown, as sharp as the screen is, a little smaller than room.
type Picture struct {
	widget.BaseWidget

	scene   fyne.CanvasObject
	room    fyne.Size // of the scene on the screen, as large as life
	size    float32   // how large it is drawn: 1 is as large as life
	painted float32   // pixels to a length of the scene in img; 0 before it was painted
	img     *canvas.Image
	edge    *canvas.Rectangle
}

// NewPicture makes a picture of a scene that is so many units wide and as high as it needs, drawn at a size of at most 1.
func NewPicture(scene fyne.CanvasObject, width, size float32) *Picture {
	give(scene, Unit(width)) // once to give widths, once with the heights they lead to
	p := &Picture{scene: scene, room: fyne.NewSize(Unit(width), give(scene, Unit(width))), size: size, img: &canvas.Image{FillMode: canvas.ImageFillStretch}, edge: canvas.NewRectangle(nil)}
	p.ExtendBaseWidget(p)
	return p
}

// fit is how large the picture is drawn in a width.
func (p *Picture) fit(width float32) float32 {
	if width <= 0 {
		return p.size
	}
	return min(p.size, width/p.room.Width)
}

func (p *Picture) naturalWidth() float32 { return p.room.Width * p.size }

// paint draws the scene for a size and a sharpness of the screen. A narrower window shows the same painting smaller.
func (p *Picture) paint() {
	sharp := float32(1)
	if c := canvasOf(p); c != nil {
		sharp = c.Scale()
	}
	want := p.size * sharp
	if p.painted == want {
		return
	}
	p.painted = want
	c := software.NewCanvas()
	c.SetPadded(false)
	c.SetScale(want)
	c.SetContent(p.scene)
	c.Resize(p.room)
	p.img.Image = c.Capture()
	p.img.Refresh()
}

// CreateRenderer is for Fyne.
func (p *Picture) CreateRenderer() fyne.WidgetRenderer {
	r := &pictureRenderer{p}
	r.tint()
	return r
}

type pictureRenderer struct{ p *Picture }

func (r *pictureRenderer) tint() {
	p := r.p
	p.edge.FillColor, p.edge.StrokeColor, p.edge.StrokeWidth = paint(Clear), paint(Line), 1
	p.edge.CornerRadius, p.img.CornerRadius = Unit(8), Unit(8)
}

func (r *pictureRenderer) Layout(s fyne.Size) {
	p := r.p
	p.paint()
	room, fit := p.room, p.fit(s.Width)
	for _, o := range r.Objects() {
		o.Resize(fyne.NewSize(room.Width*fit, room.Height*fit))
		o.Move(fyne.NewPos(max((s.Width-room.Width*fit)/2, 0), 0))
	}
}

func (r *pictureRenderer) MinSize() fyne.Size {
	return fyne.NewSize(Unit(120), r.p.room.Height*r.p.fit(r.p.Size().Width))
}

func (r *pictureRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.p.img, r.p.edge}
}
func (r *pictureRenderer) Destroy() {}
func (r *pictureRenderer) Refresh() {
	r.tint()
	r.Layout(r.p.Size())
	canvas.Refresh(r.p)
}
