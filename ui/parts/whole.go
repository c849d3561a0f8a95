package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// whole makes one widget of several things laid out together: Fyne knows a widget or a container, not a struct around
// one.
type whole struct {
	widget.BaseWidget

	body fyne.CanvasObject
}

// join fills a whole that is part of another widget.
func (w *whole) join(self fyne.Widget, body fyne.CanvasObject) {
	w.body = body
	w.ExtendBaseWidget(self)
}

func (w *whole) naturalWidth() float32 { return wanted(w.body) }

// CreateRenderer is for Fyne.
func (w *whole) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(w.body) }
