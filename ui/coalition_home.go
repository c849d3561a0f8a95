package ui

import (
	"context"
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"plumbline/export"
	"plumbline/model"
	"plumbline/model/intake"
	"plumbline/model/notebook"
	"plumbline/ui/bidi"
	"plumbline/ui/parts"
)

// A report that was edited in a spreadsheet and comes home is looked at record by record and field by field before
// anything of it is taken:
//
//  1. changes and new rows are ticked beforehand; a change that others made differently would become a dispute;
//  2. a row that is gone is asked about: nothing is deleted unless it is ticked;
//  3. what cannot be taken is listed with the reason; a workbook that is foreign or was tampered with is refused whole.

// homeReview is an edited report on its way in.
type homeReview struct {
	path, name string
	diff       *model.Returned       // of an edited report
	table      *intake.Arrival       // of a table from outside
	file       [32]byte              // its digest
	refused    error                 // why it is not taken at all; nil while it is read, or when it is taken
	left       map[model.ID]bool     // records and drafts that are not to be taken
	gone       map[model.ID]bool     // rows that are gone whose records are to be deleted
	lines      map[homeTab][]homeRow // what is listed
	tongue     string                // the language of the lines; "" while there are none
}

// homeTab is one of the lists.
type homeTab string

const (
	homeChanges homeTab = "home_changes"
	homeNew     homeTab = "home_new"
	homeGone    homeTab = "home_gone"
	homeRefused homeTab = "home_refused"
)

// homeRow is one line of a list.
type homeRow struct {
	id            model.ID // of the record that ticking is about; zero where nothing can be ticked
	ref, field    string
	was, now      string
	wasWay, toWay bidi.Base
	amber         bool
}

// isWorkbook says whether a file is a workbook.
func isWorkbook(path string) bool { return strings.EqualFold(filepath.Ext(path), ".xlsx") }

// bringHome reads an edited report or a table, and holds it against the notebook.
func (m *merging) bringHome(path string) {
	h := &homeReview{path: path, name: filepath.Base(path), left: map[model.ID]bool{}, gone: map[model.ID]bool{}}
	m.in.home = h
	m.show()
	m.d.work(m.k.T("coalition_screen.home_reading"), func(ctx context.Context, step func(done, total int)) error {
		return h.read(ctx, m.k, m.d, step)
	}, func(err error) {
		switch {
		case m.in.home != h:
		case errors.Is(err, context.Canceled):
			m.putHomeAway()
		case err != nil:
			h.diff, h.table, h.refused = nil, nil, err
		}
		m.show()
	})
}

// read holds the file against the notebook, and makes the lines that say what it brings.
func (h *homeReview) read(ctx context.Context, k parts.Look, d *desk, step func(done, total int)) error {
	err := h.arrive(ctx, d, step)
	if errors.Is(err, intake.ErrNoTable) {
		h.diff, err = compareHome(ctx, d, h.path, step)
	}
	if err == nil {
		h.lines, h.tongue = h.said(k, d), k.Words.Language()
	}
	return err
}

// said are the lines of the lists, in the language of the screen.
func (h *homeReview) said(k parts.Look, d *desk) map[homeTab][]homeRow {
	if h.table != nil {
		return h.listTable(k, d)
	}
	return h.list(k, d)
}

// sayAgain makes the lines in the language that was chosen since.
func (m *merging) sayAgain(h *homeReview) {
	if m.saying {
		return
	}
	m.saying = true
	var lines map[homeTab][]homeRow
	m.d.read(func() error { lines = h.said(m.k, m.d); return nil }, func(error) {
		if m.saying = false; m.left || m.in.home != h {
			return
		}
		h.lines, h.tongue = lines, m.k.Words.Language()
		m.show()
	})
}

// putHomeAway puts what was looked at away; the next one follows.
func (m *merging) putHomeAway() {
	m.in.home = nil
	if len(m.in.homes) > 0 {
		path := m.in.homes[0]
		m.in.homes = m.in.homes[1:]
		m.bringHome(path)
	}
}

// awayButton puts it away by hand.
func (m *merging) awayButton() *parts.Button {
	return parts.NewButton(m.k, m.k.T("coalition_screen.put_away"), parts.Secondary, func() { m.putHomeAway(); m.show() })
}

// compareHome makes the diff.
func compareHome(ctx context.Context, d *desk, path string, step func(done, total int)) (*model.Returned, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	b, err := intake.Open(f, info.Size())
	if err != nil {
		return nil, err
	}
	book, err := b.Report(ctx)
	if err != nil {
		return nil, err
	}
	sum, known := d.book.Digest(), knownHere(d.book)
	return export.Home(ctx, book, export.Here{Progress: step, Plan: d.book.Plan(), Records: d.book.Records, History: d.book.History, Known: known,
		Digest: hex.EncodeToString(sum[:]), Name: d.book.RowID})
}

// homeRefusals are the reasons to refuse a workbook whole.
var homeRefusals = []struct {
	err error
	key string
}{
	{model.ErrNotReport, "ctl.home_not_report"}, {model.ErrReportNewer, "ctl.home_newer"}, {model.ErrReportMark, "ctl.home_mark"},
	{model.ErrReportPlan, "ctl.home_plan"}, {model.ErrReportElsewhere, "ctl.home_elsewhere"}, {model.ErrReportLarge, "ctl.home_large"},
	{intake.ErrNotWorkbook, "ctl.home_not_workbook"}, {intake.ErrProtected, "ctl.home_protected"},
	{model.ErrReportForged, "coalition_screen.home_forged"}, {intake.ErrTooLarge, "coalition_screen.home_too_large"},
	{intake.ErrDamaged, "coalition_screen.home_damaged"},
}

// homeRefusal says why a workbook is not taken.
func homeRefusal(k parts.Look, name string, err error) string {
	if words := tableRefusal(k, name, err); words != "" {
		return words
	}
	for _, x := range homeRefusals {
		if errors.Is(err, x.err) {
			return k.T(x.key, "where", fileName(name))
		}
	}
	what, _, next := troubleOf(err).said(k)
	return what + " " + next
}

// list makes the lines of the four lists.
func (h *homeReview) list(k parts.Look, d *desk) map[homeTab][]homeRow {
	r, lines := h.diff, map[homeTab][]homeRow{}
	add := func(t homeTab, row homeRow) { lines[t] = append(lines[t], row) }
	for _, x := range r.Records {
		for _, c := range x.Changes {
			t := d.teller(c.Kind)
			name, language, _ := strings.Cut(c.Field, ".")
			row := homeRow{id: c.Record, ref: c.Ref, field: t.field(k, name), amber: c.Disputed}
			row.was, row.wasWay = homeWords(t, name, language, c.Was)
			row.now, row.toWay = homeWords(t, name, language, c.Now)
			add(homeChanges, row)
		}
	}
	for _, x := range r.Drafts {
		line := headlineOf(k, d.book, x.Record.Base().ID, x.Record)
		add(homeNew, homeRow{id: line.id, ref: k.Words.Number(int64(x.Row)), field: nounOf(k.Words, x.Record.Kind()), was: bidi.Isolate(x.Sheet), now: line.title, toWay: line.base})
	}
	for _, x := range r.Gone {
		add(homeGone, homeRow{id: x.Record, ref: x.Ref, field: nounOf(k.Words, x.Kind), was: bidi.Isolate(x.Sheet), now: k.T("coalition_screen.home_keep")})
	}
	for _, x := range r.Refused {
		add(homeRefused, homeRow{ref: firstOf(x.Ref, k.Words.Number(int64(x.Row))), field: bidi.Isolate(x.Head), was: bidi.Isolate(x.Sheet), now: k.T("returned." + string(x.Why)), amber: true})
	}
	return lines
}

// homeWords says a value of a change.
func homeWords(t teller, name, language, value string) (string, bidi.Base) {
	if value == "" {
		return nothing, parts.BaseOf(t.words.Language())
	}
	if language != "" {
		return value, parts.BaseOf(language)
	}
	return t.said(name, value)
}

// homePage shows the review.
func (m *merging) homePage(h *homeReview) fyne.CanvasObject {
	k := m.k
	title, not := "coalition_screen.home_title", "coalition_screen.home_not_taken"
	if h.table != nil || isCSV(h.path) {
		title, not = "coalition_screen.table_title", "coalition_screen.table_not_taken"
	}
	column := parts.Column(12, parts.NewTitle(k, k.T(title), join(k, fileName(h.name))+" · "+k.T("coalition_screen.nothing_written_yet")))
	switch {
	case h.refused != nil:
		column.Add(parts.NewError(k, k.T(not), homeRefusal(k, h.name, h.refused), k.T("coalition_screen.notebook_untouched"), m.awayButton()))
		return column
	case h.tongue != "" && h.tongue != k.Words.Language():
		m.sayAgain(h)
		fallthrough
	case h.lines == nil:
		column.Add(parts.NewLoading(k))
		return column
	}
	m.homeFigures(h, column)
	m.homeFoot(h)
	return parts.Pane(column, m.homeLists(h), nil)
}

// homeFigures say how much it brings.
func (m *merging) homeFigures(h *homeReview, column *fyne.Container) {
	k := m.k
	tone := func(n int) parts.Tone {
		if n > 0 {
			return parts.Amber
		}
		return parts.Calm
	}
	figure := func(n int, key string, t parts.Tone) parts.Figure {
		return parts.Figure{N: k.Words.Number(int64(n)), Word: k.Words.N("coalition_screen."+key, n), Tone: t}
	}
	if h.table != nil {
		column.Add(parts.NewFigures(k, h.tableFigures(k, figure, tone)...))
		for _, words := range h.tableNotices(k) {
			column.Add(parts.NewNotice(k, parts.Calm, words))
		}
		return
	}
	r := h.diff
	column.Add(parts.NewFigures(k, figure(len(r.Records), "home_changed", parts.Calm), figure(len(r.Drafts), "home_drafts", parts.Calm),
		figure(r.Disputed(), "home_disputed", tone(r.Disputed())), figure(len(r.Gone)+r.GoneMore, "home_rows_gone", tone(len(r.Gone)+r.GoneMore)),
		figure(r.Refusals, "home_cells_refused", tone(r.Refusals))))
	if r.Already > 0 {
		column.Add(parts.NewNotice(k, parts.Calm, k.T("coalition_screen.home_already", "n", r.Already)))
	}
}

// homeLists are the lists with their tabs; those without a line are left out.
func (m *merging) homeLists(h *homeReview) fyne.CanvasObject {
	k := m.k
	var tabs []homeTab
	var words []string
	for _, t := range []homeTab{homeChanges, homeNew, homeGone, homeRefused} {
		if n := len(h.lines[t]); n > 0 {
			tabs, words = append(tabs, t), append(words, k.T("coalition_screen.counted", "what", k.T("coalition_screen."+string(t)), "n", n))
		}
	}
	if len(tabs) == 0 {
		none := "coalition_screen.home_nothing"
		if h.table != nil {
			none = "coalition_screen.table_nothing"
		}
		return parts.Inset(0, 24, parts.NewEmpty(k, theme.ConfirmIcon(), k.T(none), k.T(none+"_more"), nil))
	}
	now := tabs[0]
	hint := k.Muted("")
	list := parts.NewList(k, homeHeight, func() int { return len(h.lines[now]) }, func() fyne.CanvasObject { return newHomeLine(k) },
		func(i int, o fyne.CanvasObject) {
			row := h.lines[now][i]
			o.(*homeLine).set(row, now, h.ticked(now, row.id))
		})
	list.Rules = true
	turn := func(i int) {
		row := h.lines[now][i]
		if row.id.IsZero() || m.d.readOnly {
			return
		}
		h.turn(now, row.id)
		list.Refresh()
		m.homeFoot(h)
	}
	list.OnOpen, list.OnTick = turn, turn
	pick := func(t homeTab) {
		now = t
		key := "coalition_screen." + string(t) + "_hint"
		if t == homeRefused && h.table != nil {
			key = "coalition_screen.table_refused_hint"
		}
		hint.SetText(k.T(key))
		list.Refresh()
	}
	pick(now)
	m.rows = list
	head := parts.Column(6, parts.Gap(0, 2), k.Row(0, parts.NoSlack, parts.NewTabs(k, words, 0, func(i int) { pick(tabs[i]) })), hint, parts.NewRule())
	return parts.Pane(head, parts.AtLeast(0, 4*homeHeight, container.NewStack(list)), nil)
}

// ticked says whether a line is to be taken; of one that is gone, whether its record is to be deleted.
func (h *homeReview) ticked(t homeTab, id model.ID) bool {
	if t == homeGone {
		return h.gone[id]
	}
	return !h.left[id]
}

func (h *homeReview) turn(t homeTab, id model.ID) {
	if t == homeGone {
		h.gone[id] = !h.gone[id]
	} else {
		h.left[id] = !h.left[id]
	}
}

// chosen is how many records would be written.
func (h *homeReview) chosen() int {
	if h.table != nil {
		return len(h.tableChanges())
	}
	n := 0
	for _, x := range h.diff.Records {
		if !h.left[x.Seen.ID] {
			n++
		}
	}
	for _, x := range h.diff.Drafts {
		if !h.left[x.Record.Base().ID] {
			n++
		}
	}
	for _, on := range h.gone {
		if on {
			n++
		}
	}
	return n
}

// outcomes counts the ticked lines as a merge is counted.
func (h *homeReview) outcomes() map[model.Outcome]int {
	if h.table != nil {
		return h.tableOutcomes()
	}
	count := map[model.Outcome]int{model.MergedSame: h.diff.Unchanged + h.diff.Already + h.diff.Older}
	for _, x := range h.diff.Records {
		switch {
		case h.left[x.Seen.ID]:
		case slices.ContainsFunc(x.Changes, func(c model.ReturnedChange) bool { return c.Disputed }):
			count[model.MergedDisputed]++
		default:
			count[model.MergedJoined]++
		}
	}
	for _, x := range h.diff.Drafts {
		if !h.left[x.Record.Base().ID] {
			count[model.MergedNew]++
		}
	}
	for _, on := range h.gone {
		if on {
			count[model.MergedJoined]++
		}
	}
	return count
}

// homeFoot takes what is ticked, or puts the workbook away.
func (m *merging) homeFoot(h *homeReview) {
	k, away := m.k, m.awayButton()
	if n := h.chosen(); n > 0 && !m.d.readOnly {
		m.setFoot(nil, parts.NewButton(k, k.T("coalition_screen.home_take", "records", k.Words.N("plurals.record", n)), parts.Primary, func() { m.takeHome(h) }), away)
	} else {
		m.setFoot(nil, away)
	}
	m.whole.Refresh()
}

// takeHome writes what is ticked, all or nothing.
func (m *merging) takeHome(h *homeReview) {
	if m.busy {
		return
	}
	m.busy = true
	k, book, disputed := m.k, m.d.book, 0
	m.d.long(k.T("coalition_screen.home_writing"), func(j *job) error {
		changes, err := h.changes(book)
		if err != nil {
			return err
		}
		from := notebook.Homecoming{File: h.file, Name: h.name, Count: h.outcomes()}
		if h.diff != nil {
			from.File, from.Drawn = h.diff.File, h.diff.Mark.Today
		}
		told := j.steps(j.step)
		told.Copied = j.copies(k.T("coalition_screen.copy_first"), func() {
			j.names(k.T("coalition_screen.home_writing"))
			j.step(0, len(changes))
		})
		if _, err = book.TakeHome(j.ctx, changes, from, told); err != nil {
			return err
		}
		disputed, err = countDisputes(book)
		return err
	}, func(err error) {
		m.busy = false
		if err != nil {
			m.d.stopped(err)
			m.d.fail(k.T("coalition_screen.home_not_taken"), err)
			m.show()
			return
		}
		m.d.saved()
		m.sayTaken(h, disputed)
		m.putHomeAway()
		if !m.left {
			m.lookAgain()
			m.show()
			m.fresh()
		}
	})
}

// sayTaken says that it was taken in, and where to go on.
func (m *merging) sayTaken(h *homeReview, disputed int) {
	k := m.k
	switch {
	case disputed > 0:
		m.d.toast(k.T("coalition_screen.home_taken"), k.T("screens.disputes"), func() { m.d.show(place{to: atCoalition, part: partDisputes}) })
	case h.table != nil:
		m.d.toast(k.T("coalition_screen.table_taken"), k.T("screens.find"), func() {
			m.d.show(place{to: atFind, find: &search{Facets: map[string][]string{model.FacetReview: {string(model.Draft)}}}})
		})
	default:
		m.d.toast(k.T("coalition_screen.home_taken"), "", nil)
	}
}

// changes are those of the ticked lines.
func (h *homeReview) changes(b *notebook.Notebook) ([]notebook.Change, error) {
	if h.table != nil {
		return h.tableChanges(), nil
	}
	var out []notebook.Change
	for _, x := range h.diff.Records {
		if !h.left[x.Seen.ID] {
			out = append(out, notebook.Change{Seen: x.Seen, Next: x.Next})
		}
	}
	for _, x := range h.diff.Drafts {
		if !h.left[x.Record.Base().ID] {
			out = append(out, notebook.Change{Next: x.Record})
		}
	}
	for _, x := range h.diff.Gone {
		if !h.gone[x.Record] {
			continue
		}
		v, err := b.View(x.Record)
		if err != nil {
			return nil, err
		}
		next := v.Record
		if v, err = b.View(x.Record); err != nil {
			return nil, err
		}
		next.Base().Withdrawn = true
		out = append(out, notebook.Change{Seen: v, Next: next})
	}
	return out, nil
}
