package model

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// standsIn says whether a phrase stands in a text as whole words, the plain way.
func standsIn(text, phrase string) bool {
	for i := 0; i+len(phrase) <= len(text); i++ {
		if !strings.HasPrefix(text[i:], phrase) {
			continue
		}
		before, _ := utf8.DecodeLastRuneInString(text[:i])
		after, _ := utf8.DecodeRuneInString(text[i+len(phrase):])
		if (i == 0 || !inWord(before)) && (i+len(phrase) == len(text) || !inWord(after)) {
			return true
		}
	}
	return false
}

func holdPhrases(t *testing.T, text string, words []string) {
	t.Helper()
	p := newPhrases()
	rules := []LeakRule{LeakIdentity, LeakCodeName, LeakPlace, LeakFile}
	want := map[LeakRule]bool{}
	text = Fold(text)
	taken := map[string]bool{}
	for i, w := range words {
		if w = fold(w); w != "" && !taken[w] {
			taken[w] = true
			p.add(w, rules[i%len(rules)])
			if standsIn(text, w) {
				want[rules[i%len(rules)]] = true
			}
		}
	}
	got := p.find([]byte(text))
	for _, rule := range rules {
		if slices.Contains(got, hit{rule: rule}) != want[rule] {
			t.Fatalf("%q in %q: %s found %v", words, text, rule, !want[rule])
		}
	}
}

// What is found is what a plain search finds at the edges of words, in any script.
func TestPhrasesAreFoundAsByAPlainSearch(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 3))
	bits := []string{"анна", "ан", "на", "Ivan", "a", "1", "бөрі", "عائشة", "山", "ب", "é", "🏚", "-", " ", " ", ". ", "«", "_", "\u0301"}
	word := func(n int) string {
		var b strings.Builder
		for range 1 + r.IntN(n) {
			b.WriteString(bits[r.IntN(len(bits))])
		}
		return b.String()
	}
	for range 20_000 {
		holdPhrases(t, word(14), []string{word(3), word(3), word(4), word(2)})
	}
}

func FuzzPhrases(f *testing.F) {
	f.Add("said Anna-Maria, of House 7", "Anna", "house 7")
	f.Add("подберёзы", "Берёзы", "под")
	f.Fuzz(func(t *testing.T, text, a, b string) {
		if utf8.ValidString(text) && utf8.ValidString(a) && utf8.ValidString(b) {
			holdPhrases(t, text, []string{a, b})
		}
	})
}
