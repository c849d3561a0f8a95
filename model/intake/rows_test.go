package intake

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// rowsOf reads every sheet whole, as column letters and values.
func rowsOf(data []byte) (map[string][][]string, error) {
	b, err := Open(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, err
	}
	out := map[string][][]string{}
	for _, s := range b.Sheets() {
		var rows [][]string
		err := b.Rows(context.Background(), s, func(r Row) error {
			for len(rows) < r.Number-1 {
				rows = append(rows, nil)
			}
			var vals []string
			for _, c := range r.Cells {
				for len(vals) < c.Col {
					vals = append(vals, "")
				}
				vals = append(vals, c.Value)
			}
			rows = append(rows, vals)
			return nil
		})
		if err != nil {
			return nil, err
		}
		out[s.Name] = rows
	}
	return out, nil
}

func workbook(t testing.TB, fill func(*excelize.File)) []byte {
	t.Helper()
	f := excelize.NewFile()
	fill(f)
	var buf bytes.Buffer
	if err := f.Write(&buf); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

var words = []string{"", "plain", "Отказ в допуске", "қамқорлығынсыз қалған", "مأوى للضحايا", "a<b>&\"c'", "  spaces  ", "line\nbreak", "_x0041_", "=SUM(A1)", "😀 pair", "1e5", "0012"}

func TestRowsReadWhatExcelizeWrote(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	var want [][]string
	data := workbook(t, func(f *excelize.File) {
		f.NewSheet("Екінші")
		sw, err := f.NewStreamWriter("Екінші")
		if err != nil {
			t.Fatal(err)
		}
		for row := 1; row <= 300; row++ {
			vals := make([]any, r.IntN(12))
			texts := make([]string, len(vals))
			for i := range vals {
				texts[i] = words[r.IntN(len(words))]
				vals[i] = texts[i]
			}
			if err := sw.SetRow(fmt.Sprintf("A%d", row), vals); err != nil {
				t.Fatal(err)
			}
			for len(texts) > 0 && texts[len(texts)-1] == "" {
				texts = texts[:len(texts)-1]
			}
			want = append(want, texts)
			for i, s := range texts { // the same through shared strings
				if strings.HasPrefix(s, "_x") {
					s = "_x005F" + s // SetCellStr does not escape
				}
				f.SetCellStr("Sheet1", fmt.Sprintf("%c%d", 'A'+i, row), s)
			}
		}
		if err := sw.Flush(); err != nil {
			t.Fatal(err)
		}
	})
	got, err := rowsOf(data)
	if err != nil {
		t.Fatal(err)
	}
	for _, sheet := range []string{"Sheet1", "Екінші"} {
		for i := range want {
			var row []string
			if i < len(got[sheet]) {
				row = got[sheet][i]
			}
			if strings.Join(row, "|") != strings.Join(want[i], "|") {
				t.Fatalf("%s row %d: %q, want %q", sheet, i+1, row, want[i])
			}
		}
	}
}

func TestKindsOfCells(t *testing.T) {
	data := workbook(t, func(f *excelize.File) {
		style, _ := f.NewStyle(&excelize.Style{NumFmt: 14})
		own := "yyyy-mm-dd"
		style2, _ := f.NewStyle(&excelize.Style{CustomNumFmt: &own})
		f.SetCellValue("Sheet1", "A1", 45017)
		f.SetCellStyle("Sheet1", "A1", "A1", style)
		f.SetCellValue("Sheet1", "B1", 45017.5)
		f.SetCellStyle("Sheet1", "B1", "B1", style2)
		f.SetCellValue("Sheet1", "C1", 12.25)
		f.SetCellBool("Sheet1", "D1", true)
		f.SetCellFormula("Sheet1", "E1", "1+1")
		f.SetCellValue("Sheet1", "F1", "text")
	})
	b, err := Open(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var got []Cell
	if err := b.Rows(context.Background(), b.Sheets()[0], func(r Row) error {
		got = append(got, r.Cells...)
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	want := []Cell{{0, Date, "2023-04-01", false}, {1, Date, "2023-04-01T12:00:00", false}, {2, Number, "12.25", false}, {3, Bool, "1", false}, {5, Text, "text", false}}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("\n%v\n%v", got, want)
	}
}

// parts are a workbook by hand: what no library writes.
func parts(sheet string, more ...string) []byte {
	var buf bytes.Buffer
	z := zip.NewWriter(&buf)
	put := func(name, body string) {
		w, _ := z.Create(name)
		io.WriteString(w, body)
	}
	put("[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`)
	put("xl/workbook.xml", `<workbook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>`)
	put("xl/_rels/workbook.xml.rels", `<Relationships><Relationship Id="r1" Type="t/worksheet" Target="worksheets/s.xml"/><Relationship Id="r2" Type="t/sharedStrings" Target="sharedStrings.xml"/></Relationships>`)
	strs := `<sst><si><t>zero</t></si><si><r><t>o</t></r><r><t>ne</t></r><rPh><t>x</t></rPh></si></sst>`
	for i := 0; i+1 < len(more); i += 2 {
		if more[i] == "strings" {
			strs = more[i+1]
		} else {
			put(more[i], more[i+1])
		}
	}
	put("xl/sharedStrings.xml", strs)
	put("xl/worksheets/s.xml", sheet)
	z.Close()
	return buf.Bytes()
}

func sheetOf(rows string) string { return `<worksheet><sheetData>` + rows + `</sheetData></worksheet>` }

func TestHandmadeSheets(t *testing.T) {
	for name, c := range map[string]struct{ sheet, want string }{
		"shared":       {sheetOf(`<row><c t="s"><v>1</v></c><c t="s"><v>0</v></c></row>`), "[[one zero]]"},
		"no refs":      {sheetOf(`<row><c><v>1</v></c></row><row><c><v>2</v></c></row>`), "[[1] [2]]"},
		"gap":          {sheetOf(`<row r="3"><c r="B3" t="inlineStr"><is><t>x</t></is></c></row>`), "[[] [] [ x]]"},
		"prefix":       {`<x:worksheet><x:sheetData><x:row><x:c t="str"><x:v>p</x:v></x:c></x:row></x:sheetData></x:worksheet>`, "[[p]]"},
		"comment":      {sheetOf(`<row><!-- > --><c t="str"><v>a<!-- x -->b</v></c></row>`), "[[ab]]"},
		"entities":     {sheetOf(`<row><c t="str"><v>&lt;&amp;&gt;&quot;&apos;&#65;&#x42A;</v></c></row>`), `[[<&>"'AЪ]]`},
		"escaped":      {sheetOf(`<row><c t="str"><v>_x005F_x0041_ _x0042_ _xZZZZ_ _x00</v></c></row>`), "[[_x0041_ B _xZZZZ_ _x00]]"},
		"quoted >":     {sheetOf(`<row a="1>2" b='"'><c t="str"><v>q</v></c></row>`), "[[q]]"},
		"empty":        {sheetOf(``), "[]"},
		"self-closing": {`<worksheet><sheetData/></worksheet>`, "[]"},
	} {
		got, err := rowsOf(parts(c.sheet))
		if err != nil || fmt.Sprint(got["S"]) != c.want {
			t.Errorf("%s: %v %v, want %s", name, got["S"], err, c.want)
		}
	}
}

// Each of these would lose rows in silence, or memory, in a trusting reader.
func TestHostileWorkbooksAreRefused(t *testing.T) {
	row := `<row><c t="str"><v>x</v></c></row>`
	deep := strings.Repeat("<x>", 100) + strings.Repeat("</x>", 100)
	for name, data := range map[string][]byte{
		"cut":                 parts(`<worksheet><sheetData>` + row),
		"cut in a tag":        parts(`<worksheet><sheetData>` + row + `<row`),
		"no rows":             parts(`<worksheet></worksheet>`),
		"rows twice":          parts(`<worksheet><sheetData/><sheetData/></worksheet>`),
		"bad nesting":         parts(sheetOf(row + `<row><c></row></c>`)),
		"stray close":         parts(sheetOf(row + `</c>`)),
		"bad entity":          parts(sheetOf(`<row><c t="str"><v>&bomb;</v></c></row>`)),
		"bad number entity":   parts(sheetOf(`<row><c t="str"><v>&#xD800;</v></c></row>`)),
		"declaration":         parts(`<!DOCTYPE x [<!ENTITY a "b">]>` + sheetOf(row)),
		"shared -1":           parts(sheetOf(`<row><c t="s"><v>-1</v></c></row>`)),
		"shared 99":           parts(sheetOf(`<row><c t="s"><v>99</v></c></row>`)),
		"shared x":            parts(sheetOf(`<row><c t="s"><v>x</v></c></row>`)),
		"row 0":               parts(sheetOf(`<row r="0"/>`)),
		"row -1":              parts(sheetOf(`<row r="-1"/>`)),
		"row over":            parts(sheetOf(`<row r="1048577"/>`)),
		"row huge":            parts(sheetOf(`<row r="100000000000000000000"/>`)),
		"rows falling":        parts(sheetOf(`<row r="2"/><row r="1"/>`)),
		"cells falling":       parts(sheetOf(`<row><c r="B1"/><c r="A1"/></row>`)),
		"cell twice":          parts(sheetOf(`<row><c r="A1"/><c r="A1"/></row>`)),
		"column over":         parts(sheetOf(`<row><c r="XFE1"/></row>`)),
		"column long":         parts(sheetOf(`<row><c r="ZZZZZZZZ1"/></row>`)),
		"column none":         parts(sheetOf(`<row><c r="1"/></row>`)),
		"number":              parts(sheetOf(`<row><c><v>12x</v></c></row>`)),
		"type":                parts(sheetOf(`<row><c t="z"><v>1</v></c></row>`)),
		"cell outside":        parts(sheetOf(`<c><v>1</v></c>`)),
		"cell in cell":        parts(sheetOf(`<row><c><c/></c></row>`)),
		"row in row":          parts(sheetOf(`<row><row/></row>`)),
		"not UTF-8":           parts(sheetOf("<row><c t=\"str\"><v>\xff</v></c></row>")),
		"long cell":           parts(sheetOf(`<row><c t="str"><v>` + strings.Repeat("ж", 32768) + `</v></c></row>`)),
		"endless token":       parts(sheetOf(`<row><c t="str"><v>` + strings.Repeat("x", 5<<20) + `</v></c></row>`)),
		"deep":                parts(deep),
		"name":                parts(`< worksheet>`),
		"strings cut":         parts(sheetOf(row), "strings", `<sst><si><t>a`),
		"strings nested":      parts(sheetOf(row), "strings", `<sst><si><si/></si></sst>`),
		"part twice":          parts(sheetOf(row), "XL/workbook.xml", "x"),
		"part outside":        parts(sheetOf(row), "../evil", "x"),
		"part absolute":       parts(sheetOf(row), "/etc/evil", "x"),
		"empty":               {},
		"no zip":              []byte("PK but no zip"),
		"a password's shell":  []byte(oleMagic + strings.Repeat("x", 600)),
		"foreign zip":         foreignZip(t, map[string]string{"word/document.xml": "<x/>"}),
		"sheet is missing":    foreignZip(t, map[string]string{"[Content_Types].xml": "<x/>", "xl/workbook.xml": `<workbook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="S" r:id="r1"/></sheets></workbook>`, "xl/_rels/workbook.xml.rels": `<Relationships/>`}),
		"target leaves":       foreignZip(t, map[string]string{"[Content_Types].xml": "<x/>", "xl/workbook.xml": `<workbook/>`, "xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="a" Type="worksheet" Target="../../x"/></Relationships>`}),
		"workbook is no XML":  foreignZip(t, map[string]string{"[Content_Types].xml": "<x/>", "xl/workbook.xml": `<workbook>`, "xl/_rels/workbook.xml.rels": `<Relationships/>`}),
		"trailing after root": foreignZip(t, map[string]string{"[Content_Types].xml": "<x/>", "xl/workbook.xml": `<workbook/>`, "xl/_rels/workbook.xml.rels": `<Relationships/><again/>`}),
	} {
		_, err := rowsOf(data)
		if !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrTooLarge) && !errors.Is(err, ErrNotWorkbook) && !errors.Is(err, ErrProtected) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func foreignZip(t *testing.T, files map[string]string) []byte {
	var buf bytes.Buffer
	z := zip.NewWriter(&buf)
	for name, body := range files {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		io.WriteString(w, body)
	}
	z.Close()
	return buf.Bytes()
}

// Directories that lie: overlapping parts, sizes that are not so, packing beyond
// belief.
func TestLyingDirectoriesAreRefused(t *testing.T) {
	bomb := parts(sheetOf(`<row><c t="str"><v>x</v></c></row>`), "xl/media/zeros.bin", strings.Repeat("\x00", 40<<20))
	if _, err := rowsOf(bomb); !errors.Is(err, ErrTooLarge) {
		t.Errorf("a part of zeros: %v", err)
	}
	good := parts(sheetOf(strings.Repeat(`<row><c t="str"><v>xxxxxxxxxx</v></c></row>`, 50)))
	dir := bytes.LastIndex(good, []byte("PK\x01\x02")) // the sheet's entry stands last
	shrunk := bytes.Clone(good)
	copy(shrunk[dir+24:], []byte{9, 0, 0, 0}) // its unpacked size
	if _, err := rowsOf(shrunk); err == nil {
		t.Error("a part that unpacks to more than it says is read")
	}
	lapped := bytes.Clone(good)
	first := bytes.Index(good, []byte("PK\x01\x02"))
	copy(lapped[dir+42:], good[first+42:first+46]) // the sheet's bytes are another part's
	if _, err := rowsOf(lapped); err == nil {
		t.Error("overlapping parts are read")
	}
}

// Whatever byte is flipped and wherever the file is cut: an error or the very
// rows, never fewer of them.
func TestNoFlipOrCutLosesRowsInSilence(t *testing.T) {
	data := parts(sheetOf(strings.Repeat(`<row><c t="s"><v>1</v></c><c t="str"><v>abc</v></c></row>`, 40)))
	want, err := rowsOf(data)
	if err != nil {
		t.Fatal(err)
	}
	for i := range data {
		for _, bad := range [][]byte{data[:i], append(append(bytes.Clone(data[:i]), data[i]^(1<<(i%8))), data[i+1:]...)} {
			got, err := rowsOf(bad)
			if err == nil && fmt.Sprint(got) != fmt.Sprint(want) && len(got["S"]) != len(want["S"]) {
				t.Fatalf("byte %d: %d rows instead of %d, and no error", i, len(got["S"]), len(want["S"]))
			}
		}
	}
}

func TestAnErrorOfTheCallerEndsReading(t *testing.T) {
	data := parts(sheetOf(strings.Repeat(`<row><c><v>1</v></c></row>`, 10)))
	b, err := Open(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	stop, n := errors.New("stop"), 0
	err = b.Rows(context.Background(), b.Sheets()[0], func(Row) error { n++; return stop })
	if !errors.Is(err, stop) || n != 1 {
		t.Errorf("%v after %d rows", err, n)
	}
}

func FuzzSheet(f *testing.F) {
	f.Add(`<row r="1"><c r="A1" t="s"><v>1</v></c></row>`)
	f.Add(`<row><c t="inlineStr"><is><r><t xml:space="preserve"> x</t></r></is></c></row>`)
	f.Fuzz(func(t *testing.T, rows string) {
		rowsOf(parts(sheetOf(rows)))
		rowsOf(parts(rows))
		rowsOf(parts(sheetOf(""), "strings", rows))
	})
}

func FuzzWorkbook(f *testing.F) {
	f.Add(parts(sheetOf(`<row><c><v>1</v></c></row>`)))
	f.Fuzz(func(t *testing.T, data []byte) { rowsOf(data) })
}

// BenchmarkRows reads 5,000 rows of 20 columns with us and with excelize.
func BenchmarkRows(b *testing.B) {
	data := workbook(b, func(f *excelize.File) {
		sw, _ := f.NewStreamWriter("Sheet1")
		for row := 1; row <= 5000; row++ {
			vals := make([]any, 20)
			for i := range vals {
				vals[i] = strings.Repeat(words[(row+i)%len(words)], 1+i%4)
			}
			sw.SetRow(fmt.Sprintf("A%d", row), vals)
		}
		sw.Flush()
	})
	b.Run("intake", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			book, err := Open(bytes.NewReader(data), int64(len(data)))
			if err != nil {
				b.Fatal(err)
			}
			n := 0
			if err := book.Rows(context.Background(), book.Sheets()[0], func(Row) error { n++; return nil }); err != nil || n < 4990 {
				b.Fatal(n, err)
			}
		}
	})
	b.Run("excelize", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			f, err := excelize.OpenReader(bytes.NewReader(data))
			if err != nil {
				b.Fatal(err)
			}
			rows, err := f.Rows("Sheet1")
			if err != nil {
				b.Fatal(err)
			}
			for rows.Next() {
				rows.Columns(excelize.Options{RawCellValue: true})
			}
		}
	})
}
