package ui

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"plumbline/assets"
	"plumbline/model"
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
			out[i] = capital(rest)
		}
	}
	return out
}

// capital begins words with a capital letter: what goes on after other words elsewhere stands alone.
func capital(words string) string {
	first, n := utf8.DecodeRuneInString(words)
	if n == 0 {
		return ""
	}
	return string(unicode.ToUpper(first)) + words[n:]
}

// planTitles are the titles of a plan's commitments in its order, told apart, with the language of each.
func planTitles(words assets.Words, plan *model.PlanBook) (titles, languages []string) {
	for _, c := range plan.Commitments {
		title, language := words.Of(c.Title, c.Language)
		titles, languages = append(titles, title), append(languages, language)
	}
	return toldApart(titles), languages
}

// underArea is the title of a commitment where it stands under that of its area: what only says the area again is left
// out.
func underArea(title, area string) string {
	if head, rest, ok := strings.Cut(title, ": "); ok && model.Fold(rest) == model.Fold(area) {
		return head
	}
	return title
}
