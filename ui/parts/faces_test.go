package parts_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
	"golang.org/x/image/font/sfnt"

	. "plumbline/ui/parts"
)

// A release is built without Fyne's own faces (cmd/lean). Fyne asks them for a character that ours lacks: that they have none
// such is why nothing is lost.
func TestOurFacesHaveEveryCharacterOfFynes(t *testing.T) {
	ours := NewTheme(SchemeLight, TextScaleLeast, false)
	for style, theirs := range map[fyne.TextStyle]fyne.Resource{
		{}:                         theme.DefaultTextFont(),
		{Bold: true}:               theme.DefaultTextBoldFont(),
		{Italic: true}:             theme.DefaultTextItalicFont(),
		{Bold: true, Italic: true}: theme.DefaultTextBoldItalicFont(),
	} {
		has, wants := glyphs(t, ours.Font(style)), glyphs(t, theirs)
		known := 0
		for r := rune(0); r <= 0x1ffff; r++ {
			if !wants(r) {
				continue
			}
			if known++; !has(r) {
				t.Errorf("%s has no %q (U+%04X), and %s has it", ours.Font(style).Name(), r, r, theirs.Name())
			}
		}
		if known < 2000 {
			t.Errorf("%s has %d characters only", theirs.Name(), known)
		}
	}
}

// No text is set in a face that a release is without.
func TestEveryStyleButSymbolsIsInOurFaces(t *testing.T) {
	ours, seen := NewTheme(SchemeLight, TextScaleLeast, false), map[string]bool{}
	for _, style := range []fyne.TextStyle{{}, {Bold: true}, {Italic: true}, {Bold: true, Italic: true}, {Monospace: true}, {Monospace: true, Bold: true}} {
		seen[ours.Font(style).Name()] = true
	}
	if len(seen) != 2 || !seen["plumbline-regular.ttf"] || !seen["plumbline-bold.ttf"] {
		t.Errorf("texts are set in %v", seen)
	}
}

// glyphs tells which characters a face has a glyph for.
func glyphs(t *testing.T, face fyne.Resource) func(rune) bool {
	t.Helper()
	font, err := sfnt.Parse(face.Content())
	if err != nil {
		t.Fatal(err)
	}
	var buffer sfnt.Buffer
	return func(r rune) bool {
		glyph, err := font.GlyphIndex(&buffer, r)
		return err == nil && glyph != 0
	}
}
