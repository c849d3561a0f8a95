package export

import (
	"bytes"
	"fmt"
	"iter"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"plumbline/assets"
	"plumbline/model"
)

// Two rows of one event are both drawn, each with the name of the other; every
// figure counts them once, as a formula that a reader can follow too.
func TestAnEventIsDrawnTwiceAndCountedOnce(t *testing.T) {
	all := sampled(t, 40)
	var pair []model.View
	for v, err := range all(model.KindObservation) {
		if err != nil {
			t.Fatal(err)
		}
		if o := v.Record.(*model.Observation); o.Review == model.Approved && o.Confidentiality.Rank() <= model.Coalition.Rank() && len(o.Sources) == 0 {
			pair = append(pair, v)
		}
	}
	if len(pair) < 2 {
		t.Fatal("the sample has no two observations that are written")
	}
	link := viewOf(t, &model.Link{Common: model.Common{ID: model.ID{1}}, A: pair[0].ID, B: pair[1].ID, Verdict: model.SameEvent})
	linked := func(kind model.Kind) iter.Seq2[model.View, error] {
		if kind == model.KindLink {
			return recordsOf(link)(kind)
		}
		return all(kind)
	}
	r, err := model.NewReport(plan(t), linked, ask(t, "coalition"))
	if err != nil {
		t.Fatal(err)
	}
	if r.Repeats != 1 {
		t.Fatalf("%d repeats", r.Repeats)
	}
	written := r.Count(model.KindObservation).Written
	for _, language := range assets.Languages() {
		w := assets.For(language)
		book := drawn(t, linked, ask(t, "coalition"), language)
		f, err := excelize.OpenReader(bytes.NewReader(book))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		rows, err := f.GetRows(w.T("sheets.observations"), excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		at := map[string]int{}
		for i, head := range rows[0] {
			at[head] = i
		}
		refs, sum := map[string]string{}, 0
		for _, row := range rows[1:] {
			if same := row[at[w.T("columns.same_event")]]; same != "" {
				refs[row[0]] = strings.Trim(same, "\u2066\u2069")
			}
			if row[at["_counts"]] == "1" {
				sum++
			}
		}
		for ref, other := range refs {
			if refs[other] != ref {
				t.Errorf("%s: %s is marked with %s, that with %s", language, ref, other, refs[other])
			}
		}
		if len(refs) != 2 || sum != written-1 {
			t.Errorf("%s: %d rows are marked, %d of %d count", language, len(refs), sum, written)
		}
		if visible, err := f.GetColVisible(w.T("sheets.observations"), columnName(at[w.T("columns.same_event")])); err != nil || !visible {
			t.Errorf("%s: the mark is not seen: %v", language, err)
		}
		formula, value := "", ""
		summary := w.T("sheets.summary")
		for y := 1; y < 12; y++ {
			cell := fmt.Sprint("A", y)
			if s, _ := f.GetCellFormula(summary, cell); strings.Contains(s, "SUM(") {
				formula = s
				value, _ = f.GetCellValue(summary, cell, excelize.Options{RawCellValue: true})
			}
		}
		if value != fmt.Sprint(written-1) || !strings.Contains(formula, "$2:$") {
			t.Errorf("%s: the summary counts %s by %q", language, value, formula)
		}
		if said := w.T("report.events_once", "rows", 1, "written", written, "column", w.T("columns.same_event")); !strings.Contains(unzipped(t, book), said) {
			t.Errorf("%s: the method does not say %q", language, said)
		}
	}
}
