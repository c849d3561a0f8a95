package ui

import (
	"context"
	"errors"
	"io/fs"
	"syscall"

	"fyne.io/fyne/v2"

	"plumbline/export"
	"plumbline/model"
	"plumbline/model/notebook"
	"plumbline/ui/parts"
)

// trouble is a kind of failure as people meet it: its words are trouble.<name> (what happened), trouble.<name>_safe (what
// is safe) and trouble.<name>_next (what to do next). Errors become words here and nowhere else; what an error says by
// itself is never shown, since it is written for the log.
type trouble string

// kinds are the failures that have words of their own, the more special first.
var kinds = []struct {
	err  error
	kind trouble
}{
	{notebook.ErrWrongPassphrase, "wrong_passphrase"},
	{notebook.ErrInUse, "in_use"},
	{notebook.ErrNewer, "newer"},
	{notebook.ErrMoved, "moved"},
	{notebook.ErrDamaged, "damaged"},
	{notebook.ErrNotNotebook, "not_notebook"},
	{notebook.ErrExists, "exists"},
	{notebook.ErrPlace, "place"},
	{notebook.ErrReadOnly, "read_only"},
	{notebook.ErrFull, "full"},
	{export.ErrFull, "full"},
	{notebook.ErrNoFile, "no_file"},
	{model.ErrNotFound, "not_found"},
	{notebook.ErrTooLarge, "too_large"},
	{model.ErrTooLarge, "too_large"},
	{model.ErrLeak, "leak"},
	{model.ErrProfile, "profile"},
	{syscall.ENOSPC, "full"},
	{fs.ErrPermission, "forbidden"},
	{fs.ErrNotExist, "not_there"},
	{fs.ErrExist, "exists"},
}

// troubleOf names the kind of an error; "other" where it has no words of its own.
func troubleOf(err error) trouble {
	for _, k := range kinds {
		if errors.Is(err, k.err) {
			return k.kind
		}
	}
	if faults := (model.Faults)(nil); errors.As(err, &faults) {
		return "faulty"
	}
	return "other"
}

// said is the three sentences of a kind.
func (t trouble) said(k parts.Look) (what, safe, next string) {
	key := "trouble." + string(t)
	return k.T(key), k.T(key + "_safe"), k.T(key + "_next")
}

// quiet says whether an error needs no words: nothing failed, or somebody stopped it.
func quiet(err error) bool { return err == nil || errors.Is(err, context.Canceled) }

// ignore lets one kind of error pass.
func ignore(err, kind error) error {
	if errors.Is(err, kind) {
		return nil
	}
	return err
}

// fail says that something could not be done.
func (w *Window) fail(heading string, err error) {
	if quiet(err) {
		return
	}
	k := w.lookNow()
	what, safe, next := troubleOf(err).said(k)
	parts.NewDialog(k, parts.Amber, nil, heading, what, k.T("actions.close"),
		parts.NewNotice(k, parts.Good, safe), k.Text(next)).Show(w.win.Canvas())
}

// stopped says, when an error is that of Stop, that nothing was changed.
func (d *desk) stopped(err error) {
	if errors.Is(err, context.Canceled) {
		d.toast(d.look.T("window.stopped"), "", nil)
	}
}

// say tells why something was not done; nobody has to answer.
func (w *Window) say(sentence string) {
	if w.frame != nil {
		w.frame.toasts.Warn(sentence)
		return
	}
	k := w.lookNow()
	parts.NewDialog(k, parts.Amber, nil, k.T("drop.not_taken"), sentence, k.T("actions.close")).Show(w.win.Canvas())
}

// ask puts a question before an act. The safe answer leads and has the keyboard.
func (w *Window) ask(question, explanation, yes, no string, act func()) {
	k := w.lookNow()
	d := parts.NewDialog(k, parts.Calm, nil, question, explanation, no)
	d.WithButtons(parts.NewButton(k, yes, parts.Secondary, func() { d.Close(); act() })).Show(w.win.Canvas())
}

// lookNow is the look of what is shown.
func (w *Window) lookNow() parts.Look {
	if w.desk != nil {
		return w.desk.look
	}
	return w.unlock.look
}

// trouble is the state of a place that could not be read: what happened, what is safe, and trying again.
func (d *desk) trouble(heading string, err error, again func()) fyne.CanvasObject {
	k := d.look
	what, safe, next := troubleOf(err).said(k)
	return parts.NewError(k, k.T(heading), what+" "+next, safe, parts.NewButton(k, k.T("actions.retry"), parts.Primary, again))
}
