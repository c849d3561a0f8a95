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
	Words           string // folded; every word must be there, the last one as a prefix, what is in quotation marks together
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
	Withdrawn       bool   // withdrawn records too
	Among           *Among // more than one value of a facet, or a list of records; nil asks nothing
	Order           Order
	Offset, Limit   int // Limit 0: no limit
}

// Page is a stretch of what a query found.
type Page struct {
	Total int  // how many there are in all
	IDs   []ID // Limit of them, from Offset
}

// The facets of records: by what a list is narrowed and counted. A year is that
// of any day of the record's date, as 2023; evidence is "yes" for records that
// have some. The empty value is that of records of which nothing is said.
const (
	FacetArea            = "area" // of a commitment, and those that it is linked to
	FacetCommitment      = "commitment"
	FacetRegion          = "region"
	FacetMethod          = "method"
	FacetReliability     = "reliability"
	FacetReview          = "review"
	FacetConfidentiality = "confidentiality"
	FacetYear            = "year"
	FacetOrganisation    = "organisation"
	FacetEvidence        = "evidence"
)

// Facets are all of them.
var Facets = []string{FacetArea, FacetCommitment, FacetRegion, FacetMethod, FacetReliability, FacetReview, FacetConfidentiality,
	FacetYear, FacetOrganisation, FacetEvidence}

// WithEvidence is the value of the evidence facet for records that have some.
const WithEvidence = "yes"

// Among narrows a query: a record must have one of the values of each facet
// that is named. A facet without values asks nothing, an unknown one has none.
type Among struct {
	Values map[string][]string // by facet
	IDs    []ID                // only these records; nil for all
}
