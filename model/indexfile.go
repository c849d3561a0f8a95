package model

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
)

// An index in bytes is its words in rising order, each
//
//	uvarint  length of the word, 1 to 64
//	         the word, folded
//	uvarint  length of its documents
//	         its documents: differences as uvarints, from zero, each number one up
//	uvarint  length of its places
//	         its places, as post has them: of each document at least one
//
// and a zero behind the last. How many documents there are, the reader must know.

// ErrIndex means that bytes are no index.
var ErrIndex = errors.New("not an index")

// Write writes the index without what was removed. number gives each document the
// number that it has from now on, one up; 0 leaves it out. Numbers must rise.
func (x *Index) Write(w *bufio.Writer, number []uint32) error {
	all := x.segments
	if x.open.docs > 0 {
		all = append(all[:len(all):len(all)], x.open.freeze())
	}
	at := make([]int, len(all))
	var docs, spots, head []byte
	for {
		var word []byte
		for i, s := range all {
			if at[i] < s.len() && (word == nil || bytes.Compare(s.at(at[i]), word) < 0) {
				word = s.at(at[i])
			}
		}
		if word == nil {
			_ = w.WriteByte(0)
			return w.Flush()
		}
		docs, spots = docs[:0], spots[:0]
		last := uint32(0)
		for i, s := range all {
			if at[i] == s.len() || !bytes.Equal(s.at(at[i]), word) {
				continue
			}
			docs, spots, last = renumbered(docs, spots, s.post(at[i]), s.spot(at[i]), number, last)
			at[i]++
		}
		if len(docs) == 0 {
			continue
		}
		head = append(binary.AppendUvarint(head[:0], uint64(len(word))), word...)
		_, _ = w.Write(binary.AppendUvarint(head, uint64(len(docs))))
		_, _ = w.Write(docs)
		_, _ = w.Write(binary.AppendUvarint(head[:0], uint64(len(spots))))
		if _, err := w.Write(spots); err != nil {
			return fmt.Errorf("write the index: %w", err)
		}
	}
}

// renumbered appends the documents of a post under their new numbers, and their
// places.
func renumbered(docs, places, post, spots []byte, number []uint32, last uint32) (_, _ []byte, now uint32) {
	doc := uint64(0)
	for len(post) > 0 {
		gap, n := binary.Uvarint(post)
		post = post[n:]
		doc += gap
		if doc > uint64(len(number)) {
			break
		}
		here := spots[:ofOne(spots)]
		spots = spots[len(here):]
		if now := number[doc-1]; now > last {
			docs = binary.AppendUvarint(docs, uint64(now-last))
			places = append(places, here...)
			last = now
		}
	}
	return docs, places, last
}

// ofOne is how many bytes the places of the first document take.
func ofOne(spots []byte) int {
	end := 0
	for first := true; end < len(spots) && (first || spots[end]&1 == 0); first = false {
		_, n := binary.Uvarint(spots[end:])
		if n <= 0 {
			return len(spots)
		}
		end += n
	}
	return end
}

// ReadIndex reads what Write wrote, for so many documents; ErrIndex.
func ReadIndex(r *bufio.Reader, docs int) (*Index, error) {
	x := &Index{open: NewIndexBuilder(), next: uint32(docs)}
	s := &segment{docs: docs}
	var before []byte
	for {
		size, err := binary.ReadUvarint(r)
		if err != nil || size > maxToken {
			return nil, ErrIndex
		}
		if size == 0 {
			break
		}
		var room [maxToken]byte
		word := room[:size]
		if _, err := io.ReadFull(r, word); err != nil || bytes.Compare(word, before) <= 0 {
			return nil, ErrIndex
		}
		s.word(word)
		before = s.words[len(s.words)-len(word):]
		if err := s.readPost(r, uint64(docs)); err != nil {
			return nil, err
		}
	}
	x.segments = []*segment{s.done()}
	return x, nil
}

// readPost reads the documents of a word, and its places.
func (s *segment) readPost(r *bufio.Reader, docs uint64) error {
	begin := len(s.gaps)
	var err error
	if s.gaps, err = readStretch(r, s.gaps, docs*binary.MaxVarintLen32); err != nil {
		return err
	}
	doc, count := uint64(0), 0
	for gaps := s.gaps[begin:]; len(gaps) > 0; count++ {
		gap, n := binary.Uvarint(gaps)
		if n <= 0 || gap == 0 || gap > docs-doc {
			return ErrIndex
		}
		doc += gap
		gaps = gaps[n:]
	}
	s.last = append(s.last, uint32(doc))
	begin = len(s.spots)
	if s.spots, err = readStretch(r, s.spots, math.MaxUint32); err != nil {
		return err
	}
	return soundSpots(s.spots[begin:], count)
}

// soundSpots says whether places are those of so many documents.
func soundSpots(spots []byte, docs int) error {
	place := uint64(0)
	if len(spots) == 0 || spots[0]&1 == 0 {
		return ErrIndex
	}
	for len(spots) > 0 {
		step, n := binary.Uvarint(spots)
		if n <= 0 {
			return ErrIndex
		}
		spots = spots[n:]
		if step&1 == 1 {
			place = 0
			docs--
		}
		if place += step >> 1; place > math.MaxInt32 || docs < 0 {
			return ErrIndex
		}
	}
	if docs != 0 {
		return ErrIndex
	}
	return nil
}

// readStretch reads a length and so many bytes. It grows with what is there, not
// with what the length says.
func readStretch(r *bufio.Reader, to []byte, most uint64) ([]byte, error) {
	size, err := binary.ReadUvarint(r)
	if err != nil || size == 0 || size > most || uint64(len(to))+size > math.MaxUint32 {
		return nil, ErrIndex
	}
	for left := int(size); left > 0; {
		some := min(left, 64<<10)
		end := len(to)
		to = append(slices.Grow(to, some), make([]byte, some)...)
		if _, err := io.ReadFull(r, to[end:]); err != nil {
			return nil, ErrIndex
		}
		left -= some
	}
	return to, nil
}
