package ui

import "fyne.io/fyne/v2"

// The smallest window that still holds every page.
const leastWidth, leastHeight = 960, 640

// leastLayout fills the window and keeps it from becoming too small to use.
type leastLayout struct{}

func (leastLayout) Layout(objs []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objs {
		o.Move(fyne.Position{})
		o.Resize(size)
	}
}

func (leastLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(leastWidth, leastHeight)
}

// barHeight is what the bar with a window's name may take of the screen; nobody says how high it is before it is there.
const barHeight = 40

// Fit keeps the window within a screen that leaves so many pixels free, once it is known how many go into a unit: it may
// have been larger on another screen, and many a laptop is lower than what a new window asks for. Zero is not known.
func (w *Window) Fit(width, height int) {
	if width <= 0 || height <= 0 {
		return
	}
	w.app.Lifecycle().SetOnStarted(func() {
		w.start.Do(func() {
			scale, size := w.win.Canvas().Scale(), w.prefs.size()
			room := fyne.NewSize(float32(width)/scale, float32(height)/scale-barHeight)
			if size.Width > room.Width || size.Height > room.Height {
				w.win.Resize(size.Min(room))
			}
		})
	})
}

// newJobs is a background for this window.
func (w *Window) newJobs() *background {
	b := newBackground(w.start.Do)
	b.fell = w.start.Fell
	return b
}
