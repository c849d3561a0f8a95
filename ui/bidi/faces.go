package bidi

import (
	"bytes"
	"sync"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
	"github.com/go-text/typesetting/font"
)

// faces answers as Fyne does: the theme's font first, then the built-in ones.
type faces []*font.Face

// ResolveFace is the first face that knows a rune, else the first of all.
func (f faces) ResolveFace(r rune) *font.Face {
	for _, face := range f {
		if _, ok := face.NominalGlyph(r); ok {
			return face
		}
	}
	return f[0]
}

// fontKey names a font as Fyne's own cache does, and tells a changed one apart.
type fontKey struct {
	name string
	size int
}

// typecase holds the parsed fonts. A face is not safe to use from several
// goroutines, so whoever shapes holds the lock.
var typecase = struct {
	sync.Mutex
	parsed map[fontKey]*font.Face
}{parsed: map[fontKey]*font.Face{}}

// facesFor lists the faces of a style; the lock is held by the caller.
func facesFor(style fyne.TextStyle) faces {
	var list faces
	for _, res := range []fyne.Resource{
		theme.Font(style), builtIn(style), theme.DefaultEmojiFont(), theme.DefaultSymbolFont(),
	} {
		if f := faceOf(res); f != nil {
			list = append(list, f)
		}
	}
	return list
}

// builtIn is the font that Fyne falls back to for a style.
func builtIn(style fyne.TextStyle) fyne.Resource {
	switch {
	case style.Monospace:
		return theme.DefaultTextMonospaceFont()
	case style.Bold && style.Italic:
		return theme.DefaultTextBoldItalicFont()
	case style.Bold:
		return theme.DefaultTextBoldFont()
	case style.Italic:
		return theme.DefaultTextItalicFont()
	}
	return theme.DefaultTextFont()
}

// faceOf parses a font once; nil for what is no font.
func faceOf(res fyne.Resource) *font.Face {
	if res == nil {
		return nil
	}
	key := fontKey{res.Name(), len(res.Content())}
	face, known := typecase.parsed[key]
	if !known {
		face, _ = font.ParseTTF(bytes.NewReader(res.Content()))
		typecase.parsed[key] = face
	}
	return face
}
