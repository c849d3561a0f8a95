package export

import (
	"bytes"
	"regexp"
	"slices"
	"testing"

	"github.com/xuri/excelize/v2"

	"plumbline/model"
)

// A ref that leads somewhere leads to the row that it names, in every audience.
func TestRefsLeadToTheirRows(t *testing.T) {
	way := regexp.MustCompile(`^HYPERLINK\("#'([^']+)'!A"&IFERROR\(MATCH\("([^"]+)",'([^']+)'!\$A\$1:\$A\$[0-9]+,0\),1\),"([^"]+)"\)$`)
	records := sampled(t, 120)
	for i, p := range model.Profiles() {
		f, err := excelize.OpenReader(bytes.NewReader(drawn(t, records, ask(t, p.Code), []string{"en", "ar", "ru", "kk"}[i%4])))
		if err != nil {
			t.Fatal(err)
		}
		refs, from := map[string][]string{}, map[string]int{}
		for _, sheet := range f.GetSheetList() {
			rows, err := f.GetRows(sheet)
			if err != nil {
				t.Fatal(err)
			}
			for _, row := range rows {
				if len(row) > 0 {
					refs[sheet] = append(refs[sheet], row[0])
				}
			}
		}
		for _, sheet := range f.GetSheetList() {
			rows, _ := f.GetRows(sheet)
			for y := range rows {
				for x := range rows[y] {
					at, _ := excelize.CoordinatesToCellName(x+1, y+1)
					formula, err := f.GetCellFormula(sheet, at)
					if err != nil || len(formula) < 10 || formula[:10] != "HYPERLINK(" {
						continue
					}
					m := way.FindStringSubmatch(formula)
					if m == nil || m[1] != m[3] || m[4] != rows[y][x] || !slices.Contains(refs[m[1]], m[2]) {
						t.Fatalf("%s %s %s: %s", p.Code, sheet, at, formula)
					}
					from[sheet]++
				}
			}
		}
		if len(from) < 5 {
			t.Errorf("%s: refs lead from %v", p.Code, from)
		}
		f.Close()
	}
}
