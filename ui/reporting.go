package ui

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"plumbline/model"
	"plumbline/ui/bidi"
	"plumbline/ui/parts"
)

// reporting is the way to a report, in four steps:
//
//  1. for whom, and in which language;
//  2. which period, which part of the plan and of the country;
//  3. what is withheld, by which rule, before anything is written;
//  4. the file: in which form, and whether sealed; written beside its place and put there whole, then listed among the
//     earlier reports.
//
// A step that was passed leads back. What was looked at in step 3 is what is written in step 4, or it is looked at
// again.
type reporting struct {
	d *desk
	k parts.Look

	kept   *asked // what outlives the screen
	ask    ask
	asked  int                 // how often the ask has changed
	seen   *model.Preflight    // of the ask as it stands; nil before it was looked at
	states map[model.ID]string // of the records in whose texts protected words stand, then
	digest string              // of the records then
	made   *pastReport         // the report of step 4
	pass   *passAsk            // while a passphrase for the file is asked for
	past   []pastReport        // earlier ones, newest first
	step   int
	left   bool
	list   bool // the earlier reports are shown instead of the steps

	holder  *fyne.Container
	steps   *parts.Steps
	page    *parts.Page
	foot    *fyne.Container
	pane    *fyne.Container // page and foot
	side    *fyne.Container // steps and the way to the earlier reports
	earlier *parts.Button
	form    *parts.Form
	rules   []*parts.RuleRow
	act     *parts.Button
	on      *parts.Button // the way on, at the foot
	before  *parts.Button // and the way back
}

// The steps.
const (
	stepAudience = iota
	stepScope
	stepWithheld
	stepFile
)

// newReporting makes the screen, for the ticked observations or for all.
func newReporting(d *desk, only *ticked) *reporting {
	r := &reporting{d: d, k: d.look, kept: d.asked, ask: newAsk(d), holder: container.NewStack(), foot: container.NewStack()}
	if r.kept.begun {
		r.ask = r.kept.ask
	}
	r.ask.only = only
	k := r.k
	r.steps = parts.NewSteps(k, []parts.Step{
		{Title: k.T("report_screen.step_audience")}, {Title: k.T("report_screen.step_scope")},
		{Title: k.T("report_screen.step_withheld")}, {Title: k.T("report_screen.step_file"), Note: formatWord(k, formatXLSX)},
	}, r.goTo)
	r.page = parts.NewPage(r.k, parts.Gap(0, 0))
	r.earlier = parts.NewIconButton(k, k.T("screens.earlier_reports"), theme.HistoryIcon(), parts.Quiet, r.showEarlier)
	r.side = parts.Pane(parts.Column(14, k.Section(k.T("report_screen.new")), r.steps), parts.Gap(0, 0), parts.Inset(-10, 0, k.Row(0, parts.NoSlack, r.earlier)))
	side := k.SidePane(parts.Inset(16, 16, r.side))
	r.pane = parts.Pane(nil, r.page, r.foot)
	middle := parts.NewBox(parts.Surface, r.pane)
	panes := k.Sides(parts.Side{Width: 232, Pane: side}, parts.Side{Pane: middle})
	r.holder.Add(parts.Folding(560, panes, func(narrow bool) { show(side, !narrow) }))
	r.goTo(stepAudience)
	r.readPast()
	if r.kept.step == stepWithheld { // it was left for a record, which may say something else now
		r.goTo(stepScope)
		r.look()
	}
	return r
}

func (r *reporting) view() fyne.CanvasObject { return r.holder }

func (r *reporting) leave() bool {
	r.left = true
	r.kept.begun, r.kept.ask, r.kept.step = true, r.ask, r.step
	r.forgetPass()
	return true
}

// forgetPass lets go of the passphrase for the file.
func (r *reporting) forgetPass() {
	if r.pass != nil {
		r.pass.left = true
		r.pass = nil
	}
}

// goTo shows a step.
func (r *reporting) goTo(step int) {
	r.list = false
	r.step = step
	r.forgetPass()
	r.showNotes()
	if r.steps.SetNow(step); step == stepFile && r.made != nil {
		r.steps.SetDone()
	}
	switch step {
	case stepAudience:
		r.set(r.audiencePage(), r.next(stepScope, "actions.next"), nil)
	case stepScope:
		r.act = parts.NewButton(r.k, r.k.T("actions.preflight"), parts.Primary, r.look)
		r.set(r.scopePage(), r.act, r.back(stepAudience))
	case stepWithheld:
		r.next(stepFile, "report_screen.make")
		r.set(r.withheldPage(), r.act, r.back(stepScope))
		r.allow()
	case stepFile:
		if r.made != nil {
			r.set(r.filePage(), parts.NewButton(r.k, r.k.T("report_screen.another"), parts.Secondary, r.again), nil)
			return
		}
		r.act = parts.NewButton(r.k, r.k.T("report_screen.make_file"), parts.Primary, r.chooseTarget)
		r.set(r.formPage(), r.act, r.back(stepWithheld))
	}
}

// set shows a page with the acts at its foot: the way on, and the way back where there is one.
func (r *reporting) set(page fyne.CanvasObject, on, back *parts.Button) {
	r.page.SetContent(page)
	r.on, r.before = on, back
	r.showFoot()
}

// showFoot shows what acts, why one cannot go on yet, and what is to be known before.
func (r *reporting) showFoot() {
	var note fyne.CanvasObject
	switch {
	case r.step == stepWithheld && !r.list && r.stopped() == 0:
		note = r.k.Hint(r.k.T("report_screen.digest", "digest", parts.ShortHash(r.digest)))
	case r.step == stepFile && !r.list && r.made == nil:
		note = r.k.Hint(r.k.T("undo.not_called_back"))
	}
	acts := []fyne.CanvasObject{}
	switch {
	case r.on != nil && r.before != nil:
		acts = append(acts, r.on.WithReason(r.before))
	case r.on != nil:
		acts = append(acts, r.on)
	case r.before != nil:
		acts = append(acts, r.before)
	}
	r.foot.Objects = []fyne.CanvasObject{parts.NewPageBar(r.k, note, acts...)}
	r.foot.Refresh()
	r.pane.Refresh() // it may be higher now, or lower
}

// next is the button that leads to the next step.
func (r *reporting) next(step int, word string) *parts.Button {
	r.act = parts.NewButton(r.k, r.k.T(word), parts.Primary, func() { r.goTo(step) })
	return r.act
}

func (r *reporting) back(step int) *parts.Button {
	return parts.NewButton(r.k, r.k.T("actions.back"), parts.Secondary, func() { r.goTo(step) })
}

// again begins another report with the same answers.
func (r *reporting) again() {
	r.seen, r.made = nil, nil
	r.goTo(stepAudience)
}

// showNotes says at each step what was answered there.
func (r *reporting) showNotes() {
	k := r.k
	r.steps.SetNote(stepAudience, join(k, profileWord(k, r.ask.profile), languageWord(k, r.ask.language)))
	r.steps.SetNote(stepScope, join(k, r.ask.periodWord(k), r.ask.scopeWord(k, r.d.plan)))
	note := ""
	if r.seen != nil {
		scope, _, withheld := r.seen.Scope()
		note = k.T("report_screen.n_of_all", "n", withheld, "all", scope)
	}
	r.steps.SetNote(stepWithheld, note)
	r.steps.SetNote(stepFile, formatWord(k, r.ask.format))
}

// join sets words beside each other, each in its own direction.
func join(k parts.Look, words ...string) string {
	isolated := filled(words...)
	for i, w := range isolated {
		isolated[i] = k.Words.Isolate(w)
	}
	return strings.Join(isolated, " · ")
}

// focus begins at the first answer of the first step.
func (r *reporting) focus() fyne.Focusable { return r.act }

// changed forgets what was looked at: the question is another now.
func (r *reporting) changed() {
	r.asked++
	r.seen = nil
	r.showNotes()
}

// fileName isolates the name of a file or a path within words of any language.
func fileName(name string) string { return bidi.IsolateLTR(name) }
