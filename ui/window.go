package ui

import (
	"context"
	"os"
	"runtime/debug"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"plumbline/assets"
	"plumbline/model"
	"plumbline/model/notebook"
	"plumbline/ui/bidi"
	"plumbline/ui/parts"
)

// Start is what the door hands to the window.
type Start struct {
	Dir      string                     // the notebook to open; "" for the one opened last
	Version  string                     // of the program, as it is told to people
	Settings string                     // the file of the settings; "" remembers nothing
	Restore  bool                       // begin where a backup is restored
	Replace  bool                       // locking ends this process, and Again tells the door to begin a new one
	Do       func(func())               // runs on the UI thread; nil for fyne.Do
	Now      func() time.Time           // nil for time.Now
	Create   notebook.CreateOptions     // how notebooks are made and opened; tests make the key cheap
	Opened   func(b *notebook.Notebook) // tells tests of every notebook that was opened; may be nil
	Fell     func()                     // ends the program after a fault of its own, with no word of what it worked on; may be nil
	Stays    bool                       // what is said stays until something else is said, for tests
}

// Window is the one window of the program: locked, with the passphrase screen, or open, with a desk and the screen that
// is shown. All its methods run on the UI thread.
type Window struct {
	start Start
	app   fyne.App
	win   fyne.Window
	prefs *settings

	jobs   *background // of the locked window, or of the open notebook
	always *background // of the window itself: closing, and the beat of idleness
	unlock *unlock     // nil while a notebook is open
	desk   *desk       // nil while locked
	frame  *frame
	shown  screen
	at     place
	before []place
	taker  func(paths []string) // gets dropped files; nil where the window looks what they are
	said   *parts.Dialog        // that nothing was taken that was dropped
	sheets int                  // of long work under way, over the window
	sought *search              // what was looked for last, in memory only
	deeds  deeds                // what can be taken back, in memory only
	idle   idle
	help   *help // nil while it is not looked at
	left   bool  // the window is being locked or closed
	begun  bool  // a new process shall ask for the passphrase

	restoring bool // and begin where a backup is restored
}

// Open makes the window at the passphrase screen. Show it with ShowAndRun.
func Open(a fyne.App, s Start) *Window {
	if s.Do == nil {
		s.Do = fyne.Do
	}
	if s.Now == nil {
		s.Now = time.Now
	}
	w := &Window{start: s, app: a, prefs: &settings{openSettings(s.Settings, s.Fell)}, win: a.NewWindow("Plumbline")}
	w.prefs.store.adopt(a.Preferences())
	w.win.SetMaster()
	w.win.SetPadded(false)
	w.win.SetIcon(fyne.NewStaticResource("plumbline.png", assets.Icon("plumbline.png")))
	w.win.Resize(w.prefs.size())
	w.win.SetCloseIntercept(w.close)
	w.win.SetOnDropped(w.drop)
	w.keys()
	w.jobs, w.always = w.newJobs(), w.newJobs()
	w.showUnlock(w.firstDir())
	if s.Restore {
		w.unlock.choose(tabRestore)
	}
	w.watchIdle()
	return w
}

// lastFolder is where the toolkit's own file dialog, which an early version of this program used, kept a path in clear.
const lastFolder = "fyne:fileDialogLastFolder"

// ShowAndRun shows the window and returns when it is closed.
func (w *Window) ShowAndRun() {
	if w.start.Fell != nil {
		defer func() {
			if fault := recover(); fault != nil {
				w.start.Fell()
			}
		}()
	}
	w.win.ShowAndRun()
	w.shut()
}

// shut lets nothing come back to the window any more: it ends, with its settings kept.
func (w *Window) shut() {
	w.always.shut()
	w.jobs.shut()
	w.prefs.store.flush()
}

// Again says, after the window was closed, whether it was locked: then a new process with these arguments shall ask for
// the passphrase of the notebook, so that nothing of it stays in memory.
func (w *Window) Again() (args []string, again bool) {
	if w.restoring {
		args = append(args, RestoreFlag)
	}
	if dir := w.prefs.notebook(); dir != "" {
		args = append(args, dir)
	}
	return args, w.begun
}

// RestoreFlag is the argument that begins where a backup is restored.
const RestoreFlag = "--restore"

// Window is Fyne's window, for the inspector of the window tests.
func (w *Window) Window() fyne.Window { return w.win }

// Resting says whether nothing is under way behind the window, for the same.
func (w *Window) Resting() bool { return w.jobs.resting() && w.always.resting() }

// firstDir is the notebook that the passphrase is asked for at first, "" when none is known.
func (w *Window) firstDir() string {
	if w.start.Dir != "" {
		return w.start.Dir
	}
	dir := w.prefs.notebook()
	if _, err := os.Stat(dir); err != nil {
		return ""
	}
	return dir
}

// look makes the look of the window for the chosen language, and sets the theme with it.
func (w *Window) look() parts.Look {
	k := parts.Look{Words: assets.For(w.prefs.language())}
	k.Tips, k.Escape, k.Help, k.Say = parts.NewTips(k), w.escape, w.turnHelp, w.say
	w.app.Settings().SetTheme(parts.NewTheme(w.prefs.scheme(), w.prefs.text(), k.RTL()))
	return k
}

// showUnlock shows the passphrase screen.
func (w *Window) showUnlock(dir string) {
	w.desk, w.frame, w.shown, w.before, w.taker, w.sought = nil, nil, nil, nil, nil, nil
	w.deeds = deeds{}
	w.unlock = newUnlock(w, w.look(), dir)
	w.setContent(w.unlock.look, w.unlock.view())
	w.unlock.seen = true
	w.focusOn(w.unlock)
}

// setContent puts a view into the window, with the layer of hints over it and the sensor of the mouse under it.
func (w *Window) setContent(k parts.Look, view fyne.CanvasObject, layers ...fyne.CanvasObject) {
	stack := container.NewStack(w.idle.sensor(), view)
	for _, l := range append(layers, k.Tips.Layer) {
		stack.Add(l)
	}
	w.win.SetContent(container.New(leastLayout{}, stack))
}

// focusOn gives the keyboard to what a screen names.
func (w *Window) focusOn(s any) {
	if f, ok := s.(focuser); ok {
		if o := f.focus(); o != nil {
			w.win.Canvas().Focus(o)
		}
	}
}

// regain gives the keyboard to the screen where its view is the one that is shown.
func (w *Window) regain(view fyne.CanvasObject) {
	if w.frame != nil && slices.Contains(w.frame.middle.Objects, view) {
		w.focusOn(w.shown)
	}
}

// enter opens the desk on a notebook that was just opened.
func (w *Window) enter(book *notebook.Notebook, who *people) {
	if w.start.Opened != nil {
		w.start.Opened(book)
	}
	w.prefs.setNotebook(book.Folder())
	w.unlock = nil
	w.jobs = w.newJobs()
	w.at = place{to: atPlan}
	w.open(book, who)
	w.jobs.after(settled, func() { w.settle(book) })
	if closed, rolled := book.Rolled(); rolled {
		w.askRolled(closed)
	}
}

// settled is how long after entering the first screen is there. What nobody waits for begins then, and not beside it.
const settled = 500 * time.Millisecond

// settle gives back what reading the notebook took, and has the words gathered, unless a search asked for them before.
func (w *Window) settle(book *notebook.Notebook) {
	w.jobs.start(func() error {
		debug.FreeOSMemory()
		book.Ready()
		return nil
	}, func(error) {})
}

// askRolled says that the notebook is older than it was, and asks whether that is meant. Until then it is only read.
func (w *Window) askRolled(closed time.Time) {
	k, d := w.desk.look, w.desk
	at := d.words.Moment(closed.In(d.now().Location()))
	ask := parts.NewDialog(k, parts.Amber, nil, k.T("window.rolled"), k.T("window.rolled_what", "at", at), k.T("window.rolled_no"),
		k.Text(k.T("window.rolled_next")))
	ask.WithButtons(parts.NewButton(k, k.T("window.rolled_yes"), parts.Secondary, func() {
		ask.Close()
		d.write(d.book.AcceptRollback, func(err error) {
			if err != nil {
				d.fail(k.T("window.rolled_not"), err)
				return
			}
			w.lock()
		})
	})).Show(w.win.Canvas())
}

// open makes a desk and the frame around it, and shows the place where the window is.
func (w *Window) open(book *notebook.Notebook, who *people) {
	k := w.look()
	k.Escape = w.back
	d := &desk{look: k, words: k.Words, prefs: w.prefs, window: w.win, book: book, plan: book.Plan(), people: who,
		readOnly: book.ReadOnly(), now: w.start.Now,
		show: w.show, back: w.back, read: w.jobs.start, write: w.jobs.queue, came: w.jobs.back,
		fail: w.fail, ask: w.ask, dropped: func(to func([]string)) { w.taker = to }}
	d.work, d.long, d.version, d.did, d.done = w.work, w.long, w.start.Version, w.did, w.done
	d.help = w.helpOn
	d.turn, d.undo, d.redo, d.mayUndo, d.mayRedo = w.deeds.turn, w.undo, w.redo, w.mayUndo, w.mayRedo
	d.regain, d.observeWith = w.regain, w.observeWith
	d.mergeThese = func(paths []string) { w.leadToMerge(&sorted{arrivals: paths}) }
	d.chooseFile, d.chooseFolder, d.chooseTarget = w.choosers()
	d.look.Links = d.links
	d.inbox, d.asked = &inbox{}, &asked{looked: map[model.ID]string{}}
	if w.desk != nil {
		d.inbox, d.asked, d.handed = w.desk.inbox, w.desk.asked, w.desk.handed
	}
	w.desk = d
	w.frame = newFrame(w, d)
	d.saved, d.toast = w.frame.saved, w.frame.toast
	w.setContent(k, w.frame.view(), w.frame.toasts.Layer)
	w.place()
	w.frame.watch()
}

// rebuild shows the same place again after the language, the theme or the text size was changed.
func (w *Window) rebuild() {
	if w.desk == nil {
		w.unlock.keep()
		w.unlock = newUnlockFrom(w, w.look(), w.unlock)
		w.setContent(w.unlock.look, w.unlock.view())
		w.unlock.seen = true
		w.focusOn(w.unlock)
		return
	}
	w.desk.handed = nil
	if form, ok := w.shown.(reviser); ok {
		w.desk.handed = form.handOn()
	}
	w.shown.leave()
	w.shown = nil
	w.frame.unwatch()
	w.open(w.desk.book, w.desk.people)
}

// make is every destination of the window.
func (w *Window) make(p place) screen {
	switch p.to {
	case atObserve:
		return newObserve(w.desk, observeAt{commitment: p.code, edit: p.id, copyOf: p.copyOf, draft: p.draft})
	case atCoalition:
		return newCoalition(w.desk, p)
	case atFind:
		return newFinder(w.desk, p.find)
	case atOverview:
		return newOverview(w.desk)
	case atReport:
		return newReporting(w.desk, p.ticked)
	case atSafety:
		return newSafety(w)
	case atHistory:
		return newHistory(w.desk, p.id)
	}
	if f := newForm(w.desk, p); f != nil {
		return f
	}
	return newPlanScreen(w.desk, p)
}

// letsGo asks the screen whether another place may be shown.
func (w *Window) letsGo() bool {
	if _, stays := w.shown.(turner); stays || w.shown == nil {
		return true
	}
	return w.shown.leave()
}

// show leaves the screen that is shown and goes to another place.
func (w *Window) show(p place) {
	if w.desk == nil || !w.letsGo() {
		return
	}
	w.desk.handed = nil
	if w.at != p {
		w.before = append(w.before, w.at)
		if len(w.before) > 64 {
			w.before = w.before[1:]
		}
	}
	w.at = p
	if p.find != nil {
		w.sought = p.find
	}
	w.place()
}

// back goes where one was before, in the end to the plan.
func (w *Window) back() {
	if w.desk == nil || !w.letsGo() {
		return
	}
	w.desk.handed = nil
	to := place{to: atPlan}
	if n := len(w.before); n > 0 {
		to, w.before = w.before[n-1], w.before[:n-1]
	}
	w.at = to
	w.place()
}

// place makes the screen of the place where the window is, and shows it.
func (w *Window) place() {
	w.desk.look.Tips.Hide()
	if t, ok := w.shown.(turner); ok && w.frame.at == w.at.to && t.turn(w.at) {
		return
	}
	if _, stays := w.shown.(turner); stays {
		w.shown.leave()
	}
	w.taker = nil
	w.shown = w.make(w.at)
	w.frame.put(w.at.to, w.shown.view())
	w.focusOn(w.shown)
}

// work runs f and shows its progress once it took half a second.
func (w *Window) work(title string, f func(ctx context.Context, step func(done, total int)) error, done func(error)) {
	w.long(title, func(j *job) error { return f(j.ctx, j.step) }, done)
}

// long is work that has more to tell.
func (w *Window) long(title string, f func(j *job) error, done func(error)) {
	p := newProgress(w, w.lookNow(), title)
	p.cancel = w.jobs.long(f, p, func(err error) {
		p.over()
		done(err)
	})
	p.later = w.jobs.after(shownAfter, p.show)
}

// lock ends the session: drafts are kept, writes are finished, the notebook is closed, then the process is replaced.
func (w *Window) lock() { w.end(w.again) }

// close is the window's own closing: the same, and then the end of the program.
func (w *Window) close() { w.end(func() { w.shut(); w.win.Close() }) }

// panic is locking, and closing the window at once.
func (w *Window) panic() { w.close() }

// end leaves the notebook and then does what comes after.
func (w *Window) end(after func()) {
	if w.left {
		return
	}
	w.prefs.setSize(w.win.Canvas().Size())
	if w.desk == nil {
		jobs := w.jobs
		w.left = true
		w.aside(func() { jobs.close() }, after)
		return
	}
	w.left = true
	w.shown.leave()
	w.frame.unwatch()
	book, jobs, waiting := w.desk.book, w.jobs, w.desk.inbox
	waiting.halt()
	w.app.Clipboard().SetContent("")
	w.cover()
	p := newProgressOf(w, w.always, w.desk.look, w.desk.look.T("window.closing"), w.desk.look.T("window.closing_copy"))
	p.cancel = w.always.long(func(j *job) error {
		jobs.close()
		waiting.close()
		return book.CloseWithin(j.ctx, j.share)
	}, p, func(error) {
		p.over()
		bidi.Forget()
		after()
	})
	p.later = w.always.after(shownAfter, p.show)
}

// aside runs f off the UI thread, outside of any background, and then comes back.
func (w *Window) aside(f, then func()) {
	w.always.start(func() error { f(); return nil }, func(error) { then() })
}

// cover hides everything while the notebook closes.
func (w *Window) cover() {
	w.help = nil
	for _, o := range w.win.Canvas().Overlays().List() {
		w.win.Canvas().Overlays().Remove(o)
	}
	w.win.SetContent(parts.NewBox(parts.Ground, container.NewCenter(parts.NewIcon(parts.IconPlumb, parts.Teal, 48))))
}

// lockToRestore locks, and shows where a backup is restored: in a new process, or in this one.
func (w *Window) lockToRestore() {
	w.end(func() {
		if w.start.Replace {
			w.begun, w.restoring = true, true
			w.shut()
			w.win.Close()
			return
		}
		w.again()
		w.unlock.choose(tabRestore)
	})
}

// erase destroys the open notebook's key and files, and says what stays.
func (w *Window) erase(backups []notebook.BackupNote) {
	w.left = true
	w.shown.leave()
	w.frame.unwatch()
	book, jobs, waiting, dir := w.desk.book, w.jobs, w.desk.inbox, w.desk.book.Folder()
	waiting.halt()
	w.app.Clipboard().SetContent("")
	w.cover()
	k := w.desk.look
	p := newUnstoppable(w, w.always, k, k.T("safety_screen.erasing"), k.T("safety_screen.erasing_more"))
	w.always.long(func(j *job) error {
		jobs.close()
		waiting.close()
		return book.Erase(j.share)
	}, p, func(err error) {
		p.over()
		bidi.Forget()
		w.left = false
		w.jobs = w.newJobs()
		if err == nil {
			w.prefs.setNotebook("")
			dir = ""
		}
		w.showUnlock(dir)
		if err != nil {
			w.fail(w.lookNow().T("safety_screen.not_erased"), err)
			return
		}
		w.tellErased(backups)
	})
	p.later = w.always.after(shownAfter, p.show)
}

// again shows the passphrase screen: in a new process, or in this one.
func (w *Window) again() {
	dir := w.prefs.notebook()
	if w.start.Replace {
		w.begun = true
		w.shut()
		w.win.Close()
		return
	}
	w.left = false
	w.jobs = w.newJobs()
	w.showUnlock(dir)
}
