package ui

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/xuri/excelize/v2"

	"plumbline/assets"
	"plumbline/export"
	"plumbline/model"
	"plumbline/model/notebook"
)

// drawnReport draws the coalition's report of a notebook into a workbook.
func drawnReport(t *testing.T, n *notebook.Notebook) string {
	t.Helper()
	got, err := collect(n)
	if err != nil {
		t.Fatal(err)
	}
	profile := model.Profiles()[0]
	r, err := model.NewReport(n.Plan(), n.Records, model.Ask{Profile: profile, Language: "en", Today: "2026-11-22", Program: "0.1.0", Digest: got.digest, Members: got.members})
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "report.xlsx")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := export.Workbook(context.Background(), f, r, assets.For("en"), nil); err != nil {
		t.Fatal(err)
	}
	return path
}

// editCell changes the first cell of a workbook that says a text.
func editCell(t *testing.T, path, said, now string) {
	t.Helper()
	if !editsCell(t, path, said, now) {
		t.Fatalf("no cell says %q", said)
	}
}

// editsCell does so where there is one.
func editsCell(t *testing.T, path, said, now string) bool {
	t.Helper()
	f, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	sheet := assets.For("en").T("sheets.observations")
	rows, err := f.GetRows(sheet)
	if err != nil {
		t.Fatal(err)
	}
	for y, row := range rows {
		if x := slices.Index(row, said); x >= 0 {
			cell, _ := excelize.CoordinatesToCellName(x+1, y+1)
			if err := f.SetCellStr(sheet, cell, now); err != nil {
				t.Fatal(err)
			}
			if err := f.Save(); err != nil {
				t.Fatal(err)
			}
			return true
		}
	}
	return false
}

func TestAnEditedReportComesHome(t *testing.T) {
	var first, second *model.Observation
	b := unlocked(t, "en", func(n *notebook.Notebook) {
		first, second = letters(), letters()
		first.Title, second.Title = model.Text{"en": "Letters are opened"}, model.Text{"en": "Visits are short"}
		first.Review, second.Review = model.Approved, model.Approved
		record(t, n, first)
		record(t, n, second)
	})
	ours := b.w.desk.book
	path := drawnReport(t, ours)
	b.w.show(place{to: atCoalition})
	b.dropOn(path)
	b.sees("Nothing was changed in it")
	b.tap("Put away")

	editCell(t, path, "Letters are opened", "Letters are opened and read")
	editCell(t, path, "Visits are short", "Visits are cut short")
	// Meanwhile the second one was changed here too.
	revise(t, ours, second.ID, func(r *model.Observation) { r.Title = model.Text{"en": "Visits last ten minutes"} })
	before := ours.Digest()
	b.dropOn(path)
	b.sees("An edited report")
	for _, text := range []string{"Letters are opened and read", "Visits are cut short", "Changes · 2", "would be in dispute", "Take in: 2 records"} {
		b.sees(text)
	}
	if ours.Digest() != before {
		t.Fatal("looking at it wrote something")
	}
	m := b.w.shown.(*coalition).made[partMerge].(*merging)
	i := slices.IndexFunc(m.in.home.lines[homeChanges], func(r homeRow) bool { return r.id == first.ID })
	m.rows.OnTick(i)
	b.sees("Take in: 1 record")
	m.rows.OnTick(i)
	b.tap("Take in: 2 records")
	b.sees("The changes were taken in")
	if v, err := ours.View(first.ID); err != nil || v.Disputed() || v.Record.(*model.Observation).Title["en"] != "Letters are opened and read" {
		t.Errorf("%+v %v", v.Record, err)
	}
	if v, err := ours.View(second.ID); err != nil || len(v.Disputes) != 1 || v.Disputes[0].Field != "title" {
		t.Errorf("%v %v", v.Disputes, err)
	}
	// It stands among what came in, and is taken back as a whole.
	b.sees("report.xlsx")
	b.tap("Take back as a whole")
	b.sees("The file can be merged again at any time")
	b.sees("Take back what was taken in from")
	b.tap("Take back as a whole")
	b.sees("Taken back ")
	if ours.Digest() != before {
		t.Error("something of it stayed")
	}
}

func TestAForeignWorkbookIsRefusedWithTheReason(t *testing.T) {
	b := unlocked(t, "ru", nil)
	path := filepath.Join(t.TempDir(), "budget.xlsx")
	f := excelize.NewFile()
	f.SetCellStr("Sheet1", "A1", "budget")
	if err := f.SaveAs(path); err != nil {
		t.Fatal(err)
	}
	f.Close()
	b.w.show(place{to: atCoalition})
	b.dropOn(path)
	b.sees("budget.xlsx")
	b.sees(b.say("coalition_screen.home_not_taken"))
	b.sees(b.say("coalition_screen.notebook_untouched"))
	b.tap(b.say("coalition_screen.put_away"))
	b.sees(b.say("coalition_screen.came_in"))
}
