package parts_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"plumbline/ui/bidi"
	. "plumbline/ui/parts"
)

// aPage has two fields with an entry and a button each, and a tick.
func aPage(k Look, but ...string) (fyne.CanvasObject, map[string]fyne.Focusable) {
	at := map[string]fyne.Focusable{}
	page := Column(8)
	for _, name := range []string{"date", "deadline"} {
		if len(but) > 0 && but[0] == name {
			continue
		}
		e, b := NewEntry(k, ""), NewButton(k, "Choose", Quiet, func() {})
		at[name], at[name+" button"] = e, b
		page.Add(NewField(k, name, name, k.Row(8, 0, e, b)))
	}
	tick := NewCheck(k, "Only this", false, nil)
	at["tick"] = tick
	page.Add(tick)
	return NewPageWithin(k, 8, 8, page), at
}

func TestTheKeyboardComesBackToAPageThatWasBuiltAnew(t *testing.T) {
	for _, c := range []struct{ from, but, to string }{
		{"deadline", "", "deadline"}, {"date button", "", "date button"}, {"deadline button", "date", "deadline button"}, {"tick", "", "tick"},
		{"date", "date", "deadline"}, {"deadline button", "deadline", "date button"},
	} {
		k := in(t, "ar")
		page, at := aPage(k)
		holder := container.NewStack(page)
		w := shown(t, holder)
		w.Resize(fyne.NewSize(600, 400))
		w.Canvas().Focus(at[c.from])
		d := NewDialog(k, Calm, nil, "Title", "", "Close")
		d.Show(w.Canvas())
		page, at = aPage(k, c.but)
		holder.Objects = []fyne.CanvasObject{page}
		holder.Refresh()
		d.Close()
		if got := w.Canvas().Focused(); got != at[c.to] {
			t.Errorf("from %s without %q the keyboard is in a %T", c.from, c.but, got)
		}
	}
}

func TestTheKeyboardStaysWhereNothingTakesIt(t *testing.T) {
	k := in(t, "en")
	e := NewEntry(k, "")
	holder := container.NewStack(e)
	w := shown(t, holder)
	w.Canvas().Focus(e)
	d := NewDialog(k, Calm, nil, "Title", "", "Close")
	d.Show(w.Canvas())
	holder.Objects = []fyne.CanvasObject{bidi.NewLabel("nothing", bidi.Auto)}
	d.Close()
	same(t, "open", d.Open(), false)
}
