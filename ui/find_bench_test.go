package ui

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"strconv"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"plumbline/assets"
	"plumbline/model"
	"plumbline/model/notebook"
	"plumbline/ui/parts"
)

// benchBook is the notebook that is measured: that of PLUMBLINE_BENCH_NOTEBOOK, a large sample made with plumbctl, or a
// new one of PLUMBLINE_BENCH observations (100,000).
func benchBook(b *testing.B) *notebook.Notebook {
	b.Helper()
	if dir := os.Getenv("PLUMBLINE_BENCH_NOTEBOOK"); dir != "" {
		book, err := notebook.Open(dir, []byte(samplePassphrase), notebook.OpenOptions{NoSnapshots: true})
		if err != nil {
			b.Fatal(err)
		}
		return book
	}
	size := 100_000
	if n, err := strconv.Atoi(os.Getenv("PLUMBLINE_BENCH")); err == nil {
		size = n
	}
	plan, err := builtInPlan()
	if err != nil {
		b.Fatal(err)
	}
	book, err := notebook.Create(b.TempDir()+"/n", []byte(testPass), notebook.CreateOptions{Plan: plan, Name: "M1", Organisation: "Alpha",
		KDF: floorCost, AnyPlace: true, OpenOptions: notebook.OpenOptions{NoSnapshots: true}})
	if err != nil {
		b.Fatal(err)
	}
	regions := assets.Regions()
	if _, err := book.WriteBulk(context.Background(), func(yield func(notebook.Change) bool) {
		for i := range size {
			o := &model.Observation{Commitments: []string{book.Plan().Commitments[i%len(book.Plan().Commitments)].Code}, Method: model.Methods[i%len(model.Methods)],
				Title:  model.Text{"en": fmt.Sprintf("complaint box %d in ward %d", i, i%97)},
				Region: regions[i%len(regions)].Code, Date: model.Date{From: model.Day(fmt.Sprintf("202%d-%02d-%02d", 1+i%4, 1+i%12, 1+i%28)), Precision: model.Exact}}
			if !yield(notebook.Change{Next: o}) {
				return
			}
		}
	}); err != nil {
		b.Fatal(err)
	}
	return book
}

// benchFinder is the search over a notebook, without the rest of the window. What comes back waits in the channel.
func benchFinder(b *testing.B, book *notebook.Notebook) (s *finder, back chan func()) {
	b.Helper()
	test.NewTempApp(b).Settings().SetTheme(parts.NewTheme(parts.SchemeLight, 100, false))
	window := test.NewTempWindow(b, parts.Gap(0, 0))
	k := parts.Look{Words: assets.For("en")}
	k.Tips = parts.NewTips(k)
	back = make(chan func(), 64)
	d := &desk{look: k, words: k.Words, window: window, book: book, plan: book.Plan(), now: time.Now, came: func(func()) {},
		fail: func(_ string, err error) {
			if err != nil {
				b.Error(err)
			}
		}}
	d.read = func(f func() error, done func(error)) {
		go func() {
			err := f()
			back <- func() { done(err) }
		}()
	}
	s = newFinder(d, &search{})
	window.SetContent(s.view())
	window.Resize(fyne.NewSize(1176, 716))
	return s, back
}

// BenchmarkTyping types searches in four scripts, a letter at a time: how long a letter holds the window, how long its
// first rows and counts take, how long until all rows are in order; and the memory that all of it takes.
func BenchmarkTyping(b *testing.B) {
	book := benchBook(b)
	defer book.Close()
	began := time.Now()
	<-book.Ready()
	b.Logf("the index was ready %v later", time.Since(began).Round(time.Millisecond))
	s, back := benchFinder(b, book)
	defer s.leave()
	var held, longest time.Duration
	onWindow := func(f func()) {
		began := time.Now()
		f()
		took := time.Since(began)
		held += took
		longest = max(longest, took)
	}
	var first, whole, slowest time.Duration
	settle := func() {
		began := time.Now()
		answered := false
		for s.searching || s.again {
			onWindow(<-back)
			if took := time.Since(began); !answered && s.answered == s.version {
				answered = true
				first += took
				slowest = max(slowest, took)
			}
		}
		whole += time.Since(began)
	}
	settle()
	letters := 0
	held, longest, first, whole, slowest = 0, 0, 0, 0, 0
	for b.Loop() {
		for _, question := range []string{"detention ", "ward 42", "ұстау", "задержан", "احتجاز", `"place of detention"`, ""} {
			for i := range question {
				onWindow(func() { s.words.SetText(question[:i]) })
				settle()
				letters++
			}
			onWindow(func() { s.words.SetText(question) })
			settle()
			letters++
		}
	}
	each := func(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 / float64(letters) }
	b.ReportMetric(each(held), "window-ms/letter")
	b.ReportMetric(float64(longest.Microseconds())/1000, "window-ms-max")
	b.ReportMetric(each(first), "first-ms/letter")
	b.ReportMetric(float64(slowest.Microseconds())/1000, "first-ms-max")
	b.ReportMetric(each(whole), "all-ms/letter")
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	b.ReportMetric(float64(m.HeapAlloc)/(1<<20), "heap-MB")
}
