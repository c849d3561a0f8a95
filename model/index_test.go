package model

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// hits lists the documents of a set.
func hits(h Hits) []uint32 {
	var docs []uint32
	for d := range uint32(len(h) * 64) {
		if h.Has(d) {
			docs = append(docs, d)
		}
	}
	return docs
}

func TestSearchFindsAsOneReads(t *testing.T) {
	docs := []string{
		0: "Отказ в допуске в учреждение, О-2023",
		1: "Ёлка и мой сад",
		2: "والكتاب في المدرسة",
		3: "Қазақстан құқық қорғаушылары",
		4: "access was refused to the prison in O-2023-0012-K7QF",
		5: "كِتَابٌ جديد",
	}
	x := NewIndex()
	for i, d := range docs {
		x.Add(uint32(i), d)
	}
	for _, c := range []struct {
		ask  string
		wide bool
		want []uint32
	}{
		{"ОТКАЗ", false, []uint32{0}},
		{"отк", false, []uint32{0}},
		{"отк ", false, nil},
		{"отк учреждение", false, nil},
		{"учреждение отк", false, []uint32{0}},
		{"елка", false, []uint32{1}},
		{"мои", false, nil},
		{"كتاب", false, []uint32{2, 5}},
		{"الكتاب", false, []uint32{2, 5}},
		{"مدرسه", false, []uint32{2}},
		{"казакстан", false, nil},
		{"казакст", true, []uint32{3}},
		{"құқық", true, []uint32{3}},
		{"кукык корг", true, []uint32{3}},
		{"O-2023-0012-K7QF", false, []uint32{4}},
		{"o-2023-00", false, []uint32{4}},
		{"", false, nil},
		{"!!", false, nil},
		{`"refused to the"`, false, []uint32{4}},
		{`"refused to th`, false, []uint32{4}},
		{`"refused to th"`, false, nil},
		{`"to refused"`, false, nil},
		{`"access refused"`, false, nil},
		{`"допуске в учр`, false, []uint32{0}},
		{`«ДОПУСКЕ в учреждение» отказ`, false, []uint32{0}},
		{`“the prison” „access was”`, false, []uint32{4}},
		{`"кітап" "құқық қорғаушылары"`, false, nil},
		{`"қазақстан құқық"`, false, []uint32{3}},
		{`"казакстан кукык"`, true, []uint32{3}},
		{`"الكتاب في"`, false, []uint32{2}},
		{`"كتاب في المدرسه"`, false, []uint32{2}},
		{`"كتاب جديد"`, false, []uint32{5}},
		{`"2023 0012"`, false, []uint32{4}},
		{`"prison"`, false, []uint32{4}},
		{`"priso"`, false, nil},
		{`"`, false, nil},
	} {
		if got := hits(x.Search(c.ask, c.wide)); !slices.Equal(got, c.want) {
			t.Errorf("%q: got %v, want %v", c.ask, got, c.want)
		}
	}
	x.Remove(2)
	x.Remove(900)
	if got := hits(x.Search("كتاب", false)); !slices.Equal(got, []uint32{5}) {
		t.Errorf("after removal: %v", got)
	}
}

// words makes n documents of common and rare words.
func words(r *rand.Rand, n int) []string {
	docs := make([]string, n)
	for i := range docs {
		var s []string
		for range 1 + r.IntN(30) {
			s = append(s, fmt.Sprintf("w%d", int(r.ExpFloat64()*60)))
		}
		docs[i] = strings.Join(s, " ")
	}
	return docs
}

// The index, built at once or grown with removals, finds what a plain reading
// of every document finds.
func TestSearchEqualsPlainReading(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	docs := words(r, 5000)
	half := NewIndexBuilder()
	rest := NewIndexBuilder()
	grown := NewIndex()
	for i, d := range docs {
		grown.Add(uint32(i), d)
		if i < 1700 {
			half.Add(uint32(i), d)
		} else {
			rest.Add(uint32(i), d)
		}
	}
	built := NewIndex(half, rest)
	gone := map[int]bool{}
	for range 800 {
		d := r.IntN(len(docs))
		gone[d] = true
		built.Remove(uint32(d))
		grown.Remove(uint32(d))
	}
	if n := len(grown.segments); n > 6 {
		t.Errorf("%d segments for 5,000 documents", n)
	}
	for range 300 {
		ask := words(r, 1)[0]
		ask = strings.Join(strings.Fields(ask)[:1+r.IntN(min(3, len(strings.Fields(ask))))], " ")
		var want []uint32
		for i, d := range docs {
			if !gone[i] && reads(d, ask) {
				want = append(want, uint32(i))
			}
		}
		for name, x := range map[string]*Index{"built": built, "grown": grown} {
			if got := hits(x.Search(ask, false)); !slices.Equal(got, want) {
				t.Fatalf("%s, %q: %d found, %d are there", name, ask, len(got), len(want))
			}
		}
	}
}

// A builder that filled up twice makes the same index as one that grew.
func TestAFullBuilderIsFrozenAndGoesOn(t *testing.T) {
	const docs = 2*partDocs + 500
	built, grown := NewIndexBuilder(), NewIndex()
	for doc := range uint32(docs) {
		text := fmt.Sprintf("common w%d after", doc%1000)
		built.Add(doc, text)
		grown.Add(doc, text)
	}
	if len(built.frozen) != 2 {
		t.Fatalf("%d parts are frozen", len(built.frozen))
	}
	x := NewIndex(built)
	if len(x.segments) != 1 || x.segments[0].docs != docs {
		t.Errorf("%d segments", len(x.segments))
	}
	for _, q := range []string{"common", "w7", "w7 ", "\"w7 after\"", "\"after w7\"", "none"} {
		if got, want := hits(x.Search(q, false)), hits(grown.Search(q, false)); !slices.Equal(got, want) {
			t.Errorf("%s: %d found, want %d", q, len(got), len(want))
		}
	}
}

// Words in quotation marks are found where a plain reading finds them one behind
// the other, and never across two texts of a document.
func TestPhrasesEqualPlainReading(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	docs := words(r, 4000)
	half, rest, grown := NewIndexBuilder(), NewIndexBuilder(), NewIndex()
	texts := make([][]string, len(docs)) // each document in two texts
	for i, d := range docs {
		f := strings.Fields(d)
		texts[i] = []string{strings.Join(f[:len(f)/2], " "), strings.Join(f[len(f)/2:], " ")}
		grown.Add(uint32(i), texts[i]...)
		if i < 1700 {
			half.Add(uint32(i), texts[i]...)
		} else {
			rest.Add(uint32(i), texts[i]...)
		}
	}
	built := NewIndex(half, rest)
	found := 0
	for range 300 {
		f := strings.Fields(docs[r.IntN(len(docs))])
		from := r.IntN(len(f))
		phrase := strings.Join(f[from:min(from+1+r.IntN(4), len(f))], " ")
		end := []string{"\"", "", " ", "\" "}[r.IntN(4)]
		whole := end != ""
		var want []uint32
		for i, two := range texts {
			if slices.ContainsFunc(two, func(text string) bool {
				text, phrase := " "+text, " "+phrase
				return strings.Contains(text+" ", phrase+" ") || !whole && strings.Contains(text, phrase)
			}) {
				want = append(want, uint32(i))
			}
		}
		found += len(want)
		for name, x := range map[string]*Index{"built": built, "grown": grown} {
			if got := hits(x.Search("\""+phrase+end, false)); !slices.Equal(got, want) {
				t.Fatalf("%s, %q%s: %d found, %d are there", name, phrase, end, len(got), len(want))
			}
		}
	}
	if found < 300 {
		t.Errorf("%d found in all", found)
	}
}

func TestAskedWords(t *testing.T) {
	for ask, want := range map[string][]string{
		"":                   nil,
		" \"":                nil,
		"two words":          {"two", "words"},
		"one \"and a phrase": {"one", "and a phrase"},
		"«عبارة كاملة» كلمة": {"عبارة كاملة", "كلمة"},
	} {
		if got := AskedWords(ask); !slices.Equal(got, want) {
			t.Errorf("%q: %q", ask, got)
		}
		if Asks(ask) != (want != nil) {
			t.Errorf("%q asks: %v", ask, Asks(ask))
		}
	}
}

// reads is search by reading: every word whole, the last one as a beginning.
func reads(doc, ask string) bool {
	have := strings.Fields(doc)
	want := strings.Fields(ask)
	for i, w := range want {
		last := i == len(want)-1
		if !slices.ContainsFunc(have, func(h string) bool { return h == w || last && strings.HasPrefix(h, w) }) {
			return false
		}
	}
	return true
}

func FuzzIndex(f *testing.F) {
	f.Add("мой дом", "دار", "мой")
	f.Fuzz(func(t *testing.T, a, b, ask string) {
		x := NewIndex()
		x.Add(0, a)
		x.Add(7, b)
		for _, wide := range []bool{false, true} {
			x.Search(ask, wide)
			tokens(foldAppend(nil, a), func(token []byte) {
				if !x.Search(string(token)+" ", wide).Has(0) {
					t.Fatalf("%q is in its document and not found", token)
				}
			})
		}
	})
}

func BenchmarkIndexAdd(b *testing.B) {
	docs := words(rand.New(rand.NewPCG(1, 2)), 10000)
	x := NewIndex()
	i := 0
	for b.Loop() {
		x.Add(uint32(i), docs[i%len(docs)])
		i++
	}
}

func BenchmarkSearch(b *testing.B) {
	x := NewIndex()
	for i, d := range words(rand.New(rand.NewPCG(1, 2)), 100000) {
		x.Add(uint32(i), d)
	}
	for _, ask := range []string{"w17 ", "w1", "w5 w30", `"w5 w6 w7"`, `"w1 w1`} {
		b.Run(ask, func(b *testing.B) {
			for b.Loop() {
				x.Search(ask, false)
			}
		})
	}
}
