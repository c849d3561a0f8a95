package ui

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/xuri/excelize/v2"

	"plumbline/assets"
	"plumbline/model"
	"plumbline/model/notebook"
	"plumbline/ui/parts"
)

// mixed writes records of which some may reach nobody outside: two approved and public, one of the coalition, one
// draft, one whose source agreed to nothing, one with a place that could point to its source.
func mixed(t *testing.T) func(n *notebook.Notebook) {
	return func(n *notebook.Notebook) {
		silent := &model.Source{CodeName: "Silentsource"}
		record(t, n, silent)
		agreed := &model.Source{CodeName: "Agreed", Consent: model.Consent{Uses: []string{"public_report"}, Identity: model.ConsentNone}}
		record(t, n, agreed)
		for i, o := range []*model.Observation{
			{Title: model.Text{"en": "Open one"}, Review: model.Approved},
			{Title: model.Text{"ru": "Открытое второе"}, Review: model.Approved, Sources: []model.ID{agreed.ID}, Place: "Hiddenplace"},
			{Title: model.Text{"en": "Coalitiononly"}, Review: model.Approved},
			{Title: model.Text{"en": "Draftonly"}, Review: model.Draft},
			{Title: model.Text{"en": "Withoutconsent"}, Review: model.Approved, Sources: []model.ID{silent.ID}},
		} {
			o.Commitments, o.Method, o.Region = []string{"KZ21-U1"}, "interview", "KZ-35"
			o.Date = model.Date{From: model.Day("2023-0" + string(rune('1'+i)) + "-05"), Precision: model.Exact}
			if o.Confidentiality = model.Public; i == 2 {
				o.Confidentiality = model.Coalition
			}
			o.Language = "en"
			record(t, n, o)
		}
	}
}

// reports goes to the screen.
func (b *bench) reports() *reporting {
	b.t.Helper()
	b.w.show(place{to: atReport})
	r, ok := b.w.shown.(*reporting)
	if !ok {
		b.t.Fatalf("the screen is a %T", b.w.shown)
	}
	return r
}

// preflight goes through the first steps by their buttons, for the public.
func (b *bench) preflight(r *reporting) {
	b.t.Helper()
	b.tap(b.say("enum_profile.public"))
	b.tap(b.say("actions.next"))
	b.tap(b.say("actions.preflight"))
	b.until("the preflight", func() bool { return r.step == stepWithheld })
}

// write chooses a path and writes there.
func (b *bench) write(path string) {
	b.t.Helper()
	if !b.shows(b.say("report_screen.make_file")) {
		b.tap(b.say("report_screen.make"))
	}
	b.tap(b.say("report_screen.make_file"))
	b.until("the chooser", func() bool { return len(b.entries()) > 0 && b.entries()[0].Text() != "" })
	b.entries()[0].SetText(path)
	b.tap(b.say("actions.save"))
}

func TestReportPreflightAddsUp(t *testing.T) {
	b := unlocked(t, "en", mixed(t))
	r := b.reports()
	b.preflight(r)
	scope, written, withheld := r.seen.Scope()
	if scope != written+withheld || withheld == 0 || written == 0 {
		t.Errorf("%d = %d + %d", scope, written, withheld)
	}
	whole, fields := byRule(r.seen.Withheld)
	sum := 0
	for _, line := range whole {
		sum += line.n
		if ids := r.seen.Records[line.rule]; len(ids) != line.n {
			t.Errorf("%s withholds %d and names %d", line.rule, line.n, len(ids))
		}
	}
	if sum != withheld {
		t.Errorf("the rules withhold %d records, the sum says %d", sum, withheld)
	}
	got := map[model.WithheldRule]int{}
	for _, line := range append(whole, fields...) {
		got[line.rule] = line.n
		b.sees(plain(b.w.desk.look.T("withheld." + string(line.rule))))
	}
	for rule, n := range map[model.WithheldRule]int{model.WithheldConfidentiality: 1, model.WithheldReview: 1, model.WithheldConsentMissing: 1, model.WithheldPlace: 1} {
		if got[rule] != n {
			t.Errorf("%s withholds %d; want %d", rule, got[rule], n)
		}
	}
	for _, n := range []int{scope, written, withheld} {
		b.sees(b.w.desk.words.Number(int64(n)))
	}
	b.sees("Digest of the records")
}

func TestReportRuleOpensToItsRecords(t *testing.T) {
	b := unlocked(t, "en", mixed(t))
	r := b.reports()
	b.preflight(r)
	if b.shows("Withoutconsent") {
		t.Fatal("a record is shown before its rule is opened")
	}
	whole, _ := byRule(r.seen.Withheld)
	at := slices.IndexFunc(whole, func(l ruleLine) bool { return l.rule == model.WithheldConsentMissing })
	r.rules[at].Turn()
	b.sees("Withoutconsent")
	b.sees("O-2023-0005")
	b.sees("Interview · Karaganda Region")
	if b.shows("Draftonly") {
		t.Error("a record of another rule is shown")
	}
}

func TestReportIsWrittenAsItWasLookedAt(t *testing.T) {
	b := unlocked(t, "en", mixed(t))
	r := b.reports()
	b.preflight(r)
	_, written, withheld := r.seen.Scope()
	path := filepath.Join(t.TempDir(), "report")
	b.write(path)
	b.sees("The report is ready")
	path += ".xlsx" // a name without an ending gets one
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(data)
	b.sees(hex.EncodeToString(sum[:]))

	f, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	words := allCells(t, f)
	for _, there := range []string{"Open one", "Открытое второе", "Withheld"} {
		if !strings.Contains(words, there) {
			t.Errorf("the workbook does not say %q", there)
		}
	}
	for _, secret := range []string{"Coalitiononly", "Draftonly", "Withoutconsent", "Hiddenplace", "Silentsource"} {
		if strings.Contains(words, secret) {
			t.Errorf("the workbook says %q", secret)
		}
	}

	// The report is listed, sealed in the notebook, with its hash.
	b.until("the list", func() bool { return len(r.past) == 1 })
	past := r.past[0]
	if past.SHA256 != hex.EncodeToString(sum[:]) || past.Name != "report.xlsx" || past.Profile != "public" || past.Written != written ||
		past.Withheld != withheld || past.Size != int64(len(data)) || !past.At.Equal(b.clock) {
		t.Errorf("listed as %+v", past)
	}
	again := b.reports()
	b.until("the list", func() bool { return len(again.past) == 1 })
	b.tap("Earlier reports (1)")
	b.sees("report.xlsx")
}

// allCells are the words of every cell.
func allCells(t *testing.T, f *excelize.File) string {
	t.Helper()
	var all strings.Builder
	for _, sheet := range f.GetSheetList() {
		rows, err := f.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows {
			all.WriteString(strings.Join(row, "\t") + "\n")
		}
	}
	return all.String()
}

func TestReportInAnotherLanguageThanTheScreen(t *testing.T) {
	b := unlocked(t, "en", mixed(t))
	r := b.reports()
	walk(r.view(), nil, func(o fyne.CanvasObject, _ []fyne.CanvasObject) {
		if language, ok := o.(*parts.Segmented); ok {
			language.TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
		}
	})
	if r.ask.language != "ar" {
		t.Fatalf("the arrow chose %s", r.ask.language)
	}
	b.preflight(r)
	path := filepath.Join(t.TempDir(), "r.xlsx")
	b.write(path)
	b.sees("The report is ready")
	f, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	first := f.GetSheetList()[0]
	view, err := f.GetSheetView(first, 0)
	if err != nil || view.RightToLeft == nil || !*view.RightToLeft {
		t.Errorf("the sheet %q does not run from the right: %v", first, err)
	}
}

func TestReportReplacesAFileOnlyWhenAsked(t *testing.T) {
	b := unlocked(t, "en", mixed(t))
	r := b.reports()
	path := filepath.Join(t.TempDir(), "report.xlsx")
	if err := os.WriteFile(path, []byte("the earlier report"), 0o600); err != nil {
		t.Fatal(err)
	}
	b.preflight(r)
	b.write(path)
	b.sees("Replace the file?")
	b.tap("Cancel")
	holdsFile(t, path, "the earlier report")
	if r.step != stepFile || r.made != nil {
		t.Errorf("at step %d", r.step)
	}
	b.write(path)
	b.tap("Replace")
	b.sees("The report is ready")
	if _, err := excelize.OpenFile(path); err != nil {
		t.Error(err)
	}
}

// holdsFile fails unless a file holds these words, and its folder nothing else.
func holdsFile(t *testing.T, path, words string) {
	t.Helper()
	if got, err := os.ReadFile(path); err != nil || string(got) != words {
		t.Errorf("the file holds %d bytes, %v", len(got), err)
	}
	if entries, err := os.ReadDir(filepath.Dir(path)); err != nil || len(entries) != 1 {
		t.Errorf("%d files beside each other, %v", len(entries), err)
	}
}

func TestReportThatCannotBeWrittenLeavesTheEarlierFile(t *testing.T) {
	b := unlocked(t, "en", mixed(t))
	r := b.reports()
	b.preflight(r)
	// A folder stands where the file should be written: also the owner of the machine cannot write there.
	dir := filepath.Join(t.TempDir(), "reports")
	path := filepath.Join(dir, "report.xlsx")
	if err := os.MkdirAll(filepath.Join(path, "inside"), 0o700); err != nil {
		t.Fatal(err)
	}
	r.write(path, true)
	b.sees("The report could not be written")
	b.tap("Close")
	if r.step != stepWithheld || len(r.past) != 0 {
		t.Errorf("at step %d, %d reports are listed", r.step, len(r.past))
	}
	r.write(filepath.Join(dir, "missing", "report.xlsx"), false)
	b.sees("The report could not be written")
	b.tap("Close")

	earlier := filepath.Join(t.TempDir(), "earlier.xlsx")
	if err := os.WriteFile(earlier, []byte("the earlier report"), 0o600); err != nil {
		t.Fatal(err)
	}
	// The records cannot be read to their end: nothing is half-written.
	if err := b.w.desk.book.Close(); err != nil {
		t.Fatal(err)
	}
	r.write(earlier, true)
	b.sees("The report could not be written")
	holdsFile(t, earlier, "the earlier report")
}

func TestReportLooksAgainWhenTheRecordsChanged(t *testing.T) {
	b := unlocked(t, "en", mixed(t))
	r := b.reports()
	b.preflight(r)
	_, before, _ := r.seen.Scope()
	o := &model.Observation{Title: model.Text{"en": "Come meanwhile"}, Commitments: []string{"KZ21-U1"}, Method: "media", Review: model.Approved,
		Date: model.Date{From: "2023-07-01", Precision: model.Exact}}
	o.Confidentiality = model.Public
	record(t, b.w.desk.book, o)
	path := filepath.Join(t.TempDir(), "report.xlsx")
	seen := r.seen
	r.write(path, true)
	b.until("another look", func() bool { return r.seen != nil && r.seen != seen })
	b.sees("The records changed meanwhile.")
	if _, written, _ := r.seen.Scope(); written != before+1 {
		t.Errorf("%d records would be written; %d were", written, before)
	}
	if _, err := os.Stat(path); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("something was written that nobody had looked at: %v", err)
	}
	r.write(path, true)
	b.sees("The report is ready")
}

func TestReportScopeAndPeriod(t *testing.T) {
	b := unlocked(t, "en", mixed(t))
	r := b.reports()
	r.goTo(stepScope)
	for _, c := range []struct {
		set     func(a *ask)
		written int
	}{
		{func(a *ask) { a.period = "2023" }, 2},
		{func(a *ask) { a.period = "2022" }, 0},
		{func(a *ask) { a.period, a.from, a.to = periodOther, "2023-02-01", "2023-12-31" }, 1},
		{func(a *ask) { a.region = "KZ-35" }, 2},
		{func(a *ask) { a.region = "KZ-75" }, 0},
		{func(a *ask) { a.commitment = "KZ21-U1" }, 2},
		{func(a *ask) { a.commitment = "KZ21-9.1" }, 0},
	} {
		r.ask = newAsk(b.w.desk)
		r.ask.profile, _ = model.ProfileOf("public")
		c.set(&r.ask)
		r.changed()
		r.goTo(stepScope)
		r.look()
		b.until("the preflight", func() bool { return r.seen != nil })
		at := slices.IndexFunc(r.seen.Counts, func(x model.Count) bool { return x.Kind == model.KindObservation })
		if at < 0 || r.seen.Counts[at].Written != c.written {
			t.Errorf("%+v: %+v", r.ask, r.seen.Counts)
		}
	}
	r.ask.period, r.ask.from, r.ask.to = periodOther, "2023-05-01", "2023-04-01"
	r.changed()
	r.goTo(stepScope)
	r.look()
	if got := r.form.Field("to").Fault(); got != b.w.desk.look.T("faults.ends_before_it_begins") || r.seen != nil {
		t.Errorf("a period that ends before it begins: %q", got)
	}
	entry := r.form.Field("from").Control().(*parts.DayField).Entry
	entry.SetText("")
	test.Type(entry, "1.3.2023")
	if r.ask.from != "2023-03-01" {
		t.Errorf("read as %q", r.ask.from)
	}
}

func TestReportSaysWhereThereIsNothing(t *testing.T) {
	b := unlocked(t, "en", nil)
	r := b.reports()
	b.tap("Earlier reports (0)")
	b.sees("Every report that is made is listed here")
	b.tap("Back")
	r.ask.period, r.ask.commitment = "2022", "none such"
	r.changed()
	r.goTo(stepScope)
	b.tap("Check before release")
	b.until("the preflight", func() bool { return r.step == stepWithheld })
	if scope, _, _ := r.seen.Scope(); scope != 0 {
		t.Fatalf("%d records are in the scope of a commitment that does not exist", scope)
	}
	b.sees("No record lies in this scope.")
	if !r.act.Disabled() {
		t.Error("an empty report can be made")
	}
}

func TestReportRuleWordsExist(t *testing.T) {
	rules := []model.WithheldRule{model.WithheldUnreadable, model.WithheldConfidentiality, model.WithheldWithdrawal, model.WithheldReview,
		model.WithheldConsentMissing, model.WithheldConsentTaken, model.WithheldConsentExpired, model.WithheldWithOwner, model.WithheldSource,
		model.WithheldPlace, model.WithheldFile, model.WithheldSmallCount, model.WithheldMember}
	for _, language := range assets.Languages() {
		for _, rule := range rules {
			if !assets.For(language).Has("withheld." + string(rule)) {
				t.Errorf("%s has no sentence for %s", language, rule)
			}
		}
	}
}
