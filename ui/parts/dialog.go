package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
)

// Dialog asks before what cannot be undone, and only then. The page behind is dimmed; the safe button leads and holds
// the keyboard; Escape is the safe way.
type Dialog struct {
	OnClosed func()

	look    Look
	over    fyne.Canvas
	paper   *Box
	body    *fyne.Container
	foot    fyne.CanvasObject
	inside  *fyne.Container // body and foot
	scrolls bool            // the body does, for there is more of it than room
	safe    *Button
	others  *fyne.Container
	why     *fyne.Container // why the last of them is off
	overlay *overlay
	first   fyne.Focusable
	width   float32
}

// NewDialog makes a question: a title with an icon in the colour of its tone, its sentence, what more it shows, and the
// word of the safe button, which only closes it.
func NewDialog(k Look, tone Tone, icon fyne.Resource, title, sentence, safe string, more ...fyne.CanvasObject) *Dialog {
	d := &Dialog{look: k, width: 518}
	if icon == nil {
		icon = tone.icon()
	}
	d.body = Column(10, k.Row(12, 1, NewIcon(icon, tone.ink(), 24), k.Section(title)))
	if sentence != "" {
		d.body.Add(k.Text(sentence))
	}
	for _, m := range more {
		d.body.Add(m)
	}
	d.safe = NewButton(k, safe, Secondary, d.Close)
	d.others, d.why = k.Row(8, NoSlack), container.NewStack(Gap(24, 0))
	d.foot = k.Row(12, 1, d.safe, d.why, d.others)
	d.inside = container.NewStack(Column(18, d.body, d.foot))
	d.paper = NewBox(Surface, d.inside)
	d.paper.Radius, d.paper.Across, d.paper.Down, d.paper.Shadow = 10, 22, 20, true
	return d
}

// DialogHeight is how high a list in a dialog may be over a window: so many units, or what a smaller window leaves beside
// title, sentence and buttons.
func DialogHeight(over fyne.Canvas, units float32) float32 {
	return min(units, max(over.Size().Height/Unit(1)-220, 120))
}

// WithButtons adds what may be done instead, far from the safe button, the last one at the trailing edge; why that one is
// off stands before it.
func (d *Dialog) WithButtons(buttons ...*Button) *Dialog {
	for _, b := range buttons {
		d.others.Add(b)
		b.reason.Alignment = fyne.TextAlignTrailing
		b.around = d.why
		d.why.Objects = []fyne.CanvasObject{Gap(24, 0), b.reason}
	}
	return d
}

// WithWidth makes the dialog wider or narrower than 518 units.
func (d *Dialog) WithWidth(units float32) *Dialog { d.width = units; return d }

// FocusFirst gives the keyboard to something else than the safe button when the dialog opens: an entry to type in.
func (d *Dialog) FocusFirst(f fyne.Focusable) *Dialog { d.first = f; return d }

// With adds what more the dialog shows, above its buttons.
func (d *Dialog) With(more ...fyne.CanvasObject) *Dialog {
	for _, m := range more {
		d.body.Add(m)
	}
	return d
}

// Show opens the dialog over a window.
func (d *Dialog) Show(over fyne.Canvas) {
	if d.overlay != nil {
		return
	}
	d.over = over
	d.overlay = raise(over, d.paper, true, d.place, d.Close)
	if d.first == nil {
		d.first = d.safe
	}
	over.Focus(d.first)
}

// Open says whether it is shown.
func (d *Dialog) Open() bool { return d.overlay != nil }

// Refresh lays the dialog out anew after what it shows has changed.
func (d *Dialog) Refresh() {
	if d.overlay != nil {
		d.overlay.Refresh()
	}
}

// Close takes it away.
func (d *Dialog) Close() {
	if d.overlay == nil {
		return
	}
	d.overlay.lower()
	d.overlay = nil
	if d.OnClosed != nil {
		d.OnClosed()
	}
}

func (d *Dialog) place(room fyne.Size) (fyne.Position, fyne.Size) {
	acts := wanted(d.safe) + wanted(d.others) + Unit(2*22+2*12+24) // of large words they want more
	w := min(max(Unit(d.width), acts), room.Width-Unit(32))
	h := min(give(d.paper, w), room.Height)
	if d.scrolls {
		h = room.Height - Unit(16)
	} else if h == room.Height {
		d.scroll()
		h = room.Height - Unit(16)
	}
	return fyne.NewPos((room.Width-w)/2, max((room.Height-h)/2, 0)), fyne.NewSize(w, h)
}

// scroll lets what does not fit be scrolled; what can be done stays in sight.
func (d *Dialog) scroll() {
	d.scrolls = true
	d.inside.Objects = []fyne.CanvasObject{Pane(nil, NewPageWithin(d.look, 8, 4, d.body), Column(0, Gap(0, 12), d.foot))}
}

// NewEraseDialog asks to type a name before it lets something be destroyed.
func NewEraseDialog(k Look, title, sentence, name, keep, erase string, act func()) *Dialog {
	var d *Dialog
	danger := NewButton(k, erase, DangerWeight, func() { d.Close(); act() })
	danger.SetOff(true)
	entry := NewEntry(k, "")
	entry.OnChanged = func(s string) { danger.SetOff(s != name) }
	d = NewDialog(k, Red, theme.DeleteIcon(), title, sentence, keep, k.Muted(k.T("parts.type_to_go_on", "name", name)), entry)
	return d.WithButtons(danger)
}
