package model

import (
	"errors"
	"fmt"
	"iter"
	"time"
)

// What a report hides is decided here, before anything is drawn. Whoever draws
// a Report is never handed a withheld word, so cannot leak one.
//
//  1. Scope: period and filters choose the records. Withdrawn records and
//     identities are outside every scope.
//  2. Whole records are withheld, each by the first rule that applies: not
//     readable, confidentiality, review, consent, or with what they belong to.
//  3. Inside written records, fields are withheld: what points to a source, a
//     place, a person, a file.
//  4. In scope = written + withheld, counted on both sides and compared.
//
// A field in dispute counts with the strictest of its values.

// Records gives the views of one kind, in a steady order; a fault in reading
// ends it. That of an observation need hold only until the next one, but for its
// texts and lists. The methods Records and Told of a notebook are such.
type Records func(Kind) iter.Seq2[View, error]

// Ask says which report is wanted.
type Ask struct {
	Profile  Profile
	Language string                            // of the words of the report
	From, To Day                               // the period; an empty end is open
	Filter   Query                             // further filters; Kind, Order, Offset and Limit are passed over, and of Among only its ids count
	Today    Day                               // the day on which consent must hold; needed
	Program  string                            // the program's version
	Digest   string                            // over the records, as `plumbctl digest` prints it
	Members  []*Member                         // of the coalition; only those who may be named are
	Contact  string                            // whom to write to; empty for nobody
	Invented bool                              // the records are a sample's
	Parcels  []ParcelMark                      // that brought records in, as far as known
	Looked   []string                          // refs of records whose leaks the writer looked at and lets pass
	Public   []string                          // names that protect nobody: of regions and the like
	History  func(ID) ([]Revision, error)      // of a record, for decisions; nil where none can be asked
	Pick     func([]ID) iter.Seq2[View, error] // views of records by their ids, in any order, as Records gives them; nil for none
	Briefs   Records                           // as Revision.Ruled gives them, where they cost less than whole ones; nil for none
}

// On making a report.
var (
	// ErrAsk means a report was asked for that cannot be.
	ErrAsk = errors.New("no such report")
	// ErrCount means that records in scope are not those written and withheld.
	ErrCount = errors.New("records in scope are not the sum of those written and withheld")
	// ErrChanged means the records changed while the report was drawn.
	ErrChanged = errors.New("the records changed meanwhile; make the report again")
)

// Report is what may leave: small tables whole, the bulk as streams.
type Report struct {
	Profile         Profile
	Language        string
	From, To        Day
	Today           Day // the day of the newest record in it
	Program         string
	Digest          string
	Contact         string
	Invented        bool
	Newest          time.Time // the day on which the newest written record was written; zero without one
	Plan            *PlanBook // only its records under the ceiling
	Members         []string  // who may be named
	Organisations   []string  // that graded, by name or code
	Areas           []AreaSummary
	Scorecard       []ScoreRow
	Claims          []ClaimRow
	Findings        []FindingRow
	Recommendations []RecommendationRow
	Counts          []Count // one a kind: commitments, claims, observations, evidence, findings, recommendations
	Withheld        []Withheld
	Verdicts        []Tally // every verdict, in the order of Verdicts
	Grades          []Tally // every grade of the house scale, in its order
	Years           []Tally // observations by year, earliest first; an undated one under ""
	Methods         []Tally // observations by method
	Regions         []Tally // observations by region, by code
	SourceKinds     []Tally // sources of written observations, by kind; "" where the kind may not be told
	Events          int     // written observations, those that tell of one event once; as are all that follow
	Repeats         int     // written observations that tell of an event of which another one tells too
	NothingFound    int     // observations that found nothing
	WithEvidence    int     // written observations with written evidence
	ShortRefs       bool    // one writer is in sight
	Filtered        bool    // a part of the records was asked for
	Parcels         []ParcelMark
	Sources         []SourceRow
	Treaties        map[string][]TreatyRow // by body
	UPR             []UPRRow
	ByRegion        []PlaceRow
	YearCodes       []string // of PlaceRow.Years, earliest first
	ByBody          []PlaceRow
	Timeline        []TimelineRow
	Thin            []GapRow
	Disputes        []DisputeRow
	PlanChanges     []PlanChange
	Long            map[Kind]bool
	work            *compiler
}

// NewReport decides what may leave and counts it. The records are walked once
// here and once more for each stream that is drawn; for outsiders once more to look
// for protected words, and in several passes where there are many and Ask.Pick
// cannot pick them out. A report for outsiders in whose texts protected words stand
// is refused: *LeakError.
func NewReport(plan *PlanBook, records Records, ask Ask) (*Report, error) {
	c, err := compile(plan, records, ask)
	if err != nil {
		return nil, err
	}
	r, err := c.report()
	if err != nil || c.profile.Ceiling != Public {
		return r, err
	}
	leaks, err := c.leaks(r)
	if err != nil {
		return nil, err
	}
	if leaks = stopping(leaks); len(leaks) > 0 {
		return nil, &LeakError{leaks}
	}
	return r, nil
}

// Count gives the sum of one kind.
func (r *Report) Count(kind Kind) Count {
	for _, c := range r.Counts {
		if c.Kind == kind {
			return c
		}
	}
	return Count{Kind: kind}
}

// Scope gives the sum over all kinds.
func (r *Report) Scope() (inScope, written, withheld int) { return sum3(r.Counts) }

func sum3(counts []Count) (inScope, written, withheld int) {
	for _, c := range counts {
		inScope, written, withheld = inScope+c.InScope, written+c.Written, withheld+c.Withheld
	}
	return inScope, written, withheld
}

// Preflight is what a report would withhold, and which records: for the eyes of
// whoever may open the notebook, never for a report.
type Preflight struct {
	Counts   []Count
	Withheld []Withheld
	Records  map[WithheldRule][]ID // whole records by rule, the first PreflightRecords of each
	Leaks    []Leak                // protected words in texts that would leave; all but those InPlan block a report for outsiders
	Blocked  bool                  // NewReport would refuse
}

// PreflightRecords is how many records of a rule a preflight names.
const PreflightRecords = 200

// Scope gives the sum over all kinds.
func (p *Preflight) Scope() (inScope, written, withheld int) { return sum3(p.Counts) }

// NewPreflight does all that NewReport does, and draws nothing.
func NewPreflight(plan *PlanBook, records Records, ask Ask) (*Preflight, error) {
	c, err := compile(plan, records, ask)
	if err != nil {
		return nil, err
	}
	r, err := c.report()
	if err != nil {
		return nil, err
	}
	leaks, err := c.leaks(r)
	if err != nil {
		return nil, err
	}
	return &Preflight{Counts: r.Counts, Withheld: r.Withheld, Records: c.kept, Leaks: leaks, Blocked: len(stopping(leaks)) > 0 && c.profile.Ceiling == Public}, nil
}

func (a *Ask) check() error {
	switch {
	case a.Profile.Code == "" || len(a.Profile.Uses) == 0:
		return fmt.Errorf("%w: no audience", ErrAsk)
	case !a.Today.Valid():
		return fmt.Errorf("%w: no day on which consent must hold", ErrAsk)
	case a.From != "" && !a.From.Valid() || a.To != "" && !a.To.Valid():
		return fmt.Errorf("%w: the period is not made of days", ErrAsk)
	case a.From != "" && a.To != "" && a.To < a.From:
		return fmt.Errorf("%w: the period ends before it begins", ErrAsk)
	case a.Filter.Among != nil && len(a.Filter.Among.Values) > 0:
		return fmt.Errorf("%w: a report takes no lists of values", ErrAsk)
	}
	return nil
}
