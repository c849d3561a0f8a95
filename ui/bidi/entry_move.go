package bidi

import "unicode"

// line is the line the caret stands on.
func (e *Entry) line(l *layout) *line { return &l.lines[l.lineOf(e.pos, e.lead)] }

// rightToLeft says whether the caret's paragraph runs right to left.
func (e *Entry) rightToLeft() bool { return e.line(e.layout()).para == 1 }

// move puts the caret somewhere; with Shift held, the selection goes with it.
func (e *Entry) move(pos int, lead bool) {
	e.pos, e.lead, e.hasGoal = pos, lead, false
	if !e.held.shift {
		e.anchor = pos
	}
	e.moved()
}

// arrow moves the caret by one letter to the left or right of the screen.
func (e *Entry) arrow(d float32) {
	l := e.layout()
	i := l.lineOf(e.pos, e.lead)
	ln := &l.lines[i]
	forward := (d > 0) == (ln.para == 0)
	if a, b := e.span(); a != b && !e.held.shift { // fold the selection to the arrow's side
		if forward {
			a = b
		}
		e.move(a, true)
		return
	}
	if s, ok := ln.beside(ln.caret(e.pos, e.lead), d); ok {
		e.move(s.pos, s.lead)
		return
	}
	switch { // past the edge of the line
	case forward && i+1 < len(l.lines):
		e.move(l.lines[i+1].start, true)
	case !forward && i > 0:
		e.move(l.lines[i-1].end, false)
	}
}

// beside is the next place for the caret at the left (d < 0) or right of x.
func (ln *line) beside(x, d float32) (stop, bool) {
	const apart = 0.1
	st := ln.stops()
	if d > 0 {
		for _, s := range st {
			if s.x > x+apart {
				return s, true
			}
		}
		return stop{}, false
	}
	for k := len(st) - 1; k >= 0; k-- {
		if st[k].x < x-apart {
			return st[k], true
		}
	}
	return stop{}, false
}

// vertical moves the caret up or down by lines, along the x where it set out.
func (e *Entry) vertical(lines int) {
	l := e.layout()
	i := l.lineOf(e.pos, e.lead)
	goal := e.goal
	if !e.hasGoal {
		goal = l.lines[i].caret(e.pos, e.lead)
	}
	to := &l.lines[min(max(i+lines, 0), len(l.lines)-1)]
	e.move(to.nearest(goal))
	e.goal, e.hasGoal = goal, true
}

func (e *Entry) home() { e.move(e.line(e.layout()).start, true) }

// end goes to the end of the line; of a wrapped one, staying on it.
func (e *Entry) end() {
	l := e.layout()
	i := l.lineOf(e.pos, e.lead)
	end := l.lines[i].end
	wrapped := i+1 < len(l.lines) && l.lines[i+1].start == end
	e.move(end, !wrapped)
}

// word is where the next word ends, or where the one before begins.
func (e *Entry) word(forward bool) int {
	p := e.pos
	if forward {
		for p < len(e.text) && !e.inWord(p) {
			p++
		}
		return e.wordEnd(p)
	}
	for p > 0 && !e.inWord(p-1) {
		p--
	}
	return e.wordStart(p)
}

func (e *Entry) wordEnd(p int) int {
	for p < len(e.text) && e.inWord(p) {
		p++
	}
	return p
}

func (e *Entry) wordStart(p int) int {
	for p > 0 && e.inWord(p-1) {
		p--
	}
	return p
}

// inWord says whether a rune belongs to a word. A secret is one word: where its
// words end is nobody's business.
func (e *Entry) inWord(i int) bool {
	return e.Secret || wordly(e.text[i])
}

// wordly says whether a rune belongs to a word.
func wordly(r rune) bool {
	return unicode.In(r, unicode.L, unicode.M, unicode.Nd) || r == '_' || r == zwj || r == 0x200c
}

// paragraph is where the paragraph around a place begins and ends.
func (e *Entry) paragraph(at int) (from, to int) { return paragraphAround(e.text, at) }

// paragraphAround is where the paragraph of a text around a place begins and ends.
func paragraphAround(text []rune, at int) (from, to int) {
	from, to = at, at
	for from > 0 && text[from-1] != '\n' {
		from--
	}
	for to < len(text) && text[to] != '\n' {
		to++
	}
	return from, to
}
