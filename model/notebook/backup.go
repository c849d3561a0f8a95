package notebook

import (
	"archive/tar"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"sort"

	"plumbline/model/seal"
)

// A backup file is a tar archive (POSIX ustar) of the notebook's own files, all
// sealed as they lie: notebook.hdr, notebook.db, then blobs/xx/<32 hex>. It is
// of one moment, and can be taken while the notebook is in use.

// Backup writes a backup file at path, which must not exist. The copy of the
// records is read whole before it counts. Other work goes on meanwhile.
func (n *Notebook) Backup(ctx context.Context, path string) error {
	if err := n.backup(ctx, path); err != nil {
		return fmt.Errorf("back up: %w", sorted(err))
	}
	return nil
}

func (n *Notebook) backup(ctx context.Context, to string) error {
	keys, err := n.borrowKeys()
	if err != nil {
		return err
	}
	defer keys.Wipe()
	if _, err := os.Lstat(to); err == nil {
		return fs.ErrExist
	}
	inner := to + ".store" // beside it: the notebook's own folder may be read-only
	if _, err := os.Lstat(inner); err == nil {
		return fs.ErrExist
	}
	defer os.Remove(inner)
	if err := n.copyStore(inner, keys); err != nil {
		return err
	}
	return replaceFile(to, func(w io.Writer) error {
		t := tar.NewWriter(w)
		if err := tarBytes(t, headerFile, n.header.Bytes()); err != nil {
			return err
		}
		if err := tarFile(ctx, t, storeFile, inner); err != nil {
			return err
		}
		blobs, err := n.blobFiles()
		if err != nil {
			return err
		}
		for _, b := range blobs {
			if err := tarFile(ctx, t, path.Join(blobFolder, b[:2], b), n.blobPath(b)); err != nil {
				return err
			}
		}
		return t.Close()
	})
}

// blobFiles lists the names of the evidence files that lie in their place.
func (n *Notebook) blobFiles() ([]string, error) {
	var names []string
	folders, err := os.ReadDir(filepath.Join(n.dir, blobFolder))
	if err != nil {
		return nil, err
	}
	for _, f := range folders {
		files, err := os.ReadDir(filepath.Join(n.dir, blobFolder, f.Name()))
		if err != nil {
			continue
		}
		for _, x := range files {
			if blobName.MatchString(x.Name()) && x.Name()[:2] == f.Name() {
				names = append(names, x.Name())
			}
		}
	}
	sort.Strings(names)
	return names, nil
}

func tarBytes(t *tar.Writer, name string, b []byte) error {
	if err := t.WriteHeader(&tar.Header{Name: name, Mode: 0o600, Size: int64(len(b)), Format: tar.FormatUSTAR}); err != nil {
		return err
	}
	_, err := t.Write(b)
	return err
}

func tarFile(ctx context.Context, t *tar.Writer, name, from string) error {
	f, err := os.Open(from)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	if err := t.WriteHeader(&tar.Header{Name: name, Mode: 0o600, Size: info.Size()}); err != nil {
		return err
	}
	_, err = io.Copy(t, &intake{ctx: ctx, src: f})
	return err
}

var backupBlob = regexp.MustCompile(`^blobs/[0-9a-f]{2}/[0-9a-f]{32}$`)

// Restore makes a notebook of a backup file, in a folder that does not exist or
// is empty. Every record is read and verified under the passphrase before it
// counts; after an error nothing is left. ErrNotNotebook when the file is no
// backup.
func Restore(ctx context.Context, from, dir string, pass []byte) error {
	err := restore(ctx, from, dir, pass)
	if err != nil {
		return fmt.Errorf("restore: %w", sorted(err))
	}
	return nil
}

func restore(ctx context.Context, from, dir string, pass []byte) error {
	f, err := os.Open(from)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := checkPlace(dir); err != nil {
		return err
	}
	if err := checkEmpty(dir); err != nil {
		return err
	}
	_, missing := os.Stat(dir)
	clean := func() { emptyFolder(dir, missing != nil) }
	if err := makeFolders(dir); err != nil {
		clean()
		return err
	}
	header, err := unpack(ctx, tar.NewReader(f), dir)
	if err != nil {
		clean()
		return err
	}
	if err := writeHeaders(dir, header); err != nil {
		clean()
		return err
	}
	n, err := Open(dir, pass, OpenOptions{NoSnapshots: true})
	if err != nil {
		clean()
		return err
	}
	return n.Close()
}

// emptyFolder takes away what a restore that failed has made.
func emptyFolder(dir string, itself bool) {
	for _, name := range []string{headerFile, headerFile2, storeFile, blobFolder, backFolder, tempFolder} {
		os.RemoveAll(filepath.Join(dir, name))
	}
	if itself {
		os.Remove(dir)
	}
}

// unpack writes the files of a backup and gives its header. It takes only names
// that a backup has, each once, the header first.
func unpack(ctx context.Context, t *tar.Reader, dir string) (*seal.Header, error) {
	var header *seal.Header
	seen := map[string]bool{}
	for {
		h, err := t.Next()
		if errors.Is(err, io.EOF) && header != nil && seen[storeFile] {
			return header, nil
		}
		if err != nil {
			return nil, fmt.Errorf("%w: the backup is cut short or damaged", ErrNotNotebook)
		}
		known := h.Name == headerFile || h.Name == storeFile || backupBlob.MatchString(h.Name)
		if h.Typeflag != tar.TypeReg || !known || seen[h.Name] || header == nil && h.Name != headerFile {
			return nil, fmt.Errorf("%w: the file is no backup", ErrNotNotebook)
		}
		seen[h.Name] = true
		in := &intake{ctx: ctx, src: t}
		if h.Name == headerFile {
			b, err := io.ReadAll(io.LimitReader(in, seal.MaxHeader+1))
			if err != nil {
				return nil, err
			}
			if header, err = seal.Parse(b); err != nil {
				return nil, fmt.Errorf("%w: %w", ErrDamaged, err)
			}
			continue
		}
		to := filepath.Join(dir, filepath.FromSlash(h.Name))
		if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
			return nil, err
		}
		err = replaceFile(to, func(w io.Writer) error { _, err := io.Copy(w, in); return err })
		if errors.Is(err, io.ErrUnexpectedEOF) {
			return nil, fmt.Errorf("%w: the backup is cut short", ErrNotNotebook)
		}
		if err != nil {
			return nil, err
		}
	}
}
