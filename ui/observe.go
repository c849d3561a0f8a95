package ui

import (
	"crypto/rand"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"plumbline/model"
	"plumbline/ui/bidi"
	"plumbline/ui/parts"
)

// observe is the form of an observation: a new one, a changed one, or a copy. Its life:
//
//  1. it opens on an empty sheet, or on a record's view, which it remembers until it is saved;
//  2. what is typed goes into the sheet, and the sheet is kept as a draft (observe_draft.go);
//  3. saving checks the sheet, shows all faults at once, or writes the record, then attaches the evidence
//     (observe_save.go); the draft is let go of when all of that is done;
//  4. leaving keeps the draft.
type observe struct {
	d   *desk
	k   parts.Look
	key string // of the draft

	sheet *sheet
	seen  model.View        // on which the form was opened; the zero view for a new record
	tried bool              // saving was tried: faults are shown, and follow what is typed
	said  map[string]string // the faults that are shown, by field
	busy  bool              // being saved
	done  bool              // saved or left: nothing is kept any more

	keeping bool // a draft is on its way
	touched bool // and something was typed since

	holder *fyne.Container // shows loading, then the form

	form     *parts.Form
	sections *parts.SectionList
	parts    []fyne.CanvasObject // the sections' places on their pages
	page     *parts.Page         // of the form
	end      *parts.Page         // of the evidence pane
	notices  *fyne.Container     // over the form: an unfinished draft, faults
	offer    fyne.CanvasObject   // the unfinished draft
	kept     *bidi.Label         // when the draft was kept
	keptRow  *fyne.Container
	submit   *parts.Button
	later    *parts.Button
	hint     *bidi.Label // that Escape leaves
	bar      *fyne.Container

	title, story *bidi.Entry
	storyField   *parts.Field
	language     *parts.Select
	commitments  *parts.Choices
	date         *parts.DateField
	region       *parts.Select
	regionNote   *fyne.Container
	rights       *parts.Choices
	sources      *sourceList
	evidence     *evidenceList
	review       *parts.Segmented
}

// The sections of the form, in their order.
const (
	sectionWhat = iota
	sectionWhen
	sectionHow
	sectionWhom
	sectionEvidence
	sectionSafety
	sectionCount
)

var sectionWords = [sectionCount]string{"screens.section_what", "screens.section_when_and_where", "screens.section_how_we_know",
	"screens.section_who_is_affected", "screens.section_evidence", "screens.section_safety"}

// newDraftPrefix begins the keys of the drafts of new observations, draftPrefix those of changed ones; the id follows.
const (
	newDraftPrefix = "observe/new/"
	draftPrefix    = "observe/"
)

// newObserve opens the form.
func newObserve(d *desk, at observeAt) *observe {
	o := &observe{d: d, k: d.look, holder: container.NewStack()}
	d.dropped(o.dropFiles)
	switch {
	case !at.edit.IsZero():
		o.load(at.edit, func(v model.View, record *model.Observation) {
			o.seen = v
			o.open(sheetOf(record, v.Heads, d.words.Language()))
		})
	case !at.copyOf.IsZero():
		o.load(at.copyOf, func(v model.View, record *model.Observation) {
			o.open(sheetOf(record, v.Heads, d.words.Language()).copyAs(freshID()))
		})
	default:
		s := newSheet(freshID(), d.words.Language())
		if at.commitment != "" {
			s.Fields.Commitments = []string{at.commitment}
		}
		o.open(s)
	}
	return o
}

// freshID draws the id of a new record. The system's source of randomness does not fail.
func freshID() model.ID {
	id, err := model.NewID(rand.Reader)
	if err != nil {
		panic("ui: " + err.Error())
	}
	return id
}

// load reads the record that the form begins with.
func (o *observe) load(id model.ID, then func(v model.View, record *model.Observation)) {
	o.holder.Objects = []fyne.CanvasObject{parts.NewBox(parts.Surface, parts.Inset(24, 20, parts.NewLoading(o.k)))}
	var v model.View
	o.d.read(func() (err error) {
		v, err = o.d.book.View(id)
		return err
	}, func(err error) {
		record, ok := v.Record.(*model.Observation)
		switch {
		case o.done:
		case err != nil:
			o.showTrouble(err)
		case !ok:
			o.showTrouble(model.ErrNotFound)
		default:
			then(v, record)
		}
	})
}

// showTrouble says in place of the form why there is none.
func (o *observe) showTrouble(err error) {
	what, safe, next := troubleOf(err).said(o.k)
	back := parts.NewButton(o.k, o.k.T("actions.back"), parts.Primary, o.d.back)
	o.put(parts.NewBox(parts.Surface, parts.Inset(24, 20, parts.NewError(o.k, o.k.T("observe_screen.not_opened"), what+" "+next, safe, back))))
}

func (o *observe) put(view fyne.CanvasObject) {
	o.holder.Objects = []fyne.CanvasObject{view}
	o.holder.Refresh()
}

// open shows the form on a sheet and looks for a draft of the same.
func (o *observe) open(s *sheet) {
	o.key = draftPrefix + s.ID.String()
	if s.isNew() {
		o.key = newDraftPrefix + s.ID.String()
	}
	o.fill(s)
	o.findDraft()
}

// fill builds the form on a sheet.
func (o *observe) fill(s *sheet) {
	o.sheet = s
	o.tried, o.said = false, nil
	o.form = parts.NewForm()
	o.notices = parts.Column(10)
	o.put(o.build())
	o.told()
}

// view is the screen.
func (o *observe) view() fyne.CanvasObject { return o.holder }

// focus begins in the first field that is empty, of the first two.
func (o *observe) focus() fyne.Focusable {
	switch {
	case o.sheet == nil:
		return nil
	case len(o.sheet.Fields.Commitments) == 0:
		return o.commitments.Target()
	}
	return o.title
}

// build makes the three panes: the sections, the form, evidence and safety.
func (o *observe) build() fyne.CanvasObject {
	k := o.k
	o.parts = make([]fyne.CanvasObject, sectionCount)
	column := parts.Column(14, o.heading(), o.notices, o.whatSection(), o.whenSection(), o.howSection(), o.whomSection())
	under := parts.Column(14)
	column.Add(under)
	evidence, safety := o.evidenceSection(), o.safetySection()
	o.page = parts.NewPageWithin(24, 20, column)
	beside := parts.Column(14)
	o.end = parts.NewPageWithin(20, 20, beside)
	side, end := k.SidePane(o.contents()), k.EndPane(o.end)
	middle := parts.NewBox(parts.Surface, parts.Pane(nil, o.page, o.actions()))
	panes := k.Sides(parts.Side{Width: 216, Pane: side}, parts.Side{Pane: middle}, parts.Side{Width: 344, Pane: end})
	inner := parts.Folding(700, panes, func(narrow bool) {
		show(side, !narrow)
		if o.hint != nil {
			show(o.hint, !narrow)
		}
	})
	return parts.Folding(1076, inner, func(narrow bool) {
		under.Objects, beside.Objects = nil, []fyne.CanvasObject{evidence, safety}
		if narrow {
			under.Objects, beside.Objects = beside.Objects, nil
		}
		show(end, !narrow)
	})
}

// heading is the title of the form, its ref, and when the draft was kept.
func (o *observe) heading() fyne.CanvasObject {
	k := o.k
	word := "observe_screen.new"
	if !o.sheet.isNew() {
		word = "observe_screen.edit"
	}
	o.kept = k.Muted("")
	row := k.Row(10, 1, k.Heading(k.T(word)), parts.Gap(0, 0))
	if ref := o.sheet.Fields.Ref; ref != "" {
		row.Objects = append(row.Objects[:1], parts.NewCodeTag(k, ref), row.Objects[1])
		row = k.Row(10, 2, row.Objects...)
	}
	o.keptRow = k.Row(6, parts.NoSlack, parts.NewIcon(theme.DocumentCreateIcon(), parts.Ink2, 18), o.kept)
	o.keptRow.Hide()
	row.Add(o.keptRow)
	return row
}

// sayKept says beside the title what became of the draft.
func (o *observe) sayKept(words string) {
	o.kept.SetText(words)
	o.keptRow.Show()
	o.relay(o.keptRow)
}

// contents is the list of sections, and what else can be done with the form.
func (o *observe) contents() fyne.CanvasObject {
	k := o.k
	words := make([]string, sectionCount)
	for i, key := range sectionWords {
		words[i] = k.T(key)
	}
	o.sections = parts.NewSectionList(k, words, o.goTo)
	head := parts.Inset(10, 10, k.Section(k.T("observe_screen.sections")))
	var foot fyne.CanvasObject
	if !o.sheet.isNew() && !o.d.readOnly {
		again := parts.NewIconButton(k, k.T("actions.copy_as_new"), theme.ContentCopyIcon(), parts.Quiet, o.copyAsNew)
		foot = k.Row(0, parts.NoSlack, again)
	}
	return parts.Inset(12, 8, parts.Pane(head, parts.NewPageWithin(0, 4, o.sections), foot))
}

// copyAsNew leaves this form for a new one with the same answers.
func (o *observe) copyAsNew() { o.d.show(place{to: atObserve, copyOf: o.sheet.ID}) }

// goTo brings a section into sight and the keyboard into it.
func (o *observe) goTo(i int) {
	o.page.Reveal(o.parts[i])
	o.end.Reveal(o.parts[i])
	if f := o.firstIn(i); f != nil {
		f.Focus()
	}
}

// firstIn is the first field of a section: one at fault, if any.
func (o *observe) firstIn(section int) *parts.Field {
	var first *parts.Field
	for _, name := range fieldsIn[section] {
		f := o.form.Field(name)
		if f != nil && f.Fault() != "" {
			return f
		}
		if first == nil {
			first = f
		}
	}
	return first
}

// actions is the bar at the foot of the form.
func (o *observe) actions() fyne.CanvasObject {
	k := o.k
	if o.d.readOnly {
		return parts.NewActionBar(k, nil, parts.NewButton(k, k.T("actions.back"), parts.Secondary, o.d.back))
	}
	o.submit = parts.NewButton(k, k.T("actions.save"), parts.Primary, o.save)
	o.later = parts.NewButton(k, k.T("observe_screen.save_as_draft"), parts.Secondary, o.saveAsDraft)
	o.hint = k.Hint(k.T("observe_screen.leave_hint"))
	o.bar = parts.NewActionBar(k, o.hint, o.submit, o.later)
	return o.bar
}

// showActions names the buttons after what they will do.
func (o *observe) showActions() {
	if o.submit == nil {
		return
	}
	word, draft := "actions.save", o.sheet.Fields.Review == model.Draft
	switch {
	case draft:
		word = "observe_screen.save_as_draft"
	case o.sheet.Fields.Review == model.Submitted && !o.wasSubmitted():
		word = "actions.submit"
	}
	if word = o.k.T(word); word != o.submit.Text() || o.later.Visible() != (!draft && !o.wasSubmitted()) {
		o.submit.SetText(word)
		show(o.later, !draft && !o.wasSubmitted())
		o.bar.Refresh()
	}
	o.submit.SetOff(o.busy)
	o.later.SetOff(o.busy)
}

// wasSubmitted says whether the record on which the form was opened was beyond a draft already.
func (o *observe) wasSubmitted() bool {
	was, ok := o.seen.Record.(*model.Observation)
	return ok && was.Review != model.Draft && was.Review != ""
}

// leave keeps the draft.
func (o *observe) leave() bool {
	if !o.done {
		o.keepNow()
		o.done = true
	}
	return true
}
