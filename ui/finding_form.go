package ui

import (
	"slices"

	"fyne.io/fyne/v2"

	"plumbline/assets"
	"plumbline/model"
	"plumbline/ui/parts"
)

// build lays the form out.
func (f *finding) build() fyne.CanvasObject {
	f.bar = f.newSaveBar(f.save, func() { f.saveAs(model.Draft) })
	column := parts.Column(14, f.heading(f.sheet.Fields.Ref), f.notices, f.aboutSection(), f.restsSection(), f.gradeSection(), f.whySection(),
		f.safetySection())
	return f.lay(f.bar, column)
}

func (f *finding) label(name string) string { return f.k.T("fields_finding." + name) }

// aboutSection asks which commitment, which period, and whose word it is.
func (f *finding) aboutSection() fyne.CanvasObject {
	k, r := f.k, &f.sheet.Fields
	commitment := f.commitment(func() string { return r.Commitment }, func(code string) {
		r.Commitment = code
		r.BasedOn, r.Claims = nil, nil // they are about another commitment
		f.showSheet()
	})
	period := f.writes(parts.NewCodeEntry(k, periodHint(k)), func() string { return r.Period }, func(s string) {
		r.Period = s
		f.basis.follow()
	})
	words := make([]string, len(model.Levels))
	for i, l := range model.Levels {
		words[i] = k.Label("level", l)
	}
	level := f.oneOf(words, func() int { return max(slices.Index(model.Levels, r.Level), 0) }, func(i int) { r.Level = model.Levels[i] })
	return f.placed(findingAbout, f.field("commitment", f.label("commitment"), commitment),
		f.field("period", f.label("period"), period),
		f.field("level", f.label("level"), k.Row(0, parts.NoSlack, level)).Aim(level))
}

// restsSection sets what the State says beside what was observed, to be ticked.
func (f *finding) restsSection() fyne.CanvasObject {
	f.tested, f.basis = newTestedList(f), newBasisList(f)
	claims := f.sideField("claims", f.label("claims"), f.tested.column).Aim(f.tested.list)
	basis := f.sideField("based_on", f.label("based_on"), f.basis.column).Aim(f.basis.rows.list)
	f.tested.read()
	f.basis.fresh()
	return f.placed(findingRests, f.k.Even(20, claims, basis), f.tested.verdicts)
}

// gradeSection asks for the grade, and shows what it would be elsewhere.
func (f *finding) gradeSection() fyne.CanvasObject {
	k, r := f.k, &f.sheet.Fields
	f.grades = parts.Column(0)
	scaleNow := func() string { return firstOf(r.Scale, model.ScaleHouse) }
	scale := f.picks(parts.NewSelect(k, "", k.Options("scale", model.Scales), scaleNow(), nil), scaleNow, func(code string) {
		r.Scale, r.Grade = code, ""
		f.showGrades()
	})
	f.graded = f.bind(f.grades, func() {
		if f.gradesOf != scaleNow() {
			f.showGrades()
		}
	})
	evidence := f.choice("evidence_status", model.EvidenceStatuses, &r.EvidenceStatus)
	schedule := f.choice("schedule_status", model.ScheduleStatuses, &r.ScheduleStatus)
	section := f.placed(findingGrade, f.field("scale", f.label("scale"), scale), f.field("grade", f.label("grade"), f.grades),
		f.field("evidence_status", f.label("evidence_status"), evidence), f.field("schedule_status", f.label("schedule_status"), schedule))
	f.showGrades()
	return section
}

// showGrades shows the grades of the scale that is chosen.
func (f *finding) showGrades() {
	f.gradesOf = firstOf(f.sheet.Fields.Scale, model.ScaleHouse)
	f.within(f.graded, func() {
		if codes := model.Grades(f.gradesOf); codes != nil {
			f.showScale(codes)
			return
		}
		// A body's own scale, whose names were not verified: in its own words.
		r := &f.sheet.Fields
		e := f.writes(parts.NewEntry(f.k, f.k.T("finding_screen.own_grade")), func() string { return string(r.Grade) },
			func(s string) { r.Grade = model.Grade(s) })
		f.grades.Objects = []fyne.CanvasObject{e}
		f.form.Field("grade").Aim(e)
	})
	f.relay(f.grades)
}

// showScale shows the grades of a scale, and beside them what they mean elsewhere.
func (f *finding) showScale(codes []string) {
	k, r := f.k, &f.sheet.Fields
	words := make([]string, len(codes))
	for i, c := range codes {
		words[i] = k.Label("grade_"+f.gradesOf, c)
	}
	at := func() int { return slices.Index(codes, string(r.Grade)) }
	group := parts.NewRadioGroup(k, words, at(), nil)
	beside := parts.Column(8)
	f.showElsewhere(beside)
	b := f.bind(group, func() {
		if group.Chosen() != at() {
			group.SetChosen(at())
			f.showElsewhere(beside)
		}
	})
	group.OnChanged = func(i int) {
		r.Grade = model.Grade(codes[i])
		f.showElsewhere(beside)
		f.changed(b)
	}
	f.form.Field("grade").Aim(group.Item(max(at(), 0)))
	f.grades.Objects = []fyne.CanvasObject{k.TopRow(20, 1, parts.Sized(190, 0, group), beside)}
}

// showElsewhere shows the grade as it will be seen, and what published scales would say, openly: the finding keeps the
// grade of its own scale.
func (f *finding) showElsewhere(beside *fyne.Container) {
	k, r := f.k, &f.sheet.Fields
	beside.Objects = nil
	if houseGrade(r) != "" {
		col := parts.Column(8, k.Row(0, parts.NoSlack, parts.NewGradeChip(k, r.Grade)), k.Bold(k.T("finding_screen.elsewhere")))
		for _, m := range assets.Mappings() {
			if m.From != model.ScaleHouse {
				continue
			}
			to := m.Of(string(r.Grade))
			lines := parts.Column(0, k.Muted(k.Label("scale", m.To)))
			if to.To != "" {
				lines.Add(k.Text(k.Label("grade_"+m.To, to.To)))
			}
			lines.Add(k.Hint(k.T("mapping." + to.How)))
			col.Add(lines)
		}
		col.Add(k.Hint(k.T("finding_screen.never_converted")))
		box := parts.NewBox(parts.Ground, col)
		box.Radius, box.Across, box.Down = 8, 16, 12
		beside.Add(box)
	}
	f.relay(beside)
}

// whySection asks for the reasons, how sure they are, and what others think.
func (f *finding) whySection() fyne.CanvasObject {
	k, r, s := f.k, &f.sheet.Fields, f.sheet
	f.words = &written{k: k, in: &s.tongue, fresh: s.isNew()}
	f.reasoning = f.textIn(f.words, r.Reasoning, 4, "")
	dissent := f.textIn(f.words, r.Dissent, 2, "")
	confidence := f.choice("confidence", model.Confidences, &r.Confidence)
	return f.placed(findingWhy, f.field("reasoning", f.label("reasoning"), f.reasoning),
		f.field("confidence", f.label("confidence"), confidence),
		f.field("dissent", f.label("dissent"), dissent).WithNote(k.T("finding_screen.dissent_note")),
		f.field("language", k.T("observe_screen.text_language"), f.languageOfTexts(f.words)))
}

// safetySection asks who may see the finding and where it stands.
func (f *finding) safetySection() fyne.CanvasObject {
	r := &f.sheet.Fields
	review := f.reviewed(&r.Review)
	return f.placed(findingSafety, f.secrecy(&r.Confidentiality),
		f.sideField("review", f.k.T("fields_observation.review"), f.k.Row(0, parts.NoSlack, review)).Aim(review))
}
