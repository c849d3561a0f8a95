package seal

import (
	"errors"
	"fmt"
	"io"

	"filippo.io/age"
)

// Lock is who may open a parcel: a member's public age recipient. New ones
// are hybrid (ML-KEM-768 with X25519), so that a parcel caught today stays
// closed for the machines of tomorrow.
type Lock struct {
	recipient age.Recipient
	text      string
}

// Key opens what its Lock closed.
type Key struct {
	identity age.Identity
	lock     Lock
	text     string
}

// NewKey makes a hybrid key. age draws from the system's randomness.
func NewKey() (*Key, error) {
	id, err := age.GenerateHybridIdentity()
	if err != nil {
		return nil, fmt.Errorf("make a parcel key: %w", err)
	}
	return ParseKey(id.String())
}

// ParseKey reads a key as Text gave it, hybrid or X25519, or ErrIdentity.
func ParseKey(text string) (*Key, error) {
	if id, err := age.ParseHybridIdentity(text); err == nil {
		return &Key{id, Lock{id.Recipient(), id.Recipient().String()}, text}, nil
	}
	if id, err := age.ParseX25519Identity(text); err == nil {
		return &Key{id, Lock{id.Recipient(), id.Recipient().String()}, text}, nil
	}
	return nil, ErrIdentity
}

// Lock is the public half.
func (k *Key) Lock() Lock { return k.lock }

// Text is the secret to keep.
func (k *Key) Text() Secret { return Secret(k.text) }

// String hides the key.
func (k *Key) String() string { return "(secret)" }

// GoString hides the key.
func (k *Key) GoString() string { return "(secret)" }

// ParseLock reads a lock as String gave it, or ErrIdentity.
func ParseLock(text string) (Lock, error) {
	if r, err := age.ParseHybridRecipient(text); err == nil {
		return Lock{r, r.String()}, nil
	}
	if r, err := age.ParseX25519Recipient(text); err == nil {
		return Lock{r, r.String()}, nil
	}
	return Lock{}, ErrIdentity
}

// String is the lock as members hand it on.
func (l Lock) String() string { return l.text }

// Close starts a file that only the keys of these locks open. Hybrid and
// X25519 locks do not mix in one file.
func Close(w io.Writer, locks ...Lock) (io.WriteCloser, error) {
	var to []age.Recipient
	for _, l := range locks {
		if l.recipient == nil {
			return nil, ErrIdentity
		}
		to = append(to, l.recipient)
	}
	if len(to) == 0 {
		return nil, ErrIdentity
	}
	out, err := age.Encrypt(w, to...)
	if err != nil {
		return nil, fmt.Errorf("close for members: %w", err)
	}
	return out, nil
}

// Open reads what was closed for one of the keys; ErrSealed when none fits.
func Open(r io.Reader, keys ...*Key) (io.Reader, error) {
	var ids []age.Identity
	for _, k := range keys {
		ids = append(ids, k.identity)
	}
	if len(ids) == 0 {
		return nil, ErrSealed
	}
	in, err := age.Decrypt(r, ids...)
	var none *age.NoIdentityMatchError
	if errors.As(err, &none) {
		return nil, ErrSealed
	}
	if err != nil {
		return nil, fmt.Errorf("open what was closed for members: %w", err)
	}
	return in, nil
}
