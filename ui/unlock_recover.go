package ui

import (
	"context"
	"errors"
	"io/fs"

	"plumbline/model/notebook"
	"plumbline/model/seal"
	"plumbline/ui/parts"
)

// recover opens the notebook with the parts that were typed, and sets the new passphrase.
func (u *unlock) recover() {
	u.form.SetFaults(nil)
	typed, ok := u.typedParts()
	if !ok {
		return
	}
	pass := []byte(u.pass.Text())
	dir, cost := u.folder, u.w.start.Create.KDF
	u.run(u.look.T("unlock.opening"), "unlock.reading_notebook", func(j *job, options notebook.OpenOptions) (*notebook.Notebook, error) {
		defer clear(pass)
		b, err := notebook.OpenRecovered(dir, typed, options)
		for _, p := range typed {
			p.Wipe()
		}
		if err != nil {
			return nil, err
		}
		return closeUnder(j, b, pass, cost)
	}, func(err error) {
		if !u.refuseParts(err) {
			u.w.fail(u.look.T("unlock.not_opened"), err)
		}
	})
}

// closeUnder closes a notebook that was opened with recovery parts under a new passphrase. When that is stopped or fails,
// the parts still open it.
func closeUnder(j *job, b *notebook.Notebook, pass []byte, cost seal.Cost) (*notebook.Notebook, error) {
	j.derives(2, cost) // it is made, and tried
	if err := b.SetPassphrase(j.ctx, pass, cost); err != nil {
		return nil, errors.Join(err, b.Close())
	}
	return b, nil
}

// rescue looks for the newest earlier state that holds, and offers it. Nothing is put back unasked.
func (u *unlock) rescue(dir string, pass []byte, damage error) {
	k := u.look
	var found *notebook.Rescue
	u.busy(true, k.T("unlock.looking_back"))
	u.w.work(k.T("unlock.looking_for_earlier"), func(ctx context.Context, step func(int, int)) (err error) {
		found, err = notebook.FindRescue(ctx, dir, pass, step)
		return err
	}, func(err error) {
		u.busy(false, "")
		switch {
		case errors.Is(err, context.Canceled):
			clear(pass)
		case errors.Is(err, fs.ErrNotExist):
			clear(pass)
			u.noRescue(damage)
		case err != nil:
			clear(pass)
			u.w.fail(k.T("unlock.not_opened"), damage)
		default:
			u.offerRescue(found, dir, pass)
		}
	})
}

// noRescue says that a notebook is damaged and no earlier state of it holds.
func (u *unlock) noRescue(damage error) {
	k := u.look
	what, safe, next := troubleOf(damage).said(k)
	d := parts.NewDialog(k, parts.Amber, nil, k.T("unlock.not_opened"), what, k.T("actions.close"),
		parts.NewNotice(k, parts.Good, safe), k.Text(next))
	d.WithButtons(parts.NewButton(k, k.T("unlock.restore_instead"), parts.Secondary, func() { d.Close(); u.choose(tabRestore) }))
	d.Show(u.w.win.Canvas())
}

// offerRescue asks before an earlier state is put in the place of the damaged one.
func (u *unlock) offerRescue(r *notebook.Rescue, dir string, pass []byte) {
	k := u.look
	at := k.Words.Moment(r.At.In(u.w.start.Now().Location()))
	d := parts.NewDialog(k, parts.Amber, nil, k.T("unlock.damaged_title"), k.T("trouble.damaged"), k.T("actions.close"),
		parts.NewNotice(k, parts.Good, k.T("unlock.earlier_holds", "at", at, "records", k.Words.N("plurals.record", r.Records))),
		k.Text(k.T("unlock.earlier_what")))
	taken := false
	d.OnClosed = func() {
		if !taken {
			r.Close()
			clear(pass)
		}
	}
	d.WithButtons(parts.NewButton(k, k.T("unlock.restore_instead"), parts.Secondary, func() { d.Close(); u.choose(tabRestore) }),
		parts.NewButton(k, k.T("unlock.put_back"), parts.Primary, func() {
			taken = true
			d.Close()
			u.putBack(r, dir, pass)
		}))
	d.Show(u.w.win.Canvas())
}

func (u *unlock) putBack(r *notebook.Rescue, dir string, pass []byte) {
	now := u.w.start.Now()
	u.run(u.look.T("unlock.putting_back"), "unlock.reading_notebook", func(j *job, options notebook.OpenOptions) (*notebook.Notebook, error) {
		defer clear(pass)
		defer r.Close()
		if _, err := r.PutBack(j.ctx, now, j.share); err != nil {
			return nil, err
		}
		options.Older = true // that is what was asked for
		return notebook.Open(dir, pass, options)
	}, func(err error) { u.w.fail(u.look.T("unlock.not_opened"), err) })
}
