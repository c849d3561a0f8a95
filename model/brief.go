package model

import "fmt"

// brief is an observation without its texts: what lists and filters ask for.
// Keys are those of Common and Observation.
type brief struct {
	Ref             string          `cbor:"1,keyasint"`
	Confidentiality Confidentiality `cbor:"2,keyasint"`
	Withdrawn       bool            `cbor:"3,keyasint"`
	Commitments     []string        `cbor:"10,keyasint"`
	Date            Date            `cbor:"13,keyasint"`
	Region          string          `cbor:"14,keyasint"`
	Method          string          `cbor:"16,keyasint"`
	Effect          string          `cbor:"17,keyasint"`
	Reliability     string          `cbor:"21,keyasint"`
	Tags            []string        `cbor:"24,keyasint"`
	Review          ReviewState     `cbor:"25,keyasint"`
	NothingFound    bool            `cbor:"26,keyasint"`
}

// Brief gives the revision's fields as Fields does, but of an observation only
// those that lists and filters ask for: most records are observations, and their
// texts are most of the work. An error for other kinds and redacted revisions.
func (r *Revision) Brief() (*Observation, error) {
	if r.Kind != KindObservation || r.Redacted {
		return nil, fmt.Errorf("%w: no brief form", ErrRevision)
	}
	var b brief
	if err := dec.Unmarshal(r.Body, &b); err != nil {
		return nil, fmt.Errorf("%w: %s: %w", ErrRevision, r.Kind, err)
	}
	return &Observation{
		Common:      Common{ID: r.Record, Ref: b.Ref, Confidentiality: b.Confidentiality, Withdrawn: b.Withdrawn},
		Commitments: b.Commitments, Date: b.Date, Region: b.Region, Method: b.Method, Effect: b.Effect,
		Reliability: b.Reliability, Tags: b.Tags, Review: b.Review, NothingFound: b.NothingFound,
	}, nil
}
