package export

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
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
// stands there still, and nothing is left beside it. The file can be read by its owner alone.
func Save(path string, draw func(w io.Writer) error) (size int64, sum string, err error) {
	path, err = filepath.Abs(path)
	if err != nil {
		return 0, "", fmt.Errorf("save: %w", err)
	}
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() {
		return 0, "", fmt.Errorf("save: %w", &os.PathError{Op: "write", Path: filepath.Base(path), Err: syscall.EISDIR})
	}
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+"-*.part")
	if err != nil {
		return 0, "", fmt.Errorf("save: %w", full(err))
	}
	defer func() {
		if err != nil {
			f.Close()
			os.Remove(f.Name())
		}
	}()
	h := sha256.New()
	count := &counter{w: io.MultiWriter(f, h)}
	if err := draw(count); err != nil {
		return 0, "", fmt.Errorf("save: %w", full(err))
	}
	if err := errors.Join(f.Sync(), f.Close()); err != nil {
		return 0, "", fmt.Errorf("save: %w", full(err))
	}
	if err := os.Rename(f.Name(), path); err != nil {
		return 0, "", fmt.Errorf("save: %w", full(err))
	}
	syncFolder(filepath.Dir(path))
	return count.n, hex.EncodeToString(h.Sum(nil)), nil
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
