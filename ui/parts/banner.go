package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"plumbline/ui/bidi"
)

// Tone is what a banner or a notice is about.
type Tone int

// Calm says how things are; Good that all is well; Amber that something is missing; Red that something is lost or a
// person exposed.
const (
	Calm Tone = iota
	Good
	Amber
	Red
)

func (t Tone) ink() fyne.ThemeColorName {
	return [...]fyne.ThemeColorName{Ink2, Teal, Attention, Danger}[t]
}

func (t Tone) ground() fyne.ThemeColorName {
	return [...]fyne.ThemeColorName{Sunk, TealTint, AmberTint, DangerTint}[t]
}

func (t Tone) icon() fyne.Resource {
	return [...]fyne.Resource{theme.InfoIcon(), theme.ConfirmIcon(), theme.WarningIcon(), theme.ErrorIcon()}[t]
}

// Banner is a sentence across the page on tinted ground.
type Banner struct {
	Box

	words *bidi.Label
}

// NewBanner makes a banner; acts stand at its trailing edge.
func NewBanner(k Look, tone Tone, sentence string, acts ...fyne.CanvasObject) *Banner {
	return newBanner(k, tone, tone.icon(), sentence, acts...)
}

// NewReadOnlyBanner says why nothing can be changed; it stands under the header.
func NewReadOnlyBanner(k Look, sentence string) *Banner {
	return newBanner(k, Calm, IconLock, sentence)
}

func newBanner(k Look, tone Tone, icon fyne.Resource, sentence string, acts ...fyne.CanvasObject) *Banner {
	b := &Banner{words: k.Inked(sentence, tone.ink())}
	if tone == Calm {
		b.words.ColorName = Ink
	}
	row := k.Row(10, 0, k.signed(10, NewIcon(icon, tone.ink(), 20), b.words))
	for _, a := range acts {
		row.Add(a)
	}
	b.box(b, tone.ground(), row)
	b.Radius, b.Across, b.Down = 6, 12, 8
	return b
}

// SetText changes the sentence.
func (b *Banner) SetText(sentence string) { b.words.SetText(sentence); b.Refresh() }

// NewNotice is a sentence with an icon in the colour of its tone, on the page's own ground.
func NewNotice(k Look, tone Tone, sentence string, acts ...fyne.CanvasObject) *fyne.Container {
	said := k.signed(8, NewIcon(tone.icon(), tone.ink(), 20), k.Inked(sentence, tone.ink()))
	if len(acts) == 0 {
		return said
	}
	row := k.Row(8, 0, said)
	for _, a := range acts {
		row.Add(a)
	}
	return row
}

// signed sets a sign beside the first line of words.
func (k Look) signed(gap float32, sign, words fyne.CanvasObject) *fyne.Container {
	return k.TopRow(gap, 1, sign, words)
}
