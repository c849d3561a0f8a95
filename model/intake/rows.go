package intake

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Bounds of a sheet, those of Excel itself.
const (
	MaxRows  = 1 << 20
	MaxCols  = 1 << 14
	MaxUnits = 32_767 // UTF-16 units of one cell
)

// Kind says what a cell holds.
type Kind byte

// The kinds of a cell's value.
const (
	Text   Kind = iota
	Number      // as written in the file, a point for decimals
	Date        // a Number whose style shows a date
	Bool        // "1" or "0"
	Fault       // an error of the spreadsheet: #REF!
)

// Cell is one cell that holds something.
type Cell struct {
	Col     int // 0 is column A
	Kind    Kind
	Value   string
	Formula bool // the value was computed by the spreadsheet
}

// Row is one row of a sheet. It is valid until the callback returns.
type Row struct {
	Number int // 1 is the first
	Cells  []Cell
}

// At gives the value in a column, "" when the cell is empty.
func (r Row) At(col int) string {
	for _, c := range r.Cells {
		if c.Col == col {
			return c.Value
		}
	}
	return ""
}

// Rows hands every row of a sheet that has cells to f, in order. It ends without
// an error only when the sheet was read to its end: a sheet that is cut, or
// broken anywhere, gives ErrDamaged with the row before which it broke. An error
// of f, or of ctx, ends it.
func (b *Book) Rows(ctx context.Context, sheet Sheet, f func(Row) error) error {
	r, err := b.open(sheet.part, maxTotal)
	if err != nil {
		return err
	}
	defer r.Close()
	x := &rowReader{book: b, s: newScanner(r, sheet.part), f: f, col: -1}
	for {
		if err := x.step(); err != nil {
			if err == io.EOF {
				if !x.done {
					return damaged(sheet.part, "has no end of its rows")
				}
				return nil
			}
			return fmt.Errorf("row %d: %w", x.row+1, err)
		}
		if x.row&1023 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
	}
}

// rowReader walks one sheet.
type rowReader struct {
	book         *Book
	s            *scanner
	f            func(Row) error
	row, col     int
	cells        []Cell
	text, value  []byte
	kind         string // the cell's t attribute
	date         bool
	formula      bool
	take         bool // inside <v> or <t>
	phonetic     int
	data, inRow  bool
	inCell, done bool
}

func (x *rowReader) step() error {
	text, g, err := x.s.next(x.text[:0])
	x.text = text
	if err != nil {
		return err
	}
	if x.take && x.phonetic == 0 {
		if x.value = append(x.value, text...); len(x.value) > maxValueBytes {
			return tooLarge(x.s.part, "one cell is longer than a cell can be")
		}
	}
	if string(g.name) == "sheetData" {
		return x.sheetData(g)
	}
	if !x.data {
		return nil
	}
	switch string(g.name) {
	case "row":
		return x.rowTag(g)
	case "c":
		return x.cellTag(g)
	case "v", "t":
		x.take = g.start && !g.end && x.inCell
	case "rPh":
		x.phonetic += level(g)
	case "f":
		x.formula = x.formula || g.start
	}
	return nil
}

func (x *rowReader) sheetData(g tag) error {
	if g.start && (x.done || x.data) {
		return damaged(x.s.part, "has its rows twice")
	}
	x.data = g.start && !g.end
	x.done = g.end
	return nil
}

func (x *rowReader) rowTag(g tag) error {
	if g.start {
		if x.inRow {
			return damaged(x.s.part, "has a row inside a row")
		}
		n := x.row + 1
		if at := g.attr("r"); at != nil {
			v, err := strconv.ParseUint(string(at), 10, 31)
			if err != nil || int(v) < n {
				return damaged(x.s.part, "rows are out of order")
			}
			n = int(v)
		}
		if n > MaxRows {
			return tooLarge(x.s.part, "more rows than a sheet has")
		}
		x.row, x.col, x.inRow, x.cells = n, -1, true, x.cells[:0]
	}
	if g.end {
		x.inRow = false
		if len(x.cells) > 0 {
			return x.f(Row{Number: x.row, Cells: x.cells})
		}
	}
	return nil
}

func (x *rowReader) cellTag(g tag) error {
	if g.start {
		if !x.inRow || x.inCell {
			return damaged(x.s.part, "has a cell outside a row")
		}
		col := x.col + 1
		if at := g.attr("r"); at != nil {
			var ok bool
			if col, ok = column(at); !ok || col <= x.col {
				return damaged(x.s.part, "cells are out of order")
			}
		}
		if col >= MaxCols {
			return tooLarge(x.s.part, "more columns than a sheet has")
		}
		x.col, x.inCell, x.formula, x.take = col, true, false, false
		x.value, x.kind = x.value[:0], string(g.attr("t"))
		style, err := strconv.Atoi(string(g.attr("s")))
		x.date = err == nil && style >= 0 && style < len(x.book.dates) && x.book.dates[style]
	}
	if g.end {
		x.inCell = false
		return x.endCell()
	}
	return nil
}

// column reads the letters of a cell reference, A being 0.
func column(ref []byte) (int, bool) {
	n, i := 0, 0
	for ; i < len(ref) && i < 4 && ref[i] >= 'A' && ref[i] <= 'Z'; i++ {
		n = n*26 + int(ref[i]-'A') + 1
	}
	if i == 0 || i == len(ref) || i > 3 {
		return 0, false
	}
	for _, c := range ref[i:] {
		if c < '0' || c > '9' {
			return 0, false
		}
	}
	return n - 1, true
}

func (x *rowReader) endCell() error {
	if len(x.value) == 0 {
		return nil
	}
	c := Cell{Col: x.col, Formula: x.formula}
	switch x.kind {
	case "s":
		words, ok := x.book.words.at(bytes.TrimSpace(x.value))
		if !ok {
			return damaged(x.s.part, "names a shared string that is not there")
		}
		c.Value = unescape(words)
	case "inlineStr", "str":
		c.Value = unescape(string(x.value))
	case "b":
		c.Kind, c.Value = Bool, string(x.value)
	case "e":
		c.Kind, c.Value = Fault, string(x.value)
	case "", "n":
		c.Kind, c.Value = Number, string(bytes.TrimSpace(x.value))
		if _, err := strconv.ParseFloat(c.Value, 64); err != nil {
			return damaged(x.s.part, "has a number that is none")
		}
		if x.date {
			c.Kind, c.Value = Date, x.book.day(c.Value)
		}
	case "d":
		c.Kind, c.Value = Date, string(x.value)
	default:
		return damaged(x.s.part, "has a cell of an unknown type")
	}
	if !utf8.ValidString(c.Value) {
		return damaged(x.s.part, "has text that is not UTF-8")
	}
	if len(c.Value) > MaxUnits && units(c.Value) > MaxUnits {
		return tooLarge(x.s.part, "one cell is longer than a cell can be")
	}
	if c.Value != "" {
		x.cells = append(x.cells, c)
	}
	return nil
}

// units counts UTF-16 code units.
func units(s string) (n int) {
	for _, r := range s {
		if n++; r > 0xffff {
			n++
		}
	}
	return n
}

// unescape resolves _xHHHH_ (ECMA-376 part 1, 22.9.2.19), once, left to right.
func unescape(s string) string {
	if !strings.Contains(s, "_x") {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for i := 0; i < len(s); {
		if s[i] == '_' && i+7 <= len(s) && s[i+1] == 'x' && s[i+6] == '_' {
			if n, err := strconv.ParseUint(s[i+2:i+6], 16, 16); err == nil && utf8.ValidRune(rune(n)) {
				b.WriteRune(rune(n))
				i += 7
				continue
			}
		}
		b.WriteByte(s[i])
		i++
	}
	return b.String()
}
