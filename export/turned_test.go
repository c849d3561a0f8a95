package export

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// The parts of the pivot table are those that excelize writes, byte for byte, and
// a workbook that holds them is read back by it.
func TestPivotIsAsExcelizeWritesIt(t *testing.T) {
	heads := []string{"Ref", "Period", "Region · <code>", "A \"quoted\" & long\nhead", "_counts", "وقائع"}
	f := excelize.NewFile()
	defer f.Close()
	if err := f.SetSheetRow("Sheet1", "A1", &heads); err != nil {
		t.Fatal(err)
	}
	if err := f.AddTable("Sheet1", &excelize.Table{Range: "A1:F3", Name: "Observations"}); err != nil {
		t.Fatal(err)
	}
	if _, err := f.NewSheet("Turned"); err != nil {
		t.Fatal(err)
	}
	err := f.AddPivotTable(&excelize.PivotTableOptions{DataRange: "Observations", PivotTableRange: "Turned!A5:H40", Name: "ObservationsByRegion",
		Rows: []excelize.PivotTableField{{Data: heads[2], DefaultSubtotal: true}}, Columns: []excelize.PivotTableField{{Data: heads[1], DefaultSubtotal: true}},
		Data:           []excelize.PivotTableField{{Data: heads[4], Name: "Number, of \"events\"", Subtotal: "Sum"}},
		RowGrandTotals: true, ColGrandTotals: true, ShowDrill: true, ShowRowHeaders: true, ShowColHeaders: true, PivotTableStyleName: "PivotStyleLight16"})
	if err != nil {
		t.Fatal(err)
	}
	theirs, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	want := partsOf(t, theirs.Bytes())

	ours := &turned{name: "ObservationsByRegion", from: "Observations", at: "A5:H40", sheet: "xl/worksheets/sheet2.xml", fields: heads,
		row: 2, column: 1, data: 4, sum: "Number, of \"events\""}
	p := &parts{}
	for name, text := range want {
		if !strings.Contains(name, "pivot") && !strings.Contains(name, "sheet2.xml.rels") {
			for _, listed := range []string{"workbook.xml", "Content_Types", "workbook.xml.rels"} {
				if strings.Contains(name, listed) {
					text = withoutPivot(text)
				}
			}
			p.put(name, text)
		}
	}
	if err := ours.addTo(p); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"xl/" + pivotPart, "xl/" + cachePart, "xl/pivotTables/_rels/pivotTable1.xml.rels"} {
		if got := p.named(name).String(); got != want[name] {
			t.Errorf("%s:\n got %s\nwant %s", name, got, want[name])
		}
	}
	var file bytes.Buffer
	if err := pack(t.Context(), &file, p.list, nil); err != nil {
		t.Fatal(err)
	}
	g, err := excelize.OpenReader(&file)
	if err != nil {
		t.Fatal(err)
	}
	defer g.Close()
	if tables, err := g.GetPivotTables("Turned"); err != nil || len(tables) != 1 || tables[0].Name != ours.name {
		t.Errorf("pivot tables read back: %+v, %v", tables, err)
	}
}

// withoutPivot takes out of a part what names the pivot table.
func withoutPivot(text string) string {
	if from, to := strings.Index(text, "<pivotCaches>"), strings.Index(text, "</pivotCaches>"); from >= 0 {
		text = text[:from] + text[to+len("</pivotCaches>"):]
	}
	for _, tag := range []string{"Relationship", "Override"} {
		kept := ""
		for _, one := range strings.SplitAfter(text, "</"+tag+">") {
			if i := strings.LastIndex(one, "<"+tag+" "); i >= 0 && strings.Contains(one[i:], "pivot") {
				one = one[:i]
			}
			kept += one
		}
		text = kept
	}
	return text
}

func partsOf(t *testing.T, file []byte) map[string]string {
	t.Helper()
	r, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, f := range r.File {
		x, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(x)
		if err != nil {
			t.Fatal(err)
		}
		if _, twice := all[f.Name]; twice {
			t.Errorf("%s twice", f.Name)
		}
		all[f.Name] = string(text)
	}
	return all
}
