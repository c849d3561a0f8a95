package ui

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"plumbline/model/notebook"
	"plumbline/ui/bidi"
	"plumbline/ui/parts"
)

// safety is the screen of locking, the passphrase and its recovery, backups, checking, erasing, and how the window looks.
// What it says is read in the background; its controls stay the same, so that the keyboard stays where it is.
type safety struct {
	w      *Window
	d      *desk
	page   *parts.Page
	left   bool
	state  safetyState
	unread error // why it could not be read

	panic, change       *parts.Button
	make, backup, back  *parts.Button
	quick, whole, erase *parts.Button
	about               *parts.Button
	autoLock, remind    fyne.CanvasObject
	text, tone          fyne.CanvasObject
	handed              *parts.Button
}

// safetyState is what the screen reads.
type safetyState struct {
	read      bool
	backups   []notebook.BackupNote
	snapshots []notebook.Snapshot
	recovery  notebook.Recovery
	parted    bool // recovery parts open the notebook
	checked   *checked
}

func newSafety(w *Window) *safety {
	s := &safety{w: w, d: w.desk}
	s.controls()
	s.page = parts.NewPageWithin(s.d.look, 24, 20, s.body())
	s.read()
	return s
}

func (s *safety) view() fyne.CanvasObject { return s.page }
func (s *safety) leave() bool             { s.left = true; return true }

// focus is not what leaves at once: Return would do it.
func (s *safety) focus() fyne.Focusable {
	if s.d.readOnly {
		return s.about
	}
	return s.change
}

// controls makes what acts, once.
func (s *safety) controls() {
	k, t := s.d.look, s.d.look.T
	s.panic = parts.NewButton(k, t("actions.panic_close"), parts.Secondary, s.w.panic)
	s.change = parts.NewButton(k, t("safety_screen.change"), parts.Secondary, s.changePassphrase)
	s.make = parts.NewButton(k, t("safety_screen.make_parts"), parts.Secondary, s.askParts)
	s.handed = parts.NewButton(k, t("safety_screen.handed_over"), parts.Secondary, s.confirmPart)
	s.backup = parts.NewButton(k, t("actions.backup"), parts.Primary, s.backUp)
	s.back = parts.NewButton(k, t("safety_screen.choose"), parts.Secondary, s.restore)
	s.quick = parts.NewButton(k, t("safety_screen.check_quick"), parts.Secondary, func() { s.verify(false) })
	s.whole = parts.NewButton(k, t("safety_screen.check_whole"), parts.Secondary, func() { s.verify(true) })
	s.erase = parts.NewButton(k, t("safety_screen.erase"), parts.DangerWeight, s.askErase)
	s.about = parts.NewButton(k, t("safety_screen.licences"), parts.Secondary, func() { showAbout(s.w.win.Canvas(), k, s.w.start.Version) })
	s.autoLock = s.numbers("plurals.minute", autoLockChoices, s.d.prefs.autoLock(), s.d.prefs.setAutoLock)
	s.remind = s.numbers("plurals.day", remindChoices, s.d.prefs.remind(), func(n int) { s.d.prefs.setRemind(n); s.w.frame.count() })
	s.windowControls()
}

// windowControls are the colours and the size of text.
func (s *safety) windowControls() {
	k := s.d.look
	schemes := []parts.Scheme{parts.SchemeSystem, parts.SchemeLight, parts.SchemeDark}
	at := 0
	for i, c := range schemes {
		if c == s.d.prefs.scheme() {
			at = i
		}
	}
	s.tone = parts.NewSegmented(k, []string{k.T("screens.theme_system"), k.T("screens.theme_light"), k.T("screens.theme_dark")}, at,
		func(i int) { s.d.prefs.setScheme(schemes[i]); s.w.rebuild() })
	var sizes []parts.Option
	for _, n := range textChoices {
		sizes = append(sizes, parts.Option{Code: itoa(n), Word: s.d.words.Percent(float64(n)/100, 0), Base: k.Base()})
	}
	s.text = parts.Sized(136, 0, parts.NewSelect(k, "", sizes, itoa(s.d.prefs.text()), func(c string) { s.d.prefs.setText(atoi(c)); s.w.rebuild() }))
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

// body is the cards, two beside each other and equally high, and what destroys apart from them at the foot, in sight on a screen of 800.
func (s *safety) body() fyne.CanvasObject {
	k := s.d.look
	head := k.Ends(k.Heading(k.T("screens.safety")), s.checkedLine())
	if s.unread != nil { // what is below works all the same: a check, a backup
		head = parts.Column(16, head, parts.NewCard(s.d.trouble("safety_screen.not_read", s.unread, s.read)))
	}
	col := parts.Column(16, head, k.Even(16, s.lockCard(), s.lostCard()), k.Even(16, s.backupCard(), s.windowCard()))
	if !s.d.readOnly {
		col.Add(parts.NewDangerCard(k, theme.DeleteIcon(), k.T("actions.erase"), k.T("safety_screen.erase_what"), s.erase))
	}
	return col
}

// card is a white card with a title and lines between its rows.
func (s *safety) card(title string, rows ...fyne.CanvasObject) fyne.CanvasObject {
	return s.cardUnder(s.d.look.Section(title), rows...)
}

// cardUnder is a card under a head of its own.
func (s *safety) cardUnder(head fyne.CanvasObject, rows ...fyne.CanvasObject) fyne.CanvasObject {
	return parts.NewCard(parts.Column(4, head, parts.NewRuled(rows...)))
}

// row is one line of a card.
func (s *safety) row(icon fyne.Resource, title, note string, controls ...fyne.CanvasObject) fyne.CanvasObject {
	return parts.NewSettingRow(s.d.look, parts.Calm, icon, title, note, controls...)
}

// lockCard is locking, now and by itself, and the passphrase.
func (s *safety) lockCard() fyne.CanvasObject {
	t := s.d.look.T
	rows := []fyne.CanvasObject{
		s.row(parts.IconLock, t("screens.auto_lock"), t("safety_screen.auto_lock_how", "keys", "Ctrl+L"), s.autoLock),
		s.row(theme.CancelIcon(), t("actions.panic_close"), t("safety_screen.panic_how", "keys", "Ctrl+Shift+L"), s.panic)}
	if !s.d.readOnly {
		rows = append(rows, s.row(theme.DocumentCreateIcon(), t("nouns.passphrase"), t("safety_screen.passphrase_how"), s.change))
	}
	return s.card(t("safety_screen.lock"), rows...)
}

// windowCard is how the window looks, the program itself, and where the notebook lies.
func (s *safety) windowCard() fyne.CanvasObject {
	t := s.d.look.T
	key := s.d.book.Key()
	return s.card(t("safety_screen.window"),
		s.row(theme.ColorPaletteIcon(), t("screens.theme"), "", s.tone),
		s.row(theme.ZoomInIcon(), t("screens.text_size"), t("safety_screen.text_how"), s.text),
		s.row(theme.InfoIcon(), bidi.IsolateLTR("Plumbline "+s.w.start.Version), t("unlock.offline"), s.about),
		s.row(theme.FolderIcon(), t("safety_screen.where"), join(s.d.look, bidi.IsolateLTR(tilde(s.d.book.Folder())), t("safety_screen.letters", "letters", key.Letters()))))
}

// read reads what the cards say, and shows it.
func (s *safety) read() {
	st := safetyState{read: true}
	s.d.read(func() (err error) {
		if st.backups, err = s.d.book.Backups(); err != nil {
			return err
		}
		if st.recovery, st.parted, err = s.d.book.Recovery(); err != nil {
			return err
		}
		if st.checked, err = lastCheck(s.d.book); err != nil {
			return err
		}
		st.snapshots, err = s.d.book.Snapshots()
		return err
	}, func(err error) {
		if s.left {
			return
		}
		if s.unread = err; err == nil {
			s.state = st
		}
		s.page.SetContent(s.body())
	})
}

// moment says a time as it is read on the wall here.
func (s *safety) moment(at time.Time) string { return s.d.words.Moment(at.In(s.d.now().Location())) }

// showAbout shows what the program is made of and under which licences.
func showAbout(c fyne.Canvas, k parts.Look, version string) {
	col := parts.Column(10, k.Text(k.T("safety_screen.about_text")))
	for _, l := range licences {
		col.Add(k.Row(8, 0, k.Text(bidi.IsolateLTR(l.name)), k.Line(bidi.IsolateLTR(l.licence), parts.Ink2)))
	}
	parts.NewDialog(k, parts.Calm, parts.IconPlumb, bidi.IsolateLTR("Plumbline "+version), "", k.T("actions.close"),
		col).WithWidth(560).Show(c)
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
	{"cloudflare/circl", "BSD-3-Clause"},
	{"bwesterb/go-ristretto", "MIT"},
	{"fxamacker/cbor", "MIT"},
	{"klauspost/compress", "BSD-3-Clause"},
	{"zxcvbn-go", "MIT"},
	{"Noto Sans, Noto Sans Arabic", "OFL-1.1"},
	{"EFF long word list", "CC-BY-3.0-US"},
}
