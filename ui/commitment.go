package ui

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"plumbline/assets"
	"plumbline/model"
	"plumbline/ui/bidi"
	"plumbline/ui/parts"
)

// commitmentPage is the heart of the program: what the State says, what we found, the verdict on the line between, and
// beneath them the observations, newest first.
type commitmentPage struct {
	d    *desk
	c    *model.Commitment
	back *parts.Button

	head  *fyne.Container // what depends on how the commitment stands
	rows  *observationRows
	note  *bidi.Label // how many observations
	more  bool        // all that the plan says is unfolded
	empty *fyne.Container
	page  *parts.Page
	stand *standing
}

func newCommitmentPage(d *desk, c *model.Commitment, l *ledger, back func() *parts.Button) *commitmentPage {
	p := &commitmentPage{d: d, c: c, back: back(), head: parts.Column(14), empty: container.NewStack()}
	k := d.look
	p.note = k.Hint("")
	p.rows = newObservationRows(d, model.Query{Commitment: c.Code}, p.counted)
	p.rows.list.OnOpen = func(i int) {
		if id, ok := p.rows.id(i); ok {
			d.show(place{to: atPlan, code: c.Code, id: id})
		}
	}
	p.rows.list.OnMenu = p.menu
	p.rows.failed = p.unread
	section := k.Row(12, 2, k.Section(k.T("commitment_screen.observations")), p.note, parts.Gap(0, 0))
	if !d.readOnly {
		section.Add(parts.NewIconButton(k, k.T("actions.record_observation"), theme.ContentAddIcon(), parts.Primary, p.record))
	}
	top := parts.Column(14, p.head, parts.Column(8, parts.NewRule(), section, parts.NewRule()))
	body := parts.AtLeast(0, 3*parts.ObservationHeight, container.NewStack(p.rows.list, p.empty))
	p.page = parts.NewPage(k, parts.Pane(top, body, nil))
	p.fresh(l)
	return p
}

func (p *commitmentPage) view() fyne.CanvasObject { return p.page }

func (p *commitmentPage) leave() { p.rows.leave() }

// narrow shows the way to the tree where the tree is not seen.
func (p *commitmentPage) narrow(on bool) { show(p.back, on); p.page.Refresh() }

func (p *commitmentPage) record() { p.d.show(place{to: atObserve, code: p.c.Code}) }

// menu is what can be done with an observation of the list.
func (p *commitmentPage) menu(i int, at fyne.Position) {
	id, ok := p.rows.id(i)
	if !ok {
		return
	}
	k := p.d.look
	items := []parts.MenuItem{{Word: k.T("actions.open"), Act: func() { p.rows.list.OnOpen(i) }}}
	if !p.d.readOnly {
		items = append(items,
			parts.MenuItem{Word: k.T("actions.edit"), Act: func() { p.d.show(place{to: atObserve, id: id}) }},
			parts.MenuItem{Word: k.T("actions.copy_as_new"), Act: func() { p.d.show(place{to: atObserve, code: p.c.Code, copyOf: id}) }},
			parts.MenuItem{Word: k.T("actions.delete_record"), Act: func() {
				p.d.withdraw(id, k.T("observation_screen.deleted"), k.T("observe_screen.not_saved"), func() {})
			}})
	}
	items = append(items, parts.MenuItem{Word: k.T("actions.show_history"), Act: func() { p.d.show(place{to: atHistory, id: id}) }})
	parts.ShowMenu(k, p.d.window.Canvas(), at, items)
}

// counted says how many observations there are, or what to do first.
func (p *commitmentPage) counted(n int) {
	k := p.d.look
	p.note.SetText("")
	if n > 0 {
		p.note.SetText(k.T("commitment_screen.count_newest_first", "n", n))
	}
	p.empty.Objects = nil
	if n == 0 {
		p.empty.Objects = []fyne.CanvasObject{parts.Inset(0, 16, parts.NewEmpty(k, theme.DocumentCreateIcon(), k.T("commitment_screen.none_yet"),
			k.T("commitment_screen.none_yet_next"), nil))} // the button that records stands above
	}
	p.empty.Refresh()
	p.page.Refresh()
}

// unread says in the place of the observations that they could not be read.
func (p *commitmentPage) unread(err error) {
	p.note.SetText("")
	p.empty.Objects = []fyne.CanvasObject{parts.Inset(0, 16, p.d.trouble("commitment_screen.not_read", err, p.rows.fresh))}
	p.empty.Refresh()
	p.page.Refresh()
}

// fresh shows how the commitment stands now.
func (p *commitmentPage) fresh(l *ledger) {
	k := p.d.look
	p.stand = nil
	if l != nil {
		p.stand = l.commitments[p.c.Code]
	}
	p.head.Objects = append([]fyne.CanvasObject{}, p.title())
	if p.more {
		p.head.Add(p.allOfThePlan())
	}
	if p.stand == nil {
		p.head.Add(parts.NewLoading(k))
	} else {
		p.head.Add(k.Against(p.claimCard(), p.line(), p.findingCard()))
		p.head.Add(p.history())
	}
	p.head.Refresh()
	p.rows.fresh()
	p.page.Refresh()
}

// title is the code, where the commitment comes from, its words, and what it rests on.
func (p *commitmentPage) title() fyne.CanvasObject {
	k, d, c := p.d.look, p.d, p.c
	origin := k.Line(k.Label("origin", string(c.Origin)), parts.Ink2)
	note := k.Row(8, parts.NoSlack, parts.NewIcon(theme.InfoIcon(), parts.Ink2, 18), k.Line(p.status(), parts.Ink2))
	top := k.Ends(k.Flow(8, p.back, parts.NewCodeTag(k, c.Code), origin), note)
	heading := k.Content(c.Title, c.Language)
	heading.SizeName, heading.TextStyle.Bold = theme.SizeNameHeadingText, true
	word := k.T("commitment_screen.more")
	if p.more {
		word = k.T("commitment_screen.less")
	}
	fold := parts.NewLink(k, word, func() { p.more = !p.more; p.refold() })
	basis := k.Row(12, 0, k.Muted(p.basis(d.words)), fold)
	return parts.Column(6, top, heading, basis)
}

// refold shows or hides what more the plan says.
func (p *commitmentPage) refold() {
	l := &ledger{commitments: map[string]*standing{p.c.Code: p.stand}}
	p.fresh(l)
}

// status says how far the wording can be trusted. Nothing of the built-in plan may pass for the official text.
func (p *commitmentPage) status() string {
	k, c := p.d.look, p.c
	_, language := p.d.words.Of(c.Title, c.Language)
	switch c.Translations[language] {
	case "official", "original":
		return k.Label("translation_status", c.Translations[language])
	}
	return k.T("commitment_screen.not_official")
}

// basis is treaty articles and deadline in one line.
func (p *commitmentPage) basis(w assets.Words) string {
	var said []string
	if t := treaties(w, p.c.TreatyArticles); t != "" {
		said = append(said, t)
	} else if p.c.Deadline == "" {
		return p.d.look.T("states.no_deadline") // it begins the line
	}
	said = append(said, p.deadline(w))
	return strings.Join(said, " · ")
}

// deadline says by when, and where it was moved, by when at first.
func (p *commitmentPage) deadline(w assets.Words) string {
	k, c := p.d.look, p.c
	switch {
	case c.Deadline == "":
		return k.T("commitment_screen.no_deadline")
	case c.BaselineDeadline != "" && c.BaselineDeadline != c.Deadline:
		return k.T("commitment_screen.deadline_moved", "date", isoDate(w, c.Deadline), "first", isoDate(w, c.BaselineDeadline))
	}
	return k.T("commitment_screen.deadline", "date", isoDate(w, c.Deadline))
}

// isoDate says a year, a month or a day of machine writing in words.
func isoDate(w assets.Words, iso string) string {
	precision := [...]string{4: "year", 7: "month", 10: "exact"}
	if len(iso) < len(precision) && precision[len(iso)] != "" {
		return w.Date(iso, "", precision[len(iso)])
	}
	return iso
}

// treaties says articles by treaty: CAT art. 1, 2, 4.
func treaties(w assets.Words, list []model.TreatyArticles) string {
	var said []string
	for _, t := range list {
		if len(t.Articles) == 0 {
			said = append(said, w.Isolate(t.Treaty))
			continue
		}
		said = append(said, w.N("commitment_screen.articles", len(t.Articles), "treaty", t.Treaty, "articles", w.List(t.Articles)))
	}
	return strings.Join(said, "; ")
}

// allOfThePlan is what else the plan says of the commitment, with where it was taken from.
func (p *commitmentPage) allOfThePlan() fyne.CanvasObject {
	k, c, w := p.d.look, p.c, p.d.words
	col := parts.Column(6)
	add := func(label, value string) {
		if value != "" {
			col.Add(k.TopRow(12, 1, parts.Sized(parts.LabelWidth+36, 0, k.Muted(label)), k.Text(value)))
		}
	}
	official, _ := w.Of(c.OfficialText, c.Language)
	add(k.T("fields_commitment.official_text"), official)
	for _, part := range c.Parts {
		words, _ := w.Of(part.Title, c.Language)
		add(w.Isolate(part.Code), words)
	}
	add(k.T("fields_commitment.lead_bodies"), w.List(p.bodies(c.LeadBodies)))
	add(k.T("fields_commitment.supporting_bodies"), w.List(p.bodies(c.SupportingBodies)))
	add(k.T("fields_commitment.certainty"), k.Label("certainty", c.Certainty))
	add("", c.CertaintyNote)
	add(k.T("fields_common.sdg_targets"), w.List(c.SDGTargets))
	var un []string
	for _, r := range c.UNRecommendations {
		un = append(un, strings.TrimSpace(r.Ref+" "+r.Source))
	}
	add(k.T("fields_common.un_recommendations"), w.List(un))
	add(k.T("fields_commitment.text_source"), w.List(c.TextSource))
	b := parts.NewBox(parts.Ground, col)
	b.Radius, b.Across, b.Down = 8, 16, 12
	return b
}

// bodies are the names of bodies by their codes.
func (p *commitmentPage) bodies(codes []string) []string {
	var names []string
	for _, code := range codes {
		name, _ := p.d.words.Of(p.d.plan.Body(code).Name, "en")
		if name == "" {
			name = code
		}
		names = append(names, name)
	}
	return names
}

// claimCard is the State's side.
func (p *commitmentPage) claimCard() fyne.CanvasObject {
	k, c := p.d.look, p.stand.claim()
	if c == nil {
		return parts.NewVacantCard(k, k.T("nouns.state_says"), k.T("commitment_screen.no_claim"), p.act("claim_screen.add", place{to: atClaim, code: p.c.Code}))
	}
	w := p.d.words
	title, _ := w.Of(c.Report.Title, c.Language)
	source := strings.Join(filled(title, isoDate(w, string(c.Report.Date)), p.pageOf(c), w.Isolate(shortRef(c.Ref))), " · ")
	var note []string
	if n := p.stand.later(); n > 0 {
		note = append(note, k.T("commitment_screen.later_claims", "n", n))
	}
	if c.ClaimedFigure != "" {
		note = append(note, k.T("commitment_screen.figure", "figure", c.ClaimedFigure))
	}
	if c.Verifiable != "" {
		note = append(note, k.T("commitment_screen.verifiable_"+c.Verifiable))
	}
	return parts.NewClaimCard(k, parts.Claim{Status: c.ClaimedStatus, Quote: c.Quotation, Written: c.Language, Source: source,
		Note: strings.Join(note, " · ")}, p.links(
		link{"actions.edit", place{to: atClaim, id: c.ID}}, link{"claim_screen.add_another", place{to: atClaim, code: p.c.Code}},
		link{"history_screen.history", place{to: atHistory, id: c.ID}})...)
}

// link is a way from the page to a form: its word and its place.
type link struct {
	word string
	to   place
}

// links are ways to forms, and to histories; to these alone where nothing can be written.
func (p *commitmentPage) links(all ...link) []fyne.CanvasObject {
	var out []fyne.CanvasObject
	for _, l := range all {
		if p.d.readOnly && l.to.to != atHistory {
			continue
		}
		out = append(out, parts.NewLink(p.d.look, p.d.look.T(l.word), func() { p.d.show(l.to) }))
	}
	return out
}

// act is the button of a card that is still empty; nil where nothing can be written.
func (p *commitmentPage) act(word string, to place) *parts.Button {
	if p.d.readOnly {
		return nil
	}
	return parts.NewButton(p.d.look, p.d.look.T(word), parts.Secondary, func() { p.d.show(to) })
}

// pageOf says a page with the word for it; a paragraph or another place as it was written.
func (p *commitmentPage) pageOf(c *model.Claim) string {
	if strings.Trim(c.Page, "0123456789") == "" && c.Page != "" {
		return p.d.look.T("commitment_screen.page", "page", c.Page)
	}
	return p.d.words.Isolate(c.Page)
}

// findingCard is our side.
func (p *commitmentPage) findingCard() fyne.CanvasObject {
	k, f := p.d.look, p.stand.finding()
	if f == nil {
		return parts.NewVacantCard(k, k.T("nouns.we_found"), k.T("commitment_screen.no_finding"), p.act("finding_screen.grade_this", place{to: atFinding, code: p.c.Code}))
	}
	w := p.d.words
	level := []string{k.Label("level", f.Level), period(w, f.Period)}
	if n := len(f.BasedOn); n > 0 {
		level = append(level, w.N("plurals.observation", n))
	}
	var note []string
	if f.Confidence != "" {
		note = append(note, k.T("commitment_screen.confidence_"+f.Confidence))
	}
	if dissent, _ := w.Of(f.Dissent, f.Language); dissent != "" {
		note = append(note, k.T("commitment_screen.dissent", "words", dissent))
	}
	card := parts.Finding{Grade: houseGrade(f), Reason: f.Reasoning, Written: f.Language, Level: strings.Join(level, " · "),
		Note: strings.Join(note, " · ")}
	if card.Grade == "" {
		level = append(level, w.Isolate(string(f.Grade)))
		card.Level = strings.Join(level, " · ")
	}
	return parts.NewFindingCard(k, card, p.links(
		link{"actions.edit", place{to: atFinding, id: f.ID}}, link{"finding_screen.grade_again", place{to: atFinding, code: p.c.Code}},
		link{"recommendation_screen.recommend", place{to: atRecommendation, code: p.c.Code}}, link{"history_screen.history", place{to: atHistory, id: f.ID}})...)
}

// line is the plumb line with the verdict.
func (p *commitmentPage) line() *parts.PlumbLine {
	k, s := p.d.look, p.stand
	if s.claim() != nil && s.verdict() == "" {
		return parts.NewUncheckedLine(k, k.T("commitment_screen.not_checked"))
	}
	return parts.NewPlumbLine(k, s.verdict())
}

// history is the findings by period.
func (p *commitmentPage) history() fyne.CanvasObject {
	k := p.d.look
	var steps []parts.PeriodGrade
	for _, f := range p.stand.history() {
		id := f.ID
		steps = append(steps, parts.PeriodGrade{Period: period(p.d.words, f.Period), Grade: f.Grade, OnOpen: func() { p.d.show(place{to: atFinding, id: id}) }})
	}
	if len(steps) == 0 {
		return parts.Gap(0, 0)
	}
	return parts.NewHistory(k, k.T("commitment_screen.by_period"), steps, func(n int) string { return k.T("commitment_screen.earlier_periods", "n", n) })
}

// period says 2023, or 2021 – 2023.
func period(w assets.Words, p string) string {
	from, to, two := strings.Cut(p, "/")
	if !two {
		return p
	}
	return w.T("dates.span", "from", from, "to", to)
}

// shortRef is a ref as it is shown where its writer is not in doubt: without the four letters.
func shortRef(ref string) string {
	if r, ok := model.ParseRef(ref); ok {
		return r.Short()
	}
	return ref
}

// filled are the words that say something.
func filled(words ...string) []string {
	var out []string
	for _, w := range words {
		if strings.Trim(w, "\u2066\u2068\u2069") != "" {
			out = append(out, w)
		}
	}
	return out
}
