package export

import (
	"bytes"
	"slices"
	"testing"

	"github.com/xuri/excelize/v2"

	"plumbline/assets"
	"plumbline/model"
)

// What the counts call written stands on the sheets, record by record, in every audience: neither more nor less.
func TestWrittenIsWhatStandsOnTheSheets(t *testing.T) {
	records := sampled(t, 120)
	for _, p := range model.Profiles() {
		r, err := model.NewReport(plan(t), records, ask(t, p.Code))
		if err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		if err := Workbook(t.Context(), &out, r, assets.For("en"), nil); err != nil {
			t.Fatal(err)
		}
		f, err := excelize.OpenReader(&out)
		if err != nil {
			t.Fatal(err)
		}
		inScope, written, withheld := r.Scope()
		whole := 0
		for _, w := range r.Withheld {
			if w.Whole() {
				whole += w.N
			}
		}
		if inScope != written+withheld || whole != withheld {
			t.Errorf("%s: %d in scope, %d written, %d withheld, %d by rule", p.Code, inScope, written, withheld, whole)
		}
		for _, c := range r.Counts {
			rows, err := f.GetRows(assets.For("en").T("sheets." + homes[c.Kind]))
			if err != nil || len(rows) == 0 {
				t.Fatalf("%s: %v", c.Kind, err)
			}
			at, ids := slices.Index(rows[0], "_id"), map[string]bool{}
			for _, row := range rows[1:] {
				if at < len(row) && row[at] != "" {
					ids[row[at]] = true
				}
			}
			if len(ids) != c.Written {
				t.Errorf("%s, %s: %d records stand there, %d are called written", p.Code, c.Kind, len(ids), c.Written)
			}
		}
		f.Close()
	}
}

// In which order the records came into a notebook changes no byte: two laptops with the same records make the same file.
func TestTheOrderOfTheRecordsChangesNothing(t *testing.T) {
	records := sampled(t, 80)
	var views []model.View
	for _, kind := range model.Kinds {
		for v, err := range records(kind) {
			if err != nil {
				t.Fatal(err)
			}
			views = append(views, v)
		}
	}
	slices.Reverse(views)
	for i, p := range model.Profiles() {
		language := assets.Languages()[i%4]
		if !bytes.Equal(drawn(t, records, ask(t, p.Code), language), drawn(t, recordsOf(views...), ask(t, p.Code), language)) {
			t.Errorf("%s: the order of the records shows in the bytes", p.Code)
		}
	}
}
