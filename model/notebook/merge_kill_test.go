//go:build unix

package notebook

import (
	"bufio"
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"plumbline/model"
	"plumbline/model/parcel"
	"plumbline/model/seal"
)

// A merge that is killed leaves a sound notebook with a beginning of what came,
// and going on brings the rest.
func TestAKilledMergeGoesOn(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("PLUMBLINE_COALITION_KEY", makeCoalition(t, dir, 2, mergeBatch+500))
	for kill := 1; ; kill++ {
		if killedAfter(t, child("merge", dir), kill) {
			break
		}
		r, err := Check(t.Context(), filepath.Join(dir, "n"), pass, false, nil)
		if err != nil || !r.OK() {
			t.Fatalf("killed after %d steps: %+v, %v", kill, r.Faults, err)
		}
	}
	n, err := Open(filepath.Join(dir, "n"), pass, OpenOptions{NoSnapshots: true})
	if err != nil {
		t.Fatal(err)
	}
	defer n.Close()
	want := wantedOf(t, dir)
	got := map[model.RevID]bool{}
	for i := range n.book.rows {
		for _, x := range n.book.revs(&n.book.rows[i]) {
			got[x.id] = true
		}
	}
	for id := range want {
		if !got[id] {
			t.Fatal("a revision is missing")
		}
	}
	for _, m := range n.Merges() {
		if !m.Whole {
			t.Error("a merge is not whole")
		}
	}
}

// killedAfter kills a command after some lines of its progress; true when it came
// to its end before.
func killedAfter(t *testing.T, c *exec.Cmd, lines int) bool {
	t.Helper()
	c.Stderr = os.Stderr
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	done, seen := false, 0
	for s := bufio.NewScanner(out); s.Scan(); {
		done = done || strings.HasPrefix(s.Text(), "said new")
		if strings.HasPrefix(s.Text(), "merged") {
			if seen++; seen == lines {
				c.Process.Kill()
			}
		}
	}
	if err := c.Wait(); err != nil && seen < lines {
		t.Fatal(err)
	}
	return done
}

// wantedOf lists every revision of the parcels.
func wantedOf(t *testing.T, dir string) map[model.RevID]bool {
	t.Helper()
	key, err := seal.ParseKey(os.Getenv("PLUMBLINE_COALITION_KEY"))
	if err != nil {
		t.Fatal(err)
	}
	want := map[model.RevID]bool{}
	names, err := filepath.Glob(filepath.Join(dir, "*.parcel"))
	if err != nil || len(names) != 2 {
		t.Fatal(names, err)
	}
	for _, name := range names {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		p, err := parcelOf(b, key)
		if err != nil {
			t.Fatal(err)
		}
		for it, err := range p.Revisions() {
			if err != nil {
				t.Fatal(err)
			}
			want[it.Revision.ID] = true
		}
	}
	return want
}

func parcelOf(b []byte, key *seal.Key) (*parcel.Reader, error) {
	return parcel.Open(bytes.NewReader(b), int64(len(b)), seal.ByKeys(key))
}
