package ui

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"plumbline/export"
	"plumbline/model"
	"plumbline/model/notebook"
	"plumbline/model/seal"
	"plumbline/ui/parts"
)

// spoken is an approved finding in whose reasoning a protected code name stands.
func spoken(t *testing.T) func(n *notebook.Notebook) {
	return func(n *notebook.Notebook) {
		mixed(t)(n)
		f := &model.Finding{Commitment: "KZ21-U1", Period: "2023", Level: model.LevelCoalition, Grade: model.Limited,
			Reasoning: model.Text{"en": "as Silentsource told us"}, Review: model.Approved}
		f.Confidentiality, f.Language = model.Public, "en"
		record(t, n, f)
	}
}

func TestProtectedWordsStopAReportUntilTheyWereLookedAt(t *testing.T) {
	b := unlocked(t, "en", spoken(t))
	r := b.reports()
	b.preflight(r)
	b.sees(b.say("report_screen.leaks"))
	b.sees("Reasoning · a code name that is not to be shown")
	if b.shows("Silentsource") {
		t.Error("the screen shows the word itself")
	}
	if !r.act.Disabled() {
		t.Fatal("the report may be made")
	}
	b.sees(b.say("report_screen.leaks_first", "n", 1))
	path := filepath.Join(t.TempDir(), "report.xlsx")
	seen := r.seen
	r.write(path, false) // as if the button were on: the model refuses too
	b.until("another look", func() bool { return r.seen != nil && r.seen != seen && r.act.Disabled() })
	if _, err := os.Stat(path); err == nil {
		t.Fatal("it was written")
	}
	b.tap(b.say("report_screen.looked_at"))
	if r.act.Disabled() {
		t.Fatal("it was looked at, and still may not leave")
	}
	b.write(path)
	b.sees("The report is ready")

	// The record changes: what was looked at counts no longer.
	id := byRecord(r.seen.Leaks)[0].record
	revise(t, b.w.desk.book, id, func(f *model.Finding) { f.Reasoning = model.Text{"en": "Silentsource, by name"} })
	b.tap(b.say("report_screen.another"))
	b.preflight(r)
	if !r.act.Disabled() {
		t.Error("a text that nobody looked at may leave")
	}
	why := b.say("report_screen.leaks_first", "n", 1)
	b.sees(why)
	b.tap(b.say("report_screen.looked_at"))
	if b.shows(why) {
		t.Error("the foot says that something is to be looked at, and nothing is")
	}
	revise(t, b.w.desk.book, id, func(f *model.Finding) { f.Reasoning = model.Text{"en": "Silentsource lives there"} })
	seen = r.seen
	r.write(filepath.Join(t.TempDir(), "other.xlsx"), false)
	b.until("another look", func() bool { return r.seen != nil && r.seen != seen && r.act.Disabled() })
}

func TestAProtectedWordLeadsToItsRecordAndBack(t *testing.T) {
	b := unlocked(t, "ar", spoken(t))
	r := b.reports()
	b.tap(b.say("enum_profile.public"))
	b.tap(b.say("actions.next"))
	r.ask.commitment = "KZ21-U1"
	b.tap(b.say("actions.preflight"))
	b.until("the preflight", func() bool { return r.step == stepWithheld })
	x := byRecord(r.seen.Leaks)[0]
	b.tap(shortRef(x.ref))
	b.until("the record", func() bool { return b.w.at.to == atFinding })
	if b.w.at.id != x.record {
		t.Errorf("at %v", b.w.at)
	}
	revise(t, b.w.desk.book, x.record, func(f *model.Finding) { f.Reasoning = model.Text{"en": "as one source told us"} })
	b.w.back()
	again, ok := b.w.shown.(*reporting)
	if !ok {
		t.Fatalf("back at %T", b.w.shown)
	}
	b.until("the preflight", func() bool { return again.step == stepWithheld })
	if again.ask.commitment != "KZ21-U1" || again.ask.profile.Code != "public" || len(again.seen.Leaks) != 0 || again.act.Disabled() {
		t.Errorf("%+v, %+v", again.ask, again.seen.Leaks)
	}
}

func TestTheCoalitionIsToldOfProtectedWords(t *testing.T) {
	b := unlocked(t, "en", spoken(t))
	r := b.reports()
	b.tap(b.say("actions.next"))
	b.tap(b.say("actions.preflight"))
	b.until("the preflight", func() bool { return r.step == stepWithheld })
	b.sees(b.say("report_screen.leaks_coalition"))
	if b.shows(b.say("report_screen.looked_at")) || r.act.Disabled() {
		t.Error("the coalition's own report is stopped")
	}
}

// A name that is a word of the plan is listed, asks for nothing and stops nothing.
func TestAWordOfThePlanIsToldAndStopsNothing(t *testing.T) {
	b := unlocked(t, "en", func(n *notebook.Notebook) {
		mixed(t)(n)
		s := &model.Source{CodeName: "Mechanism", SourceKind: "interview"}
		record(t, n, s)
		f := &model.Finding{Commitment: "KZ21-U1", Period: "2023", Level: model.LevelCoalition, Grade: model.Limited,
			Reasoning: model.Text{"en": "the mechanism is closed"}, Review: model.Approved}
		f.Confidentiality, f.Language = model.Public, "en"
		record(t, n, f)
	})
	r := b.reports()
	b.preflight(r)
	b.sees(b.say("report_screen.leaks_in_plan"))
	b.sees("Reasoning · a code name that is not to be shown · also a word of the plan")
	if r.act.Disabled() || b.shows(b.say("report_screen.looked_at")) {
		t.Error("the report is stopped")
	}
}

func TestAReportIsSealedWithAPassphrase(t *testing.T) {
	b := unlocked(t, "en", mixed(t))
	r := b.reports()
	b.preflight(r)
	b.tap(b.say("report_screen.make"))
	b.tap(b.say("report_screen.seal"))
	if !r.act.Disabled() {
		t.Error("it can be made without a passphrase")
	}
	b.sees(b.say("unlock.first_passphrase"))
	r.pass.pass.Entry.SetText("12345")
	b.sees(b.say("unlock.weak"))
	r.pass.again.Entry.SetText("12345")
	if !r.act.Disabled() {
		t.Error("a weak passphrase is taken")
	}
	b.sees(b.say("unlock.first_stronger"))
	r.pass.pass.Entry.SetText(testPass)
	b.until("the estimate", func() bool { return r.pass.judged.enough() })
	b.sees(b.say("unlock.not_the_same"))
	b.sees(b.say("unlock.first_again"))
	r.pass.again.Entry.SetText(testPass)
	if r.act.Disabled() {
		t.Fatal("a strong passphrase is not taken")
	}
	path := filepath.Join(t.TempDir(), "report")
	b.write(path)
	b.sees("The report is ready")
	b.sees("It opens with the program age and the passphrase")
	if r.pass != nil || r.ask.sealed {
		t.Error("the passphrase is still known")
	}
	data, err := os.ReadFile(path + ".xlsx.age")
	if err != nil {
		t.Fatal(err)
	}
	pass, err := seal.Passphrase([]byte(testPass))
	if err != nil {
		t.Fatal(err)
	}
	src, size, err := seal.ByPassphrase(pass).Open(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	inside, err := io.ReadAll(io.NewSectionReader(src, 0, size))
	if err != nil || !bytes.HasPrefix(inside, []byte("PK\x03\x04")) {
		t.Errorf("inside are %d bytes, %v", len(inside), err)
	}
}

func TestTablesAreWrittenIntoAFolder(t *testing.T) {
	b := unlocked(t, "en", mixed(t))
	r := b.reports()
	b.preflight(r)
	b.tap(b.say("report_screen.make"))
	walk(r.view(), nil, func(o fyne.CanvasObject, _ []fyne.CanvasObject) {
		if form, ok := o.(*parts.Segmented); ok {
			form.TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
		}
	})
	if b.shows(b.say("report_screen.seal")) {
		t.Error("a folder cannot be sealed")
	}
	b.tap(b.say("report_screen.hxl"))
	path := filepath.Join(t.TempDir(), "tables")
	b.write(path)
	b.sees("The report is ready")
	sums, err := os.ReadFile(filepath.Join(path, export.SumsName))
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(sums)
	b.sees(hex.EncodeToString(sum[:]))
	observations, err := os.ReadFile(filepath.Join(path, "observations.csv"))
	if err != nil || !strings.Contains(string(observations), "#meta+id") || strings.Contains(string(observations), "Silentsource") {
		t.Errorf("%d bytes, %v", len(observations), err)
	}
	for _, line := range strings.Split(strings.TrimSpace(string(sums)), "\n") {
		want, name, _ := strings.Cut(line, "  ")
		data, err := os.ReadFile(filepath.Join(path, name))
		if got := sha256.Sum256(data); err != nil || hex.EncodeToString(got[:]) != want {
			t.Errorf("%s: %v", name, err)
		}
	}
	r.write(path, false) // a folder that is there stays
	b.sees("The report could not be written")
}

func TestAnAudienceOfOnesOwn(t *testing.T) {
	b := unlocked(t, "ru", mixed(t))
	r := b.reports()
	b.tap(b.say("enum_profile.public"))
	dir := t.TempDir()
	r.saveCopy(filepath.Join(dir, "mine"))
	b.sees("mine.json")
	data, err := os.ReadFile(filepath.Join(dir, "mine.json"))
	if err != nil {
		t.Fatal(err)
	}
	bad := filepath.Join(dir, "bad.json")
	if err := os.WriteFile(bad, bytes.Replace(data, []byte(`"small_count": 5`), []byte(`"small_count": 2, "no_such": 1`), 1), 0o600); err != nil {
		t.Fatal(err)
	}
	r.readOwn(bad)
	b.sees("no_such")
	b.tap(b.say("actions.close"))
	if err := os.WriteFile(bad, []byte("[]"), 0o600); err != nil {
		t.Fatal(err)
	}
	r.readOwn(bad)
	b.sees(b.say("trouble.profile"))
	b.tap(b.say("actions.close"))
	if len(r.kept.own) != 0 {
		t.Fatal("a faulty one is offered")
	}
	own := bytes.Replace(data, []byte(`"small_count": 5`), []byte(`"small_count": 10`), 1)
	if err := os.WriteFile(bad, own, 0o600); err != nil {
		t.Fatal(err)
	}
	r.readOwn(bad)
	title := b.say("enum_profile.public") + " · " + b.say("report_screen.own_title")
	b.sees(title)
	if r.ask.profile.Code != "public-copy" || r.ask.profile.SmallCount != 10 {
		t.Errorf("%+v", r.ask.profile)
	}
	b.tap(b.say("actions.next"))
	b.tap(b.say("actions.preflight"))
	b.until("the preflight", func() bool { return r.step == stepWithheld })
	path := filepath.Join(dir, "r.xlsx")
	b.write(path)
	b.sees(b.say("report_screen.done"))
	b.sees("public-copy") // as it is remembered, by its code
}

func TestAFileIsComparedWithAReport(t *testing.T) {
	b := unlocked(t, "en", mixed(t))
	r := b.reports()
	b.preflight(r)
	path := filepath.Join(t.TempDir(), "report.xlsx")
	b.write(path)
	b.sees("The report is ready")
	r.compare(path, *r.made)
	b.sees("is this report, unchanged")
	f, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteString(" "); err != nil {
		t.Fatal(err)
	}
	f.Close()
	r.compare(path, *r.made)
	b.sees("This is another file")
	b.tap("Close")
	r.showEarlier()
	b.sees(b.say("actions.show_in_folder"))
}
