package ui

import (
	"cmp"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"plumbline/model"
	"plumbline/ui/bidi"
	"plumbline/ui/parts"
)

// findFacets is the pane of filters: what is looked through, saved searches, and every facet of that kind with its
// counts.
type findFacets struct {
	s     *finder
	page  *parts.Page
	kind  *parts.Select
	clear *parts.Button
	saved *fyne.Container
	list  *fyne.Container
	parts map[string]*parts.Facet
	of    model.Kind // the kind that the facets are of
	count map[string]map[string]int
}

// shownValues is how many values a facet shows until the rest is asked for.
const shownValues = 5

func newFindFacets(s *finder) *findFacets {
	k := s.k
	f := &findFacets{s: s, saved: parts.Column(2), list: parts.Column(8), parts: map[string]*parts.Facet{}}
	options := make([]parts.Option, len(findKinds))
	for i, kind := range findKinds {
		options[i] = parts.Option{Code: string(kind), Word: k.T("find_screen.kind_" + string(kind)), Base: k.Base()}
	}
	f.kind = parts.NewSelect(k, "", options, string(s.asked.kind()), func(code string) { s.setKind(model.Kind(code)) })
	f.clear = parts.NewButton(k, k.T("find_screen.clear"), parts.Quiet, s.clear)
	head := k.Row(8, 0, k.Section(k.T("screens.filters")), f.clear)
	f.page = parts.NewPageWithin(k, 16, 12, parts.Column(10, head, f.kind, f.saved, f.list))
	return f
}

// showKind shows the facets of the kind that is looked through, and what of them is chosen.
func (f *findFacets) showKind() {
	kind := f.s.asked.kind()
	f.kind.SetChosen(string(kind))
	f.clear.SetOff(!f.s.asked.asks())
	if f.of != kind {
		f.of, f.count = kind, nil
	}
	f.fill()
}

// setCounts shows new counts.
func (f *findFacets) setCounts(count map[string]map[string]int) {
	f.count = count
	f.fill()
}

// fill shows every facet that tells records apart.
func (f *findFacets) fill() {
	var objs []fyne.CanvasObject
	for _, facet := range facetsOf(f.of) {
		values := f.values(facet)
		if len(values) == 0 {
			continue
		}
		objs = append(objs, f.part(facet))
		f.part(facet).Set(values)
	}
	f.list.Objects = objs
	f.list.Refresh()
	f.page.Refresh()
}

// part is the filter of a facet, made when it is first shown: it stays, and so does the keyboard in it.
func (f *findFacets) part(facet string) *parts.Facet {
	p, ok := f.parts[facet]
	if !ok {
		p = parts.NewFacet(f.s.k, f.s.k.T("find_screen.facet_"+facet), shownValues, func(value string, on bool) { f.s.choose(facet, value, on) })
		f.parts[facet] = p
	}
	return p
}

// values are the values of a facet that some record has, and those that are chosen. A facet whose records all say
// nothing has none.
func (f *findFacets) values(facet string) []parts.FacetValue {
	counts := f.count[facet]
	var out []parts.FacetValue
	add := func(value string, n int) {
		if facet == model.FacetEvidence && value == "" {
			return // one asks for what has evidence
		}
		w, base := f.word(facet, value)
		out = append(out, parts.FacetValue{Code: value, Word: w, Base: base, Count: int64(n), On: f.s.asked.has(facet, value)})
	}
	said := false
	for value, n := range counts {
		said = said || value != "" && n > 0
		add(value, n)
	}
	for _, value := range f.s.asked.Facets[facet] {
		said = true
		if _, counted := counts[value]; !counted {
			add(value, 0)
		}
	}
	if !said {
		return nil
	}
	slices.SortFunc(out, func(a, b parts.FacetValue) int {
		return cmp.Or(cmp.Compare(unsaid(a), unsaid(b)), f.order(facet, a, b), strings.Compare(a.Word, b.Word), strings.Compare(a.Code, b.Code))
	})
	return out
}

// unsaid puts the value of records that say nothing last.
func unsaid(v parts.FacetValue) int {
	if v.Code == "" {
		return 1
	}
	return 0
}

// order is that of the values of a facet: years newest first, grades of a scale as the scale has them, all else by how
// many records there are.
func (f *findFacets) order(facet string, a, b parts.FacetValue) int {
	scale := map[string][]string{model.FacetReliability: model.Reliabilities, model.FacetReview: model.ReviewStates,
		model.FacetConfidentiality: model.Confidentialities}[facet]
	switch {
	case facet == model.FacetYear:
		return strings.Compare(b.Code, a.Code)
	case scale != nil:
		return cmp.Compare(slices.Index(scale, a.Code), slices.Index(scale, b.Code))
	}
	return cmp.Compare(b.Count, a.Count)
}

// word is how a value of a facet is said.
func (f *findFacets) word(facet, value string) (string, bidi.Base) {
	k, plan := f.s.k, f.s.d.plan
	if value == "" {
		return k.T("find_screen.none_" + facet), k.Base()
	}
	switch facet {
	case model.FacetArea:
		if a := plan.Area(value); a != nil {
			title, language := k.Words.Of(a.Title, a.Language)
			return k.Words.Number(int64(a.Order)) + " " + title, parts.BaseOf(language)
		}
	case model.FacetCommitment, model.FacetYear:
		return bidi.IsolateLTR(value), k.Base()
	case model.FacetRegion:
		return regionName(k.Words, value), k.Base()
	case model.FacetEvidence:
		return k.T("find_screen.has_evidence"), k.Base()
	case model.FacetMethod, model.FacetReliability, model.FacetReview, model.FacetConfidentiality:
		return k.Label(facet, value), k.Base()
	}
	return value, bidi.Auto
}

// showSaved lists the saved searches.
func (f *findFacets) showSaved() {
	k, s := f.s.k, f.s
	f.saved.Objects = nil
	if len(s.saved) > 0 {
		f.saved.Add(k.Muted(k.T("screens.saved_searches")))
	}
	for i, one := range s.saved {
		name := k.Inked(one.Name, parts.Teal)
		name.Base, name.MaxLines = bidi.Auto, 2
		k.Stand(name)
		open := parts.NewPress(k, parts.AtLeast(0, 30, k.Row(0, 0, name)), func() { s.openSaved(one) })
		open.Radius = 4
		row := k.Row(0, 0, open)
		if !s.d.readOnly {
			remove := parts.NewIconButton(k, "", theme.CancelIcon(), parts.Quiet, func() { s.dropSaved(i) })
			remove.Tip = k.T("find_screen.remove_search")
			row.Add(remove)
		}
		f.saved.Add(row)
	}
	f.saved.Refresh()
	f.page.Refresh()
}
