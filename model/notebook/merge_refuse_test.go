package notebook

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"io"
	"testing"
	"time"

	"plumbline/model"
	"plumbline/model/parcel"
	"plumbline/model/seal"
)

func TestWhatOnlyTheNotebookCanRefuse(t *testing.T) {
	a, b := laptop(t, "A"), laptop(t, "B")
	trust(t, b, a)
	here := put(t, b, seen("here"))
	signed := func(rs ...model.Revision) *parcel.Manifest {
		var ids []model.RevID
		for _, r := range rs {
			ids = append(ids, r.ID)
		}
		m, err := parcel.NewManifest(a.self.signer, "Org A", nil, ids, nil)
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	written := func(rec model.Record, id model.ID, by model.Author) model.Revision {
		rec.Base().ID = id
		rs, err := model.Revise(model.View{}, rec, by, model.ClockAt(time.Now()), "")
		if err != nil {
			t.Fatal(err)
		}
		return rs[0]
	}
	asA := model.Author{Key: a.Key(), Organisation: "Org A"}
	asB := model.Author{Key: b.Key(), Organisation: "Org B"}
	asNobody := model.Author{Key: model.Key{9}, Organisation: "Org X"}
	stolen := written(&model.Recommendation{Common: model.Common{Confidentiality: model.Coalition}}, here, asA)
	planted, err := model.First(&model.Commitment{Common: model.Common{ID: model.PlanID(model.KindCommitment, "T21/T21-1.1"), Confidentiality: model.Public}, Code: "T21-1.1", Title: model.Text{"en": "another promise"}})
	if err != nil {
		t.Fatal(err)
	}
	asNew := written(seen("as b"), model.ID{1}, asB)
	asUnknown := written(seen("as nobody"), model.ID{2}, asNobody)
	view, _ := b.View(here)
	o := *view.Record.(*model.Observation)
	o.Place = "x"
	cross := written(seen("cross"), model.ID{3}, asA)
	child, err := model.Revise(view, &o, asA, model.ClockAt(time.Now()), "")
	if err != nil {
		t.Fatal(err)
	}
	elsewhere := child[0]
	elsewhere.Record = model.ID{4}
	raw, _ := elsewhere.Encode()
	if elsewhere, err = model.DecodeRevision(raw); err != nil {
		t.Fatal(err)
	}
	good := written(seen("good"), model.ID{5}, asA)
	for name, c := range map[string]struct {
		want   parcel.Reason
		packed time.Time
		accept bool
		rs     []model.Revision
		ms     []*parcel.Manifest
	}{
		"good":                          {"", b.now(), false, []model.Revision{good}, []*parcel.Manifest{signed(good)}},
		"packed in 1970":                {parcel.WrongClock, time.Unix(5, 0), true, []model.Revision{good}, []*parcel.Manifest{signed(good)}},
		"packed in 2100":                {parcel.WrongClock, time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC), true, nil, nil},
		"a stolen id":                   {parcel.StolenID, b.now(), true, []model.Revision{stolen}, []*parcel.Manifest{signed(stolen)}},
		"another plan":                  {parcel.PlanMismatch, b.now(), true, []model.Revision{planted}, nil},
		"in our name":                   {parcel.ForgedAuthor, b.now(), true, []model.Revision{asNew}, nil},
		"nobody signed":                 {parcel.ForgedAuthor, b.now(), false, []model.Revision{asUnknown}, nil},
		"nobody signed, and accepted":   {"", b.now(), true, []model.Revision{asUnknown}, nil},
		"an ancestor in another record": {parcel.MissingAncestor, b.now(), true, []model.Revision{cross, elsewhere}, []*parcel.Manifest{signed(cross, elsewhere)}},
		"two histories":                 {parcel.TwoHistories, b.now(), false, []model.Revision{good}, []*parcel.Manifest{signed(good), signed(cross)}},
	} {
		t.Run(name, func(t *testing.T) {
			var out bytes.Buffer
			h := parcel.Header{Packed: model.ClockAt(c.packed), Reach: model.Coalition}
			io.ReadFull(rand.Reader, h.ID[:])
			_, err := parcel.Write(t.Context(), &out, seal.ForMembers(b.self.key.Lock()), a.self.signer, h, parcel.Contents{
				Manifests: func(yield func(*parcel.Manifest, error) bool) {
					for _, m := range c.ms {
						yield(m, nil)
					}
				},
				Revisions: func(yield func(model.Revision, error) bool) {
					for _, r := range c.rs {
						yield(r, nil)
					}
				}})
			if err != nil {
				t.Fatal(err)
			}
			m, err := tryMerge(t, b, out.Bytes(), MergeOptions{AcceptUnknown: c.accept})
			if parcel.ReasonOf(err) != c.want || m.Refused != string(c.want) {
				t.Errorf("%v, want %q", err, c.want)
			}
			if _, err := b.TakeBack(t.Context(), m.Parcel, nil); err != nil && c.want == "" {
				t.Error(err)
			}
		})
	}
}

// A redaction takes content away where its author or a trusted coordinator
// signed for it, whatever came first, and nowhere else.
func TestARedactionHoldsWhateverCameFirst(t *testing.T) {
	a, m := laptop(t, "A"), laptop(t, "M")
	id := put(t, a, seen("to be forgotten"))
	h, err := a.History(id)
	if err != nil {
		t.Fatal(err)
	}
	whole := packed(t, a, PackOptions{}, a)
	_ = whole
	gone := h[0]
	gone.Redacted, gone.Body, gone.Reason = true, nil, ""
	order := func(by *Notebook) *parcel.Manifest {
		x, err := parcel.NewManifest(by.self.signer, by.Me().Organisation, []parcel.Hash{{byte(len(by.Me().Organisation))}}, nil, []model.RevID{gone.ID})
		if err != nil {
			t.Fatal(err)
		}
		return x
	}
	send := func(by *Notebook, to *Notebook, ms ...*parcel.Manifest) []byte {
		var out bytes.Buffer
		hd := parcel.Header{Packed: model.ClockAt(to.now()), Reach: model.Coalition}
		io.ReadFull(rand.Reader, hd.ID[:])
		if _, err := parcel.Write(t.Context(), &out, seal.ForMembers(to.self.key.Lock()), by.self.signer, hd, parcel.Contents{
			Manifests: func(yield func(*parcel.Manifest, error) bool) {
				for _, x := range ms {
					yield(x, nil)
				}
			},
			Revisions: func(yield func(model.Revision, error) bool) { yield(gone, nil) }}); err != nil {
			t.Fatal(err)
		}
		return out.Bytes()
	}
	forgotten := func(n *Notebook) bool {
		h, err := n.History(id)
		return err == nil && len(h) == 1 && h[0].Redacted
	}
	byAuthor := order(a)
	for name, c := range map[string]struct {
		sender *Notebook
		orders []*parcel.Manifest
		want   bool
	}{"by its author": {a, []*parcel.Manifest{byAuthor}, true}, "by its author, through another": {m, []*parcel.Manifest{byAuthor}, true},
		"by somebody": {m, []*parcel.Manifest{order(m)}, false}, "by nobody": {m, nil, false}} {
		first, last := laptop(t, "first"), laptop(t, "last")
		for _, n := range []*Notebook{first, last} {
			trust(t, n, a, m)
		}
		merge(t, first, packed(t, a, PackOptions{}, first))
		merge(t, first, send(c.sender, first, c.orders...))
		merge(t, last, send(c.sender, last, c.orders...))
		merge(t, last, packed(t, a, PackOptions{}, last))
		if forgotten(first) != c.want || forgotten(last) != c.want {
			t.Errorf("%s: content first %v, order first %v", name, forgotten(first), forgotten(last))
		}
		if first.Digest() != last.Digest() {
			t.Errorf("%s: another digest", name)
		}
	}
}

func TestAFreshCopyIsForOutsiders(t *testing.T) {
	a, out := laptop(t, "A"), laptop(t, "Out")
	o := seen("public words")
	o.Confidentiality, o.Note, o.Place = model.Public, "MARKER-NOTE", "a place"
	id := put(t, a, o)
	change(t, a, id, func(o *model.Observation) { o.Title["ru"] = "public words, reworded" })
	put(t, a, seen("coalition only MARKER"))
	bs := packed(t, a, PackOptions{Fresh: true}, out)
	m := merge(t, out, bs, MergeOptions{AcceptUnknown: true})
	if outcomes(m) != "1 4 0 0" || m.Revisions != 1 {
		t.Fatalf("%+v", m)
	}
	fresh := model.FreshID(a.Key(), id, model.KindObservation)
	v, err := out.View(fresh)
	if err != nil || v.Revisions != 1 || v.Record.(*model.Observation).Title["ru"] != "public words, reworded" || v.Record.Base().Note != "" {
		t.Errorf("%+v, %v", v, err)
	}
	if m := merge(t, out, packed(t, a, PackOptions{Fresh: true}, out), MergeOptions{AcceptUnknown: true}); outcomes(m) != "0 5 0 0" {
		t.Errorf("a second copy of the same: %+v", m)
	}
}

func TestMembersAreAddedTrustedAndRevoked(t *testing.T) {
	a, b := laptop(t, "A"), laptop(t, "B")
	if s := a.Standing(b.Key()); s != model.StandingUnknown {
		t.Errorf("a stranger is %s", s)
	}
	card, err := b.MyCard()
	if err != nil {
		t.Fatal(err)
	}
	c, err := parcel.ReadCard(card)
	if err != nil {
		t.Fatal(err)
	}
	v, err := a.AddMember(c)
	if m := v.Record.(*model.Member); err != nil || m.Name != "B" || m.Trusted || a.Standing(b.Key()) != model.StandingKnown {
		t.Errorf("%+v, %v", m, err)
	}
	if lock, err := a.LockOf(b.Key()); err != nil || lock.String() != b.self.key.Lock().String() {
		t.Error("another lock", err)
	}
	for trusted, want := range map[bool]model.Standing{true: model.StandingTrusted} {
		if _, err := a.Trust(b.Key(), trusted); err != nil || a.Standing(b.Key()) != want {
			t.Error(a.Standing(b.Key()), err)
		}
	}
	if _, err := a.AddMember(c); err != nil || a.Standing(b.Key()) != model.StandingTrusted {
		t.Error("adding again took the trust away", err)
	}
	if _, err := a.Trust(b.Key(), false); err != nil || a.Standing(b.Key()) != model.StandingRevoked {
		t.Error(a.Standing(b.Key()), err)
	}
	if _, err := a.Trust(model.Key{1}, true); !errors.Is(err, ErrNotFound) {
		t.Error("a stranger was trusted", err)
	}
	if a.Standing(a.Key()) != model.StandingSelf {
		t.Error("not myself")
	}
}

func TestPairsAreFoundAndDecided(t *testing.T) {
	a, b := laptop(t, "A"), laptop(t, "B")
	trust(t, a, b)
	one, two := seen("Колония 14: отказ в допуске"), seen("المستعمرة ١٤")
	for _, o := range []*model.Observation{one, two} {
		o.Region, o.Affected = "KZ-43", model.Affected{Number: 37, Unit: "persons"}
	}
	one.Place, two.Place = "Кызылорда", "قيزيلوردا"
	x := put(t, a, one)
	y := put(t, b, two)
	merge(t, a, packed(t, b, PackOptions{}, a))
	pairs, err := a.Duplicates(context.Background(), nil)
	if err != nil || len(pairs) != 1 || [2]model.ID{pairs[0].A, pairs[0].B} != model.Two(x, y) {
		t.Fatalf("%+v, %v", pairs, err)
	}
	for _, verdict := range []string{model.Different, model.SameEvent} {
		if err := a.Decide(x, y, verdict, "talked"); err != nil {
			t.Fatal(err)
		}
		links, err := a.Links()
		if err != nil || links.Verdict(y, x) != verdict {
			t.Error(links.Verdict(x, y), err)
		}
		if pairs, _ := a.Duplicates(context.Background(), nil); len(pairs) != 0 {
			t.Error("asked again")
		}
	}
	if err := a.Decide(x, y, "", "mistaken"); err != nil {
		t.Fatal(err)
	}
	if pairs, _ := a.Duplicates(context.Background(), nil); len(pairs) != 1 {
		t.Error("taken back, and not asked")
	}
}
