package model

// CircleOf is how far a record may travel by what it says itself: its
// confidentiality, or the one its kind has when it says nothing.
func CircleOf(rec Record) Confidentiality {
	if c := rec.Base().Confidentiality; c != "" {
		return c
	}
	return DefaultConfidentiality(rec.Kind())
}
