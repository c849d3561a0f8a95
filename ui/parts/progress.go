package parts

import (
	"time"

	"plumbline/ui/bidi"
)

// Progress is long work on the way: what is done, n of N, how far, about how long it still takes, and a button that
// stops it.
type Progress struct {
	whole

	Now func() time.Time // for the estimate

	look  Look
	what  string
	calm  string
	said  *bidi.Label
	part  *bidi.Label
	left  *bidi.Label
	hint  *bidi.Label
	bar   *Bar
	stop  *Button
	far   float64   // of the bar, while work is awaited
	began time.Time // when something was first done
	first float64   // how much that was
	last  float64   // how much was done when it was last said
	late  bool      // it cannot be stopped any more
	share bool      // only the share is said
}

// NewProgress makes it. calm says what becomes of things when the work is stopped; stop may be nil where it cannot be.
func NewProgress(k Look, what, calm string, stop func()) *Progress {
	p := &Progress{Now: time.Now, look: k, what: what, calm: calm, hint: k.Hint(calm), said: k.Text(what), part: k.Line("", Ink2), left: k.Muted(k.T("parts.left_unknown")),
		bar: NewBar(k, 8, 0, Teal)}
	foot := k.Row(12, 0, p.hint)
	if stop != nil {
		p.stop = NewButton(k, k.T("actions.stop"), Secondary, func() {
			p.stop.SetOff(true)
			stop()
		})
		foot.Add(p.stop)
	}
	p.join(p, Column(8, k.Row(8, 0, p.said, p.part), p.bar, p.left, foot))
	return p
}

// Set says how far the work is. Where the whole is not known (all = 0) only the number done is said.
func (p *Progress) Set(n, all int64) { p.SetPart(n, all, 0) }

// SetShare says only what share of the work is done, where its numbers tell nobody anything.
func (p *Progress) SetShare(n, all int64) {
	p.share = true
	p.SetPart(n, all, 0)
	p.share = false
}

// Name says what the work is now.
func (p *Progress) Name(what string) { p.what = what }

// SetPart says so where a part of the next thing is done too, from 0 to 1.
func (p *Progress) SetPart(n, all int64, part float64) {
	done := float64(n) + part
	if p.began.IsZero() || done < p.last { // begins, or begins anew with another part of the work
		p.began, p.first = p.Now(), done
	}
	p.last, p.far = done, 0
	if p.hint.Text != p.calm && !p.late {
		p.hint.SetText(p.calm)
	}
	if all <= 0 {
		p.said.SetText(p.look.T("parts.progress_n", "what", p.what, "n", n))
		p.part.SetText("")
		p.left.SetText("")
		p.bar.Set(0)
		return
	}
	share := min(done/float64(all), 1)
	p.said.SetText(p.what)
	if !p.share {
		p.said.SetText(p.look.T("parts.progress_n_of_all", "what", p.what, "n", n, "all", all))
	}
	p.part.SetText(p.look.Words.Percent(share, 0))
	p.left.SetText(p.leftWords(done, float64(all)))
	p.bar.Set(share)
	p.Refresh()
}

// How long the work must be watched, and how much of it must be done, before its end is foretold.
const (
	watchedFor = time.Second
	seenShare  = 0.02
)

// leftWords says about how long the rest takes, if it goes on as it went so far.
func (p *Progress) leftWords(n, all float64) string {
	took, done := p.Now().Sub(p.began), n-p.first
	if took < watchedFor || done < seenShare*all || done <= 0 {
		return p.look.T("parts.left_unknown")
	}
	return p.timeWords(time.Duration(float64(took) * max(all-n, 0) / done))
}

// timeWords says about how long something still takes.
func (p *Progress) timeWords(left time.Duration) string {
	switch minutes := int((left + 30*time.Second) / time.Minute); {
	case left < 10*time.Second:
		return p.look.T("parts.left_moments")
	case left < 50*time.Second:
		return p.look.T("parts.left_minute")
	default:
		return p.look.T("parts.left_about", "time", p.look.Words.N("plurals.minute", max(minutes, 1)))
	}
}

// Await says how far work is that cannot be counted, from how long it took so far and how long it took the last time;
// why says what it is and is shown while it lasts. The bar comes near its end and waits there: only who did the work
// knows that it is done. Where nothing is known (usual = 0) something moves, calmly.
func (p *Progress) Await(took, usual time.Duration, why string) {
	if p.late {
		why = p.hint.Text
	}
	p.began = time.Time{} // what is counted next begins then
	p.said.SetText(p.what)
	p.part.SetText("")
	p.hint.SetText(why)
	if usual <= 0 {
		p.left.SetText(p.look.T("parts.left_unknown"))
		p.bar.Sway(took.Seconds() / swayed)
		return
	}
	x := took.Seconds() / usual.Seconds()
	p.far = max(p.far, near(x))
	p.bar.Set(p.far)
	if x > 1 {
		p.left.SetText(p.look.T("parts.left_longer"))
	} else {
		p.left.SetText(p.timeWords(usual - took))
	}
	p.Refresh()
}

// swayed is in how many seconds a bar that only moves goes to its end and back.
const swayed = 3

// near is how full a bar is when so much of the usual time has passed: nine tenths when all of it has, and never all.
func near(x float64) float64 {
	if x <= 1 {
		return 0.9 * max(x, 0)
	}
	return 0.99 - 0.09/x
}

// TooLate says that the work cannot be stopped any more, and why.
func (p *Progress) TooLate(why string) {
	p.late = true
	p.hint.SetText(why)
	if p.stop != nil {
		p.stop.SetOff(true)
	}
	p.Refresh()
}

// Stopping says whether stop was asked for.
func (p *Progress) Stopping() bool { return p.stop != nil && p.stop.Off }
