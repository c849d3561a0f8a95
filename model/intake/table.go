package intake

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// Table is a table from outside, read whole: the names of its columns and its
// rows. A CSV file has the names in its first line, a workbook in the first row
// that holds something.
type Table struct {
	File  [32]byte // SHA-256 of the file
	Heads []string
	Rows  []TableRow
}

// TableRow is one row; Cells has as many as the table has heads.
type TableRow struct {
	Number int // line of a CSV file where it begins, row of a sheet; 1 is the first
	Cells  []string
	Extra  bool // it has cells beyond the last head
}

// Bounds of a table.
const (
	maxTableFile = 64 << 20
	maxTableRows = 20_000
	maxHeads     = 2000
)

// ErrTable means that a file is no table that can be read. The text says where.
var ErrTable = errors.New("not a table that can be read")

// ErrColumns means that no column of a table has a name that is known.
var ErrColumns = errors.New("none of its columns is known")

func noTable(line int, what string) error { return fmt.Errorf("%w: line %d: %s", ErrTable, line, what) }

// CSV reads a table of comma-separated values (RFC 4180) in UTF-8, with or without
// a byte order mark; semicolons and tabs separate too, whichever the first line
// has most of. The error is ErrTable or ErrTooLarge, wrapped.
func CSV(ctx context.Context, src io.ReaderAt, size int64) (*Table, error) {
	if size > maxTableFile {
		return nil, fmt.Errorf("%w: more than %d MiB", ErrTooLarge, maxTableFile>>20)
	}
	sum := sha256.New()
	in := bufio.NewReaderSize(io.TeeReader(io.NewSectionReader(src, 0, size), sum), 1<<16)
	if b, err := in.Peek(3); err == nil && bytes.Equal(b, []byte("\xef\xbb\xbf")) {
		in.Discard(3)
	}
	first, err := in.Peek(1 << 16)
	if len(first) == 0 {
		return nil, noTable(1, "it is empty")
	}
	if err != nil && err != io.EOF {
		return nil, fmt.Errorf("read a table: %w", err)
	}
	r := csv.NewReader(in)
	r.Comma, r.FieldsPerRecord, r.ReuseRecord = separator(first), -1, true
	t := &Table{}
	for {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		cells, err := r.Read()
		if err == io.EOF {
			break
		}
		var bad *csv.ParseError
		if errors.As(err, &bad) {
			return nil, noTable(bad.Line, bad.Err.Error())
		}
		if err != nil {
			return nil, fmt.Errorf("read a table: %w", err)
		}
		line, _ := r.FieldPos(0)
		if err := t.add(line, cells); err != nil {
			return nil, err
		}
	}
	if t.Heads == nil {
		return nil, noTable(1, "it has no names of columns")
	}
	if _, err := io.Copy(io.Discard, in); err != nil { // nothing, but for the sum
		return nil, fmt.Errorf("read a table: %w", err)
	}
	t.File = [32]byte(sum.Sum(nil))
	return t, nil
}

// separator is what the first line has most of, outside quotes.
func separator(b []byte) rune {
	count := map[byte]int{}
	quoted := false
	for _, c := range b {
		if c == '"' {
			quoted = !quoted
		}
		if c == '\n' && !quoted {
			break
		}
		if !quoted {
			count[c]++
		}
	}
	best := byte(',')
	for _, c := range []byte{';', '\t'} {
		if count[c] > count[best] {
			best = c
		}
	}
	return rune(best)
}

// add takes in one line: the heads first.
func (t *Table) add(line int, cells []string) error {
	empty := true
	for i, c := range cells {
		if !utf8.ValidString(c) || strings.ContainsRune(c, 0) {
			return noTable(line, "it is not UTF-8 text; save it as CSV UTF-8")
		}
		cells[i] = strings.TrimSpace(c)
		empty = empty && cells[i] == ""
	}
	switch {
	case empty:
		return nil
	case len(cells) > maxHeads:
		return fmt.Errorf("%w: line %d: more than %d columns", ErrTooLarge, line, maxHeads)
	case t.Heads == nil:
		return t.setHeads(line, cells)
	case len(t.Rows) == maxTableRows:
		return fmt.Errorf("%w: more than %d rows; take it in in parts", ErrTooLarge, maxTableRows)
	}
	row := TableRow{Number: line, Cells: make([]string, len(t.Heads))}
	for i, c := range cells {
		if i < len(row.Cells) {
			row.Cells[i] = strings.Clone(c)
		} else {
			row.Extra = row.Extra || c != ""
		}
	}
	t.Rows = append(t.Rows, row)
	return nil
}

func (t *Table) setHeads(line int, cells []string) error {
	seen := map[string]bool{}
	for _, c := range cells {
		if len(c) > 1000 {
			return noTable(line, "a name of a column is longer than 1000 bytes")
		}
		if c != "" && seen[c] {
			return noTable(line, "two columns have the same name")
		}
		seen[c] = true
		t.Heads = append(t.Heads, strings.Clone(c))
	}
	return nil
}

// Table reads a sheet as a table: the one of this name, the first one that is seen
// where the name is empty. The error is ErrTable, ErrTooLarge or ErrDamaged.
func (b *Book) Table(ctx context.Context, sheet string) (*Table, error) {
	for _, s := range b.sheets {
		if sheet != s.Name && (sheet != "" || s.Hidden) {
			continue
		}
		t := &Table{}
		err := b.Rows(ctx, s, func(r Row) error {
			last := r.Cells[len(r.Cells)-1].Col
			if last >= maxHeads {
				return tooLarge(s.part, fmt.Sprintf("more than %d columns", maxHeads))
			}
			cells := make([]string, last+1)
			for _, c := range r.Cells {
				if c.Kind == Fault {
					return noTable(r.Number, "a cell holds an error of the spreadsheet")
				}
				cells[c.Col] = c.Value
			}
			return t.add(r.Number, cells)
		})
		if err != nil {
			return nil, err
		}
		if t.Heads == nil {
			return nil, noTable(1, "it has no names of columns")
		}
		t.File, err = b.Digest()
		return t, err
	}
	return nil, fmt.Errorf("%w: it has no sheet of that name", ErrTable)
}
