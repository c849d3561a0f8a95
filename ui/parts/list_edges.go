package parts

import (
	"math"
	"sort"
)

// Rows of one height are found by division, in lists of any length. A short list, whose texts have very different lengths,
// may give every row the height that it needs (Heights); then the edges of all rows are kept. A list of any length whose
// rows need more lines where it is narrow says how high they all must be (High).

// mostHeights is how many rows may have heights of their own; longer lists have rows of one height. All are measured on the
// UI thread whenever the list changes, at some 80 microseconds of CPU for a long Arabic title with its note.
const mostHeights = 200

// rowEdges are the tops of all rows, and the end of the last.
type rowEdges struct {
	at          []float32
	rows        int // for so many, at a width, in a size of text
	width, unit float32
}

// tops are the edges of the rows; nil for rows of one height.
func (l *List) tops() []float32 {
	n, width, unit := l.Length(), l.scroll.Size().Width-barWidth, Unit(1)
	if l.Heights == nil || n > mostHeights || width <= 0 {
		return nil
	}
	if e := l.edges; e.at != nil && e.rows == n && e.width == width && e.unit == unit {
		return e.at
	}
	e := rowEdges{at: make([]float32, n+1), rows: n, width: width, unit: unit}
	for i := range n {
		own := float32(math.Ceil(float64(l.Heights(i, width))))
		e.at[i+1] = e.at[i] + max(own, l.rowHeight())
	}
	l.edges = e
	return e.at
}

// top is where a row begins; that of the row after the last is the end of all.
func (l *List) top(i int) float32 {
	if at := l.tops(); at != nil {
		return at[min(max(i, 0), len(at)-1)]
	}
	return float32(i) * l.rowHeight()
}

// rowAt is the row that stands at a place.
func (l *List) rowAt(y float32) int {
	if at := l.tops(); at != nil {
		return max(sort.Search(len(at), func(i int) bool { return at[i] > y })-1, 0)
	}
	return int(y / l.rowHeight())
}

// rowHeight is the least height of a row on the screen: whole, so that rows far down stand exactly.
func (l *List) rowHeight() float32 {
	own := Unit(l.height)
	if width := l.scroll.Size().Width - barWidth; l.High != nil && width > 0 {
		if l.high.width != width || l.high.unit != Unit(1) || l.high.height == 0 {
			l.high = rowHigh{height: l.High(width), width: width, unit: Unit(1)}
		}
		own = max(own, l.high.height)
	}
	return float32(math.Round(float64(own)))
}

// rowHigh is what all rows want, at a width, in a size of text.
type rowHigh struct{ height, width, unit float32 }
