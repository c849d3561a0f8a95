package notebook

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	bolt "go.etcd.io/bbolt"

	"plumbline/model/seal"
)

// Who has copied a notebook and learns its passphrase, once, reads that copy for
// ever: a new passphrase closes the same key anew. Only a fresh key keeps what is
// written from then on, and then everything is sealed again:
//
//  1. every value, under the slot that it had: merges name slots;
//  2. every evidence file, under the name that it had, read back and compared;
//  3. in a folder beside the new one, read whole and compared with the notebook
//     before it gets its name: a stop at any moment leaves no new notebook, and the
//     old one as it was.
//
// Two settings stay behind: recovery parts and backups are of the old key.

// Resealed says what a notebook under a new key holds.
type Resealed struct {
	Report               // what checking it found; only evidence files can be at fault
	Backups []BackupNote // those of the old key, which still read what they hold, the newest first
}

// Reseal copies the notebook, evidence, drafts and all, into a folder that does
// not exist or is empty, under a new key and a new passphrase. The identity of its
// owner stays the same, and so do all records. Writing waits until it is done; the
// old notebook is left as it is, for its owner to erase. cost is what a guess
// costs; the zero Cost measures it for about a second. ErrExists, ErrPlace,
// ErrFull. progress may be nil.
func (n *Notebook) Reseal(ctx context.Context, dir string, pass []byte, cost seal.Cost, progress func(done, total int)) (Resealed, error) {
	if progress == nil {
		progress = func(int, int) {}
	}
	s := resealing{n: n, restoring: restoring{ctx: ctx, dir: dir, part: dir + partSuffix, progress: progress}}
	got, err := s.run(pass, cost)
	if err != nil {
		return Resealed{}, fmt.Errorf("seal under a new key: %w", sorted(err))
	}
	return got, nil
}

type resealing struct {
	restoring
	n    *Notebook
	old  *seal.Keys
	done int // values and files that were sealed
}

func (s *resealing) run(pass []byte, cost seal.Cost) (got Resealed, err error) {
	n := s.n
	if n.readOnly { // edits elsewhere could not be kept out meanwhile
		return got, ErrReadOnly
	}
	if s.old, err = n.borrowKeys(); err != nil {
		return got, err
	}
	defer s.old.Wipe()
	if got.Backups, err = n.Backups(); err != nil {
		return got, err
	}
	if err := s.begin(pass, cost); err != nil {
		return got, err
	}
	defer func() {
		s.keys.Wipe()
		if err != nil {
			clearPart(s.part)
		}
	}()
	n.writing.Lock()
	defer n.writing.Unlock()
	if n.isClosed() {
		return got, ErrClosed
	}
	if err := s.seal(); err != nil {
		return got, err
	}
	if err := s.verify(); err != nil {
		return got, err
	}
	if s.digest != n.Digest() {
		return got, seal.ErrMemory
	}
	got.Report = s.got.Report
	return got, s.name()
}

// begin makes the new key and the folder beside the one that was asked for.
func (s *resealing) begin(pass []byte, cost seal.Cost) (err error) {
	if err := checkPlace(s.dir); err != nil {
		return err
	}
	if err := checkEmpty(s.dir); err != nil {
		return err
	}
	if err := clearPart(s.part); err != nil {
		return err
	}
	if cost == (seal.Cost{}) {
		if cost, err = seal.Calibrate(s.ctx, time.Second); err != nil {
			return err
		}
	}
	if s.header, s.keys, err = seal.New(s.ctx, pass, cost, s.n.random); err != nil {
		return err
	}
	if err = opensAgain(s.ctx, s.header, s.keys, ByPassphrase(pass)); err != nil {
		s.keys.Wipe()
	}
	return err
}

// seal writes the files of the new notebook.
func (s *resealing) seal() error {
	files, err := s.n.blobFiles()
	if err != nil {
		return err
	}
	s.info = &backupInfo{Bytes: 2 * int64(int(s.n.store.head.count)+len(files))}
	if err := makeFolders(s.part); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(s.part, tempFolder, restoringMark), nil, 0o600); err != nil {
		return err
	}
	if err := s.values(); err != nil {
		return err
	}
	for _, blob := range files {
		if err := s.file(blob); err != nil {
			return err
		}
		s.step(1)
	}
	return writeHeaders(s.part, s.header)
}

func (s *resealing) step(n int) {
	s.done += n
	s.progress(s.done, int(s.info.Bytes))
}

// values seals every value again.
func (s *resealing) values() error {
	to, err := createStore(filepath.Join(s.part, storeFile), s.keys.Box(seal.Records, s.n.random), s.keys.Digest(seal.Set))
	if err != nil {
		return err
	}
	next := uint64(0)
	for err == nil {
		if err = s.ctx.Err(); err != nil {
			break
		}
		var slots []uint64
		var some [][]byte
		slots, some, err = s.n.store.from(next, mergeBatch)
		if err != nil || len(slots) == 0 {
			break
		}
		next = slots[len(slots)-1] + 1
		err = to.keep(staying(slots, some))
		s.step(len(slots))
	}
	if err == nil {
		err = to.neverBelow(s.n.store.head.next)
	}
	return errors.Join(err, to.close())
}

// staying leaves out what is of the old key alone.
func staying(slots []uint64, values [][]byte) (keptSlots []uint64, kept [][]byte) {
	for i, v := range values {
		if len(v) > 0 && v[0] == settingEntry {
			if key, _, err := parseLocal(v); err == nil && (key == backupsSetting || key == recoverySetting) {
				continue
			}
		}
		keptSlots, kept = append(keptSlots, slots[i]), append(kept, v)
	}
	return keptSlots, kept
}

// from gives the opened values of the first slots from one on.
func (s *store) from(slot uint64, most int) (slots []uint64, values [][]byte, err error) {
	err = s.use(func() error {
		return s.db.View(func(tx *bolt.Tx) error {
			b := tx.Bucket([]byte(recordBucket))
			if b == nil {
				return fmt.Errorf("%w: no records", ErrDamaged)
			}
			c := b.Cursor()
			for key, sealed := c.Seek(slotKey(slot)); key != nil && len(slots) < most; key, sealed = c.Next() {
				if len(key) != 8 {
					return fmt.Errorf("%w: a foreign key", ErrDamaged)
				}
				v, err := s.box.Open(nil, recordBucket[0], key, sealed)
				if err != nil {
					return fmt.Errorf("%w: %w", ErrDamaged, err)
				}
				slots, values = append(slots, binary.BigEndian.Uint64(key)), append(values, v)
			}
			return nil
		})
	})
	return slots, values, err
}

// keep puts values under slots that they have already, rising and above all that are here.
func (s *store) keep(slots []uint64, values [][]byte) error {
	return s.copying(func(tx *bolt.Tx, h *head) error {
		for i, v := range values {
			h.next = slots[i]
			if _, err := s.change(tx, h, func(int) error { return nil }, [][]byte{v}, nil); err != nil {
				return err
			}
		}
		return nil
	})
}

// neverBelow keeps slots that were used before from being used again.
func (s *store) neverBelow(next uint64) error {
	return s.copying(func(_ *bolt.Tx, h *head) error { h.next = max(h.next, next); return nil })
}

// copying is one transaction of a store that is being made.
func (s *store) copying(f func(tx *bolt.Tx, h *head) error) error {
	next := s.head
	err := s.use(func() error {
		return s.transact(func(tx *bolt.Tx) error {
			if err := f(tx, &next); err != nil {
				return err
			}
			next.txn++
			return s.putHead(tx, next)
		})
	})
	if err != nil {
		return writeError(err)
	}
	s.head = next
	return nil
}

// file seals an evidence file again. One that is damaged already is left out, and
// told as missing.
func (s *resealing) file(blob string) error {
	from, err := os.Open(s.n.blobPath(blob))
	if errors.Is(err, fs.ErrNotExist) {
		from, err = os.Open(s.n.tempPath(blob))
	}
	if err != nil {
		return err
	}
	defer from.Close()
	to := filepath.Join(s.part, blobFolder, blob[:2], blob)
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		return err
	}
	err = s.sealAgain(from, to, blob)
	if errors.Is(err, seal.ErrStream) {
		return os.Remove(to)
	}
	return err
}

func (s *resealing) sealAgain(from io.Reader, to, blob string) error {
	name, err := hex.DecodeString(blob)
	if err != nil {
		return err
	}
	r, err := s.old.NewReader(from, name)
	if err != nil {
		return err
	}
	sum := sha256.New()
	if err := s.write(to, name, &intake{ctx: s.ctx, src: io.TeeReader(r, sum)}); err != nil {
		return err
	}
	return s.compare(to, name, sum)
}

// write makes a sealed file, durable.
func (s *resealing) write(to string, name []byte, from io.Reader) error {
	return sealFile(to, s.keys, name, from, s.n.random)
}

// compare reads a sealed file back.
func (s *resealing) compare(path string, name []byte, want hash.Hash) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	r, err := s.keys.NewReader(f, name)
	if err != nil {
		return err
	}
	got := sha256.New()
	if _, err := io.Copy(got, &intake{ctx: s.ctx, src: r}); err != nil {
		return fmt.Errorf("%w: %w", seal.ErrMemory, err)
	}
	if !bytes.Equal(got.Sum(nil), want.Sum(nil)) {
		return seal.ErrMemory
	}
	return nil
}
