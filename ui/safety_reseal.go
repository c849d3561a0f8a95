package ui

import (
	"errors"
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"plumbline/model/notebook"
	"plumbline/ui/bidi"
	"plumbline/ui/parts"
)

// askReseal asks where a notebook under a new key shall lie, and for its passphrase: for the day when somebody may have
// copied this one.
func (s *safety) askReseal() {
	k := s.d.look
	var act *parts.Button
	var d *parts.Dialog
	old := s.d.book.Folder()
	name := filepath.Base(old) + "-new"
	row, path := s.w.pathEntry(k, freeFolder(filepath.Dir(old), name), k.T("unlock.choose_folder"), wantFolder, name)
	where := parts.NewField(k, "folder", k.T("unlock.folder"), row).Aim(path)
	fresh := s.w.newPhrase(k, func() { d.Refresh() }, func() { act.Act() })
	act = parts.NewButton(k, k.T("safety_screen.reseal_yes"), parts.Primary, func() {
		where.SetFault("")
		s.reseal(d, where, untilde(path.Text()), fresh)
	})
	first, second := fresh.fields(k.T("unlock.new_passphrase"))
	d = parts.NewDialog(k, parts.Calm, parts.IconLock, k.T("safety_screen.reseal"), k.T("safety_screen.reseal_what"), k.T("actions.cancel"),
		where, first, second)
	if !s.d.prefs.large() { // there is no room for it; what comes after says the same
		d.With(k.Muted(k.T("safety_screen.reseal_more")))
	}
	d.WithWidth(640).WithButtons(act).FocusFirst(fresh.pass.Target())
	fresh.changed = func() { fresh.allow(act); d.Refresh() }
	fresh.allow(act)
	d.Show(s.w.win.Canvas())
}

// reseal makes the notebook. Until it is whole, this one is all there is.
func (s *safety) reseal(over *parts.Dialog, where *parts.Field, to string, fresh *newPhrase) {
	k, d := s.d.look, s.d
	to, err := filepath.Abs(to)
	if err != nil {
		d.fail(k.T("safety_screen.not_resealed"), err)
		return
	}
	pass, cost := []byte(fresh.pass.Text()), s.w.start.Create.KDF
	var got notebook.Resealed
	d.long(k.T("safety_screen.resealing"), func(j *job) (err error) {
		defer clear(pass)
		j.derives(2, cost) // it is made, and tried
		got, err = d.book.Reseal(j.ctx, to, pass, cost, j.step)
		return err
	}, func(err error) {
		key := ""
		switch {
		case errors.Is(err, notebook.ErrExists):
			key = "trouble.exists_next"
		case errors.Is(err, notebook.ErrPlace):
			key = "trouble.place_next"
		case err != nil:
			d.fail(k.T("safety_screen.not_resealed"), err)
			return
		}
		if key != "" {
			where.SetFault(k.T(key))
			where.Focus()
			over.Refresh()
			return
		}
		fresh.pass.Clear()
		fresh.again.Clear()
		over.Close()
		s.tellResealed(to, &got)
	})
}

// tellResealed says where the new notebook lies and what the old key still opens, and goes over to it.
func (s *safety) tellResealed(to string, r *notebook.Resealed) {
	k := s.d.look
	more := []fyne.CanvasObject{k.Muted(k.T("unlock.folder_is", "folder", bidi.IsolateLTR(tilde(to)))), k.Text(k.T("safety_screen.resealed_next"))}
	if len(r.Backups) > 0 {
		col := parts.Column(2, k.Muted(k.T("safety_screen.old_key_backups")))
		for _, b := range r.Backups[:min(len(r.Backups), 5)] {
			col.Add(k.Hint(bidi.IsolateLTR(tilde(b.Path))))
		}
		more = append(more, col)
	}
	if !r.OK() {
		more = append(more, parts.NewNotice(k, parts.Amber, k.T("unlock.restored_faults")), s.d.faultList(&r.Report))
	}
	d := parts.NewDialog(k, parts.Calm, theme.ConfirmIcon(), k.T("safety_screen.resealed"), k.T("safety_screen.resealed_what"),
		k.T("safety_screen.resealed_go"), more...).WithWidth(640)
	d.OnClosed = func() {
		s.d.prefs.setNotebook(to)
		s.w.lock()
	}
	d.Show(s.w.win.Canvas())
}
