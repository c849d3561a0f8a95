package ui

import (
	"fmt"
	"image/color"
	"slices"
	"strings"
	"testing"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"

	"plumbline/model"
	"plumbline/ui/bidi"
	"plumbline/ui/parts"
)

// Nothing is said by colour alone. Of every screen and every state that is painted:
//
//  1. what is filled with the colour of a grade or a verdict has a sign or words on it, a sign has one colour and a
//     colour one sign; a share of a donut has the colour of a square with its sign, on the same screen;
//  2. words that are shown in colour here and without it, or in another colour, there have other signs beside them: an
//     icon, a disc, a bar, a thicker edge, bolder letters;
//  3. a tinted ground has words or a sign on it, and a bar of a share has a number or a word beside it.

// gradeColours are the fills of grades, verdictColours those of verdicts, and what each means. Some are in both.
func gradeColours() map[color.NRGBA]string {
	m := map[color.NRGBA]string{}
	for _, g := range model.HouseGrades {
		m[paintOf(parts.GradeFill(model.Grade(g)))] = "grade " + string(g)
	}
	return m
}

func verdictColours() map[color.NRGBA]string {
	m := map[color.NRGBA]string{}
	for _, v := range model.Verdicts {
		m[paintOf(parts.VerdictInk(model.Verdict(v)))] = "verdict"
		m[paintOf(parts.VerdictShare(model.Verdict(v)))] = "verdict " + string(v)
	}
	return m
}

func paintOf(name fyne.ThemeColorName) color.NRGBA {
	return color.NRGBAModel.Convert(theme.Color(name)).(color.NRGBA)
}

// plainColours say nothing: paper, ink, lines; what is off is grey, and says why beside it.
func plainColours() map[color.NRGBA]bool {
	m := map[color.NRGBA]bool{}
	for _, name := range []fyne.ThemeColorName{parts.Ink, parts.Ink2, parts.Ink3, parts.Surface, parts.Ground, parts.Sunk, parts.Line, parts.Edge, parts.ClaimGround, parts.Clear,
		parts.OnTeal, theme.ColorNameHover, theme.ColorNamePressed, theme.ColorNameShadow} {
		m[paintOf(name)] = true
	}
	return m
}

// hues are colours that say nothing.
type hues map[color.NRGBA]bool

// of is a colour of a scene, and whether it says something.
func (h hues) of(c color.Color) (n color.NRGBA, speaks bool) {
	if c == nil {
		return n, false
	}
	n = color.NRGBAModel.Convert(c).(color.NRGBA)
	return n, n.A > 0x60 && !h[n]
}

// signOf is the shape of what is neither words nor ground: which icon, how much of a disc, a bar, a thick edge. "" for
// what is no sign.
func signOf(a actor, plain hues) string {
	if !a.visible() {
		return ""
	}
	switch o := a.o.(type) {
	case *canvas.Image:
		if o.Resource != nil {
			name := o.Resource.Name() // the colour stands before it
			return name[strings.LastIndexByte(name, '_')+1:]
		}
	case *canvas.Circle:
		if _, filled := plain.of(o.FillColor); filled {
			return "disc"
		}
		return "circle"
	case *canvas.Arc:
		return fmt.Sprintf("arc %.0f", o.EndAngle-o.StartAngle)
	case *canvas.Rectangle:
		_, edged := plain.of(o.StrokeColor)
		_, filled := plain.of(o.FillColor)
		switch {
		case edged && o.StrokeWidth >= 2 && paintOf(parts.Ring) != color.NRGBAModel.Convert(o.StrokeColor):
			return "edge"
		case filled && min(a.box.width(), a.box.height()) <= 4:
			return "bar"
		}
	}
	return ""
}

// signsOn are the signs within a piece of a scene.
func signsOn(scene []actor, where rect, plain hues) (signs []string) {
	for _, a := range scene {
		x, y := (a.box.x0+a.box.x1)/2, (a.box.y0+a.box.y1)/2
		if s := signOf(a, plain); s != "" && x >= where.x0 && x < where.x1 && y >= where.y0 && y < where.y1 {
			signs = append(signs, s)
		}
	}
	slices.Sort(signs)
	return signs
}

// lettersOn are the words within a piece of a scene.
func lettersOn(scene []actor, where rect) string {
	var words []string
	for _, a := range scene {
		t, ok := a.o.(*canvas.Text)
		if both := a.seen.meet(where); ok && both.width() > 1 && both.height() > 1 && strings.ContainsFunc(t.Text, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) {
			words = append(words, t.Text)
		}
	}
	return strings.Join(words, " ")
}

// holder is the piece of a scene that belongs to words: the control that they stand in, or what is near.
func holder(a actor) rect {
	at := fyne.Position{}
	near := rect{a.box.x0 - 34, a.box.y0 - 26, a.box.x1 + 34, a.box.y1 + 26}
	out := near
	for _, o := range a.above {
		at = at.Add(o.Position())
		switch o.(type) {
		case *parts.Segmented:
			return rect{a.box.x0, at.Y, a.box.x1, at.Y + o.Size().Height}
		case fyne.Tappable:
			if o.Size().Height < 200 {
				out = rectOf(at, o.Size())
			}
		}
	}
	return out
}

// off says whether words stand in what is switched off: it is grey, and no signal.
func off(a actor) bool {
	for _, o := range a.above {
		if d, ok := o.(fyne.Disableable); ok && d.Disabled() {
			return true
		}
	}
	return false
}

// toldIn is how words were shown: in which colour, with which signs.
type toldIn struct{ hue, signs, where string }

// colourLaw gathers what all screens show.
type colourLaw struct {
	t                *testing.T
	plain            hues
	grades, verdicts map[color.NRGBA]string
	means            map[string]string              // of a sign, within grades and within verdicts
	words            map[string]map[string][]toldIn // by kind of holder and words, by colour
}

func (l *colourLaw) look(scene []actor, where string) {
	if l.plain == nil {
		l.plain, l.grades, l.verdicts = plainColours(), gradeColours(), verdictColours()
	}
	squares := map[string]bool{}
	for _, a := range scene {
		switch o := a.o.(type) {
		case *canvas.Rectangle:
			l.ground(scene, a, o, where, squares)
		case *canvas.Circle:
			if c, ok := l.plain.of(o.FillColor); ok && l.verdicts[c] != "" && a.box.width() > 30 && a.visible() {
				l.sure(scene, a, "disc "+fmt.Sprint(c), where)
			}
		}
	}
	for _, a := range scene {
		switch o := a.o.(type) {
		case *canvas.Arc:
			if c, ok := l.plain.of(o.FillColor); ok && a.visible() && a.box.width() > 60 && !squares[l.verdicts[c]] {
				l.t.Errorf("%s: a share is drawn in %v, and no sign says what that is", where, c)
			}
		case *bidi.Label:
			l.word(scene, a, o, where)
		}
	}
}

// ground holds a filled rectangle to the law.
func (l *colourLaw) ground(scene []actor, a actor, o *canvas.Rectangle, where string, squares map[string]bool) {
	c, speaks := l.plain.of(o.FillColor)
	if !speaks || !a.visible() || a.seen.height() < a.box.height()-1 || min(a.box.width(), a.box.height()) <= 4 {
		return
	}
	words, signs := lettersOn(scene, a.box), signsOn(scene, a.box, l.plain)
	meaning := l.verdicts[c]
	if onSymbol(scene, a.box) {
		meaning = l.grades[c]
	}
	switch {
	case meaning != "" && a.box.height() <= 34 && a.box.width() < 400 && a.box.height() > 16 && !fills(a):
		squares[meaning] = true
		l.sure(scene, a, meaning, where)
	case words == "" && len(signs) == 0 && lettersOn(scene, rect{a.box.x0 - 400, a.box.y0 - 30, a.box.x1 + 200, a.box.y1 + 30}) == "":
		l.t.Errorf("%s: a ground of %v says nothing else: %v", where, c, a.box)
	}
}

// onSymbol says whether the symbol of a grade stands in a piece of a scene.
func onSymbol(scene []actor, where rect) bool {
	return slices.ContainsFunc(scene, func(a actor) bool { _, is := a.o.(*parts.Symbol); return is && where.holds(a.box) })
}

// button says whether something stands on a button, whose colour says how weighty it is and nothing else.
func button(a actor) bool {
	return slices.ContainsFunc(a.above, func(o fyne.CanvasObject) bool { _, is := o.(*parts.Button); return is })
}

// fills says whether something is part of a control that is filled where it is chosen.
func fills(a actor) bool {
	return slices.ContainsFunc(a.above, func(o fyne.CanvasObject) bool {
		switch o.(type) {
		case *parts.Button, *parts.Check, *parts.Bar, *parts.Segmented:
			return true
		}
		return false
	})
}

// sure holds a mark to its sign.
func (l *colourLaw) sure(scene []actor, a actor, meaning, where string) {
	signs := strings.Join(slices.DeleteFunc(signsOn(scene, a.box, l.plain), func(s string) bool { return s == "edge" || s == "disc" && a.box.width() > 30 }), "+")
	kind, _, _ := strings.Cut(meaning, " ")
	switch was := l.means[kind+signs]; {
	case signs == "" && lettersOn(scene, a.box) != "": // said in words
	case signs == "":
		l.t.Errorf("%s: %s has no sign: %v", where, meaning, a.box)
	case was != "" && was != meaning:
		l.t.Errorf("%s: %s and %s have the same sign %s", where, meaning, was, signs)
	default:
		l.means[kind+signs] = meaning
	}
}

// word remembers how words are shown.
func (l *colourLaw) word(scene []actor, a actor, o *bidi.Label, where string) {
	if o.Text == "" || !a.visible() || off(a) || button(a) || !strings.ContainsFunc(o.Text, unicode.IsLetter) {
		return
	}
	hue, bold := "", false
	for _, b := range scene {
		if t, ok := b.o.(*canvas.Text); ok && b.standsIn(o) {
			if c, speaks := l.plain.of(t.Color); speaks {
				hue = fmt.Sprintf("#%02X%02X%02X", c.R, c.G, c.B)
			}
			bold = t.TextStyle.Bold
			break
		}
	}
	if l.words[o.Text] == nil {
		l.words[o.Text] = map[string][]toldIn{}
	}
	l.words[o.Text][hue] = append(l.words[o.Text][hue], toldIn{hue, fmt.Sprint(signsOn(scene, holder(a), l.plain), " bold ", bold), where})
}

// judge compares the ways in which words were shown.
func (l *colourLaw) judge() {
	for words, by := range l.words {
		for hue, list := range by {
			for other, others := range by {
				if hue <= other {
					continue
				}
				for _, x := range list {
					if i := slices.IndexFunc(others, func(y toldIn) bool { return y.signs == x.signs }); i >= 0 {
						l.t.Errorf("%q is said in %s (%s) and in %q (%s), and nothing but the colour differs: %s", words, hue, x.where, other, others[i].where, x.signs)
						break
					}
				}
			}
		}
	}
}

func TestNothingIsSaidByColourAlone(t *testing.T) {
	l := &colourLaw{t: t, means: map[string]string{}, words: map[string]map[string][]toldIn{}}
	eachPicture(t, []tour{{"en", parts.SchemeLight, 100}}, slices.Concat(pictures, states), func(b *bench, to tour, name string) {
		for _, a := range b.scene() { // Fyne forgets how what was long not used is drawn, and makes it anew without its places
			if w, ok := a.o.(fyne.Widget); ok {
				test.WidgetRenderer(w).Layout(w.Size())
			}
		}
		l.look(b.scene(), name)
	})
	l.judge()
}
