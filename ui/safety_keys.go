package ui

import (
	"errors"
	"path/filepath"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"plumbline/model/notebook"
	"plumbline/model/seal"
	"plumbline/ui/bidi"
	"plumbline/ui/parts"
)

// changePassphrase asks for the passphrase that holds and for the one that shall hold, and says what a new one does not do.
func (s *safety) changePassphrase() {
	k := s.d.look
	var act *parts.Button
	var d *parts.Dialog
	old := parts.NewPassphrase(k, nil, nil)
	was := parts.NewField(k, "passphrase", k.T("safety_screen.old_passphrase"), old)
	fresh := s.w.newPhrase(k, func() { d.Refresh() }, func() { act.Act() })
	act = parts.NewButton(k, k.T("safety_screen.change"), parts.Primary, func() {
		was.SetFault("")
		s.setPassphrase(d, was, old, fresh)
	})
	first, second := fresh.fields(k.T("unlock.new_passphrase"))
	anew := parts.NewButton(k, k.T("safety_screen.reseal_offer"), parts.Secondary, func() { d.Close(); s.askReseal() })
	d = parts.NewDialog(k, parts.Calm, parts.IconLock, k.T("actions.change_passphrase"), k.T("safety_screen.change_what"), k.T("actions.cancel"),
		was, first, second, parts.NewNotice(k, parts.Amber, k.T("safety_screen.old_backups"), anew)).WithWidth(640).WithButtons(act).FocusFirst(old.Target())
	fresh.changed = func() { fresh.allow(act); d.Refresh() }
	fresh.allow(act)
	d.Show(s.w.win.Canvas())
}

// setPassphrase checks the old one and sets the new one. All of it takes seconds, on purpose.
func (s *safety) setPassphrase(over *parts.Dialog, was *parts.Field, old *parts.Passphrase, fresh *newPhrase) {
	k, d := s.d.look, s.d
	before, after := []byte(old.Text()), []byte(fresh.pass.Text())
	cost := s.w.start.Create.KDF
	wrong := false
	d.long(k.T("safety_screen.changing"), func(j *job) error {
		defer clear(before)
		defer clear(after)
		j.derives(3, cost) // the old one is tried, the new one made and tried
		if err := d.book.Opens(j.ctx, before); err != nil {
			wrong = errors.Is(err, notebook.ErrWrongPassphrase)
			return ignore(err, notebook.ErrWrongPassphrase)
		}
		return d.book.SetPassphrase(j.ctx, after, cost)
	}, func(err error) {
		switch {
		case err != nil:
			d.stopped(err)
			d.fail(k.T("safety_screen.not_changed"), err)
		case wrong:
			was.SetFault(k.T("trouble.wrong_passphrase_next"))
			was.Focus()
			over.Refresh()
		default:
			old.Clear()
			fresh.pass.Clear()
			fresh.again.Clear()
			over.Close()
			d.toast(k.T("safety_screen.changed"), "", nil)
			d.saved()
		}
	})
}

// lostCard is what opens the notebook when the passphrase is lost.
func (s *safety) lostCard() fyne.CanvasObject {
	k, t, st := s.d.look, s.d.look.T, &s.state
	title := t("safety_screen.if_lost")
	switch {
	case !st.read && s.unread != nil:
		return s.card(title, parts.Inset(0, 10, k.Muted(t("safety_screen.parts_what"))))
	case !st.read:
		return s.card(title, parts.Inset(0, 10, parts.NewLoading(k)))
	case !st.parted:
		row := parts.NewSettingRow(k, parts.Amber, theme.WarningIcon(), t("safety_screen.no_parts"), t("safety_screen.no_parts_note"), s.makeUnlessReadOnly()...)
		return s.card(title, row, parts.Inset(0, 10, k.Muted(t("safety_screen.parts_what"))))
	}
	r := &st.recovery
	what := t("safety_screen.parts_open", "needed", r.Needed, "given", r.Given)
	if r.Given == 1 {
		what = t("safety_screen.code_opens")
	}
	note := ""
	if !r.Made.IsZero() {
		note = t("safety_screen.parts_made", "at", s.moment(r.Made), "n", len(r.Handed), "given", r.Given)
	}
	rows := []fyne.CanvasObject{parts.NewSettingRow(k, parts.Calm, parts.IconPeople, what, note, s.makeUnlessReadOnly()...)}
	if next := notHanded(r); next > 0 && !s.d.readOnly {
		rows = append(rows, parts.NewSettingRow(k, parts.Amber, theme.WarningIcon(), t("safety_screen.part_unconfirmed", "n", next),
			t("safety_screen.part_unconfirmed_note"), s.handed))
	}
	return s.card(title, append(rows, parts.Inset(0, 10, k.Muted(t("safety_screen.parts_what"))))...)
}

func (s *safety) makeUnlessReadOnly() []fyne.CanvasObject {
	if s.d.readOnly {
		return nil
	}
	s.make.SetText(s.d.look.T("safety_screen.make_parts"))
	if s.state.parted {
		s.make.SetText(s.d.look.T("safety_screen.make_anew"))
	}
	return []fyne.CanvasObject{s.make}
}

// notHanded is the first part that was not said to be handed over, 0 for none.
func notHanded(r *notebook.Recovery) int {
	for n := 1; n <= r.Given; n++ {
		if !slices.Contains(r.Handed, n) {
			return n
		}
	}
	return 0
}

// confirmPart notes that the next part was handed over.
func (s *safety) confirmPart() {
	n := notHanded(&s.state.recovery)
	s.d.write(func() error { return s.d.book.HandedOver(n) }, func(err error) {
		s.d.fail(s.d.look.T("safety_screen.not_noted"), err)
		s.read()
	})
}

// quorums are the numbers of parts that can be made here: any two of three, any three of five, and one code.
var quorums = []seal.Quorum{{Needed: 2, Given: 3}, {Needed: 3, Given: 5}, {Needed: 1, Given: 1}}

// askParts asks how many parts to make.
func (s *safety) askParts() {
	k := s.d.look
	choice := 0
	words := []string{k.T("safety_screen.two_of_three"), k.T("safety_screen.three_of_five"), k.T("safety_screen.one_code")}
	how := parts.NewSegmented(k, words, 0, func(i int) { choice = i })
	more := []fyne.CanvasObject{k.Row(0, parts.NoSlack, how), k.Muted(k.T("safety_screen.parts_who"))}
	if s.state.parted {
		more = append(more, parts.NewNotice(k, parts.Amber, k.T("safety_screen.parts_replace")))
	}
	d := parts.NewDialog(k, parts.Calm, parts.IconPeople, k.T("actions.make_recovery_parts"), k.T("safety_screen.parts_ask"), k.T("actions.cancel"), more...)
	d.WithWidth(640).WithButtons(parts.NewButton(k, k.T("safety_screen.make_parts"), parts.Primary, func() {
		d.Close()
		s.makeParts(quorums[choice])
	})).Show(s.w.win.Canvas())
}

func (s *safety) makeParts(q seal.Quorum) {
	k, d := s.d.look, s.d
	var made []seal.Secret
	d.write(func() (err error) { // a header is written, no key is derived: there is nothing to stop
		made, err = d.book.MakeRecovery(q)
		return err
	}, func(err error) {
		if err != nil {
			d.fail(k.T("safety_screen.parts_not_made"), err)
			return
		}
		d.showParts(q, made, func() {})
		if !s.left {
			s.read()
		}
	})
}

// askErase asks to type the notebook's name, and says what cannot be promised.
func (s *safety) askErase() {
	k := s.d.look
	name := filepath.Base(s.d.book.Folder())
	backups := s.state.backups
	parts.NewEraseDialog(k, k.T("safety_screen.erase_ask"), k.T("safety_screen.erase_sentence"), name, k.T("safety_screen.keep"),
		k.T("safety_screen.erase_yes"), func() { s.w.erase(backups) }).With(
		k.Muted(k.T("safety_screen.erase_honest")), backupsLeft(k, backups)).Show(s.w.win.Canvas())
}

// backupsLeft lists the backups that an erased notebook leaves behind.
func backupsLeft(k parts.Look, backups []notebook.BackupNote) fyne.CanvasObject {
	if len(backups) == 0 {
		return k.Muted(k.T("safety_screen.no_backups_left"))
	}
	col := parts.Column(2, k.Muted(k.T("safety_screen.backups_left")))
	for _, b := range backups[:min(len(backups), 5)] {
		col.Add(k.Hint(bidi.IsolateLTR(tilde(b.Path))))
	}
	return col
}

// tellErased says, after a notebook was erased, what stays.
func (w *Window) tellErased(backups []notebook.BackupNote) {
	k := w.lookNow()
	d := parts.NewDialog(k, parts.Calm, theme.ConfirmIcon(), k.T("safety_screen.erased"), k.T("safety_screen.erase_honest"), k.T("actions.close"),
		backupsLeft(k, backups))
	d.OnClosed = func() {
		if w.start.Replace { // what the memory still holds goes with the process
			w.begun = true
			w.win.Close()
		}
	}
	d.Show(w.win.Canvas())
}
