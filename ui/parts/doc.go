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
//
// # The window
//
// Make the theme (NewTheme) and give it to the application; make one Look, its
// Tips and its Escape, before any part. Choosing a language, a scheme or a text
// size is a new theme and, for the language, a new Look and new parts. The frame is
// Pane(NewHeader, Look.Sides(SidePane(NewRail), page), NewStatusBar); stack
// Toasts.Layer and Tips.Layer over it. Folding tells when the window is narrow.
//
// # Laying out
//
// Lengths are units of the drawings; the theme makes them larger with the text.
// Text wraps, so heights follow widths: use the layouts of this package, not
// Fyne's boxes, around text. Column stacks; Look.Row sets side by side with one
// object that takes the slack; Look.Flow goes on in the next line; Look.Even makes
// all equally wide; Look.Ends sets two at the ends; Inset, Sized, AtLeast, UpTo and
// Gap give room; NewBox, NewCard and NewRule are paper and lines. A page that
// scrolls is NewPage, with NewPageBar at its foot in a Pane (NewActionBar under other margins), or NewActsBar where acts
// must keep to one line; Reserve keeps the room of what comes and goes; call Page.Refresh
// when something on it becomes higher or lower.
//
// # Text
//
// Look.Heading, Section, Figure, Text, Bold, Muted and Hint wrap; Look.Line keeps
// to one line and asks for its width, Look.Cell takes what it is given; Look.Code
// is for codes and hashes, Look.Content for what people wrote, which can be selected, copied and followed (Look.Prose,
// Look.Copied). What they return is a
// bidi.Label: change it by SetText.
//
// # Acting
//
// NewButton (Primary once a page, Secondary, Quiet, DangerWeight; TurnOff says
// why), NewLink, NewCheck, NewRadioGroup, NewSegmented, NewTabs, NewSelect,
// NewPicker (finds by any word), NewChoices (several), NewDateField, NewDayField,
// NewPassphrase, NewEntry, NewTextArea, NewCodeEntry, NewSearch, NewMenuButton,
// ShowMenu. Set… never calls back, but SetText of an entry does. NewPress makes
// anything else act. Put controls into NewField, fields into a Form, and give the
// form the sentences for its faults by the model's names of the fields.
//
// # Lists
//
// NewList shows any number of rows of equal height from a Create and an Update
// function, called on the thread of the window for rows in sight only; NewTreeRow
// and NewObservationRow are rows for it, NewTable and NewHeatMap stand on it.
// The owner tells what is chosen. Call Refresh when the number of rows changes,
// RefreshRow for one.
//
// # States
//
// Each page has NewEmpty, NewLoading, NewError, NewReadOnlyBanner; long work shows
// NewProgress; what was done is said by Toasts.Say; what cannot be undone is asked
// by NewDialog or NewEraseDialog.
package parts
