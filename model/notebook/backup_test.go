package notebook

import (
	"archive/tar"
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"plumbline/model"
)

func TestASnapshotIsKeptOfEachSessionThatChanged(t *testing.T) {
	n := testNotebook(t)
	record(t, n, observation("one"))
	n = reopenNotebook(t, n)
	n = reopenNotebook(t, n) // nothing changed
	list, err := n.Snapshots()
	if err != nil || len(list) != 1 {
		t.Fatalf("%d snapshots, %v", len(list), err)
	}
	// A snapshot is a notebook's store: put in its place, it opens and goes on.
	want := n.Digest()
	record(t, n, observation("two"))
	if err := n.Close(); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(list[0].Path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(n.store.path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	for range 3 {
		if n, err = openDerived(n.dir, OpenOptions{}); err != nil {
			t.Fatal(err)
		}
		if n.Digest() != want {
			t.Error("the snapshot holds other records")
		}
		if err := n.SaveDraft("d", []byte("x")); err != nil {
			t.Fatal(err)
		}
		if err := n.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

func TestSnapshotsAreLetGo(t *testing.T) {
	now := time.Date(2024, 5, 31, 12, 0, 0, 0, time.UTC)
	var list []Snapshot
	for hours := 0; hours < 24*60; hours += 5 { // sixty days of sessions
		list = append(list, Snapshot{At: now.Add(-time.Duration(hours) * time.Hour)})
	}
	kept := 0
	oldest := time.Duration(0)
	days := map[string]bool{}
	for i, keep := range keptSnapshots(list) {
		if keep {
			kept++
			oldest = max(oldest, now.Sub(list[i].At))
			days[list[i].At.Format(time.DateOnly)] = true
		}
		if i < keepSessions && !keep {
			t.Errorf("session %d is let go", i)
		}
	}
	if kept < 9 || kept > 14 || oldest < 20*24*time.Hour || oldest > 28*24*time.Hour || len(days) < 9 {
		t.Errorf("%d kept of %d days, the oldest %v", kept, len(days), oldest)
	}
}

func TestPruningLeavesWhatIsKept(t *testing.T) {
	dir := t.TempDir()
	now := time.Date(2024, 5, 31, 12, 0, 0, 0, time.UTC)
	for i := range 30 {
		name := filepath.Join(dir, now.Add(-time.Duration(i)*time.Minute).Format(snapshotForm))
		os.WriteFile(name+".db", []byte("x"), 0o600)
		os.WriteFile(name+".hdr", nil, 0o600)
	}
	os.WriteFile(filepath.Join(dir, "y.db"+partSuffix), nil, 0o600)
	os.WriteFile(filepath.Join(dir, "letter.db"), nil, 0o600)
	if err := pruneSnapshots(dir); err != nil {
		t.Fatal(err)
	}
	if left := listFiles(t, dir); len(left) != 2*keepSessions+1 {
		t.Errorf("left: %v", left)
	}
}

func TestABackupIsTakenInUseAndRestored(t *testing.T) {
	n := testNotebook(t)
	o := record(t, n, observation("one"))
	e := attach(t, n, o.ID, "a", bytes.Repeat([]byte("content"), 50_000))
	var work sync.WaitGroup
	stop := make(chan struct{})
	work.Go(func() { // others go on writing
		for i := 0; ; i++ {
			select {
			case <-stop:
				return
			default:
				if err := n.SaveDraft("d", bytes.Repeat([]byte{byte(i)}, 5000)); err != nil {
					t.Error(err)
				}
			}
		}
	})
	file := filepath.Join(t.TempDir(), "copy.tar")
	err := n.Backup(context.Background(), file, nil)
	close(stop)
	work.Wait()
	if err != nil {
		t.Fatal(err)
	}
	if err := n.Backup(context.Background(), file, nil); err == nil {
		t.Error("a backup is overwritten")
	}
	dir := filepath.Join(t.TempDir(), "back")
	got, err := Restore(context.Background(), file, dir, ByPassphrase(pass), nil)
	if err != nil {
		t.Fatal(err)
	}
	if got.Plan != "T21" || got.Name != "Tester" || got.Organisation != "Org" || got.Verified != 1 || !got.OK() || got.At.Year() != 2024 {
		t.Errorf("it says %+v", got)
	}
	back, err := openDerived(dir, OpenOptions{})
	if err != nil {
		t.Fatal(err)
	}
	defer back.Close()
	if back.Digest() != n.Digest() || !bytes.Equal(extract(t, back, e.ID), extract(t, n, e.ID)) {
		t.Error("another notebook came back")
	}
	if r, err := back.Check(context.Background(), true, nil); err != nil || !r.OK() {
		t.Errorf("check: %+v, %v", r.Faults, err)
	}
}

func TestABadBackupLeavesNothing(t *testing.T) {
	n := testNotebook(t)
	o := record(t, n, observation("one"))
	attach(t, n, o.ID, "a", bytes.Repeat([]byte("content"), 5_000))
	file := filepath.Join(t.TempDir(), "copy.tar")
	if err := n.Backup(context.Background(), file, nil); err != nil {
		t.Fatal(err)
	}
	good, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	flipped := bytes.Clone(good)
	flipped[bytes.Index(good, []byte(storeFile))+512+pageHead+16] ^= 1
	other := bytes.Clone(good)
	other[bytes.Index(good, []byte(infoFile))+512+100] ^= 1
	noFile := repack(t, good, func(name string) bool { return !strings.HasPrefix(name, blobFolder) })
	late := repack(t, good, func(name string) bool { return name != infoFile })
	pack := func(names ...string) []byte {
		var b bytes.Buffer
		w := tar.NewWriter(&b)
		for _, name := range names {
			content := []byte("x")
			if name == headerFile {
				content = n.header.Bytes()
			}
			w.WriteHeader(&tar.Header{Name: name, Mode: 0o600, Size: int64(len(content))})
			w.Write(content)
		}
		w.Close()
		return b.Bytes()
	}
	for what, c := range map[string]struct {
		file []byte
		want error
	}{
		"another":     {other, ErrDamaged},
		"no evidence": {noFile, ErrNotNotebook},
		"says naught": {late, ErrNotNotebook},
		"cut":         {good[:len(good)/2], ErrNotNotebook},
		"flipped":     {flipped, ErrDamaged},
		"empty":       {nil, ErrNotNotebook},
		"no store":    {pack(headerFile), ErrNotNotebook},
		"traversal":   {pack(headerFile, "../../evil"), ErrNotNotebook},
		"twice":       {pack(headerFile, storeFile, storeFile), ErrNotNotebook},
		"wrong order": {pack(storeFile, headerFile), ErrNotNotebook},
		"odd name":    {pack(headerFile, storeFile, "blobs/zz/x"), ErrNotNotebook},
	} {
		os.WriteFile(file, c.file, 0o600)
		dir := filepath.Join(t.TempDir(), "back")
		if _, err := Restore(context.Background(), file, dir, ByPassphrase(pass), nil); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", what, err)
		}
		for _, left := range []string{dir, dir + partSuffix} {
			if _, err := os.Lstat(left); err == nil {
				t.Errorf("%s: something is left", what)
			}
		}
	}
	os.WriteFile(file, good, 0o600)
	if _, err := Restore(context.Background(), file, n.dir, ByPassphrase(pass), nil); !errors.Is(err, ErrExists) {
		t.Errorf("over a notebook: %v", err)
	}
	if _, err := Restore(context.Background(), file, filepath.Join(t.TempDir(), "b"), ByPassphrase([]byte("no")), nil); !errors.Is(err, ErrWrongPassphrase) {
		t.Errorf("wrong passphrase: %v", err)
	}
	if _, err := n.View(model.ID{}); !errors.Is(err, ErrNotFound) {
		t.Error(err)
	}
}

// repack makes the archive again with the entries that may stay.
func repack(t *testing.T, archive []byte, stays func(name string) bool) []byte {
	t.Helper()
	var b bytes.Buffer
	w, r := tar.NewWriter(&b), tar.NewReader(bytes.NewReader(archive))
	for {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if content, err := io.ReadAll(r); err != nil {
			t.Fatal(err)
		} else if stays(h.Name) {
			if err := w.WriteHeader(h); err != nil {
				t.Fatal(err)
			}
			w.Write(content)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
