// Package assets holds what the program brings with it: the built-in plans,
// the regions, the treaties and their bodies, the fonts, the icons, the list of words for
// passphrases, and the words of every screen, sheet and command in four
// languages. All of it is embedded, so nothing is looked for on the machine.
//
// It never holds anything that a user wrote, knows no record, no notebook and no
// toolkit, and decides nothing: model gives a plan its meaning, ui and
// export choose which words to show. No sentence of the program stands in
// Go code; it stands in words/<language>.json under section.key.
//
// Read first: For, which gives the words of one language; Words.T, which says one
// of them; and Plan, which hands out a plan as it lies in the repository.
package assets
