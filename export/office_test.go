package export

import (
	"bytes"
	"encoding/csv"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// converted lets LibreOffice convert files of a folder, and gives what it said.
func converted(t *testing.T, dir, to string, more ...string) {
	t.Helper()
	args := append([]string{"-env:UserInstallation=file://" + dir + "/profile", "--headless", "--convert-to", to, "--outdir", dir}, more...)
	if out, err := exec.Command(tool(t, "soffice", "libreoffice-calc"), args...).CombinedOutput(); err != nil || bytes.Contains(out, []byte("Error")) {
		t.Fatalf("%v: %s", err, out)
	}
}

// LibreOffice reads every word of every sheet, gives it out as CSV, and reads that back.
func TestLibreOfficeReadsEveryWord(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "r.xlsx")
	if err := os.WriteFile(file, drawn(t, sampled(t, 60), ask(t, "coalition"), "ar"), 0o600); err != nil {
		t.Fatal(err)
	}
	// comma, quote, UTF-8, from the first line, cells not as shown, every sheet into a file of its own
	converted(t, dir, "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1", file)
	f, err := excelize.OpenFile(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	words := 0
	for _, sheet := range f.GetSheetList() {
		if visible, _ := f.GetSheetVisible(sheet); !visible {
			continue
		}
		pivot, err := f.GetPivotTables(sheet)
		if err != nil || len(pivot) > 0 { // LibreOffice computes it
			continue
		}
		want, err := f.GetRows(sheet, excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		words += sameWords(t, sheet, csvRowsOf(t, filepath.Join(dir, "r-"+sheet+".csv")), want)
	}
	if words < 5_000 {
		t.Errorf("only %d words were held against each other", words)
	}
	observations := f.GetSheetList()[len(f.GetSheetList())/2]
	back := filepath.Join(dir, "r-"+observations+".csv")
	converted(t, dir, "xlsx", "--infilter=CSV:44,34,76,1", back)
	g, err := excelize.OpenFile(strings.TrimSuffix(back, ".csv") + ".xlsx")
	if err != nil {
		t.Fatal(err)
	}
	defer g.Close()
	got, err := g.GetRows(g.GetSheetList()[0], excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	want, err := f.GetRows(observations, excelize.Options{RawCellValue: true})
	if err != nil || sameWords(t, observations+" and back", got, want) == 0 {
		t.Errorf("nothing came back: %v", err)
	}
}

func csvRowsOf(t *testing.T, file string) [][]string {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff"))))
	r.FieldsPerRecord = -1
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// sameWords holds the words of two sheets against each other, figures and dates left out: programs write them in their
// own ways.
func sameWords(t *testing.T, sheet string, got, want [][]string) (n int) {
	t.Helper()
	for y := range want {
		for x, w := range want[y] {
			if _, err := strconv.ParseFloat(w, 64); err == nil || w == "" || strings.Trim(w, "0123456789-/.:") == "" {
				continue
			}
			n++
			g := ""
			if y < len(got) && x < len(got[y]) {
				g = got[y][x]
			}
			if plainSpace(g) != plainSpace(w) {
				t.Fatalf("%s %s%d: %q, want %q", sheet, columnName(x), y+1, g, w)
			}
		}
	}
	return n
}

// plainSpace lets line breaks and space at the ends be what they are.
func plainSpace(s string) string { return strings.TrimSpace(strings.ReplaceAll(s, "\r\n", "\n")) }
