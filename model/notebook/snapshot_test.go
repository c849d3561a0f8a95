package notebook

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"plumbline/model"
)

// copying is a snapshot whose copy a test holds in the middle.
type copying struct {
	begun chan struct{} // closed when the store is being copied
	goOn  chan struct{} // lets it go on
	ended chan error
}

// heldCopy begins to keep a snapshot and holds it until the test lets it go on.
func heldCopy(t *testing.T, ctx context.Context, n *Notebook) *copying {
	t.Helper()
	c := &copying{begun: make(chan struct{}), goOn: make(chan struct{}), ended: make(chan error, 1)}
	var once sync.Once
	go func() {
		ctx, giveBack, err := n.takeKeeping(ctx)
		if err != nil {
			c.ended <- err
			return
		}
		defer giveBack()
		c.ended <- n.keepBeside(ctx, n.isChanged, func(int, int) {
			once.Do(func() { close(c.begun) })
			select {
			case <-c.goOn:
			case <-ctx.Done():
			}
		})
	}()
	reached(t, "the copy", c.begun)
	return c
}

// finished lets the copy go on to its end, and gives the only snapshot.
func (c *copying) finished(t *testing.T, n *Notebook) Snapshot {
	t.Helper()
	close(c.goOn)
	if err := reached(t, "the end of the copy", c.ended); err != nil {
		t.Fatal(err)
	}
	list, err := n.Snapshots()
	if err != nil || len(list) != 1 {
		t.Fatalf("%d snapshots, %v", len(list), err)
	}
	return list[0]
}

// reached waits for a state, and fails where it does not come.
func reached[T any](t *testing.T, what string, state <-chan T) (got T) {
	t.Helper()
	select {
	case got = <-state:
	case <-time.After(time.Minute):
		t.Fatalf("%s does not come", what)
	}
	return got
}

// opensSnapshot gives the notebook that a snapshot holds, by its header and a
// passphrase, or where there is none by the keys that tests share.
func opensSnapshot(t *testing.T, s Snapshot, pass []byte) *Notebook {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "kept")
	if err := makeFolders(dir); err != nil {
		t.Fatal(err)
	}
	for from, to := range map[string]string{s.Path: storeFile, strings.TrimSuffix(s.Path, ".db") + ".hdr": headerFile} {
		b, err := os.ReadFile(from)
		if err == nil {
			err = os.WriteFile(filepath.Join(dir, to), b, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	o := OpenOptions{ReadOnly: true}
	open := func() (*Notebook, error) { return openDerived(dir, o) }
	if pass != nil {
		open = func() (*Notebook, error) { return Open(dir, pass, o) }
	}
	n, err := open()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { n.Close() })
	return n
}

func TestASaveDoesNotWaitForASnapshot(t *testing.T) {
	n := testNotebook(t)
	record(t, n, observation("before"))
	want := n.Digest()
	c := heldCopy(t, t.Context(), n)
	saved := make(chan error, 1)
	go func() { _, err := n.Record(model.View{}, observation("meanwhile")); saved <- err }()
	if err := reached(t, "what is saved meanwhile", saved); err != nil {
		t.Fatal(err)
	}
	kept := c.finished(t, n)
	if opensSnapshot(t, kept, nil).Digest() != want {
		t.Error("the snapshot holds something else than was there when it began")
	}
	if err := n.KeepSnapshot(t.Context()); err != nil {
		t.Fatal(err)
	}
	list, err := n.Snapshots()
	if err != nil || len(list) != 2 {
		t.Fatalf("%d snapshots, %v", len(list), err)
	}
	if opensSnapshot(t, list[0], nil).Digest() != n.Digest() {
		t.Error("what was saved meanwhile is in no snapshot")
	}
}

func TestClosingEndsASnapshotAndKeepsItsOwn(t *testing.T) {
	n := testNotebook(t)
	record(t, n, observation("one"))
	want := n.Digest()
	c := heldCopy(t, t.Context(), n)
	if err := n.Close(); err != nil {
		t.Fatal(err)
	}
	if err := reached(t, "the end of the copy", c.ended); !errors.Is(err, ErrClosed) {
		t.Errorf("ended with %v", err)
	}
	list, err := n.Snapshots()
	if err != nil || len(list) != 1 {
		t.Fatalf("%d snapshots, %v", len(list), err)
	}
	if opensSnapshot(t, list[0], nil).Digest() != want {
		t.Error("the snapshot holds something else")
	}
	if files := listFiles(t, filepath.Join(n.dir, backFolder)); len(files) != 2 {
		t.Errorf("left: %v", files)
	}
	if err := n.KeepSnapshot(t.Context()); !errors.Is(err, ErrClosed) {
		t.Errorf("closed: %v", err)
	}
}

func TestErasingLeavesNoSnapshotThatIsBeingKept(t *testing.T) {
	n := testNotebook(t)
	record(t, n, observation("one"))
	c := heldCopy(t, t.Context(), n)
	if err := n.Erase(nil); err != nil {
		t.Fatal(err)
	}
	if err := reached(t, "the end of the copy", c.ended); !errors.Is(err, ErrClosed) {
		t.Errorf("ended with %v", err)
	}
	if _, err := os.Lstat(n.dir); err == nil {
		t.Errorf("left: %v", listFiles(t, n.dir))
	}
}

func TestANewPassphraseReachesASnapshotThatIsBeingKept(t *testing.T) {
	n := cheapNotebook(t)
	record(t, n, observation("one"))
	c := heldCopy(t, t.Context(), n)
	changed := make(chan error, 1)
	go func() { changed <- n.SetPassphrase(t.Context(), []byte("a new one"), cheapFloor) }()
	if err := reached(t, "the new passphrase", changed); err != nil {
		t.Fatal(err)
	}
	kept := c.finished(t, n)
	b, err := os.ReadFile(strings.TrimSuffix(kept.Path, ".db") + ".hdr")
	if err != nil || !bytes.Equal(b, n.header.Bytes()) {
		t.Errorf("the snapshot opens with the old passphrase: %v", err)
	}
	if opensSnapshot(t, kept, []byte("a new one")).Digest() != n.Digest() {
		t.Error("the snapshot holds something else")
	}
}

func TestASnapshotBeforeAMergeWaitsForItsTurnAndIsStopped(t *testing.T) {
	n := testNotebook(t)
	record(t, n, observation("one"))
	c := heldCopy(t, t.Context(), n)
	ctx, stop := context.WithCancel(t.Context())
	left := make(chan error, 1)
	go func() { left <- n.snapshotBefore(ctx, nil) }()
	stop()
	if err := reached(t, "the stop", left); !errors.Is(err, context.Canceled) {
		t.Errorf("stopped with %v", err)
	}
	go func() { left <- n.snapshotBefore(t.Context(), nil) }()
	close(c.goOn)
	if err := errors.Join(reached(t, "the end of the copy", c.ended), reached(t, "the snapshot before", left)); err != nil {
		t.Fatal(err)
	}
	list, err := n.Snapshots()
	if err != nil || len(list) != 2 {
		t.Errorf("%d snapshots, %v", len(list), err)
	}
}

func TestTheCopyBeforeAMergeTellsHowFarItIs(t *testing.T) {
	a, b := laptop(t, "A"), testNotebook(t) // laptops keep no snapshots
	trust(t, b, a)
	record(t, a, seen("one"))
	record(t, a, seen("two"))
	var mu sync.Mutex
	var shares []float64
	copied := func(done, total int) {
		mu.Lock()
		defer mu.Unlock()
		shares = append(shares, float64(done)/float64(total))
	}
	merge(t, b, packed(t, a, PackOptions{}, b), MergeOptions{Copied: copied})
	if last := len(shares) - 1; last < 1 || slices.Index(shares, 1) != last {
		t.Errorf("the copy told %v", shares)
	}
	shares = nil
	record(t, a, seen("three"))
	merge(t, b, packed(t, a, PackOptions{}, b), MergeOptions{Copied: copied})
	if len(shares) > 0 {
		t.Errorf("before the second merge: %v", shares)
	}
}

func TestAStoppedSnapshotLeavesNothing(t *testing.T) {
	n := testNotebook(t)
	record(t, n, observation("one"))
	ctx, stop := context.WithCancel(t.Context())
	c := heldCopy(t, ctx, n)
	stop()
	if err := reached(t, "the end of the copy", c.ended); !errors.Is(err, context.Canceled) {
		t.Errorf("ended with %v", err)
	}
	if files := listFiles(t, filepath.Join(n.dir, backFolder)); len(files) != 0 {
		t.Errorf("left: %v", files)
	}
	// What a killed program leaves goes with the next one.
	for _, name := range []string{"20240101T000000.000Z.hdr", "20240101T000000.000Z.db.part"} {
		if err := os.WriteFile(filepath.Join(n.dir, backFolder, name), []byte("left"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := n.KeepSnapshot(t.Context()); err != nil {
		t.Fatal(err)
	}
	if files := listFiles(t, filepath.Join(n.dir, backFolder)); len(files) != 2 {
		t.Errorf("left: %v", files)
	}
}
