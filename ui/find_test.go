package ui

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"plumbline/assets"
	"plumbline/model"
	"plumbline/model/notebook"
)

// gathered writes observations of several regions and methods, in four scripts, and what else can be looked for.
func gathered(t *testing.T) func(n *notebook.Notebook) {
	return func(n *notebook.Notebook) {
		torture(t, 3)(n)
		titles := []model.Text{{"en": "A complaint box is missing"}, {"kk": "Шағым жәшігі жоқ"}, {"ru": "Ящика для жалоб нет, ёлка"}, {"ar": "صندوق الشكاوى غير موجود"}}
		for i := range 8 {
			o := &model.Observation{Commitments: []string{"KZ21-9.1"}, Title: titles[i%4], Method: model.Methods[i%2], Reliability: "B", Credibility: 2,
				Date: model.Date{From: model.Day(fmt.Sprintf("2022-%02d-05", 1+i)), Precision: model.Exact}, Region: []string{"KZ-75", "KZ-71"}[i%2], Review: model.Submitted}
			o.Language = o.Title.Languages()[0]
			record(t, n, o)
		}
		r := &model.Recommendation{Commitments: []string{"KZ21-9.1"}, Addressee: "GOV", Text: model.Text{"en": "Put up the boxes."}, Priority: "high"}
		r.Language = "en"
		record(t, n, r)
		record(t, n, &model.Source{CodeName: "heron", SourceKind: "interview"})
	}
}

// finderOf goes to the search and waits for its answer.
func finderOf(b *bench, asked *search) *finder {
	b.t.Helper()
	b.w.show(place{to: atFind, find: asked})
	s := b.w.shown.(*finder)
	b.rests(s)
	return s
}

// rests waits until nothing is being looked for.
func (b *bench) rests(s *finder) {
	b.t.Helper()
	b.until("an answer", func() bool { return s.shown && !s.searching && b.w.jobs.resting() && !b.run() })
}

func TestFindFindsWhileOneTypes(t *testing.T) {
	b := unlocked(t, "en", gathered(t))
	s := finderOf(b, &search{})
	b.sees("11 of 11")
	for words, n := range map[string]int{"compl": 2, "ШАҒЫМ": 2, "елка": 2, "شكاوي": 2, "complaint missing": 2, "zzzz": 0,
		`"complaint box"`: 2, `"box complaint"`: 0, `"complaint bo`: 2, "«ЖӘШІГІ жоқ»": 2, `"لشكاوي غير"`: 0, `"صندوق الشكاوى"`: 2, `"`: 11} {
		s.words.SetText(words)
		b.rests(s)
		if s.rows.total != n {
			t.Errorf("%q finds %d, want %d", words, s.rows.total, n)
		}
	}
	s.words.SetText("zzzz")
	b.sees("Nothing matches")
	s.words.SetText("")
	b.sees("11 of 11")
	b.sees("Observation number 3")
}

func TestOnlyTheNewestQuestionIsAnswered(t *testing.T) {
	b := unlocked(t, "en", gathered(t))
	s := finderOf(b, &search{})
	for _, words := range []string{"c", "co", "com", "comp", "observation"} {
		s.words.SetText(words) // without waiting
	}
	b.rests(s)
	if s.rows.total != 3 || s.asked.Words != "observation" {
		t.Errorf("%d found for %q", s.rows.total, s.asked.Words)
	}
}

func TestFacetsNarrowAndCount(t *testing.T) {
	b := unlocked(t, "en", gathered(t))
	s := finderOf(b, &search{})
	count := func(facet, value string) int64 {
		for _, v := range s.facets.values(facet) {
			if v.Code == value {
				return v.Count
			}
		}
		return -1
	}
	if n := count(model.FacetRegion, "KZ-75"); n != 4 {
		t.Errorf("%d in the region", n)
	}
	s.choose(model.FacetRegion, "KZ-75", true)
	b.rests(s)
	if s.rows.total != 4 || count(model.FacetRegion, "KZ-71") != 4 || count(model.FacetMethod, model.Methods[1]) > 0 {
		t.Errorf("%d found; elsewhere %d; other method %d", s.rows.total, count(model.FacetRegion, "KZ-71"), count(model.FacetMethod, model.Methods[1]))
	}
	s.choose(model.FacetRegion, "KZ-71", true)
	b.rests(s)
	if s.rows.total != 8 || len(s.pills.Objects) != 2 {
		t.Errorf("%d found, %d pills", s.rows.total, len(s.pills.Objects))
	}
	s.clear()
	b.rests(s)
	if s.rows.total != 11 || s.asked.asks() {
		t.Errorf("%d found after clearing", s.rows.total)
	}
}

func TestEveryKindIsLookedThroughAndOpened(t *testing.T) {
	for _, l := range []string{"en", "ar"} {
		b := unlocked(t, l, gathered(t))
		s := finderOf(b, &search{})
		for kind, n := range map[model.Kind]int{model.KindClaim: 1, model.KindFinding: 1, model.KindRecommendation: 1, model.KindSource: 1, model.KindEvidence: 0} {
			s.setKind(kind)
			b.rests(s)
			if s.rows.total != n {
				t.Errorf("%d of kind %s", s.rows.total, kind)
			}
		}
		s.setKind(model.KindRecommendation)
		b.rests(s)
		s.open(0)
		b.sees("Put up the boxes.")
		b.tap(b.say("actions.close"))
		s.setKind(model.KindClaim)
		b.rests(s)
		s.open(0)
		b.until("the commitment", func() bool { return b.w.at.to == atPlan && b.w.at.code == "KZ21-U1" })
	}
}

func TestComingBackFindsTheSame(t *testing.T) {
	b := unlocked(t, "en", gathered(t))
	s := finderOf(b, &search{})
	s.words.SetText("complaint")
	b.rests(s)
	s.table.List.OnOpen(0)
	b.until("the record", func() bool { return b.w.at.to == atPlan && !b.w.at.id.IsZero() })
	b.w.back()
	again := b.w.shown.(*finder)
	b.rests(again)
	if again.words.Text() != "complaint" || again.rows.total != 2 {
		t.Errorf("%q, %d found", again.words.Text(), again.rows.total)
	}
	b.w.setLanguage("ar")
	b.rests(b.w.shown.(*finder))
	if w := b.w.shown.(*finder).words.Text(); w != "complaint" {
		t.Errorf("in another language: %q", w)
	}
	b.w.show(place{to: atSafety})
	b.w.findHere()
	if got := b.w.shown.(*finder); got.words.Text() != "complaint" || b.w.win.Canvas().Focused() != fyne.Focusable(got.words.Entry) {
		t.Errorf("Ctrl+K finds %q", got.words.Text())
	}
}

func TestSearchesAndColumnsAreKeptInTheNotebook(t *testing.T) {
	b := unlocked(t, "en", gathered(t))
	s := finderOf(b, &search{})
	s.words.SetText("complaint")
	s.choose(model.FacetRegion, "KZ-75", true)
	b.rests(s)
	b.tap("Save this search")
	b.until("the name", func() bool { return len(b.entries()) > 0 && b.entries()[0].Text() != "" })
	b.entries()[0].SetText("boxes in the south")
	b.tap("Save")
	b.sees("boxes in the south")
	all := columnsFor(model.KindObservation, nil)
	slices.Reverse(all)
	for i := range all {
		all[i].On = true
	}
	d := newColumnsDialog(s.k, b.w.win.Canvas(), all, func(c []findColumn) { s.columns[model.KindObservation] = c; s.keepColumns() })
	d.told()
	b.until("rest", func() bool { return b.w.jobs.resting() && !b.run() })
	again := newFinder(b.w.desk, &search{})
	b.until("what was kept", func() bool { return len(again.saved) == 1 && len(again.columns) == 1 && again.shown })
	defer again.leave()
	if got := columnsFor(model.KindObservation, again.columns[model.KindObservation]); got[0].Code != columnEvidence || !got[0].On {
		t.Errorf("the columns begin with %+v", got[0])
	}
	again.openSaved(again.saved[0])
	b.rests(again)
	if again.words.Text() != "complaint" || !again.asked.has(model.FacetRegion, "KZ-75") || again.rows.total != 2 {
		t.Errorf("%+v, %d found", again.asked, again.rows.total)
	}
	again.dropSaved(0)
	if len(again.saved) != 0 {
		t.Error("the search is still there")
	}
	b.until("it is a deed", func() bool { return len(b.w.deeds.done) == 2 }) // after keeping it
	b.w.undo()
	b.until("the search is kept again", func() bool {
		var saved []search
		return readSetting(b.w.desk.book, settingSearches, &saved) == nil && len(saved) == 1
	})
	for _, p := range []string{"complaint", "boxes"} {
		if strings.Contains(fmt.Sprint(b.w.prefs.store.text(settingSearches)), p) {
			t.Error("a search lies in the preferences")
		}
	}
}

func TestTickedRowsAreChangedTogetherAndTakenBack(t *testing.T) {
	b := unlocked(t, "en", gathered(t))
	s := finderOf(b, &search{Words: "complaint"})
	s.tickAll()
	b.sees("Ticked: 2")
	if !s.allTicked() {
		t.Error("not all are ticked")
	}
	book, ids := b.w.desk.book, slices.Clone(s.rows.ids)
	state := func() (out []string) {
		for _, id := range ids {
			v, err := book.View(id)
			if err != nil {
				t.Fatal(err)
			}
			o := v.Record.(*model.Observation)
			out = append(out, fmt.Sprint(o.Review, o.Confidentiality, o.Tags))
		}
		return out
	}
	before := state()
	for _, change := range []struct {
		with edit
		want string
	}{{setReview(model.Approved), "approved"}, {addTag("boxes"), "boxes"}, {setConfidentiality(model.Sealed), "sealed"}} {
		s.changeTicked(change.with)
		b.until("the change", func() bool { return !s.busy && b.w.jobs.resting() && !b.run() })
		b.sees("Changed: 2")
		for _, said := range state() {
			if !strings.Contains(said, change.want) {
				t.Errorf("%s is not %s", said, change.want)
			}
		}
		b.tap("Undo")
		b.sees("Taken back: Changed: 2")
		if got := state(); !slices.Equal(got, before) {
			t.Errorf("taken back: %v, was %v", got, before)
		}
	}
	// What somebody changed meanwhile stays.
	s.changeTicked(setReview(model.Approved))
	b.until("the change", func() bool { return !s.busy && b.w.jobs.resting() && !b.run() })
	v, err := book.View(ids[0])
	if err != nil {
		t.Fatal(err)
	}
	o := *v.Record.(*model.Observation)
	o.Review = model.Rejected
	if _, err := book.Record(v, &o); err != nil {
		t.Fatal(err)
	}
	b.tap("Undo")
	b.sees("Taken back, but for what others have changed since.")
	if got := state(); !strings.HasPrefix(got[0], "rejected") || !strings.HasPrefix(got[1], "submitted") {
		t.Errorf("after both: %v", got)
	}
	history, err := book.History(ids[1])
	if err != nil || len(history) != 9 { // written, changed four times, taken back four times
		t.Errorf("%d revisions, %v", len(history), err)
	}
}

func TestFindShowsWhatChangesElsewhere(t *testing.T) {
	b := unlocked(t, "en", nil)
	finderOf(b, &search{})
	b.sees("Nothing here yet")
	torture(t, 2)(b.w.desk.book)
	b.sees("2 of 2")
	b.sees("Observation number 2")
}

func TestFindInANotebookThatIsOnlyRead(t *testing.T) {
	dir := notebookDir(t, torture(t, 1))
	b := newBench(t, "ru", dir)
	b.w.start.Create.ReadOnly = true
	b.unlock(testPass)
	s := finderOf(b, &search{})
	b.sees("Observation number 1")
	if b.shows(b.say("actions.save_search")) {
		t.Error("a search can be saved where nothing can be written")
	}
	s.columns[model.KindObservation] = columnsFor(model.KindObservation, nil)
	s.keepColumns() // shows nothing, writes nothing
}

func TestTheRowsOfALongListComeInStretches(t *testing.T) {
	b := unlocked(t, "en", torture(t, firstRows+50))
	s := finderOf(b, &search{})
	if len(s.rows.ids) != firstRows+50 || s.rows.total != firstRows+50 {
		t.Fatalf("%d ids of %d", len(s.rows.ids), s.rows.total)
	}
	if n := len(s.rows.read); n == 0 || n > 2*stretchRows {
		t.Errorf("%d rows were read", n)
	}
	s.table.List.SetCurrent(firstRows + 49)
	b.sees("Observation number 1")
	s.sort(model.ByRef)
	b.rests(s)
	s.table.List.SetCurrent(0)
	b.sees("O-2023-0001")
}

func TestEveryColumnAndFacetHasItsWordsInEveryLanguage(t *testing.T) {
	for _, l := range assets.Languages() {
		w := assets.For(l)
		for code, f := range columnFacts {
			if !w.Has(f.word) || !slices.Contains(columnOrder, code) {
				t.Errorf("%s: column %s", l, code)
			}
		}
		for _, kind := range findKinds {
			if !w.Has("find_screen.kind_" + string(kind)) {
				t.Errorf("%s: kind %s", l, kind)
			}
			for _, facet := range facetsOf(kind) {
				if !w.Has("find_screen.facet_"+facet) || !w.Has("find_screen.none_"+facet) {
					t.Errorf("%s: facet %s", l, facet)
				}
			}
			for _, code := range columnsFirst[kind] {
				if !fits(code, kind) {
					t.Errorf("%s has no column %s", kind, code)
				}
			}
		}
	}
}

func TestTickedRowsGoIntoAParcelAndAReport(t *testing.T) {
	b := unlocked(t, "en", gathered(t))
	s := finderOf(b, &search{Words: "complaint"})
	s.tickAll()
	b.sees("Ticked: 2")
	b.tap("Pack a parcel")
	pack, ok := b.w.shown.(*coalition)
	if !ok {
		t.Fatalf("at %v", b.w.at.to)
	}
	p := pack.made[partPack].(*packing)
	p.goTo(packWhat)
	b.sees("Only the ticked records: 2")
	p.look()
	b.until("what leaves", func() bool { return p.seen != nil })
	if n := p.seen.Records[model.KindObservation]; n != 2 {
		t.Errorf("%d observations would leave", n)
	}
	p.goTo(packWhat)
	b.tap("All records instead")
	p.look()
	b.until("what leaves", func() bool { return p.seen != nil })
	if n := p.seen.Records[model.KindObservation]; n != 11 {
		t.Errorf("%d observations would leave of all", n)
	}

	s = finderOf(b, &search{Words: "complaint"})
	s.tick(1)
	b.sees("Ticked: 1")
	b.tap("Make the report")
	r, ok := b.w.shown.(*reporting)
	if !ok {
		t.Fatalf("at %v", b.w.at.to)
	}
	r.goTo(stepScope)
	b.sees("Only the ticked records: 1")
	r.look()
	b.until("what is withheld", func() bool { return r.seen != nil })
	count := func() (n int) {
		for _, c := range r.seen.Counts {
			if c.Kind == model.KindObservation {
				n += c.InScope
			}
		}
		return n
	}
	if n := count(); n != 1 {
		t.Errorf("%d observations in scope", n)
	}
	r.goTo(stepScope)
	b.tap("All records instead")
	r.look()
	b.until("what is withheld", func() bool { return r.seen != nil })
	if n := count(); n != 11 {
		t.Errorf("%d observations in scope of all", n)
	}
	s = finderOf(b, &search{Kind: model.KindSource})
	s.tickAll()
	b.sees("Ticked: 1")
	if b.shows("Pack a parcel") {
		t.Error("a source alone can be packed")
	}
}

func TestFindOffersThePagesOfHelpThatFit(t *testing.T) {
	b := unlocked(t, "en", gathered(t))
	for language, words := range map[string]string{"en": "back up", "ar": "نسخة", "ru": "копии", "kk": "сақтық"} {
		b.w.setLanguage(language)
		s := finderOf(b, &search{})
		if s.help.Visible() {
			t.Errorf("%s: help is offered before anything was looked for", language)
		}
		for _, typed := range []string{words, "back up"} { // of any language
			s.words.SetText(typed)
			b.rests(s)
			if !s.help.Visible() {
				t.Fatalf("%s: no help for %q", language, typed)
			}
			b.tap(b.say("screens.help"))
			b.tap(b.say("help.safety"))
			if b.w.help == nil || helpTopics[b.w.help.at].code != "safety" {
				t.Fatalf("%s: %q leads elsewhere", language, typed)
			}
			b.w.turnHelp()
		}
		s.words.SetText("zzzz")
		if s.help.Visible() {
			t.Errorf("%s: help for nothing", language)
		}
	}
}

func TestFindSaysThatASavedSearchLeavesAMarkOfTheOverview(t *testing.T) {
	b := unlocked(t, "ru", gathered(t))
	page, err := b.w.desk.book.Find(model.Query{Limit: 2})
	if err != nil {
		t.Fatal(err)
	}
	s := finderOf(b, &search{only: page.IDs, why: "Спорно"})
	b.sees("2 из 11")
	s.keepSearch("Все")
	b.sees("но без списка под «Спорно»")
	s.openSaved(s.saved[0])
	b.rests(s)
	b.sees("11 из 11")
	b.sees("Теперь не только то, что в обзоре стоит под «Спорно»")
	b.tap(b.say("actions.undo"))
	b.rests(s)
	b.sees("2 из 11")
	b.tap("Спорно") // the pill takes it away
	b.rests(s)
	b.sees("11 из 11")
}

func TestFindKeepsHowWideAColumnWasDrawn(t *testing.T) {
	b := unlocked(t, "en", gathered(t))
	for i, language := range []string{"en", "ar"} {
		b.w.setLanguage(language)
		s := finderOf(b, &search{})
		var borders []fyne.Draggable
		walk(s.table, nil, func(o fyne.CanvasObject, _ []fyne.CanvasObject) {
			if g, ok := o.(interface {
				fyne.Draggable
				fyne.DoubleTappable
			}); ok && o.Visible() {
				borders = append(borders, g)
			}
		})
		if len(borders) == 0 {
			t.Fatalf("%s: no borders", language)
		}
		far := float32(20) // behind the number of the record, in reading order
		if language == "ar" {
			far = -far
		}
		borders[0].Dragged(&fyne.DragEvent{Dragged: fyne.NewDelta(far, 0)})
		borders[0].DragEnd()
		b.rests(s)
		want := columnFacts[columnRef].width + 20*float32(i+1)
		var kept map[model.Kind][]findColumn
		if err := readSetting(b.w.desk.book, settingColumns, &kept); err != nil || kept[model.KindObservation][0] != (findColumn{columnRef, true, want}) {
			t.Errorf("%s: kept is %v, %v; want %v", language, kept[model.KindObservation], err, want)
		}
	}
	s := finderOf(b, &search{}) // made anew
	if got := columnsFor(model.KindObservation, s.columns[model.KindObservation])[0].Width; got != columnFacts[columnRef].width+40 {
		t.Errorf("shown with %v", got)
	}
}

func TestTheKeyboardComesBackToTheTableThatWasMadeAnew(t *testing.T) {
	b := unlocked(t, "kk", gathered(t))
	s := finderOf(b, &search{})
	s.toTable()
	before := s.table
	d := newColumnsDialog(s.k, b.w.win.Canvas(), columnsFor(model.KindObservation, nil), func(all []findColumn) {
		s.columns[model.KindObservation] = all
		s.makeTable()
	})
	d.dialog.Show(b.w.win.Canvas())
	d.all[0].On = false
	d.told()
	d.dialog.Close()
	if s.table == before || b.w.win.Canvas().Focused() != fyne.Focusable(s.table.List) {
		t.Errorf("the keyboard is in a %T", b.w.win.Canvas().Focused())
	}
}

func TestRowsAreReadBeforeTheyAreInSight(t *testing.T) {
	b := unlocked(t, "en", torture(t, 2*stretchRows))
	s := finderOf(b, &search{})
	b.until("all ids", func() bool { return len(s.rows.ids) == s.rows.total && s.rows.total >= 2*stretchRows })
	read := func(i int) bool { return s.rows.read[s.rows.ids[i]] != nil }
	b.until("the first rows", func() bool { return read(0) })
	b.settled()
	if read(stretchRows) {
		t.Error("rows are read that nobody came near")
	}
	s.table.List.ScrollTo(stretchRows*3/4 - 1)
	b.until("the next rows", func() bool { return read(stretchRows) && read(2*stretchRows-1) })
	blank := false
	for i := stretchRows; i < 2*stretchRows; i++ {
		s.table.List.ScrollTo(i)
		blank = blank || s.rows.at(i) == nil
	}
	if blank || len(s.rows.asked) > 0 {
		t.Errorf("rows came into sight unread; %d stretches are asked for again", len(s.rows.asked))
	}
}
