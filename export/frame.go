package export

import (
	"errors"
	"math"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"plumbline/model"
)

// frame is what of a sheet of records does not hang on the kind of its rows. It is apart from table, of which the program has one
// for each kind of row.
type frame struct {
	code    string // of the sheet
	name    string // of the table, in ASCII
	columns []columnLook
	count   int
	long    bool                               // a wording may need more than one cell
	pages   int                                // how many pages wide it prints at the least
	most    int                                // rows a sheet takes
	after   func(sheet string, last int) error // draws what belongs to the sheet beside its rows
}

// columnLook is a column without its cells; see column.
type columnLook struct {
	key    string
	head   string
	width  float64
	hidden bool
	list   string
	marks  bool
	bar    bool
}

// flow hands rows to the encoder: from this row of the sheet on, so many. Behind the last of the table nothing may follow.
type flow func(first, size int, last bool, emit func(block) error) error

// drawSheets draws the sheets of a table, of so many rows each. The rows come later, when the workbook is written.
func (b *book) drawSheets(f *frame, sizes []int, rows flow) error {
	for i, size := range sizes {
		name, err := b.sheet(f.code)
		if i > 0 {
			name = sheetName(b.title(f.code)+" ("+strconv.Itoa(i+1)+")", b.taken)
			err = b.newSheet(name)
		}
		if err != nil {
			return err
		}
		tags := 0
		if b.r.Profile.HXL && size > 0 {
			tags = 1
		}
		if err := b.setUp(f, name, size+tags, i); err != nil {
			return err
		}
		b.leaves = append(b.leaves, f.leaf(name, size, i > 0))
		part, err := b.partOf(name)
		if err != nil {
			return err
		}
		last := i == len(sizes)-1
		b.splices[part] = func(emit func(block) error) error {
			if tags > 0 {
				if err := emit(func(to []byte) ([]byte, error) { return appendLine(to, 2, b.hashtags(f)), nil }); err != nil {
					return err
				}
			}
			return rows(2+tags, size, last, emit)
		}
		b.total += size
	}
	return nil
}

// heads are the headers of the columns.
func (f *frame) heads() []string {
	heads := make([]string, len(f.columns))
	for i := range f.columns {
		heads[i] = f.columns[i].head
	}
	return heads
}

// keys are the names of the columns for programs.
func (f *frame) keys() []string {
	keys := make([]string, len(f.columns))
	for i := range f.columns {
		keys[i] = f.columns[i].key
	}
	return keys
}

// leaf notes a sheet of records as it was drawn.
func (f *frame) leaf(name string, rows int, more bool) model.ReturnSheet {
	return model.ReturnSheet{Code: f.code, Name: name, Rows: rows, More: more, Heads: f.heads(), Keys: f.keys()}
}

// roomForHeads gives each column a header of its own, and widens columns until no word of their headers, which are bold,
// is broken: a language's words may be longer than the column was meant for.
func (f *frame) roomForHeads() {
	for i, head := range uniqueHeads(f.heads()) {
		c := &f.columns[i]
		c.head = head
		if !c.hidden {
			for word := range strings.FieldsSeq(head) {
				c.width = max(c.width, math.Ceil(float64(letters(word))*boldLetter+2))
			}
		}
	}
}

// roomForLabels widens columns that choose from a list until no word of its labels is
// broken; one that says a grade has its symbol before it.
func (f *frame) roomForLabels(b *book) {
	for i := range f.columns {
		c := &f.columns[i]
		if c.list == "" || c.hidden {
			continue
		}
		letter, before := 1.0, 2.0
		if c.marks {
			letter, before = boldLetter, 4
		}
		for _, label := range b.labels["enum_"+c.list+"."] {
			for word := range strings.FieldsSeq(label) {
				c.width = max(c.width, math.Ceil(float64(letters(word))*letter+before))
			}
		}
	}
}

// pageWidth is how many characters a printed page holds side by side before its letters are too small to read.
const pageWidth = 200

// pagesWide is on how many pages side by side a table prints.
func (f *frame) pagesWide() int {
	width := 0.0
	for i := range f.columns {
		if !f.columns[i].hidden {
			width += f.columns[i].width
		}
	}
	return max(f.pages, int(math.Ceil(width/pageWidth)))
}

// headHeight is the height of the row of headers in points: as many lines as
// the longest of them takes, and never less than two.
func (f *frame) headHeight() float64 {
	lines := 2.0
	for i := range f.columns {
		if c := &f.columns[i]; !c.hidden {
			lines = max(lines, visualLines(c.head, c.width/boldLetter))
		}
	}
	return lines*14 + 4
}

// boldLetter is the width of a bold letter in widths of a digit, in Cyrillic,
// where letters are widest.
const boldLetter = 1.2

// sizes are the numbers of rows of each sheet, rows that continue others
// counted. They are known beforehand unless a wording may be too long for a cell.
func (f *frame) sizes(heights func(add func(lines int)) error) ([]int, error) {
	sizes := []int{0}
	if !f.long {
		for left := f.count; left > f.most; left -= f.most {
			sizes[len(sizes)-1] = f.most
			sizes = append(sizes, 0)
		}
		sizes[len(sizes)-1] = f.count - f.most*(len(sizes)-1)
		return sizes, nil
	}
	err := heights(func(lines int) {
		if sizes[len(sizes)-1]+lines > f.most {
			sizes = append(sizes, 0)
		}
		sizes[len(sizes)-1] += lines
	})
	return sizes, err
}

// setUp draws all of a sheet but its rows. n counts the sheets of the table from 0.
func (b *book) setUp(f *frame, sheet string, size, n int) error {
	last, bottom := columnName(len(f.columns)-1), strconv.Itoa(max(size, 1)+1)
	var steps []error
	seen := 0
	for i := range f.columns {
		c, column := &f.columns[i], columnName(i)
		steps = append(steps, b.f.SetCellStr(sheet, column+"1", c.head), b.f.SetColWidth(sheet, column, column, c.width))
		if c.hidden {
			steps = append(steps, b.f.SetColVisible(sheet, column, false))
		} else {
			seen = i
		}
	}
	steps = append(steps, b.f.SetCellStyle(sheet, "A1", last+"1", b.head()), b.f.SetRowHeight(sheet, 1, f.headHeight()),
		b.f.SetPanes(sheet, &excelize.Panes{Freeze: true, XSplit: 1, YSplit: 1, TopLeftCell: "B2", ActivePane: "bottomRight"}),
		b.f.SetSheetDimension(sheet, "A1:"+last+bottom), b.printing(sheet, true, f.pagesWide(), "$A:$A,", "$1:$1"),
		b.f.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Area", Scope: sheet, RefersTo: quoted(sheet) + "!$A$1:$" + columnName(seen) + "$" + bottom}))
	if size > 0 {
		steps = append(steps, b.setUpRows(f, sheet, size, n))
	} else {
		steps = append(steps, b.f.SetCellStr(sheet, "A2", b.w.T("report.no_rows")), b.f.SetCellStyle(sheet, "A2", "A2", b.remark()))
	}
	if n == 0 {
		s := spot{sheet: quoted(sheet), columns: map[string]string{}, heads: map[string]string{}, last: size + 1}
		for i := range f.columns {
			s.columns[f.columns[i].key] = columnName(i)
			s.heads[f.columns[i].key] = f.columns[i].head
		}
		b.tables[f.code] = s
		if size > 0 {
			steps = append(steps, b.slice(f.code, f.name, sheet, s))
		}
	}
	return errors.Join(steps...)
}

// setUpRows draws what lies over the rows of a sheet: the native table, choices and looks, and what the table draws beside them.
func (b *book) setUpRows(f *frame, sheet string, size, n int) error {
	name, stripes := f.name, false
	if n > 0 {
		name += strconv.Itoa(n + 1)
	}
	steps := []error{b.f.AddTable(sheet, &excelize.Table{Range: "A1:" + columnName(len(f.columns)-1) + strconv.Itoa(size+1), Name: name,
		StyleName: "TableStyleLight1", ShowRowStripes: &stripes})}
	for i := range f.columns {
		c := &f.columns[i]
		steps = append(steps, b.dress(sheet, columnName(i), size+1, c.list, c.marks, c.bar))
	}
	if f.after != nil {
		steps = append(steps, f.after(sheet, size+1))
	}
	return errors.Join(steps...)
}

// printing sets a sheet up for paper: A4, so many pages wide, the header on
// every page, page numbers and the title below.
func (b *book) printing(sheet string, landscape bool, wide int, columns, rows string) error {
	paper, orientation, high, fit := 9, "portrait", 0, true
	if landscape {
		orientation = "landscape"
	}
	err := errors.Join(
		b.f.SetSheetProps(sheet, &excelize.SheetPropsOptions{FitToPage: &fit}),
		b.f.SetPageLayout(sheet, &excelize.PageLayoutOptions{Size: &paper, Orientation: &orientation, FitToWidth: &wide, FitToHeight: &high}),
		b.f.SetPageMargins(sheet, &excelize.PageLayoutMarginsOptions{Left: point(0.4), Right: point(0.4), Top: point(0.5), Bottom: point(0.7)}),
		b.f.SetHeaderFooter(sheet, &excelize.HeaderFooterOptions{OddFooter: "&L&8&A&C&8&P / &N"}))
	if rows == "" {
		return err
	}
	if columns != "" {
		columns = quoted(sheet) + "!" + columns
	}
	return errors.Join(err, b.f.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", RefersTo: columns + quoted(sheet) + "!" + rows, Scope: sheet}))
}

func point(x float64) *float64 { return &x }

// longCell draws a wording that is too long for the cell: it goes on in the lines below, which say so.
func (b *book) longCell(lines []line, column int, text string, style int) []line {
	all, cells := chunks(text), lines[0].cells
	for n, chunk := range all {
		if n == len(lines) {
			lines = append(lines, b.continued(cells[0].text, n, len(cells)))
		}
		if n < len(all)-1 {
			chunk += "\n→ " + b.w.T("columns.continued")
		}
		lines[n].cells[column] = cell{kind: words, style: style, text: chunk}
	}
	return lines
}

// continued begins a line that continues another.
func (b *book) continued(ref string, n, columns int) line {
	l := line{cells: make([]cell, columns), height: 12.75}
	l.cells[0] = cell{kind: words, style: b.code(), text: "↳ " + ref + " · " + b.w.T("columns.continued") + " " + strconv.Itoa(n+1)}
	return l
}
