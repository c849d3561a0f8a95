package model

import "encoding/binary"

// mostGuessed is up to how many candidates the rows that are gone are told by
// their sum.
const mostGuessed = 96

// Missing says which of the candidates are gone from a sheet: those whose ids
// make up what the sum of the rows lacks. count is how many rows are gone. It
// says false where that cannot be told: there are too many candidates, or
// several sets of them fit.
func Missing(lacks ID, count int, candidates []ID) ([]ID, bool) {
	if count == 0 && lacks == (ID{}) {
		return nil, true
	}
	if count == len(candidates) && sumOf(candidates) == lacks {
		return candidates, true
	}
	if count <= 0 || count > len(candidates) || len(candidates) > mostGuessed {
		return nil, false
	}
	set, ok := combination(lacks, candidates)
	if !ok {
		return nil, false
	}
	var gone []ID
	for i, id := range candidates {
		if set.has(i) {
			gone = append(gone, id)
		}
	}
	return gone, len(gone) == count
}

func sumOf(ids []ID) (sum ID) {
	for _, id := range ids {
		sum = sum.xor(id)
	}
	return sum
}

func (id ID) xor(other ID) ID {
	for i := range id {
		id[i] ^= other[i]
	}
	return id
}

// bits128 is a vector of 128 bits.
type bits128 [2]uint64

func bitsOf(id ID) bits128 {
	return bits128{binary.BigEndian.Uint64(id[:8]), binary.BigEndian.Uint64(id[8:])}
}

func (b bits128) has(i int) bool        { return b[i>>6]>>(i&63)&1 == 1 }
func (b bits128) xor(o bits128) bits128 { return bits128{b[0] ^ o[0], b[1] ^ o[1]} }

// combination finds the one set of ids whose exclusive or is the wanted one, by
// elimination over the field of two elements; false when there is none, or more
// than one.
func combination(wanted ID, ids []ID) (set bits128, ok bool) {
	type line struct{ vector, made bits128 } // made: of which ids
	pivots := map[int]line{}
	reduce := func(x line) (line, int) {
		for i := range 128 {
			if !x.vector.has(i) {
				continue
			}
			p, ok := pivots[i]
			if !ok {
				return x, i
			}
			x = line{x.vector.xor(p.vector), x.made.xor(p.made)}
		}
		return x, -1
	}
	for i, id := range ids {
		var own bits128
		own[i>>6] = 1 << (i & 63)
		x, at := reduce(line{bitsOf(id), own})
		if at < 0 {
			return set, false // some ids make up another one: several sets fit
		}
		pivots[at] = x
	}
	x, at := reduce(line{vector: bitsOf(wanted)})
	return x.made, at < 0
}
