package main

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"plumbline/assets"
)

// A plan may be typed as a workbook; what is wrong in it is named by sheet, row
// and column, and nothing is made.
func TestInitFromAWorkbook(t *testing.T) {
	dir := t.TempDir()
	write := func(name, head string) string {
		f := excelize.NewFile()
		for sheet, rows := range map[string][][]any{"plan": {{"code", "title::en"}, {"XX25", "Invented"}},
			"areas":       {{"code", head}, {"XX25-1", "Schools"}},
			"commitments": {{"code", "area", "origin", "title::ru"}, {"XX25-1.1", "XX25-1", "plan_task", "Открыть школы"}}} {
			f.NewSheet(sheet)
			for i := range rows {
				f.SetSheetRow(sheet, "A"+string(rune('1'+i)), &rows[i])
			}
		}
		path := filepath.Join(dir, name)
		if err := f.SaveAs(path); err != nil {
			t.Fatal(err)
		}
		return path
	}
	run := func(args ...string) (int, string) {
		t.Setenv("PLUMBLINE_PASSPHRASE", "meadow anchor violet thunder saffron bridge 12")
		var said bytes.Buffer
		c := &ctl{ctx: t.Context(), in: strings.NewReader(""), out: &said, err: &said, now: time.Now, words: assets.For("en")}
		root := newRoot(c)
		root.SetArgs(args)
		verb, err := root.ExecuteC()
		return c.done(verb, err), said.String()
	}
	if code, said := run("init", filepath.Join(dir, "a"), "--plan", write("good.xlsx", "title::en")); code != exitDone || !strings.Contains(said, "XX25") {
		t.Errorf("exit %d: %s", code, said)
	}
	code, said := run("init", filepath.Join(dir, "b"), "--plan", write("bad.xlsx", "colour"))
	if code != exitRefused || !strings.Contains(said, "areas, row 1, column 2") {
		t.Errorf("exit %d: %s", code, said)
	}
	if code, _ := run("init", filepath.Join(dir, "c"), "--plan", filepath.Join(dir, "none.xlsx")); code != exitFailed {
		t.Errorf("a missing workbook: exit %d", code)
	}
}
