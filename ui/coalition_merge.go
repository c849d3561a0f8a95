package ui

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"plumbline/model"
	"plumbline/model/notebook"
	"plumbline/model/seal"
	"plumbline/ui/bidi"
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
	m.pass, m.rows = nil, nil
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
		parts.NewEvidenceDrop(k, k.T("coalition_screen.drop_parcels"), parts.NewButton(k, k.T("window.choose_file"), parts.Secondary, m.choose)))
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
		column.Add(k.Row(0, parts.NoSlack, back))
	}
	switch f.state {
	case inWaiting:
		column.Add(parts.Column(4, head, k.Muted(m.about(f))))
		column.Add(m.opening(f))
		m.setFoot(nil, m.putAway(f))
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
			bar.Set(min(f.read, readings*f.size)/megabyte, (readings*f.size+megabyte-1)/megabyte)
		}
	}
	return bar
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
	if n > 1 {
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
	m.d.work(k.T("coalition_screen.merging"), func(ctx context.Context, step func(done, total int)) error {
		return mergeAll(ctx, m.d.book, files, step)
	}, func(err error) {
		m.busy = false
		m.done, m.ended, m.chosen = true, files, nil
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

// resultPage says what was merged, and where to go on.
func (m *merging) resultPage() fyne.CanvasObject {
	k := m.k
	sum := map[model.Outcome]int{}
	whole, refused, unverified := 0, 0, 0
	var by []model.Merge
	for _, f := range m.ended {
		switch f.state {
		case inMerged:
			whole++
		case inRefused:
			refused++
		}
		for o, n := range f.result.Count {
			sum[o] += n
		}
		unverified += f.result.Unverified
		by = append(by, f.result)
	}
	sum[model.MergedDisputed] = sumOf(distinctDisputes(by))
	title, icon, ink := k.T("coalition_screen.merged"), theme.ConfirmIcon(), parts.Teal
	if whole+refused < len(m.ended) {
		title, icon, ink = k.T("coalition_screen.stopped"), theme.WarningIcon(), parts.Attention
	}
	column := parts.Column(14, k.Row(10, 1, parts.NewIcon(icon, ink, 28), k.Heading(title)))
	if whole+refused < len(m.ended) {
		column.Add(k.Text(k.T("coalition_screen.stopped_more")))
	}
	column.Add(m.figures(sum, refused))
	for _, f := range m.ended {
		if f.state == inRefused {
			column.Add(parts.NewNotice(k, parts.Amber, k.T("coalition_screen.part", "what", fileName(f.name), "words", refusal(k, f.reason))))
		}
	}
	if unverified > 0 {
		column.Add(parts.NewNotice(k, parts.Amber, k.T("coalition_screen.unverified_came")))
	}
	column.Add(m.byOrganisation(by...))
	open := sum[model.MergedDisputed]
	done := parts.NewButton(k, k.T("states.done"), parts.Secondary, m.finish)
	if open > 0 {
		settle := parts.NewButton(k, k.T("coalition_screen.settle_n", "n", open), parts.Primary, func() { m.finish(); m.d.show(place{to: atCoalition, part: partDisputes}) })
		m.setFoot(nil, settle, done)
	} else {
		m.setFoot(nil, done)
	}
	return column
}

// distinctDisputes counts the records that several merges left disputed, each once, by organisation.
func distinctDisputes(merges []model.Merge) map[string]int {
	seen, count := map[model.ID]bool{}, map[string]int{}
	for _, x := range merges {
		for _, r := range x.Records {
			if r.Outcome == model.MergedDisputed && !seen[r.ID] {
				seen[r.ID] = true
				count[r.Organisation]++
			}
		}
	}
	return count
}

// finish goes back to where one drops, or to what still waits.
func (m *merging) finish() {
	m.done, m.ended = false, nil
	m.in.clear(func(f *incoming) bool { return f.state == inRefused || f.state == inFailed })
	m.show()
}

// figures is the strip of numbers; refused counts what is not taken at all.
func (m *merging) figures(count map[model.Outcome]int, refused int) fyne.CanvasObject {
	k := m.k
	figure := func(o model.Outcome, tone parts.Tone) parts.Figure {
		return parts.Figure{N: k.Words.Number(int64(count[o])), Word: k.T("outcomes." + string(o)), Tone: tone}
	}
	disputed := parts.Calm
	if count[model.MergedDisputed] > 0 {
		disputed = parts.Amber
	}
	all := []parts.Figure{figure(model.MergedNew, parts.Calm), figure(model.MergedJoined, parts.Calm), figure(model.MergedSame, parts.Calm),
		figure(model.MergedDisputed, disputed)}
	if refused += count[model.MergedRefused]; refused > 0 {
		all = append(all, parts.Figure{N: k.Words.Number(int64(refused)), Word: k.T("outcomes.refused"), Tone: parts.Amber})
	}
	return parts.NewFigures(k, all...)
}

// byOrganisation counts by who wrote, where several organisations did.
func (m *merging) byOrganisation(merges ...model.Merge) fyne.CanvasObject {
	k := m.k
	var names []string
	sums := map[string]map[model.Outcome]int{}
	for _, x := range merges {
		for _, by := range x.Organisations {
			if sums[by.Organisation] == nil {
				sums[by.Organisation] = map[model.Outcome]int{}
				names = append(names, by.Organisation)
			}
			for o, n := range by.Count {
				sums[by.Organisation][o] += n
			}
		}
	}
	if len(merges) > 1 {
		open := distinctDisputes(merges)
		for name := range sums {
			sums[name][model.MergedDisputed] = open[name]
		}
	}
	names = slices.DeleteFunc(names, func(name string) bool { // a plan's first revisions are nobody's
		return name == "" && sumOf(sums[name]) == sums[name][model.MergedSame]
	})
	if len(names) == 0 {
		return parts.Gap(0, 0)
	}
	outcomes := []model.Outcome{model.MergedNew, model.MergedJoined, model.MergedSame, model.MergedDisputed}
	line := func(name fyne.CanvasObject, cell func(o model.Outcome) *bidi.Label) fyne.CanvasObject {
		row := k.Cells(12, name)
		for _, o := range outcomes {
			c := cell(o)
			c.Alignment = fyne.TextAlignTrailing
			row.Add(c)
		}
		return parts.Inset(0, 7, row)
	}
	table := parts.Column(0, line(k.Section(k.T("coalition_screen.by_organisation")), func(o model.Outcome) *bidi.Label {
		return k.Muted(k.T("outcomes." + string(o)))
	}), parts.NewRule())
	for _, name := range names {
		called := k.Cell(firstOf(name, k.T("coalition_screen.no_organisation")), parts.Ink)
		called.Base = bidi.Auto
		table.Add(line(parts.NewHinted(k, called, ""), func(o model.Outcome) *bidi.Label {
			ink := parts.Ink
			if o == model.MergedDisputed && sums[name][o] > 0 {
				ink = parts.Attention
			}
			return k.Cell(k.Words.Number(int64(sums[name][o])), ink)
		}))
		table.Add(parts.NewRule())
	}
	return table
}
