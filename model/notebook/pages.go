package notebook

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/fnv"
	"io"
	"slices"
)

// The pages of the notebook's file, read without bbolt.
//
// bbolt trusts its file: a flipped bit in a page's header or table makes it
// crash or loop in a goroutine that no guard of ours reaches (15 and 6 of 200
// flips). So the whole tree is walked here first, through plain reads and with
// every number checked, and bbolt is given only a file that holds. The walk
// also brings every value, so that nothing is read twice.
//
// The format, little-endian, pages of 4096 bytes:
//
//	page    id 8, flags 2, count 2, overflow 4, then a table, then the data
//	meta    magic 4, version 4, page size 4, flags 4, root page 8, sequence 8,
//	        freelist 8, high-water mark 8, transaction 8, FNV-1a 64 of these 56
//	branch  a table of: position 4, key size 4, child page 8
//	leaf    a table of: flags 4, position 4, key size 4, value size 4
//
// A position counts from its own table entry. A leaf entry with flag 1 is a
// bucket: its value is a root page 8 and a sequence 8, and where the root page
// is 0 the bucket's only page follows inline.
//
// Pages 0 and 1 are the two metas, written in turn; the one with the greater
// transaction holds. bbolt falls back to the other when one is broken, which
// loses the last transaction without a word. A meta is 80 bytes inside one
// sector, so that no power cut leaves half of it: a broken meta is damage here.

const (
	pageSize    = 4096
	pageHead    = 16
	entrySize   = 16
	pageBranch  = 1
	pageLeaf    = 2
	pageMeta    = 4
	leafBucket  = 1
	metaMagic   = 0xED0CDAED
	metaVersion = 2
	noFreelist  = ^uint64(0)
	maxKey      = 32768
)

type meta struct{ root, freelist, high, txn uint64 }

// leaf is one checked leaf page with what follows it.
type leaf struct {
	bucket string
	page   []byte
	whole  bool // not a part of another page
}

// walker walks the tree of a file.
type walker struct {
	f     io.ReaderAt
	size  int64
	meta  meta
	seen  []uint64                // a bit for each page
	room  []entry                 // for the entries of one page of records
	visit func(leaf) error        // gets every leaf page in the order of keys
	spare <-chan []byte           // pages that nobody needs any more; may be nil
	fault func(error) (err error) // hears of a broken page; nil goes on beside it
}

func damage(page uint64, why string) error {
	return fmt.Errorf("%w: page %d: %s", ErrDamaged, page, why)
}

// walk reads the metas and then every page that the tree reaches.
func (w *walker) walk() error {
	if err := w.readMetas(); err != nil {
		return err
	}
	w.seen = make([]uint64, w.meta.high/64+1)
	return w.tree(w.meta.root, "", nil, nil, 0)
}

// readMetas takes the meta with the greater transaction; both must hold.
func (w *walker) readMetas() error {
	var m [2]meta
	for i := range m {
		page := make([]byte, pageSize)
		if _, err := w.f.ReadAt(page, int64(i)*pageSize); err != nil {
			return damage(uint64(i), "cut short")
		}
		if err := m[i].parse(uint64(i), page); err != nil {
			return err
		}
	}
	w.meta = m[0]
	if m[1].txn > m[0].txn {
		w.meta = m[1]
	}
	if m[0].txn+1 != m[1].txn && m[1].txn+1 != m[0].txn {
		return damage(0, "the two beginnings do not follow one another")
	}
	if w.meta.high < 4 || w.meta.high > uint64(w.size/pageSize) {
		return damage(w.meta.txn%2, "the file is shorter than it says")
	}
	return nil
}

func (m *meta) parse(page uint64, b []byte) error {
	d := b[pageHead:]
	le := binary.LittleEndian
	sum := fnv.New64a()
	sum.Write(d[:56])
	switch {
	case le.Uint64(b) != page || le.Uint16(b[8:]) != pageMeta:
		return damage(page, "is no beginning")
	case le.Uint64(d[56:]) != sum.Sum64():
		return damage(page, "checksum")
	case le.Uint32(d) != metaMagic || le.Uint32(d[4:]) != metaVersion || le.Uint32(d[8:]) != pageSize:
		return damage(page, "is of another format")
	}
	*m = meta{root: le.Uint64(d[16:]), freelist: le.Uint64(d[32:]), high: le.Uint64(d[40:]), txn: le.Uint64(d[48:])}
	if m.txn%2 != page || m.freelist != noFreelist && m.freelist >= m.high {
		return damage(page, "is out of place")
	}
	return nil
}

// read reads a page with its overflow, checks its header and its place, and
// that nothing else in the tree has led there.
func (w *walker) read(id uint64) ([]byte, error) {
	if id < 2 || id >= w.meta.high {
		return nil, damage(id, "lies outside the file")
	}
	var page []byte
	select {
	case page = <-w.spare:
		page = page[:pageSize]
	default:
		page = make([]byte, pageSize)
	}
	if _, err := w.f.ReadAt(page, int64(id)*pageSize); err != nil {
		return nil, damage(id, "cannot be read")
	}
	more := uint64(binary.LittleEndian.Uint32(page[12:]))
	if binary.LittleEndian.Uint64(page) != id || more >= w.meta.high-id {
		return nil, damage(id, "is another page")
	}
	for i := id; i <= id+more; i++ {
		if w.seen[i/64]&(1<<(i%64)) != 0 {
			return nil, damage(i, "is reached twice")
		}
		w.seen[i/64] |= 1 << (i % 64)
	}
	if more == 0 {
		return page, nil
	}
	page = slices.Grow(page, int(more*pageSize))[:(1+more)*pageSize]
	if _, err := w.f.ReadAt(page[pageSize:], int64(id+1)*pageSize); err != nil {
		return nil, damage(id, "cannot be read")
	}
	return page, nil
}

const maxDepth = 24

// tree walks the tree under one page. All its keys must lie from low (included)
// to high (not included); nil is open.
func (w *walker) tree(id uint64, bucket string, low, high []byte, depth int) error {
	page, err := w.read(id)
	if err == nil && depth > maxDepth {
		err = damage(id, "lies too deep")
	}
	if err == nil {
		switch flags := binary.LittleEndian.Uint16(page[8:]); flags {
		case pageBranch:
			return w.branch(id, page, bucket, low, high, depth)
		case pageLeaf:
			return w.leaf(id, page, bucket, low, high, true)
		default:
			err = damage(id, "has no known kind")
		}
	}
	return w.fault(err)
}

func (w *walker) branch(id uint64, page []byte, bucket string, low, high []byte, depth int) error {
	keys, err := entries(id, page, pageBranch, low, high)
	if err == nil && len(keys) == 0 {
		err = damage(id, "leads nowhere")
	}
	if err != nil {
		return w.fault(err)
	}
	for i, e := range keys {
		to := high
		if i+1 < len(keys) {
			to = keys[i+1].key
		}
		if err := w.tree(e.child, bucket, e.key, to, depth+1); err != nil {
			return err
		}
	}
	return nil
}

func (w *walker) leaf(id uint64, page []byte, bucket string, low, high []byte, whole bool) error {
	es, err := entriesInto(w.room[:0], id, page, pageLeaf, low, high)
	if bucket != "" {
		w.room = es
	}
	if err != nil {
		return w.fault(err)
	}
	for _, e := range es {
		if inner := e.flags == leafBucket; inner != (bucket == "") {
			return w.fault(damage(id, "holds what it must not"))
		}
	}
	if bucket != "" {
		return w.visit(leaf{bucket, page, whole})
	}
	for _, e := range es {
		if err := w.bucket(id, e); err != nil {
			return err
		}
	}
	return nil
}

// bucket walks the bucket that a leaf entry names.
func (w *walker) bucket(id uint64, e entry) error {
	if len(e.value) < 16 {
		return w.fault(damage(id, "holds a bucket cut short"))
	}
	if root := binary.LittleEndian.Uint64(e.value); root != 0 {
		return w.tree(root, string(e.key), nil, nil, 0)
	}
	inline := e.value[16:]
	if len(inline) < pageHead || binary.LittleEndian.Uint16(inline[8:]) != pageLeaf {
		return w.fault(damage(id, "holds a bucket cut short"))
	}
	return w.leaf(id, inline, string(e.key), nil, nil, false)
}

// entry is one line of a page's table.
type entry struct {
	key, value []byte
	flags      uint32
	child      uint64
}

// entries checks a page's table: everything inside the page, keys rising and
// between low and high.
func entries(id uint64, page []byte, kind int, low, high []byte) ([]entry, error) {
	return entriesInto(nil, id, page, kind, low, high)
}

// entriesInto is entries in the room of earlier ones; room is empty.
func entriesInto(room []entry, id uint64, page []byte, kind int, low, high []byte) ([]entry, error) {
	le := binary.LittleEndian
	n := int(le.Uint16(page[10:]))
	if n == 0xffff || pageHead+n*entrySize > len(page) {
		return nil, damage(id, "table is too long")
	}
	es := slices.Grow(room, n)[:n]
	for i := range es {
		es[i] = entry{}
		at := pageHead + i*entrySize
		t := page[at:]
		var pos, keyLen, valueLen uint32
		if kind == pageLeaf {
			es[i].flags, pos, keyLen, valueLen = le.Uint32(t), le.Uint32(t[4:]), le.Uint32(t[8:]), le.Uint32(t[12:])
		} else {
			pos, keyLen, es[i].child = le.Uint32(t), le.Uint32(t[4:]), le.Uint64(t[8:])
		}
		room := uint64(len(page) - at)
		end := uint64(pos) + uint64(keyLen) + uint64(valueLen)
		if uint64(pos) < uint64((n-i)*entrySize) || end > room || keyLen > maxKey || es[i].flags > leafBucket {
			return nil, damage(id, "an entry lies outside")
		}
		k := uint64(pos) + uint64(keyLen)
		es[i].key, es[i].value = t[pos:k:k], t[k:end:end]
		if i > 0 && bytes.Compare(es[i-1].key, es[i].key) >= 0 {
			return nil, damage(id, "keys are out of order")
		}
	}
	if n > 0 && (low != nil && bytes.Compare(es[0].key, low) < 0 || high != nil && bytes.Compare(es[n-1].key, high) >= 0) {
		return nil, damage(id, "keys are out of place")
	}
	return es, nil
}

// metaOrder passes a copy made by bbolt on, with its two metas in the order in
// which bbolt itself would have written them: the copy always begins with the
// newer one.
type metaOrder struct {
	to   io.Writer
	head []byte // until both metas are there
	done bool
	err  error // of the writer below; bbolt keeps only its text
}

func (m *metaOrder) Write(p []byte) (int, error) {
	if m.done {
		n, err := m.to.Write(p)
		m.err = err
		return n, err
	}
	m.head = append(m.head, p...)
	if len(m.head) < 2*pageSize {
		return len(p), nil
	}
	const from, end = pageHead, pageHead + 64
	a, b := m.head[from:end], m.head[pageSize+from:pageSize+end]
	if binary.LittleEndian.Uint64(a[48:])%2 == 1 {
		for i := range a {
			a[i], b[i] = b[i], a[i]
		}
	}
	m.done = true
	if _, m.err = m.to.Write(m.head); m.err != nil {
		return 0, m.err
	}
	return len(p), nil
}
