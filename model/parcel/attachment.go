package parcel

import (
	"crypto/sha256"
	"hash"

	"plumbline/model"
)

// Attachment is a file in a parcel.
type Attachment struct {
	ID     [16]byte // as in Evidence.Blob
	Size   int64
	SHA256 [32]byte
	Name   string // for showing only
	at     int64  // of its A frame's end, in the reader
}

type wireAttachment struct {
	ID     [16]byte `cbor:"1,keyasint"`
	Size   uint64   `cbor:"2,keyasint"`
	SHA256 [32]byte `cbor:"3,keyasint"`
	Name   string   `cbor:"4,keyasint,omitempty"`
}

func (a *Attachment) encode() ([]byte, error) {
	return enc.Marshal(wireAttachment{a.ID, uint64(a.Size), a.SHA256, a.Name})
}

func decodeAttachment(b []byte, most int64) (Attachment, error) {
	w, err := decode[wireAttachment](b)
	switch {
	case err != nil:
		return Attachment{}, err
	case w.Size > uint64(most):
		return Attachment{}, refuse(TooLarge)
	case w.Name != "" && model.FileName(w.Name) != w.Name:
		return Attachment{}, refuse(BadName)
	}
	return Attachment{ID: w.ID, Size: int64(w.Size), SHA256: w.SHA256, Name: w.Name}, nil
}

// file follows the blocks of one attachment.
type file struct {
	of   Attachment
	done int64
	sum  hash.Hash
}

func newFile(a Attachment) *file { return &file{of: a, sum: sha256.New()} }

// block takes the next block: 256 KiB, or the rest.
func (f *file) block(b []byte) error {
	if left := f.of.Size - f.done; left <= 0 || int64(len(b)) != min(left, blockSize) {
		return refuse(Malformed)
	}
	f.done += int64(len(b))
	f.sum.Write(b)
	return nil
}

// end checks that the whole file was there; a nil file has nothing to check.
func (f *file) end() error {
	switch {
	case f == nil:
		return nil
	case f.done != f.of.Size:
		return refuse(Malformed)
	case [32]byte(f.sum.Sum(nil)) != f.of.SHA256:
		return refuse(BadFile)
	}
	return nil
}
