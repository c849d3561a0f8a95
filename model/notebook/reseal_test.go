package notebook

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"plumbline/model/seal"
)

var freshPass = []byte("harbour lantern copper willow")

// A notebook under a new key holds everything, nothing of it opens with the old key, and its merges can be taken back.
func TestResealKeepsEverythingUnderAnotherKey(t *testing.T) {
	a, b := cheapNotebook(t), cheapNotebook(t)
	o := record(t, a, observation("one"))
	e := attach(t, a, o.ID, "a.txt", []byte("what was said at the gate"))
	for i := range 3 { // slots with gaps
		if err := a.SaveDraft("d", bytes.Repeat([]byte("draft"), i+1)); err != nil {
			t.Fatal(err)
		}
	}
	m := mergedFrom(t, a, b)
	if err := a.SetSetting("columns", []byte("wide")); err != nil {
		t.Fatal(err)
	}
	if _, err := a.MakeRecovery(seal.Quorum{Needed: 2, Given: 3}); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "k.backup")
	if err := a.Backup(t.Context(), file, nil); err != nil {
		t.Fatal(err)
	}
	dir, last := filepath.Join(t.TempDir(), "fresh"), 0
	got, err := a.Reseal(t.Context(), dir, freshPass, cheapFloor, func(done, total int) {
		if done < last || done > total {
			t.Errorf("%d of %d after %d", done, total, last)
		}
		last = done
	})
	if err != nil || !got.OK() || len(got.Backups) != 1 || last == 0 {
		t.Fatalf("%+v, %d, %v", got, last, err)
	}
	old := a.keys.Notebook()
	want := a.Digest()
	if err := openErr(dir); !errors.Is(err, ErrWrongPassphrase) {
		t.Errorf("the old passphrase: %v", err)
	}
	n, err := Open(dir, freshPass)
	if err != nil {
		t.Fatal(err)
	}
	defer n.Close()
	if n.Digest() != want || n.keys.Notebook() == old || n.Key() != a.Key() {
		t.Error("another notebook, or under the same key")
	}
	var text bytes.Buffer
	if err := n.Extract(t.Context(), e.ID, &text); err != nil || text.String() != "what was said at the gate" {
		t.Errorf("evidence: %q, %v", text.String(), err)
	}
	if d, err := n.Draft("d"); err != nil || !strings.HasPrefix(string(d), "draft") {
		t.Errorf("draft: %q, %v", d, err)
	}
	if v, err := n.Setting("columns"); err != nil || string(v) != "wide" {
		t.Errorf("setting: %q, %v", v, err)
	}
	if _, parted, err := n.Recovery(); parted || err != nil {
		t.Errorf("parts of the old key open it: %v", err)
	}
	if list, err := n.Backups(); len(list) != 0 || err != nil {
		t.Errorf("backups of the old key: %v, %v", list, err)
	}
	if k, err := a.borrowKeys(); err != nil {
		t.Error(err)
	} else if _, _, err := n.headerOpens(k); err == nil {
		t.Error("the old key reads the new store")
	}
	if _, err := n.TakeBack(t.Context(), m, nil); err != nil {
		t.Errorf("take back: %v", err)
	}
	record(t, n, observation("after"))
}

// headerOpens says whether a key reads the store.
func (n *Notebook) headerOpens(k *seal.Keys) ([]uint64, [][]byte, error) {
	s := &store{db: n.store.db, file: n.store.file, box: k.Box(seal.Records, n.random)}
	return s.from(0, 1)
}

// mergedFrom merges what another notebook recorded, and gives the parcel.
func mergedFrom(t *testing.T, a, b *Notebook) [32]byte {
	t.Helper()
	record(t, b, observation("theirs"))
	return merge(t, a, packed(t, b, PackOptions{}, a), MergeOptions{AcceptUnknown: true}).Parcel
}

func TestResealRefusesAndStops(t *testing.T) {
	n := cheapNotebook(t)
	o := record(t, n, observation("one"))
	e := attach(t, n, o.ID, "a", bytes.Repeat([]byte("content"), 100_000))
	dir := filepath.Join(t.TempDir(), "fresh")
	ctx, stop := context.WithCancel(t.Context())
	_, err := n.Reseal(ctx, dir, freshPass, cheapFloor, func(int, int) { stop() })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("stopped: %v", err)
	}
	for _, left := range []string{dir, dir + partSuffix} {
		if _, err := os.Stat(left); err == nil {
			t.Errorf("%s is left", filepath.Base(left))
		}
	}
	if _, err := n.Reseal(t.Context(), n.dir, freshPass, cheapFloor, nil); !errors.Is(err, ErrExists) && !errors.Is(err, ErrPlace) {
		t.Errorf("onto itself: %v", err)
	}
	path := n.blobPath(e.Blob)
	good, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	bad := bytes.Clone(good)
	bad[len(bad)/2] ^= 1
	os.WriteFile(path, bad, 0o600)
	got, err := n.Reseal(t.Context(), dir, freshPass, cheapFloor, nil)
	os.WriteFile(path, good, 0o600)
	if err != nil || len(got.Faults) != 1 || got.Faults[0].Kind != FaultMissing || got.Faults[0].Record != e.ID {
		t.Errorf("with a damaged file: %+v, %v", got.Faults, err)
	}
	if _, err := n.View(o.ID); err != nil {
		t.Errorf("the old one: %v", err)
	}
}
