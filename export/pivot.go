package export

import (
	"errors"

	"github.com/xuri/excelize/v2"
)

// pivot counts observations by region and period, those of one event once, in a
// table that the reader's program computes and that can be turned. What it says stands on other sheets
// too, for previews compute nothing.
func (b *book) pivot() error {
	p, err := b.page("pivot", 26, 14, 14, 14, 14, 14, 14, 14)
	if err != nil {
		return err
	}
	p.across(b.heading(), b.w.T("sheets.pivot"), 18)
	p.across(b.note(), b.w.T("report.pivot_note"), 10)
	p.gap()
	if err := p.done(true); err != nil || b.sink != nil {
		return err
	}
	s, ok := b.tables["observations"]
	region, period, counts := s.columns["region"], s.columns["period"], s.columns["_counts"]
	if !ok || s.last < 2 || region == "" || period == "" || counts == "" {
		return nil
	}
	head := func(key string) string { return s.heads[key] }
	return errors.Join(b.f.AddPivotTable(&excelize.PivotTableOptions{DataRange: "Observations", PivotTableRange: p.name + "!A5:H40", Name: "ObservationsByRegion",
		Rows: []excelize.PivotTableField{{Data: head("region"), DefaultSubtotal: true}}, Columns: []excelize.PivotTableField{{Data: head("period"), DefaultSubtotal: true}},
		Data:           []excelize.PivotTableField{{Data: head("_counts"), Name: b.w.T("columns.observations_n"), Subtotal: "Sum"}},
		RowGrandTotals: true, ColGrandTotals: true, ShowDrill: true, ShowRowHeaders: true, ShowColHeaders: true, PivotTableStyleName: "PivotStyleLight16"}))
}
