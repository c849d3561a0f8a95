//go:build linux || darwin

package notebook

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"plumbline/model"
)

// childVar, when set, makes this test binary a writer in that folder: see
// TestMain.
const childVar = "PLUMBLINE_TEST_WRITER"

func TestMain(m *testing.M) {
	if dir := os.Getenv(childVar); dir != "" {
		writeForEver(dir)
	}
	os.Exit(m.Run())
}

// writeForEver opens a notebook and writes records, drafts and evidence, and
// says each title once it is acknowledged.
func writeForEver(dir string) {
	n, err := Open(dir, pass)
	for i := 0; err == nil; i++ {
		title := fmt.Sprintf("%d-%d", os.Getpid(), i)
		switch i % 4 {
		case 3:
			err = n.SaveDraft("d", []byte(title))
		case 2:
			var v model.View
			if v, err = n.View(lastOf(n)); err == nil {
				_, err = n.Attach(context.Background(), v.ID, title, strings.NewReader(strings.Repeat(title, 3000)), AttachOptions{})
			}
		default:
			_, err = n.RecordAll([]Change{{Next: observation(title)}, {Next: observation(title + " twin")}})
		}
		fmt.Println(title)
	}
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

func lastOf(n *Notebook) model.ID {
	p, _ := n.Find(model.Query{Order: model.ByWritten, Limit: 1})
	return p.IDs[0]
}

// A writer that is killed at any moment loses nothing that it acknowledged, and
// leaves nothing half done.
func TestKilledWritersLoseNothing(t *testing.T) {
	n := testNotebook(t)
	if err := n.Close(); err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(13, 14))
	said := map[string]bool{}
	for range 40 {
		c := exec.Command(os.Args[0])
		c.Env = append(os.Environ(), childVar+"="+n.dir)
		var complaint bytes.Buffer
		c.Stderr = &complaint
		out, err := c.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(out)
		for acks := r.IntN(14); acks >= 0 && lines.Scan(); acks-- {
			said[lines.Text()] = true
			for range r.IntN(20_000) { // somewhere inside what comes next
			}
		}
		c.Process.Signal(syscall.SIGKILL)
		for lines.Scan() { // what it said before the kill counts too
			said[lines.Text()] = true
		}
		c.Wait()
		if complaint.Len() > 0 {
			t.Fatal(complaint.String())
		}
		afterKill(t, n.dir, said)
	}
}

// afterKill opens the notebook, and holds it against what was said.
func afterKill(t *testing.T, dir string, said map[string]bool) {
	t.Helper()
	n, err := openDerived(dir, OpenOptions{NoSnapshots: true})
	if err != nil {
		t.Fatal(err)
	}
	defer n.Close()
	if r, err := n.Check(context.Background(), true, nil); err != nil || !r.OK() {
		t.Fatalf("after a kill: %+v, %v", r.Faults, err)
	}
	here := map[string]bool{}
	for v, err := range n.Records("") {
		if err != nil {
			t.Fatal(err)
		}
		switch x := v.Record.(type) {
		case *model.Observation:
			here[x.Title["en"]] = true
		case *model.Evidence:
			here[x.OriginalName] = true
			if err := n.Extract(context.Background(), v.ID, io.Discard); err != nil {
				t.Fatal(err)
			}
		}
	}
	for title := range said {
		var i int
		fmt.Sscanf(title[strings.IndexByte(title, '-')+1:], "%d", &i)
		if i%4 != 3 && !here[title] {
			t.Fatalf("%s was acknowledged and is gone", title)
		}
		if i%4 < 2 && !here[title+" twin"] {
			t.Fatalf("half of %s is gone", title)
		}
	}
	for title := range here {
		if base, twin := strings.CutSuffix(title, " twin"); twin && !here[base] {
			t.Fatalf("half of %s is here", base)
		}
	}
	if left, _ := os.ReadDir(filepath.Join(dir, tempFolder)); len(left) > 0 {
		t.Fatalf("%d temporary files left", len(left))
	}
}

const limitVar = "PLUMBLINE_TEST_LIMIT"

// A full disk, met at any place of a write, is an error; the notebook stays as
// it was and goes on once there is room. A limit on the size of files stands
// for the disk: it needs no rights.
func TestAFullDiskIsAnError(t *testing.T) {
	if os.Getenv(limitVar) == "" { // the limit would hold for the test's own log too
		c := exec.Command(os.Args[0], "-test.run=^TestAFullDiskIsAnError$")
		c.Env = append(os.Environ(), limitVar+"=1")
		if out, err := c.CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		return
	}
	signal.Ignore(syscall.SIGXFSZ)
	defer signal.Reset(syscall.SIGXFSZ)
	var was syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &was); err != nil {
		t.Skip(err)
	}
	limit := func(n uint64) {
		l := was
		l.Cur = n
		if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &l); err != nil {
			t.Fatal(err)
		}
	}
	defer limit(was.Cur)
	n := testNotebook(t)
	o := record(t, n, observation("one"))
	note := string(bytes.Repeat([]byte("long "), 4000))
	full := 0
	for room := uint64(0); room < 40; room++ {
		before, rows := n.Digest(), len(n.book.rows)
		limit(uint64(reach(t, readStore(t, n))) + room*pageSize/2)
		for try := 0; try < 30; try++ {
			next := observation("more")
			next.Note = note
			_, err := n.Record(model.View{}, next)
			if err == nil {
				before, rows = n.Digest(), len(n.book.rows)
				continue
			}
			full++
			if !errors.Is(err, ErrFull) || !next.ID.IsZero() || n.Digest() != before || len(n.book.rows) != rows {
				t.Fatalf("room %d: %v", room, err)
			}
			if _, err := n.View(o.ID); err != nil {
				t.Fatal(err)
			}
			break
		}
		limit(was.Cur)
		if _, err := n.Record(model.View{}, observation("room again")); err != nil {
			t.Fatalf("room %d: with room again: %v", room, err)
		}
	}
	if full < 20 {
		t.Errorf("the disk was full %d times", full)
	}
	before := listFiles(t, n.dir)
	for _, room := range []uint64{0, 10, 70_000, 200_000} {
		limit(room)
		_, err := n.Attach(context.Background(), o.ID, "a", bytes.NewReader(make([]byte, 300_000)), AttachOptions{})
		_, create := Create(filepath.Join(t.TempDir(), "n"), pass, testOptions())
		backup := n.Backup(context.Background(), filepath.Join(t.TempDir(), "b"))
		limit(was.Cur)
		for what, err := range map[string]error{"attach": err, "create": create, "backup": backup} {
			if !errors.Is(err, ErrFull) && !(what == "create" && room > 60_000) {
				t.Errorf("%s with %d bytes: %v", what, room, err)
			}
		}
	}
	if after := listFiles(t, n.dir); strings.Join(after, " ") != strings.Join(before, " ") {
		t.Errorf("left behind: %v", after)
	}
	n = reopenNotebook(t, n)
	if r, err := n.Check(context.Background(), true, nil); err != nil || !r.OK() {
		t.Errorf("at the end: %+v, %v", r.Faults, err)
	}
}

func readStore(t testing.TB, n *Notebook) []byte {
	t.Helper()
	b, err := os.ReadFile(n.store.path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}
