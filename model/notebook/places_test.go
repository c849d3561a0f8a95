package notebook

import (
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"plumbline/model"
)

// Places hold what a map from a hash to rows would, through growing, removing and
// hashes that meet.
func TestPlacesHoldWhatAMapWould(t *testing.T) {
	for seed := range uint64(200) {
		r := rand.New(rand.NewPCG(seed, 1))
		p, want := newPlaces(r.IntN(20)), map[uint64]map[uint32]bool{}
		hash := func() uint64 { return r.Uint64N(1+seed%40) * 0x9e3779b97f4a7c15 }
		for step := range 300 {
			h, row := hash(), uint32(step)
			switch rows := slices.Sorted(maps.Keys(want[h])); {
			case r.IntN(3) > 0:
				p.add(h, row)
				if want[h] == nil {
					want[h] = map[uint32]bool{}
				}
				want[h][row] = true
			case len(rows) > 0:
				row = rows[r.IntN(len(rows))]
				p.remove(h, row)
				delete(want[h], row)
			default:
				p.remove(h, row)
			}
		}
		count := 0
		for h, rows := range want {
			got := map[uint32]bool{}
			p.each(h, func(row uint32) bool { got[row] = true; return false })
			if !maps.Equal(got, rows) {
				t.Fatalf("seed %d: rows %v, want %v", seed, got, rows)
			}
			count += len(rows)
		}
		if p.used != count {
			t.Fatalf("seed %d: %d places, want %d", seed, p.used, count)
		}
	}
}

// A ref comes back from the book as it was, of whatever form it is.
func TestARefComesBackFromItsRow(t *testing.T) {
	b := newBook(0)
	for _, code := range []string{"", "O-2024-0017-K7QF", "O-2024-0017", "O-2024-123456-0000", "O-2024-00017-K7QF", "o-2024-0017-k7qf", " O-2024-0017 ",
		"S-0003-ZZZZ", "S-0003", "M-999999999-0001", "F-0000-0001-K7QF", "KZ21-9.1", "O-2024-0000", "O-2024-0017-K7QI", "Ө-2024-0017", "O", "O-"} {
		s := sketch{code: code}
		s.id[0] = byte(len(b.rows) + 1)
		if ref, ok := model.ParseRef(code); ok {
			s.order = orderOf(ref)
		}
		if got := b.ref(&b.rows[b.put(&s, nil)]); got != code {
			t.Errorf("%q came back as %q", code, got)
		}
	}
}

// A row that is put again keeps one place under its id, and none under its old ref.
func TestARowThatChangesIsFoundUnderItsNewRef(t *testing.T) {
	b := newBook(0)
	put := func(id byte, code string, revs ...rev) uint32 {
		s := sketch{code: code, revs: revs}
		s.id[0], s.owner[0] = id, id
		if ref, ok := model.ParseRef(code); ok {
			s.order = orderOf(ref)
		}
		return b.put(&s, nil)
	}
	first := put(1, "O-2024-0001-K7QF", rev{slot: 1})
	put(2, "O-2024-0001-ABCD", rev{slot: 2}, rev{slot: 3})
	if _, err := b.resolve("O-2024-0001"); err != ErrAmbiguous {
		t.Errorf("two of one short form: %v", err)
	}
	if n, err := b.resolve("O-2024-0001-K7QF"); err != nil || n != first {
		t.Errorf("row %d, %v", n, err)
	}
	for i := range uint64(3) {
		n := put(1, "O-2024-0002-K7QF", make([]rev, i+1)...)
		if n != first || len(b.revs(&b.rows[n])) != int(i+1) || b.owner(&b.rows[n]) != b.rows[n].id {
			t.Errorf("row %d with %d revisions", n, len(b.revs(&b.rows[n])))
		}
	}
	if len(b.several) != 2 || len(b.owners) != 2 {
		t.Errorf("%d lists of revisions and %d owners are kept for two rows", len(b.several), len(b.owners))
	}
	if n, err := b.resolve("O-2024-0001"); err != nil || n == first {
		t.Errorf("the old ref leads to row %d, %v", n, err)
	}
	if n, err := b.resolve("O-2024-0002"); err != nil || n != first {
		t.Errorf("the new ref leads to row %d, %v", n, err)
	}
}
