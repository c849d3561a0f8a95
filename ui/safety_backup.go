package ui

import (
	"encoding/json"
	"path/filepath"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"plumbline/model/notebook"
	"plumbline/ui/bidi"
	"plumbline/ui/parts"
)

// backupCard is the notebook's copies, and checking it.
func (s *safety) backupCard() fyne.CanvasObject {
	t := s.d.look.T
	var last time.Time
	title, note := t("safety_screen.copies"), "" // not read yet
	if s.state.read {
		note = t("safety_screen.never_backed_up")
	}
	if len(s.state.backups) > 0 {
		b := s.state.backups[0]
		last = b.At
		note = t("safety_screen.backup_at", "at", s.moment(last), "file", fileName(filepath.Base(b.Path))) // the list has its whole path
	}
	if s.state.read {
		title = t("safety_screen.last_copy", "age", s.d.age(last))
	}
	head := fyne.CanvasObject(s.d.look.Section(t("screens.backups")))
	if n := len(s.state.backups) + len(s.state.snapshots); n > 0 {
		head = s.d.look.Ends(head, parts.NewLink(s.d.look, t("report_screen.show_all", "n", n), s.listCopies))
	}
	return s.cardUnder(head,
		s.row(theme.HistoryIcon(), title, note, s.backup),
		s.row(theme.StorageIcon(), t("safety_screen.remind"), t("safety_screen.remind_how"), s.remind),
		s.row(theme.UploadIcon(), t("safety_screen.restore"), t("safety_screen.restore_how"), s.back),
		s.row(theme.SearchIcon(), t("actions.check"), t("safety_screen.check_how"), s.quick, s.whole))
}

// listCopies shows every backup that was written, and every earlier state that is kept.
func (s *safety) listCopies() {
	k := s.d.look
	col := parts.Column(8, k.Bold(k.T("safety_screen.backups_elsewhere")))
	for _, b := range s.state.backups {
		col.Add(parts.Column(0, k.Text(s.moment(b.At)), k.Hint(bidi.IsolateLTR(tilde(b.Path)))))
	}
	if len(s.state.backups) == 0 {
		col.Add(k.Muted(k.T("safety_screen.never_backed_up")))
	}
	col.Add(parts.Gap(0, 4))
	col.Add(k.Bold(k.T("safety_screen.kept")))
	if n := len(s.state.snapshots); n > 0 {
		col.Add(k.Muted(k.T("safety_screen.kept_n", "n", n, "age", s.d.age(s.state.snapshots[0].At))))
	}
	for _, x := range s.state.snapshots {
		col.Add(k.Row(8, 0, k.Text(s.moment(x.At)), k.Line(s.d.words.Size(x.Size), parts.Ink2)))
	}
	if len(s.state.snapshots) == 0 {
		col.Add(k.Muted(k.T("safety_screen.kept_none")))
	}
	parts.NewDialog(k, parts.Calm, theme.HistoryIcon(), k.T("safety_screen.all_copies"), k.T("safety_screen.copies_what"), k.T("actions.close"),
		col).WithWidth(640).Show(s.w.win.Canvas())
}

// backUp writes a backup where somebody chooses.
func (s *safety) backUp() {
	name := "plumbline-" + s.d.now().Format("2006-01-02") + ".backup"
	s.d.chooseTarget(name, s.backUpTo)
}

// backUpTo writes it to a path.
func (s *safety) backUpTo(path string) {
	k, d := s.d.look, s.d
	d.long(k.T("safety_screen.backing_up"), func(j *job) error { return d.book.Backup(j.ctx, path, j.share) }, func(err error) {
		if err == nil {
			d.toast(k.T("safety_screen.backed_up"), "", nil)
			d.saved()
		}
		d.fail(k.T("safety_screen.not_backed_up"), err)
		s.read()
	})
}

// restore makes a notebook of a backup in a folder of its own. It needs the passphrase, so it happens on the screen that
// asks for one: this notebook is locked first.
func (s *safety) restore() {
	k := s.d.look
	s.d.ask(k.T("safety_screen.restore_ask"), k.T("safety_screen.restore_ask_what"), k.T("safety_screen.restore_yes"), k.T("actions.cancel"),
		s.w.lockToRestore)
}

// lastBackup is when the last backup was written; the zero time for never.
func lastBackup(b *notebook.Notebook) (time.Time, error) {
	notes, err := b.Backups()
	if err != nil || len(notes) == 0 {
		return time.Time{}, err
	}
	return notes[0].At, nil
}

// checked is kept, sealed, in the notebook: when it was checked last, and what was found.
type checked struct {
	At      time.Time `json:"at"`
	Deep    bool      `json:"deep"`
	Records int       `json:"records"`
	Files   int       `json:"files"`
	Faults  int       `json:"faults"`
}

const settingChecked = "checked"

// lastCheck is the last check, nil for none.
func lastCheck(b *notebook.Notebook) (*checked, error) {
	raw, err := b.Setting(settingChecked)
	if err != nil {
		return nil, ignore(err, notebook.ErrNotFound)
	}
	c := &checked{}
	if json.Unmarshal(raw, c) != nil {
		return nil, nil // a later version of the program wrote it
	}
	return c, nil
}

// verify checks the notebook: every record, and deep every evidence file to its last byte.
func (s *safety) verify(deep bool) {
	k, d := s.d.look, s.d
	var found notebook.Report
	d.long(k.T("safety_screen.checking"), func(j *job) (err error) {
		if found, err = d.book.Check(j.ctx, deep, j.share); err != nil || d.readOnly {
			return err
		}
		raw, err := json.Marshal(checked{d.now().UTC(), deep, found.Records, max(found.Files, found.Verified), len(found.Faults)})
		if err != nil {
			return err
		}
		return d.book.SetSetting(settingChecked, raw)
	}, func(err error) {
		if err != nil {
			d.fail(k.T("safety_screen.not_checked"), err)
			return
		}
		if !found.OK() {
			s.tellFaults(&found)
		}
		if !s.left {
			s.read()
		}
	})
}

// checkedLine says when the notebook was checked last, and what was found.
func (s *safety) checkedLine() fyne.CanvasObject {
	k, w, c := s.d.look, s.d.words, s.state.checked
	if c == nil {
		return parts.Gap(0, 0)
	}
	if c.Faults > 0 {
		return s.checkedWords(theme.WarningIcon(), parts.Attention, k.T("safety_screen.damage_at", "n", c.Faults, "age", s.d.age(c.At)))
	}
	key := "safety_screen.sound_quick"
	if c.Deep {
		key = "safety_screen.sound"
	}
	return s.checkedWords(theme.ConfirmIcon(), parts.Teal, k.T(key, "age", s.d.age(c.At), "records", w.N("plurals.record", c.Records), "files", w.N("plurals.file", c.Files)))
}

// checkedWords is a sentence with its sign; of large words it may take several lines.
func (s *safety) checkedWords(icon fyne.Resource, ink fyne.ThemeColorName, words string) fyne.CanvasObject {
	sign := parts.NewIcon(icon, ink, 20)
	if s.d.prefs.large() {
		return s.d.look.TopRow(8, 1, sign, s.d.look.Inked(words, ink))
	}
	return s.d.look.Row(8, parts.NoSlack, sign, s.d.look.Line(words, ink))
}

// tellFaults says what does not hold, and what can still be read.
func (s *safety) tellFaults(r *notebook.Report) {
	k := s.d.look
	parts.NewDialog(k, parts.Amber, nil, k.T("safety_screen.damage", "n", len(r.Faults)), k.T("safety_screen.damage_next"), k.T("actions.close"),
		parts.NewNotice(k, parts.Good, k.T("safety_screen.readable", "n", r.Readable)), s.d.faultList(r)).Show(s.w.win.Canvas())
}

// mostNamed is how many records of one kind of fault are named.
const mostNamed = 8

// faultList is a line for each kind of fault, with the records it concerns.
func (d *desk) faultList(r *notebook.Report) fyne.CanvasObject {
	count, named := map[notebook.FaultKind]int{}, map[notebook.FaultKind][]string{}
	for _, f := range r.Faults {
		count[f.Kind]++
		if list := named[f.Kind]; !f.Record.IsZero() && len(list) < mostNamed {
			named[f.Kind] = append(list, d.book.Ref(f.Record))
		}
	}
	col := parts.Column(8)
	for _, kind := range []notebook.FaultKind{notebook.FaultHeader, notebook.FaultStore, notebook.FaultRevision, notebook.FaultLink, notebook.FaultMissing, notebook.FaultFile} {
		if count[kind] == 0 {
			continue
		}
		line := parts.Column(0, d.look.Text(d.look.T("safety_screen.fault_"+string(kind), "n", count[kind])))
		if list := named[kind]; len(list) > 0 {
			line.Add(d.look.Hint(join(d.look, list...)))
		}
		col.Add(line)
	}
	return col
}
