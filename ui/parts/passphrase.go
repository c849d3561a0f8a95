package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"plumbline/ui/bidi"
)

// Passphrase is an entry that shows dots, an eye that shows the letters, and, where one is made, a bar of four parts
// that says how strong it is. What strength means is decided by the owner.
type Passphrase struct {
	whole

	Entry *bidi.Entry

	look  Look
	eye   *Press
	icon  *Icon
	bars  []*Box
	said  *fyne.Container
	word  *bidi.Label
	sign  *Icon
	meter *fyne.Container
}

// NewPassphrase makes the entry. changed hears every letter, submitted Return; either may be nil.
func NewPassphrase(k Look, changed, submitted func(s string)) *Passphrase {
	p := &Passphrase{look: k, Entry: NewEntry(k, ""), icon: NewIcon(theme.VisibilityIcon(), Ink2, 20)}
	p.Entry.Secret, p.Entry.Base = true, bidi.LTR
	p.Entry.OnChanged, p.Entry.OnSubmitted = changed, submitted
	p.eye = NewPress(k, Inset(3, 3, p.icon), p.reveal)
	p.eye.Tip = k.T("parts.show_passphrase")
	bars := k.Even(4)
	for range 4 {
		b := NewBox(Line, Gap(10, 6))
		b.Radius = 2
		p.bars = append(p.bars, b)
		bars.Add(b)
	}
	p.sign, p.word = NewIcon(theme.ConfirmIcon(), Teal, 18), k.Inked("", Teal)
	p.said = k.Row(6, 1, p.sign, p.word)
	p.meter = Column(6, bars, p.said)
	p.meter.Hide()
	p.join(p, Column(8, k.furnished(p.Entry, 38, NewIcon(IconLock, Ink3, 18), p.eye), p.meter))
	return p
}

// SetStrength shows how strong the phrase is: parts from 0 to 4, a sentence, and whether that is enough. An empty
// sentence hides the bar.
func (p *Passphrase) SetStrength(parts int, sentence string, enough bool) {
	show(p.meter, sentence != "")
	ink, sign := Attention, theme.WarningIcon()
	if enough {
		ink, sign = Teal, theme.ConfirmIcon()
	}
	for i, b := range p.bars {
		b.Ground = Line
		if i < parts {
			b.Ground = ink
		}
	}
	p.sign.Set(sign, ink)
	p.word.ColorName = ink
	p.word.SetText(sentence)
	p.Refresh()
}

// Text is the phrase.
func (p *Passphrase) Text() string { return p.Entry.Text() }

// Clear empties the entry and hides the letters.
func (p *Passphrase) Clear() {
	p.Entry.Secret = true
	p.Entry.SetText("")
	p.icon.Set(theme.VisibilityIcon(), Ink2)
	p.SetStrength(0, "", false)
}

// Revealed says whether the letters are shown.
func (p *Passphrase) Revealed() bool { return !p.Entry.Secret }

func (p *Passphrase) reveal() {
	p.Entry.Secret = !p.Entry.Secret
	p.Entry.Refresh()
	p.eye.Tip = p.look.T("parts.show_passphrase")
	p.icon.Set(theme.VisibilityIcon(), Ink2)
	if !p.Entry.Secret {
		p.eye.Tip = p.look.T("parts.hide_passphrase")
		p.icon.Set(theme.VisibilityOffIcon(), Ink2)
	}
}

// Target is what takes the keyboard and shows the fault.
func (p *Passphrase) Target() fyne.Focusable { return p.Entry }

// Reveal shows the letters, as the eye does: for a phrase that is to be read and written down.
func (p *Passphrase) Reveal() {
	if !p.Revealed() {
		p.reveal()
	}
}
