package ui

import (
	"errors"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"plumbline/model"
	"plumbline/ui/bidi"
	"plumbline/ui/parts"
)

// disputePage is one record, field by field: what we wrote, what they wrote, and what shall hold.
type disputePage struct {
	list *disputes
	d    *desk
	k    parts.Look
	id   model.ID

	settling *settling // nil until the record was read
	heads    []model.RevID
	asked    int
	busy     bool

	page   *parts.Page
	top    *fyne.Container // the title
	foot   *fyne.Container
	whole  *fyne.Container
	rows   map[string]fyne.CanvasObject // by field
	reason *bidi.Entry
	form   *parts.Form
	act    *parts.Button
	open   *fyne.Container // how many fields are undecided
}

func newDisputePage(list *disputes, id model.ID) *disputePage {
	p := &disputePage{list: list, d: list.d, k: list.k, id: id, top: container.NewStack(), foot: container.NewStack(), open: container.NewStack()}
	p.page = parts.NewPageWithin(p.k, 24, 20, parts.NewLoading(p.k))
	p.whole = parts.Pane(nil, p.page, p.foot)
	p.fresh()
	return p
}

func (p *disputePage) view() fyne.CanvasObject { return p.whole }

// fresh reads the record; decisions stay while nobody has written it meanwhile.
func (p *disputePage) fresh() {
	p.asked++
	mine := p.asked
	var v model.View
	var open []model.Dispute
	var who *people
	p.d.read(func() (err error) {
		if who, err = readPeople(p.d.book); err != nil {
			return err
		}
		history, err := p.d.book.History(p.id)
		if err != nil {
			return err
		}
		v = model.Join(history)
		open = model.History(history).Holders(v)
		return nil
	}, func(err error) {
		switch {
		case mine != p.asked || p.list.left || p.busy:
		case err != nil && p.settling != nil:
			p.d.fail(p.k.T("coalition_screen.not_read"), err)
		case err != nil:
			p.unread(err)
		case p.settling == nil || !sameHeads(p.heads, v.Heads):
			p.heads, p.d.people = v.Heads, who
			p.settling = newSettling(v, open, p.d.book.Key(), who.me.Organisation)
			p.show()
		}
	})
}

// unread says in its place that the record could not be read.
func (p *disputePage) unread(err error) {
	p.page.SetContent(parts.Column(16, p.k.Row(0, parts.NoSlack, p.k.Flush(p.back())), p.d.trouble("coalition_screen.not_read", err, p.fresh)))
}

// back leads to the list.
func (p *disputePage) back() *parts.Button {
	return parts.NewIconButton(p.k, p.k.T("screens.disputes"), backIcon(p.k), parts.Quiet, func() { p.d.show(place{to: atCoalition, part: partDisputes}) })
}

// show lays the record out.
func (p *disputePage) show() {
	v := p.settling.seen
	if !v.Disputed() {
		p.showSettled(v)
		return
	}
	k := p.k
	p.showTop()
	column := parts.Column(10, p.top)
	p.rows = map[string]fyne.CanvasObject{}
	lines := parts.Column(0)
	if p.settling.ours == 0 && !p.d.readOnly { // values alone stand under each other
		first := p.settling.fields[0].values
		lines.Add(parts.NewDisputeHead(k, p.pen(first[0].Stamp), p.pen(first[1].Stamp)))
		lines.Add(parts.NewRule())
	}
	strict := false
	for _, f := range p.settling.fields {
		p.rows[f.name] = p.row(f)
		lines.Add(p.rows[f.name])
		lines.Add(parts.NewRule())
		strict = strict || f.name == "confidentiality"
	}
	column.Add(lines)
	if strict {
		column.Add(parts.NewNotice(k, parts.Calm, k.T("coalition_screen.stricter_chosen")))
	}
	if !p.d.readOnly {
		column.Add(parts.Gap(0, 2))
		column.Add(p.reasonField())
	}
	p.page.SetContent(column)
	p.showFoot()
}

// relist shows anew what depends on the list, which may have been read after the record.
func (p *disputePage) relist() {
	switch {
	case p.settling == nil || p.busy:
	case p.settling.seen.Disputed():
		p.showTop()
		p.page.Refresh()
	default:
		p.showSettled(p.settling.seen)
	}
}

func (p *disputePage) showTop() {
	p.top.Objects = []fyne.CanvasObject{p.title(p.settling.seen)}
	p.top.Refresh()
}

// title is where in the list one is, the record, and the ways to the neighbours.
func (p *disputePage) title(v model.View) fyne.CanvasObject {
	k := p.k
	h := headlineOf(k, p.d.book, v.ID, v.Record)
	title := k.Cell(h.title, parts.Ink)
	title.Base, title.Wrap, title.MaxLines = h.base, true, 2
	k.Stand(title)
	row := k.Row(12, 2, k.Flush(p.back()), parts.NewCodeTag(k, firstOf(h.ref, h.about)))
	column := parts.Column(8, row)
	if p.d.prefs.large() { // large words need a line of their own
		row.Add(parts.Gap(0, 0))
		column.Add(parts.NewHinted(k, title, ""))
	} else {
		row.Add(parts.NewHinted(k, title, ""))
	}
	if at := p.list.at(v.ID); at >= 0 && len(p.list.ids) > 1 {
		earlier, later := theme.NavigateBackIcon(), theme.NavigateNextIcon()
		if k.RTL() {
			earlier, later = later, earlier
		}
		row.Add(k.Line(k.T("coalition_screen.n_of_all", "n", at+1, "all", len(p.list.ids)), parts.Ink2))
		row.Add(p.arrow(earlier, "screens.previous_record", -1, at > 0))
		row.Add(p.arrow(later, "screens.next_record", 1, at+1 < len(p.list.ids)))
	}
	open := parts.NewLink(k, k.T("coalition_screen.show_record"), func() { p.d.show(place{to: atPlan, id: v.ID, code: commitmentOf(v.Record)}) })
	if v.Kind == model.KindObservation {
		column.Add(k.Row(0, parts.NoSlack, open))
	}
	return column
}

// commitmentOf is the commitment under which an observation is shown.
func commitmentOf(rec model.Record) string {
	if o, ok := rec.(*model.Observation); ok && len(o.Commitments) > 0 {
		return o.Commitments[0]
	}
	return ""
}

func (p *disputePage) arrow(icon fyne.Resource, tip string, step int, on bool) fyne.CanvasObject {
	b := parts.NewIconButton(p.k, "", icon, parts.Quiet, func() { p.list.walk(step) })
	b.Tip = p.k.T(tip)
	b.SetOff(!on)
	return b
}

// pen says who holds a value, and since when.
func (p *disputePage) pen(s model.Stamp) string {
	k := p.k
	at := s.At.Time().In(p.d.now().Location())
	day := k.Words.ShortDate(at.Format("2006-01-02"), "", string(model.Exact))
	if s.At == 0 {
		day = ""
	}
	return join(k, penName(k, p.d.people, s), strings.ReplaceAll(day, " ", "\u00a0"))
}

// row shows the values of a field and the choice between them.
func (p *disputePage) row(f *deciding) fyne.CanvasObject {
	t := p.d.teller(p.settling.seen.Kind)
	if p.settling.ours != 0 || p.d.readOnly {
		return p.choices(f, t)
	}
	ours, oursBase := t.value(f.name, f.values[0].Value, f.languages)
	theirs, theirsBase := t.value(f.name, f.values[1].Value, f.languages)
	var row *parts.DisputeRow
	row = parts.NewDisputeRow(p.k, parts.Dispute{Field: t.field(p.k, f.name), Ours: ours, OursBase: oursBase, Theirs: theirs, TheirsBase: theirsBase,
		MayBoth: f.mayBoth(), MayEdit: mayEdit(p.settling.seen, f), Decision: f.how}, func(d parts.Decision) {
		switch d {
		case parts.TakeOurs:
			f.takeValue(0, 0)
		case parts.TakeTheirs:
			f.takeValue(1, 0)
		case parts.TakeBoth:
			f.how = d
		case parts.Edited:
			row.Set(f.how)
			p.edit(f)
			return
		}
		p.decided()
	})
	if f.how != parts.Edited {
		return row
	}
	said, base := t.value(f.name, f.edited, f.languages)
	return parts.Column(0, row, p.editedLine(said, base))
}

// editedLine shows what was written instead of either value.
func (p *disputePage) editedLine(said string, base bidi.Base) fyne.CanvasObject {
	words := p.k.Text(said)
	words.Base = base
	box := parts.NewBox(parts.TealTint, words)
	box.Edge, box.EdgeWidth, box.Radius, box.Across, box.Down = parts.Teal, 1, 6, 11, 7
	return parts.Inset(0, 6, p.k.TopRow(12, 1, parts.Sized(parts.LabelWidth, 0, p.k.Muted(p.k.T("coalition_screen.written_anew"))), box))
}

// choices shows more than two sides, each value with who holds it; where nothing can be written, the values alone.
func (p *disputePage) choices(f *deciding, t teller) fyne.CanvasObject {
	k := p.k
	label := parts.Sized(parts.LabelWidth+36, 0, k.Muted(t.field(k, f.name)))
	if p.d.readOnly {
		column := parts.Column(6)
		for _, v := range f.values {
			said, base := t.value(f.name, v.Value, f.languages)
			words := k.Text(said)
			words.Base = base
			k.Stand(words) // beside whose it is
			column.Add(parts.Column(0, words, k.Hint(p.pen(v.Stamp))))
		}
		return parts.Inset(0, 8, k.TopRow(12, 1, label, column))
	}
	var words []string
	for _, v := range f.values {
		said, _ := t.value(f.name, v.Value, f.languages)
		words = append(words, bidi.Isolate(said))
	}
	both := -1
	if f.mayBoth() {
		both, words = len(words), append(words, k.T("coalition_screen.take_all"))
	}
	chosen := -1
	switch f.how {
	case parts.TakeOurs, parts.TakeTheirs:
		chosen = f.take
	case parts.TakeBoth:
		chosen = both
	}
	group := parts.NewBoxedRadioGroup(k, words, chosen, func(i int) {
		if i == both {
			f.how = parts.TakeBoth
		} else {
			f.takeValue(i, -1)
		}
		p.redraw(f)
	})
	for i, v := range f.values {
		group.SetNote(i, p.pen(v.Stamp))
	}
	column := parts.Column(6, group)
	if mayEdit(p.settling.seen, f) {
		column.Add(k.Row(0, parts.NoSlack, k.Flush(parts.NewIconButton(k, k.T("coalition_screen.write_anew"), theme.DocumentCreateIcon(), parts.Quiet, func() { p.edit(f) }))))
	}
	if f.how == parts.Edited {
		said, base := t.value(f.name, f.edited, f.languages)
		column.Add(p.editedLine(said, base))
	}
	return parts.Inset(0, 8, k.TopRow(12, 1, label, column))
}

// redraw shows a field anew after it was written anew, or was and is not any more.
func (p *disputePage) redraw(f *deciding) { p.show() }

// decided brings the foot up to date.
func (p *disputePage) decided() {
	for _, f := range p.settling.fields {
		if c, ok := p.rows[f.name].(*fyne.Container); ok && f.how != parts.Edited && p.settling.ours == 0 && len(c.Objects) > 1 {
			p.show() // a value that was written anew is gone
			return
		}
	}
	p.showFoot()
	p.page.Refresh()
}

// reasonField asks why.
func (p *disputePage) reasonField() fyne.CanvasObject {
	k := p.k
	written := ""
	if p.reason != nil {
		written = p.reason.Text()
	}
	p.reason = parts.NewTextArea(k, k.T("coalition_screen.reason_hint"), 2)
	p.reason.SetText(written)
	field := parts.NewField(k, "reason", k.T("coalition_screen.reason"), p.reason)
	p.form = parts.NewForm(field)
	return field
}

// showFoot shows what can be done, and how much is open.
func (p *disputePage) showFoot() {
	k := p.k
	if p.d.readOnly {
		return
	}
	open, all := p.settling.undecided(), len(p.settling.fields)
	var note fyne.CanvasObject = k.Row(8, parts.NoSlack, parts.NewIcon(theme.ConfirmIcon(), parts.Teal, 18), k.Line(k.T("coalition_screen.all_decided"), parts.Teal))
	if open > 0 {
		note = k.Row(8, parts.NoSlack, parts.NewIcon(theme.WarningIcon(), parts.Attention, 18), k.Line(k.Words.N("coalition_screen.undecided", open), parts.Attention))
	}
	if p.act == nil {
		p.act = parts.NewButton(k, k.T("coalition_screen.settle"), parts.Primary, p.settle)
		later := parts.NewButton(k, k.T("coalition_screen.leave_open"), parts.Secondary, func() { p.d.show(place{to: atCoalition, part: partDisputes}) })
		p.foot.Objects = []fyne.CanvasObject{parts.NewActionBar(k, p.open, p.act, later)}
	}
	p.open.Objects = []fyne.CanvasObject{note}
	p.open.Refresh()
	p.act.SetOff(open == all || p.busy)
	p.whole.Refresh()
}

// settle writes what was decided.
func (p *disputePage) settle() {
	reason := strings.TrimSpace(p.reason.Text())
	if reason == "" {
		p.form.SetFaults(map[string]string{"reason": p.k.T("coalition_screen.reason_needed")})
		p.form.FocusFirstFault()
		p.page.Refresh()
		return
	}
	p.form.SetFaults(nil)
	p.busy = true
	p.showFoot()
	settling, book := p.settling, p.d.book
	var written []rewrite
	p.d.write(func() (err error) {
		written, err = writeSettled(book, settling, reason)
		return err
	}, func(err error) {
		p.busy = false
		var faults model.Faults
		switch {
		case errors.As(err, &faults) && !p.list.left:
			p.refuse(faults)
		case err != nil:
			p.d.fail(p.k.T("coalition_screen.not_settled"), err)
		default:
			p.d.saved()
			p.d.did(p.k.T("coalition_screen.settled"), written...)
			p.reason.SetText("")
		}
		if !p.list.left {
			p.showFoot()
			p.list.fresh()
		}
	})
}

// refuse says which fields do not hold.
func (p *disputePage) refuse(faults model.Faults) {
	k := p.k
	t := p.d.teller(p.settling.seen.Kind)
	var lines []string
	for _, f := range faults {
		name, _, _ := strings.Cut(f.Field, ".")
		lines = append(lines, k.T("coalition_screen.part", "what", t.field(k, name), "words", k.T("faults."+string(f.Rule))))
	}
	p.form.SetFaults(map[string]string{"reason": strings.Join(lines, "\n")})
	p.showFoot()
	p.page.Refresh()
}

// showSettled says that nothing is open any more.
func (p *disputePage) showSettled(v model.View) {
	k := p.k
	var act *parts.Button
	if len(p.list.ids) > 0 {
		next := p.list.ids[0]
		act = parts.NewButton(k, k.T("coalition_screen.next_dispute"), parts.Primary, func() { p.d.show(place{to: atCoalition, part: partDisputes, id: next}) })
	}
	empty := parts.NewEmpty(k, theme.ConfirmIcon(), k.T("coalition_screen.settled"), k.T("coalition_screen.settled_more"), act)
	p.page.SetContent(parts.Column(10, p.title(v), parts.Gap(0, 40), empty))
	p.foot.Objects, p.act = nil, nil
	p.whole.Refresh()
}
