package ui

import (
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"plumbline/model"
	"plumbline/ui/parts"
)

// narrowPlan is the width of the screen under which the tree and the page no longer stand beside each other: that of a
// window of 1180 less the rail.
const narrowPlan = 1180 - 104

// planScreen is the tree of areas and commitments, and beside it the page of what is chosen in it.
type planScreen struct {
	d      *desk
	at     place
	ledger *ledger // nil until it was read
	rows   []planRow
	open   map[string]bool // areas that show their commitments
	asked  int             // the newest reading that was asked for

	filter *parts.Search
	list   *parts.List
	empty  *fyne.Container
	side   *fyne.Container
	page   *fyne.Container // the chosen thing
	paper  *parts.Box      // on which it lies
	whole  *fyne.Container
	narrow bool
	unfold bool // narrow, and the tree is shown instead of the page

	shown   page
	seek    map[string]searchable
	unwatch func()
}

// page is what stands beside the tree.
type page interface {
	view() fyne.CanvasObject
	leave()
	// fresh shows the same thing again after the notebook has changed.
	fresh(l *ledger)
}

// planRow is one open row of the tree.
type planRow struct {
	area       string // its code; "" for what belongs to no area
	commitment *model.Commitment
	linked     bool
}

func newPlanScreen(d *desk, at place) *planScreen {
	s := &planScreen{d: d, open: map[string]bool{}, seek: map[string]searchable{}}
	for _, c := range d.plan.Commitments {
		s.seek[c.Code] = commitmentWords(d.plan, c)
	}
	s.build()
	s.turn(at)
	s.unwatch = d.book.Watch(func([]model.ID) { d.came(s.read) })
	s.read()
	return s
}

// build lays the screen out.
func (s *planScreen) build() {
	k := s.d.look
	s.filter = parts.NewSearch(k, k.T("plan_screen.filter"), "", func(string) { s.fill(); s.list.ScrollTo(0) }, func(string) { s.first() })
	s.filter.Entry.OnEscape = s.clearFilter
	s.list = parts.NewList(k, parts.TreeHeight, func() int { return len(s.rows) }, func() fyne.CanvasObject { return parts.NewTreeRow(k) },
		func(i int, o fyne.CanvasObject) { o.(*parts.TreeRow).Set(s.item(s.rows[i])) })
	s.list.Heights = func(i int, width float32) float32 { return parts.TreeRowHeight(s.item(s.rows[i]), width) }
	s.list.OnOpen = s.tap
	s.list.OnKey = s.key
	s.empty = container.NewStack(parts.NewEmpty(k, theme.SearchIcon(), k.T("plan_screen.nothing_fits"), k.T("plan_screen.nothing_fits_next"),
		parts.NewButton(k, k.T("plan_screen.show_all"), parts.Secondary, s.clearFilter)))
	s.empty.Hide()
	head := parts.Inset(16, 16, parts.Column(12, k.Section(k.T("screens.areas_and_commitments")), s.filter))
	s.side = k.SidePane(parts.Pane(head, container.NewStack(s.list, s.empty), nil))
	s.page = container.NewStack()
	s.paper = parts.NewBox(parts.Surface, s.page)
	sides := k.Sides(parts.Side{Width: 360, Pane: s.side}, parts.Side{Pane: s.paper})
	s.whole = parts.Folding(narrowPlan, sides, s.fold)
	s.fill()
}

// view is the screen.
func (s *planScreen) view() fyne.CanvasObject { return s.whole }

// leave lets go of the notebook.
func (s *planScreen) leave() bool {
	s.unwatch()
	if s.shown != nil {
		s.shown.leave()
	}
	return true
}

// focus is the tree at first: arrows walk through the plan.
func (s *planScreen) focus() fyne.Focusable { return s.list }

// read reads how everything stands, and shows it.
func (s *planScreen) read() {
	s.asked++
	mine := s.asked
	var l *ledger
	s.d.read(func() (err error) {
		l, err = readLedger(s.d.book, s.d.plan)
		return err
	}, func(err error) {
		if mine != s.asked {
			return
		}
		if err != nil {
			s.unread(err)
			return
		}
		s.ledger = l
		s.list.Refresh()
		if s.shown != nil {
			s.shown.fresh(l)
		}
	})
}

// unread says in the place of the page that how things stand could not be read.
func (s *planScreen) unread(err error) {
	again := func() { s.turn(s.at); s.read() }
	s.page.Objects = []fyne.CanvasObject{parts.NewPage(s.d.look, s.d.trouble("plan_screen.not_read", err, again))}
	s.page.Refresh()
}

// turn shows another place of this screen, without making the tree anew.
func (s *planScreen) turn(at place) bool {
	if s.shown != nil {
		s.shown.leave()
	}
	s.at = at
	switch {
	case !at.id.IsZero():
		s.shown = newObservationPage(s.d, at, s.backButton)
	case s.d.plan.Commitment(at.code) != nil:
		s.shown = newCommitmentPage(s.d, s.d.plan.Commitment(at.code), s.ledger, s.backButton)
	default:
		s.shown = newPlanPage(s.d)
	}
	s.unfold = at.code == ""
	s.reveal(at.code)
	s.page.Objects = []fyne.CanvasObject{s.shown.view()}
	s.fold(s.narrow)
	s.page.Refresh()
	return true
}

// walk goes to the next or previous record of the list on the page.
func (s *planScreen) walk(step int) {
	if w, ok := s.shown.(walker); ok {
		w.walk(step)
	}
}

// record is the record on the page; the zero id where it is none that people write.
func (s *planScreen) record() model.ID {
	if r, ok := s.shown.(interface{ record() model.ID }); ok {
		return r.record()
	}
	return model.ID{}
}

// fold shows the tree beside the page, or one of the two where there is no room.
func (s *planScreen) fold(narrow bool) {
	s.narrow = narrow
	show(s.side, !narrow || s.unfold)
	show(s.paper, !narrow || !s.unfold)
	if f, ok := s.shown.(interface{ narrow(bool) }); ok {
		f.narrow(narrow)
	}
	s.whole.Refresh()
}

// backButton leads from a page to the tree where only one of them is seen.
func (s *planScreen) backButton() *parts.Button {
	k := s.d.look
	b := parts.NewIconButton(k, k.T("screens.areas_and_commitments"), theme.ListIcon(), parts.Secondary, func() {
		s.unfold = true
		s.fold(s.narrow)
	})
	show(b, s.narrow)
	return b
}

// reveal opens the area of a commitment and marks its row.
func (s *planScreen) reveal(code string) {
	if c := s.d.plan.Commitment(code); c != nil && !s.isOpen(code) {
		area := c.Area
		if area == "" && len(c.LinkedAreas) > 0 {
			area = c.LinkedAreas[0]
		}
		s.open[area] = true
	}
	s.fill()
}

// isOpen says whether a commitment has a row.
func (s *planScreen) isOpen(code string) bool {
	for _, r := range s.rows {
		if r.commitment != nil && r.commitment.Code == code {
			return true
		}
	}
	return false
}

// fill makes the rows of the tree: with words in the filter, all commitments that fit, in open areas.
func (s *planScreen) fill() {
	s.rows = s.rows[:0]
	asked := strings.TrimSpace(s.filter.Text())
	for _, a := range s.d.plan.Areas {
		s.fillArea(a.Code, asked)
	}
	s.fillArea("", asked)
	var chosen []int
	for i, r := range s.rows {
		if r.commitment != nil && r.commitment.Code == s.at.code {
			chosen = append(chosen, i)
		}
	}
	s.list.SetChosen(chosen...)
	s.list.Refresh()
	show(s.empty, len(s.rows) == 0)
	if len(chosen) > 0 {
		s.list.ScrollAmid(chosen[0])
		s.list.SetCurrent(chosen[0])
	}
}

// fillArea adds the rows of an area.
func (s *planScreen) fillArea(code, asked string) {
	own, linked := s.d.plan.In(code)
	head := len(s.rows)
	s.rows = append(s.rows, planRow{area: code})
	add := func(cs []*model.Commitment, linked bool) {
		for _, c := range cs {
			if asked == "" && s.open[code] || asked != "" && s.seek[c.Code].fits(asked) {
				s.rows = append(s.rows, planRow{code, c, linked})
			}
		}
	}
	add(own, false)
	add(linked, true)
	if len(own)+len(linked) == 0 || asked != "" && len(s.rows) == head+1 {
		s.rows = s.rows[:head]
	}
}

// item is what a row shows. It asks nothing but memory.
func (s *planScreen) item(r planRow) parts.TreeItem {
	if r.commitment != nil {
		return s.commitmentItem(r)
	}
	k := s.d.look
	item := parts.TreeItem{Open: s.open[r.area] || s.filter.Text() != "", Number: "–", Title: k.T("plan_screen.outside_areas"), Base: k.Base()}
	if a := s.d.plan.Area(r.area); a != nil {
		words, language := s.d.words.Of(a.Title, a.Language)
		item.Number, item.Title, item.Base = strconv.Itoa(a.Order), words, parts.BaseOf(language)
	}
	if s.ledger == nil {
		return item
	}
	own, linked := s.d.plan.In(r.area)
	count, seen := s.ledger.areas[r.area], map[model.Grade]bool{}
	for _, c := range append(own[:len(own):len(own)], linked...) {
		st := s.ledger.commitments[c.Code]
		if g := st.grade(); g != "" && !seen[g] {
			seen[g] = true
			item.Grades = append(item.Grades, g)
		}
		if r.area == "" {
			count += st.observations
		}
	}
	item.Count = s.d.words.Number(int64(count))
	return item
}

func (s *planScreen) commitmentItem(r planRow) parts.TreeItem {
	k, c := s.d.look, r.commitment
	words, language := s.d.words.Of(c.Title, c.Language)
	if a := s.d.plan.Area(r.area); a != nil {
		area, _ := s.d.words.Of(a.Title, a.Language)
		words = underArea(words, area)
	}
	item := parts.TreeItem{Commitment: true, Code: c.Code, Title: words, Base: parts.BaseOf(language), Chosen: c.Code == s.at.code}
	if r.linked {
		item.Mark = k.T("plan_screen.linked")
	}
	if s.ledger == nil {
		return item
	}
	st := s.ledger.commitments[c.Code]
	if g := st.grade(); g != "" {
		item.Grades = []model.Grade{g}
	}
	switch {
	case st.observations == 0:
		item.Mark = k.T("plan_screen.never_visited")
	case st.stale(s.d.now()):
		item.Mark = k.T("plan_screen.stale")
	}
	item.Count = s.d.words.Number(int64(st.observations))
	return item
}

// tap opens an area, or the page of a commitment.
func (s *planScreen) tap(i int) {
	r := s.rows[i]
	if r.commitment == nil {
		s.setOpen(i, !s.open[r.area])
		return
	}
	s.d.show(place{to: atPlan, code: r.commitment.Code})
}

// setOpen opens or folds an area; the arrows stay on it.
func (s *planScreen) setOpen(i int, open bool) {
	s.open[s.rows[i].area] = open
	s.fill()
	s.list.SetCurrent(i)
}

// key opens with the arrow that leads into the row and folds with the other.
func (s *planScreen) key(i int, name fyne.KeyName) bool {
	into, out := fyne.KeyRight, fyne.KeyLeft
	if s.d.look.RTL() {
		into, out = out, into
	}
	r := s.rows[i]
	switch {
	case name == into && r.commitment == nil:
		s.setOpen(i, true)
	case name == into:
		s.tap(i)
	case name == out && r.commitment == nil:
		s.setOpen(i, false)
	case name == out:
		for i > 0 && s.rows[i].commitment != nil {
			i--
		}
		s.list.SetCurrent(i)
	default:
		return false
	}
	return true
}

// first opens the first commitment that fits the filter.
func (s *planScreen) first() {
	for i, r := range s.rows {
		if r.commitment != nil {
			s.tap(i)
			return
		}
	}
}

// clearFilter shows the whole tree again.
func (s *planScreen) clearFilter() {
	if s.filter.Text() == "" {
		s.d.back()
		return
	}
	s.filter.SetText("")
	s.fill()
}

// show shows or hides an object.
func show(o fyne.CanvasObject, on bool) {
	if on {
		o.Show()
		return
	}
	o.Hide()
}

// age is how long ago something was, in words: today, yesterday, 4 days ago; never for the zero time.
func (d *desk) age(at time.Time) string {
	if at.IsZero() {
		return d.look.T("states.never")
	}
	day := func(t time.Time) time.Time {
		t = t.In(d.now().Location())
		return time.Date(t.Year(), t.Month(), t.Day(), 12, 0, 0, 0, time.UTC)
	}
	switch days := int(day(d.now()).Sub(day(at)).Hours() / 24); {
	case days < -1: // a clock was set back since
		return d.words.Date(at.Format(time.DateOnly), "", "exact")
	case days <= 0:
		return d.look.T("states.today")
	case days == 1:
		return d.look.T("states.yesterday")
	default:
		return d.words.N("window.days_ago", days)
	}
}
