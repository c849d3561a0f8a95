package ui

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"plumbline/model"
	"plumbline/ui/bidi"
)

// finding is the form of a finding: for which commitment and period, what it rests on, the grade with what published
// scales would say, and why.
type finding struct {
	paper[*findingSheet]

	bar       *saveBar
	words     *written
	basis     *basisList
	tested    *testedList
	grades    *fyne.Container // the grades of the scale, and what they mean elsewhere
	graded    *bound
	gradesOf  string // the scale whose grades are shown
	reasoning *bidi.Entry
}

// findingSheet is what stands in the form.
type findingSheet struct {
	sheetTop
	tongue
	Fields model.Finding `json:"fields"`
}

func (s *findingSheet) isEmpty() bool {
	f := &s.Fields
	return f.Period == "" && f.Grade == "" && f.EvidenceStatus == "" && f.ScheduleStatus == "" && f.Confidence == "" &&
		len(f.BasedOn) == 0 && len(f.Claims) == 0 && f.Reasoning.IsZero() && f.Dissent.IsZero()
}

// The sections of the form, in their order.
const (
	findingAbout = iota
	findingRests
	findingGrade
	findingWhy
	findingSafety
)

var findingSections = []paperSection{
	findingAbout:  {"finding_screen.about", []string{"commitment", "period", "level"}},
	findingRests:  {"finding_screen.rests_on", []string{"claims", "based_on"}},
	findingGrade:  {"finding_screen.grade", []string{"scale", "grade", "evidence_status", "schedule_status"}},
	findingWhy:    {"finding_screen.why", []string{"confidence", "reasoning", "dissent", "language"}},
	findingSafety: {"screens.section_safety", []string{"confidentiality", "review"}},
}

// newFinding opens the form: on a finding, or on a new one for a commitment.
func newFinding(d *desk, at place) *finding {
	f := &finding{paper: newPaper[*findingSheet](d)}
	f.wanted = at.draft
	f.own = asks[*findingSheet]{drafts: "finding/", newest: "finding/new/", section: findingSections, build: f.build,
		read: readFindingSheet, told: func() { f.bar.setBusy(f.busy) }, check: f.check, answered: f.answered, sentence: f.sentence,
		rebase: func(s *findingSheet, first model.Record) { s.Fields.Common = *first.Base() },
		words: paperWords{fresh: "finding_screen.new", edit: "finding_screen.edit", noun: "nouns.finding", unfinished: "form_screen.unfinished",
			notOpened: "form_screen.not_opened", notSaved: "form_screen.not_saved", deleted: "finding_screen.deleted"}}
	if at.id.IsZero() {
		f.open(newFindingSheet(d, at.code))
		return f
	}
	f.load(at.id, func(v model.View) {
		record, ok := v.Record.(*model.Finding)
		if !ok {
			f.showTrouble(model.ErrNotFound)
			return
		}
		f.seen = v
		f.open(findingSheetOf(record, v.Heads, d.words.Language()))
	})
	return f
}

// newFindingSheet is an empty form, at the level of who writes.
func newFindingSheet(d *desk, commitment string) *findingSheet {
	s := &findingSheet{sheetTop: sheetTop{Version: sheetVersion, ID: freshID()}, tongue: tongue{Language: d.words.Language()}}
	s.Fields = model.Finding{Commitment: commitment, Scale: model.ScaleHouse, Level: model.LevelOrg, Review: model.Submitted}
	switch d.people.me.Role {
	case "coordinator":
		s.Fields.Level = model.LevelCoalition
	case "monitor":
		s.Fields.Level = model.LevelMonitor
	}
	s.Fields.Confidentiality = model.DefaultConfidentiality(model.KindFinding)
	return s.ready()
}

// findingSheetOf opens the form on a finding.
func findingSheetOf(r *model.Finding, heads []model.RevID, screen string) *findingSheet {
	s := &findingSheet{sheetTop: sheetTop{Version: sheetVersion, ID: r.ID}, Fields: *r}
	s.Language = languageOf(r.Language, screen, r.Reasoning, r.Dissent)
	s.see(heads)
	return s.ready()
}

// ready gives the sheet texts and lists of its own.
func (s *findingSheet) ready() *findingSheet {
	f := &s.Fields
	f.ID = s.ID
	f.Reasoning, f.Dissent = cloneText(f.Reasoning), cloneText(f.Dissent)
	f.BasedOn, f.Claims = slices.Clone(f.BasedOn), slices.Clone(f.Claims)
	return s
}

func readFindingSheet(b []byte) (*findingSheet, error) {
	s := &findingSheet{}
	if err := readSheetInto(b, s); err != nil {
		return nil, err
	}
	return s.ready(), nil
}

// check is the record that the form stands for, and all its faults.
func (f *finding) check() (model.Record, model.Faults) {
	r := f.sheet.Fields
	r.Period = strings.TrimSpace(model.Fold(r.Period))
	r.Reasoning, r.Dissent = tidy(r.Reasoning), tidy(r.Dissent)
	if r.Language == "" || len(r.Reasoning)+len(r.Dissent) == 0 || f.sheet.isNew() {
		r.Language = f.sheet.Language
	}
	return &r, f.faults(&r, nil)
}

// sentence says what is missing, and the easiest way to give it.
func (f *finding) sentence(x model.Fault) string {
	k := f.k
	switch {
	case x.Field == "commitment" && x.Rule == model.RuleRequired:
		return k.T("observe_screen.need_commitments")
	case x.Field == "period":
		return k.T("finding_screen.need_period", "hint", periodHint(k))
	case x.Field == "grade" && x.Rule == model.RuleRequired:
		return k.T("finding_screen.need_grade")
	case baseOf(x.Field) == "claims" && x.Rule == model.RuleRequired:
		return k.T("finding_screen.need_verdict")
	}
	return ""
}

// answered says whether a section holds what it must, or anything where nothing must be.
func (f *finding) answered(section int) bool {
	r := &f.sheet.Fields
	switch section {
	case findingAbout:
		return r.Commitment != "" && r.Period != "" && r.Level != ""
	case findingRests:
		return len(r.BasedOn)+len(r.Claims) > 0
	case findingGrade:
		return r.Grade != ""
	case findingWhy:
		return !tidy(r.Reasoning).IsZero()
	}
	return r.Confidentiality != ""
}

// save saves with the state of review that the form shows.
func (f *finding) save() {
	if f.opened {
		f.saveAs(f.sheet.Fields.Review)
	}
}

// saveAs saves with a state of review; where that is refused, the form keeps its own.
func (f *finding) saveAs(review model.ReviewState) {
	before := f.sheet.Fields.Review
	f.sheet.Fields.Review = review
	if !f.store(nil, func(_ model.View, joined bool) {
		f.finish(f.savedWords("finding_screen.saved", joined))
	}) {
		f.sheet.Fields.Review = before
	}
}

// focus is the first field that is empty, of the first two.
func (f *finding) focus() fyne.Focusable {
	if f.form == nil {
		return nil
	}
	name := "period"
	if f.sheet.Fields.Commitment == "" {
		name = "commitment"
	}
	target, _ := f.form.Field(name).Control().(fyne.Focusable)
	return target
}
