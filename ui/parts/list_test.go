package parts_test

import (
	"maps"
	"strconv"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"plumbline/model"
	"plumbline/ui/bidi"
	. "plumbline/ui/parts"
)

// numbers is a list of rows that say their own number.
func numbers(k Look, n int, created *int) *List {
	return NewList(k, 40, func() int { return n }, func() fyne.CanvasObject { *created++; return k.Cell("", Ink) },
		func(i int, o fyne.CanvasObject) { o.(*bidi.Label).SetText(strconv.Itoa(i)) })
}

// said are the words of all rows in sight, by their place from the top.
func said(w fyne.Window) map[int]string {
	out := map[int]string{}
	each(w.Canvas().Content(), fyne.Position{}, func(o fyne.CanvasObject, at fyne.Position) {
		if l, ok := o.(*bidi.Label); ok {
			out[int(at.Y)] = l.Text
		}
	})
	return out
}

func TestAMillionRowsAreAFewSlots(t *testing.T) {
	k := in(t, "en")
	created := 0
	l := numbers(k, 1_000_000, &created)
	w := shown(t, l)
	for _, i := range []int{0, 3, 14, 15, 500, 777_777, 999_999, 12} {
		l.ScrollTo(i)
		l.SetCurrent(i)
		found := false
		for y, text := range said(w) {
			n, err := strconv.Atoi(text)
			if err != nil {
				t.Fatal(err)
			}
			found = found || n == i && y >= 0 && y <= 560
		}
		if !found {
			t.Errorf("row %d is not in sight: %v", i, said(w))
		}
	}
	if created > 20 {
		t.Errorf("%d rows were made", created)
	}
}

func TestARowOutOfSightComesWithWhatStandsAroundIt(t *testing.T) {
	k := in(t, "en")
	created := 0
	l := numbers(k, 1000, &created)
	w := shown(t, l)
	sees := func(i int) bool {
		for y, text := range said(w) {
			if text == strconv.Itoa(i) && y >= 0 && y <= 560 {
				return true
			}
		}
		return false
	}
	l.ScrollAmid(500)
	if !sees(497) || !sees(500) || !sees(503) {
		t.Errorf("what stands around it is not in sight: %v", said(w))
	}
	was := said(w)
	if l.ScrollAmid(502); !maps.Equal(said(w), was) {
		t.Error("what is in sight moves")
	}
	if l.ScrollAmid(999); !sees(999) {
		t.Errorf("the last is not in sight: %v", said(w))
	}
}

func TestAListIsWorkedByKeys(t *testing.T) {
	k := in(t, "en")
	created := 0
	l := numbers(k, 100, &created)
	var got []string
	l.OnOpen = func(i int) { got = append(got, "open "+strconv.Itoa(i)) }
	l.OnTick = func(i int) { got = append(got, "tick "+strconv.Itoa(i)) }
	l.OnMenu = func(i int, _ fyne.Position) { got = append(got, "menu "+strconv.Itoa(i)) }
	l.OnKey = func(i int, key fyne.KeyName) bool { got = append(got, string(key)+" "+strconv.Itoa(i)); return true }
	w := shown(t, l)
	w.Canvas().Focus(l)
	press(w, fyne.KeyDown, fyne.KeyDown, fyne.KeyReturn, fyne.KeyUp, fyne.KeySpace, fyne.KeyEnd, fyne.KeyEnter, fyne.KeyHome, desktop.KeyMenu, fyne.KeyRight, fyne.KeyPageDown, fyne.KeyEnter)
	sameText(t, "told", got, []string{"open 2", "tick 1", "open 99", "menu 0", "Right 0", "open 14"})
}

func TestAListIsWorkedByTaps(t *testing.T) {
	k := in(t, "ar")
	created := 0
	l := numbers(k, 3, &created)
	opened, menu := -1, -1
	l.OnOpen = func(i int) { opened = i }
	l.OnMenu = func(i int, _ fyne.Position) { menu = i }
	w := shown(t, l)
	test.TapCanvas(w.Canvas(), fyne.NewPos(50, 90))
	same(t, "opened", opened, 2)
	same(t, "focus", w.Canvas().Focused(), fyne.Focusable(l))
	each(l, fyne.Position{}, func(o fyne.CanvasObject, _ fyne.Position) {
		if s, ok := o.(fyne.SecondaryTappable); ok && menu < 0 {
			s.TappedSecondary(&fyne.PointEvent{})
		}
	})
	same(t, "menu", menu, 0)
	test.TapCanvas(w.Canvas(), fyne.NewPos(50, 300)) // under the last row
	same(t, "opened", opened, 2)
}

func TestRowsLeaveRoomForTheScrollBar(t *testing.T) {
	k := in(t, "en")
	n, created := 3, 0
	l := NewList(k, 40, func() int { return n }, func() fyne.CanvasObject { created++; return k.Cell("", Ink) }, func(int, fyne.CanvasObject) {})
	shown(t, l)
	widths := func() map[float32]bool {
		out := map[float32]bool{}
		each(l, fyne.Position{}, func(o fyne.CanvasObject, _ fyne.Position) {
			if _, ok := o.(*bidi.Label); ok {
				out[o.Size().Width] = true
			}
		})
		return out
	}
	sameText(t, "without a bar", widths(), map[float32]bool{800: true})
	n = 100
	l.Refresh()
	sameText(t, "with a bar", widths(), map[float32]bool{790: true})
	n = 2
	l.Refresh()
	sameText(t, "without a bar again", widths(), map[float32]bool{800: true})
}

func TestARowKnowsWhenItsListShrinks(t *testing.T) {
	k := in(t, "en")
	n, created := 50, 0
	l := NewList(k, 40, func() int { return n }, func() fyne.CanvasObject { created++; return k.Cell("", Ink) },
		func(i int, o fyne.CanvasObject) { o.(*bidi.Label).SetText(strconv.Itoa(i)) })
	w := shown(t, l)
	l.SetCurrent(49)
	n = 2
	l.Refresh()
	same(t, "current", l.Current(), 1)
	sameText(t, "rows", len(said(w)), 2)
	n = 0
	l.Refresh()
	l.OnOpen = func(int) { t.Error("opened a row that is not there") }
	w.Canvas().Focus(l)
	press(w, fyne.KeyReturn, fyne.KeyDown, fyne.KeyUp, fyne.KeyEnd)
}

func TestATableTicksAndSorts(t *testing.T) {
	k := in(t, "en")
	ticked := map[int]bool{}
	sorted, all := -1, 0
	var table *Table
	table = NewTable(k, []TableColumn{{Title: "Code", Width: 100, Sorts: true}, {Title: "Title"}}, func() int { return 10 },
		func(i int) TableRow { return TableRow{Ticked: ticked[i], Cells: []TableCell{{Text: strconv.Itoa(i)}}} },
		func(i int) { ticked[i] = !ticked[i]; table.List.RefreshRow(i) }, func() { all++ })
	table.OnSort = func(c int) { sorted = c }
	opened := -1
	table.List.OnOpen = func(i int) { opened = i }
	w := shown(t, table)
	test.TapCanvas(w.Canvas(), fyne.NewPos(22, 38+40+20)) // the box of the second row
	same(t, "ticked", ticked[1], true)
	same(t, "opened", opened, -1)
	test.TapCanvas(w.Canvas(), fyne.NewPos(300, 38+20))
	same(t, "opened", opened, 0)
	press(w, fyne.KeySpace)
	same(t, "ticked by Space", ticked[0], true)
	test.TapCanvas(w.Canvas(), fyne.NewPos(22, 19))
	same(t, "all", all, 1)
	test.TapCanvas(w.Canvas(), fyne.NewPos(60, 19))
	same(t, "sorted", sorted, 0)
}

func TestFoundWordsAreMarkedAsTheyAreSearched(t *testing.T) {
	for _, c := range []struct {
		text  string
		words []string
		want  []string
	}{
		{"Шағым берушіге тіркеу: шағым", []string{"шағым"}, []string{"Шағым", "шағым"}},
		{"Отчёт о ёлке", []string{"отчет"}, []string{"Отчёт"}},
		{"شدّد قانون 2023", []string{"شدد"}, []string{"شدّد"}},
		{"No closed box", []string{"box", "NO"}, []string{"box", "No"}},
		{"nothing", []string{"", "zz"}, nil},
	} {
		var got []string
		for _, m := range FoundMarks(c.text, c.words) {
			got = append(got, string([]rune(c.text)[m.From:m.To]))
		}
		sameText(t, c.text, got, c.want)
	}
}

func TestAHeatMapIsWorkedByKeysInReadingOrder(t *testing.T) {
	for language, earlier := range map[string]fyne.KeyName{"en": fyne.KeyLeft, "ar": fyne.KeyRight} {
		k := in(t, language)
		var row, period int
		h := NewHeatMap(k, "Commitment", "n", []string{"2021", "2022", "2023"}, func() int { return 5 },
			func(i int) HeatItem {
				return HeatItem{Code: "X", Grades: []model.Grade{"", model.Limited, model.Partial}}
			}, func(r, p int) { row, period = r, p })
		w := shown(t, h)
		w.Canvas().Focus(h.List)
		press(w, fyne.KeyDown, earlier, fyne.KeyReturn)
		sameText(t, language, []int{row, period}, []int{1, 1})
		press(w, earlier, earlier, earlier)
		_, p := h.Chosen()
		same(t, language+" held at the first", p, 0)
	}
}

func TestAHeatMapLeadsToThePeriodsThatDoNotFit(t *testing.T) {
	k := in(t, "en")
	var periods []string
	for y := 2000; y < 2030; y++ {
		periods = append(periods, strconv.Itoa(y))
	}
	h := NewHeatMap(k, "Commitment", "n", periods, func() int { return 5 }, func(i int) HeatItem { return HeatItem{Code: "X"} }, nil)
	w := shown(t, h)
	has := func(year string) bool {
		for _, text := range words(w.Canvas().Content()) {
			if text == year {
				return true
			}
		}
		return false
	}
	same(t, "the latest", has("2029"), true)
	same(t, "the earliest", has("2000"), false)
	h.Choose(0, 0)
	same(t, "the earliest after it was chosen", has("2000"), true)
	same(t, "the latest after it was left", has("2029"), false)
}

// words are all texts in sight.
func words(o fyne.CanvasObject) []string {
	var out []string
	each(o, fyne.Position{}, func(o fyne.CanvasObject, _ fyne.Position) {
		if l, ok := o.(*bidi.Label); ok {
			out = append(out, l.Text)
		}
	})
	return out
}

func TestATreeRowSaysAtMostThreeGradesAndHowManyMore(t *testing.T) {
	k := in(t, "en")
	row := NewTreeRow(k)
	w := shown(t, row)
	squares := func() int {
		n := 0
		each(w.Canvas().Content(), fyne.Position{}, func(o fyne.CanvasObject, _ fyne.Position) {
			if _, ok := o.(*GradeSquare); ok {
				n++
			}
		})
		return n
	}
	row.Set(TreeItem{Number: "9", Title: "T", Grades: []model.Grade{"limited", "partial", "substantial", "complete", "regressed"}})
	same(t, "squares", squares(), 3)
	find(t, w.Canvas().Content(), func(l *bidi.Label) bool { return l.Text == bidi.IsolateLTR("+2") })
	row.Set(TreeItem{Commitment: true, Code: "KZ21-9.1", Title: "T", Grades: []model.Grade{"limited"}})
	same(t, "squares", squares(), 0)
}
