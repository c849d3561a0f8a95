package ui

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"plumbline/model"
	"plumbline/ui/bidi"
	"plumbline/ui/parts"
)

// evidenceList is the evidence of the form: what the record has already, and what waits to be attached once it is saved.
// Files come by the button, by a drop anywhere on the window, addresses by paste. Nothing is read into the notebook
// before the record is there to hold it.
type evidenceList struct {
	o        *observe
	attached []readEvidence
	trouble  map[pending]string // why a piece could not be attached
	sums     map[string]pending // what was read, by path
	reading  map[string]bool    // paths that are being read
	bound    *bound
	address  *bidi.Entry // shown while an address is written; nil otherwise
	rows     *fyne.Container
	typing   *fyne.Container
	most     int // how many rows are shown
}

// Many files at once: so many are taken without asking, so many may wait, and so many are shown until more are asked for.
const (
	manyFiles   = 50
	mostWaiting = 1000
	shownFiles  = 30
)

// errFileChanged means that a file is not the one that was chosen.
var errFileChanged = errors.New("the file has changed since it was chosen")

// evidenceSection is the drop, the rows, and the two other ways to give evidence.
func (o *observe) evidenceSection() fyne.CanvasObject {
	k := o.k
	l := &evidenceList{o: o, trouble: map[pending]string{}, sums: map[string]pending{}, reading: map[string]bool{}, rows: parts.Column(8), typing: parts.Column(0), most: shownFiles}
	o.evidence = l
	column := parts.Column(10, k.Section(k.T(observeSections[sectionEvidence].title)))
	if !o.d.readOnly {
		column.Add(parts.NewEvidenceDrop(k, k.T("observe_screen.drop_here"),
			parts.NewButton(k, k.T("observe_screen.choose_file"), parts.Secondary, func() { o.d.chooseFile(func(path string) { o.dropFiles([]string{path}) }) }),
			parts.NewButton(k, k.T("observe_screen.paste_address"), parts.Secondary, l.paste)))
	}
	column.Add(l.typing)
	column.Add(l.rows)
	o.parts[sectionEvidence] = column
	l.bound = o.bind(column, l.follow)
	l.show()
	l.read()
	if o.unwatch != nil {
		o.unwatch()
	}
	o.unwatch = o.d.book.Watch(func([]model.ID) { o.d.came(l.read) }) // what is taken back comes back here too
	return column
}

func (l *evidenceList) count() int { return len(l.attached) + len(l.o.sheet.Evidence) }

// read fetches what the record has already.
func (l *evidenceList) read() {
	if l.o.sheet.isNew() && l.o.seen.Record == nil || l.o.done {
		return
	}
	book, id := l.o.d.book, l.o.sheet.ID
	var attached []readEvidence
	l.o.d.read(func() error {
		for _, e := range book.Attached(id) {
			v, err := book.View(e)
			if err != nil {
				return err
			}
			if record, ok := v.Record.(*model.Evidence); ok {
				attached = append(attached, readEvidence{e, record})
			}
		}
		return nil
	}, func(err error) {
		if l.o.done {
			return
		}
		l.o.d.fail(l.o.k.T("observe_screen.not_opened"), err)
		l.attached = attached
		l.show()
	})
}

// show draws the rows.
func (l *evidenceList) show() {
	k, waiting := l.o.k, l.sorted()
	l.rows.Objects = evidenceRows(k, len(waiting)+len(l.attached), l.most, func(i int) fyne.CanvasObject {
		if i < len(waiting) {
			return l.pendingRow(waiting[i])
		}
		return l.attachedRow(l.attached[i-len(waiting)])
	}, func() { l.most += shownFiles; l.show() })
	if len(waiting) > 0 {
		l.rows.Objects = append([]fyne.CanvasObject{k.Hint(k.T("observe_screen.attach_after"))}, l.rows.Objects...)
	}
	if len(l.rows.Objects) == 0 && l.o.d.readOnly {
		l.rows.Objects = []fyne.CanvasObject{k.Muted(k.T("states.none"))}
	}
	l.o.relay(l.rows)
	if l.o.submit != nil {
		l.o.told()
	}
}

// sorted are the pieces that wait, those first that could not be attached.
func (l *evidenceList) sorted() []pending {
	out := slices.Clone(l.o.sheet.Evidence)
	slices.SortStableFunc(out, func(a, b pending) int { return min(len(l.trouble[b]), 1) - min(len(l.trouble[a]), 1) })
	return out
}

// evidenceRows are the first rows of a list that is short as a rule, with the way to more of them where it is not.
func evidenceRows(k parts.Look, n, most int, row func(i int) fyne.CanvasObject, more func()) []fyne.CanvasObject {
	var out []fyne.CanvasObject
	for i := range min(n, most) {
		out = append(out, row(i))
	}
	if n > most {
		out = append(out, k.Row(0, parts.NoSlack, k.Flush(parts.NewButton(k, k.T("observe_screen.more_files", "n", n-most), parts.Quiet, more))))
	}
	return out
}

// attachedRow is a piece that the notebook holds.
func (l *evidenceList) attachedRow(e readEvidence) fyne.CanvasObject {
	k, r := l.o.k, e.record
	title, language := k.Words.Of(r.Title, r.Language)
	base := parts.BaseOf(language)
	if title == "" {
		title, base = bidi.Isolate(firstOf(r.OriginalName, r.Address)), k.Base()
	}
	file := parts.EvidenceFile{Title: title, Base: base, Hash: r.SHA256, Kind: evidenceIcon(firstOf(r.OriginalName, r.Address), r.Address),
		OnOpen: func() { l.o.d.show(place{to: atEvidence, id: e.id}) }}
	if r.OriginalName != "" {
		file.Name = strings.Join([]string{bidi.Isolate(r.OriginalName), k.Words.Size(r.Size)}, " · ")
	}
	return l.withRemove(parts.NewEvidenceRow(k, file), func() { l.withdraw(e) })
}

// pendingRow is a piece that waits.
func (l *evidenceList) pendingRow(p pending) fyne.CanvasObject {
	k := l.o.k
	file := parts.EvidenceFile{Title: bidi.Isolate(p.name()), Base: k.Base(), Hash: p.SHA256, Kind: evidenceIcon(p.name(), p.Address)}
	switch {
	case p.Address != "":
		file.Name = k.T("observe_screen.waits")
	case p.SHA256 == "" && l.trouble[p] == "":
		file.Name = k.T("observe_screen.reading_file")
	case p.SHA256 != "":
		file.Name = strings.Join([]string{k.Words.Size(p.Size), k.T("observe_screen.waits")}, " · ")
	}
	if words := l.trouble[p]; words != "" {
		file.Warnings = []parts.EvidenceWarning{{Words: words}}
	}
	return l.withRemove(parts.NewEvidenceRow(k, file), func() { l.remove(p) })
}

// withRemove sets the button that takes a piece away beside its row.
func (l *evidenceList) withRemove(row fyne.CanvasObject, remove func()) fyne.CanvasObject {
	if l.o.d.readOnly {
		return row
	}
	k := l.o.k
	button := parts.NewIconButton(k, "", theme.CancelIcon(), parts.Quiet, remove)
	button.Tip = k.T("actions.remove")
	return k.TopRow(2, 0, row, button)
}

// name is what a person calls the piece.
func (p pending) name() string {
	if p.Address != "" {
		return p.Address
	}
	return filepath.Base(p.Path)
}

// evidenceIcon is the picture of a kind of file.
func evidenceIcon(name, address string) fyne.Resource {
	if address != "" {
		return theme.ComputerIcon()
	}
	switch strings.ToLower(filepath.Ext(name)) {
	case ".jpg", ".jpeg", ".png", ".gif", ".webp", ".tif", ".tiff", ".heic", ".heif":
		return theme.MediaPhotoIcon()
	case ".mp4", ".mov", ".webm", ".avi", ".mkv", ".3gp":
		return theme.MediaVideoIcon()
	case ".mp3", ".m4a", ".wav", ".ogg", ".amr", ".flac":
		return theme.MediaMusicIcon()
	case ".pdf", ".doc", ".docx", ".odt", ".txt", ".rtf":
		return theme.DocumentIcon()
	}
	return theme.FileIcon()
}

// dropFiles takes files that were chosen or dropped on the window.
func (o *observe) dropFiles(paths []string) {
	k := o.k
	switch {
	case o.done:
		return
	case o.d.readOnly:
		k.Say(k.T("drop.read_only"))
		return
	case o.sheet == nil:
		k.Say(k.T("drop.not_open_yet"))
		return
	case !slices.ContainsFunc(paths, func(path string) bool { return !isParcel(path) }): // a parcel is nobody's evidence
		o.d.ask(k.T("drop.parcel_in_form"), k.T("drop.parcel_in_form_more"), k.T("actions.merge"), k.T("actions.cancel"), func() { o.d.mergeThese(paths) })
		return
	}
	fresh := o.notYetWaiting(paths)
	if len(fresh) == 0 {
		k.Say(k.T("drop.waits_already"))
		return
	}
	if len(fresh) > manyFiles {
		o.d.ask(o.k.T("observe_screen.many_files", "n", len(fresh)), o.k.T("observe_screen.many_files_more"), o.k.T("observe_screen.take_all_files"),
			o.k.T("actions.cancel"), func() { o.takeFiles(fresh) })
		return
	}
	o.takeFiles(fresh)
}

// notYetWaiting are files that do not wait already, each once.
func (o *observe) notYetWaiting(paths []string) (fresh []pending) {
	known := map[string]bool{}
	for _, p := range o.sheet.Evidence {
		known[p.Path] = true
	}
	for _, path := range paths {
		if !known[path] {
			known[path] = true
			fresh = append(fresh, pending{Path: path})
		}
	}
	return fresh
}

// takeFiles lets files wait to be attached.
func (o *observe) takeFiles(fresh []pending) {
	if room := mostWaiting - len(o.sheet.Evidence); len(fresh) > room {
		o.d.toast(o.k.T("observe_screen.too_many_files", "n", mostWaiting, "left", len(fresh)-max(room, 0)), "", nil)
		fresh = fresh[:max(room, 0)]
	}
	if len(fresh) == 0 || o.done {
		return
	}
	o.sheet.Evidence = append(o.sheet.Evidence, fresh...)
	o.evidence.show()
	o.changed(o.evidence.bound)
	o.evidence.measure(fresh)
}

// follow shows the pieces that wait after some were put back: what was read of them is still known, or read again.
func (l *evidenceList) follow() {
	var fresh []pending
	for i, p := range l.o.sheet.Evidence {
		if read, known := l.sums[p.Path]; known && p.SHA256 == "" {
			l.o.sheet.Evidence[i] = read
		} else if p.Path != "" && p.SHA256 == "" && l.trouble[p] == "" && !l.reading[p.Path] {
			fresh = append(fresh, p)
		}
	}
	l.o.past.amend(".Evidence")
	l.show()
	if len(fresh) > 0 {
		l.measure(fresh)
	}
}

// measure reads sizes and hashes of files, which may take a while.
func (l *evidenceList) measure(files []pending) {
	for _, p := range files {
		l.reading[p.Path] = true
	}
	measured := make([]pending, len(files))
	failed := make([]error, len(files))
	l.o.d.work(l.o.k.T("observe_screen.reading_mb"), func(ctx context.Context, step func(done, total int)) error {
		far := newReach(step, sizesOf(files))
		for i, p := range files {
			measured[i] = p
			measured[i].Size, measured[i].SHA256, failed[i] = hashFile(ctx, p.Path, far.read)
			if err := ctx.Err(); err != nil {
				return err
			}
		}
		return nil
	}, func(err error) {
		for _, p := range files {
			delete(l.reading, p.Path)
		}
		if l.o.done || l.o.busy { // being saved: attaching reads the file itself
			return
		}
		for i, p := range files {
			if err == nil && failed[i] == nil {
				l.sums[p.Path] = measured[i]
			}
			switch at := slices.Index(l.o.sheet.Evidence, p); {
			case at < 0: // taken away meanwhile
			case err != nil:
				l.drop(p) // stopped: nothing is taken
			case failed[i] != nil:
				l.trouble[p] = attachTrouble(l.o.k, failed[i])
			default:
				l.o.sheet.Evidence[at] = measured[i]
			}
		}
		l.show()
		if err != nil {
			l.o.changed(l.bound)
			return
		}
		l.o.past.amend(".Evidence")
		l.o.amended()
	})
}

// drop takes a waiting piece out of the sheet.
func (l *evidenceList) drop(p pending) {
	s := l.o.sheet
	s.Evidence = slices.DeleteFunc(slices.Clone(s.Evidence), func(x pending) bool { return x == p })
	delete(l.trouble, p)
}

// remove takes a waiting piece away.
func (l *evidenceList) remove(p pending) {
	l.drop(p)
	l.show()
	l.o.changed(l.bound)
}

// withdraw takes an attached piece back; the toast brings it back, and its record stays in the history.
func (l *evidenceList) withdraw(e readEvidence) {
	k := l.o.k
	l.o.d.withdraw(e.id, k.T("observe_screen.evidence_removed"), k.T("observe_screen.not_saved"), func() {
		if !l.o.done {
			l.read()
		}
	})
}

// paste takes the address on the clipboard, or shows an entry to write one.
func (l *evidenceList) paste() {
	if text := strings.TrimSpace(fyne.CurrentApp().Clipboard().Content()); l.addressFault(text) == "" {
		l.addAddress(text)
		return
	}
	l.showAddress()
}

// addressFault says what is amiss with an address; nothing for a good one.
func (l *evidenceList) addressFault(text string) string {
	e := model.Evidence{Of: l.o.sheet.ID, Address: text}
	var faults model.Faults
	if text == "" {
		return l.o.k.T("faults." + string(model.RuleRequired))
	}
	if errors.As(e.Check(model.Known{}), &faults) {
		return l.o.k.T("faults." + string(faults[0].Rule))
	}
	return ""
}

// showAddress shows the entry for an address.
func (l *evidenceList) showAddress() {
	k := l.o.k
	entry := parts.NewCodeEntry(k, "https://")
	field := parts.NewStackedField(k, "address", k.T("fields_evidence.address"), entry)
	take := func() {
		if fault := l.addressFault(strings.TrimSpace(entry.Text())); fault != "" {
			field.SetFault(fault)
			l.o.relay(l.typing)
			return
		}
		l.hideAddress()
		l.addAddress(strings.TrimSpace(entry.Text()))
	}
	entry.OnSubmitted = func(string) { take() }
	entry.OnEscape = l.hideAddress
	l.address = entry
	l.typing.Objects = []fyne.CanvasObject{parts.Column(6, field, k.Row(8, parts.NoSlack,
		parts.NewButton(k, k.T("actions.add"), parts.Secondary, take), parts.NewButton(k, k.T("actions.cancel"), parts.Quiet, l.hideAddress)))}
	l.o.relay(l.typing)
	field.Focus()
}

func (l *evidenceList) hideAddress() {
	l.address = nil
	l.typing.Objects = nil
	l.o.relay(l.typing)
}

func (l *evidenceList) addAddress(text string) {
	p := pending{Address: text}
	if !slices.Contains(l.o.sheet.Evidence, p) {
		l.o.sheet.Evidence = append(l.o.sheet.Evidence, p)
	}
	l.show()
	l.o.changed(l.bound)
}
