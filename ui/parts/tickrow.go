package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
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

// TickRow draws a TickItem, for a List: a box, a title over a quieter note, a word at the trailing edge. Title and note have
// as many lines as the row is high for, the title first. The list says when it is tapped.
type TickRow struct {
	widget.BaseWidget

	look             Look
	sign             *Icon
	title, note, end *bidi.Label
}

// NewTickRow makes an empty row.
func NewTickRow(k Look) *TickRow {
	t := &TickRow{look: k, sign: NewIcon(nil, Ink2, 20), title: k.Text(""), note: k.Muted(""), end: k.Line("", Ink2)}
	t.end.Alignment = fyne.TextAlignTrailing
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
	room := max(end-from, Unit(40))
	t.keepLines(room, s.Height)
	p.lines(from, room, t.title, t.note)
}

// The free space above and below the words of a row, in units, and the most lines that its title and its note may have.
const (
	tickRim      = 8
	mostTickText = 6
	mostTickNote = 5
)

// keepLines parts the lines that a row has room for between the title and the note.
func (t *TickRow) keepLines(room, height float32) {
	line := bidi.RowHeight(fyne.TextStyle{}, theme.TextSize())
	all := max(int((height-Unit(tickRim)+1)/line), 2)
	note := min(textLines(t.note.Text, t.note.Base, room), mostTickNote)
	title := min(textLines(t.title.Text, t.title.Base, room), mostTickText)
	if title+note > all {
		title = min(title, all-1)
		note = min(note, all-title)
	}
	for l, n := range map[*bidi.Label]int{t.title: max(title, 1), t.note: max(note, 1)} {
		if l.MaxLines != n {
			l.MaxLines = n
			l.Refresh()
		}
	}
}

// textLines is how many lines an ordinary text has at a width.
func textLines(text string, base bidi.Base, width float32) int {
	size := theme.TextSize()
	return int(bidi.Height(text, base, width, size, fyne.TextStyle{})/bidi.RowHeight(fyne.TextStyle{}, size) + 0.5)
}

// TickRowHeight is how high a row is, on the screen, that shows an item whole, up to a few lines.
func TickRowHeight(k Look, item TickItem, width float32) float32 {
	room := width - Unit(38+8)
	if item.End != "" {
		end := fyne.MeasureText(bidi.Visual(item.End, k.Base()), theme.TextSize(), fyne.TextStyle{}).Width
		room -= min(end, width/3) + Unit(8)
	}
	lines := min(textLines(item.Title, item.Base, room), mostTickText) + min(textLines(item.Note, k.Base(), room), mostTickNote)
	return float32(lines)*bidi.RowHeight(fyne.TextStyle{}, theme.TextSize()) + Unit(tickRim)
}
