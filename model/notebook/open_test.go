package notebook

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"plumbline/model"
	"plumbline/model/seal"
)

func openErr(dir string, o ...OpenOptions) error {
	n, err := Open(dir, pass, o...)
	if err == nil {
		err = n.Close()
	}
	return err
}

func TestOpeningTellsWhatIsWrong(t *testing.T) {
	n := testNotebook(t)
	record(t, n, observation("one"))
	if err := openErr(n.dir); !errors.Is(err, ErrInUse) {
		t.Errorf("in use: %v", err)
	}
	if err := openErr(n.dir, OpenOptions{ReadOnly: true}); !errors.Is(err, ErrInUse) {
		t.Errorf("in use, for reading: %v", err)
	}
	if _, err := Check(context.Background(), n.dir, pass, false, nil); !errors.Is(err, ErrInUse) {
		t.Errorf("in use, to check: %v", err)
	}
	if err := n.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(n.dir, []byte("another passphrase")); !errors.Is(err, ErrWrongPassphrase) {
		t.Errorf("wrong passphrase: %v", err)
	}
	if _, err := Check(context.Background(), n.dir, []byte("no"), false, nil); !errors.Is(err, ErrWrongPassphrase) {
		t.Errorf("wrong passphrase, to check: %v", err)
	}
	empty := t.TempDir()
	if err := openErr(empty); !errors.Is(err, ErrNotNotebook) {
		t.Errorf("an empty folder: %v", err)
	}
	if err := openErr(filepath.Join(empty, "no")); !errors.Is(err, ErrNotNotebook) {
		t.Errorf("no folder: %v", err)
	}
	if err := openErr(n.dir); err != nil {
		t.Errorf("after all that: %v", err)
	}
}

// files keeps and puts back the files of a closed notebook.
type files map[string][]byte

func keepFiles(t testing.TB, dir string, names ...string) files {
	t.Helper()
	f := files{}
	for _, name := range names {
		b, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		f[name] = b
	}
	return f
}

func (f files) putBack(t testing.TB, dir string) {
	t.Helper()
	for name, b := range f {
		if err := os.WriteFile(filepath.Join(dir, name), b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func TestOneCopyOfTheHeaderIsEnough(t *testing.T) {
	n := testNotebook(t)
	if err := n.Close(); err != nil {
		t.Fatal(err)
	}
	good := keepFiles(t, n.dir, headerFile, headerFile2, storeFile)
	newer := bytes.Clone(good[headerFile])
	newer[5] = 9
	cut := good[headerFile][:40]
	for what, break1 := range map[string][]byte{"newer": newer, "cut": cut, "gone": nil} {
		for _, name := range map[string][]string{"newer": {headerFile}, "cut": {headerFile2}, "gone": {headerFile, headerFile2}}[what] {
			good.putBack(t, n.dir)
			path := filepath.Join(n.dir, name)
			if os.Remove(path); break1 != nil {
				os.WriteFile(path, break1, 0o600)
			}
			if r, err := Check(context.Background(), n.dir, pass, false, nil); err != nil || len(r.Faults) != 1 || r.Faults[0].Kind != FaultHeader {
				t.Errorf("%s %s: check %+v, %v", what, name, r.Faults, err)
			}
			if err := openErr(n.dir); err != nil {
				t.Errorf("%s %s: %v", what, name, err)
			}
			if b, _ := os.ReadFile(path); !bytes.Equal(b, good[headerFile]) {
				t.Errorf("%s %s: not put right", what, name)
			}
		}
	}
	for what, c := range map[string]struct {
		b    []byte
		want error
	}{"newer": {newer, ErrNewer}, "cut": {cut, ErrDamaged}, "gone": {nil, ErrDamaged}} {
		for _, name := range []string{headerFile, headerFile2} {
			if os.Remove(filepath.Join(n.dir, name)); c.b != nil {
				os.WriteFile(filepath.Join(n.dir, name), c.b, 0o600)
			}
		}
		if err := openErr(n.dir); !errors.Is(err, c.want) {
			t.Errorf("both %s: %v", what, err)
		}
	}
	good.putBack(t, n.dir)
	os.Remove(filepath.Join(n.dir, storeFile))
	if err := openErr(n.dir); !errors.Is(err, ErrDamaged) {
		t.Errorf("without its store: %v", err)
	}
	if r, err := Check(context.Background(), n.dir, pass, false, nil); err != nil || r.OK() {
		t.Errorf("without its store: check %v", err)
	}
	good.putBack(t, n.dir)
}

// A header that asks for too little or too much work is refused before any.
func TestACheapenedHeaderIsRefused(t *testing.T) {
	n := testNotebook(t)
	if err := n.Close(); err != nil {
		t.Fatal(err)
	}
	for _, memory := range []byte{0, 0x7f} {
		for _, name := range []string{headerFile, headerFile2} {
			path := filepath.Join(n.dir, name)
			b, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			b[43] = memory
			if memory == 0 {
				b[44], b[45] = 0, 16
			}
			sum := sha256.Sum256(b[:len(b)-32])
			os.WriteFile(path, append(b[:len(b)-32], sum[:]...), 0o600)
		}
		if err := openErr(n.dir); !errors.Is(err, seal.ErrKDF) || !errors.Is(err, ErrDamaged) {
			t.Errorf("got %v", err)
		}
	}
}

func TestCreateTakesOnlyAFreeFolder(t *testing.T) {
	dir := t.TempDir()
	o := testOptions()
	o.made = nil                   // once in full
	n, err := Create(dir, pass, o) // an empty one
	if err != nil {
		t.Fatal(err)
	}
	if err := n.Close(); err != nil {
		t.Fatal(err)
	}
	o.made = derivedKeys
	if _, err := Create(dir, pass, o); !errors.Is(err, ErrExists) {
		t.Errorf("over a notebook: %v", err)
	}
	full := t.TempDir()
	os.WriteFile(filepath.Join(full, "letter.txt"), nil, 0o600)
	if _, err := Create(full, pass, o); !errors.Is(err, ErrExists) {
		t.Errorf("over a file: %v", err)
	}
	// What a Create that was cut short has left does not stand in the way.
	for _, name := range []string{headerFile, headerFile2} {
		os.Remove(filepath.Join(dir, name))
	}
	if n, err = Create(dir, pass, o); err != nil {
		t.Fatal(err)
	}
	if err := n.Close(); err != nil {
		t.Error(err)
	}
	for _, name := range []string{"Dropbox", "OneDrive - Org", "Yandex.Disk", "My Drive/x/y"} {
		place := filepath.Join(t.TempDir(), filepath.FromSlash(name), "n")
		if _, err := Create(place, pass, o); !errors.Is(err, ErrPlace) {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := os.Stat(place); err == nil {
			t.Errorf("%s: a folder was left", name)
		}
	}
	synced := t.TempDir()
	os.Mkdir(filepath.Join(synced, ".stfolder"), 0o700)
	if _, err := Create(filepath.Join(synced, "n"), pass, o); !errors.Is(err, ErrPlace) {
		t.Errorf("Syncthing: %v", err)
	}
	o.AnyPlace = true
	if n, err = Create(filepath.Join(synced, "n"), pass, o); err != nil {
		t.Fatal(err)
	}
	n.Close()
	o.AnyPlace, o.made = false, nil
	if _, err := Create(filepath.Join(t.TempDir(), "n"), nil, o); !errors.Is(err, seal.ErrPassphrase) {
		t.Errorf("no passphrase: %v", err)
	}
	o.made = derivedKeys
	o.Plan = []model.Record{observation("no plan")}
	left := filepath.Join(t.TempDir(), "n")
	if _, err := Create(left, pass, o); err == nil {
		t.Error("a plan of observations is taken")
	}
	if _, err := os.Stat(left); err == nil {
		t.Error("a folder was left")
	}
}

func TestFilesAreForTheirUserOnly(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no such modes")
	}
	n := testNotebook(t)
	o := record(t, n, observation("one"))
	attach(t, n, o.ID, "a", []byte("x"))
	n = reopenNotebook(t, n)
	filepath.Walk(n.dir, func(path string, info os.FileInfo, err error) error {
		if want := os.FileMode(0o600); err != nil || !info.IsDir() && info.Mode().Perm() != want || info.IsDir() && info.Mode().Perm() != 0o700 {
			t.Errorf("%s: %v, %v", filepath.Base(path), info.Mode(), err)
		}
		return nil
	})
}

func TestReadOnlyWritesNothing(t *testing.T) {
	n := testNotebook(t)
	v := record(t, n, observation("one"))
	if err := n.Close(); err != nil {
		t.Fatal(err)
	}
	names := listFiles(t, n.dir)
	before := keepFiles(t, n.dir, names...)
	r, err := Open(n.dir, pass, OpenOptions{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	if got, err := r.View(v.ID); err != nil || got.Record.(*model.Observation).Title["en"] != "one" {
		t.Error(err)
	}
	if c, err := r.Count(model.Query{Words: "one"}); err != nil || c != 1 {
		t.Error(c, err)
	}
	_, rec := r.Record(model.View{}, observation("two"))
	_, att := r.Attach(context.Background(), v.ID, "a", bytes.NewReader(nil), AttachOptions{})
	for what, err := range map[string]error{"record": rec, "attach": att, "draft": r.SaveDraft("a", []byte("b"))} {
		if !errors.Is(err, ErrReadOnly) {
			t.Errorf("%s: %v", what, err)
		}
	}
	twin, err := Open(n.dir, pass, OpenOptions{ReadOnly: true})
	if err != nil {
		t.Errorf("two readers: %v", err)
	} else {
		twin.Close()
	}
	if err := r.Close(); err != nil {
		t.Error(err)
	}
	for name, b := range keepFiles(t, n.dir, listFiles(t, n.dir)...) {
		if !bytes.Equal(before[name], b) {
			t.Errorf("%s changed", name)
		}
	}
}

// What a sync service does to an open notebook is an error, not a crash, and no
// later write is acknowledged.
func TestAFileChangedUnderTheOpenNotebook(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("an open file cannot be replaced there")
	}
	for what, harm := range map[string]func(path string) error{
		"cut":      func(p string) error { return os.Truncate(p, 8192) },
		"emptied":  func(p string) error { return os.Truncate(p, 0) },
		"zeroed":   func(p string) error { return overwrite(p, 2*pageSize) },
		"blanked":  func(p string) error { return overwrite(p, 0) },
		"removed":  os.Remove,
		"replaced": func(p string) error { b, _ := os.ReadFile(p); os.Remove(p); return os.WriteFile(p, b, 0o600) },
		"renamed":  func(p string) error { return os.Rename(p, p+".conflict") },
	} {
		n, err := Create(filepath.Join(t.TempDir(), "n"), pass, testOptions())
		if err != nil {
			t.Fatal(err)
		}
		v := record(t, n, observation("one"))
		<-n.Ready()
		if err := harm(n.store.path); err != nil {
			t.Fatal(err)
		}
		if _, err := n.View(v.ID); what != "removed" && what != "replaced" && what != "renamed" && !errors.Is(err, ErrDamaged) {
			t.Errorf("%s: reading gives %v", what, err)
		}
		for range 2 {
			_, err := n.Record(model.View{}, observation("two"))
			if moved := what == "removed" || what == "replaced" || what == "renamed"; !errors.Is(err, ErrDamaged) || errors.Is(err, ErrMoved) != moved {
				t.Errorf("%s: writing gives %v", what, err)
			}
		}
		n.Close()
	}
}

// overwrite puts zeros over a file from a place on, without making it shorter.
func overwrite(path string, from int64) error {
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	_, err = f.WriteAt(make([]byte, info.Size()-from), from)
	return err
}

// A folder that is gone while the notebook is open, as when its drive is taken
// out, refuses what is written; put back, the notebook goes on.
func TestAFolderThatIsGoneAndComesBack(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("a folder with open files cannot be moved there")
	}
	n := testNotebook(t)
	record(t, n, observation("one"))
	away := n.dir + "-away"
	if err := os.Rename(n.dir, away); err != nil {
		t.Fatal(err)
	}
	_, written := n.Record(model.View{}, observation("two"))
	for what, err := range map[string]error{
		"record": written, "draft": n.SaveDraft("d", []byte("x")), "passphrase": n.SetPassphrase(t.Context(), []byte("new"), seal.Floor),
		"backup": n.Backup(context.Background(), filepath.Join(t.TempDir(), "b"), nil),
	} {
		if err == nil || what != "backup" && !errors.Is(err, ErrMoved) {
			t.Errorf("%s: %v", what, err)
		}
	}
	if _, err := os.Lstat(n.dir); err == nil {
		t.Error("something was written where the folder was")
	}
	if err := os.Rename(away, n.dir); err != nil {
		t.Fatal(err)
	}
	if err := n.SaveDraft("d", []byte("x")); err != nil {
		t.Errorf("put back: %v", err)
	}
	record(t, n, observation("three"))
}

// Opening says how far it is, and ends where it is told to; the notebook is as it was.
func TestOpeningIsCountedAndStopped(t *testing.T) {
	n := testNotebook(t)
	for range 40 {
		record(t, n, observation("one"))
	}
	if err := n.Close(); err != nil {
		t.Fatal(err)
	}
	last, all := 0, 0
	n, err := Open(n.dir, pass, OpenOptions{Progress: func(done, total int) error {
		if done <= last || done > total {
			t.Errorf("%d of %d after %d", done, total, last)
		}
		last, all = done, total
		return nil
	}})
	if err != nil || last != all || all < 40 {
		t.Fatalf("%d of %d, %v", last, all, err)
	}
	if err := n.Close(); err != nil {
		t.Fatal(err)
	}
	for at := 0; at < all; {
		reached := 0
		err := openErr(n.dir, OpenOptions{Progress: func(done, _ int) error {
			if done <= at {
				return nil
			}
			reached = max(reached, done)
			return context.Canceled
		}})
		if !errors.Is(err, context.Canceled) || errors.Is(err, ErrDamaged) {
			t.Fatalf("stopped after %d: %v", at, err)
		}
		at = reached
	}
	if err := openErr(n.dir); err != nil {
		t.Errorf("after stopping: %v", err)
	}
}
