package ui

import (
	"context"
	"errors"
	"slices"

	"plumbline/model"
	"plumbline/ui/parts"
)

// Saving goes in steps, and the draft stays until the last of them:
//
//  1. the sheet is checked: faults are shown all at once, and nothing is written;
//  2. the draft is kept, then the record is written on the view on which the form was opened, so that what others
//     wrote meanwhile is joined;
//  3. the waiting evidence is attached, each piece by itself; what could not be attached stays in the form;
//  4. the draft is let go of, and the form is left. What attaches lets the draft name only what still waits: when the
//     notebook is locked meanwhile, nobody is there to do it afterwards.

// save saves with the state of review that the form shows.
func (o *observe) save() {
	if o.sheet != nil {
		o.saveAs(o.sheet.Fields.Review)
	}
}

// saveAsDraft saves without putting the observation to review.
func (o *observe) saveAsDraft() { o.saveAs(model.Draft) }

func (o *observe) saveAs(review model.ReviewState) {
	if o.busy || o.done || o.d.readOnly {
		return
	}
	before := o.sheet.Fields.Review
	o.sheet.Fields.Review = review
	record, faults := o.check()
	if len(faults) > 0 {
		o.sheet.Fields.Review = before
		o.refuse(faults)
		return
	}
	o.setBusy(true)
	if o.touched || o.keeping {
		o.touched = false
		o.writeDraft(func(error) {})
	}
	o.write(record, nil, len(o.sheet.Evidence) == 0, o.written)
}

// written goes on from a record that is durable now.
func (o *observe) written(after model.View, joined bool) {
	o.sheet.Fields.Ref = after.Record.Base().Ref
	if len(o.sheet.Evidence) == 0 {
		o.leaveSaved(joined)
		return
	}
	waiting := slices.Clone(o.sheet.Evidence)
	var kept []byte
	kept = o.writeDraft(func(error) { o.attachAll(waiting, kept, joined) })
}

// attachAll attaches what waited when the draft was kept.
func (o *observe) attachAll(waiting []pending, kept []byte, joined bool) {
	failed := make([]error, len(waiting))
	attached := make([]model.Record, len(waiting))
	book, id, key := o.d.book, o.sheet.ID, o.key
	o.d.work(o.k.T("observe_screen.attaching"), func(ctx context.Context, step func(done, total int)) error {
		far := newReach(step, 2*sizesOf(waiting)) // each is read twice: to see that it is the same, and to take it in
		for i, p := range waiting {
			attached[i], failed[i] = p.attach(ctx, book, id, far.read)
			if err := ctx.Err(); err != nil {
				break
			}
		}
		_, err := book.ReplaceDraft(key, kept, without(kept, waiting, attached))
		return errors.Join(ctx.Err(), err)
	}, func(error) {
		for i, p := range waiting {
			switch {
			case attached[i] != nil:
				o.evidence.drop(p)
				o.noteWritten(model.View{}, attached[i])
			case failed[i] != nil && !quiet(failed[i]):
				o.evidence.trouble[p] = attachTrouble(o.k, failed[i])
			}
		}
		if len(o.sheet.Evidence) == 0 {
			o.leaveSaved(joined)
			return
		}
		o.evidenceWaits()
	})
}

// without is a draft in which no piece waits that is attached; nil where none waits any more.
func without(draft []byte, waiting []pending, attached []model.Record) []byte {
	s, err := readSheet(draft)
	if err != nil {
		return draft
	}
	s.Evidence = slices.DeleteFunc(slices.Clone(s.Evidence), func(p pending) bool {
		at := slices.Index(waiting, p)
		return at >= 0 && attached[at] != nil
	})
	if len(s.Evidence) == 0 {
		return nil
	}
	rest, err := encodeSheet(s)
	if err != nil {
		return draft
	}
	return rest
}

// attachTrouble says why a piece could not be attached.
func attachTrouble(k parts.Look, err error) string {
	kind := troubleOf(err)
	switch {
	case errors.Is(err, errFileChanged):
		return k.T("observe_screen.file_changed")
	case errors.Is(err, errFolder):
		return k.T("observe_screen.file_is_folder")
	case errors.Is(err, errEmptyFile):
		return k.T("observe_screen.file_is_empty")
	case kind == "other" || kind == "not_there" || kind == "forbidden":
		return k.T("observe_screen.file_gone")
	}
	what, _, _ := kind.said(k)
	return what
}

// evidenceWaits stays in the form with what could not be attached.
func (o *observe) evidenceWaits() {
	o.setBusy(false)
	o.writeDraft(func(error) {})
	if o.done { // left meanwhile: the draft holds what waits, and says so
		o.d.did(o.k.T("observe_screen.evidence_waits", "n", len(o.sheet.Evidence)), o.wrote...)
		return
	}
	o.past.forget(func(path string) bool { return path == ".Evidence" }) // what is attached is not attached again by taking something back
	o.showSheet()
	o.evidence.read()
	o.d.toast(o.k.T("observe_screen.evidence_waits", "n", len(o.sheet.Evidence)), "", nil)
}

// leaveSaved leaves the form with everything written.
func (o *observe) leaveSaved(joined bool) {
	sentence := o.k.T("observe_screen.saved")
	if joined {
		sentence = o.k.T("observe_screen.saved_joined")
	}
	o.finish(sentence)
}
