package parcel

import (
	"bufio"
	"crypto/sha256"
	"encoding/binary"
	"hash"
	"io"
	"slices"
)

const magic = "PLPA1\n"

// The types of frames.
const (
	frameHeader     = 'H'
	frameManifest   = 'M'
	frameBatch      = 'R'
	frameAttachment = 'A'
	frameBlock      = 'B'
	frameCheckpoint = 'C'
	framePadding    = 'P'
	frameSignature  = 'S'
)

// frameOrder is the place of each type; a frame never stands before one of a
// higher place. A and B take turns.
var frameOrder = map[byte]int{frameHeader: 1, frameManifest: 2, frameBatch: 3, frameAttachment: 4, frameBlock: 4,
	frameCheckpoint: 5, framePadding: 6, frameSignature: 7}

// frameWriter puts frames out and sums them up.
type frameWriter struct {
	w   *bufio.Writer
	sum hash.Hash
	n   int64
}

func newFrameWriter(w io.Writer) *frameWriter {
	return &frameWriter{w: bufio.NewWriterSize(w, 64<<10), sum: sha256.New()}
}

func (f *frameWriter) write(b []byte) error {
	f.sum.Write(b)
	if f.n += int64(len(b)); f.n > standard.bytes {
		return refuse(TooLarge)
	}
	_, err := f.w.Write(b)
	return err
}

func (f *frameWriter) frame(kind byte, payload []byte) error {
	head := [frameHead]byte{kind}
	binary.BigEndian.PutUint32(head[1:], uint32(len(payload)))
	if err := f.write(head[:]); err != nil {
		return err
	}
	return f.write(payload)
}

// frameReader takes frames in, one at a time.
type frameReader struct {
	r    *bufio.Reader
	sum  hash.Hash
	at   int64 // of the next byte
	buf  []byte
	last int // place of the frame before
}

func newFrameReader(r io.Reader) *frameReader {
	return &frameReader{r: bufio.NewReaderSize(r, 64<<10), sum: sha256.New()}
}

// fill reads n bytes behind the buffer, which grows with what arrives and not
// with what a length says.
func (f *frameReader) fill(n int) error {
	for n > 0 {
		k := min(n, 64<<10)
		at := len(f.buf)
		f.buf = slices.Grow(f.buf, k)[:at+k]
		got, err := io.ReadFull(f.r, f.buf[at:])
		f.at += int64(got)
		if err == io.EOF || err == io.ErrUnexpectedEOF {
			return refuse(Cut)
		}
		if err != nil {
			return opened(err)
		}
		n -= k
	}
	return nil
}

// frame is one frame; its payload is overwritten by the next.
type frame struct {
	kind    byte
	payload []byte
	at      int64 // where the payload begins
}

// next reads the next frame. before, when asked for, gets the sum of all that
// stands before a signature.
func (f *frameReader) next(before *[32]byte) (frame, error) {
	f.buf = f.buf[:0]
	if err := f.fill(frameHead); err != nil {
		return frame{}, err
	}
	var head [frameHead]byte
	copy(head[:], f.buf)
	place, n := frameOrder[head[0]], binary.BigEndian.Uint32(head[1:])
	switch {
	case place == 0, place < f.last, place == 1 && f.last == 1:
		return frame{}, refuse(Malformed)
	case n > maxFrame:
		return frame{}, refuse(TooLarge)
	}
	f.last = place
	if head[0] == frameSignature && before != nil {
		f.sum.Sum(before[:0])
	}
	at := f.at
	f.buf = f.buf[:0]
	if err := f.fill(int(n)); err != nil {
		return frame{}, err
	}
	f.sum.Write(head[:])
	f.sum.Write(f.buf)
	return frame{head[0], f.buf, at}, nil
}

// begin reads what stands before the frames.
func (f *frameReader) begin() error {
	f.buf = f.buf[:0]
	if err := f.fill(len(magic)); err != nil {
		return err
	}
	f.sum.Write(f.buf)
	switch {
	case string(f.buf) == magic:
		return nil
	case string(f.buf[:4]) == magic[:4] && f.buf[4] > magic[4] && f.buf[4] <= '9':
		return refuse(NewerFormat)
	}
	return refuse(Malformed)
}
