package export

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/klauspost/compress/flate"
	"github.com/xuri/excelize/v2"

	"plumbline/assets"
	"plumbline/model"
)

// sheetOf is the one part of a small archive: a sheet that rows flow into.
const sheetOf = "xl/worksheets/sheet1.xml"

// packed packs one sheet with blocks in it.
func packed(t testing.TB, w io.Writer, blocks ...[]byte) {
	t.Helper()
	x := &part{name: sheetOf}
	x.WriteString("<worksheet><sheetData></sheetData></worksheet>")
	err := pack(t.Context(), w, []*part{x}, map[string]splice{sheetOf: func(emit func(block) error) error {
		for _, b := range blocks {
			if err := emit(func(to []byte) ([]byte, error) { return append(to, b...), nil }); err != nil {
				return err
			}
		}
		return nil
	}})
	if err != nil {
		t.Fatal(err)
	}
}

// likeRows makes blocks that resemble one another, as rows do.
func likeRows(n int) (blocks [][]byte) {
	rng := rand.New(rand.NewPCG(3, 4))
	row := 0
	for range n {
		var b []byte
		for range 20 + rng.IntN(40) {
			row++
			b = fmt.Appendf(b, `<row r="%d"><c r="A%d" t="inlineStr"><is><t>O-2023-%06d</t></is></c><c r="B%d"><v>%d</v></c></row>`, row, row, row, row, rng.IntN(100_000))
		}
		blocks = append(blocks, b)
	}
	return append(blocks, nil, []byte("<row/>"))
}

// What is written does not depend on how many work at it, and reads back with
// its checksum by a reader that knows nothing of blocks.
func TestBlocksAreOneStreamHoweverManyWork(t *testing.T) {
	blocks := likeRows(200)
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	var first []byte
	for _, workers := range []int{1, 2, 5} {
		runtime.GOMAXPROCS(workers)
		var out bytes.Buffer
		packed(t, &out, blocks...)
		if first == nil {
			first = out.Bytes()
		} else if !bytes.Equal(first, out.Bytes()) {
			t.Errorf("%d workers write other bytes than one", workers)
		}
	}
	z, err := zip.NewReader(bytes.NewReader(first), int64(len(first)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := z.Open(sheetOf)
	if err != nil {
		t.Fatal(err)
	}
	got, err := io.ReadAll(f)
	if want := "<worksheet><sheetData>" + string(bytes.Join(blocks, nil)) + "</sheetData></worksheet>"; err != nil || string(got) != want {
		t.Errorf("%d bytes came back of %d, %v", len(got), len(want), err)
	}
}

// Cutting a sheet into blocks costs next to no room.
func TestABlockReachesBackIntoTheOneBefore(t *testing.T) {
	blocks := likeRows(400)
	var out, whole bytes.Buffer
	packed(t, &out, blocks...)
	fw, err := flate.NewWriter(&whole, level)
	if err != nil {
		t.Fatal(err)
	}
	_, _ = fw.Write(bytes.Join(blocks, nil))
	_ = fw.Close()
	if ratio := float64(out.Len()) / float64(whole.Len()); ratio > 1.10 {
		t.Errorf("%d bytes in blocks, %d in one piece: %.2f", out.Len(), whole.Len(), ratio)
	}
}

// A sheet past 4 GiB is marked as one that needs ZIP64 before it begins, and its
// sizes stand in 64 bits behind it.
func TestASheetPastFourGigabytes(t *testing.T) {
	if testing.Short() {
		t.Skip("deflates 4 GiB")
	}
	path := filepath.Join(t.TempDir(), "large.zip")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	blocks := make([][]byte, 1<<10+1)
	for i := range blocks {
		blocks[i] = spaces
	}
	packed(t, f, blocks...)
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	z, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	x := z.File[0]
	frame := len("<worksheet><sheetData></sheetData></worksheet>")
	if want := uint64(len(blocks)*len(spaces) + frame); x.UncompressedSize64 != want || x.ReaderVersion != 45 {
		t.Errorf("it says %d bytes, version %d; it has %d", x.UncompressedSize64, x.ReaderVersion, want)
	}
	sheet, err := x.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer sheet.Close()
	if n, err := io.Copy(io.Discard, sheet); err != nil || uint64(n) != x.UncompressedSize64 { // checks the descriptor and its CRC too
		t.Errorf("%d bytes came back, %v", n, err)
	}
}

var spaces = bytes.Repeat([]byte(" "), 4<<20)

// One row more than a sheet takes stands on a second sheet.
func TestAMillionRowsAndOne(t *testing.T) {
	if testing.Short() {
		t.Skip("draws a million rows")
	}
	const count = maxRows + 1
	b := newBook(excelize.NewFile(), &model.Report{Plan: model.NewPlanBook(nil)}, assets.For("en"))
	defer b.stop()
	err := drawTable(b, table[int]{code: "observations", name: "Observations", count: count, tall: 1,
		columns: []column[int]{{key: "n", head: "N", width: 9, cell: func(n *int) cell { return cell{kind: number, number: float64(*n)} }}},
		rows: func(yield func(int, error) bool) {
			for n := range count {
				if !yield(n, nil) {
					return
				}
			}
		}})
	if err != nil {
		t.Fatal(err)
	}
	b.warm()
	var out bytes.Buffer
	if err := b.write(t.Context(), &out); err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(out.Bytes()), int64(out.Len()))
	if err != nil {
		t.Fatal(err)
	}
	for n, want := range []string{`<row r="1000001"><c><v>999999</v></c></row></sheetData>`, `<row r="2"><c><v>1000000</v></c></row></sheetData>`} {
		f, err := z.Open(fmt.Sprintf("xl/worksheets/sheet%d.xml", n+1))
		if err != nil {
			t.Fatal(err)
		}
		all, err := io.ReadAll(f)
		if err != nil || !strings.Contains(string(all), want) {
			t.Errorf("sheet %d does not end with its last row: %v", n+1, err)
		}
	}
}
