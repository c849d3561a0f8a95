package model

import "errors"

// On reading what was stored or sent.
var (
	// ErrRevision means bytes are no revision of this format.
	ErrRevision = errors.New("not a revision")
	// ErrKind means that a revision is of a kind that this program does not know.
	ErrKind = errors.New("unknown kind")
	// ErrTooLarge means a record is over MaxBody bytes, encoded.
	ErrTooLarge = errors.New("record is too large")
)

// On reading what people write.
var (
	// ErrJSON means a line is not one JSON object.
	ErrJSON = errors.New("not a JSON object")
	// ErrNotFound means a ref or id names no record.
	ErrNotFound = errors.New("no such record")
	// ErrAmbiguous means a short ref fits several records.
	ErrAmbiguous = errors.New("the short ref fits several records; give it with its four letters")
	// ErrPlan means a file is no plan.
	ErrPlan = errors.New("not a plan")
)
