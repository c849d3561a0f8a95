package ui

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"fyne.io/fyne/v2"

	"plumbline/model"
	"plumbline/model/notebook"
	"plumbline/ui/parts"
)

// The third step of packing: what leaves and what stays, looked at before anything is written.

// look finds out what would leave, and shows it.
func (p *packing) look() {
	o, faults := p.options()
	p.form.SetFaults(faults)
	if len(faults) > 0 {
		p.form.FocusFirstFault()
		p.page.Refresh()
		return
	}
	p.setBusy(true)
	ask := p.ask
	var seen notebook.Packed
	p.d.work(p.k.T("coalition_screen.pack_looking"), func(ctx context.Context, step func(done, total int)) (err error) {
		o.Looked = step
		seen, err = p.d.book.Departing(ctx, o)
		return err
	}, func(err error) {
		p.setBusy(false)
		switch {
		case p.left || !sameAsk(ask, p.ask):
		case errors.Is(err, notebook.ErrUnknownDigest):
			p.goTo(packWhat)
			p.d.tell(p.k.T("coalition_screen.digest_unknown"), p.k.T("coalition_screen.digest_unknown_more"), p.k.T("coalition_screen.digest_unknown_next"))
		case err != nil:
			p.d.fail(p.k.T("coalition_screen.not_looked_pack"), err)
		default:
			p.seen = &seen
			p.goTo(packLeaves)
		}
	})
}

// lookAgain finds out in the background whether records that changed meanwhile change what leaves. What was seen stays until
// it does: nobody loses the page for a change of something else, and writing compares with what was seen.
func (p *packing) lookAgain() {
	o, faults := p.options()
	if p.busy || len(faults) > 0 {
		return
	}
	ask, seen := p.ask, p.seen
	var now notebook.Packed
	p.d.read(func() (err error) {
		now, err = p.d.book.Departing(context.Background(), o)
		return err
	}, func(err error) {
		if p.left || p.busy || p.step != packLeaves || p.seen != seen || !sameAsk(ask, p.ask) || err == nil && sameLeaves(&now, seen) {
			return
		}
		p.look() // it says a fault, too
	})
}

// sameLeaves says whether the same leaves and stays.
func sameLeaves(a, b *notebook.Packed) bool {
	return maps.Equal(a.Records, b.Records) && maps.Equal(a.Stays, b.Stays) && a.Files == b.Files
}

func sameAsk(a, b packAsk) bool {
	same := slices.Equal(a.to, b.to)
	a.to, b.to = nil, nil
	return same && fmt.Sprint(a) == fmt.Sprint(b)
}

func (p *packing) setBusy(on bool) {
	p.busy = on
	p.act.SetOff(on)
}

// sumOf adds numbers up.
func sumOf[K comparable](counts map[K]int) int {
	n := 0
	for _, c := range counts {
		n += c
	}
	return n
}

// leavesPage is what leaves, to whom, and what stays and why.
func (p *packing) leavesPage() fyne.CanvasObject {
	k, s := p.k, p.seen
	leave, stay := sumOf(s.Records), sumOf(s.Stays)
	column := parts.Column(14, parts.NewTitle(k, k.T("coalition_screen.what_leaves"), k.T("coalition_screen.what_leaves_more")))
	column.Add(parts.NewFact(k, k.T("coalition_screen.to_whom"), p.toWhom()))
	if notice := p.tooFar(); notice != "" {
		column.Add(parts.NewBanner(k, parts.Red, notice))
	}
	figures := []parts.Figure{{N: k.Words.Number(int64(leave)), Word: k.Words.N("coalition_screen.leave", leave)}, {N: k.Words.Number(int64(stay)), Word: k.Words.N("coalition_screen.stay", stay)}}
	if p.ask.evidence && !p.ask.fresh {
		figures = append(figures, parts.Figure{N: k.Words.Size(s.Files), Word: k.T("coalition_screen.evidence_files")})
	}
	column.Add(parts.NewFigures(k, figures...))
	if leave == 0 {
		column.Add(parts.NewNotice(k, parts.Amber, k.T("coalition_screen.nothing_leaves")))
		p.act.SetOff(true)
	}
	var kinds []countLine
	for _, kind := range model.Kinds {
		if n := s.Records[kind]; n > 0 {
			kinds = append(kinds, countLine{k.T("find_screen.kind_" + string(kind)), n})
		}
	}
	column.Add(countTable(k, k.T("coalition_screen.leaves_by_kind"), kinds))
	var rules []countLine
	for _, rule := range slices.Sorted(maps.Keys(s.Stays)) {
		rules = append(rules, countLine{capital(k.T("stays." + string(rule))), s.Stays[rule]})
	}
	column.Add(countTable(k, k.T("coalition_screen.stays_why"), rules))
	return column
}

// tooFar warns where records of our organisation would reach others.
func (p *packing) tooFar() string {
	if p.ask.reach != model.Organisation || p.ask.fresh {
		return ""
	}
	mine := p.d.people.me.Organisation
	var others []string
	for _, m := range p.chosen() {
		if m.Organisation != mine || mine == "" {
			others = append(others, memberLabel(m))
		}
	}
	switch {
	case p.ask.byPassphrase:
		return p.k.T("coalition_screen.too_far_passphrase")
	case len(others) > 0:
		return p.k.T("coalition_screen.too_far", "who", p.k.Words.List(others))
	}
	return ""
}

// countLine is a number of something.
type countLine struct {
	words string
	n     int
}

// countTable lists numbers under a title; that there is none is said too.
func countTable(k parts.Look, title string, lines []countLine) fyne.CanvasObject {
	column := parts.Column(0, parts.NewSectionHead(k, title, ""), parts.Gap(0, 6), parts.NewRule())
	if len(lines) == 0 {
		column.Add(parts.Inset(0, 8, k.Hint(k.T("states.none"))))
	}
	for _, l := range lines {
		n := k.Cell(k.Words.Number(int64(l.n)), parts.Ink)
		n.Alignment = fyne.TextAlignTrailing
		column.Add(parts.Inset(0, 8, k.Row(12, 0, k.Text(l.words), parts.Sized(72, 0, n))))
		column.Add(parts.NewRule())
	}
	return column
}
