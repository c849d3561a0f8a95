package ui

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"plumbline/assets"
	"plumbline/model"
	"plumbline/model/notebook"
	"plumbline/ui/bidi"
	"plumbline/ui/parts"
)

// aForm is what the tests ask of any form.
type aForm interface {
	screen
	revisions() *formHistory
	controls() *bound
	pages() []*parts.Page
	drafting() bool
}

func (p *paper[S]) controls() *bound { return p.root }
func (p *paper[S]) pages() []*parts.Page {
	if p.end == nil {
		return []*parts.Page{p.page}
	}
	return []*parts.Page{p.page, p.end}
}
func (p *paper[S]) drafting() bool { return p.keeping || p.touched }

// answersOf says what the controls of a form show: what a person sees of its answers.
func answersOf(f aForm) string {
	var out strings.Builder
	for _, page := range f.pages() {
		walk(page, nil, func(o fyne.CanvasObject, _ []fyne.CanvasObject) {
			switch o := o.(type) {
			case *bidi.Entry:
				fmt.Fprintf(&out, "%q %v\n", o.Text(), o.Base)
			case *parts.Select:
				if c, ok := f.(*claim); !ok || o != c.reports.choice { // it fills the form, and is no answer itself
					fmt.Fprintln(&out, o.Chosen())
				}
			case *parts.Choices:
				fmt.Fprintln(&out, o.Chosen())
			case *parts.Check:
				fmt.Fprintln(&out, o.Checked())
			case *parts.RadioGroup:
				fmt.Fprintln(&out, o.Chosen())
			case *parts.Segmented:
				fmt.Fprintln(&out, o.Chosen())
			case *parts.Pill:
				fmt.Fprintln(&out, o.Text())
			}
		})
	}
	return out.String()
}

// answer changes the answer that a control gives.
func (b *bench) answer(o fyne.CanvasObject) {
	switch o := o.(type) {
	case *bidi.Entry:
		b.w.win.Canvas().Focus(o)
		test.Type(o, "so")
	case *parts.DayField:
		test.Type(o.Entry, "2024-04-03")
	case *parts.DateField:
		walk(o, nil, func(x fyne.CanvasObject, _ []fyne.CanvasObject) {
			if e, ok := x.(*bidi.Entry); ok {
				b.answer(e)
			}
		})
	case *parts.Select:
		o.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
		if o.Opened() {
			b.submitList()
		}
	case *parts.Choices:
		o.Target().TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
		b.submitList()
		b.entries()[0].TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	case *parts.Check:
		test.Tap(o)
	case *parts.RadioGroup:
		o.Target().TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	case *parts.Segmented:
		o.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	}
}

// written waits until nothing is under way but the keeping of the draft.
func (b *bench) written(f aForm) {
	b.t.Helper()
	b.until("rest", func() bool {
		b.w.jobs.mu.Lock()
		n := b.w.jobs.count
		b.w.jobs.mu.Unlock()
		return !b.run() && (n == 0 || n == 1 && f.drafting())
	})
}

// leavesIn are the controls at the ends of the tree.
func leavesIn(b *bound) []*bound {
	if len(b.inner) == 0 {
		return []*bound{b}
	}
	var out []*bound
	for _, x := range b.inner {
		out = append(out, leavesIn(x)...)
	}
	return out
}

// stepsBack takes back all steps of a form and does them again, and compares what it shows at each.
func (b *bench) stepsBack(f aForm, shown []string) {
	b.t.Helper()
	h := f.revisions()
	if len(h.done) != len(shown)-1 {
		b.t.Fatalf("%d steps, and %d states were seen", len(h.done), len(shown))
	}
	seen := func(i int, how string) {
		b.t.Helper()
		b.written(f)
		if got := answersOf(f); shown[i] != "" && got != shown[i] {
			b.t.Errorf("%s to %d shows\n%s\nwant\n%s", how, i, got, shown[i])
		}
		at, ok := b.w.win.Canvas().Focused().(fyne.CanvasObject)
		if !ok {
			b.t.Errorf("%s to %d: nothing has the keyboard", how, i)
			return
		}
		y := fyne.CurrentApp().Driver().AbsolutePositionForObject(at).Y
		if most := b.w.win.Canvas().Size().Height; y < 40 || y > most-40 {
			b.t.Errorf("%s to %d: what has the keyboard, %T, stands at %v of %v", how, i, at, y, most)
		}
	}
	for i := len(shown) - 2; i >= 0; i-- {
		b.hitKeys(&fyne.ShortcutUndo{})
		seen(i, "taken back")
	}
	for i := 1; i < len(shown); i++ {
		b.hitKeys(&desktop.CustomShortcut{KeyName: fyne.KeyZ, Modifier: fyne.KeyModifierShortcutDefault | fyne.KeyModifierShift})
		seen(i, "done again")
	}
}

func TestEveryAnswerOfEveryFormCanBeTakenBack(t *testing.T) {
	var observation, source, piece model.ID
	b := unlocked(t, "en", func(n *notebook.Notebook) {
		torture(t, 2)(n)
		page, err := n.Find(model.Query{})
		if err != nil {
			t.Fatal(err)
		}
		observation, source = page.IDs[0], river(t, n).ID
		piece = attach(t, n, "a.txt", []byte("words"), model.Evidence{})
	})
	places := []place{{to: atObserve, code: "KZ21-U1"}, {to: atClaim, code: "KZ21-U1"}, {to: atFinding, code: "KZ21-U1"}, {to: atRecommendation, code: "KZ21-U1"},
		{to: atSource}, {to: atObserve, id: observation}, {to: atSource, id: source}, {to: atEvidence, id: piece}}
	for i, at := range places {
		b.w.setLanguage(assets.Languages()[i%4])
		b.w.show(at)
		f := b.w.shown.(aForm)
		b.until("the form", func() bool { return f.controls() != nil && f.controls().inner != nil })
		b.settled()
		shown := []string{answersOf(f)}
		for _, control := range leavesIn(f.controls()) {
			if !control.stands() {
				continue
			}
			before := len(f.revisions().done)
			b.answer(control.of)
			b.written(f)
			for n := len(f.revisions().done) - before; n > 0; n-- {
				shown = append(shown, "") // a date is typed in several steps: only the last is known
				if n == 1 {
					shown[len(shown)-1] = answersOf(f)
				}
			}
		}
		if len(shown) < 5 {
			t.Fatalf("%v: %d answers were given", at.to, len(shown)-1)
		}
		b.stepsBack(f, shown)
		before := leavesOf(f.revisions().sheet)
		b.until("the draft", func() bool { return !f.drafting() })
		b.w.back()
		b.settled()
		b.w.show(at) // gone on with by itself: it was kept a breath ago
		f = b.w.shown.(aForm)
		b.until("the draft", func() bool {
			return f.controls() != nil && f.revisions().sheet != nil && reflect.DeepEqual(leavesOf(f.revisions().sheet), before)
		})
		for _, key := range b.w.desk.book.Drafts() {
			if err := b.w.desk.book.DropDraft(key); err != nil {
				t.Fatal(err)
			}
		}
		b.w.back()
		b.settled()
	}
}

func TestEvidenceThatWaitsIsTakenBackToo(t *testing.T) {
	b := unlocked(t, "ar", nil)
	o := b.forms(place{code: "KZ21-U1"})
	path := filepath.Join(t.TempDir(), "minutes.txt")
	if err := os.WriteFile(path, []byte("words"), 0o600); err != nil {
		t.Fatal(err)
	}
	shown := []string{answersOf(o)}
	step := func(act func()) {
		act()
		b.written(o)
		shown = append(shown, answersOf(o))
	}
	step(func() { o.dropFiles([]string{path}) })
	b.until("the hash", func() bool { return o.sheet.Evidence[0].SHA256 != "" })
	whole := o.sheet.Evidence[0]
	step(func() { test.Type(o.title, "عنوان") }) // the form turns to Arabic with its screen: one step
	step(func() { o.evidence.addAddress("https://example.org/page") })
	step(func() { o.evidence.remove(o.sheet.Evidence[0]) })
	b.stepsBack(o, shown)
	b.hitKeys(&fyne.ShortcutUndo{})
	if got := o.sheet.Evidence[0]; got != whole {
		t.Errorf("back is %+v, and was %+v", got, whole)
	}
}

func TestTypingIsOneStepUntilAnotherFieldIsAnswered(t *testing.T) {
	b := unlocked(t, "kk", nil)
	o := b.forms(place{code: "KZ21-U1"})
	place := control[*bidi.Entry](t, o.form, "place")
	b.w.win.Canvas().Focus(place)
	test.Type(place, "орын")
	b.choose(control[*parts.Select](t, o.form, "method"), "Б")
	test.Type(place, "да")
	if n := len(o.past.done); n != 3 {
		t.Fatalf("%d steps", n)
	}
	b.w.win.Canvas().Focus(o.title)
	for _, want := range []string{"орын", "орын", ""} {
		b.hitKeys(&fyne.ShortcutUndo{})
		if place.Text() != want || o.sheet.Fields.Place != want {
			t.Errorf("%q stands there, %q is in the sheet, want %q", place.Text(), o.sheet.Fields.Place, want)
		}
	}
	if b.w.win.Canvas().Focused() != fyne.Focusable(place) {
		t.Errorf("the keyboard is in a %T", b.w.win.Canvas().Focused())
	}
	b.w.redo()
	test.Type(place, "!")
	if b.w.mayRedo() {
		t.Error("what was done is done again after something else was typed")
	}
}

func TestDeedsAndStepsAreTakenBackInTheirOrder(t *testing.T) {
	var id model.ID
	b := unlocked(t, "en", func(n *notebook.Notebook) {
		torture(t, 1)(n)
		page, _ := n.Find(model.Query{})
		id = page.IDs[0]
		attach(t, n, "minutes.pdf", []byte("%PDF-"), model.Evidence{})
	})
	o := b.forms(place{id: id})
	b.sees("minutes.pdf")
	place := control[*bidi.Entry](t, o.form, "place")
	was := place.Text()
	test.Type(place, "1")
	o.evidence.withdraw(o.evidence.attached[0])
	b.until("it is gone", func() bool { return len(b.w.desk.book.Attached(id)) == 0 && !b.shows("minutes.pdf") })
	test.Type(place, "2")
	b.w.win.Canvas().Focus(o.title)
	b.hitKeys(&fyne.ShortcutUndo{})
	if place.Text() != was+"1" || len(b.w.desk.book.Attached(id)) != 0 {
		t.Errorf("the last was not taken back first: %q", place.Text())
	}
	b.hitKeys(&fyne.ShortcutUndo{})
	b.until("it is back", func() bool { return len(b.w.desk.book.Attached(id)) == 1 && !b.w.deeds.busy })
	b.hitKeys(&fyne.ShortcutUndo{})
	if place.Text() != was {
		t.Errorf("the first was not taken back last: %q", place.Text())
	}
	b.hitKeys(&fyne.ShortcutRedo{})
	b.hitKeys(&fyne.ShortcutRedo{})
	b.until("it is gone again", func() bool { return len(b.w.desk.book.Attached(id)) == 0 && !b.w.deeds.busy })
	b.hitKeys(&fyne.ShortcutRedo{})
	if place.Text() != was+"12" {
		t.Errorf("all done again is %q", place.Text())
	}
}

func TestAFormUndoesNoDeedThatIsOlderThanItself(t *testing.T) {
	b := unlocked(t, "en", nil)
	o := b.forms(place{code: "KZ21-U1"})
	test.Type(o.title, "Seen once")
	b.tap("Save as draft")
	b.left(o)
	o = b.forms(place{})
	b.choose(control[*parts.Select](t, o.form, "method"), "Site")
	b.hitKeys(&fyne.ShortcutUndo{})
	if o.sheet.Fields.Method != "" {
		t.Error("the choice was not taken back")
	}
	b.hitKeys(&fyne.ShortcutUndo{})
	b.settled()
	if n, _ := b.w.desk.book.Count(model.Query{}); n != 1 || b.w.mayUndo() {
		t.Error("what was saved was taken back from within another form")
	}
}

func TestAnEntryThatIsNoAnswerLeavesUndoToTheForm(t *testing.T) {
	var piece model.ID
	b := unlocked(t, "ru", func(n *notebook.Notebook) {
		torture(t, 1)(n)
		piece = attach(t, n, "a.txt", []byte("words"), model.Evidence{})
	})
	e := b.evidences(piece)
	kind := control[*parts.Select](t, e.form, "copy_kind")
	was := kind.Chosen()
	kind.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	b.w.win.Canvas().Focus(e.custody.by) // what is typed here is no answer before it is noted
	test.Type(e.custody.by, "кто-то")
	b.hitKeys(&fyne.ShortcutUndo{})
	if e.custody.by.Text() != "" || kind.Chosen() == was {
		t.Errorf("undone beside what was typed last: %q, %q", e.custody.by.Text(), kind.Chosen())
	}
	b.w.takesBack(&fyne.ShortcutUndo{}) // to which the entry passes it on
	if kind.Chosen() != was {
		t.Error("the answer before was not taken back")
	}
	e.custody.event.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	e.custody.noted()
	b.w.undo()
	if len(e.sheet.Noted) != 0 {
		t.Error("what was noted was not taken back")
	}
}

func BenchmarkAnAnswerIsNoted(b *testing.B) {
	for name, words := range map[string]int{"10,000 letters": 1_000, "1 MB": 50_000} {
		b.Run(name, func(b *testing.B) {
			s := newSheet(freshID(), "ar")
			s.Fields.Narrative["ar"] = strings.Repeat("شكوى من ", words)
			turns := 0
			var h formHistory
			h.begin(s, func() int { turns++; return turns })
			by := &bound{}
			b.ReportAllocs()
			for b.Loop() {
				s.Fields.Narrative["ar"] += "ا"
				h.on = true
				h.note(by)
			}
		})
	}
}

func TestAnotherLanguageKeepsWhatCanBeTakenBack(t *testing.T) {
	b := unlocked(t, "en", nil)
	o := b.forms(place{code: "KZ21-U1"})
	test.Type(o.title, "Said")
	b.choose(control[*parts.Select](t, o.form, "method"), "S")
	b.answer(control[*parts.Choices](t, o.form, "groups"))
	b.w.undo()
	method := o.sheet.Fields.Method
	b.w.setLanguage("ar")
	b.until("the form in Arabic", func() bool {
		again, ok := b.w.shown.(*observe)
		return ok && again != o && again.sheet != nil && again.sheet.Fields.Method == method
	})
	o = b.w.shown.(*observe)
	b.settled()
	b.w.redo()
	if len(o.sheet.Fields.Groups) != 1 {
		t.Error("what was taken back in English is not done again in Arabic")
	}
	b.w.undo()
	b.w.undo()
	if at := control[*parts.Select](t, o.form, "method"); at.Chosen() != "" || b.w.win.Canvas().Focused() != fyne.Focusable(at) {
		t.Errorf("the choice is %q, the keyboard in a %T", at.Chosen(), b.w.win.Canvas().Focused())
	}
	b.w.undo()
	if o.title.Text() != "" || b.w.mayUndo() {
		t.Errorf("the title is %q", o.title.Text())
	}
	b.w.back()
	if b.w.desk.handed != nil {
		t.Error("what was typed stays in memory")
	}
}
