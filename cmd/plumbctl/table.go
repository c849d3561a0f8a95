package main

import (
	"io"
	"strings"
	"unicode"
)

// table is aligned text for people; scripts ask for JSON.
type table struct{ rows [][]string }

func (t *table) row(cells ...string) { t.rows = append(t.rows, cells) }

// write aligns every column but the last, which may be long.
func (t *table) write(w io.Writer) error {
	var widths []int
	for _, row := range t.rows {
		for i, cell := range row {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], width(cell))
		}
	}
	var b strings.Builder
	for _, row := range t.rows {
		line := ""
		for i, cell := range row {
			cell = shown(cell)
			if i < len(row)-1 {
				cell += strings.Repeat(" ", widths[i]-width(cell)+2)
			}
			line += cell
		}
		b.WriteString(strings.TrimRight(line, " ") + "\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// width is how many columns a text takes in a terminal: marks and direction
// characters take none.
func width(s string) int {
	n := 0
	for _, r := range s {
		if !unicode.Is(unicode.Mn, r) && !unicode.Is(unicode.Me, r) && !unicode.Is(unicode.Cf, r) {
			n++
		}
	}
	return n
}
