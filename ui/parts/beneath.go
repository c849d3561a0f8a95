package parts

import "fyne.io/fyne/v2"

// A list may stand on a page and be higher than what is seen of it. The toolkit then hands the list what the mouse does
// where the page has ended, over a bar of the window: of several that cut what stands in them it asks the innermost alone.
// A row that hears of a tap there leaves it to what is seen in that place.

// pagesAround are the pages that a part stands on, the innermost first, and the root they stand on.
func pagesAround(o fyne.CanvasObject) (root fyne.CanvasObject, pages []*Page) {
	c := canvasOf(o)
	if c == nil {
		return nil, nil
	}
	for _, root := range append(c.Overlays().List(), c.Content()) {
		if pages, ok := pagesOf(root, o); ok {
			return root, pages
		}
	}
	return nil, nil
}

// onItsPages says whether a point of the window is in sight on all pages that a part stands on.
func onItsPages(o fyne.CanvasObject, at fyne.Position) bool {
	_, pages := pagesAround(o)
	for _, p := range pages {
		if !within(at, fyne.CurrentApp().Driver().AbsolutePositionForObject(p), p.Size()) {
			return false
		}
	}
	return true
}

func within(at, pos fyne.Position, size fyne.Size) bool {
	return at.X >= pos.X && at.Y >= pos.Y && at.X < pos.X+size.Width && at.Y < pos.Y+size.Height
}

// tapBeneath taps what is seen at a point of the window, beside the pages that a part stands on.
func tapBeneath(o fyne.CanvasObject, at fyne.Position) {
	root, pages := pagesAround(o)
	if len(pages) == 0 {
		return
	}
	switch to, pos := beneath(root, pages[len(pages)-1], fyne.Position{}, at); to := to.(type) {
	case fyne.Tappable:
		to.Tapped(&fyne.PointEvent{AbsolutePosition: at, Position: at.Subtract(pos)})
	case fyne.Focusable:
		canvasOf(o).Focus(to)
	}
}

// beneath finds the innermost thing at a point that takes a tap or the keyboard, but for a page, and its place; nil for
// none. origin is that of what the object stands in.
func beneath(o fyne.CanvasObject, but *Page, origin, at fyne.Position) (found fyne.CanvasObject, pos fyne.Position) {
	if o == nil || !o.Visible() || o == fyne.CanvasObject(but) {
		return nil, pos
	}
	origin = origin.Add(o.Position())
	in := within(at, origin, o.Size())
	if _, page := o.(*Page); page && !in {
		return nil, pos
	}
	_, taps := o.(fyne.Tappable)
	_, keys := o.(fyne.Focusable)
	off, can := o.(fyne.Disableable)
	if in && (taps || keys) && !(can && off.Disabled()) {
		found, pos = o, origin
	}
	for _, x := range inside(o) {
		if deeper, there := beneath(x, but, origin, at); deeper != nil {
			found, pos = deeper, there
		}
	}
	return found, pos
}
