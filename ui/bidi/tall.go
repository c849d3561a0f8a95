package bidi

import (
	"encoding/binary"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// Fyne draws a text on a picture as high as the font says a line is. Stacked Arabic
// marks stand higher, and would be cut. A piece that needs it is drawn with a second
// copy of the theme's font that differs only in the ascent it claims.

// lift is how much more ascent the copy claims, in parts of the font's size. Noto's highest
// stack (shadda over superscript alef over a tall letter) needs 0.37.
const lift = 0.5

// raised holds the copies; nil for a font that cannot be changed. The lock is typecase's.
var raised = map[fontKey]fyne.Resource{}

// raise has a piece drawn with the taller copy of its font, its baseline where it was.
// Pieces with letters that the theme's font lacks stay as they are.
func (k *inked) raise(p pen) {
	typecase.Lock()
	defer typecase.Unlock()
	for _, r := range k.drawn {
		if _, ok := p.faces[0].NominalGlyph(r); !ok && r != zwj && !invisible(r) {
			return
		}
	}
	if k.source = taller(theme.Font(k.style)); k.source != nil {
		k.pos.Y -= lift * k.size
		k.room.Height += lift * k.size
	}
}

func taller(res fyne.Resource) fyne.Resource {
	key := fontKey{res.Name(), len(res.Content())}
	copied, known := raised[key]
	if !known {
		if font := withAscent(res.Content()); font != nil {
			copied = fyne.NewStaticResource("tall "+res.Name(), font)
		}
		raised[key] = copied
	}
	return copied
}

// ascents lists where an OpenType font says how high it is: table and offset.
var ascents = []struct {
	table string
	at    uint32
}{
	{"hhea", 4},  // ascender
	{"OS/2", 68}, // sTypoAscender
	{"OS/2", 74}, // usWinAscent
}

// withAscent copies an OpenType font and adds lift to its ascents; nil if it is none.
// The file begins with a 12 byte header (number of tables at 4) and 16 bytes for each
// table: its name, checksum, offset and length.
func withAscent(font []byte) []byte {
	upem, ok := tableAt(font, "head", 18)
	if !ok {
		return nil
	}
	extra := uint16(lift * float32(binary.BigEndian.Uint16(font[upem:])))
	font = slices.Clone(font)
	for _, a := range ascents {
		at, ok := tableAt(font, a.table, a.at)
		if !ok {
			return nil
		}
		field := font[at:]
		binary.BigEndian.PutUint16(field, binary.BigEndian.Uint16(field)+extra)
	}
	return font
}

// tableAt is the place of a two byte field in a table.
func tableAt(font []byte, table string, field uint32) (at uint32, ok bool) {
	if len(font) < 12 {
		return 0, false
	}
	n := int(binary.BigEndian.Uint16(font[4:]))
	for i := 0; i < n && 28+16*i <= len(font); i++ {
		entry := font[12+16*i:]
		if string(entry[:4]) == table {
			at = binary.BigEndian.Uint32(entry[8:]) + field
			return at, uint64(at)+2 <= uint64(len(font))
		}
	}
	return 0, false
}
