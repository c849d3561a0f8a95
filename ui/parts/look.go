package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"plumbline/assets"
	"plumbline/model"
	"plumbline/ui/bidi"
)

// Look is what every part is handed: the words of the screen, from which its direction follows, and where hints are
// shown. It is made once for a window and handed on by value.
type Look struct {
	Words assets.Words
	Tips  *Tips // where the names of small things are shown on hover; nil shows none

	// Links finds in what people wrote what leads somewhere; nil finds nothing.
	Links func(text string) []bidi.Link

	// Say tells why something was not done, without asking for an answer; nil tells nothing.
	Say func(sentence string)

	// Escape is what the key does wherever nothing that is open uses it: Fyne gives a key to what has the keyboard, and
	// to nothing else.
	Escape func()

	// Help is what F1 does, wherever the keyboard is; nil for nothing.
	Help func()
}

// pass does what the keys do that are the window's and not those of what has the keyboard: Escape, F1 and turning the page. It says
// whether the key was one of them.
func (k Look) pass(key fyne.KeyName, from fyne.CanvasObject) bool {
	switch key {
	case fyne.KeyEscape:
		k.escape(from)
	case fyne.KeyF1:
		if k.Help != nil {
			k.Help()
		}
	case fyne.KeyPageUp, fyne.KeyPageDown:
		TurnPage(canvasOf(from), from, key)
	default:
		return false
	}
	return true
}

func (k Look) say(sentence string) {
	if k.Say != nil {
		k.Say(sentence)
	}
}

// escape closes what stands over the window, else does what the page wants.
func (k Look) escape(from fyne.CanvasObject) {
	if c := canvasOf(from); c != nil {
		if o, ok := c.Overlays().Top().(*overlay); ok {
			o.escape()
			return
		}
	}
	if k.Escape != nil {
		k.Escape()
	}
}

// RTL says whether the screen runs right to left. It is the one flag that mirrors every part.
func (k Look) RTL() bool { return k.Words.RightToLeft() }

// T is a word of the screen: a key and pairs of name and value.
func (k Look) T(key string, pairs ...any) string { return k.Words.T(key, pairs...) }

// Label is the word for a code of a list: the list's section without "enum_", and the code.
func (k Look) Label(list, code string) string {
	if code == "" {
		return ""
	}
	return k.Words.T("enum_" + list + "." + code)
}

// Base is the direction of the screen's own words.
func (k Look) Base() bidi.Base {
	if k.RTL() {
		return bidi.RTL
	}
	return bidi.LTR
}

// BaseOf is the direction of a text written in a language.
func BaseOf(language string) bidi.Base {
	switch {
	case language == "":
		return bidi.Auto
	case assets.For(language).RightToLeft():
		return bidi.RTL
	}
	return bidi.LTR
}

func (k Look) label(s string, size fyne.ThemeSizeName, ink fyne.ThemeColorName, isBold bool) *bidi.Label {
	l := bidi.NewLabel(s, k.Base())
	l.SizeName, l.ColorName = size, ink
	l.TextStyle.Bold = isBold
	return l
}

// Heading is the title of a page.
func (k Look) Heading(s string) *bidi.Label { return k.label(s, theme.SizeNameHeadingText, Ink, true) }

// Section is the title of a card or of a part of a page.
func (k Look) Section(s string) *bidi.Label {
	return k.label(s, theme.SizeNameSubHeadingText, Ink, true)
}

// Figure is a key number.
func (k Look) Figure(s string) *bidi.Label { return k.label(s, SizeNameFigure, Ink, true) }

// Text is an ordinary sentence of the screen; it wraps.
func (k Look) Text(s string) *bidi.Label { return k.label(s, theme.SizeNameText, Ink, false) }

// Bold is an ordinary sentence that counts.
func (k Look) Bold(s string) *bidi.Label { return k.label(s, theme.SizeNameText, Ink, true) }

// Muted is secondary text: labels of fields, places, methods.
func (k Look) Muted(s string) *bidi.Label { return k.label(s, theme.SizeNameText, Ink2, false) }

// Hint is text that may be passed over.
func (k Look) Hint(s string) *bidi.Label { return k.label(s, theme.SizeNameText, Ink3, false) }

// Inked is ordinary text in a colour that says something: Teal, Attention or Danger.
func (k Look) Inked(s string, ink fyne.ThemeColorName) *bidi.Label {
	return k.label(s, theme.SizeNameText, ink, false)
}

// Line is text that keeps to one line and asks for the width of its text; given less, it ends in an ellipsis.
func (k Look) Line(s string, ink fyne.ThemeColorName) *bidi.Label {
	l := k.label(s, theme.SizeNameText, ink, false)
	l.Wrap = false
	return l
}

// Cell is text that keeps to one line and takes whatever width it is given, for rows and tables.
func (k Look) Cell(s string, ink fyne.ThemeColorName) *bidi.Label {
	l := k.Line(s, ink)
	l.MaxLines = 1
	return l
}

// Code is a code, a reference or a hash: one line, left to right inside itself wherever it stands.
func (k Look) Code(s string) *bidi.Label { return k.Line(bidi.IsolateLTR(s), Ink3) }

// Stand keeps a word of whatever direction at the leading side of the screen, as names in a list do.
func (k Look) Stand(l *bidi.Label) {
	l.Alignment = k.stands(l.Text, l.Base)
}

// stands is the alignment of a word that stands at the leading side of the screen.
func (k Look) stands(text string, base bidi.Base) fyne.TextAlign {
	if base == bidi.Auto {
		base = bidi.Direction(text)
	}
	if (base == bidi.RTL) != k.RTL() {
		return fyne.TextAlignTrailing
	}
	return fyne.TextAlignLeading
}

// Content is what people wrote, in the best language for this screen (written is the
// language it was written in) and in that language's own direction.
func (k Look) Content(t model.Text, written string) *bidi.Label {
	words, language := k.Words.Of(t, written)
	l := k.Text(words)
	l.Base = BaseOf(language)
	if k.Links != nil {
		l.Links = k.Links(words)
	}
	return k.Prose(l)
}

// Prose lets the text of a label be selected and copied by the mouse and by the keyboard, as what people wrote should be.
func (k Look) Prose(l *bidi.Label) *bidi.Label {
	l.Stop = true
	return k.Copied(l)
}

// Copied lets the text of a label be selected and copied by the mouse; Tab passes over it.
func (k Look) Copied(l *bidi.Label) *bidi.Label {
	l.Selectable = true
	l.Menu = k.entryMenu
	l.OnMenu = func(at fyne.Position, items []bidi.MenuItem) { k.showTextMenu(l, at, items) }
	l.OnSight = func() { intoSight(l) }
	l.OnKey = func(key fyne.KeyName) bool { return k.pass(key, l) }
	return l
}
