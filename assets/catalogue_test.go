package assets

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
)

// categories are the CLDR plural categories of whole numbers and fractions, by language.
var categories = map[string][]string{
	"en": {"one", "other"},
	"ar": {"few", "many", "one", "other", "two", "zero"},
	"ru": {"few", "many", "one", "other"},
	"kk": {"one", "other"},
}

var (
	wholeKey    = regexp.MustCompile(`^[a-z][a-z0-9_]*\.[A-Za-z0-9][A-Za-z0-9_]*$`)
	placeholder = regexp.MustCompile(`\{[a-z][a-z0-9_]*\}`)
)

// wordings returns every wording under a key: one for a text, one a category for a plural.
func (b *book) wordings(key string) []string {
	if text, ok := b.texts[key]; ok {
		return []string{text}
	}
	return slices.Collect(maps.Values(b.plurals[key]))
}

// places returns the places that the wordings under a key have, each once.
func (b *book) places(key string) []string {
	found := map[string]bool{}
	for _, wording := range b.wordings(key) {
		for _, place := range placeholder.FindAllString(wording, -1) {
			found[place] = true
		}
	}
	return slices.Sorted(maps.Keys(found))
}

// keys returns every key of a language in order.
func (b *book) keys() []string {
	keys := slices.Collect(maps.Keys(b.texts))
	return slices.Sorted(slices.Values(slices.AppendSeq(keys, maps.Keys(b.plurals))))
}

func TestEveryLanguageHasTheSameKeys(t *testing.T) {
	english := For("en")
	for _, language := range Languages() {
		words := For(language)
		for _, key := range english.book.keys() {
			if !words.Has(key) {
				t.Errorf("%s: %s is missing", language, key)
				continue
			}
			_, plural := english.book.plurals[key]
			if _, here := words.book.plurals[key]; here != plural {
				t.Errorf("%s: %s is a plural in one language and not in the other", language, key)
			}
		}
		for _, key := range words.book.keys() {
			if !english.Has(key) {
				t.Errorf("%s: %s is not in English", language, key)
			}
		}
	}
}

func TestEveryKeyIsWellFormed(t *testing.T) {
	for _, key := range For("en").book.keys() {
		if !wholeKey.MatchString(key) {
			t.Errorf("%q is not section.key in lower snake case", key)
		}
	}
}

func TestEveryPluralHasTheCategoriesOfItsLanguage(t *testing.T) {
	for _, language := range Languages() {
		for key, f := range For(language).book.plurals {
			if got := slices.Sorted(maps.Keys(f)); !slices.Equal(got, categories[language]) {
				t.Errorf("%s: %s has %v, want %v", language, key, got, categories[language])
			}
		}
	}
}

func TestEveryLanguageHasTheSamePlaces(t *testing.T) {
	english := For("en").book
	for _, language := range Languages() {
		b := For(language).book
		for _, key := range b.keys() {
			if got, want := b.places(key), english.places(key); !slices.Equal(got, want) {
				t.Errorf("%s: %s has the places %v, English %v", language, key, got, want)
			}
		}
	}
}

func TestNoWordingIsEmptyOrTorn(t *testing.T) {
	for _, language := range Languages() {
		b := For(language).book
		for _, key := range b.keys() {
			for _, wording := range b.wordings(key) {
				if strings.TrimSpace(wording) == "" || strings.TrimSpace(wording) != wording {
					t.Errorf("%s: %s is empty or has space around it: %q", language, key, wording)
				}
				if rest := placeholder.ReplaceAllString(wording, ""); strings.ContainsAny(rest, "{}") {
					t.Errorf("%s: %s has a torn place: %q", language, key, wording)
				}
			}
		}
	}
}

// A wording that English writes without small letters (SHA-256, KB, {n} %) may stand as it is.
var smallLetter = regexp.MustCompile(`[a-z]`)

// sameEverywhere are names that every language writes as English does, and what some write by a sign: №, 3 / 5.
var sameEverywhere = regexp.MustCompile(`^(Plumbline|plumbctl|Excel|Kobo|KoboToolbox|ODK|age|GitHub|HURIDOCS|No\. |:? +of )$`)

func TestEveryWordingIsInTheScriptOfItsLanguage(t *testing.T) {
	scripts := map[string]*unicode.RangeTable{"ar": unicode.Arabic, "ru": unicode.Cyrillic, "kk": unicode.Cyrillic}
	english := For("en").book
	for language, script := range scripts {
		b := For(language).book
		for _, key := range b.keys() {
			plain := placeholder.ReplaceAllString(strings.Join(english.wordings(key), " "), "")
			if !smallLetter.MatchString(plain) || sameEverywhere.MatchString(plain) {
				continue
			}
			for _, wording := range b.wordings(key) {
				if !strings.ContainsFunc(wording, func(r rune) bool { return unicode.Is(script, r) && unicode.IsLetter(r) }) {
					t.Errorf("%s: %s has no letter of the language: %q", language, key, wording)
				}
			}
		}
	}
}

// terms.md of the glossary: calm, without exclamation marks; Russian with е for ё; Arabic with
// European digits and its own comma, semicolon and question mark.
func TestEveryWordingFollowsTheHouse(t *testing.T) {
	western := regexp.MustCompile(`\p{Arabic}[,;?]`)
	for _, language := range Languages() {
		b := For(language).book
		for _, key := range b.keys() {
			for _, wording := range b.wordings(key) {
				switch {
				case strings.Contains(wording, "!"):
					t.Errorf("%s: %s raises its voice: %q", language, key, wording)
				case language == "ru" && strings.ContainsAny(wording, "ёЁ"):
					t.Errorf("%s: %s has ё: %q", language, key, wording)
				case language == "ar" && strings.ContainsAny(wording, "٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹"):
					t.Errorf("%s: %s has other digits: %q", language, key, wording)
				case language == "ar" && western.MatchString(wording):
					t.Errorf("%s: %s has a Western sign after an Arabic letter: %q", language, key, wording)
				}
			}
		}
	}
}
