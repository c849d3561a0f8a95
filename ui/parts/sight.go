package parts

import (
	"cmp"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"plumbline/ui/bidi"
)

// Whoever walks with the Tab key must see where the keyboard is, and Fyne scrolls nothing by itself. What takes the
// keyboard therefore calls intoSight, which finds the pages it stands on from the window down.

// Holder is a widget that tells what stands in it: Fyne lets nobody look into another's renderer. The rows of a list tell
// their words, so that those that are cut can be read (tell.go).
type Holder interface {
	Held() []fyne.CanvasObject
}

// Held is the body.
func (w *whole) Held() []fyne.CanvasObject { return []fyne.CanvasObject{w.body} }

// Held is what the box is under.
func (b *Box) Held() []fyne.CanvasObject { return []fyne.CanvasObject{b.Content} }

// Held is what stands on it.
func (p *Press) Held() []fyne.CanvasObject { return []fyne.CanvasObject{p.content} }

// Held is the label, the control and the fault.
func (f *Field) Held() []fyne.CanvasObject { return []fyne.CanvasObject{f.label, f.control, f.fault} }

// Held is what scrolls.
func (p *Page) Held() []fyne.CanvasObject { return []fyne.CanvasObject{p.content} }

// Held is what stands over the window.
func (o *overlay) Held() []fyne.CanvasObject { return []fyne.CanvasObject{o.content} }

// Held is the choice.
func (r *DisputeRow) Held() []fyne.CanvasObject { return []fyne.CanvasObject{r.field, r.choice} }

// Held is the head and the rows.
func (t *Table) Held() []fyne.CanvasObject { return []fyne.CanvasObject{t.head, t.List} }

// Held is the head and the rows.
func (h *HeatMap) Held() []fyne.CanvasObject { return []fyne.CanvasObject{h.head, h.List} }

// Held are the titles.
func (h *tableHead) Held() []fyne.CanvasObject {
	return append([]fyne.CanvasObject{h.t.all}, objects(h.cells)...)
}

func objects[T fyne.CanvasObject](list []T) []fyne.CanvasObject {
	out := make([]fyne.CanvasObject, len(list))
	for i, o := range list {
		out[i] = o
	}
	return out
}

// inside is what stands in an object.
func inside(o fyne.CanvasObject) []fyne.CanvasObject {
	switch o := o.(type) {
	case *fyne.Container:
		return o.Objects
	case *container.ThemeOverride:
		return []fyne.CanvasObject{o.Content}
	case Holder:
		return o.Held()
	}
	return nil
}

// pagesOf are the pages that an object stands on, the innermost first; ok is false where it is not in this tree.
func pagesOf(at, o fyne.CanvasObject) (pages []*Page, ok bool) {
	if at == nil || !at.Visible() {
		return nil, false
	}
	if at == o {
		return nil, true
	}
	for _, x := range inside(at) {
		if pages, ok = pagesOf(x, o); ok {
			if p, is := at.(*Page); is {
				pages = append(pages, p)
			}
			return pages, true
		}
	}
	return nil, false
}

// TurnPage scrolls the page that an object stands on by what is seen of it; from an object that stands on none, or from
// nil, the largest page of the window.
func TurnPage(c fyne.Canvas, from fyne.CanvasObject, key fyne.KeyName) {
	if c == nil {
		return
	}
	root := c.Content()
	if top := c.Overlays().Top(); top != nil {
		root = top
	}
	pages, _ := pagesOf(root, from)
	if len(pages) == 0 {
		pages = allPages(root)
	}
	if len(pages) > 0 {
		pages[0].scroll.turn(key == fyne.KeyPageUp)
	}
}

// allPages are the pages of a tree, the largest first.
func allPages(at fyne.CanvasObject) (pages []*Page) {
	if at == nil || !at.Visible() {
		return nil
	}
	if p, ok := at.(*Page); ok {
		pages = append(pages, p)
	}
	for _, x := range inside(at) {
		pages = append(pages, allPages(x)...)
	}
	slices.SortStableFunc(pages, func(a, b *Page) int {
		area := func(p *Page) float32 { return p.Size().Width * p.Size().Height }
		return cmp.Compare(area(b), area(a))
	})
	return pages
}

// outerPage is the page that a part stands on, nil for none.
func outerPage(o fyne.CanvasObject) *Page {
	c := canvasOf(o)
	if c == nil {
		return nil
	}
	for _, root := range append(c.Overlays().List(), c.Content()) {
		if pages, ok := pagesOf(root, o); ok && len(pages) > 0 {
			return pages[0]
		}
	}
	return nil
}

// intoSight scrolls the pages that an object stands on so that it can be seen.
func intoSight(o fyne.CanvasObject) {
	c := canvasOf(o)
	if c == nil {
		return
	}
	for _, root := range append(c.Overlays().List(), c.Content()) {
		if pages, ok := pagesOf(root, o); ok {
			for _, p := range pages {
				p.Reveal(o)
			}
			return
		}
	}
}

// Held are the words of the row.
func (t *TreeRow) Held() []fyne.CanvasObject {
	return objects([]*bidi.Label{t.number, t.code, t.title, t.count, t.more})
}

// Held are the words of the row.
func (o *ObservationRow) Held() []fyne.CanvasObject {
	return objects([]*bidi.Label{o.date, o.title, o.place, o.effect, o.reliability, o.many})
}

// Held are the words of the row.
func (t *TickRow) Held() []fyne.CanvasObject { return objects([]*bidi.Label{t.title, t.note, t.end}) }

// Held are the words of the option.
func (r *dropRowView) Held() []fyne.CanvasObject { return objects([]*bidi.Label{r.word, r.note}) }

// Held are the words of the row.
func (r *heatRow) Held() []fyne.CanvasObject { return objects([]*bidi.Label{r.code, r.title, r.count}) }

// Held are the cells of the row.
func (r *tableRowView) Held() []fyne.CanvasObject { return objects(r.cells) }
