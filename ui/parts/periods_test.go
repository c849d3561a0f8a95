package parts_test

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"plumbline/model"
	. "plumbline/ui/parts"
)

// wordsIn are the grades of a history that stand in words, and the periods that are seen at all.
func wordsIn(o fyne.CanvasObject) (words, seen int) {
	var walk func(o fyne.CanvasObject)
	walk = func(o fyne.CanvasObject) {
		if !o.Visible() {
			return
		}
		switch x := o.(type) {
		case *GradeChip:
			words++
			seen++
			return
		case *GradeSquare:
			seen++
			return
		case *fyne.Container:
			for _, inner := range x.Objects {
				walk(inner)
			}
		case fyne.Widget:
			for _, inner := range test.WidgetRenderer(x).Objects() {
				walk(inner)
			}
		}
	}
	walk(o)
	return words, seen
}

func TestPeriodsStandOnOneLineAsFullyAsFits(t *testing.T) {
	for _, language := range []string{"en", "ar", "ru", "kk"} {
		k := in(t, language)
		var steps []PeriodGrade
		for i := range 8 {
			steps = append(steps, PeriodGrade{fmt.Sprint(2016 + i), model.Grade(model.HouseGrades[i]), nil})
		}
		h := NewHistory(k, "", steps, func(n int) string { return k.Words.Number(int64(n)) })
		shown(t, h)
		last := 9
		for _, width := range []float32{2000, 900, 600, 420, 260} {
			h.Resize(fyne.NewSize(width, 30))
			words, seen := wordsIn(h)
			if words > last || words == 0 || seen < words {
				t.Errorf("%s: at %v %d of %d periods stand in words", language, width, words, seen)
			}
			if height := h.MinSize().Height; height > 40 {
				t.Errorf("%s: at %v the line is %v high", language, width, height)
			}
			last = words
		}
		if _, seen := wordsIn(h); seen == 8 {
			t.Errorf("%s: eight periods are said to fit into 260", language)
		}
		h.Resize(fyne.NewSize(2000, 30))
		if words, _ := wordsIn(h); words != 8 {
			t.Errorf("%s: %d of 8 stand in words where there is room", language, words)
		}
	}
}
