package parts

import "plumbline/ui/bidi"

// Progress is long work on the way: what is done, n of N, how far, and a button that stops it.
type Progress struct {
	whole

	look Look
	what string
	said *bidi.Label
	part *bidi.Label
	bar  *Bar
	stop *Button
}

// NewProgress makes it. calm says what becomes of things when the work is stopped; stop may be nil where it cannot be.
func NewProgress(k Look, what, calm string, stop func()) *Progress {
	p := &Progress{look: k, what: what, said: k.Text(what), part: k.Line("", Ink2), bar: NewBar(k, 8, 0, Teal)}
	foot := k.Row(12, 0, k.Hint(calm))
	if stop != nil {
		p.stop = NewButton(k, k.T("actions.stop"), Secondary, func() {
			p.stop.SetOff(true)
			stop()
		})
		foot.Add(p.stop)
	}
	p.join(p, Column(8, k.Row(8, 0, p.said, p.part), p.bar, foot))
	return p
}

// Set says how far the work is. Where the whole is not known (all = 0) only the number done is said.
func (p *Progress) Set(n, all int64) {
	if all <= 0 {
		p.said.SetText(p.look.T("parts.progress_n", "what", p.what, "n", n))
		p.part.SetText("")
		p.bar.Set(0)
		return
	}
	share := float64(min(n, all)) / float64(all)
	p.said.SetText(p.look.T("parts.progress_n_of_all", "what", p.what, "n", n, "all", all))
	p.part.SetText(p.look.Words.Percent(share, 0))
	p.bar.Set(share)
	p.Refresh()
}

// Stopping says whether stop was asked for.
func (p *Progress) Stopping() bool { return p.stop != nil && p.stop.Off }
