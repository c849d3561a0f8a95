package export

import (
	"bytes"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"plumbline/model"
)

// nasty are words that have broken workbooks before.
var nasty = []string{
	"=SUM(A1)", "+1+1", "-2", "@cmd", "=HYPERLINK(\"http://x\",\"y\")", "\t=1", "_x0041_ and _x000D_", "a\rb\r\nc\nd", "nul\x00bell\x07esc\x1b",
	"]]> & < > \" '", "\ufffe\uffff", "\xff\xfe bad", "  spaces  ", "🏚 beyond the first plane", "\u202eoverride\u202c",
}

// long is a text of a little over so many UTF-16 units, with a surrogate pair
// on every edge.
func long(units int) string {
	return strings.Repeat("🏚 слово ", units/9+1)
}

// hostile is a source of records with nasty and long words in every field that
// is written as it stands.
func hostile(t testing.TB) model.Records {
	t.Helper()
	var views []model.View
	add := func(rec model.Record) model.ID {
		rec.Base().ID = model.PlanID(rec.Kind(), string(rune('a'+len(views))))
		rec.Base().Confidentiality = model.Public
		v := viewOf(t, &model.Observation{})
		v.ID, v.Kind, v.Record = rec.Base().ID, rec.Kind(), rec
		views = append(views, v)
		return v.ID
	}
	for i, s := range append([]string{long(40_000), strings.Repeat("ا", 70_000), strings.Repeat("x", 32_767), strings.Repeat("x", 32_768)}, nasty...) {
		o := &model.Observation{Commitments: []string{"KZ21-9.1"}, Title: model.Text{"en": s}, Narrative: model.Text{"ru": s}, Place: s, Region: s, Method: s,
			Review: model.Approved, Groups: []string{s}, Date: model.Date{From: model.Day(s), Precision: "exact"}}
		o.Ref = "O-2023-000" + string(rune('a'+i)) + "-AAAA"
		e := &model.Evidence{Of: add(o), Title: model.Text{"kk": s}, Address: s, SHA256: s}
		e.Ref = "E" + o.Ref[1:]
		add(e)
	}
	return recordsOf(views...)
}

// readable is what a cell may hold of a text.
func readable(s string) string {
	s = strings.ToValidUTF8(s, "\ufffd")
	s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r == 0xfffe || r == 0xffff {
			return utf8.RuneError
		}
		return r
	}, s)
}

// What people write comes back as words, whole, in one cell or over several.
func TestNastyAndLongWordsComeBackWhole(t *testing.T) {
	f, err := excelize.OpenReader(bytes.NewReader(drawn(t, hostile(t), ask(t, "coalition"), "en")))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := f.GetRows("Observations", excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	at := map[string]int{}
	for i, head := range rows[0] {
		at[head] = i
	}
	var got []string
	for _, row := range rows[1:] {
		for _, c := range row {
			if units(c) > maxUnits {
				t.Fatalf("a cell of %d units", units(c))
			}
		}
		part := row[at["Narrative"]]
		more := strings.HasSuffix(part, "\n→ Continued")
		part = strings.TrimSuffix(part, "\n→ Continued")
		if strings.HasPrefix(row[0], "↳ ") {
			if len(row) > at["_id"] && row[at["_id"]] != "" {
				t.Error("a row that continues another has an id")
			}
			got[len(got)-1] += part
		} else {
			got = append(got, part)
		}
		if more && units(part) < 30_000 {
			t.Errorf("cut after %d units", units(part))
		}
	}
	want := map[string]bool{}
	for o, err := range hostile(t)(model.KindObservation) {
		if err != nil {
			t.Fatal(err)
		}
		want[readable(o.Record.(*model.Observation).Narrative["ru"])] = true
	}
	if len(got) != len(want) {
		t.Fatalf("%d narratives of %d", len(got), len(want))
	}
	for _, s := range got {
		if !want[s] {
			t.Errorf("not what was written: %.40q… (%d units)", s, units(s))
		}
	}
}

func TestNoWordBecomesAFormula(t *testing.T) {
	data := unzipped(t, drawn(t, hostile(t), ask(t, "coalition"), "en"))
	for _, s := range []string{"<f>=SUM(A1)", "<f>SUM(A1)</f>", "<f>+1", "<f>@cmd"} {
		if strings.Contains(data, s) {
			t.Errorf("%s stands in a sheet", s)
		}
	}
	if n := strings.Count(data, "<f>HYPERLINK"); n != strings.Count(data, `<f>HYPERLINK("#`) {
		t.Errorf("of %d links some lead out of the workbook", n)
	}
	if !strings.Contains(data, `t="str"><v>=SUM(A1)</v>`) {
		t.Error("the words are not there as words")
	}
}
