package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"plumbline/model"
	"plumbline/model/notebook"
	"plumbline/model/seal"
	"plumbline/ui/parts"
)

// merging is the part that takes parcels in: drop, look, merge, look back.
//
//	nothing in the inbox   where to drop, and what came in earlier
//	one parcel             its preview
//	several                their list, each leading to its preview
//	just merged            what it brought, and where to go on
type merging struct {
	d  *desk
	k  parts.Look
	in *inbox

	chosen *incoming         // whose preview is shown, of several
	done   bool              // the result is shown
	ended  []*incoming       // what was merged last
	endAs  []inboxState      // and how each of it ended
	bar    *parts.Progress   // of the opening of several
	past   []notebook.Merged // newest first
	all    bool              // of the past, all are shown
	asked  int
	busy   bool
	saying bool // the lines of what came home are made again
	left   bool

	page   *parts.Page
	foot   *fyne.Container
	whole  *fyne.Container
	pass   *parts.Passphrase
	tab    model.Outcome // of the records of a preview
	rows   *parts.List
	listed []model.MergedRecord
}

func newMerging(d *desk) *merging {
	m := &merging{d: d, k: d.look, in: d.inbox, foot: container.NewStack()}
	m.page = parts.NewPageWithin(m.k, 24, 20, parts.NewLoading(m.k))
	m.whole = parts.Pane(nil, m.page, m.foot)
	m.in.changed = m.show
	m.in.work(d)
	m.show()
	m.fresh()
	return m
}

func (m *merging) view() fyne.CanvasObject { return m.whole }
func (m *merging) turn(place)              {}

func (m *merging) leave() {
	m.left = true
	m.in.changed, m.in.told = nil, nil
}

// fresh reads anew what came in.
func (m *merging) fresh() {
	m.asked++
	mine := m.asked
	var past []notebook.Merged
	m.d.read(func() error { past = m.d.book.Merges(); return nil }, func(error) {
		if mine != m.asked || m.left || m.busy {
			return
		}
		changed := len(past) != len(m.past)
		for i := range past {
			changed = changed || past[i].TakenBack != m.past[i].TakenBack || past[i].At != m.past[i].At
		}
		if m.past = past; changed && len(m.in.files) == 0 && !m.done && m.in.home == nil {
			m.show()
		}
	})
}

// take puts files into the inbox and begins to open them.
func (m *merging) take(paths []string) {
	if m.busy {
		m.k.Say(m.k.T("drop.work_open"))
		return
	}
	if len(paths) == 0 {
		return
	}
	m.done, m.chosen = false, nil
	m.in.clear(func(f *incoming) bool { return f.state == inMerged })
	var parcels []string
	for _, path := range paths {
		if isWorkbook(path) || isCSV(path) {
			m.in.homes = append(m.in.homes, path)
		} else {
			parcels = append(parcels, path)
		}
	}
	m.in.add(parcels)
	m.in.work(m.d)
	if len(m.in.homes) > 0 {
		m.putHomeAway() // what was dropped first is looked at first
		return
	}
	m.show()
}

func (m *merging) choose() { m.d.chooseFile(func(path string) { m.take([]string{path}) }) }

// show shows what the inbox has become.
func (m *merging) show() {
	if m.left || m.busy {
		return
	}
	m.pass, m.rows, m.in.told = nil, nil, nil
	m.foot.Objects = nil
	switch {
	case m.in.home != nil:
		m.page.SetContent(m.homePage(m.in.home))
	case m.done:
		m.page.SetContent(m.resultPage())
	case len(m.in.files) == 0:
		m.page.SetContent(m.idlePage())
	case len(m.in.files) == 1:
		m.showParcel(m.in.files[0])
	case m.chosen != nil:
		m.showParcel(m.chosen)
	default:
		m.page.SetContent(m.listPage())
	}
	m.whole.Refresh()
}

// idlePage says where to drop, and lists what came in.
func (m *merging) idlePage() fyne.CanvasObject {
	k := m.k
	column := parts.Column(16, parts.NewTitle(k, k.T("coalition_screen.merge_parcels"), k.T("coalition_screen.merge_what")),
		parts.NewEvidenceDrop(k, k.T("coalition_screen.drop_parcels"), parts.NewButton(k, k.T("observe_screen.choose_file"), parts.Secondary, m.choose)))
	column.Add(m.pastList())
	return column
}

// showParcel shows one parcel, as far as it got.
func (m *merging) showParcel(f *incoming) {
	k := m.k
	head := k.Row(12, 1, k.Heading(k.T("coalition_screen.merge_a_parcel")), parts.Gap(0, 0))
	column := parts.Column(12)
	if len(m.in.files) > 1 {
		back := parts.NewIconButton(k, k.T("coalition_screen.all_parcels"), backIcon(k), parts.Quiet, func() { m.chosen = nil; m.show() })
		column.Add(k.Row(0, parts.NoSlack, k.Flush(back)))
	}
	switch f.state {
	case inWaiting:
		column.Add(parts.Column(4, head, k.Muted(m.about(f))))
		column.Add(m.opening(f))
		m.setFoot(nil, m.putAway(f))
	case inLeft:
		column.Add(parts.Column(4, head, k.Muted(m.about(f))))
		column.Add(parts.NewNotice(k, parts.Calm, k.T("coalition_screen.left_unread")))
		m.setFoot(nil, m.goOn(), m.putAway(f))
	case inLocked:
		column.Add(parts.Column(4, head, k.Muted(m.about(f))))
		column.Add(m.passBox())
		m.setFoot(nil, m.putAway(f))
	case inPreviewed:
		m.preview(f, column)
		return
	case inMerged:
		column.Add(parts.Column(4, head, k.Muted(m.about(f))))
		column.Add(m.figures(f.result.Count, 0))
		column.Add(m.byOrganisation(f.result))
		m.setFoot(nil, m.putAway(f))
	default:
		column.Add(parts.Column(4, head, k.Muted(m.about(f))))
		column.Add(parts.NewError(k, k.T("coalition_screen.not_merged"), m.trouble(f), k.T("coalition_screen.notebook_untouched"), m.putAway(f)))
	}
	m.page.SetContent(column)
}

// opening says how far the opening of a parcel is. Putting it away stops it.
func (m *merging) opening(f *incoming) fyne.CanvasObject {
	bar := parts.NewProgress(m.k, m.k.T("coalition_screen.opening_parcel"), m.k.T("coalition_screen.notebook_untouched"), nil)
	m.in.told = func(x *incoming) {
		if x == f && f.size > 0 {
			bar.SetShare(min(f.read, readings*f.size), readings*f.size)
		}
	}
	return bar
}

// goOn opens what was left.
func (m *merging) goOn() *parts.Button {
	return parts.NewButton(m.k, m.k.T("coalition_screen.open_rest"), parts.Primary, func() {
		m.in.goOn()
		m.in.work(m.d)
		m.show()
	})
}

// openingAll says how far the opening of several parcels is, which of them is opened now, and stops the rest.
func (m *merging) openingAll() fyne.CanvasObject {
	all := len(m.in.files)
	if m.bar == nil {
		m.bar = parts.NewProgress(m.k, m.k.T("coalition_screen.opening_all"), m.k.T("coalition_screen.notebook_untouched"), func() {
			m.in.stopOpening()
			m.show()
		})
	}
	opened := all - m.in.count(inWaiting.is)
	m.bar.Set(int64(opened), int64(all))
	m.in.told = func(x *incoming) {
		m.bar.SetPart(int64(opened), int64(all), float64(x.far())/100)
		m.rows.Refresh()
	}
	return m.bar
}

// readings is how often a parcel is read until its preview is there: it is checked whole before anything of it is believed.
const readings = 2

// trouble says why a parcel is not taken.
func (m *merging) trouble(f *incoming) string {
	if f.reason != "" {
		return refusal(m.k, f.reason)
	}
	if f.state == inStopped {
		return m.k.T("coalition_screen.stopped_more")
	}
	what, _, next := troubleOf(f.err).said(m.k)
	return what + " " + next
}

// about is a parcel's file, its size, and when it was packed.
func (m *merging) about(f *incoming) string {
	k := m.k
	words := []string{fileName(f.name), k.Words.Size(f.size)}
	if f.size == 0 {
		words = words[:1]
	}
	if f.reader != nil && f.preview.Packed != 0 {
		at := f.preview.Packed.Time().In(m.d.now().Location())
		words = append(words, k.T("coalition_screen.packed", "date", k.Words.ShortDate(at.Format("2006-01-02"), "", string(model.Exact))))
	}
	return join(k, words...)
}

// putAway takes a parcel out of the inbox. Its file stays where it is.
func (m *merging) putAway(f *incoming) *parts.Button {
	return parts.NewButton(m.k, m.k.T("coalition_screen.put_away"), parts.Secondary, func() {
		m.in.drop(f)
		m.chosen = nil
		m.show()
	})
}

// passBox asks for the passphrase of what waits for one.
func (m *merging) passBox() fyne.CanvasObject {
	k := m.k
	n := m.in.count(inLocked.is)
	act := parts.NewButton(k, k.T("actions.open"), parts.Secondary, nil)
	open := func(string) {
		pass, err := seal.Passphrase([]byte(m.pass.Text()))
		if err != nil {
			return
		}
		m.in.try(pass)
		pass.Wipe()
		m.in.work(m.d)
		m.show()
	}
	m.pass = parts.NewPassphrase(k, nil, open)
	act.OnTapped = func() { open("") }
	field := parts.NewField(k, "passphrase", k.T("nouns.passphrase"), k.Row(8, 0, m.pass, act)).Aim(m.pass.Target())
	for _, f := range m.in.files {
		if f.state == inLocked && f.wrong {
			field.SetFault(k.T("coalition_screen.parcel_passphrase_wrong"))
		}
	}
	words := k.T("coalition_screen.parcel_locked")
	if n > 1 || m.chosen == nil && len(m.in.files) > 1 {
		words = k.T("coalition_screen.parcels_locked", "n", n)
	}
	return parts.Column(10, parts.NewNotice(k, parts.Calm, words), field)
}

// setFoot shows what can be done, from the leading edge, and a note.
func (m *merging) setFoot(note fyne.CanvasObject, acts ...*parts.Button) {
	var objs []fyne.CanvasObject
	for _, b := range acts {
		if b != nil {
			objs = append(objs, b)
		}
	}
	m.foot.Objects = []fyne.CanvasObject{parts.NewActionBar(m.k, note, objs...)}
}

// merge merges parcels, with progress and Stop.
func (m *merging) merge(files []*incoming) {
	if m.busy || len(files) == 0 || m.d.readOnly {
		return
	}
	k := m.k
	m.busy = true
	m.d.long(k.T("coalition_screen.merging"), func(j *job) error {
		return mergeAll(j.ctx, m.d.book, files, func(i int) {
			if len(files) > 1 {
				j.names(k.T("coalition_screen.merging_n", "n", i+1, "all", len(files), "what", fileName(files[i].name)))
			} else {
				j.names(k.T("coalition_screen.merging"))
			}
		}, j.step, func(then func()) func(done, total int) { return j.copies(k.T("coalition_screen.copy_first"), then) })
	}, func(err error) {
		m.busy = false
		m.done, m.ended, m.chosen, m.endAs = true, files, nil, nil
		for _, f := range files {
			m.endAs = append(m.endAs, f.state)
		}
		m.in.clear(func(f *incoming) bool { return f.state == inMerged })
		m.in.again()
		for _, f := range files {
			if f.state == inStopped {
				f.state = inWaiting // it can be gone on with
			}
		}
		m.in.work(m.d)
		m.d.saved()
		m.past = nil
		m.show()
		m.fresh()
		m.d.fail(k.T("coalition_screen.not_merged"), err)
	})
}
