package parts_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"

	"plumbline/model"
	"plumbline/ui/bidi"
	. "plumbline/ui/parts"
)

func TestFaultsAreShownAtTheirFieldsAllAtOnce(t *testing.T) {
	k := in(t, "en")
	title, method := NewEntry(k, ""), NewSelect(k, "", nil, "", nil)
	date := NewDateField(k, model.Date{}, nil)
	form := NewForm(NewField(k, "title", "Title", title), NewField(k, "date", "Date", date), NewField(k, "method", "Method", method))
	w := shown(t, Column(8, form.Field("title"), form.Field("date"), form.Field("method")))
	unplaced := form.SetFaults(map[string]string{"date.from": "Give a date.", "method": "Choose.", "nowhere": "?", "title": "Say what."})
	sameText(t, "unplaced", unplaced, []string{"nowhere"})
	same(t, "date", form.Field("date").Fault(), "Give a date.")
	same(t, "entry", title.Fault, true)
	same(t, "first", form.FocusFirstFault(), true)
	same(t, "focus", w.Canvas().Focused(), fyne.Focusable(title))
	form.SetFaults(map[string]string{"method": "Choose."})
	same(t, "entry", title.Fault, false)
	same(t, "date", form.Field("date").Fault(), "")
	form.FocusFirstFault()
	same(t, "focus", w.Canvas().Focused(), fyne.Focusable(method))
	form.SetFaults(nil)
	same(t, "first of none", form.FocusFirstFault(), false)
}

func TestAMissingAnswerIsAmberNeverRed(t *testing.T) {
	k := in(t, "en")
	f := NewField(k, "title", "Title", NewEntry(k, ""))
	shown(t, f)
	f.SetFault("Say what happened.")
	l := find(t, f, func(l *bidi.Label) bool { return l.Text == "Say what happened." })
	same(t, "colour", l.ColorName, theme.ColorNameWarning)
}

func TestAFieldGrowsWithItsFault(t *testing.T) {
	k := in(t, "ru")
	f := NewField(k, "title", "Заголовок", NewEntry(k, ""))
	shown(t, Column(0, f))
	before := f.MinSize().Height
	f.SetFault("Укажите дату. Хватит и неточной: месяц, год или «неизвестно».")
	if f.MinSize().Height <= before {
		t.Errorf("height %v, before %v", f.MinSize().Height, before)
	}
}

func TestDatesAreKeptAsExactlyAsTheyAreKnown(t *testing.T) {
	for _, d := range []model.Date{
		{From: "2023-04-03", Precision: model.Exact},
		{From: "2023-04-03", To: "2023-04-05", Precision: model.Exact},
		{From: "2023-04-01", To: "2023-04-30", Precision: model.Month},
		{From: "2024-02-01", To: "2024-03-31", Precision: model.Month},
		{From: "2023-01-01", To: "2023-12-31", Precision: model.Year},
		{From: "2020-01-01", To: "2023-12-31", Precision: model.Year},
		{From: "2023-03-01", To: "2023-05-31", Precision: model.Estimate},
		{From: "2023-01-01", To: "2023-12-31", Precision: model.Estimate},
		{From: "2023-03-02", Precision: model.Estimate},
		{From: "2023-03-01", To: "2023-03-31", Precision: model.UnknownDay},
		{From: "2023-01-01", To: "2023-12-31", Precision: model.UnknownDay},
		{Precision: model.UnknownDate},
		{From: "2023", Precision: model.Exact},
		{From: "2023-04", Precision: model.Exact},
	} {
		k := in(t, "en")
		f := NewDateField(k, d, nil)
		shown(t, f)
		same(t, string(d.Precision), f.Date(), d)
	}
}

func TestTypingADateMakesNoDayUp(t *testing.T) {
	k := in(t, "en")
	var got model.Date
	f := NewDateField(k, model.Date{}, func(d model.Date) { got = d })
	w := shown(t, f)
	entries := func() []*bidi.Entry {
		var out []*bidi.Entry
		each(w.Canvas().Content(), fyne.Position{}, func(o fyne.CanvasObject, _ fyne.Position) {
			if e, ok := o.(*bidi.Entry); ok {
				out = append(out, e)
			}
		})
		return out
	}
	day, year := entries()[0], entries()[1]
	test.Type(year, "٢٠٢٣")
	same(t, "the year alone", got.From, "2023")
	month := find(t, f, func(s *Select) bool { return s.Chosen() == "" })
	w.Canvas().Focus(month)
	write(w, "Ap")
	same(t, "year and month", got.From, "2023-04")
	test.Type(day, "31")
	same(t, "a day that does not exist is handed on as typed", got, model.Date{From: "2023-04-31", Precision: model.Exact})
	same(t, "and is found at fault", got.From.Valid(), false)
	precision := find(t, f, func(s *Select) bool { return s.Chosen() == "exact" })
	w.Canvas().Focus(precision)
	write(w, "mo")
	same(t, "month", got, model.Date{From: "2023-04-01", To: "2023-04-30", Precision: model.Month})
	write(w, "unknown")
	same(t, "parts asked for", len(entries()), 0)
	same(t, "unknown", got, model.Date{Precision: model.UnknownDate})
}

func TestAPassphraseIsDotsUntilItIsRevealed(t *testing.T) {
	k := in(t, "en")
	p := NewPassphrase(k, nil, nil)
	w := shown(t, p)
	p.Entry.SetText("correct horse")
	same(t, "revealed", p.Revealed(), false)
	eye := find(t, w.Canvas().Content(), func(x *Press) bool { return x.Tip == k.T("parts.show_passphrase") })
	test.Tap(eye)
	same(t, "revealed", p.Revealed(), true)
	same(t, "what the eye does now", eye.Tip, k.T("parts.hide_passphrase"))
	p.SetStrength(2, "Weak.", false)
	find(t, w.Canvas().Content(), func(l *bidi.Label) bool { return l.Text == "Weak." })
	p.Clear()
	same(t, "text", p.Text(), "")
	same(t, "revealed", p.Revealed(), false)
}

func TestASearchHearsLettersAndReturn(t *testing.T) {
	k := in(t, "ar")
	var heard, sent string
	s := NewSearch(k, "", "Ctrl+K", func(x string) { heard = x }, func(x string) { sent = x })
	w := shown(t, container.NewVBox(s))
	s.Focus()
	write(w, "شكوى")
	press(w, fyne.KeyReturn)
	same(t, "heard", heard, "شكوى")
	same(t, "sent", sent, "شكوى")
}

func TestASectionListSaysHowEachStands(t *testing.T) {
	k := in(t, "en")
	var at int
	l := NewSectionList(k, []string{"What", "When", "How"}, func(i int) { at = i })
	w := shown(t, l)
	l.SetReadiness(1, Readiness{Faults: 2})
	l.SetReadiness(2, Readiness{Note: "empty"})
	find(t, w.Canvas().Content(), func(x *bidi.Label) bool { return x.Text == "2" && x.ColorName == Attention })
	find(t, w.Canvas().Content(), func(x *bidi.Label) bool { return x.Text == "empty" })
	first := find[*SectionItem](t, l, nil)
	w.Canvas().Focus(first)
	press(w, fyne.KeyDown, fyne.KeyDown, fyne.KeyReturn)
	same(t, "led to", at, 2)
	same(t, "chosen", first.Chosen(), false)
}

// The name of a section keeps off the edge of the ground that marks it, however many lines it takes.
func TestASectionThatIsChosenKeepsItsWordsOffItsEdge(t *testing.T) {
	k := in(t, "ru")
	for _, word := range []string{"Кому", "Отчет или заявление", "Источник и то, откуда он это знает"} {
		item := NewSectionItem(k, word, nil, nil)
		item.SetChosen(true)
		shown(t, container.NewWithoutLayout(item))
		item.Resize(fyne.NewSize(150, 1)) // the height follows from the width
		item.Resize(fyne.NewSize(150, item.MinSize().Height))
		var top, foot float32
		each(item, fyne.Position{}, func(o fyne.CanvasObject, at fyne.Position) {
			if said, ok := o.(*bidi.Label); ok && said.Text == word {
				top, foot = at.Y, item.Size().Height-at.Y-said.Size().Height
			}
		})
		for _, o := range []float32{top, foot} {
			if o < 6 {
				t.Errorf("%q: %v units to the edge of %v", word, o, item.Size())
			}
		}
	}
}

func TestADateThatIsNotWholeYetIsKeptAsFarAsItGoes(t *testing.T) {
	k := in(t, "ar")
	for _, iso := range []model.Day{"--04", "---03", "--04-03", "2023--03", "2023-04-3x"} {
		d := model.Date{From: iso, Precision: model.Exact}
		f := NewDateField(k, d, nil)
		shown(t, f)
		same(t, string(iso), f.Date(), d)
		same(t, "and is no day", d.From.Valid(), false)
	}
}
