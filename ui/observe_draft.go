package ui

import (
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"plumbline/model"
	"plumbline/ui/parts"
)

// The draft is the sheet, sealed in the notebook under the form's key:
//
//  1. what is typed is kept a moment later, one writing at a time; a process that is killed loses that moment at most;
//  2. leaving keeps it at once; locking waits for the write;
//  3. saving lets go of it only after the record is durable and its evidence attached;
//  4. on opening, a draft of the same record, or the newest of a new one, is offered: to go on with, or to delete. One
//     that was kept a breath ago is gone on with by itself: the window was made anew in another language.

// keepPause is how long typing may go on before it is kept. It is waited for as a job, so that locking waits for it too.
const keepPause = 400 * time.Millisecond

// breath is how fresh a draft is that is gone on with unasked.
const breath = 3 * time.Second

// told brings what depends on the answers up to date.
func (o *observe) told() {
	o.showActions()
	if o.tried {
		_, faults := o.check()
		o.showFaults(faults)
		return
	}
	o.showReadiness(nil)
}

// changed hears of every answer.
func (o *observe) changed() {
	if o.done || o.d.readOnly {
		return
	}
	o.told()
	o.touched = true
	if o.keeping {
		return
	}
	o.keeping = true
	o.d.read(func() error { time.Sleep(keepPause); return nil }, func(error) { o.keep() })
}

// keep writes the draft, and again when something was typed meanwhile.
func (o *observe) keep() {
	if o.done || !o.touched {
		o.keeping = false
		return
	}
	o.touched = false
	o.writeDraft(func(err error) {
		o.keeping = false
		switch {
		case o.done:
		case err != nil:
			o.sayKept(o.k.T("observe_screen.draft_not_kept"))
		default:
			o.sayKept(o.k.T("observe_screen.draft_kept_at", "time", o.sheet.Kept.Format("15:04")))
		}
		if o.touched {
			o.changed()
		}
	})
}

// keepNow keeps what was not kept yet, before the form is left.
func (o *observe) keepNow() {
	if o.sheet == nil || o.d.readOnly || !o.touched && !o.keeping {
		return
	}
	o.touched = false
	o.writeDraft(func(error) {})
}

// writeDraft keeps the sheet as it is now; an empty one of a new record is let go of.
func (o *observe) writeDraft(then func(error)) {
	o.sheet.Kept = o.d.now()
	key, empty := o.key, o.sheet.isNew() && o.sheet.isEmpty()
	data, err := o.sheet.encode()
	o.d.write(func() error {
		switch {
		case err != nil:
			return err
		case empty:
			return o.d.book.DropDraft(key)
		}
		return o.d.book.SaveDraft(key, data)
	}, then)
}

// found is a draft that was kept earlier, with the view on which its form was opened.
type found struct {
	key   string
	sheet *sheet
	seen  model.View
}

// findDraft looks for a draft to offer, after every write that is on its way.
func (o *observe) findDraft() {
	if o.d.readOnly {
		return
	}
	var draft *found
	o.d.write(func() (err error) {
		draft, err = o.lookForDraft()
		return err
	}, func(err error) {
		if err != nil || o.done || draft == nil || o.touched {
			return
		}
		if age := o.d.now().Sub(draft.sheet.Kept); age >= 0 && age < breath {
			o.goOn(draft)
			return
		}
		o.offerDraft(draft)
	})
}

// lookForDraft reads the draft of the record, or the newest of the new ones. One that cannot be read stays where it is:
// a later version of the program may have written it.
func (o *observe) lookForDraft() (*found, error) {
	var newest *found
	for _, key := range o.d.book.Drafts() {
		mine := key == o.key || key == newDraftPrefix+o.sheet.ID.String() // kept before the record was written
		if !mine && !(o.sheet.isNew() && strings.HasPrefix(key, newDraftPrefix)) {
			continue
		}
		data, err := o.d.book.Draft(key)
		if err != nil {
			return nil, err
		}
		s, err := readSheet(data)
		if err != nil || newest != nil && s.Kept.Before(newest.sheet.Kept) {
			continue
		}
		newest = &found{key: key, sheet: s}
	}
	if newest == nil {
		return nil, nil
	}
	return newest, newest.look(o.d)
}

// look finds the view on which the draft's form was opened. A new record that is in the notebook already was written
// just before the program ended: the draft then goes on from its first revision.
func (f *found) look(d *desk) error {
	history, err := d.book.History(f.sheet.ID)
	switch {
	case err != nil && f.sheet.isNew():
		return nil // not written yet
	case err != nil:
		return err
	case f.sheet.isNew():
		f.seen = model.Join(history[:1])
		f.sheet.Seen = []string{history[0].ID.String()}
		if first, ok := f.seen.Record.(*model.Observation); ok {
			f.sheet.Fields.Common = first.Common
		}
		return nil
	}
	f.seen = viewAt(history, f.sheet.Seen)
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
func (o *observe) offerDraft(draft *found) {
	k := o.k
	word := "observe_screen.unfinished_changes"
	if draft.sheet.isNew() {
		word = "observe_screen.unfinished"
	}
	goOn := parts.NewButton(k, k.T("observe_screen.go_on"), parts.Quiet, func() { o.goOn(draft) })
	remove := parts.NewButton(k, k.T("actions.delete_draft"), parts.Quiet, func() { o.removeDraft(draft) })
	sentence := k.T(word, "when", k.Words.Moment(draft.sheet.Kept.In(o.d.now().Location())))
	o.offer = parts.NewBox(parts.Clear, parts.NewBanner(k, parts.Calm, sentence, goOn, remove))
	o.showOffer()
}

func (o *observe) showOffer() {
	o.said = nil
	o.notices.Objects = nil
	if o.offer != nil {
		o.notices.Objects = []fyne.CanvasObject{o.offer}
	}
	o.relay(o.notices)
	o.told()
}

// goOn fills the form from the draft.
func (o *observe) goOn(draft *found) {
	o.offer = nil
	o.key, o.seen = draft.key, draft.seen
	o.fill(draft.sheet)
	o.sayKept(o.k.T("observe_screen.draft_kept_at", "time", draft.sheet.Kept.In(o.d.now().Location()).Format("15:04")))
}

// removeDraft lets go of the draft; the form stays as it is, and offers the next one.
func (o *observe) removeDraft(draft *found) {
	o.offer = nil
	o.showOffer()
	o.d.write(func() error { return o.d.book.DropDraft(draft.key) }, func(err error) {
		if err == nil && !o.done {
			o.d.saved()
			o.findDraft()
		}
	})
}
