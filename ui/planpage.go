package ui

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"plumbline/model"
	"plumbline/ui/bidi"
	"plumbline/ui/parts"
)

// planPage is what stands beside the tree before anything is chosen: the plan itself, and that its official text is not
// here.
type planPage struct {
	d    *desk
	page *parts.Page
}

func newPlanPage(d *desk) *planPage {
	p := &planPage{d: d}
	p.page = parts.NewPage(p.d.look, p.body())
	return p
}

func (p *planPage) view() fyne.CanvasObject { return p.page }
func (p *planPage) leave()                  {}
func (p *planPage) fresh(*ledger)           {}

// body is the plan's title, caution and facts.
func (p *planPage) body() fyne.CanvasObject {
	k, plan := p.d.look, p.d.plan.Plan
	if plan.Code == "" {
		return parts.NewEmpty(k, theme.ListIcon(), k.T("plan_screen.no_plan"), k.T("plan_screen.no_plan_next"), nil)
	}
	title := k.Content(plan.Title, plan.Language)
	title.SizeName, title.TextStyle.Bold = theme.SizeNameHeadingText, true
	col := parts.Column(14, k.Row(8, parts.NoSlack, parts.NewCodeTag(k, plan.Code)), title,
		parts.NewBanner(k, parts.Calm, k.T("plan_screen.caution")), p.facts(),
		k.Text(k.T("plan_screen.choose_first")))
	sources := parts.Column(4, parts.NewRule(), k.Section(k.T("plan_screen.sources")))
	for _, s := range plan.Sources {
		sources.Add(k.TopRow(12, 0, k.Hint(bidi.Isolate(s.Title)), k.Line(isoDate(p.d.words, s.Date), parts.Ink3)))
	}
	if len(plan.Sources) > 0 {
		col.Add(sources)
	}
	return col
}

// facts are act, oversight and the duty to report.
func (p *planPage) facts() fyne.CanvasObject {
	k, plan := p.d.look, p.d.plan.Plan
	col := parts.Column(8)
	add := func(label, value string) {
		if value != "" {
			col.Add(k.TopRow(12, 1, parts.Sized(parts.LabelWidth+76, 0, k.Muted(k.T(label))), k.Text(value)))
		}
	}
	add("fields_plan.act", p.act(plan.Act))
	add("fields_plan.implementing_act", p.act(plan.ImplementingAct))
	add("fields_plan.oversight_body", p.bodyName(plan.Oversight))
	to := " → " // as one reads
	if k.RTL() {
		to = " ← "
	}
	add("plan_screen.reports_to", strings.Join(filled(p.bodyName(plan.Reporting.By), p.bodyName(plan.Reporting.To)), to))
	return col
}

// act is an act's title, number and date.
func (p *planPage) act(a model.Act) string {
	w := p.d.words
	title, _ := w.Of(a.Title, "en")
	number := ""
	if a.Number != "" {
		number = w.T("plan_screen.act_number", "number", a.Number)
	}
	return strings.Join(filled(title, number, isoDate(w, string(a.Date))), " · ")
}

// bodyName is the name of a body by its code.
func (p *planPage) bodyName(code string) string {
	name, _ := p.d.words.Of(p.d.plan.Body(code).Name, "en")
	return firstOf(name, code)
}
