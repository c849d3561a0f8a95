package notebook

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"plumbline/model"
	"plumbline/model/seal"
)

var pass = []byte("six quiet words for one test")

// clock is a test's wall clock; each look moves it by a second.
type clock struct {
	mu sync.Mutex
	t  time.Time
}

func newClock() *clock { return &clock{t: time.Date(2024, 3, 1, 9, 0, 0, 0, time.UTC)} }

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.t = c.t.Add(time.Second)
	return c.t
}

// testPlan is a plan of one area and two commitments, one outside the areas.
func testPlan() []model.Record {
	plan := &model.Plan{Code: "T21", Title: model.Text{"en": "Test plan"}}
	area := &model.Area{Plan: "T21", Code: "T21-1", Order: 1, Title: model.Text{"en": "Area"}}
	one := &model.Commitment{Plan: "T21", Area: "T21-1", Code: "T21-1.1", Title: model.Text{"en": "Promise"}, Origin: model.PlanTask, Order: 1}
	two := &model.Commitment{Plan: "T21", Code: "T21-U1", Title: model.Text{"en": "Undertaking"}, Origin: model.OutsideThePlan, Order: 2}
	all := []model.Record{plan, area, one, two}
	for i, code := range []string{"T21", "T21-1", "T21-1.1", "T21-U1"} {
		c := all[i].Base()
		c.ID, c.Ref, c.Confidentiality = model.PlanID(all[i].Kind(), "T21/"+code), code, model.Public
	}
	return all
}

func testOptions() CreateOptions {
	return CreateOptions{Plan: testPlan(), Name: "Tester", Organisation: "Org", Role: "monitor", KDF: seal.Floor,
		OpenOptions: OpenOptions{Now: newClock().now}, made: derivedKeys}
}

// derived is one header with its keys. Deriving them costs 0.2 s of CPU, so that
// tests of other things share them.
var derived = sync.OnceValues(func() (*seal.Header, *seal.Keys) {
	h, k, err := seal.New(context.Background(), pass, seal.Floor, rand.Reader)
	if err != nil {
		panic(err)
	}
	return h, k
})

func derivedKeys() (*seal.Header, *seal.Keys, error) {
	h, k := derived()
	return h, k.Clone(), nil
}

// openDerived opens a notebook that testOptions made, without the derivation.
func openDerived(dir string, o OpenOptions) (*Notebook, error) {
	o.fill()
	return open(dir, derivedKeys, o)
}

// testNotebook makes a notebook that is checked to its last byte at the end.
func testNotebook(t testing.TB) *Notebook {
	t.Helper()
	return testNotebookIn(t, filepath.Join(t.TempDir(), "n"))
}

func testNotebookIn(t testing.TB, dir string) *Notebook {
	t.Helper()
	n, err := Create(dir, pass, testOptions())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if r, err := n.Check(context.Background(), true, nil); !n.isClosed() && (err != nil || !r.OK()) {
			t.Errorf("at the end: %v, %v", r.Faults, err)
		}
		if err := n.Close(); err != nil {
			t.Error(err)
		}
	})
	return n
}

func reopenNotebook(t testing.TB, n *Notebook) *Notebook {
	t.Helper()
	if err := n.Close(); err != nil {
		t.Fatal(err)
	}
	again, err := openDerived(n.dir, OpenOptions{Now: n.now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { again.Close() })
	return again
}

func observation(title string) *model.Observation {
	return &model.Observation{Commitments: []string{"T21-1.1"}, Title: model.Text{"en": title},
		Date: model.Date{From: "2023-04-01", To: "2023-04-30", Precision: model.Month}, Method: "site_visit", Region: "KZ-75",
		Effect: "no_effect", Reliability: "B", Credibility: 2, Review: model.Submitted, Tags: []string{"prison"}}
}

func record(t testing.TB, n *Notebook, r model.Record) model.View {
	t.Helper()
	if _, err := n.Record(model.View{}, r); err != nil {
		t.Fatal(err)
	}
	v, err := n.View(r.Base().ID)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestWhatIsWrittenIsReadBack(t *testing.T) {
	n := testNotebook(t)
	o := observation("Отказ в допуске")
	v := record(t, n, o)
	if o.Ref != "O-2023-0001-"+n.Key().Letters() || o.Confidentiality != model.Coalition || o.ID.IsZero() {
		t.Errorf("new record got %q, %q", o.Ref, o.Confidentiality)
	}
	changed := *v.Record.(*model.Observation)
	changed.Place = "Абай"
	rev, err := n.Record(v, &changed)
	if err != nil || len(rev.Parents) != 1 {
		t.Fatal(err)
	}
	if rev, err := n.Record(v, v.Record); err != nil || rev.ID != (model.RevID{}) {
		t.Errorf("nothing changed: %v, %v", rev.ID, err)
	}
	before, err := n.View(o.ID)
	if err != nil {
		t.Fatal(err)
	}
	digest, me := n.Digest(), n.Me()
	n = reopenNotebook(t, n)
	after, err := n.View(o.ID)
	if err != nil || !reflect.DeepEqual(before, after) {
		t.Errorf("reopened: %v\n%+v\n%+v", err, before, after)
	}
	if got := after.Record.(*model.Observation); got.Place != "Абай" || got.Title["en"] != "Отказ в допуске" {
		t.Errorf("got %+v", got)
	}
	if n.Digest() != digest || !reflect.DeepEqual(n.Me(), me) || n.Me().Name != "Tester" {
		t.Error("digest or owner changed")
	}
	h, err := n.History(o.ID)
	if err != nil || len(h) != 2 || h[1].ID != rev.ID {
		t.Errorf("history: %d, %v", len(h), err)
	}
}

func TestThePlanIsTheSameEverywhere(t *testing.T) {
	a, b := testNotebook(t), testNotebook(t)
	if a.Digest() != b.Digest() {
		t.Error("two notebooks of one plan differ")
	}
	p := a.Plan()
	if p.Plan.Code != "T21" || len(p.Areas) != 1 || len(p.Commitments) != 2 || p.Commitment("T21-1.1") == nil {
		t.Errorf("plan: %+v", p)
	}
	id, err := a.Resolve("t21-1.1")
	if err != nil || id != model.PlanID(model.KindCommitment, "T21/T21-1.1") {
		t.Errorf("code: %v", err)
	}
	v, err := a.View(id)
	if err != nil {
		t.Fatal(err)
	}
	c := *v.Record.(*model.Commitment)
	c.Title = model.Text{"en": "Promise, reworded"}
	if _, err := a.Record(v, &c); err != nil {
		t.Fatal(err)
	}
	if a.Plan().Commitment("T21-1.1").Title["en"] != "Promise, reworded" {
		t.Error("the plan did not follow its record")
	}
}

func TestRefsAreNeverReused(t *testing.T) {
	n := testNotebook(t)
	var changes []Change
	for range 3 {
		changes = append(changes, Change{Next: observation("x")})
	}
	if _, err := n.RecordAll(changes); err != nil {
		t.Fatal(err)
	}
	last := changes[2].Next.(*model.Observation)
	if !strings.HasPrefix(last.Ref, "O-2023-0003-") {
		t.Errorf("third ref %s", last.Ref)
	}
	v, _ := n.View(last.ID)
	gone := *v.Record.(*model.Observation)
	gone.Withdrawn = true
	if _, err := n.Record(v, &gone); err != nil {
		t.Fatal(err)
	}
	n = reopenNotebook(t, n)
	if v := record(t, n, observation("y")); !strings.HasPrefix(v.Record.Base().Ref, "O-2023-0004-") {
		t.Errorf("after a withdrawal: %s", v.Record.Base().Ref)
	}
	s := &model.Source{CodeName: "Birch"}
	if record(t, n, s); s.Ref != "S-0001-"+n.Key().Letters() {
		t.Errorf("a source's ref: %s", s.Ref)
	}
	for name, want := range map[string]error{"o-2023-0002": nil, "O-2023-0002-" + n.Key().Letters(): nil, last.ID.String(): nil,
		"S-0001": nil, "O-2023-0009": ErrNotFound, "O-2022-0001": ErrNotFound, "nonsense": ErrNotFound, "O-2023-0002-0000": ErrNotFound} {
		if _, err := n.Resolve(name); !errors.Is(err, want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestTwoWritersShortRefIsAmbiguous(t *testing.T) {
	a, b := testNotebook(t), testNotebook(t)
	x, y := record(t, a, observation("one")), record(t, b, observation("two"))
	h, err := b.History(y.ID)
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if _, err := a.Add(h); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := a.Resolve("O-2023-0001"); !errors.Is(err, ErrAmbiguous) {
		t.Errorf("short: %v", err)
	}
	if id, err := a.Resolve(x.Record.Base().Ref); err != nil || id != x.ID {
		t.Errorf("whole: %v", err)
	}
	if id, err := a.Resolve(" " + strings.ToLower(model.OutsideRef(x.Kind, x.ID))); err != nil || id != x.ID {
		t.Errorf("by its ref in reports for others: %v, %v", id, err)
	}
	h, _ = a.History(x.ID)
	if n, err := b.Add(h); err != nil || n != 1 {
		t.Fatal(n, err)
	}
	if a.Digest() != b.Digest() {
		t.Error("the same revisions, another digest")
	}
}

func TestEditsMadeApartJoin(t *testing.T) {
	n := testNotebook(t)
	v := record(t, n, observation("one"))
	left, right := *v.Record.(*model.Observation), *v.Record.(*model.Observation)
	left.Place, right.Title = "here", model.Text{"en": "other"}
	for _, next := range []*model.Observation{&left, &right} {
		if _, err := n.Record(v, next); err != nil {
			t.Fatal(err)
		}
	}
	v, _ = n.View(v.ID)
	if o := v.Record.(*model.Observation); v.Disputed() || o.Place != "here" || o.Title["en"] != "other" {
		t.Errorf("joined: %+v", o)
	}
	left.Effect, right.Effect = "advances", "sets_back"
	for _, e := range []string{"advances", "sets_back"} {
		next := *v.Record.(*model.Observation)
		next.Effect = e
		if _, err := n.Record(v, &next); err != nil {
			t.Fatal(err)
		}
	}
	if c, _ := n.Count(model.Query{Disputed: true}); c != 1 {
		t.Errorf("%d disputed", c)
	}
	n = reopenNotebook(t, n)
	if c, _ := n.Count(model.Query{Disputed: true}); c != 1 {
		t.Errorf("%d disputed after opening", c)
	}
	v, _ = n.View(v.ID)
	if _, err := n.RecordAll([]Change{{Seen: v, Next: v.Record, Reason: "seen again", Settle: []string{"effect"}}}); err != nil {
		t.Fatal(err)
	}
	if c, _ := n.Count(model.Query{Disputed: true}); c != 0 {
		t.Errorf("%d disputed after settling", c)
	}
}

func TestFaultyRecordsAreRefusedTogether(t *testing.T) {
	n := testNotebook(t)
	good, bad := observation("good"), observation("bad")
	bad.Method, bad.Commitments = "telepathy", []string{"T21-9"}
	_, err := n.RecordAll([]Change{{Next: good}, {Next: bad}})
	var at *FaultyChange
	var faults model.Faults
	if !errors.As(err, &at) || at.At != 1 || !errors.As(err, &faults) || len(faults) != 2 {
		t.Fatalf("got %v", err)
	}
	if !good.ID.IsZero() || good.Ref != "" || !bad.ID.IsZero() {
		t.Error("refused records kept ids")
	}
	if c, _ := n.Count(model.Query{}); c != 0 {
		t.Errorf("%d written", c)
	}
	s := &model.Source{CodeName: "Birch"}
	s.ID, _ = model.NewID(bytes.NewReader(bytes.Repeat([]byte{7}, 16)))
	good.Sources = []model.ID{s.ID}
	if _, err := n.RecordAll([]Change{{Next: good}, {Next: s}}); err != nil {
		t.Errorf("a reference inside the batch: %v", err)
	}
	taken := observation("x")
	taken.ID = good.ID
	if _, err := n.Record(model.View{}, taken); err == nil {
		t.Error("a used id is taken for a new record")
	}
	moved := *good
	moved.Ref = "O-2023-0099"
	v, _ := n.View(good.ID)
	if _, err := n.Record(v, &moved); err == nil {
		t.Error("a ref was changed")
	}
}

func TestDigestCountsOnlyWhatIsShared(t *testing.T) {
	n := testNotebook(t)
	was := n.Digest()
	changes := func(r model.Record, c model.Confidentiality) bool {
		before := n.Digest()
		r.Base().Confidentiality = c
		record(t, n, r)
		return n.Digest() != before
	}
	s := &model.Source{CodeName: "Birch"}
	for what, ok := range map[string]bool{
		"sealed":       !changes(observation("a"), model.Sealed),
		"organisation": !changes(observation("b"), model.Organisation),
		"coalition":    changes(observation("c"), model.Coalition),
		"public":       changes(observation("d"), model.Public),
		"source":       !changes(s, ""),
		"identity":     !changes(&model.Identity{Source: s.ID, Who: "x"}, model.Sealed),
		"member":       !changes(&model.Member{Name: "y"}, model.Public),
	} {
		if !ok {
			t.Errorf("%s record: wrong", what)
		}
	}
	before := n.Digest()
	if err := n.SaveDraft("k", []byte("v")); err != nil || n.Digest() != before || before == was {
		t.Error("a draft counts")
	}
}

func TestDraftsAndSettingsAreKept(t *testing.T) {
	n := testNotebook(t)
	for _, v := range []string{"one", "two", ""} {
		if err := n.SaveDraft("observe", []byte(v)); err != nil {
			t.Fatal(err)
		}
	}
	if err := n.SaveDraft("finding", []byte("half a thought")); err != nil {
		t.Fatal(err)
	}
	if err := n.SetSetting("language", []byte("kk")); err != nil {
		t.Fatal(err)
	}
	if err := n.SaveDraft("big", make([]byte, maxLocal+1)); !errors.Is(err, ErrTooLarge) {
		t.Errorf("too large: %v", err)
	}
	n = reopenNotebook(t, n)
	if got := n.Drafts(); !slices.Equal(got, []string{"finding", "observe"}) {
		t.Errorf("drafts %v", got)
	}
	if b, err := n.Draft("observe"); err != nil || len(b) != 0 {
		t.Errorf("draft %q, %v", b, err)
	}
	if b, err := n.Setting("language"); err != nil || string(b) != "kk" {
		t.Errorf("setting %q, %v", b, err)
	}
	for range 2 {
		if err := n.DropDraft("finding"); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := n.Draft("finding"); !errors.Is(err, ErrNotFound) {
		t.Errorf("dropped: %v", err)
	}
}

func TestWatchersHearOfChanges(t *testing.T) {
	n := testNotebook(t)
	var heard []model.ID
	stop := n.Watch(func(ids []model.ID) {
		if _, err := n.View(ids[0]); err != nil { // no lock is held
			t.Error(err)
		}
		heard = append(heard, ids...)
	})
	v := record(t, n, observation("one"))
	if !slices.Equal(heard, []model.ID{v.ID}) {
		t.Errorf("heard %v", heard)
	}
	stop()
	stop()
	record(t, n, observation("two"))
	if len(heard) != 1 {
		t.Error("heard after stopping")
	}
}

func TestRecordsComeInOrder(t *testing.T) {
	n := testNotebook(t)
	var want []string
	var bulk []Change
	for i := range 700 {
		title := fmt.Sprint("number ", i)
		want = append(want, title)
		bulk = append(bulk, Change{Next: observation(title)})
	}
	if w, err := n.WriteBulk(context.Background(), slices.Values(bulk)); err != nil || w != 700 {
		t.Fatal(w, err)
	}
	for range 2 {
		var got []string
		for v, err := range n.Records(model.KindObservation) {
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, v.Record.(*model.Observation).Title["en"])
		}
		if !slices.Equal(got, want) {
			t.Fatalf("%d records, not the %d written", len(got), len(want))
		}
		n = reopenNotebook(t, n)
	}
	for range n.Records("") {
		break
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if w, err := n.WriteBulk(ctx, slices.Values([]Change{{Next: observation("x")}})); w != 0 || !errors.Is(err, context.Canceled) {
		t.Error(w, err)
	}
}

// What is told is what the records say: their texts may be kept while others are read
// into the same room, and so may the strings of briefs.
func TestWhatIsToldIsWhatIsWritten(t *testing.T) {
	n := testNotebook(t)
	var bulk []Change
	for i := range 900 {
		o := observation(fmt.Sprint("number ", i))
		o.Place, o.Tags = fmt.Sprint("place ", i), []string{fmt.Sprint("tag ", i)}
		bulk = append(bulk, Change{Next: o})
	}
	if _, err := n.WriteBulk(t.Context(), slices.Values(bulk)); err != nil {
		t.Fatal(err)
	}
	for i, v := range readAll(t, n) {
		if i%50 == 0 { // written twice: joined
			o := *v.Record.(*model.Observation)
			o.Region = "KZ-75"
			if _, err := n.Record(v, &o); err != nil {
				t.Fatal(err)
			}
		}
	}
	type said struct {
		id           model.ID
		title, place string
		text         model.Text
		tags         []string
		head         model.RevID
	}
	walk := func(records func(model.Kind) iter.Seq2[model.View, error]) (all []said) {
		for v, err := range records(model.KindObservation) {
			if err != nil {
				t.Fatal(err)
			}
			o := v.Record.(*model.Observation)
			all = append(all, said{v.ID, o.Title["en"], o.Place, o.Title, o.Tags, v.Heads[0]})
		}
		return all
	}
	want := walk(n.Records)
	if got := walk(n.Told); !reflect.DeepEqual(got, want) {
		t.Error("another thing is told than is written")
	}
	var ids []model.ID
	for i := range want {
		if i%3 == 0 {
			ids = append(ids, want[len(want)-1-i].id)
		}
	}
	picked := walk(func(model.Kind) iter.Seq2[model.View, error] { return n.Pick(append(ids, model.ID{9}, ids[0])) })
	part := slices.DeleteFunc(slices.Clone(want), func(x said) bool { return !slices.Contains(ids, x.id) })
	if !reflect.DeepEqual(picked, part) {
		t.Errorf("%d are picked, of %d", len(picked), len(part))
	}
	briefs := walk(n.Briefs)
	for i, x := range briefs {
		if w := want[i]; x.id != w.id || x.place != w.place || x.head != w.head {
			t.Fatalf("brief %d is of another record", i)
		}
	}
}

func TestAClosedNotebookSaysSo(t *testing.T) {
	n := testNotebook(t)
	v := record(t, n, observation("one"))
	if err := n.Close(); err != nil {
		t.Fatal(err)
	}
	_, view := n.View(v.ID)
	_, find := n.Find(model.Query{Words: "one"})
	_, rec := n.Record(model.View{}, observation("two"))
	for what, err := range map[string]error{"view": view, "find": find, "record": rec, "draft": n.SaveDraft("a", nil),
		"setting": n.SetSetting("a", []byte("b")), "backup": n.Backup(context.Background(), filepath.Join(t.TempDir(), "b"), nil)} {
		if !errors.Is(err, ErrClosed) {
			t.Errorf("%s: %v", what, err)
		}
	}
	if _, err := os.Stat(n.dir); err != nil {
		t.Error(err)
	}
}
