package ui

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"plumbline/model"
	"plumbline/model/notebook"
	"plumbline/model/seal"
	"plumbline/ui/bidi"
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
	ask     packAsk
	seen    *notebook.Packed // of the ask as it stands; nil before it was looked at
	made    *pastPack
	past    []pastPack // newest first
	step    int
	asked   int
	busy    bool
	left    bool

	steps  *parts.Steps
	page   *parts.Page
	foot   *fyne.Container
	pane   *fyne.Container
	whole  fyne.CanvasObject
	act    *parts.Button
	form   *parts.Form
	pass   *parts.Passphrase
	again  *parts.Passphrase
	judged strength
	judge  int
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
	p.page = parts.NewPageWithin(24, 20, parts.NewLoading(k))
	p.pane = parts.Pane(nil, p.page, p.foot)
	side := k.SidePane(parts.NewPageWithin(16, 20, p.steps))
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
		case err != nil:
			p.d.fail(p.k.T("coalition_screen.not_read"), err)
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
	same = same && len(past) == len(p.past)
	p.members, p.past = members, past
	if p.seen != nil && p.step == packLeaves {
		p.seen = nil
		p.look()
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
	p.pass, p.again = nil, nil
	p.showNotes()
	p.steps.SetNow(step)
	switch step {
	case packWho:
		p.act = parts.NewButton(k, k.T("actions.next"), parts.Primary, p.leaveWho)
		p.set(p.whoPage(), p.act)
		p.allow()
	case packWhat:
		p.act = parts.NewButton(k, k.T("coalition_screen.pack_look"), parts.Primary, p.look)
		p.set(p.whatPage(), p.act, p.back(packWho))
	case packLeaves:
		p.act = parts.NewButton(k, k.T("coalition_screen.pack_write"), parts.Primary, p.chooseTarget)
		page := p.leavesPage()
		if p.d.readOnly {
			p.set(page, nil, p.back(packWhat))
			return
		}
		p.set(page, p.act, p.back(packWhat))
	case packFile:
		p.act = parts.NewButton(k, k.T("coalition_screen.pack_another"), parts.Secondary, p.another)
		p.set(p.filePage(), p.act)
	}
}

// set shows a page with the acts at its foot.
func (p *packing) set(page fyne.CanvasObject, acts ...*parts.Button) {
	var objs []fyne.CanvasObject
	for _, b := range acts {
		if b != nil {
			objs = append(objs, b)
		}
	}
	p.page.SetContent(page)
	p.foot.Objects = []fyne.CanvasObject{parts.NewActionBar(p.k, nil, objs...)}
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

// toWhom names the recipients.
func (p *packing) toWhom() string {
	if p.ask.byPassphrase {
		return p.k.T("coalition_screen.whoever_knows")
	}
	var names []string
	for _, m := range p.chosen() {
		names = append(names, memberLabel(m))
	}
	return p.k.Words.List(names)
}

// chosen are the members that the parcel is closed for.
func (p *packing) chosen() []*model.Member {
	var out []*model.Member
	for _, m := range p.members {
		if key, ok := keyOf(m); ok && slices.Contains(p.ask.to, key) {
			out = append(out, m)
		}
	}
	return out
}

// whoPage asks for whom.
func (p *packing) whoPage() fyne.CanvasObject {
	k := p.k
	chosen := 0
	if p.ask.byPassphrase {
		chosen = 1
	}
	how := parts.NewBoxedRadioGroup(k, []string{k.T("coalition_screen.to_members"), k.T("coalition_screen.to_passphrase")}, chosen, func(i int) {
		p.ask.byPassphrase = i == 1
		p.changed()
		p.goTo(packWho)
	})
	how.SetNote(0, k.T("coalition_screen.to_members_note"))
	how.SetNote(1, k.T("coalition_screen.to_passphrase_note"))
	column := parts.Column(16, parts.Column(6, k.Heading(k.T("actions.pack")), k.Muted(k.T("coalition_screen.pack_intro"))), how)
	if p.ask.byPassphrase {
		column.Add(p.passFields())
	} else {
		column.Add(p.memberChecks())
	}
	return column
}

// memberChecks are the members to tick.
func (p *packing) memberChecks() fyne.CanvasObject {
	k := p.k
	column := parts.Column(6)
	for _, m := range p.members {
		key, _ := keyOf(m)
		check := parts.NewCheck(k, bidi.Isolate(memberName(m)), slices.Contains(p.ask.to, key), func(on bool) {
			p.ask.to = slices.DeleteFunc(p.ask.to, func(o model.Key) bool { return o == key })
			if on {
				p.ask.to = append(p.ask.to, key)
			}
			p.changed()
			p.allow()
		})
		column.Add(check.WithNote(join(k, differs(m.Organisation, memberName(m)), spokenLine(k, m))))
	}
	if len(p.members) == 0 {
		column.Add(parts.NewEmpty(k, parts.IconPeople, k.T("coalition_screen.nobody_trusted"), k.T("coalition_screen.nobody_trusted_more"),
			parts.NewButton(k, k.T("coalition_screen.members"), parts.Secondary, func() { p.d.show(place{to: atCoalition, part: partMembers}) })))
	} else if p.others > 0 {
		column.Add(k.Hint(k.T("coalition_screen.others_not_trusted", "n", p.others)))
	}
	return column
}

// passFields ask for a passphrase, twice.
func (p *packing) passFields() fyne.CanvasObject {
	k := p.k
	p.pass = parts.NewPassphrase(k, func(s string) { p.ask.pass = s; p.changed(); p.estimate() }, nil)
	p.again = parts.NewPassphrase(k, func(string) { p.allow() }, func(string) { p.act.Act() })
	p.pass.Entry.SetText(p.ask.pass)
	p.again.Entry.SetText(p.ask.pass)
	draw := parts.NewIconButton(k, k.T("unlock.suggest"), theme.ViewRefreshIcon(), parts.Quiet, func() {
		words, err := suggestion()
		if err != nil {
			p.d.fail(k.T("unlock.suggest"), err)
			return
		}
		p.pass.Reveal()
		p.again.Reveal()
		p.pass.Entry.SetText(words)
		p.again.Entry.SetText(words)
		p.ask.pass = words
		p.estimate()
	})
	first := parts.NewField(k, "passphrase", k.T("nouns.passphrase"), parts.Column(6, p.pass, k.Row(0, parts.NoSlack, draw))).Aim(p.pass.Target())
	second := parts.NewField(k, "again", k.T("unlock.again"), p.again).Aim(p.again.Target())
	p.form.Add(first, second)
	return parts.Column(14, first, second, parts.NewNotice(k, parts.Calm, k.T("coalition_screen.pass_other_way")))
}

// estimate asks how strong the passphrase is. The newest answer counts.
func (p *packing) estimate() {
	p.judge++
	mine, pass := p.judge, p.ask.pass
	var s strength
	p.d.read(func() error { s = strengthOf(pass); return nil }, func(error) {
		if mine != p.judge || p.left || p.pass == nil {
			return
		}
		p.judged = s
		sentence := ""
		if pass != "" {
			sentence = s.said(p.k)
		}
		p.pass.SetStrength(s.bars(), sentence, s.enough())
		p.allow()
		p.page.Refresh()
	})
	p.act.TurnOff("")
}

// allow switches the way on when it is known for whom.
func (p *packing) allow() {
	if p.step != packWho {
		return
	}
	enough := len(p.chosen()) > 0
	if p.ask.byPassphrase && p.again != nil {
		fault := ""
		if p.again.Text() != "" && p.again.Text() != p.ask.pass {
			fault = p.k.T("unlock.not_the_same")
		}
		p.form.Field("again").SetFault(fault)
		enough = p.ask.pass != "" && p.again.Text() == p.ask.pass && p.judged.enough()
	}
	if enough {
		p.act.TurnOn()
	} else {
		p.act.TurnOff("")
	}
}

func (p *packing) leaveWho() { p.goTo(packWhat) }

// whatPage asks what goes.
func (p *packing) whatPage() fyne.CanvasObject {
	k := p.k
	fresh := parts.NewCheck(k, k.T("coalition_screen.fresh_copy"), p.ask.fresh, func(on bool) {
		p.ask.fresh = on
		p.changed()
		p.goTo(packWhat)
	}).WithNote(k.T("coalition_screen.fresh_copy_note"))
	column := parts.Column(16, k.Heading(k.T("coalition_screen.pack_what")))
	if !p.ask.fresh {
		column.Add(p.reachField())
	}
	column.Add(fresh)
	if only := p.ask.only.notice(k, p.packAll); only != nil {
		column.Add(only)
	}
	column.Add(parts.NewFormSection(k, k.T("coalition_screen.which_records"), p.filterFields()...))
	if !p.ask.fresh {
		evidence := parts.NewCheck(k, k.T("coalition_screen.with_evidence"), p.ask.evidence, func(on bool) { p.ask.evidence = on; p.changed() })
		column.Add(parts.NewField(k, "evidence", k.T("screens.section_evidence"), evidence.WithNote(k.T("coalition_screen.with_evidence_note"))))
		column.Add(p.sinceField())
	}
	return column
}

// reachField asks how far the parcel may travel.
func (p *packing) reachField() fyne.CanvasObject {
	k := p.k
	reaches := []model.Confidentiality{model.Public, model.Coalition, model.Organisation}
	var words []string
	for _, r := range reaches {
		words = append(words, k.Label("confidentiality", string(r)))
	}
	group := parts.NewBoxedRadioGroup(k, words, slices.Index(reaches, p.ask.reach), func(i int) { p.ask.reach = reaches[i]; p.changed() })
	for i, r := range reaches {
		group.SetNote(i, k.T("coalition_screen.reach_"+string(r)))
	}
	return parts.NewField(k, "reach", k.T("coalition_screen.reach"), group).Aim(group.Item(max(slices.Index(reaches, p.ask.reach), 0)))
}

// filterFields ask for the period and the part of the plan and the country.
func (p *packing) filterFields() []fyne.CanvasObject {
	k := p.k
	day := func(name, label string, at *model.Day) *parts.Field {
		e := parts.NewCodeEntry(k, p.d.now().Format("2006-01-02"))
		e.SetText(string(*at))
		e.OnChanged = func(s string) { *at = readDay(s); p.changed() }
		f := parts.NewField(k, name, label, e)
		p.form.Add(f)
		return f
	}
	pick := func(name, label string, options []parts.Option, at *string) *parts.Field {
		return parts.NewField(k, name, label, parts.NewPicker(k, k.T("states.all"), options, *at, func(code string) { *at = code; p.changed() }))
	}
	return []fyne.CanvasObject{day("from", k.T("fields_common.date_from"), &p.ask.from), day("to", k.T("fields_common.date_to"), &p.ask.until),
		pick("area", k.T("nouns.area"), areaOptions(k.Words, p.d.plan), &p.ask.area),
		pick("region", k.T("fields_observation.region"), regionOptions(k.Words, model.Date{}), &p.ask.region)}
}

// sinceField asks whether all goes, or only what is new to who gets it.
func (p *packing) sinceField() fyne.CanvasObject {
	k := p.k
	options := []parts.Option{{Code: "all", Word: k.T("coalition_screen.since_all"), Base: k.Base()}}
	for _, x := range p.past {
		if x.Whole {
			words := k.T("coalition_screen.since_parcel", "when", k.Words.Moment(x.At.In(p.d.now().Location())), "who", bidi.Isolate(x.To))
			options = append(options, parts.Option{Code: x.Digest, Word: words, Base: k.Base()})
		}
	}
	options = append(options, parts.Option{Code: sinceTyped, Word: k.T("coalition_screen.since_digest"), Base: k.Base()})
	typed := parts.NewCodeEntry(k, "")
	typed.SetText(p.ask.digest)
	typed.OnChanged = func(s string) { p.ask.digest = s; p.changed() }
	digest := parts.NewField(k, "digest", k.T("nouns.digest"), typed)
	p.form.Add(digest)
	show(digest, p.ask.since == sinceTyped)
	choice := parts.NewSelect(k, "", options, firstOf(p.ask.since, "all"), func(code string) {
		if p.ask.since = code; code == "all" {
			p.ask.since = ""
		}
		show(digest, code == sinceTyped)
		p.changed()
		p.page.Refresh()
	})
	return parts.Column(12, parts.NewField(k, "since", k.T("coalition_screen.since"), choice), digest)
}

// options is what the notebook is asked for; the faults name the fields that are amiss.
func (p *packing) options() (notebook.PackOptions, map[string]string) {
	a, k := p.ask, p.k
	faults := map[string]string{}
	for name, d := range map[string]model.Day{"from": a.from, "to": a.until} {
		if d != "" && !d.Valid() {
			faults[name] = k.T("faults." + string(model.RuleDay))
		}
	}
	if len(faults) == 0 && a.from != "" && a.until != "" && a.until < a.from {
		faults["to"] = k.T("faults." + string(model.RuleOrder))
	}
	o := notebook.PackOptions{Reach: a.reach, Evidence: a.evidence && !a.fresh, Fresh: a.fresh,
		Query: model.Query{Area: a.area, Region: a.region, Since: a.from, Until: a.until, Among: a.only.among()}}
	if digest := a.since; digest != "" && !a.fresh {
		if digest == sinceTyped {
			digest = strings.Join(strings.Fields(a.digest), "")
		}
		b, err := hex.DecodeString(digest)
		if err != nil || len(b) != 32 {
			faults["digest"] = k.T("coalition_screen.no_digest")
			return o, faults
		}
		since := [32]byte(b)
		o.Since = &since
	}
	return o, faults
}

// look finds out what would leave, and shows it.
func (p *packing) look() {
	o, faults := p.options()
	p.form.SetFaults(faults)
	if len(faults) > 0 {
		p.form.FocusFirstFault()
		p.page.Refresh()
		return
	}
	p.setBusy(true)
	ask := p.ask
	var seen notebook.Packed
	p.d.work(p.k.T("coalition_screen.pack_looking"), func(ctx context.Context, _ func(done, total int)) (err error) {
		seen, err = p.d.book.Departing(ctx, o)
		return err
	}, func(err error) {
		p.setBusy(false)
		switch {
		case p.left || !sameAsk(ask, p.ask):
		case errors.Is(err, notebook.ErrUnknownDigest):
			p.goTo(packWhat)
			p.d.tell(p.k.T("coalition_screen.digest_unknown"), p.k.T("coalition_screen.digest_unknown_more"), p.k.T("coalition_screen.digest_unknown_next"))
		case err != nil:
			p.d.fail(p.k.T("coalition_screen.not_looked_pack"), err)
		default:
			p.seen = &seen
			p.goTo(packLeaves)
		}
	})
}

func sameAsk(a, b packAsk) bool {
	same := slices.Equal(a.to, b.to)
	a.to, b.to = nil, nil
	return same && fmt.Sprint(a) == fmt.Sprint(b)
}

func (p *packing) setBusy(on bool) {
	p.busy = on
	p.act.SetOff(on)
}

// sumOf adds numbers up.
func sumOf[K comparable](counts map[K]int) int {
	n := 0
	for _, c := range counts {
		n += c
	}
	return n
}

// leavesPage is what leaves, to whom, and what stays and why.
func (p *packing) leavesPage() fyne.CanvasObject {
	k, s := p.k, p.seen
	leave, stay := sumOf(s.Records), sumOf(s.Stays)
	column := parts.Column(14, parts.Column(4, k.Heading(k.T("coalition_screen.what_leaves")), k.Muted(k.T("coalition_screen.what_leaves_more"))))
	to := k.TopRow(12, 1, parts.Sized(parts.LabelWidth, 0, k.Muted(k.T("coalition_screen.to_whom"))), k.Text(p.toWhom()))
	column.Add(to)
	if notice := p.tooFar(); notice != "" {
		column.Add(parts.NewBanner(k, parts.Red, notice))
	}
	figures := []parts.Figure{{N: k.Words.Number(int64(leave)), Word: k.T("coalition_screen.leave")}, {N: k.Words.Number(int64(stay)), Word: k.T("coalition_screen.stay")}}
	if p.ask.evidence && !p.ask.fresh {
		figures = append(figures, parts.Figure{N: k.Words.Size(s.Files), Word: k.T("coalition_screen.evidence_files")})
	}
	column.Add(parts.NewFigures(k, figures...))
	if leave == 0 {
		column.Add(parts.NewNotice(k, parts.Amber, k.T("coalition_screen.nothing_leaves")))
		p.act.SetOff(true)
	}
	var kinds []countLine
	for _, kind := range model.Kinds {
		if n := s.Records[kind]; n > 0 {
			kinds = append(kinds, countLine{nounOf(k.Words, kind), n})
		}
	}
	column.Add(countTable(k, k.T("coalition_screen.leaves_by_kind"), kinds))
	var rules []countLine
	for _, rule := range slices.Sorted(maps.Keys(s.Stays)) {
		rules = append(rules, countLine{k.T("stays." + string(rule)), s.Stays[rule]})
	}
	column.Add(countTable(k, k.T("coalition_screen.stays_why"), rules))
	return column
}

// tooFar warns where records of our organisation would reach others.
func (p *packing) tooFar() string {
	if p.ask.reach != model.Organisation || p.ask.fresh {
		return ""
	}
	mine := p.d.book.Me().Organisation
	var others []string
	for _, m := range p.chosen() {
		if m.Organisation != mine || mine == "" {
			others = append(others, memberLabel(m))
		}
	}
	switch {
	case p.ask.byPassphrase:
		return p.k.T("coalition_screen.too_far_passphrase")
	case len(others) > 0:
		return p.k.T("coalition_screen.too_far", "who", p.k.Words.List(others))
	}
	return ""
}

// countLine is a number of something.
type countLine struct {
	words string
	n     int
}

// countTable lists numbers under a title; that there is none is said too.
func countTable(k parts.Look, title string, lines []countLine) fyne.CanvasObject {
	column := parts.Column(0, parts.NewSectionHead(k, title, ""), parts.Gap(0, 6), parts.NewRule())
	if len(lines) == 0 {
		column.Add(parts.Inset(0, 8, k.Hint(k.T("states.none"))))
	}
	for _, l := range lines {
		n := k.Cell(k.Words.Number(int64(l.n)), parts.Ink)
		n.Alignment = fyne.TextAlignTrailing
		column.Add(parts.Inset(0, 8, k.Row(12, 0, k.Text(l.words), parts.Sized(72, 0, n))))
		column.Add(parts.NewRule())
	}
	return column
}

// recipients closes the parcel for whom it is.
func (p *packing) recipients() (seal.Recipients, error) {
	if p.ask.byPassphrase {
		pass, err := seal.Passphrase([]byte(p.ask.pass))
		if err != nil {
			return seal.Recipients{}, err
		}
		return seal.ForPassphrase(pass), nil
	}
	var locks []seal.Lock
	for _, m := range p.chosen() {
		lock, err := seal.ParseLock(m.Recipient)
		if err != nil {
			return seal.Recipients{}, err
		}
		locks = append(locks, lock)
	}
	return seal.ForMembers(locks...), nil
}
