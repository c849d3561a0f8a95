// Package ui is the window: the passphrase, the plan with the page of a commitment, the forms, the report, safety. One
// file is one screen; window.go knows them all, desk.go is what each is handed, background.go does what takes time.
//
// Never here: a rule about records (model), a byte on disk (model/notebook), a cell of a workbook (export), a sentence
// (assets/words). No file of this package waits for a disk on the UI thread, and no file but background.go calls
// fyne.Do. Nothing here imports fyne/app, so that every screen is tested without a display.
//
// Read first: Window.make in window.go (every destination in one switch), desk (what a screen may ask for) and
// background.start (where work goes and how it comes back).
package ui
