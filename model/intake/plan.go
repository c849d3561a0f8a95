package intake

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// A plan as a workbook has the sheets plan, areas, commitments and bodies, each
// with the names of its columns in the first row (in any order; those marked *
// are needed) and one thing a row. Texts have a column a language, named as in
// XLSForm: title::en or «title::English (en)». Lists are separated by commas,
// treaties by semicolons: «CAT 1, 2, 4; ICCPR 7».
//
//	plan         code* country title* caution act_kind act_number act_date
//	             act_signed_by oversight_body reporting_by reporting_to
//	             reporting_cycle reporting_due version
//	areas        code* order title* treaty_articles sdg_targets source note
//	commitments  code* area origin* title* official_text certainty deadline
//	             lead_bodies linked_areas treaty_articles sdg_targets source note
//	bodies       code* name* role
//
// Other sheets are passed over; other columns are a fault, so that nothing
// written is lost in silence.
var planSheets = map[string]map[string]columnKind{
	"plan": {"code": word, "country": word, "title": text, "caution": text, "act_kind": word, "act_number": word, "act_date": word,
		"act_signed_by": word, "oversight_body": word, "reporting_by": word, "reporting_to": word, "reporting_cycle": word,
		"reporting_due": word, "version": word},
	"areas": {"code": word, "order": word, "title": text, "treaty_articles": treaties, "sdg_targets": list, "source": list, "note": word},
	"commitments": {"code": word, "area": word, "origin": word, "title": text, "official_text": text, "certainty": word, "deadline": word,
		"lead_bodies": list, "linked_areas": list, "treaty_articles": treaties, "sdg_targets": list, "source": list, "note": word},
	"bodies": {"code": word, "name": text, "role": word},
}

type columnKind int

const (
	word columnKind = iota
	text
	list
	treaties
)

// maxPlanRows is how many rows a sheet of a plan may have.
const maxPlanRows = 20_000

// TableFault is one thing wrong with one cell of a table. It never holds the cell's
// content.
type TableFault struct {
	Sheet  string
	Row    int // 1 is the first; 0 for the sheet itself
	Column string
	Why    string // in English
}

// Error names sheet, row and column.
func (f TableFault) Error() string {
	s := f.Sheet
	if f.Row > 0 {
		s += fmt.Sprintf(", row %d", f.Row)
	}
	if f.Column != "" {
		s += ", " + f.Column
	}
	return s + ": " + f.Why
}

// PlanFile turns a plan's workbook into a plan file (JSON, schema plan/1) for
// model.ReadPlan. The error joins every TableFault.
func PlanFile(ctx context.Context, b *Book) ([]byte, error) {
	tables := map[string][]map[string]any{}
	var faults []error
	for _, s := range b.Sheets() {
		name := strings.ToLower(strings.TrimSpace(s.Name))
		if planSheets[name] == nil {
			continue
		}
		rows, err := readTable(ctx, b, s, planSheets[name])
		if err != nil {
			faults = append(faults, err)
		}
		tables[name] = rows
	}
	for _, name := range []string{"plan", "areas", "commitments"} {
		if _, ok := tables[name]; !ok {
			faults = append(faults, TableFault{Sheet: name, Why: "the workbook has no such sheet"})
		}
	}
	if len(faults) == 0 && len(tables["plan"]) != 1 {
		faults = append(faults, TableFault{Sheet: "plan", Why: "needs exactly one row below its column names"})
	}
	if len(faults) > 0 {
		return nil, errors.Join(faults...)
	}
	return json.Marshal(assemble(tables))
}

// readTable reads a sheet of named columns. All faults are given at once.
func readTable(ctx context.Context, b *Book, s Sheet, kinds map[string]columnKind) (rows []map[string]any, err error) {
	var heads map[int]head
	var faults []error
	read := b.Rows(ctx, s, func(r Row) error {
		if heads == nil {
			heads, faults = readHeads(s.Name, r, kinds)
			return nil
		}
		if len(rows) >= maxPlanRows {
			return tooLarge(s.part, "more rows than a plan has")
		}
		row := map[string]any{}
		for _, c := range r.Cells {
			h, ok := heads[c.Col]
			if !ok {
				faults = append(faults, TableFault{s.Name, r.Number, fmt.Sprintf("column %d", c.Col+1), "has no column name above it"})
				continue
			}
			if c.Kind == Fault {
				faults = append(faults, TableFault{s.Name, r.Number, h.name, "holds an error of the spreadsheet"})
				continue
			}
			h.put(row, strings.TrimSpace(c.Value))
		}
		if len(row) > 0 {
			rows = append(rows, row)
		}
		return nil
	})
	if read != nil {
		return nil, fmt.Errorf("%s: %w", s.Name, read)
	}
	return rows, errors.Join(faults...)
}

// head is one named column.
type head struct {
	name, language string
	kind           columnKind
}

func readHeads(sheet string, r Row, kinds map[string]columnKind) (map[int]head, []error) {
	heads := map[int]head{}
	var faults []error
	var seen []string
	for _, c := range r.Cells {
		name, language, _ := strings.Cut(strings.TrimSpace(c.Value), "::")
		name = strings.ToLower(strings.TrimSpace(name))
		if i := strings.LastIndexByte(language, '('); i >= 0 {
			language = strings.TrimSuffix(language[i+1:], ")")
		}
		language = strings.ToLower(strings.TrimSpace(language))
		kind, known := kinds[name]
		switch {
		case !known:
			faults = append(faults, TableFault{sheet, r.Number, fmt.Sprintf("column %d", c.Col+1), "is no column of this sheet"})
		case kind == text && language == "":
			faults = append(faults, TableFault{sheet, r.Number, name, "needs its language: " + name + "::en"})
		case kind != text && language != "":
			faults = append(faults, TableFault{sheet, r.Number, name, "has no languages"})
		case slices.Contains(seen, name+"::"+language):
			faults = append(faults, TableFault{sheet, r.Number, name, "stands twice"})
		}
		seen = append(seen, name+"::"+language)
		heads[c.Col] = head{name, language, kind}
	}
	return heads, faults
}

// put sets one cell's value in a row.
func (h head) put(row map[string]any, s string) {
	if s == "" {
		return
	}
	switch h.kind {
	case word:
		row[h.name] = s
	case list:
		row[h.name] = items(s)
	case treaties:
		row[h.name] = treatyArticles(s)
	case text:
		t, _ := row[h.name].(map[string]string)
		if t == nil {
			t = map[string]string{}
			row[h.name] = t
		}
		t[h.language] = s
	}
}

func items(s string) (out []string) {
	for _, x := range strings.FieldsFunc(s, func(r rune) bool { return r == ',' || r == '،' || r == '\n' }) {
		if x = strings.TrimSpace(x); x != "" {
			out = append(out, x)
		}
	}
	return out
}

// treatyArticles reads «CAT 1, 2; ICCPR 7».
func treatyArticles(s string) (out []map[string]any) {
	for _, part := range strings.FieldsFunc(s, func(r rune) bool { return r == ';' || r == '؛' || r == '\n' }) {
		treaty, articles, _ := strings.Cut(strings.TrimSpace(part), " ")
		if treaty != "" {
			out = append(out, map[string]any{"treaty": treaty, "articles": items(articles)})
		}
	}
	return out
}

// assemble builds the plan file from its tables.
func assemble(tables map[string][]map[string]any) map[string]any {
	p := tables["plan"][0]
	act := map[string]any{"kind": p["act_kind"], "number": p["act_number"], "date": p["act_date"], "signed_by": p["act_signed_by"]}
	plan := map[string]any{"schema": "plan/1", "code": p["code"], "country": p["country"], "title": p["title"], "version": p["version"],
		"act": act, "oversight": map[string]any{"body": p["oversight_body"]}, "bodies": tables["bodies"],
		"reporting": map[string]any{"by": p["reporting_by"], "to": p["reporting_to"], "cycle": p["reporting_cycle"],
			"due": map[string]any{"month_day": p["reporting_due"]}}}
	if p["caution"] != nil {
		plan["caution"] = p["caution"]
	}
	var areas, outside []map[string]any
	byCode := map[string]map[string]any{}
	for i, a := range tables["areas"] {
		a["order"] = cmp.Or(number(a["order"]), i+1)
		byCode[str(a["code"])] = a
		areas = append(areas, a)
	}
	for _, c := range tables["commitments"] {
		c["level"] = c["origin"]
		delete(c, "origin")
		var lead []map[string]any
		bodies, _ := c["lead_bodies"].([]string)
		for _, b := range bodies {
			lead = append(lead, map[string]any{"body": b})
		}
		c["responsible"] = lead
		if a := byCode[str(c["area"])]; a != nil {
			in, _ := a["commitments"].([]map[string]any)
			a["commitments"] = append(in, c)
			continue
		}
		if c["area"] != nil { // an area that is not there: ReadPlan names it
			c["linked_areas"] = []string{str(c["area"])}
		}
		outside = append(outside, c)
	}
	plan["areas"], plan["other_undertakings"] = areas, outside
	return plan
}

func str(v any) string {
	s, _ := v.(string)
	return s
}

func number(v any) int {
	n := 0
	for _, r := range str(v) {
		if r < '0' || r > '9' || n > 1e6 {
			return 0
		}
		n = n*10 + int(r-'0')
	}
	return n
}
