package parts_test

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"

	"plumbline/assets"
	"plumbline/ui/bidi"
	. "plumbline/ui/parts"
)

// The header says whole words at every size of text and every width that a window may have: the name of the plan on one
// line or two, or its code alone; a hint of the search that fits.
func TestHeaderCutsNoWord(t *testing.T) {
	names := map[string]string{"en": "Plan of Priority Measures in the Field of Human Rights", "ar": "خطة الإجراءات ذات الأولوية في مجال حقوق الإنسان",
		"ru": "План первоочередных мер в области прав человека", "kk": "Адам құқықтары саласындағы бірінші кезектегі шаралар жоспары"}
	for _, language := range assets.Languages() {
		k := in(t, language)
		for _, text := range []int{100, 115, 130, 150, 175, 200} {
			fyne.CurrentApp().Settings().SetTheme(NewTheme(SchemeLight, text, k.RTL()))
			whole := "KZ21 · " + names[language]
			search := NewSearch(k, k.T("actions.find_anything"), "Ctrl+K", nil, nil).Brief(k, k.T("screens.find"))
			header := NewHeader(k, NewIcon(IconPlumb, Teal, 30), NewPlanName(k, "KZ21", whole), search,
				NewLanguageMenu(k, func(string) {}), NewIconButton(k, "", IconLock, Secondary, func() {}))
			w := shown(t, header)
			for _, width := range []float32{960, 1024, 1280, 1440, 1920} {
				w.Resize(fyne.NewSize(width, 300))
				where := fmt.Sprintf("%s, %d %%, %v wide", language, text, width)
				headerHolds(t, where, header, width)
				if width == 1280 && text == 100 {
					says(t, where, header, whole)
					same(t, where+": the search", search.Entry.PlaceHolder, k.T("actions.find_anything"))
				}
			}
		}
	}
}

// headerHolds holds a header to its words: none is cut, none lies over another or outside.
func headerHolds(t *testing.T, where string, header fyne.CanvasObject, width float32) {
	t.Helper()
	var words []*canvas.Text
	var places []fyne.Position
	each(header, fyne.Position{}, func(o fyne.CanvasObject, at fyne.Position) {
		switch o := o.(type) {
		case *bidi.Label:
			if o.Cut() || o.Torn() {
				t.Errorf("%s: %q is cut", where, o.Text)
			}
		case *bidi.Entry:
			if room := o.Size().Width - 2*Unit(38); fyne.MeasureText(o.PlaceHolder, theme.TextSize(), fyne.TextStyle{}).Width > room {
				t.Errorf("%s: %q is cut", where, o.PlaceHolder)
			}
		case *canvas.Text:
			words, places = append(words, o), append(places, at)
		}
	})
	for i, x := range words {
		from, to := places[i], places[i].AddXY(x.MinSize().Width, x.MinSize().Height)
		if from.X < 0 || to.X > width || from.Y < -1 || to.Y > header.Size().Height+1 {
			t.Errorf("%s: %q stands outside", where, x.Text)
		}
		for j, y := range words[i+1:] {
			other := places[i+1+j]
			if other.X < to.X && from.X < other.X+y.MinSize().Width && max(other.Y-from.Y, from.Y-other.Y) < x.MinSize().Height/2 {
				t.Errorf("%s: %q lies over %q", where, x.Text, y.Text)
			}
		}
	}
}

// says fails where no label says the words.
func says(t *testing.T, where string, in fyne.CanvasObject, words string) {
	t.Helper()
	found := false
	each(in, fyne.Position{}, func(o fyne.CanvasObject, _ fyne.Position) {
		if l, ok := o.(*bidi.Label); ok && l.Text == words {
			found = true
		}
	})
	if !found {
		t.Errorf("%s: %q is not said", where, words)
	}
}
