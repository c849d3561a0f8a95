package ui

import (
	"errors"
	"io/fs"
	"path/filepath"

	"fyne.io/fyne/v2"

	"plumbline/model/notebook"
	"plumbline/ui/parts"
)

// restorePage makes a notebook of a backup, in a folder of its own: nothing that is there is overwritten.
func (u *unlock) restorePage() fyne.CanvasObject {
	k := u.look
	file, from := u.pathField("backup", k.T("unlock.backup_file"), k.T("unlock.choose_backup"), wantFile, &u.backup)
	u.act = parts.NewButton(k, k.T("actions.restore"), parts.Primary, nil)
	u.pass = parts.NewPassphrase(k, nil, func(string) { u.act.Act() })
	phrase := u.field("passphrase", k.T("nouns.passphrase"), u.pass, u.pass.Target()).WithNote(k.T("unlock.backup_phrase"))
	folder, to := u.newFolderField("back", &u.back)
	u.act.OnTapped = func() { u.restore(untilde(from.Text()), untilde(to.Text())) }
	u.first = from
	lost := parts.NewButton(k, k.T("unlock.lost"), parts.Quiet, func() { u.lostOf(untilde(from.Text())) })
	return parts.Column(16, k.Heading(k.T("unlock.restore_title")),
		k.TopRow(16, 1, parts.NewIcon(parts.IconShield, parts.Teal, 20), k.Text(k.T("unlock.restore_what"))),
		file, phrase, folder, parts.Gap(0, 4), u.act.WithReason(), k.Row(0, parts.NoSlack, k.Flush(lost)))
}

// restore restores, verifies, and enters what came back.
func (u *unlock) restore(from, to string) {
	if u.working {
		return
	}
	u.form.SetFaults(nil)
	switch {
	case from == "" || from == ".":
		u.refuse("backup", u.look.T("unlock.first_backup"))
		return
	case u.pass.Text() == "":
		u.refuse("passphrase", u.look.T("unlock.type_passphrase"))
		return
	}
	to, err := filepath.Abs(to)
	if err != nil {
		u.w.fail(u.look.T("unlock.not_restored"), err)
		return
	}
	pass := []byte(u.pass.Text())
	u.backup = from
	u.restoreWith(to, notebook.ByPassphrase(pass), func(_ *job, o notebook.OpenOptions) (*notebook.Notebook, error) {
		return notebook.Open(to, pass, o)
	}, func() { clear(pass) })
}

// restoreWith restores u.backup into a folder, opens it, and enters it; forget wipes the secrets then.
func (u *unlock) restoreWith(to string, unlock notebook.Unlock, open func(*job, notebook.OpenOptions) (*notebook.Notebook, error), forget func()) {
	from := u.backup
	var got notebook.Restored
	var book *notebook.Notebook
	var who *people
	restored := false
	u.busy(true, "")
	u.w.long(u.look.T("unlock.restoring"), func(j *job) (err error) {
		defer forget()
		if got, err = notebook.Restore(j.ctx, from, to, unlock, j.share); err != nil {
			return err
		}
		restored = true
		options := u.options(j)
		options.Older = true // that is what was asked for
		book, who, err = meet(open(j, options))
		return err
	}, func(err error) {
		u.busy(false, "")
		switch {
		case err != nil && restored: // the folder is there, and opens as the backup does
			u.folder = to
			u.choose(tabOpen)
			if quiet(err) {
				u.w.say(u.look.T("unlock.restored_not_opened"))
			}
			u.w.fail(u.look.T("unlock.restored_not_opened"), err)
			return
		case err != nil:
			u.notRestored(err)
			return
		}
		u.w.enter(book, who)
		u.w.tellRestored(&got)
	})
}

// notRestored says at which field a restore failed.
func (u *unlock) notRestored(err error) {
	k := u.look
	if len(u.parts) > 0 && u.refuseParts(err) {
		return
	}
	if f := u.form.Field("backup"); f == nil && !errors.Is(err, notebook.ErrExists) && !errors.Is(err, notebook.ErrPlace) {
		u.w.fail(k.T("unlock.not_restored"), err)
		return
	}
	switch {
	case errors.Is(err, notebook.ErrWrongPassphrase):
		u.refuse("passphrase", k.T("unlock.backup_phrase_wrong"))
	case errors.Is(err, notebook.ErrNotNotebook):
		u.refuse("backup", k.T("unlock.not_a_backup"))
	case errors.Is(err, notebook.ErrDamaged):
		u.refuse("backup", k.T("unlock.backup_damaged"))
	case errors.Is(err, fs.ErrNotExist):
		u.refuse("backup", k.T("trouble.not_there_next"))
	case errors.Is(err, notebook.ErrExists):
		u.refuse("back", k.T("trouble.exists_next"))
	case errors.Is(err, notebook.ErrPlace):
		u.refuse("back", k.T("trouble.place_next"))
	default:
		u.w.fail(k.T("unlock.not_restored"), err)
	}
}

// tellRestored says what came back, and what was damaged already when the backup was made.
func (w *Window) tellRestored(r *notebook.Restored) {
	k, words := w.desk.look, w.desk.words
	said := k.T("unlock.restored", "at", words.Moment(r.At.In(w.start.Now().Location())), "records", words.N("plurals.record", r.Records),
		"files", words.N("plurals.file", r.Verified))
	if r.OK() {
		w.desk.toast(said, "", nil)
		return
	}
	d := parts.NewDialog(k, parts.Amber, nil, k.T("unlock.restored_faults"), said, k.T("actions.close"),
		k.Text(k.T("unlock.restored_faults_next")), w.desk.faultList(&r.Report))
	d.Show(w.win.Canvas())
}

// lost asks for recovery parts, where any were made.
func (u *unlock) lost(dir string) {
	u.keep()
	k := u.look
	q, has := u.quorum, false
	u.w.jobs.start(func() (err error) {
		q, has, err = notebook.RecoveryOf(dir)
		return err
	}, func(err error) {
		switch {
		case errors.Is(err, notebook.ErrNotNotebook):
			u.refuse("folder", k.T("trouble.not_notebook_next"))
		case err != nil:
			u.w.fail(k.T("unlock.not_opened"), err)
		case !has:
			u.tellNoParts()
		default:
			u.folder, u.quorum = dir, q
			u.choose(tabLost)
		}
	})
}

// lostPage asks for as many parts as are needed, and for a new passphrase.
func (u *unlock) lostPage() fyne.CanvasObject {
	k := u.look
	u.newPassphrase()
	u.act = parts.NewButton(k, k.T("unlock.open_with_parts"), parts.Primary, u.recover)
	col := parts.Column(14, k.Heading(k.T("unlock.lost_title")), k.Text(u.lostWhat()), k.Muted(k.T("unlock.folder_is", "folder", tilde(u.folder))))
	u.partFields(col)
	first, second := u.phraseFields(k.T("unlock.new_passphrase"))
	back := parts.NewIconButton(k, k.T("actions.back"), backIcon(k), parts.Quiet, func() { u.choose(tabOpen) })
	for _, o := range []fyne.CanvasObject{first, second, parts.Gap(0, 2), u.act.WithReason(), k.Row(0, parts.NoSlack, k.Flush(back))} {
		col.Add(o)
	}
	u.first = u.parts[0].Target()
	u.allow()
	return col
}

func (u *unlock) lostWhat() string {
	if u.quorum.Needed == 1 {
		return u.look.T("unlock.lost_what_code")
	}
	return u.look.T("unlock.lost_what", "needed", u.quorum.Needed, "given", u.quorum.Given)
}

func partField(i int) string { return "part_" + itoa(i+1) }
