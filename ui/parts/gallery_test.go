package parts_test

import (
	"bytes"
	"flag"
	"fmt"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/software"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"

	"plumbline/assets"
	"plumbline/model"
	. "plumbline/ui/parts"
)

var (
	gallery = flag.String("gallery", "", "write sheets of all parts to this folder")
	update  = flag.Bool("update", false, "write the golden pictures anew")
)

// window is the frame of every sheet: header, rail, status.
func window(k Look, at int, page fyne.CanvasObject) fyne.CanvasObject {
	rail := NewRail(k, []Destination{
		{k.T("screens.plan"), theme.ListIcon()}, {k.T("screens.find"), theme.SearchIcon()}, {k.T("screens.overview"), theme.GridIcon()},
		{k.T("screens.coalition"), IconPeople}, {k.T("screens.report"), theme.DocumentIcon()}, {k.T("screens.safety"), IconShield},
	}, func(int) {})
	rail.Choose(at)
	plan := NewPlanName(k, "KZ21", inTongue(k, "KZ21 · Plan of Priority Measures in the Field of Human Rights", "KZ21 · خطة الإجراءات ذات الأولوية في مجال حقوق الإنسان"))
	header := NewHeader(k, NewIcon(IconPlumb, Teal, 30), plan, NewSearch(k, k.T("actions.find_anything"), "Ctrl+K", nil, nil),
		NewLanguageMenu(k, func(string) {}), NewIconButton(k, k.T("actions.lock"), IconLock, Secondary, func() {}))
	status := NewStatusBar(k, []fyne.CanvasObject{
		NewStatusItem(k, Good, nil, k.T("states.saved_at", "time", "12:03"), nil),
		NewStatusItem(k, Calm, theme.DocumentCreateIcon(), k.Words.N("plurals.draft", 3), func() {}),
		NewStatusItem(k, Amber, nil, k.Words.N("plurals.dispute", 2), func() {})},
		NewStatusItem(k, Calm, theme.HistoryIcon(), k.T("states.last_backup", "age", k.Words.N("plurals.day", 4)), func() {}))
	return NewBox(Ground, Pane(header, k.Sides(Side{104, k.SidePane(rail)}, Side{0, page}), status))
}

func inTongue(k Look, en, ar string) string {
	if k.RTL() {
		return ar
	}
	return en
}

var areas = []TreeItem{
	{Number: "1", Title: "Improving the mechanisms of interaction with the UN treaty bodies and special procedures", Grades: []model.Grade{model.Limited}, Count: "4"},
	{Number: "2", Title: "Ensuring the rights of victims of human trafficking", Grades: []model.Grade{model.Partial, model.Substantial}, Count: "7"},
	{Number: "3", Title: "Human rights of citizens with disabilities", Grades: []model.Grade{model.Partial}, Count: "12"},
	{Number: "4", Title: "The elimination of discrimination against women", Grades: []model.Grade{model.Limited}, Count: "9"},
	{Number: "5", Title: "The right to freedom of association", Grades: []model.Grade{model.Regressed}, Count: "18"},
	{Number: "7", Title: "Human right to life and public order", Grades: []model.Grade{model.Partial, model.Complete}, Count: "6"},
	{Number: "8", Title: "Increasing the efficiency of interaction with non-governmental organisations", Grades: []model.Grade{model.FormalOnly}, Count: "3"},
	{Number: "9", Open: true, Title: "Human rights in criminal justice and enforcement, and the prevention of torture", Grades: []model.Grade{model.Limited, model.Partial, model.Substantial, model.Complete, model.Regressed}, Count: "32"},
	{Commitment: true, Code: "KZ21-9.1", Title: "Carry out the plan's main task", Grades: []model.Grade{model.Limited}, Count: "9"},
	{Commitment: true, Code: "KZ21-9.2", Title: "Amend the Criminal, Criminal Procedure and Penal Codes", Grades: []model.Grade{model.Partial}, Count: "12"},
	{Commitment: true, Code: "KZ21-U1", Mark: "linked undertaking", Title: "Improve national legislation against torture so that it is consistent", Grades: []model.Grade{model.Partial}, Count: "11", Chosen: true},
	{Commitment: true, Code: "KZ21-U2", Title: "Принять дополнительный протокол", Count: "0"},
}

var arabicAreas = []string{"تحسين آليات التفاعل مع هيئات معاهدات الأمم المتحدة والإجراءات الخاصة", "ضمان حقوق ضحايا الاتجار بالبشر", "حقوق الإنسان للمواطنين ذوي الإعاقة",
	"القضاء على التمييز ضد المرأة", "الحق في حرية تكوين الجمعيات", "حق الإنسان في الحياة والنظام العام", "زيادة كفاءة التفاعل مع المنظمات غير الحكومية",
	"تعزيز حقوق الإنسان في العدالة الجنائية والإنفاذ، ومنع التعذيب", "تنفيذ المهمة الرئيسية في الخطة", "تعديل قانون العقوبات وقانون الإجراءات الجنائية", "تحسين التشريعات الوطنية لمكافحة التعذيب لجعلها تتماشى"}

func tree(k Look) fyne.CanvasObject {
	list := NewList(k, TreeHeight, func() int { return len(areas) }, func() fyne.CanvasObject { return NewTreeRow(k) }, func(i int, o fyne.CanvasObject) {
		item := areas[i]
		if k.RTL() && i < len(arabicAreas) {
			item.Title = arabicAreas[i]
		}
		o.(*TreeRow).Set(item)
	})
	list.SetChosen(10)
	return k.SidePane(Pane(Inset(16, 16, Column(12, k.Section(k.T("screens.areas_and_commitments")), NewSearch(k, k.T("actions.filter"), "", nil, nil))), list, nil))
}

func observationList(k Look) fyne.CanvasObject {
	items := []ObservationItem{
		{Date: k.Words.ShortDate("2023-11-14", "", "exact"), Title: inTongue(k, "No closed box for complaints in the visiting wing", "لا صندوق مغلق للشكاوى في جناح الزيارات"), Place: "Karaganda Region · site visit", Effect: k.Label("effect", "sets_back"), Reliability: "B2", Evidence: "3"},
		{Date: k.Words.ShortDate("2023-09-01", "2023-09-30", "month"), Title: inTongue(k, "Information request: 41 complaints registered, 2 cases opened by the end of the year", "طلب معلومات: سُجلت 41 شكوى وفُتحت قضيتان"), Place: "Pavlodar Region · information request", Effect: k.Label("effect", "no_effect"), Reliability: "A1", Evidence: "2"},
		{Date: k.Words.ShortDate("2023-03-01", "2023-05-31", "estimate"), Title: inTongue(k, "Lawyers admitted within a day in three of five interviews", "سُمح بدخول المحامين خلال يوم في ثلاث من خمس مقابلات"), Place: "Shymkent · interview", Effect: k.Label("effect", "partly_advances"), Reliability: "C3"},
		{Date: k.Words.ShortDate("2022-12-12", "", "exact"), Title: "طلب معلومات: سُجلت 41 شكوى", Place: "Statistics", Effect: k.Label("effect", "cannot_be_judged"), Reliability: "B2", Evidence: "1"},
	}
	list := NewList(k, ObservationHeight, func() int { return len(items) }, func() fyne.CanvasObject { return NewObservationRow(k) }, func(i int, o fyne.CanvasObject) { o.(*ObservationRow).Set(items[i]) })
	list.Rules = true
	list.OnOpen = func(int) {}
	return list
}

func commitmentSheet(k Look) fyne.CanvasObject {
	quote := model.Text{"en": "Work to bring the legislation against torture into line with the UN Convention is said to be under way.",
		"ar": "يُقال إن العمل جارٍ على جعل التشريعات الخاصة بمكافحة التعذيب متماشية مع اتفاقية الأمم المتحدة."}
	reason := model.Text{"en": "The 2023 law toughens penalties. In 4 of 6 places visited, complaints still go first to the institution complained about.",
		"ar": "شدّد قانون 2023 العقوبات. ولا تزال الشكاوى تصل أولًا إلى المؤسسة المشتكى منها في 4 من 6 أماكن جرت زيارتها."}
	claim := NewClaimCard(k, Claim{Status: "under_way", Quote: quote, Written: "en", Source: inTongue(k, "Statement of June 2021 · C-2021-0003", "بيان يونيو 2021 · C-2021-0003"), Note: inTongue(k, "No figure, no date. Partly verifiable.", "لا رقم ولا تاريخ. قابل للتحقق جزئيًا.")})
	finding := NewFindingCard(k, Finding{Grade: model.Partial, Reason: reason, Written: "en", Level: inTongue(k, "Coalition, 2023 · 11 observations", "الائتلاف، 2023 · 11 ملاحظة"), Note: inTongue(k, "Confidence medium · one dissent: limited", "الثقة متوسطة · رأي مخالف واحد: محدود")})
	title := inTongue(k, "Improve national legislation against torture so that it is consistent with the UN Convention against Torture", "تحسين التشريعات الوطنية لمكافحة التعذيب لجعلها تتماشى مع اتفاقية الأمم المتحدة لمناهضة التعذيب")
	top := Column(10,
		k.Row(8, 2, NewCodeTag(k, "KZ21-U1"), k.Line(k.Label("origin", "undertaking_outside_the_plan"), Ink2), Gap(0, 0), NewIcon(theme.InfoIcon(), Ink2, 18), k.Line(k.T("states.not_official_text"), Ink2)),
		k.Heading(title), k.Muted("CAT art. 1, 2, 4 · "+k.T("states.no_deadline")),
		k.Against(claim, NewPlumbLine(k, model.PartlyConfirmed), finding),
		k.Row(8, 0, NewHistory(k, k.T("columns.previous_grade"), []PeriodGrade{{"2021", model.NotStarted, nil}, {"2022", model.Limited, nil}, {"2023", model.Partial, nil}}, func(n int) string { return k.Words.Number(int64(n)) }), NewIconButton(k, k.T("actions.grade"), theme.DocumentCreateIcon(), Quiet, func() {})),
		NewRule(), NewSectionHead(k, k.T("sheets.observations"), "11", NewIconButton(k, k.T("actions.record_observation"), theme.ContentAddIcon(), Primary, func() {})), NewRule())
	page := NewBox(Surface, Pane(Inset(28, 16, top), Inset(28, 0, observationList(k)), nil))
	return window(k, 0, k.Sides(Side{360, tree(k)}, Side{0, page}))
}

func observeSheet(k Look) fyne.CanvasObject {
	commitments := NewChoices(k, k.T("parts.choose"), []Option{{Code: "KZ21-9.1", Word: "Права человека в области уголовного правосудия"}}, []string{"KZ21-9.1"}, nil).ShowCodes()
	title := NewEntry(k, "")
	title.SetText("Жалобы принимает сама администрация учреждения")
	narrative := NewTextArea(k, "", 3)
	narrative.SetText("В корпусе для свиданий нет закрытого ящика. Заявления передают дежурному, номер не выдают. Двое из трех собеседников ответа не получили.")
	date := NewDateField(k, model.Date{Precision: model.Month}, nil)
	region := NewPicker(k, "", []Option{{Code: "KZ-35", Word: "Карагандинская область", Note: "Қарағанды облысы · KZ-35"}}, "KZ-35", nil)
	method := NewSelect(k, k.T("parts.choose"), k.Options("method", model.Methods), "", nil)
	fields := []*Field{
		NewField(k, "commitments", k.T("fields_observation.commitments"), commitments), NewField(k, "title", k.T("fields_observation.title"), title),
		NewField(k, "narrative", k.T("fields_observation.narrative"), narrative).WithNote(k.T("enum_language.ru")),
		NewField(k, "date", k.T("fields_observation.date"), date), NewField(k, "region", k.T("fields_observation.region"), region),
		NewField(k, "method", k.T("fields_observation.method"), method)}
	form := NewForm(fields...)
	form.SetFaults(map[string]string{"date": k.T("states.required") + ". " + k.T("states.lost_passphrase"), "method": k.T("states.required")})
	sections := NewSectionList(k, []string{k.T("screens.section_what"), k.T("screens.section_when_and_where"), k.T("screens.section_how_we_know"), k.T("screens.section_who_is_affected"), k.T("screens.section_evidence"), k.T("screens.section_safety")}, func(int) {})
	sections.SetReadiness(0, Readiness{Done: true})
	sections.SetReadiness(1, Readiness{Faults: 1})
	sections.SetReadiness(3, Readiness{Note: k.T("states.none")})
	left := k.SidePane(Inset(12, 16, Column(10, Inset(4, 0, k.Section(k.T("screens.observe"))), sections)))
	page := Pane(nil, NewPageWithin(k, 24, 14, Column(10,
		k.Row(8, 2, k.Heading(k.T("nouns.observation")), NewCodeTag(k, "O-2024-0017"), Gap(0, 0), NewIcon(theme.DocumentCreateIcon(), Ink2, 18), k.Line(k.T("states.draft_kept"), Ink2)),
		NewBanner(k, Amber, k.T("states.draft_kept")), fields[0], fields[1], fields[2],
		NewFormSection(k, k.T("screens.section_when_and_where"), fields[3], fields[4]), NewFormSection(k, k.T("screens.section_how_we_know"), fields[5]))),
		NewActionBar(k, k.Line("Esc", Ink3), NewButton(k, k.T("actions.submit"), Primary, func() {}), NewButton(k, k.T("actions.save"), Secondary, func() {})))
	consent := NewStackedField(k, "consent", k.T("fields_source.consent"), NewSelect(k, k.T("states.not_saved"), nil, "", nil))
	consent.SetFault(k.T("states.required"))
	right := k.EndPane(NewPageWithin(k, 20, 16, Column(10, k.Section(k.T("nouns.evidence")),
		NewEvidenceDrop(k, k.T("actions.attach"), NewButton(k, k.T("actions.open"), Secondary, func() {}), NewButton(k, k.T("actions.paste"), Secondary, func() {})),
		NewEvidenceRow(k, EvidenceFile{Title: "Проходная, вход для посетителей", Name: "IMG_2291.jpg · 2,4 МБ", Hash: "3f9a07d1000000000000000000000000000000000000000000000000000000c210", Kind: theme.MediaPhotoIcon(),
			Warnings: []EvidenceWarning{{"В снимке есть координаты места", "Сделать копию без них", func() {}}}, OnOpen: func() {}}),
		NewFormSection(k, k.T("screens.section_safety"), NewStackedField(k, "confidentiality", k.T("fields_common.confidentiality"), NewRadioGroup(k, []string{
			k.Label("confidentiality", "public"), k.Label("confidentiality", "coalition"), k.Label("confidentiality", "organisation"), k.Label("confidentiality", "sealed")}, 2, nil)), consent))))
	return window(k, 0, k.Sides(Side{216, left}, Side{0, NewBox(Surface, page)}, Side{344, right}))
}

func findSheet(k Look) fyne.CanvasObject {
	area := NewFacet(k, k.T("columns.area"), 3, func(string, bool) {})
	area.Set([]FacetValue{{"9", "9 Қылмыстық сот төрелігі және жазаны атқару", 0, 32, true}, {"5", "5 Бірігу бостандығы", 0, 18, false}, {"6", "6 Пікір білдіру", 0, 15, false}, {"7", "7 Өмір", 0, 4, false}})
	method := NewFacet(k, k.T("fields_observation.method"), 0, func(string, bool) {})
	method.Set([]FacetValue{{"site_visit", k.Label("method", "site_visit"), k.Base(), 11, false}, {"interview", k.Label("method", "interview"), k.Base(), 8, false}})
	facets := k.SidePane(NewPageWithin(k, 16, 16, Column(8, k.Ends(k.Section(k.T("screens.filters")), NewLink(k, k.T("parts.clear"), func() {})), area, method)))
	titles := []string{"Кездесу бөлімінде шағым жәшігі жоқ", "Ақпарат сұрату: 41 шағым, 2 іс қозғалды деп жауап берілді", "Шағым берушіге тіркеу нөмірі берілмейді", "لا صندوق مغلق للشكاوى في جناح الزيارات",
		"Адвокатты кіргізу үш сағатқа созылған", "Бейнебақылау жазбасы 30 күн сақталады", "Азаптау туралы істің қаралуы кейінге қалдырылды"}
	columns := []TableColumn{{Title: k.T("columns.ref"), Width: 96, Ink: Ink3}, {Title: k.T("fields_observation.date"), Width: 104, Sorts: true}, {Title: k.T("fields_observation.title"), Ink: Ink},
		{Title: k.T("fields_observation.region"), Width: 136, Spare: 2}, {Title: "A1", Width: 44, Spare: 1}, {Title: k.T("fields_observation.review"), Width: 100, Spare: 3}, {Icon: IconClip, Width: 40}}
	table := NewTable(k, columns, func() int { return 1_000_000 }, func(i int) TableRow {
		return TableRow{Ticked: i < 2 || i == 5, Cells: []TableCell{{Text: "O-2023-0" + string(rune('0'+i%10)) + "12"}, {Text: k.Words.ShortDate("2023-11-14", "", "exact"), Base: k.Base()},
			{Text: titles[i%len(titles)], Marks: FoundMarks(titles[i%len(titles)], []string{"шағым", "азаптау"})}, {Text: "Қарағанды облысы"}, {Text: "B2"}, {Text: k.Label("review", "approved"), Base: k.Base()}, {Text: "3", Icon: IconClip}}}
	}, func(int) {}, func() {})
	table.List.OnOpen = func(int) {}
	table.SetAllTicked(false, true)
	table.SetSort(1, true)
	search := NewSearch(k, k.T("actions.find_anything"), "", nil, nil)
	search.SetText("шағым азаптау")
	head := Inset(20, 14, Column(10, k.Row(8, 0, search, NewIconButton(k, k.T("actions.save_search"), theme.DocumentSaveIcon(), Secondary, func() {})),
		k.Row(8, 0, k.Flow(8, NewPill(k, k.T("columns.area")+" 9", func() {}), NewPill(k, "Қарағанды облысы", func() {}), NewPill(k, "2022–2023", func() {})), k.Line("248 316 / 32", Ink2), NewButton(k, k.T("screens.filters"), Secondary, func() {}))))
	bar := NewActionBar(k, k.Flow(12, NewButton(k, k.T("actions.add_tag"), Secondary, func() {}), NewButton(k, k.T("actions.pack"), Secondary, func() {}), NewButton(k, k.T("actions.make_report"), Primary, func() {})), k.Row(0, NoSlack, Gap(0, 36), k.Text(k.Words.N("plurals.record", 3))))
	return window(k, 1, k.Sides(Side{244, facets}, Side{0, NewBox(Surface, Pane(head, table, bar))}))
}

func overviewSheet(k Look) fyne.CanvasObject {
	h := model.HouseGrades
	periods := []string{"2021\nH2", "2022\nH1", "2022\nH2", "2023\nH1", "2023\nH2", "2024\nH1"}
	items := make([]HeatItem, 15)
	for i := range items {
		items[i] = HeatItem{Code: "KZ21-" + string(rune('1'+i%9)) + ".1", Title: areas[i%len(areas)].Title, Count: "12"}
		for p := range periods {
			g := model.Grade(h[min((i*p+i)/4, 7)])
			if (i+p)%9 == 8 {
				g = ""
			}
			items[i].Grades = append(items[i].Grades, g)
		}
	}
	heat := NewHeatMap(k, k.T("columns.commitment"), k.T("columns.observations_n"), periods, func() int { return len(items) }, func(i int) HeatItem { return items[i] }, func(int, int) {})
	heat.Choose(10, 3)
	left := NewBox(Surface, Inset(24, 16, Pane(Inset(0, 6, k.Ends(k.Heading(k.T("screens.overview")), NewSegmented(k, []string{"H1", k.T("parts.year")}, 0, nil))), heat, Column(12, NewRule(), NewLegend(k)))))
	todo := NewCard(Column(4, k.Section(k.T("screens.needs_doing")), NewRule(), NewRuled(
		NewTodoRow(k, Amber, nil, "11", k.T("enum_verdict.contradicted"), k.T("actions.open"), func() {}), NewTodoRow(k, Calm, theme.DocumentCreateIcon(), "3", k.Words.N("plurals.draft", 3), k.T("actions.open"), func() {}),
		NewTodoRow(k, Calm, theme.VisibilityOffIcon(), "1", k.T("screens.never_visited"), k.T("actions.open"), func() {}))))
	claims := NewCard(Column(8, k.Section(k.T("fields_finding.claims")), NewVerdictDonut(k, map[model.Verdict]int64{model.Confirmed: 9, model.PartlyConfirmed: 14, model.Contradicted: 11, model.NotVerifiable: 6, model.NoClaim: 5}, k.T("nouns.claim"), nil)))
	bars := NewCard(Column(4, k.Ends(k.Section(k.T("sheets.by_region")), k.Line("2024 H1", Ink3)), NewBarRow(k, "Karaganda", 0, 1, "31"), NewBarRow(k, "Astana", 0, 0.77, "24"), NewBarRow(k, "Shymkent", 0, 0.5, "15"), NewNotice(k, Amber, "7 / 20")))
	right := k.EndPane(NewPageWithin(k, 20, 16, Column(12, todo, claims, bars)))
	return window(k, 2, k.Sides(Side{0, left}, Side{396, right}))
}

func coalitionSheet(k Look) fyne.CanvasObject {
	items := Column(4)
	for i, w := range []string{"members_and_keys", "disputes", "duplicates"} {
		s := NewSectionItem(k, k.T("screens."+w), theme.AccountIcon(), func() {})
		s.SetChosen(i == 1)
		s.SetReadiness(Readiness{Note: "2"})
		items.Add(s)
	}
	row := func(field, ours, theirs string, d Decision) fyne.CanvasObject {
		return NewDisputeRow(k, Dispute{Field: field, Ours: ours, Theirs: theirs, MayBoth: true, MayEdit: true, Decision: d}, nil)
	}
	page := Pane(nil, NewPageWithin(k, 24, 16, Column(10, k.Ends(k.Heading(k.T("actions.merge")), NewNotice(k, Good, "Org. 04")), k.Muted("org04-2024-03-02.plumb · 4.1 MB"),
		NewFigures(k, Figure{"41", k.T("enum_intake.new"), Calm}, Figure{"12", k.T("enum_intake.joined"), Calm}, Figure{"310", k.T("enum_intake.same"), Calm}, Figure{"2", k.T("enum_intake.disputed"), Amber}, Figure{"1", k.T("enum_intake.refused"), Calm}),
		NewSectionHead(k, k.T("nouns.dispute"), "1/2"), NewDisputeHead(k, "Org. 01 · 20 Nov 2023", "Org. 04 · 27 Feb 2024"),
		NewRuled(row(k.T("fields_observation.date"), "14 Nov 2023, exact", "Nov 2023, month known", TakeOurs),
			row(k.T("fields_observation.narrative"), "Handed to the officer on duty. No number is given.", "Handed to the officer on duty; two of three got no reply.", TakeBoth),
			row(k.T("fields_observation.effect"), "sets back", "no effect", Undecided), row(k.T("fields_observation.reliability"), "B2", "C3", TakeTheirs)))),
		NewActionBar(k, NewNotice(k, Amber, k.T("parts.undecided")), NewButton(k, k.T("actions.merge"), Primary, func() {}), NewButton(k, k.T("actions.cancel"), Secondary, func() {})))
	return window(k, 3, k.Sides(Side{264, k.SidePane(Inset(12, 16, items))}, Side{0, NewBox(Surface, page)}))
}

func reportSheet(k Look) fyne.CanvasObject {
	steps := NewSteps(k, []Step{{k.T("nouns.profile"), k.Label("profile", "public")}, {k.T("nouns.period"), "2023"}, {k.T("states.withheld"), "45"}, {k.T("actions.make_report"), ".xlsx"}}, func(int) {})
	steps.SetNow(2)
	open := NewRuleRow(k, k.T("states.withheld_by_consent"), k.T("sheets.observations"), 19, func() fyne.CanvasObject { return k.Code("O-2023-0101") })
	open.Turn()
	page := Pane(nil, NewPageWithin(k, 28, 16, Column(12, k.Heading(k.T("screens.preflight")), k.Muted(k.T("states.formula_in_scope")), NewScopeSum(k, 412, 367, 45),
		NewSectionHead(k, k.T("states.withheld"), "45"), Column(0, NewRule(), open, NewRuleRow(k, k.T("states.withheld_by_confidentiality"), k.T("sheets.observations"), 12, nil)), NewNotice(k, Amber, k.T("states.lost_passphrase"), NewLink(k, k.T("actions.open"), func() {})))),
		NewActionBar(k, k.Code("9c41 e07a … 5b12"), NewButton(k, k.T("actions.make_report"), Primary, func() {}), NewButton(k, k.T("actions.back"), Secondary, func() {})))
	return window(k, 4, k.Sides(Side{232, k.SidePane(Inset(16, 16, Column(12, k.Section(k.T("screens.report")), steps)))}, Side{0, NewBox(Surface, page)}))
}

func startSheet(k Look) fyne.CanvasObject {
	brand := k.Row(16, 1, NewIcon(IconPlumb, Teal, 56), Column(0, k.Heading("Plumbline"), k.Muted(k.T("states.locked"))))
	left := k.SidePane(Inset(48, 48, Column(20, brand, k.Muted(k.T("screens.language")), NewLanguageChoice(k, k.Words.Language(), func(string) {}))))
	first, again := NewPassphrase(k, nil, nil), NewPassphrase(k, nil, nil)
	first.Entry.SetText("correct horse battery")
	first.SetStrength(3, k.T("states.records_are_safe"), true)
	again.Entry.SetText("correct horse")
	f2 := NewField(k, "again", k.T("actions.retry"), again)
	f2.SetFault(k.T("states.not_saved"))
	create := NewButton(k, k.T("actions.new_notebook"), Primary, nil)
	create.TurnOff(k.T("states.required"))
	page := NewBox(Surface, NewPageWithin(k, 72, 60, Column(16, NewTabs(k, []string{k.T("actions.open"), k.T("actions.new_notebook"), k.T("actions.restore"), k.T("actions.try_with_sample")}, 1, nil),
		k.Heading(k.T("actions.new_notebook")), k.Row(16, 1, NewIcon(IconLock, Teal, 20), k.Text(k.T("states.records_are_safe"))), k.Row(16, 1, NewIcon(IconShield, Teal, 20), k.Text(k.T("states.locked"))),
		NewNotice(k, Amber, k.T("states.lost_passphrase")), NewField(k, "pass", k.T("nouns.passphrase"), first), f2,
		NewCheck(k, k.T("actions.make_recovery_parts"), true, nil).WithNote(k.T("states.lost_passphrase")), create.WithReason())))
	return NewBox(Ground, k.Sides(Side{420, left}, Side{0, page}))
}

func safetySheet(k Look) fyne.CanvasObject {
	minutes := NewSelect(k, "", []Option{{Code: "10", Word: k.Words.N("plurals.minute", 10)}}, "10", nil)
	lock := NewCard(Column(6, k.Section(k.T("actions.lock")), NewRuled(
		NewSettingRow(k, Calm, IconLock, k.T("screens.auto_lock"), k.T("states.locked"), Sized(136, 0, minutes)), NewSettingRow(k, Calm, theme.CancelIcon(), k.T("actions.panic_close"), "Ctrl+Shift+L", NewButton(k, k.T("actions.close"), Secondary, func() {})),
		NewSettingRow(k, Calm, theme.DocumentCreateIcon(), k.T("nouns.passphrase"), "", NewButton(k, k.T("actions.edit"), Secondary, func() {})))))
	win := NewCard(Column(6, k.Section(k.T("screens.theme")), NewRuled(
		NewSettingRow(k, Calm, theme.ZoomInIcon(), k.T("screens.text_size"), "14", NewSegmented(k, []string{"A−", "14", "A+"}, 1, nil)), NewSettingRow(k, Amber, theme.WarningIcon(), k.T("nouns.recovery_part"), k.T("states.never"), NewButton(k, k.T("actions.open"), Secondary, func() {})))))
	danger := NewDangerCard(k, theme.DeleteIcon(), k.T("actions.erase"), k.T("states.cannot_be_undone"), NewButton(k, k.T("actions.erase"), DangerWeight, func() {}))
	return window(k, 5, NewPageWithin(k, 24, 16, Column(16, k.Ends(k.Heading(k.T("screens.safety")), NewNotice(k, Good, k.T("states.records_are_safe"))), k.Even(16, lock, win), danger)))
}

func stateSheet(k Look) fyne.CanvasObject {
	progress := NewProgress(k, k.T("actions.merge"), k.T("states.records_are_safe"), func() {})
	progress.Set(33120, 53410)
	toasts := NewToasts(k)
	toasts.Say(k.T("states.saved"), k.T("actions.undo"), func() {})
	toasts.Hold()
	states := k.Even(16,
		NewCard(NewEmpty(k, theme.DocumentCreateIcon(), k.T("states.empty"), k.T("states.lost_passphrase"), NewIconButton(k, k.T("actions.record_observation"), theme.ContentAddIcon(), Primary, func() {}))),
		NewCard(NewError(k, k.T("states.failed"), k.T("states.in_use"), k.T("states.records_are_safe"), NewButton(k, k.T("actions.retry"), Primary, func() {}), NewButton(k, k.T("actions.copy"), Secondary, func() {}))),
		NewCard(Column(12, NewLoading(k), NewRule(), progress)))
	rest := NewCard(Column(12, NewReadOnlyBanner(k, k.T("states.read_only")), NewBanner(k, Amber, k.T("states.draft_kept")), NewBanner(k, Red, k.T("states.damaged")), NewBanner(k, Good, k.T("states.records_are_safe")), NewLegend(k),
		k.Flow(8, NewButton(k, k.T("actions.save"), Secondary, func() {}), NewIconButton(k, k.T("actions.grade"), theme.DocumentCreateIcon(), Quiet, func() {}), NewButton(k, k.T("actions.erase"), DangerWeight, func() {}))))
	return container.NewStack(window(k, -1, NewPageWithin(k, 24, 16, Column(16, states, rest))), toasts.Layer)
}

// sheets are the pages of the drawings, made of parts.
var sheets = []struct {
	name, language string
	scheme         Scheme
	sheet          func(k Look) fyne.CanvasObject
}{
	{"1-commitment", "en", SchemeLight, commitmentSheet}, {"2-commitment", "ar", SchemeLight, commitmentSheet}, {"3-observe", "ru", SchemeLight, observeSheet},
	{"3-observe", "ar", SchemeDark, observeSheet}, {"4-find", "kk", SchemeDark, findSheet}, {"4-find", "ar", SchemeLight, findSheet}, {"5-overview", "en", SchemeLight, overviewSheet},
	{"5-overview", "ar", SchemeDark, overviewSheet}, {"6-coalition", "en", SchemeLight, coalitionSheet}, {"6-coalition", "ar", SchemeLight, coalitionSheet},
	{"7-report", "ar", SchemeLight, reportSheet}, {"7-report", "ru", SchemeDark, reportSheet}, {"8-start", "ru", SchemeLight, startSheet}, {"8-start", "ar", SchemeDark, startSheet},
	{"9-safety", "en", SchemeLight, safetySheet}, {"9-safety", "kk", SchemeDark, safetySheet}, {"10-states", "en", SchemeLight, stateSheet}, {"10-states", "ar", SchemeDark, stateSheet},
}

// draw paints a sheet as the window would.
func draw(t *testing.T, language string, scheme Scheme, scale int, size fyne.Size, sheet func(k Look) fyne.CanvasObject) []byte {
	t.Helper()
	k := Look{Words: assets.For(language)}
	fyne.CurrentApp().Settings().SetTheme(NewTheme(scheme, scale, k.RTL()))
	c := software.NewCanvas()
	c.SetPadded(false)
	c.SetContent(sheet(k))
	c.Resize(size)
	var b bytes.Buffer
	if err := png.Encode(&b, c.Capture()); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestGallery(t *testing.T) {
	if *gallery == "" {
		t.Skip("no folder given: -args -gallery DIR")
	}
	test.NewTempApp(t)
	for _, s := range sheets {
		name := s.name + "-" + s.language + "-" + string(s.scheme) + ".png"
		b := draw(t, s.language, s.scheme, 100, fyne.NewSize(1280, 800), s.sheet)
		if err := os.WriteFile(filepath.Join(*gallery, name), b, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func lookOf(language string) Look { return Look{Words: assets.For(language)} }

func typeName(o any) string { return fmt.Sprintf("%T", o) }

func TestDrawingsAreAlwaysTheSame(t *testing.T) {
	test.NewTempApp(t)
	for _, s := range sheets[:2] {
		first := draw(t, s.language, s.scheme, 100, fyne.NewSize(1280, 800), s.sheet)
		again := draw(t, s.language, s.scheme, 100, fyne.NewSize(1280, 800), s.sheet)
		if !bytes.Equal(first, again) {
			t.Errorf("%s %s is drawn otherwise the second time", s.name, s.language)
		}
	}
}

func TestSmallAndLarge(t *testing.T) {
	if *gallery == "" {
		t.Skip("no folder given: -args -gallery DIR")
	}
	test.NewTempApp(t)
	for _, s := range sheets {
		for name, c := range map[string]struct {
			scale int
			size  fyne.Size
		}{"small": {100, fyne.NewSize(960, 640)}, "large": {150, fyne.NewSize(1600, 1000)}} {
			b := draw(t, s.language, s.scheme, c.scale, c.size, s.sheet)
			if err := os.WriteFile(filepath.Join(*gallery, name+"-"+s.name+"-"+s.language+".png"), b, 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}
