package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"plumbline/ui/bidi"
)

// TickItem is what a row that can be ticked shows: words ready to be read.
type TickItem struct {
	Ticked bool
	Title  string
	Base   bidi.Base // direction of the title
	Note   string
	End    string // a word at the trailing edge
}

// TickHeight is the height of such a row.
const TickHeight = 76

// TickRow draws a TickItem, for a List: a box, a title of two lines over a quieter one, a word at the trailing edge. The list says
// when it is tapped.
type TickRow struct {
	widget.BaseWidget

	look             Look
	sign             *Icon
	title, note, end *bidi.Label
}

// NewTickRow makes an empty row.
func NewTickRow(k Look) *TickRow {
	t := &TickRow{look: k, sign: NewIcon(nil, Ink2, 20), title: k.Text(""), note: k.Line("", Ink2), end: k.Line("", Ink2)}
	t.end.Alignment, t.title.MaxLines = fyne.TextAlignTrailing, 2
	t.ExtendBaseWidget(t)
	return t
}

// Set shows another item.
func (t *TickRow) Set(item TickItem) {
	t.sign.Set(tickIcon(item.Ticked, false))
	t.title.Base = item.Base
	t.title.SetText(item.Title)
	t.note.SetText(item.Note)
	t.end.SetText(item.End)
	t.Refresh()
}

// CreateRenderer is for Fyne.
func (t *TickRow) CreateRenderer() fyne.WidgetRenderer { return &tickRenderer{t} }

type tickRenderer struct{ t *TickRow }

func (r *tickRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.t.sign, r.t.title, r.t.note, r.t.end}
}

func (r *tickRenderer) MinSize() fyne.Size { return fyne.NewSize(Unit(200), Unit(TickHeight)) }
func (r *tickRenderer) Destroy()           {}

func (r *tickRenderer) Refresh() {
	r.Layout(r.t.Size())
	canvas.Refresh(r.t)
}

func (r *tickRenderer) Layout(s fyne.Size) {
	t := r.t
	p := placing{size: s, rtl: t.look.RTL()}
	p.at(t.sign, Unit(8), Unit(20))
	from, end := Unit(38), s.Width-Unit(8)
	if t.end.Text != "" {
		end = p.trail(t.end, end, min(t.end.MinSize().Width, s.Width/3)) - Unit(8)
	}
	p.lines(from, max(end-from, Unit(40)), t.title, t.note)
}
