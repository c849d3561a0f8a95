package notebook

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"runtime"
	"sync"
	"sync/atomic"

	"plumbline/model/seal"
)

// scan reads a whole store file without bbolt: every page checked, every value
// opened, and the sum of all held against the sealed head.
type scan struct {
	file io.ReaderAt
	size int64
	keys *seal.Keys
	box  *seal.Box
	// each gets every opened value, from several goroutines at once; worker says
	// from which. The value is overwritten after it returns.
	each func(worker int, slot uint64, value []byte) error
	// paged, where it is set, hears after the values of each page which it was, in the
	// order of slots and from 0, in the worker's goroutine.
	paged func(worker, page int)
	// fault hears of what is broken; nil goes on beside it. Without it the first
	// fault ends the scan.
	fault func(error) error

	workers int
	spare   chan []byte // pages to use again
	head    *head       // as it was sealed
	found   head        // what the values add up to
	mu      sync.Mutex
	stopped atomic.Bool
	err     error
}

func scanWorkers() int { return min(max(runtime.GOMAXPROCS(0), 1), 8) }

// run scans. The error is ErrDamaged, or what each or fault returned.
func (s *scan) run() error {
	if s.workers == 0 {
		s.workers = scanWorkers()
	}
	pages := make(chan scanned, 4*s.workers)
	s.spare = make(chan []byte, 8*s.workers)
	var wg sync.WaitGroup
	for i := range s.workers {
		wg.Go(func() { s.work(i, pages) })
	}
	err := guard(func() error { return s.walk(pages) })
	close(pages)
	wg.Wait()
	if err = errors.Join(s.err, err); err != nil {
		return err
	}
	return s.compare()
}

var errStopped = errors.New("scan stopped")

// scanned is a page of records on its way to a worker.
type scanned struct {
	page   []byte
	number int
	spare  bool // nothing else lies in it
}

func (s *scan) walk(pages chan<- scanned) error {
	number := 0
	w := walker{f: s.file, size: s.size, fault: s.report, spare: s.spare, visit: func(l leaf) error {
		if s.stopped.Load() {
			return errStopped
		}
		if l.bucket == headBucket {
			return s.report(s.readHead(l.page))
		}
		if l.bucket == recordBucket {
			pages <- scanned{l.page, number, l.whole}
			number++
		}
		return nil
	}}
	err := w.walk()
	if errors.Is(err, errStopped) {
		return nil
	}
	return err
}

// report passes a fault on, one at a time.
func (s *scan) report(err error) error {
	if err == nil || s.fault == nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.fault(err)
}

func (s *scan) readHead(page []byte) error {
	es, err := entries(0, page, pageLeaf, nil, nil)
	if err != nil || len(es) != 1 || string(es[0].key) != headKey {
		return fmt.Errorf("%w: its summary is not one entry", ErrDamaged)
	}
	plain, err := s.box.Open(nil, headBucket[0], []byte(headKey), es[0].value)
	if err != nil {
		return fmt.Errorf("%w: its summary: %w", ErrDamaged, err)
	}
	h, err := parseHead(plain)
	s.head = &h
	return err
}

// work opens the values of the pages that come, with a digest of its own.
func (s *scan) work(worker int, pages <-chan scanned) {
	var sum head
	sums := s.keys.Digest(seal.Set)
	var buf []byte
	var es []entry
	for p := range pages {
		if s.stopped.Load() {
			continue
		}
		err := guard(func() (err error) {
			es, err = entriesInto(es[:0], 0, p.page, pageLeaf, nil, nil)
			for _, e := range es {
				if err = s.report(s.value(worker, e, &buf, &sum, sums)); err != nil {
					return err
				}
			}
			if s.paged != nil && err == nil {
				s.paged(worker, p.number)
			}
			return err
		})
		if p.spare {
			select {
			case s.spare <- p.page:
			default:
			}
		}
		if err != nil {
			s.end(err)
		}
	}
	s.mu.Lock()
	s.found.count += sum.count
	s.found.next = max(s.found.next, sum.next)
	s.found.xor(sum.set)
	s.mu.Unlock()
}

// end lets the scan end, with an error.
func (s *scan) end(err error) {
	s.stopped.Store(true)
	s.mu.Lock()
	s.err = errors.Join(s.err, err)
	s.mu.Unlock()
}

func (s *scan) value(worker int, e entry, buf *[]byte, sum *head, sums *seal.Digest) error {
	if len(e.key) != 8 {
		return fmt.Errorf("%w: a foreign key", ErrDamaged)
	}
	slot := binary.BigEndian.Uint64(e.key)
	plain, err := s.box.Open(*buf, recordBucket[0], e.key, e.value)
	if err != nil {
		return fmt.Errorf("%w: slot %d: %w", ErrDamaged, slot, err)
	}
	*buf = plain[:0]
	sum.xor(sums.Sum(e.key, e.value))
	sum.count++
	sum.next = max(sum.next, slot+1)
	return s.each(worker, slot, plain)
}

// expected is how many values the head says there are, no more than the file can
// hold. It may be asked once a page has come.
func (s *scan) expected() int {
	if s.head == nil {
		return 0
	}
	return int(min(s.head.count, uint64(s.size)/minStored))
}

// minStored is less than any value takes in the file.
const minStored = 64

// compare holds what was found against the sealed head.
func (s *scan) compare() error {
	switch {
	case s.head == nil:
		return s.report(fmt.Errorf("%w: it has no summary", ErrDamaged))
	case s.found.count != s.head.count || s.found.set != s.head.set || s.found.next > s.head.next:
		return s.report(fmt.Errorf("%w: its records are not those of its summary: some were lost, added or are older", ErrDamaged))
	}
	return nil
}
