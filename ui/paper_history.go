package ui

import (
	"slices"

	"fyne.io/fyne/v2"

	"plumbline/ui/bidi"
	"plumbline/ui/parts"
)

// A form has one history of what was answered in it:
//
//  1. every answer that makes the sheet another is a step, wherever in the form it was given; what an entry takes as one
//     step of typing is one here, and so are the letters that choose from a list;
//  2. a step knows which leaves of the sheet it changed, from what to what (leaves.go);
//  3. taking it back puts them into the sheet, lets every control show the sheet again, and goes to the one that was
//     changed; the draft follows as it follows every answer;
//  4. what nobody answered is no step: the hash of a file that was read, what saving wrote;
//  5. it goes on where the form stays after saving: what is taken back then is a change that is not saved. It begins anew
//     where the form goes on from a draft. What was saved by a form that was left is taken back as a deed (undo.go).
//     Steps and deeds stand in one order of time.
type formHistory struct {
	sheet  any
	now    leaves
	before leaves // before the last step
	open   bool   // the last step may be lengthened
	on     bool   // what is typed goes on with it
	done   []formStep
	undone []formStep
	begun  int // when it began
	turn   func() int
}

// formStep is one step.
type formStep struct {
	by      *bound
	changes map[string]change
	at      int // when it was made, or taken back: a number that grows
}

// The history is bounded in steps and in bytes kept; the oldest steps go first.
const (
	mostSteps = 1000
	mostKept  = 4 << 20
)

// begin begins a history with a sheet as it is.
func (h *formHistory) begin(sheet any, turn func() int) {
	*h = formHistory{sheet: sheet, now: leavesOf(sheet), turn: turn, begun: turn()}
}

// note takes in what was just answered by a control.
func (h *formHistory) note(by *bound) {
	now, on := leavesOf(h.sheet), h.on
	h.on = false
	changes := h.now.changesTo(now)
	if len(changes) == 0 {
		return
	}
	at := h.turn()
	if n := len(h.done); on && h.open && n > 0 && h.done[n-1].by == by && h.done[n-1].at == at-1 { // and no deed since
		h.now = now
		if changes = h.before.changesTo(now); len(changes) == 0 {
			h.done = h.done[:n-1]
			return
		}
		h.done[n-1].changes, h.done[n-1].at = changes, at
		return
	}
	h.before, h.now, h.open, h.undone = h.now, now, true, nil
	h.done = append(h.done, formStep{by, changes, at})
	h.trim()
}

// settle takes in what is in the sheet now without a step.
func (h *formHistory) settle() {
	if h.sheet != nil {
		h.now, h.open = leavesOf(h.sheet), false
	}
}

// amend takes in one leaf as it is now without a step: what was learnt of it, that nobody answered.
func (h *formHistory) amend(path string) {
	h.open = false
	delete(h.now, path)
	if is, ok := leavesOf(h.sheet)[path]; ok {
		h.now[path] = is
	}
}

// forget takes leaves out of every step: what they were part of is gone for good.
func (h *formHistory) forget(gone func(path string) bool) {
	for _, steps := range []*[]formStep{&h.done, &h.undone} {
		*steps = slices.DeleteFunc(*steps, func(s formStep) bool {
			for path := range s.changes {
				if gone(path) {
					delete(s.changes, path)
				}
			}
			return len(s.changes) == 0
		})
	}
	h.settle()
}

// trim forgets the oldest steps beyond the bounds.
func (h *formHistory) trim() {
	kept := 0
	for i := len(h.done) - 1; i >= 0; i-- {
		for path, c := range h.done[i].changes {
			kept += len(path) + c.size()
		}
		if n := len(h.done); (kept > mostKept || n-i > mostSteps) && i < n-1 {
			h.done = slices.Clone(h.done[i+1:])
			return
		}
	}
}

// back takes the last step back, and gives the control that made it; on does it again.
func (h *formHistory) back() *bound { return h.move(&h.done, &h.undone, true) }
func (h *formHistory) onward() *bound {
	return h.move(&h.undone, &h.done, false)
}

func (h *formHistory) move(from, to *[]formStep, back bool) *bound {
	n := len(*from)
	s := (*from)[n-1]
	*from = (*from)[:n-1]
	changes := s.changes
	if back {
		changes = map[string]change{}
		for path, c := range s.changes {
			changes[path] = c.turned()
		}
	}
	put(h.sheet, changes)
	h.settle()
	s.at = h.turn()
	*to = append(*to, s)
	return s.by
}

// last is when the last of some steps was made; 0 for none.
func last(steps []formStep) int {
	if n := len(steps); n > 0 {
		return steps[n-1].at
	}
	return 0
}

// bound is a control, or a part of the form, that shows what stands in the sheet.
type bound struct {
	of    fyne.CanvasObject
	show  func() // shows the sheet, without calling back
	up    *bound
	inner []*bound
}

// showAll shows the sheet in a part and all that stands in it.
func (b *bound) showAll() {
	if b.show != nil {
		b.show()
	}
	for _, x := range slices.Clone(b.inner) {
		x.showAll()
	}
}

// stands says whether it is still part of the form.
func (b *bound) stands() bool {
	for ; b.up != nil; b = b.up {
		if !slices.Contains(b.up.inner, b) {
			return false
		}
	}
	return true
}

// bind makes a control show the sheet whenever the sheet is put back.
func (p *paper[S]) bind(of fyne.CanvasObject, show func()) *bound {
	b := &bound{of: of, show: show, up: p.under}
	p.under.inner = append(p.under.inner, b)
	return b
}

// within makes the controls that build makes part of a part of the form, in place of those it had.
func (p *paper[S]) within(b *bound, build func()) {
	b.inner = nil
	was := p.under
	p.under = b
	build()
	p.under = was
}

// showSheet shows the sheet in every control.
func (p *paper[S]) showSheet() { p.root.showAll() }

// revisions are what can be taken back in the form.
func (p *paper[S]) revisions() *formHistory {
	if p.done || p.d.readOnly {
		return &formHistory{}
	}
	return &p.past
}

// stepBack takes the last step back; stepOn does it again.
func (p *paper[S]) stepBack() { p.stepped(p.past.back()) }
func (p *paper[S]) stepOn()   { p.stepped(p.past.onward()) }

// stepped shows what was put back, and goes there.
func (p *paper[S]) stepped(by *bound) {
	p.showSheet()
	p.amended()
	for by != nil && !by.stands() {
		by = by.up
	}
	if by != nil && by.of != nil {
		p.goToPart(by.of)
	}
}

// goToPart brings a control into sight and the keyboard into it.
func (p *paper[S]) goToPart(o fyne.CanvasObject) {
	p.reveal(o)
	now := p.d.window.Canvas().Focused()
	if date, ok := o.(*parts.DateField); ok && date.Holds(now) {
		return
	}
	target, _ := o.(fyne.Focusable)
	if t, ok := o.(interface{ Target() fyne.Focusable }); ok {
		target = t.Target()
	}
	if target == nil {
		if f := p.form.Of(o); f != nil {
			f.Focus()
		}
		return
	}
	if target != now {
		p.d.window.Canvas().Focus(target)
	}
}

// The paper is the history that its entries share.
var _ bidi.Shared = (*paper[leaf])(nil)

// Typed is for the entries.
func (p *paper[S]) Typed(on bool) { p.past.on = on }

// CanUndo is for the entries.
func (p *paper[S]) CanUndo() bool { return p.d.mayUndo() }

// CanRedo is for the entries.
func (p *paper[S]) CanRedo() bool { return p.d.mayRedo() }

// Undo is for the entries.
func (p *paper[S]) Undo() { p.d.undo() }

// Redo is for the entries.
func (p *paper[S]) Redo() { p.d.redo() }
