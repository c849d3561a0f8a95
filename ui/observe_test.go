package ui

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"plumbline/assets"
	"plumbline/model"
	"plumbline/model/notebook"
	"plumbline/ui/bidi"
	"plumbline/ui/parts"
)

// forms opens the form and gives it.
func (b *bench) forms(at place) *observe {
	b.t.Helper()
	at.to = atObserve
	b.w.show(at)
	o, ok := b.w.shown.(*observe)
	if !ok {
		b.t.Fatalf("no form is shown, but %T", b.w.shown)
	}
	b.until("the form", func() bool { return o.sheet != nil })
	return o
}

// left waits until the form was left with the record written.
func (b *bench) left(o *observe) {
	b.t.Helper()
	b.until("the form to be left", func() bool { return o.done && b.w.shown != screen(o) })
	b.until("the draft to be let go of", func() bool { return len(b.w.desk.book.Drafts()) == 0 })
}

// reopened closes the notebook of the bench and opens it again.
func (b *bench) reopened() *notebook.Notebook {
	b.t.Helper()
	dir := b.w.desk.book.Folder()
	b.w.lock()
	b.until("the passphrase", func() bool { return b.w.unlock != nil })
	n, err := notebook.Open(dir, []byte(testPass))
	if err != nil {
		b.t.Fatal(err)
	}
	b.t.Cleanup(func() { n.Close() })
	return n
}

// one gives the only observation whose title holds a text.
func one(t *testing.T, n *notebook.Notebook, words string) (model.View, *model.Observation) {
	t.Helper()
	var found []model.View
	for v, err := range n.Records(model.KindObservation) {
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range v.Record.(*model.Observation).Title {
			if strings.Contains(s, words) {
				found = append(found, v)
			}
		}
	}
	if len(found) != 1 {
		t.Fatalf("%d observations are called %q", len(found), words)
	}
	return found[0], found[0].Record.(*model.Observation)
}

// control is what a field of the form asks with.
func control[T any](t *testing.T, f *parts.Form, name string) T {
	t.Helper()
	field := f.Field(name)
	if field == nil {
		t.Fatalf("no field %q", name)
	}
	c, ok := field.Control().(T)
	if !ok {
		t.Fatalf("the field %q asks with a %T", name, field.Control())
	}
	return c
}

// choose opens a select by key and picks the option that begins with what is typed.
func (b *bench) choose(s *parts.Select, typed string) {
	b.t.Helper()
	for _, r := range typed {
		s.TypedRune(r)
	}
	if s.Opened() {
		b.submitList()
	}
	if s.Chosen() == "" {
		b.t.Fatalf("typing %q chose nothing", typed)
	}
}

// submitList presses Return in the entry of the list that is open.
func (b *bench) submitList() {
	b.t.Helper()
	for _, e := range b.entries() {
		e.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
		return
	}
	b.t.Fatal("no list is open")
}

// pick ticks the option that answers to what is typed.
func (b *bench) pick(c *parts.Choices, typed string) {
	b.t.Helper()
	before := len(c.Chosen())
	target := c.Target()
	for _, r := range typed {
		target.TypedRune(r)
		if over := b.w.win.Canvas().Overlays().Top(); over != nil {
			target = b.entries()[0]
		}
	}
	b.submitList()
	b.entries()[0].TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if len(c.Chosen()) != before+1 {
		b.t.Fatalf("typing %q chose nothing more", typed)
	}
}

// writeDate fills the date field: a day may be empty.
func (b *bench) writeDate(o *observe, day, month, year string) {
	b.t.Helper()
	var entries []*bidi.Entry
	var months *parts.Select
	walk(o.date, nil, func(x fyne.CanvasObject, _ []fyne.CanvasObject) {
		switch x := x.(type) {
		case *bidi.Entry:
			entries = append(entries, x)
		case *parts.Select:
			if months == nil {
				months = x
			}
		}
	})
	if len(entries) < 2 || months == nil {
		b.t.Fatalf("the date asks with %d entries", len(entries))
	}
	test.Type(entries[0], day)
	b.choose(months, month)
	test.Type(entries[1], year)
}

// fillWhole gives every answer through the widgets, as a monitor would.
func (b *bench) fillWhole(o *observe) {
	b.t.Helper()
	test.Type(o.title, "Жалобы принимает администрация")
	test.Type(o.story, "В корпусе нет закрытого ящика.")
	b.writeDate(o, "14", "Ноя", "2023")
	b.choose(o.region, "Қарағанды")
	test.Type(control[*bidi.Entry](b.t, o.form, "place"), "учреждение")
	b.choose(control[*parts.Select](b.t, o.form, "method"), "Посещение")
	b.choose(control[*parts.Select](b.t, o.form, "reliability"), "B")
	b.choose(control[*parts.Select](b.t, o.form, "credibility"), "2")
	b.choose(control[*parts.Select](b.t, o.form, "effect"), "Не")
	b.pick(o.rights, "torture")
	b.pick(control[*parts.Choices](b.t, o.form, "groups"), "лишен")
	affected := o.form.Field("affected")
	walk(affected, nil, func(x fyne.CanvasObject, _ []fyne.CanvasObject) {
		switch x := x.(type) {
		case *bidi.Entry:
			test.Type(x, "1 200")
		case *parts.Select:
			b.choose(x, "Лица")
		case *parts.Check:
			test.Tap(x)
		}
	})
	test.Type(control[*bidi.Entry](b.t, o.form, "tags"), "тюрьма, жалобы، тюрьма")
}

func TestObserveFormIsSavedAndReadBackWhole(t *testing.T) {
	var source *model.Source
	b := unlocked(t, "ru", func(n *notebook.Notebook) {
		source = &model.Source{CodeName: "Birch", Consent: model.Consent{Uses: []string{"coalition"}}}
		record(t, n, source)
	})
	o := b.forms(place{code: "KZ21-U1"})
	b.until("the sources", func() bool { return len(o.sources.known) == 1 })
	b.fillWhole(o)
	b.pick(o.sources.choices, "birch")
	b.sees("Birch: согласие на: Коалиция")
	b.tap("Передать на проверку")
	b.left(o)
	b.sees("Наблюдение сохранено")

	_, got := one(t, b.reopened(), "Жалобы")
	want := &model.Observation{Commitments: []string{"KZ21-U1"}, Title: model.Text{"ru": "Жалобы принимает администрация"},
		Narrative: model.Text{"ru": "В корпусе нет закрытого ящика."}, Date: model.Date{From: "2023-11-14", Precision: model.Exact},
		Region: "KZ-35", Place: "учреждение", Method: "site_visit", Effect: "no_effect", Rights: []string{"freedom_from_torture"},
		Groups: []string{"detainees"}, Affected: model.Affected{Number: 1200, Unit: "persons", Estimate: true}, Reliability: "B", Credibility: 2,
		Sources: []model.ID{source.ID}, Tags: []string{"тюрьма", "жалобы"}, Review: model.Submitted}
	want.Common = model.Common{ID: got.ID, Ref: got.Ref, Confidentiality: model.Coalition, Language: "ru"}
	if !strings.HasPrefix(got.Ref, "O-2023-0001-") {
		t.Errorf("the ref is %s", got.Ref)
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("written\n%+v\nwant\n%+v", got, want)
	}
}

func TestObserveEmptyFormShowsAllFaultsAtOnce(t *testing.T) {
	b := unlocked(t, "en", nil)
	for _, language := range assets.Languages() {
		b.w.setLanguage(language)
		o := b.forms(place{})
		if b.shows(b.say("observe_screen.need_date")) {
			t.Error("faults are shown before anything was asked for")
		}
		o.save()
		for name, key := range needed {
			if got := o.form.Field(name).Fault(); got != o.k.T(key) {
				t.Errorf("%s: %s says %q", language, name, got)
			}
		}
		b.sees(plain(o.k.Words.N("observe_screen.faults", 4)))
		if b.w.win.Canvas().Focused() != o.commitments.Target() {
			t.Errorf("the keyboard is at %T, not at the first fault", b.w.win.Canvas().Focused())
		}
		if n, err := b.w.desk.book.Count(model.Query{}); n != 0 || err != nil {
			t.Errorf("%d observations were written, %v", n, err)
		}
		// An answer takes its fault away at once, and no other.
		test.Type(o.title, "Title")
		if o.form.Field("title").Fault() != "" || o.form.Field("date").Fault() == "" {
			t.Error("the faults do not follow what is typed")
		}
		b.sees(plain(o.k.Words.N("observe_screen.faults", 3)))
		o.title.SetText("")
		b.w.back()
	}
}

func TestObserveDayThatIsNone(t *testing.T) {
	b := unlocked(t, "ru", nil)
	o := b.forms(place{code: "KZ21-U1"})
	test.Type(o.title, "Заголовок")
	b.writeDate(o, "31", "Апр", "2023")
	walk(o.form.Field("affected"), nil, func(x fyne.CanvasObject, _ []fyne.CanvasObject) {
		if e, ok := x.(*bidi.Entry); ok {
			test.Type(e, "много")
		}
	})
	o.saveAsDraft()
	if got := o.form.Field("date").Fault(); !strings.Contains(got, "выберите рядом: Месяц, Год или День неизвестен") {
		t.Errorf("the date says %q", got)
	}
	if got := o.form.Field("affected").Fault(); got != o.k.T("faults.wrong_type") {
		t.Errorf("the number says %q", got)
	}
	if o.sheet.Fields.Review != model.Submitted {
		t.Error("a draft that was refused changed the state of review")
	}
}

func TestObserveEveryRuleHasASentence(t *testing.T) {
	rules := []model.Rule{model.RuleRequired, model.RuleCode, model.RuleUnknown, model.RuleField, model.RuleType, model.RuleDay, model.RuleOrder,
		model.RuleRange, model.RuleTooLong, model.RuleTooMany, model.RuleNotText, model.RuleLanguage, model.RuleTwice, model.RuleFixed,
		model.RuleAddress, model.RuleAmbiguous}
	for _, language := range assets.Languages() {
		words := assets.For(language)
		for _, rule := range rules {
			if !words.Has("faults." + string(rule)) {
				t.Errorf("%s has no sentence for %s", language, rule)
			}
		}
	}
}

func TestObserveEmptyFieldsStayAbsent(t *testing.T) {
	b := unlocked(t, "en", nil)
	o := b.forms(place{code: "KZ21-U1"})
	test.Type(o.title, "Only a title")
	b.tap("Save as draft")
	b.left(o)
	_, got := one(t, b.reopened(), "Only a title")
	want := &model.Observation{Common: model.Common{ID: got.ID, Ref: got.Ref, Confidentiality: model.Coalition, Language: "en"},
		Commitments: []string{"KZ21-U1"}, Title: model.Text{"en": "Only a title"}, Review: model.Draft}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("written\n%+v\nwant\n%+v", got, want)
	}
}

func TestObserveDraftOutlivesTheProcess(t *testing.T) {
	b := unlocked(t, "en", nil)
	o := b.forms(place{code: "KZ21-U1"})
	test.Type(o.title, "Half an observation")
	b.writeDate(o, "", "Nov", "2023")
	b.until("the draft to be kept", func() bool { return len(b.w.desk.book.Drafts()) == 1 && !o.keeping })
	b.sees("Draft kept at 12:03")
	dir := b.w.desk.book.Folder()
	b.w.frame.unwatch()
	b.w.jobs.close() // the process is gone: nothing is left in order, nothing more is written
	if err := b.w.desk.book.Close(); err != nil {
		t.Fatal(err)
	}
	b.w.desk = nil

	b.clock = b.clock.Add(time.Hour)
	b.open(fyne.CurrentApp(), dir)
	b.unlock(testPass)
	again := b.forms(place{})
	b.sees("An observation that was not finished is kept here, from 22 November 2026, 12:03.")
	if again.title.Text() != "" {
		t.Error("the draft was taken unasked")
	}
	b.tap("Go on with it")
	if again.title.Text() != "Half an observation" || !slices.Equal(again.commitments.Chosen(), []string{"KZ21-U1"}) {
		t.Errorf("gone on with %q about %v", again.title.Text(), again.commitments.Chosen())
	}
	if d := again.date.Date(); d.From != "2023-11-01" && d.From != "2023-11" {
		t.Errorf("the date is %v", d)
	}
	b.tap("Save as draft")
	b.sees("This day does not exist, or is not whole.") // a month with the precision «exact» is no day: said, and nothing lost
	if len(b.w.desk.book.Drafts()) != 1 {
		t.Error("the draft is gone although nothing was saved")
	}
}

func TestObserveLeavingKeepsTheDraftAndDeletingDropsIt(t *testing.T) {
	b := unlocked(t, "en", nil)
	o := b.forms(place{})
	test.Type(o.title, "Left behind")
	o.title.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if b.w.at.to == atObserve {
		t.Fatal("Escape does not leave")
	}
	b.until("the draft", func() bool { return len(b.w.desk.book.Drafts()) == 1 })
	for _, name := range []string{"method", "region"} { // so does Escape in a choice, with what was typed meanwhile
		o := b.forms(place{})
		b.until("the draft to be gone on with", func() bool { return o.title.Text() == "Left behind" })
		field := o.form.Field(name)
		field.Focus()
		b.w.win.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
		if b.w.at.to == atObserve {
			t.Errorf("Escape in %s does not leave", name)
		}
	}
	b.later(time.Minute)
	b.forms(place{})
	b.tap("Delete the draft")
	b.until("no draft", func() bool { return len(b.w.desk.book.Drafts()) == 0 })
	b.forms(place{}).leave()
	b.until("the writes", func() bool { return !b.run() })
	if n := len(b.w.desk.book.Drafts()); n != 0 {
		t.Errorf("an untouched form left %d drafts", n)
	}
}

func TestObserveGoesOnInAnotherLanguage(t *testing.T) {
	b := unlocked(t, "en", nil)
	o := b.forms(place{code: "KZ21-U1"})
	test.Type(o.title, "Said in English")
	b.w.setLanguage("ar")
	b.until("the form in Arabic", func() bool {
		again, ok := b.w.shown.(*observe)
		return ok && again != o && again.sheet != nil && again.title.Text() == "Said in English"
	})
	if again := b.w.shown.(*observe); again.sheet.Language != "en" {
		t.Errorf("the text became %s with the screen", again.sheet.Language)
	}
}

func TestObserveSavingAfterAMergeKeepsBoth(t *testing.T) {
	var id model.ID
	b := unlocked(t, "en", func(n *notebook.Notebook) {
		o := &model.Observation{Commitments: []string{"KZ21-U1"}, Title: model.Text{"en": "Seen by two"}, Method: "interview", Region: "KZ-35",
			Date: model.Date{From: "2023-04-03", Precision: model.Exact}, Review: model.Submitted}
		o.Language = "en"
		record(t, n, o)
		id = o.ID
	})
	o := b.forms(place{id: id})
	test.Type(control[*bidi.Entry](t, o.form, "place"), "ours")
	// Meanwhile somebody else's work arrives: another field of the same record, and a wording in Russian.
	v, err := b.w.desk.book.View(id)
	if err != nil {
		t.Fatal(err)
	}
	theirs := *v.Record.(*model.Observation)
	theirs.Effect, theirs.Title = "sets_back", model.Text{"en": "Seen by two", "ru": "Видели двое"}
	if _, err := b.w.desk.book.Record(v, &theirs); err != nil {
		t.Fatal(err)
	}
	b.tap("Save")
	b.left(o)
	b.sees("Others changed this observation meanwhile")
	view, got := one(t, b.reopened(), "Seen by two")
	if got.Place != "ours" || got.Effect != "sets_back" || got.Title["ru"] != "Видели двое" || view.Disputed() {
		t.Errorf("joined to %+v, disputes %v", got, view.Disputes)
	}
}

func TestObserveDraftOfAnEditRemembersWhereItBegan(t *testing.T) {
	var id model.ID
	b := unlocked(t, "en", func(n *notebook.Notebook) {
		o := &model.Observation{Commitments: []string{"KZ21-U1"}, Title: model.Text{"en": "Begun early"}, Method: "interview",
			Date: model.Date{From: "2023-04-03", Precision: model.Exact}, Review: model.Submitted}
		o.Language = "en"
		record(t, n, o)
		id = o.ID
	})
	o := b.forms(place{id: id})
	test.Type(control[*bidi.Entry](t, o.form, "place"), "ours")
	b.w.back()
	v, _ := b.w.desk.book.View(id)
	theirs := *v.Record.(*model.Observation)
	theirs.Place, theirs.Effect = "theirs", "advances"
	if _, err := b.w.desk.book.Record(v, &theirs); err != nil {
		t.Fatal(err)
	}
	b.later(time.Hour)
	o = b.forms(place{id: id})
	b.tap("Go on with it")
	b.tap("Save")
	b.left(o)
	view, got := one(t, b.reopened(), "Begun early")
	if got.Effect != "advances" {
		t.Errorf("what they wrote is undone: %+v", got)
	}
	if len(view.Disputes) != 1 || view.Disputes[0].Field != "place" {
		t.Errorf("two places were written, and the disputes are %v", view.Disputes)
	}
}
