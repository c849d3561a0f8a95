package ui

import (
	"slices"
	"strings"
	"time"

	"plumbline/model"
	"plumbline/ui/parts"
)

// The draft is the sheet, sealed in the notebook under the form's key:
//
//  1. what is typed is kept a moment later, one writing at a time; a process that is killed loses that moment at most;
//  2. leaving keeps it at once; locking waits for the write;
//  3. saving lets go of it only after the record is durable and its evidence attached, and does so where it wrote them:
//     locking waits for what is being written, but nobody is told of it any more;
//  4. on opening, a draft of the same record, or the newest of a new one, is offered: to go on with, or to delete. One
//     that was kept a breath ago is gone on with by itself: the window was made anew in another language.

// keepPause is how long typing may go on before it is kept. It is waited for as a job, so that locking waits for it too.
const keepPause = 400 * time.Millisecond

// breath is how fresh a draft is that is gone on with unasked.
const breath = 3 * time.Second

// changed hears of every answer, and of the control that it was given with.
func (p *paper[S]) changed(by *bound) {
	if p.done || p.d.readOnly {
		return
	}
	p.past.note(by)
	p.amended()
}

// settled goes on after the sheet was saved and the form stays: what is taken back then is a change that is not saved.
func (p *paper[S]) settled() {
	p.past.settle()
	p.showSheet()
	p.amended()
}

// amended hears that the sheet is not what it was.
func (p *paper[S]) amended() {
	if p.done || p.d.readOnly {
		return
	}
	p.told()
	p.touched, p.since = true, true
	if p.keeping {
		return
	}
	p.keeping = true
	p.d.read(func() error { time.Sleep(keepPause); return nil }, func(error) { p.keep() })
}

// keep writes the draft, and again when something was typed meanwhile.
func (p *paper[S]) keep() {
	if p.done || !p.touched {
		p.keeping = false
		return
	}
	p.touched = false
	p.writeDraft(func(err error) {
		p.keeping = false
		switch {
		case p.done:
		case err != nil:
			p.sayKept(p.k.T("observe_screen.draft_not_kept"))
		default:
			p.sayKept(p.k.T("observe_screen.draft_kept_at", "time", p.sheet.top().Kept.Format("15:04")))
		}
		if p.touched {
			p.amended()
		}
	})
}

// keepNow keeps what was not kept yet, before the form is left.
func (p *paper[S]) keepNow() {
	if !p.opened || p.d.readOnly || !p.touched { // what is not touched is kept, or on its way to be
		return
	}
	p.touched = false
	p.writeDraft(func(error) {})
}

// writeDraft keeps the sheet as it is now, in the bytes that it gives; an empty one of a new record is let go of.
func (p *paper[S]) writeDraft(then func(error)) []byte {
	p.sheet.top().Kept = p.d.now()
	key, empty := p.key, p.sheet.top().isNew() && p.sheet.isEmpty()
	data, err := encodeSheet(p.sheet)
	p.d.write(func() error {
		switch {
		case err != nil:
			return err
		case empty:
			return p.d.book.DropDraft(key)
		}
		return p.d.book.SaveDraft(key, data)
	}, then)
	return data
}

// found is a draft that was kept earlier, with the view on which its form was opened.
type found[S leaf] struct {
	key   string
	sheet S
	seen  model.View
}

// findDraft looks for a draft to offer, after every write that is on its way.
func (p *paper[S]) findDraft() {
	if p.d.readOnly {
		return
	}
	var draft *found[S]
	p.d.write(func() (err error) {
		draft, err = p.lookForDraft()
		return err
	}, func(err error) {
		if err != nil || p.done || draft == nil || p.touched {
			return
		}
		if p.wanted != "" && draft.key == p.wanted {
			p.goOn(draft)
			return
		}
		if age := p.d.now().Sub(draft.sheet.top().Kept); age >= 0 && age < breath {
			p.goOn(draft)
			return
		}
		p.offerDraft(draft)
	})
}

// lookForDraft reads the draft of the record, or the newest of the new ones. One that cannot be read stays where it is:
// a later version of the program may have written it.
func (p *paper[S]) lookForDraft() (*found[S], error) {
	var newest *found[S]
	for _, key := range p.d.book.Drafts() {
		if p.wanted != "" && key != p.wanted {
			continue
		}
		mine := key == p.key || key == p.own.newest+p.sheet.top().ID.String() // kept before the record was written
		if !mine && !(p.sheet.top().isNew() && strings.HasPrefix(key, p.own.newest)) {
			continue
		}
		data, err := p.d.book.Draft(key)
		if err != nil {
			return nil, err
		}
		s, err := p.own.read(data)
		if err != nil || newest != nil && s.top().Kept.Before(newest.sheet.top().Kept) {
			continue
		}
		newest = &found[S]{key: key, sheet: s}
	}
	if newest == nil {
		return nil, nil
	}
	return newest, p.look(newest)
}

// look finds the view on which the draft's form was opened. A new record that is in the notebook already was written
// just before the program ended: the draft then goes on from its first revision.
func (p *paper[S]) look(f *found[S]) error {
	top := f.sheet.top()
	history, err := p.d.book.History(top.ID)
	switch {
	case err != nil && top.isNew():
		return nil // not written yet
	case err != nil:
		return err
	case top.isNew():
		f.seen = model.Join(history[:1])
		top.see([]model.RevID{history[0].ID})
		p.own.rebase(f.sheet, f.seen.Record)
		return nil
	}
	f.seen = viewAt(history, top.Seen)
	return nil
}

// viewAt is the view that some heads had: of them and of all before them.
func viewAt(history []model.Revision, heads []string) model.View {
	known := map[model.RevID]*model.Revision{}
	for i := range history {
		known[history[i].ID] = &history[i]
	}
	var part model.History
	var take func(id model.RevID)
	take = func(id model.RevID) {
		r := known[id]
		if r == nil {
			return
		}
		delete(known, id)
		part = append(part, *r)
		for _, p := range r.Parents {
			take(p)
		}
	}
	for i := range history {
		if slices.Contains(heads, history[i].ID.String()) {
			take(history[i].ID)
		}
	}
	return model.Join(part)
}

// offerDraft asks whether to go on with the draft.
func (p *paper[S]) offerDraft(draft *found[S]) {
	k := p.k
	word := "observe_screen.unfinished_changes"
	if draft.sheet.top().isNew() {
		word = p.own.words.unfinished
	}
	goOn := parts.NewButton(k, k.T("observe_screen.go_on"), parts.Quiet, func() { p.goOn(draft) })
	remove := parts.NewButton(k, k.T("actions.delete_draft"), parts.Quiet, func() { p.removeDraft(draft) })
	sentence := k.T(word, "when", k.Words.Moment(draft.sheet.top().Kept.In(p.d.now().Location())))
	p.offer = parts.NewBox(parts.Clear, parts.NewBanner(k, parts.Calm, sentence, goOn, remove))
	p.showOffer()
}

func (p *paper[S]) showOffer() {
	p.said = nil
	p.notices.Objects = nil
	if p.offer != nil {
		p.notices.Add(p.offer)
	}
	p.relay(p.notices)
	p.told()
}

// goOn fills the form from the draft.
func (p *paper[S]) goOn(draft *found[S]) {
	p.offer = nil
	p.key, p.seen = draft.key, draft.seen
	p.fill(draft.sheet)
	p.takeOver()
	p.sayKept(p.k.T("observe_screen.draft_kept_at", "time", draft.sheet.top().Kept.In(p.d.now().Location()).Format("15:04")))
}

// removeDraft lets go of the draft, which can be taken back; the form stays as it is, and offers the next one.
func (p *paper[S]) removeDraft(draft *found[S]) {
	p.offer = nil
	p.showOffer()
	book := p.d.book
	var dropped []kept
	p.d.write(func() (err error) {
		dropped, err = letGo(book, draft.key)
		return err
	}, func(err error) {
		if err != nil {
			p.d.fail(p.k.T("undo.draft_stays"), err)
			return
		}
		if len(dropped) > 0 {
			p.d.done(deed{said: p.k.T("undo.draft_deleted"), kept: dropped})
		}
		if !p.done {
			p.d.saved()
			p.findDraft()
		}
	})
}

// turned offers the draft that is there again, or no longer the one that is gone.
func (p *paper[S]) turned(back deed) {
	if p.done || len(back.kept) == 0 || p.offer == nil && p.touched {
		return
	}
	p.offer = nil
	p.showOffer()
	p.findDraft()
}
