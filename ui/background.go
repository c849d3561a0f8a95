package ui

import (
	"context"
	"sync"
	"time"
)

// A background runs what takes time:
//
//  1. work starts here and nowhere else, and comes back through do, on the UI thread;
//  2. reads run at once and beside each other; writes run one after another, in the order in which they were asked for;
//  3. long work has a context, and its progress is told at most ten times a second;
//  4. close lets nothing new begin, stops long work, waits for every write, and lets nothing come back.
type background struct {
	do func(func()) // fyne.Do; a queue in tests

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
	b.do(func() {
		b.mu.Lock()
		closed := b.closed
		b.mu.Unlock()
		if !closed {
			f()
		}
	})
}

// start runs f, then done on the UI thread.
func (b *background) start(f func() error, done func(error)) {
	if !b.begin() {
		return
	}
	go func() {
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
		<-before
		err := f()
		close(mine)
		b.back(func() { done(err) })
		b.ended()
	}()
}

// long runs f with a context that cancel ends, telling progress on the UI thread, then done. step may be called from any
// goroutine.
func (b *background) long(f func(ctx context.Context, step func(done, total int)) error,
	progress func(done, total int), done func(error)) (cancel func()) {
	ctx, cancel := context.WithCancel(b.ctx)
	b.start(func() error {
		var mu sync.Mutex
		var told time.Time
		return f(ctx, func(n, total int) {
			mu.Lock()
			defer mu.Unlock()
			if now := time.Now(); now.Sub(told) >= 100*time.Millisecond || n == total {
				told = now
				b.back(func() { progress(n, total) })
			}
		})
	}, func(err error) {
		cancel()
		done(err)
	})
	return cancel
}

// after runs f on the UI thread when a time has passed; cancel forgets it.
func (b *background) after(wait time.Duration, f func()) (cancel func()) {
	t := time.AfterFunc(wait, func() { b.back(f) })
	return func() { t.Stop() }
}

// close stops long work, waits until nothing runs, and lets nothing come back. It may wait for a disk: never call it on
// the UI thread with work under way.
func (b *background) close() {
	b.mu.Lock()
	b.closed = true
	b.mu.Unlock()
	b.stop()
	b.running.Wait()
}
