package intake

import (
	"io"
	"math"
	"strconv"
)

// stringTable holds a workbook's shared strings end to end.
type stringTable struct {
	all []byte
	end []uint32 // where each ends
}

// maxStrings bounds the shared strings of a workbook: bytes in all, and number.
const (
	maxStringBytes = 192 << 20
	maxStringCount = 8 << 20
)

// at gives string number n, written as in a cell.
func (t *stringTable) at(n []byte) (string, bool) {
	i, err := strconv.ParseUint(string(n), 10, 31)
	if err != nil || i >= uint64(len(t.end)) {
		return "", false
	}
	from := uint32(0)
	if i > 0 {
		from = t.end[i-1]
	}
	return string(t.all[from:t.end[i]]), true
}

// readStrings reads the shared strings; runs of one string are joined, phonetic
// hints are left out.
func (b *Book) readStrings(targets map[string]relation) error {
	part := partOf(targets, "sharedStrings")
	if part == "" {
		return nil
	}
	r, err := b.open(part, maxTotal)
	if err != nil {
		return err
	}
	defer r.Close()
	s := newScanner(r, part)
	var text []byte
	inText, phonetic, inString := false, 0, false
	for {
		var g tag
		text, g, err = s.next(text[:0])
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if inText && phonetic == 0 {
			b.words.all = append(b.words.all, text...)
		}
		switch string(g.name) {
		case "t":
			inText = g.start && !g.end && inString
		case "rPh":
			phonetic += level(g)
		case "si":
			if g.start == inString && !g.end || g.end && !g.start && !inString {
				return damaged(part, "has a string inside a string")
			}
			inString = g.start && !g.end
			if g.end {
				b.words.end = append(b.words.end, uint32(len(b.words.all)))
			}
		}
		if len(b.words.all) > maxStringBytes || len(b.words.end) > maxStringCount || len(b.words.all) > math.MaxUint32 {
			return tooLarge(part, "too many strings")
		}
	}
}

// level is +1 for an opening, -1 for a closing tag, 0 for both in one.
func level(g tag) int {
	switch {
	case g.start && g.end:
		return 0
	case g.start:
		return 1
	}
	return -1
}
