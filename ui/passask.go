package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"plumbline/ui/parts"
)

// passAsk asks for a passphrase that closes a file: twice, with how strong it is, or drawn at random. A weak one is
// refused.
type passAsk struct {
	d       *desk
	pass    *parts.Passphrase
	again   *parts.Passphrase
	fields  []*parts.Field
	judged  strength
	judge   int
	open    bool // an estimate is under way
	left    bool
	changed func() // hears every change, also of the estimate
}

// newPassAsk asks, with what was given before.
func newPassAsk(d *desk, given string, changed, submitted func()) *passAsk {
	k := d.look
	p := &passAsk{d: d, changed: changed}
	p.pass = parts.NewPassphrase(k, func(string) { p.estimate() }, nil)
	p.again = parts.NewPassphrase(k, func(string) { p.said() }, func(string) { submitted() })
	draw := parts.NewIconButton(k, k.T("unlock.suggest"), theme.ViewRefreshIcon(), parts.Quiet, p.draw)
	p.fields = []*parts.Field{
		parts.NewField(k, "passphrase", k.T("nouns.passphrase"), parts.Column(6, p.pass, k.Row(0, parts.NoSlack, k.Flush(draw)))).Aim(p.pass.Target()),
		parts.NewField(k, "again", k.T("unlock.again"), p.again).Aim(p.again.Target()),
	}
	if given != "" {
		p.pass.Entry.SetText(given)
		p.again.Entry.SetText(given)
	}
	return p
}

// view is the two fields under each other.
func (p *passAsk) view() fyne.CanvasObject { return parts.Column(14, p.fields[0], p.fields[1]) }

// draw fills in six words drawn at random, and shows them.
func (p *passAsk) draw() {
	words, err := suggestion()
	if err != nil {
		p.d.fail(p.d.look.T("unlock.suggest"), err)
		return
	}
	p.pass.Reveal()
	p.again.Reveal()
	p.pass.Entry.SetText(words)
	p.again.Entry.SetText(words)
}

// estimate asks how strong the passphrase is. The newest answer counts.
func (p *passAsk) estimate() {
	p.judge++
	mine, pass := p.judge, p.pass.Text()
	var s strength
	p.d.read(func() error { s = strengthOf(pass); return nil }, func(error) {
		if mine != p.judge || p.left {
			return
		}
		p.judged, p.open = s, false
		sentence := ""
		if pass != "" {
			sentence = s.said(p.d.look)
		}
		p.pass.SetStrength(s.bars(), sentence, s.enough())
		p.said()
	})
	p.judged, p.open = 0, true
	p.said()
}

// said marks the second entry when it says something else.
func (p *passAsk) said() {
	fault := ""
	if p.again.Text() != "" && p.again.Text() != p.pass.Text() {
		fault = p.d.look.T("unlock.not_the_same")
	}
	p.fields[1].SetFault(fault)
	p.changed()
}

// ready says whether it is strong enough and was given twice.
func (p *passAsk) ready() bool {
	_, ok := p.wanted()
	return ok
}

// wanted is what is still wanted, until nothing is.
func (p *passAsk) wanted() (missing string, ok bool) {
	return phraseWanted(p.d.look, p.pass.Text(), p.again.Text(), p.open, p.judged.enough())
}
