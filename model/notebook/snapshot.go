package notebook

import (
	"cmp"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"plumbline/model/seal"
)

// Snapshots lie in backup/: a copy of the store and of the header as they were
// at the end of a session, named by the moment (UTC). They are sealed like the
// notebook, and read whole before they count. Kept are those of the last 3
// sessions, the last one of each of 7 days, and of each of 4 weeks, as long as
// they take no more than a fifth of the room that is free.

const (
	snapshotForm = "20060102T150405.000Z"
	keepSessions = 3
	keepDays     = 7
	keepWeeks    = 4
)

// keepSnapshot writes a snapshot of a session and lets go of old ones. The
// writer's lock is held.
func (n *Notebook) keepSnapshot() error {
	now := n.now().UTC()
	dir := filepath.Join(n.dir, backFolder)
	if !n.roomFor(dir) {
		return nil // a full disk must not keep the notebook from closing
	}
	base := filepath.Join(dir, now.Format(snapshotForm))
	if err := replaceFile(base+".hdr", func(w io.Writer) error {
		_, err := w.Write(n.header.Bytes())
		return err
	}); err != nil {
		return fmt.Errorf("keep a snapshot: %w", sorted(err))
	}
	if err := n.copyStore(base+".db", n.keys); err != nil {
		os.Remove(base + ".hdr")
		return fmt.Errorf("keep a snapshot: %w", sorted(err))
	}
	return pruneSnapshots(dir, now)
}

// roomFor says whether one more snapshot takes no more than a fifth of the free
// room. Where that cannot be told, it does.
func (n *Notebook) roomFor(dir string) bool {
	free, known := freeRoom(dir)
	info, err := n.store.file.Stat()
	return !known || err == nil && uint64(info.Size()) <= free/5
}

// copyStore writes a copy of the store that was read whole before it gets its
// name.
func (n *Notebook) copyStore(path string, keys *seal.Keys) error {
	return replaceFile(path, func(w io.Writer) error {
		if err := n.store.snapshot(w); err != nil {
			return err
		}
		f, err := os.Open(path + partSuffix)
		if err != nil {
			return err
		}
		defer f.Close()
		return verifyStore(f, keys, n.store.box)
	})
}

// verifyStore reads a store file whole: every page and value, and their sum.
func verifyStore(f *os.File, keys *seal.Keys, box *seal.Box) error {
	info, err := f.Stat()
	if err != nil {
		return err
	}
	s := scan{file: f, size: info.Size(), keys: keys, box: box, each: func(int, uint64, []byte) error { return nil }}
	return s.run()
}

// Snapshot is a kept state of the notebook's records.
type Snapshot struct {
	At   time.Time // UTC
	Path string    // of the store; the header lies beside it, ending in .hdr
	Size int64
}

// Snapshots lists what is kept, the newest first.
func (n *Notebook) Snapshots() ([]Snapshot, error) {
	list, err := snapshots(filepath.Join(n.dir, backFolder))
	if err != nil {
		return nil, fmt.Errorf("list snapshots: %w", err)
	}
	return list, nil
}

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

// pruneSnapshots lets go of what is not to be kept, and of parts that a stop
// left behind.
func pruneSnapshots(dir string, now time.Time) error {
	list, err := snapshots(dir)
	if err != nil {
		return fmt.Errorf("let go of snapshots: %w", err)
	}
	free, known := freeRoom(dir)
	keep := keptSnapshots(list, now)
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
	parts, _ := filepath.Glob(filepath.Join(dir, "*"+partSuffix))
	for _, p := range parts {
		os.Remove(p)
	}
	return nil
}

// keptSnapshots marks which of the list, newest first, stay.
func keptSnapshots(list []Snapshot, now time.Time) []bool {
	keep := make([]bool, len(list))
	days, weeks := map[string]bool{}, map[string]bool{}
	for i, s := range list {
		day := s.At.Format(time.DateOnly)
		year, w := s.At.ISOWeek()
		week := fmt.Sprint(year, " ", w)
		age := now.Sub(s.At)
		keep[i] = i < keepSessions ||
			!days[day] && age < keepDays*24*time.Hour ||
			!weeks[week] && age < keepWeeks*7*24*time.Hour
		days[day], weeks[week] = true, true
	}
	return keep
}
