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
	"plumbline/model"
)

// rowsByHead are the rows of a sheet, each by the words of the header.
func rowsByHead(t *testing.T, f *excelize.File, sheet string) (rows []map[string]string) {
	t.Helper()
	all, err := f.GetRows(sheet)
	if err != nil || len(all) < 2 {
		t.Fatalf("%s: %d rows, %v", sheet, len(all), err)
	}
	for _, cells := range all[1:] {
		row := map[string]string{}
		for i, c := range cells {
			row[all[0][i]] = c
		}
		rows = append(rows, row)
	}
	return rows
}

// A grade stands in a body's own scale only by the mapping that is shown beside it, and no grade is left out in silence.
func TestNoGradeIsConvertedInSilence(t *testing.T) {
	records := sampled(t, 120)
	w := assets.For("en")
	f, err := excelize.OpenReader(bytes.NewReader(drawn(t, records, ask(t, "coalition"), "en")))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	mapping, _ := assets.MappingTo("ccpr")
	labels := map[string]string{} // of the house scale, as they are shown, to the label of the other
	for _, g := range model.HouseGrades {
		m := mapping.Of(g)
		other := "–"
		if m.To != "" {
			other = w.T("enum_grade_ccpr." + m.To)
		}
		labels[shades[model.Grade(g)].symbol+" "+w.T("enum_grade_house."+g)] = other + "|" + w.T("mapping."+m.How)
	}
	graded := 0
	for _, row := range rowsByHead(t, f, "By treaty CCPR") {
		house, how := row[w.T("columns.house_grade")], row[w.T("columns.how_mapped")]
		if house == "–" || strings.HasPrefix(how, w.T("mapping.own")) {
			continue
		}
		graded++
		if got := row[w.T("columns.grade_in_bodys_scale")] + "|" + how; got != labels[house] {
			t.Errorf("%s stands as %s, want %s", house, got, labels[house])
		}
	}
	if graded < 10 {
		t.Errorf("%d grades by article", graded)
	}
	for _, row := range rowsByHead(t, f, w.T("sheets.upr_matrix")) {
		comment, how := row[w.T("columns.level_of_implementation")], row[w.T("columns.how_mapped")]
		for _, label := range []string{"fully_implemented", "partially_implemented", "not_implemented"} {
			if strings.Contains(comment, w.T("enum_grade_upr."+label)) && !strings.Contains(how, w.T("mapping.nearest")) && !strings.Contains(how, w.T("mapping.same")) && !strings.Contains(how, w.T("mapping.own")) {
				t.Errorf("%q: how it was mapped is %q", comment, how)
			}
		}
	}
}

// The words of the comments are taken off the limit of the submission, one by one and to the last.
func TestTheWordsLeftAreThoseOfTheLimit(t *testing.T) {
	w := assets.For("en")
	for _, limit := range []int{model.UPRSingle, model.UPRJoint} {
		a := ask(t, "upr")
		a.Profile = a.Profile.Copy()
		a.Profile.Words = limit
		f, err := excelize.OpenReader(bytes.NewReader(drawn(t, sampled(t, 120), a, "en")))
		if err != nil {
			t.Fatal(err)
		}
		left := limit
		for _, row := range rowsByHead(t, f, w.T("sheets.upr_matrix")) {
			n := len(strings.Fields(row[w.T("columns.level_of_implementation")]))
			left -= n
			if row[w.T("columns.words")] != strconv.Itoa(n) || strings.ReplaceAll(row[w.T("columns.words_left")], ",", "") != strconv.Itoa(left) {
				t.Fatalf("%s words of %d, %s left of %d", row[w.T("columns.words")], n, row[w.T("columns.words_left")], left)
			}
		}
		if left == limit {
			t.Error("no comment")
		}
		f.Close()
	}
}

// What helps a reader who filters, edits and prints stands on the sheets: lists to choose from, looks that follow a grade,
// bars, small lines of trend, names of the lists.
func TestSheetsHelpTheirReader(t *testing.T) {
	text := partsOf(t, drawn(t, sampled(t, 120), ask(t, "coalition"), "ar"))
	count := func(what string) (sheets int) {
		for name, s := range text {
			if strings.HasPrefix(name, "xl/worksheets/sheet") && strings.Contains(s, what) {
				sheets++
			}
		}
		return sheets
	}
	for what, least := range map[string]int{"<x14:sparkline>": 1, `type="list"`: 6, "<conditionalFormatting ": 6, `type="dataBar"`: 3, "<tableParts ": 18, "<pageSetup ": 24, "rightToLeft=": 24, "HYPERLINK(": 5} {
		if n := count(what); n < least {
			t.Errorf("%s stands on %d sheets", what, n)
		}
	}
	names := regexp.MustCompile(`<definedName name="(list_[a-z_]+)"`).FindAllStringSubmatch(text["xl/workbook.xml"], -1)
	for code, columns := range lists {
		for _, list := range columns {
			if !slices.ContainsFunc(names, func(m []string) bool { return m[1] == listName(list) }) {
				t.Errorf("%s chooses from %s, which has no name", code, list)
			}
		}
	}
	if pages := strings.Count(text["xl/workbook.xml"], "_xlnm.Print_Titles"); pages < 18 {
		t.Errorf("the header is repeated on %d sheets", pages)
	}
}
