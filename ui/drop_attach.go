package ui

import (
	"context"
	"path/filepath"

	"fyne.io/fyne/v2"

	"plumbline/model"
	"plumbline/ui/bidi"
	"plumbline/ui/parts"
)

// attachTo asks, and attaches files to an observation that is written already, each by itself: what cannot be attached is
// named with its reason, and stopping keeps what is attached whole.
func (d *desk) attachTo(id model.ID, paths []string) {
	k := d.look
	if len(paths) > mostWaiting {
		d.toast(k.T("observe_screen.too_many_files", "n", mostWaiting, "left", len(paths)-mostWaiting), "", nil)
		paths = paths[:mostWaiting]
	}
	d.ask(k.T("drop.attach", "files", d.words.N("plurals.file", len(paths))), k.T("drop.attach_more"), k.T("actions.attach"), k.T("actions.cancel"),
		func() { d.attachNow(id, paths) })
}

func (d *desk) attachNow(id model.ID, paths []string) {
	k, book := d.look, d.book
	waiting, failed, attached := make([]pending, len(paths)), make([]error, len(paths)), make([]model.Record, len(paths))
	for i, path := range paths {
		waiting[i] = pending{Path: path}
	}
	d.work(k.T("observe_screen.attaching"), func(ctx context.Context, step func(done, total int)) error {
		v, err := book.View(id)
		if err != nil {
			return err
		}
		if v.Record.Base().Withdrawn {
			return model.ErrNotFound
		}
		far := newReach(step, sizesOf(waiting))
		for i, p := range waiting {
			attached[i], failed[i] = p.attach(ctx, book, id, far.read)
			if err := ctx.Err(); err != nil {
				return err
			}
		}
		return nil
	}, func(err error) {
		d.fail(k.T("drop.not_attached"), err)
		var wrote []rewrite
		for _, r := range attached {
			if r != nil {
				wrote = append(wrote, made(r))
			}
		}
		if len(wrote) > 0 {
			d.saved()
			d.did(k.T("drop.attached", "files", d.words.N("plurals.file", len(wrote))), wrote...)
		}
		d.tellNotAttached(paths, failed)
	})
}

// mostFailed is how many files that could not be attached are named.
const mostFailed = 8

// tellNotAttached names the files that could not be attached, with the reason.
func (d *desk) tellNotAttached(paths []string, failed []error) {
	k := d.look
	rows, n := parts.Column(8), 0
	for i, err := range failed {
		if quiet(err) {
			continue
		}
		if n++; n <= mostFailed {
			rows.Add(parts.Column(0, k.Text(bidi.Isolate(filepath.Base(paths[i]))), k.Hint(attachTrouble(k, err))))
		}
	}
	if n == 0 {
		return
	}
	more := []fyne.CanvasObject{rows}
	if n > mostFailed {
		more = append(more, k.Muted(k.T("drop.and_more", "files", d.words.N("plurals.file", n-mostFailed))))
	}
	parts.NewDialog(k, parts.Amber, nil, k.T("drop.not_attached"), k.T("drop.not_attached_what"), k.T("actions.close"), more...).
		WithWidth(560).Show(d.window.Canvas())
}
