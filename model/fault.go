package model

import (
	"fmt"
	"slices"
	"strings"
)

// Rule names why a field is at fault. Its sentence in each language is the word
// "faults.<rule>".
type Rule string

// The rules a field can break.
const (
	RuleRequired  Rule = "required"
	RuleCode      Rule = "not_in_list"
	RuleUnknown   Rule = "not_found"
	RuleField     Rule = "unknown_field"
	RuleType      Rule = "wrong_type"
	RuleDay       Rule = "no_such_day"
	RuleOrder     Rule = "ends_before_it_begins"
	RuleRange     Rule = "out_of_range"
	RuleTooLong   Rule = "too_long"
	RuleTooMany   Rule = "too_many"
	RuleNotText   Rule = "not_text"
	RuleLanguage  Rule = "not_a_language"
	RuleTwice     Rule = "given_twice"
	RuleFixed     Rule = "cannot_change"
	RuleAddress   Rule = "not_an_address"
	RuleAmbiguous Rule = "ambiguous"
	RuleOwnName   Rule = "needs_own_name" // the name is taken by what is not the same
	RuleNotJSON   Rule = "not_json"       // the field is a place in a file: line:column
)

var ruleWords = map[Rule]string{
	RuleRequired: "is needed", RuleCode: "is not one of the words of its list", RuleUnknown: "names nothing in this notebook",
	RuleField: "is not a field of this kind of record", RuleType: "has the wrong form", RuleDay: "is no day of the calendar (2023-04-30)",
	RuleOrder: "lies before the beginning", RuleRange: "is out of range", RuleTooLong: "is too long", RuleTooMany: "has too many entries",
	RuleNotText: "is not clean text", RuleLanguage: "has a name that is no language tag", RuleTwice: "is given twice",
	RuleFixed: "cannot be changed", RuleAddress: "is no web address", RuleAmbiguous: "fits more than one record",
	RuleOwnName: "is the name of another; give it one of its own", RuleNotJSON: "is where the text stops being JSON",
}

// Fault is one thing wrong with one field. It never holds the field's value.
type Fault struct {
	Field   string   `json:"field"`             // as in the record's JSON: "date.from", "claims[2].verdict"
	Rule    Rule     `json:"rule"`              //
	Allowed []string `json:"allowed,omitempty"` // the words of the list, where the rule is RuleCode
}

// Error says the fault in English.
func (f Fault) Error() string {
	s := f.Field + " " + ruleWords[f.Rule]
	if len(f.Allowed) > 0 && len(f.Allowed) <= 12 {
		s += " (" + strings.Join(f.Allowed, ", ") + ")"
	}
	return s
}

// Faults are all faults of a record, in the order of its fields.
type Faults []Fault

// Error says every fault in English, separated by semicolons.
func (f Faults) Error() string {
	ss := make([]string, len(f))
	for i, x := range f {
		ss[i] = x.Error()
	}
	return strings.Join(ss, "; ")
}

// Of lists the faults of one field and of what lies inside it.
func (f Faults) Of(field string) Faults {
	var out Faults
	for _, x := range f {
		if x.Field == field || strings.HasPrefix(x.Field, field+".") || strings.HasPrefix(x.Field, field+"[") {
			out = append(out, x)
		}
	}
	return out
}

func (f Faults) err() error {
	if len(f) == 0 {
		return nil
	}
	return f
}

func (f *Faults) add(field string, r Rule) { *f = append(*f, Fault{Field: field, Rule: r}) }

// code checks one optional code against its list.
func (f *Faults) code(field, value string, list []string) {
	if value != "" && !slices.Contains(list, value) {
		*f = append(*f, Fault{Field: field, Rule: RuleCode, Allowed: list})
	}
}

// codes checks several codes against their list.
func (f *Faults) codes(field string, values, list []string) {
	for i, v := range values {
		at := fmt.Sprintf("%s[%d]", field, i)
		if v == "" || !slices.Contains(list, v) {
			*f = append(*f, Fault{Field: at, Rule: RuleCode, Allowed: list})
		} else if slices.Contains(values[:i], v) {
			f.add(at, RuleTwice)
		}
	}
}

// maxWord and maxList bound one-line fields (in bytes) and lists (in entries).
const (
	maxWord = 2000
	maxList = 500
)

// line checks an optional one-line text.
func (f *Faults) line(field, s string) {
	switch {
	case len(s) > maxWord:
		f.add(field, RuleTooLong)
	case strings.ContainsAny(s, "\x00\n\r"):
		f.add(field, RuleNotText)
	}
}

// needed checks that a field is filled.
func (f *Faults) needed(field string, filled bool) {
	if !filled {
		f.add(field, RuleRequired)
	}
}

// list checks the length of a list.
func (f *Faults) list(field string, n int) {
	if n > maxList {
		f.add(field, RuleTooMany)
	}
}

// Known answers what a record may refer to. A nil answer leaves that reference
// unchecked (a parcel may bring a record before what it names).
type Known struct {
	Commitment func(code string) bool
	Region     func(code string) bool
	Record     func(id ID, kind Kind) bool // kind "" asks for any kind
}

// Beside also knows what an earlier state of the record names. A source may stay behind where an observation goes: whoever
// got the observation alone may change it all the same, and keeps the name of the source.
func (k Known) Beside(earlier Record) Known {
	here := k.Record
	if earlier == nil || here == nil {
		return k
	}
	named := map[ID]Kind{}
	_ = earlier.Check(Known{Record: func(id ID, kind Kind) bool { named[id] = kind; return true }}) // asks, and is not judged
	k.Record = func(id ID, kind Kind) bool {
		was, ok := named[id]
		return ok && was == kind || here(id, kind)
	}
	return k
}

func (k Known) commitments(field string, codes []string, f *Faults) {
	f.list(field, len(codes))
	for i, c := range codes {
		at := fmt.Sprintf("%s[%d]", field, i)
		switch {
		case c == "" || k.Commitment != nil && !k.Commitment(c):
			f.add(at, RuleUnknown)
		case slices.Contains(codes[:i], c):
			f.add(at, RuleTwice)
		}
	}
}

func (k Known) region(field, code string, f *Faults) {
	if code != "" && k.Region != nil && !k.Region(code) {
		f.add(field, RuleUnknown)
	}
}

func (k Known) record(field string, id ID, kind Kind, f *Faults) {
	if !id.IsZero() && k.Record != nil && !k.Record(id, kind) {
		f.add(field, RuleUnknown)
	}
}

func (k Known) records(field string, ids []ID, kind Kind, f *Faults) {
	f.list(field, len(ids))
	for i, id := range ids {
		at := fmt.Sprintf("%s[%d]", field, i)
		if slices.Contains(ids[:i], id) {
			f.add(at, RuleTwice)
		}
		k.record(at, id, kind, f)
	}
}
