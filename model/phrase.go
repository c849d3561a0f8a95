package model

import (
	"slices"
	"unicode/utf8"
)

// phrases are words to be found in folded texts, as whole words, by the first word of
// each. Nearly every word of a report begins none of them: a set of bits over how words
// begin says so without asking the map.
type phrases struct {
	by     map[string][]phrase
	begins *[1 << 12]uint64
}

type phrase struct {
	text   string // folded, letters or digits at both ends
	rule   LeakRule
	inPlan bool // the plan says it too
}

// hit is what was found of a text.
type hit struct {
	rule   LeakRule
	inPlan bool
}

func newPhrases() phrases {
	return phrases{by: map[string][]phrase{}, begins: new([1 << 12]uint64)}
}

func (p *phrases) add(text string, rule LeakRule) {
	first := text[:wordEnd([]byte(text))]
	if slices.ContainsFunc(p.by[first], func(x phrase) bool { return x.text == text }) {
		return
	}
	p.by[first] = append(p.by[first], phrase{text: text, rule: rule})
	h := beginning([]byte(first))
	p.begins[h>>6] |= 1 << (h & 63)
}

// beginning sums up the first bytes of a word, its last ones and its length, in 18 bits.
func beginning(word []byte) uint32 {
	n := len(word)
	h := uint32(n)
	for _, c := range word[:min(n, 4)] {
		h = h*0x01000193 ^ uint32(c)
	}
	for _, c := range word[max(0, n-4):] {
		h = h*0x01000193 ^ uint32(c)
	}
	return h * 0x9e3779b1 >> 14
}

// find lists what of the phrases stands in a folded text as whole words, the same but once.
func (p *phrases) find(text []byte) (hits []hit) {
	p.match(text, func(x *phrase) {
		if h := (hit{x.rule, x.inPlan}); !slices.Contains(hits, h) {
			hits = append(hits, h)
		}
	})
	return hits
}

// match calls do for each phrase that stands in a folded text as whole words.
func (p *phrases) match(text []byte, do func(*phrase)) {
	for len(text) > 0 {
		n := wordEnd(text)
		if n == 0 {
			_, size := utf8.DecodeRune(text)
			text = text[size:]
			continue
		}
		if h := beginning(text[:n]); p.begins[h>>6]&(1<<(h&63)) != 0 {
			list := p.by[string(text[:n])]
			for i := range list {
				if x := &list[i]; len(text) >= len(x.text) && string(text[:len(x.text)]) == x.text && wordEnd(text[len(x.text):]) == 0 {
					do(x)
				}
			}
		}
		text = text[n:]
	}
}

// wordEnd is the length of the word at the beginning of a text.
func wordEnd(text []byte) int {
	n := 0
	for n < len(text) {
		b := text[n]
		switch {
		case 'a' <= b && b <= 'z' || '0' <= b && b <= '9':
			n++
			continue
		case b < utf8.RuneSelf:
			return n
		case b < 0xe0 && n+1 < len(text): // two bytes a letter
			if r := rune(b&0x1f)<<6 | rune(text[n+1]&0x3f); text[n+1]&0xc0 == 0x80 && wordly[r>>6]&(1<<(r&63)) != 0 {
				n += 2
				continue
			}
		}
		r, size := utf8.DecodeRune(text[n:])
		if !inWord(r) {
			return n
		}
		n += size
	}
	return n
}

// wordly are the letters and digits of two bytes, a bit each.
var wordly = func() (set [0x800 / 64]uint64) {
	for r := rune(0x80); r < 0x800; r++ {
		if inWord(r) {
			set[r>>6] |= 1 << (r & 63)
		}
	}
	return set
}()
