package notebook

import (
	"encoding/binary"
	"slices"
)

// What somebody else holds is known by the digest of their notebook: it was ours
// at some time, or they sent all of theirs with it. So they are sent only what is
// new.

// digestsSetting keeps the digests that this notebook had when it packed: each 32
// bytes and the slot, 8 bytes, before which all of it lies.
const digestsSetting = "parcel.digests"

const (
	digestSize  = 40
	keptDigests = 200
)

// rememberDigest notes the notebook's digest as it is now. The next slot is read
// first: what is written meanwhile is sent once more, never left out.
func (n *Notebook) rememberDigest(digest [32]byte, before uint64) error {
	list, err := n.Setting(digestsSetting)
	if err != nil && len(list) > 0 {
		return err
	}
	list = slices.Clone(list)
	for i := 0; i+digestSize <= len(list); i += digestSize {
		if [32]byte(list[i:i+32]) == digest {
			list = slices.Delete(list, i, i+digestSize)
			break
		}
	}
	list = append(list, digest[:]...)
	list = binary.BigEndian.AppendUint64(list, before)
	if over := len(list) - keptDigests*digestSize; over > 0 {
		list = list[over:]
	}
	return n.SetSetting(digestsSetting, list)
}

// heldSince gives where everything lies that a notebook of this digest holds;
// false when that is not known.
func (n *Notebook) heldSince(digest [32]byte) (slots []uint64, ok bool) {
	list, _ := n.Setting(digestsSetting)
	n.mu.RLock()
	defer n.mu.RUnlock()
	for _, k := range n.book.merges {
		if string(k.merged.Holds) == string(digest[:]) && k.merged.Held != nil {
			return slices.Collect(unpackSlots(k.merged.Held)), true
		}
	}
	before := uint64(0)
	for i := 0; i+digestSize <= len(list); i += digestSize {
		if [32]byte(list[i:i+32]) == digest {
			before = binary.BigEndian.Uint64(list[i+32:])
		}
	}
	if before == 0 {
		return nil, false
	}
	for i := range n.book.rows {
		for _, r := range n.book.revs(&n.book.rows[i]) {
			if r.slot < before && r.shared {
				slots = append(slots, r.slot)
			}
		}
	}
	return slots, true
}
