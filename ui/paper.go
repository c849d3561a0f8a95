package ui

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"plumbline/model"
	"plumbline/model/notebook"
	"plumbline/ui/bidi"
	"plumbline/ui/parts"
)

// paper is what every form is written on: opening on a record or on nothing, keeping what is typed, showing faults at
// their places, writing, leaving. What is asked is the form's own.
//
//  1. It opens on an empty sheet, or on a record's view, which it remembers until it is saved.
//  2. What is typed goes into the sheet, and the sheet is kept as a draft (paper_draft.go).
//  3. Saving checks the sheet, shows all faults at once, or writes the record; the draft is let go of after that.
//  4. Leaving keeps the draft.
type paper[S leaf] struct {
	d   *desk
	k   parts.Look
	own asks[S]
	key string // of the draft

	wanted string // the key of the draft that was asked for; "" looks for one

	sheet  S
	opened bool              // there is a sheet
	seen   model.View        // on which the form was opened; the zero view for a new record
	tried  bool              // saving was tried: faults are shown, and follow what is typed
	said   map[string]string // the faults that are shown, by field
	busy   bool              // being saved
	done   bool              // saved or left: nothing is kept any more
	more   bool              // left with answers that came while it was being saved
	wrote  []rewrite         // what saving has written, to be taken back

	keeping bool // a draft is on its way
	touched bool // and something was typed since
	since   bool // something was answered since saving began

	past        formHistory // what was answered, to be taken back
	root, under *bound      // the controls; those of the part that is being built go under

	holder *fyne.Container // shows loading, then the form

	form     *parts.Form
	sections *parts.SectionList
	parts    []fyne.CanvasObject // the sections' places on their pages
	page     *parts.Page         // of the form
	end      *parts.Page         // of the pane at its trailing edge; nil where there is none
	notices  *fyne.Container     // over the form: an unfinished draft, faults
	offer    fyne.CanvasObject   // the unfinished draft
	kept     *bidi.Label         // when the draft was kept
	keptRow  *fyne.Container
}

// leaf is what stands in a form, also what cannot be a record yet. It is what a draft keeps.
type leaf interface {
	top() *sheetTop
	isEmpty() bool // whether nothing was written that is worth keeping
}

// sheetTop is what every sheet begins with.
type sheetTop struct {
	Version int       `json:"version"`
	ID      model.ID  `json:"id"`             // of the record; a new one has its id from the beginning
	Seen    []string  `json:"seen,omitempty"` // the heads on which the form was opened; none for a new record
	Kept    time.Time `json:"kept"`           // when it was last kept; shown, never compared
}

func (t *sheetTop) top() *sheetTop { return t }

// isNew says whether the form makes a new record.
func (t *sheetTop) isNew() bool { return len(t.Seen) == 0 }

// see notes the heads on which the form stands.
func (t *sheetTop) see(heads []model.RevID) {
	t.Seen = nil
	for _, h := range heads {
		t.Seen = append(t.Seen, h.String())
	}
}

// asks is what a form has of its own.
type asks[S leaf] struct {
	drafts  string         // begins the keys of its drafts
	newest  string         // begins those of new records
	words   paperWords     // its sentences
	section []paperSection // in the order of the screen

	read     func(data []byte) (S, error)
	rebase   func(s S, first model.Record) // a sheet goes on from a record that was written before the program ended
	build    func() fyne.CanvasObject
	check    func() (model.Record, model.Faults)
	told     func()                     // an answer has changed: what depends on it follows
	ready    func(i int, faulty int)    // says beside a section how it stands; nil for the usual
	answered func(i int) bool           // whether a section holds what it must
	sentence func(f model.Fault) string // a fault in words; "" for the usual
}

// paperWords are the keys of a form's sentences.
type paperWords struct{ fresh, edit, noun, unfinished, notOpened, notSaved, deleted string }

// paperSection is a part of a form: its title, and its fields by their names in the model, in the order of the screen.
type paperSection struct {
	title  string
	fields []string
}

// sheetVersion is raised when a kept sheet can no longer be read by what wrote it.
const sheetVersion = 1

// encodeSheet gives the bytes of a draft.
func encodeSheet(s leaf) ([]byte, error) {
	b, err := json.Marshal(s)
	if err != nil {
		return nil, fmt.Errorf("encode draft: %w", err)
	}
	return b, nil
}

// readSheetInto reads what encodeSheet gave.
func readSheetInto(b []byte, s leaf) error {
	if err := json.Unmarshal(b, s); err != nil {
		return fmt.Errorf("read draft: %w", err)
	}
	if v := s.top().Version; v != sheetVersion {
		return fmt.Errorf("read draft: version %d", v)
	}
	return nil
}

func newPaper[S leaf](d *desk) paper[S] {
	return paper[S]{d: d, k: d.look, holder: container.NewStack()}
}

// load reads the record that the form begins with.
func (p *paper[S]) load(id model.ID, then func(v model.View)) {
	side := p.k.SidePane(parts.Inset(22, 18, p.k.Section(p.k.T("observe_screen.sections"))))
	waits := parts.NewBox(parts.Surface, parts.Inset(24, 20, parts.Column(20, p.k.Heading(p.k.T(p.own.words.noun)), parts.NewLoading(p.k))))
	panes := p.k.Sides(parts.Side{Width: 216, Pane: side}, parts.Side{Pane: waits})
	p.holder.Objects = []fyne.CanvasObject{parts.Folding(700, panes, func(narrow bool) { show(side, !narrow) })}
	var v model.View
	p.d.read(func() (err error) {
		v, err = p.d.book.View(id)
		return err
	}, func(err error) {
		switch {
		case p.done:
		case err != nil:
			p.showTrouble(err)
		default:
			then(v)
		}
	})
}

// showTrouble says in place of the form why there is none.
func (p *paper[S]) showTrouble(err error) {
	what, safe, next := troubleOf(err).said(p.k)
	back := parts.NewButton(p.k, p.k.T("actions.back"), parts.Primary, p.d.back)
	p.put(parts.NewBox(parts.Surface, parts.Inset(24, 20, parts.NewError(p.k, p.k.T(p.own.words.notOpened), what+" "+next, safe, back))))
}

func (p *paper[S]) put(view fyne.CanvasObject) {
	p.holder.Objects = []fyne.CanvasObject{view}
	p.holder.Refresh()
}

// open shows the form on a sheet and looks for a draft of the same.
func (p *paper[S]) open(s S) {
	top := s.top()
	p.key = p.own.drafts + top.ID.String()
	if top.isNew() {
		p.key = p.own.newest + top.ID.String()
	}
	p.fill(s)
	p.findDraft()
}

// fill builds the form on a sheet.
func (p *paper[S]) fill(s S) {
	p.sheet, p.opened = s, true
	p.tried, p.said = false, nil
	p.past.begin(s, p.d.turn)
	p.root = &bound{}
	p.under = p.root
	p.form = parts.NewForm()
	p.notices = parts.Column(10)
	p.parts = make([]fyne.CanvasObject, len(p.own.section))
	p.put(p.own.build())
	p.told()
	p.d.regain(p.view())
}

// view is the screen.
func (p *paper[S]) view() fyne.CanvasObject { return p.holder }

// heading is the title of the form, the ref of the record, and when the draft was kept.
func (p *paper[S]) heading(ref string) fyne.CanvasObject {
	k := p.k
	word := p.own.words.fresh
	switch {
	case p.sheet.top().isNew():
	case p.d.readOnly:
		word = p.own.words.noun
	default:
		word = p.own.words.edit
	}
	p.kept = k.Muted("")
	row := k.Row(10, 1, k.Heading(k.T(word)), parts.Gap(0, 0))
	if ref != "" {
		row.Objects = append(row.Objects[:1], parts.NewCodeTag(k, ref), row.Objects[1])
		row = k.Row(10, 2, row.Objects...)
	}
	p.keptRow = k.Row(6, parts.NoSlack, parts.NewIcon(theme.DocumentCreateIcon(), parts.Ink2, 18), p.kept)
	p.keptRow.Hide()
	row.Add(p.keptRow)
	return row
}

// sayKept says beside the title what became of the draft.
func (p *paper[S]) sayKept(words string) {
	p.kept.SetText(words)
	p.keptRow.Show()
	p.relay(p.keptRow)
}

// contents is the list of sections, and what else can be done with the form (nil for nothing).
func (p *paper[S]) contents(foot fyne.CanvasObject) fyne.CanvasObject {
	k := p.k
	words := make([]string, len(p.own.section))
	for i, s := range p.own.section {
		words[i] = k.T(s.title)
	}
	p.sections = parts.NewSectionList(k, words, p.goTo)
	all := parts.Column(0)
	for _, o := range []fyne.CanvasObject{foot, p.historyLink(), p.deleteLink()} {
		if o != nil {
			all.Add(o)
		}
	}
	head := parts.Inset(10, 10, k.Section(k.T("observe_screen.sections")))
	return parts.Inset(12, 8, parts.Pane(head, parts.NewPageWithin(k, 0, 4, p.sections), all))
}

// reveal brings an object on a page of the form into sight.
func (p *paper[S]) reveal(o fyne.CanvasObject) {
	p.page.Reveal(o)
	if p.end != nil {
		p.end.Reveal(o)
	}
}

// goTo brings a section into sight and the keyboard into it.
func (p *paper[S]) goTo(i int) {
	p.sections.Choose(i)
	p.reveal(p.parts[i])
	if f := p.firstIn(i); f != nil {
		f.Focus()
	}
}

// firstIn is the first field of a section: one at fault, if any.
func (p *paper[S]) firstIn(section int) *parts.Field {
	var first *parts.Field
	for _, name := range p.own.section[section].fields {
		f := p.form.Field(name)
		if f != nil && f.Fault() != "" {
			return f
		}
		if first == nil {
			first = f
		}
	}
	return first
}

// field makes a labelled control and gives it to the form.
func (p *paper[S]) field(name, label string, control fyne.CanvasObject) *parts.Field {
	return p.take(parts.NewField(p.k, name, label, control))
}

// sideField is a field of a narrow place: its label stands over it.
func (p *paper[S]) sideField(name, label string, control fyne.CanvasObject) *parts.Field {
	return p.take(parts.NewStackedField(p.k, name, label, control))
}

// take gives a field to the form; on reaching it with the keyboard it comes into sight.
func (p *paper[S]) take(f *parts.Field) *parts.Field {
	p.form.Add(f)
	switch c := f.Control().(type) {
	case *bidi.Entry:
		c.OnFocus = func(gained bool) {
			if gained {
				p.reveal(f)
			}
		}
		if p.d.readOnly {
			c.Disable()
		}
	case *parts.DayField:
		c.Entry.OnFocus = func(gained bool) {
			if gained {
				p.reveal(f)
			}
		}
		c.SetOff(p.d.readOnly)
	case *parts.Select:
		tint := c.OnFocus
		c.OnFocus = func(gained bool) {
			tint(gained)
			if gained {
				p.reveal(f)
			}
		}
		c.SetOff(p.d.readOnly)
	}
	return f
}

// placed makes a section of the form. The first begins under the heading, without a title of its own.
func (p *paper[S]) placed(i int, fields ...fyne.CanvasObject) fyne.CanvasObject {
	var s fyne.CanvasObject = parts.NewFormSection(p.k, p.k.T(p.own.section[i].title), fields...)
	if i == 0 {
		s = parts.Column(14, fields...)
	}
	p.parts[i] = s
	return s
}

// secrecy asks who may see the record.
func (p *paper[S]) secrecy(c *model.Confidentiality) *parts.Field {
	k := p.k
	words := make([]string, len(model.Confidentialities))
	for i, code := range model.Confidentialities {
		words[i] = k.Label("confidentiality", code)
	}
	seen := parts.NewRadioGroup(k, words, c.Rank(), nil)
	for i, code := range model.Confidentialities {
		seen.SetNote(i, k.T("observe_screen.see_"+code))
	}
	b := p.bind(seen, func() { seen.SetChosen(c.Rank()) })
	seen.OnChanged = func(i int) { *c = model.Confidentiality(model.Confidentialities[i]); p.changed(b) }
	seen.SetOff(p.d.readOnly)
	return p.sideField("confidentiality", k.T("observe_screen.who_sees"), seen).Aim(seen.Item(max(seen.Chosen(), 0)))
}

// reviewed asks for a draft or a submission, and shows the state that a reviewer has given.
func (p *paper[S]) reviewed(review *model.ReviewState) *parts.Segmented {
	states := []model.ReviewState{model.Draft, model.Submitted}
	if now := *review; now != "" && !slices.Contains(states, now) {
		states = append(states, now)
	}
	words := make([]string, len(states))
	for i, s := range states {
		words[i] = p.k.Label("review", string(s))
	}
	return p.oneOf(words, func() int { return max(slices.Index(states, *review), 0) }, func(i int) { *review = states[i] })
}

// relay lays the pages out anew after something on them changed its height.
func (p *paper[S]) relay(changed fyne.CanvasObject) {
	changed.Refresh()
	if p.page != nil {
		p.page.Refresh()
	}
	if p.end != nil {
		p.end.Refresh()
	}
}

func (p *paper[S]) setBusy(on bool) {
	p.busy = on
	if on {
		p.since = false
	}
	if !p.done {
		p.own.told()
	}
}

// write writes the record, and what is written with it, on the view on which the form was opened, so that what others
// wrote meanwhile is joined. then hears of it once it is durable: the view after it, and whether others had written. With
// whole, nothing of the form is left to be written: its draft goes in the same breath, since nobody may be there to hear
// of it when the notebook is being locked. What is answered from now on is kept after that.
func (p *paper[S]) write(record model.Record, with []notebook.Change, whole bool, then func(after model.View, joined bool)) {
	seen, book, key := p.seen, p.d.book, p.key
	var after model.View
	var settled []decision
	joined := false
	p.d.write(func() error {
		if seen.Record != nil {
			now, err := book.View(seen.ID)
			if err != nil {
				return err
			}
			joined = !sameHeads(now.Heads, seen.Heads)
		}
		last, err := book.RecordAll(append([]notebook.Change{{Seen: seen, Next: record}}, with...))
		if err != nil {
			return err
		}
		settled = settledBy(book, notebook.Change{Seen: seen}, last[0])
		if whole {
			_ = book.DropDraft(key) // finish tries again, and the record is durable
		}
		after, err = book.View(record.Base().ID)
		return err
	}, func(err error) {
		var faults model.Faults
		switch {
		case errors.As(err, &faults) && !p.done:
			p.setBusy(false)
			p.refuse(faults)
		case err != nil:
			p.setBusy(false)
			p.amended()
			p.d.fail(p.k.T(p.own.words.notSaved), err)
		default:
			p.d.saved()
			p.noteWritten(seen, record, settled...)
			for _, c := range with {
				p.noteWritten(c.Seen, c.Next)
			}
			p.seen = after
			p.sheet.top().see(after.Heads)
			then(after, joined)
		}
	})
}

func sameHeads(a, b []model.RevID) bool {
	return len(a) == len(b) && !slices.ContainsFunc(a, func(h model.RevID) bool { return !slices.Contains(b, h) })
}

// finish lets go of the draft and leaves the form, saying what was done. Where something was answered while it was being
// saved, the form stays; where it was left meanwhile, the draft stays for that, on what is saved now.
func (p *paper[S]) finish(sentence string) {
	p.setBusy(false)
	if p.since && !p.done {
		p.settled()
		return
	}
	left := p.done
	p.done = true
	if p.more {
		p.writeDraft(func(error) {})
	} else {
		key := p.key
		p.d.write(func() error { return p.d.book.DropDraft(key) }, func(error) { p.d.saved() })
	}
	if !left {
		p.d.back()
	}
	p.d.did(sentence, p.wrote...)
}

// leave keeps the draft. What is being saved goes on, and says when it is done.
func (p *paper[S]) leave() bool {
	if !p.done {
		p.more = p.busy && p.since
		p.keepNow()
		p.done = true
	}
	return true
}
