package model

import (
	"encoding/binary"
	"fmt"
	"unicode/utf8"

	"github.com/fxamacker/cbor/v2"
)

// The bytes of a revision are read by hand: merging and opening read a million of
// them, and there is exactly one way to spell each. The body is skipped over where
// it is plainly sound; any other is left to the library, which checks its structure
// here and its meaning in Fields.

// bodies checks the structure of a body: it stands one level deep.
var bodies = mustDec(cbor.DecOptions{
	IndefLength: cbor.IndefLengthForbidden, TagsMd: cbor.TagsForbidden, MaxNestedLevels: 9, MaxArrayElements: 4096, MaxMapPairs: 4096,
	UTF8: cbor.UTF8RejectInvalid,
})

// Major types of CBOR (RFC 8949, 3.1).
const (
	cborUint     = 0
	cborNegative = 1
	cborBytes    = 2
	cborText     = 3
	cborArray    = 4
	cborMap      = 5

	cborFalse = 0xf4
	cborTrue  = 0xf5
)

// wireReader reads canonical CBOR from the front of b. After a fault all else is
// empty.
type wireReader struct {
	b   []byte
	bad bool
}

// head reads the head of an item of a major type: its argument, in its shortest
// form.
func (r *wireReader) head(major byte) uint64 {
	if r.bad || len(r.b) == 0 || r.b[0]>>5 != major {
		r.bad = true
		return 0
	}
	info := r.b[0] & 31
	r.b = r.b[1:]
	if info < 24 {
		return uint64(info)
	}
	size := 1 << (info - 24)
	if info > 27 || len(r.b) < size {
		r.bad = true
		return 0
	}
	var room [8]byte
	copy(room[8-size:], r.b[:size])
	r.b = r.b[size:]
	n := binary.BigEndian.Uint64(room[:])
	least := []uint64{24, 1 << 8, 1 << 16, 1 << 32}[info-24]
	r.bad = n < least
	return n
}

// take reads the content of a byte or text string.
func (r *wireReader) take(major byte) []byte {
	n := r.head(major)
	if r.bad || n > uint64(len(r.b)) {
		r.bad = true
		return nil
	}
	s := r.b[:n]
	r.b = r.b[n:]
	return s
}

// text reads a text that is left out when empty.
func (r *wireReader) text() string {
	s := r.take(cborText)
	r.bad = r.bad || len(s) == 0 || !utf8.Valid(s)
	return string(s)
}

// readWire reads the map of a revision: keys rising, each value in its one form. The
// body of a known one was found sound before.
func readWire(b []byte, known bool) (w wire, err error) {
	bad := func() (wire, error) { return wire{}, fmt.Errorf("%w: not in canonical form", ErrRevision) }
	r := wireReader{b: b}
	count, last, given := r.head(cborMap), uint64(0), 0
	for i := range min(count, 10) {
		key := r.head(cborUint)
		if r.bad || key <= last {
			return bad()
		}
		last = key
		switch key {
		case 1:
			id := r.take(cborBytes)
			if len(id) != len(w.Record) {
				return bad()
			}
			w.Record = ID(id)
			given++
		case 2:
			w.Kind = r.kind()
			given++
		case 3:
			w.Parents = r.parents()
		case 4:
			w.Author = r.take(cborBytes)
			r.bad = r.bad || len(w.Author) == 0
		case 5:
			w.Organisation = r.text()
		case 6:
			w.At = r.head(cborUint)
			given++
		case 7:
			if known && i == count-1 { // nothing comes behind it: whoever reads its fields walks it anyway
				w.Body, r.b = r.b, nil
			} else {
				w.Body = r.body()
			}
			if len(w.Body) == 0 {
				return bad()
			}
		case 8:
			w.Reason = r.text()
		case 9:
			w.Redacted = r.take(cborBytes)
			r.bad = r.bad || len(w.Redacted) == 0
		default:
			return bad()
		}
	}
	if r.bad || count > 9 || given != 3 || len(r.b) > 0 {
		return bad()
	}
	return w, nil
}

// kind reads the name of a kind; one that is there already is not made again.
func (r *wireReader) kind() Kind {
	name := r.take(cborText)
	for _, k := range Kinds {
		if string(name) == string(k) {
			return k
		}
	}
	r.bad = r.bad || !utf8.Valid(name)
	return Kind(name)
}

// body gives the bytes of the next item, which lie in those that are read; none
// where they are not sound.
func (r *wireReader) body() []byte {
	if r.bad {
		return nil
	}
	walk := *r
	walk.skip(plainDepth)
	if !walk.bad {
		body := r.b[:len(r.b)-len(walk.b)]
		r.b = walk.b
		return body
	}
	var body cbor.RawMessage
	rest, err := bodies.UnmarshalFirst(r.b, &body)
	if err != nil {
		return nil
	}
	r.b = rest
	return body
}

const (
	plainDepth = 6    // how deep a record nests, and more
	plainItems = 4096 // the library's bound for lists and maps
)

// skip passes over one item of the plain sort: whole numbers in their shortest
// form, strings, lists, maps, true and false. What it lets through the library
// does too; it is the other way round that it need not be.
func (r *wireReader) skip(depth int) {
	if r.bad || len(r.b) == 0 || depth == 0 {
		r.bad = true
		return
	}
	switch major := r.b[0] >> 5; major {
	case cborUint, cborNegative:
		r.head(major)
	case cborBytes, cborText:
		r.take(major)
	case cborArray, cborMap:
		n := r.head(major)
		if n > plainItems {
			r.bad = true
			return
		}
		for range n << (major - cborArray) {
			if r.skip(depth - 1); r.bad {
				return
			}
		}
	default:
		r.truth()
	}
}

// truth reads true or false.
func (r *wireReader) truth() bool {
	if r.bad || len(r.b) == 0 || r.b[0] != cborFalse && r.b[0] != cborTrue {
		r.bad = true
		return false
	}
	yes := r.b[0] == cborTrue
	r.b = r.b[1:]
	return yes
}

func (r *wireReader) parents() []RevID {
	n := r.head(cborArray)
	if r.bad || n == 0 || n > 4096 || n > uint64(len(r.b))/34 {
		r.bad = true
		return nil
	}
	ids := make([]RevID, n)
	for i := range ids {
		id := r.take(cborBytes)
		if len(id) != len(RevID{}) {
			r.bad = true
			return nil
		}
		ids[i] = RevID(id)
	}
	return ids
}
