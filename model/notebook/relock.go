package notebook

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"plumbline/model/seal"
)

// A new passphrase, and new recovery parts, change the header alone: the master
// key stays, closed anew. Both copies are replaced one after the other, each
// whole or not at all, so that a stop at any moment leaves a notebook that opens
// with what opened it before, or with what opens it now, and mostly with both
// until it is opened next. The headers beside the kept snapshots follow, so that
// what no longer opens the notebook does not open them either. Backups lie
// elsewhere and keep their header: the old passphrase opens them for ever.

// Opens says whether a passphrase opens the notebook: nil or ErrWrongPassphrase.
// It takes as long as unlocking. When ctx ends it returns at once with its error.
func (n *Notebook) Opens(ctx context.Context, pass []byte) error {
	k, err := n.headerNow().Unlock(ctx, pass)
	if err != nil {
		return err
	}
	k.Wipe()
	return nil
}

// SetPassphrase closes the notebook's key under a new passphrase, durable when it
// returns; recovery parts stay good. The caller asked for the old one (Opens) and
// judged the new one. cost is what a guess costs; the zero Cost measures it for
// about a second. After an error, also that of the context, the old passphrase
// opens the notebook; once both keys are derived nothing is stopped any more.
func (n *Notebook) SetPassphrase(ctx context.Context, pass []byte, cost seal.Cost) error {
	if err := n.setPassphrase(ctx, pass, cost); err != nil {
		return fmt.Errorf("change the passphrase: %w", err)
	}
	return nil
}

func (n *Notebook) setPassphrase(ctx context.Context, pass []byte, cost seal.Cost) (err error) {
	if cost == (seal.Cost{}) {
		if cost, err = seal.Calibrate(ctx, time.Second); err != nil {
			return err
		}
	}
	return n.relock(func(h *seal.Header, k *seal.Keys) (*seal.Header, error) {
		next, err := h.Rewrap(ctx, k, pass, cost, n.random)
		if err != nil {
			return nil, err
		}
		return next, opensAgain(ctx, next, k, ByPassphrase(pass))
	})
}

// MakeRecovery makes recovery parts, in place of any that were made before, and
// gives them as they are written on paper. They are shown once: nothing of them
// is kept. The caller wipes them.
func (n *Notebook) MakeRecovery(q seal.Quorum) ([]seal.Secret, error) {
	var parts []seal.Secret
	err := n.relock(func(h *seal.Header, k *seal.Keys) (next *seal.Header, err error) {
		if next, parts, err = h.WithRecovery(k, q, n.random); err != nil {
			return nil, err
		}
		return next, opensAgain(context.Background(), next, k, ByParts(parts[len(parts)-q.Needed:]))
	})
	if err != nil {
		return nil, fmt.Errorf("make recovery parts: %w", err)
	}
	// When they were made is only for people: the parts hold without it.
	_ = n.noteRecovery(recoveryNote{Made: n.now().UTC()})
	return parts, nil
}

// opensAgain reads the header as it will be read, before it counts.
func opensAgain(ctx context.Context, h *seal.Header, k *seal.Keys, unlock Unlock) error {
	back, err := seal.Parse(h.Bytes())
	if err != nil {
		return err
	}
	got, err := unlock(ctx, back)
	if err != nil {
		return err
	}
	defer got.Wipe()
	if !got.Equal(k) {
		return seal.ErrMemory
	}
	return nil
}

// relock makes a new header and puts it in the place of both copies.
func (n *Notebook) relock(make func(*seal.Header, *seal.Keys) (*seal.Header, error)) error {
	if n.readOnly {
		return ErrReadOnly
	}
	keys, err := n.borrowKeys()
	if err != nil {
		return err
	}
	defer keys.Wipe()
	n.relocking.Lock()
	defer n.relocking.Unlock()
	old := n.headerNow()
	next, err := make(old, keys)
	if err != nil {
		return err
	}
	n.writing.Lock()
	defer n.writing.Unlock()
	if n.isClosed() {
		return ErrClosed
	}
	if err := n.store.inPlace(); err != nil {
		return err
	}
	if err := writeHeaders(n.dir, next); err != nil {
		_ = writeHeaders(n.dir, old) // the copy that was replaced; the other one opens without it
		return err
	}
	n.mu.Lock()
	n.header = next
	n.mu.Unlock()
	return n.relockSnapshots(next)
}

// relockSnapshots puts the header beside every snapshot.
func (n *Notebook) relockSnapshots(h *seal.Header) error {
	names, err := filepath.Glob(filepath.Join(globbed(n.dir), backFolder, "*.hdr"))
	if err != nil {
		return err
	}
	for _, path := range names {
		if err := writeHeader(path, h); err != nil {
			return sorted(err)
		}
	}
	return nil
}

// globbed quotes what Glob would take for a pattern.
func globbed(dir string) string {
	if filepath.Separator == '\\' {
		return dir // there a pattern cannot be quoted, and these are no names of folders
	}
	return strings.NewReplacer(`\`, `\\`, `[`, `\[`, `*`, `\*`, `?`, `\?`).Replace(dir)
}

// Recovery is what is known of the recovery parts of a notebook.
type Recovery struct {
	seal.Quorum
	Made   time.Time // UTC; zero when it is not known
	Handed []int     // numbers of the parts that were said to be handed over, rising
}

type recoveryNote struct {
	Made   time.Time `json:"made"`
	Handed []int     `json:"handed,omitempty"`
}

const recoverySetting = "recovery"

// Recovery says which recovery parts open the notebook; false when none do.
func (n *Notebook) Recovery() (Recovery, bool, error) {
	q, ok := n.headerNow().Recovery()
	if !ok {
		return Recovery{}, false, nil
	}
	r := Recovery{Quorum: q}
	b, err := n.Setting(recoverySetting)
	if err != nil && !errors.Is(err, ErrNotFound) {
		return r, true, err
	}
	var note recoveryNote
	if err == nil && json.Unmarshal(b, &note) == nil {
		r.Made, r.Handed = note.Made, note.Handed
	}
	return r, true, nil
}

// RecoveryOf says how many recovery parts open the notebook in a folder, which is
// told in clear; false when none were made. ErrNotNotebook, ErrNewer, ErrDamaged.
func RecoveryOf(dir string) (seal.Quorum, bool, error) {
	hs, err := readHeaders(dir)
	if err != nil {
		return seal.Quorum{}, false, fmt.Errorf("look for recovery parts: %w", err)
	}
	q, ok := hs.good[0].Recovery()
	return q, ok, nil
}

// HandedOver notes that a part was given to whoever keeps it.
func (n *Notebook) HandedOver(part int) error {
	r, ok, err := n.Recovery()
	if err != nil || !ok || part < 1 || part > r.Given || slices.Contains(r.Handed, part) {
		return err
	}
	r.Handed = append(slices.Clone(r.Handed), part)
	slices.Sort(r.Handed)
	return n.noteRecovery(recoveryNote{r.Made, r.Handed})
}

func (n *Notebook) noteRecovery(r recoveryNote) error {
	b, err := json.Marshal(r)
	if err != nil {
		return err
	}
	return n.SetSetting(recoverySetting, b)
}

// OpenRecovered opens a notebook with recovery parts in place of its passphrase.
// The caller asks for a new passphrase next (SetPassphrase). Besides what Open
// says: seal.ErrPart, ErrParts, ErrNoRecovery, ErrWrongRecovery.
func OpenRecovered(dir string, parts []seal.Secret, options ...OpenOptions) (*Notebook, error) {
	return openWith(dir, ByParts(parts), options)
}

// hasHeader says whether a folder has a copy of a header, whatever is in it.
func hasHeader(dir string) bool {
	for _, name := range []string{headerFile, headerFile2} {
		if _, err := os.Lstat(filepath.Join(dir, name)); err == nil {
			return true
		}
	}
	return false
}
