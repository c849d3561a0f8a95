package ui

import (
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"plumbline/model"
	"plumbline/ui/parts"
)

// frame is what stands around every screen while a notebook is open: header, rail, banner of read-only, status bar.
type frame struct {
	w *Window
	d *desk

	mark   *parts.Press // the mark of the program; the menu is behind it
	rail   *parts.Rail
	at     destination     // what is shown
	middle *fyne.Container // the screen
	toasts *parts.Toasts

	keptAt   *parts.StatusItem // when something was saved last
	drafts   *parts.StatusItem
	disputes *parts.StatusItem
	backup   *parts.StatusItem // when the last backup was written
	due      *parts.StatusItem // the same, when it is time for another
	clock    *parts.Banner     // that the clock was set back
	status   *fyne.Container
	whole    fyne.CanvasObject
	stop     func() // ends watching the notebook
}

// railPlaces are the destinations of the rail, in its order. A form belongs to the plan.
var railPlaces = []destination{atPlan, atFind, atOverview, atCoalition, atReport, atSafety}

func newFrame(w *Window, d *desk) *frame {
	k := d.look
	f := &frame{w: w, d: d, middle: container.NewStack(), toasts: parts.NewToasts(k)}
	f.toasts.Stays = w.start.Stays
	f.rail = parts.NewRail(k, []parts.Destination{
		{Word: k.T("screens.plan"), Icon: theme.ListIcon()},
		{Word: k.T("screens.find"), Icon: theme.SearchIcon()},
		{Word: k.T("screens.overview"), Icon: theme.GridIcon()},
		{Word: k.T("screens.coalition"), Icon: parts.IconPeople},
		{Word: k.T("screens.report"), Icon: theme.DocumentIcon()},
		{Word: k.T("screens.safety"), Icon: parts.IconShield},
	}, func(i int) { w.show(w.placeOf(railPlaces[i])) })
	f.keptAt = parts.NewStatusItem(k, parts.Good, nil, "", nil)
	f.keptAt.SetText("")
	f.drafts = parts.NewStatusItem(k, parts.Calm, theme.DocumentCreateIcon(), "", f.listDrafts)
	f.drafts.Tip = k.T("window.drafts")
	f.drafts.SetText("")
	f.disputes = parts.NewStatusItem(k, parts.Amber, theme.WarningIcon(), "", func() { w.show(place{to: atCoalition, part: partDisputes}) })
	f.disputes.SetText("")
	safety := func() { w.show(place{to: atSafety}) }
	f.backup = parts.NewStatusItem(k, parts.Calm, theme.HistoryIcon(), "", safety)
	f.due = parts.NewStatusItem(k, parts.Amber, nil, "", safety)
	f.backup.SetText("")
	f.due.SetText("")
	f.status = parts.NewStatusBar(k, []fyne.CanvasObject{f.keptAt, f.drafts, f.disputes}, k.Row(0, parts.NoSlack, f.due, f.backup))

	top := parts.Column(0, f.header())
	if d.readOnly {
		top.Add(parts.NewReadOnlyBanner(k, k.T("window.read_only")))
	}
	f.clock = parts.NewBanner(k, parts.Amber, "")
	f.clock.Hide()
	top.Add(f.clock)
	f.whole = parts.Pane(top, k.Sides(parts.Side{Width: f.rail.Wide, Pane: k.SidePane(f.rail)}, parts.Side{Pane: f.middle}), f.status)
	return f
}

// clockDoubt is how far the last closing of the notebook may lie ahead of the clock before the clock is doubted.
const clockDoubt = 24 * time.Hour

// view is the frame around the screen.
func (f *frame) view() fyne.CanvasObject { return f.whole }

// put shows a screen and marks its destination.
func (f *frame) put(to destination, view fyne.CanvasObject) {
	f.at = to
	f.rail.Choose(max(slices.Index(railPlaces, to), 0))
	f.middle.Objects = []fyne.CanvasObject{view}
	f.middle.Refresh()
}

// header is the mark with the menu, the plan, the language and the lock.
func (f *frame) header() fyne.CanvasObject {
	k, w := f.d.look, f.w
	f.mark = parts.NewPress(k, parts.Sized(104, 44, parts.NewIcon(parts.IconPlumb, parts.Teal, 28)), nil)
	f.mark.Tip = k.T("window.menu")
	f.mark.OnTapped = func() { w.menu(f.mark) }
	code, title := f.d.plan.Plan.Code, ""
	if p := f.d.plan.Plan; code != "" {
		words, _ := f.d.words.Of(p.Title, p.Language)
		title = k.T("window.plan_title", "code", code, "title", words)
	}
	tongue := parts.NewLanguageMenu(k, w.setLanguage)
	tongue.Tip = k.T("screens.language")
	lock := parts.NewIconButton(k, k.T("actions.lock"), parts.IconLock, parts.Secondary, w.lock)
	if w.prefs.large() { // the words are needed more for the name
		lock = parts.NewIconButton(k, "", parts.IconLock, parts.Secondary, w.lock)
		lock.Tip = k.T("actions.lock")
	}
	return parts.NewHeader(k, f.mark, parts.NewPlanName(k, code, title), w.seeker(), tongue, lock)
}

// newNothing is an object that draws nothing and takes any size.
func newNothing() fyne.CanvasObject { return parts.Gap(0, 0) }

// saved notes the time in the status bar.
func (f *frame) saved() {
	f.keptAt.SetText(f.d.look.T("states.saved_at", "time", f.d.now().Format("15:04")))
	f.count()
}

// toast says a sentence, and the status bar says it too.
func (f *frame) toast(sentence, action string, act func()) { f.toasts.Say(sentence, action, act) }

// watch counts drafts and the age of the backup, now and whenever the notebook changes.
func (f *frame) watch() {
	f.count()
	jobs := f.w.jobs
	f.stop = f.d.book.Watch(func([]model.ID) { jobs.back(f.count) })
}

func (f *frame) unwatch() {
	if f.stop != nil {
		f.stop()
		f.stop = nil
	}
}

// count reads what the status bar says.
func (f *frame) count() {
	var s status
	var who *people
	f.d.read(func() (err error) {
		if who, err = readPeople(f.d.book); err != nil {
			return err
		}
		s, err = readStatus(f.d.book)
		return err
	}, func(err error) {
		if err != nil {
			return
		}
		f.d.people = who
		word := ""
		if s.drafts > 0 {
			word = f.d.words.N("plurals.draft", s.drafts)
		}
		f.drafts.SetText(word)
		open := ""
		if s.disputes > 0 {
			open = f.d.words.N("plurals.dispute", s.disputes)
		}
		f.disputes.SetText(open)
		said, unsaid := f.backup, f.due
		if s.due(f.d.now(), f.d.prefs.remind()) {
			said, unsaid = f.due, f.backup
		}
		said.SetText(f.d.look.T("states.last_backup", "age", f.d.age(s.backup)))
		unsaid.SetText("")
		f.status.Refresh()
		f.doubtClock(s.kept)
	})
}

// doubtClock says when the clock shows a time before the notebook was closed last: what one writes would bear it.
func (f *frame) doubtClock(kept time.Time) {
	now := f.d.now()
	if kept.Sub(now) > clockDoubt {
		f.clock.SetText(f.d.look.T("window.clock_behind", "now", f.d.words.Moment(now), "kept", f.d.words.Moment(kept.In(now.Location()))))
		f.clock.Show()
	} else {
		f.clock.Hide()
	}
}

// listDrafts shows what was begun and not finished.
func (f *frame) listDrafts() {
	var drafts []draft
	f.d.read(func() error {
		drafts = readDrafts(f.d)
		return nil
	}, func(error) {
		if items := draftItems(drafts, f.w.show); len(items) > 0 {
			f.w.popMenu(f.drafts, items)
		}
	})
}

// shorten cuts a title for a menu.
func shorten(s string) string {
	if r := []rune(s); len(r) > 48 {
		return string(r[:47]) + "…"
	}
	return s
}
