package model

import (
	"bytes"
	"encoding/binary"
	"slices"
	"sort"
	"strings"
)

// asked is what a question asks for: words that stand anywhere, or one behind
// the other.
type asked struct {
	words  [][]byte
	phrase bool
	open   bool // the last word may be the beginning of one
}

// quotes are the marks around words that must stand together, of all scripts.
const quotes = "\"“”„‟«»"

// Asks says whether a question asks for anything: a space or a quotation mark
// alone does not, yet.
func Asks(question string) bool {
	return strings.Trim(question, quotes+" \t\n\u00a0") != ""
}

// AskedWords are the words of a question as they were typed, those between
// quotation marks together: what one marks in a text that was found.
func AskedWords(question string) []string {
	var out []string
	for _, part := range stretches(question) {
		if part.phrase {
			out = append(out, strings.TrimSpace(part.text))
		} else {
			out = append(out, strings.Fields(part.text)...)
		}
	}
	return slices.DeleteFunc(out, func(s string) bool { return s == "" })
}

// stretch is a part of a question, within quotation marks or outside.
type stretch struct {
	text   string
	phrase bool
	open   bool // nothing follows
}

func stretches(question string) []stretch {
	var out []stretch
	inside := false
	for {
		i := strings.IndexAny(question, quotes)
		if i < 0 {
			return append(out, stretch{question, inside, true})
		}
		out = append(out, stretch{text: question[:i], phrase: inside})
		question = strings.TrimLeftFunc(question[i:], func(r rune) bool { return strings.ContainsRune(quotes, r) })
		inside = !inside
	}
}

// askedFor reads a question.
func askedFor(question string) []asked {
	var out []asked
	for _, p := range stretches(question) {
		a := asked{phrase: p.phrase}
		tokens(foldAppend(nil, p.text), func(t []byte) { a.words = append(a.words, t) })
		if len(a.words) == 0 {
			continue
		}
		a.open = p.open && !strings.HasSuffix(p.text, " ")
		out = append(out, a)
	}
	return out
}

// Search finds the documents that hold every word of the question, and those
// between quotation marks one behind the other. With wide, Kazakh letters and the
// Russian ones typed in their place are one. A question without a word finds
// nothing.
func (x *Index) Search(question string, wide bool) Hits {
	var found Hits
	for _, a := range askedFor(question) {
		some := x.every(a, wide)
		if a.phrase && len(a.words) > 1 {
			some = x.together(a, wide, some)
		}
		if found == nil {
			found = some
			continue
		}
		found.and(some)
	}
	for j := range min(len(found), len(x.dead)) {
		found[j] &^= x.dead[j]
	}
	return found
}

// every finds the documents that hold all words, anywhere.
func (x *Index) every(a asked, wide bool) Hits {
	var found Hits
	for i, w := range a.words {
		one := make(Hits, (int(x.next)+63)/64)
		x.each(w, a.open && i == len(a.words)-1, wide, func(gaps, _ []byte) { one.add(gaps) })
		if i == 0 {
			found = one
			continue
		}
		found.and(one)
	}
	return found
}

// together finds, among documents that hold all words, those where they stand
// one behind the other.
func (x *Index) together(a asked, wide bool, among Hits) Hits {
	var before []uint64
	for i, w := range a.words {
		var here []uint64
		x.each(w, a.open && i == len(a.words)-1, wide, func(gaps, spots []byte) { here = among.places(here, gaps, spots) })
		if !slices.IsSorted(here) { // several words begin alike
			slices.Sort(here)
		}
		if i > 0 {
			here = following(before, here)
		}
		before = here
	}
	found := make(Hits, len(among))
	for _, place := range before {
		found.set(uint32(place >> 32))
	}
	return found
}

// places adds where a word stands in the documents of the set: the document in
// the upper half, the place in the lower.
func (h Hits) places(to []uint64, gaps, spots []byte) []uint64 {
	var doc uint64
	for len(gaps) > 0 {
		gap, n := binary.Uvarint(gaps)
		doc, gaps = doc+gap, gaps[n:]
		wanted := h.Has(uint32(doc - 1))
		var spot uint64
		for first := true; len(spots) > 0 && (first || spots[0]&1 == 0); first = false {
			step, n := binary.Uvarint(spots)
			spot, spots = spot+step>>1, spots[n:]
			if wanted {
				to = append(to, (doc-1)<<32|spot)
			}
		}
	}
	return to
}

// following keeps of the places here those that come right after one of before.
func following(before, here []uint64) []uint64 {
	kept := here[:0]
	i := 0
	for _, place := range here {
		for i < len(before) && before[i]+1 < place {
			i++
		}
		if i < len(before) && before[i]+1 == place {
			kept = append(kept, place)
		}
	}
	return kept
}

// and keeps what is in both sets, which are of one index.
func (h Hits) and(other Hits) {
	for j := range h {
		h[j] &= other[j]
	}
}

// each calls f for a word, or for all that begin with it, and for an Arabic one
// also without its article.
func (x *Index) each(word []byte, prefix, wide bool, f func(gaps, spots []byte)) {
	x.eachOf(word, prefix, wide, f)
	if stem := arabicStem(word); stem != nil {
		x.eachOf(stem, prefix, wide, f)
	}
}

func (x *Index) eachOf(word []byte, prefix, wide bool, f func(gaps, spots []byte)) {
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
				f(s.post(i), s.spot(i))
			} else if !wide {
				break
			}
		}
	}
	for t, i := range x.open.at {
		if fits(t) {
			f(x.open.posts[i].gaps, x.open.posts[i].spots)
		}
	}
}
