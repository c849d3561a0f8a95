package export

import (
	"archive/zip"
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"

	"github.com/klauspost/compress/flate"
)

// A workbook is a ZIP file of parts. excelize builds them with sheets that hold
// a header at most; parts keeps them, and pack writes them in a fixed order and
// lets rows flow into the sheets as they go by:
//
//  1. an entry is one deflate stream made of blocks of about a megabyte, each
//     deflated beside the others and ended on a byte (the last one closed), so
//     that several workers can deflate one sheet; a block may point back into
//     the last 32 KiB of the one before, as in a stream of one piece, so that
//     cutting it up costs next to nothing;
//  2. sizes and CRC-32 follow the data (descriptor); the CRC of a whole is
//     combined from those of its blocks;
//  3. sheets that rows flow into are marked as needing ZIP64 (version 45) in
//     front, for they may pass 4 GiB;
//  4. times are 1 January 1980, so that the same content gives the same bytes;
//  5. at most depth blocks are in flight, which bounds the memory.

// parts gathers the parts of a workbook from excelize. It is an excelize.ZipWriter.
type parts struct{ list []*part }

type part struct {
	name string
	bytes.Buffer
}

// Create begins a part.
func (p *parts) Create(name string) (io.Writer, error) {
	x := &part{name: name}
	p.list = append(p.list, x)
	return x, nil
}

// AddFS is not used by excelize.
func (p *parts) AddFS(fs.FS) error { return errors.ErrUnsupported }

// Close ends nothing: the parts are written by pack.
func (p *parts) Close() error { return nil }

// place orders parts as readers like them: what lists the others first.
func (p *part) place() (group, number int) {
	for i, prefix := range []string{"[Content_Types].xml", "_rels/", "docProps/", "xl/workbook.xml", "xl/_rels/", "xl/theme/", "xl/styles.xml",
		"xl/sharedStrings.xml"} {
		if strings.HasPrefix(p.name, prefix) {
			return i, 0
		}
	}
	if rest, ok := strings.CutPrefix(p.name, "xl/worksheets/sheet"); ok {
		n, _ := strconv.Atoi(strings.TrimSuffix(rest, ".xml"))
		return 8, n
	}
	return 9, 0
}

// entryOf matches one entry of the list of content types.
var entryOf = regexp.MustCompile(`(?s)<(Default|Override) [^>]*?(/>|></(Default|Override)>)`)

// steady puts the list of content types in order: excelize walks a map.
func steady(list []*part) {
	for _, p := range list {
		if p.name != "[Content_Types].xml" {
			continue
		}
		all := p.String()
		entries := entryOf.FindAllString(all, -1)
		slices.Sort(entries)
		front, _, _ := strings.Cut(all, "<Default ")
		front, _, _ = strings.Cut(front, "<Override ")
		p.Reset()
		p.WriteString(front + strings.Join(entries, "") + "</Types>")
	}
}

// splice lets rows flow into a sheet: it calls emit for each block, in order.
type splice func(emit func(block) error) error

// block makes the bytes of some rows, appended to b. It runs beside others.
type block func(b []byte) ([]byte, error)

// blockSize is about how much of a part is deflated at once.
const blockSize = 1 << 20

// pack writes the parts, with the rows of their splices, as a ZIP file.
func pack(ctx context.Context, w io.Writer, list []*part, splices map[string]splice) error {
	slices.SortStableFunc(list, func(a, b *part) int {
		g, n := a.place()
		h, m := b.place()
		return cmp.Or(cmp.Compare(g, h), cmp.Compare(n, m), cmp.Compare(a.name, b.name))
	})
	steady(list)
	p := &packer{ctx: ctx, zip: zip.NewWriter(w), tasks: make(chan *task), depth: 2*runtime.GOMAXPROCS(0) + 2}
	p.free = make(chan []byte, p.depth)
	for range runtime.GOMAXPROCS(0) {
		go p.work()
	}
	defer close(p.tasks)
	for _, x := range list {
		if err := p.part(x, splices[x.name]); err != nil {
			return err
		}
	}
	return p.zip.Close()
}

type packer struct {
	ctx   context.Context
	zip   *zip.Writer
	tasks chan *task
	free  chan []byte // room for what comes out, used again
	depth int
}

// task is a block on its way through a worker.
type task struct {
	make   block
	last   bool
	before *task         // of the same entry; nil for its first
	tail   []byte        // the last bytes before they were deflated
	made   chan struct{} // closed when there is a tail
	out    bytes.Buffer
	crc    uint32
	size   int64
	err    error
	done   chan struct{}
}

// work deflates blocks until there are no more.
func (p *packer) work() {
	fw, err := flate.NewWriter(nil, level)
	var raw []byte
	for t := range p.tasks {
		if raw, t.err = t.make(raw[:0]); t.err == nil {
			t.err = err
		}
		t.tail = bytes.Clone(raw[max(0, len(raw)-reach):])
		close(t.made)
		if t.err == nil {
			t.crc, t.size = crc32.ChecksumIEEE(raw), int64(len(raw))
			select {
			case room := <-p.free:
				t.out = *bytes.NewBuffer(room)
			default:
				t.out.Grow(len(raw)/4 + 1024)
			}
			fw.ResetDict(&t.out, t.window())
			t.err = deflate(fw, raw, t.last)
		}
		if cap(raw) > 8*blockSize {
			raw = nil
		}
		close(t.done)
	}
}

const (
	level = 2 // files no longer than libxlsxwriter makes them, for a fifth less work than at the level that saves 7 % more
	reach = 32 << 10
)

// window is what a block may point back into. The block before was taken up
// earlier, and nothing keeps a worker from making its bytes.
func (t *task) window() []byte {
	if t.before == nil {
		return nil
	}
	<-t.before.made
	window := t.before.tail
	t.before = nil // or every block would keep all before it
	return window
}

func deflate(fw *flate.Writer, raw []byte, last bool) error {
	if _, err := fw.Write(raw); err != nil {
		return err
	}
	if last {
		return fw.Close()
	}
	return fw.Flush()
}

// entry is a part being written.
type entry struct {
	p     *packer
	head  *zip.FileHeader
	dst   io.Writer
	queue []*task
	last  *task
}

// part writes one part, with rows at the end of its sheet data.
func (p *packer) part(x *part, rows splice) error {
	const day = 1<<5 | 1 // 1 January 1980
	head := &zip.FileHeader{Name: x.name, Method: zip.Deflate, Flags: 0x8, ReaderVersion: 20, CreatorVersion: 20}
	head.ModifiedDate = day //lint:ignore SA1019 CreateRaw writes this field, and passes Modified over
	front, back, err := x.halves(rows != nil)
	if err != nil {
		return err
	}
	if rows != nil {
		head.ReaderVersion = 45
	}
	dst, err := p.zip.CreateRaw(head)
	if err != nil {
		return fmt.Errorf("begin %s: %w", x.name, err)
	}
	e := &entry{p: p, head: head, dst: dst}
	if err := e.bytes(front, rows == nil); err != nil {
		return err
	}
	if rows != nil {
		if err := rows(func(b block) error { return e.add(b, false) }); err != nil {
			return err
		}
		if err := e.bytes(back, true); err != nil {
			return err
		}
	}
	return e.end()
}

// halves are the bytes before and behind the place of the rows.
func (x *part) halves(rows bool) (front, back []byte, err error) {
	all := x.Bytes()
	if !rows {
		return all, nil, nil
	}
	if i := bytes.LastIndex(all, []byte("</sheetData>")); i >= 0 {
		return all[:i], all[i:], nil
	}
	if front, back, ok := bytes.Cut(all, []byte("<sheetData/>")); ok {
		return append(slices.Clone(front), "<sheetData>"...), append([]byte("</sheetData>"), back...), nil
	}
	return nil, nil, fmt.Errorf("%s has no place for rows", x.name)
}

// bytes adds bytes that are there already.
func (e *entry) bytes(b []byte, last bool) error {
	for len(b) > blockSize {
		head := b[:blockSize]
		b = b[blockSize:]
		if err := e.add(func(to []byte) ([]byte, error) { return append(to, head...), nil }, false); err != nil {
			return err
		}
	}
	return e.add(func(to []byte) ([]byte, error) { return append(to, b...), nil }, last)
}

// add hands a block to the workers, and writes the oldest one out when enough
// are on their way.
func (e *entry) add(b block, last bool) error {
	if err := e.p.ctx.Err(); err != nil {
		return err
	}
	t := &task{make: b, last: last, before: e.last, made: make(chan struct{}), done: make(chan struct{})}
	e.p.tasks <- t
	e.queue, e.last = append(e.queue, t), t
	if len(e.queue) < e.p.depth {
		return nil
	}
	return e.oldest()
}

func (e *entry) oldest() error {
	t := e.queue[0]
	e.queue = e.queue[1:]
	<-t.done
	if t.err != nil {
		return t.err
	}
	if _, err := e.dst.Write(t.out.Bytes()); err != nil {
		return err
	}
	e.head.CompressedSize64 += uint64(t.out.Len())
	select {
	case e.p.free <- t.out.Bytes()[:0]:
	default:
	}
	e.head.CRC32 = combine(e.head.CRC32, t.crc, t.size)
	e.head.UncompressedSize64 += uint64(t.size)
	return nil
}

// end writes what is still on its way and sets the sizes of the descriptor.
func (e *entry) end() error {
	for len(e.queue) > 0 {
		if err := e.oldest(); err != nil {
			return err
		}
	}
	//lint:ignore SA1019 the descriptor of an entry by CreateRaw is written from these
	e.head.UncompressedSize = uint32(min(e.head.UncompressedSize64, 1<<32-1))
	//lint:ignore SA1019 as above
	e.head.CompressedSize = uint32(min(e.head.CompressedSize64, 1<<32-1))
	return nil
}

// combine gives the CRC-32 of two stretches from those of each and the length of
// the second: the first is multiplied by x to the power of 8n in GF(2)[x], by
// squaring the matrix "one more zero bit" (as in zlib's crc32_combine).
func combine(a, b uint32, n int64) uint32 {
	if n == 0 {
		return a
	}
	m := shiftBit
	for range 3 { // one byte
		m = square(m)
	}
	for ; n > 0; n >>= 1 {
		if n&1 != 0 {
			a = times(&m, a)
		}
		m = square(m)
	}
	return a ^ b
}

// shiftBit is the matrix of one more zero bit, for the reversed polynomial.
var shiftBit = func() (m [32]uint32) {
	m[0] = crc32.IEEE
	for i := 1; i < 32; i++ {
		m[i] = 1 << (i - 1)
	}
	return m
}()

func times(m *[32]uint32, v uint32) (sum uint32) {
	for i := 0; v != 0; i, v = i+1, v>>1 {
		if v&1 != 0 {
			sum ^= m[i]
		}
	}
	return sum
}

func square(m [32]uint32) (s [32]uint32) {
	for i := range m {
		s[i] = times(&m, m[i])
	}
	return s
}
