package intake

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"plumbline/model"
)

func csvOf(s string) (*Table, error) {
	return CSV(context.Background(), strings.NewReader(s), int64(len(s)))
}

// shelf is a notebook in memory that takes in what arrives.
type shelf struct {
	t       testing.TB
	records map[model.ID]model.History
	n       model.Clock
}

func newShelf(t testing.TB) *shelf { return &shelf{t: t, records: map[model.ID]model.History{}} }

func (s *shelf) desk() *Desk {
	return &Desk{Language: "ru", Name: func(said string) model.ID { return model.PlanID(model.KindObservation, said) },
		Known: model.Known{Commitment: func(code string) bool { return strings.HasPrefix(code, "KZ21-") }, Region: func(code string) bool { return strings.HasPrefix(code, "KZ-") }},
		Code: func(list, word string) (string, bool) {
			code := map[string]string{"интервью": "interview", "interview": "interview", "detainees": "detainees", "women": "women", "KZ-75": "KZ-75", "persons": "persons",
				"exact": "exact", "coalition": "coalition"}[word]
			return or(code, word), code != ""
		},
		History: func(id model.ID) ([]model.Revision, error) { return s.records[id], nil }}
}

func (s *shelf) write(seen model.View, next model.Record, reason string) {
	s.t.Helper()
	s.n++
	rs, err := model.Revise(seen, next, model.Author{Key: model.Key{1}}, s.n<<16, reason)
	if err != nil {
		s.t.Fatal(err)
	}
	for _, r := range rs {
		s.records[r.Record] = append(s.records[r.Record], r)
	}
}

// take takes a table in, and says in short what it brought.
func (s *shelf) take(table string, m *Mapping) string {
	s.t.Helper()
	t, err := csvOf(table)
	if err != nil {
		s.t.Fatal(err)
	}
	a, err := Arrive(context.Background(), t, m, s.desk())
	if err != nil {
		s.t.Fatal(err)
	}
	for _, x := range append(slices.Clone(a.New), a.Changed...) {
		s.write(x.Seen, x.Next, Reason)
	}
	return fmt.Sprintf("new %d, changed %d, same %d, refused %v, strays %v", len(a.New), len(a.Changed), a.Same, a.Refused, a.Strays)
}

func (s *shelf) only() model.View {
	s.t.Helper()
	if len(s.records) != 1 {
		s.t.Fatalf("%d records", len(s.records))
	}
	for _, h := range s.records {
		return model.Join(h)
	}
	panic("none")
}

const kobo = "_uuid,_submission_time,visit/title,visit/place,date,method,groups,groups/women,affected_number,affected_unit,commitments,photo\n"

func TestATableReadTwiceChangesNothing(t *testing.T) {
	s := newShelf(t)
	row := "uuid-1,2023-04-02T10:00:00,Отказ,Арал,2023-04-01T23:30:00.000+06:00,интервью,detainees,1,12,persons,KZ21-5.1 KZ21-9.1,\"a,b.jpg\"\n"
	if got := s.take(kobo+row, nil); got != "new 1, changed 0, same 0, refused [], strays [photo]" {
		t.Fatal(got)
	}
	o := s.only().Record.(*model.Observation)
	want := &model.Observation{Common: model.Common{ID: o.ID, Language: "ru"}, Commitments: []string{"KZ21-5.1", "KZ21-9.1"}, Title: model.Text{"ru": "Отказ"},
		Date: model.Date{From: "2023-04-01", Precision: model.Exact}, Place: "Арал", Method: "interview", Groups: []string{"detainees", "women"},
		Affected: model.Affected{Number: 12, Unit: "persons"}, Review: model.Draft}
	if !reflect.DeepEqual(o, want) {
		t.Errorf("%+v\nnot\n%+v", o, want)
	}
	same := "new 0, changed 0, same 1, refused [], strays [photo]"
	if got := s.take(kobo+row, nil); got != same {
		t.Error("again: ", got)
	}
	// People work on it; the old file still changes nothing, a corrected one is joined with their work.
	v := s.only()
	next := *v.Record.(*model.Observation)
	next.Title, next.Credibility = model.Text{"ru": "Отказ", "kk": "Бас тарту"}, 2
	s.write(v, &next, "")
	if got := s.take(kobo+row, nil); got != same {
		t.Error("after an edit: ", got)
	}
	corrected := strings.ReplaceAll(row, "Арал", "Кызылорда")
	if got := s.take(kobo+corrected, nil); got != "new 0, changed 1, same 0, refused [], strays [photo]" {
		t.Error("corrected: ", got)
	}
	v = s.only()
	if o := v.Record.(*model.Observation); v.Disputed() || o.Place != "Кызылорда" || o.Title["kk"] == "" || o.Credibility != 2 {
		t.Errorf("%+v, disputes %+v", o, v.Disputes)
	}
	for _, file := range []string{row, corrected} { // neither the old one nor the new one again
		if got := s.take(kobo+file, nil); got != same {
			t.Error("later: ", got)
		}
	}
	// A field that both changed differently is disputed by the same rule.
	next = *v.Record.(*model.Observation)
	next.Place = "у озера"
	s.write(v, &next, "")
	s.take(kobo+strings.ReplaceAll(row, "Арал", "Шымкент"), nil)
	if v = s.only(); len(v.Disputes) != 1 || v.Disputes[0].Field != "place" {
		t.Errorf("%+v", v.Disputes)
	}
}

func TestRefusedRowsNameLineAndField(t *testing.T) {
	s := newShelf(t)
	table, err := csvOf(strings.ReplaceAll(kobo, ",photo", "") +
		"u1,,\"two\nlines\",,2023-13-01,interview,,,,,\n" +
		"u2,,x,,,by telescope,,,many,,\n" +
		"u3,,x,,,,,maybe,,,ZZ-1\n" +
		"u4,,good,,2023-04/2023-06,,,,,,\n" +
		"u4,,twice,,,,,,,,\n" +
		"u5,,x,,,,,,,,,beyond\n")
	if err != nil {
		t.Fatal(err)
	}
	a, err := Arrive(context.Background(), table, nil, s.desk())
	if err != nil || len(a.New) != 1 || a.New[0].Next.Date != (model.Date{From: "2023-04-01", To: "2023-06-30", Precision: model.Exact}) {
		t.Fatalf("%v %+v", err, a)
	}
	var got []string
	for _, x := range a.Refused {
		got = append(got, fmt.Sprint(x.Row, " ", x.Head, " ", x.Field, " ", x.Rule))
	}
	want := []string{"2 date date no_such_day", "4 method method not_in_list", "4 affected_number affected.number wrong_type", "5 groups/women groups wrong_type",
		"5 commitments commitments[0] not_found", "7 _uuid id given_twice", "8  row too_many"}
	if !slices.Equal(got, want) {
		t.Errorf("%q\nnot\n%q", got, want)
	}
}

func TestAMappingSaysWhatColumnsAre(t *testing.T) {
	m, err := ReadMapping(strings.NewReader(`{"columns":{"Название":"title.kk","№":"id","Когда":"date","Примечание":"","Как":"method"},
		"values":{"method":{"1":"interview"}},"set":{"confidentiality":"coalition","language":"kk"}}`))
	if err != nil {
		t.Fatal(err)
	}
	s := newShelf(t)
	if got := s.take("\ufeff№;Название;Когда;Как;Примечание;Ещё\n7;Тыйым;2023;1;hidden;x\n", m); got != "new 1, changed 0, same 0, refused [], strays [Ещё]" {
		t.Fatal(got)
	}
	o := s.only().Record.(*model.Observation)
	if o.Title["kk"] != "Тыйым" || o.Date != (model.Date{From: "2023-01-01", To: "2023-12-31", Precision: model.Year}) || o.Method != "interview" || o.Confidentiality != "coalition" || o.Note != "" {
		t.Errorf("%+v", o)
	}
	for name, bad := range map[string]string{"no JSON": "x", "an unknown key": `{"colums":{}}`, "an unknown field": `{"columns":{"a":"titel"}}`, "values of none": `{"values":{"x":{}}}`,
		"an identity for all": `{"set":{"id":"1"}}`, "something behind": `{} {}`, "no object": `[]`} {
		if _, err := ReadMapping(strings.NewReader(bad)); !errors.Is(err, ErrMapping) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestATableWithoutIdentitiesIsNamedByItsRows(t *testing.T) {
	s := newShelf(t)
	file := "title\tplace\nОдин\tА\nОдин\tА\nДва\tБ\n"
	if got := s.take(file, nil); !strings.HasPrefix(got, "new 3, changed 0, same 0") {
		t.Error(got)
	}
	if got := s.take(file+"Три\tВ\n", nil); !strings.HasPrefix(got, "new 1, changed 0, same 3") {
		t.Error(got)
	}
}

func TestFilesThatAreNoTables(t *testing.T) {
	for name, c := range map[string]struct {
		file string
		want error
	}{
		"nothing": {"", ErrTable}, "only a mark": {"\ufeff", ErrTable}, "empty lines": {"\n\n,,\n", ErrTable}, "a quote left open": {"title\n\"x", ErrTable}, "a stray quote": {"title\nx\"y\n", ErrTable},
		"UTF-16": {"\xff\xfet\x00", ErrTable}, "another encoding": {"title\n\xcd\xe5\xf2\n", ErrTable}, "a zero": {"title\na\x00b\n", ErrTable},
		"names twice": {"title,title\n", ErrTable}, "a field twice": {"title.ru,title::ru\nx,y\n", ErrTable}, "no known column": {"a,b\n1,2\n", ErrTable},
		"a long name": {strings.Repeat("x", 1001) + "\n", ErrTable}, "columns without end": {strings.Repeat("a,", 3000) + "\n", ErrTooLarge},
		"rows without end": {"title\n" + strings.Repeat("x\n", maxTableRows+1), ErrTooLarge},
	} {
		table, err := csvOf(c.file)
		if err == nil {
			_, err = Arrive(context.Background(), table, nil, newShelf(t).desk())
		}
		if !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := CSV(context.Background(), strings.NewReader(""), maxTableFile+1); !errors.Is(err, ErrTooLarge) {
		t.Error(err)
	}
}

// A workbook as Kobo exports it is read like its CSV.
func TestAWorkbookOfKoboIsATable(t *testing.T) {
	data := workbook(t, func(f *excelize.File) {
		for i, row := range [][]any{{"start", "title", "date", "affected_number", "groups", "groups/detainees", "_uuid"}, {"2023-04-02T08:00:00", "Отказ", "2023-04-01", 12, "women detainees", 1, "u-1"}} {
			f.SetSheetRow("Sheet1", fmt.Sprint("A", i+1), &row)
		}
	})
	b, err := Open(strings.NewReader(string(data)), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	table, err := b.Table(context.Background(), "")
	if err != nil || !table.HasIdentities() || table.File == ([32]byte{}) {
		t.Fatal(err)
	}
	a, err := Arrive(context.Background(), table, nil, newShelf(t).desk())
	if err != nil || len(a.New) != 1 || len(a.Refused) != 0 || len(a.Strays) != 0 {
		t.Fatalf("%v %+v", err, a)
	}
	if o := a.New[0].Next; o.Affected.Number != 12 || !slices.Equal(o.Groups, []string{"women", "detainees"}) || o.Date.From != "2023-04-01" {
		t.Errorf("%+v", o)
	}
	if _, err := b.Table(context.Background(), "Elsewhere"); !errors.Is(err, ErrTable) {
		t.Error(err)
	}
}

// Whatever the file: an error of the package or an arrival whose drafts are sound,
// and that brings nothing when it comes again.
func FuzzCSV(f *testing.F) {
	f.Add(kobo+"u1,,x,,2023-04-01,interview,,,,,\n", "")
	f.Add("№;Название\n1;x\n", `{"columns":{"№":"id","Название":"title.ru"}}`)
	f.Add("title\tdate\nx\t2023/2024\n", `{"set":{"language":"kk"}}`)
	f.Fuzz(func(t *testing.T, file, mapping string) {
		table, err := csvOf(file)
		if err != nil {
			if !errors.Is(err, ErrTable) && !errors.Is(err, ErrTooLarge) {
				t.Fatal(err)
			}
			return
		}
		m, err := ReadMapping(strings.NewReader(mapping))
		if err != nil {
			m = nil
		}
		s := newShelf(t)
		a, err := Arrive(context.Background(), table, m, s.desk())
		if err != nil {
			if !errors.Is(err, ErrTable) {
				t.Fatal(err)
			}
			return
		}
		ids := map[model.ID]bool{}
		for _, x := range a.New {
			if err := x.Next.Check(s.desk().Known); err != nil || ids[x.Next.ID] || x.Next.Review != model.Draft {
				t.Fatal(err, x.Next)
			}
			ids[x.Next.ID] = true
			s.write(x.Seen, x.Next, Reason)
		}
		again, err := Arrive(context.Background(), table, m, s.desk())
		if err != nil || len(again.New)+len(again.Changed) != 0 || again.Same != len(a.New) {
			t.Fatalf("%v: again new %d, changed %d, same %d of %d", err, len(again.New), len(again.Changed), again.Same, len(a.New))
		}
	})
}
