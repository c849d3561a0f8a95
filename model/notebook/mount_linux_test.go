package notebook

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"plumbline/model"
)

// smallDisk mounts a disk of some MiB in memory, where the test may.
func smallDisk(t *testing.T, mib int) string {
	t.Helper()
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, fmt.Sprintf("size=%dm", mib)); err != nil {
		t.Skip("needs the right to mount: ", err)
	}
	t.Cleanup(func() { syscall.Unmount(dir, 0) })
	return dir
}

func TestASmallDiskFillsUp(t *testing.T) {
	disk := smallDisk(t, 4)
	n := testNotebookIn(t, filepath.Join(disk, "n"))
	note := string(bytes.Repeat([]byte("long "), 20_000))
	written := 0
	var err error
	for ; err == nil && written < 1000; written++ {
		o := observation("more")
		o.Note = note
		_, err = n.Record(model.View{}, o)
	}
	if !errors.Is(err, ErrFull) {
		t.Fatalf("after %d: %v", written, err)
	}
	page, _ := n.Find(model.Query{})
	if page.Total != written-1 {
		t.Errorf("%d of %d acknowledged are there", page.Total, written-1)
	}
	_, err = n.Attach(context.Background(), page.IDs[0], "a", bytes.NewReader(make([]byte, 8<<20)), AttachOptions{})
	if !errors.Is(err, ErrFull) {
		t.Errorf("attach: %v", err)
	}
	if left, _ := os.ReadDir(filepath.Join(n.dir, tempFolder)); len(left) != 0 {
		t.Errorf("%d temporary files left", len(left))
	}
	if err := n.Close(); err != nil { // no room for a snapshot, and no error for it
		t.Error(err)
	}
	again, err := openDerived(n.dir, OpenOptions{})
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	if c, _ := again.Count(model.Query{}); c != written-1 {
		t.Errorf("%d of %d after opening", c, written-1)
	}
}

func TestAReadOnlyDisk(t *testing.T) {
	disk := smallDisk(t, 40)
	n := testNotebookIn(t, filepath.Join(disk, "n"))
	v := record(t, n, observation("one"))
	e := attach(t, n, v.ID, "a", []byte("content"))
	if err := n.Close(); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mount("tmpfs", disk, "tmpfs", syscall.MS_REMOUNT|syscall.MS_RDONLY, ""); err != nil {
		t.Skip(err)
	}
	if _, err := openDerived(n.dir, OpenOptions{}); !errors.Is(err, ErrReadOnly) {
		t.Errorf("for writing: %v", err)
	}
	if _, err := Create(filepath.Join(disk, "m"), pass, testOptions()); !errors.Is(err, ErrReadOnly) {
		t.Errorf("create: %v", err)
	}
	r, err := openDerived(n.dir, OpenOptions{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if got := extract(t, r, e.ID); string(got) != "content" {
		t.Errorf("got %q", got)
	}
	if _, err := r.Record(model.View{}, observation("two")); !errors.Is(err, ErrReadOnly) {
		t.Errorf("record: %v", err)
	}
	if rep, err := r.Check(context.Background(), true, nil); err != nil || !rep.OK() {
		t.Errorf("check: %+v, %v", rep.Faults, err)
	}
	if err := r.Backup(context.Background(), filepath.Join(t.TempDir(), "b"), nil); err != nil {
		t.Errorf("backup: %v", err)
	}
}
