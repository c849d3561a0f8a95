package notebook

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// What lies in a notebook's folder (doc.go describes the bytes).
const (
	headerFile  = "notebook.hdr"
	headerFile2 = "notebook.hdr2"
	storeFile   = "notebook.db"
	blobFolder  = "blobs"
	backFolder  = "backup"
	tempFolder  = "tmp"
	partSuffix  = ".part"
)

// makeFolders makes the folder and its inner ones, for this user only.
func makeFolders(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	for _, inner := range []string{blobFolder, backFolder, tempFolder} {
		if err := os.Mkdir(filepath.Join(dir, inner), 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
			return err
		}
	}
	return nil
}

// checkEmpty refuses a folder that holds anything but what an earlier Create,
// cut short before its header was written, has left.
func checkEmpty(dir string) error {
	list, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	for _, e := range list {
		switch name := e.Name(); name {
		case storeFile, headerFile2 + partSuffix, headerFile + partSuffix:
		case blobFolder, backFolder, tempFolder:
			if inner, err := os.ReadDir(filepath.Join(dir, name)); err != nil || len(inner) > 0 {
				return ErrExists
			}
		default:
			return ErrExists
		}
	}
	return removeUnfinished(dir)
}

// removeUnfinished takes away what a Create that failed has made; never a
// folder that has a header.
func removeUnfinished(dir string) error {
	for _, name := range []string{headerFile, headerFile2} {
		if _, err := os.Lstat(filepath.Join(dir, name)); err == nil {
			return ErrExists
		}
	}
	for _, name := range []string{storeFile, headerFile + partSuffix, headerFile2 + partSuffix, blobFolder, backFolder, tempFolder} {
		if err := os.Remove(filepath.Join(dir, name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// foldersToMake are the folders that are not there yet on the way to a folder, the
// innermost first.
func foldersToMake(dir string) (fresh []string) {
	for at := filepath.Clean(dir); ; at = filepath.Dir(at) {
		if _, err := os.Lstat(at); !errors.Is(err, fs.ErrNotExist) {
			return fresh
		}
		fresh = append(fresh, at)
	}
}

// removeFolders takes away folders that hold nothing.
func removeFolders(fresh []string) {
	for _, dir := range fresh {
		if err := os.Remove(dir); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return
		}
	}
}

// ReplaceFile writes a file beside its name, syncs it, and puts it in place, so
// that a cut leaves the old one or the new one. An error leaves the old one.
func ReplaceFile(path string, write func(io.Writer) error) (err error) {
	part := path + partSuffix
	f, err := os.OpenFile(part, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			f.Close()
			os.Remove(part)
		}
	}()
	if err := write(f); err != nil {
		return err
	}
	if err := f.Sync(); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	if err := os.Rename(part, path); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(path))
}

// syncFolder makes the names in a folder durable. Windows does that by itself
// and refuses to sync a folder.
func syncFolder(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	return d.Sync()
}

// sorted turns an error of the system into the one that a caller can act on;
// the cause stays inside.
func sorted(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, fs.ErrPermission), isReadOnly(err):
		return fmt.Errorf("%w: %w", ErrReadOnly, err)
	case isFull(err):
		return fmt.Errorf("%w: %w", ErrFull, err)
	}
	return err
}

// syncNames are folders that sync services copy, as the service names them; a
// name with a space or hyphen behind it counts too («OneDrive - Org»).
var syncNames = []string{"dropbox", "onedrive", "icloud drive", "iclouddrive", "com~apple~clouddocs", "mobile documents",
	"google drive", "googledrive", "my drive", "yandex.disk", "yandexdisk", "yandex disk", "яндекс.диск", "яндекс диск",
	"nextcloud", "owncloud", "syncthing", "megasync", "pcloud drive", "pclouddrive", "box sync"}

// syncMarks are files that sync services leave in the folders they copy.
var syncMarks = []string{".dropbox", ".stfolder", ".sync", ".owncloudsync.log", ".nextcloudsync.log", ".tmp.drivedownload"}

// checkPlace refuses a folder that a network or a sync service would break,
// where that can be told from its names or its file system.
func checkPlace(dir string) error {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return err
	}
	for at := abs; ; at = filepath.Dir(at) {
		if isSyncName(filepath.Base(at)) {
			return ErrPlace
		}
		for _, m := range syncMarks {
			if _, err := os.Lstat(filepath.Join(at, m)); err == nil {
				return ErrPlace
			}
		}
		if filepath.Dir(at) == at {
			break
		}
	}
	for at := abs; ; at = filepath.Dir(at) {
		if _, err := os.Stat(at); err == nil {
			if onNetwork(at) {
				return ErrPlace
			}
			return nil
		}
		if filepath.Dir(at) == at {
			return nil
		}
	}
}

func isSyncName(name string) bool {
	name = strings.ToLower(name)
	for _, s := range syncNames {
		if name == s || strings.HasPrefix(name, s+" -") || strings.HasPrefix(name, s+" (") || strings.HasPrefix(name, s+"-") {
			return true
		}
	}
	return false
}
