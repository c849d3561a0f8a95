package seal

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base32"
	"fmt"
	"io"
	"strings"
	"unicode"

	"github.com/cloudflare/circl/group"
	"github.com/cloudflare/circl/secretsharing"
	"golang.org/x/crypto/chacha20poly1305"
)

// A recovery code opens a notebook in place of a lost passphrase. It is 160
// random bits, and either one part is the code itself, or it is divided by
// Shamir's scheme into parts of which some are needed; fewer say nothing.
//
// On paper a part is Crockford's base 32 (no I, L, O, U) in fours:
//
//	the code itself   32 letters: the 20 bytes
//	one of several    56 letters: 1 byte, the number needed and the part's own in
//	                  four bits each; 32 bytes, the value of the polynomial at that
//	                  number in the scalars of ristretto255 (RFC 9496); 2 bytes, the
//	                  beginning of SHA-256 of "plumbline/recovery part/v1" and these
//
// The polynomial's value at zero is the code, little-endian; 12 bytes above it
// are zero, so that parts that do not belong together are noticed.

const (
	codeSize    = 20
	scalarSize  = 32
	partSize    = 1 + scalarSize + 2
	maxParts    = 9
	shareForm   = 1
	recoverySet = 3 // form, needed, given
	partDomain  = "plumbline/recovery part/v1"
)

var crockford = base32.NewEncoding("0123456789ABCDEFGHJKMNPQRSTVWXYZ").WithPadding(base32.NoPadding)

// Quorum says how many of the given parts are needed.
type Quorum struct{ Needed, Given int }

// Check refuses a quorum that cannot be: one part that is needed alone, or two
// to nine parts of which at least two and at most all are needed.
func (q Quorum) Check() error {
	if q == (Quorum{1, 1}) || q.Needed >= 2 && q.Needed <= q.Given && q.Given <= maxParts {
		return nil
	}
	return ErrQuorum
}

// WithRecovery makes the header that a new recovery code opens too, and the
// parts of that code as they are written on paper. The parts of an earlier code
// no longer open it; the passphrase is untouched. A copy of an older header
// still opens with what opened it.
func (h *Header) WithRecovery(k *Keys, q Quorum, random io.Reader) (*Header, []Secret, error) {
	if err := q.Check(); err != nil {
		return nil, nil, err
	}
	if k.notebook != h.notebook {
		return nil, nil, ErrHeader
	}
	fresh := make(Secret, codeSize+chacha20poly1305.NonceSizeX)
	defer fresh.Wipe()
	if _, err := io.ReadFull(random, fresh); err != nil {
		return nil, nil, fmt.Errorf("make a recovery code: %w", err)
	}
	code, nonce := fresh[:codeSize], fresh[codeSize:]
	next := *h
	next.slots = nil
	for _, s := range h.slots {
		if s.kind != RecoverySlot {
			next.slots = append(next.slots, s)
		}
	}
	body := append([]byte{shareForm, byte(q.Needed), byte(q.Given)}, nonce...)
	kek := h.recoveryKey(code)
	defer kek.Wipe()
	body = mustX(kek).Seal(body, nonce, k.master, h.recoveryData(body[:recoverySet]))
	next.slots = append(next.slots, slot{RecoverySlot, body})
	next.mac = next.sum(k)
	parts, err := divide(code, q, random)
	return &next, parts, err
}

// recoveryKey is the key that the code gives. The code is random, so it needs
// no costly derivation.
func (h *Header) recoveryKey(code Secret) Secret {
	return expand(code, h.notebook[:], "plumbline/v1/recovery")
}

// recoveryData is the associated data of the slot. It leaves out the cost of
// the passphrase, which changes with it.
func (h *Header) recoveryData(set []byte) []byte {
	b := append([]byte("plumbline/slot/v1"), h.notebook[:]...)
	return append(append(b, byte(RecoverySlot)), set...)
}

// Recovery says how many parts open this header; false when there are none.
func (h *Header) Recovery() (Quorum, bool) {
	for _, s := range h.slots {
		if s.kind == RecoverySlot && len(s.body) == recoverySet+slotSize && s.body[0] == shareForm {
			q := Quorum{int(s.body[1]), int(s.body[2])}
			return q, q.Check() == nil
		}
	}
	return Quorum{}, false
}

// Recover opens the header with parts: ErrPart for one that is no part or was
// copied wrongly, ErrParts when they are too few or do not belong together,
// ErrNoRecovery when no recovery code was made, ErrWrongRecovery when they are
// of another notebook or of an earlier code, ErrHeader when the header was changed.
func (h *Header) Recover(parts []Secret) (*Keys, error) {
	code, err := join(parts)
	if err != nil {
		return nil, err
	}
	defer code.Wipe()
	if _, ok := h.Recovery(); !ok {
		return nil, ErrNoRecovery
	}
	kek := h.recoveryKey(code)
	defer kek.Wipe()
	for _, s := range h.slots {
		if s.kind != RecoverySlot {
			continue
		}
		sealed := s.body[recoverySet:]
		nonce, text := sealed[:chacha20poly1305.NonceSizeX], sealed[chacha20poly1305.NonceSizeX:]
		master, err := mustX(kek).Open(nil, nonce, text, h.recoveryData(s.body[:recoverySet]))
		if err != nil {
			return nil, ErrWrongRecovery
		}
		k := &Keys{notebook: h.notebook, master: master}
		if want := h.sum(k); !hmac.Equal(want[:], h.mac[:]) {
			k.Wipe()
			return nil, ErrHeader
		}
		return k, nil
	}
	return nil, ErrNoRecovery
}

// Part is what one part says of itself.
type Part struct {
	Number int // its own, from 1; of the code itself 1
	Needed int // how many open the notebook
	body   Secret
}

// ParsePart reads a part as somebody copied it from paper: small letters, O for
// 0, I and L for 1, Cyrillic letters that look the same, and any hyphens and
// spaces are no faults. ErrPart when it is none, or a letter is wrong.
func ParsePart(written Secret) (Part, error) {
	b, ok := letters(written)
	switch {
	case ok && len(b) == codeSize:
		return Part{Number: 1, Needed: 1, body: b}, nil
	case ok && len(b) == partSize:
		sum := partSum(b[:1+scalarSize])
		p := Part{Number: int(b[0] & 15), Needed: int(b[0] >> 4), body: b[1 : 1+scalarSize]}
		if bytes.Equal(sum, b[1+scalarSize:]) && p.Number >= 1 && p.Number <= maxParts && p.Needed >= 2 && p.Needed <= maxParts {
			return p, nil
		}
	}
	b.Wipe()
	return Part{}, ErrPart
}

// maxWritten bounds what is read of a part, in bytes.
const maxWritten = 512

// letters undoes what people do to letters.
func letters(written Secret) (Secret, bool) {
	if len(written) > maxWritten {
		return nil, false
	}
	upper := make(Secret, 0, len(written))
	defer upper.Wipe()
	for _, r := range string(written) {
		if unicode.IsSpace(r) || strings.ContainsRune("-‐‑–—−", r) || unicode.Is(unicode.Cf, r) {
			continue
		}
		r = unicode.ToUpper(r)
		if like, ok := alike[r]; ok {
			r = like
		}
		if r > unicode.MaxASCII {
			return nil, false
		}
		upper = append(upper, byte(r))
	}
	b := make(Secret, crockford.DecodedLen(len(upper)))
	n, err := crockford.Decode(b, upper)
	if err != nil || crockford.EncodedLen(n) != len(upper) {
		b.Wipe()
		return nil, false
	}
	return b[:n], true
}

// alike are letters that are read for another.
var alike = map[rune]rune{'O': '0', 'I': '1', 'L': '1',
	'А': 'A', 'В': 'B', 'Е': 'E', 'К': 'K', 'М': 'M', 'Н': 'H', 'О': '0', 'Р': 'P', 'С': 'C', 'Т': 'T', 'Х': 'X', 'І': '1', 'З': '3'}

func partSum(b []byte) []byte {
	sum := sha256.Sum256(append([]byte(partDomain), b...))
	return sum[:2]
}

// write is the part as it is written: in fours.
func write(b Secret) Secret {
	text := make(Secret, crockford.EncodedLen(len(b)))
	crockford.Encode(text, b)
	defer text.Wipe()
	out := make(Secret, 0, len(text)+len(text)/4)
	for i, c := range text {
		if i > 0 && i%4 == 0 {
			out = append(out, '-')
		}
		out = append(out, c)
	}
	return out
}

// divide makes the parts of a code.
func divide(code Secret, q Quorum, random io.Reader) ([]Secret, error) {
	if q.Given == 1 {
		return []Secret{write(code)}, nil
	}
	whole := make(Secret, scalarSize)
	defer whole.Wipe()
	copy(whole, code)
	secret := group.Ristretto255.NewScalar()
	if err := secret.UnmarshalBinary(whole); err != nil {
		return nil, fmt.Errorf("divide the recovery code: %w", err)
	}
	var parts []Secret
	for i, s := range secretsharing.New(random, uint(q.Needed-1), secret).Share(uint(q.Given)) {
		value, err := s.Value.MarshalBinary()
		if err != nil || len(value) != scalarSize {
			return nil, fmt.Errorf("divide the recovery code: %w", err)
		}
		b := append(Secret{byte(q.Needed<<4 | (i + 1))}, value...)
		b = append(b, partSum(b)...)
		parts = append(parts, write(b))
		b.Wipe()
	}
	return parts, nil
}

// join makes the code of parts. One that is given twice counts once.
func join(written []Secret) (Secret, error) {
	var shares []secretsharing.Share
	seen := map[int]bool{}
	needed := 0
	for _, w := range written {
		p, err := ParsePart(w)
		if err != nil {
			return nil, err
		}
		if p.Needed == 1 {
			return p.body, nil
		}
		if needed != 0 && p.Needed != needed {
			return nil, ErrParts
		}
		if needed = p.Needed; seen[p.Number] {
			continue
		}
		seen[p.Number] = true
		s := secretsharing.Share{ID: group.Ristretto255.NewScalar().SetUint64(uint64(p.Number)), Value: group.Ristretto255.NewScalar()}
		if err := s.Value.UnmarshalBinary(p.body); err != nil {
			return nil, ErrPart
		}
		shares = append(shares, s)
	}
	if needed == 0 || len(shares) < needed {
		return nil, ErrParts
	}
	secret, err := secretsharing.Recover(uint(needed-1), shares[:needed])
	if err != nil {
		return nil, ErrParts
	}
	whole, err := secret.MarshalBinary()
	if err != nil || len(whole) != scalarSize || !bytes.Equal(whole[codeSize:], make([]byte, scalarSize-codeSize)) {
		return nil, ErrParts
	}
	return whole[:codeSize], nil
}
