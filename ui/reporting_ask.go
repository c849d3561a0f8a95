package ui

import (
	"context"
	"encoding/hex"
	"slices"
	"strconv"
	"time"

	"fyne.io/fyne/v2"

	"plumbline/assets"
	"plumbline/export"
	"plumbline/model"
	"plumbline/model/notebook"
	"plumbline/ui/bidi"
	"plumbline/ui/parts"
)

// ask is which report is wanted, as the first two steps have it.
type ask struct {
	profile    model.Profile
	language   string
	contact    string
	period     string // "" for the whole time, a year, or periodOther for from and to
	from, to   model.Day
	area       string
	commitment string
	region     string
	only       *ticked  // the observations to report; nil for all
	format     string   // of the file
	hxl        bool     // a row of HXL hashtags under each header
	sealed     bool     // the file is closed with a passphrase
	looked     []string // refs of records that were looked at, when it is written
}

// asked is what outlives the screen while another one is shown, until the notebook is locked: a protected word leads to
// its record, and back.
type asked struct {
	begun  bool
	ask    ask
	step   int
	own    []model.Profile     // audiences that were opened from files
	looked map[model.ID]string // records whose texts were looked at, and their state then
}

// periodOther is the period from one day to another.
const periodOther = "other"

func newAsk(d *desk) ask {
	return ask{profile: model.Profiles()[0], language: d.words.Language(), format: formatXLSX}
}

// days are the first and last day of the period; empty ends are open.
func (a ask) days() (from, to model.Day) {
	switch a.period {
	case "":
		return "", ""
	case periodOther:
		return a.from, a.to
	}
	return model.PeriodDays(a.period)
}

// faults are what is amiss with the period.
func (a ask) faults() map[string]model.Rule {
	faults := map[string]model.Rule{}
	from, to := a.days()
	for name, day := range map[string]model.Day{"from": from, "to": to} {
		if day != "" && !day.Valid() {
			faults[name] = model.RuleDay
		}
	}
	if len(faults) == 0 && from != "" && to != "" && to < from {
		faults["to"] = model.RuleOrder
	}
	return faults
}

// of fills the question that the model answers.
func (a ask) of(ctx context.Context, d *desk, step func(done, total int), digest string, members []*model.Member, invented bool) model.Ask {
	from, to := a.days()
	if a.hxl && !a.profile.Revisions {
		a.profile.HXL = true
	}
	return model.Ask{Profile: a.profile, Looked: a.looked, Language: a.language, From: from, To: to, Today: model.Day(d.now().Format("2006-01-02")),
		Filter:  model.Query{Area: a.area, Commitment: a.commitment, Region: a.region, Among: a.only.among()},
		Program: d.version, Digest: digest, Members: members, Contact: a.contact, Invented: invented,
		Public: export.PublicNames(), History: d.book.History, Briefs: counted(ctx, d.book, d.book.Briefs, step),
		Pick: picked(ctx, d.book), Parcels: d.book.ParcelMarks()}
}

// periodWord says the period.
func (a ask) periodWord(k parts.Look) string {
	from, to := a.days()
	switch {
	case a.period == "" || from == "" && to == "":
		return k.T("report_screen.whole_time")
	case a.period == periodOther && to == "":
		return k.T("report.since", "date", k.Words.Date(string(from), "", string(model.Exact)))
	case a.period == periodOther:
		return k.Words.Date(string(from), string(to), string(model.Exact))
	}
	return a.period
}

// scopeWord says the scope.
func (a ask) scopeWord(k parts.Look, plan *model.PlanBook) string {
	var words []string
	if area := plan.Area(a.area); area != nil {
		title, _ := k.Words.Of(area.Title, area.Language)
		words = append(words, title)
	}
	if region, ok := regionOf(a.region); ok {
		name, _ := k.Words.Of(region.Name, "")
		words = append(words, name)
	}
	words = append(words, a.commitment)
	if a.only != nil {
		words = append(words, k.T("ticked.only", "n", len(a.only.ids)))
	}
	if all := filled(words...); len(all) > 0 {
		return join(k, all...)
	}
	return k.T("report_screen.all_areas")
}

// collected is what the notebook gives to every report beside its records.
type collected struct {
	digest   string
	members  []*model.Member
	invented bool
}

// collect reads it.
func collect(book *notebook.Notebook) (collected, error) {
	sum := book.Digest()
	c := collected{digest: hex.EncodeToString(sum[:])}
	for v, err := range book.Records(model.KindMember) {
		if err != nil {
			return c, err
		}
		if m, ok := v.Record.(*model.Member); ok && !m.Withdrawn {
			c.members = append(c.members, m)
		}
	}
	mark, err := book.Setting(settingInvented)
	c.invented = err == nil && len(mark) > 0
	return c, nil
}

// audiencePage asks for whom, and in which language.
func (r *reporting) audiencePage() fyne.CanvasObject {
	k := r.k
	profiles := r.profiles()
	words := make([]string, len(profiles))
	for i, p := range profiles {
		words[i] = profileWord(k, p)
	}
	chosen := slices.IndexFunc(profiles, func(p model.Profile) bool { return p.Code == r.ask.profile.Code })
	audience := parts.NewBoxedRadioGroup(k, words, chosen, func(i int) {
		r.ask.profile = profiles[i]
		r.changed()
	})
	for i, p := range profiles {
		audience.SetNote(i, audienceNote(k, p))
	}
	var own []string
	for _, l := range assets.Languages() {
		own = append(own, assets.For(l).OwnName())
	}
	language := parts.NewSegmented(k, own, slices.Index(assets.Languages(), r.ask.language), func(i int) {
		r.ask.language = assets.Languages()[i]
		r.changed()
	})
	contact := parts.NewEntry(k, k.T("report_screen.contact_hint"))
	contact.SetText(r.ask.contact)
	contact.OnChanged = func(s string) { r.ask.contact = s; r.changed() }
	return parts.Column(16, k.Heading(k.T("report_screen.for_whom")), audience, r.profileActs(),
		parts.NewField(k, "language", k.T("report_screen.language"), k.Row(0, parts.NoSlack, language)).Aim(language),
		parts.NewField(k, "contact", k.T("columns.contact"), contact))
}

// audienceNote says what reaches an audience.
func audienceNote(k parts.Look, p model.Profile) string {
	labels := func(list string, codes []string) string {
		var words []string
		for _, c := range codes {
			if c != "" {
				words = append(words, k.Label(list, c))
			}
		}
		return k.Words.List(words)
	}
	var reviews []string
	for _, s := range p.Reviews {
		reviews = append(reviews, string(s))
	}
	return k.T("report_screen.audience_note", "ceiling", k.Label("confidentiality", string(p.Ceiling)), "reviews", labels("review", reviews),
		"uses", labels("consent_use", p.Uses))
}

// scopePage asks for the period, and which part of the plan and of the country.
func (r *reporting) scopePage() fyne.CanvasObject {
	k := r.k
	days := parts.Column(10)
	r.form = parts.NewForm()
	showDays := func() {
		days.Objects = nil
		r.form = parts.NewForm()
		if r.ask.period == periodOther {
			for _, f := range []*parts.Field{r.dayField("from", k.T("fields_common.date_from"), &r.ask.from), r.dayField("to", k.T("fields_common.date_to"), &r.ask.to)} {
				r.form.Add(f)
				days.Add(f)
			}
		}
		days.Refresh()
		r.page.Refresh()
	}
	period := parts.NewSelect(k, "", r.periodOptions(), firstOf(r.ask.period, "all"), func(code string) {
		if r.ask.period = code; code == "all" {
			r.ask.period = ""
		}
		showDays()
		r.changed()
	})
	showDays()
	part := func(name, label string, options []parts.Option, at *string) *parts.Field {
		pick := parts.NewPicker(k, k.T("states.all"), options, *at, func(code string) { *at = code; r.changed() })
		return parts.NewField(k, name, label, pick)
	}
	page := parts.Column(16, k.Heading(k.T("report_screen.step_scope")))
	if only := r.ask.only.notice(k, r.reportAll); only != nil {
		page.Add(only)
	}
	for _, o := range []fyne.CanvasObject{parts.NewField(k, "period", k.T("nouns.period"), period), days,
		part("area", k.T("find_screen.facet_area"), areaOptions(k.Words, r.d.plan), &r.ask.area),
		part("commitment", k.T("find_screen.facet_commitment"), commitmentOptions(k.Words, r.d.plan), &r.ask.commitment),
		part("region", k.T("fields_observation.region"), regionOptions(k.Words, model.Date{}), &r.ask.region)} {
		page.Add(o)
	}
	return page
}

// reportAll reports all observations, not only the ticked ones.
func (r *reporting) reportAll() {
	r.ask.only = nil
	r.changed()
	r.goTo(stepScope)
}

// dayField asks for one end of the period.
func (r *reporting) dayField(name, label string, at *model.Day) *parts.Field {
	e := parts.NewDayField(r.k, r.d.now().Format(time.DateOnly), string(*at))
	e.Entry.OnChanged = func(string) { *at = e.Day(); r.changed() }
	return parts.NewField(r.k, name, label, e)
}

// periodOptions are the whole time, each year since the plan, newest first, and two days of one's own.
func (r *reporting) periodOptions() []parts.Option {
	k := r.k
	options := []parts.Option{{Code: "all", Word: k.T("report_screen.whole_time"), Base: k.Base()}}
	now := r.d.now().Year()
	first := r.d.plan.Plan.Act.Date.Year()
	if first == 0 || first > now {
		first = now - 5
	}
	for year := now; year >= first; year-- {
		options = append(options, parts.Option{Code: strconv.Itoa(year), Word: strconv.Itoa(year), Base: k.Base()})
	}
	return append(options, parts.Option{Code: periodOther, Word: k.T("report_screen.period_other"), Base: k.Base()})
}

// areaOptions are the areas of the plan in its order.
func areaOptions(words assets.Words, plan *model.PlanBook) []parts.Option {
	out := make([]parts.Option, 0, len(plan.Areas))
	for _, a := range plan.Areas {
		title, language := words.Of(a.Title, a.Language)
		var also []string
		model.Words(a, func(text string) { also = append(also, text) })
		out = append(out, parts.Option{Code: a.Code, Word: title, Base: parts.BaseOf(language), Note: bidi.IsolateLTR(a.Code), Also: also})
	}
	return out
}
