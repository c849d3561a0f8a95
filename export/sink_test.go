package export

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"io"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"plumbline/assets"
	"plumbline/model"
)

// shut is a file of the test that notices whether it was closed.
type shut struct {
	bytes.Buffer
	closed bool
}

func (s *shut) Close() error { s.closed = true; return nil }

func texts(t testing.TB, records model.Records, a model.Ask, language string, format Format) map[string]*shut {
	t.Helper()
	r, err := model.NewReport(plan(t), records, a)
	if err != nil {
		t.Fatal(err)
	}
	files, told, all := map[string]*shut{}, 0, 0
	err = Tables(t.Context(), func(name string) (io.WriteCloser, error) {
		if files[name] != nil {
			t.Errorf("%s twice", name)
		}
		files[name] = &shut{}
		return files[name], nil
	}, r, assets.For(language), format, func(done, total int) { told, all = done, total })
	if err != nil {
		t.Fatal(err)
	}
	if told != all || all == 0 {
		t.Errorf("told %d rows of %d", told, all)
	}
	for name, f := range files {
		if !f.closed {
			t.Errorf("%s stays open", name)
		}
	}
	return files
}

// The tables as text hold the rows of the workbook, cell by cell.
func TestTextHoldsWhatTheWorkbookHolds(t *testing.T) {
	records, a := sampled(t, 120), ask(t, "public")
	f, err := excelize.OpenReader(bytes.NewReader(drawn(t, records, a, "ru")))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	files := texts(t, records, a, "ru", CSV)
	lines := texts(t, records, a, "ru", JSONLines)
	if len(files) != len(lines) || len(files) < 20 {
		t.Errorf("%d and %d files", len(files), len(lines))
	}
	w := assets.For("ru")
	for _, code := range []string{"observations", "scorecard", "recommendations", "gaps", "withheld", "by_region"} {
		data := files[code+".csv"].Bytes()
		if !bytes.HasPrefix(data, []byte("\xef\xbb\xbf")) {
			t.Errorf("%s has no mark", code)
		}
		got, err := csv.NewReader(bytes.NewReader(data[3:])).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		want, err := f.GetRows(w.T("sheets."+code), excelize.Options{RawCellValue: true})
		if err != nil || len(got) != len(want) || len(got) < 2 {
			t.Fatalf("%s: %d rows of %d, %v", code, len(got), len(want), err)
		}
		if n := bytes.Count(lines[code+".jsonl"].Bytes(), []byte("\n")); n != len(want)-1 {
			t.Errorf("%s: %d objects of %d", code, n, len(want)-1)
		}
		date := map[int]bool{}
		for i := range got[0] {
			date[i] = len(got) > 1 && strings.Count(got[1][i], "-") == 2
		}
		for y := range got {
			for x := range want[y] {
				if s := strings.TrimPrefix(got[y][x], "'"); !date[x] && len(s) < 30_000 && s != strings.TrimSpace(want[y][x]) && !strings.Contains(s, "-") {
					t.Fatalf("%s %s%d: %q, the workbook has %q", code, columnName(x), y+1, s, want[y][x])
				}
			}
		}
	}
	for name, f := range lines {
		for line := range bytes.Lines(f.Bytes()) {
			var row map[string]any
			if err := json.Unmarshal(line, &row); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
		}
	}
}

// No field of a CSV begins like a formula, and long words stand whole.
func TestTextIsGuarded(t *testing.T) {
	for name, f := range texts(t, hostile(t), ask(t, "coalition"), "en", CSV) {
		rows, err := csv.NewReader(bytes.NewReader(f.Bytes()[3:])).ReadAll()
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for _, row := range rows {
			for _, s := range row {
				if s != "" && strings.ContainsRune("=+@", rune(s[0])) {
					t.Errorf("%s: %.20q", name, s)
				}
			}
		}
		if name == "observations.csv" && !strings.Contains(f.String(), strings.Repeat("x", 32_768)) {
			t.Error("a long text is not whole")
		}
	}
}
