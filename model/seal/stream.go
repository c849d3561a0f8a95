package seal

import (
	"bufio"
	"crypto/cipher"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"golang.org/x/crypto/chacha20poly1305"
)

const (
	streamVersion = 1
	chunkSize     = 64 << 10
	countSize     = 4
	chunkContent  = chunkSize - countSize
	sealedChunk   = chunkSize + chacha20poly1305.Overhead
	streamHead    = 1 + saltSize
)

// chunks is the state that both directions share: the cipher and the nonce.
type chunks struct {
	aead  cipher.AEAD
	nonce [chacha20poly1305.NonceSize]byte
}

// chunks derives the key of one file from its purpose, its salt and its name.
func (k *Keys) chunks(p Purpose, salt, name []byte) (*chunks, error) {
	blob := k.derive(p)
	defer blob.Wipe()
	key := expand(blob, salt, "plumbline/v1/stream"+string(name))
	defer key.Wipe()
	aead, err := chacha20poly1305.New(key)
	if err != nil {
		return nil, fmt.Errorf("start a stream: %w", err)
	}
	return &chunks{aead: aead}, nil
}

// next is the nonce of the chunk at hand; step goes on to the one after.
func (c *chunks) next(last bool) []byte {
	c.nonce[len(c.nonce)-1] = 0
	if last {
		c.nonce[len(c.nonce)-1] = 1
	}
	return c.nonce[:]
}

func (c *chunks) step() {
	for i := len(c.nonce) - 2; i >= 0; i-- {
		if c.nonce[i]++; c.nonce[i] != 0 {
			return
		}
	}
	panic("seal: more chunks than a stream can count")
}

// Writer seals a file of unknown length in bounded memory. What it wrote is
// worth nothing until Close has returned nil.
type Writer struct {
	*chunks
	to   io.Writer
	buf  []byte // the count, content, room for the tag
	n    int    // content in buf
	done int64  // plain bytes of chunks already out
	err  error
}

// NewWriter starts a sealed file on w. The name is the file's own name or
// number: under another one it does not open.
func (k *Keys) NewWriter(w io.Writer, name []byte, random io.Reader) (*Writer, error) {
	return k.NewWriterFor(Blobs, w, name, random)
}

// NewWriterFor is NewWriter for a file that is no evidence.
func (k *Keys) NewWriterFor(p Purpose, w io.Writer, name []byte, random io.Reader) (*Writer, error) {
	head := make([]byte, streamHead)
	head[0] = streamVersion
	if _, err := io.ReadFull(random, head[1:]); err != nil {
		return nil, fmt.Errorf("make a salt: %w", err)
	}
	c, err := k.chunks(p, head[1:], name)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(head); err != nil {
		return nil, fmt.Errorf("write a sealed file: %w", err)
	}
	return &Writer{chunks: c, to: w, buf: make([]byte, sealedChunk)}, nil
}

// Write seals p; an error of the writer below is final.
func (w *Writer) Write(p []byte) (int, error) {
	total := 0
	for len(p) > 0 {
		if w.err != nil {
			return total, w.err
		}
		if w.n == chunkContent {
			w.emit(chunkSize, false)
			continue
		}
		n := copy(w.buf[countSize+w.n:chunkSize], p)
		w.n += n
		total += n
		p = p[n:]
	}
	return total, w.err
}

// emit seals one chunk of size plain bytes, what is buffered and zeros.
func (w *Writer) emit(size int, last bool) {
	if w.err != nil {
		return
	}
	plain := w.buf[:size]
	binary.BigEndian.PutUint32(plain, uint32(w.n))
	clear(plain[countSize+w.n:])
	box := w.aead.Seal(plain[:0], w.next(last), plain, nil)
	w.step()
	w.n = 0
	w.done += int64(size)
	if _, err := w.to.Write(box); err != nil {
		w.err = fmt.Errorf("write a sealed file: %w", err)
	}
}

var errClosed = errors.New("write to a closed sealed file")

// Close pads the file and seals its last chunk. It does not close the writer
// below.
func (w *Writer) Close() error {
	if w.err == errClosed {
		return nil
	}
	end := padme(w.done + countSize + int64(w.n))
	for end-w.done > chunkSize {
		w.emit(chunkSize, false)
		if w.err != nil {
			return w.err
		}
	}
	w.emit(int(max(end-w.done, countSize)), true)
	clear(w.buf)
	if w.err != nil {
		return w.err
	}
	w.err = errClosed
	return nil
}

// Reader opens a sealed file in bounded memory. It hands out a chunk only
// after its seal held, and io.EOF only after the last one: who stops before
// io.EOF must take back what was read, for the file may be cut.
type Reader struct {
	*chunks
	from *bufio.Reader
	buf  []byte
	rest []byte // opened and not yet read
	tail bool   // a chunk was not full: only empty ones may follow
	end  bool
	err  error
}

// NewReader starts to read a sealed file of that name.
func (k *Keys) NewReader(r io.Reader, name []byte) (*Reader, error) {
	return k.NewReaderFor(Blobs, r, name)
}

// NewReaderFor is NewReader for what NewWriterFor wrote.
func (k *Keys) NewReaderFor(p Purpose, r io.Reader, name []byte) (*Reader, error) {
	head := make([]byte, streamHead)
	if _, err := io.ReadFull(r, head); err != nil {
		return nil, short(err)
	}
	if head[0] > streamVersion {
		return nil, ErrNewer
	}
	if head[0] != streamVersion {
		return nil, ErrStream
	}
	c, err := k.chunks(p, head[1:], name)
	if err != nil {
		return nil, err
	}
	return &Reader{chunks: c, from: bufio.NewReaderSize(r, sealedChunk+1), buf: make([]byte, sealedChunk)}, nil
}

// short turns the end of the file into ErrStream and keeps a fault of the disk.
func short(err error) error {
	if err == io.EOF || err == io.ErrUnexpectedEOF {
		return ErrStream
	}
	return fmt.Errorf("read a sealed file: %w", err)
}

// Read gives content, then io.EOF when the whole file held, or ErrStream.
func (r *Reader) Read(p []byte) (int, error) {
	for len(r.rest) == 0 {
		if r.err != nil {
			return 0, r.err
		}
		if r.end {
			return 0, io.EOF
		}
		if r.err = r.chunk(); r.err != nil {
			r.rest = nil
			return 0, r.err
		}
	}
	n := copy(p, r.rest)
	r.rest = r.rest[n:]
	return n, nil
}

// chunk reads and opens the next chunk; the last is the one after which the
// file ends, and its nonce says so.
func (r *Reader) chunk() error {
	n, err := io.ReadFull(r.from, r.buf)
	if err != nil && err != io.ErrUnexpectedEOF {
		return short(err)
	}
	last := n < len(r.buf)
	if !last {
		_, err := r.from.Peek(1)
		if err != nil && err != io.EOF {
			return short(err)
		}
		last = err == io.EOF
	}
	if n < countSize+chacha20poly1305.Overhead {
		return ErrStream
	}
	plain, err := r.aead.Open(r.buf[:0], r.next(last), r.buf[:n], nil)
	if err != nil {
		return ErrStream
	}
	r.step()
	r.end = last
	return r.content(plain)
}

// content takes the content out of an opened chunk.
func (r *Reader) content(plain []byte) error {
	n := binary.BigEndian.Uint32(plain)
	if n > uint32(len(plain)-countSize) || r.tail && n != 0 {
		return ErrStream
	}
	r.tail = n < chunkContent
	r.rest = plain[countSize : countSize+n]
	return nil
}
