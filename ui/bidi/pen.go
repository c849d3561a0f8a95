package bidi

import (
	"unicode"

	"fyne.io/fyne/v2"
	"github.com/go-text/typesetting/di"
	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/shaping"
	"golang.org/x/image/math/fixed"
)

// A pen measures text as Fyne will draw it. Words are shaped one at a time and
// remembered, as the same word comes again in the next layout: no script here joins or
// kerns across a space.
type pen struct {
	size  float32
	style fyne.TextStyle
	faces faces
}

// strokes is a measured word.
type strokes struct {
	adv []float32 // width of each rune; marks have none, letters of a ligature share it
	top float32   // how high the ink stands above the baseline
}

// word is what strokes are remembered by.
type word struct {
	text          string
	rtl           bool
	before, after bool // joins to a letter that stands on another line
	size          float32
	face          *font.Face
}

// maxWords bounds the memory of measured words.
const maxWords = 20000

var (
	shaper   shaping.HarfbuzzShaper
	measured = map[word]strokes{}
)

// Forget drops every word that was measured, so that nothing of a notebook stays here
// when it is locked.
func Forget() {
	typecase.Lock()
	defer typecase.Unlock()
	clear(measured)
}

func penFor(size float32, style fyne.TextStyle) pen {
	typecase.Lock()
	defer typecase.Unlock()
	return pen{size: size, style: style, faces: facesFor(style)}
}

// lineHeight is the height Fyne gives a line of text.
func (p pen) lineHeight() float32 { return fyne.MeasureText("M", p.size, p.style).Height }

// ascent is how far the baseline lies below the top of a line.
func (p pen) ascent() float32 {
	ext, _ := p.faces[0].FontHExtents()
	return ext.Ascender * p.size / float32(p.faces[0].Upem())
}

// measure gives the widths of a run of one direction, and how high its ink stands.
// joinBefore and joinAfter say that its ends were cut inside a word.
func (p pen) measure(text []rune, rtl, joinBefore, joinAfter bool) (adv []float32, top float32) {
	adv = make([]float32, 0, len(text))
	before := joinBefore
	for s := 0; s < len(text); {
		e := wordEnd(text, s)
		after := joinAfter
		if e < len(text) {
			after = e-s >= maxWord && p.joinsAt(text, e)
		}
		w := p.word(text[s:e], rtl, before, after)
		adv, top = append(adv, w.adv...), max(top, w.top)
		s, before = e, after
	}
	return adv, top
}

// maxWord is how many letters are measured at once. A longer word is none.
const maxWord = 128

// wordEnd is where the word or the blank ends that begins at s.
func wordEnd(text []rune, s int) int {
	if unicode.IsSpace(text[s]) {
		return s + 1
	}
	e := s + 1
	for e < len(text) && !unicode.IsSpace(text[e]) && (e < s+maxWord || combines(text[e]) && e < s+2*maxWord) {
		e++
	}
	return e
}

// word measures one word, from memory if it can.
func (p pen) word(text []rune, rtl, before, after bool) strokes {
	typecase.Lock()
	defer typecase.Unlock()
	key := word{string(text), rtl, before, after, p.size, p.faces[0]}
	if s, ok := measured[key]; ok {
		return s
	}
	s := p.shape(text, rtl, before, after)
	if len(measured) >= maxWords {
		clear(measured)
	}
	measured[key] = s
	return s
}

// shape measures a word by shaping what Fyne will be handed for it.
func (p pen) shape(text []rune, rtl, before, after bool) strokes {
	s := strokes{adv: make([]float32, len(text))}
	drawn, from := joined(text, rtl, before, after)
	if len(drawn) == 0 {
		return s
	}
	in := shaping.Input{
		Text: drawn, RunEnd: len(drawn), Direction: di.DirectionLTR,
		Size: fixed.Int26_6(p.size * 64), Face: p.faces[0],
	}
	var seg shaping.Segmenter
	for _, part := range seg.Split(in, p.faces) {
		out := shaper.Shape(part)
		for i := 0; i < len(out.Glyphs); {
			g := out.Glyphs[i]
			if g.GlyphID == 0 {
				return p.ask(text, string(drawn))
			}
			n := max(g.GlyphsCount(), 1)
			width := fixed.Int26_6(0)
			for _, g := range out.Glyphs[i:min(i+n, len(out.Glyphs))] {
				width += g.Advance
				s.top = max(s.top, units(g.YBearing+g.YOffset))
			}
			share(s.adv, text, from, g.TextIndex(), g.RunesCount(), units(width))
			i += n
		}
	}
	return s
}

func units(i fixed.Int26_6) float32 { return float32(i) / 64 }

// share divides the width of a cluster among the letters it shows.
func share(adv []float32, text []rune, from []int, at, count int, width float32) {
	var letters, all []int
	for k := at; k < min(at+count, len(from)); k++ {
		if i := from[k]; i >= 0 {
			all = append(all, i)
			if !combines(text[i]) {
				letters = append(letters, i)
			}
		}
	}
	if len(letters) == 0 {
		letters = all
	}
	for _, i := range letters {
		adv[i] += width / float32(len(letters))
	}
}

// ask has Fyne measure a word that holds letters of none of our faces, as it may find a font
// of the system; its letters then share the width evenly.
func (p pen) ask(text []rune, drawn string) strokes {
	s := strokes{adv: make([]float32, len(text))}
	from := make([]int, len(text))
	for i := range from {
		from[i] = i
	}
	share(s.adv, text, from, 0, len(from), fyne.MeasureText(drawn, p.size, p.style).Width)
	return s
}

// combines says whether a rune has no width of its own.
func combines(r rune) bool {
	return unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf) || invisible(r) && r != '\t'
}
