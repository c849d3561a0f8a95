package export

import (
	"bytes"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"plumbline/assets"
)

// Every sheet is set up for paper; sheets of records repeat their header and
// hide what is only for machines.
func TestSheetsAreSetUp(t *testing.T) {
	data := drawn(t, sampled(t, 60), ask(t, "coalition"), "ru")
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	titles := map[string]bool{}
	for _, n := range f.GetDefinedName() {
		titles[n.Scope] = titles[n.Scope] || n.Name == "_xlnm.Print_Titles" && strings.HasSuffix(n.RefersTo, "!$1:$1")
	}
	for _, sheet := range f.GetSheetList() {
		layout, err := f.GetPageLayout(sheet)
		if err != nil || layout.Size == nil || *layout.Size != 9 || layout.FitToHeight == nil || *layout.FitToHeight != 0 {
			t.Errorf("%s: %+v, %v", sheet, layout, err)
		}
		footer, err := f.GetHeaderFooter(sheet)
		if err != nil || !strings.Contains(footer.OddFooter, "&P / &N") {
			t.Errorf("%s has no page numbers: %v", sheet, err)
		}
		tables, err := f.GetTables(sheet)
		if err != nil || len(tables) == 0 {
			continue
		}
		if !titles[sheet] || *layout.Orientation != "landscape" {
			t.Errorf("%s: header repeated %v, %s", sheet, titles[sheet], *layout.Orientation)
		}
		if panes, err := f.GetPanes(sheet); err != nil || !panes.Freeze || panes.YSplit != 1 {
			t.Errorf("%s: %+v, %v", sheet, panes, err)
		}
		rows, err := f.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for i, head := range rows[0] {
			if visible, err := f.GetColVisible(sheet, columnName(i)); err != nil || visible == strings.HasPrefix(head, "_") {
				t.Errorf("%s, %s: visible %v, %v", sheet, head, visible, err)
			}
		}
	}
}

// Charts have words for those who cannot see them.
func TestChartsHaveWords(t *testing.T) {
	all := partsOf(t, drawn(t, sampled(t, 60), ask(t, "public"), "ar"))
	said := regexp.MustCompile(`descr="([^"]+)"`).FindAllStringSubmatch(all["xl/drawings/drawing1.xml"], -1)
	if len(said) != 3 {
		t.Fatalf("%d charts with words", len(said))
	}
	for _, s := range said {
		if !regexp.MustCompile(`[0-9]`).MatchString(s[1]) || !strings.Contains(s[1], ": ") {
			t.Errorf("%q says no figure", s[1])
		}
	}
}

// Of nothing no chart is drawn. That the State said nothing on any commitment is something.
func TestChartsOfNothingAreNotDrawn(t *testing.T) {
	charts := 0
	for name := range partsOf(t, drawn(t, recordsOf(), ask(t, "public"), "kk")) {
		if strings.HasPrefix(name, "xl/charts/chart") {
			charts++
		}
	}
	if charts != 1 {
		t.Errorf("%d charts of no records", charts)
	}
}

// The cover says what the workbook must not be taken for, in every language.
func TestTheCoverSaysWhatThisIsNot(t *testing.T) {
	records := sampled(t, 40)
	for _, language := range assets.Languages() {
		w := assets.For(language)
		f, err := excelize.OpenReader(bytes.NewReader(drawn(t, records, ask(t, "public"), language)))
		if err != nil {
			t.Fatal(err)
		}
		cover := sheetText(t, f, w.T("sheets.cover"))
		for _, key := range []string{"states.not_official_text", "states.invented_records", "report.title", "states.formula_in_scope", "report.how_to_read", "report.what_promised", "report.what_to_do",
			"report.what_is_withheld", "sheets.claim_and_finding"} {
			if !strings.Contains(cover, w.T(key)) {
				t.Errorf("%s: the cover lacks %s", language, key)
			}
		}
		links, err := f.GetHyperLinkCells(w.T("sheets.cover"), "Location")
		if err != nil || len(links) != 7 {
			t.Errorf("%s: %d ways from the cover, %v", language, len(links), err)
		}
		summary := sheetText(t, f, w.T("sheets.summary"))
		for _, area := range plan(t).Areas {
			if !strings.Contains(summary, area.Code) {
				t.Errorf("%s: the summary lacks %s", language, area.Code)
			}
		}
		method := w.T("sheets.contents_and_method")
		if link, target, err := f.GetCellHyperLink(method, "A6"); err != nil || !link || !strings.HasSuffix(target, "!A1") {
			t.Errorf("%s: no way from the contents: %v %s, %v", language, link, target, err)
		}
		f.Close()
	}
	a := ask(t, "public")
	a.Invented = false
	if all := unzipped(t, drawn(t, records, a, "en")); strings.Contains(all, assets.For("en").T("report.invented")) {
		t.Error("true records are called invented")
	}
}

func sheetText(t *testing.T, f *excelize.File, sheet string) string {
	t.Helper()
	rows, err := f.GetRows(sheet)
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, row := range rows {
		all.WriteString(strings.Join(row, "\n") + "\n")
	}
	return all.String()
}

// Charts end above the break of the page, wherever the summary stands among the sheets.
func TestChartsEndAboveThePageBreak(t *testing.T) {
	for _, first := range []bool{false, true} {
		a := ask(t, "coalition")
		if first {
			a.Profile.Sheets = append([]string{"summary"}, slices.DeleteFunc(slices.Clone(a.Profile.Sheets), func(code string) bool { return code == "summary" })...)
		}
		all := unzipped(t, drawn(t, sampled(t, 40), a, "en"))
		brk := regexp.MustCompile(`<brk id="([0-9]+)"`).FindStringSubmatch(all)
		ends := regexp.MustCompile(`<xdr:to>.*?<xdr:row>([0-9]+)</xdr:row>`).FindAllStringSubmatch(all, -1)
		if brk == nil || len(ends) != 3 {
			t.Fatalf("break %v, %d charts", brk, len(ends))
		}
		last, _ := strconv.Atoi(brk[1])
		for _, end := range ends {
			if row, _ := strconv.Atoi(end[1]); row >= last {
				t.Errorf("first %v: a chart ends in row %d, the page in %d", first, row+1, last)
			}
		}
	}
}
