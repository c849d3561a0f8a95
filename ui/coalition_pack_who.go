package ui

import (
	"slices"

	"fyne.io/fyne/v2"

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
	switch {
	case p.ask.byPassphrase:
		column.Add(p.passFields())
	case p.unread != nil:
		column.Add(p.d.trouble("coalition_screen.not_read", p.unread, p.fresh))
	case !p.read:
		column.Add(parts.NewLoading(k))
	default:
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
	p.passAsk = newPassAsk(p.d, p.ask.pass, func() {
		if p.passAsk == nil || p.step != packWho {
			return
		}
		if pass := p.pass.Text(); pass != p.ask.pass {
			p.ask.pass = pass
			p.changed()
		}
		p.allow()
		p.page.Refresh()
	}, func() { p.act.Act() })
	for _, f := range p.fields {
		p.form.Add(f)
	}
	return parts.Column(14, p.passAsk.view(), parts.NewNotice(p.k, parts.Calm, p.k.T("coalition_screen.pass_other_way")))
}

// allow switches the way on when it is known for whom.
func (p *packing) allow() {
	if p.step != packWho {
		return
	}
	enough, missing := len(p.chosen()) > 0, ""
	switch {
	case p.ask.byPassphrase && p.passAsk != nil:
		missing, enough = p.wanted()
	case p.read && p.unread == nil && len(p.members) == 0:
		missing = p.k.T("coalition_screen.first_trusted")
	case p.read || p.unread != nil:
		missing = p.k.T("coalition_screen.first_member")
	}
	if enough {
		p.act.TurnOn()
	} else {
		p.act.TurnOff(missing)
	}
	p.pane.Refresh() // the sentence needs its room
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
