package ui

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// The toolkit does not say when a person last did anything, so the window feels for it:
//
//  1. a sheet under everything is asked for its cursor whenever the mouse moves over the window: the mouse;
//  2. every few seconds what has the keyboard, and what it holds, is compared with what it was: the keys.
//
// Nor does it tell of sleep. While the machine sleeps nothing is felt for, so a beat that comes much too late, by the clock
// on the wall or by the one that counts, means that it slept: the window locks at once, however short that was. A clock
// that is set forward looks the same; one that is set back does not, and only begins the pause anew.

// idleBeat is how often the keyboard is felt for.
const idleBeat = 5 * time.Second

// asleep is how late a beat is that was slept through. A slow laptop may well be some seconds late.
const asleep = time.Minute

// keepEvery is how often a snapshot is kept while something is written.
const keepEvery = 30 * time.Minute

// idle knows since when nothing was done.
type idle struct {
	now  func() time.Time
	last time.Time
	beat time.Time // the one before
	kept time.Time // when a snapshot was kept last
	felt pulse
}

// pulse is what changes when somebody uses the keyboard.
type pulse struct {
	focused fyne.Focusable
	text    string
	row     int
	above   int
}

func (i *idle) sensor() fyne.CanvasObject {
	s := &sensor{i: i}
	s.ExtendBaseWidget(s)
	return s
}

// touch notes that somebody is there.
func (i *idle) touch() {
	if i.now != nil {
		i.last = i.now()
	}
}

// feel compares what has the keyboard with what had it.
func (i *idle) feel(c fyne.Canvas) {
	p := pulse{focused: c.Focused(), above: len(c.Overlays().List())}
	switch f := p.focused.(type) {
	case interface{ Text() string }:
		p.text = f.Text()
	case interface{ Current() int }:
		p.row = f.Current()
	}
	if p != i.felt {
		i.felt = p
		i.touch()
	}
}

// over says whether nothing was done for a time.
func (i *idle) over(limit time.Duration) bool { return since(i.now(), &i.last) >= limit }

// slept says whether the machine slept since the last beat.
func (i *idle) slept() bool {
	now := i.now()
	wall := now.Round(0).Sub(i.beat.Round(0)) // without the clock that counts, which may stop in sleep
	late := max(wall, since(now, &i.beat)) >= asleep
	i.beat = now
	return late
}

// keeps says whether it is time for another snapshot.
func (i *idle) keeps() bool {
	if since(i.now(), &i.kept) < keepEvery {
		return false
	}
	i.kept = i.now()
	return true
}

// since is how long ago a moment was. One that lies ahead, by a clock that was set back, becomes now.
func since(now time.Time, at *time.Time) time.Duration {
	if now.Before(*at) {
		*at = now
	}
	return now.Sub(*at)
}

// watchIdle locks the open notebook when nothing was done for as long as the settings say.
func (w *Window) watchIdle() {
	w.idle.now = w.start.Now
	w.idle.touch()
	w.idle.beat = w.idle.now()
	w.beat()
}

// beat tends once, and comes again.
func (w *Window) beat() {
	w.tend()
	w.always.after(idleBeat, w.beat)
}

// tend feels for somebody, locks when nobody is there or the machine slept, and keeps a snapshot when it is time.
func (w *Window) tend() {
	w.idle.feel(w.win.Canvas())
	limit := time.Duration(w.prefs.autoLock()) * time.Minute
	slept := w.idle.slept()
	switch {
	case w.desk == nil || w.left:
	case slept || w.idle.over(limit):
		w.lock()
	case w.idle.keeps():
		book, jobs := w.desk.book, w.jobs
		jobs.start(func() error { return book.KeepSnapshot(jobs.ctx) }, func(error) {}) // the safety screen says which are there
	}
}

// sensor is the sheet under everything.
type sensor struct {
	widget.BaseWidget
	i *idle
}

// Cursor is asked at every move of the mouse.
func (s *sensor) Cursor() desktop.Cursor {
	s.i.touch()
	return desktop.DefaultCursor
}

// CreateRenderer is for Fyne.
func (s *sensor) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(newNothing()) }
