package notebook

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
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
// erasing again goes on with it. Overwriting cannot promise that the disk keeps
// no older copy: flash drives write elsewhere, file systems keep journals and
// snapshots. Backups elsewhere stay what they are.

// Erase destroys the key of the notebook in a folder and removes its files; no
// passphrase is needed for that. Files that are not the notebook's stay, and the
// folder with them. ErrNotNotebook, ErrInUse, ErrReadOnly.
func Erase(dir string) error {
	if err := erase(dir); err != nil {
		return fmt.Errorf("erase: %w", sorted(err))
	}
	return nil
}

// Erase closes the notebook and erases it.
func (n *Notebook) Erase() error {
	if n.readOnly {
		return fmt.Errorf("erase: %w", ErrReadOnly)
	}
	n.writing.Lock()
	n.snapshot = false
	n.writing.Unlock()
	if err := n.Close(); err != nil && !errors.Is(err, ErrDamaged) {
		return err
	}
	return errors.Join(Erase(n.dir), n.liftAnchor())
}

// Discard erases a notebook that was made in this session, and takes away the
// folders that were made for it.
func (n *Notebook) Discard() error {
	err := n.Erase()
	removeFolders(n.fresh)
	return err
}

func erase(dir string) error {
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
	return removeErased(dir)
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
