package export

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// What is being saved lies beside its place, in a file or folder of a name that says
// nothing (".plumbline-….part"). It is held as long as it is worked on; what a killed
// program has left nobody holds, and it is removed when anything is next saved there.
// Where nothing can be held, nothing is removed.

const (
	partBegin = ".plumbline-"
	partEnd   = ".part"
)

// beside makes the file that is to take its place in a folder, and holds it.
func beside(dir string) (*os.File, error) {
	return held(func() (*os.File, error) { return os.CreateTemp(dir, partBegin+"*"+partEnd) })
}

// besideFolder makes a folder likewise; it is held until the handle is closed.
func besideFolder(dir string) (*os.File, error) {
	return held(func() (*os.File, error) {
		part, err := os.MkdirTemp(dir, partBegin+"*"+partEnd)
		if err != nil {
			return nil, err
		}
		return os.Open(part)
	})
}

// held makes until what it made is held and still there: another may have swept it
// between the two.
func held(make func() (*os.File, error)) (*os.File, error) {
	for tries := 0; ; tries++ {
		f, err := make()
		if errors.Is(err, fs.ErrNotExist) && tries < 8 {
			continue
		}
		if err != nil {
			return nil, err
		}
		if !hold(f) {
			return f, nil // where nothing can be held, nothing is swept
		}
		open, err := f.Stat()
		if err != nil {
			return nil, errors.Join(err, f.Close())
		}
		if named, err := os.Lstat(f.Name()); err == nil && os.SameFile(open, named) {
			return f, nil
		}
		f.Close()
	}
}

// sweep removes what killed programs have left in a folder: names that beside gives,
// which nobody holds.
func sweep(dir string) {
	list, err := os.ReadDir(dir)
	if err != nil {
		return
	}
	for _, e := range list {
		middle, ours := strings.CutPrefix(e.Name(), partBegin)
		middle, part := strings.CutSuffix(middle, partEnd)
		if !ours || !part || middle == "" || strings.Trim(middle, "0123456789") != "" {
			continue
		}
		if left := filepath.Join(dir, e.Name()); e.IsDir() {
			sweepFolder(left)
		} else if e.Type().IsRegular() {
			sweepFile(left)
		}
	}
}

func sweepFile(left string) {
	f, err := os.OpenFile(left, os.O_RDWR, 0)
	if err != nil {
		return
	}
	defer f.Close()
	switch {
	case hold(f):
		_ = os.Remove(left)
	case heldByName: // there a file that is open cannot be removed, by whomever
		f.Close()
		_ = os.Remove(left)
	}
}

func sweepFolder(left string) {
	f, err := os.Open(left)
	if err != nil {
		return
	}
	defer f.Close()
	switch {
	case hold(f):
		_ = os.RemoveAll(left)
	case heldByName: // there a folder that is open cannot be renamed; its files could be removed
		f.Close()
		if gone := strings.TrimSuffix(left, partEnd) + "0" + partEnd; os.Rename(left, gone) == nil {
			_ = os.RemoveAll(gone)
		}
	}
}
