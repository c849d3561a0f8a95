package export

import (
	"math"
	"strconv"
	"strings"
	"unicode/utf8"
)

// How a cell becomes SpreadsheetML (ECMA-376, part 1, 18.3.1.4):
//
//  1. words stand in their cell, never shared and never formulas, so that what
//     begins with = stays words: as plain strings (t="str"), which are a seventh
//     shorter than inline ones and so cost less to deflate and to read; as inline
//     ones where white space at an end, a line break, or what looks like the escape
//     of a character is to be read alike by all;
//  2. a formula is only what this package composed itself, with the value it
//     had when the workbook was drawn;
//  3. characters that XML forbids, and bytes that are no UTF-8, become U+FFFD;
//  4. what looks like the escape of a character (_x0041_) is escaped itself;
//  5. CR LF and CR become LF, the line break of a cell;
//  6. a cell says where it stands only behind a gap: without that it stands one
//     column after the cell before it (MS-OI29500 2.1.590 says so of Office), and
//     a sheet without four million places is a fifth smaller.

// maxUnits is how many UTF-16 units a cell holds.
const maxUnits = 32_767

type kind byte

const (
	blank kind = iota
	words
	number
)

// cell is one cell. With a formula, text or number is the cached value.
type cell struct {
	kind    kind
	style   int
	text    string
	number  float64
	formula string
}

// line is one row of cells, from column A on.
type line struct {
	cells  []cell
	height float64 // in points; 0 leaves it to the reader's program
}

// columnName is the letters of a column, from 0.
func columnName(n int) string {
	s := ""
	for n++; n > 0; n = (n - 1) / 26 {
		s = string(rune('A'+(n-1)%26)) + s
	}
	return s
}

var columnNames = func() (names [128]string) {
	for i := range names {
		names[i] = columnName(i)
	}
	return names
}()

// appendLine appends a row; at is its number, from 1.
func appendLine(b []byte, at int, l line) []byte {
	var digits [12]byte
	num := strconv.AppendInt(digits[:0], int64(at), 10)
	b = append(b, `<row r="`...)
	b = append(b, num...)
	if l.height > 0 {
		b = append(b, `" ht="`...)
		b = strconv.AppendFloat(b, l.height, 'f', -1, 64)
		b = append(b, `" customHeight="1`...)
	}
	b = append(b, `">`...)
	gap := false
	for i := range l.cells {
		c := &l.cells[i]
		if c.kind == blank && c.style == 0 && c.formula == "" {
			gap = true
			continue
		}
		b = append(b, `<c`...)
		if gap {
			b = append(b, ` r="`...)
			b = append(b, columnNames[i]...)
			b = append(b, num...)
			b = append(b, '"')
			gap = false
		}
		b = appendCell(b, c)
	}
	return append(b, `</row>`...)
}

// appendCell appends a cell that is not left out, from behind its place on.
func appendCell(b []byte, c *cell) []byte {
	looks := looksOf(c.style)
	switch {
	case c.kind == blank:
		return append(b, looks.blank...)
	case c.kind == words && c.formula == "" && simple(c.text):
		b = append(b, looks.words...)
		b = append(b, c.text...)
		return append(b, `</v></c>`...)
	case c.kind == words && c.formula == "" && bare(c.text):
		b = append(b, looks.words...)
		b = appendText(b, c.text)
		return append(b, `</v></c>`...)
	case c.kind == words && c.formula == "":
		b = append(b, looks.inline...)
		if spaced(c.text) {
			b = append(b[:len(b)-1], ` xml:space="preserve">`...)
		}
		b = appendText(b, c.text)
		return append(b, `</t></is></c>`...)
	case c.formula == "":
		b = append(b, looks.number...)
		b = appendNumber(b, c.number)
		return append(b, `</v></c>`...)
	case c.kind == words:
		b = append(b, looks.words[:len(looks.words)-len(`<v>`)]...)
	default:
		b = append(b, looks.number[:len(looks.number)-len(`<v>`)]...)
	}
	b = append(b, `<f>`...)
	b = appendText(b, c.formula)
	b = append(b, `</f><v>`...)
	if c.kind == words {
		b = appendText(b, c.text)
	} else {
		b = appendNumber(b, c.number)
	}
	return append(b, `</v></c>`...)
}

// styled is what stands between the place of a cell and its content, for one style.
type styled struct{ blank, words, inline, number string }

func newStyled(style int) styled {
	s := ""
	if style > 0 {
		s = ` s="` + strconv.Itoa(style) + `"`
	}
	return styled{blank: s + `/>`, words: s + ` t="str"><v>`, inline: s + ` t="inlineStr"><is><t>`, number: s + `><v>`}
}

// styledKept are those of the first styles: a workbook has some fifty.
var styledKept = func() (all [128]styled) {
	for i := range all {
		all[i] = newStyled(i)
	}
	return all
}()

func looksOf(style int) *styled {
	if style < len(styledKept) {
		return &styledKept[style]
	}
	s := newStyled(style)
	return &s
}

// appendNumber appends a number in the shortest form that reads back the same.
func appendNumber(b []byte, x float64) []byte {
	if n := int64(x); float64(n) == x && n > -1<<53 && n < 1<<53 && (n != 0 || !math.Signbit(x)) {
		return strconv.AppendInt(b, n, 10)
	}
	return strconv.AppendFloat(b, x, 'f', -1, 64)
}

// spaced says whether words begin or end with what readers drop where they are not
// told to keep it.
func spaced(s string) bool {
	return s != "" && (isSpace(s[0]) || isSpace(s[len(s)-1]))
}

// bare says whether nothing in words needs an inline string.
func bare(s string) bool {
	if spaced(s) || strings.IndexByte(s, '\n') >= 0 || strings.IndexByte(s, '\r') >= 0 {
		return false
	}
	i := strings.IndexByte(s, '_')
	return i < 0 || !strings.Contains(s[i:], "_x") && !strings.Contains(s[i:], "_X")
}

// simple says whether words stand for themselves and need no inline string, as nearly
// all do: these are looked at once, eight bytes at a time whatever was before them, and
// copied. It is false for some words too that would do.
func simple(s string) bool {
	if spaced(s) {
		return false
	}
	i, open := 0, uint64(0) // open is 0x80 where the byte before begins a rune of two
	for len(s)-i >= 8 {
		doubts, leads := doubtful(eight(s[i:]), open)
		if doubts == 0 {
			i, open = i+8, leads>>56
			continue
		}
		i, open = i-int(open>>7), 0
		for end := i + 8; i < end && i < len(s); {
			n := simpleRune(s[i:])
			if n == 0 {
				return false
			}
			i += n
		}
	}
	for i -= int(open >> 7); i < len(s); {
		n := simpleRune(s[i:])
		if n == 0 {
			return false
		}
		i += n
	}
	return true
}

// simpleRune is the length of the rune with which s begins, 0 where that may not stand
// for itself.
func simpleRune(s string) int {
	switch c := s[0]; {
	case c == '_' && len(s) > 1 && s[1]|0x20 == 'x', c < ' ':
		return 0
	case plain[c] || c == '_':
		return 1
	case c >= 0xc2 && c <= 0xdf && len(s) > 1 && s[1]&0xc0 == 0x80:
		return 2
	}
	with, length := escape(s)
	if with != "" {
		return 0
	}
	return length
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }

// plain marks the bytes that stand for themselves in element text.
var plain = func() (t [256]bool) {
	for c := byte(' '); c < utf8.RuneSelf; c++ {
		t[c] = c != '&' && c != '<' && c != '>' && c != '_'
	}
	t['\t'], t['\n'] = true, true
	return t
}()

// appendText appends s as element text. It looks at each byte once, at eight of them
// at a time: a report is mostly text, and most runes are plain or of two sound bytes.
func appendText(b []byte, s string) []byte {
	last := 0
	for i := 0; i < len(s); {
		if len(s)-i >= 8 {
			if n := plainEight(eight(s[i:])); n > 0 {
				i += n
				continue
			}
		}
		switch c := s[i]; {
		case plain[c]:
			i++
		case c >= 0xc2 && c <= 0xdf && i+1 < len(s) && s[i+1]&0xc0 == 0x80:
			i += 2
		default:
			with, length := escape(s[i:])
			if with != "" {
				b = append(append(b, s[last:i]...), with...)
				last = i + length
			}
			i += length
		}
	}
	return append(b, s[last:]...)
}

const (
	eachByte = 0x0101010101010101
	topBits  = 0x80 * eachByte
)

// eight are the first eight bytes of s, the first one lowest.
func eight(s string) uint64 {
	_ = s[7]
	return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 | uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
}

// plainEight says how many of eight bytes, from the lowest, surely stand for themselves:
// all, or seven where the last begins a rune; 0 when it is not so simple.
func plainEight(w uint64) int {
	doubts, leads := doubtful(w, 0)
	if doubts != 0 {
		return 0
	}
	return 8 - int(leads>>63)
}

// doubtful is 0 when eight bytes surely stand for themselves, as sound runes of one or
// two bytes; open is 0x80 where the byte before them begins a rune. leads marks which of
// them begin one.
func doubtful(w, open uint64) (doubts, leads uint64) {
	high := w & topBits
	less := (w - 0x20*eachByte) &^ w                                                                // below a space
	mark := func(x uint64) uint64 { return (x - eachByte) &^ x }                                    // a zero byte
	marks := less | mark(w^'&'*eachByte) | mark((w|2*eachByte)^'>'*eachByte) | mark(w^'_'*eachByte) // < and > differ in one bit
	leads = high & (w << 1)                                                                         // 11……
	follows := high &^ (w << 1)                                                                     // 10……
	enough := w<<3 | w<<4 | w<<5 | w<<6                                                             // c0 and c1 begin nothing
	return marks&topBits | leads&(w<<2|^enough) | (follows ^ (leads<<8 | open)), leads
}

// escape says what stands for the beginning of s, and for how many bytes of it;
// nothing where these may stay.
func escape(s string) (with string, length int) {
	switch s[0] {
	case '&':
		return "&amp;", 1
	case '<':
		return "&lt;", 1
	case '>':
		return "&gt;", 1
	case '_':
		if looksEscaped(s) {
			return "_x005F_", 1
		}
		return "", 1
	case '\r':
		if len(s) > 1 && s[1] == '\n' {
			return "\n", 2
		}
		return "\n", 1
	}
	r, length := utf8.DecodeRuneInString(s)
	switch {
	case r == utf8.RuneError && length == 1: // no UTF-8: one mark for all of it, as strings.ToValidUTF8 does
		for length < len(s) {
			if r, n := utf8.DecodeRuneInString(s[length:]); r != utf8.RuneError || n != 1 {
				break
			}
			length++
		}
		return "\ufffd", length
	case r < ' ' || r == 0xfffe || r == 0xffff:
		return "\ufffd", length
	}
	return "", length
}

// looksEscaped says whether s begins like _x0041_.
func looksEscaped(s string) bool {
	if len(s) < 7 || s[0] != '_' || s[1] != 'x' && s[1] != 'X' || s[6] != '_' {
		return false
	}
	for _, c := range []byte(s[2:6]) {
		if c |= 0x20; (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}

// chunkUnits is how much of a long text a cell takes: below the limit, with room
// for the mark that it goes on.
const chunkUnits = maxUnits - 200

// chunks cuts a text that is too long for a cell, where there is a space or the
// end of a line nearby. A text that fits is one chunk.
func chunks(s string) []string {
	if len(s) <= maxUnits || units(s) <= maxUnits {
		return []string{s}
	}
	var out []string
	for s != "" {
		cut := cutAt(s, chunkUnits)
		out = append(out, s[:cut])
		s = s[cut:]
	}
	return out
}

// units counts the UTF-16 units of a text.
func units(s string) int {
	n := 0
	for _, r := range s {
		if n++; r > 0xffff {
			n++
		}
	}
	return n
}

// cutAt is the byte at which a text is cut to at most limit units: behind the
// last space of the final stretch when it has one.
func cutAt(s string, limit int) int {
	n, space := 0, 0
	for i, r := range s {
		if n++; r > 0xffff {
			n++
		}
		if n > limit {
			if space > 0 {
				return space
			}
			return i
		}
		if n > limit-400 && (r == ' ' || r == '\n') {
			space = i + 1
		}
	}
	return len(s)
}
