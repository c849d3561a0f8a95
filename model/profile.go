package model

import "slices"

// Profile is an audience: which records may reach it, what of them, and on
// which sheets. It is data; a reader's own profile is a value of this type.
type Profile struct {
	Code          string          // its label is "enum_profile.<code>"
	Ceiling       Confidentiality // records above it are withheld whole
	Reviews       []ReviewState   // the states of review that are admitted; see admits
	Uses          []string        // of ConsentUses: every source must have agreed to one of them
	Organisations bool            // organisations stand by name; otherwise as codes: A, B, …
	FileDetails   bool            // original file names, and by whom and where evidence was captured
	Places        bool            // places finer than a region, whatever the sources agreed to
	SmallCount    int64           // numbers of people below it are not told exactly; 0: all are
	Revisions     bool            // revisions are named, so that an edited workbook can come back
	Sheets        []string        // codes of the sheets, in order; labels "sheets.<code>"
}

// mainSheets are the sheets that every audience gets.
var mainSheets = []string{"cover", "contents_and_method", "summary", "scorecard", "claim_and_finding", "commitments",
	"observations", "evidence_register", "findings_by_organisation", "recommendations", "withheld", "code_lists", "provenance"}

// Profiles are the audiences the program brings, the coalition first.
func Profiles() []Profile {
	outside := func(code string, uses ...string) Profile {
		return Profile{Code: code, Ceiling: Public, Reviews: []ReviewState{Approved}, Uses: uses, SmallCount: 5, Sheets: mainSheets}
	}
	return []Profile{
		{Code: "coalition", Ceiling: Coalition, Reviews: []ReviewState{"", Submitted, HasIssues, Approved}, Uses: []string{"coalition"},
			Organisations: true, FileDetails: true, Places: true, Revisions: true, Sheets: mainSheets},
		outside("public", "public_report"),
		outside("upr", "un_body", "public_report"),
		outside("ccpr", "un_body", "public_report"),
		outside("cedaw", "un_body", "public_report"),
		outside("cat", "un_body", "public_report"),
	}
}

// ProfileOf finds one of Profiles by its code.
func ProfileOf(code string) (Profile, bool) {
	all := Profiles()
	i := slices.IndexFunc(all, func(p Profile) bool { return p.Code == code })
	if i < 0 {
		return Profile{}, false
	}
	return all[i], true
}

// admits says whether a state of review is far enough. A finding or
// recommendation without a state was never put to review and counts as
// approved; an observation without one does not.
func (p Profile) admits(kind Kind, state ReviewState) bool {
	if state == "" && kind != KindObservation {
		return true
	}
	return slices.Contains(p.Reviews, state)
}
