package intake

import (
	"io"
	"slices"
	"strconv"
)

// stringTable holds a workbook's shared strings end to end, in blocks, so that a
// large table is not copied while it grows. No string lies in two blocks.
type stringTable struct {
	blocks [][]byte
	starts []uint32 // where each block begins, counted over all of them
	end    []uint32 // where each string ends
}

// Bounds of the shared strings of a workbook: bytes in all, bytes of one, and
// number.
const (
	maxStringBytes = 192 << 20
	maxValueBytes  = 4 * MaxUnits // a unit is at most three bytes
	maxStringCount = 8 << 20
	stringBlock    = 1 << 20
)

// add appends a string.
func (t *stringTable) add(s []byte) {
	last := len(t.blocks) - 1
	if last < 0 || len(t.blocks[last])+len(s) > cap(t.blocks[last]) {
		t.starts = append(t.starts, t.size())
		t.blocks = append(t.blocks, make([]byte, 0, stringBlock))
		last++
	}
	t.blocks[last] = append(t.blocks[last], s...)
	t.end = append(t.end, t.size())
}

// size is how many bytes there are in all.
func (t *stringTable) size() uint32 {
	last := len(t.blocks) - 1
	if last < 0 {
		return 0
	}
	return t.starts[last] + uint32(len(t.blocks[last]))
}

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
	if from == t.end[i] {
		return "", true
	}
	b, found := slices.BinarySearch(t.starts, from)
	if !found {
		b--
	}
	return string(t.blocks[b][from-t.starts[b] : t.end[i]-t.starts[b]]), true
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
	var text, whole []byte
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
			whole = append(whole, text...)
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
				b.words.add(whole)
				whole = whole[:0]
			}
		}
		if len(whole) > maxValueBytes {
			return tooLarge(part, "one string is longer than a cell can be")
		}
		if b.words.size() > maxStringBytes || len(b.words.end) > maxStringCount {
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
