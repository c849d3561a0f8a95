package ui

import (
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"plumbline/model"
	"plumbline/ui/parts"
)

// Writing a third value for a disputed field: as the field's form would ask for it. What consists of parts, and records
// that are referred to, are changed in their own form; of them one takes a value as it is.

// editor asks for a value and gives what stands in it.
type editor struct {
	control fyne.CanvasObject
	target  fyne.Focusable
	value   func() any
}

// codesOf are the codes that a field of a record may hold; nil for fields of free words.
func codesOf(rec model.Record, name string) []string {
	switch name {
	case "method":
		return model.Methods
	case "effect":
		return model.Effects
	case "reliability":
		return model.Reliabilities
	case "review":
		return model.ReviewStates
	case "confidentiality":
		return model.Confidentialities
	case "claimed_status":
		return model.OfficialStatuses
	case "verifiable":
		return model.Verifiables
	case "evidence_status":
		return model.EvidenceStatuses
	case "schedule_status":
		return model.ScheduleStatuses
	case "confidence":
		return model.Confidences
	case "level":
		return model.Levels
	case "priority":
		return model.Priorities
	case "source_kind", "evidence_kind":
		return model.SourceKinds
	case "connection":
		return model.Connections
	case "credibility":
		return []string{"1", "2", "3", "4", "5", "6"}
	case "grade":
		if f, ok := rec.(*model.Finding); ok {
			return model.Grades(firstOf(f.Scale, model.ScaleHouse))
		}
	}
	return nil
}

// fixedWords are the fields of words that nobody may write anew here: what a file is, and what a record hangs on.
var fixedWords = map[string]bool{"ref": true, "sha256": true, "media_type": true, "original_name": true, "public_key": true, "recipient": true,
	"commitment": true, "scale": true, "language": true, "code": true, "verdict": true, "role": true, "copy_kind": true}

// mayEdit says whether there is an editor for the field.
func mayEdit(v model.View, f *deciding) bool {
	switch f.values[0].Value.(type) {
	case model.Text, model.Date:
		return true
	case string:
		return !fixedWords[f.name]
	case int, model.Confidentiality, model.ReviewState, model.Grade:
		return len(codesOf(v.Record, f.name)) > 0
	case []string:
		return f.name == "tags" || f.name == "rights" || f.name == "groups" || f.name == "commitments"
	}
	return false
}

// edit asks for another value of a field.
func (p *disputePage) edit(f *deciding) {
	k := p.k
	t := p.d.teller(p.settling.seen.Kind)
	e := p.editor(f)
	field := parts.NewStackedField(k, f.name, t.field(k, f.name), e.control)
	var dialog *parts.Dialog
	take := parts.NewButton(k, k.T("coalition_screen.take_this"), parts.Primary, func() {
		f.edited, f.how = e.value(), parts.Edited
		dialog.Close()
		p.show()
	})
	dialog = parts.NewDialog(k, parts.Calm, theme.DocumentCreateIcon(), k.T("coalition_screen.write_anew"), k.T("coalition_screen.write_anew_more"),
		k.T("actions.cancel"), field).WithButtons(take).WithWidth(640)
	if e.target != nil {
		dialog.FocusFirst(e.target)
	}
	dialog.Show(p.d.window.Canvas())
}

// begun is what the editor begins with: what was written before, or all values joined, or the first.
func (f *deciding) begun() any {
	if f.how == parts.Edited {
		return f.edited
	}
	if both, ok := model.Both(plainValues(f.values)...); ok {
		return both
	}
	return f.values[0].Value
}

// editor makes the editor for a field.
func (p *disputePage) editor(f *deciding) editor {
	switch v := f.begun().(type) {
	case model.Text:
		return p.textEditor(f, v)
	case model.Date:
		date := v
		field := parts.NewDateField(p.k, v, func(d model.Date) { date = d })
		return editor{field, field.Target(), func() any { return date }}
	case []string:
		return p.setEditor(f, v)
	case string:
		return p.wordEditor(f, v, func(s string) any { return s })
	case int:
		return p.wordEditor(f, strconv.Itoa(v), func(s string) any { n, _ := strconv.Atoi(s); return n })
	case model.Confidentiality:
		return p.wordEditor(f, string(v), func(s string) any { return model.Confidentiality(s) })
	case model.ReviewState:
		return p.wordEditor(f, string(v), func(s string) any { return model.ReviewState(s) })
	case model.Grade:
		return p.wordEditor(f, string(v), func(s string) any { return model.Grade(s) })
	}
	value := f.begun()
	return editor{parts.Gap(0, 0), nil, func() any { return value }}
}

// textEditor has an area for each language in which the values differ.
func (p *disputePage) textEditor(f *deciding, text model.Text) editor {
	k := p.k
	column := parts.Column(8)
	out := cloneText(text)
	e := editor{control: column, value: func() any { return out }}
	for _, l := range f.languages {
		area := parts.NewTextArea(k, "", 4)
		area.SetText(text[l])
		area.OnChanged = func(s string) {
			if out[l] = s; strings.TrimSpace(s) == "" {
				delete(out, l)
			}
		}
		if len(f.languages) > 1 {
			column.Add(k.Muted(ownName(l)))
		}
		column.Add(area)
		if e.target == nil {
			e.target = area
		}
	}
	return e
}

// setEditor chooses several codes, or takes tags as one types them.
func (p *disputePage) setEditor(f *deciding, set []string) editor {
	k, out := p.k, set
	changed := func(codes []string) { out = codes }
	var choices *parts.Choices
	switch f.name {
	case "rights":
		var of []string
		if o, ok := p.settling.seen.Record.(*model.Observation); ok {
			of = o.Commitments
		}
		choices = parts.NewChoices(k, "", rightOptions(k, p.d.plan, of), set, changed)
	case "groups":
		choices = parts.NewChoices(k, "", k.Options("group", model.Groups), set, changed)
	case "commitments":
		choices = parts.NewChoices(k, "", commitmentOptions(k.Words, p.d.plan), set, changed).ShowCodes()
	default:
		entry := parts.NewEntry(k, "")
		entry.SetText(strings.Join(set, ", "))
		return editor{entry, entry, func() any { return readTags(entry.Text()) }}
	}
	return editor{choices, choices.Target(), func() any { return out }}
}

// wordEditor chooses a code, a region, or takes words as one types them.
func (p *disputePage) wordEditor(f *deciding, word string, value func(string) any) editor {
	k, out := p.k, word
	if f.name == "region" {
		pick := parts.NewPicker(k, "", regionOptions(k.Words, model.Date{}), word, func(code string) { out = code })
		return editor{pick, pick, func() any { return value(out) }}
	}
	if codes := codesOf(p.settling.seen.Record, f.name); len(codes) > 0 {
		t := p.d.teller(p.settling.seen.Kind)
		options := make([]parts.Option, len(codes))
		for i, c := range codes {
			options[i] = parts.Option{Code: c, Word: t.label(f.name, c), Base: k.Base()}
		}
		choice := parts.NewSelect(k, "", options, word, func(code string) { out = code })
		return editor{choice, choice, func() any { return value(out) }}
	}
	entry := parts.NewEntry(k, "")
	entry.SetText(word)
	return editor{entry, entry, func() any { return value(strings.TrimSpace(entry.Text())) }}
}
