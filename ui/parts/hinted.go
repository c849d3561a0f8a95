package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// Hinted names a small thing that shows no word, while the mouse is over it. What it says must be found in words nearby
// too, for those who have no mouse.
type Hinted struct {
	whole

	Tip  string
	look Look
}

// NewHinted names an object; an empty name says nothing.
func NewHinted(k Look, o fyne.CanvasObject, tip string) *Hinted {
	h := &Hinted{Tip: tip, look: k}
	h.join(h, o)
	return h
}

// MouseIn is for Fyne.
func (h *Hinted) MouseIn(*desktop.MouseEvent) {
	if h.Tip != "" {
		h.look.Tips.Show(h.Tip, h)
	}
}

// MouseMoved is for Fyne.
func (h *Hinted) MouseMoved(*desktop.MouseEvent) {}

// MouseOut is for Fyne.
func (h *Hinted) MouseOut() { h.look.Tips.Hide() }
