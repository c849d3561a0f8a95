package ui

import (
	"errors"
	"io/fs"
	"path/filepath"

	"fyne.io/fyne/v2"

	"plumbline/model/notebook"
	"plumbline/model/seal"
	"plumbline/ui/parts"
)

// parting is whether a new notebook gets recovery parts, and which of quorums.
type parting struct {
	on bool
	of int
}

// partingOffered are the quorums offered beside a new passphrase. One code alone is for who asks for it, under Safety.
const partingOffered = 2

// partingField offers recovery parts for a new notebook.
func (u *unlock) partingField() fyne.CanvasObject {
	k := u.look
	words := []string{k.T("safety_screen.two_of_three"), k.T("safety_screen.three_of_five")}
	how := parts.NewSegmented(k, words[:partingOffered], u.offered.of, func(i int) { u.offered.of = i })
	how.Hidden = !u.offered.on
	tick := parts.NewCheck(k, k.T("unlock.make_parts"), u.offered.on, func(on bool) {
		u.offered.on = on
		how.Hidden = !on
		u.page.Refresh()
	}).WithNote(k.T("unlock.make_parts_note"))
	return k.Row(16, 0, tick, how)
}

// partsMade are the recovery parts of a notebook that was just created.
type partsMade struct {
	parting
	parts []seal.Secret
	err   error
}

// of makes them. The notebook stays when they cannot be made.
func (m *partsMade) of(b *notebook.Notebook) {
	if m.on {
		m.parts, m.err = b.MakeRecovery(quorums[m.parting.of])
	}
}

// show shows them over the notebook, once.
func (m *partsMade) show(d *desk) {
	switch {
	case m.err != nil:
		d.fail(d.look.T("safety_screen.parts_not_made"), m.err)
	case m.on:
		d.showParts(quorums[m.parting.of], m.parts, func() {
			d.toast(d.look.T("unlock.parts_later"), d.look.T("screens.safety"), func() { d.show(place{to: atSafety}) })
		})
	}
}

// lostOf asks for the recovery parts of a backup, where any were made.
func (u *unlock) lostOf(file string) {
	u.keep()
	u.form.SetFaults(nil)
	k := u.look
	if file == "" || file == "." {
		u.refuse("backup", k.T("unlock.first_backup"))
		return
	}
	q, has := u.quorum, false
	u.w.jobs.start(func() (err error) {
		q, has, err = notebook.RecoveryOfBackup(file)
		return err
	}, func(err error) {
		switch {
		case errors.Is(err, fs.ErrNotExist), errors.Is(err, notebook.ErrNotNotebook), errors.Is(err, notebook.ErrDamaged):
			u.notRestored(err)
		case err != nil:
			u.w.fail(k.T("unlock.not_restored"), err)
		case !has:
			u.tellNoParts()
		default:
			u.backup, u.quorum = file, q
			u.choose(tabLostBackup)
		}
	})
}

// tellNoParts says that only the passphrase opens it.
func (u *unlock) tellNoParts() {
	k := u.look
	parts.NewDialog(k, parts.Amber, nil, k.T("unlock.no_parts"), k.T("unlock.no_parts_what"), k.T("actions.close"),
		k.Text(k.T("unlock.no_parts_next"))).Show(u.w.win.Canvas())
}

// lostBackupPage asks for recovery parts of the time of a backup, for a new passphrase, and where the notebook shall lie.
func (u *unlock) lostBackupPage() fyne.CanvasObject {
	k := u.look
	u.newPassphrase()
	folder, to := u.newFolderField("back", &u.back)
	u.act = parts.NewButton(k, k.T("unlock.restore_with_parts"), parts.Primary, func() { u.restoreByParts(untilde(to.Text())) })
	col := parts.Column(14, k.Heading(k.T("unlock.restore_parts_title")), k.Text(u.lostWhat()), k.Text(k.T("unlock.backup_parts")),
		k.Muted(k.T("unlock.backup_is", "file", tilde(u.backup))))
	u.partFields(col)
	first, second := u.phraseFields(k.T("unlock.new_passphrase"))
	back := parts.NewIconButton(k, k.T("actions.back"), backIcon(k), parts.Quiet, func() { u.choose(tabRestore) })
	for _, o := range []fyne.CanvasObject{first, second, folder, parts.Gap(0, 2), u.act.WithReason(), k.Row(0, parts.NoSlack, k.Flush(back))} {
		col.Add(o)
	}
	u.first = u.parts[0].Target()
	u.allow()
	return col
}

// partFields adds as many entries for parts as are needed.
func (u *unlock) partFields(to *fyne.Container) {
	k := u.look
	for i := range u.quorum.Needed {
		p := parts.NewPassphrase(k, nil, nil)
		p.Reveal()
		u.parts = append(u.parts, p)
		label := k.T("unlock.part_n", "n", i+1)
		if u.quorum.Needed == 1 {
			label = k.T("unlock.the_code")
		}
		to.Add(u.field(partField(i), label, p, p.Target()))
	}
}

// typedParts are the parts that were typed; false when one of them is none, which is said at its field.
func (u *unlock) typedParts() (typed []seal.Secret, ok bool) {
	for i, p := range u.parts {
		if _, err := seal.ParsePart(seal.Secret(p.Text())); err != nil {
			u.refuse(partField(i), u.look.T("unlock.bad_part"))
			return nil, false
		}
		typed = append(typed, seal.Secret(p.Text()))
	}
	return typed, true
}

// refuseParts says at the last part why they open nothing; false when the error is another one.
func (u *unlock) refuseParts(err error) bool {
	last := partField(len(u.parts) - 1)
	switch {
	case errors.Is(err, seal.ErrParts):
		u.refuse(last, u.look.T("unlock.parts_do_not_fit"))
	case errors.Is(err, seal.ErrWrongRecovery), errors.Is(err, seal.ErrNoRecovery):
		u.refuse(last, u.look.T("unlock.parts_do_not_open"))
	default:
		return false
	}
	return true
}

// restoreByParts restores with the parts that were typed, and closes what came back under the new passphrase.
func (u *unlock) restoreByParts(to string) {
	if u.working {
		return
	}
	u.form.SetFaults(nil)
	typed, ok := u.typedParts()
	if !ok {
		return
	}
	to, err := filepath.Abs(to)
	if err != nil {
		u.w.fail(u.look.T("unlock.not_restored"), err)
		return
	}
	pass, cost := []byte(u.pass.Text()), u.w.start.Create.KDF
	u.restoreWith(to, notebook.ByParts(typed), func(j *job, options notebook.OpenOptions) (*notebook.Notebook, error) {
		b, err := notebook.OpenRecovered(to, typed, options)
		if err != nil {
			return nil, err
		}
		return closeUnder(j, b, pass, cost)
	}, func() {
		clear(pass)
		for _, p := range typed {
			p.Wipe()
		}
	})
}
