package model

import "crypto/sha256"

// spots are the places of observations, noted while the rules are applied: which of
// them are withheld somewhere, and which the report tells. What is withheld is kept, for
// it is looked for in texts; of what is told a short hash will do, so that a million
// places take some thirty megabytes at most. None of a nil one is noted.
type spots struct {
	hidden map[string]bool
	open   map[spotSum]struct{}
	said   map[string]bool // noted as told a short while ago
}

// spotSum stands for a folded place: nobody can make two of one.
type spotSum [16]byte

// mostSaid is how many places are remembered as they were written.
const mostSaid = 4096

func newSpots() *spots {
	return &spots{hidden: map[string]bool{}, open: map[spotSum]struct{}{}, said: map[string]bool{}}
}

func spotOf(folded string) spotSum {
	sum := sha256.Sum256([]byte(folded))
	return spotSum(sum[:16])
}

// withheld notes the place of an observation that stays behind, itself or with it.
func (s *spots) withheld(r Record) {
	if o, ok := r.(*Observation); s != nil && ok && o.Place != "" {
		s.hidden[o.Place] = true
	}
}

// told notes the place of an observation that tells it.
func (s *spots) told(o *Observation) {
	if s == nil || o.Place == "" || s.said[o.Place] {
		return
	}
	if len(s.said) >= mostSaid {
		clear(s.said)
	}
	s.said[o.Place] = true
	s.open[spotOf(fold(o.Place))] = struct{}{}
}

// tells says whether some observation tells a folded place.
func (s *spots) tells(folded string) bool {
	if s == nil {
		return false
	}
	_, open := s.open[spotOf(folded)]
	return open
}

// placeBeyond notes the place of an observation out of the report's scope: withheld,
// where it would be.
func (c *compiler) placeBeyond(v View, o *Observation) {
	if c.spots == nil || o.Place == "" {
		return
	}
	if c.observationRule(v, o) != "" || c.observationRow(v, &fieldCount{}).PlaceWithheld {
		c.spots.withheld(o)
	}
}
