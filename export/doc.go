// Package export draws a model.Report as an Excel workbook. One file holds one
// sheet; styles.go the look; table.go what every sheet of records shares;
// rowxml.go, splice.go and zip.go how rows reach the file in bounded memory.
//
// Never here: a rule about what may leave. model.NewReport has decided that
// before; export is never handed a withheld word, so it cannot leak one. Nor a
// temporary file in the clear: a workbook flows to an io.Writer, and Save, the one
// place that knows a path, keeps what stood there until the new file is whole.
//
// Read first: Workbook, which draws all sheets and writes them; drawTable, which
// turns a stream of rows into a sheet; and pack, which writes the parts.
package export
