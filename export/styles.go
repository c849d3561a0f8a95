package export

import (
	"fmt"

	"github.com/xuri/excelize/v2"

	"plumbline/model"
)

// The look of the workbook: paper, ink and one deep teal, as in the window. The
// font is one that every office has, with Arabic and Kazakh letters in it.
const (
	fontName  = "Arial"
	ink       = "23211D"
	inkSoft   = "57524A"
	teal      = "0B5A5E"
	tealTint  = "E0EDEB"
	lineColor = "DDD8CF"
	sunk      = "EFECE6"
	caution   = "FAEFD9"
	cautious  = "7D4E00"
)

// look says how a cell looks; equal looks are one style of the workbook.
type look struct {
	size                       float64
	bold, italic, under, wrap  bool
	color, fill, format, align string
	middle, edge               bool
	apart                      bool // a step away from its edge, so that figures do not touch the words beside them
	direction                  direction
}

// direction is how the words of a cell run.
type direction uint64

const (
	asFound     direction = iota // after the first strong letter
	leftToRight                  // codes, hashes, dates of digits
	rightToLeft
)

// style gives the number of a look, made when it is first asked for. Rows are
// drawn by several goroutines once the styles are written, so from then on a look
// must be there already: see warm.
func (b *book) style(l look) int {
	if id, ok := b.styles[l]; ok {
		return id
	}
	if b.frozen {
		b.unstyled.Store(true)
		return 0
	}
	size := l.size
	if size == 0 {
		size = 10
	}
	vertical := "top"
	if l.middle {
		vertical = "center"
	}
	s := &excelize.Style{
		Font:      &excelize.Font{Family: fontName, Size: size, Bold: l.bold, Italic: l.italic, Color: or(l.color, ink)},
		Alignment: &excelize.Alignment{Horizontal: l.align, Vertical: vertical, WrapText: l.wrap, ReadingOrder: uint64(l.direction)},
	}
	if l.apart {
		s.Alignment.Indent = 1
	}
	if l.under {
		s.Font.Underline = "single"
	}
	if l.fill != "" {
		s.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{l.fill}}
	}
	if l.format != "" {
		s.CustomNumFmt = &l.format
	}
	if l.edge {
		s.Border = []excelize.Border{{Type: "bottom", Color: lineColor, Style: 1}}
	}
	id, err := b.f.NewStyle(s)
	if err != nil {
		b.fail(fmt.Errorf("style: %w", err))
	}
	b.styles[l] = id
	return id
}

func or(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

// lead and trail are the sides of a page: where lines begin and end.
func (b *book) lead() string {
	if b.rtl {
		return "right"
	}
	return "left"
}

func (b *book) trail() string {
	if b.rtl {
		return "left"
	}
	return "right"
}

// own is the direction of the report's language.
func (b *book) own() direction {
	if b.rtl {
		return rightToLeft
	}
	return leftToRight
}

// heading, label and the like are the looks that several sheets share.
func (b *book) heading() int {
	return b.style(look{size: 18, bold: true, color: teal, align: b.lead(), wrap: true, direction: b.own()})
}

func (b *book) section() int {
	return b.style(look{size: 13, bold: true, color: teal, align: b.lead(), direction: b.own()})
}

func (b *book) head() int {
	return b.style(look{bold: true, color: "FFFFFF", fill: teal, wrap: true, middle: true, align: b.lead(), direction: b.own()})
}

func (b *book) label() int {
	return b.style(look{color: inkSoft, align: b.lead(), wrap: true, direction: b.own(), edge: true})
}

func (b *book) value() int {
	if b.frozen {
		return b.fixed.value
	}
	return b.style(look{align: b.lead(), wrap: true, direction: b.own(), edge: true})
}

func (b *book) note() int {
	if b.frozen {
		return b.fixed.note
	}
	return b.style(look{color: inkSoft, italic: true, align: b.lead(), wrap: true, direction: b.own()})
}

// remark is a note that runs on over the cells beside it.
func (b *book) remark() int {
	return b.style(look{color: inkSoft, italic: true, align: b.lead(), direction: b.own()})
}

func (b *book) warning() int {
	if b.frozen {
		return b.fixed.warning
	}
	return b.style(look{bold: true, color: cautious, fill: caution, wrap: true, middle: true, align: b.lead(), direction: b.own()})
}

func (b *book) code() int {
	if b.frozen {
		return b.fixed.code
	}
	return b.style(look{align: b.lead(), direction: leftToRight, edge: true})
}

func (b *book) codes() int {
	if b.frozen {
		return b.fixed.codes
	}
	return b.style(look{align: b.lead(), direction: leftToRight, wrap: true, edge: true})
}

func (b *book) hidden() int {
	if b.frozen {
		return b.fixed.hidden
	}
	return b.style(look{color: inkSoft, align: "fill"})
}

func (b *book) figure() int {
	if b.frozen {
		return b.fixed.figure
	}
	return b.style(look{format: "#,##0", align: b.trail(), apart: true, edge: true})
}

func (b *book) share() int {
	if b.frozen {
		return b.fixed.share
	}
	return b.style(look{format: "0%", align: b.trail(), apart: true, edge: true})
}

func (b *book) day() int {
	if b.frozen {
		return b.fixed.day
	}
	return b.style(look{format: "yyyy-mm-dd", align: b.lead(), edge: true})
}

func (b *book) link() int {
	return b.style(look{color: teal, under: true, align: b.lead(), direction: b.own(), edge: true})
}

// content is the look of words that somebody wrote, in their own direction. Words
// that begin where the sheet's own end keep a step from the column beside them.
func (b *book) content(right bool) int {
	if b.frozen && right {
		return b.fixed.right
	}
	if b.frozen {
		return b.fixed.left
	}
	if right {
		return b.style(look{wrap: true, align: "right", direction: rightToLeft, apart: !b.rtl, edge: true})
	}
	return b.style(look{wrap: true, align: "left", direction: leftToRight, apart: b.rtl, edge: true})
}

// fixedLooks are the numbers of the looks that most cells have: a look is a long key
// to look up for every cell of a row.
type fixedLooks struct {
	value, note, warning, code, codes, hidden, figure, share, day int
	left, right                                                   int // of content
}

// warm makes every look that a row may ask for, and closes the book of styles.
func (b *book) warm() {
	b.fixed = fixedLooks{value: b.value(), note: b.note(), warning: b.warning(), code: b.code(), codes: b.codes(), hidden: b.hidden(),
		figure: b.figure(), share: b.share(), day: b.day(), left: b.content(false), right: b.content(true)}
	b.leadingStyle()
	for _, g := range model.HouseGrades {
		b.grade(model.ScaleHouse, model.Grade(g))
	}
	for _, v := range model.Verdicts {
		b.verdict(model.Verdict(v))
	}
	b.frozen = true
}

// shade is a fill and the ink on it.
type shade struct{ symbol, fill, ink string }

// shades are the grades of the house scale: symbol, and a fill whose lightness
// falls with progress, legible in grey print (design/look.md).
var shades = map[model.Grade]shade{
	model.NotStarted:       {"○", "F3EBDD", "3B352B"},
	model.Limited:          {"◔", "E3C486", "352706"},
	model.Partial:          {"◑", "A3BE9C", "142413"},
	model.Substantial:      {"◕", "387C77", "FFFFFF"},
	model.Complete:         {"●", "0B4F54", "FFFFFF"},
	model.FormalOnly:       {"⚑", "C6B6DA", "2C1D45"},
	model.Regressed:        {"↓", "8A3E0C", "FFFFFF"},
	model.CannotBeAssessed: {"?", "CBC7BF", "35322C"},
}

// verdictMarks are the marks and inks of the verdicts; the last colour is that
// of a chart.
var verdictMarks = map[model.Verdict]struct{ mark, ink, chart string }{
	model.Confirmed:       {"=", teal, "0B5A5E"},
	model.PartlyConfirmed: {"≈", "6B5A2E", "C9AE6A"},
	model.Contradicted:    {"≠", "8A3E0C", "8A3E0C"},
	model.NotVerifiable:   {"?", inkSoft, "A8A196"},
	model.NoClaim:         {"–", inkSoft, "D6D1C7"},
}

// grade writes a grade of a scale by word, symbol and colour. A grade of another
// scale than the house's names its scale.
func (b *book) grade(scale string, g model.Grade) cell {
	if g == "" {
		return cell{kind: words, style: b.value(), text: "–"}
	}
	if scale != model.ScaleHouse && scale != "" {
		return cell{kind: words, style: b.value(), text: b.say("enum_grade_"+scale+".", string(g)) + " (" + b.say("enum_scale.", scale) + ")"}
	}
	s, ok := shades[g]
	if !ok {
		return cell{kind: words, style: b.value(), text: string(g)}
	}
	return cell{kind: words, text: s.symbol + " " + b.say("enum_grade_house.", string(g)),
		style: b.style(look{bold: true, wrap: true, color: s.ink, fill: s.fill, align: b.lead(), direction: b.own(), edge: true})}
}

// verdict writes a verdict by mark and word.
func (b *book) verdict(v model.Verdict) cell {
	m, ok := verdictMarks[v]
	if !ok {
		return cell{kind: words, style: b.value(), text: b.w.T("report.not_tested")}
	}
	return cell{kind: words, text: m.mark + " " + b.say("enum_verdict.", string(v)),
		style: b.style(look{bold: true, wrap: true, color: m.ink, align: b.lead(), direction: b.own(), edge: true})}
}
