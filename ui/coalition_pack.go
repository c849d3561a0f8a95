package ui

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"plumbline/model"
	"plumbline/model/notebook"
	"plumbline/ui/parts"
)

// packing is the way to a parcel, in four steps:
//
//  1. for whom it is closed: for members whose keys are trusted, or for whoever knows a passphrase;
//  2. what goes: how far it may travel, which records, with or without evidence, all or only what is new;
//  3. what leaves and what stays, and why, before anything is written;
//  4. the file.
//
// What was looked at in step 3 is looked at once more when the file is written; where it has changed, nothing is written.
type packing struct {
	d *desk
	k parts.Look

	members []*model.Member // trusted ones who gave a recipient, us left out
	others  int             // members who cannot be chosen
	read    bool            // the members are known
	unread  error           // why they are not
	ask     packAsk
	seen    *notebook.Packed // of the ask as it stands; nil before it was looked at
	made    *pastPack
	past    []pastPack // newest first
	step    int
	asked   int
	busy    bool
	left    bool

	steps    *parts.Steps
	page     *parts.Page
	foot     *fyne.Container
	pane     *fyne.Container
	whole    fyne.CanvasObject
	act      *parts.Button
	form     *parts.Form
	*passAsk // while it is asked for
}

// packAsk is what was answered.
type packAsk struct {
	byPassphrase bool
	to           []model.Key
	pass         string
	reach        model.Confidentiality
	from, until  model.Day
	area, region string
	evidence     bool
	fresh        bool
	since        string  // "" for all, sinceTyped, or the digest of an earlier parcel
	digest       string  // as typed
	only         *ticked // the records to pack; nil for all
}

// sinceTyped is the choice of a digest that somebody tells.
const sinceTyped = "typed"

// The steps.
const (
	packWho = iota
	packWhat
	packLeaves
	packFile
)

func newPacking(d *desk) *packing {
	p := &packing{d: d, k: d.look, foot: container.NewStack(), form: parts.NewForm(),
		ask: packAsk{reach: model.Coalition, evidence: true}}
	k := p.k
	p.steps = parts.NewSteps(k, []parts.Step{{Title: k.T("coalition_screen.pack_who")}, {Title: k.T("coalition_screen.pack_what")},
		{Title: k.T("coalition_screen.pack_leaves")}, {Title: k.T("coalition_screen.pack_file")}}, p.goTo)
	p.page = parts.NewPageWithin(k, 24, 20, parts.NewLoading(k))
	p.pane = parts.Pane(nil, p.page, p.foot)
	side := k.SidePane(parts.NewBox(parts.Ground, parts.NewPageWithin(k, 16, 20, p.steps))) // it lies on the page of the coalition
	p.whole = parts.Folding(640, k.Sides(parts.Side{Width: 200, Pane: side}, parts.Side{Pane: p.pane}), func(narrow bool) { show(side, !narrow) })
	p.goTo(packWho)
	p.fresh()
	return p
}

func (p *packing) view() fyne.CanvasObject { return p.whole }

// turn begins with the records that were ticked in the search, where it is entered from there.
func (p *packing) turn(at place) {
	if at.ticked != nil && at.ticked != p.ask.only {
		p.ask.only, p.made = at.ticked, nil
		p.changed()
		p.goTo(packWho)
	}
}

// packAll packs all records, not only the ticked ones.
func (p *packing) packAll() {
	p.ask.only = nil
	p.changed()
	p.goTo(packWhat)
}

func (p *packing) leave() { p.left = true }

// fresh reads the members anew, and the parcels that were packed.
func (p *packing) fresh() {
	p.asked++
	mine := p.asked
	var all []*model.Member
	var past []pastPack
	p.d.read(func() (err error) {
		if all, err = readMembers(p.d.book); err != nil {
			return err
		}
		past, err = readPacks(p.d)
		return err
	}, func(err error) {
		switch {
		case mine != p.asked || p.left:
		case err != nil && p.read:
			p.d.fail(p.k.T("coalition_screen.not_read"), err)
		case err != nil:
			p.unread = err
			p.goTo(p.step)
		default:
			p.take(all, past)
		}
	})
}

// take keeps what was read, and shows it where it is asked for.
func (p *packing) take(all []*model.Member, past []pastPack) {
	var members []*model.Member
	p.others = 0
	for _, m := range all {
		_, hasKey := keyOf(m)
		switch {
		case isMe(p.d.book, m):
		case m.Trusted && hasKey && m.Recipient != "":
			members = append(members, m)
		default:
			p.others++
		}
	}
	same := slices.EqualFunc(members, p.members, func(a, b *model.Member) bool {
		return a.ID == b.ID && a.Recipient == b.Recipient && memberLabel(a) == memberLabel(b)
	})
	same = same && p.read && len(past) == len(p.past)
	p.members, p.past, p.read, p.unread = members, past, true, nil
	if p.seen != nil && p.step == packLeaves {
		p.lookAgain()
		return
	}
	if !same && p.step == packWho && !p.busy {
		p.goTo(packWho)
	}
}

// goTo shows a step.
func (p *packing) goTo(step int) {
	k := p.k
	p.step = step
	p.form = parts.NewForm()
	if p.passAsk != nil {
		p.passAsk.left = true
		p.passAsk = nil
	}
	p.showNotes()
	if p.steps.SetNow(step); step == packFile {
		p.steps.SetDone()
	}
	switch step {
	case packWho:
		p.act = parts.NewButton(k, k.T("actions.next"), parts.Primary, p.leaveWho)
		p.set(p.whoPage(), p.act.WithReason())
		p.allow()
	case packWhat:
		p.act = parts.NewButton(k, k.T("coalition_screen.pack_look"), parts.Primary, p.look)
		p.set(p.whatPage(), p.act, p.back(packWho))
	case packLeaves:
		p.act = parts.NewButton(k, k.T("coalition_screen.pack_write"), parts.Primary, p.chooseTarget)
		page := p.leavesPage()
		if p.d.readOnly {
			p.set(page, p.back(packWhat))
			return
		}
		p.set(page, p.act, p.back(packWhat))
	case packFile:
		p.act = parts.NewButton(k, k.T("coalition_screen.pack_another"), parts.Secondary, p.another)
		p.set(p.filePage(), p.act)
	}
}

// set shows a page with the acts at its foot, and before something is written, that there is no way back from it.
func (p *packing) set(page fyne.CanvasObject, acts ...fyne.CanvasObject) {
	p.page.SetContent(page)
	var note fyne.CanvasObject
	if p.step == packLeaves {
		note = p.k.Hint(p.k.T("undo.not_called_back"))
	}
	p.foot.Objects = []fyne.CanvasObject{parts.NewActionBar(p.k, note, acts...)}
	p.pane.Refresh()
}

func (p *packing) back(step int) *parts.Button {
	return parts.NewButton(p.k, p.k.T("actions.back"), parts.Secondary, func() { p.goTo(step) })
}

// another begins anew; who it is for stays.
func (p *packing) another() {
	p.seen, p.made = nil, nil
	p.ask.pass = ""
	p.goTo(packWho)
}

// changed forgets what was looked at.
func (p *packing) changed() {
	p.seen = nil
	p.showNotes()
}

// showNotes says at each step what was answered.
func (p *packing) showNotes() {
	k := p.k
	p.steps.SetNote(packWho, p.toWhom())
	what := k.Label("confidentiality", string(p.ask.reach))
	if p.ask.fresh {
		what = k.T("coalition_screen.fresh_copy")
	}
	if p.ask.only != nil {
		what = join(k, what, k.T("ticked.only", "n", len(p.ask.only.ids)))
	}
	p.steps.SetNote(packWhat, what)
	note := ""
	if p.seen != nil {
		note = k.Words.N("plurals.record", sumOf(p.seen.Records))
	}
	p.steps.SetNote(packLeaves, note)
}
