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

// idleBeat is how often the keyboard is felt for.
const idleBeat = 5 * time.Second

// idle knows since when nothing was done.
type idle struct {
	now  func() time.Time
	last time.Time
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
func (i *idle) over(limit time.Duration) bool { return i.now().Sub(i.last) >= limit }

// watchIdle locks the open notebook when nothing was done for as long as the settings say.
func (w *Window) watchIdle() {
	w.idle.now = w.start.Now
	w.idle.touch()
	w.beat()
}

// beat feels once, and comes again.
func (w *Window) beat() {
	w.idle.feel(w.win.Canvas())
	limit := time.Duration(w.prefs.autoLock()) * time.Minute
	if w.desk != nil && w.idle.over(limit) {
		w.lock()
	}
	w.always.after(idleBeat, w.beat)
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
