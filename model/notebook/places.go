package notebook

import (
	"encoding/binary"
	"hash/maphash"

	"plumbline/model"
)

// places finds rows by the hash of something they hold. It knows their numbers
// only, in one stretch without a pointer: a million take 11 MB, where maps with the
// ids and refs as their keys took 110 and were walked by every collection.
type places struct {
	slots []uint64 // half a hash above, the row's number below, one up; 0 is free
	used  int
}

// newPlaces has room for about n rows.
func newPlaces(n int) places { return places{slots: make([]uint64, n+n/3+8)} }

func (p *places) home(slot uint64) int {
	return int((slot >> 32) * uint64(len(p.slots)) >> 32)
}

func (p *places) after(i int) int {
	if i++; i < len(p.slots) {
		return i
	}
	return 0
}

// each calls f with the rows of a hash, and by bad luck with others, until it says
// true.
func (p *places) each(hash uint64, f func(row uint32) bool) {
	hash &^= 1<<32 - 1
	for i := p.home(hash); p.slots[i] != 0; i = p.after(i) {
		if s := p.slots[i]; s&^(1<<32-1) == hash && f(uint32(s)-1) {
			return
		}
	}
}

// add notes a row that is not there under this hash.
func (p *places) add(hash uint64, row uint32) {
	if (p.used+1)*4 > len(p.slots)*3 {
		old := p.slots
		p.slots = make([]uint64, len(old)+len(old)/2+8)
		for _, s := range old {
			if s != 0 {
				p.put(s)
			}
		}
	}
	p.used++
	p.put(hash&^(1<<32-1) | uint64(row) + 1)
}

func (p *places) put(slot uint64) {
	i := p.home(slot)
	for p.slots[i] != 0 {
		i = p.after(i)
	}
	p.slots[i] = slot
}

// remove forgets a row under a hash; what stands behind it moves up, so that no
// search ends before it is found.
func (p *places) remove(hash uint64, row uint32) {
	slot := hash&^(1<<32-1) | uint64(row) + 1
	gap := p.home(slot)
	for ; p.slots[gap] != slot; gap = p.after(gap) {
		if p.slots[gap] == 0 {
			return
		}
	}
	p.used--
	for i := p.after(gap); p.slots[i] != 0; i = p.after(i) {
		if home := p.home(p.slots[i]); gap <= i && (home <= gap || home > i) || gap > i && home <= gap && home > i {
			p.slots[gap], gap = p.slots[i], i
		}
	}
	p.slots[gap] = 0
}

// hashID and hashOrder are of this run of the program only: who sends ids cannot
// choose where they fall.
func (b *book) hashID(id model.ID) uint64 { return maphash.Bytes(b.seed, id[:]) }

func (b *book) hashOrder(order uint64) uint64 {
	var room [8]byte
	binary.LittleEndian.PutUint64(room[:], order)
	return maphash.Bytes(b.seed, room[:])
}
