package model

import (
	"crypto/sha256"
	"encoding/base32"
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
//  4. Ids stay in the hidden columns, for an edited workbook comes home by them.
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

func outsideRef(letter string, id ID) string {
	sum := sha256.Sum256(append([]byte(outsideDomain), id[:]...))
	s := outsideAlphabet.EncodeToString(sum[:10])
	return letter + "-" + s[:5] + "-" + s[5:10]
}

// IsOutsideRef says whether a text has the form of such a ref.
func IsOutsideRef(s string) bool {
	p := strings.Split(strings.ToUpper(strings.TrimSpace(s)), "-")
	return len(p) == 3 && len(p[0]) == 1 && strings.Contains("OCFESRMVIL", p[0]) && len(p[1]) == 5 && len(p[2]) == 5 && strings.Trim(p[1]+p[2], crockford) == ""
}
