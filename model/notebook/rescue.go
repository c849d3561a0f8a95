package notebook

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"plumbline/model/seal"
)

// A damaged notebook is never repaired silently. What can be offered is the
// newest snapshot that holds, put in the place of the store; the damaged file
// stays beside it under another name, for whoever may yet read more of it.
// Evidence files are not part of snapshots, and stay as they lie.

// damagedPrefix begins the name of a store that was set aside.
const damagedPrefix = storeFile + ".damaged-"

// Rescue is the newest snapshot that holds, found for a notebook that does not.
type Rescue struct {
	Snapshot
	Records int // that it holds

	dir    string
	header *seal.Header
	keys   *seal.Keys
	writes bool // the notebook's own header does not hold
}

// FindRescue looks for the newest snapshot that can be read whole. fs.ErrNotExist
// when there is none, ErrWrongPassphrase, ErrInUse, a context that ended. It
// writes nothing. progress may be nil; it begins anew with each snapshot.
func FindRescue(ctx context.Context, dir string, pass []byte, progress func(done, total int)) (*Rescue, error) {
	r, err := findRescue(ctx, dir, pass, progress)
	if err != nil {
		return nil, fmt.Errorf("look for a snapshot: %w", err)
	}
	return r, nil
}

func findRescue(ctx context.Context, dir string, pass []byte, progress func(done, total int)) (*Rescue, error) {
	list, err := snapshots(filepath.Join(dir, backFolder))
	if err != nil {
		return nil, err
	}
	r := &Rescue{dir: dir}
	if hs, err := readHeaders(dir); err == nil {
		if r.header, r.keys, err = hs.unlock(ctx, pass); err != nil {
			return nil, err
		}
	}
	var refused error
	for _, s := range list {
		if err := ctx.Err(); err != nil {
			r.Close()
			return nil, err
		}
		if r.keys == nil { // the notebook's header is gone: the one beside the snapshot
			if err := r.unlockBeside(ctx, s, pass); err != nil {
				refused = errors.Join(refused, err)
				continue
			}
		}
		if r.Records, err = countRecords(ctx, dir, s.Path, r.keys, progress); err == nil {
			r.Snapshot = s
			return r, nil
		}
	}
	r.Close()
	if err := ctx.Err(); err != nil { // that of the last one was not read to its end
		return nil, err
	}
	if errors.Is(refused, ErrWrongPassphrase) {
		return nil, ErrWrongPassphrase
	}
	return nil, fs.ErrNotExist
}

func (r *Rescue) unlockBeside(ctx context.Context, s Snapshot, pass []byte) error {
	b, err := readSmall(strings.TrimSuffix(s.Path, ".db") + ".hdr")
	if err != nil {
		return err
	}
	h, err := seal.Parse(b)
	if err != nil {
		return err
	}
	k, err := h.Unlock(ctx, pass)
	if err != nil {
		return err
	}
	r.header, r.keys, r.writes = h, k, true
	return nil
}

// countRecords reads a store whole and counts its records.
func countRecords(ctx context.Context, dir, path string, keys *seal.Keys, progress func(done, total int)) (int, error) {
	f, err := os.Open(path)
	if err != nil {
		return 0, err
	}
	defer f.Close()
	c := &checker{ctx: ctx, dir: dir, progress: progress}
	got, err := c.run(f, keys)
	if err != nil {
		return 0, err
	}
	for _, x := range got.Faults {
		if x.Kind == FaultStore || x.Kind == FaultRevision {
			return 0, fmt.Errorf("%w: %w", ErrDamaged, x.Err)
		}
	}
	return got.Records, nil
}

// PutBack puts the snapshot in the place of the damaged store, and gives the name
// under which that stays in the folder, "" when there was none. A stop leaves the
// damaged notebook, or one without a store, or the one that is put back; what was
// done before can be done again. When ctx ends while it is copied, all stays as
// it was. progress, in bytes, may be nil.
func (r *Rescue) PutBack(ctx context.Context, now time.Time, progress func(done, total int)) (aside string, err error) {
	if aside, err = r.putBack(ctx, now, progress); err != nil {
		return aside, fmt.Errorf("put a snapshot back: %w", sorted(err))
	}
	return aside, nil
}

func (r *Rescue) putBack(ctx context.Context, now time.Time, progress func(done, total int)) (string, error) {
	path := filepath.Join(r.dir, storeFile)
	if db, _, err := openFile(path, true); err == nil {
		guard(db.Close)
	} else if errors.Is(err, ErrInUse) {
		return "", err
	}
	fresh := path + ".rescue"
	if err := copyFile(ctx, r.Path, fresh, progress); err != nil {
		return "", err
	}
	if r.writes {
		if err := writeHeaders(r.dir, r.header); err != nil {
			return "", err
		}
	}
	aside := damagedPrefix + now.UTC().Format("20060102T150405.000Z")
	switch err := os.Rename(path, filepath.Join(r.dir, aside)); {
	case errors.Is(err, fs.ErrNotExist):
		aside = ""
	case err != nil:
		return "", err
	}
	if err := os.Rename(fresh, path); err != nil {
		return aside, err
	}
	return aside, syncFolder(r.dir)
}

// copyFile copies a file durably, over one of that name, which stays when ctx ends.
func copyFile(ctx context.Context, from, to string, progress func(done, total int)) error {
	f, err := os.Open(from)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	src := &intake{ctx: ctx, src: f}
	if progress != nil {
		src.progress = func(n int64) { progress(int(n), int(info.Size())) }
	}
	return ReplaceFile(to, func(w io.Writer) error { _, err := io.Copy(w, src); return err })
}

// Close wipes the keys.
func (r *Rescue) Close() {
	if r.keys != nil {
		r.keys.Wipe()
	}
}
