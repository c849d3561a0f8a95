package parts_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"plumbline/model"
	"plumbline/ui/bidi"
	. "plumbline/ui/parts"
)

// What is only read can neither be changed by the mouse nor be reached by the keyboard, and shows no hint that would pass
// for an answer.
func TestWhatIsOnlyReadTakesNoAnswer(t *testing.T) {
	for _, language := range []string{"en", "ar"} {
		k := in(t, language)
		told := func() { t.Errorf("%s: an answer was taken", language) }
		choices := NewChoices(k, "hint", k.Options("method", methods), []string{"interview"}, func([]string) { told() })
		date := NewDateField(k, model.Date{From: "2023-04-03", Precision: model.Exact}, func(model.Date) { told() })
		level := NewSegmented(k, []string{"A", "B"}, 0, func(int) { told() })
		seen := NewRadioGroup(k, []string{"A", "B"}, 0, func(int) { told() })
		method := NewSelect(k, "hint", k.Options("method", methods), "", func(string) { told() })
		all := Column(8, choices, date, level, seen, method)
		w := shown(t, all)
		for _, x := range []interface{ SetOff(bool) }{choices, date, level, seen, method} {
			x.SetOff(true)
		}
		words := read(w)
		if _, hinted := words["hint"]; hinted {
			t.Errorf("%s: a hint stands where an answer would", language)
		}
		test.TapAt(level, fyne.NewPos(4, 4))
		test.TapAt(level, fyne.NewPos(level.Size().Width-4, 4))
		test.Tap(seen.Item(1))
		test.Tap(method)
		for range 12 {
			press(w, fyne.KeyTab)
			if f, ok := w.Canvas().Focused().(fyne.Disableable); ok && f.Disabled() {
				if _, copied := f.(*bidi.Entry); !copied { // its text can be selected
					t.Errorf("%s: the keyboard comes to %T, which is off", language, f)
				}
			}
		}
		same(t, language+": no list opens", w.Canvas().Overlays().Top() == nil, true)
		sameText(t, language, choices.Chosen(), []string{"interview"})
		choices.SetOff(false)
		sameText(t, language+": again", choices.Chosen(), []string{"interview"})
	}
}
