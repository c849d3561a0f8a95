//go:build unix

package notebook

import (
	"bufio"
	"bytes"
	"context"
	"crypto/rand"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	mrand "math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"plumbline/model"
	"plumbline/model/parcel"
	"plumbline/model/seal"
)

// The figures of a coalition: go test -run - -bench Coalition ./model/notebook.
// PLUMBLINE_COALITION=100x10000 makes it the size of the house's promise; the
// default is a hundredth of it. Every figure is of a process of its own, CPU and
// peak memory as the system counts them, and the yardstick (SQLite, the same rows,
// unencrypted, one transaction a parcel) runs between.

func coalitionSize() (parcels, each int) {
	if n, _ := fmt.Sscanf(os.Getenv("PLUMBLINE_COALITION"), "%dx%d", &parcels, &each); n == 2 {
		return parcels, each
	}
	return 20, 500
}

// benchRole makes the child do one thing: see TestCoalitionChild.
const benchRole, benchDir = "PLUMBLINE_COALITION_ROLE", "PLUMBLINE_COALITION_DIR"

// cost is what a process took.
type cost struct {
	cpu, wall time.Duration
	peak      int64 // MiB
	said      map[string]float64
}

func costOf(b *testing.B, c *exec.Cmd) cost {
	b.Helper()
	c.Stderr = os.Stderr
	began := time.Now()
	out, err := c.Output()
	if err != nil {
		b.Fatalf("%v\n%s", err, out)
	}
	u := c.ProcessState.SysUsage().(*syscall.Rusage)
	x := cost{cpu: c.ProcessState.UserTime() + c.ProcessState.SystemTime(), wall: time.Since(began), peak: int64(u.Maxrss) >> 10, said: map[string]float64{}}
	for line := range strings.Lines(string(out)) {
		var name string
		var n float64
		if k, _ := fmt.Sscanf(line, "said %s %g", &name, &n); k == 2 {
			x.said[name] = n
		}
	}
	return x
}

func child(role, dir string) *exec.Cmd {
	c := exec.Command(os.Args[0], "-test.run", "^TestCoalitionChild$", "-test.v")
	c.Env = append(os.Environ(), benchRole+"="+role, benchDir+"="+dir)
	return c
}

// BenchmarkCoalition merges the parcels of many colleagues into one notebook, all
// of them once more, and packs.
func BenchmarkCoalition(b *testing.B) {
	parcels, each := coalitionSize()
	dir := b.TempDir()
	key := makeCoalition(b, dir, parcels, each)
	b.Setenv("PLUMBLINE_COALITION_KEY", key)
	rows := parcels * each
	for b.Loop() {
		os.RemoveAll(filepath.Join(dir, "n"))
		merged := costOf(b, child("merge", dir))
		again := costOf(b, child("merge", dir))
		packed := costOf(b, child("pack", dir))
		if merged.said["new"] == 0 || again.said["new"] != 0 {
			b.Fatalf("new %v, then %v", merged.said["new"], again.said["new"])
		}
		first, second := merged.said["cpu"], again.said["cpu"]
		b.ReportMetric(first, "merge-cpu-s")
		b.ReportMetric(float64(merged.peak), "merge-peak-MiB")
		b.ReportMetric(1e6*first/float64(rows), "merge-cpu-µs/revision")
		b.ReportMetric(second, "again-cpu-s")
		b.ReportMetric(second/first, "again/merge")
		b.ReportMetric(packed.said["cpu"], "pack-cpu-s")
		b.ReportMetric(1e4*packed.said["cpu"]/packed.said["records"], "pack-cpu-s/10k")
		if sqlite, ok := sqliteCost(b, dir); ok {
			b.ReportMetric(sqlite.cpu.Seconds(), "sqlite-cpu-s")
			b.ReportMetric(first/sqlite.cpu.Seconds(), "merge/sqlite")
		}
		b.ReportMetric(0, "ns/op")
	}
}

// sqliteScript reads the same rows and puts them into SQLite.
const sqliteScript = `
import sqlite3, struct, sys, os
os.path.exists(sys.argv[1]) and os.remove(sys.argv[1])
db = sqlite3.connect(sys.argv[1], isolation_level=None)
db.execute("PRAGMA journal_mode=WAL"); db.execute("PRAGMA synchronous=FULL")
db.execute("CREATE TABLE revision (id BLOB PRIMARY KEY, record BLOB, body BLOB)")
db.execute("CREATE INDEX by_record ON revision (record)")
def rows(f):
    while True:
        head = f.read(52)
        if not head: return
        yield head[:32], head[32:48], f.read(struct.unpack(">I", head[48:])[0])
for name in sorted(n for n in os.listdir(sys.argv[2]) if n.endswith(".rows")):
    with open(os.path.join(sys.argv[2], name), "rb", 1 << 20) as f:
        db.execute("BEGIN")
        db.executemany("INSERT INTO revision VALUES (?,?,?) ON CONFLICT (id) DO NOTHING", rows(f))
        db.execute("COMMIT")
print("said rows", db.execute("SELECT count(*) FROM revision").fetchone()[0])
`

func sqliteCost(b *testing.B, dir string) (cost, bool) {
	python, err := exec.LookPath("python3")
	if err != nil {
		b.Log("no python3: no yardstick")
		return cost{}, false
	}
	return costOf(b, exec.Command(python, "-c", sqliteScript, filepath.Join(dir, "yardstick.db"), dir)), true
}

// makeCoalition writes the parcels and, beside each, its rows for the yardstick:
// a tenth of each are records that everyone has, a hundredth edits of these, so
// that the edits of different people concern the same records.
func makeCoalition(b testing.TB, dir string, parcels, each int) string {
	b.Helper()
	r := mrand.New(mrand.NewPCG(1, 2))
	word := vocabulary(r)
	key, err := seal.NewKey()
	if err != nil {
		b.Fatal(err)
	}
	common := newColleague(b, 0)
	var shared []model.Revision
	for i := range each / 10 {
		shared = append(shared, common.first(b, r, word, i))
	}
	var signers []parcel.Card
	for i := range parcels {
		c := newColleague(b, i+1)
		signers = append(signers, parcel.Card{Key: c.by.Key, Name: fmt.Sprint("colleague ", i), Organisation: c.by.Organisation})
		revs := slices.Clone(shared)
		for range each / 100 {
			revs = append(revs, c.edit(b, shared[r.IntN(len(shared))], word))
		}
		for n := 0; len(revs) < each; n++ {
			revs = append(revs, c.first(b, r, word, n))
		}
		c.send(b, filepath.Join(dir, fmt.Sprintf("%04d", i)), key.Lock(), common, len(shared), revs)
	}
	signers = append(signers, parcel.Card{Key: common.by.Key, Name: "common", Organisation: common.by.Organisation})
	list, err := json.Marshal(signers)
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, "members.json"), list, 0o600)
	}
	if err != nil {
		b.Fatal(err)
	}
	return string(key.Text())
}

// colleague is somebody who sends.
type colleague struct {
	signer *seal.Signer
	by     model.Author
	tick   model.Clock
}

func newColleague(b testing.TB, n int) *colleague {
	signer, err := seal.NewSigner(rand.Reader)
	if err != nil {
		b.Fatal(err)
	}
	return &colleague{signer, model.Author{Key: model.Key(signer.Public()), Organisation: fmt.Sprint("Organisation ", n)}, model.ClockAt(time.Now())}
}

func (c *colleague) first(b testing.TB, r *mrand.Rand, word func() string, n int) model.Revision {
	text := func(n int) string {
		var s []string
		for range n {
			s = append(s, word())
		}
		return strings.Join(s, " ")
	}
	o := seen(text(6))
	for i := range o.ID {
		o.ID[i] = byte(r.Uint32())
	}
	o.Narrative = model.Text{"ru": text(50)}
	o.Ref = model.Ref{Letter: "O", Year: 2021 + n%4, Number: n + 1, Letters: c.by.Key.Letters()}.String()
	return c.revise(b, model.View{}, o)
}

func (c *colleague) edit(b testing.TB, of model.Revision, word func() string) model.Revision {
	v := model.Join(model.History{of})
	o := *v.Record.(*model.Observation)
	o.Title = model.Text{"ru": word() + " " + word()}
	return c.revise(b, v, &o)
}

func (c *colleague) revise(b testing.TB, seen model.View, rec model.Record) model.Revision {
	c.tick++
	rs, err := model.Revise(seen, rec, c.by, c.tick, "")
	if err != nil || len(rs) != 1 {
		b.Fatal(len(rs), err)
	}
	return rs[0]
}

// send writes the parcel and the rows. The first of the revisions are common.
func (c *colleague) send(b testing.TB, path string, to seal.Lock, common *colleague, shared int, revs []model.Revision) {
	b.Helper()
	manifest := func(by *colleague, revs []model.Revision) *parcel.Manifest {
		var ids []model.RevID
		for i := range revs {
			ids = append(ids, revs[i].ID)
		}
		m, err := parcel.NewManifest(by.signer, by.by.Organisation, nil, ids, nil)
		if err != nil {
			b.Fatal(err)
		}
		return m
	}
	f, err := os.Create(path + ".parcel")
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	h := parcel.Header{Packed: model.ClockAt(time.Now()), Reach: model.Coalition}
	io.ReadFull(rand.Reader, h.ID[:])
	_, err = parcel.Write(context.Background(), f, seal.ForMembers(to), c.signer, h, parcel.Contents{
		Manifests: func(yield func(*parcel.Manifest, error) bool) {
			_ = yield(manifest(common, revs[:shared]), nil) && yield(manifest(c, revs[shared:]), nil)
		},
		Revisions: func(yield func(model.Revision, error) bool) {
			for _, r := range revs {
				if !yield(r, nil) {
					return
				}
			}
		}})
	if err != nil {
		b.Fatal(err)
	}
	rows, err := os.Create(path + ".rows")
	if err != nil {
		b.Fatal(err)
	}
	defer rows.Close()
	w := bufio.NewWriter(rows)
	for i := range revs {
		body, err := revs[i].Encode()
		if err != nil {
			b.Fatal(err)
		}
		w.Write(revs[i].ID[:])
		w.Write(revs[i].Record[:])
		binary.Write(w, binary.BigEndian, uint32(len(body)))
		w.Write(body)
	}
	if err := w.Flush(); err != nil {
		b.Fatal(err)
	}
}

// TestCoalitionChild does one thing in a process of its own, for the benchmark.
func TestCoalitionChild(t *testing.T) {
	dir := os.Getenv(benchDir)
	switch os.Getenv(benchRole) {
	case "merge":
		childMerge(t, dir)
	case "pack":
		childPack(t, dir)
	}
}

// childNotebook opens the notebook, or makes it with everyone as a trusted member.
func childNotebook(t *testing.T, dir string) *Notebook {
	path := filepath.Join(dir, "n")
	if n, err := openKnown(path, dir); err == nil {
		return n
	}
	header, keys, err := seal.New(context.Background(), pass, seal.Floor, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	o := CreateOptions{Plan: testPlan(), Name: "Coordinator", Organisation: "Org", KDF: seal.Floor, OpenOptions: benchOpen,
		made: func() (*seal.Header, *seal.Keys, error) { return header, keys, nil }}
	n, err := Create(path, pass, o)
	if err != nil {
		t.Fatal(err)
	}
	var cards []parcel.Card
	list, err := os.ReadFile(filepath.Join(dir, "members.json"))
	if err != nil {
		t.Fatal(err)
	}
	var raw []struct{ Key, Name, Organisation string }
	if err := json.Unmarshal(list, &raw); err != nil {
		t.Fatal(err)
	}
	for _, x := range raw {
		k, err := hex.DecodeString(x.Key)
		if err != nil {
			t.Fatal(err)
		}
		cards = append(cards, parcel.Card{Key: model.Key(k), Name: x.Name, Organisation: x.Organisation})
	}
	for _, c := range cards {
		if _, err := n.AddMember(c); err != nil {
			t.Fatal(err)
		}
		if _, err := n.Trust(c.Key, true); err != nil {
			t.Fatal(err)
		}
	}
	return n
}

func openKnown(path, dir string) (*Notebook, error) {
	if _, err := os.Stat(path); err != nil {
		return nil, err
	}
	return Open(path, pass, benchOpen)
}

// benchOpen is how plumbctl opens a notebook that it merges into. PLUMBLINE_COALITION_WINDOW=1 keeps the index of words
// while merging, as the window does.
var benchOpen = OpenOptions{NoSnapshots: true, IndexLater: os.Getenv("PLUMBLINE_COALITION_WINDOW") == ""}

// childMerge merges every parcel and says what that took beside opening.
func childMerge(t *testing.T, dir string) {
	n := childNotebook(t, dir)
	defer n.Close()
	<-n.Ready()
	key, err := seal.ParseKey(os.Getenv("PLUMBLINE_COALITION_KEY"))
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(dir, "*.parcel"))
	if err != nil {
		t.Fatal(err)
	}
	began := cpu()
	total := map[model.Outcome]int{}
	for _, name := range files {
		f, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		info, err := f.Stat()
		if err != nil {
			t.Fatal(err)
		}
		p, err := n.OpenParcel(f, info.Size(), seal.ByKeys(key))
		if err != nil {
			t.Fatal(err)
		}
		m, err := n.Merge(context.Background(), p, MergeOptions{Progress: func(done, total int) { fmt.Println("merged", done) }})
		if err != nil {
			t.Fatal(err)
		}
		for o, k := range m.Count {
			total[o] += k
		}
		f.Close()
	}
	fmt.Printf("said cpu %g\nsaid new %d\nsaid disputed %d\n", (cpu() - began).Seconds(), total[model.MergedNew], total[model.MergedDisputed])
}

// childPack packs the notebook, at most ten thousand observations of it.
func childPack(t *testing.T, dir string) {
	n := childNotebook(t, dir)
	defer n.Close()
	<-n.Ready()
	key, err := seal.NewKey()
	if err != nil {
		t.Fatal(err)
	}
	began := cpu()
	var out bytes.Buffer
	p, err := n.Pack(context.Background(), &out, seal.ForMembers(key.Lock()), PackOptions{Query: model.Query{Organisation: "Organisation 1"}})
	if err != nil {
		t.Fatal(err)
	}
	fmt.Printf("said cpu %g\nsaid records %d\n", (cpu() - began).Seconds(), p.Records[model.KindObservation])
}
