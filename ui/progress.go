package ui

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"plumbline/model/seal"
	"plumbline/ui/parts"
)

// shownAfter is how long work takes before its progress is shown. Work that is known to take longer is shown at once.
const shownAfter = 500 * time.Millisecond

// movesEvery is how often a bar moves that nothing is counted for.
const movesEvery = 250 * time.Millisecond

// progress is the sheet over the window while long work runs. It appears once the work took half a second.
//
//  1. What is counted is shown with how much of it is done, and about how long the rest takes.
//  2. The derivation of a key cannot be counted: its bar moves by how long that took on this computer the last time.
//  3. Where nothing is known yet, something moves.
type progress struct {
	w      *Window
	jobs   *background // in which the work is done
	calm   string      // what stopping leaves
	bar    *parts.Progress
	sheet  *widget.PopUp
	cancel func() // stops the work
	later  func() // forgets to appear
	still  func() // forgets to move
	ended  bool

	began   time.Time
	counted bool          // something is
	keys    int           // that are derived one after the other, as far as is known
	derived int           // how many of them are there
	since   time.Time     // when the first of them began; zero when none did
	usual   time.Duration // how long one takes; 0 where that is not known
}

func newProgress(w *Window, k parts.Look, title string) *progress {
	return newProgressOf(w, w.jobs, k, title, k.T("window.nothing_half_written"))
}

// newProgressOf is that of work in a background of its own; calm says what stopping it leaves.
func newProgressOf(w *Window, jobs *background, k parts.Look, title, calm string) *progress {
	p := &progress{w: w, jobs: jobs, calm: calm, later: func() {}, still: func() {}, keys: 1}
	p.bar = parts.NewProgress(k, title, calm, func() { p.cancel() })
	p.began = p.bar.Now()
	return p
}

// newUnstoppable is that of work that cannot be stopped; why says so.
func newUnstoppable(w *Window, jobs *background, k parts.Look, title, why string) *progress {
	p := newProgressOf(w, jobs, k, title, why)
	p.bar = parts.NewProgress(k, title, why, nil)
	return p
}

// show puts the sheet over the window.
func (p *progress) show() {
	if p.ended || p.sheet != nil {
		return
	}
	p.sheet = widget.NewModalPopUp(parts.Inset(18, 16, parts.Sized(480, 0, p.bar)), p.w.win.Canvas())
	p.sheet.Show()
	p.w.sheets++
	p.move()
}

// move moves the bar while nothing is counted, again and again.
func (p *progress) move() {
	p.still()
	if p.ended || p.counted || p.sheet == nil {
		return
	}
	p.await()
	p.still = p.jobs.after(movesEvery, p.move)
}

// await shows how far the keys are, as far as that is known.
func (p *progress) await() {
	defer p.fit()
	if p.since.IsZero() {
		p.bar.Await(p.bar.Now().Sub(p.began), 0, p.calm)
		return
	}
	p.bar.Await(p.bar.Now().Sub(p.since), time.Duration(p.keys)*p.usual, p.w.lookNow().T("window.slow_on_purpose"))
}

// fit gives the sheet the height that its words need now; it never becomes lower, which would only be restless.
func (p *progress) fit() {
	if p.sheet == nil {
		return
	}
	need, has := p.sheet.Content.MinSize(), p.sheet.Size()
	if more := need.Height - has.Height; more > 0 {
		p.sheet.Resize(fyne.NewSize(has.Width, need.Height))
		p.sheet.Move(p.sheet.Position().SubtractXY(0, more/2))
	}
}

// step tells how far the work is.
func (p *progress) step(done, total int) {
	p.counted, p.since = true, time.Time{}
	p.bar.Set(int64(done), int64(total))
}

// share tells what share of the work is done.
func (p *progress) share(done, total int) {
	p.counted, p.since = true, time.Time{}
	p.bar.SetShare(int64(done), int64(total))
}

// derives tells how many keys come next, and what each costs: the zero cost is measured, and is about keyTarget then.
func (p *progress) derives(keys int, cost seal.Cost) {
	p.keys, p.derived, p.usual = keys, 0, p.w.prefs.keyTime(cost)
	if cost == (seal.Cost{}) && p.w.prefs.keyTime(seal.Default) > 0 {
		p.usual = keyTarget
	}
}

// keyTarget is how long a key takes whose cost was measured here.
const keyTarget = time.Second

// keyBegins tells that a key is being derived, or, at the zero cost, that the cost of one is measured.
func (p *progress) keyBegins(c seal.Cost) {
	if p.since.IsZero() {
		p.since = p.bar.Now()
	}
	if usual := p.w.prefs.keyTime(c); usual > 0 {
		p.usual = usual
	}
	p.counted = false
	if time.Duration(p.keys)*p.usual >= shownAfter {
		p.show()
	}
	p.move()
}

// keyEnds tells that it is there, and how long that took. With the last key that is foreseen the wait for keys is over.
func (p *progress) keyEnds(c seal.Cost, took time.Duration) {
	if p.w.prefs.setKeyTime(c, took); c == (seal.Cost{}) {
		return
	}
	if p.derived++; p.derived >= p.keys {
		p.since, p.began = time.Time{}, p.bar.Now()
	}
}

// last tells that the work cannot be stopped any more.
func (p *progress) last() {
	p.bar.TooLate(p.w.lookNow().T("window.too_late"))
	p.fit()
}

// over takes the sheet away.
func (p *progress) over() {
	p.ended = true
	p.later()
	p.still()
	if p.sheet != nil {
		p.sheet.Hide()
		p.sheet = nil
		p.w.sheets--
	}
}
