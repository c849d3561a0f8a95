package seal

import (
	"crypto/hkdf"
	"crypto/sha256"
	"crypto/subtle"
	"fmt"
	"io"
)

const (
	keySize  = 32
	saltSize = 16
	// IDSize is the length of a notebook's id.
	IDSize = 16
)

// Purpose is what a key is for. Keys of different purposes never meet: what
// is sealed for one does not open for another.
type Purpose string

// The purposes; their text is part of the format.
const (
	purposeHeader Purpose = "hdr"
	Records       Purpose = "rec"    // values of the notebook
	Blobs         Purpose = "blob"   // evidence files and their names
	Set           Purpose = "set"    // the digest of all values
	Index         Purpose = "idx"    // the search index, kept between sessions
	Backups       Purpose = "bak"    // backup files
	Anchor        Purpose = "anchor" // what a rollback is noticed by
)

// Keys are a notebook's keys, held while it is open.
type Keys struct {
	notebook [IDSize]byte
	master   Secret
}

// newKeys makes the keys of a new notebook.
func newKeys(random io.Reader) (*Keys, error) {
	k := &Keys{master: make(Secret, keySize)}
	if _, err := io.ReadFull(random, k.notebook[:]); err != nil {
		return nil, fmt.Errorf("make a notebook id: %w", err)
	}
	if _, err := io.ReadFull(random, k.master); err != nil {
		return nil, fmt.Errorf("make a master key: %w", err)
	}
	return k, nil
}

// Notebook is the id of the notebook that the keys belong to.
func (k *Keys) Notebook() [IDSize]byte { return k.notebook }

// Clone gives keys of their own life: wiping one leaves the other.
func (k *Keys) Clone() *Keys {
	return &Keys{notebook: k.notebook, master: append(Secret(nil), k.master...)}
}

// Equal says whether both are the keys of the same notebook, in a time that does
// not tell where they differ.
func (k *Keys) Equal(other *Keys) bool {
	return k.notebook == other.notebook && subtle.ConstantTimeCompare(k.master, other.master) == 1
}

// Wipe overwrites the master key; boxes and streams made before keep theirs.
func (k *Keys) Wipe() { k.master.Wipe() }

func (k *Keys) derive(p Purpose) Secret {
	return expand(k.master, k.notebook[:], "plumbline/v1/"+string(p))
}

// expand is HKDF-SHA256 to one key. It cannot fail: the only error of HKDF is
// a length beyond 255 digests.
func expand(secret Secret, salt []byte, info string) Secret {
	key, err := hkdf.Key(sha256.New, secret, salt, info, keySize)
	if err != nil {
		panic("seal: derive a key: " + err.Error())
	}
	return key
}
