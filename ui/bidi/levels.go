package bidi

import (
	uni "golang.org/x/text/unicode/bidi"
)

// Base is the base direction of a paragraph.
type Base int8

// The base directions.
const (
	Auto Base = iota // the first strong letter decides (rules P2 and P3); without one, left to right
	LTR
	RTL
)

// maxDepth is the deepest embedding of UAX #9 (BD2).
const maxDepth = 125

// Levels returns the embedding level of every rune of one paragraph, by UAX #9
// rules P2 to L1, and the level of the paragraph. An odd level runs right to
// left. Characters that rule X9 removes take the level of the character before
// them, so that every rune has a place.
func Levels(text []rune, base Base) (levels []uint8, para uint8) {
	r := newResolver(text, base)
	r.explicit()
	r.sequences(r.resolve)
	r.fillRemoved()
	r.resetTrailing()
	return r.level, r.para
}

// Direction is the direction of the first strong letter of s, outside isolates;
// Auto when there is none.
func Direction(s string) Base {
	text := []rune(s)
	class := classes(text)
	switch firstStrong(class, matchIsolates(class), 0, len(text)) {
	case 0:
		return LTR
	case 1:
		return RTL
	}
	return Auto
}

// resolver holds one paragraph on its way through the rules.
type resolver struct {
	text  []rune
	orig  []uni.Class // as the Unicode data has them
	class []uni.Class // after overrides
	match []int       // isolate initiator: its PDI, or len(text); PDI: its initiator, or -1
	level []uint8
	embed []uint8 // the level by explicit rules only
	prev  []int   // the character before, without removed ones; -1 at the start
	next  []int   // the character after, without removed ones; len(text) at the end
	para  uint8
}

func newResolver(text []rune, base Base) *resolver {
	r := &resolver{text: text, orig: classes(text)}
	r.match = matchIsolates(r.orig)
	switch base {
	case RTL:
		r.para = 1
	case Auto:
		if firstStrong(r.orig, r.match, 0, len(text)) == 1 {
			r.para = 1
		}
	}
	r.class = append([]uni.Class(nil), r.orig...)
	r.level = make([]uint8, len(text))
	return r
}

func classOf(r rune) uni.Class {
	p, _ := uni.LookupRune(r)
	return p.Class()
}

func classes(text []rune) []uni.Class {
	c := make([]uni.Class, len(text))
	for i, r := range text {
		c[i] = classOf(r)
	}
	return c
}

func opensIsolate(c uni.Class) bool { return c == uni.LRI || c == uni.RLI || c == uni.FSI }

// removed says whether rule X9 takes the class out of the paragraph.
func removed(c uni.Class) bool {
	switch c {
	case uni.LRE, uni.RLE, uni.LRO, uni.RLO, uni.PDF, uni.BN:
		return true
	}
	return false
}

// matchIsolates pairs isolate initiators with their PDI (BD9).
func matchIsolates(class []uni.Class) []int {
	match := make([]int, len(class))
	var open []int
	for i, c := range class {
		switch {
		case opensIsolate(c):
			match[i] = len(class)
			open = append(open, i)
		case c == uni.PDI && len(open) > 0:
			last := open[len(open)-1]
			open = open[:len(open)-1]
			match[last], match[i] = i, last
		case c == uni.PDI:
			match[i] = -1
		}
	}
	return match
}

// firstStrong is 0 or 1 by the first strong letter of a range, isolates left out
// (P2, P3); -1 without one.
func firstStrong(class []uni.Class, match []int, from, to int) int {
	for i := from; i < to; i++ {
		switch class[i] {
		case uni.L:
			return 0
		case uni.R, uni.AL:
			return 1
		case uni.LRI, uni.RLI, uni.FSI:
			i = match[i]
		}
	}
	return -1
}

// fillRemoved gives removed characters the level of the one before them.
func (r *resolver) fillRemoved() {
	before := r.para
	for i, c := range r.orig {
		if removed(c) {
			r.level[i] = before
		}
		before = r.level[i]
	}
}

// resetTrailing is rule L1 for the whole paragraph: separators, and blanks
// before them or at the end, take the paragraph's level.
func (r *resolver) resetTrailing() {
	trailing := true
	for i := len(r.orig) - 1; i >= 0; i-- {
		c := r.orig[i]
		switch {
		case c == uni.B || c == uni.S:
			r.level[i] = r.para
			trailing = true
		case !blank(c):
			trailing = false
		case trailing:
			r.level[i] = r.para
		}
	}
}

// blank classes give way at the end of a line (L1).
func blank(c uni.Class) bool {
	return c == uni.WS || c == uni.PDI || opensIsolate(c) || removed(c)
}
