package model

// What a report hands to whoever draws it. A row carries only what may leave;
// codes stay codes, texts keep their languages, and the drawer chooses words.

// Row is what every row of a record has.
type Row struct {
	ID       ID
	Revision RevID    // the newest head; zero unless the profile names revisions
	Joined   []RevID  // the other heads that the row joins, where the profile names revisions
	Ref      string   // short where one writer is in sight; for others an OutsideRef
	Outside  string   // in the coalition's own report: the ref in those for others
	Language string   // in which the record was written
	Disputed []string // names of fields whose shown value is still in dispute
	inside   string   // the record's own ref, for finding it again
}

// ObservationRow is a written observation.
type ObservationRow struct {
	Row
	Commitments   []string
	Areas         []string
	Title         Text
	Narrative     Text
	Date          Date
	Region        string
	Place         string // empty when protected
	PlaceWithheld bool
	Method        string
	Effect        string
	Rights        []string
	Groups        []string
	Affected      Affected
	AffectedBelow int64 // not 0: the number is not told, it lies below this one
	Reliability   string
	Credibility   int
	Review        ReviewState
	NothingFound  bool
	Sources       []SourceMark
	Evidence      []string // refs of written evidence
	Same          []string // refs of other written observations that tell of the same event
	Repeats       bool     // the event is counted with one of them
}

// SourceMark is what may be said of a source: its code name, or only its kind.
type SourceMark struct {
	Code string
	Kind string
}

// EvidenceRow is a written piece of evidence. The file itself never leaves.
type EvidenceRow struct {
	Row
	Title          Text
	OriginalName   string // only where the profile has file details
	Kind           string
	Sources        []SourceMark
	Captured       Capture // By and Where only where the profile has file details
	Address        string
	ArchiveAddress string
	SHA256         string
	CopyKind       string
	CustodyEvents  int
	UsedIn         string // the ref of what it supports
}

// ClaimRow is a written claim of the State beside what was found; where the
// State says nothing on a commitment, a row without a claim (Ref empty).
type ClaimRow struct {
	Row
	Commitment     string
	Area           string
	Report         StateReport
	Page           string
	Quotation      Text
	Status         string // of OfficialStatuses
	Figure         string
	Verifiable     string
	Verdict        Verdict // empty when nobody tested it; NoClaim without a claim
	Finding        string  // ref of the finding that says so
	Found          Text
	FoundLanguage  string
	FoundGrade     Grade
	FoundScale     string
	EvidenceStatus string
	Gaps           []Gap
	Evidence       []string
}

// FindingRow is a written finding.
type FindingRow struct {
	Row
	Commitment     string
	Period         string
	Level          string
	Organisation   string // a name, or a code where the profile names none; empty for the coalition's
	Scale          string
	Grade          Grade
	EvidenceStatus string
	ScheduleStatus string
	Reasoning      Text
	Confidence     string
	Dissent        Text
	Observations   int // written ones that it rests on, those of one event once
	Evidence       []string
}

// RecommendationRow is a written recommendation.
type RecommendationRow struct {
	Row
	Commitments []string
	Addressee   string
	Text        Text
	Why         []string // refs of the findings and claims on its commitments
	Priority    string
	Treaties    []string
	SDG         []string
	SendTo      []string
	Deadline    Day
}

// ScoreRow is one commitment with everything the argument needs.
type ScoreRow struct {
	Commitment     *Commitment
	Area           string   // its own area; empty outside the areas
	LinkedAreas    []string // for an undertaking outside them
	OfficialStatus string   // of the State's latest claim
	EvidenceStatus string
	ScheduleStatus string
	Scale          string
	Grade          Grade
	Period         string // of the finding shown
	PreviousGrade  Grade
	PreviousPeriod string
	Change         Change
	Confidence     string
	Reason         Text
	ReasonLanguage string
	Finding        string // ref
	Disputed       []string
	Observations   int
	Evidence       int
	Gaps           []Gap
}

// Gap is what an argument still lacks.
type Gap string

// The gaps of a commitment. Their labels are "report.gap_<code>".
const (
	GapNoClaim       Gap = "no_claim"
	GapNoFinding     Gap = "no_finding"
	GapNoObservation Gap = "no_observation"
	GapNoEvidence    Gap = "no_evidence"
	GapNotTested     Gap = "claim_not_tested"
	GapOneSource     Gap = "one_source"  // none or one independent source
	GapFewSources    Gap = "few_sources" // the same for audiences that are not told small counts
	GapStale         Gap = "stale"       // the newest observation is more than a year old
)

// Change is how a grade moved since the period before.
type Change string

// The changes; grades off the ladder (formal only, cannot be assessed) are not
// compared. Their labels are "report.change_<code>".
const (
	Improved  Change = "improved"
	Unchanged Change = "unchanged"
	Worsened  Change = "worsened"
)

// AreaSummary counts the commitments of one area by grade. The last one, with
// an empty code, holds the undertakings outside the areas.
type AreaSummary struct {
	Code         string
	Title        Text
	Commitments  int
	Grades       map[Grade]int // on the house scale
	Ungraded     int           // no finding, or one on another scale
	Observations int           // each once, however many commitments of the area it names
	Evidence     int
	Changes      map[Change]int
}

// Count is the sum of one kind: InScope = Written + Withheld.
type Count struct {
	Kind                       Kind
	InScope, Written, Withheld int
}

// Withheld says how many records, or fields inside written records, a rule
// kept back. It holds no content.
type Withheld struct {
	Rule  WithheldRule
	Kind  Kind
	Field string // empty for whole records
	N     int
}

// Whole says whether the line counts whole records.
func (w Withheld) Whole() bool { return w.Field == "" }

// Tally is a code and how many.
type Tally struct {
	Code  string
	N     int
	Below int // not 0: the number is not told; it lies below this one
}
