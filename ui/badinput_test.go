package ui

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/storage"
	"fyne.io/fyne/v2/test"

	"plumbline/model"
	"plumbline/model/notebook"
	"plumbline/ui/bidi"
	"plumbline/ui/parts"
)

// What a monitor may hand to the forms without meaning harm, and what a laptop may do under them: nothing is lost, and a
// sentence says what happened and what to do.

// dropPaths drops files on the window.
func (b *bench) dropPaths(paths ...string) {
	var uris []fyne.URI
	for _, p := range paths {
		uris = append(uris, storage.NewFileURI(p))
	}
	b.w.drop(fyne.Position{}, uris)
}

func TestPastingFiveMegabytesChangesNothingAndSaysSo(t *testing.T) {
	b := unlocked(t, "en", nil)
	o := b.forms(place{code: "KZ21-U1"})
	test.Type(o.title, "As it was")
	test.Type(o.story, "Said before. ")
	clip := fyne.CurrentApp().Clipboard()
	clip.SetContent(strings.Repeat("слово ", 5<<20/11))
	for _, e := range []*bidi.Entry{o.story, o.title} {
		before := e.Text()
		e.TypedShortcut(&fyne.ShortcutPaste{Clipboard: clip})
		if e.Text() != before {
			t.Errorf("%d bytes stand in the entry", len(e.Text()))
		}
		b.sees("This text does not fit")
	}
	b.tap("Save as draft")
	b.left(o)
	if _, got := one(t, b.reopened(), "As it was"); got.Narrative["en"] != "Said before. " {
		t.Errorf("written %q", got.Narrative)
	}
}

func TestFilesThatCannotBeEvidenceAreSaidEach(t *testing.T) {
	b := unlocked(t, "en", nil)
	dir := t.TempDir()
	empty, gone, folder, good := filepath.Join(dir, "empty.txt"), filepath.Join(dir, "gone.txt"), filepath.Join(dir, "folder"), filepath.Join(dir, "good.txt")
	for path, data := range map[string]string{empty: "", gone: "x", good: "y"} {
		if err := os.WriteFile(path, []byte(data), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	o := b.forms(place{code: "KZ21-U1"})
	test.Type(o.title, "With all of them")
	b.dropPaths(empty, gone, folder, good)
	b.sees("The file is empty: 0 bytes.")
	b.sees("This is a folder. Choose the files in it.")
	if err := os.Remove(gone); err != nil { // the stick was pulled out
		t.Fatal(err)
	}
	b.settled()
	b.tap("Save as draft")
	b.sees("Evidence that could not be attached: 3")
	b.sees("The file is no longer there, or cannot be read.")
	book, id := b.w.desk.book, o.sheet.ID
	if n := len(book.Attached(id)); n != 1 {
		t.Errorf("%d files are attached", n)
	}
	for len(o.sheet.Evidence) > 0 {
		o.evidence.remove(o.sheet.Evidence[0])
	}
	b.tap("Save as draft")
	b.left(o)
	one(t, b.reopened(), "With all of them")
}

func TestAFileOfTwoGigabytesIsReadInStretchesAndCanBeStopped(t *testing.T) {
	b := unlocked(t, "en", nil)
	path := filepath.Join(t.TempDir(), "film.mp4")
	if err := os.WriteFile(path, []byte("begins"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(path, 2<<30); err != nil { // no more than its beginning lies on the disk
		t.Skip("no file of two gigabytes here: ", err)
	}
	o := b.forms(place{code: "KZ21-U1"})
	test.Type(o.title, "With a film")
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	b.dropPaths(path)
	b.sees("Reading the files, MB")
	b.tap("Stop")
	b.until("nothing waits", func() bool { return len(o.sheet.Evidence) == 0 })
	o.sheet.Evidence = []pending{{Path: path}} // taken while nothing was read yet
	b.tap("Save as draft")
	b.sees("Attaching evidence, MB")
	b.sees("Nothing is half-written if you stop.")
	b.tap("Stop")
	b.until("the form again", func() bool { return !o.busy })
	runtime.ReadMemStats(&after)
	if grown := int64(after.HeapSys) - int64(before.HeapSys); grown > 256<<20 {
		t.Errorf("the heap grew by %d MB", grown>>20)
	}
	if n := len(b.w.desk.book.Attached(o.sheet.ID)); n != 0 {
		t.Errorf("%d files are attached", n)
	}
	left, err := os.ReadDir(filepath.Join(b.w.desk.book.Folder(), "tmp"))
	if err != nil || len(left) > 0 {
		t.Errorf("half of it was left behind: %v %v", left, err)
	}
	if len(o.sheet.Evidence) != 1 {
		t.Error("the file does not wait in the form any more")
	}
}

func TestFiveHundredFilesAreAskedAboutAndKeptInTheDraft(t *testing.T) {
	b := unlocked(t, "en", nil)
	dir := t.TempDir()
	var paths []string
	for i := range 500 {
		path := filepath.Join(dir, fmt.Sprintf("scan %03d.txt", i))
		if err := os.WriteFile(path, fmt.Append(nil, "page ", i), 0o600); err != nil {
			t.Fatal(err)
		}
		paths = append(paths, path)
	}
	o := b.forms(place{code: "KZ21-U1"})
	test.Type(o.title, "A whole archive")
	b.dropPaths(paths...)
	b.sees("Take 500 files as evidence of this observation?")
	b.tap("Cancel")
	if len(o.sheet.Evidence) != 0 {
		t.Error("files were taken although one said no")
	}
	b.dropPaths(paths...)
	b.tap("Take them all")
	b.until("all are read", func() bool { return len(o.sheet.Evidence) == 500 && o.sheet.Evidence[499].SHA256 != "" })
	if rows := len(o.evidence.rows.Objects); rows > shownFiles+2 {
		t.Errorf("%d rows stand on the page", rows)
	}
	b.sees("Show more: 470")
	o.takeFiles(manyPending(600))
	b.sees("At most 1,000 files wait at once. Not taken: 100.")
	o.sheet.Evidence = o.sheet.Evidence[:500]
	b.w.back()
	b.until("the draft", func() bool { return len(b.w.desk.book.Drafts()) == 1 && !b.run() })
	n := b.reopened()
	data, err := n.Draft(n.Drafts()[0])
	if err != nil {
		t.Fatal(err)
	}
	if s, err := readSheet(data); err != nil || len(s.Evidence) < 500 || s.Evidence[499].Path != paths[499] {
		t.Errorf("the draft keeps %v", err)
	}
}

func manyPending(n int) []pending {
	var out []pending
	for i := range n {
		out = append(out, pending{Path: fmt.Sprint("/nowhere/", i)})
	}
	return out
}

func TestANameInFourScriptsWithMarksOfDirectionStaysWhole(t *testing.T) {
	const name = "Әсел (أسيل) Иванова \u202eabc\u202c \u2067Smith\u2069 \u200fمحمد\u200e №7"
	b := unlocked(t, "ar", nil)
	o := b.forms(place{code: "KZ21-U1"})
	fyne.CurrentApp().Clipboard().SetContent(name)
	o.title.TypedShortcut(&fyne.ShortcutPaste{Clipboard: fyne.CurrentApp().Clipboard()})
	o.story.SetText(name + "\u202e") // a mark that is never closed
	path := filepath.Join(t.TempDir(), "photo\u202egpj.exe")
	if err := os.WriteFile(path, []byte("MZ"), 0o600); err != nil {
		t.Skip("no such name here: ", err)
	}
	b.dropPaths(path)
	b.settled()
	b.tap(b.say("observe_screen.save_as_draft"))
	b.left(o)
	b.w.show(place{to: atPlan, code: "KZ21-U1", id: o.sheet.ID})
	b.settled()
	for _, text := range b.texts() {
		if strings.Contains(text, "photo") && strings.ContainsRune(text, '\u202e') {
			t.Errorf("the name of a file turns what stands beside it: %q", text)
		}
	}
	n := b.reopened()
	v, err := n.View(o.sheet.ID)
	if err != nil {
		t.Fatal(err)
	}
	for _, title := range v.Record.(*model.Observation).Title {
		if title != name {
			t.Errorf("kept as %q", title)
		}
	}
	e, err := n.View(n.Attached(v.ID)[0])
	if err != nil || e.Record.(*model.Evidence).OriginalName != "photogpj.exe" {
		t.Errorf("the file is called %q, %v", e.Record.(*model.Evidence).OriginalName, err)
	}
}

func TestAClockThatIsSetBackAYearChangesNoOrder(t *testing.T) {
	b := newBench(t, "en", notebookDir(t, nil))
	b.clock = time.Now().AddDate(0, 0, 2)
	b.unlock(testPass)
	o := b.forms(place{code: "KZ21-U1"})
	test.Type(o.title, "First wording")
	b.tap("Save as draft")
	b.left(o)
	b.clock = b.clock.AddDate(-1, 0, 0)
	o = b.forms(place{id: o.sheet.ID})
	o.title.SetText("Second wording")
	b.until("the draft", func() bool { return len(b.w.desk.book.Drafts()) == 1 && !o.keeping })
	b.w.back()
	b.settled()
	o = b.forms(place{id: o.sheet.ID})
	b.until("the draft again", func() bool { return o.title.Text() == "Second wording" || b.tappable("Go on with it") != nil })
	if o.title.Text() != "Second wording" {
		b.tap("Go on with it")
	}
	b.tap("Save as draft")
	b.left(o)
	h := b.histories(o.sheet.ID)
	v, _ := one(t, b.w.desk.book, "Second wording")
	if v.Disputed() || len(h.read.steps) != 2 || h.read.steps[0].Revision != v.Heads[0] {
		t.Errorf("disputes %v, %d versions", v.Disputes, len(h.read.steps))
	}
	if s := h.read.steps; s[0].At <= s[1].At {
		t.Error("a later version has an earlier clock")
	}
	b.w.show(place{to: atSafety}) // a backup of the time to come is no reason to fall
	b.settled()
	one(t, b.reopened(), "Second wording")
}

// typeVar, when set, makes this test binary a program that types into the form of that notebook and is then killed.
const typeVar = "PLUMBLINE_TEST_TYPES"

func TestAProgramThatTypes(t *testing.T) {
	dir := os.Getenv(typeVar)
	if dir == "" {
		t.Skip("for the process that is killed")
	}
	b := newBench(t, "en", dir)
	b.unlock(testPass)
	o := b.forms(place{code: "KZ21-U1"})
	test.Type(o.title, "Typed before the end")
	b.until("the draft to be kept", func() bool { return len(b.w.desk.book.Drafts()) == 1 && !o.keeping })
	fmt.Println("kept")
	time.Sleep(time.Hour)
}

func TestADraftSurvivesAKilledProcess(t *testing.T) {
	dir := notebookDir(t, nil)
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	c := exec.Command(self, "-test.run=^TestAProgramThatTypes$")
	c.Env = append(os.Environ(), typeVar+"="+dir)
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	for lines.Scan() && lines.Text() != "kept" {
	}
	if err := c.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	io.Copy(io.Discard, out)
	c.Wait()
	b := newBench(t, "en", dir)
	b.unlock(testPass)
	b.until("the draft in the status bar", func() bool { return b.w.frame.drafts.Visible() })
	drafts := readDrafts(b.w.desk)
	if len(drafts) != 1 || plain(drafts[0].title) != "Observation: Typed before the end" {
		t.Fatalf("the menu of drafts says %v", drafts)
	}
	b.w.show(drafts[0].at)
	o := b.w.shown.(*observe)
	b.until("the draft", func() bool { return o.title.Text() == "Typed before the end" })
	b.tap("Save as draft")
	b.left(o)
}

func TestDraftsOfEveryFormAreGoneOnWith(t *testing.T) {
	b := unlocked(t, "en", nil)
	for _, at := range []place{{to: atClaim, code: "KZ21-U1"}, {to: atFinding, code: "KZ21-U1"}, {to: atRecommendation, code: "KZ21-U1"}, {to: atSource}} {
		b.w.show(at)
		b.settled()
		switch s := b.w.shown.(type) {
		case *claim:
			test.Type(s.quotation, "Quoted")
		case *finding:
			test.Type(s.reasoning, "Reasoned")
		case *recommendation:
			test.Type(s.text, "Recommended")
		case *sourceForm:
			test.Type(s.codeName, "Birch")
		}
		b.w.back()
		b.settled()
	}
	b.until("the drafts", func() bool { return len(b.w.desk.book.Drafts()) == 4 })
	said := map[string]destination{"Claim: Quoted": atClaim, "Finding: Reasoned": atFinding, "Recommendation: Recommended": atRecommendation, "Source: Birch": atSource}
	for _, d := range readDrafts(b.w.desk) {
		to, known := said[plain(d.title)]
		if !known || d.at.to != to {
			t.Errorf("%q leads to %s", plain(d.title), d.at.to)
			continue
		}
		b.w.show(d.at)
		_, words, _ := strings.Cut(plain(d.title), ": ")
		b.until("to go on with it: "+words, func() bool {
			for _, e := range b.entries() {
				if e.Text() == words {
					return true
				}
			}
			return false
		})
	}
}

func TestANotebookOfALaterProgramIsSaidAtTheWindow(t *testing.T) {
	dir := notebookDir(t, nil)
	var kept [][]byte
	for _, name := range []string{"notebook.hdr", "notebook.hdr2"} {
		data, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		kept = append(kept, bytes.Clone(data))
		data[5] = 9 // the format
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	b := newBench(t, "en", dir)
	b.w.unlock.pass.Entry.SetText(testPass)
	b.tap(b.say("actions.open_notebook"))
	b.sees("A later version of the program wrote this notebook.")
	b.sees("Nothing was changed.")
	b.sees("Install the newest version of the program")
	for i, name := range []string{"notebook.hdr", "notebook.hdr2"} {
		if err := os.WriteFile(filepath.Join(dir, name), kept[i], 0o600); err != nil {
			t.Fatal(err)
		}
	}
	b.tap("Close")
	b.unlock(testPass) // and it opens once the right program is there
}

func TestADiskThatIsFullLosesNothingAndSaysWhatToDo(t *testing.T) {
	dir := notebookDir(t, torture(t, 1))
	info, err := os.Stat(filepath.Join(dir, "notebook.db"))
	if err != nil {
		t.Fatal(err)
	}
	b := newBench(t, "en", dir)
	b.w.start.Create.MaxSize = info.Size() // the store cannot grow
	b.unlock(testPass)
	book := b.w.desk.book
	long := strings.Repeat("what was seen there ", 3000)
	for i := 0; ; i++ { // fill the room that is left
		o := &model.Observation{Commitments: []string{"KZ21-U1"}, Title: model.Text{"en": fmt.Sprint("Before ", i)}, Narrative: model.Text{"en": long}, Method: "interview"}
		o.Date = model.Date{From: "2023-04-03", Precision: model.Exact}
		if _, err := book.Record(model.View{}, o); err != nil {
			if troubleOf(err) != "full" {
				t.Fatalf("a full disk is called %q: %v", troubleOf(err), err)
			}
			break
		}
		if i > 2000 {
			t.Fatal("there is always room")
		}
	}
	before, _ := book.Count(model.Query{})
	o := b.forms(place{code: "KZ21-U1"})
	test.Type(o.title, "Not to be lost")
	o.story.SetText(long)
	b.sees("The draft could not be kept")
	b.tap("Save as draft")
	b.sees("The observation could not be saved")
	b.sees("The disk has no room left.")
	b.sees("What was saved before is whole. What you typed is still here.")
	b.sees("Free some room or choose another disk")
	b.tap("Close")
	if o.done || o.title.Text() != "Not to be lost" {
		t.Error("the form was left")
	}
	if after, err := book.Count(model.Query{}); after != before || err != nil {
		t.Errorf("%d observations became %d, %v", before, after, err)
	}
	b.w.lock()
	b.until("the passphrase", func() bool { return b.w.unlock != nil })
	n, err := notebook.Open(dir, []byte(testPass))
	if err != nil {
		t.Fatal(err)
	}
	defer n.Close()
	if after, err := n.Count(model.Query{}); after != before || err != nil {
		t.Errorf("opened again it holds %d of %d, %v", after, before, err)
	}
	if report, err := notebook.Check(context.Background(), dir, []byte(testPass), false, nil); err == nil && !report.OK() {
		t.Errorf("the notebook does not hold: %v", report.Faults)
	}
}

func TestAFormThatCannotBeOpenedSaysWhatToDo(t *testing.T) {
	b := unlocked(t, "en", nil)
	gone := model.ID{1, 2, 3}
	for _, at := range []place{{to: atObserve, id: gone}, {to: atClaim, id: gone}, {to: atFinding, id: gone}, {to: atSource, id: gone},
		{to: atRecommendation, id: gone}, {to: atEvidence, id: gone}, {to: atPlan, code: "KZ21-U1", id: gone}, {to: atHistory, id: gone}} {
		b.w.show(at)
		if at.to != atPlan && bars(b.w.shown.view()) < 3 && at.to != atHistory {
			t.Errorf("%s shows nothing while it is read", at.to)
		}
		b.sees("This record is not in the notebook.")
		b.sees("All other records are as they were.")
		b.tap("Back")
		if b.w.at == at {
			t.Errorf("%s cannot be left", at.to)
		}
	}
}

// bars counts the still bars that stand for what is being read.
func bars(o fyne.CanvasObject) int {
	n := 0
	walk(o, nil, func(o fyne.CanvasObject, _ []fyne.CanvasObject) {
		if box, ok := o.(*parts.Box); ok && box.Ground == parts.Sunk {
			n++
		}
	})
	return n
}
