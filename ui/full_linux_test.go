package ui

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"plumbline/model"
	"plumbline/model/notebook"
)

// smallDisk mounts a disk of some MiB in memory, where the test may.
func smallDisk(t *testing.T, mib int) string {
	t.Helper()
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, fmt.Sprintf("size=%dm", mib)); err != nil {
		t.Skip("needs the right to mount: ", err)
	}
	t.Cleanup(func() { syscall.Unmount(dir, syscall.MNT_DETACH) })
	return dir
}

// noise is so many bytes that become no smaller.
func noise(n int) []byte {
	out, r := make([]byte, n), rand.New(rand.NewPCG(1, 2))
	for i := range out {
		out[i] = byte(r.Uint32())
	}
	return out
}

// full waits until it is said that there is no room, and closes that.
func (b *bench) full(heading string) {
	b.t.Helper()
	b.sees(b.say(heading))
	b.sees("The disk has no room left.")
	b.sees("Free some room or choose another disk")
	b.tap("Close")
}

// TestAFullStickIsSaidAndNothingHalfStaysOnIt writes a backup, a copy of evidence and a report where no room is.
func TestAFullStickIsSaidAndNothingHalfStaysOnIt(t *testing.T) {
	stick := smallDisk(t, 1)
	if err := os.WriteFile(filepath.Join(stick, "photos"), noise(1<<20-8<<10), 0o600); err != nil {
		t.Fatal(err)
	}
	var id model.ID
	b := unlocked(t, "en", func(n *notebook.Notebook) {
		torture(t, 3)(n)
		id = attach(t, n, "film.mp4", noise(200<<10), model.Evidence{})
	})
	before, _ := os.ReadDir(stick)
	b.w.show(place{to: atSafety})
	b.settled()
	b.tap("Make a backup")
	b.chooses(filepath.Join(stick, "k.backup"), "actions.save")
	b.full("safety_screen.not_backed_up")
	b.evidences(id)
	b.tap("Export a copy")
	b.chooses(filepath.Join(stick, "film.mp4"), "actions.save")
	b.full("observation_screen.not_extracted")
	r := b.reports()
	b.preflight(r)
	b.write(filepath.Join(stick, "report.xlsx"))
	b.full("report_screen.not_written")
	if after, err := os.ReadDir(stick); err != nil || len(after) != len(before) {
		t.Errorf("%v lie on the stick, %v", after, err)
	}
}

// TestAFullDiskKeepsEvidenceWaiting attaches a file where the notebook's own disk has no room for it.
func TestAFullDiskKeepsEvidenceWaiting(t *testing.T) {
	disk := smallDisk(t, 4)
	plan, err := builtInPlan()
	if err != nil {
		t.Fatal(err)
	}
	n, err := notebook.Create(filepath.Join(disk, "KZ21"), []byte(testPass), notebook.CreateOptions{Plan: plan, KDF: floorCost, AnyPlace: true})
	if err != nil {
		t.Fatal(err)
	}
	if err := n.Close(); err != nil {
		t.Fatal(err)
	}
	b := newBench(t, "en", n.Folder())
	b.unlock(testPass)
	film := filepath.Join(t.TempDir(), "film.mp4")
	if err := os.WriteFile(film, noise(5<<20), 0o600); err != nil {
		t.Fatal(err)
	}
	o := b.forms(place{code: "KZ21-U1"})
	o.title.SetText("With a film")
	b.dropPaths(film)
	b.until("it to be read", func() bool { return len(o.sheet.Evidence) == 1 && o.sheet.Evidence[0].SHA256 != "" })
	b.tap("Save as draft")
	b.sees("Evidence that could not be attached: 1")
	b.sees("The disk has no room left.")
	v, _ := one(t, b.w.desk.book, "With a film")
	b.w.show(place{to: atPlan, code: "KZ21-U1", id: v.ID})
	b.settled()
	b.dropPaths(film)
	b.tap("Attach evidence")
	b.sees(b.say("drop.not_attached"))
	b.sees("The disk has no room left.")
	b.tap("Close")
	if left, err := os.ReadDir(filepath.Join(b.w.desk.book.Folder(), "tmp")); err != nil || len(left) > 0 || len(b.w.desk.book.Attached(v.ID)) > 0 {
		t.Errorf("half of it was left behind: %v %v", left, err)
	}
}

// TestABackupOfALaterProgramIsSaid drops one on the first screen and restores it.
func TestABackupOfALaterProgramIsSaid(t *testing.T) {
	n := newNotebook(t, torture(t, 1))
	file := filepath.Join(t.TempDir(), "k.backup")
	if err := n.Backup(context.Background(), file, nil); err != nil {
		t.Fatal(err)
	}
	n.Close()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	at := bytes.Index(data, []byte("PLNB1"))
	data[at+5] = 9 // the format
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	b := newBench(t, "en", "")
	b.dropPaths(file)
	b.until("restoring", func() bool { return b.w.unlock.tab == tabRestore && b.w.unlock.pass != nil })
	b.w.unlock.pass.Entry.SetText(testPass)
	b.tap("Restore")
	b.sees("A later version of the program wrote this notebook.")
	b.sees("Install the newest version of the program")
	if list, err := b.atHome(); err != nil || len(list) > 0 {
		t.Errorf("%v %v is left", list, err)
	}
}
