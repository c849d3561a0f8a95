package notebook

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"plumbline/model/seal"
)

// Snapshots lie in backup/: a copy of the store and of the header as they were
// when a session ended, every half hour of a long one, and before the first merge
// of one, named by the moment (UTC). They are sealed like the notebook, and read
// whole before they count. Kept are the last 3, the last one of each of 7 days,
// and of each of 4 weeks, as long as they take no more than a fifth of the room
// that is free.
//
// No clock decides which is the newest: a moment that is not after the newest one
// is named a millisecond after that. Days and weeks are those of which there are
// snapshots, not those of the calendar before now.

const (
	snapshotForm = "20060102T150405.000Z"
	keepSessions = 3
	keepDays     = 7
	keepWeeks    = 4
)

// KeepSnapshot keeps a snapshot when something changed since the last one, or
// since the notebook was opened; otherwise, or opened without snapshots, it does
// nothing. Others write meanwhile; what they write is in the next one. When ctx ends,
// or the notebook is closed (ErrClosed), none is kept.
func (n *Notebook) KeepSnapshot(ctx context.Context) error {
	ctx, giveBack, err := n.takeKeeping(ctx)
	if err != nil {
		return err
	}
	defer giveBack()
	return n.keepBeside(ctx, n.isChanged, nil)
}

// A snapshot is copied while others write: a transaction that reads sees the store as
// it was when it began. What must not happen meanwhile is kept away so:
//
//  1. One is made at a time: who makes one holds keeping, and takes it before the
//     writer's lock, never after.
//  2. The header is laid down first, under the writer's lock. A new passphrase
//     replaces it there, as those of the other snapshots, while the store is copied.
//  3. Closing, and erasing, which closes first, ends the copy and waits until it is
//     gone: nothing comes into the folder behind them.

// takeKeeping waits for the turn to keep a snapshot, and gives a context that ends
// when the notebook begins to close too. ErrClosed, or the error of the context.
func (n *Notebook) takeKeeping(ctx context.Context) (_ context.Context, giveBack func(), err error) {
	until, end := context.WithCancel(ctx)
	unheard := context.AfterFunc(n.leaving, end)
	leave := func() { unheard(); end() }
	select {
	case n.keeping <- struct{}{}:
		return until, func() { <-n.keeping; leave() }, nil
	case <-until.Done():
		err = n.orClosed(until.Err())
		leave()
		return nil, nil, err
	}
}

// orClosed is ErrClosed in place of another error, from when the notebook begins to close.
func (n *Notebook) orClosed(err error) error {
	if n.leaving.Err() != nil {
		return ErrClosed
	}
	return err
}

// isChanged says whether there is something that no snapshot has. Who asks has the
// turn to keep one, and the writer's lock.
func (n *Notebook) isChanged() bool {
	return n.snapshot && n.store.head.txn != n.began && n.store.broken == nil
}

// keepBeside keeps a snapshot where one is wanted, which is asked under both locks;
// the turn to keep one is held, the writer's lock only for a moment. progress as in
// copyStore.
func (n *Notebook) keepBeside(ctx context.Context, wanted func() bool, progress func(done, total int)) error {
	s, err := n.beginBeside(wanted)
	if err != nil || s == nil {
		return err
	}
	if err := n.finishSnapshot(ctx, s, progress); err != nil {
		return n.orClosed(err)
	}
	return nil
}

// beginBeside begins one; nil where none is wanted, or there is no room.
func (n *Notebook) beginBeside(wanted func() bool) (*snapshotting, error) {
	n.writing.Lock()
	defer n.writing.Unlock()
	if n.isClosed() {
		return nil, ErrClosed
	}
	if !wanted() {
		return nil, nil
	}
	return n.beginSnapshot()
}

// snapshotBefore keeps a snapshot before the first merge of a session. progress as in copyStore.
func (n *Notebook) snapshotBefore(ctx context.Context, progress func(done, total int)) error {
	if n.beforeMerge.Load() {
		return nil
	}
	within, giveBack, err := n.takeKeeping(ctx)
	if err != nil {
		return err
	}
	defer giveBack()
	if n.beforeMerge.Load() {
		return nil
	}
	err = n.keepBeside(within, func() bool { return n.snapshot }, progress)
	n.beforeMerge.Store(within.Err() == nil)
	return err
}

// keepLast keeps a snapshot of what changed, of a notebook that nobody else uses any
// more: both locks are held. When ctx ends, none is kept. progress as in copyStore.
func (n *Notebook) keepLast(ctx context.Context, progress func(done, total int)) error {
	if !n.isChanged() {
		return nil
	}
	s, err := n.beginSnapshot()
	if err != nil || s == nil {
		return err
	}
	return n.finishSnapshot(ctx, s, progress)
}

// snapshotting is a snapshot that is being made.
type snapshotting struct {
	base string // its path, without what tells store and header apart
	txn  uint64 // a transaction that it surely holds
}

// beginSnapshot gives it its name and lays the header there; nil where there is no
// room. Both locks are held.
func (n *Notebook) beginSnapshot() (*snapshotting, error) {
	dir := filepath.Join(n.dir, backFolder)
	if !n.roomFor(dir) {
		return nil, nil // a full disk must not keep the notebook from closing
	}
	list, err := snapshots(dir)
	if err != nil {
		return nil, fmt.Errorf("keep a snapshot: %w", sorted(err))
	}
	at := n.now().UTC().Truncate(time.Millisecond)
	if len(list) > 0 && !at.After(list[0].At) {
		at = list[0].At.Add(time.Millisecond)
	}
	s := &snapshotting{base: filepath.Join(dir, at.Format(snapshotForm)), txn: n.store.head.txn}
	if err := writeHeader(s.base+".hdr", n.headerNow()); err != nil {
		return nil, fmt.Errorf("keep a snapshot: %w", sorted(err))
	}
	return s, nil
}

// finishSnapshot copies the store, and lets go of old snapshots. The turn to keep one
// is held.
func (n *Notebook) finishSnapshot(ctx context.Context, s *snapshotting, progress func(done, total int)) error {
	if err := n.copyStore(ctx, s.base+".db", n.keys, progress); err != nil {
		os.Remove(s.base + ".hdr")
		return fmt.Errorf("keep a snapshot: %w", sorted(err))
	}
	n.began = s.txn
	return pruneSnapshots(filepath.Dir(s.base))
}

// roomFor says whether one more snapshot takes no more than a fifth of the free
// room. Where that cannot be told, it does.
func (n *Notebook) roomFor(dir string) bool {
	free, known := freeRoom(dir)
	info, err := n.store.file.Stat()
	return !known || err == nil && uint64(info.Size()) <= free/5
}

// copyStore writes a copy of the store that was read whole before it gets its
// name. progress hears bytes, of which each counts twice, once for each, and all of them
// once, at the end; it is called by several goroutines, and may be nil.
func (n *Notebook) copyStore(ctx context.Context, path string, keys *seal.Keys, progress func(done, total int)) error {
	size, err := n.store.length()
	if err != nil {
		return err
	}
	records := n.rows() // nearly as many as there are values
	if progress == nil {
		progress = func(int, int) {}
	}
	told := func(done int) { progress(min(done, 2*size-1), 2*size) }
	err = ReplaceFile(path, func(w io.Writer) error {
		if err := n.store.snapshot(&until{ctx: ctx, to: w, told: told}); err != nil {
			return err
		}
		f, err := os.Open(path + partSuffix)
		if err != nil {
			return err
		}
		defer f.Close()
		var read atomic.Int64
		return verifyStore(f, keys, n.store.box, func() error {
			if done := read.Add(1); done%1000 == 0 {
				told(size + int(float64(size)*float64(done)/float64(max(records, 1))))
			}
			return ctx.Err()
		})
	})
	if err == nil {
		progress(2*size, 2*size)
	}
	return err
}

// until writes until its context ends, and tells how much that is.
type until struct {
	ctx  context.Context
	to   io.Writer
	told func(done int)
	done int
}

func (u *until) Write(p []byte) (int, error) {
	if err := u.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := u.to.Write(p)
	u.done += n
	u.told(u.done)
	return n, err
}

// verifyStore reads a store file whole: every page and value, and their sum. each is
// called for every value, and ends it with an error.
func verifyStore(f *os.File, keys *seal.Keys, box *seal.Box, each func() error) error {
	info, err := f.Stat()
	if err != nil {
		return err
	}
	s := scan{file: f, size: info.Size(), keys: keys, box: box, each: func(int, uint64, []byte) error { return each() }}
	return s.run()
}

// Snapshot is a kept state of the notebook's records.
type Snapshot struct {
	At   time.Time // UTC
	Path string    // of the store; the header lies beside it, ending in .hdr
	Size int64
}

// Snapshots lists what is kept, the newest first.
func (n *Notebook) Snapshots() ([]Snapshot, error) { return SnapshotsIn(n.dir) }

func snapshots(dir string) ([]Snapshot, error) {
	files, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	var list []Snapshot
	for _, f := range files {
		stamp, isStore := strings.CutSuffix(f.Name(), ".db")
		at, err := time.Parse(snapshotForm, stamp)
		if !isStore || err != nil {
			continue
		}
		info, err := f.Info()
		if err != nil {
			continue
		}
		list = append(list, Snapshot{at, filepath.Join(dir, f.Name()), info.Size()})
	}
	slices.SortFunc(list, func(a, b Snapshot) int { return cmp.Compare(b.At.UnixMilli(), a.At.UnixMilli()) })
	return list, nil
}

// pruneSnapshots lets go of what is not to be kept, and of what a stop left behind:
// parts, and headers that no store came to lie beside. None is being made.
func pruneSnapshots(dir string) error {
	list, err := snapshots(dir)
	if err != nil {
		return fmt.Errorf("let go of snapshots: %w", err)
	}
	free, known := freeRoom(dir)
	keep := keptSnapshots(list)
	var total uint64
	for i, s := range list {
		total += uint64(s.Size)
		if keep[i] && (i == 0 || !known || total <= (free+total)/5) {
			continue
		}
		os.Remove(strings.TrimSuffix(s.Path, ".db") + ".hdr")
		if err := os.Remove(s.Path); err != nil {
			return fmt.Errorf("let go of a snapshot: %w", err)
		}
		total -= uint64(s.Size)
	}
	parts, _ := filepath.Glob(filepath.Join(globbed(dir), "*"+partSuffix))
	for _, p := range parts {
		os.Remove(p)
	}
	headers, _ := filepath.Glob(filepath.Join(globbed(dir), "*.hdr"))
	for _, h := range headers {
		if _, err := os.Lstat(strings.TrimSuffix(h, ".hdr") + ".db"); errors.Is(err, fs.ErrNotExist) {
			os.Remove(h)
		}
	}
	return nil
}

// keptSnapshots marks which of the list, newest first, stay.
func keptSnapshots(list []Snapshot) []bool {
	keep := make([]bool, len(list))
	days, weeks := map[string]bool{}, map[string]bool{}
	for i, s := range list {
		day := s.At.Format(time.DateOnly)
		year, w := s.At.ISOWeek()
		week := fmt.Sprint(year, " ", w)
		keep[i] = i < keepSessions || !days[day] && len(days) < keepDays || !weeks[week] && len(weeks) <= keepWeeks // this week and 4 before
		days[day], weeks[week] = true, true
	}
	return keep
}

// SnapshotsIn lists the snapshots of the notebook in a folder, which need not be
// open, the newest first.
func SnapshotsIn(dir string) ([]Snapshot, error) {
	list, err := snapshots(filepath.Join(dir, backFolder))
	if err != nil {
		return nil, fmt.Errorf("list snapshots: %w", err)
	}
	return list, nil
}
