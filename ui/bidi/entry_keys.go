package bidi

import (
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// held follows the modifier keys. Control and Shift pressed together and let go with nothing
// between them change the direction, as in other programs: the pair at the left of the
// keyboard means left to right, that at the right means right to left, one of each turns.
type held struct {
	shift, control bool
	left, right    int // modifiers of the pair, by side
	armed          bool
}

// KeyDown follows the modifier keys.
func (e *Entry) KeyDown(k *fyne.KeyEvent) {
	h := &e.held
	before := h.shift || h.control
	switch k.Name {
	case desktop.KeyShiftLeft, desktop.KeyShiftRight:
		h.shift = true
	case desktop.KeyControlLeft, desktop.KeyControlRight:
		h.control = true
	default:
		h.armed = false
		return
	}
	if !before {
		h.armed, h.left, h.right = true, 0, 0
	}
	if k.Name == desktop.KeyShiftLeft || k.Name == desktop.KeyControlLeft {
		h.left++
	} else {
		h.right++
	}
}

// KeyUp follows the modifier keys.
func (e *Entry) KeyUp(k *fyne.KeyEvent) {
	h := &e.held
	pair := h.armed && h.shift && h.control
	switch k.Name {
	case desktop.KeyShiftLeft, desktop.KeyShiftRight:
		h.shift = false
	case desktop.KeyControlLeft, desktop.KeyControlRight:
		h.control = false
	default:
		return
	}
	h.armed = false
	switch {
	case !pair:
	case h.right == 0:
		e.turn(LTR)
	case h.left == 0 || !e.rightToLeft():
		e.turn(RTL)
	default:
		e.turn(LTR)
	}
}

// turn changes the direction by hand.
func (e *Entry) turn(base Base) {
	if e.disabled {
		return
	}
	e.SetBase(base)
	if e.OnBase != nil {
		e.OnBase(base)
	}
}

// TypedRune is for Fyne.
func (e *Entry) TypedRune(r rune) {
	if e.disabled || unicode.IsControl(r) {
		return
	}
	a, b := e.span()
	k := typed
	if unicode.IsSpace(r) {
		k = blanks
	}
	e.replace(a, b, []rune{r}, k)
}

// TypedKey is for Fyne.
func (e *Entry) TypedKey(k *fyne.KeyEvent) {
	if e.OnKey != nil && e.OnKey(k.Name) {
		return
	}
	switch k.Name {
	case fyne.KeyBackspace:
		e.erase()
	case fyne.KeyDelete:
		e.delete()
	case fyne.KeyReturn, fyne.KeyEnter:
		e.enter()
	case fyne.KeyEscape:
		if e.OnEscape != nil {
			e.OnEscape()
		}
	case fyne.KeyF1:
		if e.OnHelp != nil {
			e.OnHelp()
		}
	case fyne.KeyLeft:
		e.arrow(-1)
	case fyne.KeyRight:
		e.arrow(1)
	case fyne.KeyUp:
		e.vertical(-1)
	case fyne.KeyDown:
		e.vertical(1)
	case fyne.KeyPageUp:
		e.vertical(-e.view.page())
	case fyne.KeyPageDown:
		e.vertical(e.view.page())
	case fyne.KeyHome:
		e.home()
	case fyne.KeyEnd:
		e.end()
	case desktop.KeyMenu:
		e.showMenu(e.view.caretBelow())
	}
}

// erase takes the selection away, or the rune before the caret: a mark goes before its letter.
func (e *Entry) erase() {
	a, b := e.span()
	k := single
	if a == b && a > 0 {
		k = erased
		a = e.eraseTo(b)
	}
	e.replace(a, b, nil, k)
}

// eraseTo is where Backspace stops: one rune back, but a whole emoji at once.
func (e *Entry) eraseTo(at int) int {
	for from := at - 1; from > 0; from-- {
		r, before := e.text[from], e.text[from-1]
		if before != zwj && r != zwj && !unicode.In(r, unicode.Variation_Selector) {
			return from
		}
		if unicode.IsLetter(r) || unicode.IsLetter(before) {
			return from // a joiner between letters is a letter of its own
		}
	}
	return max(at-1, 0)
}

// delete takes the selection away, or the letter after the caret with its marks.
func (e *Entry) delete() {
	a, b := e.span()
	k := single
	if a == b && b < len(e.text) {
		k = deleted
		b = e.letterEnd(b)
	}
	e.replace(a, b, nil, k)
}

// letterEnd is where the grapheme that begins at a place ends.
func (e *Entry) letterEnd(at int) int {
	whole := graphemes(e.text[at:min(at+64, len(e.text))])
	n := 1
	for n < len(whole) && !whole[n] {
		n++
	}
	return at + n
}

// enter starts a line, or submits where there is only one.
func (e *Entry) enter() {
	if !e.MultiLine {
		e.submit()
		return
	}
	a, b := e.span()
	e.replace(a, b, []rune{'\n'}, single)
}

func (e *Entry) submit() {
	if e.OnSubmitted != nil {
		e.OnSubmitted(e.Text())
	}
}
