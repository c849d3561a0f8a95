//go:build unix

package notebook

import (
	"testing"

	"plumbline/model"
)

// BenchmarkTally counts every facet at once, and one.
func BenchmarkTally(b *testing.B) {
	n, err := Open(benchNotebook(b, benchSize()), pass, OpenOptions{NoSnapshots: true})
	if err != nil {
		b.Fatal(err)
	}
	defer n.Close()
	asked := &model.Among{Values: map[string][]string{model.FacetMethod: {"survey", "media"}, model.FacetYear: {"2022"}}}
	for name, q := range map[string]model.Query{"all": {}, "narrowed": {Among: asked}} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := n.Tallies(q, model.Facets...); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	b.Run("one", func(b *testing.B) {
		for b.Loop() {
			n.Tally(model.Query{}, model.FacetRegion)
		}
	})
}
