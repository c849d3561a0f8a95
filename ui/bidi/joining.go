package bidi

import (
	"unicode"

	"github.com/go-text/typesetting/di"
	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/language"
	"github.com/go-text/typesetting/shaping"
	"golang.org/x/image/math/fixed"
)

// Letters on both sides of a line's end go on joining when a word wider than the
// line has to be broken: a zero width joiner stands for the letter that is elsewhere.

const zwj = '\u200d'

// joined is pinned, with a joiner at the ends that go on on another line.
func joined(text []rune, rtl, before, after bool) (drawn []rune, from []int) {
	drawn, from = pinned(text, rtl)
	if before {
		k := 0
		for k < len(from) && from[k] < 0 {
			k++
		}
		drawn, from = insert(drawn, from, k)
	}
	if after {
		k := len(from)
		for k > 0 && from[k-1] < 0 {
			k--
		}
		drawn, from = insert(drawn, from, k)
	}
	return drawn, from
}

func insert(drawn []rune, from []int, k int) ([]rune, []int) {
	drawn = append(drawn[:k:k], append([]rune{zwj}, drawn[k:]...)...)
	from = append(from[:k:k], append([]int{-1}, from[k:]...)...)
	return drawn, from
}

// joinsAt says whether the letters before and after a place join.
func (p pen) joinsAt(text []rune, at int) bool {
	a := at - 1
	for a > 0 && unicode.Is(unicode.Mn, text[a]) {
		a--
	}
	if a < 0 || at >= len(text) || !cursive(text[a]) || !cursive(text[at]) {
		return false
	}
	typecase.Lock()
	defer typecase.Unlock()
	face := p.faces.ResolveFace(text[a])
	alone, joined := firstGlyph(face, text[a]), firstGlyph(face, text[a], zwj)
	return alone != joined
}

func cursive(r rune) bool {
	return unicode.Is(unicode.Arabic, r) && unicode.IsLetter(r)
}

// firstGlyph is the glyph of the first of a few Arabic letters: the rightmost.
func firstGlyph(face *font.Face, text ...rune) font.GID {
	out := shaper.Shape(shaping.Input{
		Text: text, RunEnd: len(text), Direction: di.DirectionRTL, Script: language.Arabic,
		Size: fixed.I(14), Face: face,
	})
	if len(out.Glyphs) == 0 {
		return 0
	}
	return out.Glyphs[len(out.Glyphs)-1].GlyphID
}
