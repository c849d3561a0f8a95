package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"plumbline/model"
	"plumbline/ui/bidi"
)

// The findings by period stand on one line, the oldest first in reading order, as fully as its width allows:
//
//  1. every period with its grade in words;
//  2. of the oldest ones the symbol alone, its word on hover and on focus;
//  3. the oldest ones behind a number, which shows them all on lines of their own.

// PeriodGrade is one step of a history.
type PeriodGrade struct {
	Period string // as it is read: 2023, 2023 H1
	Grade  model.Grade
	OnOpen func() // nil: it leads nowhere
}

// NewHistory is the findings by period on one line; more says how many do not stand on it.
func NewHistory(k Look, title string, steps []PeriodGrade, more func(n int) string) *fyne.Container {
	whole := container.NewStack()
	l := &periodLayout{look: k}
	var objs []fyne.CanvasObject
	if title != "" {
		l.title = k.Line(title, Ink2)
		objs = append(objs, l.title)
	}
	for _, s := range steps {
		full := periodStep(k, s, NewGradeChip(k, s.Grade))
		small := periodStep(k, s, NewGradeSquare(k, s.Grade))
		small.Tip = s.Period + " · " + k.gradeWord(s.Grade)
		l.full, l.small = append(l.full, full), append(l.small, small)
		objs = append(objs, full, small)
	}
	l.word = more
	l.more = NewLink(k, "", func() {
		whole.Objects = []fyne.CanvasObject{allPeriods(k, title, steps)}
		whole.Refresh()
		if l.unfolded != nil {
			l.unfolded()
		}
	})
	l.unfolded = func() { relay(whole) }
	whole.Objects = []fyne.CanvasObject{container.New(l, append(objs, l.more)...)}
	return whole
}

// relay asks the page around an object to lay itself out anew.
func relay(o fyne.CanvasObject) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(o); c != nil {
		c.Content().Refresh()
	}
}

// periodStep is a period beside its grade.
func periodStep(k Look, s PeriodGrade, grade fyne.CanvasObject) *Press {
	p := NewPress(k, k.Row(6, NoSlack, k.Line(s.Period, Ink2), grade), s.OnOpen)
	p.Radius, p.Off = 4, s.OnOpen == nil
	return p
}

// allPeriods are all of them, in as many lines as it takes.
func allPeriods(k Look, title string, steps []PeriodGrade) *fyne.Container {
	f := k.Flow(12)
	if title != "" {
		f.Add(Sized(0, 26, k.Row(0, NoSlack, k.Muted(title))))
	}
	for _, s := range steps {
		f.Add(periodStep(k, s, NewGradeChip(k, s.Grade)))
	}
	return f
}

// periodLayout sets as much of a history on one line as there is room for.
type periodLayout struct {
	look        Look
	title       *bidi.Label
	full, small []*Press
	more        *Press
	word        func(n int) string
	unfolded    func()
}

// gaps between two periods: where there is room, and where there is not.
const periodGap, narrowPeriodGap = 16, 10

// Layout shows of each period what fits.
func (l *periodLayout) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	hidden, short, gap := l.fit(size.Width)
	if hidden > 0 {
		l.more.content.(*bidi.Label).SetText(l.word(hidden))
	}
	show(l.more, hidden > 0)
	x := float32(0)
	p := placing{size: size, rtl: l.look.RTL()}
	set := func(o fyne.CanvasObject) {
		w := min(wanted(o), size.Width)
		p.at(o, x, w)
		x += w + gap
	}
	if l.title != nil {
		set(l.title)
	}
	if hidden > 0 {
		set(l.more)
	}
	for i := range l.full {
		show(l.full[i], i >= short)
		show(l.small[i], i >= hidden && i < short)
		switch {
		case i >= short:
			set(l.full[i])
		case i >= hidden:
			set(l.small[i])
		}
	}
}

// fit says how many periods are hidden, how many of the first are shown without their word or not at all, and the gap.
func (l *periodLayout) fit(width float32) (hidden, short int, gap float32) {
	gap = Unit(periodGap)
	if l.needs(0, 0, gap) <= width {
		return 0, 0, gap
	}
	gap = Unit(narrowPeriodGap)
	for short < len(l.full)-1 && l.needs(0, short, gap) > width {
		short++
	}
	for hidden < short && l.needs(hidden, short, gap) > width {
		hidden++
	}
	return hidden, short, gap
}

// needs is the width of a line.
func (l *periodLayout) needs(hidden, short int, gap float32) float32 {
	width := -gap
	add := func(o fyne.CanvasObject) { width += wanted(o) + gap }
	if l.title != nil {
		add(l.title)
	}
	if hidden > 0 {
		l.more.content.(*bidi.Label).SetText(l.word(hidden))
		add(l.more)
	}
	for i := range l.full {
		switch {
		case i >= short:
			add(l.full[i])
		case i >= hidden:
			add(l.small[i])
		}
	}
	return width
}

// MinSize is one line.
func (l *periodLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	m := fyne.NewSize(Unit(200), Unit(26))
	for _, o := range l.full {
		m.Height = max(m.Height, o.MinSize().Height)
	}
	return m
}
