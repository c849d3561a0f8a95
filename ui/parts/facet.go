package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"plumbline/ui/bidi"
)

// FacetValue is one value of a facet with how many records have it.
type FacetValue struct {
	Code  string
	Word  string
	Base  bidi.Base
	Count int64
	On    bool
}

// Facet is a heading that folds and values to tick: a filter of a list.
type Facet struct {
	whole

	OnChanged func(code string, on bool)

	look   Look
	head   *Press
	arrow  *Icon
	values *fyne.Container
	checks map[string]*Check
	folded bool
	more   *Button
	all    []FacetValue
	most   int
}

// NewFacet makes a filter. At most most values are shown until the rest is asked for; 0 shows all.
func NewFacet(k Look, title string, most int, changed func(code string, on bool)) *Facet {
	f := &Facet{OnChanged: changed, look: k, most: most, arrow: NewIcon(theme.MenuDropUpIcon(), Ink2, 20), values: Column(0), checks: map[string]*Check{}}
	f.head = NewPress(k, Sized(0, 32, k.Row(8, 0, k.Cell(title, Ink2), f.arrow)), f.Fold)
	f.head.Radius, f.head.Tip = 4, k.T("parts.fold")
	f.more = NewButton(k, k.T("states.all"), Quiet, func() { f.most = 0; f.fill() })
	f.join(f, Column(0, f.head, f.values))
	return f
}

// Set shows values with their counts, in the order given. Checks that are there stay, so that the keyboard does.
func (f *Facet) Set(values []FacetValue) {
	f.all = values
	f.fill()
}

func (f *Facet) fill() {
	shown := f.all
	if f.most > 0 && len(shown) > f.most {
		shown = f.first(f.most)
	}
	objs := make([]fyne.CanvasObject, 0, len(shown)+1)
	for _, v := range shown {
		objs = append(objs, f.check(v))
	}
	if len(shown) < len(f.all) {
		f.more.SetText(f.look.T("states.all") + " (" + f.look.Words.Number(int64(len(f.all))) + ")")
		objs = append(objs, f.look.Row(0, NoSlack, f.look.Flush(f.more)))
	}
	f.values.Objects = objs
	f.values.Refresh()
	f.Refresh()
}

// first are the first values, and those that are ticked wherever they stand.
func (f *Facet) first(n int) []FacetValue {
	var out []FacetValue
	for i, v := range f.all {
		if i < n || v.On {
			out = append(out, v)
		}
	}
	return out
}

func (f *Facet) check(v FacetValue) *Check {
	c, ok := f.checks[v.Code]
	if !ok {
		c = NewCheck(f.look, v.Word, v.On, func(on bool) { f.OnChanged(v.Code, on) })
		f.checks[v.Code] = c
	}
	c.word.Base = v.Base
	f.look.Stand(c.word)
	c.SetChecked(v.On)
	c.SetCount(f.look.Words.Number(v.Count))
	return c
}

// Fold hides the values, or shows them again.
func (f *Facet) Fold() {
	f.folded = !f.folded
	show(f.values, !f.folded)
	res, tip := theme.MenuDropUpIcon(), "parts.fold"
	if f.folded {
		res, tip = theme.MenuDropDownIcon(), "parts.unfold"
	}
	f.head.Tip = f.look.T(tip)
	f.arrow.Set(res, Ink2)
	f.Refresh()
}

// Folded says whether the values are hidden.
func (f *Facet) Folded() bool { return f.folded }
