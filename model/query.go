package model

// Order is how a page is sorted.
type Order string

// The orders of a page. ByDate puts undated records last.
const (
	ByDate    Order = "date"    // newest first; the default
	ByWritten Order = "written" // last written first
	ByRef     Order = "ref"
)

// Query says which records of one kind are wanted. Empty fields ask nothing;
// several fields must all hold.
type Query struct {
	Kind            Kind   // KindObservation when empty
	Words           string // folded; every word must be there, the last one as a prefix
	Commitment      string // code
	Area            string // code: its commitments and the undertakings linked to it
	Region          string // code
	Since, Until    Day    // the record's date touches these days
	Method          string
	Effect          string
	Reliability     string
	Review          ReviewState
	Confidentiality Confidentiality
	Organisation    string // that wrote the first revision
	HasEvidence     bool   // only records with evidence
	Disputed        bool   // only records with a dispute
	NothingFound    bool   // only dated searches that found nothing
	Tag             string
	Withdrawn       bool // withdrawn records too
	Order           Order
	Offset, Limit   int // Limit 0: no limit
}

// Page is a stretch of what a query found.
type Page struct {
	Total int  // how many there are in all
	IDs   []ID // Limit of them, from Offset
}
