package export

import (
	"strconv"
	"strings"
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
		b = append(b, `" t="inlineStr"><is><t xml:space="preserve">`...)
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
		b = strconv.AppendFloat(b, c.number, 'f', -1, 64)
	}
	return append(b, `</v></c>`...)
}

// careful marks the bytes of a text that need a closer look.
var careful = func() (t [256]bool) {
	for i := range 32 {
		t[i] = i != '\t' && i != '\n'
	}
	t['&'], t['<'], t['>'], t['_'] = true, true, true, true
	t[0xef] = true // U+FFFE and U+FFFF begin with it
	return t
}()

// appendText appends s as element text.
func appendText(b []byte, s string) []byte {
	if !utf8.ValidString(s) {
		s = strings.ToValidUTF8(s, "\ufffd")
	}
	last := 0
	for i := 0; i < len(s); i++ {
		if !careful[s[i]] {
			continue
		}
		with, length := escape(s[i:])
		if length == 0 {
			continue
		}
		b = append(b, s[last:i]...)
		b = append(b, with...)
		i += length - 1
		last = i + 1
	}
	return append(b, s[last:]...)
}

// escape says what stands for the beginning of s, and for how many bytes of it;
// 0 when it may stay.
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
		return "", 0
	case '\r':
		if len(s) > 1 && s[1] == '\n' {
			return "\n", 2
		}
		return "\n", 1
	case 0xef:
		if s[1] == 0xbf && s[2] >= 0xbe {
			return "\ufffd", 3
		}
		return "", 0
	}
	return "\ufffd", 1
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
