package ui

import (
	"encoding/json"
	"errors"
	"maps"
	"slices"

	"plumbline/model"
	"plumbline/model/notebook"
)

// search is what is looked for. It lives in memory, and in the notebook, sealed, where somebody saves it: never in the
// preferences, since what one looks for tells as much as what one writes.
type search struct {
	Name     string              `json:"name,omitempty"` // of a saved one
	Kind     model.Kind          `json:"kind,omitempty"`
	Words    string              `json:"words,omitempty"`
	Facets   map[string][]string `json:"facets,omitempty"`
	Disputed bool                `json:"disputed,omitempty"`
	Order    model.Order         `json:"order,omitempty"`

	only []model.ID // the records that a mark of the overview stands for; nil for all
	why  string     // what they have in common, in words
}

// findKinds are the kinds of records that can be looked through, in the order of the choice.
var findKinds = []model.Kind{model.KindObservation, model.KindClaim, model.KindFinding, model.KindEvidence, model.KindSource,
	model.KindRecommendation}

// facetsOf are the facets by which a kind can be narrowed, in the order of the pane.
func facetsOf(kind model.Kind) []string {
	switch kind {
	case model.KindClaim, model.KindEvidence:
		return []string{model.FacetArea, model.FacetYear, model.FacetCommitment, model.FacetConfidentiality, model.FacetOrganisation}
	case model.KindFinding:
		return []string{model.FacetArea, model.FacetYear, model.FacetReview, model.FacetCommitment, model.FacetConfidentiality, model.FacetOrganisation}
	case model.KindSource:
		return []string{model.FacetConfidentiality, model.FacetOrganisation}
	case model.KindRecommendation:
		return []string{model.FacetArea, model.FacetReview, model.FacetCommitment, model.FacetConfidentiality, model.FacetOrganisation}
	}
	return []string{model.FacetArea, model.FacetRegion, model.FacetMethod, model.FacetReview, model.FacetYear, model.FacetEvidence,
		model.FacetReliability, model.FacetConfidentiality, model.FacetOrganisation, model.FacetCommitment}
}

// kind is the kind that is looked through.
func (s *search) kind() model.Kind {
	if slices.Contains(findKinds, s.Kind) {
		return s.Kind
	}
	return model.KindObservation
}

// query asks the notebook.
func (s *search) query() model.Query {
	q := model.Query{Kind: s.kind(), Words: s.Words, Disputed: s.Disputed, Order: s.Order}
	facets := map[string][]string{}
	for _, f := range facetsOf(s.kind()) {
		if len(s.Facets[f]) > 0 {
			facets[f] = slices.Clone(s.Facets[f])
		}
	}
	if len(facets) > 0 || s.only != nil {
		q.Among = &model.Among{Values: facets, IDs: s.only}
	}
	return q
}

// set chooses a value of a facet, or lets go of it.
func (s *search) set(facet, value string, on bool) {
	if s.Facets == nil {
		s.Facets = map[string][]string{}
	}
	list := slices.DeleteFunc(slices.Clone(s.Facets[facet]), func(v string) bool { return v == value })
	if on {
		list = append(list, value)
	}
	s.Facets[facet] = list
}

// has says whether a value is chosen.
func (s *search) has(facet, value string) bool { return slices.Contains(s.Facets[facet], value) }

// asks says whether anything narrows the list.
func (s *search) asks() bool {
	q := s.query()
	return q.Among != nil || q.Disputed || q.Words != ""
}

// clear asks for everything of the same kind.
func (s *search) clear() { *s = search{Kind: s.Kind, Order: s.Order} }

// copied is the same search, apart from this one.
func (s *search) copied() search {
	c := *s
	c.Facets = map[string][]string{}
	for facet, values := range maps.All(s.Facets) {
		if len(values) > 0 {
			c.Facets[facet] = slices.Clone(values)
		}
	}
	return c
}

// What the screen keeps in the notebook, sealed: the saved searches, and the columns of each kind.
const (
	settingSearches = "find_searches"
	settingColumns  = "find_columns"
)

// mostSearches is how many searches are kept.
const mostSearches = 50

// readSetting reads a setting into a value; one that is not there, or that this version cannot read, leaves it alone.
func readSetting(b *notebook.Notebook, key string, into any) error {
	data, err := b.Setting(key)
	if errors.Is(err, notebook.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	_ = json.Unmarshal(data, into) // of another version: one's own columns and searches are made again
	return nil
}

// sealable is a value as a setting holds it, made before anything else changes it.
func sealable(value any) ([]byte, error) { return json.Marshal(value) }
