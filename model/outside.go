package model

import (
	"bytes"
	"crypto/sha256"
	"encoding/base32"
	"encoding/binary"
	"strings"
)

// What a record is called in reports for others. Its own ref would tell them who
// wrote it, or which records one person wrote, by the letters of the writer's key;
// and by gaps in the numbers, how many are withheld. So outside the coalition:
//
//  1. The ref is drawn from the record's id alone, which is chosen by chance. It
//     groups nothing, and stays the same in every report and edition, so that what
//     was cited last year can be found.
//  2. Ten letters of 50 bits: among 100,000 records two share a ref once in
//     200,000 such reports.
//  3. Whoever holds the record can work it out: the coalition's own report shows
//     both side by side, and notebooks find a record by either (Notebook.Resolve).
//  4. Rows stand by date; past outsideHeld by this ref, a part of them at a time:
//     the order in which records came into the notebook would show which came in
//     one parcel.
//  5. Ids stay in the hidden columns, for an edited workbook comes home by them.
//     They are chosen by chance too, and no revision is named: the name of a
//     revision is a hash over its author.
//
// Numbering the rows of each workbook anew was left: a number would mean another
// record in the next edition, and nobody could go back without that very file.

// outsideDomain keeps this hash apart from every other over an id.
const outsideDomain = "plumbline ref for others\x00"

var outsideAlphabet = base32.NewEncoding(crockford).WithPadding(base32.NoPadding)

// OutsideRef is the ref of a record in reports for others: O-7F3KQ-2MX4T. Records
// of a plan have their code instead.
func OutsideRef(kind Kind, id ID) string { return outsideRef(RefLetter(kind), id) }

func outsideSum(id ID) [sha256.Size]byte {
	var room [len(outsideDomain) + len(id)]byte
	copy(room[copy(room[:], outsideDomain):], id[:])
	return sha256.Sum256(room[:])
}

func outsideRef(letter string, id ID) string {
	sum := outsideSum(id)
	var room [32]byte
	b := append(append(room[:0], letter...), '-')
	b = outsideAlphabet.AppendEncode(b, sum[:10])
	at := len(letter) + 1
	b = append(b[:at+5], b[at+4:at+10]...) // one place for a hyphen
	b[at+5] = '-'
	return string(b)
}

// IsOutsideRef says whether a text has the form of such a ref.
func IsOutsideRef(s string) bool {
	p := strings.Split(strings.ToUpper(strings.TrimSpace(s)), "-")
	return len(p) == 3 && len(p[0]) == 1 && strings.Contains("OCFESRMVIL", p[0]) && len(p[1]) == 5 && len(p[2]) == 5 && strings.Trim(p[1]+p[2], crockford) == ""
}

// outsideHeld is up to how many rows for others stand in their own order: by date, or
// by ref. More are in the order of their refs, and that of as many at a time.
var outsideHeld = 50_000

// passes is how often a kind is walked to hand out its rows, where records cannot be
// picked out.
func (c *compiler) passes(kind Kind) int {
	if c.profile.Ceiling != Public {
		return 1
	}
	return max(1, (c.written[kind]+outsideHeld-1)/outsideHeld)
}

// inPass says whether a record is handed out in a pass.
func inPass(id ID, pass, passes int) bool {
	if passes == 1 {
		return true
	}
	sum := outsideSum(id)
	return int(binary.BigEndian.Uint16(sum[:]))*passes>>16 == pass
}

// placed is a row that waits for its place.
type placed[R any] struct {
	id  ID
	row R
}

// arrange puts rows in order: their own, or in several passes that of their refs.
func arrange[R any](rows []placed[R], order func(a, b R) int, passes int) {
	if passes == 1 {
		sortRows(rows, func(a, b placed[R]) int { return order(a.row, b.row) })
		return
	}
	sortRows(rows, func(a, b placed[R]) int { return byOutsideSum(a.id, b.id) })
}

func byOutsideSum(a, b ID) int {
	x, y := outsideSum(a), outsideSum(b)
	return bytes.Compare(x[:], y[:])
}
