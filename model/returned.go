package model

import (
	"errors"
	"math"
	"slices"
)

// A report that was edited and came home, as a reviewed diff. Nothing of it is
// written until a person says so. The rules:
//
//  1. A row is found by the id of its record; what it said when it was drawn is
//     the state that its revisions name. A row is never found by its place, so
//     sorting and filtering are no changes.
//  2. A cell that says what it said is no change, nor is one that was withheld.
//  3. A change is made on the state that the row was drawn from, so what others
//     wrote meanwhile is joined or disputed by the rule of Join; a change that
//     is here already, or that came home before, is not made again.
//  4. What cannot be taken is refused cell by cell with the reason; what no
//     report of ours can say refuses the whole workbook.
//  5. A new row becomes a draft. A row that is gone is asked about; nothing is
//     withdrawn by itself.

// Bounds of what is taken from one workbook.
const (
	MaxReturned = 20_000 // changed or new records
	MaxRefused  = 1_000  // refusals that are kept one by one
)

// ReturnReason says why a cell or row is not taken. Its sentence is the word
// "returned.<reason>".
type ReturnReason string

// Reasons for cells.
const (
	ReturnWorkedOut   ReturnReason = "worked_out"   // the column is worked out, or not changed in a workbook
	ReturnNoCode      ReturnReason = "no_code"      // no label of the list
	ReturnEmptied     ReturnReason = "emptied"      // may not be empty
	ReturnWasWithheld ReturnReason = "was_withheld" // what stood there was not told
	ReturnFormula     ReturnReason = "formula"      // a formula stands there
	ReturnFault       ReturnReason = "sheet_fault"  // #REF! and the like
	ReturnForm        ReturnReason = "wrong_form"   // not a day, not a number
	ReturnInDispute   ReturnReason = "in_dispute"   // settle the dispute first
	ReturnCut         ReturnReason = "cut"          // a line that continues it is gone
	ReturnFaulty      ReturnReason = "faulty"       // breaks a rule of its field: see Rule
	ReturnStray       ReturnReason = "stray_column" // the column is none of the report's
	ReturnRefGiven    ReturnReason = "ref_given"    // refs are given by the program
)

// Reasons for rows.
const (
	ReturnTwice      ReturnReason = "id_twice"      // two rows have the same id
	ReturnUnknown    ReturnReason = "id_unknown"    // the record is not here
	ReturnOtherRef   ReturnReason = "other_ref"     // ref and id belong to different records
	ReturnNoState    ReturnReason = "no_state"      // the state it was drawn from is not here: the sender had more
	ReturnUnsure     ReturnReason = "state_unsure"  // the record changed since, and the audience's reports name no states
	ReturnNotNew     ReturnReason = "not_new"       // no record of this kind can be made from a row
	ReturnNothing    ReturnReason = "nothing_in_it" // a new row without anything to take
	ReturnNoID       ReturnReason = "no_id"         // its id is gone, but it has the ref of a record
	ReturnRemoved    ReturnReason = "removed"       // its content was taken away for good
	ReturnForgedID   ReturnReason = "forged_id"     // hostile: not an id, or of another kind of record
	ReturnForgedRev  ReturnReason = "forged_rev"    // hostile: not a revision, or another record's
	ReturnNotForThem ReturnReason = "not_for_them"  // hostile: the audience could not have been given it
)

// Hostile says whether a reason refuses the whole workbook.
func (r ReturnReason) Hostile() bool {
	return r == ReturnForgedID || r == ReturnForgedRev || r == ReturnNotForThem
}

// ReturnedRefusal is one cell or row that is not taken. It never says what stood
// there.
type ReturnedRefusal struct {
	Sheet string
	Row   int
	Head  string // of the column; empty for the whole row
	Ref   string // of the record, where it is known
	Field string
	Why   ReturnReason
	Rule  Rule // with ReturnFaulty
}

// ReturnedChange is one field of one record, as it was in the row and is now.
type ReturnedChange struct {
	Record   ID
	Ref      string
	Kind     Kind
	Field    string // with the language behind a point for words: "title.ru"
	Was, Now string // codes, days, numbers or words
	Cleared  bool   // the cell was emptied
	Disputed bool   // others changed the field too: taking it opens a dispute
	Sheet    string
	Row      int
	Head     string
}

// ReturnedRecord is a record with its changes, ready to be saved: Seen and Next
// are what Revise takes.
type ReturnedRecord struct {
	Seen    View
	Next    Record
	Changes []ReturnedChange
}

// ReturnedDraft is a new row as a draft.
type ReturnedDraft struct {
	Record Record
	Sheet  string
	Row    int
}

// ReturnedGone is a record whose row is gone from the workbook.
type ReturnedGone struct {
	Record ID
	Ref    string
	Kind   Kind
	Sheet  string
}

// Returned is the diff of a workbook that came home.
type Returned struct {
	Mark      ReturnMark
	File      [32]byte // SHA-256 of the workbook
	Records   []ReturnedRecord
	Drafts    []ReturnedDraft
	Gone      []ReturnedGone
	GoneMore  int // further rows that are gone; which they were can no longer be told
	Refused   []ReturnedRefusal
	Refusals  int      // in all; Refused keeps the first MaxRefused
	Unclear   int      // cells of worked-out columns that differ from now: edited, or worked out from other records
	Unchanged int      // rows
	Already   int      // changes and new rows that are here already
	Older     int      // rows that say what their record said earlier
	Sheets    []string // names of sheets of records that are gone
	Columns   []string // heads of columns that are gone, with their sheet
	Strays    []string // heads of columns that are not the report's, with their sheet
}

// Changes lists the changes of all records.
func (r *Returned) Changes() []ReturnedChange {
	var all []ReturnedChange
	for i := range r.Records {
		all = append(all, r.Records[i].Changes...)
	}
	return all
}

// Disputed counts the records that would have a field in dispute.
func (r *Returned) Disputed() (n int) {
	for i := range r.Records {
		if slices.ContainsFunc(r.Records[i].Changes, func(c ReturnedChange) bool { return c.Disputed }) {
			n++
		}
	}
	return n
}

// Refuse notes a refusal.
func (r *Returned) Refuse(x ReturnedRefusal) {
	r.Refusals++
	if len(r.Refused) < MaxRefused {
		r.Refused = append(r.Refused, x)
	}
}

// Change takes the edits of a row of a record: seen is the state that the row was
// drawn from, h all that is known of the record.
func (r *Returned) Change(seen View, h History, edits []Edit, known Known, sheet string, row int) error {
	c := changing{seen: seen, h: h, now: Join(h), known: known, out: r,
		where: ReturnedRefusal{Sheet: sheet, Row: row, Ref: seen.Record.Base().Ref}}
	part, ok := h.Until(seen.Heads...)
	if !ok {
		return errors.New("take edits: the state is not in the history")
	}
	c.next = Join(part).Record
	c.take(edits)
	c.check()
	if len(c.edits) == 0 {
		return nil
	}
	if len(r.Records)+len(r.Drafts) >= MaxReturned {
		return ErrReportLarge
	}
	done, err := c.changed()
	if err == nil {
		r.Records = append(r.Records, done)
	}
	return err
}

// changing is one record while its edits are taken.
type changing struct {
	seen  View
	now   View
	h     History
	next  Record
	known Known
	edits []Edit
	out   *Returned
	where ReturnedRefusal
}

func (c *changing) refuse(e *Edit, why ReturnReason, rule Rule) {
	x := c.where
	x.Head, x.Field, x.Why, x.Rule = e.Head, e.shownField(), why, rule
	c.out.Refuse(x)
}

func (c *changing) take(edits []Edit) {
	for _, e := range edits {
		switch {
		case c.seen.disputed(e.top()):
			c.refuse(&e, ReturnInDispute, "")
			continue
		case e.Value == "" && !e.Empty:
			c.refuse(&e, ReturnEmptied, "")
			continue
		case c.already(&e):
			c.out.Already++
			continue
		}
		if rule := e.set(c.next); rule != "" {
			c.refuse(&e, ReturnFaulty, rule)
			continue
		}
		c.edits = append(c.edits, e)
	}
}

// already says whether the value is what the record says now, or what a later
// revision has said: then it came home before, or somebody else had the same
// thought.
func (c *changing) already(e *Edit) bool {
	if e.value(c.now.Record) == e.Value && !c.now.disputed(e.top()) {
		return true
	}
	later := c.h.after(c.seen.Heads)
	for i := range c.h {
		if !later[c.h[i].ID] || c.h[i].Redacted {
			continue
		}
		if rec, err := c.h[i].Fields(); err == nil && e.value(rec) == e.Value {
			return true
		}
	}
	return false
}

// check drops the edits of fields that would be at fault; when others are at
// fault then, all of them.
func (c *changing) check() {
	for range 2 {
		var faults Faults
		if len(c.edits) == 0 || !errors.As(c.next.Check(c.known), &faults) {
			return
		}
		var kept []Edit
		for _, e := range c.edits {
			if own := faults.Of(e.top()); len(own) > 0 {
				SetField(c.next, c.seen.Record, e.top())
				c.refuse(&e, ReturnFaulty, own[0].Rule)
			} else {
				kept = append(kept, e)
			}
		}
		if len(kept) == len(c.edits) {
			for _, e := range c.edits {
				c.refuse(&e, ReturnFaulty, faults[0].Rule)
			}
			kept = nil
		}
		c.edits = kept
	}
	if len(c.edits) > 0 && c.next.Check(c.known) != nil {
		for _, e := range c.edits {
			c.refuse(&e, ReturnFaulty, RuleType)
		}
		c.edits = nil
	}
}

// changed makes the record's changes, and tries out whether they open disputes.
func (c *changing) changed() (ReturnedRecord, error) {
	out := ReturnedRecord{Seen: c.seen, Next: c.next}
	revs, err := Revise(c.seen, c.next, Author{}, Clock(math.MaxInt64), "")
	if err != nil {
		return out, err
	}
	after := Join(append(slices.Clone(c.h), revs...))
	for i := range c.edits {
		e := &c.edits[i]
		out.Changes = append(out.Changes, ReturnedChange{Record: c.seen.ID, Ref: c.where.Ref, Kind: c.seen.Kind, Field: e.shownField(),
			Was: e.value(c.seen.Record), Now: e.Value, Cleared: e.Value == "", Sheet: c.where.Sheet, Row: c.where.Row, Head: e.Head,
			Disputed: after.disputed(e.top()) || after.disputed("withdrawn")})
	}
	return out, nil
}

// Draft takes a new row of a kind's sheet as a draft. name gives the record's id
// from what the row says, so that the same row gives the same record again;
// here says whether that record is known already.
func (r *Returned) Draft(kind Kind, edits []Edit, language string, known Known, name func() ID, here func(ID) bool, sheet string, row int) error {
	rec, err := New(kind)
	if err != nil {
		return err
	}
	d := changing{seen: View{Record: rec, Kind: kind}, next: rec, known: known, out: r, where: ReturnedRefusal{Sheet: sheet, Row: row}}
	for _, e := range edits {
		if rule := e.set(rec); rule != "" {
			d.refuse(&e, ReturnFaulty, rule)
			continue
		}
		d.edits = append(d.edits, e)
	}
	rec.Base().Language = language
	complete(rec)
	if d.seen.Record, err = New(kind); err != nil {
		return err
	}
	if d.check(); len(d.edits) == 0 {
		r.Refuse(ReturnedRefusal{Sheet: sheet, Row: row, Why: ReturnNothing})
		return nil
	}
	rec.Base().ID = name()
	if here(rec.Base().ID) {
		r.Already++
		return nil
	}
	if len(r.Records)+len(r.Drafts) >= MaxReturned {
		return ErrReportLarge
	}
	r.Drafts = append(r.Drafts, ReturnedDraft{Record: rec, Sheet: sheet, Row: row})
	return nil
}

// complete fills what a draft says without being told.
func complete(rec Record) {
	switch x := rec.(type) {
	case *Observation:
		x.Review = Draft
		if d := &x.Date; d.From != "" && d.Precision == "" && (d.To == "" || d.To == d.From) {
			d.Precision = Exact
		}
	case *Finding:
		x.Review = Draft
		if x.Grade != "" && x.Scale == "" {
			x.Scale = ScaleHouse
		}
	case *Recommendation:
		x.Review = Draft
	}
}
