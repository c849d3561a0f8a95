package notebook

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"plumbline/model"
)

// readAll gives every observation.
func readAll(t *testing.T, n *Notebook) (all []model.View) {
	t.Helper()
	for v, err := range n.Records(model.KindObservation) {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, v)
	}
	return all
}

// plainly answers a query by looking at every record.
func plainly(n *Notebook, all []model.View, q model.Query) []model.ID {
	var ids []model.ID
	for _, v := range all {
		o := v.Record.(*model.Observation)
		ok := (q.Withdrawn || !o.Withdrawn) &&
			(q.Commitment == "" || slices.Contains(o.Commitments, q.Commitment)) &&
			(q.Area == "" || slices.Contains(o.Commitments, "T21-1.1")) &&
			(q.Region == "" || o.Region == q.Region) &&
			(q.Method == "" || o.Method == q.Method) &&
			(q.Effect == "" || o.Effect == q.Effect) &&
			(q.Reliability == "" || o.Reliability == q.Reliability) &&
			(q.Review == "" || o.Review == q.Review) &&
			(q.Confidentiality == "" || o.Confidentiality == q.Confidentiality) &&
			(q.Tag == "" || slices.Contains(o.Tags, q.Tag)) &&
			(!q.NothingFound || o.NothingFound) &&
			(!q.HasEvidence || n.Files(v.ID) > 0) &&
			(q.Since == "" && q.Until == "" || o.Date.Overlaps(q.Since, q.Until)) &&
			(q.Words == "" || slices.Contains(strings.Fields(o.Title["en"]), q.Words))
		if ok {
			ids = append(ids, v.ID)
		}
	}
	return ids
}

func TestFindGivesWhatReadingAllGives(t *testing.T) {
	n := testNotebook(t)
	r := rand.New(rand.NewPCG(3, 4))
	pick := func(list ...string) string { return list[r.IntN(len(list))] }
	var changes []Change
	for i := range 600 {
		o := observation(fmt.Sprintf("w%dw w%dw", i%7, i%11))
		o.Commitments = slices.Clone([][]string{{"T21-1.1"}, {"T21-U1"}, {"T21-1.1", "T21-U1"}}[r.IntN(3)])
		day := model.Day(fmt.Sprintf("202%d-%02d-%02d", r.IntN(4), 1+r.IntN(12), 1+r.IntN(28)))
		o.Date = model.Date{From: day, To: day, Precision: model.Exact}
		if i%9 == 0 {
			o.Date = model.Date{Precision: model.UnknownDate}
		}
		o.Region, o.Method, o.Effect = pick("KZ-75", "KZ-71", ""), pick("site_visit", "survey"), pick("advances", "")
		o.Reliability, o.Confidentiality = pick("A", "F"), model.Confidentiality(pick("public", "coalition", "sealed"))
		o.Review, o.NothingFound = model.ReviewState(pick("approved", "submitted")), i%5 == 0
		o.Tags = slices.Clone([][]string{nil, {"a"}, {"a", "b"}}[r.IntN(3)])
		o.Withdrawn = i%13 == 0
		changes = append(changes, Change{Next: o})
	}
	if _, err := n.RecordAll(changes); err != nil {
		t.Fatal(err)
	}
	for i := range 5 {
		attach(t, n, changes[i*3].Next.Base().ID, "f", []byte{byte(i)})
	}
	for round := range 2 {
		records := readAll(t, n)
		for i := range 300 {
			q := model.Query{Commitment: pick("", "", "T21-1.1", "T21-U1"), Area: pick("", "", "", "T21-1"), Region: pick("", "", "KZ-75"),
				Method: pick("", "", "survey"), Effect: pick("", "", "advances"), Reliability: pick("", "", "F"), Review: model.ReviewState(pick("", "", "approved")),
				Confidentiality: model.Confidentiality(pick("", "", "sealed")), Tag: pick("", "", "b"), NothingFound: r.IntN(5) == 0, HasEvidence: r.IntN(9) == 0,
				Since: model.Day(pick("", "", "2021-05-01")), Until: model.Day(pick("", "", "2022-05-01")), Words: pick("", "", "w3w"), Withdrawn: r.IntN(4) == 0,
				Order: []model.Order{"", model.ByDate, model.ByWritten, model.ByRef}[r.IntN(4)]}
			want := plainly(n, records, q)
			all, err := n.Find(q)
			if err != nil {
				t.Fatal(err)
			}
			got := slices.Clone(all.IDs)
			byID := func(a, b model.ID) int { return strings.Compare(a.String(), b.String()) }
			slices.SortFunc(got, byID)
			slices.SortFunc(want, byID)
			if !slices.Equal(got, want) || all.Total != len(want) {
				t.Fatalf("round %d, query %d %+v: %d found, %d are there", round, i, q, len(got), len(want))
			}
			q.Limit, q.Offset = 1+r.IntN(60), r.IntN(80)
			some, _ := n.Find(q)
			from := min(q.Offset, len(all.IDs))
			if !slices.Equal(some.IDs, all.IDs[from:min(from+q.Limit, len(all.IDs))]) || some.Total != all.Total {
				t.Fatalf("a stretch of %+v is not the whole's", q)
			}
			if c, _ := n.Count(q); c != all.Total {
				t.Fatalf("%d counted, %d found", c, all.Total)
			}
		}
		before := n.book.rows
		n = reopenNotebook(t, n)
		for i, r := range n.book.rows { // rows read and rows remembered are the same
			old := before[i]
			old.doc = r.doc
			if !reflect.DeepEqual(r, old) {
				t.Fatalf("row %d: %+v\n%+v", i, r, old)
			}
		}
	}
	if p, err := n.Find(model.Query{Method: "telepathy"}); err != nil || p.Total != 0 {
		t.Error("an unknown code finds something")
	}
}

func TestOrders(t *testing.T) {
	n := testNotebook(t)
	var want []string
	for i, day := range []model.Day{"2022-05-01", "", "2023-01-01", "2022-05-01"} {
		o := observation(fmt.Sprint(i))
		if o.Date = (model.Date{From: day, Precision: model.Exact}); day == "" {
			o.Date = model.Date{Precision: model.UnknownDate}
		}
		record(t, n, o)
	}
	for order, titles := range map[model.Order]string{model.ByDate: "2 0 3 1", model.ByWritten: "3 2 1 0", model.ByRef: "0 3 2 1"} {
		p, err := n.Find(model.Query{Order: order})
		if err != nil {
			t.Fatal(err)
		}
		want = nil
		for _, id := range p.IDs {
			v, _ := n.View(id)
			want = append(want, v.Record.(*model.Observation).Title["en"])
		}
		if got := strings.Join(want, " "); got != titles {
			t.Errorf("%s: %s, want %s", order, got, titles)
		}
	}
	for _, c := range [][2]string{{"KZ21-9.1", "KZ21-10.1"}, {"a", "b"}, {"a1", "a01b"}, {"", "a"}, {"KZ21-9", "KZ21-9.1"}, {"x2", "x10"}} {
		if natural(c[0], c[1]) >= 0 || natural(c[1], c[0]) <= 0 {
			t.Errorf("%s does not stand before %s", c[0], c[1])
		}
	}
}

func TestSearchFollowsChanges(t *testing.T) {
	n := testNotebook(t)
	count := func(words string, want int) {
		t.Helper()
		if c, err := n.Count(model.Query{Words: words}); err != nil || c != want {
			t.Errorf("%q: %d found, want %d (%v)", words, c, want, err)
		}
	}
	v := record(t, n, observation("المدرسة مغلقة Ёлка"))
	count("مدرسه", 1)
	count("елк", 1)
	count(v.Record.Base().Ref, 1)
	next := *v.Record.(*model.Observation)
	next.Title = model.Text{"en": "другое"}
	if _, err := n.Record(v, &next); err != nil {
		t.Fatal(err)
	}
	count("елка", 0)
	count("другое", 1)
	n = reopenNotebook(t, n)
	v, _ = n.View(v.ID)
	third := next
	third.Title = model.Text{"en": "третье"} // perhaps before the index is ready
	if _, err := n.Record(v, &third); err != nil {
		t.Fatal(err)
	}
	record(t, n, observation("третье"))
	<-n.Ready()
	count("другое", 0)
	count("треть", 2)
	count("  ", 2)
	count("!", 0)
}

// An index that is built later is not there until words are asked for, and then
// holds what was written meanwhile.
func TestIndexIsBuiltWhenItIsAskedFor(t *testing.T) {
	n := testNotebook(t)
	record(t, n, observation("alpha"))
	record(t, n, observation("beta"))
	if err := n.Close(); err != nil {
		t.Fatal(err)
	}
	later, err := openDerived(n.dir, OpenOptions{Now: n.now, IndexLater: true})
	if err != nil {
		t.Fatal(err)
	}
	defer later.Close()
	page, err := later.Find(model.Query{Limit: 2})
	if err != nil || page.Total != 2 || later.index != nil {
		t.Fatalf("%d records, index %v, %v", page.Total, later.index != nil, err)
	}
	v, err := later.View(page.IDs[0])
	if err != nil {
		t.Fatal(err)
	}
	next := *v.Record.(*model.Observation)
	next.Title = model.Text{"en": "gamma"}
	if _, err := later.Record(v, &next); err != nil {
		t.Fatal(err)
	}
	record(t, later, observation("gamma delta"))
	if later.index != nil || len(later.late) > 0 {
		t.Error("writing built the index, or kept a list for it")
	}
	for words, want := range map[string]int{"gamma": 2, "delta": 1, "alpha beta": 0} {
		if got, err := later.Count(model.Query{Words: words}); err != nil || got != want {
			t.Errorf("%s: %d, want %d, %v", words, got, want, err)
		}
	}
	if _, err := later.Find(model.Query{Words: v.Record.(*model.Observation).Title["en"]}); err != nil {
		t.Error(err)
	}
}

// Who asks a notebook that is closed is not kept waiting.
func TestIndexOfAClosedNotebookIsNotWaitedFor(t *testing.T) {
	n := testNotebook(t)
	n.Close()
	later, err := openDerived(n.dir, OpenOptions{IndexLater: true})
	if err != nil {
		t.Fatal(err)
	}
	later.Close()
	if _, err := later.Find(model.Query{Words: "x"}); !errors.Is(err, ErrClosed) {
		t.Error(err)
	}
}
