package bidi

import (
	"slices"
	"strings"
	"unicode"

	uni "golang.org/x/text/unicode/bidi"
)

// The marks that pin the direction of what is drawn, and keep parts apart.
const (
	lrm = '\u200e'
	rlm = '\u200f'
	lro = '\u202d'
	rlo = '\u202e'
	pdf = '\u202c'
	lri = "\u2066"
	fsi = "\u2068"
	pdi = "\u2069"
)

// run is a range of runes of one level, within a line.
type run struct {
	start, end int
	level      uint8
}

func (r run) rtl() bool { return r.level&1 == 1 }

// visualRuns orders the runs of one line from left to right (L1 at the line's end,
// and L2). Text and levels are those of the line, levels as the paragraph has them.
func visualRuns(text []rune, levels []uint8, para uint8) []run {
	vis := len(text)
	for vis > 0 {
		c := classOf(text[vis-1])
		if !blank(c) && c != uni.S && c != uni.B {
			break
		}
		vis--
	}
	level := func(i int) uint8 {
		if i >= vis {
			return para
		}
		return levels[i]
	}
	var runs []run
	for s := 0; s < len(text); {
		e := s + 1
		for e < len(text) && level(e) == level(s) {
			e++
		}
		runs = append(runs, run{s, e, level(s)})
		s = e
	}
	reorder(runs)
	return runs
}

// reorder is rule L2: from the highest level down to the lowest odd one, turn
// every stretch of that level or higher around.
func reorder(runs []run) {
	high, low := uint8(0), uint8(255)
	for _, r := range runs {
		high = max(high, r.level)
		if r.rtl() {
			low = min(low, r.level)
		}
	}
	for l := high; l >= low && l > 0; l-- {
		for s := 0; s < len(runs); s++ {
			e := s
			for e < len(runs) && runs[e].level >= l {
				e++
			}
			for i, j := s, e-1; i < j; i, j = i+1, j-1 {
				runs[i], runs[j] = runs[j], runs[i]
			}
			s = max(s, e-1)
		}
	}
}

// Visual rewrites one line so that Fyne, which lays out direction runs from left
// to right in the order of the string, shows it in the right order. It is for
// what stock widgets draw (buttons, menus, select boxes) and for nothing else:
// store, search and compare the logical text. Each line of s is rewritten for
// itself; text without anything that runs right to left comes back unchanged.
// Base Auto follows the first strong letter.
func Visual(s string, base Base) string {
	if base != RTL && plain(s) {
		return s
	}
	lines := strings.Split(s, "\n")
	for i, l := range lines {
		lines[i] = visualLine([]rune(l), base)
	}
	return strings.Join(lines, "\n")
}

func visualLine(text []rune, base Base) string {
	levels, para := Levels(text, base)
	mixed := false
	for _, l := range levels {
		mixed = mixed || l > 0
	}
	if !mixed {
		return string(text)
	}
	out := []rune{lrm}
	for _, r := range chunks(text, visualRuns(text, levels, para), true) {
		drawn, _ := pinned(text[r.start:r.end], r.rtl())
		switch {
		case r.rtl():
			out = append(out, lrm) // two runs to the left must not become one
		case len(drawn) > 0 && drawn[0] != lrm: // beside others even a plain run needs its marks
			drawn = append([]rune{lrm}, append(drawn, lrm)...)
		}
		out = append(out, drawn...)
	}
	return string(out)
}

// plain says whether every letter is certain to run left to right.
func plain(s string) bool {
	for _, r := range s {
		if !leftward(r) {
			return false
		}
	}
	return true
}

// leftward covers Latin, Greek and Cyrillic, which need no marks.
func leftward(r rune) bool { return r < 0x0590 }

// pinned is what Fyne is handed to draw one run in one direction: without
// control characters, between marks that give its neutrals their direction,
// and between overrides when a letter goes against its nature. from holds, for each
// rune drawn, the place in text that it shows, or -1 for a mark of ours.
func pinned(text []rune, rtl bool) (drawn []rune, from []int) {
	add := func(r rune, at int) { drawn, from = append(drawn, r), append(from, at) }
	marks, against := pins(text, rtl)
	for _, m := range marks {
		add(m, -1)
	}
	for i, r := range text {
		switch {
		case r == '\t':
			for range tabSpaces {
				add(' ', i)
			}
		case !invisible(r):
			add(r, i)
		}
	}
	if against {
		add(pdf, -1)
	}
	if len(marks) > 0 {
		add(marks[0], -1)
	}
	return drawn, from
}

// tabSpaces is how many spaces a tab shows as.
const tabSpaces = 4

// pins are the marks before a run, and whether it needs an override.
func pins(text []rune, rtl bool) (marks []rune, against bool) {
	mark, override, contrary := lrm, lro, [3]uni.Class{uni.R, uni.AL, uni.AL}
	if rtl {
		mark, override, contrary = rlm, rlo, [3]uni.Class{uni.L, uni.EN, uni.AN}
	}
	easy := !rtl
	for _, r := range text {
		easy = easy && leftward(r)
		c := classOf(r)
		against = against || slices.Contains(contrary[:], c)
	}
	switch {
	case easy:
		return nil, false
	case against:
		return []rune{mark, override}, true
	}
	return []rune{mark}, false
}

// invisible characters are never handed to a font: controls, line ends, and the marks of
// direction, which have done their work. Joiners stay: they shape letters.
func invisible(r rune) bool {
	if unicode.IsControl(r) {
		return true
	}
	switch {
	case r >= 0x200e && r <= 0x200f, r >= 0x2028 && r <= 0x202e, r >= 0x2066 && r <= 0x2069:
		return true
	case r == 0x061c, r == 0xfeff:
		return true
	}
	return false
}

// Isolate keeps a name, title or file name in its own direction inside any text.
func Isolate(s string) string { return fsi + s + pdi }

// IsolateLTR keeps a code, phone number, hash or date from left to right inside any text.
func IsolateLTR(s string) string { return lri + s + pdi }
