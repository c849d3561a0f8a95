package parts_test

import (
	"math"
	"strconv"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"plumbline/ui/bidi"
	. "plumbline/ui/parts"
)

// lines is a column of so many lines, each 40 high.
func lines(k Look, n int) fyne.CanvasObject {
	col := Column(0)
	for i := range n {
		col.Add(Sized(0, 40, k.Text(strconv.Itoa(i))))
	}
	return col
}

// bars are the scroll bars in sight, as they stand in the window.
func bars(root fyne.CanvasObject) (at []fyne.Position, all []fyne.CanvasObject) {
	each(root, fyne.Position{}, func(o fyne.CanvasObject, p fyne.Position) {
		if typeName(o) == "*parts.scrollBar" {
			at, all = append(at, p), append(all, o)
		}
	})
	return at, all
}

// thumb is where the thumb of a bar stands and how large it is.
func thumb(bar fyne.CanvasObject) (fyne.Position, fyne.Size) {
	objs := test.WidgetRenderer(bar.(fyne.Widget)).Objects()
	last := objs[len(objs)-1]
	return last.Position(), last.Size()
}

// placeOf is where a line stands in the window.
func placeOf(t *testing.T, root fyne.CanvasObject, word string) (at fyne.Position) {
	t.Helper()
	found := false
	each(root, fyne.Position{}, func(o fyne.CanvasObject, p fyne.Position) {
		if l, ok := o.(*bidi.Label); ok && l.Text == word {
			at, found = p, true
		}
	})
	if !found {
		t.Fatalf("no line says %q", word)
	}
	return at
}

func TestTheBarStandsWhereLinesEnd(t *testing.T) {
	for _, language := range []string{"en", "ar", "ru", "kk"} {
		k := in(t, language)
		created := 0
		for what, o := range map[string]fyne.CanvasObject{"page": NewPage(k, lines(k, 100)), "list": numbers(k, 100, &created)} {
			w := shown(t, o)
			at, all := bars(w.Canvas().Content())
			if len(all) != 1 {
				t.Fatalf("%s %s: %d bars", language, what, len(all))
			}
			p, s := thumb(all[0])
			left, right := at[0].X+p.X, at[0].X+p.X+s.Width
			if k.RTL() && left != 0 || !k.RTL() && right != 800 {
				t.Errorf("%s %s: the thumb stands from %v to %v of 800", language, what, left, right)
			}
		}
	}
}

func TestRowsStandBesideTheBar(t *testing.T) {
	for language, wants := range map[string]float32{"en": 0, "ar": 10} {
		k := in(t, language)
		created := 0
		w := shown(t, numbers(k, 100, &created))
		same(t, language, placeOf(t, w.Canvas().Content(), "3").X, wants)
	}
}

func TestTitlesStandOverTheirColumns(t *testing.T) {
	for _, language := range []string{"en", "ar"} {
		for _, n := range []int{3, 100} {
			k := in(t, language)
			columns := []TableColumn{{Title: "first", Width: 90}, {Title: "slack"}, {Title: "last", Width: 70}}
			w := shown(t, NewTable(k, columns, func() int { return n }, func(i int) TableRow {
				return TableRow{Cells: []TableCell{{Text: "a" + strconv.Itoa(i)}, {Text: "b" + strconv.Itoa(i)}, {Text: "c" + strconv.Itoa(i)}}}
			}, nil, nil))
			for title, cell := range map[string]string{"first": "a1", "slack": "b1", "last": "c1"} {
				if a, b := placeOf(t, w.Canvas().Content(), title).X, placeOf(t, w.Canvas().Content(), cell).X; a != b && math.Abs(float64(a-b)) > 1 {
					t.Errorf("%s, %d rows: %s stands at %v and its column at %v", language, n, title, a, b)
				}
			}
		}
	}
}

func TestTheThumbIsDrawnAlong(t *testing.T) {
	for _, language := range []string{"en", "ar"} {
		k := in(t, language)
		w := shown(t, NewPageWithin(k, 0, 0, lines(k, 100)))
		root := w.Canvas().Content()
		_, all := bars(root)
		drag := func(dy float32) { all[0].(fyne.Draggable).Dragged(&fyne.DragEvent{Dragged: fyne.Delta{DY: dy}}) }
		first := placeOf(t, root, "0").Y
		_, size := thumb(all[0])
		drag((600 - size.Height) / 2)
		if off := first - placeOf(t, root, "0").Y; math.Abs(float64(off-1700)) > 1 {
			t.Errorf("%s: half of the way down scrolled by %v of 3400", language, off)
		}
		drag(2000)
		same(t, language+" end", first-placeOf(t, root, "0").Y, float32(3400))
		drag(-2000) // back under the mouse
		if off := first - placeOf(t, root, "0").Y; math.Abs(float64(off-1700)) > 1 {
			t.Errorf("%s: back in the middle it stands at %v", language, off)
		}
		all[0].(fyne.Draggable).DragEnd()
		drag(-2000)
		same(t, language+" beginning", placeOf(t, root, "0").Y, first)
	}
}

func TestAClickBesideTheThumbTurnsAPage(t *testing.T) {
	for language, x := range map[string]float32{"en": 798, "ar": 2} {
		k := in(t, language)
		w := shown(t, NewPageWithin(k, 0, 0, lines(k, 100)))
		root := w.Canvas().Content()
		first := placeOf(t, root, "0").Y
		test.TapCanvas(w.Canvas(), fyne.NewPos(x, 590))
		same(t, language+" down", first-placeOf(t, root, "0").Y, float32(560))
		test.TapCanvas(w.Canvas(), fyne.NewPos(x, 590))
		same(t, language+" down again", first-placeOf(t, root, "0").Y, float32(1120))
		_, all := bars(root)
		at, _ := thumb(all[0])
		test.TapCanvas(w.Canvas(), fyne.NewPos(x, at.Y+2))
		same(t, language+" on the thumb", first-placeOf(t, root, "0").Y, float32(1120))
		test.TapCanvas(w.Canvas(), fyne.NewPos(x, 2))
		same(t, language+" up", first-placeOf(t, root, "0").Y, float32(560))
	}
}

func TestTheBarIsWideUnderTheMouse(t *testing.T) {
	for _, language := range []string{"en", "ar"} {
		k := in(t, language)
		w := shown(t, NewPage(k, lines(k, 100)))
		_, all := bars(w.Canvas().Content())
		_, slim := thumb(all[0])
		all[0].(desktop.Hoverable).MouseIn(&desktop.MouseEvent{})
		at, wide := thumb(all[0])
		if wide.Width <= slim.Width || wide.Width != all[0].Size().Width || at.X != 0 {
			t.Errorf("%s: %v wide at %v, was %v", language, wide.Width, at.X, slim.Width)
		}
		all[0].(fyne.Draggable).Dragged(&fyne.DragEvent{Dragged: fyne.Delta{DY: 3}})
		all[0].(desktop.Hoverable).MouseOut()
		_, drawn := thumb(all[0])
		same(t, language+" while it is drawn", drawn.Width, wide.Width)
		all[0].(fyne.Draggable).DragEnd()
		_, again := thumb(all[0])
		same(t, language+" afterwards", again.Width, slim.Width)
	}
}

func TestTheWheelGoesToThePageWhereAListNeedsNone(t *testing.T) {
	k := in(t, "ar")
	created := 0
	short, long := numbers(k, 2, &created), numbers(k, 100, &created)
	w := shown(t, NewPageWithin(k, 0, 0, Column(0, Sized(0, 200, short), Sized(0, 200, long), lines(k, 40))))
	root := w.Canvas().Content()
	y := func() float32 { return fyne.CurrentApp().Driver().AbsolutePositionForObject(short).Y }
	test.Scroll(w.Canvas(), fyne.NewPos(400, 300), 0, -50)
	same(t, "the page under a long list", y(), float32(0))
	if at := placeOf(t, root, "5"); at.Y != placeOf(t, root, "4").Y+40 {
		t.Errorf("the rows stand at %v", at)
	}
	test.Scroll(w.Canvas(), fyne.NewPos(400, 100), 0, -50)
	same(t, "the page under a short list", y(), float32(-50))
	test.Scroll(w.Canvas(), fyne.NewPos(400, 100), 0, 500)
	same(t, "the page at its top", y(), float32(0))
}

func TestThereIsNoBarWhereEverythingIsSeen(t *testing.T) {
	k := in(t, "ar")
	col := Column(0, lines(k, 5))
	page := NewPage(k, col)
	w := shown(t, page)
	if _, all := bars(w.Canvas().Content()); len(all) != 0 {
		t.Error("a bar with nothing to scroll")
	}
	col.Add(lines(k, 50))
	page.Refresh()
	if _, all := bars(w.Canvas().Content()); len(all) != 1 {
		t.Error("no bar")
	}
	page.ScrollToTop()
	test.Scroll(w.Canvas(), fyne.NewPos(400, 100), 0, -5000)
	col.Objects = col.Objects[:1]
	page.Refresh()
	same(t, "what is left stands at the top", placeOf(t, w.Canvas().Content(), "0").Y, float32(20))
	if _, all := bars(w.Canvas().Content()); len(all) != 0 {
		t.Error("a bar that is no longer needed")
	}
}

func TestAPageGrownUnderTheScrollKeepsItsPlace(t *testing.T) {
	k := in(t, "ar")
	col := Column(0, lines(k, 60))
	page := NewPage(k, col)
	w := shown(t, page)
	test.Scroll(w.Canvas(), fyne.NewPos(400, 100), 0, -700)
	at := placeOf(t, w.Canvas().Content(), "20")
	col.Add(k.Text("one more"))
	page.Refresh()
	w.Resize(fyne.NewSize(800, 500))
	same(t, "place", placeOf(t, w.Canvas().Content(), "20"), at)
}

func TestTheKeyboardIsBroughtIntoSight(t *testing.T) {
	for _, language := range []string{"en", "ar"} {
		k := in(t, language)
		press := NewButton(k, "here", Secondary, nil)
		w := shown(t, NewPage(k, Column(0, lines(k, 60), press, lines(k, 60))))
		w.Canvas().Focus(press)
		y := fyne.CurrentApp().Driver().AbsolutePositionForObject(press).Y
		if y < 0 || y+press.Size().Height > 600 {
			t.Errorf("%s: the button stands at %v", language, y)
		}
	}
}

func TestScrollingMakesNothing(t *testing.T) {
	k := in(t, "ar")
	made := func(o fyne.CanvasObject) float64 {
		w := shown(t, o)
		s := find[fyne.CanvasObject](t, w.Canvas().Content(), func(o fyne.CanvasObject) bool { _, ok := o.(fyne.Scrollable); return ok })
		e := &fyne.ScrollEvent{Scrolled: fyne.Delta{DY: -3}}
		return testing.AllocsPerRun(50, func() { s.(fyne.Scrollable).Scrolled(e) })
	}
	ours, theirs := made(NewPage(k, lines(k, 200))), made(container.NewVScroll(lines(k, 200)))
	if ours > 0 || theirs < ours {
		t.Errorf("scrolling makes %v things, Fyne's %v", ours, theirs)
	}
	t.Logf("ours %v, theirs %v", ours, theirs)
}

func BenchmarkScroll(b *testing.B) {
	test.NewTempApp(b)
	k := lookOf("ar")
	fyne.CurrentApp().Settings().SetTheme(NewTheme(SchemeLight, 100, true))
	for _, c := range []struct {
		name string
		o    fyne.CanvasObject
	}{{"ours", NewPage(k, lines(k, 200))}, {"theirs", container.NewVScroll(lines(k, 200))}} {
		b.Run(c.name, func(b *testing.B) {
			w := test.NewTempWindow(b, c.o)
			w.Resize(fyne.NewSize(800, 600))
			var s fyne.Scrollable
			each(w.Canvas().Content(), fyne.Position{}, func(o fyne.CanvasObject, _ fyne.Position) {
				if x, ok := o.(fyne.Scrollable); ok {
					s = x
				}
			})
			down, up := &fyne.ScrollEvent{Scrolled: fyne.Delta{DY: -3}}, &fyne.ScrollEvent{Scrolled: fyne.Delta{DY: 3}}
			b.ReportAllocs()
			for i := range b.N {
				if i%1000 < 500 {
					s.Scrolled(down)
				} else {
					s.Scrolled(up)
				}
			}
		})
	}
}
