package notebook

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"plumbline/model/seal"
)

// headers are the two copies of the header, as they were found.
type headers struct {
	dir   string
	good  []*seal.Header // different ones, the first copy first
	whole bool           // both copies are there and the same
}

// readHeaders reads both copies. One that is damaged does no harm while the
// other holds.
func readHeaders(dir string) (*headers, error) {
	h := &headers{dir: dir}
	var raw [][]byte
	var faults []error
	missing := 0
	for _, name := range []string{headerFile, headerFile2} {
		b, err := readSmall(filepath.Join(dir, name))
		if errors.Is(err, fs.ErrNotExist) {
			missing++
			continue
		}
		if err != nil {
			faults = append(faults, err)
			continue
		}
		p, err := seal.Parse(b)
		if err != nil {
			faults = append(faults, err)
			continue
		}
		if len(raw) == 0 || !bytes.Equal(raw[0], b) {
			h.good = append(h.good, p)
		}
		raw = append(raw, b)
	}
	h.whole = len(raw) == 2 && len(h.good) == 1
	if len(h.good) > 0 {
		return h, nil
	}
	return nil, h.none(missing, faults)
}

// none says why no copy of the header can be used.
func (h *headers) none(missing int, faults []error) error {
	for _, err := range faults {
		if errors.Is(err, ErrNewer) {
			return ErrNewer
		}
	}
	for _, err := range faults {
		if !errors.Is(err, seal.ErrHeader) && !errors.Is(err, seal.ErrKDF) {
			return err
		}
	}
	if _, err := os.Stat(filepath.Join(h.dir, storeFile)); missing == 2 && err != nil {
		return ErrNotNotebook
	}
	if len(faults) == 0 {
		return fmt.Errorf("%w: both copies of its header are missing", ErrDamaged)
	}
	return fmt.Errorf("%w: neither copy of its header holds: %w", ErrDamaged, errors.Join(faults...))
}

// readSmall reads a file that may not be larger than a header, and a byte more
// to see that it is.
func readSmall(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, seal.MaxHeader+1))
}

// unlock tries the passphrase on each copy that differs.
func (h *headers) unlock(ctx context.Context, pass []byte) (*seal.Header, *seal.Keys, error) {
	return h.open(ctx, ByPassphrase(pass))
}

// open tries each copy that differs. The error is what the last one was refused
// for, or ErrDamaged for one that was changed.
func (h *headers) open(ctx context.Context, unlock Unlock) (p *seal.Header, k *seal.Keys, err error) {
	var damaged error
	for _, p = range h.good {
		if k, err = unlock(ctx, p); err == nil {
			return p, k, nil
		}
		if ctx.Err() != nil {
			return nil, nil, err
		}
		if errors.Is(err, seal.ErrHeader) {
			damaged = fmt.Errorf("%w: %w", ErrDamaged, err)
		}
	}
	return nil, nil, cmp.Or(damaged, err)
}

// writeHeaders writes both copies, the second first: the first one's place is
// what makes the folder a notebook.
func writeHeaders(dir string, p *seal.Header) error {
	for _, name := range []string{headerFile2, headerFile} {
		if err := writeHeader(filepath.Join(dir, name), p); err != nil {
			return sorted(err)
		}
	}
	return nil
}

func writeHeader(path string, p *seal.Header) error {
	return ReplaceFile(path, func(w io.Writer) error {
		_, err := w.Write(p.Bytes())
		return err
	})
}
