package model

import "fmt"

// Brief reads the revision's fields into o as Fields does, but of an observation
// only those that lists and filters ask for: most records are observations, and their
// texts are most of the work. What o held is gone. An error for other kinds and
// redacted revisions.
func (r *Revision) Brief(o *Observation) error {
	if r.Kind != KindObservation || r.Redacted {
		return fmt.Errorf("%w: no brief form", ErrRevision)
	}
	*o = Observation{Common: Common{ID: r.Record}}
	if o.read(r.Body, listFields) {
		return nil
	}
	if err := dec.Unmarshal(r.Body, o); err != nil {
		return fmt.Errorf("%w: %s: %w", ErrRevision, r.Kind, err)
	}
	*o = Observation{
		Common:      Common{ID: r.Record, Ref: o.Ref, Confidentiality: o.Confidentiality, Withdrawn: o.Withdrawn},
		Commitments: o.Commitments, Date: o.Date, Region: o.Region, Method: o.Method, Effect: o.Effect,
		Reliability: o.Reliability, Tags: o.Tags, Review: o.Review, NothingFound: o.NothingFound,
	}
	return nil
}

// Room is where the view of one observation is made, again and again: what stood
// there before is gone.
type Room struct {
	record Observation
	head   [1]RevID
}

// Ruled gives the view of an observation of which this is the only revision, with
// all that the rules of a report ask for and without what was written at length:
// title, narrative, note and the state of translations. The view lies in the room;
// of it only strings may be kept. False for all that is no such observation, for one
// that does not read well, and for one with words that may not fit a cell: those
// need Join.
func (r *Revision) Ruled(room *Room) (View, bool) {
	return r.in(room, func(o *Observation) bool { return o.readAgain(r.Body, ruleFields) })
}

// Told gives the view of an observation of which this is the only revision, whole,
// but for what Revise needs: it only tells. The record lies in the room; its words,
// lists and texts may be kept. False for all that Join is needed for.
func (r *Revision) Told(room *Room) (View, bool) {
	return r.in(room, func(o *Observation) bool {
		*o = Observation{Common: Common{ID: o.ID}}
		return o.read(r.Body, everyField)
	})
}

func (r *Revision) in(room *Room, read func(*Observation) bool) (View, bool) {
	if r.Kind != KindObservation || r.Redacted {
		return View{}, false
	}
	if room.record.ID = r.Record; !read(&room.record) {
		return View{}, false
	}
	room.head[0] = r.ID
	stamp := r.stamp()
	return View{ID: r.Record, Kind: r.Kind, Record: &room.record, Heads: room.head[:], Created: stamp, Written: stamp, Revisions: 1}, true
}
