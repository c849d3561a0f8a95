package bidi

import (
	"bufio"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// The conformance file of Unicode; Debian's package unicode-data has it.
const conformance = "/usr/share/unicode/BidiCharacterTest.txt"

// conformanceCase is one line of the file: text; base; paragraph level; levels; visual order.
type conformanceCase struct {
	text   []rune
	base   Base
	para   string
	levels []string // "x": removed by X9
	order  string
}

func parseCase(line string) conformanceCase {
	f := strings.Split(line, ";")
	var c conformanceCase
	for _, h := range strings.Fields(f[0]) {
		v, _ := strconv.ParseInt(h, 16, 32)
		c.text = append(c.text, rune(v))
	}
	c.base = map[string]Base{"0": LTR, "1": RTL, "2": Auto}[f[1]]
	c.para, c.levels, c.order = f[2], strings.Fields(f[3]), strings.TrimSpace(f[4])
	return c
}

func (c conformanceCase) holds() bool {
	levels, para := Levels(c.text, c.base)
	if strconv.Itoa(int(para)) != c.para {
		return false
	}
	for i, want := range c.levels {
		if want != "x" && strconv.Itoa(int(levels[i])) != want {
			return false
		}
	}
	var order []string
	for _, i := range visualOrder(visualRuns(c.text, levels, para)) {
		if c.levels[i] != "x" {
			order = append(order, strconv.Itoa(i))
		}
	}
	return strings.Join(order, " ") == c.order
}

// visualOrder lists rune places from left to right.
func visualOrder(runs []run) []int {
	var order []int
	for _, r := range runs {
		from := len(order)
		for i := r.start; i < r.end; i++ {
			order = append(order, i)
		}
		if r.rtl() {
			slices.Reverse(order[from:])
		}
	}
	return order
}

func TestEveryCaseOfUnicodeHolds(t *testing.T) {
	f, err := os.Open(conformance)
	if err != nil {
		t.Fatalf("%v\nThe bidirectional algorithm is checked against Unicode's own cases: apt-get install unicode-data", err)
	}
	defer f.Close()
	sc := bufio.NewScanner(f)
	sc.Buffer(nil, 1<<20)
	cases, wrong := 0, 0
	for n := 1; sc.Scan(); n++ {
		line := sc.Text()
		if line == "" || line[0] == '#' {
			continue
		}
		cases++
		if c := parseCase(line); !c.holds() {
			if wrong++; wrong < 10 {
				t.Errorf("line %d: %s", n, line)
			}
		}
	}
	if err := sc.Err(); err != nil {
		t.Fatal(err)
	}
	if cases < 90000 || wrong > 0 {
		t.Errorf("%d cases, %d wrong", cases, wrong)
	}
}
