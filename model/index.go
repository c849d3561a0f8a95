package model

import (
	"bytes"
	"encoding/binary"
	"slices"
	"sort"
	"strings"
)

// How search matches. Every word of the question must stand in a document;
// the last one may be the beginning of a word, unless a space follows it. Words
// are compared as Fold leaves them; an Arabic word is also found without its
// article. Documents are numbers that the owner hands out in rising order; a
// record that changes is removed and added under a new number.
//
// An index is a list of frozen segments, each over a stretch of documents, and
// one open builder behind them. A full builder is frozen, and two neighbours
// of like size become one: adding costs no more as the index grows.

// IndexBuilder collects the words of documents, given in rising order.
type IndexBuilder struct {
	at    map[string]int32
	posts []post
	buf   []byte
	docs  int
}

// post is the documents of one word: differences as uvarints, the first one
// from zero, each number one up.
type post struct {
	last uint32
	gaps []byte
}

// NewIndexBuilder makes an empty builder.
func NewIndexBuilder() *IndexBuilder { return &IndexBuilder{at: map[string]int32{}} }

// Add notes the words of one document; its number must be above all before.
func (b *IndexBuilder) Add(doc uint32, texts ...string) {
	for _, s := range texts {
		b.buf = foldAppend(b.buf[:0], s)
		tokens(b.buf, func(t []byte) {
			b.note(doc, t)
			if stem := arabicStem(t); stem != nil {
				b.note(doc, stem)
			}
		})
	}
	b.docs++
}

func (b *IndexBuilder) note(doc uint32, token []byte) {
	i, known := b.at[string(token)]
	if !known {
		i = int32(len(b.posts))
		b.at[string(token)] = i
		b.posts = append(b.posts, post{})
	}
	p := &b.posts[i]
	if p.last == doc+1 {
		return
	}
	p.gaps = binary.AppendUvarint(p.gaps, uint64(doc+1-p.last))
	p.last = doc + 1
}

// segment is a frozen builder: sorted words and their documents, end to end.
type segment struct {
	words  []byte
	wordAt []uint32 // where each word begins; one more for the end
	gaps   []byte
	gapAt  []uint32
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
	for _, t := range order {
		p := &b.posts[b.at[t]]
		s.word([]byte(t))
		s.gaps = append(s.gaps, p.gaps...)
		s.last = append(s.last, p.last)
	}
	return s.done()
}

// word begins the next word of a segment that is being written.
func (s *segment) word(w []byte) {
	s.wordAt = append(s.wordAt, uint32(len(s.words)))
	s.gapAt = append(s.gapAt, uint32(len(s.gaps)))
	s.words = append(s.words, w...)
}

// done closes a segment and gives back the room that growing left over.
func (s *segment) done() *segment {
	s.wordAt = append(s.wordAt, uint32(len(s.words)))
	s.gapAt = append(s.gapAt, uint32(len(s.gaps)))
	s.words, s.gaps = slices.Clip(s.words), slices.Clip(s.gaps)
	if cap(s.gaps) > len(s.gaps)+len(s.gaps)/8 {
		s.gaps = bytes.Clone(s.gaps)
	}
	return s
}

func (s *segment) len() int          { return len(s.last) }
func (s *segment) at(i int) []byte   { return s.words[s.wordAt[i]:s.wordAt[i+1]] }
func (s *segment) post(i int) []byte { return s.gaps[s.gapAt[i]:s.gapAt[i+1]] }

// join makes one segment of two, the documents of b all behind those of a.
func join(a, b *segment) *segment {
	s := &segment{docs: a.docs + b.docs}
	s.gaps = make([]byte, 0, len(a.gaps)+len(b.gaps))
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
			s.gaps = append(s.gaps, a.post(i)...)
			s.last = append(s.last, a.last[i])
			i++
		}
		if order > 0 {
			s.word(b.at(j))
			s.gaps = append(s.gaps, b.post(j)...)
			s.last = append(s.last, b.last[j])
		} else if order == 0 {
			first, n := binary.Uvarint(b.post(j))
			s.gaps = binary.AppendUvarint(s.gaps, first-uint64(a.last[i-1]))
			s.gaps = append(s.gaps, b.post(j)[n:]...)
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

// NewIndex makes an index of builders whose documents follow one another.
func NewIndex(builders ...*IndexBuilder) *Index {
	x := &Index{open: NewIndexBuilder()}
	var all []*segment
	for _, b := range builders {
		if b.docs > 0 {
			all = append(all, b.freeze())
		}
	}
	for len(all) > 1 {
		a := join(all[0], all[1])
		all = append([]*segment{a}, all[2:]...)
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
		n += cap(s.words) + cap(s.gaps) + 4*(cap(s.wordAt)+cap(s.gapAt)+cap(s.last))
	}
	for t, i := range x.open.at {
		n += len(t) + cap(x.open.posts[i].gaps) + 80
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

// Search finds the documents that hold every word of the question. With wide,
// Kazakh letters and the Russian ones typed in their place are one. A question
// without a word finds nothing.
func (x *Index) Search(question string, wide bool) Hits {
	folded := foldAppend(nil, question)
	var words [][]byte
	tokens(folded, func(t []byte) { words = append(words, t) })
	if len(words) == 0 {
		return nil
	}
	size := (int(x.next) + 63) / 64
	found := make(Hits, size)
	for i, w := range words {
		last := i == len(words)-1 && !strings.HasSuffix(question, " ")
		one := found
		if i > 0 {
			one = make(Hits, size)
		}
		x.collect(one, w, last, wide)
		if stem := arabicStem(w); stem != nil {
			x.collect(one, stem, last, wide)
		}
		if i > 0 {
			for j := range found {
				found[j] &= one[j]
			}
		}
	}
	for j := range min(len(found), len(x.dead)) {
		found[j] &^= x.dead[j]
	}
	return found
}

// collect adds the documents of one word, or of all that begin with it.
func (x *Index) collect(h Hits, word []byte, prefix, wide bool) {
	fits := func(t string) bool { return t == string(word) }
	if prefix {
		fits = func(t string) bool { return strings.HasPrefix(t, string(word)) }
	}
	if wide {
		narrow := fits
		word = []byte(loose.Replace(string(word)))
		fits = func(t string) bool { return narrow(loose.Replace(t)) }
	}
	for _, s := range x.segments {
		from, to := 0, s.len()
		if !wide {
			from = sort.Search(s.len(), func(i int) bool { return bytes.Compare(s.at(i), word) >= 0 })
		}
		for i := from; i < to; i++ {
			if fits(string(s.at(i))) {
				h.add(s.post(i))
			} else if !wide {
				break
			}
		}
	}
	for t, i := range x.open.at {
		if fits(t) {
			h.add(x.open.posts[i].gaps)
		}
	}
}
