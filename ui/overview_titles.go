package ui

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// mostAlike is how many titles may begin with the same words before these are left out.
const mostAlike = 2

// toldApart gives titles by what tells them apart, for a column in which they are cut at their end: words up to a colon
// with which several of them begin are left out. A plan has a main task in every area, and calls each of them so.
func toldApart(titles []string) []string {
	alike := map[string]int{}
	for _, t := range titles {
		if head, _, ok := strings.Cut(t, ": "); ok {
			alike[head]++
		}
	}
	out := make([]string, len(titles))
	for i, t := range titles {
		out[i] = t
		if head, rest, ok := strings.Cut(t, ": "); ok && alike[head] > mostAlike && rest != "" {
			first, n := utf8.DecodeRuneInString(rest)
			out[i] = string(unicode.ToUpper(first)) + rest[n:]
		}
	}
	return out
}
