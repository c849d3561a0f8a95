package ui

import (
	"strings"

	"plumbline/assets"
	"plumbline/model"
	"plumbline/ui/parts"
)

// A column of the table is at first as wide as the longest word that it can say in the language of the screen, in the size
// of its text. Where the title needs the room, words that have a shorter form take that; each row by itself.

// mostWords is how wide a column becomes for its words, in units.
const mostWords = 240

// shortWords are the keys of shorter forms, by the key or the code of the word.
var (
	shortReviews = map[string]string{"submitted": "find_screen.submitted_short", "has_issues": "find_screen.has_issues_short"}
	shortRegions = map[string]string{"KZ-27": "find_screen.west_short", "KZ-59": "find_screen.north_short", "KZ-63": "find_screen.east_short"}
)

// shortWord is the shorter form of what a column says; "" where it has none.
func shortWord(w assets.Words, column, word string) string {
	short := word
	switch column {
	case columnRegion:
		short = shortRegion(w, word)
	case columnReview:
		for code, key := range shortReviews {
			if word == w.T("enum_review."+code) {
				short = w.T(key)
			}
		}
	case columnConfidentiality: // what stands in brackets explains
		short, _, _ = strings.Cut(word, " (")
	}
	if short == word {
		return ""
	}
	return short
}

// shortRegion is a region's name without the word for region, under a head that says that it is one; those with the
// longest names as people call them.
func shortRegion(w assets.Words, name string) string {
	for code, key := range shortRegions {
		if name == regionName(w, code) {
			return w.T(key)
		}
	}
	noun := w.T("find_screen.region_noun")
	return strings.TrimSpace(strings.TrimPrefix(strings.TrimSuffix(name, noun), noun))
}

// columnWords are all words that a column can say; nil where they are not of a list.
func columnWords(w assets.Words, column string) (words []string) {
	list := func(name string, codes []string) {
		for _, c := range codes {
			words = append(words, word(w, name, c))
		}
	}
	switch column {
	case columnDate:
		words = []string{w.BriefDate("2024-09-20", "2024-09-22", string(model.Exact))}
	case columnRegion:
		for _, r := range assets.Regions() {
			words = append(words, regionName(w, r.Code))
		}
	case columnReview:
		list("review", model.ReviewStates)
	case columnMethod:
		list("method", model.Methods)
	case columnConfidentiality:
		list("confidentiality", model.Confidentialities)
	case columnGrade:
		list("grade_house", model.HouseGrades)
	}
	return words
}

// columnWidths are how wide a column must be, and how wide it would like to be, in units, where nobody has sized it: the
// title of the head counts as a word, and the shorter forms of words for what must be.
func columnWidths(k parts.Look, column string) (least, most float32) {
	f := columnFacts[column]
	if least = f.width; column != columnEvidence { // that has a sign
		least = max(least, parts.WordWidth(k.T(f.word)))
	}
	most = least
	for _, word := range columnWords(k.Words, column) {
		short := word
		if s := shortWord(k.Words, column, word); s != "" {
			short = s
		}
		least, most = max(least, min(parts.WordWidth(short), mostWords)), max(most, min(parts.WordWidth(word), mostWords))
	}
	return least, most
}
