package parts_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"plumbline/ui/bidi"
	. "plumbline/ui/parts"
)

// border is what is drawn to size a column.
type border interface {
	fyne.CanvasObject
	fyne.Draggable
	fyne.DoubleTappable
	desktop.Cursorable
}

// sized is a table of three columns, the second of which takes the slack, in a window 700 wide.
func sized(t *testing.T, k Look) (w fyne.Window, borders []border, widths map[int]float32) {
	widths = map[int]float32{}
	columns := []TableColumn{{Title: "Ref", Width: 90, Sorts: true}, {Title: "Title"}, {Title: "Region", Width: 120}, {Title: "Trust", Width: 60}}
	table := NewTable(k, columns, func() int { return 3 }, func(i int) TableRow {
		return TableRow{Cells: []TableCell{{Text: "O-2023-0001"}, {Text: "A title"}, {Text: "A region with a very long name", Base: bidi.Auto}, {Text: "B2"}}}
	}, func(int) {}, func() {})
	table.Sizes(44, 400, func(column int, width float32) { widths[column] = width })
	w = shown(t, table)
	w.Resize(fyne.NewSize(700, 300))
	each(w.Canvas().Content(), fyne.Position{}, func(o fyne.CanvasObject, _ fyne.Position) {
		if b, ok := o.(border); ok {
			if _, entry := o.(*bidi.Entry); !entry {
				borders = append(borders, b)
			}
		}
	})
	return w, borders, widths
}

func x(o fyne.CanvasObject) float32 { return fyne.CurrentApp().Driver().AbsolutePositionForObject(o).X }

func TestAColumnIsSizedByItsBorder(t *testing.T) {
	for _, language := range []string{"en", "ar"} {
		k := in(t, language)
		_, borders, widths := sized(t, k)
		same(t, language+": borders", len(borders), 3)
		along := float32(1)
		if k.RTL() {
			along = -1
		}
		draw := func(i int, far float32) float32 {
			before := x(borders[i])
			for range 4 {
				borders[i].Dragged(&fyne.DragEvent{Dragged: fyne.NewDelta(along*far/4, 0)})
			}
			borders[i].DragEnd()
			return (x(borders[i]) - before) * along
		}
		same(t, language+": the shape of the mouse", borders[0].Cursor(), desktop.Cursor(desktop.HResizeCursor))
		same(t, language+": the border goes with the mouse", draw(0, 40), 40)
		same(t, language+": before the slack", widths[0], Unit(130)/Unit(1))
		same(t, language+": behind the slack the border goes with it too", draw(1, 40), 40)
		same(t, language+": behind the slack", widths[2], 80)
		same(t, language+": to the last", draw(2, -20), -20)
		same(t, language+": the last", widths[3], 80)
		draw(0, -1000)
		same(t, language+": no narrower", widths[0], 44)
		draw(1, -1000)
		if got := widths[2]; got > 400 || got < 200 {
			t.Errorf("%s: as wide as the slack lets it, %v", language, got)
		}
		borders[1].DoubleTapped(&fyne.PointEvent{})
		if want := fyne.MeasureText("A region with a very long name", 14, fyne.TextStyle{}).Width; widths[2] < want*0.9 || widths[2] > want*1.4 {
			t.Errorf("%s: fits at %v, its words are %v", language, widths[2], want)
		}
	}
}

func TestATableWithoutSizesHasNoBorders(t *testing.T) {
	k := in(t, "en")
	table := NewTable(k, []TableColumn{{Title: "Ref", Width: 90}, {Title: "Title"}}, func() int { return 0 }, nil, nil, nil)
	shown(t, table)
	each(table, fyne.Position{}, func(o fyne.CanvasObject, _ fyne.Position) {
		if _, ok := o.(border); ok {
			t.Error("a border that nobody hears of")
		}
	})
}

func TestAColumnGrowsWhereTheSlackHasEnough(t *testing.T) {
	for _, language := range []string{"en", "ar"} {
		k := in(t, language)
		const long, short = "North Kazakhstan Region of the country", "North Kazakhstan"
		columns := []TableColumn{{Title: "Title"}, {Title: "Region", Width: 130, Most: 300}}
		var kept float32
		table := NewTable(k, columns, func() int { return 1 }, func(int) TableRow {
			return TableRow{Cells: []TableCell{{Text: "A title"}, {Text: long, Short: short, Base: bidi.LTR}}}
		}, nil, nil)
		table.Sizes(44, 400, func(_ int, width float32) { kept = width })
		w := shown(t, table)
		cell := func() *bidi.Label {
			return find(t, w.Canvas().Content(), func(l *bidi.Label) bool { return l.Text == long || l.Text == short })
		}
		for width, want := range map[float32]float32{400: 130, 500: 220, 900: 300} { // the title keeps 240
			w.Resize(fyne.NewSize(width, 300))
			same(t, language+": the column", cell().Size().Width, want)
			same(t, language+": its words", cell().Text == long, want == 300)
		}
		w.Resize(fyne.NewSize(900, 300))
		border := find[border](t, w.Canvas().Content(), nil)
		along := float32(100) // before the column: it becomes narrower with the reading direction
		if k.RTL() {
			along = -along
		}
		border.Dragged(&fyne.DragEvent{Dragged: fyne.NewDelta(along, 0)})
		border.DragEnd()
		same(t, language+": as it was drawn", cell().Size().Width, 200)
		same(t, language+": kept", kept, 200)
		w.Resize(fyne.NewSize(1200, 300))
		same(t, language+": it stays so", cell().Size().Width, 200)
	}
}
