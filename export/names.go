package export

import (
	"strconv"
	"strings"
	"unicode"
)

// maxName is how many UTF-16 units a sheet's name may have.
const maxName = 31

// sheetName makes a legal name that no other sheet has: without the characters
// that Excel refuses or has trouble with, cut to its length, numbered when it is
// taken. taken holds folded names and is added to.
func sheetName(wanted string, taken map[string]bool) string {
	clean := strings.TrimSpace(strings.Map(func(r rune) rune {
		switch {
		case strings.ContainsRune(`:\/?*[]'`, r), r == unicode.ReplacementChar, unicode.IsControl(r):
			return -1
		case r >= 0x2066 && r <= 0x2069, r == 0x200e, r == 0x200f:
			return -1
		}
		return r
	}, wanted))
	if clean == "" || strings.EqualFold(clean, "History") {
		clean = strings.TrimSpace("Sheet " + clean)
	}
	for n := 1; ; n++ {
		suffix := ""
		if n > 1 {
			suffix = " (" + strconv.Itoa(n) + ")"
		}
		name := clean
		if units(name)+len(suffix) > maxName {
			name = strings.TrimSpace(name[:cutUnits(name, maxName-len(suffix))])
		}
		name += suffix
		if key := strings.ToLower(name); !taken[key] {
			taken[key] = true
			return name
		}
	}
}

// cutUnits is the byte at which a text has at most limit units before it.
func cutUnits(s string, limit int) int {
	n := 0
	for i, r := range s {
		if n++; r > 0xffff {
			n++
		}
		if n > limit {
			return i
		}
	}
	return len(s)
}

// quoted writes a sheet's name as formulas and links name it.
func quoted(name string) string { return "'" + name + "'" }

// uniqueHeads makes the headers of a table differ, in any case, from each other.
func uniqueHeads(heads []string) []string {
	seen := map[string]bool{}
	out := make([]string, len(heads))
	for i, head := range heads {
		name := strings.TrimSpace(strings.ReplaceAll(head, "\n", " "))
		if name == "" {
			name = columnName(i)
		}
		for n := 2; seen[strings.ToLower(name)]; n++ {
			name = head + " " + strconv.Itoa(n)
		}
		seen[strings.ToLower(name)] = true
		out[i] = name
	}
	return out
}
