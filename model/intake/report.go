package intake

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"plumbline/model"
)

// How a report that was edited is found again in its workbook:
//
//  1. its very hidden sheet says which sheets of records it has, with which
//     columns (model.ReturnMark);
//  2. a sheet is found by its name; one that is not, by its headers among the
//     sheets that have no other claim;
//  3. the header is the row, near the top, that has most of the heads;
//  4. a column is found by its head; one that is not, by its place when that is
//     free, so a renamed column is found and a moved one too;
//  5. what is not found is gone: its cells are not empty, they are not there;
//  6. columns that are nobody's are told where they hold something.

const (
	maxHeader = 30     // rows above the records
	maxFresh  = 20_000 // rows more than were drawn
	maxStrays = 400    // columns that are not the report's
)

// Report reads a workbook as a report that comes home. The error is
// model.ErrNotReport, ErrReportNewer or ErrReportMark, or one of this package.
func (b *Book) Report(ctx context.Context) (*model.ReturnedBook, error) {
	mark, err := b.mark(ctx)
	if err != nil {
		return nil, err
	}
	file, err := b.Digest()
	if err != nil {
		return nil, err
	}
	r := &returned{book: b, out: &model.ReturnedBook{Mark: mark, File: file}, heads: map[int]header{}}
	if err := r.find(ctx); err != nil {
		return nil, err
	}
	r.out.Rows = func(f func(model.ReturnedRow) error) error {
		for i, at := range r.places {
			if err := r.rows(ctx, at, r.out.Sheets[i], f); err != nil {
				return err
			}
		}
		return nil
	}
	return r.out, nil
}

// mark reads what the report says of itself.
func (b *Book) mark(ctx context.Context) (model.ReturnMark, error) {
	i := slices.IndexFunc(b.sheets, func(s Sheet) bool { return strings.EqualFold(s.Name, model.ReturnSheetName) })
	if i < 0 {
		return model.ReturnMark{}, model.ErrNotReport
	}
	var lines [][]string
	err := b.Rows(ctx, b.sheets[i], func(r Row) error {
		if len(lines) > model.MaxReturnLines {
			return tooLarge(b.sheets[i].part, "too many lines")
		}
		lines = append(lines, []string{r.At(0), r.At(1), r.At(2), r.At(3), r.At(4), r.At(5)})
		return nil
	})
	if err != nil {
		return model.ReturnMark{}, err
	}
	return model.ReadReturnMark(lines)
}

// returned is a report while it is found in its workbook.
type returned struct {
	book   *Book
	out    *model.ReturnedBook
	places []int          // of out.Sheets among book.sheets
	heads  map[int]header // by place among book.sheets
}

// header is the row of heads of a sheet: by column what stands there.
type header struct {
	row   int
	cells []Cell
}

// find says which sheet is which.
func (r *returned) find(ctx context.Context) error {
	claimed := make([]int, len(r.out.Mark.Sheets))
	taken := map[int]bool{}
	for pass := range 2 {
		for i := range r.out.Mark.Sheets {
			drawn := &r.out.Mark.Sheets[i]
			if claimed[i] != 0 {
				continue
			}
			for at, s := range r.book.sheets {
				if taken[at] || pass == 0 && s.Name != drawn.Name {
					continue
				}
				h, err := r.header(ctx, at, drawn)
				if err != nil {
					return err
				}
				if h.row > 0 {
					claimed[i], taken[at], r.heads[at] = at+1, true, h
					break
				}
			}
		}
	}
	for i := range r.out.Mark.Sheets {
		drawn := &r.out.Mark.Sheets[i]
		if claimed[i] == 0 {
			r.out.Gone = append(r.out.Gone, drawn.Name)
			continue
		}
		r.places = append(r.places, claimed[i]-1)
		r.out.Sheets = append(r.out.Sheets, &model.ReturnedSheet{Drawn: drawn, Name: r.book.sheets[claimed[i]-1].Name, Gone: make([]bool, len(drawn.Keys))})
	}
	return nil
}

// errEnough ends the reading of a sheet.
var errEnough = errors.New("enough")

// header finds the row of heads near the top of a sheet; the zero header when
// there is none.
func (r *returned) header(ctx context.Context, at int, drawn *model.ReturnSheet) (h header, err error) {
	seen := 0
	err = r.book.Rows(ctx, r.book.sheets[at], func(row Row) error {
		found := 0
		for _, c := range row.Cells {
			if slices.Contains(drawn.Heads, strings.TrimSpace(c.Value)) {
				found++
			}
		}
		if found*3 >= len(drawn.Heads)*2 {
			h = header{row.Number, slices.Clone(row.Cells)}
		}
		if seen++; h.row > 0 || seen == maxHeader {
			return errEnough
		}
		return nil
	})
	if errors.Is(err, errEnough) {
		err = nil
	}
	return h, err
}

// layout says which of the drawn columns stands in each column of the sheet, and
// which are nobody's: from -2 down, the place among the strays.
func (h *header) layout(sheet *model.ReturnedSheet) (map[int]int, error) {
	drawn := sheet.Drawn
	place, free := map[int]int{}, map[int]string{}
	found := make([]bool, len(drawn.Keys))
	for _, c := range h.cells {
		head := strings.TrimSpace(c.Value)
		if i := slices.Index(drawn.Heads, head); i >= 0 && !found[i] {
			place[c.Col], found[i] = i, true
		} else {
			free[c.Col] = head
		}
	}
	for i := range drawn.Keys {
		if _, open := free[i]; open && !found[i] {
			place[i], found[i] = i, true
			delete(free, i)
		}
		sheet.Gone[i] = !found[i]
	}
	if len(free) > maxStrays {
		return nil, tooLarge("header", "too many columns that are not the report's")
	}
	sheet.Strays = sheet.Strays[:0]
	for _, col := range slices.Sorted(maps.Keys(free)) {
		place[col] = -2 - len(sheet.Strays)
		sheet.Strays = append(sheet.Strays, shortened(free[col]))
	}
	return place, nil
}

func shortened(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}

// rows hands the rows below the header to f.
func (r *returned) rows(ctx context.Context, at int, sheet *model.ReturnedSheet, f func(model.ReturnedRow) error) error {
	h := r.heads[at]
	place, err := h.layout(sheet)
	if err != nil {
		return err
	}
	out := model.ReturnedRow{Sheet: sheet, Cells: make([]model.ReturnedCell, len(sheet.Drawn.Keys))}
	left := sheet.Drawn.Rows + maxFresh
	return r.book.Rows(ctx, r.book.sheets[at], func(row Row) error {
		if row.Number <= h.row {
			return nil
		}
		if left--; left < 0 {
			return tooLarge("sheet of records", fmt.Sprintf("more than %d rows more than were drawn", maxFresh))
		}
		clear(out.Cells)
		out.Number, out.Strays = row.Number, out.Strays[:0]
		for _, c := range row.Cells {
			to, known := place[c.Col]
			if !known && strings.TrimSpace(c.Value) != "" {
				if len(sheet.Strays) >= maxStrays {
					return tooLarge("sheet of records", "too many columns that are not the report's")
				}
				to = -2 - len(sheet.Strays)
				place[c.Col] = to
				sheet.Strays = append(sheet.Strays, letters(c.Col))
			}
			switch {
			case to <= -2:
				if strings.TrimSpace(c.Value) != "" {
					out.Strays = append(out.Strays, -2-to)
				}
			case known:
				out.Cells[to] = model.ReturnedCell{Kind: kinds[c.Kind], Value: c.Value, Formula: c.Formula}
			}
		}
		return f(out)
	})
}

var kinds = map[Kind]model.ReturnedKind{Text: model.ReturnedText, Number: model.ReturnedNumber, Date: model.ReturnedDay, Bool: model.ReturnedBool,
	Fault: model.ReturnedFault}

// letters names a column as the spreadsheet does.
func letters(col int) string {
	s := ""
	for n := col + 1; n > 0; n = (n - 1) / 26 {
		s = string(rune('A'+(n-1)%26)) + s
	}
	return s
}
