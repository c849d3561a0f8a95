package seal

import "math/bits"

const (
	padFloor = 256
	padMark  = 0x80
)

// padme is the Padmé length for n bytes, at least padFloor: it leaks
// O(log log n) bits of the length and costs at most 12 % (Nikitin and others,
// "Reducing Metadata Leakage from Encrypted Files", PoPETs 2019).
func padme(n int64) int64 {
	if n <= padFloor {
		return padFloor
	}
	e := bits.Len64(uint64(n)) - 1
	s := bits.Len64(uint64(e))
	mask := int64(1)<<(e-s) - 1
	return (n + mask) &^ mask
}

// pad returns a copy of p with the mark and zeros, ready to be sealed.
func pad(p []byte) []byte {
	out := make([]byte, padme(int64(len(p))+1))
	copy(out, p)
	out[len(p)] = padMark
	return out
}

// unpad cuts the zeros and the mark off.
func unpad(p []byte) ([]byte, error) {
	for i := len(p) - 1; i >= 0; i-- {
		switch p[i] {
		case 0:
		case padMark:
			return p[:i], nil
		default:
			return nil, ErrSealed
		}
	}
	return nil, ErrSealed
}
