//go:build linux || darwin

package notebook

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"plumbline/model"
	"plumbline/model/seal"
)

// childVar, when set, makes this test binary a writer in that folder: see
// TestMain.
const childVar = "PLUMBLINE_TEST_WRITER"

func TestMain(m *testing.M) {
	if dir := os.Getenv(childVar); dir != "" {
		if act := os.Getenv(actVar); act != "" {
			actForEver(dir, act)
		}
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

// actVar names what the child does with a notebook, over and over.
const actVar = "PLUMBLINE_TEST_ACT"

// passOf is the passphrase after so many changes.
func passOf(i int) []byte {
	if i == 0 {
		return pass
	}
	return fmt.Appendf(nil, "passphrase number %d", i)
}

// actForEver does one thing with what lies in a folder until it is killed, and
// says each time when it is done.
func actForEver(dir, act string) {
	seal.Floor = cheapFloor
	n, err := Open(filepath.Join(dir, "n"), pass)
	for i := 1; err == nil; i++ {
		switch act {
		case "backup":
			err = n.Backup(context.Background(), filepath.Join(dir, fmt.Sprint(i, ".backup")), nil)
		case "passphrase":
			if err = n.SetPassphrase(context.Background(), passOf(i), seal.Floor); err == nil {
				_, err = n.MakeRecovery(seal.Quorum{Needed: 2, Given: 3})
			}
		case "restore":
			_, err = Restore(context.Background(), filepath.Join(dir, "b"), filepath.Join(dir, fmt.Sprint("r", i)), ByPassphrase(pass), nil)
		case "reseal":
			_, err = n.Reseal(context.Background(), filepath.Join(dir, fmt.Sprint("s", i)), passOf(1), seal.Floor, nil)
		case "erase":
			fmt.Println(i)
			if err = n.Erase(nil); err == nil {
				n, err = Create(filepath.Join(dir, "n"), pass, CreateOptions{KDF: seal.Floor, Plan: testPlan()})
			}
		}
		fmt.Println(i)
	}
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

// killedAt runs the child, kills it somewhere after so many times, and gives how
// often it said to be done.
func killedAt(t *testing.T, dir, act string, times, spin int) int {
	t.Helper()
	c := exec.Command(os.Args[0])
	c.Env = append(os.Environ(), childVar+"="+dir, actVar+"="+act)
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
	done := 0
	for ; done < times && lines.Scan(); done++ {
	}
	for range spin { // somewhere inside what comes next
		os.Getpid()
	}
	c.Process.Signal(syscall.SIGKILL)
	for lines.Scan() {
		done++
	}
	c.Wait()
	if complaint.Len() > 0 {
		t.Fatal(complaint.String())
	}
	return done
}

// A process that is killed while it backs up, changes the passphrase, restores,
// seals anew or erases leaves a notebook that opens with what opened it or with what opens it
// now, and no file that passes for what it is not.
func TestKilledCareTakersLeaveNothingHalfDone(t *testing.T) {
	r := rand.New(rand.NewPCG(15, 16))
	for _, act := range []string{"backup", "passphrase", "restore", "reseal", "erase"} {
		n := cheapNotebook(t)
		dir := filepath.Dir(n.dir)
		o := record(t, n, observation("one"))
		attach(t, n, o.ID, "a", bytes.Repeat([]byte("content"), 20_000))
		want := n.Digest()
		if err := n.Backup(context.Background(), filepath.Join(dir, "b"), nil); err != nil {
			t.Fatal(err)
		}
		if err := n.Close(); err != nil {
			t.Fatal(err)
		}
		fresh := keepFiles(t, n.dir, listFiles(t, n.dir)...)
		for range 8 {
			done := killedAt(t, dir, act, r.IntN(3), r.IntN(400_000))
			afterCare(t, dir, act, done, want)
			if err := os.RemoveAll(n.dir); err != nil {
				t.Fatal(err)
			}
			for name := range fresh {
				os.MkdirAll(filepath.Dir(filepath.Join(n.dir, name)), 0o700)
			}
			for _, inner := range []string{blobFolder, backFolder, tempFolder} {
				os.MkdirAll(filepath.Join(n.dir, inner), 0o700)
			}
			fresh.putBack(t, n.dir)
		}
	}
}

// afterCare holds what is left against what was said.
func afterCare(t *testing.T, dir, act string, done int, want [32]byte) {
	t.Helper()
	holds := func(folder string, phrases ...[]byte) error {
		var err error
		for _, p := range phrases {
			var n *Notebook
			if n, err = Open(folder, p, OpenOptions{NoSnapshots: true}); err != nil {
				continue
			}
			defer n.Close()
			if n.Digest() != want && act != "erase" {
				t.Errorf("%s, killed after %d: other records", act, done)
			}
			if rep, err := n.Check(context.Background(), true, nil); err != nil || !rep.OK() {
				t.Errorf("%s, killed after %d: %v %v", act, done, rep.Faults, err)
			}
			return nil
		}
		return err
	}
	notebook := filepath.Join(dir, "n")
	switch act {
	case "passphrase": // each time both headers change twice
		if err := holds(notebook, passOf(done+1), passOf(done)); err != nil {
			t.Errorf("after %d new passphrases: %v", done, err)
		}
		return
	case "erase":
		// The first header goes last: what does not open any more has lost its second, wherever in the first it was stopped.
		err := holds(notebook, pass)
		_, second := os.Stat(filepath.Join(notebook, headerFile2))
		if err == nil || errors.Is(err, ErrNotNotebook) || errors.Is(err, ErrDamaged) && errors.Is(second, fs.ErrNotExist) {
			if err != nil { // goes on with it
				if err := Erase(notebook, nil); err != nil && !errors.Is(err, ErrNotNotebook) {
					t.Errorf("erasing again: %v", err)
				}
			}
			return
		}
		t.Errorf("erased %d times: %v", done/2, err)
		return
	}
	if err := holds(notebook, pass); err != nil {
		t.Errorf("%s: %v", act, err)
	}
	if act == "reseal" {
		for i := 1; i <= done+1; i++ {
			folder := filepath.Join(dir, fmt.Sprint("s", i))
			if _, err := os.Stat(folder); err != nil && i > done {
				break
			}
			if err := holds(folder, passOf(1)); err != nil {
				t.Errorf("sealed anew %d of %d times: %v", i, done, err)
			}
			os.RemoveAll(folder)
		}
		again := filepath.Join(dir, fmt.Sprint("s", done+1)) // over what the kill left
		n, err := Open(notebook, pass, OpenOptions{NoSnapshots: true})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := n.Reseal(context.Background(), again, passOf(2), seal.Floor, nil); err != nil {
			t.Errorf("again: %v", err)
		}
		if err := errors.Join(n.Close(), holds(again, passOf(2)), os.RemoveAll(again)); err != nil {
			t.Errorf("again: %v", err)
		}
		return
	}
	for i := 1; i <= done+1; i++ { // what was begun and not done begins again
		file, folder := filepath.Join(dir, fmt.Sprint(i, ".backup")), filepath.Join(dir, fmt.Sprint("r", i))
		switch _, err := os.Stat(file); {
		case act == "restore":
			file = filepath.Join(dir, "b")
		case err != nil && i <= done:
			t.Errorf("backup %d was said to be done: %v", i, err)
		case err != nil:
			continue
		}
		if _, err := os.Stat(folder); err != nil {
			if act == "restore" && i <= done {
				t.Errorf("restored %d times: %v", done, err)
			}
			if _, err := Restore(context.Background(), file, folder, ByPassphrase(pass), nil); err != nil {
				t.Errorf("%s %d: %v", act, i, err)
			}
		}
		if err := holds(folder, pass); err != nil {
			t.Errorf("%s %d: %v", act, i, err)
		}
		os.RemoveAll(folder)
		if act == "backup" {
			os.Remove(file)
		}
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "r*")); len(left) > 0 {
		t.Errorf("left: %v", left)
	}
	parts, _ := filepath.Glob(filepath.Join(dir, "*"+partSuffix))
	for _, p := range parts {
		os.RemoveAll(p)
	}
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
		backup := n.Backup(context.Background(), filepath.Join(t.TempDir(), "b"), nil)
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
