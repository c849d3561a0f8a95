package ui

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"plumbline/assets"
	"plumbline/model"
)

// visits is a table as Kobo exports it: two sound rows, one at fault, a column of which nothing is read.
const visits = `_uuid,visit/title,language,date,region,method,affected_number,affected_unit,photo
uuid-1,Кіруге рұқсат берілмеді,kk,2023-04-05,KZ-43,Site visit,137,persons,a.jpg
uuid-2,Отказ в допуске,ru,2023-04,KZ-43,интервью,,,
uuid-3,x,en,2023-04-06,,by telescope,,,
`

// asTable writes a table where it can be dropped.
func asTable(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// asWorkbook writes the same as a workbook, as ODK and Kobo do too.
func asWorkbook(t *testing.T, text string) string {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	for y, line := range strings.Split(strings.TrimSpace(text), "\n") {
		for x, cell := range strings.Split(line, ",") {
			at, _ := excelize.CoordinatesToCellName(x+1, y+1)
			if err := f.SetCellStr("Sheet1", at, cell); err != nil {
				t.Fatal(err)
			}
		}
	}
	path := filepath.Join(t.TempDir(), "visits.xlsx")
	if err := f.SaveAs(path); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestATableIsLookedAtAndTakenInAsDrafts(t *testing.T) {
	b := unlocked(t, "en", nil)
	ours := b.w.desk.book
	for i, path := range []string{asTable(t, "visits.csv", visits), asWorkbook(t, visits)} {
		b.w.setLanguage(assets.Languages()[i*2%4])
		b.w.show(place{to: atCoalition})
		before := ours.Digest()
		b.dropOn(path)
		b.sees(b.say("coalition_screen.table_title"))
		b.sees("Отказ в допуске")
		b.sees("photo")
		take := plain(b.say("coalition_screen.home_take", "records", b.w.lookNow().Words.N("plurals.record", 2)))
		b.sees(take)
		if ours.Digest() != before {
			t.Fatal("looking at it wrote something")
		}
		m := b.w.shown.(*coalition).made[partMerge].(*merging)
		if refused := m.in.home.lines[homeRefused]; len(refused) != 1 || plain(refused[0].ref) != b.say("coalition_screen.table_row", "row", 4) ||
			plain(refused[0].field) != "method" || refused[0].now != b.say("faults.not_in_list") {
			t.Errorf("refused is %+v", refused)
		}
		m.rows.OnTick(0)
		m.rows.OnTick(0)
		b.tap(take)
		b.sees(b.say("coalition_screen.table_taken"))
		page, err := ours.Find(model.Query{})
		if err != nil || page.Total != 2 {
			t.Fatalf("%d records, %v", page.Total, err)
		}
		if v, err := ours.View(page.IDs[0]); err != nil || v.Record.(*model.Observation).Review != model.Draft {
			t.Errorf("it is no draft: %+v, %v", v.Record, err)
		}
		b.sees(filepath.Base(path)) // among what came in
		b.tap(b.say("coalition_screen.take_merge_back"))
		b.until("the question", func() bool { return b.w.win.Canvas().Overlays().Top() != nil })
		b.tap(b.say("coalition_screen.take_merge_back"))
		b.until("all of it taken back", func() bool { return ours.Digest() == before })
		b.settled()
	}
}

// What is being looked at is said in the language that is chosen meanwhile: its lines, and why it is refused.
func TestWhatIsLookedAtFollowsTheLanguage(t *testing.T) {
	b := unlocked(t, "en", nil)
	b.w.show(place{to: atCoalition, part: partMerge})
	b.dropOn(asTable(t, "visits.csv", visits))
	b.sees(b.say("coalition_screen.table_row", "row", 2))
	for _, language := range []string{"ar", "kk"} {
		b.w.setLanguage(language)
		b.sees(b.say("coalition_screen.table_row", "row", 2))
		b.sees(b.say("coalition_screen.home_take", "records", b.w.lookNow().Words.N("plurals.record", 2)))
	}
	b.tap(b.say("coalition_screen.put_away"))
	b.dropOn(asTable(t, "empty.csv", ""))
	refused := func() string { return b.say("coalition_screen.table_refused", "where", fileName("empty.csv")) }
	b.sees(refused())
	b.w.setLanguage("ru")
	b.sees(refused())
}

func TestRowsThatWereReadBeforeAreKnownAgain(t *testing.T) {
	b := unlocked(t, "ar", nil)
	b.w.show(place{to: atCoalition})
	first := asTable(t, "visits.csv", visits)
	corrected := strings.NewReplacer("by telescope", "media", "Отказ в допуске", "Отказ в допуске дважды").Replace(visits)
	b.dropOn(first)
	m := b.w.shown.(*coalition).made[partMerge].(*merging)
	b.until("the preview", func() bool { return m.in.home != nil && m.in.home.table != nil && m.rows != nil })
	m.takeHome(m.in.home)
	b.until("taken in", func() bool { return m.in.home == nil && !m.busy })
	b.settled()
	b.dropOn(first, asTable(t, "corrected.csv", corrected)) // one after the other
	b.until("the first again", func() bool { return m.in.home != nil && m.in.home.table != nil && m.in.home.table.Same == 2 })
	b.settled()
	if n := m.in.home.chosen(); n != 0 {
		t.Errorf("%d rows that are here already would be written", n)
	}
	b.tap(b.say("coalition_screen.put_away"))
	b.until("the second", func() bool { return m.in.home != nil && m.in.home.name == "corrected.csv" && m.in.home.lines != nil })
	a := m.in.home.table
	if len(a.New) != 1 || len(a.Changed) != 1 || a.Same != 1 || len(a.Refused) != 0 {
		t.Errorf("new %d, changed %d, same %d, refused %v", len(a.New), len(a.Changed), a.Same, a.Refused)
	}
	if lines := m.in.home.lines[homeChanges]; len(lines) != 1 || lines[0].was != "Отказ в допуске" || lines[0].now != "Отказ в допуске дважды" {
		t.Errorf("the change is told as %+v", lines)
	}
}

func TestWhatIsNoTableIsRefusedWithASentence(t *testing.T) {
	b := unlocked(t, "en", nil)
	book := b.w.desk.book
	before := book.Digest()
	for _, language := range assets.Languages() {
		b.w.setLanguage(language)
		b.w.show(place{to: atCoalition})
		for text, key := range map[string]string{
			"":                            "coalition_screen.table_refused",
			"_uuid,title\n1,\xcf\xf0\xe8": "coalition_screen.table_refused", // not UTF-8
			"title,title\na,b":            "coalition_screen.table_refused",
			"title\n\"never closed":       "coalition_screen.table_refused",
			"№;Название\n7;Отказ":         "coalition_screen.table_columns",
			"title\n" + strings.Repeat("a row\n", 20_001): "coalition_screen.home_too_large",
		} {
			b.dropOn(asTable(t, "table.csv", text))
			b.sees(b.say("coalition_screen.table_not_taken"))
			b.sees(plain(b.w.lookNow().T(key, "where", fileName("table.csv"))))
			b.tap(b.say("coalition_screen.put_away"))
		}
	}
	if book.Digest() != before {
		t.Error("something was written")
	}
}
