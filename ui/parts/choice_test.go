package parts_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"plumbline/model"
	"plumbline/ui/bidi"
	. "plumbline/ui/parts"
)

func TestACheckTurnsAndCallsBack(t *testing.T) {
	k := in(t, "en")
	var got []bool
	c := NewCheck(k, "x", false, func(on bool) { got = append(got, on) })
	w := shown(t, c)
	test.Tap(c)
	w.Canvas().Focus(c)
	press(w, fyne.KeySpace)
	c.SetChecked(true)
	c.SetPartly()
	same(t, "partly ticked is ticked", c.Checked(), false)
	press(w, fyne.KeySpace)
	sameText(t, "told", got, []bool{true, false, true})
}

func TestArrowsMoveARadioChoice(t *testing.T) {
	for _, c := range []struct {
		language string
		keys     []fyne.KeyName
		want     []int
	}{
		{"en", []fyne.KeyName{fyne.KeyDown, fyne.KeyRight, fyne.KeyUp, fyne.KeyUp, fyne.KeyUp}, []int{1, 2, 1, 0, 2}},
		{"ar", []fyne.KeyName{fyne.KeyDown, fyne.KeyLeft, fyne.KeyRight}, []int{1, 2, 1}},
	} {
		k := in(t, c.language)
		var got []int
		g := NewRadioGroup(k, []string{"a", "b", "c"}, 0, func(i int) { got = append(got, i) })
		w := shown(t, g)
		w.Canvas().Focus(g.Item(0))
		press(w, c.keys...)
		sameText(t, c.language, got, c.want)
		same(t, c.language+" focus", w.Canvas().Focused(), fyne.Focusable(g.Item(c.want[len(c.want)-1])))
		test.Tap(g.Item(0))
		same(t, "after a tap", g.Chosen(), 0)
	}
}

func TestASegmentedChoiceFollowsReading(t *testing.T) {
	for language, next := range map[string]fyne.KeyName{"en": fyne.KeyRight, "ar": fyne.KeyLeft} {
		k := in(t, language)
		var got []int
		s := NewSegmented(k, []string{"aaa", "bbb", "ccc"}, 0, func(i int) { got = append(got, i) })
		w := shown(t, container.NewCenter(s))
		at := fyne.NewPos(4, 10)
		if k.RTL() {
			at.X = s.Size().Width - 4
		}
		s.SetChosen(2)
		test.TapAt(s, at)
		w.Canvas().Focus(s)
		press(w, next, next, next)
		sameText(t, language, got, []int{0, 1, 2, 0})
	}
}

func TestASegmentedChoiceFoldsWhereItsWordsHaveNoRoom(t *testing.T) {
	for _, language := range []string{"en", "ar"} {
		k := in(t, language)
		words := []string{"Черновик", "Передано на проверку", "Одобрено"}
		var got []int
		s := NewSegmented(k, words, 0, func(i int) { got = append(got, i) }).Folding()
		room := Column(0, k.Row(0, NoSlack, s))
		shown(t, container.NewWithoutLayout(room))
		room.Resize(fyne.NewSize(700, 100))
		flat := s.Size()
		same(t, language+" is no wider than its words", flat.Width < 600, true)
		room.Resize(fyne.NewSize(260, 300))
		same(t, language+" keeps to its room", s.Size().Width <= 260, true)
		same(t, language+" is as high as its words together", s.Size().Height, 3*flat.Height)
		for _, word := range words {
			l := find(t, s, func(l *bidi.Label) bool { return l.Text == word })
			same(t, word+" is cut", l.Cut(), false)
		}
		test.TapAt(s, fyne.NewPos(100, 2.5*flat.Height))
		sameText(t, language, got, []int{2})
		room.Resize(fyne.NewSize(700, 100))
		same(t, language+" goes back to one line", s.Size(), flat)
	}
}

var methods = []string{"document_review", "interview", "site_visit", "media", "statistics"}

func TestASelectByLettersAndArrows(t *testing.T) {
	k := in(t, "en")
	var got []string
	s := NewSelect(k, "", k.Options("method", methods), "", func(code string) { got = append(got, code) })
	w := shown(t, container.NewVBox(s))
	w.Canvas().Focus(s)
	write(w, "s")  // site visit is the first with s
	write(w, "ta") // sta… is statistics
	press(w, fyne.KeyUp, fyne.KeyDown, fyne.KeyDown)
	write(w, "i")
	press(w, fyne.KeyDelete) // may not be cleared
	sameText(t, "told", got, []string{"site_visit", "statistics", "media", "statistics", "interview"})
	s.SetChosen("media")
	same(t, "chosen", s.Chosen(), "media")
}

func TestAListDropsOpenAndGivesTheKeyboardBack(t *testing.T) {
	k := in(t, "en")
	var got []string
	s := NewSelect(k, "", k.Options("method", methods), "interview", func(code string) { got = append(got, code) })
	w := shown(t, container.NewVBox(s))
	test.Tap(s)
	same(t, "open", s.Opened(), true)
	press(w, fyne.KeyDown, fyne.KeyReturn)
	same(t, "open", s.Opened(), false)
	sameText(t, "told", got, []string{"site_visit"})
	same(t, "focus", w.Canvas().Focused(), fyne.Focusable(s))
	press(w, fyne.KeySpace)
	press(w, fyne.KeyEscape)
	same(t, "open after Escape", s.Opened(), false)
	same(t, "overlays", len(w.Canvas().Overlays().List()), 0)
	press(w, fyne.KeySpace)
	test.Tap(w.Canvas().Overlays().Top().(fyne.Tappable))
	same(t, "open after a tap beside it", s.Opened(), false)
	same(t, "chosen", s.Chosen(), "site_visit")
}

func TestAPickerFindsInAnyLanguage(t *testing.T) {
	k := in(t, "ru")
	regions := []Option{
		{Code: "KZ-35", Word: "Карагандинская область", Also: []string{"Қарағанды облысы", "Karaganda Region", "منطقة كاراغاندا"}},
		{Code: "KZ-55", Word: "Павлодарская область", Also: []string{"Павлодар облысы", "Pavlodar Region", "منطقة بافلودار"}},
	}
	for _, typed := range []string{"павлод", "PAVLO", "بافلو", "kz-55", "облысы павлодар"} {
		var got string
		s := NewPicker(k, "", regions, "", func(code string) { got = code })
		w := shown(t, container.NewVBox(s))
		w.Canvas().Focus(s)
		write(w, typed)
		press(w, fyne.KeyReturn)
		same(t, typed, got, "KZ-55")
		press(w, fyne.KeyDelete)
		same(t, "cleared", s.Chosen(), "")
	}
}

func TestAPickerSaysThatNothingMatches(t *testing.T) {
	k := in(t, "en")
	s := NewPicker(k, "", []Option{{Code: "a", Word: "Alpha"}, {Code: "b", Word: "Beta"}}, "", nil)
	w := shown(t, container.NewVBox(s))
	w.Canvas().Focus(s)
	write(w, "zz")
	find(t, w.Canvas().Overlays().Top(), func(l *bidi.Label) bool { return l.Text == k.T("parts.nothing_matches") })
	press(w, fyne.KeyReturn)
	same(t, "chosen", s.Chosen(), "")
	press(w, fyne.KeyBackspace, fyne.KeyBackspace, fyne.KeyDown, fyne.KeyReturn)
	same(t, "chosen by an arrow under the entry", s.Chosen(), "b")
}

func TestSeveralChoicesArePills(t *testing.T) {
	k := in(t, "en")
	var got []string
	c := NewChoices(k, "", k.Options("group", model.Groups), []string{"women"}, func(codes []string) { got = codes })
	w := shown(t, container.NewVBox(c))
	w.Canvas().Focus(c.Target())
	write(w, "migrant")
	press(w, fyne.KeyReturn)
	sameText(t, "added", got, []string{"women", "migrant_workers"})
	press(w, fyne.KeyReturn)
	sameText(t, "ticked again", got, []string{"women"})
	press(w, fyne.KeyEscape)
	test.Tap(find(t, w.Canvas().Content(), func(p *Pill) bool { return p.Text() == "Women" }))
	sameText(t, "taken away", got, []string{})
	c.SetChosen([]string{"girls", "children"})
	press(w, fyne.KeyBackspace)
	sameText(t, "the last taken away", c.Chosen(), []string{"girls"})
}

func TestAFacetKeepsWhatIsTickedInSight(t *testing.T) {
	k := in(t, "en")
	var told string
	f := NewFacet(k, "Area", 1, func(code string, on bool) { told = code })
	w := shown(t, f)
	f.Set([]FacetValue{{"1", "One", 0, 32, false}, {"2", "Two", 0, 7, false}, {"3", "Three", 0, 2, true}})
	n := 0
	each(w.Canvas().Content(), fyne.Position{}, func(o fyne.CanvasObject, _ fyne.Position) {
		if _, ok := o.(*Check); ok {
			n++
		}
	})
	same(t, "values in sight", n, 2)
	test.Tap(find(t, w.Canvas().Content(), func(c *Check) bool { return c.Checked() }))
	same(t, "told", told, "3")
	f.Fold()
	same(t, "folded", f.Folded(), true)
}

func TestTheLanguageMenuNamesEachInItsOwnWords(t *testing.T) {
	k := in(t, "ru")
	var got string
	m := NewLanguageMenu(k, func(l string) { got = l })
	w := shown(t, container.NewVBox(m))
	w.Canvas().Focus(m)
	press(w, fyne.KeyDown)
	write(w, "ق")
	find(t, w.Canvas().Overlays().Top(), func(l *bidi.Label) bool { return l.Text == "العربية" })
	press(w, fyne.KeyUp, fyne.KeyReturn)
	same(t, "picked", got, "ar")
}

func TestAMenuActs(t *testing.T) {
	k := in(t, "ar")
	var got string
	w := shown(t, container.NewVBox())
	items := []MenuItem{{Word: "أ", Act: func() { got += "a" }}, {Word: "ب", Act: func() { got += "b" }}}
	ShowMenu(k, w.Canvas(), fyne.NewPos(790, 590), items)
	press(w, fyne.KeyDown, fyne.KeyReturn)
	same(t, "acts", got, "b")
	same(t, "overlays", len(w.Canvas().Overlays().List()), 0)
}
