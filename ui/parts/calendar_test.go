package parts_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"plumbline/model"
	"plumbline/ui/bidi"
	. "plumbline/ui/parts"
)

// withCalendar opens the calendar of a date.
func withCalendar(t *testing.T, language, iso string) (f *DateField, w fyne.Window, told *model.Date) {
	k := in(t, language)
	told = &model.Date{}
	f = NewDateField(k, model.Date{From: model.Day(iso), Precision: model.Exact}, func(d model.Date) { *told = d })
	w = shown(t, Column(0, f))
	open := find(t, f, func(b *Button) bool { return b.Tip == k.T("parts.choose_day") })
	test.Tap(open)
	if w.Canvas().Overlays().Top() == nil {
		t.Fatal("no calendar")
	}
	return f, w, told
}

// read are the words of the calendar in rows, from left to right.
func read(w fyne.Window) (words map[string]fyne.Position) {
	words = map[string]fyne.Position{}
	each(w.Canvas().Overlays().Top(), fyne.Position{}, func(o fyne.CanvasObject, at fyne.Position) {
		if l, ok := o.(*bidi.Label); ok && l.Text != "" {
			if _, had := words[l.Text]; !had {
				words[l.Text] = at
			}
		}
	})
	return words
}

func TestADayIsChosenFromACalendar(t *testing.T) {
	for _, c := range []struct {
		language, month string
		first, last     string // days of the week
		keys            []fyne.KeyName
		want            string
	}{
		{"en", "April 2023", "Mo", "Su", []fyne.KeyName{fyne.KeyRight, fyne.KeyDown}, "2023-04-11"},
		{"ru", "апрель 2023 г.", "Пн", "Вс", []fyne.KeyName{fyne.KeyLeft, fyne.KeyUp}, "2023-03-26"},
		{"kk", "2023 ж. сәуір", "Дс", "Жс", []fyne.KeyName{fyne.KeyPageDown, fyne.KeyHome}, "2023-05-01"},
		{"ar", "أبريل 2023", "س", "ج", []fyne.KeyName{fyne.KeyLeft, fyne.KeyEnd}, "2023-04-07"},
	} {
		_, w, told := withCalendar(t, c.language, "2023-04-03")
		words := read(w)
		if _, ok := words[c.month]; !ok {
			t.Errorf("%s: no %q in %v", c.language, c.month, words)
		}
		if right := words[c.first].X > words[c.last].X; right != (c.language == "ar") {
			t.Errorf("%s: the week begins at %v and ends at %v", c.language, words[c.first], words[c.last])
		}
		press(w, append(c.keys, fyne.KeyReturn)...)
		same(t, c.language, string(told.From), c.want)
		same(t, c.language+": closed", w.Canvas().Overlays().Top() == nil, true)
	}
}

func TestADayIsTapped(t *testing.T) {
	for _, language := range []string{"en", "ar"} {
		_, w, told := withCalendar(t, language, "2023-04-03")
		at := read(w)["20"]
		test.TapCanvas(w.Canvas(), at.AddXY(6, 6))
		same(t, language, string(told.From), "2023-04-20")
	}
}

func TestACalendarIsLeftWithoutChoosing(t *testing.T) {
	f, w, told := withCalendar(t, "en", "2023-01-31")
	press(w, fyne.KeyPageDown) // to the end of the shorter month
	if _, ok := read(w)["February 2023"]; !ok {
		t.Error("Page down does not lead to the next month")
	}
	press(w, fyne.KeyEscape)
	same(t, "closed", w.Canvas().Overlays().Top() == nil, true)
	sameText(t, "told", told.From, "")
	sameText(t, "date", f.Date().From, "2023-01-31")
}

func TestTheCalendarIsThereOnlyForADay(t *testing.T) {
	k := in(t, "en")
	f := NewDateField(k, model.Date{From: "2023-04-01", To: "2023-04-30", Precision: model.Month}, nil)
	shown(t, Column(0, f))
	each(f, fyne.Position{}, func(o fyne.CanvasObject, _ fyne.Position) {
		if b, ok := o.(*Button); ok && b.Tip == k.T("parts.choose_day") {
			t.Error("a month is asked for, and a day is offered")
		}
	})
}
