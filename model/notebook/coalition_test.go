package notebook

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"reflect"
	"testing"

	"plumbline/model"
	"plumbline/model/parcel"
)

// Five laptops edit the same records and send one another parcels, some of them
// partial, late, twice, or through others. In the end everyone who has merged
// everything holds the same and sees the same, in whatever order it came.
func TestFiveLaptopsAgreeInAnyOrder(t *testing.T) {
	for seed := range uint64(3) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) { fiveLaptops(t, rand.New(rand.NewPCG(seed, 8))) })
	}
}

func fiveLaptops(t *testing.T, r *rand.Rand) {
	var all []*Notebook
	for i := range 5 {
		all = append(all, laptop(t, string(rune('A'+i))))
	}
	for _, n := range all {
		for _, o := range all {
			if o != n {
				trust(t, n, o)
			}
		}
	}
	var records []model.ID
	posted := [][]byte{}
	post := func(n *Notebook, o PackOptions) { posted = append(posted, packed(t, n, o, all...)) }
	for i := range 3 {
		records = append(records, put(t, all[i], seen(fmt.Sprint("record ", i))))
		post(all[i], PackOptions{})
	}
	for range 40 {
		n := all[r.IntN(len(all))]
		switch r.IntN(5) {
		case 0, 1:
			id := records[r.IntN(len(records))]
			if n.KindOf(id) == "" {
				continue
			}
			word := fmt.Sprint("word ", r.IntN(4))
			change(t, n, id, func(o *model.Observation) {
				switch r.IntN(4) {
				case 0:
					o.Title["ru"] = word
				case 1:
					o.Title["kk"] = word
				case 2:
					o.Place = word
				case 3:
					o.Tags = append(o.Tags[:len(o.Tags):len(o.Tags)], fmt.Sprint(word, len(o.Tags)))
				}
			})
		case 2:
			post(n, PackOptions{})
		case 3:
			digest := n.Digest()
			post(n, PackOptions{})
			post(n, PackOptions{Since: &digest}) // nothing new: still a parcel
		default:
			if _, err := tryMerge(t, n, posted[r.IntN(len(posted))]); err != nil && parcel.ReasonOf(err) != parcel.MissingAncestor {
				t.Fatal(err)
			}
		}
	}
	for _, n := range all { // once everybody tells all they have
		post(n, PackOptions{})
	}
	for _, n := range all {
		for _, i := range r.Perm(len(posted)) {
			if _, err := tryMerge(t, n, posted[i]); err != nil && parcel.ReasonOf(err) != parcel.MissingAncestor {
				t.Fatal(err)
			}
		}
		for _, b := range posted { // what came before its ancestors, again
			merge(t, n, b)
		}
	}
	for _, n := range all[1:] {
		if n.Digest() != all[0].Digest() {
			t.Error("another digest")
		}
		for _, id := range records {
			a, err := all[0].View(id)
			b, err2 := n.View(id)
			if err != nil || err2 != nil || !reflect.DeepEqual(a, b) {
				t.Errorf("another view: %+v, %+v", a, b)
			}
			if !n.Verified(b) {
				t.Error("not verified")
			}
		}
	}
}

func TestASnapshotIsKeptBeforeTheFirstMerge(t *testing.T) {
	a := laptop(t, "A")
	o := testOptions()
	n, err := Create(filepath.Join(t.TempDir(), "n"), pass, o)
	if err != nil {
		t.Fatal(err)
	}
	defer n.Close()
	trust(t, n, a)
	for i := range 2 {
		put(t, a, seen(fmt.Sprint("record ", i)))
		merge(t, n, packed(t, a, PackOptions{}, n))
		list, err := n.Snapshots()
		if err != nil || len(list) != 1 {
			t.Errorf("%d snapshots after %d merges, %v", len(list), i+1, err)
		}
	}
}

func TestAnUnreadableParcelIsNoParcel(t *testing.T) {
	n := laptop(t, "A")
	if _, err := n.OpenParcel(bytes.NewReader([]byte("hello")), 5, n.Opener()); parcel.ReasonOf(err) != parcel.Altered {
		t.Error(err)
	}
}
