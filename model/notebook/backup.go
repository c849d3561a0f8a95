package notebook

import (
	"archive/tar"
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"time"

	"github.com/fxamacker/cbor/v2"

	"plumbline/model/seal"
)

// A backup file is a tar archive (POSIX ustar, in the pax form where a file is
// larger than 8 GiB) of the notebook's own files, all sealed as they lie, of one
// moment, in this order:
//
//	notebook.hdr      the header
//	backup.inf        what the backup holds: sealed under the key "bak" for the
//	                  place "b", "backup.inf"; CBOR: 1 moment (ms of Unix time),
//	                  2 number of the last transaction, 3 how many evidence files,
//	                  4 bytes of the store and of all of them
//	notebook.db       the store
//	blobs/xx/…        the evidence files, by name
//
// It can be taken while the notebook is in use: the store is copied at once, and
// evidence files are never changed or removed.

const (
	infoFile   = "backup.inf"
	infoBucket = 'b'
)

// backupInfo is the content of backup.inf.
type backupInfo struct {
	At    int64  `cbor:"1,keyasint"`
	Txn   uint64 `cbor:"2,keyasint"`
	Files int    `cbor:"3,keyasint"`
	Bytes int64  `cbor:"4,keyasint"`
}

// Backup writes a backup file at path, which must not exist, evidence included.
// The copy of the records is read whole, and the file is read back and compared,
// before it counts; other work goes on meanwhile. After an error or when ctx
// ends nothing is left. progress hears bytes: each counts when it is written and when
// it is read back, those of the records twice, for their copy and for the file. It may
// be nil. What Backups lists is brought up to date.
func (n *Notebook) Backup(ctx context.Context, path string, progress func(done, total int)) error {
	at := n.now()
	if err := n.backup(ctx, path, at, progress); err != nil {
		return fmt.Errorf("back up: %w", sorted(err))
	}
	if n.readOnly {
		return nil
	}
	if err := n.noteBackup(path, at); err != nil {
		return fmt.Errorf("note the backup: %w", err)
	}
	return nil
}

func (n *Notebook) backup(ctx context.Context, to string, at time.Time, progress func(done, total int)) error {
	keys, err := n.borrowKeys()
	if err != nil {
		return err
	}
	defer keys.Wipe()
	if _, err := os.Lstat(to); err == nil {
		return fs.ErrExist
	}
	inner := n.besides(to)
	defer os.Remove(inner)
	b := backing{ctx: ctx, n: n}
	if err := b.foresee(progress); err != nil {
		return err
	}
	if err := n.copyStore(ctx, inner, keys, func(done, _ int) { b.said(int64(done)) }); err != nil {
		return err
	}
	b.files = []backed{{name: storeFile, path: inner}}
	if err := b.list(); err != nil { // after the store: what that names is there
		return err
	}
	header := n.headerNow().Bytes()
	info, err := b.info(keys, at)
	if err != nil {
		return err
	}
	b.done = 2 * b.files[0].size // the copy
	return ReplaceFile(to, func(w io.Writer) error {
		b.w = tar.NewWriter(w)
		if err := errors.Join(b.bytes(headerFile, header, at), b.bytes(infoFile, info, at)); err != nil {
			return err
		}
		for i := range b.files {
			if err := b.add(&b.files[i]); err != nil {
				return err
			}
		}
		if err := b.w.Close(); err != nil {
			return err
		}
		return b.compare(to+partSuffix, header, info)
	})
}

// besides is where the copy of the store lies until it is packed: in the folder
// that is emptied when the notebook is opened, or, where the notebook can only
// be read, beside the backup.
func (n *Notebook) besides(to string) string {
	if n.readOnly {
		return to + ".store"
	}
	return filepath.Join(n.dir, tempFolder, "backup-"+rand.Text())
}

// backing is a backup that is being written.
type backing struct {
	ctx   context.Context
	n     *Notebook
	w     *tar.Writer
	files []backed
	bytesOf,
	done int64
	said func(done int64)
}

// backed is one file of a backup.
type backed struct {
	name, path string
	size       int64
	sum        [sha256.Size]byte // of what was written
}

// list adds the evidence files, and the sizes of all.
func (b *backing) list() error {
	blobs, err := b.n.blobFiles()
	if err != nil {
		return err
	}
	for _, x := range blobs {
		b.files = append(b.files, backed{name: path.Join(blobFolder, x[:2], x), path: b.n.blobPath(x)})
	}
	for i := range b.files {
		f := &b.files[i]
		info, err := os.Stat(f.path)
		if errors.Is(err, fs.ErrNotExist) { // named, and not moved to its place yet
			f.path = b.n.tempPath(filepath.Base(f.path))
			info, err = os.Stat(f.path)
		}
		if err != nil {
			return err
		}
		f.size = info.Size()
		b.bytesOf += f.size
	}
	return nil
}

func (b *backing) info(keys *seal.Keys, at time.Time) ([]byte, error) {
	b.n.writing.Lock()
	txn := b.n.store.head.txn
	b.n.writing.Unlock()
	plain, err := cbor.Marshal(backupInfo{at.UnixMilli(), txn, len(b.files) - 1, b.bytesOf})
	if err != nil {
		return nil, err
	}
	return keys.Box(seal.Backups, b.n.random).Seal(infoBucket, []byte(infoFile), plain)
}

// tell makes progress heard.
// foresee sums up what is to be done, for progress.
func (b *backing) foresee(progress func(done, total int)) error {
	blobs, err := b.n.blobFiles()
	if err != nil {
		return err
	}
	store, err := b.n.store.length()
	if err != nil {
		return err
	}
	all := int64(2 * store)
	for _, x := range blobs {
		if info, err := os.Stat(b.n.blobPath(x)); err == nil { // else it is in no place yet
			all += info.Size()
		}
	}
	b.said = func(done int64) {
		if progress != nil {
			progress(int(min(done, 2*all)), int(2*all))
		}
	}
	return nil
}

func (b *backing) bytes(name string, content []byte, at time.Time) error {
	h := &tar.Header{Name: name, Mode: 0o600, Size: int64(len(content)), ModTime: at.Truncate(time.Second), Format: tar.FormatUSTAR}
	if err := b.w.WriteHeader(h); err != nil {
		return err
	}
	_, err := b.w.Write(content)
	return err
}

// reader follows a file while it is read.
func (b *backing) reader(f *backed, src io.Reader) *intake {
	from := b.done
	b.done += f.size
	return &intake{ctx: b.ctx, src: src, sum: sha256.New(), progress: func(n int64) { b.said(from + n) }}
}

func (b *backing) add(f *backed) error {
	src, err := os.Open(f.path)
	if errors.Is(err, fs.ErrNotExist) { // moved to its place since
		src, err = os.Open(b.n.blobPath(filepath.Base(f.path)))
	}
	if err != nil {
		return err
	}
	defer src.Close()
	if err := b.w.WriteHeader(&tar.Header{Name: f.name, Mode: 0o600, Size: f.size}); err != nil {
		return err
	}
	in := b.reader(f, src)
	if _, err = io.Copy(b.w, in); err == nil {
		f.sum = [sha256.Size]byte(in.sum.Sum(nil))
	}
	return err
}

// errCompared means that the disk gave back other bytes than it was given.
var errCompared = errors.New("the backup reads back other than it was written: the disk is not to be trusted")

// compare reads the written file back.
func (b *backing) compare(path string, small ...[]byte) error {
	src, err := os.Open(path)
	if err != nil {
		return err
	}
	defer src.Close()
	t := tar.NewReader(src)
	for _, want := range small {
		if _, err := t.Next(); err != nil {
			return errors.Join(errCompared, err)
		}
		if got, err := io.ReadAll(t); err != nil || !bytes.Equal(got, want) {
			return errors.Join(errCompared, err)
		}
	}
	for i := range b.files {
		f := &b.files[i]
		h, err := t.Next()
		if err != nil || h.Name != f.name {
			return errors.Join(errCompared, err)
		}
		in := b.reader(f, t)
		if _, err := io.Copy(io.Discard, in); err != nil {
			return err
		}
		if f.sum != [sha256.Size]byte(in.sum.Sum(nil)) {
			return errCompared
		}
	}
	if _, err := t.Next(); !errors.Is(err, io.EOF) {
		return errors.Join(errCompared, err)
	}
	return nil
}

// blobFiles lists the names of the evidence files that lie in their place, or
// are named by a record and on the way there.
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
	waiting, err := os.ReadDir(filepath.Join(n.dir, tempFolder))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	for _, x := range waiting {
		if blobName.MatchString(x.Name()) && n.isNamed(x.Name()) {
			names = append(names, x.Name())
		}
	}
	slices.Sort(names)
	return slices.Compact(names), nil
}

// isNamed says whether a record names an evidence file.
func (n *Notebook) isNamed(blob string) bool {
	n.mu.RLock()
	defer n.mu.RUnlock()
	for sha := range n.book.blobs {
		if slices.Contains(n.book.namesOf(sha), blob) {
			return true
		}
	}
	return false
}

// A BackupNote says that a backup was written. It is kept, sealed, in the
// notebook that it is of, so that people know what to look for, and what stays
// behind when the notebook is erased.
type BackupNote struct {
	At   time.Time `json:"at"`   // UTC
	Path string    `json:"path"` // where it was written; it may have been moved since
}

const (
	backupsSetting = "backups"
	keptNotes      = 20
)

// Backups lists the backups that were written, the newest first.
func (n *Notebook) Backups() ([]BackupNote, error) {
	b, err := n.Setting(backupsSetting)
	if errors.Is(err, ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var notes []BackupNote
	if err := json.Unmarshal(b, &notes); err != nil {
		return nil, fmt.Errorf("list backups: %w", err)
	}
	return notes, nil
}

func (n *Notebook) noteBackup(path string, at time.Time) error {
	if abs, err := filepath.Abs(path); err == nil {
		path = abs
	}
	notes, err := n.Backups()
	if err != nil {
		return err
	}
	notes = slices.Insert(notes, 0, BackupNote{at.UTC(), path})
	b, err := json.Marshal(notes[:min(len(notes), keptNotes)])
	if err != nil {
		return err
	}
	return n.SetSetting(backupsSetting, b)
}
