package parts

import (
	"sync"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"plumbline/ui/bidi"
)

// tipDelay is how long the mouse rests on a thing before its name shows.
const tipDelay = 500 * time.Millisecond

// Tips is the layer on which the names of small things are shown. The window stacks Layer over its content. It takes no
// mouse: what is under it stays alive.
type Tips struct {
	Layer *fyne.Container

	paper *Box
	word  *bidi.Label
	rtl   func() bool

	mu    sync.Mutex
	timer *time.Timer
}

// NewTips makes the layer.
func NewTips(k Look) *Tips {
	word := k.Line("", Surface)
	t := &Tips{Layer: container.NewWithoutLayout(), paper: NewBox(Ink, word), word: word, rtl: k.RTL}
	t.paper.Radius, t.paper.Across, t.paper.Down = 4, 8, 4
	t.paper.Hide()
	t.Layer.Add(t.paper)
	return t
}

// Show shows a word under an object when the mouse has rested there a moment.
func (t *Tips) Show(word string, under fyne.CanvasObject) {
	if t == nil {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.stop()
	t.timer = time.AfterFunc(tipDelay, func() { fyne.Do(func() { t.At(word, under) }) })
}

// At shows a word under an object at once.
func (t *Tips) At(word string, under fyne.CanvasObject) {
	driver := fyne.CurrentApp().Driver()
	if driver.CanvasForObject(under) == nil {
		return
	}
	t.word.SetText(word)
	m := t.paper.MinSize()
	at := driver.AbsolutePositionForObject(under).Subtract(driver.AbsolutePositionForObject(t.Layer))
	at.Y += under.Size().Height + Unit(4)
	if t.rtl() {
		at.X += under.Size().Width - m.Width
	}
	room := t.Layer.Size()
	at.X = max(min(at.X, room.Width-m.Width), 0)
	if at.Y+m.Height > room.Height {
		at.Y -= under.Size().Height + m.Height + Unit(8)
	}
	t.paper.Resize(m)
	t.paper.Move(at)
	t.paper.Show()
}

// Hide takes the word away.
func (t *Tips) Hide() {
	if t == nil {
		return
	}
	t.mu.Lock()
	t.stop()
	t.mu.Unlock()
	t.paper.Hide()
}

func (t *Tips) stop() {
	if t.timer != nil {
		t.timer.Stop()
	}
}
