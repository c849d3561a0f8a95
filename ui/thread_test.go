package ui

import (
	"bytes"
	"runtime"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"plumbline/model"
)

// A uiThread guards the UI thread in all tests of the window: while something happens there, whoever asks the notebook for
// what takes time (the file, or a look at all rows) must be another goroutine, or the test panics. So nothing that grows
// with the notebook is ever waited for on the window, however fast the machine of the test is.
type uiThread struct {
	in      atomic.Int64         // the goroutine in which something happens on the window; 0 for none
	spent   func() time.Duration // the time of the thread, while it is measured; nil else
	longest time.Duration        // that one thing took
	held    atomic.Pointer[hold] // what a test keeps waiting; nil for nothing
}

// A hold keeps the background waiting at its n-th question to the notebook, until it is opened.
type hold struct {
	left   atomic.Int64
	waits  chan struct{} // closed when it waits
	opened chan struct{}
	once   sync.Once
}

// hold begins to count the questions.
func (u *uiThread) hold(n int64) *hold {
	h := &hold{waits: make(chan struct{}), opened: make(chan struct{})}
	h.left.Store(n)
	u.held.Store(h)
	return h
}

// open lets it go on.
func (h *hold) open(u *uiThread) {
	u.held.Store(nil)
	h.once.Do(func() { close(h.opened) })
}

// during runs f as the window's own.
func (u *uiThread) during(f func()) {
	before := u.in.Swap(goroutine())
	defer u.in.Store(before)
	if u.spent == nil {
		f()
		return
	}
	began := u.spent()
	f()
	u.longest = max(u.longest, u.spent()-began)
}

// asked hears of every call to the notebook that takes time, in the goroutine of who asks.
func (u *uiThread) asked() {
	if in := u.in.Load(); in != 0 && in == goroutine() {
		panic("the notebook is asked on the UI thread: use desk.read, desk.write or desk.work")
	}
	if h := u.held.Load(); h != nil && h.left.Add(-1) == 0 {
		close(h.waits)
		<-h.opened
	}
}

// goroutine is the number of the goroutine that calls, as its stack begins with it: "goroutine 7 [running]".
func goroutine() int64 {
	var buf [64]byte
	words := bytes.Fields(buf[:runtime.Stack(buf[:], false)])
	n, err := strconv.ParseInt(string(words[1]), 10, 64)
	if err != nil {
		panic(err)
	}
	return n
}

func TestAskingTheNotebookOnTheUIThreadPanics(t *testing.T) {
	b := unlocked(t, "en", gathered(t))
	book := b.w.desk.book
	for name, ask := range map[string]func(){
		"find":    func() { _, _ = book.Find(model.Query{}) },
		"tally":   func() { book.Tally(model.Query{}, model.FacetRegion) },
		"records": func() { book.Records(model.KindClaim)(func(model.View, error) bool { return false }) },
		"me":      func() { book.Me() },
		"draft":   func() { _ = book.SaveDraft("a", []byte("b")) },
	} {
		panics := func() (it bool) {
			defer func() { it = recover() != nil }()
			b.thread.during(ask)
			return false
		}
		if !panics() {
			t.Errorf("%s does not", name)
		}
		ask() // of the test itself
	}
}
