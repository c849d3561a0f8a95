package parcel

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"plumbline/model"
	"plumbline/model/seal"
)

// A device of a made-up coalition: what it holds, and what it may pass on.
type device struct {
	person
	held      map[model.RevID]Item
	manifests map[Hash]*Manifest
	covered   map[model.RevID]bool
}

// state of a revision: a stand-in gives way to the whole one, and that to a
// redaction.
func state(it Item) int {
	switch {
	case !it.Revision.Redacted:
		return 1
	case slices.Contains(it.Orders, it.Revision.Author):
		return 2
	}
	return 0
}

// add is the merge law: union, and of one revision the later state.
func (d *device) add(it Item) {
	old, known := d.held[it.Revision.ID]
	if !known || state(it) > state(old) {
		d.held[it.Revision.ID] = it
	}
}

func (d *device) history(id model.ID) (h model.History) {
	for _, it := range d.held {
		if it.Revision.Record == id {
			h = append(h, it.Revision)
		}
	}
	return h
}

// edit saves a change of one record as this device sees it.
func (d *device) edit(t *rapid.T) {
	id := model.ID{byte(rapid.IntRange(1, 4).Draw(t, "record"))}
	v := model.Join(d.history(id))
	o := &model.Observation{Common: model.Common{ID: id}}
	if v.Record != nil {
		now := *v.Record.(*model.Observation)
		o = &now
	}
	o.Confidentiality = model.Coalition
	if rapid.IntRange(0, 3).Draw(t, "internal") == 0 {
		o.Confidentiality = model.Organisation
	}
	word := rapid.SampledFrom([]string{"a", "b", "c"}).Draw(t, "word")
	if rapid.Bool().Draw(t, "place") {
		o.Place = word
	} else {
		o.Title = model.Text{"ru": word}
	}
	rs, err := model.Revise(v, o, d.by, model.Clock(rapid.Uint64Range(0, 90).Draw(t, "lying clock")), "")
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rs {
		rec, _ := r.Fields()
		d.add(Item{Revision: r, Record: rec, Proven: true})
	}
}

// pack writes what may leave this device, with stand-ins for what may not.
func (d *device) pack(t *rapid.T, n int) []byte {
	var fresh []model.RevID
	for id, it := range d.held {
		if it.Revision.Author == d.by.Key && !it.Revision.Redacted && !d.covered[id] {
			fresh = append(fresh, id)
			d.covered[id] = true
		}
	}
	if len(fresh) > 0 {
		var mine []*Manifest
		for _, m := range d.manifests {
			if m.Author == d.by.Key {
				mine = append(mine, m)
			}
		}
		last, _ := Chain(slices.Values(mine))
		m, err := NewManifest(d.signer, d.by.Organisation, last, fresh, nil)
		if err != nil {
			t.Fatal(err)
		}
		d.manifests[m.Hash()] = m
	}
	h := Header{ID: [16]byte{byte(n), byte(n >> 8)}, Sender: Card{Key: d.by.Key}, Reach: model.Coalition}
	var out []model.Revision
	for id := range 5 {
		out = append(out, model.Outgoing(d.history(model.ID{byte(id)}), model.Coalition)...)
	}
	var b bytes.Buffer
	w := writer{ctx: context.Background(), header: h}
	err := w.inside(&b, seal.ForPassphrase(seal.Secret("any")).Marks(h.ID), d.signer, Contents{Manifests: all(slices.Collect(maps.Values(d.manifests))...), Revisions: all(out...)})
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func (d *device) merge(t *rapid.T, b []byte) {
	p, err := check(bytes.NewReader(b), int64(len(b)), anyone, standard, nil)
	if err != nil {
		t.Fatal(err)
	}
	for id := range p.Outside() {
		if _, known := d.held[id]; !known {
			t.Fatal("an ancestor is missing")
		}
	}
	for m, err := range p.Manifests() {
		if err != nil {
			t.Fatal(err)
		}
		d.manifests[m.Hash()] = m
	}
	for it, err := range p.Revisions() {
		if err != nil {
			t.Fatal(err)
		}
		if !it.Revision.Redacted && !it.Proven {
			t.Fatal("an author who signed is not believed")
		}
		d.add(it)
	}
}

// shown is what a device holds of the shared revisions, and how it sees them.
func (d *device) shown() string {
	var ids []string
	for id, it := range d.held {
		ids = append(ids, fmt.Sprint(id, state(it)))
	}
	slices.Sort(ids)
	for n := range 5 {
		v := model.Join(d.history(model.ID{byte(n)}))
		ids = append(ids, fmt.Sprintf("%v %+v %+v %v", v.Heads, v.Record, v.Disputes, v.Created))
	}
	return fmt.Sprint(ids)
}

// Five devices edit and send; parcels are lost, repeated, reordered and passed
// on by others. Whoever has received everything that may leave holds the same,
// in whatever order it came.
func TestMergingIsAUnionWhateverHappensToTheParcels(t *testing.T) {
	var people [5]person
	for i := range people {
		people[i] = newPerson(t, string(rune('A'+i)))
	}
	rapid.Check(t, func(t *rapid.T) {
		devices := make([]*device, len(people))
		for i := range devices {
			devices[i] = &device{person: people[i], held: map[model.RevID]Item{}, manifests: map[Hash]*Manifest{}, covered: map[model.RevID]bool{}}
		}
		pick := func() *device { return devices[rapid.IntRange(0, len(devices)-1).Draw(t, "device")] }
		var posted [][]byte
		for range rapid.IntRange(5, 25).Draw(t, "steps") {
			switch rapid.IntRange(0, 3).Draw(t, "step") {
			case 0, 1:
				pick().edit(t)
			case 2:
				posted = append(posted, pick().pack(t, len(posted)))
			default:
				if len(posted) > 0 { // any one, at any time, again too
					pick().merge(t, posted[rapid.IntRange(0, len(posted)-1).Draw(t, "parcel")])
				}
			}
		}
		for i, d := range devices { // in the end everyone tells everything they may, once
			posted = append(posted, d.pack(t, 1000+i))
		}
		var want string
		for round := range 3 {
			outsider := &device{person: people[0], held: map[model.RevID]Item{}, manifests: map[Hash]*Manifest{}}
			for _, i := range rapid.Permutation(seq(len(posted))).Draw(t, fmt.Sprint("order", round)) {
				outsider.merge(t, posted[i])
				if rapid.Bool().Draw(t, "twice") {
					outsider.merge(t, posted[i])
				}
			}
			if got := outsider.shown(); want == "" {
				want = got
			} else if got != want {
				t.Fatalf("another order, another notebook:\n%s\n%s", want, got)
			}
		}
	})
}

func seq(n int) (s []int) {
	for i := range n {
		s = append(s, i)
	}
	return s
}

func TestAForkOfAChainIsSeenUntilItIsClosed(t *testing.T) {
	a := newPerson(t, "A")
	m := func(id byte, previous ...*Manifest) *Manifest {
		var hs []Hash
		for _, p := range previous {
			hs = append(hs, p.Hash())
		}
		out, err := NewManifest(a.signer, "A", hs, []model.RevID{{id}}, nil)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	one := m(1)
	two, other := m(2, one), m(3, one)
	three, beside := m(4, two), m(5)
	closed := m(6, three, other)
	for name, c := range map[string]struct {
		ms   []*Manifest
		last int
		fork bool
	}{
		"none": {nil, 0, false}, "a line": {[]*Manifest{three, one, two}, 1, false}, "a line with a gap": {[]*Manifest{one, three}, 2, false},
		"a fork": {[]*Manifest{one, two, other}, 2, true}, "two beginnings": {[]*Manifest{one, beside}, 2, true},
		"a fork that goes on": {[]*Manifest{one, two, other, three}, 2, true}, "closed": {[]*Manifest{closed, one, two, other, three}, 1, false},
		"the same twice": {[]*Manifest{one, one}, 1, false},
	} {
		last, fork := Chain(slices.Values(c.ms))
		if len(last) != c.last || fork != c.fork {
			t.Errorf("%s: %d last, forked %v", name, len(last), fork)
		}
	}
}
