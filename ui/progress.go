package ui

import (
	"time"

	"fyne.io/fyne/v2/widget"

	"plumbline/ui/parts"
)

// shownAfter is how long work takes before its progress is shown.
const shownAfter = 500 * time.Millisecond

// progress is the sheet over the window while long work runs. It appears once the work took half a second.
type progress struct {
	w      *Window
	bar    *parts.Progress
	sheet  *widget.PopUp
	cancel func() // stops the work
	later  func() // forgets to appear
	begun  bool   // it was counted
	ended  bool
}

func newProgress(w *Window, k parts.Look, title string) *progress {
	p := &progress{w: w, later: func() {}}
	p.bar = parts.NewProgress(k, title, k.T("window.nothing_half_written"), func() { p.cancel() })
	return p
}

// show puts the sheet over the window.
func (p *progress) show() {
	if p.ended {
		return
	}
	p.sheet = widget.NewModalPopUp(parts.Inset(18, 16, parts.Sized(480, 0, p.bar)), p.w.win.Canvas())
	p.sheet.Show()
	p.w.sheets++
}

// step tells how far the work is.
func (p *progress) step(done, total int) { p.bar.Set(int64(done), int64(total)) }

// counted tells how far work is that says so only after a while: the sheet appears when the rest takes half a second.
func (p *progress) counted(done, total int) {
	if !p.begun {
		p.begun = true
		p.later = p.w.jobs.after(shownAfter, p.show)
	}
	p.step(done, total)
}

// over takes the sheet away.
func (p *progress) over() {
	p.ended = true
	p.later()
	if p.sheet != nil {
		p.sheet.Hide()
		p.sheet = nil
		p.w.sheets--
	}
}
