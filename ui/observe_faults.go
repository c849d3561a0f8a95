package ui

import (
	"errors"
	"maps"
	"slices"
	"strings"

	"plumbline/model"
	"plumbline/ui/parts"
)

// needed are the fields whose absence has a sentence of its own: what is missing, and the easiest way to give it.
var needed = map[string]string{"commitments": "observe_screen.need_commitments", "title": "observe_screen.need_title",
	"date": "observe_screen.need_date", "method": "observe_screen.need_method"}

// sentenceOf says a fault in words.
func sentenceOf(k parts.Look, f model.Fault) string {
	if key := needed[baseOf(f.Field)]; key != "" && f.Rule == model.RuleRequired {
		return k.T(key)
	}
	if baseOf(f.Field) == "date" && f.Rule == model.RuleDay {
		return k.T("observe_screen.no_such_day", "month", k.Label("precision", string(model.Month)), "year", k.Label("precision", string(model.Year)),
			"unknown_day", k.Label("precision", string(model.UnknownDay)))
	}
	return k.T("faults." + string(f.Rule))
}

// baseOf is the field that a fault's field lies in: "date" for "date.from", "sources" for "sources[2]".
func baseOf(field string) string {
	if at := strings.IndexAny(field, ".["); at > 0 {
		return field[:at]
	}
	return field
}

// check lists all faults of the sheet.
func (o *observe) check() (*model.Observation, model.Faults) {
	record, faults := o.sheet.observation()
	known := o.d.book.Known()
	known.Region = func(code string) bool { _, ok := regionOf(code); return ok }
	var more model.Faults
	errors.As(record.Check(known), &more)
	return record, append(faults, more...)
}

// showFaults marks every field at fault and counts them in the banner; without any it takes all marks away.
func (o *observe) showFaults(faults model.Faults) {
	said, names := map[string]string{}, []string{}
	for _, f := range faults {
		base := baseOf(f.Field)
		if said[base] == "" {
			said[base] = sentenceOf(o.k, f)
			names = append(names, base)
		}
	}
	if o.said != nil && maps.Equal(said, o.said) {
		o.showReadiness(names)
		return // as it stands already: typing stays quick
	}
	o.said = said
	unplaced := o.form.SetFaults(said)
	o.notices.Objects = nil
	if o.offer != nil {
		o.notices.Add(o.offer)
	}
	if len(names) > 0 {
		first := parts.NewButton(o.k, o.k.T("observe_screen.go_to_first"), parts.Quiet, func() { o.form.FocusFirstFault() })
		o.notices.Add(parts.NewBanner(o.k, parts.Amber, o.k.Words.N("observe_screen.faults", len(names)), first))
	}
	for _, name := range unplaced {
		o.notices.Add(parts.NewNotice(o.k, parts.Amber, o.k.T("observe_screen.other_fault", "field", name, "fault", said[name])))
	}
	o.showReadiness(names)
	o.relay(o.notices)
}

// showReadiness says beside each section how it stands.
func (o *observe) showReadiness(faulty []string) {
	for i := range sectionCount {
		r := parts.Readiness{Done: o.answered(i), Note: o.k.T("observe_screen.nothing_yet")}
		for _, name := range faulty {
			if slices.Contains(fieldsIn[i], name) {
				r.Faults++
			}
		}
		if i == sectionEvidence {
			if n := o.evidence.count(); n > 0 {
				r.Done, r.Note = false, o.k.Words.Number(int64(n))
			}
		}
		if !r.Done && (i == sectionWhat || i == sectionWhen || i == sectionHow) {
			r.Note = ""
		}
		o.sections.SetReadiness(i, r)
	}
}

// answered says whether a section holds what it must, or anything where nothing must be.
func (o *observe) answered(section int) bool {
	f := &o.sheet.Fields
	switch section {
	case sectionWhat:
		return len(f.Commitments) > 0 && (!tidy(f.Title).IsZero() || !tidy(f.Narrative).IsZero())
	case sectionWhen:
		return !answered(f.Date).IsZero()
	case sectionHow:
		return f.Method != ""
	case sectionWhom:
		return len(f.Rights) > 0 || len(f.Groups) > 0 || o.sheet.Number != ""
	case sectionSafety:
		return f.Confidentiality != ""
	}
	return false
}
