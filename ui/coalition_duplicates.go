package ui

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"plumbline/model"
	"plumbline/model/notebook"
	"plumbline/ui/bidi"
	"plumbline/ui/parts"
)

// duplicates lists the pairs of observations that may tell of the same event, and those that were decided on. Every
// decision is a record of its own, and can be taken back.
type duplicates struct {
	d       *desk
	k       parts.Look
	counted func(n int) // tells how many pairs there are to look at

	likely  []model.Pair
	decided []decidedPair
	looked  bool            // pairs were looked for
	unread  error           // why they could not be
	looking *parts.Progress // nil while nobody looks
	stop    func()          // looking for them
	asked   int
	tab     int

	tabs   *parts.Segmented
	head   *fyne.Container
	rows   *longRows[pairItem]
	notes  []string // all that stands under pairs of the list that is shown
	empty  *fyne.Container
	list   fyne.CanvasObject
	holder *fyne.Container
	shown  *pairPage
	left   bool
}

// decidedPair is a pair on which somebody has decided.
type decidedPair struct {
	pair    [2]model.ID
	verdict string
	by      model.Stamp
}

// The two lists.
const (
	tabLikely = iota
	tabDecided
)

func newDuplicates(d *desk, counted func(n int)) *duplicates {
	k := d.look
	p := &duplicates{d: d, k: k, counted: counted, head: parts.Column(10), empty: container.NewStack(parts.NewLoading(k)), holder: container.NewStack()}
	p.rows = newLongRows(d, pairHeight, "coalition_screen.not_read", func() fyne.CanvasObject { return newPairRow(k) },
		func(o fyne.CanvasObject, item pairItem) { o.(*pairRow).set(item) })
	p.rows.list.OnOpen = p.open
	p.rows.list.High = func(width float32) float32 { return pairRowHeight(p.notes, k.Base(), width) }
	p.list = parts.Inset(24, 20, parts.Pane(parts.Column(12, p.head, parts.NewRule()), container.NewStack(p.rows.list, p.empty), nil))
	p.showHead()
	p.look()
	return p
}

func (p *duplicates) view() fyne.CanvasObject { return p.holder }

func (p *duplicates) leave() {
	p.left = true
	if p.stop != nil {
		p.stop()
	}
	p.rows.leave()
}

// turn shows a pair, or the list.
func (p *duplicates) turn(at place) {
	p.shown = nil
	p.holder.Objects = []fyne.CanvasObject{p.list}
	if !at.id.IsZero() {
		p.shown = newPairPage(p, model.Two(at.id, at.with))
		p.holder.Objects = []fyne.CanvasObject{p.shown.view()}
	}
	p.holder.Refresh()
}

// open goes to the pair of a row.
func (p *duplicates) open(i int) {
	if pairs := p.pairs(); i < len(pairs) {
		p.d.show(place{to: atCoalition, part: partDuplicates, id: pairs[i][0], with: pairs[i][1]})
	}
}

// pairs are those of the list that is shown.
func (p *duplicates) pairs() [][2]model.ID {
	var out [][2]model.ID
	if p.tab == tabDecided {
		for _, d := range p.decided {
			out = append(out, d.pair)
		}
		return out
	}
	for _, d := range p.likely {
		out = append(out, [2]model.ID{d.A, d.B})
	}
	return out
}

// look looks for pairs among all observations. It may take seconds in a large notebook, so it is not begun by itself
// again; one may do other things meanwhile, and stop it.
func (p *duplicates) look() {
	if p.looking != nil {
		return
	}
	ctx, stop := context.WithCancel(context.Background())
	p.stop, p.unread = stop, nil
	p.looking = parts.NewProgress(p.k, p.k.T("coalition_screen.looking_for_pairs"), p.k.T("window.nothing_half_written"), stop)
	p.showList()
	var found []model.Pair
	far := func(done, total int) {
		if done%foundEach == 0 || done == total {
			p.d.came(func() {
				if p.looking != nil {
					p.looking.Set(int64(done), int64(total))
				}
			})
		}
	}
	p.d.read(func() (err error) {
		found, err = p.d.book.Duplicates(ctx, far)
		return err
	}, func(err error) {
		stop()
		p.looking = nil
		switch {
		case p.left:
		case err != nil:
			if !quiet(err) {
				p.unread = err
			}
			p.showList()
		default:
			p.likely, p.looked = found, true
			p.fresh()
		}
	})
}

// turned looks for pairs anew where a decision about one was taken back or done again: it may be likely now.
func (p *duplicates) turned(back deed) {
	if slices.ContainsFunc(back.rewrites, func(r rewrite) bool { return r.after.Kind() == model.KindLink }) {
		p.look()
	}
}

// foundEach is after how many observations it is said how far looking is.
const foundEach = 2000

// fresh reads the decisions anew and takes the pairs that were decided on out of the others.
func (p *duplicates) fresh() {
	p.asked++
	mine := p.asked
	var decided []decidedPair
	p.d.read(func() (err error) {
		decided, err = decidedPairs(p.d.book)
		return err
	}, func(err error) {
		switch {
		case mine != p.asked || p.left:
		case err != nil:
			p.d.fail(p.k.T("coalition_screen.not_read"), err)
		default:
			p.take(decided)
		}
	})
}

// take shows the decisions.
func (p *duplicates) take(decided []decidedPair) {
	known := map[[2]model.ID]bool{}
	for _, x := range decided {
		known[x.pair] = true
	}
	p.decided = decided
	p.likely = slices.DeleteFunc(p.likely, func(x model.Pair) bool { return known[model.Two(x.A, x.B)] })
	if p.looked {
		p.counted(len(p.likely))
	}
	p.showList()
	if p.shown != nil {
		p.shown.fresh()
	}
}

// showHead shows the title, the two lists, and the way to look again.
func (p *duplicates) showHead() {
	k := p.k
	numbered := func(key string, n int, known bool) string {
		if !known {
			return k.T(key)
		}
		return k.T("coalition_screen.counted", "what", k.T(key), "n", n)
	}
	known := p.looked && p.unread == nil
	words := []string{numbered("coalition_screen.to_look_at", len(p.likely), known), numbered("coalition_screen.decided", len(p.decided), known)}
	p.tabs = parts.NewTabs(k, words, p.tab, func(i int) { p.tab = i; p.showList() })
	again := parts.NewIconButton(k, k.T("coalition_screen.look_again"), theme.ViewRefreshIcon(), parts.Quiet, p.look)
	again.SetOff(p.looking != nil)
	p.head.Objects = []fyne.CanvasObject{k.Heading(k.T("screens.duplicates")), k.Muted(k.T("coalition_screen.duplicates_what")), k.Ends(p.tabs, again)}
	p.head.Refresh()
}

// showList shows the rows of a list, or that there are none.
func (p *duplicates) showList() {
	k, book := p.k, p.d.book
	p.showHead()
	pairs := p.pairs()
	p.empty.Objects = nil
	switch {
	case p.looking != nil && p.tab == tabLikely && len(pairs) == 0:
		p.empty.Add(parts.Column(12, p.looking, parts.NewLoading(k)))
	case len(pairs) > 0:
	case p.unread != nil && p.tab == tabLikely:
		p.empty.Add(p.d.trouble("coalition_screen.not_read", p.unread, p.look))
	case p.tab == tabDecided:
		p.empty.Add(parts.NewEmpty(k, theme.HistoryIcon(), k.T("coalition_screen.none_decided"), k.T("coalition_screen.none_decided_more"), nil))
	case p.looked:
		p.empty.Add(parts.NewEmpty(k, theme.ConfirmIcon(), k.T("coalition_screen.no_pairs"), k.T("coalition_screen.no_pairs_more"), nil))
	default:
		p.empty.Add(parts.NewEmpty(k, theme.SearchIcon(), k.T("coalition_screen.not_looked"), k.T("coalition_screen.not_looked_more"),
			parts.NewButton(k, k.T("coalition_screen.look_again"), parts.Secondary, p.look)))
	}
	p.empty.Refresh()
	notes := make([]string, len(pairs))
	for i := range notes {
		if p.tab == tabDecided {
			notes[i] = k.Label("link_verdict", p.decided[i].verdict)
		} else {
			notes[i] = p.reasons(p.likely[i].Reasons)
		}
	}
	p.notes = slices.Compact(slices.Sorted(slices.Values(notes)))
	p.rows.show(len(pairs), func(i int) (item pairItem, err error) {
		item.note = notes[i]
		for side, id := range pairs[i] {
			v, err := book.View(id)
			if err != nil {
				return item, err
			}
			item.sides[side] = headlineOf(k, book, id, v.Record)
		}
		return item, nil
	})
}

// reasons says why two observations look alike.
func (p *duplicates) reasons(codes []string) string {
	var words []string
	for _, c := range codes { // a line ends between two reasons
		words = append(words, p.k.T("alike."+c))
	}
	return strings.Join(words, " · ")
}

// pairOf is what is known of a pair: why it is likely, and what was decided.
func (p *duplicates) pairOf(pair [2]model.ID) (likely *model.Pair, decided *decidedPair) {
	for i := range p.likely {
		if model.Two(p.likely[i].A, p.likely[i].B) == pair {
			likely = &p.likely[i]
		}
	}
	for i := range p.decided {
		if p.decided[i].pair == pair {
			decided = &p.decided[i]
		}
	}
	return likely, decided
}

// walk goes to the next pair of the list.
func (p *duplicates) walk(step int) {
	if p.shown == nil {
		return
	}
	if at := slices.Index(p.pairs(), p.shown.pair); at >= 0 && at+step >= 0 && at+step < len(p.pairs()) {
		p.open(at + step)
	}
}

// decidedPairs reads what was decided, the newest decision first. A pair that some call the same event and others
// different is named once for each.
func decidedPairs(b *notebook.Notebook) ([]decidedPair, error) {
	var out []decidedPair
	for v, err := range b.Records(model.KindLink) {
		if err != nil {
			return nil, err
		}
		l, ok := v.Record.(*model.Link)
		if !ok || v.Broken || l.Withdrawn || b.KindOf(l.A) != model.KindObservation || b.KindOf(l.B) != model.KindObservation {
			continue
		}
		out = append(out, decidedPair{model.Two(l.A, l.B), l.Verdict, v.Written})
	}
	slices.SortStableFunc(out, func(x, y decidedPair) int { return cmp.Compare(y.by.At, x.by.At) })
	return out, nil
}

// pairItem is what a row of a pair shows.
type pairItem struct {
	sides [2]headline
	note  string // why it is likely, or what was decided
}

// pairRow draws a pair: the two observations under each other, and under them why.
type pairRow struct {
	widget.BaseWidget

	refs, titles [2]*bidi.Label
	note         *bidi.Label
	body         fyne.CanvasObject
}

// pairHeight is that of a row of three lines; pairRefs, pairGap and pairRim are how wide the references are, and the free
// space beside them and at the rims.
const (
	pairHeight = 84
	pairRefs   = 148
	pairGap    = 16
	pairRim    = 7
)

// mostReasons is how many lines why two observations look alike may take.
const mostReasons = 3

// pairRowHeight is how high rows are, on the screen, in which all words that stand under pairs have the lines that they need.
func pairRowHeight(notes []string, base bidi.Base, width float32) float32 {
	line := bidi.RowHeight(fyne.TextStyle{}, theme.TextSize())
	under := line
	for _, note := range notes {
		under = max(under, bidi.Height(note, base, width-parts.Unit(pairRefs+pairGap), theme.TextSize(), fyne.TextStyle{}))
	}
	return 2*line + min(under, mostReasons*line) + parts.Unit(2*2+2*pairRim)
}

func newPairRow(k parts.Look) *pairRow {
	r := &pairRow{note: k.Muted("")}
	r.note.MaxLines = mostReasons
	refs, titles := parts.Column(2), parts.Column(2)
	for side := range 2 {
		r.refs[side], r.titles[side] = k.Cell("", parts.Ink2), k.Cell("", parts.Ink)
		refs.Add(r.refs[side])
		titles.Add(r.titles[side])
	}
	titles.Add(r.note)
	r.body = parts.Inset(0, pairRim, k.TopRow(pairGap, 1, parts.Sized(pairRefs, 0, refs), titles))
	r.ExtendBaseWidget(r)
	return r
}

// Held is the row, for what is cut in it.
func (r *pairRow) Held() []fyne.CanvasObject { return []fyne.CanvasObject{r.body} }

// CreateRenderer is for Fyne.
func (r *pairRow) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(r.body) }

// set shows a pair.
func (r *pairRow) set(item pairItem) {
	for side, h := range item.sides {
		r.titles[side].Base = h.base
		r.refs[side].SetText(bidi.IsolateLTR(h.ref))
		r.titles[side].SetText(h.title)
	}
	r.note.SetText(item.note)
}
