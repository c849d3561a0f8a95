package parts

import (
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
)

// photoLayout gives a picture its own proportions, no higher than a bound; it stands in the middle.
type photoLayout struct {
	ratio float32 // height for each unit of width
	most  float32
	width float32
}

func (l *photoLayout) Layout(objs []fyne.CanvasObject, size fyne.Size) {
	l.width = size.Width
	w := size.Width
	if h := w * l.ratio; h > Unit(l.most) {
		w = Unit(l.most) / l.ratio
	}
	for _, o := range objs {
		o.Resize(fyne.NewSize(w, w*l.ratio))
		o.Move(fyne.NewPos((size.Width-w)/2, 0))
	}
}

func (l *photoLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(Unit(60), min(max(l.width, Unit(60))*l.ratio, Unit(l.most)))
}

// NewPhoto shows a picture as wide as there is room, and no higher than a number of units. It is never mirrored.
func NewPhoto(img image.Image, most float32) *fyne.Container {
	b := img.Bounds()
	drawn := canvas.NewImageFromImage(img)
	drawn.FillMode = canvas.ImageFillContain
	drawn.ScaleMode = canvas.ImageScaleSmooth
	return container.New(&photoLayout{ratio: float32(b.Dy()) / float32(max(b.Dx(), 1)), most: most}, drawn)
}
