package ui

import (
	"crypto/rand"

	"fyne.io/fyne/v2"
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
	paper[*sheet]

	submit *parts.Button
	later  *parts.Button
	hint   *bidi.Label // that Escape leaves
	bar    *fyne.Container

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
	unwatch      func()
}

// The sections of the form, in their order.
const (
	sectionWhat = iota
	sectionWhen
	sectionHow
	sectionWhom
	sectionEvidence
	sectionSafety
)

var observeSections = []paperSection{
	sectionWhat:     {"screens.section_what", []string{"commitments", "title", "narrative", "language"}},
	sectionWhen:     {"screens.section_when_and_where", []string{"date", "region", "place", "nothing_found"}},
	sectionHow:      {"screens.section_how_we_know", []string{"method", "sources", "reliability", "credibility", "effect"}},
	sectionWhom:     {"screens.section_who_is_affected", []string{"rights", "groups", "affected"}},
	sectionEvidence: {"screens.section_evidence", []string{"evidence"}},
	sectionSafety:   {"screens.section_safety", []string{"confidentiality", "review", "tags"}},
}

// newDraftPrefix begins the keys of the drafts of new observations, draftPrefix those of changed ones; the id follows.
const (
	newDraftPrefix = "observe/new/"
	draftPrefix    = "observe/"
)

// newObserve opens the form.
func newObserve(d *desk, at observeAt) *observe {
	o := &observe{paper: newPaper[*sheet](d)}
	o.wanted = at.draft
	o.own = asks[*sheet]{drafts: draftPrefix, newest: newDraftPrefix, section: observeSections, read: readSheet, build: o.build, told: o.showActions,
		check:  func() (model.Record, model.Faults) { return o.check() },
		rebase: func(s *sheet, first model.Record) { s.Fields.Common = *first.Base() },
		ready:  o.showSection, sentence: func(f model.Fault) string { return sentenceOf(o.k, f) },
		words: paperWords{fresh: "observe_screen.new", edit: "observe_screen.edit", noun: "nouns.observation", unfinished: "observe_screen.unfinished",
			notOpened: "observe_screen.not_opened", notSaved: "observe_screen.not_saved"}}
	d.dropped(o.dropFiles)
	switch {
	case !at.edit.IsZero():
		o.loadObservation(at.edit, func(v model.View, record *model.Observation) {
			o.seen = v
			o.open(sheetOf(record, v.Heads, d.words.Language()))
		})
	case !at.copyOf.IsZero():
		o.loadObservation(at.copyOf, func(v model.View, record *model.Observation) {
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

// loadObservation reads the record that the form begins with.
func (o *observe) loadObservation(id model.ID, then func(v model.View, record *model.Observation)) {
	o.load(id, func(v model.View) {
		if record, ok := v.Record.(*model.Observation); ok {
			then(v, record)
			return
		}
		o.showTrouble(model.ErrNotFound)
	})
}

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
	column := parts.Column(14, o.heading(o.sheet.Fields.Ref), o.notices, o.whatSection(), o.whenSection(), o.howSection(), o.whomSection())
	under := parts.Column(14)
	column.Add(under)
	evidence, safety := o.evidenceSection(), o.safetySection()
	o.page = parts.NewPageWithin(k, 24, 20, column)
	beside := parts.Column(14)
	o.end = parts.NewPageWithin(k, 20, 20, beside)
	side, end := k.SidePane(o.contents(o.again())), k.EndPane(o.end)
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

// leave keeps the draft and lets go of the notebook.
func (o *observe) leave() bool {
	if o.unwatch != nil {
		o.unwatch()
	}
	return o.paper.leave()
}

// again is the way to a new form with the same answers; nil where there is none.
func (o *observe) again() fyne.CanvasObject {
	if o.sheet.isNew() || o.d.readOnly {
		return nil
	}
	return o.k.Row(0, parts.NoSlack, o.k.Flush(parts.NewIconButton(o.k, o.k.T("actions.copy_as_new"), theme.ContentCopyIcon(), parts.Quiet, o.copyAsNew)))
}

// copyAsNew leaves this form for a new one with the same answers.
func (o *observe) copyAsNew() { o.d.show(place{to: atObserve, copyOf: o.sheet.ID}) }

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
