package notebook

import (
	"bufio"
	"cmp"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"plumbline/model"
	"plumbline/model/seal"
)

// The index of a large notebook is kept between sessions, for building it takes
// half a minute for a million records. It is a copy of what the store says, and never more:
//
//  1. notebook.idx is one sealed file (package seal) under the key "idx". Opened it
//     holds "plumbline-index-v2\n" (an earlier form had no places, so no phrase was found); the number of the last transaction, 8 bytes
//     big-endian, and the keyed sum of all values, 32 bytes, both as in the head of
//     the store; a uvarint, how many documents; for each its record's lowest slot,
//     as a varint from the one before; then the index as package model writes it.
//  2. It is written when the notebook is closed, and removed with the first
//     transaction of a session: a word that was taken out of the store for good does
//     not outlive it here.
//  3. It counts only for the very state of the store that it names. One that is
//     older, damaged or another notebook's is passed over and built anew, in silence.
const (
	indexFile  = "notebook.idx"
	indexMagic = "plumbline-index-v2\n"
)

// indexKept is from how many records on an index is kept: below, building it takes
// no longer than one notices.
const indexKept = 200_000

var errOtherIndex = errors.New("the kept index is of another state")

// loadIndex takes the index that was kept; false when there is none for this state.
func (n *Notebook) loadIndex(ctx context.Context) bool {
	n.mu.RLock()
	state, rows := n.loaded, len(n.book.rows)
	n.mu.RUnlock()
	if rows < n.indexKept {
		return false
	}
	f, err := os.Open(filepath.Join(n.dir, indexFile))
	if err != nil {
		return false
	}
	defer f.Close()
	slots, index, err := n.readIndex(&intake{ctx: ctx, src: f}, state, rows)
	if err != nil || !n.takeIndex(slots, index) {
		return false
	}
	return true
}

// readIndex reads and verifies the file to its end.
func (n *Notebook) readIndex(from io.Reader, state head, rows int) (slots []uint64, x *model.Index, err error) {
	keys, err := n.borrowKeys()
	if err != nil {
		return nil, nil, err
	}
	defer keys.Wipe()
	opened, err := keys.NewReaderFor(seal.Index, from, []byte(indexFile))
	if err != nil {
		return nil, nil, err
	}
	r := bufio.NewReaderSize(opened, 64<<10)
	want := indexHead(state)
	got := make([]byte, len(want))
	if _, err := io.ReadFull(r, got); err != nil || string(got) != string(want) {
		return nil, nil, errOtherIndex
	}
	count, err := binary.ReadUvarint(r)
	if err != nil || count != uint64(rows) {
		return nil, nil, errOtherIndex
	}
	slots = make([]uint64, rows)
	last := int64(0)
	for i := range slots {
		step, err := binary.ReadVarint(r)
		if err != nil {
			return nil, nil, errOtherIndex
		}
		last += step
		slots[i] = uint64(last)
	}
	if x, err = model.ReadIndex(r, rows); err != nil {
		return nil, nil, err
	}
	if _, err := r.ReadByte(); err != io.EOF { // the seal of the last piece holds, and nothing follows
		return nil, nil, errOtherIndex
	}
	return slots, x, nil
}

func indexHead(state head) []byte {
	b := binary.BigEndian.AppendUint64([]byte(indexMagic), state.txn)
	return append(b, state.set[:]...)
}

// firstSlot is where the first of a record's revisions lies.
func (b *book) firstSlot(r *row) uint64 {
	revs := b.revs(r)
	first := revs[0].slot
	for i := range revs {
		first = min(first, revs[i].slot)
	}
	return first
}

// takeIndex gives every row the number of its document; false when the rows are
// not those of the index, or changed since they were loaded.
func (n *Notebook) takeIndex(slots []uint64, x *model.Index) bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	rows := n.book.rows
	if n.touched || len(slots) != len(rows) {
		return false
	}
	order := make([]uint32, len(rows))
	for i := range order {
		order[i] = uint32(i)
	}
	slices.SortFunc(order, func(a, b uint32) int { return cmp.Compare(n.book.firstSlot(&rows[a]), n.book.firstSlot(&rows[b])) })
	docs, taken := make([]uint32, len(rows)), make([]bool, len(rows))
	for doc, slot := range slots {
		i, ok := slices.BinarySearchFunc(order, slot, func(at uint32, slot uint64) int { return cmp.Compare(n.book.firstSlot(&rows[at]), slot) })
		if !ok || taken[order[i]] {
			return false
		}
		taken[order[i]], docs[doc] = true, order[i]
	}
	for doc, at := range docs {
		rows[at].doc = uint32(doc)
	}
	n.book.docs, n.index, n.kept = docs, x, n.loaded.txn
	return true
}

// keepIndex writes the index of a large notebook, where it is whole. The notebook
// is closed but for its files, and the writer's lock is held.
func (n *Notebook) keepIndex() error {
	n.mu.RLock()
	defer n.mu.RUnlock()
	switch {
	case n.readOnly || n.index == nil || n.failed != nil || n.bulk || len(n.late) > 0 || n.store.broken != nil,
		len(n.book.rows) < n.indexKept, n.kept == n.store.head.txn:
		return nil
	}
	number := make([]uint32, len(n.book.docs))
	count := uint32(0)
	for doc, at := range n.book.docs {
		if n.book.rows[at].doc == uint32(doc) {
			count++
			number[doc] = count
		}
	}
	err := ReplaceFile(filepath.Join(n.dir, indexFile), func(w io.Writer) error {
		sealed, err := n.keys.NewWriterFor(seal.Index, w, []byte(indexFile), n.random)
		if err != nil {
			return err
		}
		b := bufio.NewWriterSize(sealed, 64<<10)
		_, _ = b.Write(indexHead(n.store.head))
		_, _ = b.Write(binary.AppendUvarint(nil, uint64(count)))
		last := int64(0)
		for doc, at := range n.book.docs {
			if number[doc] != 0 {
				slot := int64(n.book.firstSlot(&n.book.rows[at]))
				_, _ = b.Write(binary.AppendVarint(nil, slot-last))
				last = slot
			}
		}
		return errors.Join(n.index.Write(b, number), sealed.Close())
	})
	if err != nil {
		return fmt.Errorf("keep the index: %w", err)
	}
	return nil
}

// dropIndex removes the index that was kept: it is no longer that of the store.
func (n *Notebook) dropIndex() { _ = os.Remove(filepath.Join(n.dir, indexFile)) }
