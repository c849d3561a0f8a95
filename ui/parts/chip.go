package parts

import (
	"fyne.io/fyne/v2"

	"plumbline/model"
	"plumbline/ui/bidi"
)

// chipHeight is the height of a grade with its word.
const chipHeight = 26

// GradeChip is a grade as symbol and word on its fill, 26 high.
type GradeChip struct {
	Box

	look   Look
	grade  model.Grade
	symbol *Symbol
	word   *bidi.Label
}

// NewGradeChip makes a chip for a grade of the house scale.
func NewGradeChip(k Look, g model.Grade) *GradeChip {
	c := &GradeChip{look: k, grade: g, symbol: NewSymbol(g, GradeInk(g), 16), word: k.Line("", GradeInk(g))}
	c.box(c, GradeFill(g), Sized(0, chipHeight, k.Row(6, NoSlack, c.symbol, c.word)))
	c.Radius, c.Across = 6, 8
	c.word.SetText(k.gradeWord(g))
	return c
}

func (k Look) gradeWord(g model.Grade) string { return k.Label("grade_house", string(g)) }

// Set shows another grade.
func (c *GradeChip) Set(g model.Grade) {
	if c.grade == g {
		return
	}
	c.grade, c.Ground = g, GradeFill(g)
	c.symbol.Set(g, GradeInk(g))
	c.word.ColorName = GradeInk(g)
	c.word.SetText(c.look.gradeWord(g))
	c.Refresh()
}

// GradeSquare is a grade without its word: 22 units in trees. Its word shows on hover, and belongs in a legend nearby.
type GradeSquare struct {
	Hinted

	paper  *Box
	symbol *Symbol
}

// NewGradeSquare makes the small form of a chip.
func NewGradeSquare(k Look, g model.Grade) *GradeSquare {
	c := &GradeSquare{symbol: NewSymbol(g, GradeInk(g), 16)}
	c.paper = NewBox(GradeFill(g), Sized(22, 22, c.symbol))
	c.paper.Radius = 4
	c.look = k
	c.join(c, c.paper)
	c.Set(g)
	return c
}

// Set shows another grade.
func (c *GradeSquare) Set(g model.Grade) {
	c.Tip = c.look.gradeWord(g)
	if c.paper.Ground == GradeFill(g) {
		return
	}
	c.paper.Ground = GradeFill(g)
	c.symbol.Set(g, GradeInk(g))
	c.paper.Refresh()
}

// NewLegend is every grade of the house scale as a chip, in as many lines as it takes.
func NewLegend(k Look) *fyne.Container {
	f := k.Flow(8)
	for _, g := range model.HouseGrades {
		f.Add(NewGradeChip(k, model.Grade(g)))
	}
	return f
}

// Tag is a short mark on sunk paper: a code, a status.
type Tag struct {
	Box

	word *bidi.Label
}

// NewTag makes a tag; codes are shown left to right inside themselves.
func NewTag(k Look, word string) *Tag {
	t := &Tag{word: k.Line(word, Ink2)}
	t.box(t, Sunk, Sized(0, 24, k.Row(0, 0, t.word)))
	t.Radius, t.Across = 4, 8
	return t
}

// NewCodeTag makes a tag of a code.
func NewCodeTag(k Look, code string) *Tag { return NewTag(k, bidi.IsolateLTR(code)) }

// On changes what the tag stands on, where the paper beneath is sunk already.
func (t *Tag) On(ground fyne.ThemeColorName) *Tag {
	t.Ground = ground
	t.Refresh()
	return t
}

// SetText changes the word.
func (t *Tag) SetText(word string) { t.word.SetText(word) }
