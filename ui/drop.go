package ui

import (
	"errors"
	"os"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"

	"plumbline/model"
	"plumbline/model/notebook"
	"plumbline/model/seal"
	"plumbline/ui/bidi"
	"plumbline/ui/parts"
)

// Files may be dropped anywhere on the window, and something is always said of them:
//
//  1. while a question is open, or long work is under way, nothing is taken, and a sentence says so;
//  2. a form of an observation and the coalition take what is dropped on them themselves;
//  3. elsewhere parcels, workbooks and tables lead to merging, as if they had been dropped there;
//  4. other files are evidence: of a new observation on the page of a commitment, of the observation on its page;
//  5. before a notebook is open, a backup leads to restoring, the folder of a notebook to opening it.

// sorted are dropped files by what they are.
type sorted struct {
	arrivals  []string // what is merged
	backups   []string
	notebooks []string // folders
	folders   []string
	files     []string // what may be evidence; also what is gone meanwhile, which is said where it is attached
}

// count is how many there are.
func (s *sorted) count() int {
	return len(s.arrivals) + len(s.backups) + len(s.notebooks) + len(s.folders) + len(s.files)
}

// sortDropped looks what dropped files are, as far as their beginnings say. It reads the disk.
func sortDropped(paths []string) *sorted {
	s := &sorted{}
	for _, path := range paths {
		to := &s.files
		info, err := os.Stat(path)
		switch {
		case err == nil && info.IsDir():
			to = &s.folders
			if _, _, err := notebook.RecoveryOf(path); err == nil || errors.Is(err, notebook.ErrNewer) {
				to = &s.notebooks
			}
		case isArrival(path), err == nil && info.Mode().IsRegular() && isSealed(path):
			to = &s.arrivals
		case err == nil && info.Mode().IsRegular() && isBackup(path):
			to = &s.backups
		}
		*to = append(*to, path)
	}
	return s
}

// isArrival says whether the name of a file says that it is merged.
func isArrival(path string) bool { return isWorkbook(path) || isCSV(path) || isParcel(path) }

func isParcel(path string) bool { return strings.EqualFold(filepath.Ext(path), ".parcel") }

// isSealed says whether a file begins as a parcel does, whatever it is called.
func isSealed(path string) bool {
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	return seal.IsEnvelope(f)
}

// isBackup says whether a file begins as a backup does, also one that is damaged or of a newer program.
func isBackup(path string) bool {
	_, _, err := notebook.RecoveryOfBackup(path)
	info, gone := os.Stat(path)
	return err == nil || errors.Is(err, notebook.ErrNewer) || errors.Is(err, notebook.ErrDamaged) && gone == nil && info.Size() > 0
}

// drop takes dropped files to where they are wanted, or says why they are not.
func (w *Window) drop(_ fyne.Position, uris []fyne.URI) {
	if w.left {
		return
	}
	k := w.lookNow()
	var paths []string
	for _, u := range uris {
		if u.Scheme() == "file" {
			paths = append(paths, filepath.FromSlash(u.Path()))
		}
	}
	switch {
	case w.win.Canvas().Overlays().Top() != nil:
		w.notTaken()
	case len(paths) == 0:
		w.say(k.T("drop.no_file"))
	case w.desk == nil:
		w.unlock.drop(paths)
	case w.taker != nil:
		w.taker(paths)
	default:
		w.sortAndLead(paths)
	}
}

// notTaken says over what is open that nothing is taken now.
func (w *Window) notTaken() {
	if w.said != nil && w.said.Open() {
		return
	}
	k := w.lookNow()
	key := "drop.question_open"
	if w.sheets > 0 {
		key = "drop.work_open"
	}
	w.said = parts.NewDialog(k, parts.Amber, nil, k.T("drop.not_taken"), k.T(key), k.T("actions.close"))
	w.said.Show(w.win.Canvas())
}

// sortAndLead looks what was dropped on a page, and leads there.
func (w *Window) sortAndLead(paths []string) {
	desk, on := w.desk, w.shown
	var s *sorted
	desk.read(func() error { s = sortDropped(paths); return nil }, func(error) {
		switch {
		case w.desk != desk || w.left:
		case w.win.Canvas().Overlays().Top() != nil:
			w.notTaken()
		case len(s.arrivals) > 0:
			w.leadToMerge(s)
		case len(s.backups) > 0:
			w.say(desk.look.T("drop.backup_here"))
		case len(s.files) == 0:
			w.say(desk.look.T("observe_screen.file_is_folder"))
		default:
			w.leadEvidence(on, append(s.files, s.folders...))
		}
	})
}

// leadToMerge looks at what came in where the coalition merges. What else was dropped with it stays where it is.
func (w *Window) leadToMerge(s *sorted) {
	w.show(place{to: atCoalition, part: partMerge})
	merge, ok := w.shown.(*coalition)
	if !ok {
		return // what is shown stays, and has said why
	}
	merge.drop(s.arrivals)
	if rest := s.count() - len(s.arrivals); rest > 0 {
		w.say(w.desk.look.T("drop.rest_left", "files", w.desk.words.N("plurals.file", rest)))
	}
}

// evidenceTaker is a screen on which evidence may be dropped; false where what it shows has none.
type evidenceTaker interface{ takeEvidence(paths []string) bool }

// leadEvidence gives files to what was shown when they were dropped.
func (w *Window) leadEvidence(on screen, paths []string) {
	k := w.desk.look
	taker, ok := on.(evidenceTaker)
	switch {
	case w.desk.readOnly:
		w.say(k.T("drop.read_only"))
	case !ok || on != w.shown || !taker.takeEvidence(paths):
		w.say(k.T("drop.no_evidence_here"))
	}
}

// observeWith opens the form of a new observation in which files wait.
func (w *Window) observeWith(code string, paths []string) {
	w.show(place{to: atObserve, code: code})
	if o, ok := w.shown.(*observe); ok {
		o.takeFiles(o.notYetWaiting(paths))
	}
}

// takeEvidence offers an observation with the files on the page of a commitment, and attaches them on that of an
// observation.
func (s *planScreen) takeEvidence(paths []string) bool {
	k := s.d.look
	files := s.d.words.N("plurals.file", len(paths))
	switch page := s.shown.(type) {
	case *commitmentPage:
		s.d.ask(k.T("drop.observe_with", "code", bidi.IsolateLTR(page.c.Code), "files", files), k.T("observe_screen.many_files_more"), k.T("actions.record_observation"),
			k.T("actions.cancel"), func() { s.d.observeWith(page.c.Code, paths) })
	case *observationPage:
		s.d.attachTo(page.at.id, paths)
	default:
		return false
	}
	return true
}

// takeEvidence attaches files to the observation whose history is shown.
func (h *historyPage) takeEvidence(paths []string) bool {
	if h.kind() != model.KindObservation {
		return false
	}
	h.d.attachTo(h.id, paths)
	return true
}

// drop says what is done with files before a notebook is open.
func (u *unlock) drop(paths []string) {
	k := u.look
	if u.working {
		u.w.say(k.T("drop.work_open"))
		return
	}
	var s *sorted
	u.w.jobs.start(func() error { s = sortDropped(paths); return nil }, func(error) {
		switch {
		case u.w.unlock != u || u.working:
		case len(s.backups) == 1 && s.count() == 1:
			u.keep()
			u.backup = s.backups[0]
			u.choose(tabRestore)
			u.w.win.Canvas().Focus(u.pass.Target())
		case len(s.notebooks) == 1 && s.count() == 1:
			u.keep()
			u.folder = s.notebooks[0]
			u.choose(tabOpen)
		default:
			u.w.say(k.T("drop.locked"))
		}
	})
}
