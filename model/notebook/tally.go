package notebook

import (
	"maps"
	"slices"
	"strconv"

	"plumbline/model"
)

// Facets narrow a query to several values at once, and are counted:
//
//  1. within a facet one of the values must be there, and each facet must hold;
//  2. a facet is counted over the records that the query wants with that facet
//     left aside, so that its counts say what choosing one more value brings;
//  3. all facets are counted in one pass over the rows, and no record is opened.

// narrowing is one facet of a query, with the values that it asks for.
type narrowing struct {
	facet string
	has   func(r *row) bool
}

// among makes the facets of a query ready; the notebook's lock is held.
func (m *matcher) among(plan *model.PlanBook) {
	a := m.q.Among
	if a == nil {
		return
	}
	if a.IDs != nil {
		m.only = make(map[model.ID]bool, len(a.IDs))
		for _, id := range a.IDs {
			m.only[id] = true
		}
	}
	for _, facet := range model.Facets {
		if values := a.Values[facet]; len(values) > 0 {
			m.narrow = append(m.narrow, narrowing{facet, m.narrowed(plan, facet, values)})
		}
	}
}

// narrowed says whether a row has one of the values of a facet.
func (m *matcher) narrowed(plan *model.PlanBook, facet string, values []string) func(r *row) bool {
	set := map[string]bool{}
	for _, v := range values {
		set[v] = true
	}
	switch facet {
	case model.FacetArea:
		return m.anyOf(func(code string) bool {
			for _, a := range areasOf(plan, code) {
				if set[a] {
					return true
				}
			}
			return false
		})
	case model.FacetCommitment:
		return m.anyOf(func(code string) bool { return set[code] })
	case model.FacetRegion:
		return m.named(set, func(r *row) uint32 { return r.region })
	case model.FacetOrganisation:
		return m.named(set, func(r *row) uint32 { return r.organisation })
	case model.FacetYear:
		return func(r *row) bool {
			from, to := r.years()
			for y := from; y <= to; y++ {
				if set[yearWord(y)] {
					return true
				}
			}
			return false
		}
	case model.FacetEvidence:
		return func(r *row) bool { return set[m.b.filed(r)] }
	}
	var codes [256]bool
	for i := range codes {
		codes[i] = set[codeOf(facet, uint8(i))]
	}
	return func(r *row) bool { return codes[r.coded(facet)] }
}

// anyOf asks of the commitments of a row, once for each list of them.
func (m *matcher) anyOf(fits func(code string) bool) func(r *row) bool {
	var known answers
	return func(r *row) bool {
		list := m.b.home(r).commitments
		return known.ask(list, func() bool { return slices.ContainsFunc(m.b.names.listed(list), fits) })
	}
}

// named asks whether a name of the row is among some.
func (m *matcher) named(set map[string]bool, of func(r *row) uint32) func(r *row) bool {
	var known answers
	return func(r *row) bool {
		name := of(r)
		return known.ask(name, func() bool { return set[m.b.names.all[name]] })
	}
}

// home is the row whose commitments count: that of the record which evidence
// or a review belongs to.
func (b *book) home(r *row) *row {
	if r.of == 0 {
		return r
	}
	if at, ok := b.find(b.owner(r)); ok {
		return &b.rows[at]
	}
	return r
}

// filed is the value of the evidence facet.
func (b *book) filed(r *row) string {
	if b.files[r.id] > 0 {
		return model.WithEvidence
	}
	return ""
}

// years are the first and last year of a row; 0 and 0 without a date.
func (r *row) years() (from, to int32) {
	from, to = r.from/10000, max(r.to, r.from)/10000
	return from, min(to, from+maxYears)
}

// maxYears is how many years a date may stretch over here: a strange one must
// not cost more than it says.
const maxYears = 200

func yearWord(y int32) string {
	if y == 0 {
		return ""
	}
	return strconv.Itoa(int(y))
}

// areasOf are the area of a commitment and those that it is linked to; the
// empty one for a commitment outside all areas, or none.
func areasOf(plan *model.PlanBook, code string) []string {
	c := plan.Commitment(code)
	switch {
	case c == nil:
		return []string{""}
	case c.Area == "":
		if len(c.LinkedAreas) == 0 {
			return []string{""}
		}
		return c.LinkedAreas
	}
	return append([]string{c.Area}, c.LinkedAreas...)
}

// coded is the place of a row's code in the list of a facet.
func (r *row) coded(facet string) uint8 {
	switch facet {
	case model.FacetMethod:
		return r.method
	case model.FacetReliability:
		return r.reliability
	case model.FacetReview:
		return r.review
	}
	return r.confidentiality
}

// codeOf is the code at such a place, "" for none.
func codeOf(facet string, at uint8) string {
	list, first := model.Confidentialities, 0
	switch facet {
	case model.FacetMethod:
		list, first = model.Methods, 1
	case model.FacetReliability:
		list, first = model.Reliabilities, 1
	case model.FacetReview:
		list, first = model.ReviewStates, 1
	}
	if i := int(at) - first; i >= 0 && i < len(list) {
		return list[i]
	}
	return ""
}

// counts are the records of each value of one facet.
type counts struct {
	facet string
	names []int // commitments, regions, organisations
	codes [256]int
	years map[int32]int
	files map[string]int
}

func (c *counts) add(b *book, r *row) {
	switch c.facet {
	case model.FacetArea, model.FacetCommitment:
		c.names[b.home(r).commitments]++
	case model.FacetRegion:
		c.names[r.region]++
	case model.FacetOrganisation:
		c.names[r.organisation]++
	case model.FacetYear:
		from, to := r.years()
		for y := from; y <= to; y++ {
			c.years[y]++
		}
	case model.FacetEvidence:
		c.files[b.filed(r)]++
	default:
		c.codes[r.coded(c.facet)]++
	}
}

// words are the counts by the values' own names.
func (c *counts) words(names *names, plan *model.PlanBook) map[string]int {
	out := map[string]int{}
	for i, n := range c.names {
		switch {
		case n == 0:
		case c.facet == model.FacetArea || c.facet == model.FacetCommitment:
			for value := range c.about(plan, names.listed(uint32(i))) {
				out[value] += n
			}
		default:
			out[names.all[i]] += n
		}
	}
	for y, n := range c.years {
		out[yearWord(y)] += n
	}
	for at, n := range c.codes {
		if n > 0 {
			out[codeOf(c.facet, uint8(at))] += n
		}
	}
	maps.Copy(out, c.files)
	return out
}

// about are the commitments of a list, or their areas, each once.
func (c *counts) about(plan *model.PlanBook, list []string) map[string]bool {
	once := map[string]bool{}
	for _, code := range list {
		if c.facet == model.FacetCommitment {
			once[code] = true
			continue
		}
		for _, a := range areasOf(plan, code) {
			once[a] = true
		}
	}
	return once
}

// Tally counts the records that a query wants by the values of a facet; what
// the query itself asks of that facet in Among is left aside. A record with
// several values counts with each. Nil for an unknown facet, and when the
// notebook is closed.
func (n *Notebook) Tally(q model.Query, facet string) map[string]int {
	all, err := n.Tallies(q, facet)
	if err != nil {
		return nil
	}
	return all[facet]
}

// Tallies counts by several facets in one pass, as Tally does by one.
func (n *Notebook) Tallies(q model.Query, facets ...string) (map[string]map[string]int, error) {
	m, err := n.match(q)
	if err != nil {
		return nil, err
	}
	n.mu.RLock()
	defer n.mu.RUnlock()
	list := make([]*counts, 0, len(facets))
	for _, f := range facets {
		if slices.Contains(model.Facets, f) {
			list = append(list, &counts{facet: f, names: make([]int, len(m.b.names.all)), years: map[int32]int{}, files: map[string]int{}})
		}
	}
	if !m.never {
		m.tally(list)
	}
	out := make(map[string]map[string]int, len(list))
	for _, c := range list {
		out[c.facet] = c.words(&m.b.names, n.plan)
	}
	return out, nil
}

// tally counts the rows in one pass. A row that fails one facet only still
// counts for that one.
func (m *matcher) tally(list []*counts) {
	for i := range m.b.rows {
		r := &m.b.rows[i]
		if !m.fits(r) {
			continue
		}
		failed, missed := 0, ""
		for j := 0; j < len(m.narrow) && failed < 2; j++ {
			if !m.narrow[j].has(r) {
				failed++
				missed = m.narrow[j].facet
			}
		}
		for _, c := range list {
			if failed == 0 || failed == 1 && c.facet == missed {
				c.add(m.b, r)
			}
		}
	}
}
