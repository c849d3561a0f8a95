package notebook

import (
	"encoding/binary"
	"fmt"
)

// All kinds of entries share one bucket; the first byte of an opened value says
// which it is, so that nothing on disk does.
//
//	1 revision   its canonical bytes (model.Revision.Encode)
//	2 self       seed of the signing key 32, id of the own member record 16,
//	             the parcel key as text
//	3 draft      length of the key 2, key, value
//	4 setting    the same
//	6 manifest   an author's signed list of revisions, as package parcel has it
//	8 unproven   a revision that came in a parcel without its author's signature
//	9 stand-in   a redacted revision that nobody ordered: the whole one may come
//	10 merge     what a parcel brought (journal.go)
//
// 5 audit entry and 7 recovery share are kept free. Another number is an entry of
// a newer program.
const (
	revisionEntry byte = 1
	selfEntry     byte = 2
	draftEntry    byte = 3
	settingEntry  byte = 4
	manifestEntry byte = 6
	unprovenEntry byte = 8
	standInEntry  byte = 9
	mergeEntry    byte = 10
)

// isRevision says whether an opened value is a revision, in whatever state.
func isRevision(value []byte) bool {
	return len(value) > 0 && (value[0] == revisionEntry || value[0] == unprovenEntry || value[0] == standInEntry)
}

// maxLocal is the greatest size of a draft or setting.
const maxLocal = 1 << 20

func localEntry(kind byte, key string, value []byte) ([]byte, error) {
	if len(key) > 1000 || len(value) > maxLocal {
		return nil, ErrTooLarge
	}
	b := append([]byte{kind}, byte(len(key)>>8), byte(len(key)))
	return append(append(b, key...), value...), nil
}

func parseLocal(b []byte) (key string, value []byte, err error) {
	if len(b) < 3 || len(b) < 3+int(binary.BigEndian.Uint16(b[1:])) {
		return "", nil, fmt.Errorf("%w: an entry is cut short", ErrDamaged)
	}
	end := 3 + int(binary.BigEndian.Uint16(b[1:]))
	return string(b[3:end]), b[end:], nil
}
