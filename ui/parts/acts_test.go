package parts_test

import (
	"testing"

	"fyne.io/fyne/v2"

	. "plumbline/ui/parts"
)

// An act that is off stands in a menu, greyed, and nothing chooses it.
func TestAnActThatIsOffStandsInTheMenu(t *testing.T) {
	k := in(t, "en")
	done := ""
	w := shown(t, NewBox(Surface, Gap(400, 400)))
	ShowMenu(k, w.Canvas(), fyne.NewPos(10, 10), []MenuItem{
		{Word: "first", Act: func() { done += "1" }},
		{Word: "second", Off: true, Act: func() { done += "2" }},
	})
	if got := len(w.Canvas().Overlays().List()); got != 1 {
		t.Fatalf("%d menus", got)
	}
	press(w, fyne.KeyDown, fyne.KeyReturn)
	same(t, "open after an act that is off", len(w.Canvas().Overlays().List()), 1)
	same(t, "done", done, "")
	press(w, fyne.KeyUp, fyne.KeyReturn)
	same(t, "done", done, "1")
	same(t, "open", len(w.Canvas().Overlays().List()), 0)
}
