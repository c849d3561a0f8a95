package ui

import (
	"context"
	"fmt"
	"os"
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

// BenchmarkTyping types a search over PLUMBLINE_BENCH observations (100,000): how long a letter holds the window, and
// how long its answer takes.
func BenchmarkTyping(b *testing.B) {
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
	defer book.Close()
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
	<-book.Ready()
	test.NewTempApp(b).Settings().SetTheme(parts.NewTheme(parts.SchemeLight, 100, false))
	window := test.NewTempWindow(b, parts.Gap(0, 0))
	k := parts.Look{Words: assets.For("en")}
	k.Tips = parts.NewTips(k)
	back := make(chan func(), 16)
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
	s := newFinder(d, &search{})
	window.SetContent(s.view())
	window.Resize(fyne.NewSize(1176, 716))
	var held, longest time.Duration
	onWindow := func(f func()) {
		began := time.Now()
		f()
		took := time.Since(began)
		held += took
		longest = max(longest, took)
	}
	settle := func() {
		for s.searching || s.again {
			onWindow(<-back)
		}
	}
	settle()
	letters := 0
	held, longest = 0, 0
	for b.Loop() {
		for _, words := range []string{"c", "co", "com", "compl", "complaint", "complaint w", "complaint ward", "complaint ward 4", "complaint ward 42", ""} {
			onWindow(func() { s.words.SetText(words) })
			settle()
			letters++
		}
	}
	b.ReportMetric(float64(held.Microseconds())/1000/float64(letters), "window-ms/letter")
	b.ReportMetric(float64(longest.Microseconds())/1000, "window-ms-max")
	b.ReportMetric(float64(b.Elapsed().Milliseconds())/float64(letters), "answer-ms/letter")
	s.leave()
}
