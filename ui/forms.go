package ui

// The destinations that are forms of records beside the observation.
const (
	atClaim          destination = "claim"
	atFinding        destination = "finding"
	atSource         destination = "source"
	atRecommendation destination = "recommendation"
	atEvidence       destination = "evidence"
)

// newForm makes the form of a place; nil where the place is none.
func newForm(d *desk, p place) screen {
	switch p.to {
	case atClaim:
		return newClaim(d, p)
	case atFinding:
		return newFinding(d, p)
	case atSource:
		return newSourceForm(d, p)
	case atRecommendation:
		return newRecommendation(d, p)
	case atEvidence:
		return newEvidence(d, p)
	}
	return nil
}
