package model

import (
	"bytes"
	"cmp"
	"context"
	"iter"
	"math"
	"slices"
	"time"
)

// Which observations may tell of the same event. Two organisations write of it
// in different words and scripts, so no text is compared as text:
//
//  1. Only pairs of one commitment, of dates that touch or lie at most three days
//     apart, of one region or of an unknown one, are looked at; each observation
//     against the three hundred nearest in date. Pairs that share a file of
//     evidence are always looked at.
//  2. What they share is weighed: a file, the day, the region, the place, the
//     number of people, and words by their skeletons, a rare one more than a
//     common one.
//  3. A pair is likely from likelyScore on; nothing but the same day and region
//     is not enough.

// Sighting is what of an observation counts for finding it again under another
// pen.
type Sighting struct {
	ID          ID
	author      Key
	commitments []string
	from, to    int32 // days since 1970; from > to when not known
	region      string
	place       uint64
	affected    Affected
	files       []string // SHA-256
	words       []uint64 // skeletons, sorted
}

// NewSighting takes what counts from an observation, its author, and the hashes
// of the files that belong to it.
func NewSighting(o *Observation, author Key, files ...string) Sighting {
	s := Sighting{ID: o.ID, author: author, commitments: o.Commitments, region: o.Region, affected: o.Affected, files: files, from: 1, to: 0}
	if first, ok := dayNumber(o.Date.From); ok {
		s.from, s.to = first, first
		if last, ok := dayNumber(o.Date.Last()); ok && last >= first {
			s.to = last
		}
	}
	var texts []string
	for _, t := range []Text{o.Title, o.Narrative} {
		for _, words := range t {
			texts = append(texts, words)
		}
	}
	s.words = skeletons(append(texts, o.Place)...)
	if place := skeletons(o.Place); len(place) > 0 {
		s.place = place[0]
		for _, p := range place[1:] {
			s.place = s.place*31 + p
		}
	}
	return s
}

func dayNumber(d Day) (int32, bool) {
	t, err := time.Parse(time.DateOnly, string(d))
	return int32(t.Unix() / 86400), err == nil
}

// Why two observations look alike. The sentence is the word "alike.<reason>".
const (
	AlikeCommitment = "commitment"
	AlikeDay        = "day"      // the same day
	AlikeDate       = "date"     // dates that touch
	AlikeNear       = "near"     // at most three days apart
	AlikeRegion     = "region"   //
	AlikePlace      = "place"    // the same place, in any script
	AlikeNumber     = "number"   // as many affected
	AlikeEvidence   = "evidence" // the same file
	AlikeWords      = "words"    // uncommon words, names or numbers, in any script
)

// Pair is two observations that may tell of the same event.
type Pair struct {
	A, B    ID // A has the lower id
	Score   int
	Reasons []string
}

const (
	likelyScore   = 50
	nearDays      = 3
	mostNeighbour = 300
	keptWords     = 32 // the rarest of an observation
)

// Duplicates lists the likely pairs, the likeliest first; those about which
// somebody has decided are left out. A hundred thousand observations take a few
// seconds, and less when ctx ends.
func Duplicates(ctx context.Context, all iter.Seq[Sighting], decided func(a, b ID) bool) ([]Pair, error) {
	h := hunt{ctx: ctx, list: slices.Collect(all), decided: decided, files: map[string][]int32{}, seen: map[[2]int32]bool{}}
	h.weigh()
	h.blocks()
	h.sameFiles()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	slices.SortFunc(h.pairs, func(a, b Pair) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), bytes.Compare(a.A[:], b.A[:]), bytes.Compare(a.B[:], b.B[:]))
	})
	return h.pairs, nil
}

type hunt struct {
	ctx     context.Context
	list    []Sighting
	decided func(a, b ID) bool
	idf     map[uint64]float32
	files   map[string][]int32
	seen    map[[2]int32]bool // pairs found, so that two commitments in common give one pair
	pairs   []Pair
}

// weigh finds how rare each skeleton is and keeps the rarest of each
// observation.
func (h *hunt) weigh() {
	count := map[uint64]int32{}
	for i := range h.list {
		for _, w := range h.list[i].words {
			count[w]++
		}
		for _, f := range h.list[i].files {
			h.files[f] = append(h.files[f], int32(i))
		}
	}
	h.idf = make(map[uint64]float32, len(count))
	n := float64(max(len(h.list), 1000)) // a few records say little about what is rare
	for w, c := range count {
		if c > 1 {
			h.idf[w] = float32(math.Log(n / float64(c)))
		}
	}
	for i := range h.list {
		s := &h.list[i]
		words := slices.DeleteFunc(slices.Clone(s.words), func(w uint64) bool { return h.idf[w] < 1 })
		slices.SortFunc(words, func(a, b uint64) int { return cmp.Or(cmp.Compare(h.idf[b], h.idf[a]), cmp.Compare(a, b)) })
		words = slices.Clip(words[:min(len(words), keptWords)])
		slices.Sort(words)
		s.words = words
	}
}

// blocks looks at the neighbours within each commitment and region.
func (h *hunt) blocks() {
	type block struct{ commitment, region string }
	in := map[block][]int32{}
	regions := map[string]map[string]bool{}
	for i := range h.list {
		s := &h.list[i]
		if s.from > s.to {
			continue
		}
		for _, c := range s.commitments {
			in[block{c, s.region}] = append(in[block{c, s.region}], int32(i))
			if regions[c] == nil {
				regions[c] = map[string]bool{}
			}
			regions[c][s.region] = true
		}
	}
	for b, members := range in {
		if b.region != "" {
			members = slices.Concat(members, in[block{b.commitment, ""}])
		} else if len(regions[b.commitment]) > 1 {
			continue // they were looked at within each region, and beside one another there
		}
		h.sweep(members)
	}
}

// sweep goes through a block by date.
func (h *hunt) sweep(members []int32) {
	slices.SortFunc(members, func(a, b int32) int {
		return cmp.Or(cmp.Compare(h.list[a].from, h.list[b].from), bytes.Compare(h.list[a].ID[:], h.list[b].ID[:]))
	})
	for i, a := range members {
		if h.ctx.Err() != nil {
			return
		}
		end := h.list[a].to + nearDays
		for _, b := range members[i+1 : min(len(members), i+1+mostNeighbour)] {
			if h.list[b].from > end {
				break
			}
			h.judge(a, b)
		}
	}
}

// sameFiles looks at those that share a file, whatever else they say. A file that
// very many share tells nothing.
func (h *hunt) sameFiles() {
	for _, members := range h.files {
		if len(members) > 50 {
			continue
		}
		for i, a := range members {
			for _, b := range members[i+1:] {
				if a != b {
					h.judge(a, b)
				}
			}
		}
	}
}

// judge weighs a pair and keeps it when it is likely.
func (h *hunt) judge(i, j int32) {
	a, b := &h.list[i], &h.list[j]
	score, reasons := h.score(a, b)
	if score < likelyScore || a.ID == b.ID {
		return
	}
	key := [2]int32{min(i, j), max(i, j)}
	two := Two(a.ID, b.ID)
	if h.seen[key] || h.decided != nil && h.decided(two[0], two[1]) {
		return
	}
	h.seen[key] = true
	h.pairs = append(h.pairs, Pair{A: two[0], B: two[1], Score: score, Reasons: reasons.list(a, b)})
}

// points say how much each reason gave.
type points [8]int8

const (
	forDay = iota
	forDate
	forNear
	forRegion
	forPlace
	forNumber
	forEvidence
	forWords
)

var pointNames = [8]string{AlikeDay, AlikeDate, AlikeNear, AlikeRegion, AlikePlace, AlikeNumber, AlikeEvidence, AlikeWords}

func (p *points) list(a, b *Sighting) []string {
	var out []string
	if slices.ContainsFunc(a.commitments, func(c string) bool { return slices.Contains(b.commitments, c) }) {
		out = append(out, AlikeCommitment)
	}
	for i, n := range p {
		if n > 0 {
			out = append(out, pointNames[i])
		}
	}
	return out
}

func (h *hunt) score(a, b *Sighting) (total int, p points) {
	known := a.from <= a.to && b.from <= b.to
	switch {
	case !known:
	case a.from == b.from && a.to == b.to && a.from == a.to:
		p[forDay] = 16
	case a.from <= b.to && b.from <= a.to:
		p[forDate] = int8(max(4, 12-(max(a.to-a.from, b.to-b.from))/31))
	case max(a.from, b.from)-min(a.to, b.to) <= nearDays:
		p[forNear] = 6
	}
	if a.region != "" && a.region == b.region {
		p[forRegion] = 6
	}
	if a.place != 0 && a.place == b.place {
		p[forPlace] = 14
	}
	p[forNumber] = alikeNumber(a.affected, b.affected)
	if slices.ContainsFunc(a.files, func(f string) bool { return slices.Contains(b.files, f) }) {
		p[forEvidence] = 60
	}
	p[forWords] = h.alikeWords(a.words, b.words)
	for _, n := range p {
		total += int(n)
	}
	if a.author == b.author && p[forEvidence] == 0 { // one person seldom writes of one event twice
		total -= 12
	}
	if p[forWords]+p[forPlace]+p[forNumber]+p[forEvidence] == 0 {
		return 0, p
	}
	return total, p
}

// alikeNumber gives more for a number that few others have by chance.
func alikeNumber(a, b Affected) int8 {
	if a.Number == 0 || b.Number == 0 || a.Unit != b.Unit && a.Unit != "" && b.Unit != "" {
		return 0
	}
	less, more := min(a.Number, b.Number), max(a.Number, b.Number)
	switch {
	case less == more && less >= 100, less == more && less > 10 && less%5 != 0:
		return 18
	case less == more && less >= 5:
		return 12
	case less == more:
		return 5
	case (a.Estimate || b.Estimate) && less >= 10 && float64(more) <= 1.1*float64(less):
		return 6
	}
	return 0
}

// alikeWords sums what shared words weigh; what only common words share weighs
// nothing.
func (h *hunt) alikeWords(a, b []uint64) int8 {
	var sum float32
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] < b[j]:
			i++
		case a[i] > b[j]:
			j++
		default:
			sum += h.idf[a[i]] - 1
			i++
			j++
		}
	}
	return int8(min(3*sum, 56))
}
