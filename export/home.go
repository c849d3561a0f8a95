package export

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"plumbline/assets"
	"plumbline/model"
)

// How a report that was edited is held against what it said:
//
//  1. Its rows are walked twice: first for what is spread over lines, and for
//     ids that stand twice; then row by row.
//  2. What a row said is drawn anew from the state that its revisions name,
//     through the columns that drew it (homeBook).
//  3. A row without revisions, of an audience whose reports name none, was drawn
//     from the present state when the digest is still the same. Otherwise every
//     state of its record is tried; where they do not agree, it is refused.
//  4. Columns that rest on other records can differ because those changed: they
//     are counted as unclear, unless the digest is still the same.

// Here is what a report that comes home is held against.
type Here struct {
	Plan    *model.PlanBook
	Records model.Records
	History func(model.ID) ([]model.Revision, error) // model.ErrNotFound for a record that is not here
	Known   model.Known
	Digest  string                     // over the records, as the sheet of provenance prints it
	Name    func(said string) model.ID // of a new row: the same id for the same words, and nobody else's

	Progress func(done, total int) // rows; may be nil
}

// Bounds of what is spread over lines.
const (
	maxSpread      = 20_000   // lines
	maxSpreadBytes = 64 << 20 //
	maxStates      = 200      // states of a record that are tried
)

// Home makes the diff of a report that comes home. Nothing is written. The error
// is one of model's ErrReport… or an error of the rows; with ErrReportForged the
// diff says which rows, and must not be taken.
func Home(ctx context.Context, book *model.ReturnedBook, here Here) (*model.Returned, error) {
	h, err := newHoming(ctx, book, here)
	if err != nil {
		return nil, fmt.Errorf("read edited report: %w", err)
	}
	for _, pass := range []func() error{h.gather, h.compare, h.elsewhere, h.missing} {
		if err := pass(); err != nil {
			return nil, fmt.Errorf("read edited report: %w", err)
		}
	}
	if h.forged {
		return h.out, fmt.Errorf("read edited report: %w", model.ErrReportForged)
	}
	return h.out, nil
}

// homing is a report while it is held against what it said.
type homing struct {
	ctx    context.Context
	in     *model.ReturnedBook
	here   Here
	b      *book
	r      *model.Report
	out    *model.Returned
	same   bool // the records are those that the report was made from
	sheets map[*model.ReturnedSheet]*homeSheet
	spread map[string][]string // sheet, ref and number of a line to its cells
	bytes  int
	seen   map[homeID]int
	known  int // rows whose record is here
	rows   int // rows with an id that is not derived from a plan
	forged bool
	fresh  map[string]int               // new rows that say the same
	labels map[string]map[string]string // by list: folded label to code
	told   map[string]bool
	refs   map[string]bool // of rows whose id is gone
}

// homeID is a record on a sheet.
type homeID struct {
	code string
	id   model.ID
}

// homeSheet is what is known of a returned sheet.
type homeSheet struct {
	*model.ReturnedSheet
	kind   model.Kind
	table  homeTable
	at     map[string]int             // key to place in Drawn.Keys
	from   []int                      // place in Drawn.Keys to place in the table's columns; -1 for one it has not
	fields map[string]model.HomeField // by key
}

func newHoming(ctx context.Context, in *model.ReturnedBook, here Here) (*homing, error) {
	m := in.Mark
	w := assets.For(m.Language)
	switch {
	case w.Language() != m.Language:
		return nil, model.ErrReportMark
	case here.Plan == nil || here.Plan.Plan == nil || m.Plan != here.Plan.Plan.Code:
		return nil, model.ErrReportPlan
	}
	r, err := model.ReportAgain(here.Plan, here.Records, model.Ask{Profile: m.Profile, Language: m.Language, From: m.From, To: m.To, Filter: m.Filter,
		Today: m.Today, Program: m.Program, Digest: m.Digest})
	if err != nil {
		return nil, err
	}
	b, err := homeBook(r, w)
	if err != nil {
		return nil, err
	}
	h := &homing{ctx: ctx, in: in, here: here, b: b, r: r, out: &model.Returned{Mark: m, File: in.File, Sheets: in.Gone}, same: m.Digest == here.Digest && m.Digest != "",
		sheets: map[*model.ReturnedSheet]*homeSheet{}, spread: map[string][]string{}, seen: map[homeID]int{}, fresh: map[string]int{}, told: map[string]bool{},
		refs: map[string]bool{}}
	h.learn()
	for _, s := range in.Sheets {
		if err := h.sheet(s); err != nil {
			return nil, err
		}
	}
	return h, nil
}

// sheet finds the table of a returned sheet.
func (h *homing) sheet(s *model.ReturnedSheet) error {
	kind, known := homeKinds[s.Drawn.Code]
	table := h.b.home[s.Drawn.Code]
	if !known || table == nil {
		return fmt.Errorf("%w: a sheet that this program does not draw", model.ErrReportMark)
	}
	x := &homeSheet{ReturnedSheet: s, kind: kind, table: table, at: map[string]int{}, fields: map[string]model.HomeField{}}
	columns := table.keys()
	for i, key := range s.Drawn.Keys {
		x.at[key] = i
		x.from = append(x.from, slices.Index(columns, key))
	}
	if _, ok := x.at["_id"]; !ok {
		return fmt.Errorf("%w: a sheet without ids", model.ErrReportMark)
	}
	for _, f := range model.HomeFields(kind) {
		x.fields[f.Column] = f
	}
	h.sheets[s] = x
	return nil
}

// cell gives a cell by the key of its column.
func (s *homeSheet) cell(row *model.ReturnedRow, key string) model.ReturnedCell {
	if i, ok := s.at[key]; ok && !s.Gone[i] {
		return row.Cells[i]
	}
	return model.ReturnedCell{}
}

func (s *homeSheet) text(row *model.ReturnedRow, key string) string {
	return asRead(s.cell(row, key).Value)
}

// gather notes ids that stand twice, and keeps the lines that continue others.
func (h *homing) gather() error {
	err := h.in.Rows(func(row model.ReturnedRow) error {
		s := h.sheets[row.Sheet]
		if id, err := model.ParseID(s.text(&row, "_id")); err == nil {
			h.seen[homeID{s.Drawn.Code, id}]++
			return nil
		}
		key, ok := s.continues(&row)
		if !ok {
			return nil
		}
		cells := make([]string, len(row.Cells))
		for i, c := range row.Cells {
			cells[i] = c.Value
			h.bytes += len(c.Value) + 16
		}
		if len(h.spread) >= maxSpread || h.bytes > maxSpreadBytes {
			return model.ErrReportLarge
		}
		h.spread[key] = cells
		return nil
	})
	for _, s := range h.in.Sheets {
		for i, gone := range s.Gone {
			if gone {
				h.out.Columns = append(h.out.Columns, s.Name+": "+s.Drawn.Heads[i])
			}
		}
	}
	return err
}

// continues says of which row, and as which line of it, a row goes on.
func (s *homeSheet) continues(row *model.ReturnedRow) (key string, ok bool) {
	rest, ok := strings.CutPrefix(s.text(row, "ref"), "↳ ")
	if !ok || s.text(row, "_id") != "" {
		return "", false
	}
	ref, last, _ := strings.Cut(rest, " · ")
	n, err := strconv.Atoi(last[strings.LastIndexByte(last, ' ')+1:])
	return s.line(ref, n), err == nil && n > 1 && n < 1000
}

func (s *homeSheet) line(ref string, n int) string {
	return s.Drawn.Code + "\x00" + ref + "\x00" + strconv.Itoa(n)
}

// compare goes through the rows.
func (h *homing) compare() error {
	done, total := 0, 0
	for _, s := range h.in.Sheets {
		total += s.Drawn.Rows
	}
	return h.in.Rows(func(row model.ReturnedRow) error {
		if done++; done&63 == 0 {
			if h.ctx.Err() != nil {
				return h.ctx.Err()
			}
			if h.here.Progress != nil {
				h.here.Progress(min(done, total), total)
			}
		}
		s := h.sheets[row.Sheet]
		for _, i := range row.Strays {
			if head := s.Name + ": " + s.Strays[i]; !h.told[head] {
				h.told[head] = true
				h.out.Strays = append(h.out.Strays, head)
			}
		}
		return h.row(s, &row)
	})
}

// refuse notes that a row is not taken.
func (h *homing) refuse(s *homeSheet, row *model.ReturnedRow, why model.ReturnReason) {
	h.forged = h.forged || why.Hostile()
	h.out.Refuse(model.ReturnedRefusal{Sheet: s.Name, Row: row.Number, Why: why})
}

// row takes one row. It is, in this order:
//
//  1. empty, a line that continues another, or the hashtags beneath the heads;
//  2. a commitment on which the State says nothing, or new;
//  3. of a plan's record, which is not changed in a workbook;
//  4. of a record.
func (h *homing) row(s *homeSheet, row *model.ReturnedRow) error {
	if _, more := s.continues(row); more || blankRow(row) || hashtags(row) { // 1
		return nil
	}
	text := s.text(row, "_id")
	if text == "" { // 2
		return h.withoutID(s, row)
	}
	id, err := model.ParseID(text)
	switch {
	case err != nil:
		h.refuse(s, row, model.ReturnForgedID)
		return nil
	case h.seen[homeID{s.Drawn.Code, id}] > 1:
		h.known++
		h.refuse(s, row, model.ReturnTwice)
		return nil
	case s.kind == model.KindCommitment: // 3
		h.planRow(s, row, id)
		return nil
	}
	return h.recordRow(s, row, id) // 4
}

func blankRow(row *model.ReturnedRow) bool {
	return !slices.ContainsFunc(row.Cells, func(c model.ReturnedCell) bool { return strings.TrimSpace(c.Value) != "" })
}

// hashtags says whether a row holds the hashtags of HXL, which a profile may put
// beneath the heads.
func hashtags(row *model.ReturnedRow) bool {
	return !slices.ContainsFunc(row.Cells, func(c model.ReturnedCell) bool {
		text := strings.TrimSpace(c.Value)
		return text != "" && text[0] != '#'
	})
}

// planRow holds a row of the plan against the present one.
func (h *homing) planRow(s *homeSheet, row *model.ReturnedRow, id model.ID) {
	for _, x := range h.r.Plan.Commitments {
		if x.ID != id {
			continue
		}
		var now any = x
		if s.Drawn.Code == "scorecard" {
			i := slices.IndexFunc(h.r.Scorecard, func(r model.ScoreRow) bool { return r.Commitment.ID == id })
			now = h.r.Scorecard[i]
		}
		h.settle(s, row, "", h.differ(s, row, s.table.say(now), nil), &h.out.Unchanged)
		return
	}
	h.refuse(s, row, model.ReturnUnknown)
}

// withoutID takes a row that has no id.
func (h *homing) withoutID(s *homeSheet, row *model.ReturnedRow) error {
	if h.remarked(s, row) {
		return nil
	}
	if code := s.text(row, "_commitment"); s.kind == model.KindClaim && code != "" {
		if i := slices.IndexFunc(h.r.Claims, func(r model.ClaimRow) bool { return r.ID.IsZero() && r.Commitment == code }); i >= 0 {
			for _, f := range model.HomeFields(s.kind) {
				if s.text(row, f.Column) != "" {
					h.refuse(s, row, model.ReturnNotNew)
					return nil
				}
			}
			d := h.differ(s, row, s.table.say(h.r.Claims[i]), nil)
			h.settle(s, row, "", d, &h.out.Unchanged)
			return nil
		}
	}
	if !model.MayBeNew(s.kind) {
		h.refuse(s, row, model.ReturnNotNew)
		return nil
	}
	if key := refKey(s.text(row, "ref")); key != "" {
		h.refs[key] = true
		h.refuse(s, row, model.ReturnNoID)
		return nil
	}
	return h.newRow(s, row)
}

// refKey is a ref in the form in which two are held against each other; empty for
// what is none.
func refKey(text string) string {
	if ref, ok := model.ParseRef(text); ok {
		return ref.Short()
	}
	if model.IsOutsideRef(text) {
		return text
	}
	return ""
}

// recordRow takes the row of a record.
func (h *homing) recordRow(s *homeSheet, row *model.ReturnedRow, id model.ID) error {
	h.rows++
	revs, err := h.here.History(id)
	switch {
	case errors.Is(err, model.ErrNotFound):
		h.refuse(s, row, model.ReturnUnknown)
		return nil
	case err != nil:
		return err
	case revs[0].Kind != s.kind:
		h.refuse(s, row, model.ReturnForgedID)
		return nil
	}
	h.known++
	bases, why := h.bases(s, row, revs)
	if why != "" {
		h.refuse(s, row, why)
		return nil
	}
	d, base, why := h.choose(s, row, bases)
	asIs := &h.out.Unchanged
	switch {
	case why == older:
		asIs = &h.out.Older
	case why != "":
		h.refuse(s, row, why)
		return nil
	}
	h.settle(s, row, base.Record.Base().Ref, d, asIs)
	if len(d.edits) == 0 {
		return nil
	}
	return h.out.Change(base, revs, d.edits, h.here.Known, s.Name, row.Number)
}

// bases are the states that a row may have been drawn from, the present one
// first.
func (h *homing) bases(s *homeSheet, row *model.ReturnedRow, revs model.History) ([]model.View, model.ReturnReason) {
	named := strings.Fields(s.text(row, "_rev"))
	switch {
	case len(named) > model.MaxParents:
		return nil, model.ReturnForgedRev
	case len(named) == 0 && h.r.Profile.Revisions:
		return nil, model.ReturnNoState
	case len(named) == 0:
		return h.states(revs)
	}
	heads := make([]model.RevID, len(named))
	for i, name := range named {
		var err error
		if heads[i], err = model.ParseRevID(name); err != nil {
			return nil, model.ReturnForgedRev
		}
	}
	part, ok := revs.Until(heads...)
	if !ok {
		return nil, model.ReturnNoState
	}
	return h.fit([]model.View{model.Join(part)})
}

// states are all states of a record, where its row does not name one.
func (h *homing) states(revs model.History) ([]model.View, model.ReturnReason) {
	all := []model.View{model.Join(revs)}
	if h.same || len(revs) == 1 {
		return h.fit(all)
	}
	if len(revs) > maxStates {
		return nil, model.ReturnUnsure
	}
	for _, r := range slices.Backward(revs) {
		part, _ := revs.Until(r.ID)
		if v := model.Join(part); !slices.Equal(v.Heads, all[0].Heads) {
			all = append(all, v)
		}
	}
	return h.fit(all)
}

// fit leaves out states that the audience could not have been given.
func (h *homing) fit(all []model.View) ([]model.View, model.ReturnReason) {
	removed := false
	fits := slices.DeleteFunc(all, func(v model.View) bool {
		removed = removed || v.Broken
		return v.Broken || !h.r.MayHold(v)
	})
	switch {
	case len(fits) > 0:
		return fits, ""
	case removed:
		return nil, model.ReturnRemoved
	}
	return nil, model.ReturnNotForThem
}

// older is no reason to refuse a row: it says what its record said earlier.
const older model.ReturnReason = "older"

// choose finds the state that a row was drawn from, and how it differs. Of
// several states:
//
//  1. when the row says what the present one says, nothing was changed;
//  2. when it says what an earlier one says, it is older;
//  3. when it differs from all of them in the same way, that is the change;
//  4. otherwise nobody can tell.
//
// A column that is worked out counts as changed when no state says what it says.
func (h *homing) choose(s *homeSheet, row *model.ReturnedRow, bases []model.View) (*differing, model.View, model.ReturnReason) {
	if !isRef(s.text(row, "ref"), bases[0]) {
		return nil, bases[0], model.ReturnOtherRef
	}
	all := make([]*differing, len(bases))
	for i, base := range bases {
		all[i] = h.differ(s, row, s.table.say(h.rowAs(base)), base.Record)
		all[0].worked = slices.DeleteFunc(all[0].worked, func(column int) bool { return !slices.Contains(all[i].worked, column) })
	}
	first := all[0]
	if !first.same() {
		for i, d := range all {
			switch {
			case d.same():
				first.edits, first.refused = nil, nil
				return first, bases[i], older
			case !slices.Equal(d.edits, first.edits):
				return nil, bases[i], model.ReturnUnsure
			}
		}
	}
	return first, bases[0], ""
}

// isRef says whether a cell holds a record's ref: whole, short, or that of
// reports for others.
func isRef(text string, v model.View) bool {
	ref := v.Record.Base().Ref
	if text == asRead(ref) || text == model.OutsideRef(v.Kind, v.ID) {
		return true
	}
	r, ok := model.ParseRef(ref)
	return ok && text == r.Short()
}

// rowAs draws the row of a state of a record.
func (h *homing) rowAs(v model.View) any {
	switch v.Kind {
	case model.KindObservation:
		return h.r.ObservationAs(v)
	case model.KindEvidence:
		return h.r.EvidenceAs(v)
	case model.KindClaim:
		return h.r.ClaimAs(v)
	case model.KindFinding:
		return h.r.FindingAs(v)
	case model.KindRecommendation:
		return h.r.RecommendationAs(v)
	}
	return nil
}

// elsewhere refuses a report of which no record is here.
func (h *homing) elsewhere() error {
	if h.rows > 0 && h.known == 0 {
		return model.ErrReportElsewhere
	}
	return nil
}
