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

// Ruled gives the view of an observation of which this is the only revision, with
// all that the rules of a report ask for and without what was written at length:
// title, narrative, note and the state of translations. False for all that is no
// such observation, for one that does not read well, and for one with words that
// may not fit a cell: those need Join.
func (r *Revision) Ruled() (View, bool) {
	if r.Kind != KindObservation || r.Redacted {
		return View{}, false
	}
	o := &Observation{Common: Common{ID: r.Record}}
	if !o.read(r.Body, ruleFields) {
		return View{}, false
	}
	stamp := r.stamp()
	return View{ID: r.Record, Kind: r.Kind, Record: o, Heads: []RevID{r.ID}, Created: stamp, Written: stamp, Revisions: 1}, true
}
