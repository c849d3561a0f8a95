package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"plumbline/model"
	"plumbline/ui/parts"
)

// The pictures of help are pieces of the screens, made of the same parts, over invented records. A number stands where
// each step is done. Nothing here acts: a picture is painted once (parts.Picture).

// sceneWidth is how wide every scene is, in units; sceneSize is how large it is drawn.
const (
	sceneWidth = 800
	sceneSize  = 0.9
)

// still is what a part in a picture does.
func still() {}

// scenePaper is the ground of a scene.
func scenePaper(o fyne.CanvasObject) fyne.CanvasObject { return parts.NewBox(parts.Surface, o) }

// sceneSide is a side pane of a scene, which lies on its paper.
func sceneSide(k parts.Look, o fyne.CanvasObject) fyne.CanvasObject {
	return k.SidePane(parts.NewBox(parts.Ground, o))
}

// sceneEntry is an entry with something in it.
func sceneEntry(k parts.Look, text string) fyne.CanvasObject {
	e := parts.NewEntry(k, "")
	e.SetText(text)
	return e
}

// sceneText is what somebody wrote in the language of the screen.
func sceneText(k parts.Look, key string) model.Text { return model.Text{k.Words.Language(): k.T(key)} }

// atPlace sets a number over something, at a distance in units from its leading and its upper edge.
func atPlace(k parts.Look, n int, x, y float32, under fyne.CanvasObject) fyne.CanvasObject {
	return container.NewStack(under, parts.Inset(x, y, k.Callout(n, parts.Gap(0, 0))))
}

// sceneButton is a button of a weight, no wider than its word, with a number.
func sceneButton(k parts.Look, n int, word string, w parts.Weight) fyne.CanvasObject {
	return k.Callout(n, parts.NewButton(k, word, w, still))
}

// sceneField is a field with a number at its control.
func sceneField(k parts.Look, n int, label string, control fyne.CanvasObject) fyne.CanvasObject {
	return parts.NewField(k, "", label, k.Callout(n, control))
}

// sceneOver is a field with a number at its control, and the label over it.
func sceneOver(k parts.Look, n int, label string, control fyne.CanvasObject) fyne.CanvasObject {
	return parts.NewStackedField(k, "", label, k.Callout(n, control))
}

// sceneRows are rows that are there to be looked at, high units each.
func sceneRows[T any, R fyne.CanvasObject](k parts.Look, high float32, rows []T, empty func(k parts.Look) R, set func(R, T)) *parts.List {
	return parts.NewList(k, high, func() int { return len(rows) }, func() fyne.CanvasObject { return empty(k) },
		func(i int, o fyne.CanvasObject) { set(o.(R), rows[i]) })
}

// sceneStart is the first screen: the languages, and a notebook being made.
func sceneStart(k parts.Look) fyne.CanvasObject {
	brand := k.Row(12, 1, parts.NewIcon(parts.IconPlumb, parts.Teal, 44), parts.Column(0, k.Heading("Plumbline"), k.Muted(k.T("unlock.motto"))))
	tongues := parts.NewLanguageChoice(k, k.Words.Language(), func(string) {})
	side := sceneSide(k, parts.Inset(28, 24, parts.Column(24, brand, k.Callout(1, tongues))))
	phrase := parts.NewPassphrase(k, nil, nil)
	phrase.Entry.SetText("wrinkle canopy turbine gravel mustard outpost")
	phrase.SetStrength(4, k.T("unlock.very_strong"), true)
	tabs := parts.NewTabs(k, doorWords(k), 1, nil)
	page := parts.Inset(32, 24, parts.Column(22, k.Row(0, parts.NoSlack, tabs), sceneField(k, 2, k.T("nouns.passphrase"), phrase),
		k.Callout(3, parts.Inset(12, 0, parts.NewNotice(k, parts.Amber, k.T("unlock.promise_lost")))),
		k.Row(0, parts.NoSlack, sceneButton(k, 4, k.T("unlock.create_notebook"), parts.Primary))))
	return scenePaper(k.Sides(parts.Side{Width: 272, Pane: side}, parts.Side{Pane: page}))
}

// sceneCommitment is the tree beside the page of a commitment.
func sceneCommitment(k parts.Look) fyne.CanvasObject {
	list := sceneRows(k, parts.TreeHeight, []parts.TreeItem{
		{Number: "9", Open: true, Title: k.T("help.eg_area"), Base: k.Base(), Grades: []model.Grade{model.Limited}, Count: "49"},
		{Commitment: true, Code: "KZ21-9.1", Title: k.T("help.eg_commitment"), Base: k.Base(), Grades: []model.Grade{model.Limited}, Count: "38", Chosen: true},
		{Commitment: true, Code: "KZ21-9.2", Title: k.T("help.eg_commitment_2"), Base: k.Base(), Grades: []model.Grade{model.Partial}, Count: "7"}},
		parts.NewTreeRow, (*parts.TreeRow).Set)
	list.SetChosen(1)
	filter := k.Callout(1, parts.NewSearch(k, k.T("plan_screen.filter"), "", nil, nil))
	head := parts.Inset(16, 16, parts.Column(12, k.Section(k.T("screens.areas_and_commitments")), filter))
	tree := sceneSide(k, parts.Pane(head, atPlace(k, 2, 20, 62, parts.AtLeast(0, 3*parts.TreeHeight+12, list)), nil))

	claim := parts.NewClaimCard(k, parts.Claim{Status: "done", Quote: sceneText(k, "help.eg_claim"), Written: k.Words.Language(), Source: k.T("help.eg_report")})
	line := container.NewStack(parts.NewPlumbLine(k, model.Contradicted), container.NewCenter(k.Callout(4, parts.Gap(66, 44))))
	found := parts.NewFindingCard(k, parts.Finding{Grade: model.Limited, Reason: sceneText(k, "help.eg_reason"), Written: k.Words.Language(),
		Level: k.Label("level", model.LevelCoalition) + " · 2024"})
	title := k.Section(k.T("help.eg_commitment"))
	page := parts.Inset(20, 18, parts.Column(18, parts.Column(6, k.Row(0, parts.NoSlack, parts.NewCodeTag(k, "KZ21-9.1")), title),
		k.Against(k.Callout(3, claim), line, k.Callout(5, found))))
	return scenePaper(k.Sides(parts.Side{Width: 292, Pane: tree}, parts.Side{Pane: page}))
}

// sceneObserve is the form of an observation, and the button that leads there.
func sceneObserve(k parts.Look) fyne.CanvasObject {
	record := k.Callout(1, parts.NewIconButton(k, k.T("actions.record_observation"), theme.ContentAddIcon(), parts.Primary, still))
	head := parts.Column(10, parts.NewSectionHead(k, k.T("commitment_screen.observations"), "", record), parts.NewRule())
	story := parts.NewTextArea(k, "", 2)
	story.SetText(k.T("help.eg_story"))
	date := parts.NewDateField(k, model.Date{From: "2023-11-14", Precision: model.Exact}, nil)
	method := parts.NewSelect(k, "", k.Options("method", model.Methods), "site_visit", nil)
	form := parts.Column(14, sceneField(k, 2, k.T("fields_observation.title"), sceneEntry(k, k.T("help.eg_title"))),
		parts.NewField(k, "", k.T("fields_observation.narrative"), story),
		sceneField(k, 3, k.T("fields_observation.date"), date), sceneField(k, 4, k.T("fields_observation.method"), method))
	bar := parts.NewActionBar(k, k.Hint(k.T("observe_screen.leave_hint")), sceneButton(k, 5, k.T("actions.submit"), parts.Primary),
		parts.NewButton(k, k.T("observe_screen.save_as_draft"), parts.Secondary, still))
	return scenePaper(parts.Pane(nil, parts.Inset(28, 18, parts.Column(16, head, form)), bar))
}

// sceneEvidence is where files are dropped, a file that waits, and saving.
func sceneEvidence(k parts.Look) fyne.CanvasObject {
	drop := k.Callout(1, parts.NewEvidenceDrop(k, k.T("observe_screen.drop_here"), parts.NewButton(k, k.T("observe_screen.choose_file"), parts.Secondary, still)))
	address := k.Row(0, parts.NoSlack, sceneButton(k, 2, k.T("observe_screen.paste_address"), parts.Secondary))
	file := parts.NewEvidenceRow(k, parts.EvidenceFile{Title: k.T("help.eg_title"), Base: k.Base(), Kind: theme.MediaPhotoIcon(),
		Name: k.Words.Size(2_431_000), Hash: "3f9a07d1000000000000000000000000000000000000000000000000000000c210", OnOpen: still})
	beside := parts.Column(14, k.Callout(3, file), k.Hint(k.T("observe_screen.attach_after")))
	body := parts.Inset(28, 22, k.Even(32, parts.Column(14, drop, address), beside))
	return scenePaper(parts.Pane(nil, body, parts.NewActionBar(k, nil, sceneButton(k, 4, k.T("actions.save"), parts.Primary))))
}

// sceneSource is a new source with its consent, who will see the observation, and a source whose consent was withdrawn.
func sceneSource(k parts.Look) fyne.CanvasObject {
	uses := parts.NewChoices(k, "", k.Options("consent_use", model.ConsentUses), []string{"coalition", "un_body"}, nil)
	left := parts.Column(14, k.Section(k.T("observe_screen.new_source")),
		sceneOver(k, 1, k.T("fields_source.code_name"), sceneEntry(k, k.T("help.eg_source"))),
		parts.NewStackedField(k, "", k.T("fields_source.identity"), parts.Column(0, parts.Gap(0, 8), k.Callout(2, sceneEntry(k, "")))).WithNote(k.T("observe_screen.identity_note")),
		sceneOver(k, 3, k.T("fields_source.consent_uses"), uses))
	var words []string
	for _, c := range []string{"public", "coalition", "organisation", "sealed"} {
		words = append(words, k.Label("confidentiality", c))
	}
	who := parts.NewRadioGroup(k, words, 1, nil)
	withdrawn := k.T("observe_screen.consent_of", "source", k.T("help.eg_source"), "consent", k.T("observe_screen.consent_withdrawn"))
	right := parts.Column(16, k.Section(k.T("observe_screen.who_sees")), k.Callout(4, parts.Inset(10, 0, who)), parts.NewRule(),
		k.Callout(5, parts.Inset(12, 0, parts.NewNotice(k, parts.Amber, withdrawn))))
	return scenePaper(parts.Inset(28, 20, k.Even(40, left, right)))
}
