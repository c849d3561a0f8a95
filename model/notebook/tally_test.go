package notebook

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"

	"plumbline/model"
)

// valuesOf says plainly which values of a facet an observation has.
func valuesOf(n *Notebook, v model.View, facet string) []string {
	o := v.Record.(*model.Observation)
	switch facet {
	case model.FacetArea:
		var areas []string
		for _, code := range o.Commitments {
			areas = append(areas, map[string]string{"T21-1.1": "T21-1", "T21-U1": ""}[code])
		}
		return areas
	case model.FacetCommitment:
		return o.Commitments
	case model.FacetRegion:
		return []string{o.Region}
	case model.FacetMethod:
		return []string{o.Method}
	case model.FacetReliability:
		return []string{o.Reliability}
	case model.FacetReview:
		return []string{string(o.Review)}
	case model.FacetConfidentiality:
		return []string{string(o.Confidentiality)}
	case model.FacetOrganisation:
		return []string{v.Created.Organisation}
	case model.FacetEvidence:
		if n.Files(v.ID) > 0 {
			return []string{model.WithEvidence}
		}
		return []string{""}
	}
	if o.Date.From == "" {
		return []string{""}
	}
	var years []string
	for y := o.Date.From.Year(); y <= o.Date.Last().Year(); y++ {
		years = append(years, strconv.Itoa(y))
	}
	return years
}

// manyKinds writes observations of every value of every facet.
func manyKinds(t *testing.T, n *Notebook, r *rand.Rand) {
	pick := func(list ...string) string { return list[r.IntN(len(list))] }
	var changes []Change
	for i := range 400 {
		o := observation(fmt.Sprintf("w%dw", i%7))
		o.Commitments = slices.Clone([][]string{{"T21-1.1"}, {"T21-U1"}, {"T21-1.1", "T21-U1"}}[r.IntN(3)])
		from := model.Day(fmt.Sprintf("202%d-%02d-%02d", r.IntN(4), 1+r.IntN(12), 1+r.IntN(28)))
		o.Date = model.Date{From: from, To: from, Precision: model.Exact}
		switch i % 9 {
		case 0:
			o.Date = model.Date{Precision: model.UnknownDate}
		case 1:
			o.Date = model.Date{From: "2021-06-01", To: "2023-02-01", Precision: model.Estimate}
		}
		o.Region, o.Method, o.Reliability = pick("KZ-75", "KZ-71", ""), pick("site_visit", "survey"), pick("A", "F", "")
		o.Confidentiality, o.Review = model.Confidentiality(pick("public", "coalition", "sealed")), model.ReviewState(pick("approved", "submitted"))
		o.Withdrawn = i%13 == 0
		changes = append(changes, Change{Next: o})
	}
	if _, err := n.RecordAll(changes); err != nil {
		t.Fatal(err)
	}
	for i := range 5 {
		attach(t, n, changes[i*3+1].Next.Base().ID, "f", []byte{byte(i)})
	}
}

func TestTallyGivesWhatReadingAllGives(t *testing.T) {
	n := testNotebook(t)
	r := rand.New(rand.NewPCG(5, 6))
	manyKinds(t, n, r)
	all := readAll(t, n)
	possible := map[string][]string{}
	for _, f := range model.Facets {
		seen := map[string]bool{"elsewhere": true}
		for _, v := range all {
			for _, x := range valuesOf(n, v, f) {
				seen[x] = true
			}
		}
		possible[f] = slices.Sorted(maps.Keys(seen))
	}
	has := func(v model.View, facet string, values []string) bool {
		return len(values) == 0 || slices.ContainsFunc(valuesOf(n, v, facet), func(x string) bool { return slices.Contains(values, x) })
	}
	for i := range 200 {
		asked := map[string][]string{}
		for _, f := range model.Facets {
			for _, value := range possible[f] {
				if r.IntN(12) == 0 {
					asked[f] = append(asked[f], value)
				}
			}
		}
		q := model.Query{Method: []string{"", "", "survey"}[r.IntN(3)], Among: &model.Among{Values: asked}}
		if i%5 == 0 {
			q.Words = "w3w"
		}
		want := map[string]map[string]int{}
		total := 0
		for _, v := range all {
			o := v.Record.(*model.Observation)
			if o.Withdrawn || q.Method != "" && o.Method != q.Method || q.Words != "" && o.Title["en"] != q.Words {
				continue
			}
			var failed []string
			for _, f := range model.Facets {
				if !has(v, f, asked[f]) {
					failed = append(failed, f)
				}
			}
			if len(failed) == 0 {
				total++
			}
			for _, f := range model.Facets {
				if want[f] == nil {
					want[f] = map[string]int{}
				}
				if len(failed) == 0 || len(failed) == 1 && failed[0] == f {
					for _, x := range valuesOf(n, v, f) {
						want[f][x]++
					}
				}
			}
		}
		if c, err := n.Count(q); err != nil || c != total {
			t.Fatalf("query %d %v: %d found, %d are there (%v)", i, asked, c, total, err)
		}
		got, err := n.Tallies(q, model.Facets...)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range model.Facets {
			if len(want[f])+len(got[f]) > 0 && !maps.Equal(got[f], want[f]) {
				t.Fatalf("query %d %v, %s: %v, want %v", i, asked, f, got[f], want[f])
			}
			if one := n.Tally(q, f); !maps.Equal(one, got[f]) {
				t.Fatalf("%s by itself: %v, with the others %v", f, one, got[f])
			}
		}
	}
}

func TestTallyOfEvidenceIsThatOfItsRecord(t *testing.T) {
	n := testNotebook(t)
	v := record(t, n, observation("with a file"))
	attach(t, n, v.ID, "f", []byte("x"))
	q := model.Query{Kind: model.KindEvidence}
	if got := n.Tally(q, model.FacetCommitment); !maps.Equal(got, map[string]int{"T21-1.1": 1}) {
		t.Errorf("evidence counts as %v", got)
	}
	q.Among = &model.Among{Values: map[string][]string{model.FacetArea: {"T21-1"}}}
	if c, err := n.Count(q); c != 1 || err != nil {
		t.Errorf("%d found in the area, %v", c, err)
	}
	if got := n.Tally(q, "weather"); got != nil {
		t.Errorf("an unknown facet counts as %v", got)
	}
	n.Close()
	if got := n.Tally(q, model.FacetArea); got != nil {
		t.Errorf("a closed notebook counts %v", got)
	}
}

func TestOnlyTheRecordsOfAList(t *testing.T) {
	n := testNotebook(t)
	a, b := record(t, n, observation("a")), record(t, n, observation("b"))
	record(t, n, observation("c"))
	p, err := n.Find(model.Query{Among: &model.Among{IDs: []model.ID{a.ID, b.ID}}})
	if err != nil || p.Total != 2 || slices.Contains(p.IDs, a.ID) != slices.Contains(p.IDs, b.ID) {
		t.Errorf("found %d, %v", p.Total, err)
	}
	if c, _ := n.Count(model.Query{Among: &model.Among{IDs: []model.ID{}}}); c != 0 {
		t.Errorf("%d of an empty list", c)
	}
	if c, _ := n.Count(model.Query{Among: &model.Among{}}); c != 3 {
		t.Errorf("%d where nothing is asked", c)
	}
}
