package ui

import (
	"errors"
	"os"
	"path/filepath"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"plumbline/assets"
	"plumbline/model"
	"plumbline/model/notebook"
	"plumbline/model/seal"
	"plumbline/ui/bidi"
	"plumbline/ui/parts"
)

// What one can do before a notebook is open. Opening and restoring with recovery parts have no tab: they are reached
// from opening and restoring.
const (
	tabOpen = iota
	tabCreate
	tabRestore
	tabTry
	tabLost
	tabLostBackup
)

// samplePassphrase opens the sample. Its records are invented, so it is no secret.
const samplePassphrase = "sample sample sample sample sample sample"

// unlock is the first screen: the language, then open, create, restore, or try with the sample.
type unlock struct {
	w    *Window
	look parts.Look
	tab  int

	folder  string // what stands in the entries, kept over a change of the language
	newOne  string
	name    string
	org     string
	backup  string // the file that is restored
	back    string // and the folder that it is restored to
	quorum  seal.Quorum
	offered parting // the recovery parts of a new notebook
	working bool
	seen    bool // the window shows it

	typed map[*string]*bidi.Entry // where what is typed is kept
	tabs  *parts.Segmented
	page  *parts.Page
	first fyne.Focusable // where the keyboard goes

	form  *parts.Form
	pass  *parts.Passphrase
	again *parts.Passphrase
	fresh *newPhrase // where a new one is asked for
	parts []*parts.Passphrase
	act   *parts.Button
}

func newUnlock(w *Window, k parts.Look, dir string) *unlock {
	u := &unlock{w: w, look: k, folder: dir, offered: parting{on: true}, newOne: freeFolder(documents(), "KZ21"), back: freeFolder(documents(), "restored")}
	u.tab = tabOpen
	if dir == "" {
		u.tab = tabCreate
	}
	return u
}

// newUnlockFrom is the same screen again in another language. What was typed as a passphrase is gone.
func newUnlockFrom(w *Window, k parts.Look, old *unlock) *unlock {
	return &unlock{w: w, look: k, tab: old.tab, folder: old.folder, newOne: old.newOne, name: old.name, org: old.org,
		backup: old.backup, back: old.back, quorum: old.quorum, offered: old.offered}
}

// keep notes what was typed, before the screen is made anew.
func (u *unlock) keep() {
	for at, e := range u.typed {
		*at = e.Text()
	}
}

// documents is where new notebooks are proposed.
func documents() string {
	home, err := os.UserHomeDir()
	if err != nil {
		return "Plumbline"
	}
	if docs := filepath.Join(home, "Documents"); isFolder(docs) {
		return filepath.Join(docs, "Plumbline")
	}
	return filepath.Join(home, "Plumbline")
}

func isFolder(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

// freeFolder is a name in a folder that is not taken yet.
func freeFolder(in, name string) string {
	path := filepath.Join(in, name)
	for i := 2; i < 1000; i++ {
		if _, err := os.Lstat(path); err != nil {
			return path
		}
		path = filepath.Join(in, name+"-"+strconv.Itoa(i))
	}
	return path
}

// focus is the passphrase when a notebook is known, else the first field.
func (u *unlock) focus() fyne.Focusable { return u.first }

// view is the language at the leading side, the three things at the other.
func (u *unlock) view() fyne.CanvasObject {
	u.page = parts.NewPageWithin(u.look, 12, 12, parts.Gap(0, 0))
	tabs := u.tabRow()
	u.choose(u.tab)
	side, across := float32(420), float32(60)
	if u.w.prefs.large() { // large words need the room
		side, across = 280, 16
	}
	right := parts.NewBox(parts.Surface, parts.Inset(across, 40, parts.Pane(parts.Inset(12, 0, parts.Column(0, tabs, parts.Gap(0, 8))), u.page, nil)))
	return u.look.Sides(parts.Side{Width: side, Pane: u.look.SidePane(u.side(min(across, 44)))}, parts.Side{Pane: right})
}

// side is the mark, the languages, and the promise.
func (u *unlock) side(across float32) fyne.CanvasObject {
	k := u.look
	name := k.Heading("Plumbline")
	title := k.Row(16, 1, parts.NewIcon(parts.IconPlumb, parts.Teal, 56), parts.Column(0, name, k.Muted(k.T("unlock.motto"))))
	tongues := parts.NewLanguageChoice(k, k.Words.Language(), u.w.setLanguage)
	heading := k.Muted("Language · Тіл · Язык · " + bidi.Isolate("اللغة"))
	help := parts.NewIconButton(k, k.T("screens.help"), theme.HelpIcon(), parts.Quiet, u.w.turnHelp)
	foot := parts.Column(8, k.Muted(k.T("unlock.offline")), k.Row(8, parts.NoSlack, k.Flush(help), parts.NewKeys(k, "F1")))
	return parts.NewPageWithin(k, across, 44, parts.Pane(parts.Column(36, title, parts.Column(8, heading, tongues)), parts.Gap(0, 24), foot))
}

// tabRow is what one can do.
func (u *unlock) tabRow() fyne.CanvasObject {
	k := u.look
	u.tabs = parts.NewTabs(k, doorWords(k), min(u.tab, tabTry), func(i int) { u.keep(); u.choose(i) })
	return k.Row(0, parts.NoSlack, u.tabs)
}

// doorWords are the words of the tabs.
func doorWords(k parts.Look) []string {
	return []string{k.T("unlock.open"), k.T("unlock.create"), k.T("actions.restore"), k.T("unlock.try")}
}

// choose shows one of them.
func (u *unlock) choose(tab int) {
	u.tab = tab
	switch tab {
	case tabLost:
		tab = tabOpen
	case tabLostBackup:
		tab = tabRestore
	}
	u.tabs.SetChosen(tab)
	u.form, u.pass, u.again, u.fresh, u.parts = parts.NewForm(), nil, nil, nil, nil
	u.typed = map[*string]*bidi.Entry{}
	switch u.tab {
	case tabOpen:
		u.page.SetContent(u.openPage())
	case tabCreate:
		u.page.SetContent(u.createPage())
	case tabRestore:
		u.page.SetContent(u.restorePage())
	case tabTry:
		u.page.SetContent(u.tryPage())
	case tabLost:
		u.page.SetContent(u.lostPage())
	case tabLostBackup:
		u.page.SetContent(u.lostBackupPage())
	}
	if u.seen {
		u.w.focusOn(u)
	}
}

// field makes a field of the form; its label stands in the wide column of this screen.
func (u *unlock) field(name, label string, control fyne.CanvasObject, at fyne.Focusable) *parts.Field {
	f := parts.NewField(u.look, name, label, control)
	if at != nil {
		f.Aim(at)
	}
	u.form.Add(f)
	return f
}

// folderField is the path of a folder.
func (u *unlock) folderField(name string, path *string) (*parts.Field, *bidi.Entry) {
	return u.pathField(name, u.look.T("unlock.folder"), u.look.T("unlock.choose_folder"), wantFolder, path)
}

// newFolderField is the path of a folder that is to be made; one that holds something is chosen as the place of it.
func (u *unlock) newFolderField(name string, path *string) (*parts.Field, *bidi.Entry) {
	row, entry := u.w.pathEntry(u.look, *path, u.look.T("unlock.choose_folder"), wantFolder, filepath.Base(*path))
	u.typed[path] = entry
	return u.field(name, u.look.T("unlock.folder"), row, entry), entry
}

func (u *unlock) pathField(name, label, tip string, want wanted, path *string) (*parts.Field, *bidi.Entry) {
	row, entry := u.w.pathEntry(u.look, *path, tip, want, "")
	u.typed[path] = entry
	return u.field(name, label, row, entry), entry
}

// openPage asks for the passphrase of a notebook.
func (u *unlock) openPage() fyne.CanvasObject {
	k := u.look
	folder, path := u.folderField("folder", &u.folder)
	u.act = parts.NewButton(k, k.T("actions.open_notebook"), parts.Primary, func() { u.open(untilde(path.Text())) })
	u.pass = parts.NewPassphrase(k, nil, func(string) { u.act.Act() })
	u.first = u.pass.Target()
	if u.folder == "" {
		u.first = path
	}
	lost := parts.NewButton(k, k.T("unlock.lost"), parts.Quiet, func() { u.lost(untilde(path.Text())) })
	return parts.Column(16, k.Heading(k.T("actions.open_notebook")), folder,
		u.field("passphrase", k.T("nouns.passphrase"), u.pass, u.pass.Target()), parts.Gap(0, 4), u.act.WithReason(),
		k.Row(0, parts.NoSlack, k.Flush(lost)))
}

// createPage makes a new notebook, and says what protects it.
func (u *unlock) createPage() fyne.CanvasObject {
	k := u.look
	folder, path := u.newFolderField("new_folder", &u.newOne)
	name, org := parts.NewEntry(k, k.T("unlock.name_note")), parts.NewEntry(k, k.T("unlock.name_note"))
	name.SetText(u.name)
	org.SetText(u.org)
	u.typed[&u.name], u.typed[&u.org] = name, org
	u.newPassphrase()
	u.act = parts.NewButton(k, k.T("unlock.create_notebook"), parts.Primary, func() {
		u.create(untilde(path.Text()), name.Text(), org.Text())
	})
	first, second := u.phraseFields(k.T("nouns.passphrase"))
	col := parts.Column(10, k.Heading(k.T("actions.new_notebook")),
		parts.Column(8,
			k.TopRow(16, 1, parts.NewIcon(parts.IconLock, parts.Teal, 20), k.Text(k.T("unlock.promise_folder"))),
			k.TopRow(16, 1, parts.NewIcon(parts.IconShield, parts.Teal, 20), k.Text(k.T("unlock.promise_nobody"))),
			k.TopRow(16, 1, parts.NewIcon(theme.WarningIcon(), parts.Attention, 20), k.Text(k.T("unlock.promise_lost")))),
		parts.Gap(0, 0), folder,
		u.field("name", k.T("unlock.name"), name, nil),
		u.field("organisation", k.T("fields_common.organisation"), org, nil),
		first, second, u.partingField(), parts.Gap(0, 2), u.act.WithReason())
	u.allow()
	return col
}

// newPassphrase makes the entries of a passphrase that shall hold from now on.
func (u *unlock) newPassphrase() {
	u.fresh = u.w.newPhrase(u.look, u.allow, func() { u.act.Act() })
	u.pass, u.again, u.first = u.fresh.pass, u.fresh.again, u.fresh.pass.Target()
}

func (u *unlock) phraseFields(label string) (first, second *parts.Field) {
	first, second = u.fresh.fields(label)
	u.form.Add(first, second)
	return first, second
}

// allow switches the button on when the passphrase may be taken, and says beside it what is still wanted.
func (u *unlock) allow() {
	if !u.working {
		u.fresh.allow(u.act)
	}
	u.page.Refresh()
}

// tryPage offers the sample.
func (u *unlock) tryPage() fyne.CanvasObject {
	k := u.look
	dir := freeFolder(documents(), "sample")
	u.act = parts.NewButton(k, k.T("actions.try_with_sample"), parts.Primary, func() { u.try(dir) })
	u.first = u.act
	return parts.Column(16, k.Heading(k.T("screens.sample_notebook")), k.Text(k.T("unlock.sample_what")),
		k.Muted(k.T("unlock.sample_where", "folder", tilde(dir))),
		k.Muted(k.T("unlock.sample_passphrase", "passphrase", samplePassphrase)), parts.Gap(0, 4), u.act.WithReason())
}

// busy switches the screen off while a notebook is made or opened, and says so.
func (u *unlock) busy(on bool, sentence string) {
	u.working = on
	if on {
		u.act.TurnOff(sentence)
		u.page.Refresh() // the sentence may need a line
		return
	}
	u.act.TurnOn()
	if u.fresh != nil {
		u.allow()
	}
}

// run opens or makes a notebook off the UI thread, and enters it. What takes long is shown under a title, the key too, and
// can be stopped: the options that f gets see to that. entered hears when the notebook is shown.
func (u *unlock) run(sentence, title string, f func(j *job, o notebook.OpenOptions) (*notebook.Notebook, error), failed func(error), entered ...func()) {
	if u.working {
		return
	}
	u.busy(true, sentence)
	var got *notebook.Notebook
	var who *people
	u.w.long(u.look.T(title), func(j *job) (err error) {
		got, who, err = meet(f(j, u.options(j)))
		return err
	}, func(err error) {
		u.busy(false, "")
		if err != nil {
			failed(err)
			return
		}
		u.w.enter(got, who)
		for _, f := range entered {
			f()
		}
	})
}

// options are those of opening and making a notebook, which a job shows and ends.
func (u *unlock) options(j *job) notebook.OpenOptions {
	o := u.w.start.Create.OpenOptions
	o.IndexLater = true // see Window.settle
	o.Until = j.ctx
	o.Progress = func(done, total int) error { j.step(done, total); return j.ctx.Err() }
	return o
}

// open unlocks a notebook. A folder that cannot be written is opened for reading.
func (u *unlock) open(dir string) {
	u.form.SetFaults(nil)
	if u.pass.Text() == "" {
		u.refuse("passphrase", u.look.T("unlock.type_passphrase"))
		return
	}
	pass := []byte(u.pass.Text())
	u.run(u.look.T("unlock.opening"), "unlock.reading_notebook", func(_ *job, options notebook.OpenOptions) (*notebook.Notebook, error) {
		b, err := notebook.Open(dir, pass, options)
		if errors.Is(err, notebook.ErrReadOnly) {
			options.ReadOnly = true
			b, err = notebook.Open(dir, pass, options)
		}
		if !errors.Is(err, notebook.ErrDamaged) {
			clear(pass)
		}
		return b, err
	}, func(err error) {
		switch {
		case errors.Is(err, notebook.ErrDamaged):
			u.rescue(dir, pass, err)
		case errors.Is(err, notebook.ErrWrongPassphrase):
			u.refuse("passphrase", u.look.T("trouble.wrong_passphrase_next"))
		case errors.Is(err, notebook.ErrNotNotebook):
			u.refuse("folder", u.look.T("trouble.not_notebook_next"))
		default:
			u.w.fail(u.look.T("unlock.not_opened"), err)
		}
	})
}

// refuse shows a sentence at a field and puts the keyboard there.
func (u *unlock) refuse(field, sentence string) {
	f := u.form.Field(field)
	f.SetFault(sentence)
	f.Focus()
	u.page.Refresh()
}

// create makes a notebook with the built-in plan.
func (u *unlock) create(dir, name, org string) {
	pass := []byte(u.pass.Text())
	options := u.w.start.Create
	options.Name, options.Organisation = name, org
	made := partsMade{parting: u.offered}
	u.run(u.look.T("unlock.creating"), "unlock.making", func(j *job, o notebook.OpenOptions) (b *notebook.Notebook, err error) {
		options.OpenOptions = o
		options.Progress = nil // its few steps say nothing; the key does
		j.derives(1, options.KDF)
		if options.Plan, err = builtInPlan(); err == nil {
			b, err = notebook.Create(dir, pass, options)
		}
		clear(pass)
		if err != nil {
			return nil, err
		}
		made.of(b)
		if j.ctx.Err() != nil { // stopped: nothing of it stays
			return nil, errors.Join(j.ctx.Err(), b.Discard())
		}
		return b, nil
	}, func(err error) {
		if errors.Is(err, notebook.ErrExists) {
			u.refuse("new_folder", u.look.T("trouble.exists_next"))
			return
		}
		u.w.fail(u.look.T("unlock.not_created"), err)
	}, func() { made.show(u.w.desk) })
}

// builtInPlan is the plan that the program brings along.
func builtInPlan() ([]model.Record, error) {
	return model.ReadPlan(assets.Plans()[0].Bytes)
}

// try makes the sample notebook.
func (u *unlock) try(dir string) {
	options := u.w.start.Create
	u.run(u.look.T("unlock.creating"), "unlock.making", func(j *job, o notebook.OpenOptions) (*notebook.Notebook, error) {
		options.OpenOptions = o
		j.derives(1, options.KDF)
		return makeSample(j.ctx, dir, options)
	}, func(err error) { u.w.fail(u.look.T("unlock.not_created"), err) })
}
