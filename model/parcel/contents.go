package parcel

import (
	"crypto/sha256"
	"errors"
	"io"
	"iter"
	"maps"
	"slices"

	"plumbline/model"
)

func (f frame) span(number int32) span {
	return span{f.at, int32(len(f.payload)), number, sha256.Sum256(f.payload)}
}

// Header is what the parcel says of itself. Nothing of the sender's card is
// proven but the key.
func (r *Reader) Header() Header { return r.header }

// Counts says how much is in the parcel.
func (r *Reader) Counts() Counts { return r.counts }

// Digest names the parcel: SHA-256 of all that its sender signed.
func (r *Reader) Digest() [32]byte { return r.digest }

// Outside gives the ancestors that the parcel counts on without bringing them,
// each with the record that it must belong to.
func (r *Reader) Outside() iter.Seq2[model.RevID, model.ID] { return maps.All(r.outside) }

// Manifests gives the author manifests, as they are to be kept.
func (r *Reader) Manifests() iter.Seq2[*Manifest, error] {
	return func(yield func(*Manifest, error) bool) {
		var buf []byte
		for _, s := range r.manifests {
			var err error
			if buf, err = r.again(s, buf); err != nil {
				yield(nil, err)
				return
			}
			m, err := ParseManifest(buf)
			if !yield(m, err) || err != nil {
				return
			}
		}
	}
}

// Revisions gives the revisions in their order: parents first, so that one may
// stop after any of them. An error is the last thing it gives.
func (r *Reader) Revisions() iter.Seq2[Item, error] {
	return func(yield func(Item, error) bool) {
		if r.small {
			for _, it := range r.kept {
				if !yield(it, nil) {
					return
				}
			}
			return
		}
		if err := r.batch(yield); err != nil && !errors.Is(err, errStop) {
			yield(Item{}, err)
		}
	}
}

var errStop = errors.New("stopped")

// batch reads the batches again, the second pass.
func (r *Reader) batch(yield func(Item, error) bool) error {
	u, err := newUnpacker(r.limits.bytes)
	if err != nil {
		return err
	}
	defer u.close()
	var buf []byte
	for _, s := range r.batches {
		if buf, err = r.again(s, buf); err != nil {
			return err
		}
		items, err := u.unpack(buf)
		if err != nil {
			return err
		}
		for _, b := range items {
			rev, rec, err := revision(b)
			if err != nil {
				return err
			}
			if it, _ := r.item(b, rev, rec); !yield(it, nil) {
				return errStop
			}
		}
	}
	return nil
}

// again reads a frame that was checked before. A file that changed meanwhile is
// Altered.
func (r *Reader) again(s span, buf []byte) ([]byte, error) {
	buf = slices.Grow(buf[:0], int(s.n))[:s.n]
	if n, err := r.plain.ReadAt(buf, s.at); n < len(buf) {
		return buf, changed(err)
	}
	if sha256.Sum256(buf) != s.sum {
		return buf, refuse(Altered)
	}
	return buf, nil
}

// changed keeps an error of the disk and calls an early end what it is.
func changed(err error) error {
	if err == nil || err == io.EOF {
		return refuse(Altered)
	}
	return opened(err)
}

// Attachments lists the files in the parcel.
func (r *Reader) Attachments() []Attachment { return slices.Clone(r.attachments) }

// File reads an attachment of this parcel. At its end the hash was checked once
// more; before io.EOF nothing that was read may be used.
func (r *Reader) File(a Attachment) io.Reader {
	return &fileReader{file: newFile(a), frames: newFrameReader(io.NewSectionReader(r.plain, a.at, r.size-a.at))}
}

type fileReader struct {
	file   *file
	frames *frameReader
	rest   []byte
	err    error
}

// Read gives content.
func (f *fileReader) Read(p []byte) (int, error) {
	for len(f.rest) == 0 {
		if f.err == nil {
			f.err = f.more()
		}
		if f.err != nil {
			return 0, f.err
		}
	}
	n := copy(p, f.rest)
	f.rest = f.rest[n:]
	return n, nil
}

func (f *fileReader) more() error {
	if f.file.done == f.file.of.Size {
		if f.file.end() != nil {
			return refuse(Altered)
		}
		return io.EOF
	}
	block, err := f.frames.next(nil)
	if err != nil {
		return err
	}
	if block.kind != frameBlock || f.file.block(block.payload) != nil {
		return refuse(Altered)
	}
	f.rest = block.payload
	return nil
}
