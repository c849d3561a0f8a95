package intake

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"plumbline/model"
)

// How the rows of a table become drafts of observations:
//
//  1. a submission's identity gives the id of its record: read twice, it changes
//     nothing. Without a column for it the whole row is its identity, and a row
//     that was changed is a new one;
//  2. a row that says what was taken in of it before is the same, whatever became
//     of the record since;
//  3. a row that says something else is an edit of what was taken in last: what
//     people changed meanwhile is joined with it, or disputed;
//  4. a row with a fault is refused, with its line and field; the others are not.

// Reason is the reason of every revision that a table brought, in no language: by
// it a later reading finds what it brought before.
const Reason = "← CSV / ODK"

// Desk is what a table is held against.
type Desk struct {
	Language string                                         // of words whose language nothing tells
	Known    model.Known                                    //
	Code     func(list, word string) (code string, ok bool) // of a code or a label
	Name     func(said string) model.ID                     // the same for the same words
	History  func(model.ID) ([]model.Revision, error)       // nil and no error for a record that is not here
	Progress func(done, total int)                          // may be nil
}

// Arrival is what a table would bring.
type Arrival struct {
	New, Changed []Draft
	Same         int
	Refused      []RowFault
	Strays       []string // columns that nothing is read of
	Nameless     bool     // no column names the submissions
}

// Draft is a row that becomes a record, or changes one.
type Draft struct {
	Row  int
	Seen model.View // the zero view for a new one
	Next *model.Observation
}

// RowFault is what is wrong in a row.
type RowFault struct {
	Row  int
	Head string // of the column; empty where several give the field, or none
	model.Fault
}

// given is a column of which something is read.
type given struct {
	at   int
	head string
	target
}

// reading is one table on its way.
type reading struct {
	t       *Table
	m       *Mapping
	desk    *Desk
	columns []given
	out     *Arrival
	seen    map[string]int // identities, and how often a nameless row stood there
}

// Arrive holds a table against a notebook; nothing is written. The error is
// ErrTable, and ErrColumns when no column is known, or that of the desk or of ctx.
func Arrive(ctx context.Context, t *Table, m *Mapping, desk *Desk) (*Arrival, error) {
	if m == nil {
		m = &Mapping{}
	}
	r := &reading{t: t, m: m, desk: desk, out: &Arrival{Nameless: true}, seen: map[string]int{}}
	if err := r.find(); err != nil {
		return nil, err
	}
	for i := range t.Rows {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if err := r.row(&t.Rows[i]); err != nil {
			return nil, err
		}
		if desk.Progress != nil && i%100 == 99 {
			desk.Progress(i+1, len(t.Rows))
		}
	}
	return r.out, nil
}

// find says what is read of which column.
func (r *reading) find() error {
	identity := len(identities)
	for i, head := range r.t.Heads {
		t, ok, known := r.m.find(head)
		if !ok {
			if !known {
				r.out.Strays = append(r.out.Strays, head)
			}
			continue
		}
		c := given{i, head, t}
		if t.field != fieldID {
			if slices.ContainsFunc(r.columns, func(x given) bool { return x.target == t }) {
				return fmt.Errorf("%w: two columns give the field %s", ErrTable, t.field)
			}
			r.columns = append(r.columns, c)
			continue
		}
		rank := slices.Index(identities, head)
		if _, said := r.m.Columns[head]; said {
			rank = -1
		}
		if rank < identity { // the surest one counts
			r.columns = slices.DeleteFunc(r.columns, func(x given) bool { return x.field == fieldID })
			r.columns, identity, r.out.Nameless = append(r.columns, c), rank, false
		}
	}
	if !slices.ContainsFunc(r.columns, func(c given) bool { return c.field != fieldID }) {
		return fmt.Errorf("%w: %w; say in a mapping what they are", ErrTable, ErrColumns)
	}
	return nil
}

// HasIdentities says whether a column that ODK or Kobo made names the submissions.
func (t *Table) HasIdentities() bool {
	return slices.ContainsFunc(t.Heads, func(head string) bool { return slices.Contains(identities, head) })
}

// headOf names the column that gives a field; empty where several do, or none.
func (r *reading) headOf(field string) string {
	head := ""
	name, _, _ := strings.Cut(field, "[")
	for _, c := range r.columns {
		if c.field == name || strings.HasPrefix(name, c.field+".") && (c.language == "" || strings.HasSuffix(name, "."+c.language)) {
			if head != "" {
				return ""
			}
			head = c.head
		}
	}
	return head
}

// more adds the faults of fields in which none was found yet.
func (r *reading) more(found []RowFault, row int, faults model.Faults) []RowFault {
	had := len(found)
	for _, f := range faults {
		top := func(field string) string {
			return strings.FieldsFunc(field, func(c rune) bool { return c == '.' || c == '[' })[0]
		}
		if !slices.ContainsFunc(found[:had], func(x RowFault) bool { return top(x.Field) == top(f.Field) }) {
			found = append(found, RowFault{row, r.headOf(f.Field), f})
		}
	}
	return found
}

func (r *reading) row(row *TableRow) error {
	in, said, faults := r.fields(row)
	if row.Extra {
		faults = append(faults, RowFault{row.Number, "", model.Fault{Field: "row", Rule: model.RuleTooMany}})
	}
	name := said
	if name == "" {
		b, err := json.Marshal(in.Fields)
		if err != nil {
			return fmt.Errorf("name a row: %w", err)
		}
		name = "whole\x00" + string(b)
	}
	r.seen[name]++
	switch n := r.seen[name]; {
	case n > 1 && said != "":
		faults = append(faults, RowFault{row.Number, r.headOf(fieldID), model.Fault{Field: fieldID, Rule: model.RuleTwice}})
	case n > 1:
		name += "\x00" + strconv.Itoa(n)
	}
	next := &model.Observation{}
	faults = r.more(faults, row.Number, in.Apply(next, nil))
	next.Review = model.Draft
	wrong, _ := next.Check(r.desk.Known).(model.Faults)
	if faults = r.more(faults, row.Number, wrong); len(faults) > 0 {
		r.out.Refused = append(r.out.Refused, faults...)
		return nil
	}
	return r.compare(row, r.desk.Name("table\x00"+name), in, next)
}

// compare says what a sound row is to the notebook.
func (r *reading) compare(row *TableRow, id model.ID, in model.In, next *model.Observation) error {
	history, err := r.desk.History(id)
	if err != nil {
		return fmt.Errorf("hold a table against the notebook: %w", err)
	}
	if len(history) == 0 {
		next.ID = id
		r.out.New = append(r.out.New, Draft{Row: row.Number, Next: next})
		return nil
	}
	var last *model.Revision
	for i := range history {
		x := &history[i]
		if x.Reason != Reason && len(x.Parents) > 0 {
			continue
		}
		same, err := says(history, x, in)
		if err != nil {
			return err
		}
		if same {
			r.out.Same++
			return nil
		}
		if last == nil || x.At > last.At {
			last = x
		}
	}
	if last == nil {
		r.out.Same++ // its beginning was redacted: nothing of it comes back
		return nil
	}
	part, _ := model.History(history).Until(last.ID)
	seen, copied := model.Join(part), model.Join(part)
	o, ok := copied.Record.(*model.Observation)
	if !ok || seen.Broken {
		r.out.Same++
		return nil
	}
	faults := r.more(nil, row.Number, in.Apply(o, nil))
	wrong, _ := o.Check(r.desk.Known).(model.Faults)
	if faults = r.more(faults, row.Number, wrong); len(faults) > 0 {
		r.out.Refused = append(r.out.Refused, faults...)
		return nil
	}
	o.ID = id
	r.out.Changed = append(r.out.Changed, Draft{row.Number, seen, o})
	return nil
}

// says reports whether a revision says what a row says.
func says(history model.History, x *model.Revision, in model.In) (bool, error) {
	part, _ := history.Until(x.ID)
	one, two := model.Join(part), model.Join(part)
	was, ok := one.Record.(*model.Observation)
	now, ok2 := two.Record.(*model.Observation)
	if !ok || !ok2 || x.Redacted {
		return false, nil
	}
	if len(in.Apply(now, nil)) > 0 {
		return false, nil
	}
	a, err := json.Marshal(was)
	if err != nil {
		return false, fmt.Errorf("compare a row: %w", err)
	}
	b, err := json.Marshal(now)
	if err != nil {
		return false, fmt.Errorf("compare a row: %w", err)
	}
	return string(a) == string(b), nil
}

// fields makes of a row what would be given as JSON. A column that is empty clears
// its field.
func (r *reading) fields(row *TableRow) (in model.In, id string, faults []RowFault) {
	values := map[string]any{}
	language := cmp.Or(r.m.Set["language"], r.desk.Language)
	for _, c := range r.columns {
		if c.field == "language" {
			language = cmp.Or(row.Cells[c.at], language)
		}
	}
	for _, c := range r.columns {
		cell := row.Cells[c.at]
		if c.field == fieldID {
			id = cell
			continue
		}
		for _, f := range r.put(values, c.target, cell, language) {
			faults = append(faults, RowFault{row.Number, c.head, f})
		}
	}
	for _, name := range sortedKeys(r.m.Set) {
		t, _ := fieldNamed(name)
		if empty(values[t.field]) && (t.language == "" || !hasLanguage(values[t.field], t.language)) {
			for _, f := range r.put(values, t, r.m.Set[name], language) {
				faults = append(faults, RowFault{row.Number, "", f})
			}
		}
	}
	if v := values["language"]; v == nil || v == "" {
		values["language"] = language
	}
	return model.In{Kind: model.KindObservation, Fields: nested(values)}, id, faults
}

func sortedKeys(m map[string]string) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

func empty(v any) bool {
	switch x := v.(type) {
	case nil:
		return true
	case string:
		return x == ""
	case []string:
		return len(x) == 0
	case map[string]string:
		return len(x) == 0
	case map[string]any:
		return len(x) == 0
	}
	return false
}

func hasLanguage(v any, language string) bool {
	text, ok := v.(map[string]string)
	return ok && text[language] != ""
}

// nested turns "date.from" into an object in "date", and empty fields into null.
func nested(values map[string]any) map[string]json.RawMessage {
	tree := map[string]any{}
	for name, v := range values {
		outer, inner, deep := strings.Cut(name, ".")
		switch {
		case !deep && !empty(v):
			if old, both := tree[outer].(map[string]any); both {
				for k, x := range v.(map[string]any) {
					if _, given := old[k]; !given {
						old[k] = x
					}
				}
				continue
			}
			tree[outer] = v
		case !deep:
			if _, given := tree[outer]; !given {
				tree[outer] = nil
			}
		case deep:
			o, ok := tree[outer].(map[string]any)
			if !ok {
				o = map[string]any{}
				tree[outer] = o
			}
			if !empty(v) {
				o[inner] = v
			}
		}
	}
	out := map[string]json.RawMessage{}
	for name, v := range tree {
		if o, ok := v.(map[string]any); ok && len(o) == 0 {
			v = nil
		}
		b, err := json.Marshal(v)
		if err != nil {
			b = []byte("null")
		}
		out[name] = b
	}
	return out
}
