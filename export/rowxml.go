package export

import (
	"math"
	"strconv"
	"unicode/utf8"
)

// How a cell becomes SpreadsheetML (ECMA-376, part 1, 18.3.1.4):
//
//  1. words are inline strings, never shared and never formulas, so that what
//     begins with = stays words;
//  2. a formula is only what this package composed itself, with the value it
//     had when the workbook was drawn;
//  3. characters that XML forbids, and bytes that are no UTF-8, become U+FFFD;
//  4. what looks like the escape of a character (_x0041_) is escaped itself;
//  5. CR LF and CR become LF, the line break of a cell.

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
	for i := range l.cells {
		b = appendCell(b, columnNames[i], num, &l.cells[i])
	}
	return append(b, `</row>`...)
}

func appendCell(b []byte, column string, num []byte, c *cell) []byte {
	if c.kind == blank && c.style == 0 && c.formula == "" {
		return b
	}
	b = append(b, `<c r="`...)
	b = append(b, column...)
	b = append(b, num...)
	if c.style > 0 {
		b = append(b, `" s="`...)
		b = strconv.AppendInt(b, int64(c.style), 10)
	}
	switch {
	case c.kind == blank:
		return append(b, `"/>`...)
	case c.kind == words && c.formula == "":
		b = append(b, `" t="inlineStr"><is><t>`...)
		if spaced(c.text) {
			b = append(b[:len(b)-1], ` xml:space="preserve">`...)
		}
		b = appendText(b, c.text)
		return append(b, `</t></is></c>`...)
	case c.kind == words:
		b = append(b, `" t="str">`...)
	default:
		b = append(b, `">`...)
	}
	if c.formula != "" {
		b = append(b, `<f>`...)
		b = appendText(b, c.formula)
		b = append(b, `</f>`...)
	}
	b = append(b, `<v>`...)
	if c.kind == words {
		b = appendText(b, c.text)
	} else {
		b = appendNumber(b, c.number)
	}
	return append(b, `</v></c>`...)
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

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }

// plain marks the bytes that stand for themselves in element text.
var plain = func() (t [256]bool) {
	for c := byte(' '); c < utf8.RuneSelf; c++ {
		t[c] = c != '&' && c != '<' && c != '>' && c != '_'
	}
	t['\t'], t['\n'] = true, true
	return t
}()

// appendText appends s as element text. It looks at each rune once: a report is
// mostly text, and most runes are plain or of two sound bytes.
func appendText(b []byte, s string) []byte {
	last := 0
	for i := 0; i < len(s); {
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
