package notebook

import (
	"math/rand/v2"
	"testing"

	"plumbline/model"
)

// What is newest of each commitment is what Find gives first of it, and the counts
// of commitments and areas are those of Find.
func TestTheNewestOfEachCommitmentIsWhatFindGivesFirst(t *testing.T) {
	n := testNotebook(t)
	manyKinds(t, n, rand.New(rand.NewPCG(7, 8)))
	for _, q := range []model.Query{{}, {Method: "survey"}, {Order: model.ByRef, Withdrawn: true}, {Order: model.ByWritten}, {Method: "none"}, {Region: "nowhere"}} {
		newest, err := n.Newest(q)
		if err != nil {
			t.Fatal(err)
		}
		counts, err := n.Tallies(q, model.FacetCommitment, model.FacetArea)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range n.Plan().Commitments {
			one := q
			one.Commitment, one.Limit = c.Code, 1
			page, err := n.Find(one)
			if err != nil || page.Total != counts[model.FacetCommitment][c.Code] {
				t.Fatalf("%+v: %s: %d records, counted %d, %v", q, c.Code, page.Total, counts[model.FacetCommitment][c.Code], err)
			}
			if id, ok := newest[c.Code]; ok != (page.Total > 0) || ok && id != page.IDs[0] {
				t.Errorf("%+v: %s: %v is newest, want %v", q, c.Code, id, page.IDs)
			}
		}
		for _, a := range n.Plan().Areas {
			one := q
			one.Area = a.Code
			if page, err := n.Find(one); err != nil || page.Total != counts[model.FacetArea][a.Code] {
				t.Errorf("%+v: area %s: %d records, counted %d, %v", q, a.Code, page.Total, counts[model.FacetArea][a.Code], err)
			}
		}
	}
	n.Close()
	if _, err := n.Newest(model.Query{}); err == nil {
		t.Error("a closed notebook answers")
	}
}
