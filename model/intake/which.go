package intake

import (
	"context"
	"errors"
	"fmt"
	"io"

	"plumbline/model"
)

// ErrNoTable means that a workbook is to be looked at as a report that comes home.
var ErrNoTable = errors.New("not taken as a table")

// ReadTable reads a file as a table from outside: a CSV file, or a workbook. A
// workbook without a report's hidden sheet is a table only when it has the columns
// of ODK and Kobo or a mapping says what its columns are: a report that lost its
// hidden sheet must not become drafts. The error is ErrNoTable, or that of CSV or
// Table.
func ReadTable(ctx context.Context, src io.ReaderAt, size int64, isCSV bool, m *Mapping) (*Table, error) {
	if isCSV {
		return CSV(ctx, src, size)
	}
	b, err := Open(src, size)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNoTable, err)
	}
	if _, err := b.Report(ctx); !errors.Is(err, model.ErrNotReport) {
		return nil, ErrNoTable
	}
	sheet := ""
	if m != nil {
		sheet = m.Sheet
	}
	t, err := b.Table(ctx, sheet)
	if m == nil && (err != nil || !t.HasIdentities()) {
		return nil, ErrNoTable
	}
	return t, err
}

// Drafts are all that would be written, the new ones first.
func (a *Arrival) Drafts() []Draft { return append(append([]Draft{}, a.New...), a.Changed...) }

// RowsRefused is how many rows have a fault.
func (a *Arrival) RowsRefused() int {
	rows := map[int]bool{}
	for _, x := range a.Refused {
		rows[x.Row] = true
	}
	return len(rows)
}
