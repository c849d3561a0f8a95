package model

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// Text holds words by language: a BCP 47 tag ("en", "ar", "ru", "kk", …) to the
// wording. The language it was written in and the status of its translations
// stand in the record (Common).
type Text map[string]string

// IsZero says whether no language has a wording.
func (t Text) IsZero() bool {
	for _, s := range t {
		if s != "" {
			return false
		}
	}
	return true
}

// Any gives the wording in the first of the wanted languages that has one,
// else in the first by tag, and the language it is in.
func (t Text) Any(want ...string) (words, language string) {
	for _, l := range want {
		if t[l] != "" {
			return t[l], l
		}
	}
	for _, l := range t.Languages() {
		if t[l] != "" {
			return t[l], l
		}
	}
	return "", ""
}

// Languages lists the tags, sorted.
func (t Text) Languages() []string {
	ls := make([]string, 0, len(t))
	for l := range t {
		ls = append(ls, l)
	}
	slices.Sort(ls)
	return ls
}

// MaxText is the greatest length of one wording, in bytes.
const MaxText = 128 << 10

// check says what is wrong with the text, under the given field name.
func (t Text) check(field string, f *Faults) {
	for _, l := range t.Languages() {
		switch {
		case !isTag(l):
			f.add(field, RuleLanguage)
		case len(t[l]) > MaxText:
			f.add(field+"."+l, RuleTooLong)
		case !utf8.ValidString(t[l]) || strings.ContainsRune(t[l], 0):
			f.add(field+"."+l, RuleNotText)
		}
	}
}

// isTag says whether s looks like a BCP 47 tag: 2 to 35 letters, digits and
// inner hyphens, a letter first.
func isTag(s string) bool {
	if len(s) < 2 || len(s) > 35 || s[len(s)-1] == '-' {
		return false
	}
	for i, r := range s {
		letter := r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
		if !letter && (i == 0 || r != '-' && (r < '0' || r > '9')) {
			return false
		}
	}
	return true
}
