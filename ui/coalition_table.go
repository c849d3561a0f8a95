package ui

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"

	"plumbline/export"
	"plumbline/model"
	"plumbline/model/intake"
	"plumbline/model/notebook"
	"plumbline/ui/bidi"
	"plumbline/ui/parts"
)

// A table from outside - CSV, or what ODK and Kobo exported - is looked at like an edited report before anything of it is
// taken (coalition_home.go):
//
//  1. each sound row becomes a draft; one that was read before changes nothing, one that says something else since
//     changes what was taken in of it last;
//  2. rows at fault are listed with their row, their column and the reason; the others can be taken all the same;
//  3. a file that is no table is refused whole, with a sentence.

// isCSV says whether a file is a table as text.
func isCSV(path string) bool { return strings.EqualFold(filepath.Ext(path), ".csv") }

// arrive reads a table and holds it against the notebook; nothing is written. intake.ErrNoTable says that the file is to
// be looked at as an edited report.
func (h *homeReview) arrive(ctx context.Context, d *desk, step func(done, total int)) error {
	f, err := openRegular(h.path)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	t, err := intake.ReadTable(ctx, f, info.Size(), isCSV(h.path), nil)
	if err != nil {
		return err
	}
	h.file = t.File
	h.table, err = intake.Arrive(ctx, t, nil, &intake.Desk{Language: d.words.Language(), Known: knownHere(d.book), Code: export.CodeOf(), Name: d.book.RowID,
		History: d.book.HistoryIfHere, Progress: step})
	return err
}

// knownHere is what the notebook knows, and the regions of the country.
func knownHere(b *notebook.Notebook) model.Known {
	known := b.Known()
	known.Region = func(code string) bool { _, ok := regionOf(code); return ok }
	return known
}

// tableRefusal says why a table is not taken; "" where it is not for a reason of its own.
func tableRefusal(k parts.Look, name string, err error) string {
	if errors.Is(err, intake.ErrColumns) {
		return k.T("coalition_screen.table_columns", "where", fileName(name))
	}
	for _, bad := range []error{intake.ErrTable, errEmptyFile, errFolder, os.ErrInvalid} {
		if errors.Is(err, bad) {
			return k.T("coalition_screen.table_refused", "where", fileName(name))
		}
	}
	return ""
}

// listTable makes the lines of the lists.
func (h *homeReview) listTable(k parts.Look, d *desk) map[homeTab][]homeRow {
	a, t, lines := h.table, d.teller(model.KindObservation), map[homeTab][]homeRow{}
	add := func(tab homeTab, row homeRow) { lines[tab] = append(lines[tab], row) }
	number := func(row int) string { return k.T("coalition_screen.table_row", "row", row) }
	for _, x := range a.New {
		line := headlineOf(k, d.book, x.Next.ID, x.Next)
		day := k.Words.ShortDate(string(x.Next.Date.From), string(x.Next.Date.To), string(x.Next.Date.Precision))
		add(homeNew, homeRow{id: x.Next.ID, ref: number(x.Row), field: nounOf(k.Words, model.KindObservation),
			was: strings.Join(filled(day, regionName(k.Words, x.Next.Region)), " · "), wasWay: k.Base(), now: line.title, toWay: line.base})
	}
	for _, x := range a.Changed {
		for _, name := range model.FieldNames(model.KindObservation) {
			was, now := model.FieldValue(x.Seen.Record, name), model.FieldValue(x.Next, name)
			languages := differing([]any{was, now})
			row := homeRow{id: x.Next.ID, ref: shortRef(d.book.Ref(x.Next.ID)), field: t.field(k, name)}
			row.was, row.wasWay = t.value(name, was, languages)
			row.now, row.toWay = t.value(name, now, languages)
			if row.was != row.now {
				add(homeChanges, row)
			}
		}
	}
	for _, x := range a.Refused {
		field := t.field(k, baseOf(x.Field))
		if x.Field == "row" || x.Field == "id" {
			field = ""
		}
		add(homeRefused, homeRow{ref: number(x.Row), field: bidi.Isolate(x.Head), was: field, wasWay: k.Base(), now: k.T("faults." + string(x.Rule)), toWay: k.Base(), amber: true})
	}
	return lines
}

// tableFigures say what the table would bring, with what is to be known of it.
func (h *homeReview) tableFigures(k parts.Look, figure func(n int, key string, t parts.Tone) parts.Figure, tone func(n int) parts.Tone) []parts.Figure {
	a := h.table
	return []parts.Figure{figure(len(a.New), "home_drafts", parts.Calm), figure(len(a.Changed), "home_changed", parts.Calm),
		figure(a.Same, "table_same", parts.Calm), figure(a.RowsRefused(), "table_rows_refused", tone(a.RowsRefused()))}
}

// mostStrays is how many columns are named of which nothing is read.
const mostStrays = 12

// tableNotices say what of the table is not read.
func (h *homeReview) tableNotices(k parts.Look) (out []string) {
	if n := len(h.table.Strays); n > 0 {
		names := make([]string, min(n, mostStrays))
		for i := range names {
			names[i] = bidi.Isolate(shorten(h.table.Strays[i]))
		}
		out = append(out, k.T("coalition_screen.table_strays", "n", n, "columns", k.Words.List(names)))
	}
	if h.table.Nameless {
		out = append(out, k.T("ctl.table_nameless"))
	}
	return out
}

// tableChanges are those of the ticked lines.
func (h *homeReview) tableChanges() []notebook.Change {
	var out []notebook.Change
	for _, x := range h.table.Drafts() {
		if !h.left[x.Next.ID] {
			out = append(out, notebook.Change{Seen: x.Seen, Next: x.Next, Reason: intake.Reason})
		}
	}
	return out
}

// tableOutcomes counts the ticked lines as a merge is counted.
func (h *homeReview) tableOutcomes() map[model.Outcome]int {
	count := map[model.Outcome]int{model.MergedSame: h.table.Same}
	for _, x := range h.table.Drafts() {
		switch {
		case h.left[x.Next.ID]:
		case x.Seen.Record == nil:
			count[model.MergedNew]++
		default:
			count[model.MergedJoined]++
		}
	}
	return count
}
