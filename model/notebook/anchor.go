package notebook

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/fxamacker/cbor/v2"

	"plumbline/model/seal"
)

// A whole folder that is put back as it was earlier holds together by itself.
// What tells is an anchor that lies elsewhere: in a folder of the system's own
// settings, one small file for each place where a notebook was closed. Its name
// is the beginning of SHA-256 of "plumbline/anchor/v1", the notebook's id and the
// path; its content is sealed under the key "anchor" for the place "a", "anchor":
// CBOR, 1 number of the last transaction, 2 the sum of all values (the head's), 3
// the moment (ms of Unix time).
//
// A notebook with fewer transactions than its anchor, or with as many and another
// sum, is opened for reading only, and says so (Rolled): it was restored from a
// backup, or somebody put another state in its place. The caller asks, and a yes
// (AcceptRollback) makes this state the one that counts. Without an anchor, or
// with one that cannot be read, nothing is noticed: whoever can delete it can also
// put the folder back. A folder at a new path begins anew.

const anchorBucket = 'a'

var anchorSlot = []byte("anchor")

type anchor struct {
	Txn uint64 `cbor:"1,keyasint"`
	Set []byte `cbor:"2,keyasint"`
	At  int64  `cbor:"3,keyasint"`
}

// anchorPath is where the anchor of a notebook's place lies.
func anchorPath(folder, dir string, id [seal.IDSize]byte) (string, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(append(append([]byte("plumbline/anchor/v1"), id[:]...), abs...))
	return filepath.Join(folder, hex.EncodeToString(sum[:16])+".anchor"), nil
}

// rolledBack says whether the store is older than the anchor, and of when that is.
func rolledBack(folder, dir string, keys *seal.Keys, h head) (at time.Time, rolled bool) {
	if folder == "" {
		return at, false
	}
	path, err := anchorPath(folder, dir, keys.Notebook())
	if err != nil {
		return at, false
	}
	b, err := readSmall(path)
	if err != nil {
		return at, false
	}
	plain, err := keys.Box(seal.Anchor, nil).Open(nil, anchorBucket, anchorSlot, b)
	var a anchor
	if err != nil || cbor.Unmarshal(plain, &a) != nil {
		return at, false
	}
	rolled = h.txn < a.Txn || h.txn == a.Txn && string(a.Set) != string(h.set[:])
	return time.UnixMilli(a.At).UTC(), rolled
}

// dropAnchor writes the anchor of the state that the store has.
func dropAnchor(folder, dir string, keys *seal.Keys, h head, at time.Time, random io.Reader) error {
	path, err := anchorPath(folder, dir, keys.Notebook())
	if err != nil {
		return err
	}
	plain, err := cbor.Marshal(anchor{h.txn, h.set[:], at.UnixMilli()})
	if err != nil {
		return err
	}
	sealed, err := keys.Box(seal.Anchor, random).Seal(anchorBucket, anchorSlot, plain)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return err
	}
	return ReplaceFile(path, func(w io.Writer) error { _, err := w.Write(sealed); return err })
}

// Rolled says that the notebook is older than when it was closed here last, and
// when that was, UTC. It is open for reading only then.
func (n *Notebook) Rolled() (closed time.Time, rolled bool) { return n.rolledAt, n.rolled }

// AcceptRollback makes the older state the one that counts. The notebook stays
// open for reading only; opened again, it can be written.
func (n *Notebook) AcceptRollback() error {
	keys, err := n.borrowKeys()
	if err != nil {
		return err
	}
	defer keys.Wipe()
	if !n.rolled {
		return nil
	}
	if err := dropAnchor(n.anchors, n.dir, keys, n.store.head, n.now(), n.random); err != nil {
		return fmt.Errorf("accept an older state: %w", sorted(err))
	}
	return nil
}

// liftAnchor removes the anchor of a notebook that is erased.
func (n *Notebook) liftAnchor() error {
	if n.anchors == "" {
		return nil
	}
	path, err := anchorPath(n.anchors, n.dir, n.header.Notebook())
	if err != nil {
		return err
	}
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}
