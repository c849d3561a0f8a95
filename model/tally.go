package model

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
)

// tallies count what is written while it passes by.
type tallies struct {
	byCommitment map[string]int // observations
	byArea       map[string]int
	exhibits     map[string]int // evidence, by commitment
	exhibitAreas map[string]int
	years        map[string]int
	months       map[string]int // 2023-04, or 2023 where no more is known
	methods      map[string]int
	regions      map[string]int
	sources      map[ID]bool
	kinds        map[string]int // of sources
	byBody       map[string]int // observations, by the bodies that lead their commitments
	events       int            // observations, those of one event once
	nothing      int
	withEvidence int
	longs        map[Kind]bool
	newest       Clock
	grounds      map[groundKey]*ground
	codes        []groundKey // kept between observations, to spare memory
	bodies       []string    // likewise
	witnesses    map[ID]*witness
}

func newTallies() tallies {
	return tallies{byCommitment: map[string]int{}, byArea: map[string]int{}, exhibits: map[string]int{}, exhibitAreas: map[string]int{},
		years: map[string]int{}, months: map[string]int{}, methods: map[string]int{}, regions: map[string]int{}, sources: map[ID]bool{}, kinds: map[string]int{},
		byBody: map[string]int{}, longs: map[Kind]bool{}, grounds: map[groundKey]*ground{}, witnesses: map[ID]*witness{}}
}

// in counts an event into a line, once.
func in(counts map[string]int, e *event, kind, code string) {
	if e.first(kind, code) {
		counts[code]++
	}
}

// observation counts a written observation in; e is its event.
func (t *tallies) observation(c *compiler, e *event, o *Observation, sources []ID) {
	if e.first("all", "") {
		t.events++
	}
	for code := range once(o.Commitments) {
		in(t.byCommitment, e, "of commitment", code)
	}
	for area := range once(c.homes(o.Commitments)) {
		in(t.byArea, e, "of area", area)
	}
	t.bodies = c.leading(t.bodies[:0], o.Commitments)
	for _, body := range t.bodies {
		in(t.byBody, e, "of body", body)
	}
	year := ""
	if y := o.Date.From.Year(); y >= 1000 {
		year = string(o.Date.From[:4])
	} else if y > 0 {
		year = strconv.Itoa(y)
	}
	in(t.years, e, "of year", year)
	in(t.months, e, "of month", month(o.Date))
	in(t.methods, e, "of method", o.Method)
	in(t.regions, e, "of region", o.Region)
	if o.NothingFound && e.first("nothing found", "") {
		t.nothing++
	}
	for _, id := range sources {
		card := c.sources[id]
		if t.sources[id] || card == nil {
			continue
		}
		t.sources[id] = true
		if card.openness() == unnamed {
			t.kinds[""]++
		} else {
			t.kinds[card.kind]++
		}
	}
	t.stand(c, e, o, sources, year)
	t.witness(e, o, sources)
	t.long(KindObservation, o.Title, o.Narrative)
}

// exhibit counts a written piece of evidence to what it belongs to.
func (t *tallies) exhibit(c *compiler, top *owner) {
	for code := range once(top.commitments) {
		t.exhibits[code]++
	}
	for area := range once(c.homes(top.commitments)) {
		t.exhibitAreas[area]++
	}
	if top.exhibits++; top.observation && top.exhibits == 1 && top.event.first("with evidence", "") {
		t.withEvidence++
	}
}

// LongText is above how many bytes a wording may need more than one cell.
const LongText = 32_767

func (t *tallies) long(kind Kind, texts ...Text) {
	for _, text := range texts {
		for _, words := range text {
			if len(words) > LongText {
				t.longs[kind] = true
			}
		}
	}
}

// homes lists the areas in which commitments are counted: their own, or the
// empty one outside the areas.
func (c *compiler) homes(commitments []string) []string {
	var homes []string
	for _, code := range commitments {
		if x := c.book.Commitment(code); x != nil {
			homes = append(homes, x.Area)
		}
	}
	return homes
}

// leading adds the bodies that lead commitments to a list, each once; the empty
// one for a commitment that none leads.
func (c *compiler) leading(list, commitments []string) []string {
	add := func(body string) {
		if !slices.Contains(list, body) {
			list = append(list, body)
		}
	}
	for _, code := range commitments {
		x := c.book.Commitment(code)
		if x == nil {
			continue
		}
		if len(x.LeadBodies) == 0 {
			add("")
		}
		for _, body := range x.LeadBodies {
			add(body)
		}
	}
	return list
}

// once walks a short list, each word once.
func once(list []string) func(func(string) bool) {
	return func(yield func(string) bool) {
		for i, s := range list {
			if !slices.Contains(list[:i], s) && !yield(s) {
				return
			}
		}
	}
}

// inOrder lists a count in the order of a list of codes, zeros with it.
func inOrder[C ~string](codes []string, counts map[C]int) []Tally {
	list := make([]Tally, len(codes))
	for i, code := range codes {
		list[i] = Tally{Code: code, N: counts[C(code)]}
	}
	return list
}

// byCode lists a count in the order of its codes, the empty one last.
func byCode(counts map[string]int) []Tally {
	list := make([]Tally, 0, len(counts))
	for _, code := range slices.SortedFunc(maps.Keys(counts), func(a, b string) int {
		return cmp.Or(cmp.Compare(len(b)/max(len(b), 1), len(a)/max(len(a), 1)), cmp.Compare(a, b))
	}) {
		list = append(list, Tally{Code: code, N: counts[code]})
	}
	return list
}

// month is the month of a date, as 2023-04; its year where no more is known.
func month(d Date) string {
	switch {
	case !d.From.Valid():
		return ""
	case d.Precision == Year || len(d.Last()) >= 7 && d.Last()[:7] != d.From[:7]:
		return string(d.From[:4])
	}
	return string(d.From[:7])
}
