package seal

import (
	"crypto/hmac"
	"crypto/sha256"
	"hash"
)

// A Digest names bytes under a key (HMAC-SHA256), so that the name says
// nothing to who does not hold it. It is not for two goroutines at once.
type Digest struct{ mac hash.Hash }

// Digest makes a digest for one purpose.
func (k *Keys) Digest(p Purpose) *Digest {
	key := k.derive(p)
	defer key.Wipe()
	return &Digest{mac: hmac.New(sha256.New, key)}
}

// Sum is the digest of the parts, one after the other. Parts are not told
// apart: let all but one of them have a fixed length.
func (d *Digest) Sum(parts ...[]byte) (sum [32]byte) {
	d.mac.Reset()
	for _, p := range parts {
		d.mac.Write(p)
	}
	d.mac.Sum(sum[:0])
	return sum
}
