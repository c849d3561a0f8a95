package model

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"strings"
)

// ID names a record: 16 random bytes in the shape of a UUIDv4 for what people
// write (a time-ordered id would tell when), or derived from its code for a
// record of a plan, so that every laptop holds the same one.
type ID [16]byte

// RevID names a revision: the SHA-256 of its canonical content. It is always
// computed, never read from outside.
type RevID [32]byte

// Key is the Ed25519 public key of an author. The zero Key is nobody: the
// revisions of a built-in plan have it.
type Key [32]byte

// ErrID means a text is no record id.
var ErrID = errors.New("not a record id")

// NewID draws a fresh id from random (crypto/rand.Reader outside tests).
func NewID(random io.Reader) (ID, error) {
	var id ID
	if _, err := io.ReadFull(random, id[:]); err != nil {
		return ID{}, err
	}
	return id.marked(4), nil
}

// PlanID derives the id of a plan's record from its kind and code. The same
// plan file gives the same ids everywhere.
func PlanID(kind Kind, code string) ID {
	sum := sha256.Sum256([]byte("plumbline-plan-id-v1\x00" + string(kind) + "\x00" + code))
	return ID(sum[:16]).marked(8)
}

// marked sets the version and variant bits of RFC 9562.
func (id ID) marked(version byte) ID {
	id[6] = id[6]&0x0f | version<<4
	id[8] = id[8]&0x3f | 0x80
	return id
}

// IsZero says whether the id is unset.
func (id ID) IsZero() bool { return id == ID{} }

// String writes the id as a UUID, 36 characters in lower case.
func (id ID) String() string {
	var b [36]byte
	at := 0
	for i, n := range [...]int{4, 2, 2, 2, 6} {
		if i > 0 {
			b[at] = '-'
			at++
		}
		hex.Encode(b[at:], id[(at-i)/2:(at-i)/2+n])
		at += 2 * n
	}
	return string(b[:])
}

// ParseID reads what String writes; ErrID otherwise.
func ParseID(s string) (ID, error) {
	if len(s) != 36 || s[8] != '-' || s[13] != '-' || s[18] != '-' || s[23] != '-' {
		return ID{}, ErrID
	}
	b, err := hex.DecodeString(strings.ReplaceAll(s, "-", ""))
	if err != nil || len(b) != 16 {
		return ID{}, ErrID
	}
	return ID(b), nil
}

// MarshalText implements encoding.TextMarshaler for JSON.
func (id ID) MarshalText() ([]byte, error) { return []byte(id.String()), nil }

// UnmarshalText implements encoding.TextUnmarshaler for JSON.
func (id *ID) UnmarshalText(b []byte) error {
	p, err := ParseID(string(b))
	if err == nil {
		*id = p
	}
	return err
}

// String writes the revision id as 64 hex digits.
func (r RevID) String() string {
	var b [2 * len(r)]byte
	hex.Encode(b[:], r[:])
	return string(b[:])
}

// ParseRevID reads what String writes.
func ParseRevID(s string) (RevID, error) {
	b, err := hex.DecodeString(s)
	if err != nil || len(b) != 32 {
		return RevID{}, errors.New("not a revision id")
	}
	return RevID(b), nil
}

// MarshalText implements encoding.TextMarshaler for JSON.
func (r RevID) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// IsZero says whether the key is nobody's.
func (k Key) IsZero() bool { return k == Key{} }

// String writes the key as 64 hex digits.
func (k Key) String() string { return hex.EncodeToString(k[:]) }

// MarshalText implements encoding.TextMarshaler for JSON.
func (k Key) MarshalText() ([]byte, error) { return []byte(k.String()), nil }

// crockford is the alphabet of Crockford's base 32: no I, L, O or U.
const crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// Letters gives the four letters that stand at the end of every ref the key's
// owner hands out: the first 20 bits of the key's SHA-256, in Crockford's
// base 32.
func (k Key) Letters() string {
	sum := sha256.Sum256(k[:])
	return LettersOf(uint32(sum[0])<<12 | uint32(sum[1])<<4 | uint32(sum[2])>>4)
}

// LettersOf writes the lower 20 bits of a number as the four letters of a ref.
func LettersOf(n uint32) string {
	return string([]byte{crockford[n>>15&31], crockford[n>>10&31], crockford[n>>5&31], crockford[n&31]})
}

// LettersNumber reads what LettersOf writes.
func LettersNumber(letters string) (n uint32, ok bool) {
	for _, c := range []byte(letters) {
		i := strings.IndexByte(crockford, c)
		if i < 0 {
			return 0, false
		}
		n = n<<5 | uint32(i)
	}
	return n, len(letters) == 4
}
