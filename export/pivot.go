package export

import "slices"

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
	if !ok || s.last < 2 {
		return nil
	}
	t := turned{name: "ObservationsByRegion", from: "Observations", at: "A5:H40", fields: s.fields(), sum: b.w.T("columns.observations_n")}
	t.row, t.column, t.data = slices.Index(t.fields, s.heads["region"]), slices.Index(t.fields, s.heads["period"]), slices.Index(t.fields, s.heads["_counts"])
	if min(t.row, t.column, t.data) < 0 {
		return nil
	}
	if t.sheet, err = b.partOf(p.name); err != nil {
		return err
	}
	b.turned = &t
	return nil
}

// fields are the headers of a table in the order of its columns.
func (s spot) fields() []string {
	at := make(map[string]string, len(s.heads))
	for key, head := range s.heads {
		at[s.columns[key]] = head
	}
	all := make([]string, len(s.heads))
	for i := range all {
		all[i] = at[columnName(i)]
	}
	return all
}
