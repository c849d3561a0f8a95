package ui

import (
	"encoding/hex"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	"plumbline/assets"
	"plumbline/model"
	"plumbline/model/notebook"
	"plumbline/ui/bidi"
	"plumbline/ui/parts"
)

// Any value of any record in the words of the screen, for those who must compare two of them:
//
//  1. codes are said by their labels, dates and numbers in the language's way, records by their refs;
//  2. of texts in several languages those wordings are shown that differ, each under the name of its language;
//  3. what consists of parts is said part by part, a line for each;
//  4. nothing is said by a dash, so that an empty value can be chosen too.

// teller says the values of one kind of record. It may ask the notebook for refs, which are in memory.
type teller struct {
	words assets.Words
	book  *notebook.Notebook
	kind  model.Kind
	zone  *time.Location
}

func (d *desk) teller(kind model.Kind) teller {
	return teller{d.words, d.book, kind, d.now().Location()}
}

// codeLists are the lists whose codes stand in a field, by the field's name.
var codeLists = map[string]string{"method": "method", "effect": "effect", "rights": "right", "groups": "group", "unit": "unit",
	"reliability": "reliability", "credibility": "credibility", "review": "review", "confidentiality": "confidentiality", "level": "level",
	"scale": "scale", "evidence_status": "evidence_status", "schedule_status": "schedule_status", "confidence": "confidence",
	"claimed_status": "official_status", "verifiable": "verifiable", "priority": "priority", "source_kind": "source_kind",
	"connection": "connection", "evidence_kind": "source_kind", "uses": "consent_use", "identity": "consent_identity", "role": "role",
	"origin": "origin", "certainty": "certainty", "language": "language", "copy_kind": "copy", "sensitive_marks": "sensitive_mark",
	"from_state": "review", "to_state": "review", "event": "custody_event", "translations": "translation_status",
	"commitment_kind": "commitment_kind", "grade": "grade_house", "verdict": "verdict"}

// codeList is the list of a field of this kind.
func (t teller) codeList(name string) string {
	if name == "verdict" && t.kind == model.KindLink {
		return "link_verdict"
	}
	return codeLists[name]
}

// label is the label of a code, or the code itself where it has none.
func (t teller) label(name, code string) string {
	if list := t.codeList(name); list != "" && t.words.Has("enum_"+list+"."+code) {
		return t.words.T("enum_" + list + "." + code)
	}
	return code
}

// field is the word for a field.
func (t teller) field(k parts.Look, name string) string {
	if name == "withdrawn" {
		return k.T("coalition_screen.field_withdrawn")
	}
	return fieldWord(k, t.kind, name)
}

// nothing stands for an empty value.
const nothing = "–"

// value says a field's value, and in which direction it runs. languages are the ones of a text that are to be shown;
// nil shows all.
func (t teller) value(name string, v any, languages []string) (words string, base bidi.Base) {
	switch v := v.(type) {
	case model.Text:
		words, base = t.text(v, languages)
	case string:
		words, base = t.said(name, v)
	default:
		words, base = t.any(name, reflect.ValueOf(v)), parts.BaseOf(t.words.Language())
	}
	if words == "" {
		return nothing, parts.BaseOf(t.words.Language())
	}
	return words, base
}

// said is a code or words somebody wrote.
func (t teller) said(name, s string) (string, bidi.Base) {
	if name == "region" {
		return regionName(t.words, s), parts.BaseOf(t.words.Language())
	}
	if word := t.label(name, s); word != s {
		return word, parts.BaseOf(t.words.Language())
	}
	return s, bidi.Auto
}

// text shows the wordings of some languages; a single one stands by itself.
func (t teller) text(text model.Text, languages []string) (string, bidi.Base) {
	if languages == nil {
		languages = text.Languages()
	}
	if len(languages) == 1 {
		return text[languages[0]], parts.BaseOf(languages[0])
	}
	var lines []string
	for _, l := range languages {
		if text[l] != "" {
			lines = append(lines, t.words.T("coalition_screen.part", "what", ownName(l), "words", bidi.Isolate(text[l])))
		}
	}
	return strings.Join(lines, "\n"), parts.BaseOf(t.words.Language())
}

// ownName is a language by its own name, or its tag.
func ownName(tag string) string {
	if slices.Contains(assets.Languages(), tag) {
		return assets.For(tag).OwnName()
	}
	return tag
}

// differing are the languages in which the texts among some values differ; nil for values of another type.
func differing(values []any) []string {
	var languages []string
	for _, v := range values {
		text, ok := v.(model.Text)
		if !ok {
			return nil
		}
		for _, l := range text.Languages() {
			differs := func(o any) bool { other, _ := o.(model.Text); return other[l] != text[l] }
			if !slices.Contains(languages, l) && slices.ContainsFunc(values, differs) {
				languages = append(languages, l)
			}
		}
	}
	slices.Sort(languages)
	return languages
}

// any says a value of any type; "" for an empty one.
func (t teller) any(name string, v reflect.Value) string {
	if !v.IsValid() {
		return ""
	}
	if words, known := t.whole(name, v); known {
		return words
	}
	switch v.Kind() {
	case reflect.String:
		words, _ := t.said(name, v.String())
		return t.words.Isolate(words)
	case reflect.Bool:
		return t.truth(name, v.Bool())
	case reflect.Int, reflect.Int64:
		return t.number(name, v.Int())
	case reflect.Slice:
		return t.list(name, v)
	case reflect.Map:
		return t.entries(name, v)
	case reflect.Struct:
		return t.fields(name, v)
	}
	return fmt.Sprint(v.Interface())
}

// whole says the types that have words of their own.
func (t teller) whole(name string, v reflect.Value) (string, bool) {
	switch x := v.Interface().(type) {
	case model.Date:
		return t.words.Date(string(x.From), string(x.To), string(x.Precision)), true
	case model.Day:
		return isoDate(t.words, string(x)), true
	case model.ID:
		if x.IsZero() {
			return "", true
		}
		return t.words.Isolate(t.book.Ref(x)), true
	case model.Text:
		words, _ := t.text(x, nil)
		return words, true
	case time.Time:
		if x.IsZero() {
			return "", true
		}
		return t.words.Moment(x.In(t.zone)), true
	case model.Key:
		return bidi.IsolateLTR(hex.EncodeToString(x[:4])), true
	}
	return "", false
}

// truth says a mark. Of withdrawing, both answers mean something.
func (t teller) truth(name string, on bool) string {
	switch {
	case name == "withdrawn" && on:
		return t.words.T("coalition_screen.deleted")
	case name == "withdrawn":
		return t.words.T("coalition_screen.kept")
	case on:
		return t.words.T("enum_verifiable.yes")
	}
	return t.words.T("enum_verifiable.no")
}

func (t teller) number(name string, n int64) string {
	switch {
	case n == 0:
		return ""
	case t.codeList(name) != "":
		return t.label(name, fmt.Sprint(n))
	case name == "size":
		return t.words.Size(n)
	}
	return t.words.Number(n)
}

// list says short things one after the other, long ones on lines of their own.
func (t teller) list(name string, v reflect.Value) string {
	var all []string
	long := false
	for i := range v.Len() {
		words := t.any(name, v.Index(i))
		all = append(all, words)
		long = long || strings.Contains(words, "\n")
	}
	if long {
		return strings.Join(all, "\n")
	}
	return t.words.List(all)
}

// entries says a map of languages to codes.
func (t teller) entries(name string, v reflect.Value) string {
	var lines []string
	for _, key := range v.MapKeys() {
		lines = append(lines, t.words.T("coalition_screen.part", "what", ownName(key.String()), "words", t.any(name, v.MapIndex(key))))
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

// fields says a structure, a line for each part that is filled.
func (t teller) fields(name string, v reflect.Value) string {
	var lines []string
	for i := range v.NumField() {
		part, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ",")
		if v.Field(i).IsZero() || part == "" || part == "-" {
			continue
		}
		lines = append(lines, t.words.T("coalition_screen.part", "what", t.partWord(name, part), "words", t.any(part, v.Field(i))))
	}
	return strings.Join(lines, "\n")
}

// partWord is the word for a part of a field: affected, number.
func (t teller) partWord(name, part string) string {
	for _, key := range []string{"fields_" + string(t.kind) + "." + name + "_" + part, "fields_" + string(t.kind) + "." + part, "fields_common." + part} {
		if t.words.Has(key) {
			return t.words.T(key)
		}
	}
	return part
}
