package ui

import (
	"encoding/hex"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"plumbline/model"
	"plumbline/model/notebook"
	"plumbline/ui/bidi"
	"plumbline/ui/parts"
)

// The second step of packing: what goes.

// whatPage asks what goes.
func (p *packing) whatPage() fyne.CanvasObject {
	k := p.k
	fresh := parts.NewCheck(k, k.T("coalition_screen.fresh_copy"), p.ask.fresh, func(on bool) {
		p.ask.fresh = on
		p.changed()
		p.goTo(packWhat)
	}).WithNote(k.T("coalition_screen.fresh_copy_note"))
	column := parts.Column(16, k.Heading(k.T("coalition_screen.pack_what")))
	if !p.ask.fresh {
		column.Add(p.reachField())
	}
	column.Add(fresh)
	if only := p.ask.only.notice(k, p.packAll); only != nil {
		column.Add(only)
	}
	column.Add(parts.NewFormSection(k, k.T("coalition_screen.which_records"), p.filterFields()...))
	if !p.ask.fresh {
		evidence := parts.NewCheck(k, k.T("coalition_screen.with_evidence"), p.ask.evidence, func(on bool) { p.ask.evidence = on; p.changed() })
		column.Add(parts.NewField(k, "evidence", k.T("screens.section_evidence"), evidence.WithNote(k.T("coalition_screen.with_evidence_note"))))
		column.Add(p.sinceField())
	}
	return column
}

// reachField asks how far the parcel may travel.
func (p *packing) reachField() fyne.CanvasObject {
	k := p.k
	reaches := []model.Confidentiality{model.Public, model.Coalition, model.Organisation}
	var words []string
	for _, r := range reaches {
		words = append(words, k.Label("confidentiality", string(r)))
	}
	group := parts.NewBoxedRadioGroup(k, words, slices.Index(reaches, p.ask.reach), func(i int) { p.ask.reach = reaches[i]; p.changed() })
	for i, r := range reaches {
		group.SetNote(i, k.T("coalition_screen.reach_"+string(r)))
	}
	return parts.NewField(k, "reach", k.T("coalition_screen.reach"), group).Aim(group.Item(max(slices.Index(reaches, p.ask.reach), 0)))
}

// filterFields ask for the period and the part of the plan and the country.
func (p *packing) filterFields() []fyne.CanvasObject {
	k := p.k
	day := func(name, label string, at *model.Day) *parts.Field {
		e := parts.NewDayField(k, p.d.now().Format(time.DateOnly), string(*at))
		e.Entry.OnChanged = func(string) { *at = e.Day(); p.changed() }
		f := parts.NewField(k, name, label, e)
		p.form.Add(f)
		return f
	}
	pick := func(name, label string, options []parts.Option, at *string) *parts.Field {
		return parts.NewField(k, name, label, parts.NewPicker(k, k.T("states.all"), options, *at, func(code string) { *at = code; p.changed() }))
	}
	return []fyne.CanvasObject{day("from", k.T("fields_common.date_from"), &p.ask.from), day("to", k.T("fields_common.date_to"), &p.ask.until),
		pick("area", k.T("columns.area"), areaOptions(k.Words, p.d.plan), &p.ask.area),
		pick("region", k.T("fields_observation.region"), regionOptions(k.Words, model.Date{}), &p.ask.region)}
}

// sinceField asks whether all goes, or only what is new to who gets it.
func (p *packing) sinceField() fyne.CanvasObject {
	k := p.k
	options := []parts.Option{{Code: "all", Word: k.T("coalition_screen.since_all"), Base: k.Base()}}
	for _, x := range p.past {
		if x.Whole {
			words := k.T("coalition_screen.since_parcel", "when", k.Words.Moment(x.At.In(p.d.now().Location())), "who", bidi.Isolate(x.To))
			options = append(options, parts.Option{Code: x.Digest, Word: words, Base: k.Base()})
		}
	}
	options = append(options, parts.Option{Code: sinceTyped, Word: k.T("coalition_screen.since_digest"), Base: k.Base()})
	typed := parts.NewCodeEntry(k, "")
	typed.SetText(p.ask.digest)
	typed.OnChanged = func(s string) { p.ask.digest = s; p.changed() }
	digest := parts.NewField(k, "digest", k.T("nouns.digest"), typed)
	p.form.Add(digest)
	show(digest, p.ask.since == sinceTyped)
	choice := parts.NewSelect(k, "", options, firstOf(p.ask.since, "all"), func(code string) {
		if p.ask.since = code; code == "all" {
			p.ask.since = ""
		}
		show(digest, code == sinceTyped)
		p.changed()
		p.page.Refresh()
	})
	return parts.Column(12, parts.NewField(k, "since", k.T("coalition_screen.since"), choice), digest)
}

// options is what the notebook is asked for; the faults name the fields that are amiss.
func (p *packing) options() (notebook.PackOptions, map[string]string) {
	a, k := p.ask, p.k
	faults := map[string]string{}
	for name, d := range map[string]model.Day{"from": a.from, "to": a.until} {
		if d != "" && !d.Valid() {
			faults[name] = k.T("faults." + string(model.RuleDay))
		}
	}
	if len(faults) == 0 && a.from != "" && a.until != "" && a.until < a.from {
		faults["to"] = k.T("faults." + string(model.RuleOrder))
	}
	o := notebook.PackOptions{Reach: a.reach, Evidence: a.evidence && !a.fresh, Fresh: a.fresh,
		Query: model.Query{Area: a.area, Region: a.region, Since: a.from, Until: a.until, Among: a.only.among()}}
	if digest := a.since; digest != "" && !a.fresh {
		if digest == sinceTyped {
			digest = strings.Join(strings.Fields(a.digest), "")
		}
		b, err := hex.DecodeString(digest)
		if err != nil || len(b) != 32 {
			faults["digest"] = k.T("coalition_screen.no_digest")
			return o, faults
		}
		since := [32]byte(b)
		o.Since = &since
	}
	return o, faults
}
