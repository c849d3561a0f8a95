package ui

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/software"
	"fyne.io/fyne/v2/test"

	"plumbline/model"
	"plumbline/model/notebook"
	"plumbline/model/seal"
	"plumbline/ui/bidi"
)

// passphrase of every notebook of the tests: strong, and no secret.
const testPass = "wrinkle canopy turbine gravel mustard outpost"

// benchBegan is when the tests happen, whatever the day: what two notebooks think of each other depends on their clocks.
var benchBegan = time.Date(2026, 11, 22, 12, 3, 0, 0, time.UTC)

// floorCost makes a key as cheap as a header may have it.
var floorCost = seal.Floor

// bench drives a window without a display. What comes back from the background waits in a queue until the test takes it,
// so everything on the window happens in the test's own goroutine.
type bench struct {
	t      *testing.T
	w      *Window
	home   string
	mu     sync.Mutex
	queue  []func()
	books  []*notebook.Notebook
	clock  time.Time
	pass   string // of what was opened
	thread uiThread
}

// newBench opens the window at the passphrase screen.
func newBench(t *testing.T, language string, dir string) *bench {
	t.Helper()
	b := &bench{t: t, home: t.TempDir(), pass: testPass, clock: benchBegan}
	t.Setenv("HOME", b.home)
	t.Setenv("LANG", "C")
	kept := openSettings(b.settings(), nil)
	kept.setText(keyLanguage, language)
	kept.flush()
	b.open(test.NewTempApp(t), dir)
	t.Cleanup(b.close)
	return b
}

// settings is the file of the settings.
func (b *bench) settings() string {
	return filepath.Join(b.home, ".config", "plumbline", "settings.json")
}

func (b *bench) open(a fyne.App, dir string) {
	now := func() time.Time { return b.clock }
	create := notebook.CreateOptions{KDF: floorCost, AnyPlace: true, OpenOptions: notebook.OpenOptions{Now: now, Asked: b.thread.asked}}
	b.w = Open(a, Start{Dir: dir, Version: "0.1.0", Settings: b.settings(), Do: b.do, Now: now, Create: create, Stays: true,
		Opened: func(n *notebook.Notebook) { b.books = append(b.books, n) }})
	b.w.win.Resize(fyne.NewSize(1280, 800))
}

func (b *bench) do(f func()) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.queue = append(b.queue, f)
}

// run does what has come back, and says whether there was anything.
func (b *bench) run() bool {
	b.mu.Lock()
	queue := b.queue
	b.queue = nil
	b.mu.Unlock()
	for _, f := range queue {
		b.thread.during(f)
	}
	return len(queue) > 0
}

// later lets time go by in which somebody was there: a clock that only jumps looks like sleep, and locks.
func (b *bench) later(d time.Duration) {
	b.clock = b.clock.Add(d)
	b.w.idle.beat = b.clock
	b.w.idle.touch()
}

// patience is how long a state is waited for before a test fails: a machine that does ten things at once is slow, not wrong.
const patience = 3 * time.Minute

// until waits for a state.
func (b *bench) until(what string, reached func() bool) {
	b.t.Helper()
	for end := time.Now().Add(patience); ; {
		ran := b.run()
		if reached() {
			return
		}
		if time.Now().After(end) {
			b.t.Fatalf("%s: never reached; the window says:\n%s", what, strings.Join(b.texts(), "\n"))
		}
		if !ran {
			time.Sleep(time.Millisecond)
		}
	}
}

// close leaves every notebook that was opened, and checks it.
func (b *bench) close() {
	b.w.jobs.close()
	b.w.prefs.store.flush()
	// Fyne lets go of what nothing shows any more only when something is painted, and the tests hold gigabytes without it.
	software.NewCanvas().Capture()
	dirs := map[string]bool{}
	for _, n := range b.books {
		n.Close()
		dirs[n.Folder()] = true
	}
	for dir := range dirs {
		if _, err := os.Stat(dir); err != nil {
			continue
		}
		report, err := notebook.Check(context.Background(), dir, []byte(b.pass), true, nil)
		if err != nil || !report.OK() {
			b.t.Errorf("the notebook does not hold: %v %v", err, report.Faults)
		}
	}
}

// roots are what the window shows, the topmost last.
func (b *bench) roots() []fyne.CanvasObject {
	c := b.w.win.Canvas()
	return append([]fyne.CanvasObject{c.Content()}, c.Overlays().List()...)
}

// walk visits every visible object with what it stands in.
func walk(o fyne.CanvasObject, above []fyne.CanvasObject, visit func(o fyne.CanvasObject, above []fyne.CanvasObject)) {
	if o == nil || !o.Visible() {
		return
	}
	visit(o, above)
	above = append(above[:len(above):len(above)], o)
	switch o := o.(type) {
	case *fyne.Container:
		for _, inner := range o.Objects {
			walk(inner, above, visit)
		}
	case fyne.Widget:
		for _, inner := range test.WidgetRenderer(o).Objects() {
			walk(inner, above, visit)
		}
	}
}

// plain takes the isolates away from a text.
func plain(s string) string {
	return strings.NewReplacer("\u2066", "", "\u2068", "", "\u2069", "").Replace(s)
}

// texts are all words that can be read, in the order of the tree.
func (b *bench) texts() []string {
	var out []string
	for _, root := range b.roots() {
		walk(root, nil, func(o fyne.CanvasObject, _ []fyne.CanvasObject) {
			if l, ok := o.(*bidi.Label); ok && l.Text != "" {
				out = append(out, plain(l.Text))
			}
		})
	}
	return out
}

// shows says whether a text can be read somewhere.
func (b *bench) shows(text string) bool {
	for _, s := range b.texts() {
		if strings.Contains(s, text) {
			return true
		}
	}
	return false
}

// sees waits until a text can be read.
func (b *bench) sees(text string) {
	b.t.Helper()
	b.until("to read "+text, func() bool { return b.shows(text) })
}

// tappable finds what acts under a text: the innermost thing that can be tapped and holds it.
func (b *bench) tappable(text string) fyne.Tappable {
	var found fyne.Tappable
	roots := b.roots()
	walk(roots[len(roots)-1], nil, func(o fyne.CanvasObject, above []fyne.CanvasObject) {
		l, ok := o.(*bidi.Label)
		if !ok || plain(l.Text) != text {
			return
		}
		for i := len(above) - 1; i >= 0; i-- {
			if t, ok := above[i].(fyne.Tappable); ok {
				found = t
				return
			}
		}
	})
	return found
}

// tap taps what a text stands on, once it is there.
func (b *bench) tap(text string) {
	b.t.Helper()
	var found fyne.Tappable
	b.until("to tap "+text, func() bool { found = b.tappable(text); return found != nil })
	if d, ok := found.(fyne.Disableable); ok {
		b.until("to be on: "+text, func() bool { return !d.Disabled() })
	}
	b.thread.during(func() { test.Tap(found) })
}

// tapBeside taps an act that stands in a row with some words, where other rows have the same act.
func (b *bench) tapBeside(words, act string) {
	b.t.Helper()
	var found fyne.Tappable
	b.until("to tap "+act+" beside "+words, func() bool {
		roots := b.roots()
		walk(roots[len(roots)-1], nil, func(o fyne.CanvasObject, above []fyne.CanvasObject) {
			if l, ok := o.(*bidi.Label); !ok || plain(l.Text) != words || len(above) == 0 {
				return
			}
			walk(above[len(above)-1], nil, func(o fyne.CanvasObject, in []fyne.CanvasObject) {
				if l, ok := o.(*bidi.Label); ok && plain(l.Text) == act {
					for i := len(in) - 1; i >= 0 && found == nil; i-- {
						found, _ = in[i].(fyne.Tappable)
					}
				}
			})
		})
		return found != nil
	})
	b.thread.during(func() { test.Tap(found) })
}

// entries are the entries that can be seen, in the order of the tree.
func (b *bench) entries() []*bidi.Entry {
	var out []*bidi.Entry
	roots := b.roots()
	walk(roots[len(roots)-1], nil, func(o fyne.CanvasObject, _ []fyne.CanvasObject) {
		if e, ok := o.(*bidi.Entry); ok {
			out = append(out, e)
		}
	})
	return out
}

// say is a word of the window's language.
func (b *bench) say(key string, args ...any) string { return plain(b.w.lookNow().T(key, args...)) }

// notebookDir makes a closed notebook with the built-in plan and what fill writes into it.
func notebookDir(t *testing.T, fill func(n *notebook.Notebook)) string {
	t.Helper()
	n := newNotebook(t, fill)
	if err := n.Close(); err != nil {
		t.Fatal(err)
	}
	return n.Folder()
}

// newNotebook makes a notebook with the built-in plan and what fill writes into it, open.
func newNotebook(t *testing.T, fill func(n *notebook.Notebook)) *notebook.Notebook {
	t.Helper()
	return newNotebookBy(t, notebook.OpenOptions{Now: func() time.Time { return benchBegan }}, fill)
}

// newNotebookBy makes it with options of its own.
func newNotebookBy(t *testing.T, o notebook.OpenOptions, fill func(n *notebook.Notebook)) *notebook.Notebook {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "KZ21")
	plan, err := builtInPlan()
	if err != nil {
		t.Fatal(err)
	}
	n, err := notebook.Create(dir, []byte(testPass), notebook.CreateOptions{Plan: plan, Name: "M1", Organisation: "Alpha", KDF: floorCost, AnyPlace: true, OpenOptions: o})
	if err != nil {
		t.Fatal(err)
	}
	if fill != nil {
		fill(n)
	}
	return n
}

// record writes a new record.
func record(t *testing.T, n *notebook.Notebook, r model.Record) {
	t.Helper()
	if _, err := n.Record(model.View{}, r); err != nil {
		t.Fatal(err)
	}
}

// torture writes a claim, a finding that tests it, and observations about torture.
func torture(t *testing.T, observations int) func(n *notebook.Notebook) {
	return func(n *notebook.Notebook) {
		claim := &model.Claim{Commitment: "KZ21-U1", Quotation: model.Text{"en": "Work on the legislation is under way."}, ClaimedStatus: "under_way",
			Report: model.StateReport{Title: model.Text{"en": "Statement of June 2021"}, Date: "2021-06-10"}, Verifiable: "partly"}
		claim.Language = "en"
		record(t, n, claim)
		finding := &model.Finding{Commitment: "KZ21-U1", Period: "2023", Level: model.LevelCoalition, Grade: model.Partial, Confidence: "medium",
			Reasoning: model.Text{"en": "The law toughens penalties; complaints still go to the institution."},
			Claims:    []model.ClaimTest{{Claim: claim.ID, Verdict: model.PartlyConfirmed}}}
		finding.Language = "en"
		record(t, n, finding)
		for i := range observations {
			o := &model.Observation{Commitments: []string{"KZ21-U1"}, Title: model.Text{"en": fmt.Sprintf("Observation number %d", i+1)}, Method: "site_visit",
				Date: model.Date{From: model.Day(fmt.Sprintf("2023-%02d-%02d", 1+i/28%12, 1+i%28)), Precision: model.Exact}, Region: "KZ-35"}
			o.Language = "en"
			record(t, n, o)
		}
	}
}

// unlocked is a bench with an open notebook.
func unlocked(t *testing.T, language string, fill func(n *notebook.Notebook)) *bench {
	t.Helper()
	b := newBench(t, language, "")
	n := newNotebookBy(t, notebook.OpenOptions{Now: func() time.Time { return b.clock }, Asked: b.thread.asked}, fill)
	who, err := readPeople(n)
	if err != nil {
		t.Fatal(err)
	}
	b.thread.during(func() { b.w.enter(n, who) })
	b.sees(b.say("screens.areas_and_commitments"))
	return b
}

// unlock types the passphrase and waits for the plan.
func (b *bench) unlock(pass string) {
	b.t.Helper()
	b.w.unlock.pass.Entry.SetText(pass)
	b.tap(b.say("actions.open_notebook"))
	b.until("the plan", func() bool { return b.w.desk != nil })
	b.sees(b.say("screens.areas_and_commitments"))
}
