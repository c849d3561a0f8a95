package ui

import (
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"plumbline/assets"
	"plumbline/model"
	"plumbline/ui/bidi"
	"plumbline/ui/parts"
)

// narrowOverview is the width of the screen under which the cards no longer stand beside the heat map.
const narrowOverview = 1040

// overview is how the whole plan stands: every commitment by year, what needs doing, the State's claims by verdict, where
// observations were made. Every mark leads to its records, and every number can be read or copied as text.
type overview struct {
	watching

	d *desk
	k parts.Look

	seen    *survey  // nil until it was read
	titles  []string // of its rows, by what tells them apart
	reading bool
	again   bool
	narrow  bool

	heat   *parts.HeatMap
	holder *fyne.Container
	cards  *parts.Page
	whole  *fyne.Container
}

func newOverview(d *desk) *overview {
	o := &overview{d: d, k: d.look, holder: container.NewStack()}
	o.say(parts.NewLoading(o.k))
	o.whole = parts.Folding(narrowOverview, o.holder, func(narrow bool) {
		o.narrow = narrow
		if o.seen != nil {
			o.show()
		}
	})
	o.watch(d, func([]model.ID) { o.read() })
	o.read()
	return o
}

func (o *overview) view() fyne.CanvasObject { return o.whole }

// say shows one thing on the page, instead of the overview.
func (o *overview) say(what fyne.CanvasObject) {
	o.holder.Objects = []fyne.CanvasObject{parts.NewBox(parts.Surface, parts.NewPageWithin(o.k, 24, 20, parts.Column(20, o.k.Heading(o.k.T("screens.overview")), what)))}
	o.holder.Refresh()
}

// read reads everything anew; what is shown stays until it is there.
func (o *overview) read() {
	if o.reading || o.left {
		o.again = true
		return
	}
	o.reading, o.again = true, false
	book, plan, now := o.d.book, o.d.plan, o.d.now()
	var v *survey
	o.d.read(func() (err error) {
		v, err = readSurvey(book, plan, now)
		return err
	}, func(err error) {
		o.reading = false
		switch {
		case o.left:
		case o.again:
			o.read()
		case err != nil:
			o.say(o.d.trouble("overview_screen.not_read", err, o.read))
		default:
			o.seen = v
			o.show()
		}
	})
}

// show lays out what was read.
func (o *overview) show() {
	k, v := o.k, o.seen
	if len(v.rows) == 0 {
		o.say(parts.NewEmpty(k, theme.GridIcon(), k.T("plan_screen.no_plan"), k.T("plan_screen.no_plan_next"), nil))
		return
	}
	o.titles, _ = planTitles(k.Words, o.d.plan) // its commitments are the rows
	row, period := -1, len(v.years)-1
	if o.heat != nil {
		row, period = o.heat.Chosen()
	}
	o.heat = parts.NewHeatMap(k, k.T("find_screen.facet_commitment"), k.T("overview_screen.count"), yearWords(v.years), func() int { return len(o.seen.rows) },
		o.item, o.openCell)
	if row >= 0 {
		o.heat.Choose(row, min(period, len(v.years)-1))
	}
	copied := parts.NewIconButton(k, k.T("overview_screen.copy"), theme.ContentCopyIcon(), parts.Secondary, o.copy)
	said := parts.NewIconButton(k, k.T("overview_screen.as_text"), theme.DocumentIcon(), parts.Secondary, o.showText)
	head := k.Ends(k.Heading(k.T("screens.overview")), k.Flow(8, said, copied))
	o.heat.OnCount = o.openCount
	foot := parts.Column(12, parts.NewRule(), parts.NewLegend(k))
	cards := parts.Column(14, o.doing(), o.claims(), o.coverage())
	if o.narrow {
		o.heat.All = true
		o.holder.Objects = []fyne.CanvasObject{parts.NewBox(parts.Surface, parts.NewPageWithin(o.k, 24, 20, parts.Column(14, head, o.heat, foot, cards)))}
	} else {
		left := parts.Inset(24, 16, parts.Pane(parts.Column(0, head, parts.Gap(0, 10)), o.heat, parts.Column(0, parts.Gap(0, 10), foot)))
		o.cards = parts.NewPageWithin(o.k, 20, 16, cards)
		o.holder.Objects = []fyne.CanvasObject{k.Sides(parts.Side{Pane: parts.NewBox(parts.Surface, left)},
			parts.Side{Width: 446, Pane: k.EndPane(o.cards)})}
	}
	o.holder.Refresh()
}

func yearWords(years []int) []string {
	out := make([]string, len(years))
	for i, y := range years {
		out[i] = strconv.Itoa(y)
	}
	return out
}

// item is one commitment of the heat map.
func (o *overview) item(i int) parts.HeatItem {
	r := o.seen.rows[i]
	_, language := o.k.Words.Of(r.commitment.Title, r.commitment.Language)
	return parts.HeatItem{Code: r.commitment.Code, Title: o.titles[i], Base: parts.BaseOf(language), Grades: r.grades,
		Count: o.k.Words.Number(int64(r.observations))}
}

// openCell goes to the findings that graded a commitment in a year; where nobody graded it, to its page.
func (o *overview) openCell(row, year int) {
	r := o.seen.rows[row]
	code := r.commitment.Code
	if year < 0 || year >= len(r.grades) || r.grades[year] == "" {
		o.d.show(place{to: atPlan, code: code})
		return
	}
	o.find(search{Kind: model.KindFinding, Facets: map[string][]string{model.FacetCommitment: {code}, model.FacetYear: {strconv.Itoa(o.seen.years[year])}}})
}

// openCount goes to the observations of a commitment.
func (o *overview) openCount(row int) {
	o.find(search{Facets: map[string][]string{model.FacetCommitment: {o.seen.rows[row].commitment.Code}}})
}

// find goes to records.
func (o *overview) find(s search) { o.d.show(place{to: atFind, find: &s}) }

// doing is what waits for somebody.
func (o *overview) doing() fyne.CanvasObject {
	k, v := o.k, o.seen
	var rows []fyne.CanvasObject
	add := func(n int, tone parts.Tone, icon fyne.Resource, key, act string, tapped func()) {
		if n > 0 {
			row := parts.NewTodoRow(k, tone, icon, k.Words.Number(int64(n)), k.Words.N("overview_screen."+key, n), k.T(act), tapped)
			rows = append(rows, parts.Inset(0, 2, row))
		}
	}
	contradicted := v.claims[model.Contradicted]
	add(len(contradicted), parts.Amber, nil, "contradicted", "overview_screen.look", func() { o.findClaims(model.Contradicted) })
	add(v.disputes, parts.Amber, theme.AccountIcon(), "disputes", "overview_screen.look", func() { o.d.show(place{to: atCoalition, part: partDisputes}) })
	add(v.drafts, parts.Calm, theme.DocumentCreateIcon(), "drafts", "overview_screen.look", func() { o.findReview(model.Draft) })
	add(v.submitted, parts.Calm, theme.MailReplyIcon(), "submitted", "overview_screen.look", func() { o.findReview(model.Submitted) })
	add(len(v.unchecked), parts.Calm, theme.QuestionIcon(), "unchecked", "overview_screen.look", func() {
		o.find(search{Kind: model.KindClaim, only: v.unchecked, why: k.T("commitment_screen.not_checked")})
	})
	add(len(v.overdue), parts.Amber, theme.HistoryIcon(), "overdue", "overview_screen.look", func() { o.list(v.overdue) })
	add(len(v.unvisited), parts.Calm, theme.VisibilityOffIcon(), "unvisited", "overview_screen.look", func() { o.list(v.unvisited) })
	body := parts.NewRuled(rows...)
	if len(rows) == 0 {
		body = parts.NewNotice(k, parts.Good, k.T("overview_screen.all_done"))
	}
	return parts.NewCard(parts.Column(8, k.Section(k.T("screens.needs_doing")), body))
}

func (o *overview) findReview(state model.ReviewState) {
	o.find(search{Facets: map[string][]string{model.FacetReview: {string(state)}}})
}

func (o *overview) findClaims(v model.Verdict) {
	if ids := o.seen.claims[v]; len(ids) > 0 {
		o.find(search{Kind: model.KindClaim, only: ids, why: o.k.Label("verdict", string(v))})
	}
}

// list shows commitments to choose from.
func (o *overview) list(commitments []*model.Commitment) {
	k := o.k
	var d *parts.Dialog
	rows := parts.NewList(k, 44, func() int { return len(commitments) }, func() fyne.CanvasObject {
		return k.Row(12, 1, parts.Sized(84, 0, k.Code("")), k.Cell("", parts.Ink))
	}, func(i int, object fyne.CanvasObject) {
		row, c := object.(*fyne.Container), commitments[i]
		code, title := row.Objects[0].(*fyne.Container).Objects[0].(*bidi.Label), row.Objects[1].(*bidi.Label)
		words, language := k.Words.Of(c.Title, c.Language)
		code.SetText(bidi.IsolateLTR(c.Code))
		title.Base = parts.BaseOf(language)
		title.SetText(words)
	})
	rows.Rules = true
	rows.OnOpen = func(i int) {
		d.Close()
		o.d.show(place{to: atPlan, code: commitments[i].Code})
	}
	high := parts.DialogHeight(o.d.window.Canvas(), min(float32(len(commitments))*44, 396))
	d = parts.NewDialog(k, parts.Calm, theme.ListIcon(), k.T("overview_screen.choose"), "", k.T("actions.close"), parts.Sized(0, high, rows))
	d.WithWidth(620).FocusFirst(rows).Show(o.d.window.Canvas())
}

// claims is the donut of verdicts.
func (o *overview) claims() fyne.CanvasObject {
	k, v := o.k, o.seen
	counts, n := map[model.Verdict]int64{}, 0
	for verdict, ids := range v.claims {
		counts[verdict] = int64(len(ids))
		n += len(ids)
	}
	col := parts.Column(10, k.Section(k.T("overview_screen.claims_tested")))
	if n == 0 {
		col.Add(k.Muted(k.T("overview_screen.no_claims")))
		return parts.NewCard(col)
	}
	col.Add(parts.NewVerdictDonut(k, counts, k.Words.N("overview_screen.claims", n), o.findClaims))
	return parts.NewCard(col)
}

// shownRegions is how many regions have a bar; the others are in the filter of the search.
const shownRegions = 8

// coverage is the bars of regions, and how many have none.
func (o *overview) coverage() fyne.CanvasObject {
	k, v := o.k, o.seen
	title, number := k.Section(k.T("overview_screen.by_region")), k.Words.N("plurals.observation", v.records)
	if v.records == 0 { // there is nothing to be led to
		return parts.NewCard(parts.Column(6, k.Row(8, 0, title, k.Line(number, parts.Ink3)), k.Muted(k.T("commitment_screen.none_yet_next"))))
	}
	col := parts.Column(6, k.Row(8, 0, title, parts.NewLink(k, number, func() { o.find(search{}) })))
	most := v.regions[0].n
	for _, r := range v.regions[:min(len(v.regions), shownRegions)] {
		bar := parts.NewBarRow(k, o.regionWord(r.code), k.Base(), float64(r.n)/float64(most), k.Words.Number(int64(r.n)))
		p := parts.NewPress(k, parts.Inset(0, 2, bar), func() { o.find(search{Facets: map[string][]string{model.FacetRegion: {r.code}}}) })
		p.Radius = 4
		col.Add(p)
	}
	if len(v.regions) > shownRegions {
		col.Add(k.Hint(k.T("overview_screen.more_regions", "n", len(v.regions)-shownRegions)))
	}
	if len(v.vacant) > 0 {
		said := k.T("overview_screen.vacant", "n", len(v.vacant), "all", len(assets.Regions()))
		col.Add(parts.NewNotice(k, parts.Amber, said, parts.NewLink(k, k.T("overview_screen.look"), func() { o.listVacant(said) })))
	}
	return parts.NewCard(col)
}

func (o *overview) regionWord(code string) string {
	if code == "" {
		return o.k.T("find_screen.none_region")
	}
	return regionName(o.k.Words, code)
}

func (o *overview) regionWords(codes []string) []string {
	out := make([]string, len(codes))
	for i, code := range codes {
		out[i] = o.regionWord(code)
	}
	return out
}

// listVacant names the regions where nobody observed anything.
func (o *overview) listVacant(title string) {
	k := o.k
	parts.NewDialog(k, parts.Amber, nil, title, k.Words.List(o.regionWords(o.seen.vacant)), k.T("actions.close")).Show(o.d.window.Canvas())
}

// copy puts all numbers into the clipboard, as a table that a sheet takes.
func (o *overview) copy() {
	fyne.CurrentApp().Clipboard().SetContent(o.text())
	o.d.toast(o.k.T("overview_screen.copied"), "", nil)
}

// showText says in sentences what the marks show, to be read in order, by keyboard too.
func (o *overview) showText() {
	k, v := o.k, o.seen
	col := parts.Column(8)
	line := func(words ...string) { col.Add(k.Text(join(k, words...))) }
	for _, r := range v.rows {
		title, _ := k.Words.Of(r.commitment.Title, r.commitment.Language)
		words := []string{r.commitment.Code, title}
		for i, g := range r.grades {
			words = append(words, strconv.Itoa(v.years[i])+" "+firstOf(k.Label("grade_house", string(g)), k.T("parts.not_graded")))
		}
		line(append(words, k.Words.N("plurals.observation", r.observations))...)
	}
	col.Add(k.Section(k.T("overview_screen.claims_tested")))
	for _, verdict := range model.Verdicts {
		line(k.Label("verdict", verdict), k.Words.Number(int64(len(v.claims[model.Verdict(verdict)]))))
	}
	col.Add(k.Section(k.T("overview_screen.by_region")))
	for _, r := range v.regions {
		line(o.regionWord(r.code), k.Words.Number(int64(r.n)))
	}
	for _, code := range v.vacant {
		line(o.regionWord(code), "0")
	}
	d := parts.NewDialog(k, parts.Calm, theme.DocumentIcon(), k.T("screens.overview"), "", k.T("actions.close"), parts.Sized(0, parts.DialogHeight(o.d.window.Canvas(), 420), parts.NewPageWithin(k, 2, 2, col)))
	d.WithWidth(760).Show(o.d.window.Canvas())
}

// text is everything that is shown, in words: one line for each commitment, verdict and region.
func (o *overview) text() string {
	k, v := o.k, o.seen
	var out strings.Builder
	line := func(words ...string) {
		for i, w := range words { // the marks that keep directions apart on the screen are not for a sheet
			words[i] = strings.Trim(strings.ReplaceAll(w, "\t", " "), "\u2066\u2068\u2069")
		}
		out.WriteString(strings.Join(words, "\t") + "\n")
	}
	line(append([]string{k.T("columns.ref"), k.T("nouns.commitment")}, append(yearWords(v.years), k.T("commitment_screen.observations"))...)...)
	for _, r := range v.rows {
		title, _ := k.Words.Of(r.commitment.Title, r.commitment.Language)
		words := []string{r.commitment.Code, title}
		for _, g := range r.grades {
			words = append(words, firstOf(k.Label("grade_house", string(g)), "–"))
		}
		line(append(words, strconv.Itoa(r.observations))...)
	}
	line("")
	for _, verdict := range model.Verdicts {
		line(k.Label("verdict", verdict), strconv.Itoa(len(v.claims[model.Verdict(verdict)])))
	}
	line("")
	for _, r := range v.regions {
		line(o.regionWord(r.code), strconv.Itoa(r.n))
	}
	for _, code := range v.vacant {
		line(o.regionWord(code), "0")
	}
	return out.String()
}
