package ui

import (
	"os"
	"path/filepath"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"plumbline/model"
	"plumbline/ui/bidi"
	"plumbline/ui/parts"
)

// The toolkit's file dialog cannot be mirrored, takes no typed path, and writes the last folder into the preferences in
// clear. This one is small, works by keyboard, and remembers nothing.

// wanted is what a chooser looks for.
type wanted int

const (
	wantFile wanted = iota
	wantFolder
	wantTarget // a file that is to be written
)

// chooser shows the folders and files of this computer.
type chooser struct {
	w      *Window
	look   parts.Look
	want   wanted
	picked func(path string)

	folder  string
	entries []entry
	path    *bidi.Entry
	list    *parts.List
	dialog  *parts.Dialog
	act     *parts.Button
	asked   int // the newest answer that was asked for; older ones come too late
}

// entry is one line of a folder.
type entry struct {
	name   string
	folder bool
}

// choosers are the three questions for a path, as the desk hands them on.
func (w *Window) choosers() (file, folder func(func(string)), target func(string, func(string))) {
	return func(picked func(string)) { w.choose(wantFile, "", picked) },
		func(picked func(string)) { w.choose(wantFolder, "", picked) },
		func(name string, picked func(string)) { w.choose(wantTarget, name, picked) }
}

// pathEntry is a path that may be typed, pasted or chosen, with the button that chooses. Where fresh is the name of a folder
// that is to be made, a chosen folder that holds something is the place where it will lie.
func (w *Window) pathEntry(k parts.Look, path, tip string, want wanted, fresh string) (fyne.CanvasObject, *bidi.Entry) {
	e := parts.NewCodeEntry(k, "")
	e.SetText(tilde(path))
	choose := parts.NewIconButton(k, "", theme.FolderOpenIcon(), parts.Secondary, nil)
	choose.Tip = tip
	choose.OnTapped = func() {
		w.choose(want, "", func(path string) {
			w.jobs.start(func() error {
				if list, err := os.ReadDir(path); fresh != "" && err == nil && len(list) > 0 {
					path = freeFolder(path, fresh)
				}
				return nil
			}, func(error) { e.SetText(tilde(path)) })
		})
	}
	return k.Row(8, 0, e, choose), e
}

// choose opens a chooser in the home folder.
func (w *Window) choose(want wanted, name string, picked func(string)) {
	k := w.lookNow()
	c := &chooser{w: w, look: k, want: want, picked: picked}
	c.path = parts.NewCodeEntry(k, "")
	c.path.OnSubmitted = func(string) { c.take() }
	c.list = parts.NewList(k, 36, func() int { return len(c.entries) }, func() fyne.CanvasObject { return newEntryRow(k) },
		func(i int, o fyne.CanvasObject) { o.(*entryRow).set(c.entries[i]) })
	c.list.OnOpen = c.open
	c.list.OnKey = func(_ int, key fyne.KeyName) bool {
		if key == fyne.KeyBackspace {
			c.enter(filepath.Dir(c.folder), "")
		}
		return key == fyne.KeyBackspace
	}
	title := k.T([]string{"window.choose_file", "window.choose_folder", "window.choose_target"}[want])
	word := k.T([]string{"window.take_file", "window.take_folder", "actions.save"}[want])
	up := parts.NewIconButton(k, "", theme.MoveUpIcon(), parts.Secondary, func() { c.enter(filepath.Dir(c.folder), "") })
	up.Tip = k.T("window.folder_above")
	c.act = parts.NewButton(k, word, parts.Primary, c.take)
	c.dialog = parts.NewDialog(k, parts.Calm, theme.FolderOpenIcon(), title, "", k.T("actions.cancel"),
		k.Row(8, 0, c.path, up), parts.Sized(0, parts.DialogHeight(w.win.Canvas(), 320), c.list)).WithButtons(c.act).WithWidth(640).FocusFirst(c.path)
	home, err := os.UserHomeDir()
	if err != nil {
		home = string(filepath.Separator)
	}
	c.dialog.Show(w.win.Canvas())
	c.enter(home, name)
}

// ask does what may take long on a slow drive, and then done on the UI thread; unless something newer was asked for
// meanwhile, or the chooser was left.
func (c *chooser) ask(f func() error, done func(error)) {
	c.asked++
	mine := c.asked
	c.w.jobs.start(f, func(err error) {
		if mine == c.asked && c.dialog.Open() {
			done(err)
		}
	})
}

// enter reads a folder off the UI thread and shows it. A path that was typed meanwhile stays.
func (c *chooser) enter(folder, name string) {
	var found []entry
	before := c.path.Text()
	c.ask(func() (err error) {
		found, err = readFolder(folder, c.want == wantFolder)
		return err
	}, func(err error) {
		if err != nil {
			c.w.fail(c.look.T("window.folder_not_read"), err)
			return
		}
		c.folder, c.entries = folder, found
		if c.path.Text() == before {
			c.path.SetText(tilde(filepath.Join(folder, name)))
		}
		c.list.SetChosen()
		c.list.Refresh()
		c.list.SetCurrent(0)
	})
}

// readFolder lists a folder: folders first, hidden ones left out.
func readFolder(folder string, foldersOnly bool) ([]entry, error) {
	all, err := os.ReadDir(folder)
	if err != nil {
		return nil, err
	}
	found := []entry{{name: "..", folder: true}}
	for _, e := range all {
		dir := e.IsDir()
		if e.Type()&os.ModeSymlink != 0 {
			dir = isFolder(filepath.Join(folder, e.Name()))
		}
		if !strings.HasPrefix(e.Name(), ".") && (dir || !foldersOnly) {
			found = append(found, entry{e.Name(), dir})
		}
	}
	slices.SortStableFunc(found[1:], func(a, b entry) int {
		if a.folder != b.folder {
			return map[bool]int{true: -1, false: 1}[a.folder]
		}
		return strings.Compare(model.Fold(a.name), model.Fold(b.name))
	})
	return found, nil
}

// open enters a folder of the list, or takes a file into the entry.
func (c *chooser) open(i int) {
	e := c.entries[i]
	switch {
	case e.name == "..":
		c.enter(filepath.Dir(c.folder), c.nameOfTarget())
	case e.folder:
		c.enter(filepath.Join(c.folder, e.name), c.nameOfTarget())
	default:
		c.path.SetText(tilde(filepath.Join(c.folder, e.name)))
		c.list.SetChosen(i)
	}
}

// nameOfTarget is the name of the file that is to be written, which stays while folders change.
func (c *chooser) nameOfTarget() string {
	if c.want != wantTarget {
		return ""
	}
	return filepath.Base(c.path.Text())
}

// take hands on what stands in the entry, when it is what is wanted; a folder is entered instead of a file.
func (c *chooser) take() {
	path := filepath.Clean(untilde(c.path.Text()))
	var info os.FileInfo
	c.ask(func() (err error) {
		if info, err = os.Stat(path); os.IsNotExist(err) && c.want != wantFile {
			err = nil
		}
		return err
	}, func(err error) {
		switch {
		case err != nil:
			c.w.fail(c.look.T("window.not_chosen"), err)
		case info != nil && info.IsDir() && c.want != wantFolder:
			c.enter(path, c.nameOfTarget())
		default:
			c.dialog.Close()
			c.picked(path)
		}
	})
}

// entryRow draws one line of a folder.
type entryRow struct {
	widget.BaseWidget
	icon *parts.Icon
	name *bidi.Label
	body fyne.CanvasObject
}

func newEntryRow(k parts.Look) *entryRow {
	r := &entryRow{icon: parts.NewIcon(theme.FolderIcon(), parts.Ink2, 20), name: k.Cell("", parts.Ink)}
	r.body = parts.Inset(8, 0, k.Row(10, 1, r.icon, r.name))
	r.ExtendBaseWidget(r)
	return r
}

// Held is the row, for what is cut in it.
func (r *entryRow) Held() []fyne.CanvasObject { return []fyne.CanvasObject{r.body} }

// CreateRenderer is for Fyne.
func (r *entryRow) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(r.body) }

func (r *entryRow) set(e entry) {
	icon := theme.FileIcon()
	if e.folder {
		icon = theme.FolderIcon()
	}
	r.icon.Set(icon, parts.Ink2)
	r.name.SetText(bidi.Isolate(e.name))
}

// tilde writes a path of the home folder with ~ in its place: a screen that is photographed does not tell who sits there.
func tilde(path string) string {
	home, err := os.UserHomeDir()
	if err != nil || home == "" {
		return path
	}
	if rest, ok := strings.CutPrefix(path, home); ok && (rest == "" || os.IsPathSeparator(rest[0])) {
		return "~" + rest
	}
	return path
}

// untilde reads what tilde writes, and any other path as it is.
func untilde(path string) string {
	path = strings.TrimSpace(path)
	home, err := os.UserHomeDir()
	if rest, ok := strings.CutPrefix(path, "~"); err == nil && ok && (rest == "" || os.IsPathSeparator(rest[0])) {
		return filepath.Join(home, rest)
	}
	return path
}
