// Package parts is the look of the window: its theme, and the widgets and layouts
// that every screen is built from. A part knows model values and words; it shows
// them and calls back. Everything is mirrored by one flag, Look.RTL, grows with
// the text size, and acts by keyboard as by mouse.
//
// What never lives here: a notebook, a rule, a sentence that is not a key of the
// words. Parts decide nothing. No part starts work; the only clocks are those of
// a toast and a hint.
//
// Read first: Look (look.go), which every part is handed and which makes text;
// Column, Look.Row and NewPage (layout.go, page.go), with which screens are laid
// out; NewField and Form (field.go), which show faults at their place.
package parts
