package model

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// Which columns of a report may be changed in a spreadsheet, and how what stands
// in one becomes a field again. All other columns are worked out, or hold what a
// cell cannot say safely (lists, sources, files): a change there is refused with
// the reason.

// HomeForm says how a cell is read.
type HomeForm byte

// The forms of a cell.
const (
	HomeWords HomeForm = iota // a text, in one language
	HomeLine                  // words of one line
	HomeCode                  // a label or code of a list
	HomeWhole                 // a whole number
	HomeDay                   // a day
	HomeCodes                 // codes of the plan, several
)

// HomeField is a column whose changes come home.
type HomeField struct {
	Column string // key of the column
	Field  string // as in the record's JSON: "date.from"
	Form   HomeForm
	List   string // of codes: "method"; the labels are the words "enum_<list>.<code>"
	Empty  bool   // may be emptied
	New    bool   // is read for a new row only
}

var homeFields = map[Kind][]HomeField{
	KindObservation: {
		{Column: "commitment", Field: "commitments", Form: HomeCodes, New: true},
		{Column: "title", Field: "title", Empty: true},
		{Column: "narrative", Field: "narrative", Empty: true},
		{Column: "from", Field: "date.from", Form: HomeDay, Empty: true},
		{Column: "to", Field: "date.to", Form: HomeDay, Empty: true},
		{Column: "precision", Field: "date.precision", Form: HomeCode, List: "precision"},
		{Column: "region_code", Field: "region", Form: HomeCode, List: "region", Empty: true},
		{Column: "place", Field: "place", Form: HomeLine, Empty: true},
		{Column: "method", Field: "method", Form: HomeCode, List: "method"},
		{Column: "effect", Field: "effect", Form: HomeCode, List: "effect", Empty: true},
		{Column: "number", Field: "affected.number", Form: HomeWhole, Empty: true},
		{Column: "unit", Field: "affected.unit", Form: HomeCode, List: "unit", Empty: true},
		{Column: "reliability", Field: "reliability", Form: HomeCode, List: "reliability", Empty: true},
		{Column: "credibility", Field: "credibility", Form: HomeWhole, Empty: true},
		{Column: "review", Field: "review", Form: HomeCode, List: "review"},
	},
	KindFinding: {
		{Column: "commitment", Field: "commitment", Form: HomeLine, New: true},
		{Column: "level", Field: "level", Form: HomeCode, List: "level", New: true},
		{Column: "period", Field: "period", Form: HomeLine, New: true},
		{Column: "grade", Field: "grade", Form: HomeCode, List: "grade"},
		{Column: "reasoning", Field: "reasoning", Empty: true},
		{Column: "confidence", Field: "confidence", Form: HomeCode, List: "confidence", Empty: true},
		{Column: "dissent", Field: "dissent", Empty: true},
		{Column: "evidence_status", Field: "evidence_status", Form: HomeCode, List: "evidence_status", Empty: true},
		{Column: "schedule", Field: "schedule_status", Form: HomeCode, List: "schedule_status", Empty: true},
	},
	KindClaim: {
		{Column: "report", Field: "page", Form: HomeLine, Empty: true},
		{Column: "status", Field: "claimed_status", Form: HomeCode, List: "official_status"},
		{Column: "figure", Field: "claimed_figure", Form: HomeLine, Empty: true},
		{Column: "quotation", Field: "quotation", Empty: true},
	},
	KindRecommendation: {
		{Column: "commitments", Field: "commitments", Form: HomeCodes, New: true},
		{Column: "addressee", Field: "addressee", Form: HomeCode, List: "body", Empty: true},
		{Column: "text", Field: "text"},
		{Column: "priority", Field: "priority", Form: HomeCode, List: "priority", Empty: true},
	},
}

// HomeFields lists the columns of a kind's sheet whose changes come home; none
// for a kind that is not edited in a workbook.
func HomeFields(kind Kind) []HomeField { return homeFields[kind] }

// MayBeNew says whether a new row of a kind's sheet can become a record: a claim
// needs a dated report, evidence a file, neither of which a row can give.
func MayBeNew(kind Kind) bool {
	return kind == KindObservation || kind == KindFinding || kind == KindRecommendation
}

// Edit is one cell whose content shall become a field.
type Edit struct {
	HomeField
	Head     string // of the column, as people see it
	Value    string // a code, a number, a day, words; empty clears the field
	Language string // of words
}

// top is the stored field that the edit changes.
func (e *Edit) top() string {
	name, _, _ := strings.Cut(e.Field, ".")
	return name
}

// shownField names the field with its language, as Changes do.
func (e *Edit) shownField() string {
	if e.Form == HomeWords {
		return e.Field + "." + e.Language
	}
	return e.Field
}

// text gives the text that an edit of words changes; nil for other edits.
func (e *Edit) text(rec Record) *Text {
	switch r := rec.(type) {
	case *Observation:
		return map[string]*Text{"title": &r.Title, "narrative": &r.Narrative}[e.Field]
	case *Finding:
		return map[string]*Text{"reasoning": &r.Reasoning, "dissent": &r.Dissent}[e.Field]
	case *Claim:
		return map[string]*Text{"quotation": &r.Quotation}[e.Field]
	case *Recommendation:
		return map[string]*Text{"text": &r.Text}[e.Field]
	}
	return nil
}

// place gives the field of one word or code; nil for other edits.
func (e *Edit) place(rec Record) *string {
	switch r := rec.(type) {
	case *Observation:
		return map[string]*string{"date.from": (*string)(&r.Date.From), "date.to": (*string)(&r.Date.To), "date.precision": (*string)(&r.Date.Precision),
			"region": &r.Region, "place": &r.Place, "method": &r.Method, "effect": &r.Effect, "affected.unit": &r.Affected.Unit,
			"reliability": &r.Reliability, "review": (*string)(&r.Review)}[e.Field]
	case *Finding:
		return map[string]*string{"commitment": &r.Commitment, "level": &r.Level, "period": &r.Period, "grade": (*string)(&r.Grade),
			"confidence": &r.Confidence, "evidence_status": &r.EvidenceStatus, "schedule_status": &r.ScheduleStatus}[e.Field]
	case *Claim:
		return map[string]*string{"page": &r.Page, "claimed_status": &r.ClaimedStatus, "claimed_figure": &r.ClaimedFigure}[e.Field]
	case *Recommendation:
		return map[string]*string{"addressee": &r.Addressee, "priority": &r.Priority}[e.Field]
	}
	return nil
}

// list gives the field that holds several codes; nil for other edits.
func (e *Edit) list(rec Record) *[]string {
	switch r := rec.(type) {
	case *Observation:
		if e.Field == "commitments" {
			return &r.Commitments
		}
	case *Recommendation:
		if e.Field == "commitments" {
			return &r.Commitments
		}
	}
	return nil
}

// set puts the edit's value into a record; the rule that it breaks, or "".
func (e *Edit) set(rec Record) Rule {
	if t := e.text(rec); t != nil {
		now := maps.Clone(*t)
		if now == nil {
			now = Text{}
		}
		if now[e.Language] = e.Value; e.Value == "" {
			delete(now, e.Language)
		}
		*t = now
		return ""
	}
	if p := e.place(rec); p != nil {
		*p = e.Value
		return ""
	}
	if l := e.list(rec); l != nil {
		*l = codesIn(e.Value)
		return ""
	}
	o, ok := rec.(*Observation)
	if !ok || e.Field != "affected.number" && e.Field != "credibility" {
		return RuleField
	}
	n := int64(0)
	if e.Value != "" {
		var err error
		if n, err = strconv.ParseInt(e.Value, 10, 64); err != nil || n < 0 || n > 1e12 {
			return RuleRange
		}
	}
	if e.Field == "credibility" {
		o.Credibility = int(n)
	} else {
		o.Affected.Number = n
	}
	return ""
}

// value gives what a record says in the field, in the form of an edit's value.
func (e *Edit) value(rec Record) string {
	if t := e.text(rec); t != nil {
		return (*t)[e.Language]
	}
	if p := e.place(rec); p != nil {
		return *p
	}
	if l := e.list(rec); l != nil {
		return strings.Join(*l, " ")
	}
	n := int64(0)
	if o, ok := rec.(*Observation); ok && e.Field == "affected.number" {
		n = o.Affected.Number
	} else if ok {
		n = int64(o.Credibility)
	}
	if n == 0 {
		return ""
	}
	return strconv.FormatInt(n, 10)
}

// codesIn cuts codes of the plan out of a list as people write it.
func codesIn(s string) []string {
	var codes []string
	for _, code := range strings.FieldsFunc(s, func(r rune) bool {
		return unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) || strings.ContainsRune(",;،؛", r)
	}) {
		if !slices.Contains(codes, code) {
			codes = append(codes, code)
		}
	}
	return codes
}
