package ui

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"plumbline/model"
	"plumbline/model/notebook"
	"plumbline/ui/bidi"
	"plumbline/ui/parts"
)

// historyPage is the history of one record: who wrote it when, what each version changed, and the way back to an earlier
// wording.
//
//  1. The versions stand at the leading side, the newest first; beside them what the chosen one changed, field by field.
//  2. Returning writes a new revision over the version that is seen now; what arrives meanwhile is joined. Nothing in
//     the history is taken out by it, and it can be taken back like every deed.
//  3. Who may see a record, what a source agreed to, the state of review and the custody of a file stay as they are: a
//     wording does not decide them (model.Earlier).
//  4. While two values of a field are in dispute there is nothing to return from: the dispute is settled first.
type historyPage struct {
	watching

	d  *desk
	k  parts.Look
	id model.ID

	read   *readHistory
	asked  int
	chosen model.RevID
	whole  bool // the whole version is shown, not what it changed
	busy   bool

	list   *parts.List
	head   *fyne.Container
	detail *parts.Page
	foot   *fyne.Container
	holder *fyne.Container
	body   fyne.CanvasObject
}

// readHistory is what the page shows, as it was read in the background.
type readHistory struct {
	view  model.View
	line  headline
	steps []model.Step // the newest first
	rows  []parts.StepItem
	revs  map[model.RevID]*model.Revision
}

func newHistory(d *desk, id model.ID) *historyPage {
	k := d.look
	h := &historyPage{d: d, k: k, id: id, head: parts.Column(10), foot: container.NewStack(), holder: container.NewStack()}
	h.list = parts.NewList(k, parts.StepHeight, func() int {
		if h.read == nil {
			return 0
		}
		return len(h.read.rows)
	}, func() fyne.CanvasObject { return parts.NewStepRow(k) }, func(i int, o fyne.CanvasObject) { o.(*parts.StepRow).Set(h.read.rows[i]) })
	h.list.Rules = true
	h.list.OnOpen, h.list.OnCurrent = h.choose, h.choose
	h.detail = parts.NewPageWithin(k, 24, 16, parts.NewLoading(k))
	side := k.SidePane(h.list)
	panes := k.Sides(parts.Side{Width: 340, Pane: side}, parts.Side{Pane: parts.NewBox(parts.Surface, parts.Pane(nil, h.detail, h.foot))})
	folding := parts.Folding(700, panes, func(narrow bool) { show(side, !narrow) })
	h.body = parts.Pane(parts.NewBox(parts.Surface, parts.Column(0, parts.Inset(24, 14, h.head), parts.NewRule())), folding, nil)
	h.holder.Objects = []fyne.CanvasObject{h.body}
	h.showHead()
	h.watch(d, func(changed []model.ID) {
		if slices.Contains(changed, id) {
			h.fresh()
		}
	})
	h.fresh()
	return h
}

func (h *historyPage) view() fyne.CanvasObject { return h.holder }

// focus is the list: arrows walk through the versions.
func (h *historyPage) focus() fyne.Focusable { return h.list }

// walk goes to the next older or newer version.
func (h *historyPage) walk(step int) {
	if h.read == nil {
		return
	}
	if at := h.at() + step; at >= 0 && at < len(h.read.steps) {
		h.list.SetCurrent(at)
		h.choose(at)
	}
}

// fresh reads the history anew. The version that is looked at stays chosen.
func (h *historyPage) fresh() {
	h.asked++
	mine := h.asked
	var got *readHistory
	h.d.read(func() (err error) {
		got, err = h.load()
		return err
	}, func(err error) {
		switch {
		case mine != h.asked || h.left:
		case err != nil:
			h.showTrouble(err)
		default:
			h.read = got
			h.show()
		}
	})
}

// load reads the record and tells its history in words.
func (h *historyPage) load() (*readHistory, error) {
	book, k := h.d.book, h.k
	v, err := book.View(h.id)
	if err != nil {
		return nil, err
	}
	revs, err := book.History(h.id)
	if err != nil {
		return nil, err
	}
	r := &readHistory{view: v, line: headlineOf(k, book, v.ID, v.Record), revs: map[model.RevID]*model.Revision{}}
	for i := range revs {
		r.revs[revs[i].ID] = &revs[i]
	}
	r.steps = model.History(revs).Steps()
	slices.Reverse(r.steps)
	pens := map[string]string{}
	for _, s := range r.steps {
		pen := string(s.Author[:]) + s.Organisation
		if pens[pen] == "" {
			pens[pen] = penName(k, book, s.Stamp)
		}
		r.rows = append(r.rows, h.row(v, s, pens[pen]))
	}
	return r, nil
}

// row says a step in three lines.
func (h *historyPage) row(v model.View, s model.Step, who string) parts.StepItem {
	k := h.k
	item := parts.StepItem{When: h.when(s.Stamp), Who: who, What: h.summary(s)}
	if m, ok := h.d.book.Member(s.Author); ok {
		item.Pen = k.Words.Isolate(firstOf(m.CodeName, m.Name))
	}
	switch {
	case holdsDispute(v, s.Revision):
		item.Mark, item.Amber = k.T("history_screen.in_dispute"), true
	case slices.Contains(v.Heads, s.Revision):
		item.Mark = k.T("history_screen.now")
	case s.Beside:
		item.Mark, item.Amber = k.T("history_screen.beside"), true
	}
	if s.Author.IsZero() { // the first revision of a plan's record is nobody's
		item.Who = k.T("history_screen.from_plan")
	}
	return item
}

// when says the moment of a revision; one without a clock has none.
func (h *historyPage) when(s model.Stamp) string {
	if s.At == 0 {
		return h.k.T("history_screen.no_time")
	}
	return h.k.Words.Moment(clockTime(s.At, h.d.now().Location()))
}

// summary names what a version changed.
func (h *historyPage) summary(s model.Step) string {
	k, t := h.k, h.d.teller(h.kind())
	switch {
	case s.Redacted:
		return k.T("history_screen.redacted")
	case s.First:
		return k.T("history_screen.first")
	case len(s.Changes) == 0 && len(s.Settled) > 0:
		return k.T("history_screen.settled")
	case len(s.Changes) == 0:
		return k.T("history_screen.nothing_changed")
	}
	var names []string
	for _, c := range ordered(s.Changes) {
		names = append(names, t.field(k, c.Field))
	}
	return k.Words.List(names)
}

func (h *historyPage) kind() model.Kind { return h.d.book.KindOf(h.id) }

// holdsDispute says whether a revision holds a value that is in dispute now.
func holdsDispute(v model.View, id model.RevID) bool {
	return slices.ContainsFunc(v.Disputes, func(d model.Dispute) bool {
		return slices.ContainsFunc(d.Values, func(x model.DisputeValue) bool { return x.Revision == id })
	})
}

// ordered puts what a record says before what is said of the record.
func ordered(changes []model.FieldChange) []model.FieldChange {
	common := []string{"withdrawn", "confidentiality", "language", "note", "ref"}
	out := slices.Clone(changes)
	slices.SortStableFunc(out, func(a, b model.FieldChange) int { return slices.Index(common, a.Field) - slices.Index(common, b.Field) })
	return out
}

// at is the place of the chosen version among the steps.
func (h *historyPage) at() int {
	return max(slices.IndexFunc(h.read.steps, func(s model.Step) bool { return s.Revision == h.chosen }), 0)
}

func (h *historyPage) choose(i int) {
	if h.read == nil || i < 0 || i >= len(h.read.steps) || h.read.steps[i].Revision == h.chosen {
		return
	}
	h.chosen = h.read.steps[i].Revision
	h.list.SetChosen(i)
	h.showDetail()
	h.detail.ScrollToTop()
}

// show lays out what was read.
func (h *historyPage) show() {
	at := h.at()
	h.chosen = h.read.steps[at].Revision
	h.list.SetChosen(at)
	h.list.Refresh()
	h.showHead()
	h.showDetail()
}

// showHead says which record it is.
func (h *historyPage) showHead() {
	k := h.k
	back := k.Flush(parts.NewIconButton(k, k.T("actions.back"), backIcon(k), parts.Quiet, h.d.back))
	if h.read == nil {
		h.head.Objects = []fyne.CanvasObject{k.Row(12, parts.NoSlack, back, k.Section(k.T("history_screen.history")))}
		return
	}
	title := k.Text(h.read.line.title)
	title.Base, title.MaxLines = h.read.line.base, 2
	k.Stand(title)
	n := k.Line(k.Words.N("history_screen.versions", len(h.read.steps)), parts.Ink2)
	row := k.Row(12, 3, back, k.Section(k.T("history_screen.history")), parts.NewCodeTag(k, firstOf(h.read.line.ref, h.read.line.about)))
	h.head.Objects = []fyne.CanvasObject{row}
	if h.d.prefs.large() { // large words need a line of their own
		row.Add(parts.Gap(0, 0))
		h.head.Add(parts.NewHinted(k, title, ""))
	} else {
		row.Add(parts.NewHinted(k, title, ""))
	}
	row.Add(n)
	if h.read.view.Disputed() {
		settle := parts.NewButton(k, k.T("screens.disputes"), parts.Quiet, func() {
			h.d.show(place{to: atCoalition, part: partDisputes, id: h.id})
		})
		h.head.Add(parts.NewBanner(k, parts.Amber, k.T("history_screen.disputed"), settle))
	}
	h.head.Refresh()
	h.body.Refresh()
}

// showTrouble says in place of the history why there is none.
func (h *historyPage) showTrouble(err error) {
	what, safe, next := troubleOf(err).said(h.k)
	back := parts.NewButton(h.k, h.k.T("actions.back"), parts.Primary, h.d.back)
	h.holder.Objects = []fyne.CanvasObject{parts.NewBox(parts.Surface, parts.Inset(24, 20,
		parts.NewError(h.k, h.k.T("history_screen.not_read"), what+" "+next, safe, back)))}
	h.holder.Refresh()
}

// showDetail shows the chosen version.
func (h *historyPage) showDetail() {
	k, at := h.k, h.at()
	s, row := h.read.steps[at], h.read.rows[at]
	col := parts.Column(10, k.Section(row.When), k.Muted(row.Who))
	if s.Reason != "" {
		col.Add(parts.NewNotice(k, parts.Calm, k.T("history_screen.reason", "reason", s.Reason)))
	}
	if s.Beside {
		col.Add(parts.NewNotice(k, parts.Amber, k.T("history_screen.beside_more")))
	}
	switch {
	case s.Redacted:
		col.Add(parts.NewNotice(k, parts.Calm, k.T("history_screen.redacted_more")))
	default:
		which := 0
		if h.whole {
			which = 1
		}
		tabs := parts.NewSegmented(k, []string{k.T("history_screen.what_changed"), k.T("history_screen.whole")}, which, func(i int) {
			h.whole = i == 1
			h.showDetail()
		})
		col.Add(k.Row(0, parts.NoSlack, tabs))
		if h.whole {
			col.Add(h.wholeVersion(s))
		} else {
			col.Add(h.changes(s))
		}
	}
	h.detail.SetContent(col)
	h.showFoot(s)
}

// changes are the fields that a version changed, before beside after.
func (h *historyPage) changes(s model.Step) fyne.CanvasObject {
	k, t := h.k, h.d.teller(h.kind())
	col := parts.Column(0)
	if len(s.Changes) > 0 {
		col.Add(parts.NewChangeHead(k, k.T("history_screen.before"), k.T("history_screen.after")))
	}
	for _, c := range ordered(s.Changes) {
		languages := differing([]any{c.Before, c.After})
		row := parts.ChangedField{Field: t.field(k, c.Field)}
		row.Before, row.BeforeBase = t.value(c.Field, c.Before, languages)
		row.After, row.AfterBase = t.value(c.Field, c.After, languages)
		col.Add(parts.NewChangeRow(k, row))
		col.Add(parts.NewRule())
	}
	for _, d := range s.Settled {
		var said []string
		for _, v := range d.Values {
			words, _ := t.value(d.Field, v.Value, differing(plainValues(d.Values)))
			said = append(said, bidi.Isolate(strings.ReplaceAll(words, "\n", " "))+" ("+penName(k, h.d.people, v.Stamp)+")")
		}
		col.Add(parts.Inset(0, 8, parts.NewNotice(k, parts.Good, k.T("history_screen.settled_between", "field", t.field(k, d.Field), "values", strings.Join(said, " / ")))))
	}
	if len(col.Objects) == 0 {
		col.Add(k.Muted(k.T("history_screen.nothing_changed")))
	}
	return col
}

// wholeVersion is everything that a version says.
func (h *historyPage) wholeVersion(s model.Step) fyne.CanvasObject {
	k, t := h.k, h.d.teller(h.kind())
	col := parts.Column(8)
	rec, err := h.read.revs[s.Revision].Fields()
	if err != nil {
		return col
	}
	var all []model.FieldChange
	for _, name := range model.FieldNames(rec.Kind()) {
		all = append(all, model.FieldChange{Field: name, After: model.FieldValue(rec, name)})
	}
	for _, f := range ordered(all) {
		words, base := t.value(f.Field, f.After, nil)
		if words == nothing || f.After == false {
			continue
		}
		said := k.Text(words)
		said.Base = base
		col.Add(k.TopRow(12, 1, parts.Sized(parts.LabelWidth+36, 0, k.Muted(t.field(k, f.Field))), said))
	}
	return col
}

// showFoot offers the way back to the chosen version.
func (h *historyPage) showFoot(s model.Step) {
	k := h.k
	h.foot.Objects = nil
	now := h.read.view
	next, can := model.Earlier(now.Record, h.read.revs[s.Revision])
	switch {
	case h.d.readOnly || !model.Returnable(now.Kind):
	case now.Disputed():
		h.foot.Objects = []fyne.CanvasObject{parts.NewActionBar(k, nil, k.Hint(k.T("history_screen.settle_first")))}
	case can && model.Differ(now.Record, next):
		act := parts.NewIconButton(k, k.T("history_screen.return"), theme.HistoryIcon(), parts.Primary, func() { h.goBackTo(s, next) })
		act.SetOff(h.busy)
		h.foot.Objects = []fyne.CanvasObject{parts.NewActionBar(k, k.Hint(k.T("history_screen.return_note")), act)}
	case can:
		h.foot.Objects = []fyne.CanvasObject{parts.NewActionBar(k, nil, k.Hint(k.T("history_screen.as_now")))}
	}
	h.foot.Refresh()
	h.body.Refresh()
}

// goBackTo writes the wording of an earlier version as a new revision.
func (h *historyPage) goBackTo(s model.Step, next model.Record) {
	if h.busy {
		return
	}
	h.busy = true
	h.showFoot(s)
	seen, book, k := h.read.view, h.d.book, h.k
	reason := plainReason(k.T("history_screen.returned_to", "when", h.when(s.Stamp)))
	joined := false
	var written []rewrite
	h.d.write(func() error {
		now, err := book.View(seen.ID)
		if err != nil {
			return err
		}
		joined = !sameHeads(now.Heads, seen.Heads)
		written, err = rewriteAll(book, []notebook.Change{{Seen: seen, Next: next, Reason: reason}})
		return err
	}, func(err error) {
		h.busy = false
		if err != nil {
			if !h.left {
				h.showFoot(s)
			}
			h.d.fail(k.T("history_screen.not_returned"), err)
			return
		}
		h.d.saved()
		h.chosen = model.RevID{} // the new one is looked at
		said := "history_screen.returned"
		if joined {
			said = "form_screen.saved_joined"
		}
		h.d.did(k.T(said), written...)
		if !h.left {
			h.fresh()
		}
	})
}

// plainReason is a sentence without the signs that only direct it on the screen: it is kept with the record.
func plainReason(s string) string {
	return strings.NewReplacer("\u2066", "", "\u2068", "", "\u2069", "").Replace(s)
}
