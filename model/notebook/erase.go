package notebook

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"os"
	"path/filepath"
)

// Erasing destroys every copy of the master key that lies in the folder, and
// then removes the files, which say nothing without it:
//
//  1. the headers beside the snapshots, and what an interrupted write has left
//     of a header: overwritten with random bytes, synced, removed;
//  2. the second copy of the header, the same way;
//  3. the first: from here on nothing in the folder opens;
//  4. everything else.
//
// A stop before 3 leaves a notebook that opens, a stop after it one that cannot;
// erasing again goes on with it. It is not stopped in between: what says that half of
// it is done would have to say whether that half was the key. Overwriting cannot promise that the disk keeps
// no older copy: flash drives write elsewhere, file systems keep journals and
// snapshots. Backups elsewhere stay what they are.

// Erase destroys the key of the notebook in a folder and removes its files; no
// passphrase is needed for that. Files that are not the notebook's stay, and the
// folder with them. progress hears, from when the key is destroyed, how many files are
// removed; it may be nil. ErrNotNotebook, ErrInUse, ErrReadOnly.
func Erase(dir string, progress func(done, total int)) error {
	if err := erase(dir, progress); err != nil {
		return fmt.Errorf("erase: %w", sorted(err))
	}
	return nil
}

// Erase closes the notebook, of which nothing is kept any more, and erases it. progress
// as in the function Erase.
func (n *Notebook) Erase(progress func(done, total int)) error {
	if n.readOnly {
		return fmt.Errorf("erase: %w", ErrReadOnly)
	}
	n.writing.Lock()
	n.snapshot = false
	n.writing.Unlock()
	n.mu.Lock()
	n.indexKept = math.MaxInt
	n.mu.Unlock()
	if err := n.Close(); err != nil && !errors.Is(err, ErrDamaged) {
		return err
	}
	return errors.Join(Erase(n.dir, progress), n.liftAnchor())
}

// Discard erases a notebook that was made in this session, and takes away the
// folders that were made for it.
func (n *Notebook) Discard() error {
	err := n.Erase(nil)
	removeFolders(n.fresh)
	return err
}

func erase(dir string, progress func(done, total int)) error {
	if _, err := os.Lstat(filepath.Join(dir, storeFile)); err != nil && !hasHeader(dir) {
		return ErrNotNotebook
	}
	if db, _, err := openFile(filepath.Join(dir, storeFile), true); err == nil {
		defer guard(db.Close)
	} else if errors.Is(err, ErrInUse) {
		return err
	}
	beside, err := filepath.Glob(filepath.Join(globbed(dir), backFolder, "*.hdr*"))
	if err != nil {
		return err
	}
	for _, name := range []string{headerFile2 + partSuffix, headerFile + partSuffix, headerFile2, headerFile} {
		beside = append(beside, filepath.Join(dir, name))
	}
	for _, path := range beside {
		if err := shred(path); err != nil {
			return err
		}
	}
	if progress != nil {
		removeFiles(dir, progress)
	}
	return removeErased(dir)
}

// removeFiles removes the files in the notebook's inner folders one by one. What does
// not go is left to who removes the rest, and says so.
func removeFiles(dir string, progress func(done, total int)) {
	var files []string
	for _, inner := range []string{blobFolder, backFolder, tempFolder} {
		_ = filepath.WalkDir(filepath.Join(dir, inner), func(path string, e fs.DirEntry, err error) error {
			if err == nil && !e.IsDir() {
				files = append(files, path)
			}
			return nil
		})
	}
	for i, path := range files {
		progress(i, len(files)+1)
		_ = os.Remove(path)
	}
	progress(len(files), len(files)+1) // what is left is the store, and empty folders
}

// shred overwrites a file, durably, and removes it. One that is not there is no
// error; a link is removed and not followed.
func shred(path string) error {
	info, err := os.Lstat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if info.Mode().IsRegular() {
		if err := scribble(path, info.Size()); err != nil {
			return err
		}
	}
	if err := os.Remove(path); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(path))
}

func scribble(path string, size int64) error {
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if errors.Is(err, fs.ErrPermission) && os.Chmod(path, 0o600) == nil {
		f, err = os.OpenFile(path, os.O_WRONLY, 0)
	}
	if err != nil {
		return err
	}
	_, err = io.CopyN(f, rand.Reader, size)
	return errors.Join(err, f.Sync(), f.Close())
}

// removeErased removes the rest, and the folder when nothing else lies in it.
func removeErased(dir string) error {
	damaged, err := filepath.Glob(filepath.Join(globbed(dir), damagedPrefix+"*"))
	if err != nil {
		return err
	}
	for _, path := range damaged {
		if err := os.Remove(path); err != nil {
			return err
		}
	}
	return removeNotebook(dir)
}
