package model

import "slices"

// Profile is an audience: which records may reach it, what of them, and on
// which sheets. It is data: ReadProfile reads one that somebody wrote, and the
// program's own stand in the same form in assets/profiles.
type Profile struct {
	Code          string              `json:"code"`            // its label is "enum_profile.<code>", or Title
	Title         Text                `json:"title,omitempty"` // what a reader's own profile is called
	Ceiling       Confidentiality     `json:"ceiling"`         // records above it are withheld whole: public or coalition
	Reviews       []ReviewState       `json:"reviews"`         // the states of review that are admitted; see admits
	Uses          []string            `json:"uses"`            // of ConsentUses: every source must have agreed to one of them
	Organisations bool                `json:"organisations"`   // organisations stand by name; otherwise as codes: A, B, …
	FileDetails   bool                `json:"file_details"`    // original file names, and by whom and where evidence was captured
	Places        bool                `json:"places"`          // places finer than a region, whatever the sources agreed to
	SmallCount    int64               `json:"small_count"`     // numbers of people below it are not told exactly; 0: all are
	Revisions     bool                `json:"revisions"`       // revisions are named, so that an edited workbook can come back
	Sheets        []string            `json:"sheets"`          // codes of the sheets, in order; labels "sheets.<code>"
	Without       map[string][]string `json:"without"`         // sheet to the keys of columns that are left out
	Bodies        []string            `json:"bodies"`          // treaty bodies, each with a sheet of its own where by_treaty stands
	Words         int                 `json:"words"`           // limit of words for the UPR matrix: UPRSingle, UPRJoint; 0: none
	HXL           bool                `json:"hxl"`             // a row of HXL hashtags under each header
}

// The limits of words for submissions of others to the Universal Periodic
// Review: by one organisation, and by several together.
const (
	UPRSingle = 2815
	UPRJoint  = 5630
)

// SheetCodes are the sheets there are, in the order of a whole report.
var SheetCodes = []string{"cover", "contents_and_method", "summary", "scorecard", "claim_and_finding", "by_treaty", "upr_matrix",
	"recommendations", "commitments", "observations", "evidence_register", "sources", "findings_by_organisation", "by_region", "by_body",
	"timeline", "gaps", "disputes_and_decisions", "plan_changes", "pivot", "withheld", "code_lists", "provenance"}

// TreatyBodies are the bodies that may have a sheet of their own.
var TreatyBodies = []string{"CCPR", "CESCR", "CERD", "CEDAW", "CAT", "CRC", "CMW", "CED", "CRPD", "SPT"}

// sheetsBut gives every sheet but these.
func sheetsBut(codes ...string) []string {
	return slices.DeleteFunc(slices.Clone(SheetCodes), func(code string) bool { return slices.Contains(codes, code) })
}

// Profiles are the audiences the program brings, the coalition first.
func Profiles() []Profile {
	outside := func(code string, uses []string, bodies []string, without ...string) Profile {
		return Profile{Code: code, Ceiling: Public, Reviews: []ReviewState{Approved}, Uses: uses, SmallCount: 5, Sheets: sheetsBut(without...), Bodies: bodies}
	}
	un := func(code, body string) Profile {
		return outside(code, []string{"un_body", "public_report"}, []string{body}, "upr_matrix", "disputes_and_decisions", "pivot")
	}
	upr := outside("upr", []string{"un_body", "public_report"}, nil, "by_treaty", "disputes_and_decisions", "pivot")
	upr.Words = UPRJoint
	return []Profile{
		{Code: "coalition", Ceiling: Coalition, Reviews: []ReviewState{"", Submitted, HasIssues, Approved}, Uses: []string{"coalition"},
			Organisations: true, FileDetails: true, Places: true, Revisions: true, Sheets: sheetsBut(), Bodies: []string{"CCPR", "CEDAW", "CAT"}, Words: UPRJoint},
		outside("public", []string{"public_report"}, []string{"CCPR", "CEDAW", "CAT"}, "upr_matrix", "disputes_and_decisions", "pivot"),
		upr,
		un("ccpr", "CCPR"),
		un("cedaw", "CEDAW"),
		un("cat", "CAT"),
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
