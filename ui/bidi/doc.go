// Package bidi shows and takes text that runs in both directions: the Unicode
// Bidirectional Algorithm (UAX #9), a wrapping label, a text entry and mirrored
// layouts. Fyne shapes a single run of Arabic correctly but never puts runs in
// order, nor a caret between them; this room does both, from outside Fyne.
//
// What never lives here: what the text means. No model value, no word of the
// catalogue, no notebook; labels of the entry's menu are handed in. Text is kept
// in logical order, always; visual order exists only in what is drawn.
//
// Read first: Levels (which direction each letter has), lay in layout.go (where
// each letter stands) and Entry.replace in entry_edit.go (the one way text changes).
package bidi
