package bidi

import (
	"slices"
	"time"
	"unicode"
	"unicode/utf8"
)

// edit is one step of the history: at a place, letters went and others came.
type edit struct {
	at          int
	gone, come  []rune
	pos, anchor int // before the step
	kind        kind
	when        time.Time
}

// kind tells steps apart that are undone together: typing a word is one.
type kind byte

const (
	single kind = iota // never joined
	typed
	blanks
	erased  // backwards
	deleted // forwards
)

// history is what can be undone and done again.
type history struct{ done, undone []edit }

// The history is bounded in steps and in runes kept; the oldest steps go first.
const (
	maxSteps   = 1000
	maxHistory = 4 << 20
)

// together is how long typing goes on as one step.
const together = 2 * time.Second

// replace is the one way in which text changes by hand: runes from a to b give way to
// others. It refuses what would go beyond the limit, whole.
func (e *Entry) replace(a, b int, with []rune, k kind) {
	if e.disabled || a == b && len(with) == 0 {
		return
	}
	gone := slices.Clone(e.text[a:b])
	grown := e.bytes - width(gone) + width(with)
	if grown > e.limit() && grown > e.bytes {
		e.refuse()
		return
	}
	e.note(edit{a, gone, with, e.pos, e.anchor, k, e.now()})
	e.put(a, b, with)
	e.pos = a + len(with)
	e.anchor = e.pos
	e.lead = len(with) == 0 // after typing, the caret stays beside what was typed
	e.settle()
	e.tell()
}

// put exchanges runes and nothing else.
func (e *Entry) put(a, b int, with []rune) {
	e.bytes += width(with) - width(e.text[a:b])
	e.text = slices.Replace(e.text, a, b, with...)
	e.laid = nil
}

func (e *Entry) limit() int {
	if e.Limit > 0 {
		return e.Limit
	}
	return DefaultLimit
}

func (e *Entry) refuse() {
	if e.OnRefused != nil {
		e.OnRefused()
	}
}

// width is how many bytes runes take as UTF-8.
func width(text []rune) (n int) {
	for _, r := range text {
		n += max(utf8.RuneLen(r), 1)
	}
	return n
}

// note keeps a step in the entry's own history, or tells the shared one of it. The entry then knows its last step alone,
// to say what goes on with it.
func (e *Entry) note(s edit) {
	switch {
	case e.Secret:
		e.history = history{}
	case e.Shared == nil:
		e.history.note(s)
	default:
		on := e.history.goesOn(s)
		if !on {
			e.history.done = []edit{s}
		}
		e.Shared.Typed(on)
	}
}

// note adds a step, or lengthens the last one.
func (h *history) note(s edit) {
	h.undone = nil
	if h.goesOn(s) {
		return
	}
	h.done = append(h.done, s)
	h.trim()
}

// goesOn lengthens the last step by one that goes on with it; false where that begins another.
func (h *history) goesOn(s edit) bool {
	n := len(h.done)
	return n > 0 && h.done[n-1].takes(s)
}

// takes lengthens a step by one that goes on where it ended, soon enough.
func (s *edit) takes(next edit) bool {
	if s.kind == single || s.kind != next.kind || next.when.Sub(s.when) > together {
		return false
	}
	switch {
	case s.kind == erased && next.at+len(next.gone) == s.at:
		s.gone = append(slices.Clone(next.gone), s.gone...)
		s.at = next.at
	case s.kind == deleted && next.at == s.at:
		s.gone = append(s.gone, next.gone...)
	case (s.kind == typed || s.kind == blanks) && len(next.gone) == 0 && next.at == s.at+len(s.come):
		s.come = append(slices.Clip(s.come), next.come...)
	default:
		return false
	}
	s.when = next.when
	return true
}

// trim forgets the oldest steps beyond the bounds.
func (h *history) trim() {
	kept := 0
	for i := len(h.done) - 1; i >= 0; i-- {
		kept += len(h.done[i].gone) + len(h.done[i].come)
		if kept > maxHistory || len(h.done)-i > maxSteps {
			h.done = slices.Clone(h.done[i+1:])
			return
		}
	}
}

// CanUndo says whether there is a step to take back.
func (e *Entry) CanUndo() bool {
	if e.Shared != nil {
		return !e.disabled && e.Shared.CanUndo()
	}
	return len(e.history.done) > 0 && !e.disabled
}

// CanRedo says whether there is a step to do again.
func (e *Entry) CanRedo() bool {
	if e.Shared != nil {
		return !e.disabled && e.Shared.CanRedo()
	}
	return len(e.history.undone) > 0 && !e.disabled
}

// Undo takes the last step back.
func (e *Entry) Undo() {
	if !e.CanUndo() {
		return
	}
	if e.Shared != nil {
		e.Shared.Undo()
		return
	}
	n := len(e.history.done)
	s := e.history.done[n-1]
	e.history.done = e.history.done[:n-1]
	e.history.undone = append(e.history.undone, s)
	e.put(s.at, s.at+len(s.come), s.gone)
	e.pos, e.anchor, e.lead = s.pos, s.anchor, true
	e.settle()
	e.tell()
}

// Redo takes back the last Undo.
func (e *Entry) Redo() {
	if !e.CanRedo() {
		return
	}
	if e.Shared != nil {
		e.Shared.Redo()
		return
	}
	n := len(e.history.undone)
	s := e.history.undone[n-1]
	e.history.undone = e.history.undone[:n-1]
	s.kind = single
	e.history.done = append(e.history.done, s)
	e.put(s.at, s.at+len(s.gone), s.come)
	e.pos, e.lead = s.at+len(s.come), len(s.come) == 0
	e.anchor = e.pos
	e.settle()
	e.tell()
}

// insert puts text from outside in place of the selection.
func (e *Entry) insert(text string) {
	if len(text) > 2*e.limit() { // cleaning takes away less than half
		e.refuse()
		return
	}
	a, b := e.span()
	e.replace(a, b, cleaned(text, e.MultiLine), single)
}

// cleaned is text without what can be neither seen nor meant: controls go, ends of
// lines become "\n", or spaces where there is one line. Marks of direction stay.
func cleaned(text string, lines bool) []rune {
	clean := make([]rune, 0, len(text))
	before := rune(0)
	for _, r := range text {
		switch {
		case r == '\n' && before == '\r':
		case r == '\r' || endsLine(r):
			if lines {
				clean = append(clean, '\n')
			} else {
				clean = append(clean, ' ')
			}
		case r == '\t' || !unicode.IsControl(r) && r != 0xfeff:
			clean = append(clean, r)
		}
		before = r
	}
	return clean
}
