package model

import (
	"cmp"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// numbered is a row with the place it had.
type numbered struct {
	key, place int
	_          [40]string // rows are as large as this
}

func byKey(a, b numbered) int { return cmp.Compare(a.key, b.key) }

func TestSortRowsIsTheStableOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		keys := rapid.SliceOfN(rapid.IntRange(0, 9), 0, 300).Draw(t, "keys")
		rows := make([]numbered, len(keys))
		for i, key := range keys {
			rows[i] = numbered{key: key, place: i}
		}
		want := slices.Clone(rows)
		slices.SortStableFunc(want, byKey)
		sortRows(rows, byKey)
		if !slices.Equal(rows, want) {
			t.Fatalf("%v came in another order than the stable one", keys)
		}
	})
}

func unsorted(n int) []numbered {
	rows, key := make([]numbered, n), 1
	for i := range rows {
		key = key * 48271 % 2147483647
		rows[i] = numbered{key: key, place: i}
	}
	return rows
}

// The two orders of the same large rows, beside each other.
func BenchmarkSortRows(b *testing.B) {
	source := unsorted(10_000)
	rows := make([]numbered, len(source))
	for name, sort := range map[string]func(){
		"sortRows": func() { sortRows(rows, byKey) },
		"stable":   func() { slices.SortStableFunc(rows, byKey) },
		"quick":    func() { slices.SortFunc(rows, byKey) },
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				copy(rows, source)
				sort()
			}
		})
	}
}
