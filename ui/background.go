package ui

import (
	"context"
	"io"
	"sync"
	"time"

	"plumbline/model/notebook"
	"plumbline/model/seal"
)

// A background runs what takes time:
//
//  1. work starts here and nowhere else, and comes back through do, on the UI thread;
//  2. reads run at once and beside each other; writes run one after another, in the order in which they were asked for;
//  3. long work has a context, and its progress is told at most ten times a second;
//  4. close lets nothing new begin, stops long work, waits for every write, and lets nothing come back;
//  5. once the window ends nothing comes back either: the toolkit would run it wherever it is then, or fall over it;
//  6. a fault of the program's own in a job ends the program by fell, and not by a trace of what it worked on.
type background struct {
	do   func(func()) // fyne.Do; a queue in tests
	fell func()       // ends the program after a fault of its own; nil lets the fault take its course

	ctx     context.Context
	stop    context.CancelFunc
	running sync.WaitGroup

	mu     sync.Mutex
	closed bool
	count  int           // jobs under way
	tail   chan struct{} // closed when the last write that was asked for is done
}

func newBackground(do func(func())) *background {
	ctx, stop := context.WithCancel(context.Background())
	tail := make(chan struct{})
	close(tail)
	return &background{do: do, ctx: ctx, stop: stop, tail: tail}
}

// begin counts a job in; false when the background is closed.
func (b *background) begin() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.closed {
		return false
	}
	b.running.Add(1)
	b.count++
	return true
}

// ended counts a job out.
func (b *background) ended() {
	b.mu.Lock()
	b.count--
	b.mu.Unlock()
	b.running.Done()
}

// resting says whether nothing is under way.
func (b *background) resting() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.count == 0
}

// back returns to the UI thread with f, unless the background was closed meanwhile.
func (b *background) back(f func()) {
	if b.isClosed() {
		return
	}
	b.do(func() {
		if !b.isClosed() {
			f()
		}
	})
}

func (b *background) isClosed() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.closed
}

// shut lets nothing begin and nothing come back any more, and waits for nothing.
func (b *background) shut() {
	b.mu.Lock()
	b.closed = true
	b.mu.Unlock()
	b.stop()
}

// guard is deferred by every goroutine of ours.
func (b *background) guard() {
	if b.fell == nil {
		return
	}
	if fault := recover(); fault != nil {
		b.fell()
	}
}

// start runs f, then done on the UI thread.
func (b *background) start(f func() error, done func(error)) {
	if !b.begin() {
		return
	}
	go func() {
		defer b.guard()
		err := f()
		b.back(func() { done(err) })
		b.ended()
	}()
}

// queue runs f after all that was queued before, then done on the UI thread.
func (b *background) queue(f func() error, done func(error)) {
	if !b.begin() {
		return
	}
	b.mu.Lock()
	before, mine := b.tail, make(chan struct{})
	b.tail = mine
	b.mu.Unlock()
	go func() {
		defer b.guard()
		<-before
		err := f()
		close(mine)
		b.back(func() { done(err) })
		b.ended()
	}()
}

// long runs f with a context that cancel ends, which tells p how far it is, then done on the UI thread.
func (b *background) long(f func(j *job) error, p *progress, done func(error)) (cancel func()) {
	ctx, cancel := context.WithCancel(b.ctx)
	b.start(func() error {
		j := &job{b: b, p: p}
		j.ctx = seal.WithWatch(ctx, j.watch)
		return f(j)
	}, func(err error) {
		cancel()
		done(err)
	})
	return cancel
}

// A job is long work as it sees itself, off the UI thread. What it tells may be told from any goroutine.
type job struct {
	ctx context.Context // ends when Stop is asked for; it shows every key that is derived
	b   *background
	p   *progress

	mu   sync.Mutex
	told time.Time
}

// step tells how far the work is, as often as one likes.
func (j *job) step(n, total int) {
	if j.due(n == total) {
		j.b.back(func() { j.p.step(n, total) })
	}
}

// share tells what share of the work is done: for bytes, which nobody counts.
func (j *job) share(n, total int) {
	if j.due(n == total) {
		j.b.back(func() { j.p.share(n, total) })
	}
}

// due says whether it is time to tell something again.
func (j *job) due(end bool) bool {
	j.mu.Lock()
	defer j.mu.Unlock()
	now := time.Now()
	if now.Sub(j.told) < 100*time.Millisecond && !end {
		return false
	}
	j.told = now
	return true
}

// through writes to w and tells what share of a size that is.
func (j *job) through(w io.Writer, size int64) io.Writer {
	return &through{to: w, size: size, share: j.share}
}

// through is a writer that tells how much was written.
type through struct {
	to         io.Writer
	done, size int64
	share      func(done, total int)
}

func (t *through) Write(p []byte) (int, error) {
	n, err := t.to.Write(p)
	t.done += int64(n)
	if t.size > 0 {
		t.share(int(min(t.done, t.size)), int(t.size))
	}
	return n, err
}

// names tells what the work is now, with its next step, which is told at once.
func (j *job) names(what string) {
	j.mu.Lock()
	j.told = time.Time{}
	j.mu.Unlock()
	j.b.back(func() { j.p.bar.Name(what) })
}

// copies shows the copy of the notebook that is kept before the first merge of a session, as work of its own; then is
// called at its end, to name what comes next.
func (j *job) copies(what string, then func()) func(done, total int) {
	var begun sync.Once
	return func(done, total int) {
		begun.Do(func() { j.names(what) })
		if j.share(done, total); done == total {
			then()
		}
	}
}

// part is the step of a part of the work that goes from one share of so many to another; all of it is so many things.
func (j *job) part(from, to, of, all int) func(done, total int) {
	return func(done, total int) { j.step((from*all+(to-from)*all*done/max(total, 1))/of, all) }
}

// derives tells how many keys of a cost are derived next, as far as is known; the zero cost is measured.
func (j *job) derives(keys int, cost seal.Cost) { j.b.back(func() { j.p.derives(keys, cost) }) }

// last tells that the work cannot be stopped any more.
func (j *job) last() { j.b.back(j.p.last) }

// steps are those of a transaction, told as step says.
func (j *job) steps(step func(done, total int)) notebook.Steps {
	return notebook.Steps{Done: step, Last: j.last}
}

// watch shows a key that is derived.
func (j *job) watch(c seal.Cost) (ended func(took time.Duration)) {
	j.b.back(func() { j.p.keyBegins(c) })
	return func(took time.Duration) { j.b.back(func() { j.p.keyEnds(c, took) }) }
}

// after runs f on the UI thread when a time has passed; cancel forgets it.
func (b *background) after(wait time.Duration, f func()) (cancel func()) {
	t := time.AfterFunc(wait, func() { defer b.guard(); b.back(f) })
	return func() { t.Stop() }
}

// close stops long work, waits until nothing runs, and lets nothing come back. It may wait for a disk: never call it on
// the UI thread with work under way.
func (b *background) close() {
	b.shut()
	b.running.Wait()
}
