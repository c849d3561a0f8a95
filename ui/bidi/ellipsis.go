package bidi

import (
	"strings"
	"unicode"
)

const ellipsis = '…'

// layCut sets a text in at most most lines (0: any number), none wider than the
// setting. What is left out, at the end in the order of reading, is shown as an ellipsis.
func layCut(text []rune, set setting, most int) *layout {
	text, more := enough(text, set, most)
	l := lay(text, set)
	if !more && fits(l, set, most) {
		return l
	}
	if set.base == Auto && len(l.lines) > 0 && l.lines[0].para == 1 && !hasLineEnd(text) {
		set.base = RTL // whatever is left of the text
	}
	last := len(l.lines) - 1
	if most > 0 {
		last = min(last, most-1)
	}
	start, end := l.lines[last].start, l.cutAt(last, set)
	for {
		end = untorn(text, start, end)
		for end > start && unicode.IsSpace(text[end-1]) {
			end--
		}
		short := append(append(make([]rune, 0, end+1), text[:end]...), ellipsis)
		l = lay(short, set)
		l.cut = true
		if end <= start || fits(l, set, most) {
			return l
		}
		end--
		for end > start && combines(text[end]) {
			end--
		}
	}
}

// untorn takes a cut back to the end of a word, with what only leads on to the next, so that no word is torn; where less
// than half of the line would be left, as of a long name, it stays where it is.
func untorn(text []rune, start, end int) int {
	if end >= len(text) || end <= start {
		return end
	}
	for i := end; i > start+(end-start)/2; i-- {
		if !unicode.IsSpace(text[i]) {
			continue
		}
		for i > start+1 && (unicode.IsSpace(text[i-1]) || strings.ContainsRune(leadsOn, text[i-1])) {
			i--
		}
		return i
	}
	return end
}

// leadsOn are the marks that mean nothing without what follows.
const leadsOn = ",:;·–-(«“،؛"

// enough is as much of a long text as can show in so many lines, and whether that is not all:
// a row of a list shall not lay out a whole narrative.
func enough(text []rune, set setting, most int) (some []rune, more bool) {
	if !set.wrap {
		most = 1
	}
	if most == 0 || set.width <= 0 {
		return text, false
	}
	const perEm = 8 // runes; marks have no width, and no letter is that narrow
	n := (int(set.width/set.size*perEm) + 64) * most
	if n >= len(text) {
		return text, false
	}
	return text[:n], true
}

// hair is what sums of widths may be off by: what asked for the width of its text and was given it must not be cut.
const hair = 0.05

func fits(l *layout, set setting, most int) bool {
	if most > 0 && len(l.lines) > most {
		return false
	}
	if set.wrap || set.width <= 0 {
		return true
	}
	for _, ln := range l.lines {
		if ln.width > set.width+hair {
			return false
		}
	}
	return true
}

func hasLineEnd(text []rune) bool {
	for _, r := range text {
		if endsLine(r) {
			return true
		}
	}
	return false
}

// cutAt is how far text may go in a line, and on from lines that follow in its
// paragraph, to leave room for the ellipsis.
func (l *layout) cutAt(last int, set setting) int {
	if set.width <= 0 {
		return l.lines[last].end
	}
	adv, _ := penFor(set.size, set.style).measure([]rune{ellipsis}, false, false, false)
	room := set.width - adv[0]
	end := l.lines[last].start
	for i := last; i < len(l.lines) && l.lines[i].start == end; i++ {
		for _, w := range l.lines[i].adv {
			if room -= w; room < 0 {
				return end
			}
			end++
		}
	}
	return end
}
