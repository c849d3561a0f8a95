package ui

import (
	"errors"
	"maps"
	"slices"
	"strings"

	"plumbline/model"
	"plumbline/ui/parts"
)

// What is at fault in a form, and how each of its sections stands.

// faults are all faults of a record, after those of its entries.
func (p *paper[S]) faults(record model.Record, entries model.Faults) model.Faults {
	known := p.d.book.Known()
	known.Region = func(code string) bool { _, ok := regionOf(code); return ok }
	var more model.Faults
	errors.As(record.Check(known.Beside(p.seen.Record)), &more)
	return append(entries, more...)
}

// told brings what depends on the answers up to date.
func (p *paper[S]) told() {
	p.own.told()
	if p.tried {
		_, faults := p.own.check()
		p.showFaults(faults)
		return
	}
	p.showReadiness(nil)
}

// baseOf is the field that a fault's field lies in: "date" for "date.from", "sources" for "sources[2]".
func baseOf(field string) string {
	if at := strings.IndexAny(field, ".["); at > 0 {
		return field[:at]
	}
	return field
}

// nameOf is the field of the form that a fault belongs to: the field itself where the form asks for it, else the one in
// which it lies.
func (p *paper[S]) nameOf(field string) string {
	for _, s := range p.own.section {
		if slices.Contains(s.fields, field) {
			return field
		}
	}
	return baseOf(field)
}

// showFaults marks every field at fault and counts them in the banner; without any it takes all marks away.
func (p *paper[S]) showFaults(faults model.Faults) {
	said, names := map[string]string{}, []string{}
	for _, f := range faults {
		name := p.nameOf(f.Field)
		if said[name] == "" {
			said[name] = firstOf(p.own.sentence(f), p.k.T("faults."+string(f.Rule)))
			names = append(names, name)
		}
	}
	if p.said != nil && maps.Equal(said, p.said) {
		p.showReadiness(names)
		return // as it stands already: typing stays quick
	}
	p.said = said
	unplaced := p.form.SetFaults(said)
	p.notices.Objects = nil
	if p.offer != nil {
		p.notices.Add(p.offer)
	}
	if len(names) > 0 {
		first := parts.NewButton(p.k, p.k.T("observe_screen.go_to_first"), parts.Quiet, func() { p.form.FocusFirstFault() })
		p.notices.Add(parts.NewBanner(p.k, parts.Amber, p.k.Words.N("observe_screen.faults", len(names)), first))
	}
	for _, name := range unplaced {
		p.notices.Add(parts.NewNotice(p.k, parts.Amber, p.k.T("observe_screen.other_fault", "field", name, "fault", said[name])))
	}
	p.showReadiness(names)
	p.relay(p.notices)
}

// showReadiness says beside each section how it stands.
func (p *paper[S]) showReadiness(faulty []string) {
	for i, s := range p.own.section {
		faults := 0
		for _, name := range faulty {
			if slices.Contains(s.fields, name) {
				faults++
			}
		}
		if p.own.ready != nil {
			p.own.ready(i, faults)
			continue
		}
		p.sections.SetReadiness(i, parts.Readiness{Faults: faults, Done: p.own.answered(i), Note: p.k.T("observe_screen.nothing_yet")})
	}
}

// refuse shows all faults and goes to the first.
func (p *paper[S]) refuse(faults model.Faults) {
	p.tried = true
	p.showFaults(faults)
	p.page.ScrollToTop()
	p.form.FocusFirstFault()
}
