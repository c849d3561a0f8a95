package bidi

import (
	"image/color"
	"slices"
	"time"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Label shows text in right order. It has no padding of its own: its edges are those of
// the text. After changing a field, call Refresh.
//
//  1. Wrap true: lines as wide as the label. It asks for hardly any width, and for the height
//     that its text takes at the width it has.
//  2. Wrap false, MaxLines 0: one line, ends of lines shown as spaces. It asks for the width of
//     its text; given less, it ends in an ellipsis.
//  3. Wrap false, MaxLines 1: as 2, but asks for hardly any width, for cells and rows.
type Label struct {
	widget.BaseWidget
	Text      string // in logical order
	Whole     string // what Text is a shorter form of, for whoever tells it; "" for nothing
	Base      Base
	TextStyle fyne.TextStyle
	SizeName  fyne.ThemeSizeName  // empty: SizeNameText
	ColorName fyne.ThemeColorName // empty: ColorNameForeground
	Alignment fyne.TextAlign      // leading is the start of the base direction
	MaxLines  int                 // 0: any number; else what is too long ends in an ellipsis
	Wrap      bool
	Marks     []Mark // backgrounds behind letters, as for words that were found

	Selectable bool   // its text can be selected and copied
	Stop       bool   // the Tab key stops at it when it is selectable
	Links      []Link // stretches that lead somewhere; Tab stops for them

	OnSight func()                                   // the keyboard came: whatever scrolls around the label shall show it
	OnKey   func(fyne.KeyName) bool                  // a key that the label has no use for
	OnMenu  func(at fyne.Position, items []MenuItem) // shows the menu of a selectable label; nil: no menu
	Menu    func() MenuWords                         // its words

	cut, torn bool
	reader    *reader          // takes the mouse and the keyboard; nil for a label that is only seen
	now       func() time.Time // nil: time.Now
}

func (l *Label) clock() time.Time {
	if l.now != nil {
		return l.now()
	}
	return time.Now()
}

// Cut says whether some of the text has no room and an ellipsis stands for it, in the size that the label has.
func (l *Label) Cut() bool { return l.cut }

// Mark colours the ground behind the runes from From up to To.
type Mark struct {
	From, To  int
	ColorName fyne.ThemeColorName
}

// NewLabel makes a wrapping label.
func NewLabel(text string, base Base) *Label {
	l := &Label{Text: text, Base: base, Wrap: true}
	l.ExtendBaseWidget(l)
	return l
}

// Torn says whether a word is broken, as it is wider than the label.
func (l *Label) Torn() bool { return l.torn }

// SetText changes the text. Marks stay where they are.
func (l *Label) SetText(text string) {
	if text == l.Text {
		return
	}
	l.Text = text
	if l.reader != nil {
		l.reader.pos, l.reader.anchor, l.reader.link = 0, 0, -1
	}
	l.Refresh()
}

// HeightAt is the height the label takes at a width.
func (l *Label) HeightAt(width float32) float32 {
	set := l.setting(width)
	lines := layCut(l.shown(), set, l.MaxLines).lines
	return penFor(set.size, set.style).lineHeight() * float32(len(lines))
}

// shown is the text that is laid out, rune for rune that of the label.
func (l *Label) shown() []rune {
	text := []rune(l.Text)
	if !l.Wrap {
		for i, r := range text {
			if endsLine(r) {
				text[i] = ' '
			}
		}
	}
	return text
}

func (l *Label) setting(width float32) setting {
	name := l.SizeName
	if name == "" {
		name = theme.SizeNameText
	}
	return setting{
		base: l.Base, width: width, wrap: l.Wrap, align: l.Alignment,
		size: theme.SizeForWidget(name, l), style: l.TextStyle,
	}
}

// Height is the height that wrapped text takes at a width, in a size and style: that of a
// Label with it.
func Height(text string, base Base, width, size float32, style fyne.TextStyle) float32 {
	l := lay([]rune(text), setting{base: base, width: width, wrap: true, size: size, style: style})
	return RowHeight(style, size) * float32(len(l.lines))
}

// RowHeight is the height of one line of text.
func RowHeight(style fyne.TextStyle, size float32) float32 {
	return penFor(size, style).lineHeight()
}

// CreateRenderer is for Fyne.
func (l *Label) CreateRenderer() fyne.WidgetRenderer {
	l.ExtendBaseWidget(l)
	r := &labelRenderer{label: l}
	r.set(l.Size().Width)
	return r
}

type labelRenderer struct {
	label   *Label
	easel   easel
	objs    []fyne.CanvasObject
	width   float32 // that the lines are set at
	lines   int
	natural float32 // width of the widest line
	height  float32 // of one line
	whole   *layout
	texts   []fyne.CanvasObject
	reader  *reader
}

// set lays the text out at a width and makes its objects.
func (r *labelRenderer) set(width float32) {
	l := r.label
	set := l.setting(width)
	text := l.shown()
	whole := layCut(text, set, l.MaxLines)
	l.cut, l.torn = whole.cut, whole.torn
	p := penFor(set.size, set.style)
	r.width, r.lines, r.height = width, len(whole.lines), p.lineHeight()
	r.natural = 0
	if !l.Wrap && l.MaxLines == 0 {
		set.width = 0
		r.natural = lay(text, set).width
	}
	ink := r.color(l.ColorName, theme.ColorNameForeground)
	list := inks(whole.lines, set, p, ink, fyne.NewPos(0, 0))
	if len(l.Links) > 0 {
		list = linkedInks(whole, l.Links, set, p, ink, r.color("", theme.ColorNameHyperlink))
	}
	r.whole, r.texts = whole, r.easel.show(list)
	r.read()
	r.gather()
}

// read lays the reader over a label that can be selected or followed.
func (r *labelRenderer) read() {
	l := r.label
	if !l.Selectable && len(l.Links) == 0 {
		r.reader, l.reader = nil, nil
		return
	}
	if r.reader == nil {
		r.reader = newReader(l, r)
	}
	l.reader = r.reader
	if end := max(r.reader.pos, r.reader.anchor); end > 0 && end > utf8.RuneCountInString(l.Text) { // it was another text
		r.reader.pos, r.reader.anchor = 0, 0
	}
	if r.reader.link >= len(l.Links) {
		r.reader.link = -1
	}
	r.reader.Resize(l.Size())
}

// gather lists what is drawn, from the ground up.
func (r *labelRenderer) gather() {
	r.objs = r.marks()
	if r.reader == nil {
		r.objs = append(r.objs, r.texts...)
		return
	}
	if a, b := r.reader.span(); a < b {
		r.objs = append(r.objs, r.grounds(Mark{From: a, To: b})...)
	}
	r.objs = append(append(r.objs, r.underlines()...), r.texts...)
	if r.reader.focused && !r.reader.byMouse {
		r.objs = append(r.objs, r.ring())
	}
	r.objs = append(r.objs, r.reader)
}

// compose draws selection and links anew; the letters stay.
func (r *labelRenderer) compose() {
	if r.whole == nil {
		return
	}
	r.gather()
	canvas.Refresh(r.label)
}

func (r *labelRenderer) color(name, otherwise fyne.ThemeColorName) color.Color {
	if name == "" {
		name = otherwise
	}
	return theme.ColorForWidget(name, r.label)
}

func (r *labelRenderer) marks() (objs []fyne.CanvasObject) {
	for _, m := range r.label.Marks {
		objs = append(objs, r.grounds(m)...)
	}
	return objs
}

// grounds are the rectangles behind a stretch of the text.
func (r *labelRenderer) grounds(m Mark) (objs []fyne.CanvasObject) {
	fill := r.color(m.ColorName, theme.ColorNameSelection)
	for i := range r.whole.lines {
		for _, b := range r.whole.lines[i].boxes(m.From, m.To) {
			ground := canvas.NewRectangle(fill)
			ground.CornerRadius = theme.SelectionRadiusSize()
			ground.Move(fyne.NewPos(b.x, float32(i)*r.height))
			ground.Resize(fyne.NewSize(b.w, r.height))
			objs = append(objs, ground)
		}
	}
	return objs
}

// Layout sets the lines again when the width is another.
func (r *labelRenderer) Layout(size fyne.Size) {
	if r.reader != nil {
		r.reader.Resize(size)
	}
	if size.Width == r.width {
		return
	}
	before := r.lines
	r.set(size.Width)
	if r.lines != before {
		canvas.Refresh(r.label) // the label asks for another height now
	}
}

// MinSize is as the comment of Label says.
func (r *labelRenderer) MinSize() fyne.Size {
	height := r.height * float32(max(r.lines, 1))
	if r.natural > 0 {
		return fyne.NewSize(r.natural, height)
	}
	return fyne.NewSize(r.height, height)
}

// Refresh sets everything anew.
func (r *labelRenderer) Refresh() {
	r.set(r.label.Size().Width)
	canvas.Refresh(r.label)
}

// Objects are the marks and above them the text.
func (r *labelRenderer) Objects() []fyne.CanvasObject { return slices.Clip(r.objs) }

// Destroy has nothing to do.
func (r *labelRenderer) Destroy() {}
