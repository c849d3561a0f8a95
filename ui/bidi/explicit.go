package bidi

import (
	uni "golang.org/x/text/unicode/bidi"
)

// directional is one entry of the directional status stack (X1).
type directional struct {
	level    uint8
	override uni.Class // ON: none
	isolate  bool
}

// embedding walks the explicit rules X1 to X8 over a paragraph.
type embedding struct {
	*resolver
	stack                                  []directional
	overIsolates, overEmbeddings, isolates int
}

// explicit gives every character its explicit level and applies overrides.
func (r *resolver) explicit() {
	e := &embedding{resolver: r, stack: []directional{{level: r.para, override: uni.ON}}}
	for i, c := range r.orig {
		switch c {
		case uni.RLE, uni.LRE, uni.RLO, uni.LRO:
			r.level[i] = e.top().level
			e.open(c)
		case uni.RLI, uni.LRI, uni.FSI:
			e.stand(i)
			e.isolate(i)
		case uni.PDI:
			e.closeIsolate()
			e.stand(i)
		case uni.PDF:
			e.closeEmbedding()
			r.level[i] = e.top().level
		case uni.B:
			r.level[i] = r.para
		case uni.BN:
			r.level[i] = e.top().level
		default:
			e.stand(i)
		}
	}
	r.embed = append([]uint8(nil), r.level...) // the later rules compare these
}

func (e *embedding) top() directional { return e.stack[len(e.stack)-1] }

// stand gives a character the level and override of the top of the stack (X5a, X6).
func (e *embedding) stand(i int) {
	e.level[i] = e.top().level
	if o := e.top().override; o != uni.ON {
		e.class[i] = o
	}
}

// room says whether a deeper level may be entered.
func (e *embedding) room(level uint8) bool {
	return level <= maxDepth && e.overIsolates == 0 && e.overEmbeddings == 0
}

func (e *embedding) deeper(odd bool) uint8 {
	if odd {
		return (e.top().level + 1) | 1
	}
	return (e.top().level + 2) &^ 1
}

// open is rules X2 to X5.
func (e *embedding) open(c uni.Class) {
	level := e.deeper(c == uni.RLE || c == uni.RLO)
	override := uni.ON
	switch c {
	case uni.RLO:
		override = uni.R
	case uni.LRO:
		override = uni.L
	}
	if e.room(level) {
		e.stack = append(e.stack, directional{level: level, override: override})
	} else if e.overIsolates == 0 {
		e.overEmbeddings++
	}
}

// isolate is rules X5a to X5c.
func (e *embedding) isolate(i int) {
	c := e.orig[i]
	odd := c == uni.RLI || c == uni.FSI && firstStrong(e.orig, e.match, i+1, e.match[i]) == 1
	level := e.deeper(odd)
	if e.room(level) {
		e.isolates++
		e.stack = append(e.stack, directional{level: level, override: uni.ON, isolate: true})
	} else {
		e.overIsolates++
	}
}

// closeIsolate is rule X6a.
func (e *embedding) closeIsolate() {
	switch {
	case e.overIsolates > 0:
		e.overIsolates--
	case e.isolates > 0:
		e.overEmbeddings = 0
		for !e.top().isolate {
			e.stack = e.stack[:len(e.stack)-1]
		}
		e.stack = e.stack[:len(e.stack)-1]
		e.isolates--
	}
}

// closeEmbedding is rule X7.
func (e *embedding) closeEmbedding() {
	switch {
	case e.overIsolates > 0:
	case e.overEmbeddings > 0:
		e.overEmbeddings--
	case !e.top().isolate && len(e.stack) >= 2:
		e.stack = e.stack[:len(e.stack)-1]
	}
}
