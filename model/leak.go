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

// ErrLeak means that a protected word stands in a text of the report.
var ErrLeak = errors.New("protected words stand in texts of the report")

// Leak is a protected word in a text; never which word.
type Leak struct {
	Rule   LeakRule
	Record ID     // whose text it is; zero for what is no record
	Ref    string // its own, never the one for others; empty for what is no record
	Kind   Kind
	Field  string
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
	leaks  []Leak
	folded []byte
}

// leaks walks everything that is handed out and lists the leaks.
func (c *compiler) leaks(r *Report) ([]Leak, error) {
	l := &leakage{c: c, open: map[string]bool{}, words: newPhrases()}
	l.spare(r)
	if err := l.gather(); err != nil {
		return nil, err
	}
	if len(l.words.by) == 0 {
		return nil, nil
	}
	return l.leaks, l.search(r)
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

// search holds every text of the report against the words.
func (l *leakage) search(r *Report) error {
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
	if err := l.streams(); err != nil {
		return err
	}
	slices.SortFunc(l.leaks, func(a, b Leak) int {
		return cmp.Or(cmp.Compare(a.Ref, b.Ref), bytes.Compare(a.Record[:], b.Record[:]), cmp.Compare(a.Field, b.Field), cmp.Compare(a.Rule, b.Rule))
	})
	l.leaks = slices.Compact(l.leaks)
	return nil
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
	found := len(l.leaks)
	l.look(&x.Row, KindObservation, "title", x.Title)
	l.look(&x.Row, KindObservation, "narrative", x.Narrative)
	l.line(&x.Row, KindObservation, "place", x.Place)
	if x.Place != "" {
		own := slices.DeleteFunc(slices.Clone(l.leaks[found:]), func(k Leak) bool { return k.Rule == LeakPlace })
		l.leaks = append(l.leaks[:found], own...)
	}
}

func (l *leakage) look(of *Row, kind Kind, field string, text Text) {
	for _, words := range text {
		l.line(of, kind, field, words)
	}
}

func (l *leakage) line(of *Row, kind Kind, field, words string) {
	if words == "" || len(l.leaks) >= maxLeaks || l.looked(of.inside) {
		return
	}
	l.folded = foldAppend(l.folded[:0], words)
	for _, rule := range l.words.find(l.folded) {
		l.leaks = append(l.leaks, Leak{Rule: rule, Record: of.ID, Ref: of.inside, Kind: kind, Field: field})
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
