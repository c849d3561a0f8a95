// Package model holds the nouns of monitoring and every rule about them: the
// plan with its areas and commitments, the State's claims, observations,
// evidence, sources, findings and recommendations; how a record is checked,
// revised, joined and reported. `go doc ./model` is the glossary.
//
// Never here: a file, a key, a clock, a widget, a visible sentence. Time and
// randomness are handed in; codes are stable English words whose labels live
// in assets/words; what is stored and sealed is model/notebook's business.
//
// Read first: Observation.Check (what a record must hold), Join (how the
// revisions of a record become one view) and Revise (what saving writes).
package model
