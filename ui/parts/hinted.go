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
	teller
}

// NewHinted names an object; an empty name says nothing.
func NewHinted(k Look, o fyne.CanvasObject, tip string) *Hinted {
	h := &Hinted{Tip: tip, look: k}
	h.join(h, o)
	return h
}

// leastWidth is that of what is named.
func (h *Hinted) leastWidth() float32 { return least(h.body) }

// MouseIn is for Fyne.
func (h *Hinted) MouseIn(e *desktop.MouseEvent) { h.MouseMoved(e) }

// MouseMoved is for Fyne.
func (h *Hinted) MouseMoved(e *desktop.MouseEvent) {
	h.teller.rest(h.look, h, h.body, e.Position, h.Tip)
}

// MouseOut is for Fyne.
func (h *Hinted) MouseOut() { h.teller.gone(h.look) }
