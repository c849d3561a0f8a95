//go:build window

// The real window, on a screen of its own: run as
//
//	PLUMBLINE_E2E=…/plumbline-e2e go test -tags ci,window ./cmd/plumbline
package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"plumbline/assets"
)

const (
	passphrase = "wrinkle canopy turbine gravel mustard outpost"
	title      = "لا صندوق مغلق للشكاوى في جناح الزيارات"
	narrative  = "يُسلَّم الطلب إلى المناوب، ولا يُعطى رقم. (زيارة 3 من 5، عام 2023)"
)

// findCell prints the sheet and cell of a text in a workbook.
const findCell = `
import sys, openpyxl
book = openpyxl.load_workbook(sys.argv[1], read_only=True)
for sheet in book:
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell.value, str) and sys.argv[2] in cell.value:
                print(sheet.title, cell.row)
`

func TestTheWholeJobInArabic(t *testing.T) {
	binary := os.Getenv("PLUMBLINE_E2E")
	if binary == "" {
		t.Fatal("PLUMBLINE_E2E names no binary; make test-window builds it")
	}
	d := start(t, binary)
	ar := assets.For("ar")
	evidence := filepath.Join(d.home, "gate.txt")
	if err := os.WriteFile(evidence, []byte("a note from the gate\n"), 0o600); err != nil {
		t.Fatal(err)
	}

	// First start: the language, then a notebook of one's own.
	d.click("العربية")
	d.sees(ar.T("unlock.promise_lost"))
	d.clickEntry(ar.T("nouns.passphrase"))
	d.pasteSecret(passphrase)
	d.sees(ar.T("unlock.very_strong"))
	d.clickEntry(ar.T("unlock.again"))
	d.pasteSecret(passphrase)
	d.until("the button", func(all []shown) bool { _, off := find(all, ar.T("unlock.first_again")); return !off })
	d.click(ar.T("unlock.create_notebook"))
	for n := 1; n <= 3; n++ { // the recovery parts, each shown once
		d.sees(ar.T("safety_screen.part_of", "n", n, "given", 3))
		d.click(ar.T("safety_screen.written_down"))
	}

	// The commitment on torture.
	d.sees(ar.T("screens.areas_and_commitments"))
	d.openTorture(ar)
	d.sees(ar.T("commitment_screen.none_yet"))
	d.picture("commitment")

	// An observation with a file.
	d.click(ar.T("actions.record_observation"))
	d.clickEntry(ar.T("fields_observation.title"))
	d.paste(title)
	d.clickEntry(ar.T("fields_observation.narrative"))
	d.paste(narrative)
	d.clickEntry(ar.T("fields_observation.date"))
	d.paste("14")
	d.click(ar.T("parts.month"))
	d.click(ar.T("dates.month_3"))
	d.until("the keyboard to come back", func(all []shown) bool { return focused(all) == "*parts.Select" })
	d.key("Tab", "Tab") // past what clears the month
	d.until("the year", func(all []shown) bool { return focused(all) == "*bidi.Entry" })
	d.paste("2023")
	d.click(ar.T("screens.section_how_we_know"))
	d.clickAfter(ar.T("fields_observation.method"), "*parts.Select")
	d.click(ar.T("enum_method.site_visit"))
	d.choiceTakenBack(ar.T("enum_method.site_visit"))
	d.click(ar.T("observe_screen.choose_file"))
	d.path(ar.T("window.take_file"), evidence)
	d.sees(ar.T("observe_screen.attach_after"))
	d.sees("gate.txt")
	d.picture("observe")
	d.key("ctrl+s")
	d.sees(ar.T("commitment_screen.count_newest_first", "n", 1))
	d.sees(title)

	// Found again, in a column drawn wider.
	d.key("ctrl+k")
	d.sees(ar.T("find_screen.n_of_all", "n", 1, "all", 1))
	d.drawColumn()

	// Locked, and opened again by a new process.
	d.key("ctrl+l")
	d.sees(ar.T("actions.open_notebook"))
	d.clickEntry(ar.T("nouns.passphrase"))
	d.pasteSecret(passphrase)
	d.key("Return")
	d.sees(ar.T("screens.areas_and_commitments"))
	d.openTorture(ar)
	d.click(title)
	d.sees(narrative)
	d.sees("gate.txt")
	d.picture("observation")

	// The report, read by another program.
	workbook := filepath.Join(d.home, "report.xlsx")
	d.key("ctrl+e")
	d.report(ar, workbook)
	if at := python(t, findCell, workbook, title); at == "" {
		t.Error("the workbook does not hold the observation")
	}
	d.picture("report")
	d.settingsHoldNothing()
	d.filesHoldNothing()
}

// choiceTakenBack undoes a choice within a form, and makes it again.
func (d *driver) choiceTakenBack(word string) {
	d.t.Helper()
	d.sees(word)
	d.key("ctrl+z")
	d.until("the choice taken back", func(all []shown) bool { _, there := find(all, word); return len(all) > 0 && !there })
	d.key("ctrl+shift+z")
	d.sees(word)
}

// drawColumn draws the first border between columns by its place, away from where lines begin: it goes with the mouse.
func (d *driver) drawColumn() {
	d.t.Helper()
	border := func(all []shown) (shown, bool) {
		for _, s := range all {
			if s.Type == "*parts.columnGrip" && s.W > 0 {
				return s, true
			}
		}
		return shown{}, false
	}
	var from shown
	d.until("a border", func(all []shown) bool {
		at, ok := border(all)
		still := ok && at == from
		from = at
		return still
	})
	d.run("xdotool", "mousemove", strconv.Itoa(from.X+from.W/2), strconv.Itoa(from.Y+from.H/2), "mousedown", "1", "mousemove_relative", "--", "-20", "0",
		"mousemove_relative", "--", "-20", "0", "mouseup", "1")
	d.until("the border under the mouse", func(all []shown) bool { at, ok := border(all); return ok && from.X-at.X > 30 && from.X-at.X < 50 })
}

// openTorture finds the commitment by a word of the screen's language and opens it.
func (d *driver) openTorture(ar assets.Words) {
	d.t.Helper()
	d.clickEntry(ar.T("screens.areas_and_commitments"))
	d.paste("مناهضة التعذيب")
	d.click("KZ21-U1 · ")
}

// report goes through the four steps of a report.
func (d *driver) report(ar assets.Words, to string) {
	d.t.Helper()
	d.sees(ar.T("report_screen.for_whom"))
	d.push(ar.T("actions.next"))
	d.push(ar.T("actions.preflight"))
	d.push(ar.T("report_screen.make"))
	d.push(ar.T("report_screen.make_file"))
	d.path(ar.T("window.choose_target"), to)
	d.sees(ar.T("report_screen.done"))
}

// settingsHoldNothing reads what we and the toolkit keep in clear.
func (d *driver) settingsHoldNothing() {
	d.t.Helper()
	data, err := os.ReadFile(filepath.Join(d.home, "config", "plumbline", "settings.json"))
	if err != nil || !strings.Contains(string(data), `"ar"`) {
		d.t.Fatalf("the language is not kept: %s %v", data, err)
	}
	toolkit, err := os.ReadFile(filepath.Join(d.home, "config", "fyne", id, "preferences.json"))
	if err != nil && !os.IsNotExist(err) {
		d.t.Fatal(err)
	}
	if strings.Contains(string(toolkit), d.home) {
		d.t.Error("the toolkit keeps a path")
	}
	data = append(data, toolkit...)
	for _, word := range []string{"fileDialog", "gate", "KZ21-U1", "صندوق", "wrinkle"} {
		if strings.Contains(string(data), word) {
			d.t.Errorf("the settings hold %q", word)
		}
	}
}

// filesHoldNothing reads every file under the home folder but what was asked for.
func (d *driver) filesHoldNothing() {
	d.t.Helper()
	err := filepath.WalkDir(d.home, func(path string, e os.DirEntry, err error) error {
		if err != nil || !e.Type().IsRegular() || strings.HasSuffix(path, ".xlsx") || strings.HasSuffix(path, "gate.txt") {
			return err
		}
		data, err := os.ReadFile(path)
		for _, word := range []string{title, narrative, passphrase, "a note from the gate"} {
			if bytes.Contains(data, []byte(word)) {
				d.t.Errorf("%s holds what was written, in clear", filepath.Base(path))
			}
		}
		return err
	})
	if err != nil {
		d.t.Fatal(err)
	}
	if strings.Contains(d.log.String(), "صندوق") {
		d.t.Error("the log holds what was written")
	}
}

func TestTheWindowFitsASmallScreen(t *testing.T) {
	const width, height = 1280, 720
	d := startOn(t, strconv.Itoa(width)+"x"+strconv.Itoa(height), os.Getenv("PLUMBLINE_E2E"))
	d.sees(assets.For("en").T("unlock.promise_lost"))
	d.until("a window that leaves room for its name", func(all []shown) bool {
		low, far := 0, 0
		for _, s := range all {
			low, far = max(low, s.Y+s.H), max(far, s.X+s.W)
		}
		return low > 0 && low < height && far <= width
	})
}
