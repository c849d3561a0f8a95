package ui

import (
	"reflect"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"plumbline/model"
	"plumbline/model/notebook"
	"plumbline/ui/bidi"
	"plumbline/ui/parts"
)

// pairPage is two observations side by side, field by field, with why they look alike and what was decided.
type pairPage struct {
	list *duplicates
	d    *desk
	k    parts.Look
	pair [2]model.ID

	views [2]model.View // of the two, once they were read
	files [2]int
	read  bool
	asked int
	busy  bool

	page  *parts.Page
	foot  *fyne.Container
	whole *fyne.Container
}

func newPairPage(list *duplicates, pair [2]model.ID) *pairPage {
	p := &pairPage{list: list, d: list.d, k: list.k, pair: pair, foot: container.NewStack()}
	p.page = parts.NewPageWithin(p.k, 24, 20, parts.NewLoading(p.k))
	p.whole = parts.Pane(nil, p.page, p.foot)
	p.fresh()
	return p
}

func (p *pairPage) view() fyne.CanvasObject { return p.whole }

// fresh reads the two observations.
func (p *pairPage) fresh() {
	p.asked++
	mine := p.asked
	var views [2]model.View
	var files [2]int
	var who *people
	p.d.read(func() (err error) {
		if who, err = readPeople(p.d.book); err != nil {
			return err
		}
		for side, id := range p.pair {
			if views[side], err = p.d.book.View(id); err != nil {
				return err
			}
			files[side] = p.d.book.Files(id)
		}
		return nil
	}, func(err error) {
		switch {
		case mine != p.asked || p.list.left:
		case err != nil && p.read:
			p.d.fail(p.k.T("coalition_screen.not_read"), err)
		case err != nil:
			p.unread(err)
		default:
			p.views, p.files, p.d.people, p.read = views, files, who, true
			p.show()
		}
	})
}

// unread says in its place that the pair could not be read.
func (p *pairPage) unread(err error) {
	p.page.SetContent(parts.Column(16, p.k.Row(0, parts.NoSlack, p.k.Flush(p.back())), p.d.trouble("coalition_screen.not_read", err, p.fresh)))
}

// back leads to the lists.
func (p *pairPage) back() *parts.Button {
	return parts.NewIconButton(p.k, p.k.T("screens.duplicates"), backIcon(p.k), parts.Quiet, func() { p.d.show(place{to: atCoalition, part: partDuplicates}) })
}

// show lays the pair out.
func (p *pairPage) show() {
	k := p.k
	likely, decided := p.list.pairOf(p.pair)
	column := parts.Column(12, k.Row(0, parts.NoSlack, k.Flush(p.back())))
	switch {
	case decided != nil:
		column.Add(parts.NewNotice(k, parts.Good, k.T("coalition_screen.decided_by", "verdict", k.Label("link_verdict", decided.verdict),
			"who", penName(k, p.d.people, decided.by), "when", k.Words.Moment(clockTime(decided.by.At, p.d.now().Location())))))
	case likely != nil:
		column.Add(parts.NewNotice(k, parts.Calm, k.T("coalition_screen.alike_because", "reasons", p.list.reasons(likely.Reasons))))
	}
	column.Add(p.compared())
	p.page.SetContent(column)
	p.showFoot(decided)
}

// compared is the two beside each other; what both say alike is quiet.
func (p *pairPage) compared() fyne.CanvasObject {
	k, t := p.k, p.d.teller(model.KindObservation)
	lines := parts.Column(0)
	label := func(words string) fyne.CanvasObject { return parts.Sized(parts.LabelWidth+20, 0, k.Muted(words)) }
	heads := k.Even(16)
	for side := range p.views {
		v := p.views[side]
		ref := v.Record.Base().Ref
		open := parts.NewLink(k, k.T("coalition_screen.show_record"), func() { p.d.show(place{to: atPlan, id: v.ID, code: commitmentOf(v.Record)}) })
		heads.Add(parts.Column(4, k.Row(10, 1, parts.NewCodeTag(k, ref), parts.Gap(0, 0)), k.Muted(penName(k, p.d.people, v.Created)), k.Row(0, parts.NoSlack, open)))
	}
	lines.Add(k.TopRow(12, 1, label(""), heads))
	line := func(words string, values [2]string, bases [2]bidi.Base, same bool) {
		both := k.Even(16)
		for side, said := range values {
			l := k.Text(said)
			l.Base = bases[side]
			if same {
				l.ColorName = parts.Ink2
			}
			both.Add(l)
		}
		lines.Add(parts.Gap(0, 8))
		lines.Add(parts.NewRule())
		lines.Add(parts.Gap(0, 8))
		lines.Add(k.TopRow(12, 1, label(words), both))
	}
	for _, name := range comparedFields {
		a, b := model.FieldValue(p.views[0].Record, name), model.FieldValue(p.views[1].Record, name)
		if isEmpty(a) && isEmpty(b) {
			continue
		}
		var values [2]string
		var bases [2]bidi.Base
		values[0], bases[0] = t.value(name, a, nil)
		values[1], bases[1] = t.value(name, b, nil)
		line(t.field(k, name), values, bases, reflect.DeepEqual(a, b))
	}
	if p.files != [2]int{} {
		w := k.Words
		line(k.T("screens.section_evidence"), [2]string{w.N("plurals.file", p.files[0]), w.N("plurals.file", p.files[1])},
			[2]bidi.Base{k.Base(), k.Base()}, p.files[0] == p.files[1])
	}
	return lines
}

// comparedFields are the fields of an observation that tell one event from another.
var comparedFields = []string{"title", "narrative", "date", "region", "place", "method", "commitments", "effect", "affected", "groups", "rights",
	"reliability", "credibility", "nothing_found", "tags"}

// isEmpty says whether a value says nothing.
func isEmpty(v any) bool {
	r := reflect.ValueOf(v)
	return !r.IsValid() || r.IsZero() || (r.Kind() == reflect.Map || r.Kind() == reflect.Slice) && r.Len() == 0
}

// showFoot shows what can be decided, or taken back.
func (p *pairPage) showFoot(decided *decidedPair) {
	k := p.k
	p.foot.Objects = nil
	if p.d.readOnly {
		return
	}
	var acts []fyne.CanvasObject
	if decided == nil || decided.verdict != model.SameEvent {
		acts = append(acts, p.button(k.Label("link_verdict", model.SameEvent), parts.Primary, model.SameEvent))
	}
	if decided == nil || decided.verdict != model.Different {
		acts = append(acts, p.button(k.Label("link_verdict", model.Different), parts.Secondary, model.Different))
	}
	if decided != nil {
		acts = append(acts, p.button(k.T("coalition_screen.take_back"), parts.Secondary, ""))
	}
	note := k.Row(8, parts.NoSlack, parts.NewIcon(theme.InfoIcon(), parts.Ink2, 18), k.Line(k.T("coalition_screen.can_be_taken_back"), parts.Ink2))
	p.foot.Objects = []fyne.CanvasObject{parts.NewActionBar(k, note, acts...)}
	p.whole.Refresh()
}

func (p *pairPage) button(word string, weight parts.Weight, verdict string) fyne.CanvasObject {
	b := parts.NewButton(p.k, word, weight, func() { p.decide(verdict) })
	b.SetOff(p.busy)
	return b
}

// decide writes the decision, with the way back.
func (p *pairPage) decide(verdict string) {
	if p.busy {
		return
	}
	p.busy = true
	book, pair := p.d.book, p.pair
	var written []rewrite
	p.d.write(func() (err error) {
		written, err = decidePair(book, pair, verdict)
		return err
	}, func(err error) {
		p.busy = false
		if err != nil {
			p.d.fail(p.k.T("coalition_screen.not_decided"), err)
			return
		}
		p.d.saved()
		said := p.k.T("coalition_screen.taken_back")
		if verdict != "" {
			said = p.k.T("coalition_screen.pair_decided", "verdict", p.k.Label("link_verdict", verdict))
		}
		p.d.did(said, written...)
		if p.list.left {
			return
		}
		if p.list.shown == p && verdict != "" {
			p.next()
		}
		if verdict == "" {
			p.list.look()
		}
		p.list.fresh()
	})
}

// decidePair writes a decision about a pair, or takes it away, and gives what takes that back.
func decidePair(book *notebook.Notebook, pair [2]model.ID, verdict string) ([]rewrite, error) {
	before, err := linksOf(book, pair)
	if err != nil {
		return nil, err
	}
	if err := ignore(book.Decide(pair[0], pair[1], verdict, ""), notebook.ErrNotFound); err != nil {
		return nil, err
	}
	after, err := linksOf(book, pair)
	if err != nil {
		return nil, nil // it is durable
	}
	var written []rewrite
	for id, link := range after {
		switch was := before[id]; {
		case was == nil:
			written = append(written, made(link))
		case model.Differ(was, link):
			written = append(written, rewriteOf(was, link))
		}
	}
	return written, nil
}

// linksOf are the decisions about a pair, withdrawn ones too.
func linksOf(book *notebook.Notebook, pair [2]model.ID) (map[model.ID]model.Record, error) {
	out := map[model.ID]model.Record{}
	for v, err := range book.Records(model.KindLink) {
		if err != nil {
			return nil, err
		}
		if l, ok := v.Record.(*model.Link); ok && model.Two(l.A, l.B) == pair {
			out[v.ID] = l
		}
	}
	return out, nil
}

// next goes on to the next pair that is to be looked at, or back to the list.
func (p *pairPage) next() {
	for _, x := range p.list.likely {
		if pair := model.Two(x.A, x.B); pair != p.pair && p.list.tab == tabLikely {
			p.d.show(place{to: atCoalition, part: partDuplicates, id: pair[0], with: pair[1]})
			return
		}
	}
	p.d.show(place{to: atCoalition, part: partDuplicates})
}
