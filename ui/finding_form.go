package ui

import (
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
	commitment := f.commitment(r.Commitment, func(code string) {
		r.Commitment = code
		r.BasedOn, r.Claims = nil, nil // they are about another commitment
		f.basis.fresh()
		f.tested.read()
	})
	period := parts.NewCodeEntry(k, k.T("finding_screen.period_hint"))
	f.writes(period, r.Period, func(s string) {
		r.Period = s
		f.basis.fresh()
	})
	words := make([]string, len(model.Levels))
	chosen := 0
	for i, l := range model.Levels {
		words[i] = k.Label("level", l)
		if l == r.Level {
			chosen = i
		}
	}
	level := parts.NewSegmented(k, words, chosen, func(i int) { r.Level = model.Levels[i]; f.changed() })
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
	scale := parts.NewSelect(k, "", k.Options("scale", model.Scales), firstOf(r.Scale, model.ScaleHouse), func(code string) {
		r.Scale, r.Grade = code, ""
		f.showGrades()
		f.changed()
	})
	f.grades = parts.Column(0)
	evidence := f.choice("evidence_status", model.EvidenceStatuses, r.EvidenceStatus, func(c string) { r.EvidenceStatus = c })
	schedule := f.choice("schedule_status", model.ScheduleStatuses, r.ScheduleStatus, func(c string) { r.ScheduleStatus = c })
	section := f.placed(findingGrade, f.field("scale", f.label("scale"), scale), f.field("grade", f.label("grade"), f.grades),
		f.field("evidence_status", f.label("evidence_status"), evidence), f.field("schedule_status", f.label("schedule_status"), schedule))
	f.showGrades()
	return section
}

// showGrades shows the grades of the scale that is chosen.
func (f *finding) showGrades() {
	k, r := f.k, &f.sheet.Fields
	field := f.form.Field("grade")
	codes := model.Grades(firstOf(r.Scale, model.ScaleHouse))
	if codes == nil { // a body's own scale, whose names were not verified: in its own words
		e := f.entry(string(r.Grade), k.T("finding_screen.own_grade"), func(s string) { r.Grade = model.Grade(s) })
		f.grades.Objects = []fyne.CanvasObject{e}
		field.Aim(e)
		f.relay(f.grades)
		return
	}
	words, chosen := make([]string, len(codes)), -1
	for i, c := range codes {
		words[i] = k.Label("grade_"+firstOf(r.Scale, model.ScaleHouse), c)
		if c == string(r.Grade) {
			chosen = i
		}
	}
	group := parts.NewRadioGroup(k, words, chosen, nil)
	beside := parts.Column(8)
	f.showElsewhere(beside)
	group.OnChanged = func(i int) {
		r.Grade = model.Grade(codes[i])
		f.showElsewhere(beside)
		f.changed()
	}
	field.Aim(group.Item(max(chosen, 0)))
	f.grades.Objects = []fyne.CanvasObject{k.TopRow(20, 1, parts.Sized(190, 0, group), beside)}
	f.relay(f.grades)
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
	f.reasoning = f.words.add(r.Reasoning, f.area(r.Reasoning[s.Language], 4, func(t string) { f.words.say(r.Reasoning, t) }))
	dissent := f.words.add(r.Dissent, f.area(r.Dissent[s.Language], 2, func(t string) { f.words.say(r.Dissent, t) }))
	confidence := f.choice("confidence", model.Confidences, r.Confidence, func(c string) { r.Confidence = c })
	return f.placed(findingWhy, f.field("reasoning", f.label("reasoning"), f.reasoning),
		f.field("confidence", f.label("confidence"), confidence),
		f.field("dissent", f.label("dissent"), dissent).WithNote(k.T("finding_screen.dissent_note")),
		f.field("language", k.T("observe_screen.text_language"), f.words.open(f.changed)))
}

// safetySection asks who may see the finding and where it stands.
func (f *finding) safetySection() fyne.CanvasObject {
	r := &f.sheet.Fields
	review := f.reviewed(&r.Review)
	return f.placed(findingSafety, f.secrecy(&r.Confidentiality),
		f.sideField("review", f.k.T("fields_observation.review"), f.k.Row(0, parts.NoSlack, review)).Aim(review))
}
