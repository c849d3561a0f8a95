package export

import (
	"errors"
	"math"
	"strconv"
	"strings"
)

// page is a sheet that is read rather than sorted: lines one under the other, in
// a few wide columns.
type page struct {
	b      *book
	name   string
	widths []float64
	lines  []line
	merged []string
	links  [][2]string // cell and location
}

func (b *book) page(code string, widths ...float64) (*page, error) {
	if b.sink != nil {
		_, err := b.sheet(code)
		return &page{b: b, name: code, widths: widths}, err
	}
	name, err := b.sheet(code)
	for i, w := range widths { // before charts, which are placed by them
		err = errors.Join(err, b.f.SetColWidth(name, columnName(i), columnName(i), w))
	}
	return &page{b: b, name: name, widths: widths}, err
}

// row is the number of the next line.
func (p *page) row() int { return len(p.lines) + 1 }

// add puts a line below, and makes it as high as its words need.
func (p *page) add(cells ...cell) {
	high := 1.0
	for i, c := range cells {
		if c.kind == words && i < len(p.widths) {
			lines := visualLines(c.text, p.widths[i])
			if lines > 2 && !strings.Contains(c.text, " ") { // an address breaks where it can, and leaves room behind
				lines++
			}
			high = max(high, lines)
		}
	}
	l := line{cells: cells}
	if high > 1 {
		l.height = math.Min(high*12.75+3, 400)
	}
	p.lines = append(p.lines, l)
}

// across puts words over all columns.
func (p *page) across(style int, text string, size float64) {
	total := 0.0
	cells := make([]cell, len(p.widths))
	for i, w := range p.widths {
		total += w
		cells[i] = cell{style: style}
	}
	cells[0] = cell{kind: words, style: style, text: text}
	at := strconv.Itoa(p.row())
	p.merged = append(p.merged, "A"+at, columnName(len(p.widths)-1)+at)
	lines := visualLines(text, total*10/size)
	p.lines = append(p.lines, line{cells: cells, height: math.Min(lines*size*1.35+4, 400)})
}

// gap leaves a line free.
func (p *page) gap() { p.lines = append(p.lines, line{height: 9}) }

// section puts a heading.
func (p *page) section(text string) {
	p.gap()
	p.lines = append(p.lines, line{cells: []cell{{kind: words, style: p.b.section(), text: text}}, height: 21})
}

// pair puts a label and a value; nothing when there is no value.
func (p *page) pair(label string, value cell) {
	if value.kind == blank {
		return
	}
	p.add(cell{kind: words, style: p.b.label(), text: label}, value)
}

// heads puts the header of a small table.
func (p *page) heads(texts ...string) {
	cells := make([]cell, len(texts))
	high := 1.0
	for i, t := range texts {
		cells[i] = cell{kind: words, style: p.b.head(), text: t}
		high = max(high, visualLines(t, p.widths[min(i, len(p.widths)-1)]))
	}
	p.lines = append(p.lines, line{cells: cells, height: high*13 + 6})
}

// done draws the page.
func (p *page) done(landscape bool) error {
	if p.b.sink != nil {
		return p.sink()
	}
	f := p.b.f
	var steps []error
	for i := 0; i < len(p.merged); i += 2 {
		steps = append(steps, f.MergeCell(p.name, p.merged[i], p.merged[i+1]))
	}
	for _, l := range p.links {
		steps = append(steps, f.SetCellHyperLink(p.name, l[0], l[1], "Location"))
	}
	last := columnName(max(len(p.widths)-1, 0)) + strconv.Itoa(max(len(p.lines), 1))
	steps = append(steps, f.SetSheetDimension(p.name, "A1:"+last), p.b.printing(p.name, landscape, 1, "", ""))
	part, err := p.b.partOf(p.name)
	p.b.splices[part] = func(emit func(block) error) error {
		return emit(func(to []byte) ([]byte, error) {
			for i, l := range p.lines {
				to = appendLine(to, i+1, l)
			}
			return to, nil
		})
	}
	return errors.Join(append(steps, err)...)
}

// sink writes the page as rows of text, for what says where the tables come from
// goes with them.
func (p *page) sink() (err error) {
	to, err := p.b.sink(p.name)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, to.close()) }()
	var keys []string
	for i := range p.widths {
		keys = append(keys, columnName(i))
	}
	if err := to.begin(keys, keys, keys); err != nil {
		return err
	}
	for _, l := range p.lines {
		cells := make([]cell, len(p.widths))
		copy(cells, l.cells)
		if len(l.cells) > 0 {
			if err := to.row(cells, p.b.asRead); err != nil {
				return err
			}
		}
	}
	return nil
}
