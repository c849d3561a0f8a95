package bidi

import (
	"slices"
	"unicode"

	"github.com/go-text/typesetting/language"
	uni "golang.org/x/text/unicode/bidi"
)

// Fyne cuts a string where the script or the font changes and sets the parts from left
// to right, also inside a run that goes to the left: letters before a Hebrew name or an emoji
// would stand on its wrong side. So such runs are cut here, into what Fyne shapes as
// one, and put in order.
//
// In a string of several runs, as Visual makes, brackets are cut out too: Fyne gives a closing
// bracket the script of the opening one, wherever that stands, and would cut there.

// Very long runs are cut as well, at blanks: no picture of a text is larger than it need be.

// maxChunk is about how many runes are drawn as one.
const maxChunk = 256

// chunks cuts the runs of a line, and keeps them in order from left to right.
func chunks(text []rune, runs []run, brackets bool) []run {
	var list []run
	for _, r := range runs {
		from := len(list)
		for s := r.start; s < r.end; {
			e := lengthEnd(text, s, r.end)
			if r.rtl() {
				e = chunkEnd(text, s, e, brackets)
			}
			list = append(list, run{s, e, r.level})
			s = e
		}
		if r.rtl() {
			slices.Reverse(list[from:])
		}
	}
	return list
}

// lengthEnd is how far a chunk may go for its length: to a blank, or to a letter when there is
// no blank for as long again.
func lengthEnd(text []rune, s, end int) int {
	for i := s + maxChunk; i < end; i++ {
		if hangs(text[i-1]) || i >= s+2*maxChunk && !combines(text[i]) {
			return i
		}
	}
	return end
}

// chunkEnd is how far letters of one script go, or symbols, or one bracket.
func chunkEnd(text []rune, s, end int, brackets bool) int {
	if brackets && isBracket(text[s]) {
		return s + 1
	}
	script, symbols := language.Common, false
	for i := s; i < end; i++ {
		r := text[i]
		own := language.LookupScript(r)
		switch {
		case brackets && isBracket(r):
			return i
		case combines(r): // stays with what it stands on
		case pictured(r):
			if i > s && !symbols {
				return i
			}
			symbols = true
		case symbols:
			return i
		case own.Strong() && script == language.Common:
			script = own
		case own.Strong() && own != script:
			return i
		}
	}
	return end
}

func isBracket(r rune) bool {
	p, _ := uni.LookupRune(r)
	return p.IsBracket() || r == '«' || r == '»' || r >= 0x2018 && r <= 0x201f || r == 0x2039 || r == 0x203a
}

// pictured holds for emoji and other signs that come from a font of their own.
func pictured(r rune) bool {
	return r > 0x2000 && unicode.In(r, unicode.So, unicode.Sk)
}
