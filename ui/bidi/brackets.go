package bidi

import (
	"cmp"
	"slices"

	uni "golang.org/x/text/unicode/bidi"
)

// maxBrackets is how many brackets may stand open at once (BD16).
const maxBrackets = 63

// pair is two matching brackets of a sequence.
type pair struct{ open, close int }

// brackets is rule N0: a pair of brackets goes one way together.
func (s *sequence) brackets() {
	for _, p := range s.pairs() {
		if d := s.around(p); d != uni.ON {
			s.turn(p.open, d)
			s.turn(p.close, d)
		}
	}
}

// pairs finds the bracket pairs (BD16), ordered by their opening.
func (s *sequence) pairs() []pair {
	type opener struct {
		closing rune
		at      int
	}
	var open []opener
	var pairs []pair
	for k, i := range s.at {
		p, _ := uni.LookupRune(s.text[i])
		if s.class[k] != uni.ON || !p.IsBracket() {
			continue
		}
		if p.IsOpeningBracket() {
			if len(open) == maxBrackets {
				break
			}
			open = append(open, opener{mirrored(s.text[i]), k})
			continue
		}
		for j := len(open) - 1; j >= 0; j-- {
			if open[j].closing == canonical(s.text[i]) {
				pairs = append(pairs, pair{open[j].at, k})
				open = open[:j]
				break
			}
		}
	}
	slices.SortFunc(pairs, func(a, b pair) int { return cmp.Compare(a.open, b.open) })
	return pairs
}

// around decides the direction of a pair from what it holds, then from what
// comes before it; ON when it holds no letter and stays neutral.
func (s *sequence) around(p pair) uni.Class {
	own := strongOf(s.level)
	other := false
	for _, c := range s.class[p.open+1 : p.close] {
		if l := asLetter(c); l == own {
			return own // N0 b
		} else if l == uni.L || l == uni.R {
			other = true
		}
	}
	if !other {
		return uni.ON // N0 d
	}
	for k := p.open - 1; k >= 0; k-- { // N0 c
		if l := asLetter(s.class[k]); l == uni.L || l == uni.R {
			return l
		}
	}
	return s.sos
}

// turn gives a bracket a direction, and the marks that stand on it.
func (s *sequence) turn(k int, d uni.Class) {
	s.class[k] = d
	for k++; k < len(s.at) && s.orig[s.at[k]] == uni.NSM; k++ {
		s.class[k] = d
	}
}

// mirrored is the closing bracket of an opening one.
func mirrored(r rune) rune {
	return canonical([]rune(uni.ReverseString(string(r)))[0])
}

// canonical joins the angle brackets that are canonically equal.
func canonical(r rune) rune {
	switch r {
	case 0x2329:
		return 0x3008
	case 0x232A:
		return 0x3009
	}
	return r
}
