package seal

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"filippo.io/age"
)

// workFactor is the binary logarithm of scrypt's N for a parcel's passphrase: a
// guess costs 256 MiB and about a second. More is not accepted when reading, or
// a stranger's file could stop the machine.
const workFactor = 18

// MaxRecipients is how many members one parcel may be closed for.
const MaxRecipients = 256

// Recipients are who may open a parcel: members, each by a lock, or whoever
// knows a passphrase. The zero Recipients is nobody and closes nothing.
type Recipients struct {
	locks []Lock
	pass  Secret
	work  int
}

// ForMembers closes for the owners of the locks.
func ForMembers(locks ...Lock) Recipients { return Recipients{locks: slices.Clone(locks)} }

// ForPassphrase closes for whoever knows the passphrase, as Passphrase gave it.
func ForPassphrase(pass Secret) Recipients { return Recipients{pass: pass, work: workFactor} }

// Close starts a file that only the recipients open: age v1. Nothing of it is
// worth anything until the writer was closed without an error. Hybrid and X25519
// locks do not mix in one file: ErrMixed. A passphrase takes about a second; when
// ctx ends meanwhile, it returns at once with its error and nothing was written.
func (to Recipients) Close(ctx context.Context, w io.Writer) (io.WriteCloser, error) {
	if len(to.pass) > 0 && len(to.locks) > 0 || len(to.locks) > MaxRecipients {
		return nil, ErrIdentity
	}
	if len(to.pass) == 0 {
		if to.mixed() {
			return nil, ErrMixed
		}
		return Close(w, to.locks...)
	}
	r, err := age.NewScryptRecipient(string(to.pass))
	if err != nil {
		return nil, ErrPassphrase
	}
	r.SetWorkFactor(to.work)
	out, err := encrypt(ctx, w, r)
	if err != nil {
		return nil, fmt.Errorf("close under a passphrase: %w", err)
	}
	return out, nil
}

// encrypt is age's, which derives a key first. It runs as a derivation does
// (turn.go), and what it writes meanwhile is kept back: after a stop nobody waits
// for it, and w may be gone.
func encrypt(ctx context.Context, w io.Writer, to age.Recipient) (io.WriteCloser, error) {
	if err := takeTurn(ctx); err != nil {
		return nil, err
	}
	type result struct {
		out io.WriteCloser
		err error
	}
	var first bytes.Buffer
	held := &holding{to: &first}
	made := make(chan result, 1)
	go func() {
		defer func() { <-turn }()
		out, err := age.Encrypt(held, to)
		made <- result{out, err}
	}()
	select {
	case r := <-made:
		if r.err != nil {
			return nil, r.err
		}
		held.to = w
		_, err := w.Write(first.Bytes())
		return r.out, err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// holding is a writer whose end is changed once.
type holding struct{ to io.Writer }

func (h *holding) Write(p []byte) (int, error) { return h.to.Write(p) }

func (to Recipients) mixed() bool {
	hybrid := 0
	for _, l := range to.locks {
		if _, ok := l.recipient.(*age.HybridRecipient); ok {
			hybrid++
		}
	}
	return hybrid != 0 && hybrid != len(to.locks)
}

// Marks name the recipients inside what they are sent, sorted, without giving
// their locks away: SHA-256 over "plumbline/recipient/v1", the parcel's id and
// the lock as text. A passphrase belongs to no person; its text here is the word
// "passphrase".
func (to Recipients) Marks(parcel [IDSize]byte) [][32]byte {
	var marks [][32]byte
	for _, l := range to.locks {
		marks = append(marks, mark(parcel, l.text))
	}
	if len(to.pass) > 0 {
		marks = append(marks, mark(parcel, "passphrase"))
	}
	slices.SortFunc(marks, func(a, b [32]byte) int { return bytes.Compare(a[:], b[:]) })
	return slices.Compact(marks)
}

func mark(parcel [IDSize]byte, text string) [32]byte {
	return sha256.Sum256([]byte("plumbline/recipient/v1\x00" + string(parcel[:]) + text))
}

// Opener opens what was closed for Recipients. The zero Opener opens nothing.
type Opener struct {
	keys []*Key
	pass Secret
	ctx  context.Context // of the derivation; nil for one that nobody stops
}

// ByKeys opens with a member's keys.
func ByKeys(keys ...*Key) Opener { return Opener{keys: slices.Clone(keys)} }

// ByPassphrase opens with a passphrase, as Passphrase gave it.
func ByPassphrase(pass Secret) Opener { return Opener{pass: pass} }

// Until is an Opener whose derivation ends for the caller when ctx ends: Open returns
// its error then at once, as the other derivations do (turn.go).
func (o Opener) Until(ctx context.Context) Opener {
	o.ctx = ctx
	return o
}

// Open gives the content of a closed file and its length. The last chunk is
// opened at once, the others when they are read; a failed one gives
// ErrEnvelope. The errors: ErrSealed when it is not closed for these keys,
// ErrWrongPassphrase, ErrKDF when its passphrase would cost too much,
// ErrEnvelope when it is no such file, cut or damaged. A passphrase takes about a
// second, and the turn of a derivation.
func (o Opener) Open(src io.ReaderAt, size int64) (io.ReaderAt, int64, error) {
	var ids []age.Identity
	for _, k := range o.keys {
		ids = append(ids, k.identity)
	}
	locked, work := passphraseLock(src)
	switch {
	case locked && len(o.pass) == 0, !locked && len(ids) == 0:
		return nil, 0, ErrSealed
	case locked && work > workFactor:
		return nil, 0, ErrKDF
	case locked:
		id, err := age.NewScryptIdentity(string(o.pass))
		if err != nil {
			return nil, 0, ErrPassphrase
		}
		id.SetMaxWorkFactor(workFactor)
		ids = []age.Identity{turned{o.until(), id}}
	}
	plain, n, err := age.DecryptReaderAt(src, size, ids...)
	var none *age.NoIdentityMatchError
	switch {
	case err != nil && locked && errors.Is(err, o.until().Err()):
		return nil, 0, fmt.Errorf("open under a passphrase: %w", o.until().Err())
	case errors.As(err, &none) && locked:
		return nil, 0, ErrWrongPassphrase
	case errors.As(err, &none):
		return nil, 0, ErrSealed
	case err != nil:
		return nil, 0, ErrEnvelope
	}
	return content{plain}, n, nil
}

func (o Opener) until() context.Context {
	if o.ctx == nil {
		return context.Background()
	}
	return o.ctx
}

// turned is an identity that derives a key: in its turn, and not for a caller who left.
type turned struct {
	ctx context.Context
	by  age.Identity
}

// Unwrap is for age.
func (t turned) Unwrap(stanzas []*age.Stanza) ([]byte, error) {
	if err := takeTurn(t.ctx); err != nil {
		return nil, err
	}
	return inTurn(t.ctx, func() (Secret, error) { return t.by.Unwrap(stanzas) })
}

// Among says whether one of the marks is the opener's own.
func (o Opener) Among(marks [][32]byte, parcel [IDSize]byte) bool {
	if len(o.pass) > 0 && slices.Contains(marks, mark(parcel, "passphrase")) {
		return true
	}
	return slices.ContainsFunc(o.keys, func(k *Key) bool { return slices.Contains(marks, mark(parcel, k.lock.text)) })
}

// content keeps a stranger's bytes out of errors.
type content struct{ plain io.ReaderAt }

func (c content) ReadAt(p []byte, off int64) (int, error) {
	n, err := c.plain.ReadAt(p, off)
	if err != nil && err != io.EOF {
		err = ErrEnvelope
	}
	return n, err
}

// NeedsPassphrase says whether a file was closed under a passphrase, not for
// members. It reads only the beginning.
func NeedsPassphrase(src io.ReaderAt) bool {
	locked, _ := passphraseLock(src)
	return locked
}

// IsEnvelope says whether a file begins as one that was closed for members or
// under a passphrase does.
func IsEnvelope(src io.ReaderAt) bool {
	intro := make([]byte, len(envelopeIntro))
	n, _ := src.ReadAt(intro, 0)
	return string(intro[:n]) == envelopeIntro
}

// envelopeIntro is the first line of an age file.
const envelopeIntro = "age-encryption.org/v1\n"

// passphraseLock reads the first lines of an age file. A passphrase is the
// only recipient that it has (age refuses another beside it).
func passphraseLock(src io.ReaderAt) (locked bool, work int) {
	r := bufio.NewReader(io.NewSectionReader(src, 0, 256))
	intro, _ := r.ReadString('\n')
	stanza, _ := r.ReadString('\n')
	f := strings.Fields(stanza)
	if intro != envelopeIntro || len(f) < 2 || f[0] != "->" || f[1] != "scrypt" {
		return false, 0
	}
	if len(f) == 4 {
		work, _ = strconv.Atoi(f[3])
	}
	return true, work
}

// Padme gives the length to which n bytes are padded so that it says little
// (Nikitin and others, PoPETs 2019): at most 12 % more.
func Padme(n int64) int64 { return padme(n) }
