package ui

import (
	"fyne.io/fyne/v2/theme"

	"plumbline/ui/parts"
)

// newPhrase asks for a passphrase that shall hold from now on: typed twice, judged as it is typed, or drawn.
type newPhrase struct {
	w    *Window
	look parts.Look

	pass, again *parts.Passphrase
	twice       *parts.Field // of again
	draw        *parts.Button

	judging int // the newest estimate that was asked for
	judged  strength
	open    bool   // an estimate is under way
	changed func() // hears when reason may say something else; the page is to be laid out anew
}

// newPhrase makes the two entries; submitted hears Return in the second one.
func (w *Window) newPhrase(k parts.Look, changed, submitted func()) *newPhrase {
	p := &newPhrase{w: w, look: k, changed: changed}
	p.pass = parts.NewPassphrase(k, func(string) { p.estimate() }, nil)
	p.again = parts.NewPassphrase(k, func(string) { p.tell() }, func(string) { submitted() })
	p.draw = parts.NewIconButton(k, k.T("unlock.suggest"), theme.ViewRefreshIcon(), parts.Quiet, p.suggest)
	return p
}

// fields are the two fields, as they stand in a form.
func (p *newPhrase) fields(label string) (first, second *parts.Field) {
	k := p.look
	first = parts.NewField(k, "new_passphrase", label, parts.Column(6, p.pass, k.Row(0, parts.NoSlack, k.Flush(p.draw)))).Aim(p.pass.Target())
	p.twice = parts.NewField(k, "again", k.T("unlock.again"), p.again).Aim(p.again.Target())
	return first, p.twice
}

// suggest puts six drawn words into both entries, to be read and written down.
func (p *newPhrase) suggest() {
	words, err := suggestion()
	if err != nil {
		p.w.fail(p.look.T("unlock.suggest"), err)
		return
	}
	p.pass.Reveal()
	p.again.Reveal()
	p.pass.Entry.SetText(words)
	p.again.Entry.SetText(words)
	p.estimate()
}

// estimate asks how strong the passphrase is. The newest answer counts.
func (p *newPhrase) estimate() {
	p.judging++
	mine, pass := p.judging, p.pass.Text()
	p.open = true
	p.changed()
	var s strength
	p.w.jobs.start(func() error { s = strengthOf(pass); return nil }, func(error) {
		if mine != p.judging {
			return
		}
		p.judged, p.open = s, false
		sentence := ""
		if pass != "" {
			sentence = s.said(p.look)
		}
		p.pass.SetStrength(s.bars(), sentence, s.enough())
		p.tell()
	})
}

// tell shows whether the two are the same.
func (p *newPhrase) tell() {
	fault := ""
	if again := p.again.Text(); again != "" && again != p.pass.Text() {
		fault = p.look.T("unlock.not_the_same")
	}
	if p.twice != nil && p.twice.Fault() != fault {
		p.twice.SetFault(fault)
	}
	p.changed()
}

// ready says whether the passphrase may be taken, and if not, what is still wanted.
func (p *newPhrase) ready() (reason string, ok bool) {
	return phraseWanted(p.look, p.pass.Text(), p.again.Text(), p.open, p.judged.enough())
}

// phraseWanted says what is still wanted of a new passphrase, until nothing is; nothing yet while its strength is estimated.
func phraseWanted(k parts.Look, pass, again string, estimating, strong bool) (missing string, ok bool) {
	switch {
	case pass == "":
		return k.T("unlock.first_passphrase"), false
	case estimating:
		return "", false
	case !strong:
		return k.T("unlock.first_stronger"), false
	case again != pass:
		return k.T("unlock.first_again"), false
	}
	return "", true
}

// allow switches a button on when the passphrase may be taken.
func (p *newPhrase) allow(act *parts.Button) {
	if reason, ok := p.ready(); ok {
		act.TurnOn()
	} else {
		act.TurnOff(reason)
	}
}
