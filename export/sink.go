package export

import (
	"bufio"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"plumbline/assets"
	"plumbline/model"
)

// Format is how tables are written for people without Excel.
type Format string

// The formats. CSV is RFC 4180 in UTF-8 with the mark by which Excel knows it;
// words that a spreadsheet would take for a formula get an apostrophe in front.
// JSONLines is one object a row, its keys those of Columns, which never change
// with the language.
const (
	CSV       Format = "csv"
	JSONLines Format = "jsonl"
)

// Tables writes every table of a report as text: the rows of the workbook,
// through the same redaction. open makes the file of a table, "observations.csv"
// and the like; it is closed when the table is whole. Words too long for a cell
// of a workbook stand whole in one field. progress may be nil; it is told rows
// written and rows of all tables that were begun.
func Tables(ctx context.Context, open func(name string) (io.WriteCloser, error), r *model.Report, words assets.Words, format Format,
	progress func(done, total int)) error {
	if format != CSV && format != JSONLines {
		return fmt.Errorf("write tables: no such format (%d letters)", len(format))
	}
	b := newBook(excelize.NewFile(), r, words)
	defer b.stop()
	b.learn()
	b.sink = func(code string) (rowWriter, error) {
		f, err := open(strings.ToLower(strings.ReplaceAll(code, ":", "_")) + "." + string(format))
		if err != nil {
			return nil, err
		}
		out := bufio.NewWriterSize(f, 1<<16)
		if format == CSV {
			_, err = out.WriteString("\ufeff")
			c := csv.NewWriter(out)
			c.UseCRLF = true
			return &csvRows{file: f, out: out, csv: c, hxl: r.Profile.HXL}, err
		}
		return &jsonRows{file: f, out: out}, nil
	}
	b.ctx, b.progress = ctx, progress
	if err := b.paint(ctx); err != nil {
		return fmt.Errorf("write tables: %w", err)
	}
	return nil
}

// sink begins the file of a table.
type sink func(code string) (rowWriter, error)

// rowWriter takes a header and rows. close ends the file; it may be called again.
type rowWriter interface {
	begin(keys, heads, tags []string) error
	row(cells []cell, as func(cell) string) error
	close() error
}

// tellRows is after how many rows it is told how far they are, and asked whether to go on.
const tellRows = 256

// sinkTable writes a table's rows, each whole. each draws them into the cells that it is given and calls row after each.
func (b *book) sinkTable(f *frame, each func(cells []cell, row func() error) error) (err error) {
	to, err := b.sink(f.code)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, to.close()) }()
	tags := make([]string, len(f.columns))
	for i, tag := range b.hashtags(f).cells {
		tags[i] = tag.text
	}
	if err := to.begin(f.keys(), uniqueHeads(f.heads()), tags); err != nil {
		return err
	}
	cells, n := make([]cell, len(f.columns)), 0
	b.total += f.count
	err = each(cells, func() error {
		if n++; n%tellRows == 0 {
			if b.ctx.Err() != nil {
				return b.ctx.Err()
			}
			b.step(tellRows)
		}
		return to.row(cells, b.asRead)
	})
	b.step(n % tellRows)
	if err != nil {
		return err
	}
	if n != f.count {
		return fmt.Errorf("%s: %w", f.code, model.ErrChanged)
	}
	return nil
}

type csvRows struct {
	file io.WriteCloser
	out  *bufio.Writer
	csv  *csv.Writer
	hxl  bool
	rec  []string
}

func (w *csvRows) begin(_, heads, tags []string) error {
	if err := w.csv.Write(heads); err != nil || !w.hxl {
		return err
	}
	return w.csv.Write(tags)
}

func (w *csvRows) row(cells []cell, as func(cell) string) error {
	w.rec = w.rec[:0]
	for _, c := range cells {
		s := as(c)
		if c.kind == words {
			s = harmless(s)
		}
		w.rec = append(w.rec, s)
	}
	return w.csv.Write(w.rec)
}

func (w *csvRows) close() error {
	if w.file == nil {
		return nil
	}
	w.csv.Flush()
	err := errors.Join(w.csv.Error(), w.out.Flush(), w.file.Close())
	w.file = nil
	return err
}

// harmless keeps a spreadsheet from taking words for a formula.
func harmless(s string) string {
	if t := strings.TrimLeft(s, " \t\r\n\u00a0\u2066\u2067\u2068\u200e\u200f"); t != "" && strings.ContainsRune("=+-@|＝＋－＠", []rune(t)[0]) {
		return "'" + s
	}
	return s
}

type jsonRows struct {
	file io.WriteCloser
	out  *bufio.Writer
	keys [][]byte
}

func (w *jsonRows) begin(keys, _, _ []string) error {
	for _, key := range keys {
		w.keys = append(w.keys, []byte(strconv.Quote(key)+":"))
	}
	return nil
}

func (w *jsonRows) row(cells []cell, as func(cell) string) error {
	_ = w.out.WriteByte('{')
	first := true
	for i, c := range cells {
		if c.kind == blank || c.kind == words && c.text == "" {
			continue
		}
		if !first {
			_ = w.out.WriteByte(',')
		}
		first = false
		_, _ = w.out.Write(w.keys[i])
		s := as(c)
		if _, err := strconv.ParseFloat(s, 64); c.kind == number && err == nil {
			_, _ = w.out.WriteString(s)
			continue
		}
		quoted, err := json.Marshal(s)
		if err != nil {
			return err
		}
		_, _ = w.out.Write(quoted)
	}
	_, err := w.out.WriteString("}\n")
	return err
}

func (w *jsonRows) close() error {
	if w.file == nil {
		return nil
	}
	err := errors.Join(w.out.Flush(), w.file.Close())
	w.file = nil
	return err
}
