package ui

import (
	"io"
	"os"
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"plumbline/model"
	"plumbline/ui/bidi"
	"plumbline/ui/parts"
)

// observationPage is one observation to be read, beside the tree: all that was said, the evidence, and where from here.
type observationPage struct {
	d    *desk
	at   place
	tree *parts.Button

	body  *parts.Page
	bar   *fyne.Container
	whole fyne.CanvasObject
	read  *readObservation
	asked int
	most  int // pieces of evidence that are shown
	left  bool
}

// readObservation is what the page shows, as it was read in the background.
type readObservation struct {
	view     model.View
	record   *model.Observation
	author   string
	evidence []readEvidence
	siblings []model.ID // observations of the commitment, newest first
}

// readEvidence is one piece of evidence.
type readEvidence struct {
	id     model.ID
	record *model.Evidence
}

func newObservationPage(d *desk, at place, tree func() *parts.Button) *observationPage {
	p := &observationPage{d: d, at: at, tree: tree(), bar: container.NewStack(), most: shownFiles}
	p.body = parts.NewPage(d.look, parts.NewLoading(d.look))
	p.whole = parts.Pane(nil, p.body, p.bar)
	p.fresh(nil)
	return p
}

func (p *observationPage) view() fyne.CanvasObject { return p.whole }

func (p *observationPage) leave() { p.left = true }

// narrow shows the way to the tree where the tree is not seen.
func (p *observationPage) narrow(on bool) { show(p.tree, on); p.body.Refresh() }

// fresh reads the record anew.
func (p *observationPage) fresh(*ledger) {
	p.asked++
	mine := p.asked
	var got *readObservation
	p.d.read(func() (err error) {
		got, err = p.load()
		return err
	}, func(err error) {
		if mine != p.asked || p.left {
			return
		}
		if err != nil {
			p.showTrouble(err)
			return
		}
		p.read = got
		p.show()
	})
}

// showTrouble says in place of the observation why it is not shown.
func (p *observationPage) showTrouble(err error) {
	k := p.d.look
	what, safe, next := troubleOf(err).said(k)
	p.body.SetContent(parts.NewError(k, k.T("observation_screen.not_read"), what+" "+next, safe,
		parts.NewButton(k, k.T("actions.retry"), parts.Primary, func() { p.fresh(nil) }), parts.NewButton(k, k.T("actions.back"), parts.Secondary, p.d.back)))
	p.bar.Objects = nil
	p.whole.Refresh()
}

// load reads the record, who wrote it, its evidence, and its neighbours.
func (p *observationPage) load() (*readObservation, error) {
	b := p.d.book
	v, err := b.View(p.at.id)
	if err != nil {
		return nil, err
	}
	o, ok := v.Record.(*model.Observation)
	if !ok {
		o = &model.Observation{}
	}
	r := &readObservation{view: v, record: o}
	if m, ok := b.Member(v.Written.Author); ok {
		r.author = strings.Join(filled(firstOf(m.CodeName, m.Name), v.Written.Organisation), ", ")
	}
	for _, id := range b.Attached(v.ID) {
		e, err := b.View(id)
		if err != nil {
			return nil, err
		}
		if record, ok := e.Record.(*model.Evidence); ok {
			r.evidence = append(r.evidence, readEvidence{id, record})
		}
	}
	code := p.at.code
	if code == "" && len(o.Commitments) > 0 {
		code = o.Commitments[0]
	}
	page, err := b.Find(model.Query{Commitment: code})
	r.siblings = page.IDs
	return r, err
}

// firstOf is the first word that says something.
func firstOf(words ...string) string {
	if all := filled(words...); len(all) > 0 {
		return all[0]
	}
	return ""
}

// walk goes to the next newer or older observation of the commitment.
func (p *observationPage) walk(step int) {
	if p.read == nil {
		return
	}
	for i, id := range p.read.siblings {
		if to := i + step; id == p.at.id && to >= 0 && to < len(p.read.siblings) {
			p.d.show(place{to: atPlan, code: p.at.code, id: p.read.siblings[to]})
			return
		}
	}
}

// show lays the page out.
func (p *observationPage) show() {
	k, o := p.d.look, p.read.record
	title, language := observationTitle(p.d.words, o)
	heading := k.Prose(k.Heading(title))
	heading.Base = parts.BaseOf(language)
	back := k.Flush(parts.NewIconButton(k, k.T("actions.back"), backIcon(k), parts.Quiet, p.d.back))
	top := k.Ends(k.Flow(8, p.tree, back, parts.NewCodeTag(k, shortRef(o.Ref))), p.state())
	col := parts.Column(14, top, heading)
	if p.read.view.Disputed() {
		settle := parts.NewButton(k, k.T("screens.disputes"), parts.Quiet, func() {
			p.d.show(place{to: atCoalition, part: partDisputes, id: p.at.id})
		})
		col.Add(parts.NewBanner(k, parts.Amber, k.T("observation_screen.disputed"), settle))
	}
	if o.Withdrawn {
		col.Add(parts.NewBanner(k, parts.Calm, k.T("observation_screen.deleted_more"), p.historyButton()))
	}
	if told, _ := p.d.words.Of(o.Narrative, o.Language); told != "" {
		col.Add(k.Content(o.Narrative, o.Language))
	}
	col.Add(parts.NewRule())
	col.Add(p.facts())
	if len(p.read.evidence) > 0 || !p.d.readOnly {
		col.Add(parts.NewRule())
		col.Add(k.Section(k.T("screens.section_evidence")))
	}
	switch {
	case len(p.read.evidence) > 0:
		for _, row := range evidenceRows(k, len(p.read.evidence), p.most, func(i int) fyne.CanvasObject { return p.evidenceRow(p.read.evidence[i]) },
			func() { p.most += shownFiles; p.show() }) {
			col.Add(row)
		}
	case !p.d.readOnly:
		col.Add(k.Muted(k.T("observation_screen.no_evidence", "edit", k.T("actions.edit"))))
	}
	p.body.SetContent(col)
	p.bar.Objects = []fyne.CanvasObject{parts.NewPageBar(k, k.Line(k.T("observation_screen.escape_leaves"), parts.Ink3), k.Flush(p.historyButton()))}
	if !p.d.readOnly && !o.Withdrawn {
		edit := parts.NewIconButton(k, k.T("actions.edit"), theme.DocumentCreateIcon(), parts.Primary, func() {
			p.d.show(place{to: atObserve, id: p.at.id})
		})
		again := parts.NewIconButton(k, k.T("actions.copy_as_new"), theme.ContentCopyIcon(), parts.Secondary, func() {
			p.d.show(place{to: atObserve, code: p.at.code, copyOf: p.at.id})
		})
		p.bar.Objects = []fyne.CanvasObject{parts.NewPageBar(k, k.Line(k.T("observation_screen.escape_leaves"), parts.Ink3), edit, again,
			p.historyButton(), parts.NewMoreButton(k, func() []parts.MenuItem {
				return []parts.MenuItem{{Word: k.T("actions.delete_record"), Act: p.withdraw}}
			}))}
	}
	p.bar.Refresh()
	p.whole.Refresh()
}

// historyButton leads to the history of the observation.
func (p *observationPage) historyButton() *parts.Button {
	return parts.NewIconButton(p.d.look, p.d.look.T("actions.show_history"), theme.HistoryIcon(), parts.Quiet, func() {
		p.d.show(place{to: atHistory, id: p.at.id})
	})
}

// withdraw deletes the observation; the toast brings it back.
func (p *observationPage) withdraw() {
	k := p.d.look
	p.d.withdraw(p.at.id, k.T("observation_screen.deleted"), k.T("observe_screen.not_saved"), func() {
		if !p.left {
			p.d.back()
		}
	})
}

// record is the observation that is read.
func (p *observationPage) record() model.ID { return p.at.id }

// backIcon is the arrow to where one came from, in the direction of the screen.
func backIcon(k parts.Look) fyne.Resource {
	if k.RTL() {
		return theme.NavigateNextIcon()
	}
	return theme.NavigateBackIcon()
}

// state is the state of review.
func (p *observationPage) state() fyne.CanvasObject {
	k := p.d.look
	return parts.NewTag(k, k.Label("review", string(p.read.record.Review)))
}

// facts are the fields that were filled, label beside value.
func (p *observationPage) facts() fyne.CanvasObject {
	k, w, o := p.d.look, p.d.words, p.read.record
	col := parts.Column(8)
	add := func(label, value string) {
		if value != "" {
			col.Add(k.TopRow(12, 1, parts.Sized(parts.LabelWidth+76, 0, k.Muted(k.T(label))), k.Copied(k.Text(value))))
		}
	}
	for _, code := range o.Commitments {
		col.Add(k.TopRow(12, 1, parts.Sized(parts.LabelWidth+76, 0, k.Muted(k.T("find_screen.facet_commitment"))), p.commitmentLink(code)))
	}
	add("fields_observation.date", w.Date(string(o.Date.From), string(o.Date.To), string(o.Date.Precision)))
	add("fields_observation.region", regionName(w, o.Region))
	add("fields_observation.place", w.Isolate(o.Place))
	add("fields_observation.method", word(w, "method", o.Method))
	if o.NothingFound {
		add("fields_observation.nothing_found", k.T("observation_screen.nothing_found_counts"))
	}
	add("fields_observation.effect", word(w, "effect", o.Effect))
	add("fields_observation.rights", strings.Join(labels(w, "right", o.Rights), " · "))
	add("fields_observation.groups", strings.Join(labels(w, "group", o.Groups), " · "))
	add("fields_observation.affected", p.affected())
	add("fields_observation.reliability", word(w, "reliability", o.Reliability))
	if o.Credibility > 0 {
		add("fields_observation.credibility", word(w, "credibility", strconv.Itoa(o.Credibility)))
	}
	add("fields_observation.tags", w.List(o.Tags))
	add("fields_common.confidentiality", word(w, "confidentiality", string(o.Confidentiality)))
	add("fields_common.note", w.Isolate(o.Note))
	add("fields_common.written", strings.Join(filled(w.Isolate(p.read.author), w.Moment(clockTime(p.read.view.Written.At, p.d.now().Location()))), " · "))
	return col
}

// clockTime is the moment of a clock in a zone.
func clockTime(c model.Clock, zone *time.Location) time.Time { return c.Time().In(zone) }

// labels are the labels of codes; an article of a treaty stays as it is.
func labels(w interface {
	T(string, ...any) string
	Has(string) bool
}, list string, codes []string) []string {
	out := make([]string, len(codes))
	for i, c := range codes {
		out[i] = c
		if key := "enum_" + list + "." + c; w.Has(key) {
			out[i] = w.T(key)
		}
	}
	return out
}

// affected says how many were affected.
func (p *observationPage) affected() string {
	a, w := p.read.record.Affected, p.d.words
	if a.Number == 0 {
		return ""
	}
	said := []string{w.Number(int64(a.Number))}
	if a.Unit != "" && a.Unit != model.Units[0] { // persons are what the label says
		said = append(said, w.T("enum_unit."+a.Unit))
	}
	if a.Estimate {
		said = append(said, w.T("fields_observation.affected_estimate"))
	}
	return strings.Join(said, " · ")
}

// commitmentLink leads to the commitment.
func (p *observationPage) commitmentLink(code string) fyne.CanvasObject {
	k := p.d.look
	words := ""
	if c := p.d.plan.Commitment(code); c != nil {
		words, _ = p.d.words.Of(c.Title, c.Language)
	}
	return k.TopRow(8, 1, parts.NewLink(k, bidi.IsolateLTR(code), func() { p.d.show(place{to: atPlan, code: code}) }), k.Muted(words))
}

// evidenceRow is a file or an address, with the way to take a copy out.
func (p *observationPage) evidenceRow(e readEvidence) fyne.CanvasObject {
	k, w := p.d.look, p.d.words
	title, language := w.Of(e.record.Title, e.record.Language)
	own := w.Isolate(firstOf(e.record.OriginalName, e.record.Address))
	name := []string{own}
	if title == "" || title == e.record.OriginalName {
		title, language, name = own, k.Words.Language(), nil
	}
	if e.record.OriginalName != "" {
		name = append(name, w.Size(e.record.Size))
	}
	file := parts.EvidenceFile{Title: title, Base: parts.BaseOf(language), Name: strings.Join(name, " · "), Hash: e.record.SHA256,
		Kind:   evidenceIcon(firstOf(e.record.OriginalName, e.record.Address), e.record.Address),
		OnOpen: func() { p.d.show(place{to: atEvidence, id: e.id}) }}
	row := parts.NewEvidenceRow(k, file)
	if e.record.Blob == "" {
		return row
	}
	save := parts.NewButton(k, k.T("actions.extract"), parts.Secondary, func() { p.extract(e) })
	return k.Row(12, 0, row, save)
}

// extract writes a copy of a file where somebody chooses, verified against its hash.
func (p *observationPage) extract(e readEvidence) {
	k, d := p.d.look, p.d
	d.chooseTarget(e.record.OriginalName, func(path string) {
		d.long(k.T("actions.extract"), func(j *job) error {
			return extractTo(path, func(w io.Writer) error { return d.book.Extract(j.ctx, e.id, j.through(w, e.record.Size)) })
		}, func(err error) {
			if err == nil {
				d.toast(k.T("observation_screen.extracted"), "", nil)
			}
			d.fail(k.T("observation_screen.not_extracted"), err)
		})
	})
}

// extractTo writes a new file; nothing half-written is left, and nothing that is there is overwritten.
func extractTo(path string, write func(io.Writer) error) (err error) {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			f.Close()
			os.Remove(path)
		}
	}()
	if err = write(f); err != nil {
		return err
	}
	if err = f.Sync(); err != nil {
		return err
	}
	return f.Close()
}
