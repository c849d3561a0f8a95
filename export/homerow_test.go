package export

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"plumbline/model"
	"plumbline/model/intake"
)

// loose is a workbook taken apart: its rows can be changed one by one without a
// spreadsheet.
type loose struct {
	l    *library
	book *model.ReturnedBook
	rows []model.ReturnedRow
}

// apart draws a report and takes its workbook apart.
func (l *library) apart(profile, language string) *loose {
	l.t.Helper()
	data, err := os.ReadFile(l.drawn(profile, language))
	if err != nil {
		l.t.Fatal(err)
	}
	b, err := intake.Open(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		l.t.Fatal(err)
	}
	x := &loose{l: l}
	if x.book, err = b.Report(l.t.Context()); err != nil {
		l.t.Fatal(err)
	}
	if err := x.book.Rows(func(r model.ReturnedRow) error {
		r.Cells = slices.Clone(r.Cells)
		x.rows = append(x.rows, r)
		return nil
	}); err != nil {
		l.t.Fatal(err)
	}
	x.book.Rows = x.each
	return x
}

// copied gives a workbook of its own with the same rows.
func (x *loose) copied() *loose {
	c := &loose{l: x.l, rows: slices.Clone(x.rows)}
	for i := range c.rows {
		c.rows[i].Cells = slices.Clone(c.rows[i].Cells)
	}
	book := *x.book
	c.book = &book
	c.book.Rows = c.each
	return c
}

// each walks the rows.
func (x *loose) each(f func(model.ReturnedRow) error) error {
	for _, r := range x.rows {
		if err := f(r); err != nil {
			return err
		}
	}
	return nil
}

func (x *loose) home() (*model.Returned, error) {
	return Home(context.Background(), x.book, x.l.here())
}

func (x *loose) returns() *model.Returned {
	x.l.t.Helper()
	r, err := x.home()
	if err != nil {
		x.l.t.Fatal(err)
	}
	return r
}

// row finds the row of a record on a sheet.
func (x *loose) row(code string, id model.ID) *model.ReturnedRow {
	x.l.t.Helper()
	for i := range x.rows {
		if r := &x.rows[i]; r.Sheet.Drawn.Code == code && x.cell(r, "_id").Value == id.String() {
			return r
		}
	}
	x.l.t.Fatalf("no row of %s on %s", id, code)
	return nil
}

func (x *loose) cell(r *model.ReturnedRow, key string) *model.ReturnedCell {
	x.l.t.Helper()
	i := slices.Index(r.Sheet.Drawn.Keys, key)
	if i < 0 {
		x.l.t.Fatalf("%s has no column %s", r.Sheet.Drawn.Code, key)
	}
	return &r.Cells[i]
}

func (x *loose) set(code string, id model.ID, key, value string) {
	x.l.t.Helper()
	*x.cell(x.row(code, id), key) = model.ReturnedCell{Value: value}
}

// add adds a row with these cells.
func (x *loose) add(code string, cells map[string]model.ReturnedCell) {
	for _, s := range x.book.Sheets {
		if s.Drawn.Code == code {
			r := model.ReturnedRow{Sheet: s, Number: 10_000 + len(x.rows), Cells: make([]model.ReturnedCell, len(s.Drawn.Keys))}
			for key, c := range cells {
				*x.cell(&r, key) = c
			}
			x.rows = append(x.rows, r)
		}
	}
}

func (x *loose) drop(code string, id model.ID) {
	r := x.row(code, id)
	x.rows = slices.DeleteFunc(x.rows, func(o model.ReturnedRow) bool { return o.Sheet == r.Sheet && o.Number == r.Number })
}

// inShort lists the changes in short.
func inShort(r *model.Returned) []string {
	var all []string
	for _, c := range r.Changes() {
		all = append(all, fmt.Sprintf("%s=%s", c.Field, c.Now))
	}
	slices.Sort(all)
	return all
}

func reasons(r *model.Returned) []string {
	var all []string
	for _, x := range r.Refused {
		s := string(x.Why)
		if x.Rule != "" {
			s += ":" + string(x.Rule)
		}
		all = append(all, s)
	}
	slices.Sort(all)
	return all
}

func plainText(s string) model.ReturnedCell { return model.ReturnedCell{Value: s} }

// Each cell as somebody left it, and what becomes of it.
func TestCellByCell(t *testing.T) {
	l := newLibrary(t, 60)
	o := found(l, "coalition", model.KindObservation, func(o *model.Observation) bool {
		return o.Title["ru"] != "" && o.Title["en"] == "" && o.Narrative["ru"] != "" && o.Narrative["en"] == "" && o.Method == "interview" && o.Affected.Number > 0 && o.Date.Precision == model.Exact
	})
	f := found(l, "coalition", model.KindFinding, func(f *model.Finding) bool { return f.Grade == model.Limited })
	c := found(l, "coalition", model.KindClaim, func(c *model.Claim) bool { return c.Page != "" })
	r := found(l, "coalition", model.KindRecommendation, func(r *model.Recommendation) bool { return r.Addressee != "" })
	obs, fin, cla, rec := "observations", "findings_by_organisation", "claim_and_finding", "recommendations"
	whole := l.apart("coalition", "en")
	num := func(s string) model.ReturnedCell { return model.ReturnedCell{Kind: model.ReturnedNumber, Value: s} }
	day := func(s string) model.ReturnedCell { return model.ReturnedCell{Kind: model.ReturnedDay, Value: s} }
	for _, x := range []struct {
		sheet string
		id    model.ID
		key   string
		cell  model.ReturnedCell
		want  string // a change, or why not
	}{
		{obs, o.ID, "title", plainText("  " + o.Title["ru"] + "\n"), ""},
		{obs, o.ID, "title", plainText("Другое название"), "title.ru=Другое название"},
		{obs, o.ID, "title", plainText("A translation"), "title.en=A translation"},
		{obs, o.ID, "title", plainText("ترجمة"), "title.ru=ترجمة"},
		{obs, o.ID, "title", plainText("2023"), "title.ru=2023"},
		{obs, o.ID, "narrative", plainText(""), "narrative.ru="},
		{obs, o.ID, "narrative", model.ReturnedCell{Value: "Другое", Formula: true}, "formula"},
		{obs, o.ID, "narrative", model.ReturnedCell{Kind: model.ReturnedFault, Value: "#REF!"}, "sheet_fault"},
		{obs, o.ID, "narrative", model.ReturnedCell{Kind: model.ReturnedBool, Value: "1"}, "wrong_form"},
		{obs, o.ID, "narrative", plainText("a\x00b"), "narrative.en=a\ufffdb"},
		{obs, o.ID, "method", plainText("SITE  visit "), "method=site_visit"},
		{obs, o.ID, "method", plainText("site_visit"), "method=site_visit"},
		{obs, o.ID, "method", plainText("séance"), "no_code"},
		{obs, o.ID, "method", plainText(""), "emptied"},
		{obs, o.ID, "effect", plainText(""), "effect="},
		{obs, o.ID, "number", plainText("١٢٣"), "affected.number=123"},
		{obs, o.ID, "number", plainText("1 234"), "affected.number=1234"},
		{obs, o.ID, "number", num("7.0"), "affected.number=7"},
		{obs, o.ID, "number", num("7.5"), "wrong_form"},
		{obs, o.ID, "number", num("-7"), "wrong_form"},
		{obs, o.ID, "number", num("1e300"), "wrong_form"},
		{obs, o.ID, "number", plainText("0x10"), "wrong_form"},
		{obs, o.ID, "number", plainText("Inf"), "wrong_form"},
		{obs, o.ID, "number", plainText("many"), "wrong_form"},
		{obs, o.ID, "number", plainText(""), "affected.number="},
		{obs, o.ID, "number", plainText("< 5"), "was_withheld"},
		{obs, o.ID, "credibility", num("7"), "faulty:out_of_range"},
		{obs, o.ID, "credibility", num("99999999999999"), "wrong_form"},
		{obs, o.ID, "from", plainText("2018-05-06"), "date.from=2018-05-06"},
		{obs, o.ID, "from", day("2018-05-06T10:00:00"), "date.from=2018-05-06"},
		{obs, o.ID, "from", plainText("6 May"), "wrong_form"},
		{obs, o.ID, "from", num("45000"), "wrong_form"},
		{obs, o.ID, "from", plainText("2018-02-30"), "wrong_form"},
		{obs, o.ID, "from", plainText(""), "faulty:required"},
		{obs, o.ID, "to", plainText("1999-01-01"), "faulty:ends_before_it_begins"},
		{obs, o.ID, "precision", plainText("Month"), "date.precision=month"},
		{obs, o.ID, "review", plainText("Rejected"), "review=rejected"},
		{obs, o.ID, "review", plainText(""), "emptied"},
		{obs, o.ID, "reliability", plainText("G"), "no_code"},
		{obs, o.ID, "region_code", plainText("Astana"), "region=KZ-71"},
		{obs, o.ID, "region_code", plainText("Atlantis"), "no_code"},
		{obs, o.ID, "place", plainText("Арал"), "place=Арал"},
		{obs, o.ID, "place", plainText("two\nlines"), "faulty:not_text"},
		{obs, o.ID, "commitment", plainText("KZ21-1.1, KZ21-2.1"), "worked_out"},
		{obs, o.ID, "region", plainText("Elsewhere"), "worked_out"},
		{obs, o.ID, "_method", plainText("survey"), "worked_out"},
		{obs, o.ID, "rights", plainText("Life"), "worked_out"},
		{obs, o.ID, "evidence", plainText("E-1"), "worked_out"},
		{obs, o.ID, "ref", plainText(f.Ref), "other_ref"},
		{obs, o.ID, "ref", plainText(""), "other_ref"},
		{fin, f.ID, "grade", plainText("● Complete"), "grade=complete"},
		{fin, f.ID, "grade", plainText("complete"), "grade=complete"},
		{fin, f.ID, "grade", plainText("–"), "no_code"},
		{fin, f.ID, "grade", plainText(""), "emptied"},
		{fin, f.ID, "dissent", plainText("We disagree"), "dissent.en=We disagree"},
		{fin, f.ID, "level", plainText("Monitor"), "worked_out"},
		{fin, f.ID, "period", plainText("1999"), "worked_out"},
		{fin, f.ID, "schedule", plainText("Overdue"), map[bool]string{true: "", false: "schedule_status=overdue"}[f.ScheduleStatus == "overdue"]},
		{cla, c.ID, "status", plainText("Nothing said"), map[bool]string{true: "", false: "claimed_status=nothing_said"}[c.ClaimedStatus == "nothing_said"]},
		{cla, c.ID, "found", plainText("something"), "worked_out"},
		{cla, c.ID, "report", plainText("another report"), "worked_out"},
		{cla, c.ID, "question", plainText("Why?"), "worked_out"},
		{rec, r.ID, "addressee", plainText("A ministry that is not listed"), "addressee=A ministry that is not listed"},
		{rec, r.ID, "text", plainText(""), "emptied"},
		{"commitments", l.plan.Commitment("KZ21-1.1").ID, "title_en", plainText("x"), "worked_out"},
		{"scorecard", l.plan.Commitment("KZ21-1.1").ID, "grade", plainText("x"), "worked_out"},
	} {
		w := whole.copied()
		*w.cell(w.row(x.sheet, x.id), x.key) = x.cell
		got, err := w.home()
		if err != nil {
			t.Errorf("%s %q: %v", x.key, x.cell.Value, err)
			continue
		}
		if all := strings.Join(append(inShort(got), reasons(got)...), " "); all != x.want || len(got.Gone)+got.GoneMore+got.Unclear != 0 {
			t.Errorf("%s %q: %s, want %s", x.key, x.cell.Value, all, x.want)
		}
	}
}

func TestThePageOfAClaimIsFoundInItsColumn(t *testing.T) {
	l := newLibrary(t, 20)
	c := found(l, "coalition", model.KindClaim, func(c *model.Claim) bool { return c.Page != "" })
	for _, language := range []string{"en", "ar", "ru", "kk"} {
		w := l.apart("coalition", language)
		cell := w.cell(w.row("claim_and_finding", c.ID), "report")
		i := strings.LastIndex(cell.Value, c.Page)
		cell.Value = cell.Value[:i] + "91–92" + cell.Value[i+len(c.Page):]
		if got := inShort(w.returns()); !slices.Equal(got, []string{"page=91–92"}) {
			t.Errorf("%s: %q from %q", language, got, cell.Value)
		}
		cell.Value = cell.Value[:strings.LastIndex(cell.Value, " · ")]
		if got := inShort(w.returns()); !slices.Equal(got, []string{"page="}) {
			t.Errorf("%s: %q", language, got)
		}
	}
}

// What was withheld is never a change, and cannot be blanked.
func TestWithheldCellsCannotBeChanged(t *testing.T) {
	l := newLibrary(t, 10)
	source := &model.Source{CodeName: "Birch", SourceKind: "interview", Consent: model.Consent{Uses: []string{"public_report"}, Identity: model.ConsentRoleOnly}}
	source.ID, source.Ref, source.Confidentiality = model.ID{1}, "S-0001-AAAA", model.Public
	l.write(model.View{}, source)
	o := &model.Observation{Commitments: []string{"KZ21-9.1"}, Title: model.Text{"en": "seen"}, Date: model.Date{From: "2023-04-03", Precision: model.Exact}, Method: "interview",
		Review: model.Approved, Sources: []model.ID{source.ID}, Place: "a yard", Affected: model.Affected{Number: 3, Unit: "persons"}}
	o.ID, o.Ref, o.Confidentiality = model.ID{2}, "O-2023-9999-AAAA", model.Public
	l.write(model.View{}, o)
	for _, value := range []string{"", "4", "withheld?", "Aral"} {
		w := l.apart("public", "en")
		row := w.row("observations", o.ID)
		if n, p := w.cell(row, "number").Value, w.cell(row, "place").Value; n != "< 5" || p != "Withheld" {
			t.Fatalf("%q and %q are written", n, p)
		}
		w.set("observations", o.ID, "number", value)
		w.set("observations", o.ID, "place", value)
		w.set("observations", o.ID, "title", "seen anew")
		r := w.returns()
		if !slices.Equal(inShort(r), []string{"title.en=seen anew"}) || !slices.Equal(reasons(r), []string{"was_withheld", "was_withheld"}) {
			t.Errorf("%q: %v, %v", value, inShort(r), reasons(r))
		}
		next := r.Records[0].Next.(*model.Observation)
		if next.Place != "a yard" || next.Affected.Number != 3 {
			t.Errorf("%q: the withheld fields are %q and %d", value, next.Place, next.Affected.Number)
		}
	}
}

func TestRowsAreFoundWhereverTheyStand(t *testing.T) {
	l := newLibrary(t, 60)
	o := found(l, "coalition", model.KindObservation, func(o *model.Observation) bool { return o.Narrative["en"] != "" })
	file := l.drawn("coalition", "en")
	copied := kept(t, "copied.xlsx", nil)
	data, _ := os.ReadFile(file)
	if err := os.WriteFile(copied, data, 0o600); err != nil {
		t.Fatal(err)
	}
	edited(t, job{file, []op{
		{Do: "set", Sheet: "Observations", ID: o.ID.String(), Head: "Narrative", Value: "rewritten"},
		{Do: "sort", Sheet: "Observations", Head: "Narrative"},
		{Do: "move-column", Sheet: "Observations", Head: "Narrative"},
		{Do: "rename-column", Sheet: "Observations", Head: "Title", Value: "Heading"},
		{Do: "insert-rows", Sheet: "Observations", Value: 3},
		{Do: "rename-sheet", Sheet: "Observations", Value: "What we saw"},
		{Do: "delete-sheet", Sheet: "Commitments"},
	}}, job{copied, []op{
		{Do: "delete-column", Sheet: "Observations", Head: "Narrative"},
		{Do: "insert-column", Sheet: "Recommendations", Value: 2},
		{Do: "cell", Sheet: "Recommendations", Head: "B1", Value: "My notes"},
		{Do: "cell", Sheet: "Recommendations", Head: "B3", Value: "call them"},
		{Do: "copy", Sheet: "Observations", ID: o.ID.String()},
	}})
	r := l.returns(file)
	if !slices.Equal(inShort(r), []string{"narrative.en=rewritten"}) || r.Refusals+len(r.Gone)+r.GoneMore+r.Unclear+len(r.Drafts) != 0 {
		t.Errorf("%v %v, gone %d", inShort(r), r.Refused, len(r.Gone))
	}
	if !slices.Equal(r.Sheets, []string{"Commitments"}) || len(r.Columns) != 0 || len(r.Strays) != 0 {
		t.Errorf("gone sheets %v, columns %v, strays %v", r.Sheets, r.Columns, r.Strays)
	}
	r = l.returns(copied)
	if len(r.Records) != 0 || !slices.Equal(reasons(r), []string{"id_twice", "id_twice"}) || !slices.Equal(r.Columns, []string{"Observations: Narrative"}) ||
		!slices.Equal(r.Strays, []string{"Recommendations: My notes"}) || len(r.Gone)+r.GoneMore != 0 {
		t.Errorf("%v %v %v %v, gone %v", inShort(r), reasons(r), r.Columns, r.Strays, r.Gone)
	}
}

func TestRowsThatAreGoneAreNamed(t *testing.T) {
	l := newLibrary(t, 60)
	ids := l.written("coalition", model.KindObservation)
	for _, drop := range [][]model.ID{ids[:1], ids[5:9], ids[10:40]} {
		w := l.apart("coalition", "kk")
		for _, id := range drop {
			w.drop("observations", id)
		}
		fresh := &model.Observation{Title: model.Text{"en": "written after the report"}, Review: model.Submitted, Commitments: []string{"KZ21-9.1"}, Method: "media",
			Date: model.Date{From: "2024-01-01", Precision: model.Exact}}
		fresh.ID = model.ID{byte(len(drop)), 7}
		l.write(model.View{}, fresh)
		r := w.returns()
		var got []model.ID
		for _, g := range r.Gone {
			got = append(got, g.Record)
			if g.Ref == "" || g.Kind != model.KindObservation {
				t.Errorf("%+v", g)
			}
		}
		want := slices.Clone(drop)
		slices.SortFunc(got, func(a, b model.ID) int { return bytes.Compare(a[:], b[:]) })
		slices.SortFunc(want, func(a, b model.ID) int { return bytes.Compare(a[:], b[:]) })
		if !slices.Equal(got, want) || r.GoneMore != 0 || len(r.Records) != 0 {
			t.Errorf("%d gone, %d more, of %d", len(got), r.GoneMore, len(want))
		}
	}
}

func TestNewRowsBecomeDrafts(t *testing.T) {
	l := newLibrary(t, 20)
	w := l.apart("coalition", "ru")
	w.add("observations", map[string]model.ReturnedCell{"commitment": plainText("KZ21-9.1، KZ21-5.1"), "title": plainText("Не пустили"), "narrative": plainText("يوم في السجن"),
		"method": plainText("Интервью"), "date": {Kind: model.ReturnedDay, Value: "2024-05-06"}, "number": plainText("3"), "area": plainText("KZ21-9")})
	w.add("findings_by_organisation", map[string]model.ReturnedCell{"commitment": plainText("KZ21-9.1"), "period": plainText("2024"), "grade": plainText("limited"), "reasoning": plainText("Потому что")})
	w.add("recommendations", map[string]model.ReturnedCell{"text": plainText("Сделать"), "commitments": plainText("KZ21-9.1"), "ref": plainText("новая")})
	w.add("recommendations", map[string]model.ReturnedCell{"why": plainText("Итого")})
	w.add("recommendations", map[string]model.ReturnedCell{"commitments": plainText("KZ99-1.1")})
	w.add("claim_and_finding", map[string]model.ReturnedCell{"quotation": plainText("сделано")})
	w.add("observations", map[string]model.ReturnedCell{"ref": plainText("O-2023-0001"), "title": plainText("без кода")})
	w.add("observations", map[string]model.ReturnedCell{"title": plainText("дважды")})
	w.add("observations", map[string]model.ReturnedCell{"title": plainText("дважды")})
	r := w.returns()
	if len(r.Drafts) != 5 || len(r.Records) != 0 {
		t.Fatalf("%d drafts, %d records, %v", len(r.Drafts), len(r.Records), reasons(r))
	}
	o := r.Drafts[0].Record.(*model.Observation)
	if o.Review != model.Draft || !slices.Equal(o.Commitments, []string{"KZ21-9.1", "KZ21-5.1"}) || o.Title["ru"] != "Не пустили" || o.Narrative["ar"] != "يوم في السجن" ||
		o.Method != "interview" || o.Date != (model.Date{From: "2024-05-06", Precision: model.Exact}) || o.Affected.Number != 3 || o.Language != "ru" || o.ID.IsZero() {
		t.Errorf("%+v", o)
	}
	f := r.Drafts[1].Record.(*model.Finding)
	if f.Review != model.Draft || f.Grade != model.Limited || f.Scale != "house" || f.Commitment != "KZ21-9.1" || f.Period != "2024" {
		t.Errorf("%+v", f)
	}
	if got := reasons(r); !slices.Equal(got, []string{"faulty:not_found", "no_id", "not_new", "nothing_in_it", "nothing_in_it", "ref_given", "worked_out", "worked_out"}) {
		t.Errorf("%v", got)
	}
	if r.Drafts[3].Record.Base().ID == r.Drafts[4].Record.Base().ID {
		t.Error("two rows that say the same are one record")
	}
	l.take(r)
	if r := w.returns(); len(r.Drafts)+len(r.Records) != 0 || r.Already != 5 {
		t.Errorf("the same workbook again: %d drafts, %d already", len(r.Drafts), r.Already)
	}
}
