package parcel

import (
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"iter"

	"plumbline/model"
	"plumbline/model/seal"
)

const signatureContext = "plumbline parcel signature v1"

// Contents is what goes into a parcel, one thing at a time. Manifests must cover
// the revisions; a revision comes after its parents. An error ends the writing.
type Contents struct {
	Manifests   iter.Seq2[*Manifest, error]
	Revisions   iter.Seq2[model.Revision, error]
	Attachments iter.Seq2[Outgoing, error]
}

// Outgoing is a file on its way into a parcel. Its name is cleaned, its content
// held against length and hash.
type Outgoing struct {
	Attachment
	Open func() (io.ReadCloser, error)
}

// Counts says how much is in a parcel.
type Counts struct {
	Manifests, Revisions, Attachments int
	Bytes                             int64 // inside
}

// Write writes a parcel for the recipients, signed by the sender, whose key it
// puts into the header. It holds one batch or block at a time. What it wrote is
// worth nothing when it returns an error.
//
// It is also the last guard before something leaves: a revision that may not
// travel as far as the header's reach is an error here, whoever chose it.
func Write(ctx context.Context, w io.Writer, to seal.Recipients, from *seal.Signer, h Header, c Contents) (Counts, error) {
	h.Sender.Key = model.Key(from.Public())
	out := writer{ctx: ctx, header: h}
	if err := out.all(w, to, from, c); err != nil {
		return Counts{}, fmt.Errorf("write parcel: %w", err)
	}
	return out.counts, nil
}

type writer struct {
	ctx    context.Context
	header Header
	frames *frameWriter
	counts Counts
}

func (w *writer) all(dst io.Writer, to seal.Recipients, from *seal.Signer, c Contents) error {
	if !w.header.sound() {
		return refuse(Malformed)
	}
	closed, err := to.Close(w.ctx, dst)
	if err != nil {
		return err
	}
	if err := w.inside(closed, to.Marks(w.header.ID), from, c); err != nil {
		return err
	}
	return closed.Close()
}

// inside writes what the envelope holds.
func (w *writer) inside(dst io.Writer, marks [][32]byte, from *seal.Signer, c Contents) error {
	w.frames = newFrameWriter(dst)
	if err := w.frames.write([]byte(magic)); err != nil {
		return err
	}
	head, err := w.header.encode(marks)
	if err != nil {
		return err
	}
	if err := w.frames.frame(frameHeader, head); err != nil {
		return err
	}
	for _, part := range []func() error{
		func() error { return w.manifests(c.Manifests) },
		func() error { return w.revisions(c.Revisions) },
		func() error { return w.attachments(c.Attachments) },
		w.pad,
		func() error { return w.sign(from) },
		w.frames.w.Flush,
	} {
		if err := part(); err != nil {
			return err
		}
	}
	w.counts.Bytes = w.frames.n
	return nil
}

func (w *writer) manifests(all iter.Seq2[*Manifest, error]) error {
	if all == nil {
		return nil
	}
	for m, err := range all {
		if err == nil {
			err = w.ctx.Err()
		}
		if err == nil {
			err = w.frames.frame(frameManifest, m.raw)
		}
		if err != nil {
			return err
		}
		w.counts.Manifests++
	}
	return nil
}

func (w *writer) revisions(all iter.Seq2[model.Revision, error]) error {
	if all == nil {
		return nil
	}
	p, err := newPacker()
	if err != nil {
		return err
	}
	defer p.zstd.Close()
	flush := func() error {
		if len(p.items) == 0 {
			return nil
		}
		if err := w.ctx.Err(); err != nil {
			return err
		}
		payload, err := p.pack()
		if err != nil {
			return err
		}
		return w.frames.frame(frameBatch, payload)
	}
	for r, err := range all {
		if err != nil {
			return err
		}
		b, err := r.Encode()
		if err != nil {
			return err
		}
		if _, rec, err := revision(b); err != nil {
			return err
		} else if !shared(rec, w.header.Reach) {
			return refuse(NotShared)
		}
		if !p.room(len(b)) {
			if err := flush(); err != nil {
				return err
			}
		}
		p.add(b)
		if w.counts.Revisions++; w.counts.Revisions > standard.revisions {
			return refuse(TooLarge)
		}
	}
	return flush()
}

// shared says whether a record's content, if there is any, is as wide as the
// reach.
func shared(rec model.Record, reach model.Confidentiality) bool {
	return rec == nil || model.CircleOf(rec).Rank() <= reach.Rank()
}

func (w *writer) attachments(all iter.Seq2[Outgoing, error]) error {
	if all == nil {
		return nil
	}
	block := make([]byte, blockSize)
	for a, err := range all {
		if err == nil {
			err = w.attachment(a, block)
		}
		if err != nil {
			return err
		}
		if w.counts.Attachments++; w.counts.Attachments > standard.attachments {
			return refuse(TooLarge)
		}
	}
	return nil
}

func (w *writer) attachment(a Outgoing, block []byte) error {
	if a.Name != "" {
		a.Name = model.FileName(a.Name)
	}
	if a.Size > MaxFile {
		return refuse(TooLarge)
	}
	head, err := a.encode()
	if err != nil {
		return err
	}
	if err := w.frames.frame(frameAttachment, head); err != nil {
		return err
	}
	src, err := a.Open()
	if err != nil {
		return err
	}
	defer src.Close()
	f := newFile(a.Attachment)
	for {
		if err := w.ctx.Err(); err != nil {
			return err
		}
		n, err := io.ReadFull(src, block)
		if n > 0 {
			if err := f.block(block[:n]); err != nil {
				return refuse(BadFile)
			}
			if err := w.frames.frame(frameBlock, block[:n]); err != nil {
				return err
			}
		}
		if err == io.EOF || err == io.ErrUnexpectedEOF {
			break
		}
		if err != nil {
			return err
		}
	}
	if f.end() != nil {
		return refuse(BadFile)
	}
	return nil
}

// pad brings the whole to a length that says little.
func (w *writer) pad() error {
	end := w.frames.n + endSize
	for end != seal.Padme(end) {
		n := min(max(seal.Padme(end)-end-frameHead, 0), maxFrame)
		if err := w.frames.frame(framePadding, make([]byte, n)); err != nil {
			return err
		}
		end = w.frames.n + endSize
	}
	return nil
}

func (w *writer) sign(from *seal.Signer) error {
	var sum [sha256.Size]byte
	w.frames.sum.Sum(sum[:0])
	signature, err := from.Sign(signatureContext, sum[:])
	if err != nil {
		return err
	}
	return w.frames.frame(frameSignature, signature)
}
