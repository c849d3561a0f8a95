package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"plumbline/ui/bidi"
)

// paneLayout keeps a head above and a foot below what takes the rest of the height.
type paneLayout struct{ head, body, foot fyne.CanvasObject }

func (l paneLayout) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	top, bottom := float32(0), float32(0)
	if l.head != nil && l.head.Visible() {
		top = give(l.head, size.Width)
		l.head.Move(fyne.Position{})
	}
	if l.foot != nil && l.foot.Visible() {
		l.foot.Resize(fyne.NewSize(size.Width, 0)) // what stands there now may be new, and not know its width yet
		bottom = give(l.foot, size.Width)
		l.foot.Move(fyne.NewPos(0, size.Height-bottom))
	}
	l.body.Move(fyne.NewPos(0, top))
	l.body.Resize(fyne.NewSize(size.Width, max(size.Height-top-bottom, 0)))
}

func (l paneLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	m := l.body.MinSize()
	for _, o := range []fyne.CanvasObject{l.head, l.foot} {
		if o != nil && o.Visible() {
			s := o.MinSize()
			m = fyne.NewSize(max(m.Width, s.Width), m.Height+s.Height)
		}
	}
	return m
}

// Pane keeps a head above and a foot below a body that takes the rest of the height; either may be nil.
func Pane(head, body, foot fyne.CanvasObject) *fyne.Container {
	var objs []fyne.CanvasObject
	for _, o := range []fyne.CanvasObject{head, body, foot} {
		if o != nil {
			objs = append(objs, o)
		}
	}
	return container.New(paneLayout{head, body, foot}, objs...)
}

// NewActionBar is the bar that stays at the foot of a page: what acts from the leading edge, a note at the trailing
// edge (nil for none).
func NewActionBar(k Look, note fyne.CanvasObject, acts ...fyne.CanvasObject) *fyne.Container {
	return actionBar(k, 24, k.Flow(12, acts...), note)
}

// NewPageBar is NewActionBar at the foot of a NewPage: what acts begins where the words of the page begin.
func NewPageBar(k Look, note fyne.CanvasObject, acts ...fyne.CanvasObject) *fyne.Container {
	return actionBar(k, pageMargin, k.Flow(12, acts...), note)
}

func actionBar(k Look, across float32, acts, note fyne.CanvasObject) *fyne.Container {
	row := k.Row(12, 0, control(acts))
	if note != nil {
		row = k.Ends(control(acts), note)
	}
	return Column(0, NewRule(), NewBox(Surface, Inset(across, 12, row)))
}

// flushLayout lets its object stand out at the leading edge by the margin that nobody sees.
type flushLayout struct{ rtl func() bool }

func (l flushLayout) Layout(objs []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objs {
		w := size.Width + Unit(quietMargin)
		o.Resize(fyne.NewSize(w, size.Height))
		placing{size: size, rtl: l.rtl()}.put(o, -Unit(quietMargin), 0, w)
	}
}

func (flushLayout) MinSize(objs []fyne.CanvasObject) fyne.Size {
	m := objs[0].MinSize()
	return fyne.NewSize(max(m.Width-Unit(quietMargin), 0), m.Height)
}

func (flushLayout) naturalWidth(objs []fyne.CanvasObject) float32 {
	return max(wanted(objs[0])-Unit(quietMargin), 0)
}

// Flush sets a quiet button so that its icon or word, and not the margin that only the mouse sees, stands at the leading
// edge of what is above and below it.
func (k Look) Flush(b *Button) *fyne.Container { return container.New(flushLayout{k.RTL}, b) }

// sidesLayout sets panes side by side: those with a width keep it, the one without takes the rest; where that one is hidden,
// the last that is shown.
type sidesLayout struct{ widths []float32 }

func (l sidesLayout) Layout(objs []fyne.CanvasObject, size fyne.Size) {
	rest, slack := size.Width, -1
	for i, o := range objs {
		if !o.Visible() {
			continue
		}
		if rest -= Unit(l.widths[i]); slack < 0 || l.widths[slack] != 0 {
			slack = i
		}
	}
	x := float32(0)
	for i, o := range objs {
		if !o.Visible() {
			continue
		}
		w := Unit(l.widths[i])
		if i == slack {
			w += max(rest, 0)
		}
		o.Move(fyne.NewPos(x, 0))
		o.Resize(fyne.NewSize(w, size.Height))
		x += w
	}
}

func (l sidesLayout) MinSize(objs []fyne.CanvasObject) fyne.Size {
	var m fyne.Size
	for i, o := range objs {
		if !o.Visible() {
			continue
		}
		s := o.MinSize()
		w := Unit(l.widths[i])
		if w == 0 {
			w = s.Width
		}
		m = fyne.NewSize(m.Width+w, max(m.Height, s.Height))
	}
	return m
}

// Side is one pane of Sides: Width units wide, or 0 for the one that takes the rest.
type Side struct {
	Width float32
	Pane  fyne.CanvasObject
}

// Sides sets panes side by side in reading order over the whole height. A hidden pane takes no room.
func (k Look) Sides(sides ...Side) *fyne.Container {
	l := sidesLayout{}
	var objs []fyne.CanvasObject
	for _, s := range sides {
		l.widths = append(l.widths, s.Width)
		objs = append(objs, s.Pane)
	}
	return container.New(bidi.Mirror(l, k.RTL), objs...)
}

// edgedLayout draws a line of 1 at one side of a pane.
type edgedLayout struct{ trailing bool }

func (l edgedLayout) Layout(objs []fyne.CanvasObject, size fyne.Size) {
	pane, line := objs[0], objs[1]
	line.Resize(fyne.NewSize(1, size.Height))
	pane.Resize(fyne.NewSize(max(size.Width-1, 0), size.Height))
	if l.trailing {
		pane.Move(fyne.Position{})
		line.Move(fyne.NewPos(size.Width-1, 0))
		return
	}
	line.Move(fyne.Position{})
	pane.Move(fyne.NewPos(1, 0))
}

func (l edgedLayout) MinSize(objs []fyne.CanvasObject) fyne.Size {
	return objs[0].MinSize().AddWidthHeight(1, 0)
}

// SidePane is a pane with a line at its trailing edge: the rail, the tree, lists of sections. It has no paper of its own,
// it stands on the window's ground.
func (k Look) SidePane(o fyne.CanvasObject) *fyne.Container {
	return container.New(bidi.Mirror(edgedLayout{true}, k.RTL), o, NewBox(Line, nil))
}

// EndPane is a pane with a line at its leading edge, on the window's ground too: evidence beside a form.
func (k Look) EndPane(o fyne.CanvasObject) *fyne.Container {
	return container.New(bidi.Mirror(edgedLayout{false}, k.RTL), o, NewBox(Line, nil))
}

// foldLayout shows one of two arrangements of a page, by its width.
type foldLayout struct {
	limit float32
	tell  func(narrow bool)
	state *int
}

func (l foldLayout) Layout(objs []fyne.CanvasObject, size fyne.Size) {
	now := 1
	if size.Width < Unit(l.limit) {
		now = 2
	}
	if *l.state != now {
		*l.state = now
		l.tell(now == 2)
	}
	for _, o := range objs {
		o.Move(fyne.Position{})
		o.Resize(size)
	}
}

func (l foldLayout) MinSize(objs []fyne.CanvasObject) fyne.Size {
	var m fyne.Size
	for _, o := range objs {
		if o.Visible() {
			m = m.Max(o.MinSize())
		}
	}
	return m
}

// Folding tells when its content becomes narrower or wider than a limit in units, and before it is laid out for the
// first time: the owner then hides or moves panes.
func Folding(limit float32, content fyne.CanvasObject, tell func(narrow bool)) *fyne.Container {
	return container.New(foldLayout{limit, tell, new(int)}, content)
}
