package model

import (
	"bytes"
	"encoding/binary"
	"unicode/utf8"
)

// The fields of observations are read by hand: they are nearly all that is stored,
// every opening and every report reads a million of them, and the library takes
// five times as long. The hand knows one spelling, the one that Encode gives.
// Whatever it does not expect (an unknown field, another type, another order) it
// leaves to the library, from the beginning: that alone says what is an error. A
// property test holds the two against each other.

// readBody decodes the fields of a record.
func readBody(body []byte, rec Record) error {
	if o, ok := rec.(*Observation); ok && o.read(body, everyField) {
		return nil
	}
	return dec.Unmarshal(body, rec)
}

// fieldSet are field keys of an observation, each a bit.
type fieldSet uint32

// The fields that one asks for.
const (
	everyField fieldSet = 1<<27 - 1
	// listFields are what lists and filters ask for.
	listFields = 1<<1 | 1<<2 | 1<<3 | 1<<10 | 1<<13 | 1<<14 | 1<<16 | 1<<17 | 1<<21 | 1<<24 | 1<<25 | 1<<26
	// ruleFields are what the rules of a report ask for: all but what people wrote at length.
	ruleFields = everyField &^ (1<<5 | 1<<6 | 1<<11 | 1<<12)
)

// fieldReader reads the fields of an observation.
type fieldReader struct {
	wireReader
	whole string // the body once more: long words are stretches of it; empty when each is made by itself
	size  int
}

// read fills in the wanted fields of an empty record; false when the body is for
// the library, and then it is empty still.
func (o *Observation) read(body []byte, want fieldSet) bool {
	r := fieldReader{wireReader: wireReader{b: body}, size: len(body)}
	if want == everyField {
		r.whole = string(body)
	}
	return r.read(o, want)
}

// readAgain is read for a record that was read before, and whose lists nobody keeps.
func (o *Observation) readAgain(body []byte, want fieldSet) bool {
	*o = Observation{Common: Common{ID: o.ID}, Commitments: o.Commitments[:0], Rights: o.Rights[:0], Groups: o.Groups[:0], Sources: o.Sources[:0], Tags: o.Tags[:0]}
	r := fieldReader{wireReader: wireReader{b: body}, size: len(body)}
	return r.read(o, want)
}

func (r *fieldReader) read(o *Observation, want fieldSet) bool {
	last := uint64(0)
	for range r.head(cborMap) {
		key := r.head(cborUint)
		if r.bad || key <= last || key > 26 {
			r.bad = true
			break
		}
		if last = key; want&(1<<key) == 0 {
			r.pass(key, want)
			continue
		}
		r.field(o, key)
	}
	if r.bad || len(r.b) > 0 {
		*o = Observation{Common: Common{ID: o.ID}}
		return false
	}
	return true
}

// pass goes past a field that nobody asked for. The rules of a report still want to
// know that its texts are sound, and fit a cell.
func (r *fieldReader) pass(key uint64, want fieldSet) {
	switch {
	case want != ruleFields:
		r.skip(plainDepth)
	case key == 6:
		r.fits(r.take(cborText))
	default:
		var last []byte
		for i := range r.count(cborMap) {
			language := r.take(cborText)
			if i > 0 && (len(language) < len(last) || len(language) == len(last) && bytes.Compare(language, last) <= 0) {
				r.bad = true
			}
			last = language
			r.fits(language)
			r.fits(r.take(cborText))
		}
	}
}

func (r *fieldReader) fits(words []byte) {
	r.bad = r.bad || len(words) > LongText || !validWords(words)
}

// validWords is utf8.Valid, quicker over the scripts of two bytes a letter: eight bytes
// at a time whatever was before them.
func validWords(b []byte) bool {
	i, open := 0, uint64(0) // open is 0x80 where the byte before begins a rune of two
	for len(b)-i >= 8 {
		doubts, leads := unsoundPairs(binary.LittleEndian.Uint64(b[i:]), open)
		if doubts == 0 {
			i, open = i+8, leads>>56
			continue
		}
		i, open = i-int(open>>7), 0
		for end := i + 8; i < end && i < len(b); {
			n := soundRune(b[i:])
			if n == 0 {
				return false
			}
			i += n
		}
	}
	for i -= int(open >> 7); i < len(b); {
		n := soundRune(b[i:])
		if n == 0 {
			return false
		}
		i += n
	}
	return true
} // soundRune is the length of the rune with which b begins, 0 where that is no UTF-8.
func soundRune(b []byte) int {
	switch c := b[0]; {
	case c < utf8.RuneSelf:
		return 1
	case c >= 0xc2 && c <= 0xdf && len(b) > 1 && b[1]&0xc0 == 0x80:
		return 2
	}
	r, size := utf8.DecodeRune(b)
	if r == utf8.RuneError && size < 2 {
		return 0
	}
	return size
}

// unsoundPairs is 0 when eight bytes surely are sound runes of one or two bytes; open is
// 0x80 where the byte before them begins one. leads marks which of them begin one.
func unsoundPairs(w, open uint64) (doubts, leads uint64) {
	const top = 0x8080808080808080
	high := w & top
	leads = high & (w << 1)             // 11……
	follows := high &^ (w << 1)         // 10……
	enough := w<<3 | w<<4 | w<<5 | w<<6 // c0 and c1 begin nothing
	return leads&(w<<2|^enough) | (follows ^ (leads<<8 | open)), leads
}

// field reads the value of one key.
func (r *fieldReader) field(o *Observation, key uint64) {
	switch key {
	case 1:
		o.Ref = r.words()
	case 2:
		o.Confidentiality = Confidentiality(r.code())
	case 3:
		o.Withdrawn = r.truth()
	case 4:
		o.Language = r.code()
	case 5:
		o.Translations = r.wordings()
	case 6:
		o.Note = r.words()
	case 10:
		o.Commitments = r.codes(o.Commitments)
	case 11:
		o.Title = r.wordings()
	case 12:
		o.Narrative = r.wordings()
	case 13:
		o.Date = r.date()
	case 14:
		o.Region = r.code()
	case 15:
		o.Place = r.words()
	case 16:
		o.Method = r.code()
	case 17:
		o.Effect = r.code()
	case 18:
		o.Rights = r.codes(o.Rights)
	case 19:
		o.Groups = r.codes(o.Groups)
	case 20:
		o.Affected = r.affected()
	case 21:
		o.Reliability = r.code()
	case 22:
		o.Credibility = int(r.small())
	case 23:
		o.Sources = r.ids(o.Sources)
	case 24:
		o.Tags = r.codes(o.Tags)
	case 25:
		o.Review = ReviewState(r.code())
	case 26:
		o.NothingFound = r.truth()
	default:
		r.bad = true
	}
}

// words reads a text.
func (r *fieldReader) words() string {
	b := r.take(cborText)
	if r.bad || !validWords(b) {
		r.bad = true
		return ""
	}
	if r.whole == "" {
		return string(b)
	}
	end := r.size - len(r.b)
	return r.whole[end-len(b) : end]
}

// code reads a text that is one of few: it is not made again.
func (r *fieldReader) code() string {
	b := r.take(cborText)
	if s := spelledAt[spelledPlace(b)]; s == string(b) {
		return s
	}
	if s, ok := spelled[string(b)]; ok {
		return s
	}
	if !validWords(b) {
		r.bad = true
	}
	return string(b)
}

// count reads the head of a list or map of at most so many bytes an item.
func (r *fieldReader) count(major byte) int {
	n := r.head(major)
	if r.bad || n > plainItems || n > uint64(len(r.b)) {
		r.bad = true
		return 0
	}
	return int(n)
}

// listRoom gives room for n items: that of a list before, where it may be used.
func listRoom[T any](before []T, n int) []T {
	if cap(before) >= n && before != nil {
		return before[:n]
	}
	return make([]T, n)
}

func (r *fieldReader) codes(before []string) []string {
	list := listRoom(before, r.count(cborArray))
	for i := range list {
		list[i] = r.code()
	}
	return list
}

func (r *fieldReader) ids(before []ID) []ID {
	list := listRoom(before, r.count(cborArray))
	for i := range list {
		b := r.take(cborBytes)
		if len(b) != len(list[i]) {
			r.bad = true
			return nil
		}
		list[i] = ID(b)
	}
	return list
}

func (r *fieldReader) wordings() map[string]string {
	n := r.count(cborMap)
	m := make(map[string]string, n)
	for range n {
		language := r.code()
		m[language] = r.words()
	}
	if len(m) != n {
		r.bad = true
	}
	return m
}

// fields walks a map with rising keys up to most.
func (r *fieldReader) fields(most uint64, value func(key uint64)) {
	last := uint64(0)
	for range r.count(cborMap) {
		key := r.head(cborUint)
		if r.bad || key <= last || key > most {
			r.bad = true
			return
		}
		last = key
		value(key)
	}
}

func (r *fieldReader) date() (d Date) {
	r.fields(3, func(key uint64) {
		switch key {
		case 1:
			d.From = Day(r.short())
		case 2:
			if b := r.take(cborText); string(b) == string(d.From) {
				d.To = d.From // one day is one string
			} else {
				d.To = Day(r.apart(b))
			}
		case 3:
			d.Precision = Precision(r.code())
		}
	})
	return d
}

// short reads a text that is always made by itself: it may outlive the others.
func (r *fieldReader) short() string { return r.apart(r.take(cborText)) }

func (r *fieldReader) apart(b []byte) string {
	r.bad = r.bad || !validWords(b)
	return string(b)
}

func (r *fieldReader) affected() (a Affected) {
	r.fields(3, func(key uint64) {
		switch key {
		case 1:
			a.Number = r.small()
		case 2:
			a.Unit = r.code()
		case 3:
			a.Estimate = r.truth()
		}
	})
	return a
}

// small reads a number that is not negative and fits.
func (r *fieldReader) small() int64 {
	n := r.head(cborUint)
	if n > 1<<53 {
		r.bad = true
	}
	return int64(n)
}

// spelled are the codes that observations use, by themselves.
var spelled = func() map[string]string {
	m := map[string]string{}
	for _, list := range [][]string{Methods, Effects, Rights, Groups, Units, Reliabilities, ReviewStates, Confidentialities, Precisions, {"", "ar", "en", "kk", "ru"}} {
		for _, s := range list {
			m[s] = s
		}
	}
	return m
}()

// spelledAt holds them, each in its place (two in one would only be slow): a map asks for more than twice the
// time, and there are ten in a record.
var spelledAt = func() (at [1024]string) {
	for s := range spelled {
		at[spelledPlace([]byte(s))] = s
	}
	return at
}()

// spelledPlace is made of the length and of three letters.
func spelledPlace(b []byte) int {
	n := len(b)
	if n == 0 {
		return 0
	}
	return (n + int(b[0])*5 + int(b[n/2])*33 + int(b[n-1])*15) & 1023
}
