package export

import (
	"encoding/xml"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"plumbline/model"
)

// parsed reads element text back as a reader of the format does: XML first, then
// the escapes of characters.
func parsed(t rapid.TB, text []byte) string {
	t.Helper()
	var x struct {
		Text string `xml:",chardata"`
	}
	if err := xml.Unmarshal([]byte("<t>"+string(text)+"</t>"), &x); err != nil {
		t.Fatalf("%v in %q", err, text)
	}
	var out strings.Builder
	for s := x.Text; s != ""; {
		if strings.HasPrefix(s, "_x005F_") {
			out.WriteByte('_')
			s = s[7:]
			continue
		}
		if looksEscaped(s) {
			t.Fatalf("%q reads as a character", s[:7])
		}
		out.WriteByte(s[0])
		s = s[1:]
	}
	return out.String()
}

func FuzzAppendText(f *testing.F) {
	for _, s := range nasty {
		f.Add(s)
	}
	f.Add("_x005F_x0041_")
	f.Add("__x0041__")
	f.Fuzz(func(t *testing.T, s string) {
		if got, want := parsed(t, appendText(nil, s)), readable(s); got != want {
			t.Errorf("%q comes back as %q", want, got)
		}
	})
}

// Eight bytes at a time say the same as one after the other, wherever the words begin.
func TestTextIsTheSameFromAnyByteOn(t *testing.T) {
	bits := append([]string{"a", "я", "ا", "—", "🏚", "&", "<", ">", "_", "\t", "\n", "\r", "\x01", "\xff", "\xc0", "\xc2", "\x80", "\xe2\x80"}, nasty...)
	rapid.Check(t, func(t *rapid.T) {
		s := strings.Join(rapid.SliceOfN(rapid.SampledFrom(bits), 0, 40).Draw(t, "words"), "")
		if got, want := parsed(t, appendText(nil, s)), readable(s); got != want {
			t.Fatalf("%q comes back as %q", want, got)
		}
		if text := appendText(nil, s); simple(s) && (string(text) != s || !bare(s)) {
			t.Fatalf("%q is said to be simple and becomes %q", s, text)
		}
		n := 0
		for i := range len(s) {
			if s[i]&0xc0 != 0x80 {
				n++
			}
		}
		if got := letters(s); got != n {
			t.Fatalf("%d letters, not %d, in %q", got, n, s)
		}
	})
}

// What people write is copied as it stands; what needs care is not taken for it.
func TestPlainWordsAreSimple(t *testing.T) {
	for _, s := range []string{"", "2021", "KZ21-1.1", "document_review", "“Survey” — № 5: ё, қала", "الحق في الحياة، 2021", "🏚 дом у реки"} {
		if !simple(s) {
			t.Errorf("%q is not simple", s)
		}
	}
	for _, s := range []string{" a", "a ", "long enough\nto be two", "a & b", "a_x0041_b", "seven_X", "\xff", "ends in \xd0", "eight by\x01"} {
		if simple(s) {
			t.Errorf("%q is simple", s)
		}
	}
}

func TestChunksAreTheTextInOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		piece := rapid.StringOfN(rapid.RuneFrom([]rune("aя🏚ا \n")), 1, 40, -1).Draw(t, "piece")
		s := strings.Repeat(piece, rapid.IntRange(1, 5000).Draw(t, "times"))
		all := chunks(s)
		if strings.Join(all, "") != s {
			t.Fatal("not the same text")
		}
		for i, c := range all {
			if n := units(c); n > maxUnits || len(all) > 1 && n > chunkUnits || i < len(all)-1 && n < chunkUnits-401 {
				t.Fatalf("chunk %d of %d has %d units", i, len(all), n)
			}
		}
		if (len(all) == 1) != (units(s) <= maxUnits) {
			t.Fatalf("%d units in %d chunks", units(s), len(all))
		}
	})
}

func TestDaysAreSerialsOrWords(t *testing.T) {
	b := &book{styles: map[look]int{}, frozen: true}
	for day, want := range map[string]cell{
		"2023-04-03": {kind: number, number: 45019}, "1900-03-01": {kind: number, number: 61}, "1900-02-28": {kind: words, text: "1900-02-28"},
		"1899-12-31": {kind: words, text: "1899-12-31"}, "9999-12-31": {kind: number, number: 2958465}, "2023-02-30": {kind: words, text: "2023-02-30"}, "": {},
	} {
		if got := b.dayCell(model.Day(day)); got != want {
			t.Errorf("%s: %+v, want %+v", day, got, want)
		}
	}
}

// A cell says where it stands only behind a gap, and every reader puts it there (the judges read whole workbooks so).
func TestCellsSayTheirPlaceBehindAGap(t *testing.T) {
	one, two := cell{kind: words, text: "a"}, cell{kind: number, number: 2, style: 3}
	blankStyled := cell{style: 3}
	for want, cells := range map[string][]cell{
		`<row r="7"><c t="str"><v>a</v></c><c s="3"><v>2</v></c></row>`:             {one, two},
		`<row r="7"><c r="B7" t="str"><v>a</v></c><c s="3"><v>2</v></c></row>`:      {{}, one, two, {}},
		`<row r="7"><c t="str"><v>a</v></c><c r="D7" s="3"><v>2</v></c></row>`:      {one, {}, {}, two},
		`<row r="7"><c t="str"><v>a</v></c><c s="3"/><c t="str"><v>a</v></c></row>`: {one, blankStyled, one},
		`<row r="7"></row>`: {{}, {}},
	} {
		if got := string(appendLine(nil, 7, line{cells: cells})); got != want {
			t.Errorf("%s\nwant %s", got, want)
		}
	}
}
