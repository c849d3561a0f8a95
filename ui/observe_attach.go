package ui

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"

	"plumbline/model"
	"plumbline/model/notebook"
)

// Reading files that are to be attached, and attaching them.

// hashFile reads a file to its end.
func hashFile(ctx context.Context, path string, read func(n int)) (size int64, sum string, err error) {
	f, err := openRegular(path)
	if err != nil {
		return 0, "", err
	}
	defer f.Close()
	h := sha256.New()
	size, err = io.Copy(h, readerUntil{ctx, f, read})
	return size, hex.EncodeToString(h.Sum(nil)), err
}

// What cannot be attached, beside files that are gone.
var (
	errFolder    = errors.New("a folder is no file")
	errEmptyFile = errors.New("the file is empty")
)

// openRegular opens a file, and refuses a folder, a device, and a file that holds nothing.
func openRegular(path string) (*os.File, error) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, err
	case info.IsDir():
		return nil, errFolder
	case !info.Mode().IsRegular():
		return nil, fs.ErrInvalid
	case info.Size() == 0:
		return nil, errEmptyFile
	}
	return os.Open(path)
}

// reach counts how far the reading of files is, in megabytes.
type reach struct {
	step       func(done, total int)
	done, size int64
}

const megabyte = 1 << 20

func newReach(step func(done, total int), size int64) *reach {
	return &reach{step: step, size: max(size, 1)}
}

// read is told of bytes that were read.
func (r *reach) read(n int) {
	before := r.done / megabyte
	r.done += int64(n)
	if r.done/megabyte != before {
		r.step(int(min(r.done, r.size)/megabyte), int((r.size+megabyte-1)/megabyte))
	}
}

// sizesOf is how many bytes files have together; what cannot be read counts as nothing.
func sizesOf(files []pending) int64 {
	all := int64(0)
	for _, p := range files {
		if info, err := os.Stat(p.Path); err == nil && info.Mode().IsRegular() {
			all += info.Size()
		}
	}
	return all
}

// readerUntil reads until its context ends, and tells how much; read may be nil.
type readerUntil struct {
	ctx  context.Context
	r    io.Reader
	read func(n int)
}

func (r readerUntil) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := r.r.Read(p)
	if r.read != nil {
		r.read(n)
	}
	return n, err
}

// attach attaches one waiting piece to a record that is there.
func (p pending) attach(ctx context.Context, book *notebook.Notebook, to model.ID, read func(n int)) (model.Record, error) {
	if p.Address != "" {
		owner, err := book.View(to)
		if err != nil {
			return nil, err
		}
		e := &model.Evidence{Of: to, Address: p.Address}
		e.Confidentiality = model.DefaultConfidentiality(model.KindEvidence)
		if c := owner.Record.Base().Confidentiality; c.Rank() > e.Confidentiality.Rank() {
			e.Confidentiality = c
		}
		if _, err = book.Record(model.View{}, e); err != nil {
			return nil, err
		}
		return e, nil
	}
	return attachFile(ctx, book, to, p.Path, p.SHA256, notebook.AttachOptions{}, read)
}

// attachFile attaches a file that is still the one that was chosen: sum is its hash then, "" where it was not read yet.
func attachFile(ctx context.Context, book *notebook.Notebook, to model.ID, path, sum string, o notebook.AttachOptions, read func(n int)) (model.Record, error) {
	if sum != "" {
		_, now, err := hashFile(ctx, path, read)
		if err != nil {
			return nil, err
		}
		if now != sum {
			return nil, errFileChanged
		}
	}
	f, err := openRegular(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	v, err := book.Attach(ctx, to, path, readerUntil{ctx, f, read}, o)
	return v.Record, err
}
