package export

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// SumsName is the file beside the tables that names each with its SHA-256, in the form that `sha256sum -c` checks.
const SumsName = "SHA256SUMS"

// SaveTables makes a folder with the files that draw opens (Tables), whole or not at all, and SHA256SUMS beside them. It
// gives the size of all and the SHA-256 of SHA256SUMS in hexadecimal digits: it stands for all of them. A folder or file
// that is there already stays, and the error is fs.ErrExist. Everything can be read by its owner alone. What a killed program has
// left of such a folder goes as in Save.
func SaveTables(path string, draw func(open func(name string) (io.WriteCloser, error)) error) (size int64, sum string, err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("save tables: %w", full(err))
		}
	}()
	if path, err = filepath.Abs(path); err != nil {
		return 0, "", err
	}
	if _, err := os.Lstat(path); err == nil {
		return 0, "", &os.PathError{Op: "write", Path: filepath.Base(path), Err: fs.ErrExist}
	}
	sweep(filepath.Dir(path))
	folder, err := besideFolder(filepath.Dir(path))
	if err != nil {
		return 0, "", err
	}
	part := folder.Name()
	defer os.RemoveAll(part) // where it was put in its place, this name is gone already
	defer folder.Close()
	s := &summed{folder: part}
	if err := draw(s.open); err != nil {
		return 0, "", err
	}
	if sum, err = s.sums(); err != nil {
		return 0, "", err
	}
	if _, err := os.Lstat(path); err == nil { // it appeared meanwhile
		return 0, "", &os.PathError{Op: "write", Path: filepath.Base(path), Err: fs.ErrExist}
	}
	syncFolder(part)
	if heldByName {
		folder.Close()
	}
	if err := os.Rename(part, path); err != nil {
		return 0, "", err
	}
	syncFolder(filepath.Dir(path))
	return s.size, sum, nil
}

// summed are the files of a folder while they are written.
type summed struct {
	folder string
	size   int64
	lines  []string // "hash  name"
}

// open begins a file.
func (s *summed) open(name string) (io.WriteCloser, error) {
	f, err := os.OpenFile(filepath.Join(s.folder, name), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, err
	}
	return &summedFile{s: s, f: f, hash: sha256.New(), name: name}, nil
}

// sums writes the file of sums and gives its own.
func (s *summed) sums() (string, error) {
	slices.SortFunc(s.lines, func(a, b string) int { return strings.Compare(a[66:], b[66:]) })
	all := []byte(strings.Join(s.lines, ""))
	f, err := os.OpenFile(filepath.Join(s.folder, SumsName), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return "", err
	}
	_, err = f.Write(all)
	s.size += int64(len(all))
	sum := sha256.Sum256(all)
	return hex.EncodeToString(sum[:]), errors.Join(err, f.Sync(), f.Close())
}

// summedFile is one of them.
type summedFile struct {
	s      *summed
	f      *os.File
	hash   hash.Hash
	name   string
	closed bool
}

func (f *summedFile) Write(p []byte) (int, error) {
	n, err := f.f.Write(p)
	f.hash.Write(p[:n])
	f.s.size += int64(n)
	return n, err
}

// Close ends the file and notes its sum; it may be called again.
func (f *summedFile) Close() error {
	if f.closed {
		return nil
	}
	f.closed = true
	f.s.lines = append(f.s.lines, hex.EncodeToString(f.hash.Sum(nil))+"  "+f.name+"\n")
	return errors.Join(f.f.Sync(), f.f.Close())
}
