package ui

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"plumbline/model/notebook"
	"plumbline/ui/bidi"
	"plumbline/ui/parts"
)

// safety is the screen of locking, backups, checking, and how the window looks.
type safety struct {
	w    *Window
	d    *desk
	page *parts.Page
	left bool

	backup *bidi.Label
	kept   *bidi.Label
	check  *fyne.Container
	lock   *parts.Button
}

func newSafety(w *Window) *safety {
	s := &safety{w: w, d: w.desk}
	s.page = parts.NewPageWithin(24, 20, s.body())
	s.read()
	return s
}

func (s *safety) view() fyne.CanvasObject { return s.page }
func (s *safety) leave() bool             { s.left = true; return true }
func (s *safety) focus() fyne.Focusable   { return s.lock }

// body is the cards, two beside each other.
func (s *safety) body() fyne.CanvasObject {
	k := s.d.look
	s.check = k.Row(8, parts.NoSlack)
	head := k.Row(12, 1, k.Heading(k.T("screens.safety")), parts.Gap(0, 0), s.check)
	return parts.Column(16, head,
		k.Even(16, s.lockCard(), s.windowCard()),
		k.Even(16, s.backupCard(), s.aboutCard()))
}

// action is one line of a card: icon, what and how it stands, and the control at the trailing edge.
func (s *safety) action(icon fyne.Resource, what string, how *bidi.Label, control fyne.CanvasObject) fyne.CanvasObject {
	k := s.d.look
	words := parts.Column(0, k.Text(what))
	if how != nil {
		words.Add(how)
	}
	return parts.AtLeast(0, 44, k.Row(14, 1, parts.NewIcon(icon, parts.Ink2, 20), words, control))
}

// card is a white card with a title and lines between its actions.
func (s *safety) card(title string, actions ...fyne.CanvasObject) fyne.CanvasObject {
	col := parts.Column(8, s.d.look.Section(title))
	for i, a := range actions {
		if i > 0 {
			col.Add(parts.NewRule())
		}
		col.Add(a)
	}
	return parts.NewCard(col)
}

// lockCard is locking, now and by itself.
func (s *safety) lockCard() fyne.CanvasObject {
	k := s.d.look
	s.lock = parts.NewButton(k, k.T("actions.lock_now"), parts.Secondary, s.w.lock)
	leave := parts.NewButton(k, k.T("actions.panic_close"), parts.Secondary, s.w.panic)
	return s.card(k.T("safety_screen.lock"),
		s.action(parts.IconLock, k.T("actions.lock_now"), k.Hint(k.T("safety_screen.lock_how", "keys", "Ctrl+L")), s.lock),
		s.action(theme.HistoryIcon(), k.T("screens.auto_lock"), k.Hint(k.T("safety_screen.auto_lock_how")),
			s.numbers("plurals.minute", autoLockChoices, s.d.prefs.autoLock(), s.d.prefs.setAutoLock)),
		s.action(theme.CancelIcon(), k.T("actions.panic_close"), k.Hint(k.T("safety_screen.panic_how", "keys", "Ctrl+Shift+L")), leave))
}

// numbers is a choice of numbers, said with a plural.
func (s *safety) numbers(plural string, choices []int, now int, set func(int)) fyne.CanvasObject {
	k := s.d.look
	var options []parts.Option
	for _, n := range choices {
		options = append(options, parts.Option{Code: itoa(n), Word: s.d.words.N(plural, n), Base: k.Base()})
	}
	return parts.Sized(136, 0, parts.NewSelect(k, "", options, itoa(now), func(c string) { set(atoi(c)) }))
}

// windowCard is the language, the colours and the size of text.
func (s *safety) windowCard() fyne.CanvasObject {
	k := s.d.look
	language := parts.NewSelect(k, "", parts.LanguageOptions(), k.Words.Language(), s.w.setLanguage)
	schemes := []parts.Scheme{parts.SchemeSystem, parts.SchemeLight, parts.SchemeDark}
	at := 0
	for i, c := range schemes {
		if c == s.d.prefs.scheme() {
			at = i
		}
	}
	colours := parts.NewSegmented(k, []string{k.T("screens.theme_system"), k.T("screens.theme_light"), k.T("screens.theme_dark")}, at,
		func(i int) { s.d.prefs.setScheme(schemes[i]); s.w.rebuild() })
	var sizes []parts.Option
	for _, n := range textChoices {
		sizes = append(sizes, parts.Option{Code: itoa(n), Word: s.d.words.Percent(float64(n)/100, 0), Base: k.Base()})
	}
	size := parts.NewSelect(k, "", sizes, itoa(s.d.prefs.text()), func(c string) { s.d.prefs.setText(atoi(c)); s.w.rebuild() })
	return s.card(k.T("safety_screen.window"),
		s.action(theme.SettingsIcon(), k.T("screens.language"), nil, parts.Sized(136, 0, language)),
		s.action(theme.ColorPaletteIcon(), k.T("screens.theme"), nil, colours),
		s.action(theme.ZoomInIcon(), k.T("screens.text_size"), k.Hint(k.T("safety_screen.text_how")), parts.Sized(136, 0, size)))
}

// backupCard is where the notebook lies, its copies, and checking it.
func (s *safety) backupCard() fyne.CanvasObject {
	k := s.d.look
	s.backup, s.kept = k.Hint(""), k.Hint("")
	now := parts.NewButton(k, k.T("actions.backup"), parts.Primary, s.backUp)
	check := parts.NewButton(k, k.T("actions.check"), parts.Secondary, s.verify)
	lines := []fyne.CanvasObject{
		s.action(theme.FolderIcon(), k.T("safety_screen.where"), k.Hint(bidi.IsolateLTR(tilde(s.d.book.Folder()))), parts.Gap(0, 0)),
		s.action(theme.StorageIcon(), k.T("safety_screen.copies"), s.backup, now),
		s.action(theme.WarningIcon(), k.T("safety_screen.remind"), k.Hint(k.T("safety_screen.remind_how")),
			s.numbers("plurals.day", remindChoices, s.d.prefs.remind(), func(n int) { s.d.prefs.setRemind(n); s.w.frame.count() })),
		s.action(theme.HistoryIcon(), k.T("safety_screen.kept"), s.kept, parts.Gap(0, 0)),
		s.action(theme.SearchIcon(), k.T("actions.check"), k.Hint(k.T("safety_screen.check_how")), check),
	}
	return s.card(k.T("screens.backups"), lines...)
}

// aboutCard is the program itself.
func (s *safety) aboutCard() fyne.CanvasObject {
	k := s.d.look
	open := parts.NewButton(k, k.T("safety_screen.licences"), parts.Secondary, func() { showAbout(s.w.win.Canvas(), k, s.w.start.Version) })
	return s.card(k.T("screens.about"),
		s.action(theme.InfoIcon(), bidi.IsolateLTR("Plumbline "+s.w.start.Version), k.Hint(k.T("unlock.offline")), open),
		s.action(theme.AccountIcon(), k.T("safety_screen.you"), k.Hint(s.owner()), parts.Gap(0, 0)))
}

// owner is who the notebook belongs to, with the letters that stand in its refs.
func (s *safety) owner() string {
	key := s.d.book.Key()
	return s.d.look.T("safety_screen.letters", "letters", key.Letters())
}

// safetyState is what the screen reads in the background.
type safetyState struct {
	backup    time.Time
	snapshots []notebook.Snapshot
}

// read reads when the last backup and the last check were.
func (s *safety) read() {
	var st safetyState
	s.d.read(func() (err error) {
		if st.backup, err = lastBackup(s.d.book); err != nil {
			return err
		}
		st.snapshots, err = s.d.book.Snapshots()
		return err
	}, func(err error) {
		if s.left {
			return
		}
		if err != nil {
			s.d.fail(s.d.look.T("safety_screen.not_read"), err)
			return
		}
		k := s.d.look
		s.backup.SetText(k.T("states.last_backup", "age", s.d.age(st.backup)))
		kept := k.T("safety_screen.kept_none")
		if n := len(st.snapshots); n > 0 {
			kept = k.T("safety_screen.kept_n", "n", n, "age", s.d.age(st.snapshots[0].At))
		}
		s.kept.SetText(kept)
		s.page.Refresh()
	})
}

// backUp writes a backup where somebody chooses.
func (s *safety) backUp() {
	k, d := s.d.look, s.d
	name := "plumbline-" + d.now().Format("2006-01-02") + ".backup"
	d.chooseTarget(name, func(path string) {
		d.work(k.T("safety_screen.backing_up"), func(ctx context.Context, step func(int, int)) error {
			return d.book.Backup(ctx, path, step)
		}, func(err error) {
			if err == nil {
				d.toast(k.T("safety_screen.backed_up"), "", nil)
				d.saved()
			}
			d.fail(k.T("safety_screen.not_backed_up"), err)
			s.read()
		})
	})
}

// lastBackup is when the last backup was written; the zero time for never.
func lastBackup(b *notebook.Notebook) (time.Time, error) {
	notes, err := b.Backups()
	if err != nil || len(notes) == 0 {
		return time.Time{}, err
	}
	return notes[0].At, nil
}

// verify checks the whole notebook, every evidence file to its last byte.
func (s *safety) verify() {
	k, d := s.d.look, s.d
	var found notebook.Report
	d.work(k.T("actions.check"), func(ctx context.Context, step func(int, int)) (err error) {
		found, err = d.book.Check(ctx, true, step)
		return err
	}, func(err error) {
		if err != nil {
			d.fail(k.T("safety_screen.not_checked"), err)
			return
		}
		if !s.left {
			s.say(found)
		}
	})
}

// say shows what a check found.
func (s *safety) say(r notebook.Report) {
	k, w := s.d.look, s.d.words
	s.check.Objects = nil
	if r.OK() {
		line := k.T("safety_screen.sound", "records", w.N("plurals.record", r.Records), "files", w.N("plurals.file", r.Verified))
		s.check.Add(parts.NewIcon(theme.ConfirmIcon(), parts.Teal, 20))
		s.check.Add(k.Line(line, parts.Teal))
	} else {
		s.check.Add(parts.NewIcon(theme.WarningIcon(), parts.Attention, 20))
		s.check.Add(k.Line(k.T("safety_screen.damage", "n", len(r.Faults)), parts.Attention))
		s.d.fail(k.T("safety_screen.damage", "n", len(r.Faults)), notebook.ErrDamaged)
	}
	s.check.Refresh()
	s.page.Refresh()
}

// showAbout shows what the program is made of and under which licences.
func showAbout(c fyne.Canvas, k parts.Look, version string) {
	col := parts.Column(10, k.Text(k.T("safety_screen.about_text")))
	for _, l := range licences {
		col.Add(k.Row(8, 0, k.Text(bidi.IsolateLTR(l.name)), k.Line(bidi.IsolateLTR(l.licence), parts.Ink2)))
	}
	parts.NewDialog(k, parts.Calm, parts.IconPlumb, bidi.IsolateLTR("Plumbline "+version), "", k.T("actions.close"),
		parts.Sized(0, 360, parts.NewPageWithin(4, 4, col))).WithWidth(560).Show(c)
}

// licences are the works of others inside the program.
var licences = []struct{ name, licence string }{
	{"Plumbline", "Apache-2.0"},
	{"Go, golang.org/x", "BSD-3-Clause"},
	{"Fyne", "BSD-3-Clause"},
	{"go-text/typesetting", "Unlicense / BSD-3-Clause"},
	{"bbolt", "MIT"},
	{"excelize", "BSD-3-Clause"},
	{"age", "BSD-3-Clause"},
	{"fxamacker/cbor", "MIT"},
	{"klauspost/compress", "BSD-3-Clause"},
	{"zxcvbn-go", "MIT"},
	{"Noto Sans, Noto Sans Arabic", "OFL-1.1"},
	{"EFF long word list", "CC-BY-3.0-US"},
}
