package model

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
)

// An index in bytes is its words in rising order, each
//
//	uvarint  length of the word, 1 to 64
//	         the word, folded
//	uvarint  length of its documents
//	         its documents: differences as uvarints, from zero, each number one up
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
	var docs, head []byte
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
		docs = docs[:0]
		last := uint32(0)
		for i, s := range all {
			if at[i] == s.len() || !bytes.Equal(s.at(at[i]), word) {
				continue
			}
			docs, last = renumbered(docs, s.post(at[i]), number, last)
			at[i]++
		}
		if len(docs) == 0 {
			continue
		}
		head = append(binary.AppendUvarint(head[:0], uint64(len(word))), word...)
		_, _ = w.Write(binary.AppendUvarint(head, uint64(len(docs))))
		if _, err := w.Write(docs); err != nil {
			return fmt.Errorf("write the index: %w", err)
		}
	}
}

// renumbered appends the documents of a post under their new numbers.
func renumbered(to, post []byte, number []uint32, last uint32) ([]byte, uint32) {
	doc := uint64(0)
	for len(post) > 0 {
		gap, n := binary.Uvarint(post)
		post = post[n:]
		doc += gap
		if doc > uint64(len(number)) {
			break
		}
		if now := number[doc-1]; now > last {
			to = binary.AppendUvarint(to, uint64(now-last))
			last = now
		}
	}
	return to, last
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

// readPost reads the documents of a word.
func (s *segment) readPost(r *bufio.Reader, docs uint64) error {
	size, err := binary.ReadUvarint(r)
	if err != nil || size == 0 || size > docs*binary.MaxVarintLen32 || uint64(len(s.gaps))+size > math.MaxUint32 {
		return ErrIndex
	}
	begin := len(s.gaps)
	for left := int(size); left > 0; { // it grows with what is there, not with what a length says
		some := min(left, 64<<10)
		end := len(s.gaps)
		s.gaps = append(s.gaps, make([]byte, some)...)
		if _, err := io.ReadFull(r, s.gaps[end:]); err != nil {
			return ErrIndex
		}
		left -= some
	}
	doc := uint64(0)
	for gaps := s.gaps[begin:]; len(gaps) > 0; {
		gap, n := binary.Uvarint(gaps)
		if n <= 0 || gap == 0 || gap > docs-doc {
			return ErrIndex
		}
		doc += gap
		gaps = gaps[n:]
	}
	s.last = append(s.last, uint32(doc))
	return nil
}
