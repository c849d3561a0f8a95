package parts

import "fyne.io/fyne/v2"

// Sheet covers the whole window with a page that is read and put away again. What is under it stays as it is, keyboard
// and all: a form is neither left nor saved. Escape puts the sheet away.
type Sheet struct {
	OnClosed func()

	content fyne.CanvasObject
	overlay *overlay
}

// NewSheet makes a sheet of a content.
func NewSheet(content fyne.CanvasObject) *Sheet { return &Sheet{content: NewBox(Ground, content)} }

// Show lays the sheet over a window and gives the keyboard to something on it.
func (s *Sheet) Show(over fyne.Canvas, first fyne.Focusable) {
	if s.overlay != nil {
		return
	}
	whole := func(room fyne.Size) (fyne.Position, fyne.Size) { return fyne.Position{}, room }
	s.overlay = raise(over, s.content, true, whole, s.Close)
	if first != nil {
		over.Focus(first)
	}
}

// Close puts the sheet away; the keyboard is where it was before.
func (s *Sheet) Close() {
	if s.overlay == nil {
		return
	}
	s.overlay.lower()
	s.overlay = nil
	if s.OnClosed != nil {
		s.OnClosed()
	}
}
