// Command lean lays out what a release of the window is built from where that is smaller than what lies in the repository: the
// same code with less data. Into the folder that it is given it writes
//
//   - overlay.json, for go build's -overlay, and beside it the larger files that the program embeds, packed;
//   - fyne, a copy of the Fyne module with the faces that the window never shows exchanged for its smallest one, and lean.mod with lean.sum,
//     for go build's -modfile, which name that copy (go build refuses to overlay files of the module cache).
//
// Never here: a change of code. What is exchanged is data, and the copy of Fyne is the module's own to the last byte beside it; a
// face that is no longer there, or one that nobody has looked at, is an error, so that a newer Fyne cannot grow the release unseen.
//
// Read first: layOut, which is all there is; faces, the ones exchanged, and why that may be.
package main
