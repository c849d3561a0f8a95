// Package intake reads tables that come from outside, with distrust: workbooks
// that strangers edited, CSV files, what ODK and Kobo exported. It hands out rows
// of text, makes drafts of submissions, and says exactly where a file is damaged or
// a row at fault; nothing is skipped in silence.
//
// Never here: a notebook, a decision about what a changed row of a report means, a
// write of any kind. Nothing is unpacked to disk, no formula is computed, no link is
// followed.
//
// Read first: Open (the gate in front of every workbook), Book.Rows (the
// forward-only reader of a sheet), scanner (how the XML is cut) and Arrive (what a
// table of submissions would bring).
package intake
