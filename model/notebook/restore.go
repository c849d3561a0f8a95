package notebook

import (
	"archive/tar"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"time"

	"github.com/fxamacker/cbor/v2"

	"plumbline/model/seal"
)

// Unlock opens a header: ByPassphrase or ByParts. It returns at once when the
// context ends.
type Unlock func(context.Context, *seal.Header) (*seal.Keys, error)

// ByPassphrase opens with the passphrase.
func ByPassphrase(pass []byte) Unlock {
	return func(ctx context.Context, h *seal.Header) (*seal.Keys, error) { return h.Unlock(ctx, pass) }
}

// ByParts opens with recovery parts, as they are written on paper.
func ByParts(parts []seal.Secret) Unlock {
	return func(_ context.Context, h *seal.Header) (*seal.Keys, error) { return h.Recover(parts) }
}

// RecoveryOfBackup says how many recovery parts open a backup, which is told in
// clear; false when none were made before it. ErrNotNotebook when the file is no
// backup, ErrNewer, ErrDamaged.
func RecoveryOfBackup(path string) (seal.Quorum, bool, error) {
	q, ok, err := recoveryOfBackup(path)
	if err != nil {
		return q, false, fmt.Errorf("look for recovery parts: %w", sorted(err))
	}
	return q, ok, nil
}

func recoveryOfBackup(path string) (seal.Quorum, bool, error) {
	f, err := os.Open(path)
	if err != nil {
		return seal.Quorum{}, false, err
	}
	defer f.Close()
	r := restoring{ctx: context.Background()}
	b, err := r.small(tar.NewReader(f), headerFile)
	if err != nil {
		return seal.Quorum{}, false, err
	}
	h, err := parseHeader(b)
	if err != nil {
		return seal.Quorum{}, false, err
	}
	q, ok := h.Recovery()
	return q, ok, nil
}

// parseHeader reads the header of a backup.
func parseHeader(b []byte) (*seal.Header, error) {
	h, err := seal.Parse(b)
	if err != nil && !errors.Is(err, seal.ErrNewer) {
		err = fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return h, err
}

// Restored says what came back.
type Restored struct {
	At           time.Time // when the backup was taken, UTC
	Plan         string    // code of the plan
	Name         string    // of the member whose notebook it is
	Organisation string
	Report       // what checking it found; only evidence files can be at fault
}

// Restore makes a notebook of a backup file, in a folder that does not exist or
// is empty. It works in a folder beside it, whose name ends in .part, and takes
// the name when everything was read and verified, evidence too: a stop leaves
// the backup as it was and no notebook. An evidence file that was damaged
// already is told in the report and keeps nothing else from coming back.
// ErrNotNotebook when the file is no backup, ErrDamaged, ErrExists, ErrPlace,
// and what unlock says. progress may be nil.
func Restore(ctx context.Context, from, dir string, unlock Unlock, progress func(done, total int)) (Restored, error) {
	if progress == nil {
		progress = func(int, int) {}
	}
	r := restoring{ctx: ctx, dir: dir, part: dir + partSuffix, unlock: unlock, progress: progress}
	err := r.run(from)
	if err != nil {
		return Restored{}, fmt.Errorf("restore: %w", sorted(err))
	}
	return r.got, nil
}

type restoring struct {
	ctx       context.Context
	dir, part string
	unlock    Unlock
	progress  func(done, total int)
	header    *seal.Header
	keys      *seal.Keys
	info      *backupInfo
	digest    [32]byte // of what was verified
	got       Restored
}

func (r *restoring) run(from string) (err error) {
	f, err := os.Open(from)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := checkPlace(r.dir); err != nil {
		return err
	}
	if err := checkEmpty(r.dir); err != nil {
		return err
	}
	if err := clearPart(r.part); err != nil {
		return err
	}
	defer func() {
		if r.keys != nil {
			r.keys.Wipe()
		}
		if err != nil {
			clearPart(r.part)
		}
	}()
	if err := r.unpack(tar.NewReader(f)); err != nil {
		return err
	}
	if err := writeHeaders(r.part, r.header); err != nil {
		return err
	}
	if err := r.verify(); err != nil {
		return err
	}
	return r.name()
}

// restoringMark lies in the temporary folder of a restore that is not done, and
// tells it from a notebook: opening one empties that folder.
const restoringMark = "restoring"

// clearPart takes away what a restore that was cut short has left, and nothing
// else that may lie there.
func clearPart(part string) error {
	if _, err := os.Lstat(filepath.Join(part, tempFolder, restoringMark)); err == nil {
		if err := removeNotebook(part); err != nil {
			return err
		}
	}
	if _, err := os.Lstat(part); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err := checkEmpty(part); err != nil {
		return err
	}
	return os.Remove(part)
}

// removeNotebook removes the files of a notebook and, when it is empty then, its
// folder. One that is not there is no error.
func removeNotebook(dir string) error {
	var faults []error
	for _, name := range []string{headerFile, headerFile2, storeFile, indexFile, blobFolder, backFolder, tempFolder} {
		faults = append(faults, os.RemoveAll(filepath.Join(dir, name)), os.RemoveAll(filepath.Join(dir, name+partSuffix)))
	}
	if err := os.Remove(dir); err != nil && !errors.Is(err, fs.ErrNotExist) {
		if list, e := os.ReadDir(dir); e != nil || len(list) == 0 {
			faults = append(faults, err)
		}
	}
	return errors.Join(faults...)
}

var backupBlob = regexp.MustCompile(`^blobs/[0-9a-f]{2}/[0-9a-f]{32}$`)

// errNoBackup is for what is no backup file.
var errNoBackup = fmt.Errorf("%w: the file is no backup", ErrNotNotebook)

// errCut is for a backup that ends too early, or says another length.
var errCut = fmt.Errorf("%w: the backup is cut short or damaged", ErrNotNotebook)

// unpack writes the files of a backup. Until backup.inf has opened under the
// notebook's own key, nothing is written; it says then how much may come.
func (r *restoring) unpack(t *tar.Reader) error {
	if err := r.open(t); err != nil {
		return err
	}
	if err := makeFolders(r.part); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(r.part, tempFolder, restoringMark), nil, 0o600); err != nil {
		return err
	}
	var bytes int64
	seen := map[string]bool{}
	for {
		h, err := t.Next()
		if errors.Is(err, io.EOF) && seen[storeFile] && len(seen) == r.info.Files+1 && bytes == r.info.Bytes {
			return nil
		}
		if err != nil {
			return errCut
		}
		known := h.Name == storeFile && len(seen) == 0 || seen[storeFile] && backupBlob.MatchString(h.Name)
		if h.Typeflag != tar.TypeReg || !known || seen[h.Name] {
			return errNoBackup
		}
		seen[h.Name] = true
		if h.Size < 0 || h.Size > r.info.Bytes-bytes || len(seen) > r.info.Files+1 {
			return errCut
		}
		before := bytes
		bytes += h.Size
		in := &intake{ctx: r.ctx, src: t, progress: func(n int64) { r.progress(int((before+n)/2), int(r.info.Bytes)) }}
		if err := r.put(h.Name, in); err != nil {
			return err
		}
	}
}

func (r *restoring) put(name string, in *intake) error {
	to := filepath.Join(r.part, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		return err
	}
	err := ReplaceFile(to, func(w io.Writer) error { _, err := io.Copy(w, in); return err })
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return errCut
	}
	return err
}

// open reads the header and backup.inf, and unlocks.
func (r *restoring) open(t *tar.Reader) error {
	b, err := r.small(t, headerFile)
	if err != nil {
		return err
	}
	if r.header, err = parseHeader(b); err != nil {
		return err
	}
	if b, err = r.small(t, infoFile); err != nil {
		return err
	}
	if r.keys, err = r.unlock(r.ctx, r.header); err != nil {
		return err
	}
	plain, err := r.keys.Box(seal.Backups, nil).Open(nil, infoBucket, []byte(infoFile), b)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	r.info = &backupInfo{}
	if err := cbor.Unmarshal(plain, r.info); err != nil || r.info.Files < 0 || r.info.Bytes < 0 {
		return fmt.Errorf("%w: what the backup says of itself cannot be read", ErrDamaged)
	}
	r.got.At = time.UnixMilli(r.info.At).UTC()
	return nil
}

// small reads the next entry, which must be this one and small.
func (r *restoring) small(t *tar.Reader, name string) ([]byte, error) {
	h, err := t.Next()
	if errors.Is(err, io.EOF) {
		return nil, errCut
	}
	if err != nil || h.Name != name || h.Typeflag != tar.TypeReg || h.Size > seal.MaxHeader {
		return nil, errNoBackup
	}
	b, err := io.ReadAll(io.LimitReader(&intake{ctx: r.ctx, src: t}, seal.MaxHeader+1))
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, errCut
	}
	return b, err
}

// verify opens what was unpacked, and reads every evidence file.
func (r *restoring) verify() error {
	o := OpenOptions{ReadOnly: true}
	o.fill()
	n, err := open(r.part, func() (*seal.Header, *seal.Keys, error) { return r.header, r.keys.Clone(), nil }, o)
	if err != nil {
		return err
	}
	defer n.Close()
	half := int(r.info.Bytes) / 2
	r.got.Report, err = n.Check(r.ctx, true, func(done, total int) {
		if total > 0 {
			r.progress(half+int(int64(half)*int64(done)/int64(total)), 2*half)
		}
	})
	if err != nil {
		return err
	}
	for _, f := range r.got.Faults {
		if f.Kind != FaultFile && f.Kind != FaultMissing && f.Kind != FaultLink {
			return fmt.Errorf("%w: %w", ErrDamaged, f.Err)
		}
	}
	me := n.Me()
	r.digest = n.Digest()
	r.got.Plan, r.got.Name, r.got.Organisation = n.Plan().Plan.Code, me.Name, me.Organisation
	return nil
}

// name gives the folder its name, durably.
func (r *restoring) name() error {
	if err := checkEmpty(r.dir); err != nil {
		return err
	}
	if err := os.Remove(r.dir); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	for _, inner := range []string{r.part, filepath.Join(r.part, blobFolder)} {
		if err := syncFolder(inner); err != nil {
			return err
		}
	}
	if err := os.Rename(r.part, r.dir); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(r.dir))
}
