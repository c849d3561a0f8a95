package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"plumbline/ui/bidi"
	"plumbline/ui/parts"
)

// longRows is a list of any length whose rows are read in stretches, in the background, when they come into sight; see
// rows.go for the rules.
type longRows[T any] struct {
	d    *desk
	list *parts.List
	load func(i int) (T, error) // in the background; i < n
	fail string                 // the sentence when that fails

	n       int
	read    map[int][]T
	order   []int
	asked   map[int]bool
	version int
	left    bool
}

// newLongRows makes an empty list. row draws one, fill shows an item in it; a row that was not read yet gets the zero
// item.
func newLongRows[T any](d *desk, height float32, fail string, row func() fyne.CanvasObject, fill func(o fyne.CanvasObject, item T)) *longRows[T] {
	r := &longRows[T]{d: d, fail: fail}
	r.list = parts.NewList(d.look, height, func() int { return r.n }, row, func(i int, o fyne.CanvasObject) { fill(o, r.item(i)) })
	r.list.Rules = true
	return r
}

// show lists n rows that load reads.
func (r *longRows[T]) show(n int, load func(i int) (T, error)) {
	r.version++
	r.n, r.load = n, load
	r.read, r.asked, r.order = map[int][]T{}, map[int]bool{}, nil
	r.list.Refresh()
}

// leave lets nothing that is still under way come back.
func (r *longRows[T]) leave() { r.left = true }

// item is what a row shows, from memory; the zero item until it was read.
func (r *longRows[T]) item(i int) (item T) {
	s := i / stretchRows
	if rows, ok := r.read[s]; ok {
		return rows[i%stretchRows]
	}
	r.ask(s)
	return item
}

// ask reads a stretch.
func (r *longRows[T]) ask(s int) {
	if r.asked[s] {
		return
	}
	r.asked[s] = true
	mine, load := r.version, r.load
	from, to := s*stretchRows, min((s+1)*stretchRows, r.n)
	rows := make([]T, to-from)
	r.d.read(func() (err error) {
		for i := range rows {
			if rows[i], err = load(from + i); err != nil {
				return err
			}
		}
		return nil
	}, func(err error) {
		if mine != r.version || r.left {
			return
		}
		if err != nil {
			r.d.fail(r.d.look.T(r.fail), err)
			return
		}
		r.keep(s, rows)
		r.list.Refresh()
	})
}

// keep holds a stretch and lets go of the one that was read longest ago.
func (r *longRows[T]) keep(s int, rows []T) {
	r.read[s] = rows
	if r.order = append(r.order, s); len(r.order) > keepStretchs {
		delete(r.read, r.order[0])
		delete(r.asked, r.order[0])
		r.order = r.order[1:]
	}
}

// headRow draws a headline: its ref, its title over what it is about, a note.
type headRow struct {
	widget.BaseWidget

	ref, title, about, note *bidi.Label
	body                    fyne.CanvasObject
}

// headHeight is that of a row of two lines.
const headHeight = 56

func newHeadRow(k parts.Look) *headRow {
	r := &headRow{ref: k.Cell("", parts.Ink2), title: k.Cell("", parts.Ink), about: k.Cell("", parts.Ink2), note: k.Cell("", parts.Ink2)}
	r.note.Alignment = fyne.TextAlignTrailing
	r.body = k.Row(16, 1, parts.Sized(148, 0, r.ref), parts.Column(0, r.title, r.about), parts.Sized(40, 0, r.note), parts.Gap(0, 0)) // clear of the bar
	r.ExtendBaseWidget(r)
	return r
}

// Held is the row, for what is cut in it.
func (r *headRow) Held() []fyne.CanvasObject { return []fyne.CanvasObject{r.body} }

// CreateRenderer is for Fyne.
func (r *headRow) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(r.body) }

// set shows a headline.
func (r *headRow) set(h headline) {
	r.title.Base = h.base
	r.ref.SetText(bidi.IsolateLTR(h.ref))
	r.title.SetText(h.title)
	r.about.SetText(h.about)
	r.note.SetText(h.note)
}
