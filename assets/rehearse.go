package assets

import (
	"regexp"
	"testing"
)

// place is where a value stands in a text.
var place = regexp.MustCompile(`\{[a-z][a-z0-9_]*\}`)

// Rehearse adds a language that nobody speaks, to see what the screens do with one: the English words, changed, with the
// direction and the signs of another language. change gets what stands between the {places} of a text. It is for tests,
// panics elsewhere, and must be done before any other goroutine asks for words. Languages does not name it.
func Rehearse(tag, like string, change func(text string) string) {
	if !testing.Testing() {
		panic("assets: a language is rehearsed outside of a test")
	}
	english := For("en").book
	b := &book{language: tag, speech: speeches[like], texts: map[string]string{}, plurals: map[string]forms{}}
	b.speech.tag = english.tag // the plural forms are English
	for key, text := range english.texts {
		b.texts[key] = between(text, change)
	}
	for key, f := range english.plurals {
		b.plurals[key] = forms{}
		for category, text := range f {
			b.plurals[key][category] = between(text, change)
		}
	}
	b.texts["enum_language."+tag] = between(tag, change)
	books[tag] = func() *book { return b }
}

// between changes a text around its places.
func between(text string, change func(string) string) string {
	out, at := "", 0
	for _, m := range place.FindAllStringIndex(text, -1) {
		out += change(text[at:m[0]]) + text[m[0]:m[1]]
		at = m[1]
	}
	return out + change(text[at:])
}

// Speaks says whether there are words of a language under exactly this tag.
func Speaks(tag string) bool { return books[tag] != nil }
