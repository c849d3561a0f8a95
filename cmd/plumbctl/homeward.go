package main

import (
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"plumbline/export"
	"plumbline/model"
	"plumbline/model/intake"
	"plumbline/model/notebook"
)

// isWorkbook says whether a file is taken in as a report that comes home.
func isWorkbook(path string) bool { return strings.EqualFold(filepath.Ext(path), ".xlsx") }

// homeFaults says, for every reason to refuse a workbook whole, the key of its
// line.
var homeFaults = []struct {
	err error
	key string
}{
	{model.ErrNotReport, "not_report"},
	{model.ErrReportNewer, "newer"},
	{model.ErrReportMark, "mark"},
	{model.ErrReportPlan, "plan"},
	{model.ErrReportElsewhere, "elsewhere"},
	{model.ErrReportLarge, "large"},
	{intake.ErrNotWorkbook, "not_workbook"},
	{intake.ErrProtected, "protected"},
	{intake.ErrTooLarge, "too_large"},
	{intake.ErrDamaged, "damaged"},
}

// homeReason names, for scripts, why a workbook was refused whole; "" for another
// failure.
func homeReason(err error) string {
	if errors.Is(err, model.ErrReportForged) {
		return "forged"
	}
	for _, x := range homeFaults {
		if errors.Is(err, x.err) {
			return x.key
		}
	}
	return ""
}

// home holds a workbook against the notebook; nothing is written. A workbook that
// is refused whole fails with exit code 6, and the reason for scripts.
func (c *ctl) home(n *notebook.Notebook, path string) (r *model.Returned, reason string, err error) {
	r, err = c.compared(n, path)
	reason = homeReason(err)
	if errors.Is(err, model.ErrReportForged) {
		var rows []string
		for _, x := range r.Refused {
			if x.Why.Hostile() && len(rows) < 10 {
				rows = append(rows, strconv.Itoa(x.Row))
			}
		}
		return nil, reason, c.fail(exitRefused, "ctl.home_forged", "where", shown(path), "rows", strings.Join(rows, ", "))
	}
	if reason != "" {
		return nil, reason, c.fail(exitRefused, "ctl.home_"+reason, "where", shown(path), "reason", shown(err.Error()))
	}
	return r, "", c.at(path, err)
}

func (c *ctl) compared(n *notebook.Notebook, path string) (*model.Returned, error) {
	f, size, err := c.regular(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	b, err := intake.Open(f, size)
	if err != nil {
		return nil, err
	}
	book, err := b.Report(c.ctx)
	if err != nil {
		return nil, err
	}
	sum := n.Digest()
	known := n.Known()
	known.Region = isRegion
	show, end := c.progress("ctl.holding")
	defer end()
	return export.Home(c.ctx, book, export.Here{Progress: show, Plan: n.Plan(), Records: n.Records, History: n.History, Known: known,
		Digest: hex.EncodeToString(sum[:]), Name: n.RowID})
}

// takeHome writes the changes and the drafts, all in one transaction. What others
// wrote meanwhile is joined or disputed.
func (c *ctl) takeHome(n *notebook.Notebook, path string, r *model.Returned) error {
	var changes []notebook.Change
	for _, x := range r.Records {
		changes = append(changes, notebook.Change{Seen: x.Seen, Next: x.Next})
	}
	for _, x := range r.Drafts {
		changes = append(changes, notebook.Change{Next: x.Record})
	}
	if len(changes) == 0 {
		return nil
	}
	_, err := n.TakeHome(c.ctx, changes, notebook.Homecoming{File: r.File, Name: filepath.Base(path), Drawn: r.Mark.Today, Count: outcomes(r)}, notebook.Steps{})
	return err
}

// homeward takes a workbook in, or with preview only says what it would bring,
// and says it. Refused cells and rows that are gone leave work to do: exit code 7.
func (c *ctl) homeward(n *notebook.Notebook, path string, preview bool) error {
	r, _, err := c.home(n, path)
	if err != nil {
		return err
	}
	if !preview {
		if err := c.takeHome(n, path, r); err != nil {
			return c.at(path, err)
		}
	}
	if c.json {
		err = c.print(cameHomeJSON(path, r))
	} else {
		err = c.tellHome(path, r)
	}
	if err != nil || preview {
		return err
	}
	return c.lookHome(path, r)
}

// lookHome is the failure that says what of a workbook is left to look at; nil
// when nothing is.
func (c *ctl) lookHome(path string, r *model.Returned) error {
	if gone := len(r.Gone) + r.GoneMore; r.Refusals+r.Disputed()+gone > 0 {
		return c.fail(exitLook, "ctl.home_look", "where", shown(path), "refused", r.Refusals, "disputed", r.Disputed(), "gone", gone)
	}
	return nil
}

// outcomes counts a workbook as a parcel is counted.
func outcomes(r *model.Returned) map[model.Outcome]int {
	return map[model.Outcome]int{model.MergedNew: len(r.Drafts), model.MergedSame: r.Unchanged + r.Already + r.Older,
		model.MergedJoined: len(r.Records) - r.Disputed(), model.MergedDisputed: r.Disputed(), model.MergedRefused: r.Refusals}
}

// tellHome prints the diff, record by record and field by field.
func (c *ctl) tellHome(path string, r *model.Returned) error {
	var b strings.Builder
	line := func(key string, args ...any) { fmt.Fprintln(&b, c.words.T(key, args...)) }
	row := func(sheet string, row int) string {
		return c.words.T("ctl.home_row", "sheet", shown(sheet), "row", row)
	}
	for _, x := range r.Records {
		for _, f := range x.Changes {
			fmt.Fprintf(&b, "%s %s · %s\n", row(f.Sheet, f.Row), c.words.Isolate(f.Ref), c.words.Isolate(shown(f.Head)))
			now := briefly(f.Now)
			if f.Cleared {
				now = "(" + c.words.T("ctl.home_emptied") + ")"
			}
			fmt.Fprintf(&b, "  - %s\n  + %s\n", briefly(f.Was), now)
			if f.Disputed {
				line("ctl.home_disputed")
			}
		}
	}
	for _, x := range r.Drafts {
		fmt.Fprintf(&b, "%s %s\n", row(x.Sheet, x.Row), c.words.T("ctl.home_draft"))
	}
	for _, x := range r.Refused {
		at := row(x.Sheet, x.Row)
		if x.Head != "" {
			at += " " + c.words.Isolate(shown(x.Head)) + ":"
		}
		fmt.Fprintf(&b, "%s %s\n", at, c.whyRefused(x))
	}
	for _, g := range r.Gone {
		line("ctl.home_gone", "ref", g.Ref, "json", withdrawing(g))
	}
	for _, count := range []struct {
		key, name string
		n         int
	}{{"gone_more", "rows", r.GoneMore}, {"unclear", "cells", r.Unclear}, {"older", "rows", r.Older}, {"more", "rows", r.Refusals - len(r.Refused)}} {
		if count.n > 0 {
			line("ctl.home_"+count.key, count.name, count.n)
		}
	}
	for _, list := range []struct {
		key, name string
		heads     []string
	}{{"sheet_gone", "sheet", r.Sheets}, {"column_gone", "column", r.Columns}, {"stray", "column", r.Strays}} {
		for _, head := range list.heads {
			line("ctl.home_"+list.key, list.name, shown(head))
		}
	}
	line("ctl.home_sum", "where", shown(path), "records", len(r.Records), "disputed", r.Disputed(), "drafts", len(r.Drafts), "same", r.Unchanged,
		"already", r.Already, "refused", r.Refusals)
	_, err := fmt.Fprint(c.out, b.String())
	return err
}

// whyRefused says why a cell or a row is not taken.
func (c *ctl) whyRefused(x model.ReturnedRefusal) string {
	if x.Rule != "" {
		return c.words.T("ctl.rule_" + string(x.Rule))
	}
	return c.words.T("returned." + string(x.Why))
}

// withdrawing is what record is given to withdraw the record of a row that is
// gone.
func withdrawing(g model.ReturnedGone) string {
	b, _ := json.Marshal(map[string]any{"ref": g.Ref, "withdrawn": true})
	return string(b)
}

// briefly puts words on one line and cuts them where they are long.
func briefly(s string) string {
	r := []rune(shown(s))
	if len(r) > 200 {
		return string(r[:200]) + " …"
	}
	return string(r)
}

// homeJSON is a workbook that came home as JSON.
type homeJSON struct {
	File     string            `json:"file"`
	New      int               `json:"new"`
	Same     int               `json:"same"`
	Joined   int               `json:"joined"`
	Disputed int               `json:"disputed"`
	Refused  int               `json:"refused"`
	Changes  []homeChangeJSON  `json:"changes"`
	Drafts   []homePlaceJSON   `json:"drafts"`
	Gone     []string          `json:"gone"`
	GoneMore int               `json:"gone_more"`
	Refusals []homeRefusalJSON `json:"refusals"`
	Unclear  int               `json:"unclear"`
	Sheets   []string          `json:"sheets_gone"`
	Columns  []string          `json:"columns_gone"`
	Strays   []string          `json:"columns_strange"`
}

type homePlaceJSON struct {
	Sheet string `json:"sheet"`
	Row   int    `json:"row"`
}

type homeChangeJSON struct {
	homePlaceJSON
	Ref      string     `json:"ref"`
	ID       model.ID   `json:"id"`
	Kind     model.Kind `json:"kind"`
	Field    string     `json:"field"`
	Was      string     `json:"was"`
	Now      string     `json:"now"`
	Disputed bool       `json:"disputed"`
}

type homeRefusalJSON struct {
	homePlaceJSON
	Ref    string             `json:"ref,omitempty"`
	Column string             `json:"column,omitempty"`
	Why    model.ReturnReason `json:"why"`
	Rule   model.Rule         `json:"rule,omitempty"`
}

func cameHomeJSON(path string, r *model.Returned) homeJSON {
	count := outcomes(r)
	j := homeJSON{File: path, New: count[model.MergedNew], Same: count[model.MergedSame], Joined: count[model.MergedJoined],
		Disputed: count[model.MergedDisputed], Refused: count[model.MergedRefused], GoneMore: r.GoneMore, Unclear: r.Unclear,
		Changes: []homeChangeJSON{}, Drafts: []homePlaceJSON{}, Gone: []string{}, Refusals: []homeRefusalJSON{},
		Sheets: slices.Concat([]string{}, r.Sheets), Columns: slices.Concat([]string{}, r.Columns), Strays: slices.Concat([]string{}, r.Strays)}
	for _, x := range r.Changes() {
		j.Changes = append(j.Changes, homeChangeJSON{homePlaceJSON{x.Sheet, x.Row}, x.Ref, x.Record, x.Kind, x.Field, x.Was, x.Now, x.Disputed})
	}
	for _, x := range r.Drafts {
		j.Drafts = append(j.Drafts, homePlaceJSON{x.Sheet, x.Row})
	}
	for _, x := range r.Gone {
		j.Gone = append(j.Gone, x.Ref)
	}
	for _, x := range r.Refused {
		j.Refusals = append(j.Refusals, homeRefusalJSON{homePlaceJSON{x.Sheet, x.Row}, x.Ref, x.Head, x.Why, x.Rule})
	}
	return j
}
