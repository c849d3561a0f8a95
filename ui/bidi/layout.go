package bidi

import (
	"sort"

	"fyne.io/fyne/v2"
	"github.com/go-text/typesetting/font"
)

// setting is what a layout depends on beside the text.
type setting struct {
	base  Base
	width float32 // of a line; aligned to, and wrapped at
	wrap  bool
	size  float32
	style fyne.TextStyle
	align fyne.TextAlign // leading is the start of each paragraph's direction
}

// layout is text in lines.
type layout struct {
	text  []rune
	lines []line
	width float32 // the widest line with its hanging blanks, or the setting's width
	cut   bool    // the text went on
	torn  bool    // a word wider than the line was broken
}

// line is one line in its place. Its runes lie from start to end, the line's end left out.
type line struct {
	*row
	start, end int
	x          float32 // where the left edge of the row stands
	para       uint8   // level of its paragraph
}

// compositor lays out text and keeps the paragraphs of the last time, so that a
// key typed costs one paragraph.
type compositor struct {
	set  setting
	face *font.Face
	kept map[string]*paragraph
	last []*paragraph // in the order of the text
}

// lay sets a text once, with nothing to keep.
func lay(text []rune, set setting) *layout { return new(compositor).lay(text, set) }

// lay sets a text. Every rune comes to stand on exactly one line, except those that end lines.
func (c *compositor) lay(text []rune, set setting) *layout {
	p := penFor(set.size, set.style)
	if c.set != set || c.face != p.faces[0] {
		c.kept, c.last = nil, nil
	}
	var order []*paragraph
	fresh := make(map[string]*paragraph, len(c.kept))
	l := &layout{text: text}
	for s := 0; s <= len(text); {
		e := s
		for e < len(text) && !endsLine(text[e]) {
			e++
		}
		key := string(text[s:e])
		para := c.kept[key]
		if para == nil {
			para = fresh[key]
		}
		if para == nil {
			var was *paragraph
			if n := len(order); n < len(c.last) {
				was = c.last[n]
			}
			para = newParagraph(text[s:e], set, p, was)
		}
		order = append(order, para)
		fresh[key] = para
		l.add(para, s)
		s = e + 1
	}
	c.set, c.face, c.kept, c.last = set, p.faces[0], fresh, order
	l.align(set)
	return l
}

// endsLine holds for what stands between lines.
func endsLine(r rune) bool {
	switch r {
	case '\n', '\v', '\f', 0x85, 0x2028, 0x2029:
		return true
	}
	return false
}

func (l *layout) add(p *paragraph, at int) {
	l.torn = l.torn || p.torn
	for i := range p.rows {
		r := &p.rows[i]
		l.lines = append(l.lines, line{row: r, start: at + r.start, end: at + r.end, para: p.level})
	}
}

// align places the lines between the edges.
func (l *layout) align(set setting) {
	l.width = set.width
	for _, ln := range l.lines {
		l.width = max(l.width, ln.width)
	}
	for i := range l.lines {
		ln := &l.lines[i]
		switch rtl := ln.para == 1; {
		case set.align == fyne.TextAlignCenter:
			ln.x = (l.width - ln.width) / 2
		case (set.align == fyne.TextAlignLeading) == rtl:
			ln.x = l.width - ln.width
		default:
			ln.x = 0
		}
	}
}

// lineOf finds the line that shows a place. lead says which side is meant where a
// wrapped line ends and the next begins.
func (l *layout) lineOf(pos int, lead bool) int {
	i := sort.Search(len(l.lines), func(i int) bool { return l.lines[i].end >= pos })
	if i == len(l.lines) {
		return len(l.lines) - 1
	}
	if lead && i+1 < len(l.lines) && l.lines[i+1].start == pos {
		return i + 1
	}
	return i
}

// stop is a place where the caret can stand: before rune pos, seen from that
// rune (lead) or from the one before it. The two lie apart where directions meet.
type stop struct {
	pos  int
	x    float32
	lead bool
}

// letters visits the graphemes of a line, from start up to end, with the caret's
// places before and after each.
func (ln *line) letters(visit func(before, after stop)) {
	for k := 0; k < ln.end-ln.start; {
		e := k + 1
		for e < len(ln.whole) && !ln.whole[e] {
			e++
		}
		visit(
			stop{ln.start + k, ln.caret(ln.start+k, true), true},
			stop{ln.start + e, ln.caret(ln.start+e, false), false})
		k = e
	}
}

// stops lists the caret's places of a line from left to right.
func (ln *line) stops() []stop {
	if ln.start == ln.end {
		return []stop{{ln.start, ln.x, true}}
	}
	var st []stop
	ln.letters(func(before, after stop) { st = append(st, before, after) })
	sort.SliceStable(st, func(a, b int) bool { return st[a].x < st[b].x })
	return st
}

// caret is where the caret of a place stands on the line.
func (ln *line) caret(pos int, lead bool) float32 {
	n := ln.end - ln.start
	k := min(max(pos-ln.start, 0), n)
	switch {
	case n == 0:
		return ln.x
	case k == n || k > 0 && !lead:
		return ln.x + ln.edge(k-1, ln.rtl[k-1])
	}
	return ln.x + ln.edge(k, !ln.rtl[k])
}

// edge is the left or the right edge of a rune.
func (r *row) edge(k int, left bool) float32 {
	if left {
		return r.left[k]
	}
	return r.left[k] + r.adv[k]
}

// nearest is the caret's place nearest to x, on the side of the letter that is there.
func (ln *line) nearest(x float32) (pos int, lead bool) {
	best, dist, under := stop{pos: ln.start, lead: true}, float32(-1), false
	ln.letters(func(before, after stop) {
		on := x >= min(before.x, after.x) && x < max(before.x, after.x)
		for _, s := range []stop{before, after} {
			if d := abs(s.x - x); dist < 0 || on && !under || d < dist && on == under {
				best, dist, under = s, d, on
			}
		}
	})
	return best.pos, best.lead
}

func abs(x float32) float32 { return max(x, -x) }

// box is a stretch of a line that is coloured behind its letters.
type box struct{ x, w float32 }

// boxes are the stretches that runes from a to b cover, one for each piece they touch.
func (ln *line) boxes(a, b int) []box {
	var list []box
	for _, p := range ln.pieces {
		from, to := max(a-ln.start, p.start), min(b-ln.start, p.end)
		if from >= to {
			continue
		}
		x0, x1 := ln.edge(from, true), ln.edge(to-1, false)
		if p.rtl {
			x0, x1 = ln.edge(to-1, true), ln.edge(from, false)
		}
		list = append(list, box{ln.x + x0, x1 - x0})
	}
	return list
}
