package seal

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"io"

	"golang.org/x/crypto/chacha20poly1305"
)

const (
	magic         = "PLNB1"
	headerVersion = 1
	argon2id13    = 1
	// MaxHeader is the most bytes that a header may have.
	MaxHeader = 4096

	atVersion = len(magic)
	atID      = atVersion + 1
	atKDF     = atID + IDSize
	atSalt    = atKDF + 1
	atTime    = atSalt + saltSize
	atMemory  = atTime + 4
	atLanes   = atMemory + 4
	atCount   = atLanes + 1
	atSlots   = atCount + 1

	maxSlots = 8
	tailSize = 2 * sha256.Size
	slotSize = chacha20poly1305.NonceSizeX + keySize + chacha20poly1305.Overhead
)

// SlotKind is a way to the master key.
type SlotKind byte

// The ways. A header may carry the last one, which nothing here opens.
const (
	PassphraseSlot SlotKind = 1
	RecoverySlot   SlotKind = 2
	EscrowSlot     SlotKind = 3
)

type slot struct {
	kind SlotKind
	body []byte
}

// Header is what a notebook keeps in clear: its id, the cost of a guess, and
// the master key behind one slot for each way to open it. doc.go describes its
// bytes.
type Header struct {
	notebook [IDSize]byte
	salt     [saltSize]byte
	cost     Cost
	slots    []slot
	mac      [sha256.Size]byte
}

// New makes the header and the keys of a new notebook. The caller chooses the
// cost (Calibrate, or Floor in tests). When ctx ends it returns at once with its
// error.
func New(ctx context.Context, pass []byte, cost Cost, random io.Reader) (*Header, *Keys, error) {
	k, err := newKeys(random)
	if err != nil {
		return nil, nil, err
	}
	h, err := wrap(ctx, k, pass, cost, nil, random)
	if err != nil {
		k.Wipe()
		return nil, nil, err
	}
	return h, k, nil
}

// Rewrap makes the header for a new passphrase over the same keys; slots of
// other kinds are kept. A backup keeps the old header: against a passphrase
// that leaked only new keys help. When ctx ends it returns at once with its error.
func (h *Header) Rewrap(ctx context.Context, k *Keys, pass []byte, cost Cost, random io.Reader) (*Header, error) {
	if k.notebook != h.notebook {
		return nil, ErrHeader
	}
	var others []slot
	for _, s := range h.slots {
		if s.kind != PassphraseSlot {
			others = append(others, s)
		}
	}
	return wrap(ctx, k, pass, cost, others, random)
}

func wrap(ctx context.Context, k *Keys, pass []byte, cost Cost, others []slot, random io.Reader) (*Header, error) {
	if err := cost.Check(); err != nil {
		return nil, err
	}
	phrase, err := Passphrase(pass)
	if err != nil {
		return nil, err
	}
	defer phrase.Wipe()
	h := &Header{notebook: k.notebook, cost: cost}
	fresh := make([]byte, saltSize+chacha20poly1305.NonceSizeX)
	if _, err := io.ReadFull(random, fresh); err != nil {
		return nil, fmt.Errorf("make a salt: %w", err)
	}
	copy(h.salt[:], fresh)
	kek, err := cost.derive(ctx, phrase, h.salt[:])
	if err != nil {
		return nil, err
	}
	defer kek.Wipe()
	nonce := fresh[saltSize:]
	body := mustX(kek).Seal(bytes.Clone(nonce), nonce, k.master, h.slotData(PassphraseSlot))
	h.slots = append([]slot{{PassphraseSlot, body}}, others...)
	h.mac = h.sum(k)
	return h, nil
}

// slotData is the associated data of a slot.
func (h *Header) slotData(kind SlotKind) []byte {
	b := append([]byte("plumbline/slot/v1"), h.notebook[:]...)
	b = append(b, byte(kind))
	return h.appendKDF(b)
}

func (h *Header) appendKDF(b []byte) []byte {
	b = append(b, argon2id13)
	b = append(b, h.salt[:]...)
	b = binary.BigEndian.AppendUint32(b, h.cost.Time)
	b = binary.BigEndian.AppendUint32(b, h.cost.Memory)
	return append(b, h.cost.Lanes)
}

// body is everything before the MAC.
func (h *Header) body() []byte {
	b := append([]byte(magic), headerVersion)
	b = append(b, h.notebook[:]...)
	b = h.appendKDF(b)
	b = append(b, byte(len(h.slots)))
	for _, s := range h.slots {
		b = append(b, byte(s.kind))
		b = binary.BigEndian.AppendUint16(b, uint16(len(s.body)))
		b = append(b, s.body...)
	}
	return b
}

func (h *Header) sum(k *Keys) [sha256.Size]byte { return k.Digest(purposeHeader).Sum(h.body()) }

// Bytes is the header as it is written.
func (h *Header) Bytes() []byte {
	b := append(h.body(), h.mac[:]...)
	check := sha256.Sum256(b)
	return append(b, check[:]...)
}

// Notebook is the notebook's id.
func (h *Header) Notebook() [IDSize]byte { return h.notebook }

// Cost is what one guess at this header costs.
func (h *Header) Cost() Cost { return h.cost }

// Slots lists the ways to open it.
func (h *Header) Slots() []SlotKind {
	kinds := make([]SlotKind, len(h.slots))
	for i, s := range h.slots {
		kinds[i] = s.kind
	}
	return kinds
}

// Unlock derives the key from the passphrase and opens the slot:
// ErrWrongPassphrase, or ErrHeader when the slot opens but the header was
// changed. The cost was checked when the header was parsed. When ctx ends it
// returns at once with its error.
func (h *Header) Unlock(ctx context.Context, pass []byte) (*Keys, error) {
	phrase, err := Passphrase(pass)
	if err != nil {
		return nil, ErrWrongPassphrase
	}
	defer phrase.Wipe()
	kek, err := h.cost.derive(ctx, phrase, h.salt[:])
	if err != nil {
		return nil, err
	}
	defer kek.Wipe()
	for _, s := range h.slots {
		if s.kind != PassphraseSlot {
			continue
		}
		nonce, text := s.body[:chacha20poly1305.NonceSizeX], s.body[chacha20poly1305.NonceSizeX:]
		master, err := mustX(kek).Open(nil, nonce, text, h.slotData(s.kind))
		if err != nil {
			continue
		}
		k := &Keys{notebook: h.notebook, master: master}
		if want := h.sum(k); !hmac.Equal(want[:], h.mac[:]) {
			k.Wipe()
			return nil, ErrHeader
		}
		return k, nil
	}
	return nil, ErrWrongPassphrase
}

// Parse reads a header and refuses, before any costly work, one that is
// damaged (ErrHeader), of a later format (ErrNewer) or outside the limits of
// cost (ErrKDF). It trusts nothing: who can write the file can write all of it.
func Parse(b []byte) (*Header, error) {
	if len(b) > MaxHeader || len(b) < atID || string(b[:atVersion]) != magic || b[atVersion] == 0 {
		return nil, ErrHeader
	}
	if b[atVersion] > headerVersion {
		return nil, ErrNewer
	}
	if len(b) < atSlots+tailSize {
		return nil, ErrHeader
	}
	end := len(b) - sha256.Size
	if sha256.Sum256(b[:end]) != [sha256.Size]byte(b[end:]) {
		return nil, ErrHeader
	}
	h := &Header{notebook: [IDSize]byte(b[atID:]), salt: [saltSize]byte(b[atSalt:])}
	h.cost = Cost{binary.BigEndian.Uint32(b[atTime:]), binary.BigEndian.Uint32(b[atMemory:]), b[atLanes]}
	if b[atKDF] != argon2id13 {
		return nil, ErrKDF
	}
	if err := h.cost.Check(); err != nil {
		return nil, err
	}
	macAt := end - sha256.Size
	h.mac = [sha256.Size]byte(b[macAt:end])
	var err error
	h.slots, err = parseSlots(int(b[atCount]), b[atSlots:macAt])
	return h, err
}

// parseSlots reads exactly n slots that fill b, each kind at most once.
func parseSlots(n int, b []byte) ([]slot, error) {
	if n < 1 || n > maxSlots {
		return nil, ErrHeader
	}
	var seen [256]bool
	slots := make([]slot, 0, n)
	for range n {
		if len(b) < 3 {
			return nil, ErrHeader
		}
		kind, size := b[0], int(binary.BigEndian.Uint16(b[1:]))
		b = b[3:]
		if kind == 0 || seen[kind] || size > len(b) || SlotKind(kind) == PassphraseSlot && size != slotSize {
			return nil, ErrHeader
		}
		seen[kind] = true
		slots = append(slots, slot{SlotKind(kind), bytes.Clone(b[:size])})
		b = b[size:]
	}
	if len(b) != 0 {
		return nil, ErrHeader
	}
	return slots, nil
}
