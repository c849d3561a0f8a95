package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"plumbline/ui/bidi"
)

// NewHeader is the bar over the window, 52 high: the mark over the rail, the plan, the search in the middle, what else
// stands at the trailing edge. search may be nil.
func NewHeader(k Look, plan, search fyne.CanvasObject, trailing ...fyne.CanvasObject) *fyne.Container {
	objs := []fyne.CanvasObject{NewIcon(IconPlumb, Teal, 30), plan, k.Row(12, NoSlack, trailing...)}
	if search != nil {
		objs = append(objs, search)
	}
	bar := container.New(bidi.Mirror(headerLayout{}, k.RTL), objs...)
	return Column(0, bar, NewRule())
}

// headerLayout: 104 for the mark; the plan as wide as its name allows; the search 264 wide; the rest at the end.
type headerLayout struct{}

func (headerLayout) Layout(objs []fyne.CanvasObject, size fyne.Size) {
	mark, plan, end := objs[0], objs[1], objs[2]
	middle := func(o fyne.CanvasObject, x, w float32) {
		h := give(o, w)
		o.Move(fyne.NewPos(x, (size.Height-h)/2))
	}
	rail := Unit(104)
	middle(mark, (rail-mark.MinSize().Width)/2, mark.MinSize().Width)
	tail := min(end.MinSize().Width, size.Width-rail)
	middle(end, size.Width-Unit(16)-tail, tail)
	room := size.Width - rail - tail - Unit(16) - Unit(24)
	find := float32(0)
	if len(objs) > 3 {
		find = max(min(Unit(264), room/2), 0)
		room -= find + Unit(24)
	}
	name := max(min(wanted(plan), room), 0)
	middle(plan, rail+Unit(2), name)
	if len(objs) > 3 {
		middle(objs[3], rail+Unit(2)+name+Unit(24), find)
	}
}

func (headerLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(Unit(640), Unit(51)) }
