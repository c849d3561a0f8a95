package ui

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"plumbline/assets"
	"plumbline/model"
	"plumbline/model/notebook"
	"plumbline/ui/parts"
)

func TestTheFirstStartMakesANotebook(t *testing.T) {
	b := newBench(t, "en", "")
	b.sees("All records and files lie in one encrypted folder on this computer.")
	b.sees("A lost passphrase is lost")
	if !b.w.unlock.act.Disabled() {
		t.Error("a notebook can be made without a passphrase")
	}
	b.w.unlock.pass.Entry.SetText("password1")
	b.sees("Weak")
	if !b.w.unlock.act.Disabled() {
		t.Error("a notebook can be made with a weak passphrase")
	}
	b.w.unlock.pass.Entry.SetText(testPass)
	b.sees("centuries")
	b.w.unlock.again.Entry.SetText("another")
	b.sees("The two are not the same yet.")
	b.w.unlock.again.Entry.SetText(testPass)
	b.tap("Create the notebook")
	b.sees("Areas and commitments")
	if dir := b.w.desk.book.Folder(); dir != filepath.Join(b.home, "Plumbline", "KZ21") {
		t.Errorf("made in %s", dir)
	}
	if n := len(b.w.desk.plan.Areas); n != 9 {
		t.Errorf("%d areas", n)
	}
}

func TestSixWordsAreSuggested(t *testing.T) {
	b := newBench(t, "en", "")
	b.tap("Suggest six words")
	phrase := b.w.unlock.pass.Text()
	if words := strings.Fields(phrase); len(words) != 6 {
		t.Fatalf("suggested %d words", len(words))
	}
	b.until("the button", func() bool { return !b.w.unlock.act.Disabled() })
	if again, err := suggestion(); err != nil || again == phrase {
		t.Errorf("the same words twice, %v", err)
	}
}

func TestAWrongPassphraseIsSaidAtItsField(t *testing.T) {
	b := newBench(t, "ru", notebookDir(t, nil))
	b.w.unlock.pass.Entry.SetText("not this one")
	b.tap(b.say("actions.open_notebook"))
	b.sees("Эта фраза не подходит.")
	b.unlock(testPass)
}

func TestFoldersThatHoldNoNotebookAreSaid(t *testing.T) {
	b := newBench(t, "en", t.TempDir())
	b.w.unlock.pass.Entry.SetText(testPass)
	b.tap(b.say("actions.open_notebook"))
	b.sees("Choose the folder that holds the file notebook.hdr")
}

func TestANotebookInUseIsSaidWithWhatToDo(t *testing.T) {
	dir := notebookDir(t, nil)
	other, err := notebook.Open(dir, []byte(testPass))
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	b := newBench(t, "en", dir)
	b.w.unlock.pass.Entry.SetText(testPass)
	b.tap(b.say("actions.open_notebook"))
	b.sees("This notebook is open already, in another window or by another command.")
	b.sees("Your records are safe.")
	b.sees("Close the other window or command")
}

func TestADamagedNotebookIsSaidAndLeftAlone(t *testing.T) {
	dir := notebookDir(t, nil)
	db := filepath.Join(dir, "notebook.db")
	data, err := os.ReadFile(db)
	if err != nil {
		t.Fatal(err)
	}
	for i := 4096 * 2; i < len(data); i += 512 {
		data[i] ^= 0x40
	}
	if err := os.WriteFile(db, data, 0o600); err != nil {
		t.Fatal(err)
	}
	b := newBench(t, "en", dir)
	b.w.unlock.pass.Entry.SetText(testPass)
	b.tap(b.say("actions.open_notebook"))
	b.sees("the notebook is damaged")
	after, err := os.ReadFile(db)
	if err != nil || string(after) != string(data) {
		t.Errorf("the damaged file was changed: %v", err)
	}
}

func TestTheCommitmentSetsClaimBesideFinding(t *testing.T) {
	b := unlocked(t, "en", torture(t, 3))
	b.w.show(place{to: atPlan, code: "KZ21-U1"})
	for _, text := range []string{"The State says", "Work on the legislation is under way.", "Under way", "Partly confirmed", "We found", "Partial",
		"complaints still go to the institution", "Confidence medium", "Not the official text", "3 · newest first", "Observation number 3", "Karaganda", "Site visit"} {
		b.sees(text)
	}
}

func TestATapInTheTreeOpensTheCommitment(t *testing.T) {
	b := unlocked(t, "en", nil)
	s := b.w.shown.(*planScreen)
	if len(s.rows) != 9+1 {
		t.Fatalf("%d rows: nine areas, and what is outside them", len(s.rows))
	}
	s.tap(0)
	if s.rows[1].commitment == nil {
		t.Fatal("the first area did not open")
	}
	b.until("never visited", func() bool { return b.shows("never visited") })
	code := s.rows[1].commitment.Code
	s.tap(1)
	b.sees("No observations yet")
	if b.w.at.code != code || b.w.shown != screen(s) {
		t.Errorf("at %v; the tree was made anew: %v", b.w.at, b.w.shown != screen(s))
	}
	b.w.back()
	if b.w.at.code != "" {
		t.Error("back did not lead back")
	}
}

func TestTheFilterFindsWordsOfAnyLanguage(t *testing.T) {
	b := unlocked(t, "en", nil)
	s := b.w.shown.(*planScreen)
	for _, asked := range []string{"torture", "التعذيب", "пыток", "U1"} {
		s.filter.SetText(asked)
		found := false
		for _, r := range s.rows {
			found = found || r.commitment != nil && r.commitment.Code == "KZ21-U1"
		}
		if !found {
			t.Errorf("%q does not find the commitment on torture", asked)
		}
	}
	s.filter.SetText("zzzz")
	b.sees("Nothing fits")
}

func TestAnObservationIsReadWhole(t *testing.T) {
	b := unlocked(t, "en", torture(t, 2))
	b.w.show(place{to: atPlan, code: "KZ21-U1"})
	b.sees("Observation number 2")
	page := b.w.shown.(*planScreen).shown.(*commitmentPage)
	page.rows.list.OnOpen(0)
	b.sees("2 January 2023")
	b.sees("O-2023-0002")
	b.w.shown.(walker).walk(1)
	b.sees("O-2023-0001")
	b.tap("Edit")
	b.until("the form", func() bool { return b.w.at.to == atObserve })
}

func TestSavingRightAfterChoosingAFileAttachesIt(t *testing.T) {
	b := unlocked(t, "en", nil)
	file := filepath.Join(t.TempDir(), "gate.txt")
	if err := os.WriteFile(file, []byte("a note"), 0o600); err != nil {
		t.Fatal(err)
	}
	b.w.show(place{to: atPlan, code: "KZ21-U1"})
	b.w.recordHere()
	o := b.w.shown.(*observe)
	b.settled()
	o.title.SetText("In a hurry")
	o.sheet.Fields.Method = "media"
	o.sheet.Fields.Date = model.Date{From: "2023-03-14", Precision: model.Exact}
	b.w.taker([]string{file})
	b.w.shown.(saver).save() // before anything of the file has come back
	b.until("the plan", func() bool { return b.w.at.to == atPlan })
	page, err := b.w.desk.book.Find(model.Query{HasEvidence: true})
	if err != nil || page.Total != 1 {
		t.Errorf("%d observations with evidence, %v", page.Total, err)
	}
}

func TestAListOfAnyLengthReadsOnlyWhatIsSeen(t *testing.T) {
	b := unlocked(t, "en", torture(t, 200))
	b.w.show(place{to: atPlan, code: "KZ21-U1"})
	b.sees("Observation number 200")
	rows := b.w.shown.(*planScreen).shown.(*commitmentPage).rows
	if len(rows.ids) != 200 || len(rows.read) != 1 {
		t.Errorf("%d ids, %d stretches were read", len(rows.ids), len(rows.read))
	}
	rows.list.SetCurrent(199)
	b.sees("Observation number 1")
}

func TestWhatChangesElsewhereIsShown(t *testing.T) {
	b := unlocked(t, "en", nil)
	b.w.show(place{to: atPlan, code: "KZ21-U1"})
	b.sees("No observations yet")
	torture(t, 1)(b.w.desk.book)
	b.sees("Observation number 1")
	b.sees("Partly confirmed")
}

func TestALanguageIsChosenAtOnceAndForGood(t *testing.T) {
	b := unlocked(t, "en", torture(t, 1))
	b.w.show(place{to: atPlan, code: "KZ21-U1"})
	b.sees("The State says")
	for _, l := range assets.Languages() {
		b.w.setLanguage(l)
		b.sees(plain(assets.For(l).T("nouns.state_says")))
		if b.w.desk.look.RTL() != (l == "ar") || b.w.prefs.language() != l || b.w.at.code != "KZ21-U1" {
			t.Errorf("%s: %v %s %v", l, b.w.desk.look.RTL(), b.w.prefs.language(), b.w.at)
		}
	}
}

func TestLockingClosesTheNotebook(t *testing.T) {
	b := unlocked(t, "en", torture(t, 1))
	book := b.w.desk.book
	test.Tap(b.tappable("Lock"))
	b.until("the passphrase", func() bool { return b.w.unlock != nil })
	if _, err := book.Find(model.Query{}); err == nil {
		t.Error("the notebook still answers")
	}
	for _, text := range b.texts() {
		if strings.Contains(text, "Observation") || strings.Contains(text, "commitments") {
			t.Errorf("the locked window says %q", text)
		}
	}
	b.unlock(testPass)
}

func TestLockingEndsTheProcess(t *testing.T) {
	b := unlocked(t, "en", nil)
	b.w.start.Replace = true
	dir := b.w.desk.book.Folder()
	b.w.lock()
	b.until("the end", func() bool { _, again := b.w.Again(); return again })
	if args, _ := b.w.Again(); len(args) != 1 || args[0] != dir {
		t.Errorf("begins again with %q", args)
	}
}

// passes lets time go by, beat by beat.
func (b *bench) passes(d time.Duration) {
	for ; d > 0 && !b.w.left; d -= idleBeat {
		b.clock = b.clock.Add(min(d, idleBeat))
		b.w.tend()
	}
}

func TestNobodyThereLocks(t *testing.T) {
	b := unlocked(t, "en", nil)
	b.passes(4 * time.Minute)
	if b.w.left {
		t.Fatal("locked before the time")
	}
	b.w.shown.(*planScreen).filter.Entry.SetText("t")
	b.w.win.Canvas().Focus(b.w.shown.(*planScreen).filter.Entry)
	b.w.tend() // typing counts
	b.passes(4 * time.Minute)
	if b.w.left {
		t.Fatal("locked although somebody typed")
	}
	b.w.idle.touch() // so does the mouse
	b.passes(4 * time.Minute)
	if b.w.left {
		t.Fatal("locked although the mouse moved")
	}
	b.passes(time.Minute)
	b.until("the passphrase", func() bool { return b.w.unlock != nil })
}

// Sleep locks at once, however short it was; what was typed is kept.
func TestSleepLocks(t *testing.T) {
	b := unlocked(t, "en", nil)
	b.w.show(place{to: atObserve, code: "KZ21-U1"})
	b.w.shown.(*observe).title.SetText("Typed before the lid was closed")
	b.settled()
	b.passes(time.Minute)
	b.clock = b.clock.Add(2 * time.Minute)
	b.w.tend()
	b.until("the passphrase", func() bool { return b.w.unlock != nil })
	b.unlock(testPass)
	if n := len(b.w.desk.book.Drafts()); n != 1 {
		t.Errorf("%d drafts", n)
	}
}

// A clock that is set back a year neither locks at once nor keeps the window open for a year.
func TestAClockSetBackStillLocks(t *testing.T) {
	b := unlocked(t, "en", nil)
	torture(t, 1)(b.w.desk.book)
	if err := b.w.desk.book.KeepSnapshot(t.Context()); err != nil {
		t.Fatal(err)
	}
	b.w.show(place{to: atObserve, code: "KZ21-U1"})
	b.clock = b.clock.AddDate(-1, 0, 0)
	b.w.tend()
	b.passes(4 * time.Minute)
	if b.w.left {
		t.Fatal("locked although the time is not over")
	}
	b.passes(2 * time.Minute)
	b.until("the passphrase", func() bool { return b.w.unlock != nil })
	b.unlock(testPass)
	b.sees("The clock of this computer shows 22 November 2025")
	torture(t, 1)(b.w.desk.book) // and one goes on working
	if err := b.w.desk.book.KeepSnapshot(t.Context()); err != nil {
		t.Error(err)
	}
}

// A long session keeps a snapshot every half hour in which something was written.
func TestALongSessionKeepsSnapshots(t *testing.T) {
	b := unlocked(t, "en", nil)
	b.w.prefs.setAutoLock(60)
	before, err := b.w.desk.book.Snapshots()
	if err != nil {
		t.Fatal(err)
	}
	torture(t, 1)(b.w.desk.book)
	b.passes(31 * time.Minute)
	b.settled()
	after, err := b.w.desk.book.Snapshots()
	if err != nil || len(after) != len(before)+1 {
		t.Errorf("%d snapshots, before %d, %v", len(after), len(before), err)
	}
}

func TestEveryShortcutIsInTheMenu(t *testing.T) {
	b := unlocked(t, "en", nil)
	seen := map[string]bool{}
	for _, c := range b.w.commands() {
		name := (&desktop.CustomShortcut{KeyName: c.name, Modifier: c.mod}).ShortcutName()
		if seen[name] {
			t.Errorf("%s does two things", name)
		}
		seen[name] = true
	}
	if len(seen) < 7 {
		t.Errorf("%d shortcuts", len(seen))
	}
	b.w.menu(b.w.frame.mark)
	if b.w.win.Canvas().Overlays().Top() == nil {
		t.Error("no menu")
	}
}

func TestReadOnlyHidesWhatWrites(t *testing.T) {
	dir := notebookDir(t, torture(t, 1))
	b := newBench(t, "en", dir)
	b.w.start.Create.ReadOnly = true
	b.unlock(testPass)
	b.w.show(place{to: atPlan, code: "KZ21-U1"})
	b.sees("Observation number 1")
	b.sees("Read only: nothing can be written")
	if b.shows("Record an observation") {
		t.Error("one may record into what cannot be written")
	}
}

// noteBackup makes a notebook remember a backup of another day.
func noteBackup(t *testing.T, n *notebook.Notebook, at time.Time) {
	t.Helper()
	b, err := json.Marshal([]notebook.BackupNote{{At: at, Path: "x"}})
	if err == nil {
		err = n.SetSetting("backups", b)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func TestABackupThatIsDueIsSaid(t *testing.T) {
	b := unlocked(t, "en", torture(t, 1))
	day := 24 * time.Hour
	for _, c := range []struct {
		age  time.Duration
		days int
		due  bool
	}{{2 * day, 7, false}, {8 * day, 7, true}, {8 * day, 14, false}} {
		noteBackup(t, b.w.desk.book, b.clock.Add(-c.age))
		b.w.prefs.setRemind(c.days)
		b.w.frame.count()
		b.settled()
		if b.w.frame.due.Visible() != c.due || b.w.frame.backup.Visible() == c.due {
			t.Errorf("after %v, to be reminded after %d days: due is %v", c.age, c.days, b.w.frame.due.Visible())
		}
	}
}

func TestPreferencesHoldOnlyWhatTheyMay(t *testing.T) {
	b := unlocked(t, "en", torture(t, 1))
	b.w.show(place{to: atSafety})
	b.w.prefs.setScheme(parts.SchemeDark)
	b.w.prefs.setText(130)
	b.w.rebuild()
	b.sees("Safety")
	if b.w.prefs.text() != 130 || b.w.prefs.scheme() != parts.SchemeDark {
		t.Error("settings are not kept")
	}
	b.w.prefs.store.setNumber(keyAutoLock, 100000) // somebody wrote into the file
	if b.w.prefs.autoLock() != 5 {
		t.Errorf("locks after %d minutes", b.w.prefs.autoLock())
	}
}

func TestTheSampleCanBeTried(t *testing.T) {
	b := newBench(t, "kk", "")
	b.pass = samplePassphrase
	b.w.unlock.choose(tabTry)
	b.tap(b.say("actions.try_with_sample"))
	b.until("the plan", func() bool { return b.w.desk != nil })
	if n, err := b.w.desk.book.Count(model.Query{}); err != nil || n < 100 {
		t.Errorf("%d observations, %v", n, err)
	}
}
