package model

// Codes are stable English words, never translated; their labels are the words
// "enum_<list>.<code>" of assets/words. Each list stands in its own order.

// Kind is the kind of a record.
type Kind string

// The kinds of records.
const (
	KindPlan           Kind = "plan"
	KindArea           Kind = "area"
	KindCommitment     Kind = "commitment"
	KindClaim          Kind = "claim"
	KindObservation    Kind = "observation"
	KindEvidence       Kind = "evidence"
	KindSource         Kind = "source"
	KindIdentity       Kind = "identity"
	KindFinding        Kind = "finding"
	KindRecommendation Kind = "recommendation"
	KindMember         Kind = "member"
	KindReview         Kind = "review"
	KindLink           Kind = "link"
)

// Kinds lists every kind, plan records first.
var Kinds = []Kind{KindPlan, KindArea, KindCommitment, KindClaim, KindObservation, KindEvidence, KindSource,
	KindIdentity, KindFinding, KindRecommendation, KindMember, KindReview, KindLink}

// Confidentiality says how far a record may travel.
type Confidentiality string

// From the widest circle to the narrowest; Sealed never leaves this device.
const (
	Public       Confidentiality = "public"
	Coalition    Confidentiality = "coalition"
	Organisation Confidentiality = "organisation"
	Sealed       Confidentiality = "sealed"
)

// Rank orders confidentiality: 0 public to 3 sealed; an unknown word counts as
// sealed.
func (c Confidentiality) Rank() int {
	for i, k := range Confidentialities {
		if string(c) == k {
			return i
		}
	}
	return 3
}

// ReviewState is where a record stands in the coalition's review.
type ReviewState string

// The states of review.
const (
	Draft     ReviewState = "draft"
	Submitted ReviewState = "submitted"
	HasIssues ReviewState = "has_issues"
	Approved  ReviewState = "approved"
	Rejected  ReviewState = "rejected"
)

// Grade is a grade of one of the scales; on the house scale one of the
// constants below.
type Grade string

// The house scale of a finding.
const (
	NotStarted       Grade = "not_started"
	Limited          Grade = "limited"
	Partial          Grade = "partial"
	Substantial      Grade = "substantial"
	Complete         Grade = "complete"
	FormalOnly       Grade = "formal_only"
	Regressed        Grade = "regressed"
	CannotBeAssessed Grade = "cannot_be_assessed"
)

// Verdict is what holding a claim against the findings gave.
type Verdict string

// The verdicts on a claim.
const (
	Confirmed       Verdict = "confirmed"
	PartlyConfirmed Verdict = "partly_confirmed"
	Contradicted    Verdict = "contradicted"
	NotVerifiable   Verdict = "not_verifiable"
	NoClaim         Verdict = "no_claim"
)

// Origin is where a commitment comes from.
type Origin string

// The origins of a commitment.
const (
	PlanTask         Origin = "plan_task"
	PlanMeasure      Origin = "plan_measure"
	OutsideThePlan   Origin = "undertaking_outside_the_plan"
	StatedPosition   Origin = "stated_position"
	LevelCoalition          = "coalition"
	LevelOrg                = "organisation"
	LevelMonitor            = "monitor"
	ScaleHouse              = "house"
	CopyOriginal            = "original"
	CopyWorking             = "working_copy"
	ConsentNamed            = "named"
	ConsentPseudonym        = "pseudonym"
	ConsentRoleOnly         = "role_only"
	ConsentNone             = "none"
)

// The lists of codes, each in the order in which it is shown.
var (
	Confidentialities = []string{"public", "coalition", "organisation", "sealed"}
	ReviewStates      = []string{"draft", "submitted", "has_issues", "approved", "rejected"}
	Precisions        = []string{"exact", "month", "year", "estimate", "unknown_day", "unknown"}
	Methods           = []string{"document_review", "interview", "site_visit", "media", "statistics", "information_request",
		"court_file", "trial_monitoring", "survey", "other"}
	Effects       = []string{"advances", "partly_advances", "no_effect", "sets_back", "cannot_be_judged"}
	Reliabilities = []string{"A", "B", "C", "D", "E", "F"} // Admiralty code, reliability of the source
	Units         = []string{"persons", "families", "cases", "facilities", "organisations"}
	Groups        = []string{"women", "girls", "children", "young_persons", "older_persons", "persons_with_disabilities",
		"detainees", "accused_persons", "torture_survivors", "trafficking_victims", "domestic_violence_victims",
		"families_of_victims", "ethnic_minorities", "religious_minorities", "linguistic_minorities",
		"refugees_and_asylum_seekers", "stateless_persons", "migrant_workers", "workers", "trade_unionists",
		"human_rights_defenders", "journalists", "lawyers", "civil_society_organisations", "protesters", "lgbti_persons",
		"persons_living_with_hiv", "persons_living_in_poverty", "rural_residents", "conscripts", "general_population"}
	Rights = []string{"equality", "life", "freedom_from_torture", "freedom_from_slavery", "liberty_and_security",
		"humane_detention", "fair_trial", "effective_remedy", "privacy", "movement", "religion_or_belief", "expression",
		"access_to_information", "assembly", "association", "participation", "work", "trade_unions", "social_security",
		"adequate_standard_of_living", "health", "education", "culture", "family", "rights_of_the_child",
		"rights_of_women", "rights_of_persons_with_disabilities", "minority_rights", "asylum"}
	OfficialStatuses = []string{"done", "under_way", "planned", "nothing_said"}
	Verifiables      = []string{"yes", "partly", "no"}
	Levels           = []string{"monitor", "organisation", "coalition"}
	Scales           = []string{"house", "ogp", "ccpr", "upr", "cedaw", "cat"}
	HouseGrades      = []string{"not_started", "limited", "partial", "substantial", "complete", "formal_only", "regressed", "cannot_be_assessed"}
	OGPGrades        = []string{"no_evidence_available", "not_started", "limited", "substantial", "complete"} // OGP IRM completion
	CCPRGrades       = []string{"A", "B", "C", "D", "E"}                                                      // Human Rights Committee follow-up
	UPRGrades        = []string{"fully_implemented", "partially_implemented", "not_implemented"}              // UPR mid-term reports
	EvidenceStatuses = []string{"no_evidence_found", "insufficient", "contradicts", "partly_supports", "supports"}
	ScheduleStatuses = []string{"not_due", "on_time", "late", "overdue", "extended", "withdrawn"}
	Confidences      = []string{"low", "medium", "high"}
	Verdicts         = []string{"confirmed", "partly_confirmed", "contradicted", "not_verifiable", "no_claim"}
	Priorities       = []string{"high", "medium", "low"}
	Origins          = []string{"plan_task", "plan_measure", "undertaking_outside_the_plan", "stated_position"}
	Certainties      = []string{"certain", "probable", "uncertain"}
	CommitmentKinds  = []string{"law", "policy", "institution", "training", "study", "practice", "international_act"}
	Roles            = []string{"monitor", "reviewer", "coordinator", "writer"}
	Copies           = []string{"original", "working_copy"}
	SensitiveMarks   = []string{"faces", "voices", "children", "place", "medical", "violence"}
	CustodyEvents    = []string{"captured", "opened", "copied", "handed_over", "redacted", "verified", "exported"}
	ConsentUses      = []string{"internal", "coalition", "un_body", "public_report", "media", "court"}
	ConsentIdentity  = []string{"named", "pseudonym", "role_only", "none"}
	SourceKinds      = []string{"abstract", "appeal", "audio", "autopsy_results", "chemical_analysis", "court_records", // HURIDOCS list 16
		"interview", "leaflet", "letter", "publication", "photograph", "medical_examination", "poster",
		"government_press_release", "ngo_press_release", "questionnaire", "radio_broadcast", "affidavit",
		"telephone_conversation", "television_broadcast", "translated_document", "victim_testimony", "video",
		"witness_testimony", "official_document", "web_page", "other", "unknown"}
	Connections = []string{"victim", "direct_witness", "perpetrator", "relative_of_victim", "colleague_of_victim", // HURIDOCS list 19
		"same_organisation_as_victim", "related_to_perpetrator", "third_party", "reporter", "lawyer",
		"medical_provider", "ngo", "official", "unknown"}
	LinkVerdicts        = []string{"same_event", "different"}
	TranslationStatuses = []string{"original", "project_translation", "official", "machine"}
)

// Grades lists the grades of a scale; CEDAW's and CAT's are the user's own
// tables (their names were not verified), so any short word is taken there.
func Grades(scale string) []string {
	switch scale {
	case "house":
		return HouseGrades
	case "ogp":
		return OGPGrades
	case "ccpr":
		return CCPRGrades
	case "upr":
		return UPRGrades
	}
	return nil
}
