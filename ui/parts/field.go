package parts

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"plumbline/ui/bidi"
)

// LabelWidth is the width of the column of labels in a form.
const LabelWidth = 124

// Faulty is a control that can show, by an amber edge, that its answer is at fault.
type Faulty interface {
	SetFault(on bool)
}

// Field is a labelled control of a form. Its label stands in the label column, or over the control where the form is
// narrow; a fault stands under the control, in amber: a missing answer is not a danger.
type Field struct {
	widget.BaseWidget

	look    Look
	name    string
	stacked bool
	label   *bidi.Label
	note    *bidi.Label
	control fyne.CanvasObject
	icon    *Icon
	fault   *bidi.Label
	target  fyne.Focusable
}

// NewField makes a field. name is the model's name for it, as faults name it ("date", "commitments"); control may be
// anything, and when it can take focus or show a fault itself it is asked to.
func NewField(k Look, name, label string, control fyne.CanvasObject) *Field {
	f := &Field{look: k, name: name, label: k.Muted(label), note: k.Hint(""), control: control,
		icon: NewIcon(theme.WarningIcon(), Attention, 18), fault: k.Inked("", Attention)}
	f.target, _ = control.(fyne.Focusable)
	if c, ok := control.(interface{ Target() fyne.Focusable }); ok {
		f.target = c.Target()
	}
	f.note.Hide()
	f.icon.Hide()
	f.fault.Hide()
	f.ExtendBaseWidget(f)
	return f
}

// NewStackedField is a field whose label stands over the control, for narrow panes.
func NewStackedField(k Look, name, label string, control fyne.CanvasObject) *Field {
	f := NewField(k, name, label, control)
	f.stacked = true
	return f
}

// Aim tells the field which part of its control takes the keyboard and shows the fault, where the control is a
// container.
func (f *Field) Aim(at fyne.Focusable) *Field {
	f.target = at
	return f
}

// WithNote sets a hint under the label, such as the language of the text.
func (f *Field) WithNote(note string) *Field {
	f.note.SetText(note)
	show(f.note, note != "")
	return f
}

// Name is the model's name for the field.
func (f *Field) Name() string { return f.name }

// Control is what was given.
func (f *Field) Control() fyne.CanvasObject { return f.control }

// SetFault shows what is missing and the easiest way to give it; an empty sentence takes the fault away.
func (f *Field) SetFault(sentence string) {
	f.fault.SetText(sentence)
	show(f.fault, sentence != "")
	show(f.icon, sentence != "")
	f.mark(sentence != "")
	f.Refresh()
}

// mark paints the edge of the control.
func (f *Field) mark(on bool) {
	if c, ok := f.control.(Faulty); ok {
		c.SetFault(on)
		return
	}
	switch c := f.target.(type) {
	case *bidi.Entry:
		c.Fault = on
		c.Refresh()
	case Faulty:
		c.SetFault(on)
	}
}

// Fault is the sentence that is shown, or "".
func (f *Field) Fault() string { return f.fault.Text }

// Focus moves the keyboard to the control.
func (f *Field) Focus() {
	if f.target != nil {
		focus(f.target)
	}
}

// CreateRenderer is for Fyne.
func (f *Field) CreateRenderer() fyne.WidgetRenderer { return &fieldRenderer{f} }

type fieldRenderer struct{ f *Field }

func (r *fieldRenderer) Objects() []fyne.CanvasObject {
	f := r.f
	return []fyne.CanvasObject{f.label, f.note, f.control, f.icon, f.fault}
}

func (r *fieldRenderer) Destroy() {}

// narrow is how wide a field must be to keep its label beside its control.
const narrow = 380

func (r *fieldRenderer) stacked() bool {
	w := r.f.Size().Width
	return r.f.stacked || w > 0 && w < Unit(narrow)
}

// column is where the control begins.
func (r *fieldRenderer) column() float32 {
	if r.stacked() {
		return 0
	}
	return Unit(LabelWidth + 16)
}

func (r *fieldRenderer) Layout(s fyne.Size) {
	f := r.f
	p := placing{size: s, rtl: f.look.RTL()}
	x := r.column()
	labels := Unit(LabelWidth)
	if r.stacked() {
		labels = s.Width
	}
	y := r.labelTop()
	p.put(f.label, 0, y, labels)
	y += give(f.label, labels)
	p.put(f.label, 0, y-f.label.Size().Height, labels)
	if f.note.Visible() {
		give(f.note, labels)
		p.put(f.note, 0, y, labels)
		y += f.note.Size().Height
	}
	top := float32(0)
	if r.stacked() {
		top = y + Unit(4)
	}
	give(f.control, s.Width-x)
	p.put(f.control, x, top, s.Width-x)
	top += f.control.Size().Height + Unit(4)
	side := Unit(18)
	f.icon.Resize(fyne.NewSquareSize(side))
	p.put(f.icon, x, top+Unit(1), side)
	give(f.fault, s.Width-x-side-Unit(6))
	p.put(f.fault, x+side+Unit(6), top, f.fault.Size().Width)
}

// labelTop sets the label level with the first line of a control of 36.
func (r *fieldRenderer) labelTop() float32 {
	if r.stacked() {
		return 0
	}
	return max((controlHeight()-bidi.RowHeight(fyne.TextStyle{}, theme.TextSize()))/2, 0)
}

func (r *fieldRenderer) MinSize() fyne.Size {
	f := r.f
	labels := r.labelTop() + f.label.MinSize().Height
	if f.note.Visible() {
		labels += f.note.MinSize().Height
	}
	c := f.control.MinSize()
	height := c.Height
	if f.fault.Visible() {
		height += Unit(4) + f.fault.MinSize().Height
	}
	if r.stacked() {
		height += labels + Unit(4)
	}
	return fyne.NewSize(r.column()+c.Width, max(height, labels))
}

func (r *fieldRenderer) Refresh() {
	f := r.f
	for _, o := range r.Objects() {
		o.Refresh()
	}
	r.Layout(f.Size())
	canvas.Refresh(f)
}

// Form keeps the fields of a form by name, to show faults at them and to go to the first.
type Form struct {
	fields []*Field
}

// NewForm gathers fields in reading order.
func NewForm(fields ...*Field) *Form { return &Form{fields: fields} }

// Add gathers more fields.
func (f *Form) Add(fields ...*Field) { f.fields = append(f.fields, fields...) }

// Field is the field of a name, or the one whose name the given one begins with ("date.from" finds "date"); nil when
// there is none.
func (f *Form) Field(name string) *Field {
	var best *Field
	for _, x := range f.fields {
		inside := len(name) > len(x.name) && name[:len(x.name)] == x.name && (name[len(x.name)] == '.' || name[len(x.name)] == '[')
		if name == x.name {
			return x
		}
		if inside && (best == nil || len(x.name) > len(best.name)) {
			best = x
		}
	}
	return best
}

// Of is the field whose control is an object; nil when there is none.
func (f *Form) Of(control fyne.CanvasObject) *Field {
	for _, x := range f.fields {
		if x.control == control {
			return x
		}
	}
	return nil
}

// SetFaults shows a sentence at each field named and takes all others away. It gives the names that no field answers
// to, so that nothing is swallowed.
func (f *Form) SetFaults(sentences map[string]string) (unplaced []string) {
	at := map[*Field]string{}
	for name, s := range sentences {
		if x := f.Field(name); x != nil {
			at[x] = s
		} else {
			unplaced = append(unplaced, name)
		}
	}
	for _, x := range f.fields {
		if x.Fault() != at[x] {
			x.SetFault(at[x])
		}
	}
	slices.Sort(unplaced)
	return unplaced
}

// FocusFirstFault moves the keyboard to the first field at fault; false when there is none.
func (f *Form) FocusFirstFault() bool {
	for _, x := range f.fields {
		if x.Fault() != "" {
			x.Focus()
			return true
		}
	}
	return false
}
