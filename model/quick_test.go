package model

import (
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/fxamacker/cbor/v2"
)

// byHand holds the hand-written reading of a body against the library's.
func byHand(t *testing.T, body []byte) {
	t.Helper()
	hand, library := &Observation{}, &Observation{}
	err := dec.Unmarshal(body, library)
	if !hand.read(body, everyField) {
		if !reflect.DeepEqual(hand, &Observation{}) {
			t.Fatalf("%x: what is for the library is half read", body)
		}
		return
	}
	if err != nil || !reflect.DeepEqual(hand, library) {
		t.Fatalf("%x: %+v, by the library %+v, %v", body, hand, library, err)
	}
	rules := &Observation{}
	if !rules.read(body, ruleFields) {
		return // its texts are in another order, or too long
	}
	library.Title, library.Narrative, library.Note, library.Translations = nil, nil, "", nil
	if !reflect.DeepEqual(rules, library) {
		t.Fatalf("%x: %+v without texts, by the library %+v", body, rules, library)
	}
	again := &Observation{Place: "before", Commitments: []string{"a", "b", "c"}, Rights: make([]string, 9), Groups: []string{"x"}, Sources: make([]ID, 2), Tags: []string{"y"}}
	if !again.readAgain(body, ruleFields) {
		t.Fatalf("%x: not read in a room", body)
	}
	for _, o := range []*Observation{again, library} { // an empty list may be none
		for _, list := range []*[]string{&o.Commitments, &o.Rights, &o.Groups, &o.Tags} {
			*list = append([]string{}, *list...)
		}
		o.Sources = append([]ID{}, o.Sources...)
	}
	if !reflect.DeepEqual(again, library) {
		t.Fatalf("%x: %+v in a room, by the library %+v", body, again, library)
	}
}

// Sound words are sound to the library too, wherever they begin.
func TestWordsAreSoundAsTheLibrarySays(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 4))
	bits := []string{"a", "bc", "я", "کل", "—", "🏚", "\xff", "\xc0", "\xc1\x80", "\xc2", "\x80", "\xe2\x80", "\xdf\xbf", "\xe0\x80\x80", " ", "қа"}
	for range 200_000 {
		var b []byte
		for range r.IntN(24) {
			i := r.IntN(len(bits))
			if r.IntN(3) > 0 { // mostly sound
				i = []int{0, 1, 2, 3, 4, 14, 15}[r.IntN(7)]
			}
			b = append(b, bits[i]...)
		}
		if validWords(b) != utf8.Valid(b) {
			t.Fatalf("%q: %v", b, validWords(b))
		}
	}
}

// anObservation makes one with some of its fields.
func anObservation(r *rand.Rand) *Observation {
	word := func() string {
		return []string{"", "survey", "ё", "كلمة", "KZ21-9.1", "x\x00y", "қала 🏚", strings.Repeat("долго ", 50), "A", "approved"}[r.IntN(10)]
	}
	some := func() (list []string) {
		for range r.IntN(4) {
			list = append(list, word())
		}
		return list
	}
	text := func() Text {
		t := Text{}
		for range r.IntN(4) {
			t[[]string{"ru", "kk", "ar", "en", "ar-EG"}[r.IntN(5)]] = word()
		}
		return t
	}
	o := &Observation{Commitments: some(), Title: text(), Narrative: text(), Region: word(), Place: word(), Method: word(), Effect: word(), Rights: some(),
		Groups: some(), Reliability: word(), Credibility: r.IntN(8) - 1, Tags: some(), Review: ReviewState(word()), NothingFound: r.IntN(2) == 0,
		Date:     Date{From: Day(word()), To: Day(word()), Precision: Precision(word())},
		Affected: Affected{Number: r.Int64N(1<<40) - 1<<20, Unit: word(), Estimate: r.IntN(2) == 0}}
	for range r.IntN(3) {
		o.Sources = append(o.Sources, ID{byte(r.IntN(256))})
	}
	o.Ref, o.Confidentiality, o.Withdrawn, o.Language, o.Translations, o.Note = word(), Confidentiality(word()), r.IntN(2) == 0, word(), text(), word()
	return o
}

func TestObservationsAreReadByHandAsByTheLibrary(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	quick := 0
	for range 3000 {
		body, err := enc.Marshal(anObservation(r))
		if err != nil {
			t.Fatal(err)
		}
		if (&Observation{}).read(body, everyField) && (&Observation{}).read(body, ruleFields) {
			quick++
		}
		byHand(t, body)
		for range 8 { // and what nobody writes
			bent := append([]byte(nil), body...)
			for range 1 + r.IntN(3) {
				bent[r.IntN(len(bent))] = byte(r.Uint32())
			}
			byHand(t, bent[:len(bent)-r.IntN(2)])
		}
	}
	if quick < 2000 {
		t.Errorf("only %d of 3000 by hand", quick)
	}
	for _, m := range []map[uint64]any{{27: "newer"}, {9: 1}, {11: nil}, {13: map[uint64]any{4: "x"}}, {22: uint64(1) << 60}, {23: []any{[]byte{1}}}, {1: "x", 26: false}, {}} {
		body, err := enc.Marshal(m)
		if err != nil {
			t.Fatal(err)
		}
		byHand(t, body)
	}
}

func FuzzObservationByHand(f *testing.F) {
	r := rand.New(rand.NewPCG(7, 8))
	for range 10 {
		if body, err := enc.Marshal(anObservation(r)); err == nil {
			f.Add(body)
		}
	}
	f.Fuzz(func(t *testing.T, body []byte) { byHand(t, body) })
}

// Without its texts a body is read only where it reads well with them: else a
// record would count as readable in one pass of a report and not in the next.
func TestNothingIsReadWithoutTextsThatIsNotWithThem(t *testing.T) {
	for _, m := range []map[uint64]any{{6: "\xff"}, {11: map[string]string{"ru": "\xff"}}, {12: map[string]string{"\xff": "x"}}, {5: map[string]string{"ru": "\xc2"}},
		{11: "x"}, {12: map[string]string{"ru": strings.Repeat("x", LongText+1)}}} {
		body, err := enc.Marshal(m)
		if err != nil {
			t.Fatal(err)
		}
		if (&Observation{}).read(body, ruleFields) {
			t.Errorf("%v is read", m)
		}
	}
	if r := (&Revision{Kind: KindClaim, Body: []byte{0xa0}}); ruled(r) {
		t.Error("a claim is read")
	}
}

func ruled(r *Revision) bool { _, ok := r.Ruled(&Room{}); return ok }

// What is passed over as sound is sound to the library too.
func FuzzBodyIsPassedOver(f *testing.F) {
	f.Add([]byte{0xa1, 1, 0x82, 0xf4, 0x20})
	f.Add([]byte{0xa1, 1, 0x41, 0xff})
	f.Fuzz(func(t *testing.T, b []byte) {
		r := wireReader{b: b}
		if r.skip(plainDepth); r.bad {
			return
		}
		var body cbor.RawMessage
		if rest, err := bodies.UnmarshalFirst(b, &body); err != nil || len(rest) != len(r.b) {
			t.Fatalf("%x: %d bytes left, by the library %d, %v", b, len(r.b), len(rest), err)
		}
	})
}

// What search looks through is the same by hand, whatever was written.
func TestObservationsAreSearchedByHandAsByTheirFields(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	quick := 0
	for range 2000 {
		o := anObservation(r)
		body, err := enc.Marshal(o)
		if err != nil {
			t.Fatal(err)
		}
		rev := Revision{Kind: KindObservation, Body: body}
		got, ok := rev.Searched([]string{"kept"})
		if !ok {
			if len(got) != 1 {
				t.Fatalf("%x: half of it is there", body)
			}
			continue
		}
		quick++
		want := []string{"kept"}
		Words(o, func(s string) { want = append(want, s) })
		if !slices.Equal(saying(got), saying(want)) {
			t.Fatalf("%q by hand, %q by the fields", got, want)
		}
		for range 8 {
			rev.Body = append([]byte(nil), body...)
			rev.Body[r.IntN(len(body))] ^= byte(1 + r.IntN(255))
			rev.Searched(nil) // whatever it says, it comes to an end
		}
	}
	if quick < 1000 {
		t.Errorf("only %d of 2000 were read by hand", quick)
	}
	if _, ok := (&Revision{Kind: KindClaim, Body: []byte{0xa0}}).Searched(nil); ok {
		t.Error("a claim is read as an observation")
	}
	if _, ok := (&Revision{Kind: KindObservation, Redacted: true}).Searched(nil); ok {
		t.Error("a redacted revision has words")
	}
}

// saying are texts that say something, in one order.
func saying(texts []string) []string {
	texts = slices.DeleteFunc(slices.Clone(texts), func(s string) bool { return s == "" })
	slices.Sort(texts)
	return texts
}
