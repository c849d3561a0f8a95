//go:build unix

package notebook

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"plumbline/model"
	"plumbline/model/seal"
)

// The figures of the store: go test -run - -bench . ./model/notebook. The size is
// 20,000 observations, or PLUMBLINE_BENCH of them; figures are CPU time a record.

func benchSize() int {
	if n, err := strconv.Atoi(os.Getenv("PLUMBLINE_BENCH")); err == nil {
		return n
	}
	return 20_000
}

// vocabulary makes words of four scripts, common and rare.
func vocabulary(r *rand.Rand) func() string {
	syllables := strings.Fields("ба ре ни то ку ша қа ғы өз ұл ті نا بر سي طا كم مد pri son wit ness law ha re to mi")
	words := make([]string, 40_000)
	for i := range words {
		for range 2 + r.IntN(3) {
			words[i] += syllables[r.IntN(len(syllables))]
		}
	}
	return func() string { return words[min(int(r.ExpFloat64()*3000), len(words)-1)] }
}

// benchNotebook makes a notebook of n observations of about 800 bytes.
func benchNotebook(b testing.TB, size int) (dir string) {
	b.Helper()
	dir = filepath.Join(b.TempDir(), "n")
	o := testOptions()
	o.NoSnapshots = true
	n, err := Create(dir, pass, o)
	if err != nil {
		b.Fatal(err)
	}
	r := rand.New(rand.NewPCG(1, 2))
	word := vocabulary(r)
	text := func(n int) string {
		var s []string
		for range n {
			s = append(s, word())
		}
		return strings.Join(s, " ")
	}
	written, err := n.WriteBulk(context.Background(), func(yield func(Change) bool) {
		for i := range size {
			x := observation(text(6))
			x.Narrative = model.Text{"ru": text(50)}
			day := model.Day(fmt.Sprintf("20%02d-%02d-%02d", 21+i%4, 1+i%12, 1+i%28))
			x.Date = model.Date{From: day, To: day, Precision: model.Exact}
			x.Method = model.Methods[i%len(model.Methods)]
			if !yield(Change{Next: x}) {
				return
			}
		}
	})
	if err != nil || written != size {
		b.Fatal(written, err)
	}
	if err := n.Close(); err != nil {
		b.Fatal(err)
	}
	return dir
}

// cpu is the CPU time of the process so far.
func cpu() time.Duration {
	var u syscall.Rusage
	syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func heapBytes() uint64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// BenchmarkUnlock opens a notebook: seconds of CPU until lists are usable and
// until search is, without the key derivation, and the memory that it takes.
func BenchmarkUnlock(b *testing.B) {
	dir := benchNotebook(b, benchSize())
	for b.Loop() {
		before := heapBytes()
		kdf := cpu()
		hs, err := readHeaders(dir)
		if err != nil {
			b.Fatal(err)
		}
		h, k, err := hs.unlock(b.Context(), pass)
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric((cpu() - kdf).Seconds(), "kdf-cpu-s")
		began := cpu()
		o := OpenOptions{NoSnapshots: true}
		o.fill()
		n, err := open(dir, func() (*seal.Header, *seal.Keys, error) { return h, k, nil }, o)
		if err != nil {
			b.Fatal(err)
		}
		page, err := n.Find(model.Query{Limit: 50})
		if err != nil || page.Total != benchSize() {
			b.Fatal(page.Total, err)
		}
		b.ReportMetric((cpu() - began).Seconds(), "list-cpu-s")
		<-n.Ready()
		b.ReportMetric((cpu() - began).Seconds(), "ready-cpu-s")
		b.ReportMetric(float64(heapBytes()-before)/(1<<20), "MiB")
		b.ReportMetric(float64(n.index.Size())/(1<<20), "index-MiB")
		if err := n.Close(); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkKeptIndex opens a notebook whose index was kept: the CPU until search is
// ready, as a part of what building the index takes, and what closing takes to keep it.
func BenchmarkKeptIndex(b *testing.B) {
	dir := benchNotebook(b, benchSize())
	ready := func(o OpenOptions) (spent, closing time.Duration) {
		o.NoSnapshots, o.IndexLater = true, true
		o.fill()
		hs, err := readHeaders(dir)
		if err != nil {
			b.Fatal(err)
		}
		h, k, err := hs.unlock(b.Context(), pass)
		if err != nil {
			b.Fatal(err)
		}
		n, err := open(dir, func() (*seal.Header, *seal.Keys, error) { return h, k, nil }, o)
		if err != nil {
			b.Fatal(err)
		}
		began := cpu()
		<-n.Ready()
		spent = cpu() - began
		began = cpu()
		if err := n.Close(); err != nil {
			b.Fatal(err)
		}
		return spent, cpu() - began
	}
	for b.Loop() {
		built, kept := ready(OpenOptions{indexKept: 1})
		read, _ := ready(OpenOptions{indexKept: 1})
		b.ReportMetric(read.Seconds()/built.Seconds(), "of-building")
		b.ReportMetric(built.Seconds(), "build-cpu-s")
		b.ReportMetric(read.Seconds(), "read-cpu-s")
		b.ReportMetric(kept.Seconds(), "keep-cpu-s")
		if info, err := os.Stat(filepath.Join(dir, indexFile)); err == nil {
			b.ReportMetric(float64(info.Size())/(1<<20), "file-MiB")
		}
		os.Remove(filepath.Join(dir, indexFile))
	}
}

// BenchmarkUse measures what one does in an open notebook.
func BenchmarkUse(b *testing.B) {
	dir := benchNotebook(b, benchSize())
	n, err := Open(dir, pass, OpenOptions{NoSnapshots: true})
	if err != nil {
		b.Fatal(err)
	}
	defer n.Close()
	<-n.Ready()
	word := vocabulary(rand.New(rand.NewPCG(1, 2)))
	ask := word()
	for name, q := range map[string]model.Query{
		"all":     {},
		"first50": {Limit: 50},
		"filter":  {Method: "survey", Since: "2022-01-01", Until: "2023-01-01", Limit: 50},
		"word":    {Words: ask + " ", Limit: 50},
		"typing":  {Words: string([]rune(ask)[:2]), Limit: 50},
		"two":     {Words: ask + " " + word(), Limit: 50},
	} {
		b.Run("find/"+name, func(b *testing.B) {
			for b.Loop() {
				if _, err := n.Find(q); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	page, _ := n.Find(model.Query{Limit: 50})
	b.Run("view", func(b *testing.B) {
		for b.Loop() {
			if _, err := n.View(page.IDs[0]); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("digest", func(b *testing.B) {
		for b.Loop() {
			n.book.summed = false
			n.Digest()
		}
	})
	b.Run("save", func(b *testing.B) {
		for b.Loop() {
			if _, err := n.Record(model.View{}, observation("one more")); err != nil {
				b.Fatal(err)
			}
		}
	})
}
