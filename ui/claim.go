package ui

import (
	"strings"

	"fyne.io/fyne/v2"

	"plumbline/model"
	"plumbline/ui/bidi"
	"plumbline/ui/parts"
)

// claim is the form of what the State says: in which report, where in it, in which words, and what it claims. A report
// that was named once is chosen again for every claim that stands in it.
type claim struct {
	paper[*claimSheet]

	bar     *saveBar
	words   *written
	reports *reportList

	title, quotation *bidi.Entry
}

// claimSheet is what stands in the form.
type claimSheet struct {
	sheetTop
	tongue
	Fields model.Claim `json:"fields"`
}

func (s *claimSheet) isEmpty() bool {
	c := &s.Fields
	return c.Report.Title.IsZero() && c.Report.Date == "" && c.Report.Issuer == "" && c.Report.Period == "" && c.Report.Address == "" &&
		c.Page == "" && c.Quotation.IsZero() && c.ClaimedStatus == "" && c.ClaimedFigure == "" && c.Verifiable == ""
}

// The sections of the form, in their order.
const (
	claimReport = iota
	claimSays
	claimSafety
)

var claimSections = []paperSection{
	claimReport: {"fields_claim.report", []string{"commitment", "earlier", "report.title", "report.date", "report.issuer", "report.period", "report.address"}},
	claimSays:   {"nouns.state_says", []string{"claimed_status", "quotation", "page", "claimed_figure", "verifiable", "language"}},
	claimSafety: {"screens.section_safety", []string{"confidentiality"}},
}

// newClaim opens the form: on a claim, or on a new one for a commitment.
func newClaim(d *desk, at place) *claim {
	c := &claim{paper: newPaper[*claimSheet](d)}
	c.wanted = at.draft
	c.own = asks[*claimSheet]{drafts: "claim/", newest: "claim/new/", section: claimSections, build: c.build,
		read: readClaimSheet, told: func() { c.bar.setBusy(c.busy) }, check: c.check, answered: c.answered, sentence: c.sentence,
		rebase: func(s *claimSheet, first model.Record) { s.Fields.Common = *first.Base() },
		words: paperWords{fresh: "claim_screen.add", edit: "claim_screen.edit", noun: "nouns.state_says", unfinished: "form_screen.unfinished",
			notOpened: "form_screen.not_opened", notSaved: "form_screen.not_saved", deleted: "claim_screen.deleted"}}
	if at.id.IsZero() {
		s := &claimSheet{sheetTop: sheetTop{Version: sheetVersion, ID: freshID()}, tongue: tongue{Language: d.words.Language()}}
		s.Fields.Commitment = at.code
		s.Fields.Confidentiality = model.DefaultConfidentiality(model.KindClaim)
		c.open(s.ready())
		return c
	}
	c.load(at.id, func(v model.View) {
		record, ok := v.Record.(*model.Claim)
		if !ok {
			c.showTrouble(model.ErrNotFound)
			return
		}
		c.seen = v
		s := &claimSheet{sheetTop: sheetTop{Version: sheetVersion, ID: record.ID}, Fields: *record}
		s.Language = languageOf(record.Language, d.words.Language(), record.Quotation, record.Report.Title)
		s.see(v.Heads)
		c.open(s.ready())
	})
	return c
}

// ready gives the sheet texts of its own.
func (s *claimSheet) ready() *claimSheet {
	c := &s.Fields
	c.ID = s.ID
	c.Report.Title, c.Quotation = cloneText(c.Report.Title), cloneText(c.Quotation)
	return s
}

func readClaimSheet(b []byte) (*claimSheet, error) {
	s := &claimSheet{}
	if err := readSheetInto(b, s); err != nil {
		return nil, err
	}
	return s.ready(), nil
}

// check is the record that the form stands for, and all its faults.
func (c *claim) check() (model.Record, model.Faults) {
	r := c.sheet.Fields
	for _, line := range []*string{&r.Report.Issuer, &r.Report.Period, &r.Report.Address, &r.Page, &r.ClaimedFigure} {
		*line = strings.TrimSpace(*line)
	}
	r.Report.Title, r.Quotation = tidy(r.Report.Title), tidy(r.Quotation)
	if r.Language == "" || c.sheet.isNew() {
		r.Language = c.sheet.Language
	}
	return &r, c.faults(&r, nil)
}

// sentence says what is missing, and the easiest way to give it.
func (c *claim) sentence(x model.Fault) string {
	if x.Rule != model.RuleRequired {
		return ""
	}
	return map[string]string{"commitment": c.k.T("observe_screen.need_commitments"), "report.title": c.k.T("claim_screen.need_title"),
		"report.date": c.k.T("claim_screen.need_date"), "claimed_status": c.k.T("claim_screen.need_status")}[x.Field]
}

// answered says whether a section holds what it must.
func (c *claim) answered(section int) bool {
	r := &c.sheet.Fields
	switch section {
	case claimReport:
		return r.Commitment != "" && !tidy(r.Report.Title).IsZero() && r.Report.Date != ""
	case claimSays:
		return r.ClaimedStatus != ""
	}
	return r.Confidentiality != ""
}

// save writes the claim.
func (c *claim) save() {
	c.store(nil, func(_ model.View, joined bool) {
		c.finish(c.savedWords("claim_screen.saved", joined))
	})
}

// focus is where a new claim begins: in the choice of a report that is kept already.
func (c *claim) focus() fyne.Focusable {
	if c.form == nil {
		return nil
	}
	if c.sheet.isNew() {
		return c.reports.choice
	}
	return c.title // near the head, so that the page opens at its beginning
}

// build lays the form out.
func (c *claim) build() fyne.CanvasObject {
	c.bar = c.newSaveBar(c.save, nil)
	c.words = &written{k: c.k, in: &c.sheet.tongue, fresh: c.sheet.isNew()}
	column := parts.Column(14, c.heading(c.sheet.Fields.Ref), c.notices, c.reportSection(), c.saysSection(),
		c.placed(claimSafety, c.secrecy(&c.sheet.Fields.Confidentiality)))
	return c.lay(c.bar, column)
}

func (c *claim) label(name string) string { return c.k.T("fields_claim." + name) }

// reportSection asks which commitment it is about, and in which report it stands.
func (c *claim) reportSection() fyne.CanvasObject {
	k, r := c.k, &c.sheet.Fields
	commitment := c.commitment(func() string { return r.Commitment }, func(code string) { r.Commitment = code })
	c.reports = newReportList(c)
	c.title = c.textIn(c.words, r.Report.Title, 0, k.T("claim_screen.title_hint"))
	fields := []fyne.CanvasObject{c.field("commitment", c.label("commitment"), commitment)}
	if !c.d.readOnly { // it fills what stands below
		fields = append(fields, c.field("earlier", k.T("claim_screen.earlier"), c.reports.choice))
	}
	return c.placed(claimReport, append(fields,
		c.field("report.title", c.label("report_title"), c.title),
		c.field("report.date", c.label("report_date"), c.day(&r.Report.Date)),
		c.field("report.issuer", c.label("report_issuer"), c.line(&r.Report.Issuer, k.T("claim_screen.issuer_hint"))),
		c.field("report.period", c.label("report_period"), c.code(&r.Report.Period, periodHint(k))),
		c.field("report.address", c.label("report_address"), c.code(&r.Report.Address, "https://")))...)
}

// saysSection asks what the State says there.
func (c *claim) saysSection() fyne.CanvasObject {
	k, r := c.k, &c.sheet.Fields
	status := c.choice("official_status", model.OfficialStatuses, &r.ClaimedStatus)
	c.quotation = c.textIn(c.words, r.Quotation, 4, "")
	page, figure := c.line(&r.Page, ""), c.line(&r.ClaimedFigure, "")
	verifiable := c.choice("verifiable", model.Verifiables, &r.Verifiable)
	return c.placed(claimSays, c.field("claimed_status", c.label("claimed_status"), status),
		c.field("quotation", c.label("quotation"), c.quotation).WithNote(k.T("claim_screen.quotation_note")),
		c.field("page", c.label("page"), page),
		c.field("claimed_figure", c.label("claimed_figure"), figure),
		c.field("verifiable", c.label("verifiable"), verifiable),
		c.field("language", k.T("observe_screen.text_language"), c.languageOfTexts(c.words)))
}
