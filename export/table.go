package export

import (
	"cmp"
	"fmt"
	"iter"
	"math"
	"math/bits"
	"strconv"
	"strings"
	"time"

	"plumbline/model"
)

// maxRows is how many rows of records one sheet takes; more go on, on another.
// Excel's own limit is 1,048,576.
const maxRows = 1_000_000

// batch is how many rows are encoded at once.
const batch = 512

// table is a sheet of records: a native table with a frozen header, filters,
// widths and a print set-up. Its columns for machines stand hidden at the far
// end (Excel knows very hidden sheets, but only hidden columns).
type table[R any] struct {
	code    string // of the sheet
	name    string // of the table, in ASCII: formulas name it
	columns []column[R]
	rows    iter.Seq2[R, error]
	count   int
	long    bool                               // a wording may need more than one cell
	tall    int                                // a row shows at most so many lines
	pages   int                                // how many pages wide it prints at the least
	most    int                                // rows a sheet takes; 0 is maxRows
	after   func(sheet string, last int) error // draws what belongs to the sheet beside its rows
	drawn   chan []R                           // room of rows that are drawn, for the next
}

// column is one column. Words that may not fit one cell come from long, all else
// from cell.
type column[R any] struct {
	key    string // for formulas over the column
	head   string
	width  float64 // in characters
	cell   func(*R) cell
	long   func(*R) (text string, style int)
	hidden bool
	list   string                  // name of the list of code_lists that its cells choose from
	marks  bool                    // its cells are grades: the look follows the word when it is edited
	bar    bool                    // its cells are counts, shown with a bar
	live   func(row string) string // formula of the cell, for the row of this number
	leads  func(*R) string         // the ref to whose row the cell leads
}

// text, code and the like make the cells of columns.
func (b *book) text(s string) cell {
	if s == "" {
		return cell{style: b.value()}
	}
	return cell{kind: words, style: b.value(), text: s}
}

func (b *book) codeCell(s string) cell {
	if s == "" {
		return cell{style: b.code()}
	}
	return cell{kind: words, style: b.code(), text: s}
}

func (b *book) codesCell(s string) cell {
	if s == "" {
		return cell{style: b.codes()}
	}
	return cell{kind: words, style: b.codes(), text: s}
}

func (b *book) number(n int64) cell { return cell{kind: number, style: b.figure(), number: float64(n)} }

func (b *book) wording(text model.Text, written string) cell {
	s, style := b.said(text, written)
	if s == "" {
		return cell{style: style}
	}
	return cell{kind: words, style: style, text: s}
}

// dayCell writes a day as a date; one that is none, or that Excel cannot count
// (before 1 March 1900), stays words.
func (b *book) dayCell(d model.Day) cell {
	year, month, day, ok := d.Parts()
	t := time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
	if !ok || t.Before(firstDay) {
		return b.codeCell(string(d))
	}
	return cell{kind: number, style: b.day(), number: float64((t.Unix() - dayZero.Unix()) / 86_400)}
}

var (
	dayZero  = time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	firstDay = time.Date(1900, 3, 1, 0, 0, 0, 0, time.UTC)
)

// plain is a hidden column's cell; its look keeps the words from running over
// into a neighbour that is seen.
func (b *book) plain(s string) cell {
	if s == "" {
		return cell{}
	}
	return cell{kind: words, style: b.hidden(), text: s}
}

// machine are the last columns of records: inside the coalition the ref under
// which others know them, and hidden what brings an edited row home.
func machine[R any](b *book, row func(*R) *model.Row) []column[R] {
	var columns []column[R]
	if b.r.Profile.Ceiling != model.Public {
		columns = append(columns, column[R]{key: "outside", head: b.w.T("columns.ref_for_others"), width: 17, cell: func(r *R) cell { return b.codeCell(row(r).Outside) }})
	}
	return append(columns, []column[R]{
		{key: "_id", head: "_id", hidden: true, width: 12, cell: func(r *R) cell {
			if id := row(r).ID; !id.IsZero() {
				return b.plain(id.String())
			}
			return cell{}
		}},
		{key: "_rev", head: "_rev", hidden: true, width: 12, cell: func(r *R) cell {
			if rev := row(r).Revision; rev != (model.RevID{}) {
				return b.plain(states(row(r)))
			}
			return cell{}
		}},
	}...)
}

// drawTable draws a table on its sheet, and on further ones past the limit.
func drawTable[R any](b *book, t table[R]) error {
	t.columns = chosen(t.code, without(b, t.code, t.columns))
	if b.home != nil {
		b.home[t.code] = &retold[R]{asRead: b.asRead, columns: t.columns}
		return nil
	}
	f := t.frame()
	if b.sink != nil {
		return b.sinkTable(f, t.each)
	}
	sizes, err := f.sizes(t.heights)
	if err != nil {
		return err
	}
	f.roomForHeads()
	f.roomForLabels(b)
	for i := range t.columns {
		t.columns[i].width = f.columns[i].width
	}
	t.drawn = make(chan []R, 8)
	next := t.pull(b)
	return b.drawSheets(f, sizes, func(first, size int, last bool, emit func(block) error) error {
		return t.flow(b, next, first, size, last, emit)
	})
}

// pull walks the rows one by one. What iter.Pull2 hands over is no row: a row would have the program hold it once for each kind
// of them.
func (t *table[R]) pull(b *book) func() (R, error, bool) {
	var row R
	next, stop := iter.Pull2(func(yield func(none, error) bool) {
		for r, err := range t.rows {
			if row = r; !yield(none{}, err) {
				return
			}
		}
	})
	b.stops = append(b.stops, stop)
	return func() (R, error, bool) {
		_, err, ok := next()
		return row, err, ok
	}
}

// none is nothing.
type none struct{}

// frame is what of the table does not hang on the kind of its rows.
func (t *table[R]) frame() *frame {
	f := &frame{code: t.code, name: t.name, count: t.count, long: t.long, pages: max(t.pages, 1), most: cmp.Or(t.most, maxRows), after: t.after,
		columns: make([]columnLook, len(t.columns))}
	for i := range t.columns {
		c := &t.columns[i]
		f.columns[i] = columnLook{key: c.key, head: c.head, width: c.width, hidden: c.hidden, list: c.list, marks: c.marks, bar: c.bar}
	}
	return f
}

// heights hands on how many lines of the sheet each row takes.
func (t *table[R]) heights(add func(lines int)) error {
	for r, err := range t.rows {
		if err != nil {
			return err
		}
		add(t.height(&r))
	}
	return nil
}

// each draws the rows into cells, each whole and in the place of the one before, and calls row after each.
func (t *table[R]) each(cells []cell, row func() error) error {
	for r, err := range t.rows {
		if err != nil {
			return err
		}
		for i := range t.columns {
			if col := &t.columns[i]; col.long != nil {
				text, style := col.long(&r)
				cells[i] = cell{kind: words, style: style, text: text}
			} else {
				cells[i] = col.cell(&r)
			}
		}
		if err := row(); err != nil {
			return err
		}
	}
	return nil
}

// height is how many lines of the sheet a row takes.
func (t *table[R]) height(r *R) int {
	lines := 1
	for i := range t.columns {
		if long := t.columns[i].long; long != nil && t.long {
			if text, _ := long(r); len(text) > maxUnits {
				lines = max(lines, len(chunks(text)))
			}
		}
	}
	return lines
}

// flow hands rows to the encoder from this row of the sheet on, as many as it takes. Behind the last
// one it asks for another: a stream tells a fault only there.
func (t *table[R]) flow(b *book, next func() (R, error, bool), row, size int, last bool, emit func(block) error) error {
	many := batch
	if t.long { // they may be a megabyte together
		many = batch / 8
	}
	for left := size; left > 0; {
		rows := t.room(min(many, left))
		lines := 0
		for lines < left && len(rows) < many {
			r, err, ok := next()
			if err != nil {
				return err
			}
			if !ok {
				return fmt.Errorf("%s: %w", t.code, model.ErrChanged)
			}
			rows = append(rows, r)
			lines += t.height(&rows[len(rows)-1])
		}
		first := row
		draw := func(to []byte) ([]byte, error) {
			to = t.encode(b, to, first, rows)
			t.letGo(rows)
			return to, nil
		}
		if err := emit(draw); err != nil {
			return err
		}
		row, left = row+lines, left-lines
		b.step(lines)
	}
	if !last {
		return nil
	}
	if _, err, ok := next(); err != nil {
		return err
	} else if ok {
		return fmt.Errorf("%s: %w", t.code, model.ErrChanged)
	}
	return nil
}

// room is where rows are gathered for the encoder; letGo gives it back.
func (t *table[R]) room(n int) []R {
	select {
	case rows := <-t.drawn:
		return rows
	default:
		return make([]R, 0, n)
	}
}

func (t *table[R]) letGo(rows []R) {
	clear(rows)
	select {
	case t.drawn <- rows[:0]:
	default:
	}
}

// encode appends rows. The cells of one row take the room of the row before.
func (t *table[R]) encode(b *book, to []byte, first int, rows []R) []byte {
	var room []line
	for i := range rows {
		room = t.lines(b, room[:0], &rows[i])
		for n, l := range room {
			for x := range t.columns {
				if live := t.columns[x].live; live != nil && n == 0 {
					l.cells[x].formula = live(strconv.Itoa(first))
				}
				if leads := t.columns[x].leads; leads != nil && n == 0 && t.count <= mostLeading {
					b.leading(&l.cells[x], leads(&rows[i]))
				}
			}
			to = appendLine(to, first, l)
			first++
		}
	}
	return to
}

// lines draws one row into room: usually one line; where a wording is too long
// for a cell, it goes on in the lines below, which say so.
func (t *table[R]) lines(b *book, room []line, r *R) []line {
	var cells []cell
	if cap(room) > 0 {
		cells = room[:1][0].cells
		clear(cells)
	}
	if len(cells) != len(t.columns) {
		cells = make([]cell, len(t.columns))
	}
	lines, shown := append(room, line{cells: cells}), 1.0
	for i := range t.columns {
		col := &t.columns[i]
		if col.long == nil {
			c := clip(col.cell(r))
			cells[i] = c
			if !col.hidden && c.kind == words {
				shown = t.shown(shown, c.text, col.width)
			}
			continue
		}
		text, style := col.long(r)
		if text == "" {
			cells[i] = cell{style: style}
			continue
		}
		shown = t.shown(shown, text, col.width)
		if len(text) <= maxUnits {
			cells[i] = cell{kind: words, style: style, text: text}
			continue
		}
		lines = b.longCell(lines, i, text, style)
	}
	if shown > 1 {
		lines[0].height = min(shown, float64(t.tall))*12.75 + 2
	}
	return lines
}

// shown is how many lines a row shows, with these words in a column so wide.
// Past the most that it may show nobody counts.
func (t *table[R]) shown(before float64, s string, width float64) float64 {
	if before >= float64(t.tall) && before > 1 {
		return before
	}
	return max(before, visualLines(s, width))
}

// clip cuts what is no wording but too long for a cell all the same, and says so.
func clip(c cell) cell {
	if c.kind == words && len(c.text) > maxUnits {
		if cut := cutUnits(c.text, chunkUnits); cut < len(c.text) {
			c.text = c.text[:cut] + " …"
		}
	}
	return c
}

// visualLines is about how many lines words take in a column so wide.
func visualLines(s string, width float64) float64 {
	if len(s) < int(width)-2 {
		return 1
	}
	lines := 0.0
	wide, rest := 0.92, 3.0 // of a digit, on the average; and half a word, as one that does not fit goes to the next line
	if hasCyrillic(s) {
		wide, rest = 1, 4
	}
	room := max(width-rest, width*0.6)
	for more := true; more; {
		var part string
		part, s, more = strings.Cut(s, "\n")
		lines += max(1, math.Ceil(float64(letters(part))*wide/room))
	}
	return lines
}

// letters counts the runes of words: all bytes but those that go on with one.
func letters(s string) int {
	n := len(s)
	for ; len(s) >= 8; s = s[8:] {
		w := eight(s)
		n -= bits.OnesCount64(w & topBits &^ (w << 1))
	}
	for i := range len(s) {
		if s[i]&0xc0 == 0x80 {
			n--
		}
	}
	return n
}

// hasCyrillic says whether a text begins in Cyrillic, whose letters are wide.
func hasCyrillic(s string) bool {
	for _, lead := range []byte(s[:min(len(s), 64)]) {
		if lead >= 0xd0 && lead <= 0xd4 { // of U+0400 to U+053F
			return true
		}
	}
	return false
}

// all walks rows that are at hand.
func all[R any](rows []R) iter.Seq2[R, error] {
	return func(yield func(R, error) bool) {
		for _, r := range rows {
			if !yield(r, nil) {
				return
			}
		}
	}
}
