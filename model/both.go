package model

import (
	"reflect"
	"slices"
	"strings"
)

// Both joins the values of a dispute that can stand together; false for those
// of which only one can hold.
//
//  1. Texts keep every wording: where several wrote in one language, one after
//     the other, each wording once, an empty line between them.
//  2. Sets of codes, tags or records are united, in the order given.
func Both(values ...any) (any, bool) {
	if len(values) == 0 {
		return nil, false
	}
	switch values[0].(type) {
	case Text:
		return bothTexts(values)
	case []string:
		return union[string](values)
	case []ID:
		return union[ID](values)
	}
	return nil, false
}

func bothTexts(values []any) (any, bool) {
	wordings := map[string][]string{}
	for _, v := range values {
		t, ok := v.(Text)
		if !ok {
			return nil, false
		}
		for l, words := range t {
			if words != "" && !slices.Contains(wordings[l], words) {
				wordings[l] = append(wordings[l], words)
			}
		}
	}
	out := Text{}
	for l, all := range wordings {
		out[l] = strings.Join(all, "\n\n")
	}
	return out, true
}

func union[T comparable](values []any) (any, bool) {
	var out []T
	for _, v := range values {
		set, ok := v.([]T)
		if !ok {
			return nil, false
		}
		for _, x := range set {
			if !slices.Contains(out, x) {
				out = append(out, x)
			}
		}
	}
	return out, true
}

// PutField gives a record's field a value of the field's own type, by the field's
// name; false, and nothing changed, for another type or a name that the kind does
// not have.
func PutField(to Record, name string, value any) bool {
	f := tableOf(to.Kind()).byName[name]
	if f == nil {
		return false
	}
	at := reflect.ValueOf(to).Elem().FieldByIndex(f.index)
	v := reflect.ValueOf(value)
	if !v.IsValid() || v.Type() != at.Type() {
		return false
	}
	at.Set(v)
	return true
}
