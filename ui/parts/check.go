package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"plumbline/ui/bidi"
)

// Check is a box to tick with a word beside it, a second line under the word where it needs one, and a count at the
// trailing edge where it filters.
type Check struct {
	Press

	OnChanged func(on bool)

	on    bool
	some  bool
	sign  *Icon
	word  *bidi.Label
	note  *bidi.Label
	count *bidi.Label
}

// NewCheck makes a box to tick.
func NewCheck(k Look, word string, on bool, changed func(on bool)) *Check {
	c := &Check{on: on, OnChanged: changed, sign: NewIcon(nil, Ink2, 20), word: k.Text(word), note: k.Hint(""), count: k.Line("", Ink3)}
	c.note.Hide()
	c.count.Hide()
	words := Column(0, c.word, c.note)
	c.press(c, k, Inset(0, 4, k.TopRow(8, 1, c.sign, words, c.count)), c.turn)
	c.Radius = 4
	c.turned = c.mark
	c.mark()
	return c
}

// WithNote sets the second line.
func (c *Check) WithNote(note string) *Check {
	c.note.SetText(note)
	show(c.note, note != "")
	return c
}

// SetCount sets the number at the trailing edge; "" shows none. The word then keeps to a few lines.
func (c *Check) SetCount(n string) {
	c.word.MaxLines = 8
	c.count.SetText(n)
	show(c.count, n != "")
	c.Refresh()
}

// Checked says whether it is ticked.
func (c *Check) Checked() bool { return c.on }

// SetChecked ticks it or not, without calling back.
func (c *Check) SetChecked(on bool) {
	c.on, c.some = on, false
	c.mark()
}

// SetPartly shows that some of what it stands for is ticked.
func (c *Check) SetPartly() {
	c.on, c.some = false, true
	c.mark()
}

// SetText changes the word.
func (c *Check) SetText(word string) { c.word.SetText(word); c.Refresh() }

func (c *Check) turn() {
	c.SetChecked(!c.on)
	if c.OnChanged != nil {
		c.OnChanged(c.on)
	}
}

func (c *Check) mark() {
	res, ink := tickIcon(c.on, c.some)
	if c.Off {
		ink = Ink3
	}
	c.sign.Set(res, ink)
	c.word.ColorName = Ink
	if c.Off {
		c.word.ColorName = Ink3
	}
}

func tickIcon(on, some bool) (fyne.Resource, fyne.ThemeColorName) {
	switch {
	case on:
		return theme.CheckButtonCheckedIcon(), Teal
	case some:
		return theme.Icon(theme.IconNameCheckButtonPartial), Teal
	}
	return theme.CheckButtonIcon(), Ink2
}

// Radio is one choice of a group of which one holds. Arrows move the choice.
type Radio struct {
	Press

	sign *Icon
	word *bidi.Label
	note *bidi.Label
}

// RadioGroup is a column of choices.
type RadioGroup struct {
	whole

	OnChanged func(i int)

	boxed  bool
	items  []*Radio
	chosen int
}

// NewRadioGroup makes the choices; none is chosen at -1. changed gets the index.
func NewRadioGroup(k Look, words []string, chosen int, changed func(i int)) *RadioGroup {
	return newRadioGroup(k, words, chosen, false, changed)
}

// NewBoxedRadioGroup is a RadioGroup whose choices stand in boxes of 44, the chosen one with a teal edge.
func NewBoxedRadioGroup(k Look, words []string, chosen int, changed func(i int)) *RadioGroup {
	return newRadioGroup(k, words, chosen, true, changed)
}

func newRadioGroup(k Look, words []string, chosen int, boxed bool, changed func(i int)) *RadioGroup {
	g := &RadioGroup{OnChanged: changed, chosen: chosen, boxed: boxed}
	col := Column(0)
	if boxed {
		col = Column(8)
	}
	for i, w := range words {
		r := &Radio{sign: NewIcon(nil, Ink2, 20), word: k.Text(w), note: k.Hint("")}
		r.note.Hide()
		margin, down, height := float32(0), float32(2), float32(28)
		if boxed {
			margin, down, height = 14, 6, 44 // a second line keeps off the edge
		}
		row := k.Row(0, 0, k.signed(8, r.sign, Column(0, r.word, r.note)))
		r.press(r, k, AtLeast(0, height, Inset(margin, down, row)), func() { g.choose(i) })
		r.OnKey = func(key fyne.KeyName) bool { return g.arrow(i, key, k.RTL()) }
		g.items = append(g.items, r)
		col.Add(r)
	}
	g.join(g, col)
	g.mark()
	return g
}

// Chosen is the index of what holds, or -1.
func (g *RadioGroup) Chosen() int { return g.chosen }

// SetChosen changes what holds without calling back.
func (g *RadioGroup) SetChosen(i int) { g.chosen = i; g.mark() }

// SetNote sets a second line under a choice.
func (g *RadioGroup) SetNote(i int, note string) {
	g.items[i].note.SetText(note)
	show(g.items[i].note, note != "")
	g.items[i].Refresh()
}

// Target is what takes the keyboard: the choice that holds, or the first.
func (g *RadioGroup) Target() fyne.Focusable { return g.items[max(g.chosen, 0)] }

// Item is one choice, to focus it.
func (g *RadioGroup) Item(i int) *Radio { return g.items[i] }

// SetOff makes the choice one that is only read.
func (g *RadioGroup) SetOff(off bool) {
	for _, r := range g.items {
		r.SetOff(off)
	}
	g.mark()
}

func (g *RadioGroup) choose(i int) {
	if g.chosen == i {
		return
	}
	g.SetChosen(i)
	if g.OnChanged != nil {
		g.OnChanged(i)
	}
}

func (g *RadioGroup) arrow(from int, key fyne.KeyName, rtl bool) bool {
	to := stepIn(len(g.items), from, key, rtl)
	if to < 0 {
		return false
	}
	focus(g.items[to])
	g.choose(to)
	return true
}

func (g *RadioGroup) mark() {
	for i, r := range g.items {
		res, ink, word := theme.RadioButtonIcon(), Ink2, Ink
		if r.Off {
			ink, word = Ink3, Ink3
		}
		r.Ground, r.Edge, r.EdgeWidth = Clear, Clear, 0
		if g.boxed {
			r.Ground, r.Edge, r.EdgeWidth = Surface, Line, 1
		}
		if i == g.chosen {
			res, ink, word = theme.RadioButtonCheckedIcon(), Teal, Teal
			if g.boxed {
				r.Edge, r.EdgeWidth = Teal, 2
			}
		}
		r.sign.Set(res, ink)
		r.word.ColorName = word
		r.Refresh()
	}
}

// stepIn is where an arrow leads in a group of n, or -1: back and on follow the reading direction, the ends join.
func stepIn(n, from int, key fyne.KeyName, rtl bool) int {
	step := 0
	switch key {
	case fyne.KeyDown:
		step = 1
	case fyne.KeyUp:
		step = -1
	case fyne.KeyRight:
		step = 1
		if rtl {
			step = -1
		}
	case fyne.KeyLeft:
		step = -1
		if rtl {
			step = 1
		}
	default:
		return -1
	}
	return (from + step + n) % n
}
