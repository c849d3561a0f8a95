package ui

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"plumbline/model"
	"plumbline/model/seal"
	"plumbline/ui/bidi"
	"plumbline/ui/parts"
)

// The first step of packing: for whom the parcel is closed.

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
	column := parts.Column(16, parts.NewTitle(k, k.T("actions.pack"), k.T("coalition_screen.pack_intro")), how)
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
