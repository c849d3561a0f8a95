package ui

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"plumbline/assets"
	"plumbline/model"
	"plumbline/model/notebook"
	"plumbline/ui/parts"
)

// A desk is what a screen is handed: an open notebook, the look of the window, and the few things that a screen may ask
// the window to do. It lives from unlocking to locking or to another language, and so do the screens made with it.
//
// Everything here is called on the UI thread and calls back on it. What reads or writes the notebook goes through read,
// write or work; the plan alone is in memory and free to ask.
type desk struct {
	look   parts.Look   // words, direction, hints; d.look.T("section.key")
	words  assets.Words // the same words: numbers, dates, sizes, lists
	prefs  *settings
	window fyne.Window // for focus and dropped files; what it shows is the window's business

	book     *notebook.Notebook
	plan     *model.PlanBook // areas and commitments, read when the notebook was opened
	people   *people         // members, read when the notebook was opened and whenever it changes
	readOnly bool            // nothing can be written: what writes is not shown
	now      func() time.Time
	version  string // of the program, as it is told to people

	inbox *inbox // parcels that wait to be merged, kept while other screens are shown
	asked *asked // what was answered on the way to a report, kept likewise

	// show goes to another place, when the screen that is shown lets go; back goes where one was before.
	show func(place)
	back func()

	// read runs f off the UI thread, at once and beside others, then done. For pages and counts.
	read func(f func() error, done func(error))
	// write runs f off the UI thread after all writes that were asked for before, then done. For records and drafts. A
	// write that was asked for is finished before the notebook is locked.
	write func(f func() error, done func(error))
	// work runs what may take longer, with a title, the number of things done, and Stop, once it took half a second. step
	// may be called as often as one likes, from any goroutine. After Stop, done gets context.Canceled.
	work func(title string, f func(ctx context.Context, step func(done, total int)) error, done func(error))
	// long is work that tells more than how far it is: see job.
	long func(title string, f func(j *job) error, done func(error))

	// regain gives the keyboard to the screen again after the screen, whose view it is, was built anew while it is shown:
	// what had the keyboard is gone.
	regain func(view fyne.CanvasObject)

	// came hands f to the UI thread, from any goroutine: for the notebook's Watch.
	came func(f func())

	// saved tells the status bar that something was written.
	saved func()
	// toast says a sentence for a few seconds, with one action (an empty word for none).
	toast func(sentence, action string, act func())
	// did says what was done to records, with the way to take it back, which also Ctrl+Z is.
	did func(sentence string, rewrites ...rewrite)
	// done is did for what changed something else than records.
	done func(deed)
	// help shows a page of help over what is open.
	help func(topic int)

	handed *handedOn // the history of the form that was shown before the window was made anew; nil for none

	// turn is a number that grows, for what is done to records and in forms to stand in one order; undo takes back what was
	// done last, in the form that is shown or to records, redo does it again, and they may where there is anything.
	turn             func() int
	undo, redo       func()
	mayUndo, mayRedo func() bool
	// fail says what could not be done (heading, a sentence of the screen), what is safe and what to do next. The error
	// itself is never shown with content; a nil error and context.Canceled show nothing.
	fail func(heading string, err error)
	// ask puts a question before an act; yes and no are the words of the buttons, and act runs on yes.
	ask func(question, explanation, yes, no string, act func())

	// chooseFile, chooseFolder and chooseTarget ask for a path on this computer; picked gets it. name is what a target is
	// called at first.
	chooseFile   func(picked func(path string))
	chooseFolder func(picked func(path string))
	chooseTarget func(name string, picked func(path string))
	// dropped is who gets the files that are dropped on the window while a screen is shown; the window forgets it on
	// leaving.
	dropped func(to func(paths []string))
	// observeWith opens the form of a new observation of a commitment, in which files wait to be attached.
	observeWith func(code string, paths []string)
	// mergeThese looks at files where the coalition merges.
	mergeThese func(paths []string)
}

// A screen is one destination with what it shows now.
type screen interface {
	view() fyne.CanvasObject
	// leave is asked before another place is shown and before locking. It keeps drafts (through desk.write) and stops
	// watching; false stays, which locking passes over.
	leave() bool
}

// Some screens take keys before the window does: Ctrl+S, next and previous.
type (
	saver  interface{ save() }
	walker interface{ walk(step int) }
	// turner shows another place of the same destination without being made anew; false when it cannot.
	turner interface{ turn(place) bool }
	// focuser says where the keyboard goes when the screen is first shown.
	focuser interface{ focus() fyne.Focusable }
)

// observeAt says what the form of an observation begins with.
type observeAt struct {
	commitment string   // code of the commitment that it is recorded under; "" leaves it open
	edit       model.ID // the observation or draft that is changed
	copyOf     model.ID // the observation that a new one is copied from
	draft      string   // the key of the draft that is gone on with
}
