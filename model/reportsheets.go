package model

// What the sheets of the argument's sides are handed: by treaty, by
// recommendation of the review, by place, body and time, and what is thin.

// SourceRow is what may be said of where observations came from: a source that
// agreed to its code name stands alone, those named by role only stand together
// by their kind, the others nowhere. Who they are is in no report.
type SourceRow struct {
	Code         string // the code name; empty where several stand together
	Kind         string
	Connection   string   // empty where several stand together
	Reliability  []string // as its observations were rated
	Uses         []string // what every value of its consent allows
	Sources      Few
	Observations Few
}

// TreatyRow is one commitment under one article of a treaty.
type TreatyRow struct {
	Body, Treaty, Article string
	Commitment            string
	Earlier               []EarlierRecommendation
	Claim                 ClaimRow // the latest claim of the State beside what was found
	OwnGrade              Grade    // given by the graders in the body's own scale; empty without one
	OwnFinding            string   // ref of the finding that gives it
	Advice                []Advice
}

// Advice is a recommendation of the coalition as another sheet repeats it.
type Advice struct {
	Ref      string
	Text     Text
	Language string
}

// EarlierRecommendation is what a body said before.
type EarlierRecommendation struct {
	Ref    string // paragraph or number; empty when only the document is known
	Symbol string
	Date   string
	Gist   string // in the plan's words, English
}

// UPRRow is one recommendation of the Universal Periodic Review that the plan
// links to its areas or commitments.
type UPRRow struct {
	No       string
	Symbol   string // of the review's report, or its year
	Date     string
	By       string // the recommending State or States
	Position string // supported, noted; empty when not known
	Remark   string // what the State added, in English
	Gist     string
	Areas    []string
	SDG      []string
	Levels   []Level
}

// Level is where a linked commitment stands.
type Level struct {
	Commitment     string
	Scale          string
	Grade          Grade
	Reason         Text
	ReasonLanguage string
}

// PlaceRow counts what was seen in a region, or what a public body leads.
type PlaceRow struct {
	Code         string // empty: without a region, or no body is named
	Commitments  int
	Supporting   int // of a body
	Grades       map[Grade]int
	Ungraded     int
	Overdue      int
	Observations Few
	Years        []Few // of a region, beside Report.YearCodes
	Gaps         []Gap
}

// TimelineRow is something that happened, was due or was seen.
type TimelineRow struct {
	Date         string // 2023, 2023-03 or 2023-03-17
	Kind         string // of TimelineKinds
	Commitments  []string
	Text         Text   // words of several languages, else
	What         string // one wording
	Ref          string
	Body         string
	Schedule     string // of a deadline: its commitment's schedule status
	Observations Few
}

// TimelineKinds are the kinds of the timeline; labels "timeline.<code>".
var TimelineKinds = []string{"act", "event", "deadline", "baseline_deadline", "claim", "un_review", "observations"}

// GapRow is where the ground is thin.
type GapRow struct {
	Kind         string // commitment, area, region, group
	Code         string
	Observations Few
	Sources      Few // independent ones
	Newest       Day
	Gaps         []Gap
}

// DisputeRow is a field that concurrent edits left open, or a decision that
// settled one.
type DisputeRow struct {
	id       ID
	Ref      string
	Kind     Kind
	Field    string
	Values   []Side // none where the audience may not see them
	Sides    int    // how many there are
	Decided  bool
	Decision any // the value that was taken; as in the record's struct
	Reason   string
	By       string // organisation, by name or code
	When     Day
}

// Side is a value and the organisation that holds it.
type Side struct {
	By    string
	Value any // as in the record's struct
}

// PlanChange says how the plan changed.
type PlanChange struct {
	Old, New           string // codes or deadlines
	OldTitle, NewTitle Text
	Kind               string // enum_plan_change, or "related"
	Act                string
	Date               string
}

// ParcelMark is a parcel that brought records in, as Provenance of the coalition's
// own report names it: others are not told who sends whom what.
type ParcelMark struct {
	SHA256  string // that names it
	Signer  string // fingerprint of the key, in hexadecimal digits
	Day     Day    // on which it was packed
	Records int    // revisions that it brought
}
