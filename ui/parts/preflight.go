package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"plumbline/ui/bidi"
)

// NewScopeSum shows that what is in scope is what is written and what is withheld, as three boxes.
func NewScopeSum(k Look, scope, written, withheld int64) *fyne.Container {
	box := func(n int64, word string, ground, edge, ink fyne.ThemeColorName) *Box {
		figure := k.Figure(k.Words.Number(n))
		figure.Wrap, figure.ColorName = false, ink
		b := NewBox(ground, AtLeast(0, 40, k.Row(14, 1, Sized(0, 0, figure), k.Muted(word)))) // a number is never cut
		b.Edge, b.EdgeWidth, b.Radius, b.Across, b.Down = edge, 1, 8, 16, 8
		return b
	}
	sign := func(s string) fyne.CanvasObject {
		l := k.Section(s)
		l.TextStyle.Bold, l.Wrap, l.ColorName = false, false, Ink2
		l.SizeName = theme.SizeNameHeadingText
		return container.NewCenter(l)
	}
	return container.New(bidi.Mirror(&sumLayout{}, k.RTL),
		box(scope, k.T("parts.in_scope"), Surface, Line, Ink), sign("="),
		box(written, k.T("parts.written"), Surface, Teal, Teal), sign("+"),
		box(withheld, k.T("parts.withheld"), ClaimGround, Line, Ink))
}

// sumLayout sets boxes of equal width with signs of 40 between them; where a box has no room, they stand under each other.
type sumLayout struct{ width float32 }

func (l *sumLayout) stacked(objs []fyne.CanvasObject) bool {
	widest := float32(0)
	for i := 0; i < len(objs); i += 2 {
		widest = max(widest, objs[i].MinSize().Width)
	}
	return l.width > 0 && 3*widest+2*Unit(40) > l.width+0.5
}

func (l *sumLayout) Layout(objs []fyne.CanvasObject, size fyne.Size) {
	l.width = size.Width
	if l.stacked(objs) {
		columnLayout{}.Layout(objs, size)
		return
	}
	sign := Unit(40)
	w := max((size.Width-2*sign)/3, 0)
	h := float32(0)
	for i := 0; i < len(objs); i += 2 {
		h = max(h, give(objs[i], w))
	}
	x := float32(0)
	for i, o := range objs {
		width := w
		if i%2 == 1 {
			width = sign
		}
		o.Resize(fyne.NewSize(width, h))
		o.Move(fyne.NewPos(x, 0))
		x += width
	}
}

func (l *sumLayout) MinSize(objs []fyne.CanvasObject) fyne.Size {
	if l.stacked(objs) {
		return columnLayout{}.MinSize(objs)
	}
	var m fyne.Size
	for _, o := range objs {
		m = m.Max(o.MinSize())
	}
	return fyne.NewSize(3*Unit(110)+2*Unit(40), m.Height)
}

// RuleRow is a rule that withholds, where it does, and how many; it opens to the records.
type RuleRow struct {
	whole

	look   Look
	head   *Press
	arrow  *Icon
	detail *fyne.Container
	make   func() fyne.CanvasObject
	open   bool
}

// WhereWidth is the room for the sheets or fields of a rule.
const WhereWidth = 320

// Units is where numbers under each other are set, so that their units stand under each other in every language.
func (k Look) Units() fyne.TextAlign {
	if k.RTL() {
		return fyne.TextAlignLeading
	}
	return fyne.TextAlignTrailing
}

// RuleInset is how far a row stands out at both sides, so that its words stand in line with what is around it.
const RuleInset = 12

// NewRuleRow makes a row, 44 high. detail is asked for the records when the row is first opened.
func NewRuleRow(k Look, sentence, where string, n int64, detail func() fyne.CanvasObject) *RuleRow {
	r := &RuleRow{look: k, make: detail, arrow: NewIcon(nil, Ink2, 20), detail: Column(0)}
	count := k.Bold(k.Words.Number(n))
	count.Wrap, count.MaxLines, count.Alignment = false, 1, k.Units()
	row := k.Row(12, 1, NewIcon(theme.VisibilityOffIcon(), Ink2, 20), k.Text(sentence), Sized(WhereWidth, 0, k.Muted(where)), Sized(48, 0, count), r.arrow)
	r.head = NewPress(k, AtLeast(0, 43, Inset(RuleInset, 2, row)), r.Turn)
	r.head.Radius = 0
	r.head.OnKey = func(key fyne.KeyName) bool {
		on := key == fyne.KeyRight != k.RTL() && (key == fyne.KeyRight || key == fyne.KeyLeft)
		if key != fyne.KeyRight && key != fyne.KeyLeft || on == r.open {
			return false
		}
		r.Turn()
		return true
	}
	r.detail.Hide()
	r.join(r, Column(0, Inset(-RuleInset, 0, r.head), r.detail, NewRule()))
	r.mark()
	return r
}

// Turn opens the row or closes it.
func (r *RuleRow) Turn() {
	r.open = !r.open
	if r.open && len(r.detail.Objects) == 0 && r.make != nil {
		r.detail.Add(NewBox(Ground, Inset(38, 8, r.make())))
	}
	show(r.detail, r.open)
	r.mark()
}

// Opened says whether the records are shown.
func (r *RuleRow) Opened() bool { return r.open }

func (r *RuleRow) mark() {
	res := theme.MenuExpandIcon()
	if r.look.RTL() {
		res = iconFoldBack
	}
	r.head.Ground = Clear
	if r.open {
		res = theme.MenuDropDownIcon()
		r.head.Ground = TealTint
	}
	r.arrow.Set(res, Ink2)
	r.Refresh()
}

// Figure is one number of a strip.
type Figure struct {
	N    string
	Word string
	Tone Tone
}

// NewFigures is a strip of numbers with their words, lines between them.
func NewFigures(k Look, figures ...Figure) *fyne.Container {
	row := k.Even(0)
	for i, f := range figures {
		n, word := k.Section(f.N), k.Muted(f.Word)
		n.SizeName = theme.SizeNameSubHeadingText
		var figure fyne.CanvasObject = n
		if f.Tone != Calm {
			n.ColorName, word.ColorName = f.Tone.ink(), f.Tone.ink()
			n.Wrap = false
			figure = k.Row(8, NoSlack, n, NewIcon(f.Tone.icon(), f.Tone.ink(), 20))
		}
		var cell fyne.CanvasObject = Inset(0, 8, Column(0, figure, word))
		if i > 0 {
			cell = k.TopRow(14, 1, NewBox(Line, Gap(1, 56)), cell)
		}
		row.Add(cell)
	}
	return Column(0, NewRule(), row, NewRule())
}
