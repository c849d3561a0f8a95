package bidi

import (
	"slices"
	"unicode"

	"github.com/go-text/typesetting/segmenter"
)

// paragraph is laid out text without a line's end in it, set in rows. It knows nothing of
// its place, so that it can be kept while text before it changes.
type paragraph struct {
	text   []rune
	level  uint8
	levels []uint8
	adv    []float32
	whole  []bool // true where a grapheme begins
	rows   []row
	torn   bool            // a row ends inside a word
	was    map[string]*row // rows of this paragraph before it was changed, by their text
	hang   bool            // blanks at a row's end stand outside its width
	pen    pen
}

// row is one line of a paragraph. Places are counted from its first rune, widths
// from the left edge of what is visible; blanks at its end hang outside.
type row struct {
	start, end int // within the paragraph
	width      float32
	pieces     []piece // from left to right
	adv, left  []float32
	rtl        []bool
	whole      []bool
	levels     []uint8
	torn       bool // an end lies inside a word
}

// piece is a part of a row in one direction, drawn as one canvas.Text.
type piece struct {
	start, end int
	rtl        bool
	x, w       float32
	drawn      string
	tall       bool // ink stands higher than the font's line
}

// newParagraph sets a text. was is the same paragraph before it was changed, or nil: most of its rows come again, and
// what was found out about them holds.
func newParagraph(text []rune, set setting, p pen, was *paragraph) *paragraph {
	g := &paragraph{text: append([]rune(nil), text...), hang: set.wrap, pen: p}
	g.levels, g.level = Levels(g.text, set.base)
	if was != nil && was.level == g.level {
		g.was = was.byText()
	}
	defer func() { g.was = nil }()
	var seg segmenter.Segmenter
	seg.Init(g.text)
	g.whole = graphemesOf(&seg, len(g.text))
	g.adv = g.measure(0, len(text), false, false)
	if set.wrap && set.width > 0 && len(text) > 0 {
		g.wrap(set.width, breaksOf(&seg, g.text))
	} else {
		g.add(cut{0, len(text), false, false})
	}
	return g
}

// measure gives the widths of a range, run by run.
func (g *paragraph) measure(a, b int, before, after bool) []float32 {
	adv := make([]float32, 0, b-a)
	for s := a; s < b; {
		e := s + 1
		for e < b && g.levels[e]&1 == g.levels[s]&1 {
			e++
		}
		w, _ := g.pen.measure(g.text[s:e], g.levels[s]&1 == 1, before && s == a, after && e == b)
		adv = append(adv, w...)
		s = e
	}
	return adv
}

// graphemes marks where what a reader sees as one letter begins.
func graphemes(text []rune) []bool {
	var seg segmenter.Segmenter
	seg.Init(text)
	return graphemesOf(&seg, len(text))
}

func graphemesOf(seg *segmenter.Segmenter, n int) []bool {
	whole := make([]bool, n)
	for it := seg.GraphemeIterator(); it.Next(); {
		whole[it.Grapheme().Offset] = true
	}
	return whole
}

// cut is where a row is taken out of its paragraph, and whether its ends join to other rows.
type cut struct {
	start, end    int
	before, after bool
}

// wrap breaks the paragraph into rows no wider than width (UAX #14). Blanks
// hang at the end. What had better stay together is broken where the line has no
// other place; a word wider than the line is broken between its letters.
func (g *paragraph) wrap(width float32, breaks []fitness) {
	c := cut{}
	type place struct {
		at   int
		upTo float32
	}
	var good, poor place
	filled := float32(0)
	for i := 0; i < len(g.text); i++ {
		switch breaks[i] {
		case goodBreak:
			good = place{i, filled}
		case poorBreak:
			poor = place{i, filled}
		}
		for i > c.start && filled+g.adv[i] > width && !hangs(g.text[i]) {
			last := good
			if last.at <= c.start {
				last = poor
			}
			if last.at > c.start {
				c.end = last.at
				g.add(c)
				c = cut{start: last.at}
				filled, good.upTo, poor.upTo = filled-last.upTo, good.upTo-last.upTo, poor.upTo-last.upTo
				continue
			}
			if !g.whole[i] {
				break
			}
			i = g.split(&c, i, width)
			filled = 0
		}
		filled += g.adv[i]
	}
	c.end = len(g.text)
	g.add(c)
}

// split ends a row inside a word at i, or before it if the letters need more room there, and
// begins the next one. It returns where that begins.
func (g *paragraph) split(c *cut, i int, width float32) int {
	for {
		c.end, c.after = i, g.pen.joinsAt(g.text, i)
		if total(g.measure(c.start, i, c.before, c.after)) <= width {
			break
		}
		k := i - 1
		for k > c.start && !g.whole[k] {
			k--
		}
		if k <= c.start {
			break // one letter wider than the line
		}
		i = k
	}
	g.add(*c)
	g.torn = true
	*c = cut{start: i, before: c.after}
	e := g.next(g.next(i)) // no ligature reaches back over the cut now
	copy(g.adv[i:e], g.measure(i, e, c.before, g.pen.joinsAt(g.text, e)))
	return i
}

// next is where the grapheme after the one at i begins.
func (g *paragraph) next(i int) int {
	for i++; i < len(g.text) && !g.whole[i]; i++ {
	}
	return min(i, len(g.text))
}

func total(adv []float32) (sum float32) {
	for _, w := range adv {
		sum += w
	}
	return sum
}

// fitness says how well a row may end before a rune.
type fitness uint8

const (
	noBreak fitness = iota
	poorBreak
	goodBreak
)

// breaksOf says where a row may end (UAX #14). A slash is no such place: symbols of documents, A/HRC/55/12, are never
// torn while they fit on a line. Where it had better not end, as printers have it:
//
//  1. a dot or a dash between blanks stands at the end of a row, not at the beginning of the next;
//  2. a number of one or two digits stays with what it counts: 14 January, 6 observations;
//  3. № stays with its number, and so does what is shortened to a letter or two: с. 22, 2025 г.
func breaksOf(seg *segmenter.Segmenter, text []rune) []fitness {
	breaks := make([]fitness, len(text)+1)
	for it := seg.LineIterator(); it.Next(); {
		ln := it.Line()
		at := ln.Offset + len(ln.Text)
		switch {
		case text[at-1] == '/':
		case at < len(text) && hangs(text[at-1]) && (divides(text, at) || counts(text[:at-1]) && unicode.IsLetter(text[at]) || measures(text, at)):
			breaks[at] = poorBreak
		default:
			breaks[at] = goodBreak
		}
	}
	return breaks
}

// divides holds for a dot or a dash that stands between blanks.
func divides(text []rune, at int) bool {
	switch text[at] {
	case '·', '–', '—':
		return at+1 < len(text) && hangs(text[at+1])
	}
	return false
}

// measures says whether a number and what it is a number of stand at both sides of the blank before a place.
func measures(text []rune, at int) bool {
	before := text[max(at-5, 0) : at-1]
	last := before[max(len(before)-1, 0):]
	switch {
	case len(last) == 0:
		return false
	case last[0] == '№':
		return true
	case last[0] == '.':
		return unicode.IsDigit(text[at]) && shortened(before)
	}
	end := slices.IndexFunc(text[at:min(at+3, len(text))], func(r rune) bool { return r == '.' })
	return unicode.IsDigit(last[0]) && end > 0 && unicode.IsLetter(text[at])
}

// shortened says whether a text ends in a word of one or two letters and a dot.
func shortened(text []rune) bool {
	n := len(text) - 1
	letters := 0
	for n-1-letters >= 0 && unicode.IsLetter(text[n-1-letters]) {
		letters++
	}
	return letters == 1 || letters == 2
}

// counts says whether a text ends in a number of one or two digits that stands alone.
func counts(text []rune) bool {
	n := len(text)
	for n > 0 && unicode.IsDigit(text[n-1]) {
		n--
	}
	digits := len(text) - n
	return digits > 0 && digits < 3 && (n == 0 || hangs(text[n-1]))
}

// hangs holds for blanks that may stand outside the line's end.
func hangs(r rune) bool {
	switch r {
	case ' ', '\t', 0x1680, 0x205f, 0x3000:
		return true
	case 0x2007:
		return false
	}
	return r >= 0x2000 && r <= 0x200a
}

// byText finds the rows of a paragraph by their text.
func (g *paragraph) byText() map[string]*row {
	rows := make(map[string]*row, len(g.rows))
	for i := range g.rows {
		r := &g.rows[i]
		rows[string(g.text[r.start:r.end])] = r
	}
	return rows
}

// add makes a row of a part of the paragraph.
func (g *paragraph) add(c cut) {
	text, levels := g.text[c.start:c.end], g.levels[c.start:c.end]
	torn := c.before || c.after
	if old := g.was[string(text)]; old != nil && !torn && !old.torn && slices.Equal(old.levels, levels) &&
		slices.Equal(old.adv, g.adv[c.start:c.end]) {
		again := *old
		again.start, again.end = c.start, c.end
		again.whole, again.levels = g.whole[c.start:c.end], levels // nothing of the old paragraph stays alive
		g.rows = append(g.rows, again)
		return
	}
	r := row{start: c.start, end: c.end, adv: g.adv[c.start:c.end], whole: g.whole[c.start:c.end], levels: levels, torn: torn}
	if c.before || c.after {
		r.adv = g.measure(c.start, c.end, c.before, c.after)
	} else {
		r.adv = append([]float32(nil), r.adv...)
	}
	visible := len(text)
	for g.hang && visible > 0 && hangs(text[visible-1]) {
		visible--
	}
	r.width = total(r.adv[:visible])
	for _, run := range chunks(text, visualRuns(text, levels, g.level), false) {
		before, after := c.before && run.start == 0, c.after && run.end == len(text)
		drawn, _ := joined(text[run.start:run.end], run.rtl(), before, after)
		_, top := g.pen.measure(text[run.start:run.end], run.rtl(), before, after)
		r.pieces = append(r.pieces, piece{
			start: run.start, end: run.end, rtl: run.rtl(),
			drawn: string(drawn), tall: top > g.pen.ascent(),
		})
	}
	r.place(g.level)
	g.rows = append(g.rows, r)
}

// place gives each piece and rune its x. Blanks hang at the left of a right-to-left paragraph.
func (r *row) place(level uint8) {
	n := r.end - r.start
	r.left, r.rtl = make([]float32, n), make([]bool, n)
	x := float32(0)
	if level == 1 {
		x = r.width - total(r.adv)
	}
	for k := range r.pieces {
		p := &r.pieces[k]
		p.x, p.w = x, total(r.adv[p.start:p.end])
		at := x
		if p.rtl {
			at += p.w
		}
		for i := p.start; i < p.end; i++ {
			r.rtl[i] = p.rtl
			if p.rtl {
				at -= r.adv[i]
				r.left[i] = at
			} else {
				r.left[i] = at
				at += r.adv[i]
			}
		}
		x += p.w
	}
}
