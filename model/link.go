package model

import (
	"bytes"
	"fmt"
	"iter"
)

// Link is a decision about two observations that look alike: that they tell of
// the same event, so that a report counts it once and shows both, or that they
// do not, so that nobody is asked again. It is a record like any other: it
// travels, joins, is disputed, and is taken back by withdrawing it.
type Link struct {
	Common
	A       ID     `cbor:"10,keyasint,omitempty" json:"a,omitzero"`
	B       ID     `cbor:"11,keyasint,omitempty" json:"b,omitzero"`
	Verdict string `cbor:"12,keyasint,omitempty" json:"verdict,omitempty"` // of LinkVerdicts
}

// The verdicts of a link.
const (
	SameEvent = "same_event"
	Different = "different"
)

// Kind is KindLink.
func (*Link) Kind() Kind { return KindLink }

// Check lists every fault; an observation linked to itself is one.
func (l *Link) Check(k Known) error {
	var f Faults
	f.needed("a", !l.A.IsZero())
	k.record("a", l.A, KindObservation, &f)
	f.needed("b", !l.B.IsZero())
	k.record("b", l.B, KindObservation, &f)
	if l.A == l.B && !l.A.IsZero() {
		f.add("b", RuleTwice)
	}
	f.needed("verdict", l.Verdict != "")
	f.code("verdict", l.Verdict, LinkVerdicts)
	l.Common.check(&f)
	return f.err()
}

// Two names two records; which one stands first does not matter.
func Two(a, b ID) [2]ID {
	if bytes.Compare(a[:], b[:]) > 0 {
		a, b = b, a
	}
	return [2]ID{a, b}
}

// Links is what was decided about pairs of observations.
type Links struct {
	verdicts map[[2]ID]string
	event    map[ID]ID // of every linked observation, the one that stands for the event
}

// contested marks a pair that some call the same event and others different.
const contested = "contested"

// NewLinks gathers decisions, in any order; withdrawn ones count for nothing. A
// pair with both verdicts is contested: it has none until people agree.
func NewLinks(links iter.Seq[*Link]) *Links {
	ls := &Links{verdicts: map[[2]ID]string{}, event: map[ID]ID{}}
	for l := range links {
		if l.Withdrawn || l.Verdict == "" || l.A == l.B {
			continue
		}
		pair := Two(l.A, l.B)
		switch was := ls.verdicts[pair]; was {
		case "", l.Verdict:
			ls.verdicts[pair] = l.Verdict
		default:
			ls.verdicts[pair] = contested
		}
	}
	for pair, v := range ls.verdicts {
		if v == SameEvent {
			ls.unite(pair[0], pair[1])
		}
	}
	for id := range ls.event {
		ls.event[id] = ls.top(id)
	}
	return ls
}

// ReadLinks gathers the decisions among records. One that is in dispute, or
// cannot be read, decides nothing.
func ReadLinks(records Records) (*Links, error) {
	var failed error
	links := NewLinks(func(yield func(*Link) bool) {
		for v, err := range records(KindLink) {
			if err != nil {
				failed = err
				return
			}
			if l, ok := v.Record.(*Link); ok && !v.Broken && !v.Disputed() && !yield(l) {
				return
			}
		}
	})
	if failed != nil {
		return nil, fmt.Errorf("read links: %w", failed)
	}
	return links, nil
}

// Verdict is what was decided about two observations; "" when nothing was, or
// when people disagree.
func (ls *Links) Verdict(a, b ID) string {
	if v := ls.verdicts[Two(a, b)]; v != contested {
		return v
	}
	return ""
}

// Event gives the observation that stands for the event of this one: of all
// that were called the same, directly or through others, the one with the
// lowest id; the observation itself when it is linked to none.
func (ls *Links) Event(id ID) ID {
	if event, ok := ls.event[id]; ok {
		return event
	}
	return id
}

// Linked says whether an observation tells of the same event as another one.
func (ls *Links) Linked(id ID) bool {
	_, ok := ls.event[id]
	return ok
}

// top climbs to the observation that stands for the event so far, and shortens
// the way for the next: a long chain of links must not cost its square.
func (ls *Links) top(id ID) ID {
	for {
		up, ok := ls.event[id]
		if !ok || up == id {
			return id
		}
		if higher, ok := ls.event[up]; ok {
			ls.event[id] = higher
		}
		id = up
	}
}

func (ls *Links) unite(a, b ID) {
	two := Two(ls.top(a), ls.top(b))
	ls.event[two[0]], ls.event[two[1]] = two[0], two[0]
}
