package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
)

// Act is one thing that can be done with what is chosen.
type Act struct {
	Word  string
	Do    func()
	Items func() []MenuItem // instead of Do: it opens these
	Off   bool
}

// NewActsBar is NewActionBar for acts that keep to one line, whatever the language and the size of text: those that have no
// room stand, from the last on, in a menu behind the others.
func NewActsBar(k Look, note fyne.CanvasObject, acts ...Act) *fyne.Container {
	return actionBar(k, 20, newActs(k, acts...), note)
}

func newActs(k Look, acts ...Act) *fyne.Container {
	l := &actsLayout{look: k, acts: acts, fits: len(acts)}
	var objs []fyne.CanvasObject
	for _, a := range acts {
		objs = append(objs, l.button(a))
	}
	l.more = NewMoreButton(k, l.folded)
	l.more.Hide()
	return container.New(l, append(objs, l.more)...)
}

type actsLayout struct {
	look Look
	acts []Act
	more *Button
	fits int // how many have room
}

// actsGap is what lies between acts.
const actsGap = 12

func (l *actsLayout) button(a Act) *Button {
	var b *Button
	if a.Items == nil {
		b = NewButton(l.look, a.Word, Secondary, a.Do)
	} else {
		b = NewIconButton(l.look, a.Word, theme.MenuDropUpIcon(), Secondary, func() { menuUnder(l.look, b, a.Items()) })
	}
	b.SetOff(a.Off)
	return b
}

// folded are the acts that have no room; those that are off stand there too, so that nobody looks for them.
func (l *actsLayout) folded() []MenuItem {
	var items []MenuItem
	for _, a := range l.acts[l.fits:] {
		do := a.Do
		if a.Items != nil {
			do = func() { menuUnder(l.look, l.more, a.Items()) }
		}
		items = append(items, MenuItem{Word: a.Word, Off: a.Off, Act: do})
	}
	return items
}

// room says how many acts fit into a width, with the menu behind them where some do not.
func (l *actsLayout) room(objs []fyne.CanvasObject, width float32) int {
	gap, x := Unit(actsGap), float32(0)
	fits := 0
	for i := range l.acts {
		x += objs[i].MinSize().Width
		if x+gap+l.more.MinSize().Width <= width+0.5 {
			fits = i + 1
		}
		if i == len(l.acts)-1 && x <= width+0.5 {
			fits = i + 1
		}
		x += gap
	}
	return fits
}

func (l *actsLayout) Layout(objs []fyne.CanvasObject, size fyne.Size) {
	l.fits = l.room(objs, size.Width)
	p := placing{size: size, rtl: l.look.RTL()}
	x := float32(0)
	for i, o := range objs {
		folds := i == len(l.acts)
		show(o, folds == (i >= l.fits) && (!folds || l.fits < len(l.acts)))
		if !o.Visible() {
			continue
		}
		m := o.MinSize()
		o.Resize(m)
		p.put(o, x, middle(size.Height, m.Height), m.Width)
		x += m.Width + Unit(actsGap)
	}
}

func (l *actsLayout) MinSize(objs []fyne.CanvasObject) fyne.Size {
	height := float32(0)
	for _, o := range objs {
		height = max(height, o.MinSize().Height)
	}
	return fyne.NewSize(l.more.MinSize().Width, height)
}

// naturalWidth is that of all acts.
func (l *actsLayout) naturalWidth(objs []fyne.CanvasObject) (width float32) {
	for i := range l.acts {
		width += objs[i].MinSize().Width + Unit(actsGap)
	}
	return max(width-Unit(actsGap), 0)
}

// Reserve keeps the room of objects that lie over each other, of hidden ones too: nothing moves when one comes.
func Reserve(objs ...fyne.CanvasObject) *fyne.Container {
	return container.New(reserveLayout{}, objs...)
}

type reserveLayout struct{}

func (reserveLayout) Layout(objs []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objs {
		o.Resize(size)
	}
}

func (reserveLayout) MinSize(objs []fyne.CanvasObject) (m fyne.Size) {
	for _, o := range objs {
		m = m.Max(o.MinSize())
	}
	return m
}
