package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"plumbline/ui/bidi"
)

// NewHeader is the bar over the window, 52 high: the mark over the rail, the name of the plan, the search beside it, what
// else stands at the trailing edge.
func NewHeader(k Look, mark fyne.CanvasObject, plan *PlanName, search *Search, trailing ...fyne.CanvasObject) *fyne.Container {
	bar := container.New(bidi.Mirror(headerLayout{plan, search}, k.RTL), mark, plan.shown, search, k.Row(12, NoSlack, trailing...))
	return Column(0, bar, NewRule())
}

// PlanName is the name of a plan in the header: its code and title on one line or on two, or its code alone where the
// whole has no room; then the mouse is told the whole.
type PlanName struct {
	shown       *Hinted
	label       *bidi.Label
	whole, code string
}

// NewPlanName names a plan by its code and by the whole of what it is called.
func NewPlanName(k Look, code, whole string) *PlanName {
	l := k.Text(whole)
	return &PlanName{shown: NewHinted(k, l, ""), label: l, whole: whole, code: bidi.IsolateLTR(code)}
}

// say shows the whole name or the code alone.
func (p *PlanName) say(whole bool) {
	words, tip := p.whole, ""
	if !whole && p.code != "" {
		words, tip = p.code, p.whole
	}
	p.shown.Tip = tip
	p.label.SetText(words)
}

// inLines is the least width at which a text keeps to so many lines, 0 where a width does not do.
func inLines(l *bidi.Label, lines int, most float32) float32 {
	high := bidi.RowHeight(l.TextStyle, labelSize(l)) * (float32(lines) + 0.5)
	do := func(width float32) bool {
		return bidi.Height(l.Text, l.Base, width, labelSize(l), l.TextStyle) < high
	}
	if most <= 0 || !do(most) {
		return 0
	}
	least := most / 2
	for most-least > 1 {
		if half := (least + most) / 2; do(half) {
			most = half
		} else {
			least = half
		}
	}
	return most
}

// headerLayout: 104 for the mark; the name of the plan as wide as it is; the search up to 264 wide; the rest at the end.
// Where there is less room,
//
//  1. the search is as narrow as its words allow, without its shortcut;
//  2. the name takes two lines;
//  3. the name is the plan's code, and the search says less.
type headerLayout struct {
	plan   *PlanName
	search *Search
}

// The places of the header, in units.
const (
	headerName   = 116 // where the name begins
	headerSearch = 264
	headerGap    = 24
	headerEnd    = 16
)

func (l headerLayout) Layout(objs []fyne.CanvasObject, size fyne.Size) {
	mark, plan, search, end := objs[0], l.plan, l.search, objs[3]
	middle := func(o fyne.CanvasObject, x, w float32) {
		h := give(o, w)
		o.Move(fyne.NewPos(x, (size.Height-h)/2))
	}
	middle(mark, (Unit(104)-mark.MinSize().Width)/2, mark.MinSize().Width)
	tail := end.MinSize().Width
	middle(end, size.Width-Unit(headerEnd)-tail, tail)
	room := size.Width - Unit(headerName+headerEnd+headerGap) - tail
	plan.say(true)
	name, find := headerWidths(plan.label, search, room-Unit(headerGap))
	gap := Unit(headerGap)
	if name == 0 {
		plan.say(false)
		gap /= 2
		room += gap
		name = min(wanted(plan.label), room)
		find = max(min(room-name-gap, Unit(headerSearch)), 0)
	}
	middle(plan.shown, Unit(headerName), name)
	middle(search, Unit(headerName)+name+gap, find)
}

// headerWidths are those of the whole name and of the search beside it; 0 where they have no room.
func headerWidths(name *bidi.Label, search *Search, room float32) (plan, find float32) {
	most, least := Unit(headerSearch), search.wide(false)
	for _, find := range []float32{search.wide(true), least} {
		if one := wanted(name); one+find <= room {
			return one, min(room-one, most)
		}
	}
	if two := inLines(name, 2, room-least); two > 0 {
		return two, min(room-two, most)
	}
	return 0, 0
}

func (headerLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(Unit(320), Unit(51)) }
