package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"plumbline/ui/bidi"
)

// Pill is a chosen thing that can be taken away: an active filter, a tag, a commitment. Tapping it, Enter and Delete
// take it away.
type Pill struct {
	Press

	word *bidi.Label
}

// NewPill makes a round pill, as filters have.
func NewPill(k Look, word string, remove func()) *Pill { return newPill(k, word, 14, remove) }

// NewTagPill makes a pill with the corners of a tag, as chosen things in a form have.
func NewTagPill(k Look, word string, remove func()) *Pill { return newPill(k, word, 4, remove) }

func newPill(k Look, word string, radius float32, remove func()) *Pill {
	p := &Pill{word: k.Line(word, Teal)}
	p.press(p, k, Sized(0, 28, Inset(10, 0, k.Row(6, NoSlack, p.word, NewIcon(theme.CancelIcon(), Teal, 16)))), remove)
	p.Ground, p.Radius = TealTint, radius
	p.OnKey = func(n fyne.KeyName) bool {
		if n == fyne.KeyDelete || n == fyne.KeyBackspace {
			p.Act()
			return true
		}
		return false
	}
	return p
}

// Text is its word.
func (p *Pill) Text() string { return p.word.Text }

// Choices is a choice of several things from a list: each chosen one is a pill, the list drops open with an entry that
// finds by any word.
type Choices struct {
	whole

	OnChanged func(codes []string)

	look    Look
	hint    string
	options []Option
	chosen  []string
	short   bool
	off     bool
	pills   *fyne.Container
	inside  *fyne.Container // the pills, and the word beside a single one
	add     *choicesBox
	arrow   *Icon
	open    *drop
}

// choicesBox is the box of Choices: what is not a pill opens the list.
type choicesBox struct {
	Press

	fault bool
}

// NewChoices makes a choice of several codes, kept in the order in which they were chosen.
func NewChoices(k Look, placeHolder string, options []Option, chosen []string, changed func(codes []string)) *Choices {
	c := &Choices{OnChanged: changed, look: k, hint: placeHolder, options: options, chosen: append([]string(nil), chosen...)}
	c.pills = k.Flow(6)
	c.add = &choicesBox{}
	c.inside = Column(0)
	c.arrow = NewIcon(theme.MenuDropDownIcon(), Ink2, 20)
	row := k.Row(8, 0, c.inside, c.arrow)
	c.add.press(c.add, k, control(Inset(8, 4, row)), c.drop)
	c.add.OnFocus = func(bool) { c.tint() }
	c.add.OnKey = c.key
	c.add.OnRune = func(r rune) bool {
		if r == ' ' {
			return false
		}
		c.drop()
		if c.open != nil {
			c.open.entry.TypedRune(r)
		}
		return true
	}
	c.join(c, c.add)
	c.show()
	return c
}

// ShowCodes shows the codes in the pills and the word beside a single one, as commitments are shown.
func (c *Choices) ShowCodes() *Choices {
	c.short = true
	c.show()
	return c
}

// Chosen are the codes that are chosen.
func (c *Choices) Chosen() []string { return append([]string(nil), c.chosen...) }

// SetChosen changes the choice without calling back.
func (c *Choices) SetChosen(codes []string) {
	c.chosen = append([]string(nil), codes...)
	c.show()
}

// SetOptions changes the list; what is chosen stays, also where the list no longer has it.
func (c *Choices) SetOptions(options []Option) {
	c.options = options
	c.show()
}

// SetFault shows that an answer is missing.
func (c *Choices) SetFault(on bool) {
	c.add.fault = on
	c.tint()
}

// SetOff makes the choice one that is only read.
func (c *Choices) SetOff(off bool) {
	c.off = off
	c.add.SetOff(off)
	show(c.arrow, !off)
	c.show()
}

// Target is what takes the keyboard.
func (c *Choices) Target() fyne.Focusable { return c.add }

// SetFault makes the box the target of a field.
func (b *choicesBox) SetFault(on bool) {
	b.fault = on
	b.tintBox(b.focused)
}

func (b *choicesBox) tintBox(lit bool) {
	b.Ground, b.Edge, b.EdgeWidth = Surface, Edge, 1
	switch {
	case b.Off:
		b.Ground, b.Edge = Sunk, Line
	case b.fault:
		b.Edge, b.EdgeWidth = Attention, 2
	case lit:
		b.Edge, b.EdgeWidth = Teal, 2
	}
	b.changed()
}

func (c *Choices) tint() { c.add.tintBox(c.add.focused || c.open != nil) }

func (c *Choices) show() {
	c.pills.Objects = nil
	for _, code := range c.chosen {
		word := code
		if i := indexOf(c.options, code); i >= 0 && !c.short {
			word = c.options[i].Word
		} else {
			word = bidi.IsolateLTR(word)
		}
		if c.off {
			c.pills.Add(AtLeast(0, 28, NewTag(c.look, word).On(TealTint)))
			continue
		}
		c.pills.Add(NewTagPill(c.look, word, func() { c.remove(code) }))
	}
	if len(c.chosen) == 0 && c.off {
		c.pills.Add(Gap(0, 28))
	} else if len(c.chosen) == 0 {
		c.pills.Add(AtLeast(0, 28, c.look.Row(0, NoSlack, c.look.Line(c.hint, Ink3))))
	}
	c.inside.Objects = []fyne.CanvasObject{c.pills}
	if word := c.single(); word != nil {
		c.inside.Objects[0] = c.look.Row(6, 1, c.pills, word)
	}
	c.inside.Refresh()
	c.tint()
	c.pills.Refresh()
	c.Refresh()
}

// single is the word beside the one code that is chosen.
func (c *Choices) single() fyne.CanvasObject {
	if !c.short || len(c.chosen) != 1 {
		return nil
	}
	i := indexOf(c.options, c.chosen[0])
	if i < 0 {
		return nil
	}
	word := c.look.Muted(c.options[i].Word)
	word.Base, word.MaxLines = c.options[i].Base, 8
	return word
}

func (c *Choices) remove(code string) {
	var rest []string
	for _, x := range c.chosen {
		if x != code {
			rest = append(rest, x)
		}
	}
	c.chosen = rest
	c.told()
	focus(c.add)
}

func (c *Choices) told() {
	c.show()
	if c.OnChanged != nil {
		c.OnChanged(c.Chosen())
	}
}

func (c *Choices) key(k fyne.KeyName) bool {
	switch k {
	case fyne.KeyDown:
		c.drop()
	case fyne.KeyBackspace, fyne.KeyDelete:
		if n := len(c.chosen); n > 0 {
			c.remove(c.chosen[n-1])
		}
	default:
		return false
	}
	return true
}

func (c *Choices) drop() {
	if c.open != nil || c.off {
		return
	}
	on := map[string]bool{}
	for _, code := range c.chosen {
		on[code] = true
	}
	c.open = openDrop(c.look, c.add, c.options, on, true, true, c.turn, func() { c.open = nil; c.tint() })
	c.tint()
}

// turn ticks or unticks an option of the open list.
func (c *Choices) turn(o Option) {
	for i, code := range c.chosen {
		if code == o.Code {
			c.chosen = append(c.chosen[:i:i], c.chosen[i+1:]...)
			c.told()
			return
		}
	}
	c.chosen = append(c.chosen, o.Code)
	c.told()
}
