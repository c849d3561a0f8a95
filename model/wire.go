package model

import (
	"encoding/binary"
	"fmt"
	"unicode/utf8"

	"github.com/fxamacker/cbor/v2"
)

// The bytes of a revision are read by hand: merging and opening read a million of
// them, and there is exactly one way to spell each. The body alone is left to the
// library, which checks its structure here and its meaning in Fields.

// bodies checks the structure of a body: it stands one level deep.
var bodies = mustDec(cbor.DecOptions{
	IndefLength: cbor.IndefLengthForbidden, TagsMd: cbor.TagsForbidden, MaxNestedLevels: 9, MaxArrayElements: 4096, MaxMapPairs: 4096,
	UTF8: cbor.UTF8RejectInvalid,
})

// Major types of CBOR (RFC 8949, 3.1).
const (
	cborUint  = 0
	cborBytes = 2
	cborText  = 3
	cborArray = 4
	cborMap   = 5
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

// readWire reads the map of a revision: keys rising, each value in its one form.
func readWire(b []byte) (w wire, err error) {
	bad := func() (wire, error) { return wire{}, fmt.Errorf("%w: not in canonical form", ErrRevision) }
	r := wireReader{b: b}
	count, last, given := r.head(cborMap), uint64(0), 0
	for range min(count, 10) {
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
			kind := r.take(cborText)
			r.bad = r.bad || !utf8.Valid(kind)
			w.Kind = Kind(kind)
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
			rest, err := bodies.UnmarshalFirst(r.b, &w.Body)
			if r.bad || err != nil {
				return bad()
			}
			r.b = rest
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
