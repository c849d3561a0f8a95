package model

import (
	"cmp"
	"slices"
)

// sortRows sorts rows; those that compare as equal stay in the order they had. Rows of the report are hundreds of bytes: their
// places are sorted, and each row is moved once. The sorting itself is there once for all kinds of rows, where slices.SortFunc
// is compiled anew for each (10 KB of the program).
func sortRows[R any](rows []R, compare func(a, b R) int) {
	from := make([]int, len(rows))
	for i := range from {
		from[i] = i
	}
	slices.SortFunc(from, func(a, b int) int { return cmp.Or(compare(rows[a], rows[b]), cmp.Compare(a, b)) })
	move(rows, from)
}

// move puts at each place the row that stands at the place from names for it, without room for another list of rows: it goes
// round each circle of places once. It uses from up.
func move[R any](rows []R, from []int) {
	for start := range rows {
		if from[start] == start {
			continue
		}
		first, at := rows[start], start
		for from[at] != start {
			next := from[at]
			rows[at], from[at] = rows[next], at
			at = next
		}
		rows[at], from[at] = first, at
	}
}
