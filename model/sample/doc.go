// Package sample invents the work of a coalition over a plan: members, sources
// and their consents, the Government's yearly claims, observations in four
// scripts, their review, findings, recommendations and small evidence files.
// Demonstrations, pictures, tests and measurements all start from it.
//
// Nothing here comes from anywhere: villages, organisations, people and words
// are made up, and every record says so in its note. It reads no clock and no
// randomness of the machine, so the same seed gives the same revisions; it
// knows no notebook: whoever holds one adds what it gives.
//
// Read first: Records, which gives everything in order; story.observation, which
// puts one observation together; and texts/9-torture.txt, which shows how the
// sentences are written down.
package sample
