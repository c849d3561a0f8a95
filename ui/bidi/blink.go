package bidi

import (
	"time"

	"fyne.io/fyne/v2"
)

// blink is the caret's going on and off. It runs on Fyne's animation clock, on the
// window's own thread, which the driver of tests does not turn; without animations
// the caret stands still.
type blink struct {
	anim  *fyne.Animation
	since time.Time
}

const (
	blinkTime = 1060 * time.Millisecond // once on and off
	blinkOn   = blinkTime / 2
)

func (b *blink) start(e *Entry) {
	b.stop()
	b.since = e.now()
	if !fyne.CurrentApp().Settings().ShowAnimations() {
		return
	}
	b.anim = &fyne.Animation{
		Duration:    blinkTime,
		RepeatCount: fyne.AnimationRepeatForever,
		Curve:       fyne.AnimationLinear,
		Tick:        func(float32) { e.view.blinked(b.on(e.now())) },
	}
	b.anim.Start()
}

func (b *blink) stop() {
	if b.anim != nil {
		b.anim.Stop()
		b.anim = nil
	}
}

// rest shows the caret for a while, as something happened.
func (b *blink) rest(e *Entry) {
	b.since = e.now()
	e.view.blinked(true)
}

func (b *blink) on(now time.Time) bool { return now.Sub(b.since)%blinkTime < blinkOn }
