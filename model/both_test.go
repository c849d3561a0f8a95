package model

import (
	"reflect"
	"testing"
)

func TestBothKeepsEveryWordingAndUnitesSets(t *testing.T) {
	a, b := ID{1}, ID{2}
	for name, c := range map[string]struct {
		values []any
		want   any
	}{
		"texts":                  {[]any{Text{"ru": "нет ящика", "en": "no box"}, Text{"ru": "двое без ответа", "en": "no box", "kk": "жәшік жоқ"}}, Text{"ru": "нет ящика\n\nдвое без ответа", "en": "no box", "kk": "жәшік жоқ"}},
		"an empty wording":       {[]any{Text{"en": ""}, Text{"en": "one"}}, Text{"en": "one"}},
		"sets":                   {[]any{[]string{"prison", "letters"}, []string{"letters", "visits"}}, []string{"prison", "letters", "visits"}},
		"records":                {[]any{[]ID{a}, []ID{b, a}}, []ID{a, b}},
		"three":                  {[]any{[]string{"x"}, []string{"y"}, []string{"z"}}, []string{"x", "y", "z"}},
		"one value":              {[]any{"B", "C"}, nil},
		"a date":                 {[]any{Date{From: "2023-01-01"}, Date{}}, nil},
		"a text against nothing": {[]any{Text{"en": "x"}, nil}, nil},
		"nothing":                {nil, nil},
	} {
		got, ok := Both(c.values...)
		if ok != (c.want != nil) || ok && !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %v, %v", name, got, ok)
		}
	}
}

func TestPutFieldTakesOnlyTheFieldsOwnType(t *testing.T) {
	o := &Observation{Region: "KZ-35"}
	for name, v := range map[string]any{"region": 5, "no_such": "x", "title": "x", "date": nil} {
		if PutField(o, name, v) || !reflect.DeepEqual(o, &Observation{Region: "KZ-35"}) {
			t.Errorf("%s was put: %+v", name, o)
		}
	}
	for name, v := range map[string]any{"region": "KZ-10", "title": Text{"en": "x"}, "credibility": 3, "confidentiality": Organisation, "withdrawn": true} {
		if !PutField(o, name, v) || !reflect.DeepEqual(FieldValue(o, name), v) {
			t.Errorf("%s: %v", name, FieldValue(o, name))
		}
	}
}
