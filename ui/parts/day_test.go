package parts_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"plumbline/ui/bidi"
	. "plumbline/ui/parts"
)

func TestADayIsTypedOrChosen(t *testing.T) {
	for _, language := range []string{"en", "ar", "ru", "kk"} {
		k := in(t, language)
		f := NewDayField(k, "2026-11-22", "")
		heard := ""
		f.Entry.OnChanged = func(s string) { heard = s }
		w := shown(t, Column(0, NewField(k, "day", "Day", f)))
		test.Type(f.Entry, "٣.٤.٢٠٢٣")
		sameText(t, language+" as it is written in the country", f.Day(), "2023-04-03")
		open := find(t, f, func(b *Button) bool { return b.Tip == k.T("parts.choose_day") })
		at := func(o fyne.CanvasObject) float32 { return fyne.CurrentApp().Driver().AbsolutePositionForObject(o).X }
		if left := at(open) < at(f.Entry); left != (language == "ar") {
			t.Errorf("%s: the calendar stands at %v, the entry at %v", language, at(open), at(f.Entry))
		}
		w.Canvas().Focus(open)
		press(w, fyne.KeyReturn)
		if _, ok := read(w)["3"]; !ok {
			t.Fatalf("%s: no calendar", language)
		}
		press(w, fyne.KeyPageUp, fyne.KeyReturn)
		same(t, language, heard, "2023-03-03")
		same(t, language+": the keyboard is back", w.Canvas().Focused(), fyne.Focusable(open))
		f.SetOff(true)
		test.Tap(open)
		same(t, language+": only read", w.Canvas().Overlays().Top() == nil && f.Entry.Disabled(), true)
	}
}

func TestWhatIsNoDayIsKeptAsTyped(t *testing.T) {
	for typed, want := range map[string]string{"2023-04-03": "2023-04-03", " 3/4/2023": "2023-04-03", "31.4.2023": "31.4.2023", "soon": "soon", "": ""} {
		sameText(t, typed, ReadDay(typed), want)
	}
	f := NewDayField(in(t, "en"), "", "soon")
	f.SetFault(true)
	same(t, "fault", find(t, f, func(*bidi.Entry) bool { return true }).Fault, true)
}
