package ui

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"plumbline/model"
	"plumbline/model/notebook"
	"plumbline/model/seal"
	"plumbline/ui/bidi"
)

// cheap makes a guess at a passphrase cost little while the test runs: it derives keys often.
func cheap(t *testing.T) {
	t.Helper()
	was, cost := seal.Floor, floorCost
	seal.Floor = seal.Cost{Time: 1, Memory: 1 << 10, Lanes: 4}
	floorCost = seal.Floor
	t.Cleanup(func() { seal.Floor, floorCost = was, cost })
}

// chooses types a path into the chooser and takes it.
func (b *bench) chooses(path, word string) {
	b.t.Helper()
	b.until("the chooser", func() bool { return len(b.entries()) > 0 && b.entries()[0].Text() != "" })
	b.entries()[0].SetText(path)
	b.tap(b.say(word))
}

// types fills the entries of the topmost layer, in reading order.
func (b *bench) types(texts ...string) {
	b.t.Helper()
	var free []*bidi.Entry
	b.until("the entries", func() bool { free = b.entries(); return len(free) >= len(texts) })
	for i, s := range texts {
		free[i].SetText(s)
	}
}

func TestSafetyChecksAndBacksUp(t *testing.T) {
	cheap(t)
	b := unlocked(t, "en", torture(t, 1))
	b.w.show(place{to: atSafety})
	b.sees("so far everything is on this disk only")
	b.tap("Whole")
	b.sees("Checked whole today:")
	b.tap("Quick")
	b.sees("Checked quickly today:")
	b.tap("Make a backup")
	b.sees("Where to save")
	to := filepath.Join(t.TempDir(), "k.backup")
	b.chooses(to, "actions.save")
	b.sees("Last backup: today")
	b.sees("read back, whole")
	if info, err := os.Stat(to); err != nil || info.Size() == 0 {
		t.Errorf("no backup: %v", err)
	}
	b.tap("Make a backup") // the same name again is refused, and nothing is overwritten
	b.chooses(to, "actions.save")
	b.sees("Nothing was overwritten.")
}

func TestACheckSaysWhatIsWrongAndWhatCanBeRead(t *testing.T) {
	cheap(t)
	b := unlocked(t, "en", torture(t, 1))
	file := filepath.Join(t.TempDir(), "gate.txt")
	os.WriteFile(file, []byte("a note"), 0o600)
	page, err := b.w.desk.book.Find(model.Query{})
	if err != nil {
		t.Fatal(err)
	}
	v, err := b.w.desk.book.Attach(context.Background(), page.IDs[0], "gate.txt", strings.NewReader("a note"), notebook.AttachOptions{})
	if err != nil {
		t.Fatal(err)
	}
	e := v.Record.(*model.Evidence)
	path := filepath.Join(b.w.desk.book.Folder(), "blobs", e.Blob[:2], e.Blob)
	good, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	os.WriteFile(path, append([]byte{9}, good[1:]...), 0o600)
	b.w.show(place{to: atSafety})
	b.tap("Whole")
	b.sees("Evidence files that are damaged: 1")
	b.sees(e.Ref)
	b.sees("Revisions that still can be read")
	b.tap("Close")
	b.sees("something does not hold (1)")
	os.WriteFile(path, good, 0o600)
}

func TestThePassphraseIsChangedInTheWindow(t *testing.T) {
	cheap(t)
	b := unlocked(t, "en", nil)
	b.w.show(place{to: atSafety})
	b.tap("Change")
	b.sees("Backups made before keep the old passphrase.")
	fresh := "harbour lantern copper willow distant seventeen"
	b.types("not this one", fresh, fresh)
	b.settled()
	b.tap("Change")
	b.sees("This passphrase does not fit.")
	b.types(testPass)
	b.settled()
	b.tap("Change")
	b.sees("The passphrase is changed")
	b.pass = fresh
	b.w.lock()
	b.until("the passphrase", func() bool { return b.w.unlock != nil })
	b.unlock(fresh)
}

func TestANotebookIsSealedAnewInTheWindow(t *testing.T) {
	cheap(t)
	b := unlocked(t, "en", torture(t, 2))
	old := b.w.desk.book.Folder()
	want, to := b.w.desk.book.Digest(), filepath.Join(t.TempDir(), "fresh")
	if err := b.w.desk.book.Backup(context.Background(), filepath.Join(t.TempDir(), "k.backup"), nil); err != nil {
		t.Fatal(err)
	}
	b.w.show(place{to: atSafety})
	b.tap("Change")
	b.tap("New key…")
	b.sees("under a new key, in a new folder")
	b.types(old, testPass, testPass)
	b.settled()
	b.tap("Seal anew")
	b.sees("Choose another name or an empty folder.")
	b.w.win.Canvas().Focus(b.entries()[0])
	b.w.win.Canvas().FocusNext() // the button has an icon alone
	b.press("Space")
	b.chooses(filepath.Dir(old), "window.take_folder")
	b.until("a free name in the folder", func() bool { return b.entries()[0].Text() == tilde(old+"-new") })
	b.types(to)
	b.tap("Seal anew")
	b.sees("These backups still open with the old key:")
	b.sees("k.backup")
	b.tap("Lock and open the new one")
	b.until("the passphrase", func() bool { return b.w.unlock != nil })
	b.unlock(testPass)
	if book := b.w.desk.book; book.Digest() != want || book.Folder() != to {
		t.Errorf("another notebook was opened: %s", book.Folder())
	}
}

func TestRecoveryPartsAreMadeShownOnceAndOpen(t *testing.T) {
	cheap(t)
	b := unlocked(t, "en", torture(t, 1))
	want := b.w.desk.book.Digest()
	dir := b.w.desk.book.Folder()
	b.w.show(place{to: atSafety})
	b.sees("Nothing would open the notebook")
	b.tap("Make parts")
	b.tap("Make parts")
	parts := b.writesDown(3)
	b.sees("Any 2 of 3 parts open the notebook")
	b.sees("handed over: 0 of 3")
	for n := 1; n <= 3; n++ {
		b.sees("Part " + itoa(n) + " was not confirmed")
		b.tap("Confirm")
	}
	b.sees("handed over: 3 of 3")
	for _, s := range b.texts() {
		if strings.Contains(s, parts[0][:19]) {
			t.Error("a part is still shown")
		}
	}
	b.w.lock()
	b.until("the passphrase", func() bool { return b.w.unlock != nil })
	b.tap("I lost the passphrase")
	b.sees("Any 2 of the 3 parts open this notebook")
	fresh := "harbour lantern copper willow distant seventeen"
	b.types(parts[2][:50], strings.ToLower(parts[0]), fresh, fresh)
	b.settled()
	b.tap("Open with the parts")
	b.sees("This is no recovery part, or a letter is wrong.")
	b.types(parts[0])
	b.tap("Open with the parts")
	b.sees("one is given twice")
	b.types(parts[2])
	b.tap("Open with the parts")
	b.until("the notebook", func() bool { return b.w.desk != nil })
	if b.w.desk.book.Digest() != want || b.w.desk.book.Folder() != dir {
		t.Error("another notebook was opened")
	}
	b.pass = fresh
}

// writesDown copies the parts that are shown one after another.
func (b *bench) writesDown(given int) (parts []string) {
	b.t.Helper()
	for i := 1; i <= given; i++ {
		b.sees("Part " + itoa(i) + " of " + itoa(given))
		b.sees("For one person you trust")
		var lines []string
		for _, s := range b.texts() {
			if len(s) >= 9 && strings.Count(s, "-") == (len(s)-4)/5 && strings.ToUpper(s) == s && !strings.Contains(s, " ") {
				lines = append(lines, s)
			}
		}
		parts = append(parts, strings.Join(lines, "-"))
		b.tap("Written down")
	}
	return parts
}

// A new notebook offers recovery parts, and they open its backup, in a window that knows nothing else.
func TestANewNotebookOffersPartsAndTheyRestoreItsBackup(t *testing.T) {
	cheap(t)
	b := newBench(t, "en", "")
	dir, file := filepath.Join(b.home, "own"), filepath.Join(t.TempDir(), "k.backup")
	b.w.unlock.choose(tabCreate)
	b.types(dir, "Alpha", "", testPass, testPass)
	b.settled()
	b.tap("Create the notebook")
	parts := b.writesDown(3)
	b.sees("Under Safety you confirm who has a part")
	want := b.w.desk.book.Digest()
	if err := b.w.desk.book.Backup(context.Background(), file, nil); err != nil {
		t.Fatal(err)
	}
	b.w.lock()
	b.until("the passphrase", func() bool { return b.w.unlock != nil })
	if err := os.RemoveAll(dir); err != nil { // as when the computer is gone
		t.Fatal(err)
	}

	back, fresh := filepath.Join(b.home, "back"), "harbour lantern copper willow distant seventeen"
	b.w.unlock.choose(tabRestore)
	b.tap("I lost the passphrase")
	b.sees("Choose the backup file first.")
	b.types(file)
	b.tap("I lost the passphrase")
	b.sees("Any 2 of the 3 parts open this notebook")
	b.types(parts[1], parts[1], fresh, fresh, back)
	b.settled()
	b.tap("Restore with the parts")
	b.sees("one is given twice")
	b.types(parts[1], parts[2])
	b.tap("Restore with the parts")
	b.until("the notebook", func() bool { return b.w.desk != nil })
	if b.w.desk.book.Digest() != want || b.w.desk.book.Folder() != back {
		t.Error("something else came back")
	}
	if err := b.w.desk.book.Opens(t.Context(), []byte(fresh)); err != nil {
		t.Errorf("the new passphrase: %v", err)
	}
	b.pass = fresh
}

func TestPartsOfANewNotebookCanBeDeclined(t *testing.T) {
	cheap(t)
	b := newBench(t, "en", "")
	b.w.unlock.choose(tabCreate)
	b.types(filepath.Join(b.home, "own"), "", "", testPass, testPass)
	b.tap("Make recovery parts")
	b.settled()
	b.tap("Create the notebook")
	b.until("the notebook", func() bool { return b.w.desk != nil })
	if _, made, err := b.w.desk.book.Recovery(); made || err != nil {
		t.Errorf("parts were made: %v, %v", made, err)
	}
	file := filepath.Join(t.TempDir(), "k.backup")
	if err := b.w.desk.book.Backup(context.Background(), file, nil); err != nil {
		t.Fatal(err)
	}
	b.w.lock()
	b.until("the passphrase", func() bool { return b.w.unlock != nil })
	b.w.unlock.choose(tabRestore)
	b.types(file)
	b.tap("I lost the passphrase")
	b.sees("Only the passphrase opens it.")
}

// A notebook that takes long to read says how far it is, and what was typed stays when that is stopped.
func TestOpeningShowsHowFarItIsAndStops(t *testing.T) {
	b := newBench(t, "en", notebookDir(t, nil))
	b.w.unlock.pass.Entry.SetText(testPass)
	b.w.unlock.run("Opening.", "unlock.reading_notebook", func(_ *job, o notebook.OpenOptions) (*notebook.Notebook, error) {
		for {
			if err := o.Progress(300_000, 1_000_000); err != nil {
				return nil, err
			}
			time.Sleep(time.Millisecond)
		}
	}, func(err error) {
		if !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	})
	b.sees("Opening the notebook: 300,000 of 1,000,000")
	b.tap("Stop")
	b.until("the passphrase", func() bool { return !b.w.unlock.working })
	if b.w.unlock.pass.Text() != testPass {
		t.Error("the passphrase is gone")
	}
	b.unlock(testPass)
}

func TestALostPassphraseWithoutPartsIsSaid(t *testing.T) {
	b := newBench(t, "en", notebookDir(t, nil))
	b.tap("I lost the passphrase")
	b.sees("Only the passphrase opens it.")
}

func TestABackupIsRestoredAtTheFirstStart(t *testing.T) {
	cheap(t)
	n := newNotebook(t, torture(t, 2))
	file := filepath.Join(t.TempDir(), "k.backup")
	if err := n.Backup(context.Background(), file, nil); err != nil {
		t.Fatal(err)
	}
	want := n.Digest()
	if err := n.Close(); err != nil {
		t.Fatal(err)
	}
	b := newBench(t, "en", "")
	b.w.unlock.choose(tabRestore)
	back := filepath.Join(b.home, "back")
	other := filepath.Join(b.home, "other.txt")
	os.WriteFile(other, []byte("no backup"), 0o600)
	for _, c := range []struct{ file, pass, to, says string }{
		{"", testPass, back, "Choose the backup file first."},
		{file, "", back, "Type the passphrase of this notebook."},
		{file, "not this one", back, "This passphrase does not open the backup."},
		{other, testPass, back, "This file is no backup of a notebook"},
		{file, testPass, b.home, "Choose another name or an empty folder."},
	} {
		b.types(c.file, c.pass, c.to)
		b.w.unlock.act.Act()
		b.sees(c.says)
	}
	half := filepath.Join(b.home, "half")
	b.w.unlock.backup = file
	b.w.unlock.restoreWith(half, notebook.ByPassphrase([]byte(testPass)), func(*job, notebook.OpenOptions) (*notebook.Notebook, error) {
		return nil, errors.New("the disk is gone")
	}, func() {})
	b.sees("The backup was restored, but not opened") // nobody looks for it in vain: it is where one opens
	if u := b.w.unlock; u.tab != tabOpen || u.folder != half {
		t.Errorf("at %d with %s", u.tab, u.folder)
	}
	b.w.unlock.choose(tabRestore)
	if _, err := os.Stat(half); err != nil {
		t.Error(err)
	}
	b.tap("Close")
	b.types(file, testPass, back)
	b.w.unlock.act.Act()
	b.until("the notebook", func() bool { return b.w.desk != nil })
	if b.w.desk.book.Digest() != want || b.w.desk.book.Folder() != back {
		t.Error("something else came back")
	}
	b.sees("Restored as it was on 22 November 2026")
}

func TestRestoringFromSafetyLocksFirst(t *testing.T) {
	b := unlocked(t, "en", nil)
	book := b.w.desk.book
	b.w.show(place{to: atSafety})
	b.tap("Choose")
	b.tap("Lock and restore")
	b.sees("The backup becomes a notebook in a new folder.")
	if _, err := book.Find(model.Query{}); !errors.Is(err, notebook.ErrClosed) {
		t.Errorf("the notebook is open: %v", err)
	}
}

func TestADamagedNotebookIsPutBackAtOpening(t *testing.T) {
	cheap(t)
	dir := notebookDir(t, torture(t, 2))
	db := filepath.Join(dir, "notebook.db")
	if err := os.Truncate(db, 9000); err != nil {
		t.Fatal(err)
	}
	b := newBench(t, "en", dir)
	b.w.unlock.pass.Entry.SetText(testPass)
	b.tap(b.say("actions.open_notebook"))
	b.sees("The notebook is damaged; an earlier state holds")
	b.sees("stays in the folder under another name")
	b.tap("Put this state back")
	b.until("the notebook", func() bool { return b.w.desk != nil })
	if n, err := b.w.desk.book.Count(model.Query{}); err != nil || n != 2 {
		t.Errorf("%d observations, %v", n, err)
	}
	if kept, _ := filepath.Glob(filepath.Join(dir, "notebook.db.damaged-*")); len(kept) != 1 {
		t.Errorf("the damaged file was not kept: %v", kept)
	}
}

func TestErasingAsksForTheNameAndSaysWhatStays(t *testing.T) {
	cheap(t)
	b := unlocked(t, "en", torture(t, 1))
	dir := b.w.desk.book.Folder()
	file := filepath.Join(t.TempDir(), "k.backup")
	if err := b.w.desk.book.Backup(context.Background(), file, nil); err != nil {
		t.Fatal(err)
	}
	b.w.show(place{to: atSafety})
	b.sees("k.backup")
	b.tap("Erase…")
	b.sees("Nobody can promise that the disk keeps no older copy")
	b.types("KZ2")
	if d, ok := b.tappable("Erase").(interface{ Disabled() bool }); !ok || !d.Disabled() {
		t.Error("one may erase with another name")
	}
	b.types("KZ21")
	b.tap("Erase")
	b.sees("The notebook is erased")
	b.sees("k.backup")
	if _, err := os.Stat(dir); err == nil {
		t.Error("the folder is still there")
	}
	if b.w.prefs.notebook() != "" || b.w.unlock == nil {
		t.Error("the erased notebook is still offered")
	}
	back := filepath.Join(t.TempDir(), "back")
	if _, err := notebook.Restore(context.Background(), file, back, notebook.ByPassphrase([]byte(testPass)), nil); err != nil {
		t.Errorf("the backup: %v", err)
	}
}

// What waits for other work, or for a slow disk, says so, and cannot be stopped half-way.
func TestErasingThatTakesLongIsSeen(t *testing.T) {
	b := unlocked(t, "en", nil)
	held := make(chan struct{})
	b.w.jobs.start(func() error { <-held; return nil }, func(error) {})
	b.w.erase(nil)
	b.sees("Erasing the notebook")
	b.sees("The key goes first")
	if b.shows(b.say("actions.stop")) {
		t.Error("one may stop it half-way")
	}
	close(held)
	b.sees("The notebook is erased")
	if b.shows("Erasing the notebook") || b.w.sheets != 0 {
		t.Error("its sheet stays")
	}
}

// A folder that is gone while the notebook is open: nothing is lost that was saved, what is typed stays, and a sentence
// says what to do; put back, saving goes on.
func TestAFolderThatIsGoneIsSaid(t *testing.T) {
	b := unlocked(t, "en", nil)
	dir := b.w.desk.book.Folder()
	b.w.show(place{to: atObserve, code: "KZ21-U1"})
	o := b.w.shown.(*observe)
	b.settled()
	if err := os.Rename(dir, dir+"-away"); err != nil {
		t.Skip(err)
	}
	o.title.SetText("Typed while the drive was out")
	o.sheet.Fields.Method = "media"
	o.sheet.Fields.Date = model.Date{From: "2023-03-14", Precision: model.Exact}
	b.settled()
	b.w.shown.(saver).save()
	b.sees("The notebook’s folder is no longer where it was opened")
	b.sees("What you typed since is still in this window.")
	b.sees("plug the drive in again")
	b.tap("Close")
	if o.title.Text() != "Typed while the drive was out" {
		t.Error("what was typed is gone")
	}
	if err := os.Rename(dir+"-away", dir); err != nil {
		t.Fatal(err)
	}
	b.w.shown.(saver).save()
	b.until("the plan", func() bool { return b.w.at.to == atPlan })
	if n, err := b.w.desk.book.Count(model.Query{}); err != nil || n != 1 {
		t.Errorf("%d observations, %v", n, err)
	}
}

// A folder that was put back as it was earlier is opened for reading only, with a question.
func TestAFolderPutBackIsAskedAbout(t *testing.T) {
	cheap(t)
	b := newBench(t, "en", notebookDir(t, torture(t, 1)))
	b.w.start.Create.Anchors = filepath.Join(t.TempDir(), "anchors")
	b.unlock(testPass)
	db := filepath.Join(b.w.desk.book.Folder(), "notebook.db")
	lock := func() {
		b.w.lock()
		b.until("the passphrase", func() bool { return b.w.unlock != nil })
	}
	lock()
	old, err := os.ReadFile(db)
	if err != nil {
		t.Fatal(err)
	}
	b.unlock(testPass)
	torture(t, 1)(b.w.desk.book)
	lock()
	if err := os.WriteFile(db, old, 0o600); err != nil {
		t.Fatal(err)
	}
	b.unlock(testPass)
	b.sees("This notebook is older than when it was closed here last")
	if !b.w.desk.readOnly {
		t.Error("it can be written")
	}
	b.tap("Go on with this one")
	b.until("the passphrase", func() bool { return b.w.unlock != nil })
	b.unlock(testPass)
	if b.w.desk.readOnly || b.shows("older than when") {
		t.Error("asked again")
	}
}

// A second start on the same notebook says that it is open, and opens it once the first has closed it.
func TestASecondStartOnTheSameNotebook(t *testing.T) {
	cheap(t)
	first := unlocked(t, "en", torture(t, 1))
	dir := first.w.desk.book.Folder()
	second := newBench(t, "ru", dir)
	second.w.unlock.pass.Entry.SetText(testPass)
	second.tap(second.say("actions.open_notebook"))
	second.sees("Эта тетрадь уже открыта")
	second.tap(second.say("actions.close"))
	torture(t, 1)(first.w.desk.book) // the first goes on
	first.w.lock()
	first.until("the passphrase", func() bool { return first.w.unlock != nil })
	second.unlock(testPass)
	if n, err := second.w.desk.book.Count(model.Query{}); err != nil || n != 2 {
		t.Errorf("%d observations, %v", n, err)
	}
}

// A restored or much older backup than the clock is no reason to say "today" of one that lies ahead.
func TestABackupOfTheFutureIsNotToday(t *testing.T) {
	cheap(t)
	b := unlocked(t, "en", torture(t, 1))
	noteBackup(t, b.w.desk.book, b.clock.Add(400*24*time.Hour))
	b.w.frame.count()
	b.sees("Last backup: 27 December 2027")
}
