package notebook

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sort"
	"testing"
	"time"

	"plumbline/model"
)

// The fault rounds in short form. Each harms a copy of one notebook and asks
// that opening gives an error or exactly what was written: never something else
// in silence, never a crash, never a wait without end.

// harmed is a closed notebook with its store file as it was.
type harmed struct {
	dir   string
	good  []byte
	state [32]byte
}

// state is a hash over everything that the notebook holds.
func state(t testing.TB, n *Notebook) [32]byte {
	t.Helper()
	var all []string
	for v, err := range n.Records("") {
		if err != nil {
			t.Fatal(err)
		}
		h, err := n.History(v.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range h {
			all = append(all, fmt.Sprintf("%s %x", r.ID, r.Body))
		}
	}
	for _, k := range n.Drafts() {
		d, err := n.Draft(k)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, k+string(d))
	}
	sort.Strings(all)
	return sha256.Sum256(fmt.Append(nil, all))
}

// worn makes a notebook with a history of edits, drafts and dropped drafts, so
// that its file has branches, overflowing and free pages.
func worn(t testing.TB) *harmed {
	t.Helper()
	n := testNotebook(t)
	r := rand.New(rand.NewPCG(5, 6))
	long := func() string { return string(bytes.Repeat([]byte("word "), r.IntN(600))) }
	var changes []Change
	for i := range 250 {
		o := observation(fmt.Sprint("number ", i))
		o.Note = long()
		changes = append(changes, Change{Next: o})
	}
	if _, err := n.RecordAll(changes); err != nil {
		t.Fatal(err)
	}
	for i := range 60 {
		v, err := n.View(changes[r.IntN(len(changes))].Next.Base().ID)
		if err != nil {
			t.Fatal(err)
		}
		o := *v.Record.(*model.Observation)
		o.Place = fmt.Sprint("place ", i)
		if _, err := n.Record(v, &o); err != nil {
			t.Fatal(err)
		}
		if err := n.SaveDraft(fmt.Sprint("draft ", i%7), []byte(long())); err != nil {
			t.Fatal(err)
		}
	}
	h := &harmed{dir: n.dir, state: state(t, n)}
	if err := n.Close(); err != nil {
		t.Fatal(err)
	}
	var err error
	if h.good, err = os.ReadFile(filepath.Join(n.dir, storeFile)); err != nil {
		t.Fatal(err)
	}
	h.good = h.good[:reach(t, h.good)] // without the room that bbolt keeps ahead
	return h
}

// reach is where the pages of a file end that it counts as its own.
func reach(t testing.TB, file []byte) int {
	w := walker{f: bytes.NewReader(file), size: int64(len(file))}
	if err := w.readMetas(); err != nil {
		t.Fatal(err)
	}
	return int(w.meta.high) * pageSize
}

// open opens the notebook with another store file: "same", or the error; it
// fails the test when it holds anything else.
func (h *harmed) open(t testing.TB, what string, file []byte) error {
	t.Helper()
	if err := os.WriteFile(filepath.Join(h.dir, storeFile), file, 0o600); err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() {
		n, err := openDerived(h.dir, OpenOptions{NoSnapshots: true})
		if err == nil {
			<-n.Ready()
			if state(t, n) != h.state {
				t.Errorf("%s: other records in silence", what)
			}
			err = n.Close()
		}
		done <- err
	}()
	select {
	case err := <-done:
		if err != nil && !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrNewer) {
			t.Errorf("%s: %v", what, err)
		}
		return err
	case <-time.After(5 * time.Minute):
		t.Fatalf("%s: opening does not end", what)
		return nil
	}
}

// livePages lists the pages that the tree reaches, the metas among them.
func livePages(t testing.TB, file []byte) []int {
	t.Helper()
	w := walker{f: bytes.NewReader(file), size: int64(len(file)), visit: func(leaf) error { return nil }, fault: func(err error) error { return err }}
	if err := w.walk(); err != nil {
		t.Fatal(err)
	}
	pages := []int{0, 1}
	for id := range int(w.meta.high) {
		if w.seen[id/64]&(1<<(id%64)) != 0 {
			pages = append(pages, id)
		}
	}
	return pages
}

func TestFlippedBitsAreNoticed(t *testing.T) {
	h := worn(t)
	r := rand.New(rand.NewPCG(7, 8))
	pages := livePages(t, h.good)
	noticed := map[string]int{}
	for i := range 300 {
		at := pages[r.IntN(len(pages))] * pageSize
		where := "live"
		if i%2 == 0 { // in a header or table
			where = "structure"
			at += r.IntN(min(pageSize, pageHead+entrySize*max(4, int(binary.LittleEndian.Uint16(h.good[at+10:])))))
		} else {
			at += r.IntN(pageSize)
		}
		bad := bytes.Clone(h.good)
		bad[at] ^= 1 << r.IntN(8)
		if h.open(t, fmt.Sprintf("bit at %d (%s)", at, where), bad) != nil {
			noticed[where]++
		}
	}
	if noticed["live"] < 60 || noticed["structure"] < 100 {
		t.Errorf("only %v of 150 each noticed: the test does not reach what is in use", noticed)
	}
	if err := h.open(t, "untouched", h.good); err != nil {
		t.Error(err)
	}
}

func TestCutAndZeroedFilesAreNoticed(t *testing.T) {
	h := worn(t)
	r := rand.New(rand.NewPCG(9, 10))
	pages := livePages(t, h.good)
	for range 150 {
		h.open(t, "cut", h.good[:r.IntN(len(h.good))])
	}
	for range 40 {
		bad := bytes.Clone(h.good)
		clear(bad[pages[r.IntN(len(pages))]*pageSize:][:pageSize])
		if h.open(t, "zeroed page", bad) == nil {
			t.Error("a zeroed page is not noticed")
		}
	}
	for what, bad := range map[string][]byte{"empty": {}, "noise": bytes.Repeat([]byte{0xa5}, 70_000), "two beginnings": h.good[:2*pageSize]} {
		if h.open(t, what, bad) == nil {
			t.Errorf("%s: accepted", what)
		}
	}
}

// An older page, an older value, an older file and a value of another notebook
// are each genuine bytes, and still not what was written.
func TestOlderStatesAreNoticed(t *testing.T) {
	n := testNotebook(t)
	for i := range 40 {
		record(t, n, observation(fmt.Sprint(i)))
	}
	n = reopenNotebook(t, n)
	older, err := os.ReadFile(n.store.path)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 40 {
		if err := n.SaveDraft("d", fmt.Append(nil, i)); err != nil {
			t.Fatal(err)
		}
	}
	h := &harmed{dir: n.dir, state: state(t, n)}
	if err := n.Close(); err != nil {
		t.Fatal(err)
	}
	h.good, _ = os.ReadFile(n.store.path)
	for _, id := range livePages(t, h.good) {
		at := id * pageSize
		if at+pageSize > len(older) || bytes.Equal(older[at:at+pageSize], h.good[at:at+pageSize]) {
			continue
		}
		bad := bytes.Clone(h.good)
		copy(bad[at:at+pageSize], older[at:])
		if h.open(t, fmt.Sprint("older page ", id), bad) == nil {
			t.Errorf("older page %d is not noticed", id)
		}
	}
}

// Check finds what is wrong in a notebook that does not open, and counts what
// can still be read.
func TestCheckSpeaksOfADamagedNotebook(t *testing.T) {
	h := worn(t)
	pages := livePages(t, h.good)
	whole, err := Check(context.Background(), h.dir, pass, true, nil)
	if err != nil || !whole.OK() || whole.Revisions != whole.Readable || whole.Records < 250 {
		t.Fatalf("whole: %+v, %v", whole, err)
	}
	r := rand.New(rand.NewPCG(11, 12))
	for range 3 {
		bad := bytes.Clone(h.good)
		for range 2 {
			clear(bad[pages[2+r.IntN(len(pages)-2)]*pageSize:][:pageSize])
		}
		os.WriteFile(filepath.Join(h.dir, storeFile), bad, 0o600)
		got, err := Check(context.Background(), h.dir, pass, false, nil)
		if err != nil || got.OK() || got.Readable < whole.Revisions*3/4 || got.Readable > whole.Revisions {
			t.Errorf("two pages zeroed: %d faults, %d of %d readable, %v", len(got.Faults), got.Readable, whole.Revisions, err)
		}
	}
	clear(h.good[:2*pageSize])
	os.WriteFile(filepath.Join(h.dir, storeFile), h.good, 0o600)
	if got, err := Check(context.Background(), h.dir, pass, false, nil); err != nil || got.OK() || got.Readable < whole.Revisions {
		t.Errorf("no beginning: %+v, %v", got.Readable, err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Check(ctx, h.dir, pass, false, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("given up: %v", err)
	}
}

// FuzzPages feeds the walker what no notebook would write: it must end, without
// a panic, within the file.
func FuzzPages(f *testing.F) {
	n := testNotebook(f)
	record(f, n, observation("one"))
	if err := n.Close(); err != nil {
		f.Fatal(err)
	}
	good, err := os.ReadFile(n.store.path)
	if err != nil {
		f.Fatal(err)
	}
	good = good[:min(len(good), 16*pageSize)]
	f.Add(uint32(8200), []byte{1, 2, 3})
	f.Fuzz(func(t *testing.T, at uint32, patch []byte) {
		file := bytes.Clone(good)
		copy(file[int(at)%len(file):], patch)
		for i := range 2 { // a hostile file has good checksums
			fixMeta(file[i*pageSize:])
		}
		w := walker{f: bytes.NewReader(file), size: int64(len(file)), fault: func(error) error { return nil }}
		w.visit = func(l leaf) error {
			_, err := entries(0, l.page, pageLeaf, nil, nil)
			return err
		}
		w.walk()
		_, keys := derived()
		carve(bytes.NewReader(file), int64(len(file)), keys.Box("rec", nil))
	})
}

func fixMeta(page []byte) {
	h := uint64(14695981039346656037) // FNV-1a, 64 bits
	for _, b := range page[pageHead : pageHead+56] {
		h = (h ^ uint64(b)) * 1099511628211
	}
	binary.LittleEndian.PutUint64(page[pageHead+56:], h)
}
