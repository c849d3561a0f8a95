package model

// Outcome is what merging makes of one record. Its word is
// "outcomes.<outcome>".
type Outcome string

// The outcomes, in the order in which they are told.
//
//  1. New: nothing of the record was here.
//  2. Same: all of it was here.
//  3. Joined: new revisions of a known record, and no field is left open.
//  4. Disputed: new revisions, and a field is open now.
//  5. Refused: the parcel is not taken, and nothing of it is.
const (
	MergedNew      Outcome = "new"
	MergedSame     Outcome = "same"
	MergedJoined   Outcome = "joined"
	MergedDisputed Outcome = "disputed"
	MergedRefused  Outcome = "refused"
)

// Outcomes lists the outcomes in their order.
var Outcomes = []Outcome{MergedNew, MergedSame, MergedJoined, MergedDisputed, MergedRefused}

// Merge says what a parcel brings, before or after it is merged.
type Merge struct {
	Parcel        [32]byte        // names the parcel
	From          Signer          // who sent it
	Packed        Clock           // when, by the sender's clock
	At            Clock           // when it was merged; 0 in a preview
	Refused       string          // why it is not taken; "" when it is
	Refusal       error           // the same as an error
	Count         map[Outcome]int // records
	Revisions     int             // revisions that are or were new here
	Unverified    int             // of these, whose author did not sign or is no trusted member
	Files         int             // evidence files that came with it and were missing here
	Organisations []MergedBy      // by the organisation that wrote, sorted
	Records       []MergedRecord  // all but the same ones, at most MaxMerged
	More          int             // that are left out of Records
}

// MaxMerged is how many records a Merge lists one by one.
const MaxMerged = 10_000

// Signer is who sent a parcel.
type Signer struct {
	Key          Key
	Name         string // as the members list it, or as the parcel says for a stranger
	Organisation string
	Recipient    string
	Standing     Standing
}

// Standing is how a signer stands with this notebook. Its word is
// "standings.<standing>".
type Standing string

// The standings of a signer.
const (
	StandingSelf    Standing = "self"
	StandingTrusted Standing = "trusted"
	StandingKnown   Standing = "known"   // a member who is not trusted (yet)
	StandingUnknown Standing = "unknown" // nobody among the members
	StandingRevoked Standing = "revoked" // trusted once, and no longer
)

// MergedBy counts what one organisation wrote.
type MergedBy struct {
	Organisation string
	Count        map[Outcome]int
}

// MergedRecord is what becomes of one record.
type MergedRecord struct {
	ID           ID
	Kind         Kind
	Ref          string
	Title        Text // of what can be titled
	Organisation string
	Outcome      Outcome
	Open         []string // fields in dispute
	Unverified   bool
}

// TitleOf gives what a record is called in lists; nil where it has nothing of the
// kind.
func TitleOf(rec Record) Text {
	switch r := rec.(type) {
	case *Observation:
		if r.Title.IsZero() {
			return r.Narrative
		}
		return r.Title
	case *Claim:
		return r.Report.Title
	case *Evidence:
		return r.Title
	case *Finding:
		return r.Reasoning
	case *Recommendation:
		return r.Text
	case *Plan:
		return r.Title
	case *Area:
		return r.Title
	case *Commitment:
		return r.Title
	case *Review:
		return r.Remark
	}
	return nil
}
