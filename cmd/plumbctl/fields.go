package main

import (
	"encoding/json"
	"slices"
	"sort"
	"strconv"
	"strings"

	"plumbline/model"
	"plumbline/model/notebook"
)

// fieldEnums names the list of labels of every field that holds a code, or codes.
var fieldEnums = map[string]string{"confidentiality": "confidentiality", "method": "method", "effect": "effect", "rights": "right",
	"groups": "group", "unit": "unit", "reliability": "reliability", "review": "review", "precision": "precision",
	"claimed_status": "official_status", "verifiable": "verifiable", "level": "level", "scale": "scale",
	"evidence_status": "evidence_status", "schedule_status": "schedule_status", "confidence": "confidence",
	"priority": "priority", "role": "role", "source_kind": "source_kind", "evidence_kind": "source_kind",
	"connection": "connection", "copy_kind": "copy", "sensitive_marks": "sensitive_mark", "origin": "origin",
	"certainty": "certainty", "commitment_kind": "commitment_kind", "from_state": "review", "to_state": "review",
	"uses": "consent_use", "language": "language"}

// linkFields are the fields that hold the ids of other records.
var linkFields = []string{"sources", "of", "derived_from", "source", "based_on", "claim", "record", "a", "b"}

// label is what a field is called.
func (c *ctl) label(kind model.Kind, field string) string {
	for _, key := range []string{"fields_" + string(kind) + "." + field, "fields_common." + field, "columns." + field} {
		if c.words.Has(key) {
			return c.words.T(key)
		}
	}
	return field
}

// fieldsOf says the filled fields of a record, in their order, as label and value.
func (c *ctl) fieldsOf(n *notebook.Notebook, rec model.Record) [][2]string {
	raw, err := json.Marshal(rec)
	if err != nil {
		return nil
	}
	var fields map[string]json.RawMessage
	if json.Unmarshal(raw, &fields) != nil {
		return nil
	}
	var all [][2]string
	for _, name := range model.FieldNames(rec.Kind()) {
		if value, ok := fields[name]; ok && name != "ref" {
			for i, line := range c.value(n, rec.Kind(), name, value, rec) {
				label := ""
				if i == 0 {
					label = c.label(rec.Kind(), name)
				}
				all = append(all, [2]string{label, line})
			}
		}
	}
	return all
}

// value says one field in lines: a text has one a language.
func (c *ctl) value(n *notebook.Notebook, kind model.Kind, name string, raw json.RawMessage, rec model.Record) []string {
	if d, ok := model.FieldValue(rec, name).(model.Date); ok {
		if json.Unmarshal(raw, &d) == nil {
			return []string{c.words.Date(string(d.From), string(d.To), string(d.Precision))}
		}
	}
	if _, ok := model.FieldValue(rec, name).(model.Text); ok {
		return textLines(raw)
	}
	if f, ok := rec.(*model.Finding); ok && name == "grade" {
		var g model.Grade
		if json.Unmarshal(raw, &g) == nil {
			return []string{c.grade(&model.Finding{Scale: f.Scale, Grade: g})}
		}
	}
	var v any
	if json.Unmarshal(raw, &v) != nil {
		return nil
	}
	return []string{c.plain(n, kind, name, v)}
}

// textLines gives a wording a line, with its language.
func textLines(raw json.RawMessage) []string {
	var t model.Text
	if json.Unmarshal(raw, &t) != nil {
		return nil
	}
	var lines []string
	for _, l := range t.Languages() {
		if t[l] != "" {
			lines = append(lines, l+"  "+t[l])
		}
	}
	return lines
}

// plain says a value of any form on one line.
func (c *ctl) plain(n *notebook.Notebook, kind model.Kind, name string, v any) string {
	switch v := v.(type) {
	case string:
		return c.plainText(n, name, v)
	case bool:
		if v {
			return c.words.T("ctl.yes")
		}
		return c.words.T("ctl.no")
	case float64:
		if name == "credibility" {
			return c.code("credibility", strconv.Itoa(int(v)))
		}
		return c.words.Number(int64(v))
	case []any:
		items := make([]string, len(v))
		for i := range v {
			items[i] = c.plain(n, kind, name, v[i])
		}
		return strings.Join(items, "; ")
	case map[string]any:
		keys := make([]string, 0, len(v))
		for k := range v {
			keys = append(keys, k)
		}
		sort.Strings(keys)
		items := make([]string, len(keys))
		for i, k := range keys {
			items[i] = c.label(kind, joined(kind, name, k)) + ": " + c.plain(n, kind, k, v[k])
		}
		return strings.Join(items, ", ")
	}
	return ""
}

// joined is the name under which the words know an inner field: consent_date for
// date in consent.
func joined(kind model.Kind, outer, inner string) string {
	if kind == model.KindFinding && outer == "claims" {
		return inner
	}
	return strings.TrimSuffix(outer, "_events") + "_" + inner
}

func (c *ctl) plainText(n *notebook.Notebook, name, v string) string {
	if slices.Contains(linkFields, name) {
		if id, err := model.ParseID(v); err == nil {
			return n.Ref(id)
		}
	}
	if name == "region" {
		return c.region(v)
	}
	if name == "verdict" {
		if c.words.Has("enum_verdict." + v) {
			return c.code("verdict", v)
		}
		return c.code("link_verdict", v)
	}
	if list, ok := fieldEnums[name]; ok {
		return c.code(list, v)
	}
	return v
}
