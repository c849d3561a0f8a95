package export

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// ErrFull means that the disk on which a file was to be saved has no room left.
var ErrFull = errors.New("no room left")

// diskFull is what Windows says for syscall.ENOSPC.
const diskFull = syscall.Errno(112)

// Save puts what draw writes into a file, whole or not at all, and gives its size and SHA-256 in hexadecimal digits. It
// is written beside the target, synced and renamed: until then, and after any error, what stood at the path before
// stands there still, and nothing is left beside it, but by a program that was killed: what that left (".plumbline-….part", for
// its owner's eyes alone, with no more in it than the file was to show) goes when anything is next saved into that folder. Without replace a file that is there stays, also one that appears
// meanwhile, and the error is fs.ErrExist. The file can be read by its owner alone.
func Save(path string, replace bool, draw func(w io.Writer) error) (size int64, sum string, err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("save: %w", full(err))
		}
	}()
	if path, err = filepath.Abs(path); err != nil {
		return 0, "", err
	}
	if err := mayStand(path, replace); err != nil {
		return 0, "", err
	}
	sweep(filepath.Dir(path))
	f, err := beside(filepath.Dir(path))
	if err != nil {
		return 0, "", err
	}
	defer os.Remove(f.Name()) // where it was put in its place, this name is gone already
	defer f.Close()
	h := sha256.New()
	count := &counter{w: io.MultiWriter(f, h)}
	if err := draw(count); err != nil {
		return 0, "", err
	}
	if err := f.Sync(); err != nil {
		return 0, "", err
	}
	if heldByName { // there an open file keeps its name; elsewhere it is held until it has its place
		if err := f.Close(); err != nil {
			return 0, "", err
		}
	}
	if err := place(f.Name(), path, replace); err != nil {
		return 0, "", err
	}
	return count.n, hex.EncodeToString(h.Sum(nil)), nil
}

// mayStand refuses a path before the work begins: a folder, and a file that is not to be replaced.
func mayStand(path string, replace bool) error {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return nil // what is amiss shows when the file beside it is made
	case !info.Mode().IsRegular():
		return &os.PathError{Op: "write", Path: filepath.Base(path), Err: syscall.EISDIR}
	case !replace:
		return &os.PathError{Op: "write", Path: filepath.Base(path), Err: fs.ErrExist}
	}
	return nil
}

// place puts a finished file under its name.
func place(from, to string, replace bool) error {
	if !replace {
		switch err := os.Link(from, to); {
		case err == nil:
			syncFolder(filepath.Dir(to))
			return nil
		case errors.Is(err, fs.ErrExist):
			return err
		} // else a file system without links
	}
	if err := os.Rename(from, to); err != nil {
		return err
	}
	syncFolder(filepath.Dir(to))
	return nil
}

// full tells a full disk from other errors.
func full(err error) error {
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) || errors.Is(err, diskFull) {
		return fmt.Errorf("%w: %w", ErrFull, err)
	}
	return err
}

// syncFolder makes a renaming durable, where the system can: Windows cannot open a folder, and does it by itself.
func syncFolder(dir string) {
	if f, err := os.Open(dir); err == nil {
		f.Sync()
		f.Close()
	}
}

// counter counts the bytes that pass.
type counter struct {
	w io.Writer
	n int64
}

func (c *counter) Write(p []byte) (int, error) {
	n, err := c.w.Write(p)
	c.n += int64(n)
	return n, err
}
