package model

import (
	"bytes"
	"encoding/binary"
	"slices"
)

// How search matches. Every word of the question must stand in a document;
// the last one may be the beginning of a word, unless a space follows it. Words
// are compared as Fold leaves them; an Arabic word is also found without its
// article. Documents are numbers that the owner hands out in rising order; a
// record that changes is removed and added under a new number.
//
// Words between quotation marks, of any script, must stand one behind the other;
// a mark that is not closed yet reaches to the end. So the index knows of each
// word in which documents it stands, and at which places there.
//
// An index is a list of frozen segments, each over a stretch of documents, and
// one open builder behind them. A full builder is frozen, and two neighbours
// of like size become one: adding costs no more as the index grows.

// IndexBuilder collects the words of documents, given in rising order. What fills
// up is frozen, so that it holds little more than the index will.
type IndexBuilder struct {
	at     map[string]int32
	posts  []post
	buf    []byte
	docs   int
	frozen []*segment // full ones, of the documents before
}

// post is the documents of one word: differences as uvarints, the first one
// from zero, each number one up. Its places are uvarints too: the difference to
// the place before it in the same document, doubled, one more where a document
// begins.
type post struct {
	last  uint32
	spot  uint32 // the last place in that document
	gaps  []byte
	spots []byte
}

// NewIndexBuilder makes an empty builder.
func NewIndexBuilder() *IndexBuilder { return &IndexBuilder{at: map[string]int32{}} }

// partDocs is how many documents a builder takes before it is frozen.
const partDocs = 1 << 15

// Add notes the words of one document; its number must be above all before.
// Words of two texts never stand one behind the other.
func (b *IndexBuilder) Add(doc uint32, texts ...string) {
	if b.docs == partDocs {
		*b = IndexBuilder{at: map[string]int32{}, buf: b.buf, frozen: append(b.frozen, b.freeze())}
	}
	spot := uint32(0)
	for _, s := range texts {
		b.buf = foldAppend(b.buf[:0], s)
		tokens(b.buf, func(t []byte) {
			b.note(doc, spot, t)
			if stem := arabicStem(t); stem != nil {
				b.note(doc, spot, stem)
			}
			spot++
		})
		spot++
	}
	b.docs++
}

func (b *IndexBuilder) note(doc, spot uint32, token []byte) {
	i, known := b.at[string(token)]
	if !known {
		i = int32(len(b.posts))
		b.at[string(token)] = i
		b.posts = append(b.posts, post{})
	}
	p := &b.posts[i]
	if p.last == doc+1 {
		p.spots = binary.AppendUvarint(p.spots, uint64(spot-p.spot)<<1)
		p.spot = spot
		return
	}
	p.gaps = binary.AppendUvarint(p.gaps, uint64(doc+1-p.last))
	p.spots = binary.AppendUvarint(p.spots, uint64(spot)<<1|1)
	p.last, p.spot = doc+1, spot
}

// segment is a frozen builder: sorted words, their documents and their places,
// end to end.
type segment struct {
	words  []byte
	wordAt []uint32 // where each word begins; one more for the end
	gaps   []byte
	gapAt  []uint32
	spots  []byte
	spotAt []uint32
	last   []uint32 // the last document of each word, one up
	docs   int
}

func (b *IndexBuilder) freeze() *segment {
	order := make([]string, 0, len(b.at))
	for t := range b.at {
		order = append(order, t)
	}
	slices.Sort(order)
	s := &segment{docs: b.docs}
	words, gaps, spots := 0, 0, 0
	for i, t := range order {
		words += len(t)
		gaps, spots = gaps+len(b.posts[i].gaps), spots+len(b.posts[i].spots)
	}
	s.grow(len(order), words, gaps, spots)
	for _, t := range order {
		p := &b.posts[b.at[t]]
		s.word([]byte(t))
		s.gaps, s.spots = append(s.gaps, p.gaps...), append(s.spots, p.spots...)
		s.last = append(s.last, p.last)
	}
	return s.done()
}

// grow makes room for so many words and bytes.
func (s *segment) grow(count, words, gaps, spots int) {
	s.wordAt, s.gapAt, s.spotAt = make([]uint32, 0, count+1), make([]uint32, 0, count+1), make([]uint32, 0, count+1)
	s.last = make([]uint32, 0, count)
	s.words, s.gaps, s.spots = make([]byte, 0, words), make([]byte, 0, gaps), make([]byte, 0, spots)
}

// word begins the next word of a segment that is being written.
func (s *segment) word(w []byte) {
	s.wordAt = append(s.wordAt, uint32(len(s.words)))
	s.gapAt = append(s.gapAt, uint32(len(s.gaps)))
	s.spotAt = append(s.spotAt, uint32(len(s.spots)))
	s.words = append(s.words, w...)
}

// done closes a segment and gives back the room that growing left over.
func (s *segment) done() *segment {
	s.words, s.gaps, s.spots = snug(s.words), snug(s.gaps), snug(s.spots)
	s.wordAt = append(s.wordAt, uint32(len(s.words)))
	s.gapAt = append(s.gapAt, uint32(len(s.gaps)))
	s.spotAt = append(s.spotAt, uint32(len(s.spots)))
	s.wordAt, s.gapAt, s.spotAt, s.last = snug(s.wordAt), snug(s.gapAt), snug(s.spotAt), snug(s.last)
	return s
}

// snug gives a list without much room behind it.
func snug[T any](list []T) []T {
	if cap(list) > len(list)+len(list)/8 {
		return slices.Concat(list)
	}
	return list
}

func (s *segment) len() int          { return len(s.last) }
func (s *segment) at(i int) []byte   { return s.words[s.wordAt[i]:s.wordAt[i+1]] }
func (s *segment) post(i int) []byte { return s.gaps[s.gapAt[i]:s.gapAt[i+1]] }
func (s *segment) spot(i int) []byte { return s.spots[s.spotAt[i]:s.spotAt[i+1]] }

// join makes one segment of two, the documents of b all behind those of a.
func join(a, b *segment) *segment {
	s := &segment{docs: a.docs + b.docs}
	s.grow(max(a.len(), b.len()), max(len(a.words), len(b.words)), len(a.gaps)+len(b.gaps), len(a.spots)+len(b.spots))
	for i, j := 0, 0; i < a.len() || j < b.len(); {
		order := 0
		switch {
		case j == b.len():
			order = -1
		case i == a.len():
			order = 1
		default:
			order = bytes.Compare(a.at(i), b.at(j))
		}
		if order <= 0 {
			s.word(a.at(i))
			s.gaps, s.spots = append(s.gaps, a.post(i)...), append(s.spots, a.spot(i)...)
			s.last = append(s.last, a.last[i])
			i++
		}
		if order > 0 {
			s.word(b.at(j))
			s.gaps, s.spots = append(s.gaps, b.post(j)...), append(s.spots, b.spot(j)...)
			s.last = append(s.last, b.last[j])
		} else if order == 0 {
			first, n := binary.Uvarint(b.post(j))
			s.gaps = binary.AppendUvarint(s.gaps, first-uint64(a.last[i-1]))
			s.gaps, s.spots = append(s.gaps, b.post(j)[n:]...), append(s.spots, b.spot(j)...)
			s.last[len(s.last)-1] = b.last[j]
		}
		if order >= 0 {
			j++
		}
	}
	return s.done()
}

// Index finds documents by their words. It is not for two goroutines at once,
// but any number may search while nobody adds or removes.
type Index struct {
	segments []*segment
	open     *IndexBuilder
	dead     Hits
	next     uint32
}

// NewIndex makes an index of builders whose documents follow one another. They
// are empty afterwards.
func NewIndex(builders ...*IndexBuilder) *Index {
	x := &Index{open: NewIndexBuilder()}
	var all []*segment
	for _, b := range builders {
		all = append(all, b.frozen...)
		if b.docs > 0 {
			all = append(all, b.freeze())
		}
		*b = IndexBuilder{}
	}
	for len(all) > 1 { // neighbours of like size first: each is copied seldom
		var half []*segment
		for pair := range slices.Chunk(all, 2) {
			if len(pair) == 2 {
				pair[0] = join(pair[0], pair[1])
				pair[1] = nil
			}
			half = append(half, pair[0])
		}
		all = half
	}
	x.segments = all
	for _, s := range all {
		for _, last := range s.last {
			x.next = max(x.next, last)
		}
	}
	return x
}

// openDocs is how many documents the open builder takes before it is frozen.
const openDocs = 1024

// Add notes the words of a new document; its number must be above all before.
func (x *Index) Add(doc uint32, texts ...string) {
	x.open.Add(doc, texts...)
	x.next = max(x.next, doc+1)
	if x.open.docs < openDocs {
		return
	}
	x.segments = append(x.segments, x.open.freeze())
	x.open = NewIndexBuilder()
	for n := len(x.segments); n > 1 && x.segments[n-1].docs*2 > x.segments[n-2].docs; n-- {
		x.segments = append(x.segments[:n-2], join(x.segments[n-2], x.segments[n-1]))
	}
}

// Remove makes a document unfindable.
func (x *Index) Remove(doc uint32) {
	for int(doc>>6) >= len(x.dead) {
		x.dead = append(x.dead, 0)
	}
	x.dead.set(doc)
}

// Size is about how many bytes of memory the index holds.
func (x *Index) Size() int {
	n := len(x.dead) * 8
	for _, s := range x.segments {
		n += cap(s.words) + cap(s.gaps) + cap(s.spots) + 4*(cap(s.wordAt)+cap(s.gapAt)+cap(s.spotAt)+cap(s.last))
	}
	for t, i := range x.open.at {
		n += len(t) + cap(x.open.posts[i].gaps) + cap(x.open.posts[i].spots) + 112
	}
	return n
}

// Hits is a set of documents.
type Hits []uint64

// Has says whether the document is in the set.
func (h Hits) Has(doc uint32) bool {
	return int(doc>>6) < len(h) && h[doc>>6]&(1<<(doc&63)) != 0
}

func (h Hits) set(doc uint32) { h[doc>>6] |= 1 << (doc & 63) }

// add takes in the documents of a post.
func (h Hits) add(gaps []byte) {
	var doc uint64
	for len(gaps) > 0 {
		gap, n := binary.Uvarint(gaps)
		doc += gap
		gaps = gaps[n:]
		h.set(uint32(doc - 1))
	}
}
