package model

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"slices"
	"unicode"
	"unicode/utf8"
)

// The last check before a report leaves: no protected word may stand in what a
// drawer is handed. The rules above keep fields back; this finds what somebody
// typed into a text: a code name in a narrative, a name in a reasoning.
//
//  1. Protected are: who sources are; code names of sources that did not agree to
//     theirs; places that are withheld, their record's own and those of records
//     withheld whole; names and places of capture where file details stay
//     behind; members who may not be named; organisations where codes stand.
//  2. Words are folded (Fold) and found as whole words, so that "Ann" is not
//     found in "announce". Words of fewer than three letters are not looked for.
//  3. What the report may tell anyway is not protected: code names, places and
//     names that the rules let through somewhere. A record that tells its own
//     place openly may speak of it in another script: its texts are not held
//     against places.
//  4. A leak names rule, record and field, never the word. The writer changes the
//     text, or lets the record pass after having looked at it (Ask.Looked).
//  5. It blocks reports for outsiders; in the coalition's it is only told.
//  6. So is, everywhere, what the plan says too (leakplan.go).
//  7. A ref that somebody typed is a pointer: see pointer.go.

// ErrLeak means that a protected word stands in a text of the report.
var ErrLeak = errors.New("protected words stand in texts of the report")

// Leak is a protected word in a text; never which word.
type Leak struct {
	Rule   LeakRule
	Record ID     // whose text it is; zero for what is no record
	Ref    string // its own, never the one for others; empty for what is no record
	Kind   Kind
	Field  string
	InPlan bool // the plan says the word too: this is told and stops nothing
}

// LeakRule says what kind of word it is. Its label is "leak.<rule>".
type LeakRule string

// The rules of leaks.
const (
	LeakIdentity     LeakRule = "identity"
	LeakCodeName     LeakRule = "code_name"
	LeakPlace        LeakRule = "place"
	LeakFile         LeakRule = "file"
	LeakMember       LeakRule = "member"
	LeakOrganisation LeakRule = "organisation"
	LeakWithheld     LeakRule = "withheld_record" // a ref or code of what stays behind
	LeakWriter       LeakRule = "writer"          // a ref that tells who wrote a record
)

// LeakError is ErrLeak with all leaks that were found, at most maxLeaks.
type LeakError struct{ Leaks []Leak }

// Error says how many, never what.
func (e *LeakError) Error() string { return fmt.Sprintf("%v: %d", ErrLeak, len(e.Leaks)) }

// Unwrap gives ErrLeak.
func (e *LeakError) Unwrap() error { return ErrLeak }

const (
	maxLeaks  = 1000
	leastLeak = 3 // letters of a word that is looked for
)

// leakage looks for protected words.
type leakage struct {
	c      *compiler
	words  phrases
	open   map[string]bool // folded words that the report may tell
	spots  *spots          // places that it tells; nil for none
	leaks  []Leak          // that stop a report for outsiders
	told   []Leak          // that are only told
	folded []byte
	pointing
}

// leaks walks everything that is handed out and lists the leaks.
func (c *compiler) leaks(r *Report) ([]Leak, error) {
	l := &leakage{c: c, open: map[string]bool{}, words: newPhrases()}
	l.spare(r)
	if err := l.gather(); err != nil {
		return nil, err
	}
	l.plain()
	return l.search(r)
}

// stopping are the leaks that keep a report from outsiders.
func stopping(leaks []Leak) []Leak {
	return slices.DeleteFunc(slices.Clone(leaks), func(l Leak) bool { return l.InPlan })
}

func fold(s string) string { return string(trimWord([]byte(Fold(s)))) }

// trimWord takes off what is no letter or digit at the ends.
func trimWord(b []byte) []byte {
	s := []rune(string(b))
	from, to := 0, len(s)
	for from < to && !inWord(s[from]) {
		from++
	}
	for to > from && !inWord(s[to-1]) {
		to--
	}
	return []byte(string(s[from:to]))
}

func inWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// spare notes what the report tells anyway.
func (l *leakage) spare(r *Report) {
	for _, name := range slices.Concat(r.Members, r.Organisations) {
		l.open[fold(name)] = true
	}
	for id := range l.c.tally.witnesses {
		if card := l.c.sources[id]; card != nil && card.openness() == byCodeName {
			l.open[fold(card.code)] = true
		}
	}
	for _, name := range l.c.ask.Public {
		l.open[fold(name)] = true
	}
	for _, b := range l.c.book.Plan.Bodies {
		for _, name := range b.Name {
			l.open[fold(name)] = true
		}
	}
}

func (l *leakage) protect(rule LeakRule, word string) {
	w := fold(word)
	if utf8.RuneCountInString(w) >= leastLeak && !l.open[w] && !l.spots.tells(w) {
		l.words.add(w, rule)
	}
}

// gather collects the protected words.
func (l *leakage) gather() error {
	c := l.c
	for v, err := range c.records(KindIdentity) {
		if err != nil {
			return fmt.Errorf("look for leaks: %w", err)
		}
		if x, ok := v.Record.(*Identity); ok && !v.Broken {
			l.protect(LeakIdentity, x.Who)
		}
	}
	for _, card := range c.sources {
		if card.openness() < byCodeName {
			l.protect(LeakCodeName, card.code)
		}
	}
	for _, x := range c.given.Commitments {
		if !c.mayLeave(x) {
			l.protect(LeakWithheld, x.Code)
		}
	}
	for _, m := range c.ask.Members {
		if !m.MayBeNamed {
			l.protect(LeakMember, m.Name)
			l.protect(LeakMember, m.CodeName)
		}
	}
	if !c.profile.Organisations {
		for name := range c.called {
			l.protect(LeakOrganisation, name)
		}
	}
	if !c.profile.Places {
		l.places()
	}
	if c.profile.FileDetails {
		return nil
	}
	for v, err := range c.records(KindEvidence) {
		if err != nil {
			return fmt.Errorf("look for leaks: %w", err)
		}
		if e, ok := v.Record.(*Evidence); ok && !v.Broken {
			l.protect(LeakFile, e.OriginalName)
			l.protect(LeakFile, e.Captured.By)
			l.protect(LeakFile, e.Captured.Where)
		}
	}
	return nil
}

// places collects those that are withheld; one that another record shows openly
// is none. From here on what is told as a place protects no file's name either.
func (l *leakage) places() {
	l.spots = l.c.spots
	for place := range l.c.spots.hidden {
		l.protect(LeakPlace, place)
	}
}

// search holds every text of the report against the words, and lists what it found.
func (l *leakage) search(r *Report) ([]Leak, error) {
	for more := true; more && len(l.leaks) < maxLeaks; {
		if err := l.texts(r); err != nil {
			return nil, err
		}
		var err error
		if more, err = l.resolve(); err != nil {
			return nil, err
		}
	}
	all := slices.Concat(l.leaks, l.told)
	slices.SortFunc(all, func(a, b Leak) int {
		return cmp.Or(cmp.Compare(a.Ref, b.Ref), bytes.Compare(a.Record[:], b.Record[:]), cmp.Compare(a.Field, b.Field), cmp.Compare(a.Rule, b.Rule), cmp.Compare(rank(a.InPlan), rank(b.InPlan)))
	})
	return slices.Compact(all), nil
}

func rank(told bool) int {
	if told {
		return 1
	}
	return 0
}

// texts looks at every text once.
func (l *leakage) texts(r *Report) error {
	for i := range r.Claims {
		if x := &r.Claims[i]; x.Ref != "" {
			l.look(&x.Row, KindClaim, "quotation", x.Quotation)
			l.look(&x.Row, KindClaim, "report.title", x.Report.Title)
			l.line(&x.Row, KindClaim, "claimed_figure", x.Figure)
			l.line(&x.Row, KindClaim, "page", x.Page)
			l.line(&x.Row, KindClaim, "report.issuer", x.Report.Issuer)
		}
	}
	for i := range r.Findings { // what other sheets say of findings is theirs
		x := &r.Findings[i]
		l.look(&x.Row, KindFinding, "reasoning", x.Reasoning)
		l.look(&x.Row, KindFinding, "dissent", x.Dissent)
	}
	for i := range r.Recommendations {
		x := &r.Recommendations[i]
		l.look(&x.Row, KindRecommendation, "text", x.Text)
		l.line(&x.Row, KindRecommendation, "addressee", x.Addressee)
	}
	l.line(&Row{}, KindPlan, "contact", r.Contact)
	l.plan()
	return l.streams()
}

// streams looks at the rows that are many, in whatever order they come.
func (l *leakage) streams() error {
	c := l.c
	for x, err := range unordered(c, KindObservation, c.observationOf) {
		if err != nil {
			return err
		}
		l.observation(&x)
	}
	for x, err := range unordered(c, KindEvidence, c.evidenceOf()) {
		if err != nil {
			return err
		}
		l.look(&x.Row, KindEvidence, "title", x.Title)
		l.line(&x.Row, KindEvidence, "address", x.Address)
		l.line(&x.Row, KindEvidence, "archive_address", x.ArchiveAddress)
	}
	return nil
}

// observation looks at the texts of one; one that tells its own place may speak
// of it, in another script perhaps.
func (l *leakage) observation(x *ObservationRow) {
	leaks, told := len(l.leaks), len(l.told)
	l.look(&x.Row, KindObservation, "title", x.Title)
	l.look(&x.Row, KindObservation, "narrative", x.Narrative)
	l.line(&x.Row, KindObservation, "place", x.Place)
	if x.Place != "" {
		ofPlace := func(k Leak) bool { return k.Rule == LeakPlace }
		l.leaks = append(l.leaks[:leaks], slices.DeleteFunc(slices.Clone(l.leaks[leaks:]), ofPlace)...)
		l.told = append(l.told[:told], slices.DeleteFunc(slices.Clone(l.told[told:]), ofPlace)...)
	}
}

func (l *leakage) look(of *Row, kind Kind, field string, text Text) {
	if len(text) == 1 { // nearly all
		for _, words := range text {
			l.line(of, kind, field, words)
		}
		return
	}
	for _, language := range text.Languages() {
		l.line(of, kind, field, text[language])
	}
}

func (l *leakage) line(of *Row, kind Kind, field, words string) {
	if words == "" || len(l.leaks) >= maxLeaks || l.looked(of.inside) {
		return
	}
	l.folded = foldAppend(l.folded[:0], words)
	leak := Leak{Record: of.ID, Ref: of.inside, Kind: kind, Field: field}
	l.pointers(leak)
	if l.again {
		return
	}
	for _, h := range l.words.find(l.folded) {
		if leak.Rule, leak.InPlan = h.rule, h.inPlan; !leak.InPlan {
			l.leaks = append(l.leaks, leak)
		} else if len(l.told) < maxLeaks {
			l.told = append(l.told, leak)
		}
	}
}

// looked says whether the writer looked at a record and lets it pass; its ref may
// be given in full or short.
func (l *leakage) looked(ref string) bool {
	return ref != "" && slices.ContainsFunc(l.c.ask.Looked, func(given string) bool {
		r, ok := ParseRef(given)
		return given == ref || ok && r.Short() == ref
	})
}
