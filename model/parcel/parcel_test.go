package parcel

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"io"
	"iter"
	"slices"
	"testing"

	"plumbline/model"
	"plumbline/model/seal"
)

// person is somebody who writes and sends.
type person struct {
	signer *seal.Signer
	key    *seal.Key
	by     model.Author
}

func newPerson(t testing.TB, organisation string) person {
	t.Helper()
	signer, err := seal.NewSigner(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	key, err := seal.NewKey()
	if err != nil {
		t.Fatal(err)
	}
	return person{signer, key, model.Author{Key: model.Key(signer.Public()), Organisation: organisation}}
}

// write makes the revision of an observation with this title.
func (p person) write(t testing.TB, seen model.View, id byte, title string) model.Revision {
	t.Helper()
	o := &model.Observation{Common: model.Common{ID: model.ID{id}, Confidentiality: model.Coalition}, Title: model.Text{"ru": title}}
	rs, err := model.Revise(seen, o, p.by, model.Clock(1000+int(id))<<16, "")
	if err != nil || len(rs) != 1 {
		t.Fatal(len(rs), err)
	}
	return rs[0]
}

func (p person) manifest(t testing.TB, rs ...model.Revision) *Manifest {
	t.Helper()
	var ids []model.RevID
	for _, r := range rs {
		ids = append(ids, r.ID)
	}
	m, err := NewManifest(p.signer, p.by.Organisation, nil, ids, nil)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// all gives values as Write takes them.
func all[T any](values ...T) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for _, v := range values {
			if !yield(v, nil) {
				return
			}
		}
	}
}

func outgoing(id byte, name string, content []byte) Outgoing {
	return Outgoing{Attachment{ID: [16]byte{id}, Size: int64(len(content)), SHA256: sha256.Sum256(content), Name: name},
		func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(content)), nil }}
}

func coalition(id byte) Header {
	return Header{ID: [16]byte{id}, Packed: 77 << 16, Reach: model.Coalition, Sender: Card{Organisation: "Org", Name: "Somebody"}}
}

// anyone opens what inside made, at no cost.
var anyone = seal.ByPassphrase(seal.Secret("any"))

// inside makes what an envelope would hold.
func inside(t testing.TB, from person, h Header, c Contents) []byte {
	t.Helper()
	var b bytes.Buffer
	h.Sender.Key = from.by.Key
	w := writer{ctx: context.Background(), header: h}
	if err := w.inside(&b, seal.ForPassphrase(seal.Secret("any")).Marks(h.ID), from.signer, c); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func checked(b []byte) (*Reader, error) {
	return check(bytes.NewReader(b), int64(len(b)), anyone, standard, nil)
}

// small is a parcel with one of everything.
func small(t testing.TB) ([]byte, person, []model.Revision) {
	t.Helper()
	a, b := newPerson(t, "A"), newPerson(t, "B")
	first := a.write(t, model.View{}, 1, "первая")
	second := b.write(t, model.Join(model.History{first}), 1, "вторая")
	hidden := a.write(t, model.View{}, 2, "скрытая")
	after := a.write(t, model.Join(model.History{hidden}), 2, "видимая")
	rs := []model.Revision{first, second, hidden.StandIn(), after}
	return inside(t, b, coalition(9), Contents{
		Manifests:   all(a.manifest(t, first, hidden, after), b.manifest(t, second)),
		Revisions:   all(rs...),
		Attachments: all(outgoing(5, "снимок.jpg", bytes.Repeat([]byte("evidence "), 30)), outgoing(6, "", nil)),
	}), b, rs
}

// items reads everything a reader has.
func items(t testing.TB, r *Reader) (out []Item) {
	t.Helper()
	for it, err := range r.Revisions() {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, it)
	}
	return out
}

func TestWhatIsWrittenIsRead(t *testing.T) {
	from, to := newPerson(t, "A"), newPerson(t, "B")
	r := from.write(t, model.View{}, 1, "نص")
	content := bytes.Repeat([]byte("0123456789abcdef"), 40000) // three blocks
	h := coalition(3)
	h.Since, h.Sender.Recipient = bytes.Repeat([]byte{7}, 32), from.key.Lock().String()
	for name, c := range map[string]struct {
		to seal.Recipients
		by seal.Opener
	}{
		"members":    {seal.ForMembers(to.key.Lock(), from.key.Lock()), seal.ByKeys(to.key)},
		"passphrase": {seal.ForPassphrase(seal.Secret("six words")), seal.ByPassphrase(seal.Secret("six words"))},
	} {
		var b bytes.Buffer
		counts, err := Write(context.Background(), &b, c.to, from.signer, h, Contents{Manifests: all(from.manifest(t, r)), Revisions: all(r),
			Attachments: all(outgoing(1, "../../etc/passwd", content), outgoing(2, "empty.txt", nil))})
		if err != nil {
			t.Fatal(name, err)
		}
		p, err := Open(bytes.NewReader(b.Bytes()), int64(b.Len()), c.by)
		if err != nil {
			t.Fatal(name, err)
		}
		want := h
		want.Sender.Key = from.by.Key
		if got := p.Header(); got.ID != want.ID || got.Sender != want.Sender || got.Packed != want.Packed || !bytes.Equal(got.Since, want.Since) || got.Reach != want.Reach {
			t.Errorf("%s: header %+v", name, got)
		}
		if p.Counts() != counts || counts.Revisions != 1 || counts.Attachments != 2 || counts.Manifests != 1 || counts.Bytes != seal.Padme(counts.Bytes) {
			t.Errorf("%s: wrote %+v, read %+v", name, counts, p.Counts())
		}
		its := items(t, p)
		if len(its) != 1 || its[0].Revision.ID != r.ID || !its[0].Proven || its[0].Record.(*model.Observation).Title["ru"] != "نص" {
			t.Errorf("%s: %+v", name, its)
		}
		files := p.Attachments()
		if files[0].Name != model.FileName("../../etc/passwd") {
			t.Errorf("%s: the name %q", name, files[0].Name)
		}
		for i, want := range [][]byte{content, nil} {
			got, err := io.ReadAll(p.File(files[i]))
			if err != nil || !bytes.Equal(got, want) {
				t.Errorf("%s: file %d: %d bytes, %v", name, i, len(got), err)
			}
		}
	}
}

func TestProofOutsideAndStandIns(t *testing.T) {
	b, sender, rs := small(t)
	p, err := checked(b)
	if err != nil {
		t.Fatal(err)
	}
	its := items(t, p)
	for i, it := range its {
		if it.Revision.ID != rs[i].ID || !it.Proven == !it.Revision.Redacted || len(it.Orders) != 0 {
			t.Errorf("revision %d: %+v", i, it)
		}
	}
	if p.Header().Sender.Key != sender.by.Key {
		t.Error("another sender")
	}
	for id := range p.Outside() {
		t.Errorf("%v is outside", id)
	}
	n := 0
	for m, err := range p.Manifests() {
		if err != nil {
			t.Fatal(err)
		}
		for range m.Revisions() {
			n++
		}
	}
	if n != 4 {
		t.Errorf("manifests cover %d revisions", n)
	}
	only, err := checked(inside(t, sender, coalition(1), Contents{Manifests: all(sender.manifest(t, rs[1])), Revisions: all(rs[1])}))
	if err != nil {
		t.Fatal(err)
	}
	for id, record := range only.Outside() {
		if id != rs[0].ID || record != rs[0].Record {
			t.Errorf("outside is %v of %v", id, record)
		}
	}
}

func TestARedactionIsSignedByWhoOrdersIt(t *testing.T) {
	a := newPerson(t, "A")
	r := a.write(t, model.View{}, 1, "to go")
	gone := r
	gone.Redacted, gone.Body = true, nil
	m, err := NewManifest(a.signer, "A", nil, nil, []model.RevID{r.ID})
	if err != nil {
		t.Fatal(err)
	}
	p, err := checked(inside(t, a, coalition(1), Contents{Manifests: all(m), Revisions: all(gone)}))
	if err != nil {
		t.Fatal(err)
	}
	if it := items(t, p)[0]; !slices.Equal(it.Orders, []model.Key{a.by.Key}) || it.Record != nil {
		t.Errorf("%+v", it)
	}
}

func TestALargeParcelIsReadTwiceTheSame(t *testing.T) {
	a := newPerson(t, "A")
	var rs []model.Revision
	for i := range 200 {
		rs = append(rs, a.write(t, model.View{}, byte(i), string(bytes.Repeat([]byte{byte('a' + i%26)}, 9000))))
	}
	b := inside(t, a, coalition(1), Contents{Manifests: all(a.manifest(t, rs...)), Revisions: all(rs...)})
	narrow := standard
	narrow.keep = 1 << 20
	p, err := check(bytes.NewReader(b), int64(len(b)), anyone, narrow, nil)
	if err != nil || p.small || p.kept != nil {
		t.Fatal(err, p.small)
	}
	whole, err := checked(b)
	if err != nil || !whole.small {
		t.Fatal(err)
	}
	one, two := items(t, p), items(t, whole)
	if len(one) != 200 || !slices.EqualFunc(one, two, func(a, b Item) bool { return a.Revision.ID == b.Revision.ID && a.Proven == b.Proven }) {
		t.Fatal("the second pass gives something else")
	}
	n := 0
	for range p.Revisions() { // stopping is no error
		if n++; n == 3 {
			break
		}
	}
}

func TestAFileThatChangesBetweenThePassesIsNoticed(t *testing.T) {
	b, _, _ := small(t)
	narrow := standard
	narrow.keep = 0
	for i := range b {
		c := bytes.Clone(b)
		p, err := check(bytes.NewReader(c), int64(len(c)), anyone, narrow, nil)
		if err != nil {
			t.Fatal(err)
		}
		c[i] ^= 1
		noticed := false
		for _, err := range p.Revisions() {
			noticed = noticed || ReasonOf(err) == Altered
		}
		for _, err := range p.Manifests() {
			noticed = noticed || ReasonOf(err) == Altered
		}
		for _, a := range p.Attachments() {
			_, err := io.ReadAll(p.File(a))
			noticed = noticed || err != nil
		}
		inPayload := false
		for _, s := range slices.Concat(p.manifests, p.batches) {
			inPayload = inPayload || int64(i) >= s.at && int64(i) < s.at+int64(s.n)
		}
		if inPayload && !noticed {
			t.Fatalf("byte %d", i)
		}
	}
}

func TestAKnownParcelIsNotLookedAtAgain(t *testing.T) {
	a := newPerson(t, "A")
	r := a.write(t, model.View{}, 1, "один")
	b := inside(t, a, coalition(1), Contents{Manifests: all(a.manifest(t, r)), Revisions: all(r)})
	whole, err := checked(b)
	if err != nil {
		t.Fatal(err)
	}
	p, err := check(bytes.NewReader(b), int64(len(b)), anyone, standard, func(d [32]byte) bool { return d == whole.Digest() })
	if err != nil || !p.Known() || p.Digest() != whole.Digest() || p.Header().ID != whole.Header().ID || len(items(t, p)) != 0 {
		t.Errorf("known %v, %v", p.Known(), err)
	}
	if whole.Known() {
		t.Error("nobody knew it")
	}
	b[len(b)-1] ^= 1
	if _, err := check(bytes.NewReader(b), int64(len(b)), anyone, standard, func([32]byte) bool { return true }); ReasonOf(err) != BadSignature {
		t.Errorf("a known parcel with a bad signature: %v", err)
	}
}
