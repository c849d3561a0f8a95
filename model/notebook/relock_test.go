package notebook

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"plumbline/model/seal"
)

// opens says whether a passphrase opens the notebook in a folder, and closes it
// again without a trace.
func opens(t *testing.T, dir string, pass string) error {
	t.Helper()
	n, err := Open(dir, []byte(pass), OpenOptions{ReadOnly: true})
	if err == nil {
		err = n.Close()
	}
	return err
}

// cheapFloor is the cost of a guess in tests that make many.
var cheapFloor = seal.Cost{Time: 1, Memory: 1 << 10, Lanes: 4}

// cheapNotebook is one whose passphrase may be derived often: a guess costs
// milliseconds while the test runs.
func cheapNotebook(t *testing.T) *Notebook {
	t.Helper()
	was := seal.Floor
	seal.Floor = cheapFloor
	t.Cleanup(func() { seal.Floor = was })
	o := testOptions()
	o.made, o.KDF = nil, seal.Floor
	n, err := Create(filepath.Join(t.TempDir(), "n"), pass, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { n.Close() })
	return n
}

func reopenCheap(t *testing.T, n *Notebook) *Notebook {
	t.Helper()
	if err := n.Close(); err != nil {
		t.Fatal(err)
	}
	again, err := Open(n.dir, pass, OpenOptions{Now: n.now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { again.Close() })
	return again
}

func TestANewPassphraseOpensAndTheOldOneDoesNot(t *testing.T) {
	n := cheapNotebook(t)
	record(t, n, observation("one"))
	n = reopenCheap(t, n) // with a snapshot
	record(t, n, observation("two"))
	want := n.Digest()
	old := filepath.Join(t.TempDir(), "old.backup")
	if err := n.Backup(context.Background(), old, nil); err != nil {
		t.Fatal(err)
	}
	if err := n.Opens(t.Context(), []byte("another")); !errors.Is(err, ErrWrongPassphrase) {
		t.Errorf("opens with anything: %v", err)
	}
	if err := n.Opens(t.Context(), pass); err != nil {
		t.Errorf("does not know its passphrase: %v", err)
	}
	if err := n.SetPassphrase(t.Context(), []byte("a new one"), seal.Floor); err != nil {
		t.Fatal(err)
	}
	if err := n.SetPassphrase(t.Context(), nil, seal.Floor); !errors.Is(err, seal.ErrPassphrase) {
		t.Errorf("an empty one: %v", err)
	}
	record(t, n, observation("three"))
	fresh := filepath.Join(t.TempDir(), "new.backup")
	if err := n.Backup(context.Background(), fresh, nil); err != nil {
		t.Fatal(err)
	}
	list, err := n.Snapshots()
	if err != nil || len(list) != 1 {
		t.Fatalf("%d snapshots, %v", len(list), err)
	}
	if err := n.Close(); err != nil {
		t.Fatal(err)
	}
	if err := opens(t, n.dir, string(pass)); !errors.Is(err, ErrWrongPassphrase) {
		t.Errorf("the old passphrase: %v", err)
	}
	if err := opens(t, n.dir, "a new one"); err != nil {
		t.Errorf("the new passphrase: %v", err)
	}
	hs, err := readHeaders(n.dir)
	if err != nil || !hs.whole {
		t.Errorf("the two copies differ: %v", err)
	}
	// The header beside the snapshot went along, the backup's did not.
	b, err := os.ReadFile(list[0].Path[:len(list[0].Path)-len(".db")] + ".hdr")
	if err != nil || !bytes.Equal(b, n.header.Bytes()) {
		t.Errorf("the snapshot opens with the old passphrase: %v", err)
	}
	for file, phrase := range map[string]string{old: string(pass), fresh: "a new one"} {
		back := filepath.Join(t.TempDir(), "back")
		got, err := Restore(context.Background(), file, back, ByPassphrase([]byte(phrase)), nil)
		if err != nil || !got.OK() {
			t.Fatalf("%v %v", got.Faults, err)
		}
		m, err := Open(back, []byte(phrase), OpenOptions{ReadOnly: true})
		if err != nil {
			t.Fatal(err)
		}
		if file == old && m.Digest() != want {
			t.Error("the old backup holds something else")
		}
		m.Close()
	}
}

// Whatever a stop leaves of the two headers, the notebook opens, and then both
// are the same again.
func TestAStopBetweenTheHeadersLeavesANotebookThatOpens(t *testing.T) {
	n := cheapNotebook(t)
	record(t, n, observation("one"))
	before := n.header.Bytes()
	if err := n.SetPassphrase(t.Context(), []byte("a new one"), seal.Floor); err != nil {
		t.Fatal(err)
	}
	after := n.header.Bytes()
	if err := n.Close(); err != nil {
		t.Fatal(err)
	}
	for what, c := range map[string]struct {
		first, second []byte
		pass          string
		other         error
	}{
		"only the second, then the old": {before, after, string(pass), ErrWrongPassphrase},
		"only the second, then the new": {before, after, "a new one", ErrWrongPassphrase},
		"half of the second":            {before, after[:40], string(pass), nil},
		"half of the first":             {after[:40], after, "a new one", nil},
	} {
		os.WriteFile(filepath.Join(n.dir, headerFile), c.first, 0o600)
		os.WriteFile(filepath.Join(n.dir, headerFile2), c.second, 0o600)
		m, err := Open(n.dir, []byte(c.pass), OpenOptions{NoSnapshots: true})
		if err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		if err := m.Close(); err != nil {
			t.Fatal(err)
		}
		hs, err := readHeaders(n.dir)
		if err != nil || !hs.whole {
			t.Errorf("%s: not made one again: %v", what, err)
		}
		if _, _, err := hs.unlock(t.Context(), []byte(c.pass)); err != nil {
			t.Errorf("%s: what opened it does not any more: %v", what, err)
		}
	}
}

// A disk that refuses the second header leaves the first, and the notebook as it
// was.
func TestARefusedHeaderLeavesTheOldPassphrase(t *testing.T) {
	n := cheapNotebook(t)
	blocked := filepath.Join(n.dir, headerFile+partSuffix)
	if err := os.Mkdir(blocked, 0o700); err != nil { // the first copy cannot be written
		t.Fatal(err)
	}
	if err := n.SetPassphrase(t.Context(), []byte("a new one"), seal.Floor); err == nil {
		t.Error("said to be changed")
	}
	if err := n.Opens(t.Context(), pass); err != nil {
		t.Errorf("in memory: %v", err)
	}
	os.Remove(blocked)
	if err := n.Close(); err != nil {
		t.Fatal(err)
	}
	if err := opens(t, n.dir, string(pass)); err != nil {
		t.Errorf("the old passphrase: %v", err)
	}
	if err := opens(t, n.dir, "a new one"); !errors.Is(err, ErrWrongPassphrase) {
		t.Errorf("the refused one: %v", err)
	}
}

func TestRecoveryPartsOpenAndGiveANewPassphrase(t *testing.T) {
	n := cheapNotebook(t)
	record(t, n, observation("one"))
	want := n.Digest()
	if _, has, err := n.Recovery(); has || err != nil {
		t.Errorf("has parts before any were made: %v", err)
	}
	parts, err := n.MakeRecovery(seal.Quorum{Needed: 2, Given: 3})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range []int{3, 1, 3, 7} {
		if err := n.HandedOver(p); err != nil {
			t.Fatal(err)
		}
	}
	r, has, err := n.Recovery()
	if err != nil || !has || r.Needed != 2 || r.Given != 3 || len(r.Handed) != 2 || r.Handed[0] != 1 || r.Made.Year() != 2024 {
		t.Errorf("says %+v, %v, %v", r, has, err)
	}
	if err := n.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := OpenRecovered(n.dir, parts[:1]); !errors.Is(err, seal.ErrParts) {
		t.Errorf("one part: %v", err)
	}
	m, err := OpenRecovered(n.dir, parts[1:])
	if err != nil {
		t.Fatal(err)
	}
	if m.Digest() != want {
		t.Error("other records")
	}
	if err := m.SetPassphrase(t.Context(), []byte("found again"), seal.Floor); err != nil {
		t.Fatal(err)
	}
	if err := m.Close(); err != nil {
		t.Fatal(err)
	}
	if err := opens(t, n.dir, "found again"); err != nil {
		t.Error(err)
	}
	if err := opens(t, n.dir, string(pass)); !errors.Is(err, ErrWrongPassphrase) {
		t.Errorf("the lost one: %v", err)
	}
	m, err = OpenRecovered(n.dir, []seal.Secret{parts[0], parts[2]}, OpenOptions{ReadOnly: true})
	if err != nil {
		t.Fatalf("the parts after a new passphrase: %v", err)
	}
	if err := errors.Join(m.SetPassphrase(t.Context(), []byte("x"), seal.Floor)); !errors.Is(err, ErrReadOnly) {
		t.Errorf("read only: %v", err)
	}
	m.Close()
}

func TestErasingLeavesNothingThatOpens(t *testing.T) {
	n := cheapNotebook(t)
	o := record(t, n, observation("one"))
	attach(t, n, o.ID, "a", []byte("content"))
	n = reopenCheap(t, n)
	letter := filepath.Join(n.dir, "letter.txt")
	os.WriteFile(letter, []byte("x"), 0o600)
	if err := Erase(n.dir, nil); !errors.Is(err, ErrInUse) {
		t.Errorf("while it is open: %v", err)
	}
	list, err := n.Snapshots()
	if err != nil || len(list) == 0 {
		t.Fatal(err)
	}
	if err := n.Erase(nil); err != nil {
		t.Fatal(err)
	}
	if left := listFiles(t, n.dir); len(left) != 1 || filepath.Base(left[0]) != "letter.txt" {
		t.Errorf("left: %v", left)
	}
	if err := opens(t, n.dir, string(pass)); !errors.Is(err, ErrNotNotebook) {
		t.Errorf("opens: %v", err)
	}
	if err := Erase(n.dir, nil); !errors.Is(err, ErrNotNotebook) {
		t.Errorf("twice: %v", err)
	}
	if err := Erase(filepath.Join(t.TempDir(), "nowhere"), nil); !errors.Is(err, ErrNotNotebook) {
		t.Errorf("nowhere: %v", err)
	}
}

// The bytes of a header are overwritten where they lie, before its name goes.
func TestErasingTellsHowFarItIs(t *testing.T) {
	o := testOptions()
	o.indexKept = 1
	n, err := Create(filepath.Join(t.TempDir(), "n"), pass, o)
	if err != nil {
		t.Fatal(err)
	}
	v := record(t, n, observation("one"))
	for i := range 3 {
		if _, err := n.Attach(t.Context(), v.ID, "photo.jpg", bytes.NewReader([]byte{byte(i)}), AttachOptions{}); err != nil {
			t.Fatal(err)
		}
	}
	if err := n.KeepSnapshot(t.Context()); err != nil {
		t.Fatal(err)
	}
	<-n.ready
	var told []int
	if err := n.Erase(func(done, total int) {
		if told = append(told, done); total != 3+1+1 { // evidence, the snapshot, the rest
			t.Errorf("%d of %d", done, total)
		}
		for _, name := range []string{headerFile, headerFile2, indexFile} {
			if _, err := os.Lstat(filepath.Join(n.dir, name)); err == nil {
				t.Errorf("%s is there at %d", name, done)
			}
		}
	}); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(told, []int{0, 1, 2, 3, 4}) {
		t.Errorf("told %v", told)
	}
	if _, err := os.Lstat(n.dir); err == nil {
		t.Errorf("left: %v", listFiles(t, n.dir))
	}
}

func TestAHeaderIsOverwrittenWhereItLies(t *testing.T) {
	n := cheapNotebook(t)
	path := filepath.Join(n.dir, headerFile)
	if err := n.Close(); err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(path) // still there when the name is gone
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	was, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := shred(path); err != nil {
		t.Fatal(err)
	}
	now := make([]byte, len(was))
	if _, err := f.ReadAt(now, 0); err != nil || bytes.Contains(now, was[:8]) || bytes.Contains(now, was[60:100]) {
		t.Errorf("the key is still there: %v", err)
	}
	if err := Erase(n.dir, nil); err != nil { // goes on with what was begun
		t.Error(err)
	}
}

// The newest snapshot that holds is put in the place of a damaged store, which
// stays beside it.
func TestADamagedNotebookIsPutBack(t *testing.T) {
	n := cheapNotebook(t)
	o := record(t, n, observation("one"))
	e := attach(t, n, o.ID, "a", []byte("content"))
	want := n.Digest()
	n = reopenCheap(t, n)
	record(t, n, observation("two"))
	n = reopenCheap(t, n)
	record(t, n, observation("three"))
	if err := n.SetPassphrase(t.Context(), []byte("a new one"), seal.Floor); err != nil {
		t.Fatal(err)
	}
	n.snapshot = false
	if err := n.Close(); err != nil {
		t.Fatal(err)
	}
	list, err := SnapshotsIn(n.dir)
	if err != nil || len(list) != 2 {
		t.Fatalf("%d snapshots, %v", len(list), err)
	}
	os.Truncate(list[0].Path, 10_000) // the newest does not hold
	os.Truncate(filepath.Join(n.dir, storeFile), 9000)
	if err := opens(t, n.dir, "a new one"); !errors.Is(err, ErrDamaged) {
		t.Fatal(err)
	}
	if _, err := FindRescue(context.Background(), n.dir, pass, nil); !errors.Is(err, ErrWrongPassphrase) {
		t.Errorf("with the old passphrase: %v", err)
	}
	r, err := FindRescue(context.Background(), n.dir, []byte("a new one"), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if r.Path != list[1].Path || r.Records == 0 {
		t.Errorf("found %v with %d records", r.At, r.Records)
	}
	aside, err := r.PutBack(t.Context(), time.Date(2024, 5, 1, 0, 0, 0, 0, time.UTC), nil)
	if err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(filepath.Join(n.dir, aside)); err != nil || info.Size() != 9000 {
		t.Errorf("the damaged file was not kept: %v", err)
	}
	back, err := Open(n.dir, []byte("a new one"))
	if err != nil {
		t.Fatal(err)
	}
	if back.Digest() != want || string(extract(t, back, e.ID)) != "content" {
		t.Error("something else was put back")
	}
	if err := back.Erase(nil); err != nil { // takes the damaged file along
		t.Fatal(err)
	}
	if _, err := os.Stat(n.dir); err == nil {
		t.Errorf("left: %v", listFiles(t, n.dir))
	}
}

// With both headers gone the one beside the snapshot opens it.
func TestANotebookWithoutHeadersIsPutBack(t *testing.T) {
	n := cheapNotebook(t)
	record(t, n, observation("one"))
	n = reopenCheap(t, n)
	want := n.Digest()
	if err := n.Close(); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{headerFile, headerFile2, storeFile} {
		os.WriteFile(filepath.Join(n.dir, name), []byte("noise"), 0o600)
	}
	r, err := FindRescue(context.Background(), n.dir, pass, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if _, err := r.PutBack(t.Context(), time.Now(), nil); err != nil {
		t.Fatal(err)
	}
	back, err := Open(n.dir, pass, OpenOptions{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer back.Close()
	if back.Digest() != want {
		t.Error("something else was put back")
	}
}

// A clock that is set back a year, or forward, costs no snapshot that counts.
func TestAClockSetBackKeepsSnapshots(t *testing.T) {
	n := cheapNotebook(t)
	at := time.Date(2025, 3, 1, 9, 0, 0, 0, time.UTC)
	n.now = func() time.Time { return at }
	var newest time.Time
	for i := range 8 {
		switch i {
		case 3:
			at = at.AddDate(-1, 0, 0)
		case 6:
			at = at.AddDate(2, 0, 0)
		default:
			at = at.Add(time.Hour)
		}
		record(t, n, observation("one"))
		if err := n.KeepSnapshot(t.Context()); err != nil {
			t.Fatal(err)
		}
		if err := n.KeepSnapshot(t.Context()); err != nil { // nothing changed
			t.Fatal(err)
		}
		list, err := n.Snapshots()
		if err != nil || len(list) < min(i+1, keepSessions) || !list[0].At.After(newest) {
			t.Fatalf("after %d: %d snapshots, the newest %v, before %v; %v", i, len(list), list[0].At, newest, err)
		}
		newest = list[0].At
	}
	if err := n.Backup(context.Background(), filepath.Join(t.TempDir(), "b"), nil); err != nil {
		t.Fatal(err)
	}
	if notes, err := n.Backups(); err != nil || len(notes) != 1 || !notes[0].At.Equal(at) {
		t.Errorf("%v, %v", notes, err)
	}
}
