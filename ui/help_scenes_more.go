package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"plumbline/model"
	"plumbline/ui/parts"
)

// sceneFind is the search with its filters and ticked rows.
func sceneFind(k parts.Look) fyne.CanvasObject {
	facet := func(title string, list string, codes []string, counts ...int64) *parts.Facet {
		f := parts.NewFacet(k, title, 0, func(string, bool) {})
		values := make([]parts.FacetValue, len(codes))
		for i, c := range codes {
			values[i] = parts.FacetValue{Code: c, Word: k.Label(list, c), Base: k.Base(), Count: counts[i], On: i == 0}
		}
		f.Set(values)
		return f
	}
	filters := parts.Column(12, k.Section(k.T("screens.filters")),
		k.Callout(2, parts.Inset(12, 0, facet(k.T("find_screen.facet_method"), "method", []string{"site_visit", "interview", "statistics"}, 11, 8, 3))),
		parts.Inset(12, 0, facet(k.T("find_screen.facet_review"), "review", []string{"approved", "submitted"}, 14, 8)))
	side := sceneSide(k, parts.Inset(18, 16, filters))

	rows := [][3]string{{"O-2023-0412", "2023-11-14", "help.eg_title"}, {"O-2023-0398", "2023-09-02", "help.eg_title_2"}, {"O-2023-0377", "2023-06-20", "help.eg_title_3"}}
	columns := []parts.TableColumn{{Title: k.T("columns.ref"), Width: 96, Ink: parts.Ink3}, {Title: k.T("fields_observation.date"), Width: 116}, {Title: k.T("fields_observation.title"), Ink: parts.Ink}}
	table := parts.NewTable(k, columns, func() int { return len(rows) }, func(i int) parts.TableRow {
		r := rows[i]
		return parts.TableRow{Ticked: i < 2, Cells: []parts.TableCell{{Text: r[0]}, {Text: k.Words.ShortDate(r[1], "", "exact"), Base: k.Base()}, {Text: k.T(r[2]), Base: k.Base()}}}
	}, func(int) {}, still)
	table.SetAllTicked(false, true)
	search := parts.NewSearch(k, k.T("actions.find_anything"), "Ctrl+K", nil, nil)
	keep := k.Callout(5, parts.NewIconButton(k, k.T("actions.save_search"), theme.DocumentSaveIcon(), parts.Secondary, still))
	head := parts.Inset(20, 16, k.Row(12, 0, k.Callout(1, search), keep))
	bar := parts.NewActionBar(k, k.Line(k.T("find_screen.ticked", "n", 2), parts.Ink2), sceneButton(k, 4, k.T("actions.pack"), parts.Secondary),
		parts.NewButton(k, k.T("actions.add_tag"), parts.Secondary, still))
	return scenePaper(k.Sides(parts.Side{Width: 234, Pane: side}, parts.Side{Pane: parts.Pane(head, atPlace(k, 3, 6, 46, parts.AtLeast(0, parts.TableHeadHeight+3*parts.TableHeight+12, table)), bar)}))
}

// sceneFinding is the form of a finding, and the button that leads there.
func sceneFinding(k parts.Look) fyne.CanvasObject {
	grade := k.Callout(1, parts.NewIconButton(k, k.T("finding_screen.grade_this"), theme.DocumentCreateIcon(), parts.Secondary, still))
	head := parts.Column(10, parts.NewSectionHead(k, k.T("nouns.we_found"), "", grade), parts.NewRule())
	rests := sceneRows(k, parts.ObservationHeight, []parts.TickItem{
		{Ticked: true, Title: k.T("help.eg_title"), Base: k.Base(), Note: k.Label("method", "site_visit"), End: "B2"},
		{Ticked: true, Title: k.T("help.eg_title_2"), Base: k.Base(), Note: k.Label("method", "interview"), End: "C3"},
		{Title: k.T("help.eg_title_3"), Base: k.Base(), Note: k.Label("method", "statistics"), End: "A1"}},
		parts.NewTickRow, (*parts.TickRow).Set)
	rests.Rules = true
	verdict := parts.NewSelect(k, "", k.Options("verdict", model.Verdicts), string(model.Contradicted), nil)
	left := parts.Column(14, sceneOver(k, 2, k.T("finding_screen.rests_on"), parts.AtLeast(0, 3*parts.ObservationHeight, rests)),
		sceneOver(k, 3, k.T("finding_screen.do_they_hold"), verdict))
	var words []string
	for _, g := range model.HouseGrades[:4] {
		words = append(words, k.Label("grade_house", g))
	}
	reasons := parts.NewTextArea(k, "", 2)
	reasons.SetText(k.T("help.eg_reason"))
	right := parts.Column(14, parts.NewStackedField(k, "", k.T("finding_screen.grade"), k.Callout(4, parts.Inset(10, 0, parts.NewRadioGroup(k, words, 1, nil)))),
		sceneOver(k, 5, k.T("fields_finding.reasoning"), reasons))
	return scenePaper(parts.Inset(28, 18, parts.Column(16, head, k.Even(36, left, right))))
}

// sceneCoalition is the parts of the coalition, a parcel that was looked at, and a field in dispute.
func sceneCoalition(k parts.Look) fyne.CanvasObject {
	list := parts.Column(6)
	for i, part := range []string{partMembers, partPack, partMerge} {
		item := parts.NewSectionItem(k, partWord(k, part), partIcon(part), still)
		item.SetChosen(part == partMerge)
		list.Add(k.Callout(i+1, item))
	}
	side := sceneSide(k, parts.Inset(14, 18, parts.Column(12, parts.Inset(8, 0, k.Section(k.T("screens.coalition"))), list)))
	figures := parts.NewFigures(k, parts.Figure{N: "41", Word: k.T("outcomes.new")}, parts.Figure{N: "12", Word: k.T("outcomes.joined")},
		parts.Figure{N: "1", Word: k.T("outcomes.disputed"), Tone: parts.Amber})
	row := parts.NewDisputeRow(k, parts.Dispute{Field: k.T("fields_observation.title"), Ours: k.T("help.eg_title"), OursBase: k.Base(),
		Theirs: k.T("help.eg_theirs"), TheirsBase: k.Base(), Decision: parts.TakeOurs}, nil)
	page := parts.Inset(22, 18, parts.Column(16, k.Section(k.T("coalition_screen.merge_a_parcel")), figures, k.Callout(4, row),
		k.Row(0, parts.NoSlack, parts.NewButton(k, k.T("coalition_screen.settle"), parts.Primary, still))))
	return scenePaper(k.Sides(parts.Side{Width: 230, Pane: side}, parts.Side{Pane: page}))
}

// sceneReport is what is asked before a report is made, and what is withheld from it.
func sceneReport(k parts.Look) fyne.CanvasObject {
	audience := parts.NewBoxedRadioGroup(k, []string{k.Label("profile", "coalition"), k.Label("profile", "public")}, 1, nil)
	period := parts.NewSelect(k, "", []parts.Option{{Code: "2024", Word: "2024", Base: k.Base()}}, "2024", nil)
	asked := k.Even(36, sceneOver(k, 1, k.T("report_screen.for_whom"), audience), sceneOver(k, 2, k.T("nouns.period"), period))
	rules := parts.Column(0, parts.NewRule(), parts.NewRuleRow(k, k.T("withheld.consent_missing"), k.T("sheets.observations"), 33, nil),
		parts.NewRuleRow(k, k.T("withheld.confidentiality"), k.T("sheets.observations"), 12, nil))
	bar := parts.NewActionBar(k, nil, sceneButton(k, 4, k.T("report_screen.make"), parts.Primary), parts.NewButton(k, k.T("actions.back"), parts.Secondary, still))
	return scenePaper(parts.Pane(nil, parts.Inset(28, 18, parts.Column(20, asked, k.Callout(3, parts.NewScopeSum(k, 412, 367, 45)), rules)), bar))
}

// sceneSafety is locking and backups.
func sceneSafety(k parts.Look) fyne.CanvasObject {
	row := func(n int, icon fyne.Resource, what, note string, w parts.Weight, word string) fyne.CanvasObject {
		return parts.NewSettingRow(k, parts.Calm, icon, what, note, sceneButton(k, n, word, w))
	}
	head := k.Ends(k.Section(k.T("screens.safety")), k.Callout(1, parts.NewIconButton(k, k.T("actions.lock"), parts.IconLock, parts.Secondary, still)))
	minutes := parts.NewSelect(k, "", []parts.Option{{Code: "5", Word: k.Words.N("plurals.minute", 5), Base: k.Base()}}, "5", nil)
	lock := parts.NewCard(parts.Column(6, k.Section(k.T("safety_screen.lock")), parts.NewRuled(
		parts.NewSettingRow(k, parts.Calm, parts.IconLock, k.T("screens.auto_lock"), k.T("safety_screen.auto_lock_how", "keys", "Ctrl+L"), parts.Sized(136, 0, minutes)),
		row(2, theme.CancelIcon(), k.T("actions.panic_close"), k.T("safety_screen.panic_how", "keys", "Ctrl+Shift+L"), parts.Secondary, k.T("actions.panic_close")))))
	copies := parts.NewCard(parts.Column(6, k.Section(k.T("screens.backups")), parts.NewRuled(
		row(3, theme.HistoryIcon(), k.T("safety_screen.copies"), k.T("states.last_backup", "age", k.T("states.today")), parts.Primary, k.T("actions.backup")),
		row(4, theme.SearchIcon(), k.T("actions.check"), k.T("safety_screen.check_how"), parts.Secondary, k.T("safety_screen.check_whole")))))
	return scenePaper(parts.Inset(24, 20, parts.Column(14, head, lock, copies)))
}
