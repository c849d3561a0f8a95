package parts_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"plumbline/assets"
	"plumbline/model"
	"plumbline/ui/bidi"
	. "plumbline/ui/parts"
)

// heightsOf shows a list of rows that are as high as their number says, and tells where a row stands.
func heightsOf(t *testing.T, rows int, heights func(i int, width float32) float32) (list *List, top func(i int) float32) {
	k := in(t, "en")
	list = NewList(k, 30, func() int { return rows }, func() fyne.CanvasObject { return k.Cell("", Ink) },
		func(i int, o fyne.CanvasObject) { o.(*bidi.Label).SetText(k.Words.Number(int64(i))) })
	list.Heights = heights
	w := shown(t, list)
	return list, func(i int) float32 {
		cell := find(t, w.Canvas().Content(), func(l *bidi.Label) bool { return l.Text == k.Words.Number(int64(i)) })
		return fyne.CurrentApp().Driver().AbsolutePositionForObject(cell).Y
	}
}

func TestRowsHaveTheHeightsThatTheyNeed(t *testing.T) {
	high := func(i int, _ float32) float32 { return float32(20 + i%3*40) } // 20, 60, 100: the first is not lower than 30
	list, top := heightsOf(t, 60, high)
	same(t, "the second", top(1), 30)
	same(t, "the third", top(2), 90)
	same(t, "the fourth", top(3), 190)
	list.SetCurrent(59)
	same(t, "the last ends with the list", top(59), 600-100)
	list.SetCurrent(0)
	same(t, "the first again", top(0), 0)
	_, top = heightsOf(t, 200, high)
	same(t, "in a list that is not long yet they are not", top(3), 190)
	list, top = heightsOf(t, 201, high)
	same(t, "in a long list all are equal", top(3), 90)
	list.SetCurrent(200)
	same(t, "the last of a long list", top(200), 570)
}

func TestRowsGrowTogetherWhereTheListIsNarrow(t *testing.T) {
	list, top := heightsOf(t, 1000, nil)
	list.High = func(width float32) float32 {
		if width < 500 {
			return 50
		}
		return 20
	}
	list.Refresh()
	same(t, "wide", top(2), 60)
	list.Resize(fyne.NewSize(400, 600))
	same(t, "narrow", top(2), 100)
}

// The areas of the founding plan are read whole in the tree, in every language and at every size of text.
func TestTheTreeSaysEveryAreaWhole(t *testing.T) {
	plan, err := model.ReadPlan(assets.Plans()[0].Bytes)
	if err != nil {
		t.Fatal(err)
	}
	areas := model.NewPlanBook(plan).Areas
	for _, language := range assets.Languages() {
		k := in(t, language)
		for _, text := range []int{100, 150} {
			fyne.CurrentApp().Settings().SetTheme(NewTheme(SchemeLight, text, k.RTL()))
			var items []TreeItem
			for _, a := range areas {
				title, _ := k.Words.Of(a.Title, "")
				items = append(items, TreeItem{Number: "9", Title: title, Base: k.Base(), Grades: []model.Grade{"limited", "partial", "complete"}, Count: "49"})
			}
			list := NewList(k, TreeHeight, func() int { return len(items) }, func() fyne.CanvasObject { return NewTreeRow(k) },
				func(i int, o fyne.CanvasObject) { o.(*TreeRow).Set(items[i]) })
			list.Heights = func(i int, width float32) float32 { return TreeRowHeight(items[i], width) }
			w := test.NewTempWindow(t, list)
			w.SetPadded(false)
			w.Resize(fyne.NewSize(Unit(360), Unit(1400)))
			seen := 0
			each(list, fyne.Position{}, func(o fyne.CanvasObject, _ fyne.Position) {
				if l, ok := o.(*bidi.Label); ok && len(l.Text) > 8 {
					if seen++; l.Cut() || l.Torn() {
						t.Errorf("%s, %d %%: %q is cut", language, text, l.Text)
					}
				}
			})
			same(t, language+": titles", seen, len(items))
		}
	}
}
