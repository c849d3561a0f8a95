package export

import (
	"bytes"
	"context"
	"errors"
	"hash/crc32"
	"io"
	"iter"
	"math/rand/v2"
	"os"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"plumbline/assets"
	"plumbline/model"
)

func TestTheSameReportGivesTheSameBytes(t *testing.T) {
	languages := assets.Languages()
	for i, p := range model.Profiles() {
		language := languages[i%len(languages)]
		first := drawn(t, sampled(t, 60), ask(t, p.Code), language)
		if !bytes.Equal(first, drawn(t, sampled(t, 60), ask(t, p.Code), language)) {
			t.Errorf("%s: not the same bytes", p.Code)
		}
	}
}

func TestTheSameRecordsGiveTheSameBytesOnAnotherDay(t *testing.T) {
	for _, p := range model.Profiles() {
		first := drawn(t, sampled(t, 60), ask(t, p.Code), "en")
		later := ask(t, p.Code)
		later.Today = "2026-12-31"
		if !bytes.Equal(first, drawn(t, sampled(t, 60), later, "en")) {
			t.Errorf("%s: a month later other bytes", p.Code)
		}
	}
}

// unsaid is what stands where a word is missing.
var unsaid = regexp.MustCompile(`«[a-z_]+\.[a-z_0-9]+»`)

func TestEveryAudienceAndLanguageIsDrawn(t *testing.T) {
	records := sampled(t, 40)
	for _, p := range model.Profiles() {
		for _, language := range assets.Languages() {
			data := drawn(t, records, ask(t, p.Code), language)
			f, err := excelize.OpenReader(bytes.NewReader(data))
			if err != nil {
				t.Fatalf("%s %s: %v", p.Code, language, err)
			}
			if got := len(f.GetSheetList()); got != len(expanded(p))+1 { // with the one for machines
				t.Errorf("%s %s: %d sheets", p.Code, language, got)
			}
			if all := unzipped(t, data); unsaid.MatchString(all) {
				t.Errorf("%s %s: a word is missing", p.Code, language)
			}
			repairs(t, data)
			f.Close()
		}
	}
}

func TestNothingOfTheMachineIsInTheWorkbook(t *testing.T) {
	all := unzipped(t, drawn(t, sampled(t, 40), ask(t, "public"), "en"))
	host, _ := os.Hostname()
	home, _ := os.UserHomeDir()
	for _, s := range []string{host, home, os.TempDir(), os.Getenv("USER"), "xuri", "excelize", "Microsoft Excel"} {
		if len(s) > 3 && strings.Contains(all, s) {
			t.Errorf("%q is in the workbook", s)
		}
	}
	if !strings.Contains(all, "<dc:creator>Plumbline</dc:creator>") {
		t.Error("its maker is not named")
	}
}

// A report without records is whole: its sheets say that they have no rows, and why.
func TestAnEmptyReportIsWhole(t *testing.T) {
	f, err := excelize.OpenReader(bytes.NewReader(drawn(t, recordsOf(), ask(t, "public"), "ar")))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := f.GetRows(assets.For("ar").T("sheets.observations"))
	if err != nil || len(rows) != 2 || len(rows[0]) < 20 || len(rows[1]) != 1 || rows[1][0] != assets.For("ar").T("report.no_rows") {
		t.Errorf("%d rows, %v", len(rows), err)
	}
	tables, err := f.GetTables(assets.For("ar").T("sheets.observations"))
	if err != nil || len(tables) != 0 {
		t.Errorf("a table without a row: %v, %v", tables, err)
	}
}

// faulty takes so many bytes and no more.
type faulty struct{ room int }

var errFull = errors.New("disk is full")

func (w *faulty) Write(p []byte) (int, error) {
	if w.room -= len(p); w.room < 0 {
		return 0, errFull
	}
	return len(p), nil
}

func TestAWriterThatFailsStopsIt(t *testing.T) {
	r, err := model.NewReport(plan(t), sampled(t, 60), ask(t, "public"))
	if err != nil {
		t.Fatal(err)
	}
	for _, room := range []int{0, 100, 5_000, 50_000} {
		if err := Workbook(t.Context(), &faulty{room}, r, assets.For("en"), nil); !errors.Is(err, errFull) {
			t.Errorf("room for %d bytes: %v", room, err)
		}
	}
}

func TestItStopsWhenToldTo(t *testing.T) {
	r, err := model.NewReport(plan(t), sampled(t, 60), ask(t, "coalition"))
	if err != nil {
		t.Fatal(err)
	}
	for _, after := range []int{0, 1} { // before drawing, and in the midst of the rows
		ctx, stop := context.WithCancel(t.Context())
		if after == 0 {
			stop()
		}
		err := Workbook(ctx, io.Discard, r, assets.For("en"), func(done, total int) {
			if done > 0 {
				stop()
			}
		})
		if stop(); !errors.Is(err, context.Canceled) {
			t.Errorf("%v", err)
		}
	}
}

func TestAFaultOfTheRecordsStopsIt(t *testing.T) {
	page, records := errors.New("page 7"), sampled(t, 60)
	walks := 0
	r, err := model.NewReport(plan(t), func(kind model.Kind) iter.Seq2[model.View, error] {
		return func(yield func(model.View, error) bool) {
			if kind == model.KindObservation {
				walks++
			}
			for v, err := range records(kind) {
				if !yield(v, err) {
					return
				}
			}
			if kind == model.KindObservation && walks > 1 { // behind the last row
				yield(model.View{}, page)
			}
		}
	}, ask(t, "coalition")) // whose texts are not held against protected words, which walks once more
	if err != nil {
		t.Fatal(err)
	}
	if err := Workbook(t.Context(), io.Discard, r, assets.For("en"), nil); !errors.Is(err, page) {
		t.Errorf("%v", err)
	}
}

func TestProgressReachesItsEnd(t *testing.T) {
	r, err := model.NewReport(plan(t), sampled(t, 60), ask(t, "public"))
	if err != nil {
		t.Fatal(err)
	}
	last, all := -1, 0
	err = Workbook(t.Context(), io.Discard, r, assets.For("en"), func(done, total int) {
		if done < last {
			t.Errorf("%d after %d", done, last)
		}
		last, all = done, total
	})
	if err != nil || last != all || all < r.Count(model.KindObservation).Written {
		t.Errorf("%d of %d, %v", last, all, err)
	}
}

// A table past the limit of a sheet goes on, on the next, and misses no row;
// none is torn from the rows that continue it.
func TestATableGoesOnOnAnotherSheet(t *testing.T) {
	type row struct {
		n    int
		text string
	}
	for _, longs := range []bool{false, true} {
		var rows []row
		for n := range 25 {
			text := "short"
			if longs && n%7 == 3 {
				text = strings.Repeat("x ", 40_000)
			}
			rows = append(rows, row{n, text})
		}
		b := &book{f: excelize.NewFile(), r: &model.Report{Plan: model.NewPlanBook(nil)}, w: assets.For("en"), styles: map[look]int{}, names: map[string]string{},
			taken: map[string]bool{}, tables: map[string]spot{}, splices: map[string]splice{}, labels: map[string]map[string]string{}}
		err := drawTable(b, table[row]{code: "observations", name: "Observations", rows: all(rows), count: len(rows), long: longs, tall: 3, most: 10, columns: []column[row]{
			{key: "n", head: "N", width: 9, cell: func(r *row) cell { return b.codeCell(strconv.Itoa(r.n)) }},
			{key: "text", head: "Text", width: 30, long: func(r *row) (string, int) { return r.text, b.content(false) }}}})
		if err != nil {
			t.Fatal(err)
		}
		b.warm()
		var out bytes.Buffer
		if err := b.write(t.Context(), &out); err != nil {
			t.Fatal(err)
		}
		f, err := excelize.OpenReader(&out)
		if err != nil {
			t.Fatal(err)
		}
		next := 0
		for _, sheet := range f.GetSheetList() {
			got, err := f.GetRows(sheet)
			if err != nil || len(got) > 11 || strings.HasPrefix(got[1][0], "↳") {
				t.Fatalf("%s: %d rows, %v", sheet, len(got), err)
			}
			tables, err := f.GetTables(sheet)
			if err != nil || len(tables) != 1 || tables[0].Range != "A1:B"+strconv.Itoa(len(got)) {
				t.Errorf("%s: %v over %d rows, %v", sheet, tables, len(got), err)
			}
			for _, r := range got[1:] {
				if !strings.HasPrefix(r[0], "↳") {
					if r[0] != strconv.Itoa(next) {
						t.Fatalf("%s: %s, want %d", sheet, r[0], next)
					}
					next++
				}
			}
		}
		if next != len(rows) || len(f.GetSheetList()) < 3 {
			t.Errorf("%d rows on %d sheets", next, len(f.GetSheetList()))
		}
		f.Close()
		b.stop()
	}
}

func TestCombinedChecksumsAreThoseOfTheWhole(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		data := make([]byte, rng.IntN(5000))
		for i := range data {
			data[i] = byte(rng.Uint32())
		}
		sum := uint32(0)
		for rest := data; len(rest) > 0; {
			n := 1 + rng.IntN(len(rest))
			sum = combine(sum, crc32.ChecksumIEEE(rest[:n]), int64(n))
			rest = rest[n:]
		}
		if sum != crc32.ChecksumIEEE(data) {
			t.Fatalf("%d bytes", len(data))
		}
	}
}

func TestSheetNamesAreLegalAndDiffer(t *testing.T) {
	taken := map[string]bool{}
	for _, c := range []struct{ wanted, want string }{
		{"Observations", "Observations"}, {"observations", "observations (2)"}, {"A:B/C?*[x]'", "ABCx"}, {"", "Sheet"}, {"History", "Sheet History"},
		{strings.Repeat("я", 40), strings.Repeat("я", 31)}, {strings.Repeat("я", 41), strings.Repeat("я", 27) + " (2)"},
		{strings.Repeat("🏚", 16), strings.Repeat("🏚", 15)}, {"\u2067عربي\u2069", "عربي"},
	} {
		if got := sheetName(c.wanted, taken); got != c.want {
			t.Errorf("%q: %q, want %q", c.wanted, got, c.want)
		}
	}
	for _, language := range assets.Languages() {
		for code := range sheets {
			name := assets.For(language).T("sheets." + code)
			if got := sheetName(name, map[string]bool{}); got != name {
				t.Errorf("%s %s: %q becomes %q", language, code, name, got)
			}
		}
	}
}

func TestHeadersDiffer(t *testing.T) {
	got := uniqueHeads([]string{"A", "a", "", "A", "x\ny"})
	if strings.Join(got, "|") != "A|a 2|C|A 3|x y" {
		t.Errorf("%q", got)
	}
}

func TestStylesAreAllMadeBeforeTheRows(t *testing.T) {
	r, err := model.NewReport(plan(t), sampled(t, 30), ask(t, "coalition"))
	if err != nil {
		t.Fatal(err)
	}
	b, err := draw(t.Context(), r, assets.For("en"))
	if err != nil {
		t.Fatal(err)
	}
	defer b.stop()
	before := len(b.styles)
	if err := b.write(t.Context(), io.Discard); err != nil || len(b.styles) != before {
		t.Errorf("%d looks, then %d: %v", before, len(b.styles), err)
	}
	b.style(look{size: 77})
	if !b.unstyled.Load() {
		t.Error("a look that came too late is not noticed")
	}
}

// many gives invented observations one by one, so that none is held.
func many(t testing.TB, n int) model.Records {
	var views []model.View
	for v, err := range sampled(t, 400)(model.KindObservation) {
		if err != nil {
			t.Fatal(err)
		}
		o := v.Record.(*model.Observation)
		o.Confidentiality, o.Review = model.Coalition, model.Approved
		o.Sources = nil
		views = append(views, v)
	}
	small := sampled(t, 400)
	return func(kind model.Kind) iter.Seq2[model.View, error] {
		if kind != model.KindObservation {
			return small(kind)
		}
		return func(yield func(model.View, error) bool) {
			for i := range n {
				v := views[i%len(views)]
				o := *v.Record.(*model.Observation)
				v.ID = model.ID{1, byte(i >> 24), byte(i >> 16), byte(i >> 8), byte(i)}
				o.ID, o.Ref = v.ID, "O-2023-"+strconv.Itoa(100_000+i)+"-AAAA"
				v.Record = &o
				if !yield(v, nil) {
					return
				}
			}
		}
	}
}

// BenchmarkReport compiles and writes a report of 100,000 observations with
// every sheet. It reports the memory in use at its peak, sampled.
func BenchmarkReport(b *testing.B) {
	records, a, book := many(b, 100_000), ask(b, "coalition"), plan(b)
	b.ReportAllocs()
	for b.Loop() {
		var peak, size uint64
		r, err := model.NewReport(book, records, a)
		if err != nil {
			b.Fatal(err)
		}
		count := writerFunc(func(p []byte) { size += uint64(len(p)) })
		err = Workbook(b.Context(), count, r, assets.For("ru"), func(done, _ int) {
			if done%8192 < batch {
				var m runtime.MemStats
				runtime.ReadMemStats(&m)
				peak = max(peak, m.HeapInuse)
			}
		})
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(peak>>20), "peak-MB")
		b.ReportMetric(float64(size>>20), "file-MB")
	}
}

type writerFunc func([]byte)

func (f writerFunc) Write(p []byte) (int, error) {
	f(p)
	return len(p), nil
}
