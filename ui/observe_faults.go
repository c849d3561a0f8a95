package ui

import (
	"plumbline/model"
	"plumbline/ui/parts"
)

// needed are the fields whose absence has a sentence of its own: what is missing, and the easiest way to give it.
var needed = map[string]string{"commitments": "observe_screen.need_commitments", "title": "observe_screen.need_title",
	"date": "observe_screen.need_date", "method": "observe_screen.need_method"}

// sentenceOf says a fault in words of this form; "" where the usual ones will do.
func sentenceOf(k parts.Look, f model.Fault) string {
	if key := needed[baseOf(f.Field)]; key != "" && f.Rule == model.RuleRequired {
		return k.T(key)
	}
	if baseOf(f.Field) == "date" && f.Rule == model.RuleDay {
		return k.T("observe_screen.no_such_day", "month", k.Label("precision", string(model.Month)), "year", k.Label("precision", string(model.Year)),
			"unknown_day", k.Label("precision", string(model.UnknownDay)))
	}
	return ""
}

// check lists all faults of the sheet.
func (o *observe) check() (*model.Observation, model.Faults) {
	record, faults := o.sheet.observation()
	return record, o.faults(record, faults)
}

// showSection says beside a section how it stands.
func (o *observe) showSection(i, faults int) {
	r := parts.Readiness{Faults: faults, Done: o.answered(i), Note: o.k.T("observe_screen.nothing_yet")}
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
