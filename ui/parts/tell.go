package parts

import (
	"fyne.io/fyne/v2"

	"plumbline/ui/bidi"
)

// Where a word has no room it ends in an ellipsis. Nothing is cut that cannot be read whole: a row opens what it names,
// and the mouse that rests on a cut word in a row, a button or anything else that acts is told all of it.

// cutUnder is the text of a label that has no room, or what its text is short for, under a place of an object; "" where nothing is cut.
func cutUnder(o fyne.CanvasObject, at fyne.Position) string {
	if o == nil || !o.Visible() || at.X < 0 || at.Y < 0 || at.X >= o.Size().Width || at.Y >= o.Size().Height {
		return ""
	}
	if l, ok := o.(*bidi.Label); ok {
		switch {
		case l.Whole != "":
			return l.Whole
		case l.Cut():
			return l.Text
		}
		return ""
	}
	for _, x := range inside(o) {
		if words := cutUnder(x, at.Subtract(x.Position())); words != "" {
			return words
		}
	}
	return ""
}

// teller tells what is cut under the mouse.
type teller struct{ told string }

// rest is called as the mouse moves over an object.
func (t *teller) rest(k Look, whole, content fyne.CanvasObject, at fyne.Position, otherwise string) {
	words := cutUnder(content, at)
	if words == "" {
		words = otherwise
	}
	if words == t.told {
		return
	}
	t.told = words
	k.Tips.Hide()
	if words != "" {
		k.Tips.Show(words, whole)
	}
}

// gone is called when the mouse leaves.
func (t *teller) gone(k Look) {
	if t.told != "" {
		k.Tips.Hide()
	}
	t.told = ""
}

// tellers are what tells a cut word in it to the mouse.
type tellers interface{ tells() }

func (p *Press) tells()    {}
func (h *Hinted) tells()   {}
func (s *listSlot) tells() {}

// TellsWhole says whether what stands in these can be read whole where it is cut.
func TellsWhole(above []fyne.CanvasObject) bool {
	for _, o := range above {
		if _, ok := o.(tellers); ok {
			return true
		}
	}
	return false
}

// InRow says whether what stands in these is of a row of a list, which may keep what people wrote to one line.
func InRow(above []fyne.CanvasObject) bool {
	for _, o := range above {
		if _, ok := o.(*listSlot); ok {
			return true
		}
	}
	return false
}
