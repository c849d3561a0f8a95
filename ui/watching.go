package ui

import "plumbline/model"

// watching is what a screen has that follows the notebook until it is left.
type watching struct {
	left    bool
	unwatch func()
}

// watch calls f on the UI thread with the records that have changed, until the screen is left.
func (w *watching) watch(d *desk, f func(changed []model.ID)) {
	w.unwatch = d.book.Watch(func(changed []model.ID) {
		d.came(func() {
			if !w.left {
				f(changed)
			}
		})
	})
}

// leave lets go of the notebook.
func (w *watching) leave() bool {
	w.left = true
	w.unwatch()
	return true
}
