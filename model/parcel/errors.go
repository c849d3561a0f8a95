package parcel

import (
	"errors"
	"fmt"

	"plumbline/model/seal"
)

// Reason says why a parcel is refused. Its sentence in each language is the word
// "refusals.<reason>".
type Reason string

// On opening the envelope.
const (
	WrongKey        Reason = "wrong_key"        // closed for other people
	WrongPassphrase Reason = "wrong_passphrase" //
	Costly          Reason = "costly"           // its passphrase would stop the machine
	Altered         Reason = "altered"          // damaged, cut or changed on the way; or no parcel at all
)

// On reading what is inside.
const (
	NewerFormat  Reason = "newer_format"  // made by a newer program
	Cut          Reason = "cut"           // ends before its end
	Malformed    Reason = "malformed"     // not as doc.go says
	TooLarge     Reason = "too_large"     // over a limit
	BadSignature Reason = "bad_signature" // not signed by the sender it names
	Misdirected  Reason = "misdirected"   // signed for other recipients
	ForgedAuthor Reason = "forged_author" // says that somebody wrote what they did not sign
	OutOfOrder   Reason = "out_of_order"  // a revision before its own ancestor, or in a circle
	Repeated     Reason = "repeated"      // the same thing twice
	ForeignKind  Reason = "foreign_kind"  // a kind of record that is unknown or never travels
	NotShared    Reason = "not_shared"    // sealed, or narrower than the parcel's reach
	BadName      Reason = "bad_name"      // a file name made to deceive
	BadFile      Reason = "bad_file"      // an attachment that is not what its hash says
)

// On merging: what only the notebook can know.
const (
	UnknownSigner   Reason = "unknown_signer"   // nobody among the members
	RevokedSigner   Reason = "revoked_signer"   // no member any more
	MissingAncestor Reason = "missing_ancestor" // builds on revisions that are not here
	PlanMismatch    Reason = "plan_mismatch"    // another plan under the same code
	StolenID        Reason = "stolen_id"        // a record's id under another kind
	TwoHistories    Reason = "two_histories"    // one device tells its past in two ways
	WrongClock      Reason = "wrong_clock"      // packed in the future, or before there were parcels
)

var reasonWords = map[Reason]string{
	WrongKey: "it is closed for other members", WrongPassphrase: "the parcel's passphrase is wrong",
	Costly: "its passphrase asks for more work than is accepted", Altered: "it was damaged, cut or changed on the way, or is no parcel",
	NewerFormat: "a newer version of the program made it", Cut: "it ends before its end", Malformed: "it is not made as a parcel is",
	TooLarge: "it is over the limits", BadSignature: "its signature does not hold", Misdirected: "it was signed for other recipients",
	ForgedAuthor: "it names an author who did not sign", OutOfOrder: "a revision stands before its own ancestor", Repeated: "something stands in it twice",
	ForeignKind: "it holds a kind of record that is unknown or never travels", NotShared: "it holds what was not to be shared",
	BadName: "a file name in it is made to deceive", BadFile: "a file in it is not what its hash says",
	UnknownSigner: "its signer is not among the members", RevokedSigner: "its signer is no longer trusted",
	MissingAncestor: "it builds on revisions that are not here", PlanMismatch: "it has another plan under the same code",
	StolenID: "it uses the id of a record for another kind", TwoHistories: "one device tells its past in two ways", WrongClock: "the clock it was packed by is wrong",
}

// Refusal is the error for every parcel that is not taken. It holds nothing
// that stands in the parcel.
type Refusal struct {
	Reason Reason
	Frame  int   // counted from 1; 0 when the fault is not in one frame
	err    error // from the disk
}

func refuse(r Reason) error { return &Refusal{Reason: r} }

// Refuse makes the refusal of who merges.
func Refuse(r Reason) *Refusal { return &Refusal{Reason: r} }

// Error says the reason in English.
func (r *Refusal) Error() string {
	s := "parcel refused: " + reasonWords[r.Reason]
	if r.Frame > 0 {
		s += fmt.Sprintf(" (frame %d)", r.Frame)
	}
	return s
}

// Unwrap gives the cause, where it lies outside the parcel.
func (r *Refusal) Unwrap() error { return r.err }

// ReasonOf gives the reason of a refusal; "" when the error is none, for
// instance a disk that cannot be read.
func ReasonOf(err error) Reason {
	var r *Refusal
	if errors.As(err, &r) {
		return r.Reason
	}
	return ""
}

// opened turns the envelope's error into a refusal.
func opened(err error) error {
	for cause, reason := range map[error]Reason{seal.ErrSealed: WrongKey, seal.ErrWrongPassphrase: WrongPassphrase,
		seal.ErrPassphrase: WrongPassphrase, seal.ErrKDF: Costly, seal.ErrEnvelope: Altered} {
		if errors.Is(err, cause) {
			return &Refusal{Reason: reason, err: cause}
		}
	}
	return fmt.Errorf("open parcel: %w", err)
}
