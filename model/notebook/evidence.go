package notebook

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"

	"plumbline/model"
	"plumbline/model/seal"
)

// An evidence file lies sealed under blobs/, named by 16 random bytes: its
// original bytes untouched, their SHA-256 in the record. It comes in like this:
//
//  1. sealed into tmp/ under its name, hashed on the way, synced;
//  2. read back and compared with the hash;
//  3. the revision that names it written: from here on it counts;
//  4. moved to blobs/.
//
// A stop before 3 leaves a file in tmp/ that nothing names: it is swept on the
// next open. A stop after 3 leaves one that is named: the next open moves it.
// No file under blobs/ is ever deleted, so that an older notebook put back from
// a backup finds its evidence, and a newer one put back after it too.

// AttachOptions says more about a piece of evidence.
type AttachOptions struct {
	// Evidence fills the record: title, kind, captured, address, marks and so
	// on. What the file itself tells (name, size, hash, media type, place) and
	// the record it belongs to are set by Attach.
	Evidence model.Evidence
	// MaxSize refuses a larger file with ErrTooLarge; 0: no limit.
	MaxSize int64
	// Progress hears how many bytes are sealed.
	Progress func(done int64)
}

var blobName = regexp.MustCompile(`^[0-9a-f]{32}$`)

func (n *Notebook) blobPath(blob string) string {
	return filepath.Join(n.dir, blobFolder, blob[:2], blob)
}

func (n *Notebook) tempPath(blob string) string { return filepath.Join(n.dir, tempFolder, blob) }

// Attach takes in a file as evidence of a record and gives the view of its own
// record. It reads src once to its end in bounded memory; when src fails, ctx
// ends or the disk is full, nothing is left of it. A file that is here already,
// by its hash, is not stored twice.
func (n *Notebook) Attach(ctx context.Context, to model.ID, name string, src io.Reader, o AttachOptions) (model.View, error) {
	e := o.Evidence
	e.Common.ID, e.Ref = model.ID{}, ""
	e.Of = to
	e.OriginalName = cleanName(name)
	if err := n.canAttach(&e); err != nil {
		return model.View{}, fmt.Errorf("attach: %w", err)
	}
	blob, err := n.takeIn(ctx, &e, name, src, o)
	if err != nil {
		return model.View{}, fmt.Errorf("attach: %w", sorted(err))
	}
	if _, durable, err := n.recordAll([]Change{{Next: &e}}); err != nil {
		if blob != "" && !durable {
			os.Remove(n.tempPath(blob))
		}
		return model.View{}, fmt.Errorf("attach: %w", err)
	}
	if blob != "" {
		if err := n.settle(blob); err != nil {
			return model.View{}, fmt.Errorf("attach: %w", sorted(err))
		}
	}
	return n.View(e.ID)
}

// canAttach checks what can be checked before the file is read, and gives the
// evidence the confidentiality of its record where it has none.
func (n *Notebook) canAttach(e *model.Evidence) error {
	if n.readOnly {
		return ErrReadOnly
	}
	v, err := n.View(e.Of)
	if err != nil {
		return err
	}
	if e.Confidentiality == "" {
		e.Confidentiality = model.DefaultConfidentiality(model.KindEvidence)
		if c := v.Record.Base().Confidentiality; c.Rank() > e.Confidentiality.Rank() {
			e.Confidentiality = c
		}
	}
	if e.CopyKind == "" {
		e.CopyKind = model.CopyOriginal
	}
	if e.OriginalName == "" && e.Title.IsZero() {
		e.OriginalName = "file"
	}
	return e.Check(n.Known())
}

// takeIn seals the file into the temporary folder and fills in what it tells.
// The name of the file is "" when the same bytes are stored already.
func (n *Notebook) takeIn(ctx context.Context, e *model.Evidence, name string, src io.Reader, o AttachOptions) (blob string, err error) {
	raw := make([]byte, 16)
	if _, err := io.ReadFull(n.random, raw); err != nil {
		return "", fmt.Errorf("name a file: %w", err)
	}
	blob = hex.EncodeToString(raw)
	path := n.tempPath(blob)
	in := &intake{ctx: ctx, src: src, sum: sha256.New(), limit: o.MaxSize, progress: o.Progress}
	defer func() {
		if err != nil || blob == "" {
			os.Remove(path)
		}
	}()
	if err := n.sealFile(path, raw, in); err != nil {
		return "", err
	}
	sum := in.sum.Sum(nil)
	e.Size, e.SHA256, e.MediaType = in.size, hex.EncodeToString(sum), mediaType(in.head, name)
	if old := n.stored(e.SHA256); old != "" {
		e.Blob = old
		return "", nil
	}
	e.Blob = blob
	return blob, n.readBack(ctx, path, raw, sum)
}

// sealFile writes the sealed file and makes it durable.
func (n *Notebook) sealFile(path string, name []byte, in io.Reader) error {
	keys, err := n.borrowKeys()
	if err != nil {
		return err
	}
	defer keys.Wipe()
	return sealFile(path, keys, name, in, n.random)
}

// sealFile writes a sealed file under keys and makes it durable.
func sealFile(path string, keys *seal.Keys, name []byte, in, random io.Reader) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	defer f.Close()
	w, err := keys.NewWriter(f, name, random)
	if err != nil {
		return err
	}
	if _, err := io.Copy(w, in); err != nil {
		return err
	}
	if err := w.Close(); err != nil {
		return err
	}
	if err := f.Sync(); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(path))
}

// readBack opens what was just sealed and compares it: failing memory or a
// failing disk is found while the original is still at hand.
func (n *Notebook) readBack(ctx context.Context, path string, name, sum []byte) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	got := sha256.New()
	if err := n.openBlob(ctx, f, name, got); err != nil {
		return err
	}
	if !bytes.Equal(got.Sum(nil), sum) {
		return seal.ErrMemory
	}
	return nil
}

func (n *Notebook) openBlob(ctx context.Context, f io.Reader, name []byte, to io.Writer) error {
	keys, err := n.borrowKeys()
	if err != nil {
		return err
	}
	defer keys.Wipe()
	r, err := keys.NewReader(f, name)
	if err != nil {
		return err
	}
	_, err = io.Copy(to, &intake{ctx: ctx, src: r})
	return err
}

// stored gives where the bytes of a hash lie, when they lie there.
func (n *Notebook) stored(sha string) string {
	n.mu.RLock()
	names := n.book.namesOf(sha)
	n.mu.RUnlock()
	for _, blob := range names {
		if !blobName.MatchString(blob) {
			continue
		}
		if _, err := os.Stat(n.blobPath(blob)); err == nil {
			return blob
		}
	}
	return ""
}

// settle moves a named file from the temporary folder to its place.
func (n *Notebook) settle(blob string) error {
	to := n.blobPath(blob)
	if err := os.Mkdir(filepath.Dir(to), 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	if err := os.Rename(n.tempPath(blob), to); err != nil {
		return err
	}
	return errors.Join(syncFolder(filepath.Dir(to)), syncFolder(filepath.Join(n.dir, blobFolder)))
}

// intake counts, hashes and bounds what is read, and ends with its context.
type intake struct {
	ctx      context.Context
	src      io.Reader
	sum      hash.Hash
	head     []byte
	size     int64
	limit    int64
	progress func(int64)
}

const headBytes = 4096

func (in *intake) Read(p []byte) (int, error) {
	if err := in.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := in.src.Read(p)
	in.size += int64(n)
	if in.limit > 0 && in.size > in.limit {
		return 0, ErrTooLarge
	}
	if in.sum != nil {
		in.sum.Write(p[:n])
		in.head = append(in.head, p[:min(n, headBytes-len(in.head))]...)
	}
	if in.progress != nil {
		in.progress(in.size)
	}
	return n, err
}

// Extract writes the original bytes of a piece of evidence to w and verifies
// their hash. What was written is worth nothing unless nil is returned.
// ErrNotFound, ErrNoFile, ErrDamaged.
func (n *Notebook) Extract(ctx context.Context, evidence model.ID, w io.Writer) error {
	v, err := n.View(evidence)
	if err != nil {
		return fmt.Errorf("extract: %w", err)
	}
	e, ok := v.Record.(*model.Evidence)
	if !ok {
		return fmt.Errorf("extract: %w: it is no evidence", ErrNotFound)
	}
	if err := n.extract(ctx, e, w); err != nil {
		return fmt.Errorf("extract: %w", err)
	}
	return nil
}

func (n *Notebook) extract(ctx context.Context, e *model.Evidence, w io.Writer) error {
	if !blobName.MatchString(e.Blob) {
		return ErrNoFile
	}
	name, err := hex.DecodeString(e.Blob)
	if err != nil {
		return ErrNoFile
	}
	f, err := os.Open(n.blobPath(e.Blob))
	if errors.Is(err, fs.ErrNotExist) { // opened for reading only, a file may still wait to be moved
		f, err = os.Open(n.tempPath(e.Blob))
	}
	if stored := n.stored(e.SHA256); errors.Is(err, fs.ErrNotExist) && stored != "" { // the same bytes under another name
		if name, err = hex.DecodeString(stored); err == nil {
			f, err = os.Open(n.blobPath(stored))
		}
	}
	if errors.Is(err, fs.ErrNotExist) {
		return ErrNoFile
	}
	if err != nil {
		return err
	}
	defer f.Close()
	sum := sha256.New()
	err = n.openBlob(ctx, f, name, io.MultiWriter(sum, w))
	if errors.Is(err, seal.ErrStream) {
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	if err != nil {
		return err
	}
	if e.SHA256 != hex.EncodeToString(sum.Sum(nil)) {
		return fmt.Errorf("%w: the file is not the one that was taken in", ErrDamaged)
	}
	return nil
}

// tidy empties the temporary folder: a file that a record names is moved to its
// place, all else is swept. It makes the folders that a copy by hand left out.
func (n *Notebook) tidy() error {
	if err := makeFolders(n.dir); err != nil {
		return sorted(err)
	}
	list, err := os.ReadDir(filepath.Join(n.dir, tempFolder))
	if err != nil || len(list) == 0 {
		return sorted(err)
	}
	named := map[string]bool{}
	for sha := range n.book.blobs {
		for _, blob := range n.book.namesOf(sha) {
			named[blob] = true
		}
	}
	for _, e := range list {
		name := e.Name()
		if named[name] && blobName.MatchString(name) {
			err = n.settle(name)
		} else {
			err = os.RemoveAll(n.tempPath(name))
		}
		if err != nil {
			return fmt.Errorf("empty the temporary folder: %w", sorted(err))
		}
	}
	return nil
}
