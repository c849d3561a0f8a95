// Package intake reads tables that come from outside: workbooks that strangers
// edited, with distrust. It hands out rows of text and says exactly where a file
// is damaged; nothing is skipped in silence.
//
// Never here: a notebook, a decision about what a changed row means, a write of
// any kind. Nothing is unpacked to disk, no formula is computed, no link is
// followed.
//
// Read first: Open (the gate in front of every workbook), Book.Rows (the
// forward-only reader of a sheet) and scanner (how the XML is cut).
package intake
