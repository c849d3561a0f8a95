package export

import (
	"bufio"
	"bytes"
	"fmt"
	"iter"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"plumbline/assets"
	"plumbline/model"
)

// TestBenchWriter is a process of the comparison in bench/: $PLUMBLINE_BENCH says
// which (data, ours, excelize, cells), how many rows, from and to which file.
func TestBenchWriter(t *testing.T) {
	args := strings.Fields(os.Getenv("PLUMBLINE_BENCH"))
	if len(args) < 3 {
		t.Skip("make bench-report runs it")
	}
	rows, _ := strconv.Atoi(args[1])
	var err error
	switch args[0] {
	case "data":
		err = benchData(t, args[2], rows)
	case "ours":
		err = benchOurs(t, args[2], args[3], rows)
	case "excelize":
		err = benchExcelize(args[2], args[3])
	case "cells":
		err = benchCells(args[2], args[3], args[4])
	}
	if err != nil {
		t.Fatal(err)
	}
}

// benchNumbers are the columns of numbers.
var benchNumbers = map[int]bool{5: true, 13: true, 19: true}

const benchColumns = 20

// benchData writes a flat file whose words are in four scripts.
func benchData(t *testing.T, path string, rows int) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	out := bufio.NewWriter(f)
	vocabulary := benchWords(t)
	rng := rand.New(rand.NewPCG(7, 7))
	for y := -1; y < rows; y++ {
		for x := range benchColumns {
			if x > 0 {
				out.WriteByte('\t')
			}
			switch {
			case y < 0:
				fmt.Fprintf(out, "Column %d", x+1)
			case benchNumbers[x]:
				fmt.Fprint(out, rng.IntN(100_000))
			case x == 0:
				fmt.Fprintf(out, "O-2023-%06d-AAAA", y)
			case x%5 == 1:
				fmt.Fprintf(out, "KZ21-%d.%d", y%9+1, x)
			default:
				list := vocabulary[(x+y)%len(vocabulary)]
				for n := range 3 + rng.IntN(6) {
					if n > 0 {
						out.WriteByte(' ')
					}
					out.WriteString(list[rng.IntN(len(list))])
				}
			}
		}
		out.WriteByte('\n')
	}
	return out.Flush()
}

// benchWords are the words of the built-in plan, by language.
func benchWords(t *testing.T) [][]string {
	var lists [][]string
	for _, language := range assets.Languages() {
		var list []string
		for _, c := range plan(t).Commitments {
			list = append(list, strings.Fields(c.Title[language])...)
		}
		lists = append(lists, list)
	}
	return lists
}

// benchLines walks the rows of a flat file, the header left out.
func benchLines(path string, err *error) iter.Seq[[]string] {
	return func(yield func([]string) bool) {
		f, fault := os.Open(path)
		if fault != nil {
			*err = fault
			return
		}
		defer f.Close()
		in := bufio.NewReaderSize(f, 1<<20)
		for y := 0; ; y++ {
			line, fault := in.ReadString('\n')
			if fault != nil {
				return
			}
			if y > 0 && !yield(strings.Split(strings.TrimSuffix(line, "\n"), "\t")) {
				return
			}
		}
	}
}

// benchOurs writes the rows through a table of the workbook.
func benchOurs(t *testing.T, from, to string, rows int) error {
	b := newBook(excelize.NewFile(), &model.Report{Plan: model.NewPlanBook(nil)}, assets.For("en"))
	defer b.stop()
	var columns []column[[]string]
	for x := range benchColumns {
		columns = append(columns, column[[]string]{key: strconv.Itoa(x), head: fmt.Sprintf("Column %d", x+1), width: 12, cell: func(r *[]string) cell {
			if s := (*r)[x]; !benchNumbers[x] {
				return cell{kind: words, text: s}
			}
			n, _ := strconv.ParseFloat((*r)[x], 64)
			return cell{kind: number, number: n}
		}})
	}
	var fault error
	stream := func(yield func([]string, error) bool) {
		for r := range benchLines(from, &fault) {
			if !yield(r, nil) {
				return
			}
		}
	}
	if err := drawTable(b, table[[]string]{code: "observations", name: "Observations", columns: columns, rows: stream, count: rows, tall: 1}); err != nil {
		return err
	}
	b.warm()
	f, err := os.Create(to)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := b.write(t.Context(), f); err != nil {
		return err
	}
	return fault
}

// benchExcelize writes them through excelize's StreamWriter as it comes.
func benchExcelize(from, to string) (fault error) {
	f := excelize.NewFile()
	defer f.Close()
	sw, err := f.NewStreamWriter("Sheet1")
	if err != nil {
		return err
	}
	row, y := make([]any, benchColumns), 1
	for r := range benchLines(from, &fault) {
		for x, s := range r {
			if row[x] = s; benchNumbers[x] {
				row[x], _ = strconv.ParseFloat(s, 64)
			}
		}
		if err := sw.SetRow("A"+strconv.Itoa(y), row); err != nil {
			return err
		}
		y++
	}
	if err := sw.Flush(); err != nil {
		return err
	}
	if err := f.SaveAs(to); err != nil {
		return err
	}
	return fault
}

var oneLine = strings.NewReplacer("\t", " ", "\n", " ")

// benchCells writes the cells of a report's sheet of observations as a flat file. It
// checks which columns are numbers: the peer is to write the same.
func benchCells(from, to, numbers string) error {
	number := map[int]bool{}
	for _, s := range strings.Split(numbers, ",") {
		x, _ := strconv.Atoi(s)
		number[x] = true
	}
	f, err := excelize.OpenFile(from, excelize.Options{UnzipXMLSizeLimit: 1 << 32, UnzipSizeLimit: 1 << 33})
	if err != nil {
		return err
	}
	defer f.Close()
	rows, err := f.Rows("Observations")
	if err != nil {
		return err
	}
	defer rows.Close()
	var out bytes.Buffer
	flat, err := os.Create(to)
	if err != nil {
		return err
	}
	defer flat.Close()
	for y := 0; rows.Next(); y++ {
		cells, err := rows.Columns(excelize.Options{RawCellValue: true})
		if err != nil {
			return err
		}
		for i := range cells {
			cells[i] = oneLine.Replace(cells[i])
			if _, err := strconv.ParseFloat(cells[i], 64); err != nil && y > 0 && number[i] && cells[i] != "" {
				return fmt.Errorf("row %d: column %d is no number", y, i)
			}
		}
		for len(cells) < benchColumns {
			cells = append(cells, "")
		}
		out.WriteString(strings.Join(cells, "\t") + "\n")
		if out.Len() > 1<<20 {
			if _, err := out.WriteTo(flat); err != nil {
				return err
			}
		}
	}
	if err := rows.Error(); err != nil {
		return err
	}
	_, err = out.WriteTo(flat)
	return err
}
