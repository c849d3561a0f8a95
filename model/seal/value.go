package seal

import (
	"bytes"
	"crypto/cipher"
	"fmt"
	"io"

	"golang.org/x/crypto/chacha20poly1305"
)

const valueVersion = 1

// valueOverhead is what sealing adds to a padded value.
const valueOverhead = 1 + chacha20poly1305.NonceSizeX + chacha20poly1305.Overhead

// A Box seals and opens single values. A value is bound to its place, so that
// one that was moved, or comes from another notebook, does not open. A box may
// be used by many goroutines at once if its source of randomness may.
type Box struct {
	aead     cipher.AEAD
	notebook [IDSize]byte
	random   io.Reader
}

// Box makes a box for one purpose; random gives the nonces (crypto/rand.Reader
// but in tests).
func (k *Keys) Box(p Purpose, random io.Reader) *Box {
	key := k.derive(p)
	defer key.Wipe()
	return &Box{aead: mustX(key), notebook: k.notebook, random: random}
}

// mustX cannot fail: the key has the one length it may have.
func mustX(key Secret) cipher.AEAD {
	a, err := chacha20poly1305.NewX(key)
	if err != nil {
		panic("seal: " + err.Error())
	}
	return a
}

// place is the associated data of a value.
func (b *Box) place(buf []byte, bucket byte, slot []byte) []byte {
	buf = append(buf, valueVersion, bucket)
	buf = append(buf, b.notebook[:]...)
	return append(buf, slot...)
}

// Seal closes plain for a place and opens it again before it answers, so that
// a failing memory is found here (ErrMemory) and not in a year.
func (b *Box) Seal(bucket byte, slot, plain []byte) ([]byte, error) {
	padded := pad(plain)
	defer clear(padded)
	box := make([]byte, 1+chacha20poly1305.NonceSizeX, valueOverhead+len(padded))
	box[0] = valueVersion
	nonce := box[1:]
	if _, err := io.ReadFull(b.random, nonce); err != nil {
		return nil, fmt.Errorf("make a nonce: %w", err)
	}
	var room [64]byte
	box = b.aead.Seal(box, nonce, padded, b.place(room[:0], bucket, slot))
	back, err := b.Open(nil, bucket, slot, box)
	defer clear(back)
	if err != nil || !bytes.Equal(back, plain) {
		return nil, ErrMemory
	}
	return box, nil
}

// Open returns what was sealed for the place, written over dst[:0] where it
// fits; or ErrSealed.
func (b *Box) Open(dst []byte, bucket byte, slot, box []byte) ([]byte, error) {
	if len(box) < valueOverhead+padFloor || box[0] != valueVersion {
		return nil, ErrSealed
	}
	nonce, text := box[1:1+chacha20poly1305.NonceSizeX], box[1+chacha20poly1305.NonceSizeX:]
	var room [64]byte
	p, err := b.aead.Open(dst[:0], nonce, text, b.place(room[:0], bucket, slot))
	if err != nil {
		return nil, ErrSealed
	}
	return unpad(p)
}
