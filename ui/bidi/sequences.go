package bidi

import (
	uni "golang.org/x/text/unicode/bidi"
)

// sequence is an isolating run sequence (BD13): characters of one level that
// see each other, whatever lies isolated between them.
type sequence struct {
	*resolver
	at       []int       // its characters
	class    []uni.Class // their classes, as the rules change them
	level    uint8
	sos, eos uni.Class // the directions at its ends
}

// sequences calls visit with the characters of each isolating run sequence (X9, X10).
func (r *resolver) sequences(visit func(at []int)) {
	runs := r.runs()
	startOf := make(map[int]int, len(runs))
	for k, run := range runs {
		startOf[run[0]] = k
	}
	for _, run := range runs {
		if r.orig[run[0]] == uni.PDI && r.match[run[0]] >= 0 {
			continue // goes on an earlier run
		}
		at := append([]int(nil), run...)
		for {
			last := at[len(at)-1]
			if !opensIsolate(r.orig[last]) || r.match[last] >= len(r.text) {
				break
			}
			k, ok := startOf[r.match[last]]
			if !ok {
				break
			}
			at = append(at, runs[k]...)
		}
		visit(at)
	}
}

// runs cuts the characters that stay into level runs (BD7), and notes each one's neighbours.
func (r *resolver) runs() [][]int {
	n := len(r.text)
	keep := make([]int, 0, n)
	for i, c := range r.orig {
		if !removed(c) {
			keep = append(keep, i)
		}
	}
	r.prev, r.next = make([]int, n), make([]int, n)
	var runs [][]int
	start := 0
	for k, i := range keep {
		r.prev[i], r.next[i] = -1, n
		if k > 0 {
			r.prev[i] = keep[k-1]
		}
		if k+1 < len(keep) {
			r.next[i] = keep[k+1]
		}
		if k+1 == len(keep) || r.level[keep[k+1]] != r.level[i] {
			runs = append(runs, keep[start:k+1])
			start = k + 1
		}
	}
	return runs
}

// resolve applies the rules W1 to I2 to one sequence.
func (r *resolver) resolve(at []int) {
	s := &sequence{resolver: r, at: at, level: r.embed[at[0]]}
	s.ends()
	s.class = make([]uni.Class, len(at))
	for k, i := range at {
		s.class[k] = r.class[i]
	}
	s.marks()
	s.numbers()
	s.separators()
	s.terminators()
	s.settle()
	s.brackets()
	s.neutrals()
	s.implicit()
}

func strongOf(level uint8) uni.Class {
	if level&1 == 1 {
		return uni.R
	}
	return uni.L
}

// ends finds sos and eos, the directions of the higher levels at the borders (X10).
func (s *sequence) ends() {
	before, after := s.para, s.para
	if p := s.prev[s.at[0]]; p >= 0 {
		before = s.embed[p]
	}
	last := s.at[len(s.at)-1]
	if n := s.next[last]; n < len(s.text) && !opensIsolate(s.orig[last]) {
		after = s.embed[n]
	}
	s.sos = strongOf(max(s.level, before))
	s.eos = strongOf(max(s.level, after))
}

// marks is W1: a mark is like what it stands on.
func (s *sequence) marks() {
	before := s.sos
	for k, c := range s.class {
		if c == uni.NSM {
			s.class[k] = before
			if opensIsolate(before) || before == uni.PDI {
				s.class[k] = uni.ON
			}
		}
		before = s.class[k]
	}
}

// numbers is W2 and W3: European digits after an Arabic letter are Arabic.
func (s *sequence) numbers() {
	strong := s.sos
	for k, c := range s.class {
		switch c {
		case uni.L, uni.R:
			strong = c
		case uni.AL:
			strong = c
			s.class[k] = uni.R
		case uni.EN:
			if strong == uni.AL {
				s.class[k] = uni.AN
			}
		}
	}
}

// separators is W4: one separator between two numbers of a kind belongs to them.
func (s *sequence) separators() {
	t := s.class
	for k := 1; k+1 < len(t); k++ {
		before, after := t[k-1], t[k+1]
		if t[k] == uni.ES && before == uni.EN && after == uni.EN {
			t[k] = uni.EN
		}
		if t[k] == uni.CS && before == after && (before == uni.EN || before == uni.AN) {
			t[k] = before
		}
	}
}

// terminators is W5: signs like % beside European digits belong to them.
func (s *sequence) terminators() {
	s.spans(func(c uni.Class) bool { return c == uni.ET }, func(from, to int) {
		t := s.class
		if from > 0 && t[from-1] == uni.EN || to < len(t) && t[to] == uni.EN {
			s.fill(from, to, uni.EN)
		}
	})
}

// settle is W6 and W7: what stays a separator is neutral, and European digits
// in left-to-right text are like its letters.
func (s *sequence) settle() {
	strong := s.sos
	for k, c := range s.class {
		switch c {
		case uni.ES, uni.ET, uni.CS:
			s.class[k] = uni.ON
		case uni.L, uni.R:
			strong = c
		case uni.EN:
			if strong == uni.L {
				s.class[k] = uni.L
			}
		}
	}
}

// neutrals is N1 and N2: neutrals go with equal neighbours, else with the level.
func (s *sequence) neutrals() {
	s.spans(neutral, func(from, to int) {
		left, right := s.sos, s.eos
		if from > 0 {
			left = asLetter(s.class[from-1])
		}
		if to < len(s.class) {
			right = asLetter(s.class[to])
		}
		if left == right {
			s.fill(from, to, left)
		} else {
			s.fill(from, to, strongOf(s.level))
		}
	})
}

// implicit is I1 and I2: letters and numbers against the level go one or two deeper.
func (s *sequence) implicit() {
	for k, i := range s.at {
		c := s.class[k]
		number := c == uni.AN || c == uni.EN
		switch {
		case s.level&1 == 1 && c != uni.R, s.level&1 == 0 && c == uni.R:
			s.resolver.level[i] = s.level + 1
		case s.level&1 == 0 && number:
			s.resolver.level[i] = s.level + 2
		}
	}
}

// spans calls visit with each longest stretch of characters for which in holds.
func (s *sequence) spans(in func(uni.Class) bool, visit func(from, to int)) {
	for k := 0; k < len(s.class); k++ {
		if !in(s.class[k]) {
			continue
		}
		to := k
		for to < len(s.class) && in(s.class[to]) {
			to++
		}
		visit(k, to)
		k = to - 1
	}
}

func (s *sequence) fill(from, to int, c uni.Class) {
	for k := from; k < to; k++ {
		s.class[k] = c
	}
}

// asLetter reads numbers as right-to-left letters, as N0 and N1 do.
func asLetter(c uni.Class) uni.Class {
	if c == uni.EN || c == uni.AN {
		return uni.R
	}
	return c
}

func neutral(c uni.Class) bool {
	return c == uni.ON || c == uni.WS || c == uni.S || c == uni.B || c == uni.PDI || opensIsolate(c)
}
