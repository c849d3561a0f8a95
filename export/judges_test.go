package export

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"plumbline/assets"
	"plumbline/model"
)

// Judges who did not write the workbook: openpyxl, LibreOffice, xmllint, and a
// checker of what makes Excel repair a file. One that is not installed is a
// fault, not a reason to pass.

// python is an interpreter with openpyxl.
func python(t testing.TB) string {
	t.Helper()
	for _, name := range []string{"python3", "/usr/bin/python3"} {
		if exec.Command(name, "-c", "import openpyxl").Run() == nil {
			return name
		}
	}
	t.Fatal("openpyxl is needed: apt-get install python3-openpyxl")
	return ""
}

// tool finds a program, or says which package has it.
func tool(t testing.TB, name, pkg string) string {
	t.Helper()
	found, err := exec.LookPath(name)
	if err != nil {
		t.Fatalf("%s is needed: apt-get install %s", name, pkg)
	}
	return found
}

// readBack prints every sheet as openpyxl sees it, read whole and read as a
// stream: name, direction, and the cached value of every cell.
const readBack = `
import sys, json, datetime, openpyxl
from openpyxl.utils.datetime import to_excel
def plain(v):
    if isinstance(v, datetime.datetime): return to_excel(v)
    return v
def rows(ws):
    out = [[plain(c) for c in r] for r in ws.iter_rows(values_only=True)]
    out = [r[:max([i + 1 for i, c in enumerate(r) if c is not None] or [0])] for r in out]
    while out and not out[-1]: out.pop()
    return out
whole = openpyxl.load_workbook(sys.argv[1], data_only=True)
stream = openpyxl.load_workbook(sys.argv[1], data_only=True, read_only=True)
formulas = openpyxl.load_workbook(sys.argv[1])
print(json.dumps([{"name": ws.title, "rtl": bool(ws.sheet_view.rightToLeft), "rows": rows(ws), "same": rows(ws) == rows(stream[ws.title]),
  "formulas": sum(1 for r in formulas[ws.title].iter_rows() for c in r if c.data_type == "f"),
  "tables": {t.name: t.ref for t in ws.tables.values()}, "charts": len(formulas[ws.title]._charts)} for ws in whole]))
`

// seenSheet is a sheet as openpyxl sees it.
type seenSheet struct {
	Name     string
	RTL      bool
	Same     bool
	Formulas int
	Charts   int
	Tables   map[string]string
	Rows     [][]any
}

func openpyxl(t testing.TB, file string) []seenSheet {
	t.Helper()
	out, err := exec.Command(python(t), "-c", readBack, file).Output()
	if err != nil {
		t.Fatalf("openpyxl cannot read it: %v", err)
	}
	var sheets []seenSheet
	if err := json.Unmarshal(out, &sheets); err != nil {
		t.Fatal(err)
	}
	return sheets
}

// written writes a value as excelize's raw reading gives it.
func written(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case bool:
		return strings.ToUpper(fmt.Sprint(v))
	}
	return fmt.Sprint(v)
}

func TestOpenpyxlReadsWhatExcelizeReads(t *testing.T) {
	records := sampled(t, 80)
	for i, p := range model.Profiles() {
		language := []string{"ar", "ru", "kk", "en"}[i%4]
		file := kept(t, "r.xlsx", drawn(t, records, ask(t, p.Code), language))
		f, err := excelize.OpenFile(file)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		sheets := openpyxl(t, file)
		if len(sheets) != len(f.GetSheetList()) || len(sheets) < 13 {
			t.Fatalf("%d sheets", len(sheets))
		}
		formulas, charts := 0, 0
		for _, s := range sheets {
			formulas, charts = formulas+s.Formulas, charts+s.Charts
			if !s.Same {
				t.Errorf("%s reads differently as a stream", s.Name)
			}
			if s.RTL != (language == "ar") {
				t.Errorf("%s: right to left %v in %s", s.Name, s.RTL, language)
			}
			got, err := f.GetRows(s.Name, excelize.Options{RawCellValue: true})
			if err != nil || len(got) != len(s.Rows) {
				t.Fatalf("%s: %d rows and %d, %v", s.Name, len(got), len(s.Rows), err)
			}
			for y := range got {
				for x := range s.Rows[y] {
					if want := written(s.Rows[y][x]); x >= len(got[y]) && want != "" || x < len(got[y]) && got[y][x] != want {
						t.Fatalf("%s %s%d: %q", s.Name, columnName(x), y+1, want)
					}
				}
			}
		}
		if formulas < 50 || charts != 3 {
			t.Errorf("%d formulas, %d charts", formulas, charts)
		}
	}
}

func TestTheSheetHoldsTheRowsOfTheReport(t *testing.T) {
	records := sampled(t, 120)
	r, err := model.NewReport(plan(t), records, ask(t, "coalition"))
	if err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(drawn(t, records, ask(t, "coalition"), "en")))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := f.GetRows("Observations", excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	column := map[string]int{}
	for i, head := range rows[0] {
		column[head] = i
	}
	y := 1
	words := assets.For("en")
	for o, err := range r.Observations() {
		if err != nil {
			t.Fatal(err)
		}
		narrative, _ := words.Of(o.Narrative, o.Language)
		for head, want := range map[string]string{"Ref": o.Ref, "_id": o.ID.String(), "_rev": states(&o.Row), "Narrative": narrative, "_method": o.Method,
			"Reliability of the source": o.Reliability, "Evidence refs": words.List(o.Evidence), "Region · Code": o.Region} {
			if x := column[head]; x >= len(rows[y]) || rows[y][x] != want {
				t.Fatalf("row %d, %s: want %q", y, head, want)
			}
		}
		y++
	}
	if y != len(rows) || y < 50 {
		t.Errorf("%d rows drawn of %d", len(rows), y)
	}
}

// Every formula, worked out anew, gives the value that was written beside it.
func TestFormulasGiveTheirCachedValues(t *testing.T) {
	f, err := excelize.OpenReader(bytes.NewReader(drawn(t, sampled(t, 120), ask(t, "coalition"), "kk")))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	n := 0
	for _, sheet := range f.GetSheetList() {
		rows, err := f.GetRows(sheet, excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		for y := range rows {
			for x := range rows[y] {
				at := columnName(x) + strconv.Itoa(y+1)
				if formula, _ := f.GetCellFormula(sheet, at); formula == "" {
					continue
				}
				n++
				got, err := f.CalcCellValue(sheet, at, excelize.Options{RawCellValue: true})
				if err != nil {
					t.Fatalf("%s %s: %v", sheet, at, err)
				}
				if got != rows[y][x] && !near(got, rows[y][x]) {
					t.Errorf("%s %s is %s, cached %s", sheet, at, got, rows[y][x])
				}
			}
		}
	}
	if n < 100 {
		t.Errorf("only %d formulas", n)
	}
}

// near says whether two numbers differ by rounding at most.
func near(a, b string) bool {
	x, err := strconv.ParseFloat(a, 64)
	y, err2 := strconv.ParseFloat(b, 64)
	return err == nil && err2 == nil && x-y < 1e-9 && y-x < 1e-9
}

func TestLibreOfficePrintsIt(t *testing.T) {
	office := tool(t, "soffice", "libreoffice-calc")
	dir := t.TempDir()
	file := filepath.Join(dir, "r.xlsx")
	if err := os.WriteFile(file, drawn(t, sampled(t, 60), ask(t, "public"), "ar"), 0o600); err != nil {
		t.Fatal(err)
	}
	c := exec.Command(office, "-env:UserInstallation=file://"+dir+"/profile", "--headless", "--convert-to", "pdf", "--outdir", dir, file)
	if out, err := c.CombinedOutput(); err != nil || bytes.Contains(out, []byte("Error")) {
		t.Fatalf("%v: %s", err, out)
	}
	pdf, err := os.ReadFile(filepath.Join(dir, "r.pdf"))
	if err != nil || !bytes.HasPrefix(pdf, []byte("%PDF")) {
		t.Fatalf("no pages: %v", err)
	}
	if pages := len(regexp.MustCompile(`/Type\s*/Page[^s]`).FindAll(pdf, -1)); pages < 13 {
		t.Errorf("%d pages of 13 sheets", pages)
	}
}

func TestEveryPartIsWellFormed(t *testing.T) {
	lint(t, drawn(t, hostile(t), ask(t, "coalition"), "ru"))
	for i, p := range model.Profiles() {
		lint(t, drawn(t, sampled(t, 40), ask(t, p.Code), assets.Languages()[i%4]))
	}
}

// lint lets xmllint read every part.
func lint(t *testing.T, data []byte) {
	t.Helper()
	program := tool(t, "xmllint", "libxml2-utils")
	dir := t.TempDir()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	args := []string{"--noout"}
	for i, f := range z.File {
		name := filepath.Join(dir, strconv.Itoa(i)+".xml")
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(r)
		if err != nil {
			t.Fatalf("%s: %v", f.Name, err)
		}
		if err := os.WriteFile(name, b, 0o600); err != nil {
			t.Fatal(err)
		}
		args = append(args, name)
	}
	if out, err := exec.Command(program, args...).CombinedOutput(); err != nil {
		t.Errorf("%v: %s", err, out)
	}
}

// TestNothingMakesExcelRepair looks for what does (design/workbook.md, B.5).
func TestNothingMakesExcelRepair(t *testing.T) {
	for name, data := range map[string][]byte{
		"sample": drawn(t, sampled(t, 60), ask(t, "coalition"), "kk"), "empty": drawn(t, recordsOf(), ask(t, "public"), "ar"), "hostile": drawn(t, hostile(t), ask(t, "coalition"), "en"),
	} {
		t.Run(name, func(t *testing.T) { repairs(t, data) })
	}
}

func repairs(t *testing.T, data []byte) {
	text := partsOf(t, data)
	types := text["[Content_Types].xml"]
	for name := range text {
		if ext := strings.TrimPrefix(path.Ext(name), "."); !strings.Contains(types, `PartName="/`+name+`"`) && !strings.Contains(types, `Extension="`+ext+`"`) {
			t.Errorf("%s has no content type", name)
		}
	}
	for _, m := range regexp.MustCompile(`PartName="/([^"]+)"`).FindAllStringSubmatch(types, -1) {
		if text[m[1]] == "" {
			t.Errorf("content type of %s, which is not there", m[1])
		}
	}
	relationships(t, text)
	tables(t, data, text)
	names(t, text)
	holdSlicers(t, text)
	inOrder(t, text)
	for name, s := range text {
		if strings.HasPrefix(name, "xl/comments") {
			t.Errorf("%s: no sheet has notes", name)
		}
		if strings.HasPrefix(name, "xl/worksheets/sheet") {
			if n := strings.Count(s, "<hyperlink "); n > 65_530 {
				t.Errorf("%s: %d links", name, n)
			}
			checkDimension(t, name, s)
			checkFormulas(t, name, s)
			checkStyles(t, name, s, text["xl/styles.xml"])
		}
	}
}

// relationships holds that every part that is named is there.
func relationships(t *testing.T, text map[string]string) {
	for name, s := range text {
		if path.Ext(name) != ".rels" {
			continue
		}
		var rels struct {
			Relationship []struct {
				Target, TargetMode, Id string `xml:",attr"`
			}
		}
		if err := xml.Unmarshal([]byte(s), &rels); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for _, r := range rels.Relationship {
			target := path.Join(path.Dir(path.Dir(name)), r.Target)
			if strings.HasPrefix(r.Target, "/") {
				target = strings.TrimPrefix(r.Target, "/")
			}
			if r.TargetMode != "External" && text[target] == "" {
				t.Errorf("%s names %s, which is not there", name, target)
			}
		}
	}
}

// tables holds the headers of every table against its cells.
func tables(t *testing.T, data []byte, text map[string]string) {
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	names := map[string]bool{}
	for _, sheet := range f.GetSheetList() {
		if n := units(sheet); n > maxName || strings.ContainsAny(sheet, `:\/?*[]'`) {
			t.Errorf("sheet %q", sheet)
		}
		list, err := f.GetTables(sheet)
		if err != nil {
			t.Fatal(err)
		}
		if len(list) > 1 {
			t.Errorf("%s has %d tables", sheet, len(list))
		}
		for _, table := range list {
			key := strings.ToLower(table.Name)
			if names[key] || regexp.MustCompile(`^[a-z]{1,3}[0-9]+$`).MatchString(key) {
				t.Errorf("table %s", table.Name)
			}
			names[key] = true
			rows, err := f.GetRows(sheet, excelize.Options{RawCellValue: true})
			if err != nil {
				t.Fatal(err)
			}
			if want := "A1:" + columnName(len(rows[0])-1) + strconv.Itoa(len(rows)); table.Range != want {
				t.Errorf("%s covers %s, the rows are %s", table.Name, table.Range, want)
			}
			seen := map[string]bool{}
			for _, head := range rows[0] {
				if head == "" || units(head) > 255 || seen[strings.ToLower(head)] || strings.ContainsAny(head, "\n\r") {
					t.Errorf("%s: header %q", sheet, head)
				}
				seen[strings.ToLower(head)] = true
			}
			columns(t, table.Name, rows[0], text)
		}
	}
}

// columns holds the names of a table's columns against the header row.
func columns(t *testing.T, name string, heads []string, text map[string]string) {
	for part, s := range text {
		var table struct {
			Name    string `xml:"name,attr"`
			Columns []struct {
				Name string `xml:"name,attr"`
			} `xml:"tableColumns>tableColumn"`
		}
		if !strings.HasPrefix(part, "xl/tables/") || xml.Unmarshal([]byte(s), &table) != nil || table.Name != name {
			continue
		}
		for i, c := range table.Columns {
			if c.Name != heads[i] {
				t.Errorf("%s: column %q stands under %q", name, c.Name, heads[i])
			}
		}
	}
}

// checkDimension holds that rows rise one by one and end where the sheet says.
func checkDimension(t *testing.T, name, s string) {
	m := regexp.MustCompile(`<dimension ref="A1:[A-Z]+([0-9]+)"`).FindStringSubmatch(s)
	if m == nil {
		t.Errorf("%s has no dimension", name)
		return
	}
	last := 0
	for _, r := range regexp.MustCompile(`<row r="([0-9]+)"`).FindAllStringSubmatch(s, -1) {
		n, _ := strconv.Atoi(r[1])
		if n <= last {
			t.Fatalf("%s: row %d after %d", name, n, last)
		}
		last = n
	}
	if strconv.Itoa(last) != m[1] {
		t.Errorf("%s ends with row %d, its dimension with %s", name, last, m[1])
	}
}

// names holds that what names and links point at is there, and that no name is given twice in one scope.
func names(t *testing.T, text map[string]string) {
	var book struct {
		Sheets []struct {
			Name string `xml:"name,attr"`
		} `xml:"sheets>sheet"`
		Names []struct {
			Name  string `xml:"name,attr"`
			Scope string `xml:"localSheetId,attr"`
			To    string `xml:",chardata"`
		} `xml:"definedNames>definedName"`
	}
	if err := xml.Unmarshal([]byte(text["xl/workbook.xml"]), &book); err != nil {
		t.Fatal(err)
	}
	sheets := map[string]bool{}
	for _, s := range book.Sheets {
		sheets[s.Name] = true
	}
	seen := map[string]bool{}
	pointed := regexp.MustCompile(`'([^']+)'!`)
	for _, n := range book.Names {
		if key := strings.ToLower(n.Name) + "\x00" + n.Scope; seen[key] || !regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_.]*$`).MatchString(n.Name) {
			t.Errorf("name %s", n.Name)
		} else {
			seen[key] = true
		}
		for _, m := range pointed.FindAllStringSubmatch(n.To, -1) {
			if !sheets[m[1]] {
				t.Errorf("name %s points at %q, which is not there", n.Name, m[1])
			}
		}
	}
	for part, s := range text {
		for _, m := range regexp.MustCompile(`<hyperlink [^>]*location="(?:'|&#39;)([^"&']+)`).FindAllStringSubmatch(s, -1) {
			if !sheets[m[1]] {
				t.Errorf("%s links to %q, which is not there", part, m[1])
			}
		}
	}
}

// checkFormulas holds formulas under Excel's limits: 8,192 units, and 255 in one string.
func checkFormulas(t *testing.T, name, s string) {
	for _, m := range regexp.MustCompile(`<f>([^<]*)</f>`).FindAllStringSubmatch(s, -1) {
		formula := strings.NewReplacer("&quot;", `"`, "&#34;", `"`, "&amp;", "&", "&lt;", "<", "&gt;", ">", "&#39;", "'").Replace(m[1])
		if units(formula) > 8_192 || strings.HasPrefix(formula, "=") {
			t.Errorf("%s: formula %.60s", name, formula)
		}
		for _, words := range regexp.MustCompile(`"((?:[^"]|"")*)"`).FindAllStringSubmatch(formula, -1) {
			if units(words[1]) > 255 {
				t.Errorf("%s: a string of %d units in a formula", name, units(words[1]))
			}
		}
	}
}

// checkStyles holds that every look that a cell names is there.
func checkStyles(t *testing.T, name, s, styles string) {
	m := regexp.MustCompile(`<cellXfs count="([0-9]+)"`).FindStringSubmatch(styles)
	if m == nil {
		t.Fatal("no looks")
	}
	count, _ := strconv.Atoi(m[1])
	for _, c := range regexp.MustCompile(`<c(?: r="[A-Z0-9]+")? s="([0-9]+)"`).FindAllStringSubmatch(s, -1) {
		if n, _ := strconv.Atoi(c[1]); n >= count {
			t.Fatalf("%s: look %d of %d", name, n, count)
		}
	}
}
