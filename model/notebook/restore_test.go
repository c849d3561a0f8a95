package notebook

import (
	"archive/tar"
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"plumbline/model/seal"
)

// A stop of a backup and of a restore leaves nothing, and both say how far they
// are.
func TestBackupAndRestoreAreStopped(t *testing.T) {
	n := testNotebook(t)
	o := record(t, n, observation("one"))
	attach(t, n, o.ID, "a", bytes.Repeat([]byte("content"), 300_000))
	file, dir := filepath.Join(t.TempDir(), "b"), filepath.Join(t.TempDir(), "back")
	byKeys := func(context.Context, *seal.Header) (*seal.Keys, error) { _, k, err := derivedKeys(); return k, err }
	for what, run := range map[string]func(context.Context, func(int, int)) error{
		"backup": func(ctx context.Context, step func(int, int)) error { return n.Backup(ctx, file, step) },
		"restore": func(ctx context.Context, step func(int, int)) error {
			if _, err := os.Stat(file); err != nil {
				if err := n.Backup(context.Background(), file, nil); err != nil {
					return err
				}
			}
			_, err := Restore(ctx, file, dir, byKeys, step)
			os.Remove(file)
			return err
		},
	} {
		ctx, stop := context.WithCancel(context.Background())
		var last, all int
		err := run(ctx, func(done, total int) {
			if done < last || done > total {
				t.Errorf("%s: %d of %d after %d", what, done, total, last)
			}
			if last, all = done, total; done > total/3 {
				stop()
			}
		})
		if !errors.Is(err, context.Canceled) || all == 0 {
			t.Errorf("%s: %v at %d of %d", what, err, last, all)
		}
		for _, left := range []string{file, file + partSuffix, dir, dir + partSuffix} {
			if _, err := os.Stat(left); err == nil {
				t.Errorf("%s: %s is left", what, filepath.Base(left))
			}
		}
		if left, _ := os.ReadDir(filepath.Join(n.dir, tempFolder)); len(left) > 0 {
			t.Errorf("%s: the copy of the store is left", what)
		}
	}
}

// An evidence file that was damaged before the backup keeps nothing else from
// coming back, and is told.
func TestADamagedEvidenceFileIsToldAndTheRestComesBack(t *testing.T) {
	n := testNotebook(t)
	o := record(t, n, observation("one"))
	e := attach(t, n, o.ID, "a", []byte("content"))
	attach(t, n, o.ID, "b", []byte("another"))
	path := n.blobPath(e.Blob)
	good, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	bad := bytes.Clone(good)
	bad[100] ^= 1
	os.WriteFile(path, bad, 0o600)
	file, dir := filepath.Join(t.TempDir(), "b"), filepath.Join(t.TempDir(), "back")
	err = n.Backup(context.Background(), file, nil)
	os.WriteFile(path, good, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	got, err := Restore(context.Background(), file, dir, ByPassphrase(pass), nil)
	if err != nil || len(got.Faults) != 1 || got.Faults[0].Kind != FaultFile || got.Faults[0].Record != e.ID || got.Verified != 1 {
		t.Errorf("%+v, %v", got, err)
	}
}

// A notebook of one's own that happens to have the name of the working folder is
// not taken for the remains of a restore.
func TestAFolderOfOnesOwnIsNotTakenForRemains(t *testing.T) {
	n := testNotebook(t)
	file, dir := filepath.Join(t.TempDir(), "b"), filepath.Join(t.TempDir(), "back")
	if err := n.Backup(context.Background(), file, nil); err != nil {
		t.Fatal(err)
	}
	own := testNotebookIn(t, dir+partSuffix)
	record(t, own, observation("mine"))
	if _, err := Restore(context.Background(), file, dir, ByPassphrase(pass), nil); !errors.Is(err, ErrExists) {
		t.Errorf("%v", err)
	}
	if r, err := own.Check(context.Background(), true, nil); err != nil || !r.OK() {
		t.Errorf("%v, %v", r.Faults, err)
	}
}

// A file that says it is much longer than it is, or holds more files than its
// sealed summary says, is refused before the disk fills.
func TestABackupCannotSayMoreThanItHolds(t *testing.T) {
	n := testNotebook(t)
	o := record(t, n, observation("one"))
	attach(t, n, o.ID, "a", []byte("content"))
	file := filepath.Join(t.TempDir(), "b")
	if err := n.Backup(context.Background(), file, nil); err != nil {
		t.Fatal(err)
	}
	good, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	more := func(extra ...string) []byte {
		var b bytes.Buffer
		b.Write(bytes.TrimRight(good, "\x00"))
		b.Write(make([]byte, -b.Len()&511))
		w := tar.NewWriter(&b)
		for _, name := range extra {
			w.WriteHeader(&tar.Header{Name: name, Mode: 0o600, Size: 1})
			w.Write([]byte("x"))
		}
		w.Close()
		return b.Bytes()
	}
	name := "blobs/ab/ab" + strings.Repeat("0", 30)
	for what, b := range map[string][]byte{"one file more": more(name), "a link": linked(t, good, name)} {
		os.WriteFile(file, b, 0o600)
		dir := filepath.Join(t.TempDir(), "back")
		if _, err := Restore(context.Background(), file, dir, ByPassphrase(pass), nil); !errors.Is(err, ErrNotNotebook) {
			t.Errorf("%s: %v", what, err)
		}
		if _, err := os.Stat(dir + partSuffix); err == nil {
			t.Errorf("%s: something is left", what)
		}
	}
}

// linked puts a symbolic link out of the folder before the store.
func linked(t *testing.T, archive []byte, name string) []byte {
	t.Helper()
	var b bytes.Buffer
	small := repack(t, archive, func(n string) bool { return n == headerFile || n == infoFile })
	b.Write(small[:len(small)-1024])
	w := tar.NewWriter(&b)
	w.WriteHeader(&tar.Header{Name: "blobs", Linkname: "/tmp", Typeflag: tar.TypeSymlink})
	w.WriteHeader(&tar.Header{Name: name, Mode: 0o600, Size: 0})
	w.Close()
	return b.Bytes()
}

// Backup files are strangers' bytes: whatever they hold, restoring neither
// crashes nor leaves anything but a whole notebook.
func FuzzRestore(f *testing.F) {
	n := testNotebook(f)
	e := record(f, n, observation("one"))
	attach(f, n, e.ID, "a", []byte("content"))
	file := filepath.Join(f.TempDir(), "b")
	if err := n.Backup(context.Background(), file, nil); err != nil {
		f.Fatal(err)
	}
	good, err := os.ReadFile(file)
	if err != nil {
		f.Fatal(err)
	}
	want := n.Digest()
	f.Add([]byte{}, 0, byte(0))
	f.Add([]byte("not a tar"), 0, byte(0))
	for _, at := range []int{0, 100, 124, 156, 512, 700, 1024, 1600, 2048, 2172, 5000, len(good) - 2000} {
		f.Add([]byte(nil), at, byte(1))
	}
	f.Fuzz(func(t *testing.T, instead []byte, at int, flip byte) {
		b := instead
		if len(instead) < 600 { // a good one with a few bytes changed
			b = bytes.Clone(good)
			at = max(at, -at) % len(b)
			b[max(at, 0)] ^= flip
			copy(b[max(at, 0):], instead)
		}
		file, dir := filepath.Join(t.TempDir(), "b"), filepath.Join(t.TempDir(), "r")
		if err := os.WriteFile(file, b, 0o600); err != nil {
			t.Fatal(err)
		}
		byKeys := func(context.Context, *seal.Header) (*seal.Keys, error) { _, k, err := derivedKeys(); return k, err }
		got, err := Restore(context.Background(), file, dir, byKeys, nil)
		if err != nil {
			if list := listFiles(t, filepath.Dir(dir)); len(list) > 0 {
				t.Errorf("left after %v: %v", err, list)
			}
			return
		}
		back, err := openDerived(dir, OpenOptions{ReadOnly: true})
		if err != nil {
			t.Fatal(err)
		}
		defer back.Close()
		if back.Digest() != want || got.Records == 0 {
			t.Error("another notebook came back")
		}
	})
}

func TestFoldersWithOddNamesAreErased(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no such names there")
	}
	n := testNotebookIn(t, filepath.Join(t.TempDir(), `a[b]*?\`))
	record(t, n, observation("one"))
	if err := n.KeepSnapshot(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := n.Erase(nil); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(n.dir); err == nil {
		t.Errorf("left: %v", listFiles(t, n.dir))
	}
}
