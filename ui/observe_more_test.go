package ui

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/storage"
	"fyne.io/fyne/v2/test"

	"plumbline/assets"
	"plumbline/model"
	"plumbline/model/notebook"
	"plumbline/ui/bidi"
	"plumbline/ui/parts"
)

func TestObserveCopyIsANewRecord(t *testing.T) {
	var id model.ID
	b := unlocked(t, "en", func(n *notebook.Notebook) {
		o := &model.Observation{Commitments: []string{"KZ21-U1"}, Title: model.Text{"en": "The first"}, Method: "interview",
			Date: model.Date{From: "2023-04-03", Precision: model.Exact}, Review: model.Approved}
		o.Language = "en"
		record(t, n, o)
		id = o.ID
		if _, err := n.Attach(context.Background(), id, "a.txt", strings.NewReader("words"), notebook.AttachOptions{}); err != nil {
			t.Fatal(err)
		}
	})
	b.forms(place{id: id})
	b.tap("Copy as new")
	b.until("the copy", func() bool { o, ok := b.w.shown.(*observe); return ok && o.sheet != nil && o.sheet.isNew() })
	o := b.w.shown.(*observe)
	o.title.SetText("The second")
	b.tap("Submit for review")
	b.left(o)
	n := b.reopened()
	view, got := one(t, n, "The second")
	if got.ID == id || got.Review != model.Submitted || got.Method != "interview" || len(n.Attached(view.ID)) != 0 {
		t.Errorf("copied to %+v", got)
	}
	if _, first := one(t, n, "The first"); first.Review != model.Approved {
		t.Error("the original was changed")
	}
}

func TestObserveEvidenceIsAttachedAfterTheRecord(t *testing.T) {
	b := unlocked(t, "en", nil)
	dir := t.TempDir()
	photo, gone := filepath.Join(dir, "photo.jpg"), filepath.Join(dir, "gone.txt")
	for _, path := range []string{photo, gone} {
		if err := os.WriteFile(path, []byte("bytes of "+filepath.Base(path)), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	o := b.forms(place{code: "KZ21-U1"})
	test.Type(o.title, "With evidence")
	b.w.drop(fyne.Position{}, []fyne.URI{storage.NewFileURI(photo), storage.NewFileURI(gone), storage.NewFileURI(photo)})
	b.until("the hashes", func() bool {
		return len(o.sheet.Evidence) == 2 && o.sheet.Evidence[0].SHA256 != "" && o.sheet.Evidence[1].SHA256 != ""
	})
	b.sees("photo.jpg")
	b.sees("SHA-256 " + parts.ShortHash(o.sheet.Evidence[0].SHA256))
	fyne.CurrentApp().Clipboard().SetContent("no address")
	b.tap("Paste an address")
	o.evidence.address.SetText("https://example.org/page")
	o.evidence.address.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if err := os.Remove(gone); err != nil {
		t.Fatal(err)
	}
	b.tap("Save as draft")
	b.sees("Evidence that could not be attached: 1")
	b.sees("The file is no longer there, or cannot be read.")
	if o.done {
		t.Fatal("the form was left with a file that is not attached")
	}
	book, id := b.w.desk.book, o.sheet.ID
	if n := len(book.Attached(id)); n != 2 {
		t.Errorf("%d pieces are attached", n)
	}
	// The file comes back and is attached by saving again; the record is not written twice.
	if err := os.WriteFile(gone, []byte("bytes of gone.txt"), 0o600); err != nil {
		t.Fatal(err)
	}
	b.tap("Save as draft")
	b.left(o)
	n := b.reopened()
	view, _ := one(t, n, "With evidence")
	if view.Revisions != 1 {
		t.Errorf("%d revisions", view.Revisions)
	}
	var names []string
	for _, e := range n.Attached(id) {
		v, err := n.View(e)
		if err != nil {
			t.Fatal(err)
		}
		record := v.Record.(*model.Evidence)
		names = append(names, firstOf(record.OriginalName, record.Address))
		if record.OriginalName == "" {
			continue
		}
		var bytes strings.Builder
		if err := n.Extract(context.Background(), e, &bytes); err != nil || bytes.String() != "bytes of "+record.OriginalName {
			t.Errorf("%s holds %q, %v", record.OriginalName, bytes.String(), err)
		}
	}
	if !slices.Equal(names, []string{"photo.jpg", "https://example.org/page", "gone.txt"}) {
		t.Errorf("attached are %v", names)
	}
}

func TestObserveChangedFileIsNotAttachedUnseen(t *testing.T) {
	b := unlocked(t, "en", nil)
	path := filepath.Join(t.TempDir(), "minutes.txt")
	if err := os.WriteFile(path, []byte("as chosen"), 0o600); err != nil {
		t.Fatal(err)
	}
	o := b.forms(place{code: "KZ21-U1"})
	test.Type(o.title, "A file that changes")
	o.dropFiles([]string{path})
	b.until("the hash", func() bool { return len(o.sheet.Evidence) == 1 && o.sheet.Evidence[0].SHA256 != "" })
	if err := os.WriteFile(path, []byte("as changed"), 0o600); err != nil {
		t.Fatal(err)
	}
	b.tap("Save as draft")
	b.sees("The file has changed since it was chosen. Choose it again.")
	if n := len(b.w.desk.book.Attached(o.sheet.ID)); n != 0 {
		t.Errorf("%d files are attached", n)
	}
	o.evidence.remove(o.sheet.Evidence[0])
	b.tap("Save as draft")
	b.left(o)
}

func TestObserveAttachedEvidenceCanBeTakenBack(t *testing.T) {
	var id model.ID
	b := unlocked(t, "en", func(n *notebook.Notebook) {
		torture(t, 1)(n)
		page, err := n.Find(model.Query{})
		if err != nil {
			t.Fatal(err)
		}
		id = page.IDs[0]
		if _, err := n.Attach(context.Background(), id, "minutes.pdf", strings.NewReader("%PDF-"), notebook.AttachOptions{}); err != nil {
			t.Fatal(err)
		}
	})
	o := b.forms(place{id: id})
	b.sees("minutes.pdf")
	o.evidence.withdraw(o.evidence.attached[0])
	b.until("it is gone", func() bool { return len(b.w.desk.book.Attached(id)) == 0 && !b.shows("minutes.pdf") })
	b.tap("Undo")
	b.until("it is back", func() bool { return len(b.w.desk.book.Attached(id)) == 1 && b.shows("minutes.pdf") })
	b.tap("Redo")
	b.until("it is gone again", func() bool { return len(b.w.desk.book.Attached(id)) == 0 && !b.shows("minutes.pdf") })
}

func TestObserveNewSourceKeepsWhoItIsApart(t *testing.T) {
	b := unlocked(t, "en", nil)
	o := b.forms(place{code: "KZ21-U1"})
	test.Type(o.title, "Told by somebody")
	b.tap("New source")
	b.tap("Add the source")
	b.until("the fault", func() bool { return o.sources.form != nil && o.sources.form.Field("code_name").Fault() != "" })
	test.Type(control[*bidi.Entry](t, o.sources.form, "code_name"), "River")
	test.Type(control[*bidi.Entry](t, o.sources.form, "identity"), "Somebody Whoseverson")
	test.Type(control[*parts.DayField](t, o.sources.form, "consent.date").Entry, "3.4.2023")
	b.choose(control[*parts.Select](t, o.sources.form, "connection"), "Witness")
	b.pick(control[*parts.Choices](t, o.sources.form, "consent.uses"), "un body")
	b.tap("Add the source")
	b.until("the source to be chosen", func() bool { return len(o.sheet.Fields.Sources) == 1 && o.sheet.Source == nil })
	b.sees("River: agreed to: UN body")
	b.tap("Save as draft")
	b.left(o)
	n := b.reopened()
	_, got := one(t, n, "Told by somebody")
	v, err := n.View(got.Sources[0])
	if err != nil {
		t.Fatal(err)
	}
	s := v.Record.(*model.Source)
	if s.CodeName != "River" || s.Connection != "direct_witness" || s.Consent.Date != "2023-04-03" || !slices.Equal(s.Consent.Uses, []string{"un_body"}) {
		t.Errorf("the source is %+v", s)
	}
	for v, err := range n.Records(model.KindIdentity) {
		if err != nil {
			t.Fatal(err)
		}
		who := v.Record.(*model.Identity)
		if who.Who != "Somebody Whoseverson" || who.Source != got.Sources[0] || who.Confidentiality != model.Sealed {
			t.Errorf("the identity is %+v", who)
		}
		return
	}
	t.Error("no identity was written")
}

func TestObserveRegionsFollowTheMapOfTheDate(t *testing.T) {
	codes := func(d model.Date) []string {
		var out []string
		for _, o := range regionOptions(assets.For("en"), d) {
			out = append(out, o.Code)
		}
		return out
	}
	before, after := codes(model.Date{From: "2022-06-07", Precision: model.Exact}), codes(model.Date{From: "2022-06-08", Precision: model.Exact})
	if len(before) != 17 || len(after) != 20 || len(codes(model.Date{})) != 20 {
		t.Errorf("%d regions before the split, %d after", len(before), len(after))
	}
	for _, code := range before {
		if r, _ := regionOf(code); r.Created > "2022-06-07" {
			t.Errorf("%s is offered before it was made", code)
		}
	}
	if names := partedRegions("KZ-10", model.Date{From: "2021-01-01", Precision: model.Exact}, assets.For("en")); len(names) != 1 || !strings.Contains(names[0], "East Kazakhstan") {
		t.Errorf("Abai belonged to %v", names)
	}
	b := unlocked(t, "ru", nil)
	o := b.forms(place{})
	b.choose(o.region, "Абай")
	b.writeDate(o, "1", "Янв", "2021")
	b.sees("На эту дату такого региона еще не было. Тогда он входил в: Восточно-Казахстанская область.")
}

func TestObserveTextFollowsItsScriptUntilALanguageIsChosen(t *testing.T) {
	b := unlocked(t, "en", nil)
	o := b.forms(place{})
	test.Type(o.title, "شكاوى السجناء")
	if o.sheet.Language != "ar" || o.language.Chosen() != "ar" || o.sheet.Fields.Title["ar"] != "شكاوى السجناء" || len(o.sheet.Fields.Title) != 1 {
		t.Errorf("typed in Arabic, kept as %v", o.sheet.Fields.Title)
	}
	if o.title.Base != bidi.RTL {
		t.Error("an Arabic text does not run from the right on an English screen")
	}
	b.choose(o.language, "Kaz")
	test.Type(o.story, "слова")
	if o.sheet.Language != "kk" || o.sheet.Fields.Narrative["kk"] != "слова" {
		t.Errorf("chosen Kazakh, kept as %v", o.sheet.Fields.Narrative)
	}
}

func TestObserveTranslationsStayApart(t *testing.T) {
	o := &model.Observation{Title: model.Text{"ru": "Название", "kk": "Атауы"}, Narrative: model.Text{"ru": "Рассказ"}}
	o.ID, o.Language = freshID(), "ru"
	s := sheetOf(o, []model.RevID{{1}}, "en")
	if s.Language != "ru" {
		t.Errorf("opened in %s", s.Language)
	}
	s.setLanguage("en") // a translation begins; the original stays
	setWords(s.Fields.Title, "en", "Title")
	got, faults := s.observation()
	if len(faults) > 0 || !reflect.DeepEqual(got.Title, model.Text{"ru": "Название", "kk": "Атауы", "en": "Title"}) || got.Language != "ru" {
		t.Errorf("%+v, written in %s, faults %v", got.Title, got.Language, faults)
	}
}

func TestObserveSheetGoesRound(t *testing.T) {
	s := newSheet(freshID(), "kk")
	s.Fields.Title["kk"] = "Атауы"
	s.Fields.Sources = []model.ID{freshID()}
	s.Fields.Date = model.Date{From: "2023-04", Precision: model.Exact}
	s.Number, s.Tags = "1x", "a, b"
	s.Evidence = []pending{{Path: "/tmp/x", Size: 3, SHA256: "aa"}, {Address: "https://example.org"}}
	s.Source = &sourceSheet{CodeName: "Birch", Who: "Somebody", Consent: model.Consent{Uses: []string{"court"}}}
	s.Kept = time.Date(2026, 11, 22, 12, 3, 0, 0, time.UTC)
	data, err := encodeSheet(s)
	if err != nil {
		t.Fatal(err)
	}
	again, err := readSheet(data)
	if err != nil || !reflect.DeepEqual(again, s) {
		t.Errorf("%v\n%+v\n%+v", err, again, s)
	}
	if _, err := readSheet([]byte(`{"version":2}`)); err == nil {
		t.Error("a draft of a later program was taken for ours")
	}
}

func TestObserveNumbersAreReadAsWritten(t *testing.T) {
	for text, want := range map[string]int64{"": 0, "12": 12, " 1 200 ": 1200, "1,200": 1200, "١٢": 12, "1 234 567": 1234567} {
		if got, ok := readNumber(text); !ok || got != want {
			t.Errorf("readNumber(%q) = %d, %v", text, got, ok)
		}
	}
	for _, text := range []string{"about 5", "1,5", "2.5", "-3", "99999999999999999999"} {
		if got, ok := readNumber(text); ok {
			t.Errorf("readNumber(%q) = %d", text, got)
		}
	}
}

func TestObserveThatCannotBeWrittenKeepsEverything(t *testing.T) {
	b := unlocked(t, "en", nil)
	o := b.forms(place{code: "KZ21-U1"})
	test.Type(o.title, "Not to be lost")
	b.until("the draft", func() bool { return len(b.w.desk.book.Drafts()) == 1 })
	write := b.w.desk.write
	b.w.desk.write = func(f func() error, done func(error)) {
		write(func() error { return notebook.ErrFull }, done) // the disk is full
	}
	b.tap("Save as draft")
	b.sees("The observation could not be saved")
	b.sees("The disk has no room left.")
	b.w.desk.write = write
	b.tap("Close")
	if o.done || o.title.Text() != "Not to be lost" {
		t.Error("the form was left")
	}
	b.tap("Save as draft")
	b.left(o)
}

func TestObserveReadingOnlyChangesNothing(t *testing.T) {
	var id model.ID
	dir := notebookDir(t, func(n *notebook.Notebook) {
		torture(t, 1)(n)
		page, _ := n.Find(model.Query{})
		id = page.IDs[0]
	})
	b := newBench(t, "en", dir)
	b.w.start.Create.ReadOnly = true
	b.unlock(testPass)
	o := b.forms(place{id: id})
	o.save()
	o.dropFiles([]string{filepath.Join(dir, "notebook.db")})
	o.changed(nil)
	b.until("nothing more", func() bool { return !b.run() })
	if b.shows("Submit for review") || b.shows("Choose a file") || len(o.sheet.Evidence) != 0 {
		t.Error("one may change what cannot be written")
	}
}

func TestObserveAFolderIsNoFile(t *testing.T) {
	if _, _, err := hashFile(context.Background(), t.TempDir(), nil); err == nil {
		t.Error("a folder has a hash")
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := io.Copy(io.Discard, readerUntil{ctx, strings.NewReader("x"), nil}); !errors.Is(err, context.Canceled) {
		t.Errorf("stopped reading is %v", err)
	}
}
