package ui

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"plumbline/model"
	"plumbline/ui/parts"
)

// What a form knows of the record that it is about: the ways to its history and out of the notebook, and what saving has
// written of it.

// historyLink is the way to the history of the record; nil for a new one, which has none.
func (p *paper[S]) historyLink() fyne.CanvasObject {
	top := p.sheet.top()
	if top.isNew() {
		return nil
	}
	b := parts.NewIconButton(p.k, p.k.T("actions.show_history"), theme.HistoryIcon(), parts.Quiet, func() {
		p.d.show(place{to: atHistory, id: top.ID})
	})
	return p.k.Row(0, parts.NoSlack, p.k.Flush(b))
}

// deleteLink is the way to withdraw the record, for kinds that have no page on which that stands; nil for others.
func (p *paper[S]) deleteLink() fyne.CanvasObject {
	top := p.sheet.top()
	if top.isNew() || p.d.readOnly || p.own.words.deleted == "" {
		return nil
	}
	b := parts.NewIconButton(p.k, p.k.T("actions.delete_record"), theme.DeleteIcon(), parts.Quiet, func() {
		key := p.key
		p.done = true // what was typed here goes with the record
		p.d.write(func() error { return p.d.book.DropDraft(key) }, func(error) {})
		p.d.withdraw(top.ID, p.k.T(p.own.words.deleted), p.k.T(p.own.words.notSaved), p.d.back)
	})
	return p.k.Row(0, parts.NoSlack, p.k.Flush(b))
}

// noteWritten remembers what was written over what, once for each record.
func (p *paper[S]) noteWritten(seen model.View, next model.Record, settled ...decision) {
	id := next.Base().ID
	if at := slices.IndexFunc(p.wrote, func(r rewrite) bool { return r.after.Base().ID == id }); at >= 0 {
		was := p.wrote[at]
		if was.before.Base().Withdrawn && !was.after.Base().Withdrawn { // it was new
			p.wrote[at] = made(next)
		} else {
			p.wrote[at].after, p.wrote[at].settled = next, append(was.settled, settled...)
		}
		return
	}
	if seen.Record == nil {
		p.wrote = append(p.wrote, made(next))
		return
	}
	p.wrote = append(p.wrote, rewrite{seen.Record, next, settled})
}

// record is the record that the form is about.
func (p *paper[S]) record() model.ID {
	if !p.opened {
		return model.ID{}
	}
	return p.sheet.top().ID
}
