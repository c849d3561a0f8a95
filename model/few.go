package model

import "slices"

// Few is a count that may be too small to be told: one of so few observations or
// sources could point to a person.
type Few struct {
	N     int
	Below int // not 0: the number is not told; it lies below this one
}

// few gives a count as the audience may see it, and counts what is generalised.
func (c *compiler) few(n int) Few { return c.fewOf([]int{n})[0] }

// fewOf does so for counts that stand together and whose sum is known elsewhere:
// where exactly one is too small, the sum would give it away, so the next
// smallest is told only to the next step of five.
func (c *compiler) fewOf(counts []int) []Few {
	least := int(c.profile.SmallCount)
	out := make([]Few, len(counts))
	hidden, next := 0, -1
	for i, n := range counts {
		out[i] = Few{N: n}
		switch {
		case n > 0 && n < least:
			out[i] = Few{Below: least}
			hidden++
		case n > 0 && (next < 0 || n < counts[next]):
			next = i
		}
	}
	if hidden == 1 && next >= 0 && len(counts) > 1 {
		out[next] = Few{Below: (counts[next]/least + 1) * least}
		hidden++
	}
	for range hidden {
		c.fields.add(WithheldSmallCount, KindObservation, "counts")
	}
	return out
}

// fewTally does so for a tally.
func (c *compiler) fewTally(list []Tally) []Tally {
	counts := make([]int, len(list))
	for i, t := range list {
		counts[i] = t.N
	}
	out := slices.Clone(list)
	for i, f := range c.fewOf(counts) {
		out[i].N, out[i].Below = f.N, f.Below
	}
	return out
}

// ground is what observations say about one commitment, area, region or group.
type ground struct {
	observations int
	sources      map[string]bool // who or what they come from; see origin
	newest       Day
	commitments  map[string]bool
	years        map[string]int
}

// grounds are kept for what a report looks at, by kind and code.
type groundKey struct{ kind, code string }

// stand counts an observation to what it is about.
func (t *tallies) stand(c *compiler, e *event, o *Observation, sources []ID, year string) {
	codes := t.codes[:0]
	for code := range once(o.Commitments) {
		if c.book.Commitment(code) != nil {
			codes = append(codes, groundKey{"commitment", code})
		}
	}
	for area := range once(c.areasOf(o.Commitments)) {
		codes = append(codes, groundKey{"area", area})
	}
	for group := range once(o.Groups) {
		codes = append(codes, groundKey{"group", group})
	}
	t.codes = append(codes, groundKey{"region", o.Region})
	for _, key := range t.codes {
		g := t.grounds[key]
		if g == nil {
			g = &ground{sources: map[string]bool{}}
			t.grounds[key] = g
		}
		if e.first(key.kind, key.code) {
			g.observations++
		}
		g.newest = max(g.newest, o.Date.Last(), o.Date.From)
		if len(sources) == 0 { // a document, a statistic: what it was taken from is its source
			g.sources["method "+o.Method] = true
		}
		for _, id := range sources {
			if !g.sources[string(id[:])] {
				g.sources[string(id[:])] = true
			}
		}
		if key.kind != "region" {
			continue
		}
		if g.commitments == nil {
			g.commitments, g.years = map[string]bool{}, map[string]int{}
		}
		for _, code := range o.Commitments {
			if c.book.Commitment(code) != nil {
				g.commitments[code] = true
			}
		}
		if e.first("region "+key.code, year) {
			g.years[year]++
		}
	}
}

// witness is what observations say about one source.
type witness struct {
	observations int
	reliability  map[string]bool
}

func (t *tallies) witness(e *event, o *Observation, sources []ID) {
	for _, id := range sources {
		w := t.witnesses[id]
		if w == nil {
			w = &witness{reliability: map[string]bool{}}
			t.witnesses[id] = w
		}
		if e == nil || e.first("source", string(id[:])) {
			w.observations++
		}
		if o.Reliability != "" {
			w.reliability[o.Reliability] = true
		}
	}
}
