package parts_test

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"plumbline/ui/bidi"
	. "plumbline/ui/parts"
)

func TestTheSafeButtonLeadsAndHoldsTheKeyboard(t *testing.T) {
	for _, language := range []string{"en", "ar"} {
		k := in(t, language)
		done, closed := 0, 0
		back := NewButton(k, "page", Secondary, func() {})
		w := shown(t, container.NewVBox(back))
		w.Canvas().Focus(back)
		danger := NewButton(k, "destroy", DangerWeight, func() { done++ })
		d := NewDialog(k, Red, nil, "Title", "Sentence", "keep").WithButtons(danger)
		d.OnClosed = func() { closed++ }
		d.Show(w.Canvas())
		safe := w.Canvas().Focused().(*Button)
		same(t, "focus", safe.Text(), "keep")
		driver := fyne.CurrentApp().Driver()
		if leads := driver.AbsolutePositionForObject(safe).X < driver.AbsolutePositionForObject(danger).X; leads == k.RTL() {
			t.Errorf("%s: the safe button does not lead", language)
		}
		press(w, fyne.KeyEscape)
		same(t, "open", d.Open(), false)
		same(t, "closed", closed, 1)
		same(t, "done", done, 0)
		same(t, "focus", w.Canvas().Focused(), fyne.Focusable(back))
	}
}

func TestErasingAsksForTheName(t *testing.T) {
	k := in(t, "en")
	erased := 0
	w := shown(t, container.NewVBox())
	d := NewEraseDialog(k, "Erase this notebook?", "All will be unreadable.", "KZ21 Karaganda", "Keep it", "Erase for ever", func() { erased++ })
	d.Show(w.Canvas())
	top := w.Canvas().Overlays().Top()
	danger := find(t, top, func(b *Button) bool { return b.Text() == "Erase for ever" })
	entry := find[*bidi.Entry](t, top, nil)
	for _, typed := range []string{"KZ21 Karag", "kz21 karaganda", "KZ21 Karaganda!"} {
		entry.SetText(typed)
		test.Tap(danger)
		same(t, typed, erased, 0)
	}
	entry.SetText("KZ21 Karaganda")
	test.Tap(danger)
	same(t, "erased", erased, 1)
	same(t, "open", d.Open(), false)
}

func TestAToastSaysOneThingAndTakesItBack(t *testing.T) {
	k := in(t, "en")
	toasts := NewToasts(k)
	w := shown(t, container.NewStack(container.NewVBox(), toasts.Layer))
	var status string
	toasts.OnSay = func(s string) { status = s }
	undone := 0
	toasts.Say("Saved", "Undo", func() { undone++ })
	toasts.Say("Merged", "Undo", func() { undone += 10 })
	same(t, "said", toasts.Shown(), "Merged")
	same(t, "status", status, "Merged")
	test.Tap(find[*Press](t, w.Canvas().Content(), nil))
	same(t, "undone", undone, 10)
	same(t, "said", toasts.Shown(), "")
}

func TestProgressSaysHowFarAndStopsOnce(t *testing.T) {
	k := in(t, "ru")
	stops := 0
	p := NewProgress(k, "Слияние", "", func() { stops++ })
	w := shown(t, p)
	p.Set(33120, 53410)
	find(t, w.Canvas().Content(), func(l *bidi.Label) bool { return l.Text == "Слияние: 33\u00a0120 из 53\u00a0410" })
	p.Set(5, 0)
	find(t, w.Canvas().Content(), func(l *bidi.Label) bool { return l.Text == "Слияние: 5" })
	stop := find[*Button](t, w.Canvas().Content(), nil)
	test.Tap(stop)
	test.Tap(stop)
	same(t, "stops", stops, 1)
	same(t, "stopping", p.Stopping(), true)
}

func TestProgressForetellsItsEnd(t *testing.T) {
	k := in(t, "en")
	p := NewProgress(k, "Merging", "", nil)
	now := time.Unix(1_700_000_000, 0)
	p.Now = func() time.Time { return now }
	w := shown(t, p)
	for _, c := range []struct {
		at     int // seconds
		n, all int64
		said   string
	}{
		{0, 0, 1000, "Working out how much is left"},
		{3, 10, 1000, "Working out how much is left"}, // too little was seen
		{10, 100, 1000, "About 2 minutes left"},
		{50, 500, 1000, "About 1 minute left"},
		{60, 600, 1000, "Less than a minute left"},
		{95, 950, 1000, "A few seconds left"},
		{100, 1000, 1000, "A few seconds left"},
		{101, 5, 500, "Working out how much is left"}, // another part of the work begins
		{111, 255, 500, "A few seconds left"},
		{121, 6, 0, ""},
	} {
		now = time.Unix(1_700_000_000+int64(c.at), 0)
		p.Set(c.n, c.all)
		find(t, w.Canvas().Content(), func(l *bidi.Label) bool {
			return strings.NewReplacer("\u2068", "", "\u2069", "").Replace(l.Text) == c.said
		})
	}
}

func TestADisputeIsDecidedBySideNotByPlace(t *testing.T) {
	for _, language := range []string{"en", "ar"} {
		k := in(t, language)
		var got []Decision
		r := NewDisputeRow(k, Dispute{Field: "Date", Ours: "a", Theirs: "b", MayBoth: true, MayEdit: true}, func(d Decision) { got = append(got, d) })
		w := shown(t, r)
		same(t, "decision", r.Decision(), Undecided)
		w.Canvas().Focus(find[*Segmented](t, r, nil))
		press(w, fyne.KeyDown, fyne.KeyDown, fyne.KeyDown, fyne.KeyDown)
		sameText(t, language, got, []Decision{TakeTheirs, TakeBoth, Edited, TakeOurs})
		same(t, "decision", r.Decision(), TakeOurs)
	}
}

func TestARuleOpensToItsRecords(t *testing.T) {
	k := in(t, "en")
	made := 0
	r := NewRuleRow(k, "No consent", "Observations", 19, func() fyne.CanvasObject { made++; return k.Text("O-2023-0101") })
	w := shown(t, Column(0, r))
	before := r.MinSize().Height
	test.Tap(find[*Press](t, r, nil))
	same(t, "open", r.Opened(), true)
	find(t, w.Canvas().Content(), func(l *bidi.Label) bool { return l.Text == "O-2023-0101" })
	if r.MinSize().Height <= before {
		t.Error("the row did not grow")
	}
	r.Turn()
	r.Turn()
	same(t, "made", made, 1)
}

func TestOnlyStepsThatAreDoneLeadBack(t *testing.T) {
	k := in(t, "en")
	var got []int
	s := NewSteps(k, []Step{{"One", ""}, {"Two", ""}, {"Three", ""}}, func(i int) { got = append(got, i) })
	w := shown(t, s)
	s.SetNow(1)
	each(w.Canvas().Content(), fyne.Position{}, func(o fyne.CanvasObject, _ fyne.Position) {
		if p, ok := o.(*Press); ok {
			test.Tap(p)
		}
	})
	sameText(t, "led to", got, []int{0})
}

// When the last step is done too, all are ticked, and the last leads nowhere: what it made is shown.
func TestTheLastStepIsTickedWhenItIsDone(t *testing.T) {
	k := in(t, "en")
	var got []int
	s := NewSteps(k, []Step{{"One", ""}, {"Two", ""}, {"Three", ""}}, func(i int) { got = append(got, i) })
	w := shown(t, s)
	s.SetDone()
	each(w.Canvas().Content(), fyne.Position{}, func(o fyne.CanvasObject, _ fyne.Position) {
		switch x := o.(type) {
		case *bidi.Label:
			if x.Visible() && (x.Text == "3" || x.Text == "Three" && x.ColorName != Ink) {
				t.Errorf("%q is shown as what is still to be done", x.Text)
			}
		case *Press:
			test.Tap(x)
		}
	})
	sameText(t, "led to", got, []int{0, 1})
}

func TestAnUngradedLineEndsInAButton(t *testing.T) {
	k := in(t, "en")
	n := 0
	p := NewUngradedLine(k, "Grade", func() { n++ })
	shown(t, container.NewVBox(p))
	test.Tap(find[*Button](t, p, nil))
	same(t, "acts", n, 1)
}

func TestTheRailIsWorkedByArrows(t *testing.T) {
	k := in(t, "en")
	at := -1
	r := NewRail(k, []Destination{{"Plan", nil}, {"Find", nil}}, func(i int) { at = i })
	w := shown(t, r)
	w.Canvas().Focus(find[*RailItem](t, r, nil))
	press(w, fyne.KeyDown, fyne.KeyReturn)
	same(t, "led to", at, 1)
}

func TestAHintStandsUnderWhatItNames(t *testing.T) {
	k := in(t, "en")
	k.Tips = NewTips(k)
	b := NewIconButton(k, "", IconLock, Quiet, func() {})
	b.Tip = "Lock"
	w := shown(t, container.NewStack(container.NewVBox(b), k.Tips.Layer))
	k.Tips.At("Lock", b)
	find(t, w.Canvas().Content(), func(l *bidi.Label) bool { return l.Text == "Lock" })
	k.Tips.Hide()
	for _, text := range words(w.Canvas().Content()) {
		if text == "Lock" {
			t.Error("the hint stays")
		}
	}
}

func TestADialogThatIsTooTallKeepsItsButtonsInSight(t *testing.T) {
	k := in(t, "en")
	w := shown(t, container.NewVBox())
	w.Resize(fyne.NewSize(700, 300))
	lines := Column(8)
	for range 40 {
		lines.Add(k.Text("line"))
	}
	NewDialog(k, Calm, nil, "Title", "Sentence", "keep", lines).Show(w.Canvas())
	safe := w.Canvas().Focused().(*Button)
	top := fyne.CurrentApp().Driver().AbsolutePositionForObject(safe).Y
	if room := w.Canvas().Size().Height; top < 0 || top+safe.Size().Height > room {
		t.Errorf("the button stands at %g of %g", top, room)
	}
}
