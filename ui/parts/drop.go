package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"plumbline/model"
	"plumbline/ui/bidi"
)

// A drop is the list that opens under a control:
//
//  1. it shows options, the chosen ones ticked, perhaps with an entry above that filters them by any word;
//  2. arrows move, Enter chooses, Space ticks where several may be chosen, letters jump, Escape leaves;
//  3. a tap beside it leaves; the keyboard then returns to the control.
type drop struct {
	look    Look
	options []Option
	shown   []int // indexes of options that fit what was typed
	chosen  map[string]bool
	several bool
	pick    func(o Option) // chosen, or with several ticked or unticked
	closed  func()

	typed   string
	list    *List
	entry   *bidi.Entry
	none    *fyne.Container
	paper   *Box
	overlay *overlay
}

const dropRow = 36

// openDrop shows options under a control.
func openDrop(k Look, at fyne.CanvasObject, options []Option, chosen map[string]bool, several, searchable bool, pick func(o Option), closed func()) *drop {
	c := canvasOf(at)
	if c == nil {
		return nil
	}
	d := &drop{look: k, options: options, chosen: chosen, several: several, pick: pick, closed: closed}
	d.build(searchable)
	d.raise(c, under(at, d.width, d.height, k.RTL))
	for i, o := range d.shown {
		if chosen[options[o].Code] {
			d.list.SetCurrent(i)
			break
		}
	}
	return d
}

// openDropAt shows options at a place of a window.
func openDropAt(k Look, over fyne.Canvas, options []Option, chosen map[string]bool, place func(d *drop) func(room fyne.Size) (fyne.Position, fyne.Size), pick func(o Option)) *drop {
	d := &drop{look: k, options: options, chosen: chosen, pick: pick}
	d.build(false)
	d.raise(over, place(d))
	return d
}

// build makes the list and the entry over it.
func (d *drop) build(searchable bool) {
	k := d.look
	d.filter("")
	d.list = NewList(k, dropRow, func() int { return len(d.shown) }, func() fyne.CanvasObject { return newDropRow(k) }, d.fill)
	d.list.Radius, d.list.Marked = 4, true
	d.list.OnOpen = d.choose
	d.list.OnKey = func(_ int, key fyne.KeyName) bool { return d.key(key) }
	d.list.OnRune = d.jump
	d.none = Inset(10, 8, k.Hint(k.T("parts.nothing_matches")))
	d.none.Hide()
	var body fyne.CanvasObject = d.list
	if searchable {
		d.entry = NewEntry(k, k.T("actions.find"))
		d.entry.OnChanged = d.search
		d.entry.OnSubmitted = func(string) { d.choose(d.list.Current()) }
		d.entry.OnKey = d.moved
		body = Pane(Inset(6, 6, d.entry), container.NewStack(d.list, d.none), nil)
	}
	d.paper = NewBox(Surface, Inset(1, 4, body))
	d.paper.Edge, d.paper.EdgeWidth, d.paper.Radius, d.paper.Shadow = Line, 1, 6, true
}

// raise shows it and gives it the keyboard.
func (d *drop) raise(over fyne.Canvas, place func(room fyne.Size) (fyne.Position, fyne.Size)) {
	d.overlay = raise(over, d.paper, false, place, d.close)
	if d.entry != nil {
		over.Focus(d.entry)
		return
	}
	over.Focus(d.list)
}

// width is that of the widest option in sight of the eye: the first hundred.
func (d *drop) width() float32 {
	widest := float32(0)
	for _, o := range d.options[:min(len(d.options), 100)] {
		w := fyne.MeasureText(bidi.Visual(o.Word, o.Base), theme.TextSize(), fyne.TextStyle{}).Width
		if o.Note != "" {
			w += Unit(12) + fyne.MeasureText(bidi.Visual(o.Note, d.look.Base()), theme.TextSize(), fyne.TextStyle{}).Width
		}
		widest = max(widest, w)
	}
	return widest + Unit(64)
}

func (d *drop) height() float32 {
	h := float32(min(max(len(d.shown), 1), 9))*d.list.rowHeight() + Unit(10)
	if d.entry != nil {
		h += d.entry.MinSize().Height + Unit(12)
	}
	return h
}

func (d *drop) filter(typed string) {
	d.shown = d.shown[:0]
	typed = model.Fold(typed)
	for i, o := range d.options {
		if typed == "" || o.fits(typed) {
			d.shown = append(d.shown, i)
		}
	}
}

func (d *drop) search(typed string) {
	d.filter(typed)
	show(d.none, len(d.shown) == 0)
	d.list.Refresh()
	d.list.SetCurrent(0)
	d.list.ScrollTo(0)
}

func (d *drop) fill(i int, o fyne.CanvasObject) {
	opt := d.options[d.shown[i]]
	o.(*dropRowView).set(opt, d.chosen[opt.Code], d.several)
}

// key is what the list leaves over.
func (d *drop) key(key fyne.KeyName) bool {
	if key == fyne.KeyBackspace {
		d.typed = ""
		return true
	}
	return false
}

// moved moves the list by the arrows while the keyboard is in the entry.
func (d *drop) moved(key fyne.KeyName) bool {
	switch key {
	case fyne.KeyUp, fyne.KeyDown, fyne.KeyPageUp, fyne.KeyPageDown:
		d.list.TypedKey(&fyne.KeyEvent{Name: key})
		return true
	}
	return false
}

// jump goes to the next option that begins with the letters typed.
func (d *drop) jump(r rune) bool {
	for _, typed := range []string{d.typed + model.Fold(string(r)), model.Fold(string(r))} {
		for i, o := range d.shown {
			if d.options[o].begins(typed) {
				d.typed = typed
				d.list.SetCurrent(i)
				return true
			}
		}
	}
	return false
}

func (d *drop) choose(i int) {
	if i < 0 || i >= len(d.shown) {
		return
	}
	opt := d.options[d.shown[i]]
	if opt.Off {
		return
	}
	if !d.several {
		d.close()
		d.pick(opt)
		return
	}
	d.chosen[opt.Code] = !d.chosen[opt.Code]
	d.list.RefreshRow(i)
	d.pick(opt)
}

func (d *drop) close() {
	if d.overlay == nil {
		return
	}
	o := d.overlay
	d.overlay = nil
	o.lower()
	if d.closed != nil {
		d.closed()
	}
}

// dropRowView is one option of a drop: tick, word, note.
type dropRowView struct {
	widget.BaseWidget

	look Look
	tick *Icon
	word *bidi.Label
	note *bidi.Label
}

func newDropRow(k Look) *dropRowView {
	r := &dropRowView{look: k, tick: NewIcon(nil, Teal, 18), word: k.Cell("", Ink), note: k.Cell("", Ink3)}
	r.ExtendBaseWidget(r)
	return r
}

func (r *dropRowView) set(o Option, chosen, several bool) {
	var sign fyne.Resource
	ink := Teal
	switch {
	case several:
		sign, ink = tickIcon(chosen, false)
	case chosen:
		sign = theme.ConfirmIcon()
	}
	r.tick.Set(sign, ink)
	r.word.ColorName = Ink
	if o.Off {
		r.word.ColorName = Ink3
	}
	r.word.Base = o.Base
	r.word.SetText(o.Word)
	r.look.Stand(r.word)
	r.word.Refresh()
	r.note.SetText(o.Note)
	r.Refresh()
}

// CreateRenderer is for Fyne.
func (r *dropRowView) CreateRenderer() fyne.WidgetRenderer { return &dropRowRenderer{r} }

type dropRowRenderer struct{ r *dropRowView }

func (v *dropRowRenderer) Layout(s fyne.Size) {
	r := v.r
	p := placing{size: s, rtl: r.look.RTL()}
	p.at(r.tick, Unit(8), Unit(18))
	room := s.Width - Unit(32) - Unit(10)
	note := float32(0)
	if r.note.Text != "" {
		note = min(fyne.MeasureText(bidi.Visual(r.note.Text, r.note.Base), theme.TextSize(), fyne.TextStyle{}).Width+1, room/2)
		p.trail(r.note, s.Width-Unit(10), note)
		room -= note + Unit(12)
	}
	show(r.note, note > 0)
	p.at(r.word, Unit(32), max(room, 0))
}

func (v *dropRowRenderer) MinSize() fyne.Size { return fyne.NewSize(Unit(80), Unit(dropRow)) }
func (v *dropRowRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{v.r.tick, v.r.word, v.r.note}
}
func (v *dropRowRenderer) Destroy() {}
func (v *dropRowRenderer) Refresh() {
	v.Layout(v.r.Size())
	canvas.Refresh(v.r)
}
