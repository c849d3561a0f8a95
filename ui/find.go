package ui

import (
	"errors"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"plumbline/model"
	"plumbline/ui/bidi"
	"plumbline/ui/parts"
)

// narrowFind is the width of the screen under which the filters no longer stand beside the table.
const narrowFind = 900

// finder is the screen of everything that was recorded: words, filters with their counts, a table of any length.
//
//  1. What is asked changes at once; the notebook is asked in the background, one question at a time, and only the
//     newest of those that wait.
//  2. A question gives the first rows, how many there are, and the counts of all filters; then all ids follow.
//  3. The same search goes on after a record was read: the place where one was holds it.
type finder struct {
	watching

	d     *desk
	k     parts.Look
	asked *search
	rows  *foundRows

	searching bool // a question is under way
	again     bool // and another waits
	shown     bool // something was found or not found yet
	version   int  // of what is asked
	answered  int  // the version whose answer is shown
	all       int  // how many records of the kind there are
	waited    bool
	gathering *parts.Progress // how far the words are

	columns map[model.Kind][]findColumn

	choosesColumns bool   // their choice is open
	choosing       []kept // what was done in it until now
	saved          []search

	words    *parts.Search
	keep     *parts.Button
	pills    *fyne.Container
	help     *parts.Button // opens the pages of help that fit the words
	helpful  []int         // which those are
	helps    []helpText
	count    *bidi.Label
	most     *bidi.Label // the widest that it may be: nothing moves while one types
	facets   *findFacets
	side     *fyne.Container
	fold     *parts.Button
	narrow   bool
	unfold   bool
	table    *parts.Table
	middle   *fyne.Container // the table, or what is said instead
	head     *fyne.Container
	foot     *fyne.Container // what can be done with the ticked rows
	pane     *fyne.Container
	whole    *fyne.Container
	ticked   map[model.ID]bool
	tickedOf int  // the version of the rows that were all ticked
	busy     bool // ticked rows are being changed
}

// newFinder makes the screen for a search.
func newFinder(d *desk, asked *search) *finder {
	if asked == nil {
		asked = &search{}
	}
	s := &finder{d: d, k: d.look, asked: asked, ticked: map[model.ID]bool{}, columns: map[model.Kind][]findColumn{}}
	s.rows = &foundRows{d: d, read: map[model.ID]*foundRow{}, asked: map[int]bool{}, whole: map[int]bool{}, came: func(from, to int) { s.table.List.RefreshRows(from, to) },
		failed: func(err error) { d.fail(s.k.T("find_screen.not_read"), err) }}
	s.build()
	s.watch(d, s.changed)
	s.readKept()
	s.show()
	return s
}

// build lays the screen out.
func (s *finder) build() {
	k := s.k
	s.words = parts.NewSearch(k, k.T("actions.find_anything"), k.T("find_screen.four_languages"), s.typed, func(string) { s.toTable() })
	s.words.Entry.SetText(s.asked.Words)
	s.words.Entry.OnEscape = s.escape
	s.keep = parts.NewIconButton(k, k.T("actions.save_search"), theme.DocumentSaveIcon(), parts.Secondary, s.askName)
	s.fold = parts.NewIconButton(k, "", theme.MenuIcon(), parts.Secondary, s.turnSide)
	s.fold.Tip = k.T("screens.filters")
	s.fold.Hide()
	s.count, s.most = k.Line("", parts.Ink2), k.Line("", parts.Ink2)
	s.count.Alignment = fyne.TextAlignTrailing
	s.most.Hide()
	s.pills = k.Flow(8)
	s.help = s.newHelp()
	columns := parts.NewButton(k, k.T("find_screen.columns"), parts.Secondary, s.chooseColumns)
	top := k.Row(8, 1, s.fold, s.words)
	if !s.d.readOnly {
		top.Add(s.keep)
	}
	s.head = parts.Column(0, parts.Inset(20, 12, parts.Column(8, top, k.Row(12, 0, s.pills, parts.Reserve(s.help), parts.Reserve(s.count, s.most), columns))), parts.NewRule())
	s.foot = container.NewStack()
	s.middle = container.NewStack(parts.NewPageWithin(s.k, 20, 20, parts.NewLoading(k)))
	s.pane = parts.Pane(s.head, s.middle, s.foot)
	s.facets = newFindFacets(s)
	s.side = k.SidePane(s.facets.page)
	sides := k.Sides(parts.Side{Width: 244, Pane: s.side}, parts.Side{Pane: parts.NewBox(parts.Surface, s.pane)})
	s.whole = parts.Folding(narrowFind, sides, func(narrow bool) { s.narrow = narrow; s.showSide() })
	s.makeTable()
}

func (s *finder) view() fyne.CanvasObject { return s.whole }

// focus is where one types.
func (s *finder) focus() fyne.Focusable { return s.words.Entry }

// leave lets go of the notebook.
func (s *finder) leave() bool {
	s.rows.left = true
	return s.watching.leave()
}

// turn shows another search on the same screen.
func (s *finder) turn(at place) bool {
	if at.find == nil || at.find == s.asked {
		return true
	}
	s.asked = at.find
	s.words.Entry.SetText(s.asked.Words)
	s.ticked = map[model.ID]bool{}
	s.makeTable()
	s.show()
	return true
}

// walk moves the current row.
func (s *finder) walk(step int) { s.table.List.SetCurrent(s.table.List.Current() + step) }

// turnSide shows or hides the filters where there is little room.
func (s *finder) turnSide() { s.unfold = !s.unfold; s.showSide() }

func (s *finder) showSide() {
	show(s.side, !s.narrow || s.unfold)
	show(s.fold, s.narrow)
	s.head.Refresh()
	s.whole.Refresh()
}

// typed hears every letter.
func (s *finder) typed(words string) {
	if s.asked == nil || words == s.asked.Words {
		return
	}
	s.asked.Words = words
	s.facets.clear.SetOff(!s.asked.asks())
	s.showHelp()
	s.head.Refresh()
	s.seek() // filters and pills are the same; their counts come with the answer
}

// escape lets go of the words, then of the screen.
func (s *finder) escape() {
	if s.asked.Words == "" {
		s.d.back()
		return
	}
	s.words.SetText("")
}

// toTable moves the keyboard from the words to what was found.
func (s *finder) toTable() { s.d.window.Canvas().Focus(s.table.List) }

// choose turns a value of a filter.
func (s *finder) choose(facet, value string, on bool) {
	s.asked.set(facet, value, on)
	s.show()
}

// setKind looks through another kind of records.
func (s *finder) setKind(kind model.Kind) {
	before := s.asked.copied()
	s.asked.Kind, s.asked.only, s.asked.why = kind, nil, ""
	s.sayUnmarked(before)
	s.ticked = map[model.ID]bool{}
	s.rows.set(nil, 0)
	s.makeTable()
	s.show()
}

// clear asks for everything again.
func (s *finder) clear() {
	s.asked.clear()
	s.words.Entry.SetText("")
	s.show()
}

// show says what is asked, and asks for it.
func (s *finder) show() {
	s.facets.showKind()
	s.showHelp()
	s.showPills()
	s.showTicked()
	s.seek()
}

// changed finds again what has changed in the notebook.
func (s *finder) changed(ids []model.ID) {
	s.rows.forget(ids)
	s.seek()
}

// findAnswer is the answer to a question.
type findAnswer struct {
	page   model.Page
	counts map[string]map[string]int
	all    int
}

// seek asks the notebook, or waits for the question that is under way.
func (s *finder) seek() {
	s.version++
	if s.searching {
		s.again = true
		return
	}
	s.searching, s.again = true, false
	q, kind, book := s.asked.query(), s.asked.kind(), s.d.book
	var a findAnswer
	s.d.read(func() (err error) {
		if err = wordsGathered(book, &q); err != nil {
			return err
		}
		first := q
		first.Limit = firstRows
		if a.page, err = book.Find(first); err != nil {
			return err
		}
		if a.counts, err = book.Tallies(q, facetsOf(kind)...); err != nil {
			return err
		}
		a.all, err = book.Count(model.Query{Kind: kind})
		return err
	}, func(err error) {
		s.searching = false
		switch {
		case s.left:
		case s.again:
			s.seek()
		case errors.Is(err, errGathering):
			s.gather()
		case err != nil:
			s.say(s.trouble(err))
		default:
			s.gatheredAll()
			s.answer(a, q)
		}
	})
}

// answer shows what was found, and asks for the ids of the rest.
func (s *finder) answer(a findAnswer, q model.Query) {
	s.shown, s.all, s.answered = true, a.all, s.version
	ids := a.page.IDs
	if old := s.rows.ids; a.page.Total > len(ids) && len(old) == a.page.Total && slices.Equal(old[:len(ids)], ids) {
		ids = old // the rest is most likely the same, until it has come
	}
	s.rows.set(ids, a.page.Total)
	s.facets.setCounts(a.counts)
	s.count.SetText(s.k.T("find_screen.n_of_all", "n", a.page.Total, "all", a.all))
	s.most.SetText(s.k.T("find_screen.n_of_all", "n", a.all, "all", a.all))
	s.head.Refresh()
	s.table.SetSort(s.sorted(), s.asked.Order != model.ByRef)
	s.showTicked()
	if a.page.Total == 0 {
		s.say(s.nothing())
		return
	}
	s.say(s.table)
	s.table.Refresh()
	if a.page.Total > len(a.page.IDs) {
		s.seekAll(q)
	}
}

// seekAll reads the ids of all rows, unless something else is asked meanwhile.
func (s *finder) seekAll(q model.Query) {
	mine, book := s.version, s.d.book
	var page model.Page
	s.searching = true
	s.d.read(func() (err error) {
		page, err = book.Find(q)
		return err
	}, func(err error) {
		s.searching = false
		switch {
		case s.left:
		case mine != s.version:
			s.seek()
		case err != nil:
			s.say(s.trouble(err))
		default:
			s.rows.set(page.IDs, page.Total)
			s.table.Refresh()
		}
	})
}

// say shows the table, or something instead of it.
func (s *finder) say(o fyne.CanvasObject) {
	if len(s.middle.Objects) == 1 && s.middle.Objects[0] == o {
		return
	}
	s.middle.Objects = []fyne.CanvasObject{o}
	s.middle.Refresh()
}

// trouble says that nothing could be read, and what to do.
func (s *finder) trouble(err error) fyne.CanvasObject {
	return s.d.trouble("find_screen.not_read", err, s.seek)
}

// nothing says that nothing fits, or that nothing is there yet.
func (s *finder) nothing() fyne.CanvasObject {
	k := s.k
	if s.asked.asks() {
		return parts.NewEmpty(k, theme.SearchIcon(), k.T("parts.nothing_matches"), k.T("find_screen.nothing_next"),
			parts.NewButton(k, k.T("find_screen.clear"), parts.Secondary, s.clear))
	}
	var act *parts.Button
	if !s.d.readOnly && s.asked.kind() == model.KindObservation {
		act = parts.NewIconButton(k, k.T("actions.record_observation"), theme.ContentAddIcon(), parts.Primary, func() { s.d.show(place{to: atObserve}) })
	}
	return parts.NewEmpty(k, theme.SearchIcon(), k.T("states.empty"), k.T("find_screen.empty_next"), act)
}

// showPills repeats what narrows the list; each pill takes it back.
func (s *finder) showPills() {
	k := s.k
	s.pills.Objects = nil
	add := func(word string, remove func()) {
		s.pills.Add(parts.NewPill(k, word, func() { remove(); s.show(); s.d.window.Canvas().Focus(s.words.Entry) }))
	}
	if s.asked.only != nil {
		add(s.asked.why, func() { s.asked.only, s.asked.why = nil, "" })
	}
	if s.asked.Disputed {
		add(k.T("screens.disputes"), func() { s.asked.Disputed = false })
	}
	for _, facet := range facetsOf(s.asked.kind()) {
		for _, value := range s.asked.Facets[facet] {
			word, _ := s.facets.word(facet, value)
			add(k.Words.Isolate(shorten(word)), func() { s.asked.set(facet, value, false) })
		}
	}
	if len(s.pills.Objects) == 0 {
		s.pills.Add(k.Hint(k.T("find_screen.no_filters")))
	}
	s.pills.Refresh()
	s.head.Refresh()
	s.pane.Refresh()
}

// makeTable makes the table with the columns of the kind.
func (s *finder) makeTable() {
	shown := shownColumns(columnsFor(s.asked.kind(), s.columns[s.asked.kind()]))
	fill := func(i int) parts.TableRow { return s.row(shown, i) }
	tick, tickAll := s.tick, s.tickAll
	if s.d.readOnly { // nothing can be done with ticked rows
		tick, tickAll = nil, nil
	}
	old := s.table
	s.table = parts.NewTable(s.k, tableColumns(s.k, shown), func() int { return s.rows.total }, fill, tick, tickAll)
	s.table.OnSort = func(i int) { s.sort(columnFacts[shown[i].Code].order) }
	s.table.Sizes(leastColumn, mostColumn, func(i int, width float32) { s.sizeColumn(shown[i].Code, width) })
	s.table.List.OnOpen = s.open
	s.table.SetSort(s.sorted(), s.asked.Order != model.ByRef)
	if len(s.middle.Objects) == 1 && s.middle.Objects[0] == fyne.CanvasObject(old) {
		s.say(s.table)
	}
}

// sorted is the column by which the rows stand; -1 where it is not shown.
func (s *finder) sorted() int {
	order := s.asked.Order
	if order == "" {
		order = model.ByDate
	}
	return slices.IndexFunc(shownColumns(columnsFor(s.asked.kind(), s.columns[s.asked.kind()])),
		func(c findColumn) bool { return columnFacts[c.Code].order == order })
}

// sort puts the rows in another order.
func (s *finder) sort(order model.Order) {
	s.asked.Order = order
	s.seek()
}

// row is what a row of the table shows.
func (s *finder) row(shown []findColumn, i int) parts.TableRow {
	f := s.rows.at(i)
	row := parts.TableRow{Cells: make([]parts.TableCell, len(shown))}
	if f == nil {
		return row
	}
	row.Ticked = s.ticked[f.id]
	words := askedWords(s.asked.Words)
	for j, c := range shown {
		row.Cells[j] = f.cell(c.Code, words)
	}
	return row
}

// sizeColumn keeps how wide a column was made.
func (s *finder) sizeColumn(code string, width float32) {
	kind := s.asked.kind()
	all := columnsFor(kind, s.columns[kind])
	for i := range all {
		if all[i].Code == code {
			all[i] = all[i].sized(width)
		}
	}
	s.columns[kind] = all
	s.keepColumns()
}

// chooseColumns opens the choice of columns.
func (s *finder) chooseColumns() {
	kind := s.asked.kind()
	dialog := newColumnsDialog(s.k, s.d.window.Canvas(), columnsFor(kind, s.columns[kind]), func(all []findColumn) {
		s.columns[kind] = all
		s.makeTable()
		s.keepColumns()
	}).dialog
	s.choosesColumns = true
	dialog.OnClosed = func() {
		s.choosesColumns = false
		s.d.write(func() error { return nil }, func(error) { s.columnsChosen() }) // after what is still being kept
	}
	dialog.Show(s.d.window.Canvas())
}
