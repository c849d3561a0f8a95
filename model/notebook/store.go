package notebook

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"slices"
	"sync/atomic"
	"time"

	bolt "go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"

	"plumbline/model/seal"
)

// The buckets of the file and the one key of the second.
const (
	recordBucket = "r"
	headBucket   = "h"
	headKey      = "head"
)

// head is the sealed summary that every transaction rewrites: what the records
// must add up to, so that a lost, added or older one is noticed.
//
//	0  8  number of the transaction
//	8  8  next slot, never used before
//	16 8  number of values
//	24 32 XOR over all values of HMAC-SHA256(key "set", slot ‖ sealed value)
type head struct {
	txn, next, count uint64
	set              [32]byte
}

const headSize = 56

func (h head) bytes() []byte {
	b := binary.BigEndian.AppendUint64(make([]byte, 0, headSize), h.txn)
	b = binary.BigEndian.AppendUint64(b, h.next)
	b = binary.BigEndian.AppendUint64(b, h.count)
	return append(b, h.set[:]...)
}

func parseHead(b []byte) (h head, err error) {
	if len(b) != headSize {
		return h, fmt.Errorf("%w: its summary has another length", ErrDamaged)
	}
	h.txn, h.next, h.count = binary.BigEndian.Uint64(b), binary.BigEndian.Uint64(b[8:]), binary.BigEndian.Uint64(b[16:])
	copy(h.set[:], b[24:])
	return h, nil
}

func (h *head) xor(sum [32]byte) {
	for i := range sum {
		h.set[i] ^= sum[i]
	}
}

// store is the notebook's file: sealed values under slots, and the head.
// One goroutine writes at a time; any number read.
type store struct {
	path   string
	db     *bolt.DB
	file   *os.File // the one that bbolt maps, to notice that another took its name
	box    *seal.Box
	sums   *seal.Digest // of the writer
	head   head
	least  atomic.Int64 // bytes that the file had; it never gets shorter
	wrote  func()       // called after the first transaction; nil from then on
	broken error        // why nothing may be written any more
	dead   atomic.Bool  // bbolt faulted inside and may hold its own locks
	many   atomic.Int64 // values read since letGo, by those who read many
	asked  func()       // see OpenOptions
}

const (
	lockWait = time.Second
	mapSize  = 64 << 20
	maxSize  = 8 << 30
)

// openFile lets bbolt open (or make) the file. The freelist is not kept on the
// disk: it would be one more thing to be broken there.
func openFile(path string, readOnly bool) (db *bolt.DB, file *os.File, err error) {
	o := &bolt.Options{Timeout: lockWait, FreelistType: bolt.FreelistMapType, NoFreelistSync: true, PageSize: pageSize,
		InitialMmapSize: mapSize, MaxSize: maxSize, ReadOnly: readOnly, NoStatistics: true,
		OpenFile: func(name string, flag int, mode os.FileMode) (*os.File, error) {
			f, err := os.OpenFile(name, flag, mode)
			if file == nil {
				file = f
			}
			return f, err
		}}
	if runtime.GOOS == "windows" { // there the file itself would grow to it
		o.InitialMmapSize = 0
	}
	err = guard(func() error { db, err = bolt.Open(path, 0o600, o); return err })
	if err == nil {
		return db, file, nil
	}
	if file != nil {
		file.Close() // bbolt keeps it, and its lock, when it panics
	}
	switch {
	case errors.Is(err, berrors.ErrTimeout):
		err = ErrInUse
	case errors.Is(err, berrors.ErrInvalid), errors.Is(err, berrors.ErrChecksum), errors.Is(err, berrors.ErrVersionMismatch):
		err = fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return nil, nil, sorted(err)
}

// createStore makes the file with an empty head.
func createStore(path string, box *seal.Box, sums *seal.Digest) (*store, error) {
	db, file, err := openFile(path, false)
	if err != nil {
		return nil, err
	}
	s := &store{path: path, db: db, file: file, box: box, sums: sums, head: head{next: 1}}
	err = s.transact(func(tx *bolt.Tx) error {
		if _, err := tx.CreateBucket([]byte(recordBucket)); err != nil {
			return err
		}
		if _, err := tx.CreateBucket([]byte(headBucket)); err != nil {
			return err
		}
		return s.putHead(tx, s.head)
	})
	if err != nil {
		db.Close()
		return nil, sorted(err)
	}
	return s, nil
}

func (s *store) close() error {
	if s.db == nil {
		return nil
	}
	if s.dead.Load() { // bbolt would wait for itself; the lock goes with the file
		return s.file.Close()
	}
	return guard(s.db.Close)
}

// hear tells a test that somebody asks for what takes time.
func (s *store) hear() {
	if s.asked != nil {
		s.asked()
	}
}

// use runs f where it may touch the map: not when the file got shorter, which
// would fault inside bbolt, and never again after it did.
func (s *store) use(f func() error) error {
	s.hear()
	if s.dead.Load() {
		return fmt.Errorf("%w: it faulted before", ErrDamaged)
	}
	info, err := s.file.Stat()
	if errors.Is(err, os.ErrClosed) {
		return ErrClosed
	}
	if err != nil {
		return fmt.Errorf("look at the open notebook: %w", err)
	}
	if info.Size() < s.least.Load() {
		return fmt.Errorf("%w: its file was cut short while it was open", ErrDamaged)
	}
	s.least.Store(info.Size())
	calm := false
	err = guard(func() error {
		err := f()
		calm = true
		return err
	})
	if !calm {
		s.dead.Store(true)
	}
	return err
}

func slotKey(slot uint64) []byte { return binary.BigEndian.AppendUint64(nil, slot) }

// read gives the opened values of the slots, in their order.
func (s *store) read(slots ...uint64) (values [][]byte, err error) {
	values = make([][]byte, len(slots))
	err = s.each(slots, func(i int, key, sealed []byte) error {
		values[i], err = s.box.Open(nil, recordBucket[0], key, sealed)
		return err
	})
	return values, err
}

// values are many values in one stretch of memory.
type values struct {
	room []byte
	ends []int
}

// at gives one of them.
func (v *values) at(i int) []byte {
	begin := 0
	if i > 0 {
		begin = v.ends[i-1]
	}
	return v.room[begin:v.ends[i]:v.ends[i]]
}

// letGo gives the pages of the map back that were looked at. bbolt maps the whole
// file, and whoever reads all of it would seem to need as much memory as the file is
// long. A transaction holds the map in its place meanwhile.
func (s *store) letGo() {
	if s.dead.Load() {
		return
	}
	_ = guard(func() error {
		return s.db.View(func(tx *bolt.Tx) error {
			leavePages(s.db.Info().Data, int(tx.Size()))
			return nil
		})
	})
}

// someValues is how many values are read between one letGo and the next.
const someValues = 20_000

// readTogether is read into one stretch of memory, for many values that are let go
// of together. What stood there is written over.
func (s *store) readTogether(slots []uint64, to *values) error {
	if s.many.Add(int64(len(slots))) > someValues {
		s.many.Store(0)
		s.letGo()
	}
	to.room, to.ends = to.room[:0], to.ends[:0]
	return s.each(slots, func(i int, key, sealed []byte) error {
		if i == 0 { // as if they were alike; else it grows
			to.room = slices.Grow(to.room, len(slots)*len(sealed)+len(sealed))
		}
		if room := to.room; cap(room)-len(room) < len(sealed) {
			to.room = append(make([]byte, 0, 2*cap(room)+len(sealed)), room...)
		}
		opened, err := s.box.Open(to.room[len(to.room):], recordBucket[0], key, sealed)
		if err != nil {
			return err
		}
		to.room = append(to.room, opened...) // it lies there already
		to.ends = append(to.ends, len(to.room))
		return nil
	})
}

// each hands over the sealed values of the slots, in their order; neither key nor
// value may be kept. Slots that follow one another are found without a search.
func (s *store) each(slots []uint64, do func(i int, key, sealed []byte) error) error {
	err := s.use(func() error {
		return s.db.View(func(tx *bolt.Tx) error {
			b := tx.Bucket([]byte(recordBucket))
			if b == nil {
				return fmt.Errorf("%w: no records", ErrDamaged)
			}
			c := b.Cursor()
			var at, sealed []byte
			for i, slot := range slots {
				key := slotKey(slot)
				if at != nil {
					at, sealed = c.Next()
				}
				if !bytes.Equal(at, key) {
					at, sealed = c.Seek(key)
				}
				if !bytes.Equal(at, key) {
					sealed = nil
				}
				if err := do(i, key, sealed); err != nil {
					return fmt.Errorf("%w: slot %d: %w", ErrDamaged, slot, err)
				}
			}
			return nil
		})
	})
	if errors.Is(err, berrors.ErrDatabaseNotOpen) {
		err = ErrClosed
	}
	return err
}

// write adds values and deletes slots in one durable transaction, and gives the
// slots of the new values. After an error the store is as it was.
func (s *store) write(values [][]byte, remove ...uint64) (slots []uint64, err error) {
	return s.writeUntil(func(int) error { return nil }, values, remove...)
}

// writeUntil is write that can be stopped until the transaction is committed: next
// hears how many values were put, after the last one too, and what it returns ends it.
func (s *store) writeUntil(next func(put int) error, values [][]byte, remove ...uint64) (slots []uint64, err error) {
	if s.broken != nil {
		return nil, s.broken
	}
	if err := s.inPlace(); err != nil {
		return nil, err
	}
	after := s.head
	err = s.use(func() error {
		return s.transact(func(tx *bolt.Tx) error {
			if err := s.sameHead(tx); err != nil {
				return err
			}
			if slots, err = s.change(tx, &after, next, values, remove); err != nil {
				return err
			}
			after.txn++
			return s.putHead(tx, after)
		})
	})
	if err == nil {
		err = s.inPlace()
	}
	if errors.Is(err, ErrDamaged) || errors.Is(err, seal.ErrMemory) {
		s.broken = err
	}
	if err != nil {
		return nil, sorted(writeError(err))
	}
	s.head = after
	if s.wrote != nil {
		s.wrote()
		s.wrote = nil
	}
	return slots, nil
}

// transact commits what f did, or nothing. It is not bbolt's Update: that one,
// when f fails, rebuilds the list of free pages from a file that may be what
// made f fail, in a goroutine that no guard reaches. Rollback leaves the file
// alone.
func (s *store) transact(f func(tx *bolt.Tx) error) error {
	tx, err := s.db.Begin(true)
	if err != nil {
		return err
	}
	defer tx.Rollback() // does nothing after Commit
	if err := f(tx); err != nil {
		return err
	}
	return tx.Commit()
}

func writeError(err error) error {
	switch {
	case errors.Is(err, berrors.ErrDatabaseReadOnly):
		return ErrReadOnly
	case errors.Is(err, berrors.ErrDatabaseNotOpen):
		return ErrClosed
	case errors.Is(err, berrors.ErrMaxSizeReached):
		return fmt.Errorf("%w: %w", ErrFull, err)
	}
	return err
}

// change seals and puts the values and takes the removed ones out; next as in writeUntil.
func (s *store) change(tx *bolt.Tx, h *head, next func(put int) error, values [][]byte, remove []uint64) (slots []uint64, err error) {
	b := tx.Bucket([]byte(recordBucket))
	if b == nil {
		return nil, fmt.Errorf("%w: no records", ErrDamaged)
	}
	b.FillPercent = 0.9 // slots only rise
	for _, slot := range remove {
		key := slotKey(slot)
		old := b.Get(key)
		if old == nil {
			return nil, fmt.Errorf("%w: slot %d is gone", ErrDamaged, slot)
		}
		h.xor(s.sums.Sum(key, old))
		h.count--
		if err := b.Delete(key); err != nil {
			return nil, err
		}
	}
	for i, v := range values {
		if err := next(i); err != nil {
			return nil, err
		}
		key := slotKey(h.next)
		sealed, err := s.box.Seal(recordBucket[0], key, v)
		if err != nil {
			return nil, err
		}
		if err := b.Put(key, sealed); err != nil {
			return nil, err
		}
		h.xor(s.sums.Sum(key, sealed))
		slots = append(slots, h.next)
		h.next++
		h.count++
	}
	return slots, next(len(values))
}

func (s *store) putHead(tx *bolt.Tx, h head) error {
	sealed, err := s.box.Seal(headBucket[0], []byte(headKey), h.bytes())
	if err != nil {
		return err
	}
	b := tx.Bucket([]byte(headBucket))
	if b == nil {
		return fmt.Errorf("%w: no summary", ErrDamaged)
	}
	return b.Put([]byte(headKey), sealed)
}

// sameHead checks that the file still is what this program wrote last.
func (s *store) sameHead(tx *bolt.Tx) error {
	b := tx.Bucket([]byte(headBucket))
	if b == nil {
		return fmt.Errorf("%w: no summary", ErrDamaged)
	}
	plain, err := s.box.Open(nil, headBucket[0], []byte(headKey), b.Get([]byte(headKey)))
	if err != nil {
		return fmt.Errorf("%w: its summary: %w", ErrDamaged, err)
	}
	if !bytes.Equal(plain, s.head.bytes()) {
		return fmt.Errorf("%w: its summary changed under the open notebook", ErrDamaged)
	}
	return nil
}

// inPlace checks that the name still leads to the open file: a sync service
// that puts another one there would make every later write vanish.
func (s *store) inPlace() error {
	open, err := s.file.Stat()
	if err != nil {
		return fmt.Errorf("look at the open notebook: %w", err)
	}
	named, err := os.Stat(s.path)
	if err != nil || !os.SameFile(open, named) {
		return fmt.Errorf("%w: %w", ErrDamaged, ErrMoved)
	}
	return nil
}

// length is how many bytes a copy of the file has: it may have more, to grow into.
func (s *store) length() (size int, err error) {
	err = s.use(func() error {
		return s.db.View(func(tx *bolt.Tx) error { size = int(tx.Size()); return nil })
	})
	return size, err
}

// snapshot writes a whole, consistent copy of the file.
func (s *store) snapshot(w io.Writer) error {
	return s.use(func() error {
		return s.db.View(func(tx *bolt.Tx) error {
			m := metaOrder{to: w}
			_, err := tx.WriteTo(&m)
			return cmp.Or(m.err, err)
		})
	})
}

// same says whether the file still holds the head that was read from it.
func same(s *store) bool {
	err := s.use(func() error { return s.db.View(s.sameHead) })
	return err == nil
}
