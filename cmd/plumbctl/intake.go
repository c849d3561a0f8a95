package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"plumbline/export"
	"plumbline/model"
	"plumbline/model/intake"
	"plumbline/model/notebook"
)

func (c *ctl) intakeVerb() *cobra.Command {
	var preview bool
	var mapping string
	verb := c.verb("intake FILE", cobra.ExactArgs(1), func(_ *cobra.Command, args []string) error {
		open := c.writing
		if preview {
			open = c.reading
		}
		return open(func(n *notebook.Notebook) error { return c.intake(n, args[0], mapping, preview) })
	})
	verb.Flags().BoolVar(&preview, "preview", true, c.flag("intake_preview"))
	verb.Flags().StringVar(&mapping, "map", "", c.flag("map"))
	return verb
}

// intake takes in a table from outside: an edited report as merge does, a CSV file,
// or what ODK and Kobo exported. A workbook without a report's hidden sheet is a
// table only when it has their columns or a mapping says so: a report that lost its
// hidden sheet must not become drafts.
func (c *ctl) intake(n *notebook.Notebook, path, mapping string, preview bool) error {
	m, err := c.mapping(mapping)
	if err != nil {
		return err
	}
	isCSV := strings.EqualFold(filepath.Ext(path), ".csv")
	if !isCSV && !isWorkbook(path) {
		return c.fail(exitRefused, "ctl.table_which", "where", shown(path))
	}
	t, err := c.table(path, isCSV, m)
	switch {
	case errors.Is(err, intake.ErrNoTable):
		return c.homeward(n, path, preview)
	case err != nil:
		return c.badTable(path, err)
	}
	return c.arrive(n, path, t, m, preview)
}

// mapping reads what a mapping says; nil without one.
func (c *ctl) mapping(path string) (*intake.Mapping, error) {
	if path == "" {
		return nil, nil
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, c.at(path, err)
	}
	defer f.Close()
	m, err := intake.ReadMapping(f)
	if errors.Is(err, intake.ErrMapping) {
		return nil, c.fail(exitRefused, "ctl.table_mapping", "where", shown(path), "reason", shown(err.Error()))
	}
	return m, c.at(path, err)
}

// table reads a file as a table.
func (c *ctl) table(path string, isCSV bool, m *intake.Mapping) (*intake.Table, error) {
	f, size, err := c.regular(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return intake.ReadTable(c.ctx, f, size, isCSV, m)
}

// regular opens a file that is to be read at any place; what is no file is refused.
func (c *ctl) regular(path string) (*os.File, int64, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, 0, err
	}
	info, err := f.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = c.fail(exitFailed, "ctl.not_a_file", "where", shown(path))
	}
	if err != nil {
		f.Close()
		return nil, 0, err
	}
	return f, info.Size(), nil
}

// badTable says why a file is no table that can be read.
func (c *ctl) badTable(path string, err error) error {
	for _, bad := range []error{intake.ErrTable, intake.ErrTooLarge, intake.ErrDamaged} {
		if errors.Is(err, bad) {
			return c.fail(exitRefused, "ctl.table_refused", "where", shown(path), "reason", shown(err.Error()))
		}
	}
	return c.at(path, err)
}

// arrive holds a table against the notebook, takes it in unless it is only looked
// at, and says what it brings.
func (c *ctl) arrive(n *notebook.Notebook, path string, t *intake.Table, m *intake.Mapping, preview bool) error {
	known := n.Known()
	known.Region = isRegion
	show, end := c.progress("ctl.holding")
	a, err := intake.Arrive(c.ctx, t, m, &intake.Desk{Language: c.words.Language(), Known: known, Code: export.CodeOf(), Name: n.RowID, Progress: show,
		History: n.HistoryIfHere})
	end()
	if err != nil {
		return c.badTable(path, err)
	}
	if !preview {
		if err := c.takeTable(n, path, t, a); err != nil {
			return c.at(path, err)
		}
	}
	if err := c.tellTable(path, a, preview); err != nil {
		return err
	}
	if len(a.Refused) > 0 && !preview {
		return c.fail(exitLook, "ctl.table_look", "where", shown(path), "n", a.RowsRefused())
	}
	return nil
}

// takeTable writes the drafts and the changes, all in one transaction.
func (c *ctl) takeTable(n *notebook.Notebook, path string, t *intake.Table, a *intake.Arrival) error {
	var changes []notebook.Change
	for _, x := range a.Drafts() {
		changes = append(changes, notebook.Change{Seen: x.Seen, Next: x.Next, Reason: intake.Reason})
	}
	if len(changes) == 0 {
		return nil
	}
	_, err := n.TakeHome(c.ctx, changes, notebook.Homecoming{File: t.File, Name: filepath.Base(path),
		Count: map[model.Outcome]int{model.MergedNew: len(a.New), model.MergedJoined: len(a.Changed), model.MergedSame: a.Same}}, notebook.Steps{})
	return err
}

// tableJSON is a table that came in as JSON.
type tableJSON struct {
	File     string          `json:"file"`
	New      int             `json:"new"`
	Changed  int             `json:"changed"`
	Same     int             `json:"same"`
	Refused  int             `json:"refused"`
	Preview  bool            `json:"preview"`
	Nameless bool            `json:"without_identity"`
	Strays   []string        `json:"columns_strange"`
	Refusals []tableFaultRow `json:"refusals"`
}

type tableFaultRow struct {
	Row    int        `json:"row"`
	Column string     `json:"column,omitempty"`
	Field  string     `json:"field"`
	Rule   model.Rule `json:"rule"`
}

// mostTold is how many refused cells are told one by one.
const mostTold = 200

// tellTable says what a table brings, or brought.
func (c *ctl) tellTable(path string, a *intake.Arrival, preview bool) error {
	if c.json {
		j := tableJSON{File: path, New: len(a.New), Changed: len(a.Changed), Same: a.Same, Refused: a.RowsRefused(), Preview: preview, Nameless: a.Nameless,
			Strays: append([]string{}, a.Strays...), Refusals: []tableFaultRow{}}
		for _, x := range a.Refused {
			j.Refusals = append(j.Refusals, tableFaultRow{x.Row, x.Head, x.Field, x.Rule})
		}
		return c.print(j)
	}
	var b strings.Builder
	line := func(key string, args ...any) { fmt.Fprintln(&b, c.words.T(key, args...)) }
	for i, x := range a.Refused {
		if i == mostTold {
			line("ctl.home_more", "rows", len(a.Refused)-i)
			break
		}
		at := c.words.T("ctl.table_row", "where", shown(filepath.Base(path)), "row", x.Row)
		if x.Head != "" {
			at += ", " + c.words.Isolate(shown(x.Head))
		}
		fmt.Fprintf(&b, "%s: %s\n", at, c.faultWord(x.Fault))
	}
	for _, head := range a.Strays {
		line("ctl.table_stray", "column", shown(head))
	}
	if a.Nameless {
		line("ctl.table_nameless")
	}
	line("ctl.table_sum", "where", shown(path), "new", len(a.New), "changed", len(a.Changed), "same", a.Same, "refused", a.RowsRefused())
	if preview && len(a.New)+len(a.Changed) > 0 {
		line("ctl.table_preview")
	}
	_, err := fmt.Fprint(c.out, b.String())
	return err
}
