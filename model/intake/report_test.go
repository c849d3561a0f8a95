package intake

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"plumbline/model"
)

// marked is a workbook with a hidden sheet and one sheet of records.
func marked(t testing.TB, rows [][]any) []byte {
	p, _ := model.ProfileOf("coalition")
	m := model.ReturnMark{Profile: p, Language: "en", Plan: "P", Today: "2026-11-22", Sheets: []model.ReturnSheet{{Code: "observations", Name: "Seen", Rows: 2,
		Keys: []string{"ref", "title", "place", "_id"}, Heads: []string{"Ref", "Title", "Place", "_id"}}}}
	return workbook(t, func(f *excelize.File) {
		f.SetSheetName("Sheet1", "Seen")
		for i := range rows {
			f.SetSheetRow("Seen", fmt.Sprintf("A%d", i+1), &rows[i])
		}
		f.NewSheet(model.ReturnSheetName)
		for i, line := range m.Lines() {
			f.SetSheetRow(model.ReturnSheetName, fmt.Sprintf("A%d", i+1), &line)
		}
	})
}

// came reads the rows of records: by key, what stands in each.
func came(data []byte) (rows []map[string]string, sheets []*model.ReturnedSheet, err error) {
	b, err := Open(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, nil, err
	}
	book, err := b.Report(context.Background())
	if err != nil {
		return nil, nil, err
	}
	err = book.Rows(func(r model.ReturnedRow) error {
		row := map[string]string{}
		for i, c := range r.Cells {
			if c.Value != "" {
				row[r.Sheet.Drawn.Keys[i]] = c.Value
			}
		}
		for _, i := range r.Strays {
			row["stray"] += r.Sheet.Strays[i]
		}
		rows = append(rows, row)
		return nil
	})
	return rows, book.Sheets, err
}

func TestColumnsAreFoundByHeadThenByPlace(t *testing.T) {
	for name, c := range map[string]struct {
		rows [][]any
		want map[string]string
		gone string
	}{
		"as drawn":            {[][]any{{"Ref", "Title", "Place", "_id"}, {"r", "t", "p", "i"}}, map[string]string{"ref": "r", "title": "t", "place": "p", "_id": "i"}, ""},
		"moved":               {[][]any{{"Ref", "_id", "Place", "Title"}, {"r", "i", "p", "t"}}, map[string]string{"ref": "r", "title": "t", "place": "p", "_id": "i"}, ""},
		"renamed":             {[][]any{{"Ref", "Heading", "Place", "_id"}, {"r", "t", "p", "i"}}, map[string]string{"ref": "r", "title": "t", "place": "p", "_id": "i"}, ""},
		"gone":                {[][]any{{"Ref", "Place", "_id"}, {"r", "p", "i"}}, map[string]string{"ref": "r", "place": "p", "_id": "i"}, "title"},
		"gone and a new one":  {[][]any{{"Ref", "Place", "_id", "", "Mine"}, {"r", "p", "i", "", "m"}}, map[string]string{"ref": "r", "place": "p", "_id": "i", "stray": "Mine"}, "title"},
		"beneath three lines": {[][]any{{"About"}, {"this"}, {}, {"Ref", "Title", "Place", "_id"}, {"r", "t", "p", "i"}}, map[string]string{"ref": "r", "title": "t", "place": "p", "_id": "i"}, ""},
		"without a head":      {[][]any{{"Ref", "Title", "Place", "_id"}, {"r", "t", "p", "i", "", "beside"}}, map[string]string{"ref": "r", "title": "t", "place": "p", "_id": "i", "stray": "F"}, ""},
	} {
		rows, sheets, err := came(marked(t, c.rows))
		if err != nil || len(rows) != 1 || len(sheets) != 1 {
			t.Errorf("%s: %v, %d rows", name, err, len(rows))
			continue
		}
		for key, want := range c.want {
			if rows[0][key] != want {
				t.Errorf("%s: %s is %q, want %q", name, key, rows[0][key], want)
			}
		}
		if len(rows[0]) != len(c.want) {
			t.Errorf("%s: %v", name, rows[0])
		}
		for i, gone := range sheets[0].Gone {
			if gone != (sheets[0].Drawn.Keys[i] == c.gone) {
				t.Errorf("%s: %s gone: %v", name, sheets[0].Drawn.Keys[i], gone)
			}
		}
	}
}

func TestASheetIsFoundByItsHeads(t *testing.T) {
	data := marked(t, [][]any{{"Ref", "Title", "Place", "_id"}, {"r", "t", "p", "i"}})
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := f.SetSheetName("Seen", "What we saw"); err != nil {
		t.Fatal(err)
	}
	var renamed, gone bytes.Buffer
	f.Write(&renamed)
	if rows, sheets, err := came(renamed.Bytes()); err != nil || len(rows) != 1 || sheets[0].Name != "What we saw" {
		t.Errorf("renamed: %v, %d rows", err, len(rows))
	}
	f.DeleteSheet("What we saw")
	f.Write(&gone)
	b, err := Open(bytes.NewReader(gone.Bytes()), int64(gone.Len()))
	if err != nil {
		t.Fatal(err)
	}
	if book, err := b.Report(t.Context()); err != nil || len(book.Sheets) != 0 || len(book.Gone) != 1 {
		t.Errorf("gone: %v", err)
	}
}

func TestValuesWithoutEndAreRefused(t *testing.T) {
	long := strings.Repeat("<t>"+strings.Repeat("x", 1000)+"</t>", 200)
	for name, data := range map[string][]byte{
		"a cell in pieces":   parts(sheetOf(`<row><c t="inlineStr"><is>` + long + `</is></c></row>`)),
		"a string in pieces": parts(sheetOf(`<row/>`), "strings", `<sst><si>`+long+`</si></sst>`),
	} {
		if _, err := rowsOf(data); !errors.Is(err, ErrTooLarge) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Many strings lie in many blocks, and each is found.
func TestStringsAreFoundAcrossBlocks(t *testing.T) {
	var table stringTable
	var want []string
	for i := range 3000 {
		s := strings.Repeat(string(rune('а'+i%30)), i%7*200)
		want = append(want, s)
		table.add([]byte(s))
	}
	if len(table.blocks) < 3 {
		t.Fatalf("%d blocks", len(table.blocks))
	}
	for i, s := range want {
		if got, ok := table.at([]byte(strconv.Itoa(i))); !ok || got != s {
			t.Fatalf("string %d", i)
		}
	}
	if _, ok := table.at([]byte("3000")); ok {
		t.Error("a string beyond the last")
	}
}

func FuzzReport(f *testing.F) {
	f.Add(marked(f, [][]any{{"Ref", "Title", "Place", "_id"}, {"r", "t", "p", "i"}}))
	f.Fuzz(func(t *testing.T, data []byte) { came(data) })
}
