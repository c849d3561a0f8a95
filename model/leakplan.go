package model

import (
	"reflect"
	"strings"
)

// The plan's own texts leave with every report, and are looked at like all others:
// what a colleague typed into a commitment may name somebody. But a plan was published,
// and its words protect nobody: «Азамат» is a man and a citizen, «Әділет» an organisation
// and justice, and a plan speaks of citizens and of justice all the time.
//
//  1. One word that stands in the plan too, and a place, file, organisation or code of
//     several: it is listed wherever it stands, in the plan as in a narrative, and stops
//     no report.
//  2. Several words that name a person, a source or a member, are no words of a plan by
//     chance. They stop a report also where the plan says them, until the commitment was
//     changed or looked at.

// plain marks the words that the plan says too.
func (l *leakage) plain() {
	l.planTexts(func(_ *Row, _ Kind, _, text string) {
		l.folded = foldAppend(l.folded[:0], text)
		l.words.match(l.folded, func(x *phrase) {
			oneWord := wordEnd([]byte(x.text)) == len(x.text)
			x.inPlan = x.inPlan || oneWord || x.rule != LeakIdentity && x.rule != LeakCodeName && x.rule != LeakMember
		})
	})
}

// plan looks at the plan's texts.
func (l *leakage) plan() { l.planTexts(l.line) }

// planTexts walks what of the plan may leave, under the names of its fields.
func (l *leakage) planTexts(do func(of *Row, kind Kind, field, text string)) {
	book := l.c.book
	each := func(r Record, code string) {
		row := Row{ID: r.Base().ID, inside: code}
		v := reflect.ValueOf(r).Elem()
		for i := range v.NumField() {
			if name, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ","); name != "" {
				eachString(v.Field(i), func(s string) { do(&row, r.Kind(), name, s) })
			}
		}
	}
	each(book.Plan, book.Plan.Code)
	for _, a := range book.Areas {
		each(a, a.Code)
	}
	for _, x := range book.Commitments {
		each(x, x.Code)
	}
}

// eachString walks the strings in a value.
func eachString(v reflect.Value, do func(string)) {
	switch v.Kind() {
	case reflect.String:
		do(v.String())
	case reflect.Slice:
		for i := range v.Len() {
			eachString(v.Index(i), do)
		}
	case reflect.Map:
		for it := v.MapRange(); it.Next(); {
			eachString(it.Value(), do)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			eachString(v.Field(i), do)
		}
	}
}
