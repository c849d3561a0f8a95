package notebook

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"plumbline/model"
	"plumbline/model/parcel"
	"plumbline/model/seal"
)

// laptop is the notebook of one member of a coalition.
func laptop(t testing.TB, name string) *Notebook {
	t.Helper()
	o := testOptions()
	o.Name, o.Organisation, o.NoSnapshots = name, "Org "+name, true
	n, err := Create(filepath.Join(t.TempDir(), "notebook"), pass, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if r, err := n.Check(context.Background(), true, nil); err != nil || !r.OK() {
			t.Errorf("check of %s: %+v, %v", name, r.Faults, err)
		}
		n.Close()
	})
	return n
}

// trust lets the first know and trust the others.
func trust(t testing.TB, n *Notebook, others ...*Notebook) {
	t.Helper()
	for _, o := range others {
		if _, err := n.AddMember(o.Card()); err != nil {
			t.Fatal(err)
		}
		if _, err := n.Trust(o.Key(), true); err != nil {
			t.Fatal(err)
		}
	}
}

func seen(words string) *model.Observation {
	return &model.Observation{Common: model.Common{Confidentiality: model.Coalition}, Commitments: []string{"T21-1.1"}, Title: model.Text{"ru": words},
		Date: model.Date{From: "2023-05-01", Precision: model.Exact}, Method: "interview", Review: model.Submitted}
}

func put(t testing.TB, n *Notebook, rec model.Record) model.ID {
	t.Helper()
	if _, err := n.Record(model.View{}, rec); err != nil {
		t.Fatal(err)
	}
	return rec.Base().ID
}

// change edits an observation as its notebook shows it now.
func change(t testing.TB, n *Notebook, id model.ID, edit func(*model.Observation)) {
	t.Helper()
	v, err := n.View(id)
	if err != nil {
		t.Fatal(err)
	}
	o := *v.Record.(*model.Observation)
	o.Title = maps.Clone(o.Title)
	edit(&o)
	if _, err := n.Record(v, &o); err != nil {
		t.Fatal(err)
	}
}

func packed(t testing.TB, from *Notebook, o PackOptions, to ...*Notebook) []byte {
	t.Helper()
	var locks []seal.Lock
	for _, n := range to {
		locks = append(locks, n.self.key.Lock())
	}
	var b bytes.Buffer
	if _, err := from.Pack(context.Background(), &b, seal.ForMembers(locks...), o); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func opened(t testing.TB, n *Notebook, b []byte) *parcel.Reader {
	t.Helper()
	p, err := n.OpenParcel(bytes.NewReader(b), int64(len(b)), n.Opener())
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func merge(t testing.TB, n *Notebook, b []byte, o ...MergeOptions) model.Merge {
	t.Helper()
	m, err := tryMerge(t, n, b, o...)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func tryMerge(t testing.TB, n *Notebook, b []byte, o ...MergeOptions) (model.Merge, error) {
	t.Helper()
	var options MergeOptions
	if len(o) > 0 {
		options = o[0]
	}
	p := opened(t, n, b)
	before, txn := n.Digest(), n.store.head.txn
	preview, err := n.Preview(p, options)
	if err != nil {
		t.Fatal(err)
	}
	if n.Digest() != before || n.store.head.txn != txn {
		t.Error("a preview wrote something")
	}
	m, err := n.Merge(context.Background(), p, options)
	if err == nil && (!maps.Equal(m.Count, preview.Count) || m.Revisions != preview.Revisions || m.Unverified != preview.Unverified) {
		t.Errorf("foreseen %v, %d revisions; merged %v, %d", preview.Count, preview.Revisions, m.Count, m.Revisions)
	}
	if parcel.ReasonOf(err) != "" && (n.Digest() != before || n.store.head.txn != txn || preview.Refused != m.Refused) {
		t.Errorf("a refused parcel wrote something, or was foreseen otherwise: %q, %q", preview.Refused, m.Refused)
	}
	return m, err
}

func outcomes(m model.Merge) string {
	return fmt.Sprint(m.Count[model.MergedNew], m.Count[model.MergedSame], m.Count[model.MergedJoined], m.Count[model.MergedDisputed])
}

func TestEditsOfTwoLaptopsMeet(t *testing.T) {
	a, b := laptop(t, "A"), laptop(t, "B")
	trust(t, a, b)
	trust(t, b, a)
	one, two, three := put(t, a, seen("first wording")), put(t, a, seen("second")), put(t, a, seen("third"))
	m := merge(t, b, packed(t, a, PackOptions{}, b))
	if outcomes(m) != "3 4 0 0" || m.From.Standing != model.StandingTrusted || m.From.Name != "A" || m.Unverified != 0 || m.Revisions != 3 {
		t.Fatalf("%+v", m)
	}
	if a.Digest() != b.Digest() {
		t.Error("the same records, another digest")
	}
	change(t, a, one, func(o *model.Observation) { o.Title["ru"] = "wording of a" })
	change(t, b, one, func(o *model.Observation) { o.Title["ru"], o.Place = "wording of b", "Aral" })
	change(t, a, two, func(o *model.Observation) { o.Credibility = 4 })
	change(t, b, two, func(o *model.Observation) { o.Place = "Kyzylorda" })
	fromA, fromB := packed(t, a, PackOptions{}, b), packed(t, b, PackOptions{}, a)
	if m := merge(t, b, fromA); outcomes(m) != "0 5 1 1" || len(m.Records) != 2 {
		t.Errorf("%+v", m)
	}
	m = merge(t, a, fromB)
	if outcomes(m) != "0 5 1 1" || !slices.ContainsFunc(m.Records, func(r model.MergedRecord) bool {
		return r.ID == one && r.Outcome == model.MergedDisputed && slices.Equal(r.Open, []string{"title"}) && r.Organisation == "Org A"
	}) {
		t.Errorf("%+v", m)
	}
	if a.Digest() != b.Digest() {
		t.Error("the same records after both, another digest")
	}
	v, _ := a.View(two)
	if o := v.Record.(*model.Observation); v.Disputed() || o.Credibility != 4 || o.Place != "Kyzylorda" {
		t.Errorf("%+v", o)
	}
	for range 2 {
		if m := merge(t, a, fromB); outcomes(m) != "0 7 0 0" || m.Revisions != 0 {
			t.Errorf("the same parcel again: %+v", m)
		}
	}
	_ = three
	if !a.Verified(v) {
		t.Error("signed by a trusted member, and not verified")
	}
}

func TestAStrangerIsPreviewedUntilTrusted(t *testing.T) {
	a, b := laptop(t, "A"), laptop(t, "B")
	id := put(t, a, seen("words"))
	b1 := packed(t, a, PackOptions{}, b)
	m, err := tryMerge(t, b, b1)
	if parcel.ReasonOf(err) != parcel.UnknownSigner || m.Count[model.MergedRefused] == 0 {
		t.Fatalf("%+v, %v", m, err)
	}
	preview, err := b.Preview(opened(t, b, b1), MergeOptions{})
	if err != nil || preview.Refused != "unknown_signer" || len(preview.Records) != 1 || preview.From.Standing != model.StandingUnknown || preview.From.Organisation != "Org A" {
		t.Errorf("%+v, %v", preview, err)
	}
	if m := merge(t, b, b1, MergeOptions{AcceptUnknown: true}); m.Unverified != 1 {
		t.Errorf("%+v", m)
	}
	v, err := b.View(id)
	if err != nil || b.Verified(v) {
		t.Error("a stranger's record counts as verified", err)
	}
	if list := b.Merges(); len(list) != 1 || !list[0].WasUnknown || !list[0].Whole || list[0].Revisions != 1 {
		t.Errorf("%+v", list)
	}
	trust(t, b, a)
	if v, _ := b.View(id); !b.Verified(v) {
		t.Error("trusted since, and not verified")
	}
	put(t, a, seen("more"))
	next := packed(t, a, PackOptions{}, b)
	if _, err := b.Trust(a.Key(), false); err != nil {
		t.Fatal(err)
	}
	for _, o := range []MergeOptions{{}, {AcceptUnknown: true}} {
		if _, err := tryMerge(t, b, next, o); parcel.ReasonOf(err) != parcel.RevokedSigner {
			t.Errorf("revoked: %v", err)
		}
	}
}

func TestAuthorsStayProvenThroughOtherHands(t *testing.T) {
	a, b, c := laptop(t, "A"), laptop(t, "B"), laptop(t, "C")
	trust(t, b, a)
	trust(t, c, a, b)
	id := put(t, a, seen("from a"))
	merge(t, b, packed(t, a, PackOptions{}, b))
	change(t, b, id, func(o *model.Observation) { o.Place = "Aral" })
	m := merge(t, c, packed(t, b, PackOptions{}, c))
	if m.Unverified != 0 || m.Revisions != 2 {
		t.Fatalf("%+v", m)
	}
	h, err := c.History(id)
	if err != nil || h[0].Author != a.Key() || h[1].Author != b.Key() {
		t.Fatal(h, err)
	}
	if c.Digest() != b.Digest() || c.Digest() != a.Digest() && false {
		t.Error("another digest")
	}
}

func TestOnlyWhatMayLeaveLeaves(t *testing.T) {
	a, b := laptop(t, "A"), laptop(t, "B")
	trust(t, b, a)
	agreed := put(t, a, &model.Source{CodeName: "Birch", Consent: model.Consent{Uses: []string{"coalition"}}})
	silent := put(t, a, &model.Source{CodeName: "Oak"})
	put(t, a, &model.Identity{Common: model.Common{Confidentiality: model.Sealed}, Source: agreed, Who: "MARKER-NAME"})
	with := func(words string, c model.Confidentiality, sources ...model.ID) model.ID {
		o := seen(words)
		o.Confidentiality, o.Sources = c, sources
		return put(t, a, o)
	}
	goes := with("goes", model.Coalition, agreed)
	stays := with("stays", model.Coalition, silent)
	inner := with("inner", model.Organisation)
	with("sealed", model.Sealed)
	draft := with("draft MARKER-DRAFT", model.Organisation)
	change(t, a, draft, func(o *model.Observation) { o.Title["ru"], o.Confidentiality = "raised", model.Coalition })
	departing, err := a.Departing(t.Context(), PackOptions{})
	if err != nil {
		t.Fatal(err)
	}
	want := map[model.StayRule]int{model.StaysConsent: 1, model.StaysCircle: 4}
	if !maps.Equal(departing.Stays, want) || departing.Records[model.KindObservation] != 2 {
		t.Errorf("departing %+v", departing)
	}
	bs := packed(t, a, PackOptions{}, b)
	merge(t, b, bs)
	for id, here := range map[model.ID]bool{goes: true, stays: false, inner: false, draft: true, agreed: false} {
		if _, err := b.View(id); (err == nil) != here {
			t.Errorf("record %v: %v", id, err)
		}
	}
	h, err := b.History(draft)
	if err != nil || len(h) != 2 || !h[0].Redacted {
		t.Fatal(h, err)
	}
	p := opened(t, b, bs)
	for it, err := range p.Revisions() {
		if err != nil || bytes.Contains(it.Bytes, []byte("MARKER")) {
			t.Error("a marker left", err)
		}
	}
	// Within the organisation the whole draft comes, and takes the place of its stand-in.
	before := b.Digest()
	m := merge(t, b, packed(t, a, PackOptions{Reach: model.Organisation}, b))
	if m.Count[model.MergedJoined] != 1 || m.Count[model.MergedNew] != 2 {
		t.Errorf("%+v", m)
	}
	if h, _ = b.History(draft); len(h) != 2 || h[0].Redacted || h[1].Redacted {
		t.Error("the stand-in stayed")
	}
	if b.Digest() != before {
		t.Error("what is not shared counts in the digest")
	}
	merge(t, b, bs) // and an old parcel takes nothing away
	if h, _ = b.History(draft); h[0].Redacted {
		t.Error("a stand-in took content away")
	}
}

func TestEvidenceComesAlong(t *testing.T) {
	a, b, c := laptop(t, "A"), laptop(t, "B"), laptop(t, "C")
	trust(t, b, a)
	trust(t, c, a, b)
	id := put(t, a, seen("with evidence"))
	content := bytes.Repeat([]byte("pixels "), 100_000)
	e, err := a.Attach(t.Context(), id, "снимок.jpg", bytes.NewReader(content), AttachOptions{})
	if err != nil {
		t.Fatal(err)
	}
	without := packed(t, a, PackOptions{}, b, c)
	if m := merge(t, b, without); m.Files != 0 {
		t.Errorf("%d files", m.Files)
	}
	if err := b.Extract(t.Context(), e.ID, io.Discard); !errors.Is(err, ErrNoFile) {
		t.Errorf("a file that did not come: %v", err)
	}
	with := packed(t, a, PackOptions{Evidence: true}, b, c)
	if m := merge(t, b, with); m.Files != 1 || m.Revisions != 0 {
		t.Errorf("%+v", m)
	}
	merge(t, c, packed(t, b, PackOptions{Evidence: true}, c))
	for _, n := range []*Notebook{b, c} {
		var got bytes.Buffer
		if err := n.Extract(t.Context(), e.ID, &got); err != nil || !bytes.Equal(got.Bytes(), content) {
			t.Errorf("%d bytes, %v", got.Len(), err)
		}
	}
}

func TestOnlyWhatIsNewIsSent(t *testing.T) {
	a, b := laptop(t, "A"), laptop(t, "B")
	trust(t, a, b)
	trust(t, b, a)
	for i := range 20 {
		put(t, a, seen(fmt.Sprint("old ", i)))
	}
	merge(t, b, packed(t, a, PackOptions{}, b))
	digest := b.Digest()
	late := put(t, a, seen("new"))
	p, err := a.Departing(t.Context(), PackOptions{Since: &digest})
	if err != nil || p.Records[model.KindObservation] != 1 || len(p.Records) != 1 {
		t.Fatalf("%+v, %v", p, err)
	}
	m := merge(t, b, packed(t, a, PackOptions{Since: &digest}, b))
	if outcomes(m) != "1 0 0 0" || a.Digest() != b.Digest() {
		t.Errorf("%+v", m)
	}
	// B has more of its own; A knows of it, because B sent all of it.
	put(t, b, seen("of b"))
	merge(t, a, packed(t, b, PackOptions{}, a))
	digest = b.Digest()
	change(t, a, late, func(o *model.Observation) { o.Place = "Aral" })
	p, err = a.Departing(t.Context(), PackOptions{Since: &digest})
	if err != nil || p.Records[model.KindObservation] != 1 {
		t.Fatalf("%+v, %v", p, err)
	}
	only := packed(t, a, PackOptions{Since: &digest}, b)
	if m := merge(t, b, only); outcomes(m) != "0 0 1 0" || m.Revisions != 1 {
		t.Errorf("%+v", m)
	}
	c := laptop(t, "C")
	if _, err := c.Departing(t.Context(), PackOptions{Since: &digest}); !errors.Is(err, ErrUnknownDigest) {
		t.Errorf("a digest of nobody: %v", err)
	}
	// Who does not hold what it builds on is told so.
	trust(t, c, a)
	delta := packed(t, a, PackOptions{Since: &digest}, c)
	if _, err := tryMerge(t, c, delta); parcel.ReasonOf(err) != parcel.MissingAncestor {
		t.Errorf("without its ancestor: %v", err)
	}
}

func TestOnlyWhatAQueryAsksForIsSent(t *testing.T) {
	a := laptop(t, "A")
	one, two := seen("one"), seen("two")
	two.Commitments, two.Tags = []string{"T21-U1"}, []string{"prison"}
	first, second := put(t, a, one), put(t, a, two)
	for _, id := range []model.ID{first, second} {
		if _, err := a.Attach(t.Context(), id, "a.txt", strings.NewReader(id.String()), AttachOptions{}); err != nil {
			t.Fatal(err)
		}
	}
	put(t, a, &model.Link{A: first, B: second, Verdict: model.Different})
	for name, c := range map[string]struct {
		q    model.Query
		want map[model.Kind]int
	}{
		"all":        {model.Query{}, map[model.Kind]int{model.KindObservation: 2, model.KindEvidence: 2, model.KindLink: 1}},
		"commitment": {model.Query{Commitment: "T21-U1"}, map[model.Kind]int{model.KindObservation: 1, model.KindEvidence: 1}},
		"words":      {model.Query{Words: "one"}, map[model.Kind]int{model.KindObservation: 1, model.KindEvidence: 1}},
		"tag":        {model.Query{Tag: "prison"}, map[model.Kind]int{model.KindObservation: 1, model.KindEvidence: 1}},
		"nothing":    {model.Query{Words: "nowhere"}, map[model.Kind]int{}},
	} {
		p, err := a.Departing(t.Context(), PackOptions{Query: c.q})
		if err != nil {
			t.Fatal(err)
		}
		for _, kind := range []model.Kind{model.KindPlan, model.KindArea, model.KindCommitment} {
			delete(p.Records, kind)
		}
		if !maps.Equal(p.Records, c.want) {
			t.Errorf("%s: %v", name, p.Records)
		}
	}
}

func TestAMergeCanBeTakenBack(t *testing.T) {
	a, b := laptop(t, "A"), laptop(t, "B")
	trust(t, a, b)
	trust(t, b, a)
	shared := put(t, b, seen("of b"))
	merge(t, a, packed(t, b, PackOptions{}, a))
	for i := range 30 {
		put(t, a, seen(fmt.Sprint("of a ", i)))
	}
	change(t, a, shared, func(o *model.Observation) { o.Place = "edited by a" })
	own := put(t, b, seen("later"))
	before := b.Digest()
	bs := packed(t, a, PackOptions{}, b)
	m := merge(t, b, bs)
	if m.Revisions != 31 || m.Count[model.MergedJoined] != 1 {
		t.Fatalf("%+v", m)
	}
	if marks := b.ParcelMarks(); len(marks) != 1 || marks[0].Records != 31 || len(marks[0].Signer) != 32 || len(marks[0].SHA256) != 64 || !marks[0].Day.Valid() {
		t.Errorf("a report would name %+v", marks)
	}
	removed, err := b.TakeBack(t.Context(), m.Parcel, nil)
	if err != nil || removed != 31 || b.Digest() != before {
		t.Fatal(removed, err)
	}
	if v, _ := b.View(shared); v.Record.(*model.Observation).Place != "" {
		t.Error("the edit stayed")
	}
	page, err := b.Find(model.Query{Words: "of"})
	if err != nil || page.Total != 1 {
		t.Errorf("found %d, %v", page.Total, err)
	}
	if list := b.Merges(); list[0].TakenBack == 0 || list[0].Revisions != 0 {
		t.Errorf("%+v", list)
	}
	if marks := b.ParcelMarks(); len(marks) != 0 {
		t.Errorf("a report would name what was taken back: %+v", marks)
	}
	if again := merge(t, b, bs); again.Revisions != 31 {
		t.Errorf("merged again: %+v", again)
	}
	change(t, b, shared, func(o *model.Observation) { o.Credibility = 2 })
	if _, err := b.TakeBack(t.Context(), m.Parcel, nil); !errors.Is(err, ErrBuiltOn) {
		t.Errorf("built on: %v", err)
	}
	if _, err := b.TakeBack(t.Context(), [32]byte{1}, nil); !errors.Is(err, ErrNotFound) {
		t.Errorf("no such merge: %v", err)
	}
	_ = own
}

func TestALinkOfOursKeepsAMergeFromBeingTakenBack(t *testing.T) {
	a, b := laptop(t, "A"), laptop(t, "B")
	trust(t, b, a)
	theirs := put(t, a, seen("of a"))
	m := merge(t, b, packed(t, a, PackOptions{}, b))
	ours := put(t, b, seen("of b"))
	if err := b.Decide(ours, theirs, model.SameEvent, "talked"); err != nil {
		t.Fatal(err)
	}
	if _, err := b.TakeBack(t.Context(), m.Parcel, nil); !errors.Is(err, ErrBuiltOn) {
		t.Errorf("a link builds on it: %v", err)
	}
	if err := b.Decide(ours, theirs, "", "it was not"); err != nil {
		t.Fatal(err)
	}
}

// A merge that is stopped anywhere leaves a sound notebook, and goes on when it is
// done again.
func TestAStoppedMergeGoesOn(t *testing.T) {
	a, b := laptop(t, "A"), laptop(t, "B")
	trust(t, b, a)
	const records = 3*mergeBatch/2 + 7
	var changes []Change
	for i := range records {
		changes = append(changes, Change{Next: seen(fmt.Sprint("stopped word", i))})
	}
	if _, err := a.WriteBulk(t.Context(), slices.Values(changes)); err != nil {
		t.Fatal(err)
	}
	bs := packed(t, a, PackOptions{}, b)
	ctx, cancel := context.WithCancel(t.Context())
	m, err := b.Merge(ctx, opened(t, b, bs), MergeOptions{Progress: func(done, total int) { cancel() }})
	if !errors.Is(err, context.Canceled) || m.Count[model.MergedNew] == 0 {
		t.Fatalf("%+v, %v", m.Count, err)
	}
	got, err := b.Count(model.Query{})
	if err != nil || got != mergeBatch {
		t.Errorf("%d records, %v", got, err)
	}
	if list := b.Merges(); len(list) != 1 || list[0].Whole || list[0].Revisions != got {
		t.Errorf("%+v", list)
	}
	if r, err := b.Check(t.Context(), true, nil); err != nil || !r.OK() {
		t.Errorf("%+v, %v", r.Faults, err)
	}
	if b.wasMerged(m.Parcel) {
		t.Error("half a merge counts as whole")
	}
	m = merge(t, b, bs)
	if m.Revisions != records-got || a.Digest() != b.Digest() {
		t.Errorf("%d came, %v", m.Revisions, m.Count)
	}
	page, err := b.Find(model.Query{Words: fmt.Sprint("stopped word", records-1)}) // waits for the index
	if err != nil || page.Total != 1 {
		t.Errorf("found %d, %v", page.Total, err)
	}
	if list := b.Merges(); len(list) != 1 || !list[0].Whole || list[0].Revisions != records {
		t.Errorf("%+v", list)
	}
	if n, err := b.TakeBack(t.Context(), m.Parcel, nil); err != nil || n != records {
		t.Errorf("taken back %d, %v", n, err)
	}
}
