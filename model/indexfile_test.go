package model

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"testing"
)

// written is an index with segments, an open builder and removed documents, and
// which number each document has from now on.
func written() (x *Index, number []uint32) {
	r := rand.New(rand.NewPCG(11, 12))
	x = NewIndex()
	for doc := range uint32(3000) {
		x.Add(doc, fmt.Sprintf("w%d w%d الكتاب қала%d", r.IntN(40), r.IntN(2000), doc%7))
	}
	number = make([]uint32, 3000)
	next := uint32(0)
	for doc := range number {
		if r.IntN(5) == 0 {
			x.Remove(uint32(doc))
			continue
		}
		next++
		number[doc] = next
	}
	return x, number
}

func TestAnIndexComesBackWithoutWhatWasRemoved(t *testing.T) {
	x, number := written()
	var file bytes.Buffer
	if err := x.Write(bufio.NewWriter(&file), number); err != nil {
		t.Fatal(err)
	}
	docs := 0
	for _, n := range number {
		docs = max(docs, int(n))
	}
	back, err := ReadIndex(bufio.NewReader(bytes.NewReader(file.Bytes())), docs)
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range []string{"w1", "w1 ", "w12 w3", "كتاب", "қала3 ", "қала", "none", "w19 қала6 ", `"كتاب қала3"`, `"الكتاب қ`, `"қала3 كتاب"`} {
		var want, got []int
		hits := x.Search(q, false)
		for doc, n := range number {
			if hits.Has(uint32(doc)) {
				want = append(want, int(n)-1)
			}
		}
		hits = back.Search(q, false)
		for doc := range docs {
			if hits.Has(uint32(doc)) {
				got = append(got, doc)
			}
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %d documents, want %d", q, len(got), len(want))
		}
	}
	back.Add(uint32(docs), "later")
	if !back.Search("later", false).Has(uint32(docs)) {
		t.Error("it does not grow")
	}
	var again bytes.Buffer
	same := make([]uint32, docs)
	for i := range same {
		same[i] = uint32(i) + 1
	}
	if err := back.Write(bufio.NewWriter(&again), same); err != nil || !bytes.Equal(again.Bytes(), file.Bytes()) && !bytes.Contains(again.Bytes(), []byte("later")) {
		t.Error("it is written otherwise", err)
	}
	for cut := range 200 {
		if _, err := ReadIndex(bufio.NewReader(bytes.NewReader(file.Bytes()[:file.Len()*cut/200])), docs); !errors.Is(err, ErrIndex) {
			t.Fatalf("cut: %v", err)
		}
	}
}

func FuzzReadIndex(f *testing.F) {
	x, number := written()
	var file bytes.Buffer
	_ = x.Write(bufio.NewWriter(&file), number)
	f.Add(file.Bytes()[:2000], 3000)
	f.Add([]byte{1, 'a', 1, 1, 1, 1, 0}, 1)
	f.Add([]byte{1, 'a', 2, 1, 1, 3, 1, 2, 3, 0}, 2)
	f.Fuzz(func(t *testing.T, b []byte, docs int) {
		docs = min(max(docs, 0), 100_000)
		x, err := ReadIndex(bufio.NewReader(bytes.NewReader(b)), docs)
		if err != nil {
			return
		}
		for _, q := range []string{"a", "w1 ", "б", "\"a a\"", "\"w1 w2"} {
			hits := x.Search(q, true)
			for doc := docs; doc < len(hits)*64; doc++ {
				if hits.Has(uint32(doc)) {
					t.Fatalf("document %d of %d", doc, docs)
				}
			}
		}
	})
}
